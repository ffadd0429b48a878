"""Declarations of input fields: kind and limits for the reader, wording for the user.

``question`` is in plain words, ``term`` in the statute's; ``why`` explains why the field is needed and where the
figure is usually found. The reader, the desk, the command line and the published schema all follow the declaration.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from fractions import Fraction
from types import MappingProxyType

CODE = r"[A-Za-z0-9][A-Za-z0-9_-]{0,11}"
"""The pattern of a code, in ASCII: too short for a name."""
MISSING = "This field is missing."


class Kind(Enum):
    """What a field may hold."""

    MONEY = auto()
    MONEY_LIST = auto()
    RATE = auto()
    """A yearly rate, shown with its percent sign."""
    FACTOR = auto()
    """A share, or a number to multiply by."""
    WHOLE = auto()
    DAY = auto()
    FLAG = auto()
    CHOICE = auto()
    TEXT = auto()
    CODE = auto()
    CODE_LIST = auto()
    SECTION = auto()
    """One section of conviction, with or without its penalty provision."""
    SECTIONS = auto()
    """One or several sections, as a judgment lists counts."""
    TEXT_LIST = auto()
    TABLE = auto()
    TABLES = auto()
    SCENARIO = auto()
    """A whole scenario, which has its own reader."""
    LEDGER = auto()
    """The rows of a ledger, or their text as CSV, which has its own reader."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a table.

    Attributes:
        required: whether omitting it is a mistake.
        default: the text used if it is omitted; ``None`` means there is then no value.
        choices: for ``CHOICE``, the wording of each value; for ``SECTION``, the sections that a list offers, if any.
        least: for numbers, the smallest value allowed (``above`` excludes it); ``most`` is the largest.
        length: for text, the maximum number of characters.
        table: for ``TABLE`` and ``TABLES``, what they hold.
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
        """The question and the reason for it, as sentences."""
        asked = self.question if not self.why or self.question.endswith((".", "?")) else f"{self.question}."
        return f"{asked} {self.why}".strip()


# Tables are compared and hashed by identity: each is declared once, so that lookups in it can be cached.
@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A group of fields, with the noun for one entry."""

    noun: str
    fields: tuple[Field, ...]

    def names(self) -> tuple[str, ...]:
        """Return the keys an entry may have."""
        return tuple(f.name for f in self.fields)

    def field(self, name: str) -> Field:
        """Return the field with that name."""
        return next(f for f in self.fields if f.name == name)


def choices(**words: str) -> Mapping[str, str]:
    """Return the values of a ``CHOICE`` with their wording; an underscore in a name becomes a hyphen."""
    return MappingProxyType({key.replace("_", "-"): text for key, text in words.items()})
