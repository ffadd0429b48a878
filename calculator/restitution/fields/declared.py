"""How a field of the input is declared: its kind and limits for the reader, its words for whoever is asked.

``question`` is plain words, ``term`` the statute's, ``why`` says why the field is asked and where the figure is
usually found. The reader, the form, the command line and the published schema all follow the declaration.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from fractions import Fraction
from types import MappingProxyType


class Kind(Enum):
    """What a field may hold."""

    MONEY = auto()
    MONEY_LIST = auto()
    RATE = auto()
    WHOLE = auto()
    DAY = auto()
    FLAG = auto()
    CHOICE = auto()
    TEXT = auto()
    CODE = auto()
    CODE_LIST = auto()
    SECTION = auto()
    TEXT_LIST = auto()
    TABLE = auto()
    TABLES = auto()
    SCENARIO = auto()
    """A whole scenario, which its own reader reads."""
    LEDGER = auto()
    """The rows of a ledger, or their text as CSV, which its own reader reads."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a table.

    Attributes:
        required: whether leaving it out is a mistake.
        default: the text that stands in where it is left out; ``None`` means there is no value then.
        choices: for ``CHOICE``: value to words; for ``SECTION``: the sections that a form offers, if it is to.
        least: for numbers: the smallest value allowed (``above`` excludes it); ``most`` the largest.
        length: for text: the most characters.
        table: for ``TABLE`` and ``TABLES``: what they hold.
    """

    name: str
    kind: Kind
    question: str = ""
    term: str = ""
    why: str = ""
    required: bool = False
    default: str | None = None
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    least: Fraction = Fraction(0)
    most: Fraction = Fraction(1_000_000_000)
    above: bool = False
    length: int = 200
    table: Table | None = None

    @property
    def words(self) -> str:
        """The question and why it is asked, as sentences."""
        asked = self.question if not self.why or self.question.endswith((".", "?")) else f"{self.question}."
        return f"{asked} {self.why}".strip()


# Tables are compared and hashed by identity: each is declared once, and a look-up in it can be cached.
@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A group of fields: what one entry is called, and its fields."""

    noun: str
    fields: tuple[Field, ...]

    def names(self) -> tuple[str, ...]:
        """The keys an entry may have."""
        return tuple(f.name for f in self.fields)

    def field(self, name: str) -> Field:
        """The field of that name."""
        return next(f for f in self.fields if f.name == name)


def choices(**words: str) -> Mapping[str, str]:
    """The values of a ``CHOICE`` with their words; an underscore in a name stands for a hyphen."""
    return MappingProxyType({key.replace("_", "-"): text for key, text in words.items()})
