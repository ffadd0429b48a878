"""Split CSV text, as spreadsheets export it, into rows of cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator

MOST_IN_A_LINE = 100_000
"""Characters. A longer line cannot be a row of figures and is not parsed."""

_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n)|[^\r\n]++")
_DELIMITERS = ",;\t"


def read_sheet(text: str, refuse: Callable[[int, str], None]) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not blank, with the number of the line on which it begins.

    Cells may be quoted. White space around a cell is stripped, and within it collapsed to one space, line breaks
    included. The delimiter is a comma, or a semicolon or tab if the first row has one and no comma.

    Args:
        refuse: called for a row that cannot be parsed, with its line number and a message.
    """
    lines = _LINE.findall(text.removeprefix("\ufeff"))
    first = next((line for line in lines if line.strip()), "")
    delimiter = next((character for character in _DELIMITERS if character in first), ",")
    # Strict: report a misplaced quotation mark instead of guessing.
    sheet = csv.reader(_short(lines, refuse), delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        number = sheet.line_num + 1
        try:
            cells = [" ".join(cell.split()) for cell in next(sheet)]
        except StopIteration:
            return
        except csv.Error:
            # After an error the csv module resumes on the next line. An unclosed cell is one too: the module gives up
            # long before the end of a large file.
            refuse(
                number,
                "The quotation marks do not match. A cell that begins with one ends with one, and a quotation mark "
                "within it is written twice.",
            )
            continue
        if any(cells):
            yield number, cells


def _short(lines: list[str], refuse: Callable[[int, str], None]) -> Iterator[str]:
    """Yield the lines; report one that is too long, and replace it with an empty line."""
    for number, line in enumerate(lines, 1):
        if len(line) > MOST_IN_A_LINE:
            refuse(number, f"This line is too long for a row: it can have at most {MOST_IN_A_LINE:,} characters.")
            line = "\n"
        yield line
