"""What holds the tables of a case together: the codes of victims and defendants, in whichever table they stand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import count
from operator import is_
from string import ascii_uppercase

from restitution.casefile.declared import TABLES, is_code, ledger_name
from restitution.casefile.document import Document, Rows, blank
from restitution.fields import value_of

_COLUMNS = {
    "victims": {"losses": "victim", "awards": "victim", "conduct": "victim", "adjustments": "victim"},
    "defendants": {"counts": "defendant", "conduct": "defendant", "adjustments": "defendant"},
}
"""Where the codes of a table are used, by table and column. The victims of a count are a list beside these."""
_MEANS_THE_ONE = {
    "victims": ("losses", "awards", "conduct", "adjustments"),
    "defendants": ("counts", "conduct", "adjustments"),
}
"""The tables in which an empty code means the one victim or defendant, while there is only one."""


def next_code(table: str, taken: Collection[str]) -> str:
    """Return the next free code: A, B, … for victims, 1, 2, … for defendants."""
    if table == "victims":
        letters = next((letter for letter in ascii_uppercase if letter not in taken), "")
        return letters or next(f"V{n}" for n in count(1) if f"V{n}" not in taken)
    return next(str(n) for n in count(1) if str(n) not in taken)


def reconciled(before: Document, after: Document, *, removing: bool) -> Document:
    """Return a document after an edit with its victims and defendants kept in step with the rest.

    A new row gets the next code. A code that was changed is changed wherever it is used. With a victim or a defendant
    goes what belongs to it. When a second one comes, what stood for the only one so far gets that one's code, so that
    it does not change its meaning.

    Args:
        removing: whether rows were removed on purpose. Rows that give way to others, as when a table is read anew, take
            nothing with them.
    """
    for table in _COLUMNS:
        if before.rows(table) is after.rows(table):
            continue
        after = _coded(after, table)
        old, new = before.codes(table), after.codes(table)
        if renamed := _renamed(before.rows(table), after.rows(table)):
            after = _with_code(after, table, *renamed)
        elif removing:
            after = _without(after, table, [code for code in old if code not in new])
        if len(old) == 1 and len(new) > 1 and old[0] in new:
            after = _spelled_out(after, table, old[0])
    return after


def _coded(document: Document, table: str) -> Document:
    """Return the document with a code for every victim or defendant of whom nothing is said yet."""
    rows = list(document.rows(table))
    for i, row in enumerate(rows):
        if blank(row):
            rows[i] = (next_code(table, {one[0].strip() for one in rows}), *row[1:])
    return document if all(map(is_, rows, document.rows(table))) else document.with_rows(table, tuple(rows))


def _renamed(before: Rows, after: Rows) -> tuple[str, str] | None:
    """Return the old and the new code if one code was changed, and both are clear; else ``None``."""
    if len(before) != len(after):
        return None
    changed = [(b[0].strip(), a[0].strip()) for b, a in zip(before, after, strict=True) if b is not a and b[0] != a[0]]
    if len(changed) != 1:
        return None
    ((old, new),) = changed
    codes = [row[0].strip() for row in after]
    clear = old and is_code(new) and codes.count(new) == 1 and old not in codes
    return (old, new) if clear else None


def _with_code(document: Document, table: str, old: str, new: str) -> Document:
    def renamed(text: str) -> str:
        codes = codes_of(text)
        return _joined(new if code == old else code for code in codes) if old in codes else text

    for name, column in _COLUMNS[table].items():
        document = _mapped(document, name, column, renamed)
    if table == "victims":
        document = _mapped(document, "counts", "victims", renamed)
        document = _moved(document, old, new)
    return document


def _moved(document: Document, old: str, new: str) -> Document:
    """Return the document with a ledger under another code. Where there is one with rows already, both stay."""
    ledger, other = ledger_name(old), ledger_name(new)
    if ledger not in document.tables or document.rows(other):
        return document
    return document.with_rows(other, document.rows(ledger)).without(ledger)


def with_ledger_moved(before: Document, after: Document) -> Document:
    """Return a variant that takes the place of a case, whose own rows say what they said, with the ledger of a victim.

    If the one difference between their victims is a code, the ledger is that victim's.
    """
    renamed = _renamed(before.rows("victims"), after.rows("victims"))
    return _moved(after, *renamed) if renamed else after


def _spelled_out(document: Document, table: str, only: str) -> Document:
    def spelled_out(text: str) -> str:
        return text if text.strip() else only

    for name in _MEANS_THE_ONE[table]:
        document = _mapped(document, name, _COLUMNS[table][name], spelled_out)
    return document


def _mapped(document: Document, table: str, column: str, change: Callable[[str], str]) -> Document:
    """Return the document with every cell of a column changed; rows that stay the same are kept as they are."""
    at = TABLES[table].names().index(column)
    rows = document.rows(table)
    # A blank row stays blank: with a code in it, it would be a loss of which everything is missing.
    made = tuple(
        row if blank(row) or (text := change(row[at])) == row[at] else (*row[:at], text, *row[at + 1 :]) for row in rows
    )
    return document if all(new is old for new, old in zip(made, rows, strict=True)) else document.with_rows(table, made)


def _without(document: Document, table: str, codes: Sequence[str]) -> Document:
    """Return the document without what belongs to victims or defendants that were removed: their rows and ledgers.

    A count that names other victims too stays, with those.
    """
    for code in codes:
        for name, column in _COLUMNS[table].items():
            document = _dropped(document, name, column, code)
        if table == "victims":
            document = _without_victim(document, code).without(ledger_name(code))
    return document


def _without_victim(document: Document, code: str) -> Document:
    """Return the document with a victim taken out of every count; a count of that victim alone goes."""

    def others(text: str) -> str:
        return _joined(one for one in codes_of(text) if one != code) if code in codes_of(text) else text

    return _mapped(_dropped(document, "counts", "victims", code), "counts", "victims", others)


def _dropped(document: Document, table: str, column: str, code: str) -> Document:
    """Return the document without the rows of a table in which a column has this code and no other."""
    at = TABLES[table].names().index(column)
    rows = document.rows(table)
    kept = tuple(row for row in rows if codes_of(row[at]) != [code])
    return document if len(kept) == len(rows) else document.with_rows(table, kept)


def codes_of(text: str) -> list[str]:
    """Return the codes of a list as people write it: with commas, semicolons or spaces between them."""
    codes = value_of(TABLES["counts"].field("victims"), text)
    return codes if isinstance(codes, list) else []


def _joined(codes: Iterable[str]) -> str:
    return ", ".join(codes)
