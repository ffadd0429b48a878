"""What the tests of spreadsheets share: a workbook as openpyxl reads it, and its formulas worked out exactly.

No small library that works out formulas is kept up: this knows the few functions that the sheets use and refuses any
other. It counts in exact fractions, so a formula that is right differs from the engine by nothing. How a spreadsheet
program rounds binary numbers is seen where LibreOffice is installed.
"""

from __future__ import annotations

import json
import re
import tomllib
from binascii import b2a_base64
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils import column_index_from_string
from tests.unit.paper_support import BUILT_IN, CASES, ROOT, SCENARIOS, of_test_case, opened

from restitution.casefile import Document, read_file
from restitution.desk.figures import Figures
from restitution.money import median, to_the_cent
from restitution.papers.make import write

LEDGERS = sorted((ROOT / "tests" / "cases" / "ledger").glob("*.toml"))
EVERY = (*BUILT_IN, *SCENARIOS, *CASES)
"""Every case of orders that there is."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>"(?:[^"]|"")*")
    |(?P<cell>(?:(?:'(?P<quoted>[^']+)'|(?P<bare>[A-Za-z]+))!)?\$?(?P<c1>[A-Z]+)\$?(?P<r1>\d+)
      (?::\$?(?P<c2>[A-Z]+)\$?(?P<r2>\d+))?)(?![\w(])
    |(?P<rows>\$(?P<from>\d+):\$(?P<to>\d+))|(?P<name>[A-Za-z_]+)|(?P<sign><=|>=|<>|[-+*/^(),=<>&]))""",
    re.VERBOSE,
)
_DAY_ZERO = date(1899, 12, 30)


def case_of(path: Path) -> Document:
    """Return the case in a file, or in a test of the estimate."""
    return of_test_case(path) if path in CASES else opened(path)


def ledger_of(path: Path) -> Document:
    """Return the ledger in a test of ledgers, with the day to which it is added up."""
    params = tomllib.loads(path.read_text())["params"]
    rows = params["ledger"] if isinstance(params["ledger"], str) else json.dumps(params["ledger"], default=str)
    sent = b2a_base64(rows.encode(), newline=False).decode()
    return read_file("ledger", sent).document.with_field("as_of", str(params["as_of"]))


def made(document: Document, view: str = "orders", ledger: str = "A") -> bytes:
    """Return a case as a spreadsheet."""
    return write(document, "xlsx", view, ledger, figures=Figures())


def plain(value: Any) -> Any:
    """Return the value of a cell as formulas see it: exact numbers, days counted, text, or nothing."""
    match value:
        case bool():
            return value
        case datetime():
            return Fraction((value.date() - _DAY_ZERO).days)
        case int() | float():
            # The shortest decimal that is this number: what was written.
            return Fraction(repr(value))
        case _:
            return value


@dataclass
class Book:
    """A workbook: its formulas, the values with which it was written, and what its formulas come to now."""

    formulas: Workbook
    values: Workbook
    changed: dict[tuple[str, str], Any] = field(default_factory=dict)
    known: dict[tuple[str, int, int], Any] = field(default_factory=dict)

    @classmethod
    def of(cls, content: bytes) -> Book:
        """Read a workbook."""
        return cls(load_workbook(BytesIO(content)), load_workbook(BytesIO(content), data_only=True))

    def change(self, sheet: str, cell: str, value: Any) -> None:
        """Type something else into a cell."""
        self.formulas[sheet][cell].value = value
        self.known.clear()

    def typed(self) -> Iterator[tuple[str, str, str]]:
        """Yield the sheet, the place and the text of every formula."""
        for sheet in self.formulas:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and cell.data_type == "f":
                        yield sheet.title, cell.coordinate, cell.value

    def now(self, sheet: str, cell: str) -> Any:
        """Return what a cell comes to."""
        found = self.formulas[sheet][cell]
        return self.at(sheet, found.row, found.column)

    def at(self, sheet: str, row: int, column: int) -> Any:
        """Return what a cell comes to, counted from 1."""
        key = sheet, row, column
        if key not in self.known:
            found = self.formulas[sheet].cell(row, column)
            if found.data_type == "f":
                self.known[key] = _Reader(self, sheet, str(found.value)).result()
            else:
                self.known[key] = plain(found.value)
        return self.known[key]

    def table(self, sheet: str, first_head: str, *, changed: bool = False) -> list[dict[str, Any]]:
        """Return the rows under the heads that begin with this one, each by its heads.

        Args:
            changed: whether the values are those to which the formulas come now, not those that were written.
        """
        cells = self.values[sheet]
        head = next(row for row in range(1, cells.max_row + 1) if cells.cell(row, 1).value == first_head)
        heads = [(column, cells.cell(head, column).value) for column in range(1, cells.max_column + 1)]
        rows: list[dict[str, Any]] = []
        row = head + 2
        while cells.cell(row, 1).value not in (None, ""):
            read = self.at if changed else self._written
            rows.append({str(name): read(sheet, row, column) for column, name in heads if name})
            row += 1
        return rows

    def _written(self, sheet: str, row: int, column: int) -> Any:
        return plain(self.values[sheet].cell(row, column).value)

    def fact(self, sheet: str, label: str, column: int = 3) -> Any:
        """Return what is written beside a label."""
        cells = self.values[sheet]
        row = next(row for row in range(1, cells.max_row + 1) if cells.cell(row, 1).value == label)
        return plain(cells.cell(row, column).value)


