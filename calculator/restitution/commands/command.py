"""The definition of a command: its options, declared like every other input, and its answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from restitution.fields import Kind, Table
from restitution.render import Report
from restitution.worksheet import Line


class Draw(Protocol):
    """Draws an answer for a worked example, as HTML."""

    def __call__(self, ladder: str, lines: tuple[str, ...], base: str) -> str:
        """Draw the answer.

        Args:
            ladder: key of the order whose steps are drawn, or empty.
            lines: keys of the worksheet lines to show first.
            base: relative path from the page to the root of the site.
        """


@dataclass(frozen=True, slots=True)
class Live:
    """An answer as a worked example shows it.

    Attributes:
        lines: the worksheet.
        announcement: the answer in one sentence, for a screen reader.
        draw: draws the answer without its worksheet.
        by_order: whether each order's worksheet collapses separately.
    """

    lines: tuple[Line, ...]
    announcement: str
    draw: Draw
    by_order: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, rendered on demand.

    Attributes:
        table: plain tables, for JSON.
        report: the report for people.
        live: how a worked example shows it; ``None`` if it shows the report.
    """

    table: Callable[[], dict[str, Any]]
    report: Callable[[], Report]
    live: Callable[[], Live] | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """A question that the calculator answers.

    Attributes:
        name: the method of the protocol, and the command-line subcommand.
        help: what it does, in a few words.
        answer: from the params to the answer; raises ``InputError`` with every error.
        options: the fields of the params that the command line offers as options.
        file: what its FILE contains, in words; empty for a command without one.
        file_key: the key of the params for the contents of FILE; empty if FILE contains the params themselves.
        position: the option that is positional on the command line.
    """

    name: str
    help: str
    answer: Callable[[Any], Answer]
    options: Table
    file: str = ""
    file_key: str = ""
    position: str = ""

    @property
    def names_ledgers(self) -> bool:
        """Whether its FILE is a scenario, which may name ledger files."""
        from restitution.scenario.fields import SCENARIO

        return self.options is SCENARIO or any(
            field.name == self.file_key and field.kind is Kind.SCENARIO for field in self.options.fields
        )

    @property
    def reads_rows(self) -> bool:
        """Whether its FILE contains the rows of a ledger."""
        return any(field.name == self.file_key and field.kind is Kind.LEDGER for field in self.options.fields)
