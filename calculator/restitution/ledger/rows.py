"""The rows of a ledger, read from CSV text, from cells or from tables, every error with its row and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

from restitution.dates import spelled
from restitution.errors import named, shown
from restitution.fields import Reader, join
from restitution.ledger.cells import (
    Cells,
    read_amount,
    read_code,
    read_day,
    read_kind,
    read_note,
    read_sheet_note,
)
from restitution.ledger.cut import cut_amount, may_be_cut
from restitution.ledger.declared import KINDS, ROW, WITHOUT_CASE
from restitution.ledger.notices import Notice
from restitution.ledger.sheet import MOST_TITLES, SIGNS, divided, read_sheet
from restitution.money import dollars_of_cents
from restitution.parsing import SAVE_AS

COLUMNS = ROW.names()
_REQUIRED = ("date", "kind", "case", "amount")
"""The columns that a header must have, including the case, though two kinds of row may leave it empty."""
_TOTAL = re.compile(r"(?:(?:grand|sub|running)?[ -]?totals?|sum|balance)\b.*", re.IGNORECASE)
_MOST_NAMES = 8
_MOST_CHARACTERS = 30
_LETTERS = 26


type Cut = tuple[str, ...]
"""The cells of a row as they are written, in the order of the declaration."""


class Entry(NamedTuple):
    """One row as read.

    Attributes:
        row: its line in the file, counting the header as line 1; for rows in JSON and in cells their number, from 1.
        case: its code, or empty, as are ``note`` and ``joint``.
        amount: whole cents, not below zero.
    """

    row: int
    day: date
    kind: str
    case: str
    amount: int
    note: str
    joint: str


@dataclass(slots=True)
class Mistakes:
    """Collects the errors of a ledger.

    Attributes:
        path: path of the ledger in the input.
        line: prefix of the number of a line of text; empty for a list.
        said: prefix of the number of another row that a message names; where it is empty, the message has its path.
    """

    reader: Reader
    path: str
    line: str
    said: str = ""

    def where(self, row: int, name: str = "") -> str:
        """Return the path of a row, or of one of its cells."""
        if self.line:
            return f"{self.line}{row}, {name}" if name else f"{self.line}{row}"
        return join(f"{self.path}[{row - 1}]", name) if name else f"{self.path}[{row - 1}]"

    def other(self, row: int) -> str:
        """Return how a message names another row than its own."""
        return f"{self.said}{row}" if self.said else self.where(row)

    def row(self, row: int, message: str, name: str = "") -> None:
        """Record an error in a row or a cell."""
        self.reader.refuse(self.where(row, name), message)

    def whole(self, message: str) -> None:
        """Record an error in the ledger as a whole."""
        self.reader.refuse(self.path, message)


class Rows:
    """Rows as they are read, one after the other.

    Attributes:
        entries: those without errors.
        by_kind: the same by kind.
        notices: what was done with some of them, in their order.
    """

    def __init__(self, mistakes: Mistakes, note: Callable[[object], str], *, sheet: bool) -> None:
        """Begin without a row; in a sheet, blank rows are skipped and rows of totals have a message of their own."""
        self.entries: list[Entry] = []
        self.by_kind: dict[str, list[Entry]] = {kind: [] for kind in KINDS}
        self.notices: list[Notice] = []
        self._mistakes = mistakes
        self._sheet = sheet
        self._readers = Cells(read_day), Cells(read_kind), Cells(read_code), Cells(read_amount), Cells(note)

    def read(self, rows: Iterable[tuple[int, tuple[object, ...]]]) -> Rows:
        """Read numbered rows, their cells in the order of the declaration, and report every mistake in them."""
        days, kinds, codes, amounts, notes = self._readers
        told: set[str] = set()
        for row, cells in rows:
            day_cell, kind_cell, case_cell, amount_cell, note_cell, joint_cell = cells
            try:
                day, how = days[day_cell]
                kind = kinds[kind_cell]
                case = codes[case_cell]
                amount = amounts[amount_cell]
                note = notes[note_cell]
                joint = codes[joint_cell]
            except (ValueError, TypeError):  # TypeError: a list or a table, which JSON can hold and no cell
                self._refuse(row, cells)
                continue
            if amount <= 0 or not case or joint:
                wrong = list(_unfit(kind, case, amount, amount_cell, joint))
                for name, message in wrong:
                    self._mistakes.row(row, message, name)
                if wrong:
                    continue
                kind, amount = self._moved(row, kind, amount, amount_cell)
            if how and how not in told:
                told.add(how)
                text = named(str(day_cell).strip())
                said = f"{text} is read as {spelled(day)}, and dates like it in the same way. {how}"
                self.notices.append(Notice(row, "dates", said))
            # As Entry(…) does, in half the time.
            entry = tuple.__new__(Entry, (row, day, kind, case, amount, note, joint))
            self.entries.append(entry)
            self.by_kind[kind].append(entry)
        return self

    def _moved(self, row: int, kind: str, amount: int, cell: object) -> tuple[str, int]:
        """Return kind and amount of a row that is not above zero, or has a group: a negative payment is a reversal."""
        if amount < 0:
            text = named(" ".join(str(cell).split()))
            said = f"{text} is a negative payment, so it is read as a reversal of {dollars_of_cents(-amount)}."
            self.notices.append(Notice(row, "reversal-read", said))
            return "reversal", -amount
        if amount == 0 and kind not in ("finding", "order"):
            self.notices.append(Notice(row, "zero", f"The amount of this row ({kind}) is 0.00: it changes no figure."))
        return kind, amount

    def _refuse(self, row: int, cells: tuple[object, ...]) -> None:
        """Report every mistake in a row, each at its column. A blank row of a spreadsheet is none."""
        days, kinds, codes, amounts, notes = self._readers
        readers: tuple[Cells[Any], ...] = (days, kinds, codes, amounts, notes, codes)
        perhaps = ""
        if self._sheet:
            texts = [str(cell).strip() for cell in cells]
            if not any(texts):
                return
            if total := _total(texts):
                self._mistakes.row(row, total)
                return
            perhaps = _perhaps_totals(texts)
        read: dict[str, object] = {}
        wrong: dict[str, str] = {}
        for name, cell, reader in zip(COLUMNS, cells, readers, strict=True):
            try:
                read[name] = reader.read(cell)
            except ValueError as mistake:
                wrong[name] = str(mistake)
        # What was refused stands in as a value that fits, so that nothing is told twice.
        kind, case, joint = (str(read.get(name, other)) for name, other in (("kind", ""), ("case", "-"), ("joint", "")))
        amount = read.get("amount")
        cents = amount if isinstance(amount, int) else 0
        for name, message in _unfit(kind, case, cents, cells[COLUMNS.index("amount")], joint):
            wrong.setdefault(name, message)
        for name in COLUMNS:
            if name in wrong:
                self._mistakes.row(row, f"{wrong[name]}{perhaps}", name)
                perhaps = ""


def _unfit(kind: str, case: str, amount: int, cell: object, joint: str) -> Iterator[tuple[str, str]]:
    """Yield what does not fit the kind of a row: a missing case, a negative amount, a joint group, each by column."""
    if kind and not case and kind not in WITHOUT_CASE:
        yield "case", "Give the code of the case: only assistance and civil damages need no case code."
    if amount < 0 and kind != "payment":
        why = (
            "A reversal is written without a minus or brackets: it is taken off what was paid."
            if kind == "reversal"
            else "Only a payment can be negative: it is then read as a reversal."
        )
        yield "amount", f"{why} Write this amount without a minus or brackets, not {named(cell)}."
    if joint and kind and kind != "order":
        yield "joint", "Only an order can be part of a joint liability: leave this empty."


def rows_of_text(source: str, mistakes: Mistakes) -> Rows:
    """Read the rows of CSV text, numbered by the line on which each begins."""
    return Rows(mistakes, read_sheet_note, sheet=True).read(_cut(source, mistakes))


def rows_of_cells(cells: Iterable[Sequence[object]], mistakes: Mistakes) -> Rows:
    """Read rows of cells in the order of the declaration, numbered from 1; what is in a cell is as in CSV text."""
    rows = Rows(mistakes, read_sheet_note, sheet=True)
    return rows.read((number, (*row,)) for number, row in enumerate(cells, 1))


def cut_rows(source: str, mistakes: Mistakes) -> list[Cut]:
    """Cut CSV text into rows of cells, without its header and blank rows; what is in a cell stays as it is written.

    What is wrong with the text as a table is reported in the words with which ``rows_of_text`` does.
    """
    found: list[Cut] = []
    for number, row in _cut(source, mistakes):
        if not any(map(str.strip, row)):
            continue
        if (total := _total(row)) and not _is_row(row):
            mistakes.row(number, total)
            continue
        found.append(row)
    return found


def _is_row(row: Cut) -> bool:
    """Return whether no cell of a row is refused by itself: a case may have the code ``Total``."""
    readers = (read_day, read_kind, read_code, read_amount, read_sheet_note, read_code)
    with suppress(ValueError):
        for read, cell in zip(readers, row, strict=True):
            read(cell)
        return True
    return False


def _cut(source: str, mistakes: Mistakes) -> Iterator[tuple[int, Cut]]:
    """Cut CSV text into numbered rows, below the header that names their columns; none if there is no such header."""
    before = mistakes.reader.count
    sign, text = divided(source, COLUMNS)
    sheet = read_sheet(text, mistakes.row, sign)
    number, header = next(((n, cells) for n, cells in sheet if any(map(str.strip, cells))), (0, []))
    if mistakes.reader.count > before:
        return iter(())
    if not header:
        mistakes.whole(f"The ledger is empty: give a header ({', '.join(COLUMNS)}) and rows under it.")
        return iter(())
    names = _names(header)
    if wrong := _wrong_header(header, names):
        zeros = f" It seems to be UTF-16 without its mark. {SAVE_AS}" if "\0" in "".join(header) else ""
        mistakes.row(number, f"{wrong}{zeros or _header_below(sheet)}")
        return iter(())
    return _fitted(sheet, names, sign, mistakes)


def _fitted(
    sheet: Iterator[tuple[int, list[str]]], names: Sequence[str], sign: str, mistakes: Mistakes
) -> Iterator[tuple[int, Cut]]:
    """Yield each row with its cells in the order of the declaration; cells missing at its end are empty."""
    width = len(names)
    # Each row gets an empty cell at its end for the columns that the header does not have.
    pick = itemgetter(*(names.index(name) if name in names else width for name in COLUMNS))
    nameless = [at for at, name in enumerate(names) if not name]
    amount = names.index("amount")
    after = amount + 1 if sign == "," else width
    for number, cells in sheet:
        if nameless or len(cells) != width:
            if wrong := _without_name(cells, nameless, width, sign):
                cut = cut_amount(cells, amount) if sign == "," else ""
                mistakes.row(number, _total(cells) or f"{wrong}{f' {cut}' if cut else ''}")
                continue
            cells[width:] = [""] * (width - len(cells))
        cells.append("")
        row = pick(cells)
        if (rest := cells[after]) and may_be_cut(rest) and (cut := cut_amount(cells, amount)):
            if total := _total(row):
                mistakes.row(number, total)
            else:
                mistakes.row(number, f"{cut}{_perhaps_totals(row)}", "amount")
            continue
        yield number, row


def _total(cells: Sequence[object]) -> str:
    """Return what to do with a row of totals: its first cells have a word for it. Empty for any other row."""
    for cell in cells[:3]:
        if _TOTAL.fullmatch(text := str(cell).strip()):
            return (
                f"{named(text.rstrip(':'))}: rows of totals are not read. Delete this row: the totals are worked out "
                "anew."
            )
    return ""


def _perhaps_totals(cells: Sequence[object]) -> str:
    """Return what to do with a row that may be one of totals: an amount without date, kind and case."""
    *others, amount = (str(cell).strip() for cell in cells[: COLUMNS.index("amount") + 1])
    return " If this is a row of totals, delete it." if amount and not any(others) else ""


def rows_of_list(source: object, mistakes: Mistakes) -> Rows:
    """Read rows given as tables, numbered from 1. An empty cell counts as omitted."""
    rows = Rows(mistakes, read_note, sheet=False)
    if not isinstance(source, list | tuple):
        mistakes.whole(f"This must be the rows of a ledger: a list, or CSV text, not {named(source)}.")
        return rows
    return rows.read(_listed(source, mistakes))


def _listed(source: Iterable[object], mistakes: Mistakes) -> Iterator[tuple[int, tuple[object, ...]]]:
    """Yield each table with its cells in the order of the declaration; what is omitted is empty."""
    for number, table in enumerate(source, 1):
        if isinstance(table, Mapping):
            mistakes.reader.known(COLUMNS, table, mistakes.where(number))
            yield number, tuple(table.get(name, "") for name in COLUMNS)
        else:
            mistakes.row(number, f"This must be a table of fields ({ROW.noun}), not {named(table)}.")


def _names(header: Sequence[str]) -> list[str]:
    return [" ".join(name.split()).lower() for name in header]


def _wrong_header(header: Sequence[str], names: Sequence[str]) -> str:
    """Return what is wrong with a header, of which these are the names, as a sentence; empty if nothing is."""
    missing = [name for name in _REQUIRED if name not in names]
    unknown = [" ".join(cell.split()) for cell, name in zip(header, names, strict=True) if name and name not in COLUMNS]
    twice = [name for name in COLUMNS if names.count(name) > 1]
    wrong = [
        f"{words}: {', '.join(shown(name, _MOST_CHARACTERS) for name in found[:_MOST_NAMES])}"
        f"{', …' if len(found) > _MOST_NAMES else ''}."
        for words, found in (("Missing", missing), ("Unknown", unknown), ("Given twice", twice))
        if found
    ]
    return " ".join([f"The first row must name the columns, of these: {', '.join(COLUMNS)}.", *wrong]) if wrong else ""


def _header_below(sheet: Iterator[tuple[int, list[str]]]) -> str:
    """Return what to do if the header is below rows of titles."""
    for (number, cells), _ in zip(sheet, range(MOST_TITLES), strict=False):
        if not _wrong_header(cells, _names(cells)):
            return f" Row {number} names them: delete the rows above it."
    return ""


def _without_name(cells: Sequence[str], nameless: Sequence[int], width: int, sign: str) -> str:
    """Return what is wrong if a cell with content is in a column without a name, as a sentence."""
    for at in nameless:
        if at < len(cells) and (text := cells[at].strip()):
            return (
                f"{named(text)} is in column {_letters(at)}, which has no name in the header. Delete it, or move it to "
                "the column note."
            )
    beyond = next((text for cell in cells[width:] if (text := cell.strip())), "")
    if not beyond:
        return ""
    return (
        f"This row has {len(cells)} cells, the header has {width}: {named(beyond)} has no column. A cell with "
        f"{SIGNS.get(sign) or named(sign)} in it needs quotation marks."
    )


def _letters(at: int) -> str:
    """Return a column's letters, as spreadsheets show them."""
    above, own = divmod(at, _LETTERS)
    return (_letters(above - 1) if above else "") + chr(ord("A") + own)
