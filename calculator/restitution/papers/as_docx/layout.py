"""How wide the columns of a table are in Word, so that no figure is broken over two lines."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from restitution.money import dollars
from restitution.papers.paper import Column, Sheet, Text

WIDTH = 9360
"""The width between the margins, in twentieths of a point: six and a half inches."""
_CHARACTER = 117
"""The width of a character as a column counts it: eighty go into the page."""
_MARGINS = 144
"""The space at the sides of a cell, both together."""
_GAP = 160
"""More space before words that follow figures."""
_LEAST = 560
_LETTER = 105
"""The width of a letter in a bold head, and not of the widest."""
_SIZES = (("", 100), ("Dense", 90), ("Fine", 75))
"""The sizes of text in a table: the end of the names of its styles, and the width of a digit."""
_NARROW = frozenset(",.")


@dataclass(frozen=True, slots=True)
class Placed:
    """A column: its width, and the properties of its paragraphs."""

    width: int
    properties: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A table: its columns, and the end of the names of its styles, which says how large its text is."""

    places: tuple[Placed, ...]
    size: str


def laid_out(sheet: Sheet) -> Layout:
    """Return the layout of a table: in small text if it is a dense one, or its figures would not fit otherwise."""
    sizes = _SIZES[1:] if sheet.dense else _SIZES
    for size, digit in sizes:
        needed = [_needed(sheet, at, digit) for at in range(len(sheet.columns))]
        if sum(needed) <= WIDTH or size == sizes[-1][0]:
            break
    before = (None, *sheet.columns)
    places = tuple(
        Placed(width, _properties(column, after))
        for column, after, width in zip(sheet.columns, before, _widths(sheet.columns, needed), strict=False)
    )
    return Layout(places, size)


def _properties(column: Column, after: Column | None) -> str:
    if column.figures:
        return '<w:jc w:val="right"/>'
    return f'<w:ind w:left="{_GAP}"/>' if after and after.figures else ""


def _needed(sheet: Sheet, at: int, digit: int) -> int:
    """Return the least width of a column: that of the longest word of its head, and of its widest figure."""
    column = sheet.columns[at]
    head = max(map(len, column.head.split(" "))) * _LETTER + _MARGINS
    if not column.figures:
        return max(_LEAST, head + (_GAP if at and sheet.columns[at - 1].figures else 0))
    return max(head, max((_width(_figure(row.cells[at]), digit) for row in sheet.rows), default=0) + _MARGINS)


def _figure(cell: Text | Fraction | int | None) -> str:
    if isinstance(cell, tuple):
        # What stands below a figure may take several lines, but no amount in it may.
        return max((word for run in cell for word in run.text.split(" ")), key=len, default="")
    return dollars(cell) if isinstance(cell, Fraction) else "" if cell is None else f"{cell:,}"


def _width(text: str, digit: int) -> int:
    return sum(digit // 2 if character in _NARROW else digit for character in text) + digit // 2


def _widths(columns: tuple[Column, ...], needed: list[int]) -> list[int]:
    """Return the widths: in proportion, but none below what it needs; the widest gives what the others lack."""
    wished = sum(column.width for column in columns)
    whole = min(WIDTH, wished * _CHARACTER)
    widths = [max(whole * column.width // wished, least) for column, least in zip(columns, needed, strict=True)]
    over = sum(widths) - WIDTH
    while over > 0:
        spare = [width - least for width, least in zip(widths, needed, strict=True)]
        at = spare.index(max(spare))
        if spare[at] <= 0:
            # More figures beside each other than the page holds: every column gives the same part.
            return [width * WIDTH // sum(widths) for width in widths]
        taken = min(over, max(1, spare[at] // 2))
        widths[at] -= taken
        over -= taken
    return widths
