"""The rows of a ledger: declared once, read from CSV text or from tables, every error with its row and column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from restitution.errors import shown
from restitution.fields import Field, Kind, Reader, Row, Table, choices, join
from restitution.ledger.sheet import read_sheet
from restitution.parsing import Unreadable

KINDS = choices(
    finding="A loss that a court found, in a case with a final order",
    order="What a defendant was ordered to pay",
    payment="Restitution that the victim received",
    assistance="Defined monetary assistance that the victim received",
    civil="Compensatory damages for the same loss, recovered in a civil suit",
)
"""The kinds of row, with their labels."""

ROW = Table(
    "row of the ledger",
    (
        Field(
            "date",
            Kind.DAY,
            "On what date?",
            "date",
            "Year-month-day. For money, the date it was received; for a finding or an order, the date of the order.",
            required=True,
        ),
        Field(
            "kind",
            Kind.CHOICE,
            "What is it?",
            "kind",
            "Payments count as received; amounts ordered but not paid do not.",
            required=True,
            choices=KINDS,
        ),
        Field(
            "case",
            Kind.CODE,
            "In which case?",
            "any case involving that victim",
            "A short code of your own, such as C1, for one defendant. Never a name. Not needed for assistance and "
            "civil damages.",
        ),
        Field("amount", Kind.MONEY, "How much?", "amount", "US dollars, for example 1,234.50.", required=True),
        Field(
            "note",
            Kind.TEXT,
            "Any note?",
            "note",
            "For your own use: it changes no figure. No names.",
            default="",
        ),
        Field(
            "joint",
            Kind.CODE,
            "Part of which joint liability?",
            "§3664(h)",
            "For orders only. Orders with the same code are one liability stated in several judgments: it counts once, "
            "at the largest amount.",
        ),
    ),
)
"""One row. The header of a CSV ledger has these names, in any order."""

_WITHOUT_CASE = ("assistance", "civil")
_COLUMNS = ", ".join(ROW.names())
_REQUIRED = ("date", "kind", "case", "amount")
"""The columns that a header must have, including the case, though two kinds of row may leave it empty."""


class Entry(NamedTuple):
    """One row as read.

    Attributes:
        row: its line in the file, counting the header as line 1; for rows in JSON their number, from 1.
        case: its code, or empty, as are ``note`` and ``joint``.
        amount: US dollars, exact.
    """

    row: int
    day: date
    kind: str
    case: str
    amount: Fraction
    note: str
    joint: str


class Notice(NamedTuple):
    """A warning about a row that is counted anyway: ``duplicate`` or ``out-of-order``, and a message."""

    row: int
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows in file order, and the notices from reading them."""

    entries: tuple[Entry, ...]
    notices: tuple[Notice, ...]


def read_ledger(source: object, reader: Reader, path: str = "ledger", before: str = "") -> Ledger:
    """Read the rows of a ledger.

    Args:
        source: CSV text with a header, a list of tables with the fields of ``ROW``, or a file that could not be read.
        reader: collects every error, at ``row 4, amount`` for text and ``ledger[3].amount`` for a list.
        path: path of the ledger in the input.
        before: prefix of ``row 4``, if the text is not a file of its own.

    Returns:
        The rows without errors; not to be used if the reader has refused anything.
    """
    if isinstance(source, Unreadable):
        reader.refuse(path, source.message)
        return Ledger((), ())
    mistakes = _Mistakes(reader, path, f"{before}row " if isinstance(source, str) else "")
    rows = _text_rows(source, mistakes) if isinstance(source, str) else _listed_rows(source, mistakes)
    read = (_entry(row, values, mistakes) for row, values in rows)
    entries = tuple(entry for entry in read if entry is not None)
    _check_groups(entries, mistakes)
    return Ledger(entries, tuple(_notices(entries)))


@dataclass(slots=True)
class _Mistakes:
    """Collects the errors of a ledger.

    Attributes:
        path: path of the ledger in the input.
        line: prefix of the number of a line of text; empty for a list.
    """

    reader: Reader
    path: str
    line: str

    def where(self, row: int, name: str = "") -> str:
        """Return the path of a row, or of one of its cells."""
        if self.line:
            return f"{self.line}{row}, {name}" if name else f"{self.line}{row}"
        return join(f"{self.path}[{row - 1}]", name) if name else f"{self.path}[{row - 1}]"

    def row(self, row: int, message: str, name: str = "") -> None:
        """Record an error in a row or a cell."""
        self.reader.refuse(self.where(row, name), message)

    def whole(self, message: str) -> None:
        """Record an error in the ledger as a whole."""
        self.reader.refuse(self.path, message)