@cache
def book_of(path: Path) -> Book:
    """Return the spreadsheet of a case, read once for all that only look at it."""
    return Book.of(made(case_of(path)))


@dataclass
class _Reader:
    """Reads one formula and works it out. Comparison binds least, then joining text, sums, products and powers."""

    book: Book
    sheet: str
    text: str
    tokens: list[re.Match[str]] = field(default_factory=list)

    def result(self) -> Any:
        position = 1
        while position < len(self.text):
            found = _TOKEN.match(self.text, position)
            assert found, f"{self.text!r} at {position}"
            self.tokens.append(found)
            position = found.end()
        self.tokens.reverse()
        value = self.binary(0)
        assert not self.tokens, self.text
        return value[0] if isinstance(value, list) and len(value) == 1 else value

    def sign(self) -> str:
        return (self.tokens[-1]["sign"] or "") if self.tokens else ""

    def binary(self, level: int) -> Any:
        if level == len(_LEVELS):
            return self.single()
        left = self.binary(level + 1)
        while (sign := self.sign()) in _LEVELS[level]:
            self.tokens.pop()
            left = _each(_LEVELS[level][sign], left, self.binary(level + 1))
        return left

    def single(self) -> Any:
        token = self.tokens.pop()
        if token["sign"] == "-":
            return _each(lambda a, b: a - b, Fraction(0), self.single())
        if token["sign"] == "(":
            value = self.binary(0)
            assert self.tokens.pop()["sign"] == ")"
            return value
        if token["number"]:
            return Fraction(token["number"])
        if token["text"]:
            return token["text"][1:-1].replace('""', '"')
        if token["rows"]:
            return [Fraction(row) for row in range(int(token["from"]), int(token["to"]) + 1)]
        if token["cell"]:
            return self.cells(token)
        assert token["name"], self.text
        if self.sign() == "(":
            return self.function(token["name"])
        (target,) = self.book.formulas.defined_names[token["name"]].destinations
        return self.book.now(target[0], target[1].replace("$", ""))

    def cells(self, token: re.Match[str]) -> Any:
        sheet = token["quoted"] or token["bare"] or self.sheet
        c1, r1 = column_index_from_string(token["c1"]), int(token["r1"])
        if not token["c2"]:
            return self.book.at(sheet, r1, c1)
        c2, r2 = column_index_from_string(token["c2"]), int(token["r2"])
        return [self.book.at(sheet, row, column) for row in range(r1, r2 + 1) for column in range(c1, c2 + 1)]

    def function(self, name: str) -> Any:
        self.tokens.pop()
        arguments: list[Any] = []
        while self.sign() != ")":
            arguments.append(self.binary(0))
            if self.sign() == ",":
                self.tokens.pop()
        self.tokens.pop()
        return _FUNCTIONS[name](*arguments)


