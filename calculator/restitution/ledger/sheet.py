"""Text as a spreadsheet exports it, cut into rows of cells. What the cells mean is not its business."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator

MOST_IN_A_LINE = 100_000
"""Characters. A longer line is no row of figures, and is not taken apart."""

_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n)|[^\r\n]++")
_DELIMITERS = ",;\t"


def read_sheet(text: str, refuse: Callable[[int, str], None]) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the number of the line on which it begins.

    Cells may be quoted. White space around a cell is dropped, and within it stands as one space, line breaks too.
    Cells are divided by commas, or by semicolons or tabs where the first row has those and no comma.

    Args:
        refuse: takes the mistakes of a row that cannot be cut: its line number, and a sentence.
    """
    lines = _LINE.findall(text.removeprefix("\ufeff"))
    first = next((line for line in lines if line.strip()), "")
    delimiter = next((sign for sign in _DELIMITERS if sign in first), ",")
    # Strict: a quotation mark in the wrong place is a mistake to show, not one to guess away.
    sheet = csv.reader(_short(lines, refuse), delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        number = sheet.line_num + 1
        try:
            cells = [" ".join(cell.split()) for cell in next(sheet)]
        except StopIteration:
            return
        except csv.Error:
            # After a mistake the library starts afresh on the next line. A cell that never ends is one too: it
            # gives up long before the end of a large file.
            refuse(
                number,
                "The quotation marks do not fit. A cell that begins with one ends with one, and a quotation mark "
                "within it is written twice.",
            )
            continue
        if any(cells):
            yield number, cells


def _short(lines: list[str], refuse: Callable[[int, str], None]) -> Iterator[str]:
    """The lines; one that is too long is a mistake, and then an empty line."""
    for number, line in enumerate(lines, 1):
        if len(line) > MOST_IN_A_LINE:
            refuse(number, f"This line is too long for a row: it can have at most {MOST_IN_A_LINE:,} characters.")
            line = "\n"
        yield line