def _listed_rows(source: object, mistakes: _Mistakes) -> Iterable[tuple[int, object]]:
    """Return the rows of a list, numbered from 1."""
    if not isinstance(source, list | tuple):
        mistakes.whole("This must be the rows of a ledger: a list, or CSV text.")
        return ()
    return enumerate(source, 1)


def _text_rows(source: str, mistakes: _Mistakes) -> Iterable[tuple[int, object]]:
    """Yield the rows of CSV text, each as a table, numbered by the line on which it begins."""
    before = mistakes.reader.count
    rows = read_sheet(source, mistakes.row)
    number, names = next(rows, (0, []))
    if mistakes.reader.count > before:
        return
    if not names:
        mistakes.whole(f"The ledger is empty: give a header ({_COLUMNS}) and rows under it.")
        return
    if wrong := _wrong_header(names):
        mistakes.row(number, wrong)
        return
    for number, cells in rows:
        if len(cells) == len(names):
            yield number, dict(zip(names, cells, strict=True))
        else:
            hint = " A cell with a comma in it needs quotation marks." if len(cells) > len(names) else ""
            mistakes.row(number, f"This row has {len(cells)} cells, the header has {len(names)}.{hint}")


def _entry(row: int, values: object, mistakes: _Mistakes) -> Entry | None:
    """Return one row, or ``None`` if it has an error. An empty column counts as omitted."""
    reader = Reader()
    if isinstance(values, dict):
        values = {name: value for name, value in values.items() if value != "" or name not in ROW.names()}
    read = reader.table(ROW, values)
    if read is not None:
        _check_row(read, reader)
    for mistake in reader.errors:
        mistakes.row(row, mistake.message, mistake.path)
    mistakes.reader.more += reader.more
    if read is None or reader.errors:
        return None
    return Entry(
        row,
        read.need("date", date),
        read.need("kind", str),
        read.get("case", str) or "",
        read.need("amount", Fraction),
        read.need("note", str),
        read.get("joint", str) or "",
    )


def _check_row(read: Row, reader: Reader) -> None:
    """Refuse a missing case, and a joint group on anything but an order."""
    kind, given = read.get("kind", str), read.given
    if kind and kind not in _WITHOUT_CASE and "case" not in given:
        reader.refuse("case", "Give the code of the case: only assistance and civil damages need no case code.")
    if kind and kind != "order" and "joint" in given and not reader.refused("joint"):
        reader.refuse("joint", "Only an order can be part of a joint liability: leave this empty.")


def _check_groups(entries: Iterable[Entry], mistakes: _Mistakes) -> None:
    """Refuse a case whose orders are partly in a joint group, or in two: once, at the first order that differs."""
    first: dict[str, Entry] = {}
    reported: set[str] = set()
    for entry in entries:
        if entry.kind != "order":
            continue
        other = first.setdefault(entry.case, entry)
        if other.joint != entry.joint and entry.case not in reported:
            reported.add(entry.case)
            group = f"in the joint group {other.joint}" if other.joint else "in no joint group"
            mistakes.row(
                entry.row,
                f"Case {entry.case} has an order {group} ({mistakes.where(other.row)}). All orders of a case belong "
                "to one joint group, or to none.",
                "joint",
            )


def _wrong_header(names: Sequence[str]) -> str:
    """Return what is wrong with the column names, as a sentence; empty if nothing is."""
    missing = [name for name in _REQUIRED if name not in names]
    unknown = [name for name in names if name not in ROW.names()]
    twice = [name for name in ROW.names() if names.count(name) > 1]
    wrong = [
        f"{words}: {', '.join(map(_named, found[:_MOST_NAMES]))}{', …' if len(found) > _MOST_NAMES else ''}."
        for words, found in (("Missing", missing), ("Unknown", unknown), ("Given twice", twice))
        if found
    ]
    return " ".join([f"The first row must name the columns, of these: {_COLUMNS}.", *wrong]) if wrong else ""


_MOST_NAMES = 8
_MOST_CHARACTERS = 30


def _named(column: str) -> str:
    return shown(column, _MOST_CHARACTERS) if column else "(a column without a name)"


def _notices(entries: Iterable[Entry]) -> Iterable[Notice]:
    first: dict[tuple[object, ...], int] = {}
    above: Entry | None = None
    for entry in entries:
        same = first.setdefault(entry[1:], entry.row)
        if same != entry.row:
            yield Notice(entry.row, "duplicate", f"The same as row {same}. It is counted anyway.")
        if above and entry.day < above.day:
            yield Notice(entry.row, "out-of-order", "Dated before the row above it. It counts from its date.")
        above = entry
