"""Text from a clipboard or a file, cut into cells as Excel, Word and CSV files write them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from restitution.errors import InputError
from restitution.ledger.sheet import SIGNS, named_sign

_TAB, _COMMA = "\t", ","
_SAMPLE = 50
"""The rows by which the sign that divides cells is chosen."""
_HEAD = 100_000
"""The characters in which these rows are looked for."""
_TWO = 2
_MOST_COLUMNS = 100
"""More than any table has, and few enough that every row can be filled up to the widest."""
_LINES = re.compile(r"\r\n|\r|\n")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))", re.ASCII)
"""A comma between the thousands of an amount."""
_AMOUNT = re.compile(r"[\s$€£(−-]*\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})*(?:[.,]\d{2})?[\s)$€£]*", re.ASCII)
"""An amount as it is written anywhere. A line that is one is one cell, though it may be refused."""


class Cells(list[list[str]]):
    """Rows of cells, all of the same width.

    Attributes:
        sign: what divided them; empty if nothing did.
    """

    def __init__(self, rows: list[list[str]], sign: str) -> None:
        super().__init__(rows)
        self.sign = sign


def cells_of(text: str) -> Cells:
    """Cut text into cells: divided by tabs, as from Excel and Word, or by the sign that divides its rows most evenly.

    A cell in quotation marks may have line breaks, and a quotation mark written twice. Quotation marks that are not in
    pairs are part of the cell. Empty rows and columns at the end are left out; what is in a cell is as it is written.

    Raises:
        InputError: if a row has far more cells than any table.
    """
    sign, rest = named_sign(text.removeprefix("\ufeff"))
    rows = list(_rows(_LINES.sub("", rest, count=1) if sign else rest, sign or (sign := _sign(rest))))
    while rows and not any(map(str.strip, rows[-1])):
        rows.pop()
    width = max((at for row in rows for at, cell in enumerate(row, 1) if cell.strip()), default=0)
    if width > _MOST_COLUMNS:
        raise InputError.at(
            "", f"These rows have up to {width:,} cells. Paste the columns of one table, at most {_MOST_COLUMNS}."
        )
    return Cells([[*row[:width], *[""] * (width - len(row))] for row in rows], sign)


def _sign(text: str) -> str:
    """Return what divides the cells of a text; empty if each line is one cell."""
    text = text[:_HEAD]
    best, most = "", (0, 0)
    for sign in sorted(SIGNS, key=lambda one: one != _TAB):
        if sign not in text:
            continue
        rows = [row for row in islice(_rows(text, sign), _SAMPLE) if any(map(str.strip, row))]
        if not rows:
            return sign
        width, even = Counter(map(len, rows)).most_common(1)[0]
        if sign == _TAB:
            # Nothing but the columns of a table is divided by tabs; a file may have one within a note.
            if width > 1 and even * 2 >= len(rows):
                return _TAB
            continue
        # In tenths of the rows: two columns may be a sentence with a comma, so they must be in nearly every row.
        tenths = 10 * even // len(rows)
        enough = width > 1 and tenths >= (6 if width > _TWO else 9)
        # What people put between quotation marks, they divide on purpose.
        if enough and (tenths, width) > most and ('"' in text or not _one_column(rows, sign)):
            best, most = sign, (tenths, width)
    return best or (_TAB if _TAB in text else "")


def _one_column(rows: list[list[str]], sign: str) -> bool:
    """Return whether rows that a sign divides are more likely one column: amounts, or sentences."""
    lines = [sign.join(row) for row in rows]
    if all(_AMOUNT.fullmatch(line) for line in lines if sign in line):
        return True
    if sign == _COMMA and not any(sign in _GROUPED.sub("", line) for line in lines):
        return True
    spaced = all(cell.startswith(" ") for row in rows for cell in row[1:] if cell)
    even = len({len(row) for row in rows}) == 1
    return spaced and not (even and len(rows) > 1 and len(rows[0]) > _TWO)


def _rows(text: str, sign: str) -> Iterator[list[str]]:
    """Yield the cells of each row."""
    if '"' not in text:
        for line in _LINES.split(text):
            yield line.split(sign) if sign else [line]
        return
    row: list[str] = []
    for found in _pattern(sign).finditer(text):
        quoted, bare, end = found.groups()
        row.append(bare if quoted is None else quoted.replace('""', '"'))
        if not sign or end != sign:
            yield row
            row = []
            if not end:
                return


def _pattern(sign: str) -> re.Pattern[str]:
    """Return the pattern of a cell and what ends it.

    A cell that begins with a quotation mark and does not end with one is as it is written: Excel writes quotation marks
    only around a cell with tabs or line breaks. Nothing is searched twice, as an odd number of quotation marks ends it.
    """
    apart = re.escape(sign)
    spaces = "" if sign in ("", _TAB) else " *+"
    ends = rf"(?=[{apart}\r\n]|\Z)"
    return re.compile(
        rf'(?:{spaces}"((?:[^"]|"")*+)"{spaces}{ends}|([^{apart}\r\n]*+))({apart + "|" if sign else ""}\r\n|\r|\n|\Z)'
    )
