"""Read a ledger: its rows, what is wrong with them, and what a reader must know about them."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import merge
from operator import itemgetter

from restitution.fields import Reader
from restitution.ledger.checks import across, check_groups, check_reversals, decided, similar, unordered
from restitution.ledger.notices import Notice
from restitution.ledger.rows import Entry, Mistakes, rows_of_list, rows_of_text
from restitution.parsing import SAVE_AS, Guessed, Unreadable


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
    guessed = [Notice(source.row, "encoding", _ENCODING)] if isinstance(source, Guessed) else []
    text = source.text if isinstance(source, Guessed) else source
    count = reader.count
    mistakes = Mistakes(reader, path, f"{before}row " if isinstance(text, str) else "")
    rows = rows_of_text(text, mistakes) if isinstance(text, str) else rows_of_list(text, mistakes)
    entries, kinds = rows.entries, rows.by_kind
    check_groups(kinds["order"], mistakes)
    if reader.count > count:
        # What was paid, and which cases have an order, is not known yet.
        return Ledger(tuple(entries), ())
    check_reversals(kinds["payment"], kinds["reversal"], mistakes)
    cases = decided(kinds)
    found = merge(rows.notices, across(entries), similar(cases), unordered(kinds["payment"], cases), key=itemgetter(0))
    return Ledger(tuple(entries), (*guessed, *found))


_ENCODING = (
    "This file is not UTF-8. It is read as Windows-1252, which Excel writes as plain CSV; this row is the first that "
    f"shows it. Check accents and dashes in the notes, or save the file again. {SAVE_AS}"
)