def _each(operate: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    if not isinstance(left, list) and not isinstance(right, list):
        return operate(left, right)
    size = len(left if isinstance(left, list) else right)
    pairs = ([side] * size if not isinstance(side, list) else side for side in (left, right))
    return [operate(a, b) for a, b in zip(*pairs, strict=True)]


def _number(value: Any) -> Fraction:
    assert not isinstance(value, str), f"{value!r} is no number"
    return Fraction(value or 0)


def _same(a: Any, b: Any) -> bool:
    # As in a spreadsheet, an empty cell equals an empty text.
    a, b = ("" if one is None else one for one in (a, b))
    return bool(a.casefold() == b.casefold()) if isinstance(a, str) and isinstance(b, str) else bool(a == b)


_LEVELS: tuple[dict[str, Callable[[Any, Any], Any]], ...] = (
    {
        "=": _same,
        "<>": lambda a, b: not _same(a, b),
        "<": lambda a, b: _number(a) < _number(b),
        ">": lambda a, b: _number(a) > _number(b),
        "<=": lambda a, b: _number(a) <= _number(b),
        ">=": lambda a, b: _number(a) >= _number(b),
    },
    {"&": lambda a, b: f"{a}{b}"},
    {"+": lambda a, b: _number(a) + _number(b), "-": lambda a, b: _number(a) - _number(b)},
    {"*": lambda a, b: _number(a) * _number(b), "/": lambda a, b: _number(a) / _number(b)},
    {"^": lambda a, b: _number(a) ** int(b)},
)


def _numbers(arguments: Sequence[Any]) -> list[Fraction]:
    """Return the numbers among arguments: text and empty cells do not count."""
    flat = [one for argument in arguments for one in (argument if isinstance(argument, list) else [argument])]
    return [Fraction(one) for one in flat if isinstance(one, Fraction | int)]


def _condition(text: Any) -> Callable[[Any], bool]:
    if isinstance(text, str) and text[:1] in "<>" and text[:1]:
        sign = text[:2] if text[:2] == "<=" else text[:1]
        limit, compare = Fraction(text[len(sign) :]), _LEVELS[0][sign]
        return lambda cell: isinstance(cell, Fraction) and compare(cell, limit)
    return lambda cell: _same(cell, text)


def _sumifs(amounts: list[Any], *pairs: Any) -> Fraction:
    tests = [(cells, _condition(text)) for cells, text in zip(pairs[::2], pairs[1::2], strict=True)]
    kept = (i for i in range(len(amounts)) if all(test(cells[i]) for cells, test in tests))
    return sum((_number(amounts[i]) for i in kept), Fraction(0))


def _rounded(number: Fraction, places: Fraction) -> Fraction:
    assert places == 2
    return to_the_cent(number)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "SUM": lambda *a: sum(_numbers(a), Fraction(0)),
    "MIN": lambda *a: min(_numbers(a), default=Fraction(0)),
    "MAX": lambda *a: max(_numbers(a), default=Fraction(0)),
    "AVERAGE": lambda *a: sum(_numbers(a), Fraction(0)) / len(_numbers(a)),
    "MEDIAN": lambda *a: median(_numbers(a)),
    "PRODUCT": lambda *a: _product(_numbers(a)),
    "COUNT": lambda *a: Fraction(len(_numbers(a))),
    "COUNTIF": lambda cells, text: Fraction(sum(map(_condition(text), cells))),
    "ROUND": _rounded,
    "IF": lambda test, then, other: then if test else other,
    "AND": lambda *a: all(a),
    "EXACT": lambda a, b: _each(lambda x, y: (x or "") == (y or ""), a, b),
    "ROW": lambda rows: rows,
    "SUMPRODUCT": lambda a: sum(map(_number, a if isinstance(a, list) else [a]), Fraction(0)),
    "SUMIFS": _sumifs,
    "INDEX": lambda cells, place: cells[int(place) - 1],
    "MATCH": lambda text, cells, _: Fraction(1 + next(i for i, cell in enumerate(cells) if _same(cell, text))),
}


def _product(numbers: Sequence[Fraction]) -> Fraction:
    result = Fraction(1)
    for number in numbers:
        result *= number
    return result
