"""Read a ledger: its rows, what is wrong with them, and what a reader must know about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import merge
from operator import itemgetter

from restitution.fields import Reader
from restitution.ledger.checks import across, check_groups, check_reversals, decided, similar, unordered
from restitution.ledger.notices import Notice
from restitution.ledger.rows import Cut, Entry, Mistakes, Rows, cut_rows, rows_of_cells, rows_of_list, rows_of_text
from restitution.parsing import SAVE_AS, Guessed, Unreadable


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows in file order, and the notices from reading them."""

    entries: tuple[Entry, ...]
    notices: tuple[Notice, ...]


def read_ledger(source: object, reader: Reader, path: str = "ledger", before: str = "") -> Ledger:
    """Read the rows of a ledger.

    Args:
        source: CSV text with a header, a list of tables with the fields of ``ROW``, a file that could not be read, or a
            ledger that was read before.
        reader: collects every error, at ``row 4, amount`` for text and ``ledger[3].amount`` for a list.
        path: path of the ledger in the input.
        before: prefix of ``row 4``, if the text is not a file of its own.

    Returns:
        The rows without errors; not to be used if the reader has refused anything.
    """
    if isinstance(source, Ledger):
        return source
    if isinstance(source, Unreadable):
        reader.refuse(path, source.message)
        return Ledger((), ())
    guessed = [encoding_notice(source)] if isinstance(source, Guessed) else []
    text = source.text if isinstance(source, Guessed) else source
    count = reader.count
    mistakes = Mistakes(reader, path, f"{before}row " if isinstance(text, str) else "")
    rows = rows_of_text(text, mistakes) if isinstance(text, str) else rows_of_list(text, mistakes)
    return _checked(rows, mistakes, count, guessed)


def read_cells(cells: Iterable[Sequence[object]], reader: Reader, path: str = "ledger") -> Ledger:
    """Read the rows of a ledger from their cells, as a table on a page has them.

    Args:
        cells: the rows, each with its cells in the order of ``ROW``, as they are written.
        reader: collects every error, at ``ledger[3].amount``. Notices and messages count from row 1.
        path: path of the ledger in the input.

    Returns:
        The rows without errors; not to be used if the reader has refused anything. Blank rows are none.
    """
    count = reader.count
    mistakes = Mistakes(reader, path, "", "row ")
    return _checked(rows_of_cells(cells, mistakes), mistakes, count)


def cells_of_ledger(source: str | Guessed | Unreadable, reader: Reader, path: str = "ledger") -> list[Cut]:
    """Cut the text of a ledger with its header into rows of cells, as ``read_cells`` takes them.

    What is wrong with the text as a table is refused as ``read_ledger`` does: a header, rows of totals, cells without a
    column, quotation marks, amounts cut at a comma. What is in a cell stays as it is written, and is not read.

    Args:
        source: CSV text. Of a text whose encoding is guessed, ``encoding_notice`` tells.
        reader: collects the errors, at ``row 4`` of the text.
        path: path of the ledger in the input.

    Returns:
        The rows, without those that are refused; not to be used if the reader has refused anything.
    """
    if isinstance(source, Unreadable):
        reader.refuse(path, source.message)
        return []
    text = source.text if isinstance(source, Guessed) else source
    return cut_rows(text, Mistakes(reader, path, "row "))


def encoding_notice(source: Guessed) -> Notice:
    """Return what a reader must know about a text whose encoding is guessed."""
    return Notice(source.row, "encoding", _ENCODING)


def _checked(rows: Rows, mistakes: Mistakes, count: int, before: Sequence[Notice] = ()) -> Ledger:
    """Return a ledger of these rows, once what they mean for each other is checked.

    Args:
        count: the mistakes that the reader had before these rows.
        before: notices about the whole file.
    """
    entries, kinds = rows.entries, rows.by_kind
    check_groups(kinds["order"], mistakes)
    if mistakes.reader.count > count:
        # What was paid, and which cases have an order, is not known yet.
        return Ledger(tuple(entries), ())
    check_reversals(kinds["payment"], kinds["reversal"], mistakes)
    cases = decided(kinds)
    found = merge(rows.notices, across(entries), similar(cases), unordered(kinds["payment"], cases), key=itemgetter(0))
    return Ledger(tuple(entries), (*before, *found))


_ENCODING = (
    "This file is not UTF-8. It is read as Windows-1252, which Excel writes as plain CSV; this row is the first that "
    f"shows it. Check accents and dashes in the notes, or save the file again. {SAVE_AS}"
)
