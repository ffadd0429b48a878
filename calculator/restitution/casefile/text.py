"""A table of a case as text with a header, and back: the plain way beside the table itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from restitution.casefile.clipboard import cells_of, normal, understand
from restitution.casefile.declared import LEDGER_COLUMNS, ledger_of, table_of
from restitution.casefile.document import Document, Row, Rows, blank
from restitution.errors import FieldError, InputError
from restitution.fields import Reader, Table
from restitution.ledger import cells_of_ledger
from restitution.ledger.sheet import SIGNS
from restitution.parsing import Guessed, Unreadable


def text_of_table(document: Document, name: str) -> str:
    """Return the rows of a table as CSV, with the columns that have content; of a ledger all but an empty last one."""
    names = table_of(name).names()
    rows = [row for row in document.rows(name) if not blank(row)]
    used = [i for i in range(len(names)) if any(row[i] for row in rows)]
    kept = (
        range(max([len(LEDGER_COLUMNS) - 1, *(i + 1 for i in used)])) if ledger_of(name) else used or range(len(names))
    )
    lines = [[names[i] for i in kept], *([row[i] for i in kept] for row in rows)]
    return "".join(f"{','.join(map(_quoted, row))}\n" for row in lines)


def _quoted(text: str) -> str:
    """Return a cell, in quotation marks where it would not come back as it is: a reader skips spaces before a cell."""
    return f'"{text.replace('"', '""')}"' if _NOT_PLAIN.search(text) else text


_NOT_PLAIN = re.compile(r'[",\r\n]|^\s')


def rows_of_text(name: str, source: str | Guessed | Unreadable) -> Rows:
    """Return the rows of a text with a header, their cells as typed.

    Raises:
        InputError: with every row that does not fit the header, each with its line. What cells hold is not checked.
    """
    if ledger_of(name):
        reader = Reader()
        rows = cells_of_ledger(source, reader, name)
        reader.check()
        return tuple(rows)
    if isinstance(source, Unreadable):
        raise InputError.at("", source.message)
    table = table_of(name)
    cells = cells_of(_with_sign(source.text if isinstance(source, Guessed) else source, table))
    if not cells:
        return ()
    found = understand(cells, table.fields)
    if not found.header:
        raise InputError.at("row 1", f"The first row must name the columns, of these: {', '.join(table.names())}.")
    errors = [
        FieldError("row 1", f"{words} Name it one of {', '.join(table.names())}, or delete it.") for words in found.left
    ]
    errors += [FieldError(f"row {one.row + 1}", one.message) for one in found.problems if one.row in found.totals]
    if errors:
        raise InputError(tuple(errors))
    return stored_rows(table, found.columns, cells[1:])


def _with_sign(text: str, table: Table) -> str:
    """Return a text with the sign that divides its cells named, if its first line has nothing but names of columns.

    What is in the cells below might divide them otherwise: codes with semicolons between them, a note with a tab.
    """
    head, _, _ = text.partition("\n")
    for sign in SIGNS:
        names = [cell.strip() for cell in head.strip("\ufeff\r").split(sign)]
        if set(names) <= set(table.names()) and len(set(names)) == len(names):
            return f"sep={sign}\n{text}"
    return text


def stored_rows(table: Table, columns: Sequence[str], cells: Iterable[Sequence[str]]) -> Rows:
    """Return a block as rows of a table, each cell as it is stored; an empty name leaves a column out."""
    at = [(i, table.names().index(name), table.field(name)) for i, name in enumerate(columns) if name]
    rows: list[Row] = []
    for texts in cells:
        row = [""] * len(table.fields)
        for i, column, field in at:
            if i < len(texts):
                row[column] = normal(texts[i], field)
        rows.append(tuple(row))
    return tuple(rows)
