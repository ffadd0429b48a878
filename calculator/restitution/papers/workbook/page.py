"""A sheet of a workbook before it is written: its cells with their formulas, and how it is printed.

A formula always comes with its value as the engine has it, so that a program that does not calculate shows the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from fractions import Fraction
from typing import NamedTuple

_LETTERS = 26


class Look(Enum):
    """What a cell is, and so how it looks. The looks of what was typed end with ``IN``: they may be changed."""

    TITLE = auto()
    ABOUT = auto()
    SECTION = auto()
    SUBHEAD = auto()
    HEAD = auto()
    UNDER = auto()
    """Below a head: the unit, and who decides."""
    TEXT = auto()
    PLAIN = auto()
    """Text that may run on over empty cells to its right."""
    LABEL = auto()
    TEXT_IN = auto()
    CHOICE_IN = auto()
    """A choice that is longer than its cell: it runs on over the empty cells beside it."""
    MONEY = auto()
    MONEY_IN = auto()
    MONEY_OR_NONE = auto()
    """US dollars where nothing is usual: zero is shown as a dash."""
    NONE = auto()
    """What stands in place of a figure."""
    TOTAL = auto()
    EXACT = auto()
    """US dollars before they are rounded."""
    WHOLE = auto()
    WHOLE_IN = auto()
    RATE_IN = auto()
    FACTOR = auto()
    FACTOR_IN = auto()
    DAY = auto()
    DAY_IN = auto()


type Value = str | int | Fraction | date


class Cell(NamedTuple):
    """One cell: text, a count, US dollars, a rate or a date, and the formula that gives it."""

    value: Value
    look: Look
    formula: str = ""


class Choice(NamedTuple):
    """A cell with a list of what it may hold: words, or the cells that hold them."""

    row: int
    column: int
    values: tuple[str, ...] | str


class Column(NamedTuple):
    """A column of a table: its head, what stands under the head, and its width in characters."""

    head: str
    under: str
    width: int


@dataclass(slots=True)
class Page:
    """A sheet. Rows and columns are counted from 0.

    Attributes:
        holds: what the sheet is for, in one sentence, for the list of sheets.
        widths: of the columns, in characters.
        frozen: the rows at the top that stay in sight and are repeated on each printed page: from and up to.
        names: names of the workbook for single cells, by the name.
    """

    name: str
    holds: str
    widths: tuple[int, ...]
    landscape: bool = True
    frozen: tuple[int, int] = (0, 0)
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    choices: list[Choice] = field(default_factory=list)
    names: dict[str, tuple[int, int]] = field(default_factory=dict)
    next_row: int = 0

    def put(self, row: int, column: int, value: Value, look: Look, formula: str = "") -> None:
        """Put a cell."""
        self.cells[row, column] = Cell(value, look, formula)

    def state(self, row: int, column: int, value: Value, look: Look, formula: str = "") -> str:
        """Put a cell to which other sheets refer, and return how they do."""
        self.cells[row, column] = Cell(value, look, formula)
        return self.ref(row, column)

    def choose(self, row: int, column: int, values: tuple[str, ...] | str) -> None:
        """Give a cell a list of what it may hold."""
        self.choices.append(Choice(row, column, values))

    def line(self, value: str, look: Look) -> int:
        """Put text into the next row, and return that row."""
        self.put(self.next_row, 0, value, look)
        self.next_row += 1
        return self.next_row - 1

    def title(self, title: str, about: Iterable[str]) -> None:
        """Put the title and what a reader must know, one line each, and leave a row empty."""
        self.line(title, Look.TITLE)
        for text in about:
            self.line(text, Look.ABOUT)
        self.next_row += 1

    def heads(self, columns: Sequence[Column]) -> int:
        """Put the heads of a table with what stands under them, and return the row of the heads."""
        row = self.next_row
        for at, column in enumerate(columns):
            self.put(row, at, column.head, Look.HEAD)
            self.put(row + 1, at, column.under, Look.UNDER)
        self.next_row += 2
        return row

    def head(self, words: Iterable[str]) -> None:
        """Put the heads of a table that need nothing under them."""
        for at, text in enumerate(words):
            self.put(self.next_row, at, text, Look.HEAD)
        self.next_row += 1

    def section(self, text: str) -> None:
        """Leave a row empty, and put the heading of another table."""
        self.next_row += 1
        self.line(text, Look.SECTION)

    def ref(self, row: int, column: int) -> str:
        """Return a cell as formulas of any sheet refer to it."""
        return f"{self.prefix}{fixed(row, column)}"

    def span(self, first: tuple[int, int], last: tuple[int, int]) -> str:
        """Return a block of cells as formulas of any sheet refer to it."""
        return f"{self.prefix}{fixed(*first)}:{fixed(*last)}"

    @property
    def prefix(self) -> str:
        """What stands before a cell of this sheet in a formula of another."""
        return f"{self.name}!" if self.name.isalpha() else f"'{self.name}'!"


def letters(column: int) -> str:
    """Return the letters of a column: ``A``, ``AB``."""
    above, own = divmod(column, _LETTERS)
    return (letters(above - 1) if above else "") + chr(ord("A") + own)


def at(row: int, column: int) -> str:
    """Return a cell of the same sheet: ``C8``."""
    return f"{letters(column)}{row + 1}"


def fixed(row: int, column: int) -> str:
    """Return a cell that stays the same where a formula is copied: ``$C$8``."""
    return f"${letters(column)}${row + 1}"


def down(column: int, first: int, last: int) -> str:
    """Return a part of a column of the same sheet, fixed: ``$C$8:$C$12``."""
    return f"{fixed(first, column)}:{fixed(last, column)}"


def listed(column: int, rows: Sequence[int]) -> str:
    """Return cells of one column as the arguments of a function, neighbors as a block: ``G8:G10,G14``."""
    blocks: list[list[int]] = []
    for row in rows:
        if blocks and row == blocks[-1][1] + 1:
            blocks[-1][1] = row
        else:
            blocks.append([row, row])
    return ",".join(
        at(first, column) if first == last else f"{at(first, column)}:{at(last, column)}" for first, last in blocks
    )


def quoted(text: str) -> str:
    """Return text as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'
