"""Split CSV text, as spreadsheets export it, into rows of cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

MOST_IN_A_LINE = 100_000
"""Characters. A longer line cannot be a row of figures and is not parsed."""

_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n)|[^\r\n]++")
"""A line as an editor ends it."""
SIGNS = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "an upright stroke"}
"""The signs that may divide cells without being named, in words."""
_COMMA = ","
MOST_TITLES = 20
"""The most rows in which the header is looked for."""
_NAMED_SIGN = re.compile(r'\s*"?sep=(?P<sign>\\t|\t|[^\w\s"])"?\s*', re.IGNORECASE)
"""The line with which a file tells Excel what divides its cells."""


def divided(text: str, names: Sequence[str]) -> tuple[str, str]:
    """Return what divides the cells of CSV text, and the text without what only says so.

    Cells are divided by the sign that a first line such as ``sep=;`` names, or else by the one of comma, semicolon, tab
    and ``|`` that divides the header into the most known names. The header may be below titles.

    Args:
        names: the names that a header may have.
    """
    named, text = named_sign(text.removeprefix("\ufeff"))
    if named:
        return named, text
    lines = [found[0] for found in islice(filter(_has_content, _LINE.finditer(text)), MOST_TITLES)]
    first = lines[0] if lines else ""
    header = next((line for line in lines if _known(line, _sign(line, names), names) > 1), first)
    return _sign(header, names), text


def named_sign(text: str) -> tuple[str, str]:
    """Return the sign that a first line such as ``sep=;`` names, or nothing, and the text without what is on it."""
    first = next((found[0] for found in filter(_has_content, _LINE.finditer(text))), "")
    named = _NAMED_SIGN.fullmatch(first)
    if named is None:
        return "", text
    # The end of the line stays, so that the others keep their numbers.
    rest = text.replace(first, first[len(first.rstrip("\r\n")) :], 1)
    return "\t" if named["sign"] == "\\t" else named["sign"], rest


def _has_content(line: re.Match[str]) -> bool:
    return bool(line[0].strip())


def read_sheet(text: str, refuse: Callable[[int, str], None], sign: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Yield each row as it is written, with the number of the line on which it begins. A blank line has no cells.

    Cells may be quoted.

    Args:
        refuse: called for a row that cannot be parsed, with its line number and a message.
        sign: what divides the cells.
    """
    # Strict: report a misplaced quotation mark instead of guessing.
    sheet = csv.reader(_short_lines(text, refuse), delimiter=sign, skipinitialspace=True, strict=True)
    number = 1
    while True:
        try:
            for cells in sheet:
                yield number, cells
                number = sheet.line_num + 1
        except csv.Error:
            # After an error the csv module resumes on the next line. An unclosed cell is one too: the module gives up
            # long before the end of a large file.
            refuse(
                number,
                "The quotation marks do not match. A cell that begins with one ends with one, and a quotation mark "
                "within it is written twice.",
            )
            number = sheet.line_num + 1
        else:
            return


def _sign(header: str, names: Sequence[str]) -> str:
    """Return what divides a header: the sign that gives the most known names, else the first sign that is in it."""
    return max((sign for sign in SIGNS if sign in header), key=lambda sign: _known(header, sign, names), default=_COMMA)


def _known(line: str, sign: str, names: Sequence[str]) -> int:
    """Return how many of the names are in a line that is divided by a sign."""
    return len({cell.strip().strip('"').strip().lower() for cell in line.split(sign)}.intersection(names))


def _short_lines(text: str, refuse: Callable[[int, str], None]) -> Iterable[str]:
    """Return the lines, each with its end; one that is too long is reported when it is reached, and left empty."""
    lines: list[str] = _LINE.findall(text)
    return lines if max(map(len, lines), default=0) <= MOST_IN_A_LINE else _shortened(lines, refuse)


def _shortened(lines: Iterable[str], refuse: Callable[[int, str], None]) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if len(line) > MOST_IN_A_LINE:
            refuse(number, f"This line is too long for a row: it can have at most {MOST_IN_A_LINE:,} characters.")
            yield "\n"
        else:
            yield line
