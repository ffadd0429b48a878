"""The edits of a case, each a pure function from a document to a document.

An edit is a JSON table whose ``op`` is one of ``set``, ``cell``, ``add``, ``remove``, ``move``, ``fill``, ``clear``,
``rows``, ``read``, ``merge``, ``take``, ``empty``, ``keep``, ``use`` and ``drop``. An edit that cannot be made is
refused as a whole and changes nothing. What a cell may hold is not an edit's concern: any text is kept as typed, and
the reader of the case says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from restitution.casefile.clipboard import normal
from restitution.casefile.declared import FIELDS, TABLES, ledger_of, table_of
from restitution.casefile.document import (
    EMPTY,
    MOST_ROWS,
    MOST_TEXT,
    MOST_VARIANTS,
    Document,
    Row,
    Rows,
    Variant,
    limited,
)
from restitution.casefile.links import reconciled, with_ledger_moved
from restitution.casefile.merge import merge, merged
from restitution.casefile.text import rows_of_text, stored_rows
from restitution.errors import InputError, named
from restitution.fields import Table

type Edit = Mapping[str, Any]


def apply(document: Document, edit: object) -> Document:
    """Return the document after an edit.

    Raises:
        InputError: if the edit is not one, or cannot be made; its path is the part of the edit that is at fault.
    """
    made = made_alone(document, edit)
    match edit:
        case {"op": "use"}:
            return with_ledger_moved(document, made)
        case {"op": "empty"}:
            return made
        case _:
            return reconciled(document, made, removing=isinstance(edit, Mapping) and edit["op"] == "remove")


def made_alone(document: Document, edit: object) -> Document:
    """Return the document after an edit without what follows from it elsewhere.

    Raises:
        InputError: as ``apply`` does.
    """
    known = _known(edit)
    return _OPS[known["op"]](document, known)


def as_mirrored(document: Document, edit: object) -> Document:
    """Return the document as a page shows it that has made a simple edit in its own copy: every text as it came."""
    op = edit.get("op") if isinstance(edit, Mapping) else None
    if not isinstance(op, str) or op not in _MIRRORED:
        return document
    known = _known(edit)
    return _fill(document, known, as_typed=True) if op == "fill" else _OPS[op](document, known)


def _known(edit: object) -> Edit:
    """Return an edit that has an op, the parts that it needs, and no others."""
    op = edit.get("op") if isinstance(edit, Mapping) else None
    if not isinstance(edit, Mapping) or not isinstance(op, str) or op not in _OPS:
        raise InputError.at("op", f"An edit must be one of {', '.join(_OPS)}.")
    needed, allowed = _MEMBERS[op]
    for name in needed:
        if name not in edit:
            raise InputError.at(name, f"This edit ({op}) needs {name}.")
    for name in edit:
        if name not in ("op", *needed, *allowed):
            raise InputError.at(
                str(name), f"This edit ({op}) has no such part. It has {', '.join((*needed, *allowed))}."
            )
    return edit


_MIRRORED = ("set", "cell", "add", "remove", "move", "clear", "fill")


def _set(document: Document, edit: Edit) -> Document:
    return document.with_field(_path(edit), _text(edit, "text"))


def _path(edit: Edit) -> str:
    path = edit.get("field")
    if not isinstance(path, str) or path not in FIELDS:
        raise InputError.at("field", f"A case has no field {named(path)}.")
    return path


def _cell(document: Document, edit: Edit) -> Document:
    table, name, rows = _table(document, edit)
    row = _index(edit, "row", len(rows))
    at = _column(table, edit)
    before = rows[row] if row < len(rows) else _empty(table)
    after = (*before[:at], _text(edit, "text"), *before[at + 1 :])
    return document.with_rows(name, _few((*rows[:row], after, *rows[row + 1 :])))


def _add(document: Document, edit: Edit) -> Document:
    table, name, rows = _table(document, edit)
    at = _index(edit, "at", len(rows))
    added = (_empty(table),) * _number(edit, "count", 1, MOST_ROWS)
    return document.with_rows(name, _few((*rows[:at], *added, *rows[at:])))


def _remove(document: Document, edit: Edit) -> Document:
    _, name, rows = _table(document, edit)
    at, count = _range(edit, rows)
    return document.with_rows(name, rows[:at] + rows[at + count :])


def _move(document: Document, edit: Edit) -> Document:
    _, name, rows = _table(document, edit)
    at, count = _range(edit, rows)
    rest = rows[:at] + rows[at + count :]
    to = _index(edit, "to", len(rest))
    return document.with_rows(name, (*rest[:to], *rows[at : at + count], *rest[to:]))


def _clear(document: Document, edit: Edit) -> Document:
    table, name, rows = _table(document, edit)
    row, at = _index(edit, "row", len(rows)), _column(table, edit)
    width = _number(edit, "columns", 1, len(table.fields))
    empty = [[""] * width for _ in range(min(_number(edit, "rows", 1, MOST_ROWS), len(rows) - row))]
    return document.with_rows(name, _placed(table, rows, row, table.names()[at : at + width], empty))


def _fill(document: Document, edit: Edit, *, as_typed: bool = False) -> Document:
    """Put a block of cells at a cell, as a spreadsheet pastes it. Rows are appended as they are needed."""
    table, name, rows = _table(document, edit)
    row, at = _index(edit, "row", len(rows)), _column(table, edit)
    cells = _block(edit)
    width = max(map(len, cells), default=0)
    columns = _columns(table, edit["columns"]) if "columns" in edit else table.names()[at : at + width]
    if width > len(columns):
        raise InputError.at("cells", f"The block has {width} columns, and only {len(columns)} fit from this cell on.")
    texts = cells if as_typed else _normal(table, columns, cells)
    return document.with_rows(name, limited(_placed(table, rows, row, columns, texts)))


def _rows(document: Document, edit: Edit) -> Document:
    """Append rows, or put them in place of all, from a block whose columns are named; an empty name leaves one out."""
    table, name, rows = _table(document, edit)
    cells = _block(edit)
    columns = _columns(table, edit.get("columns"))
    if edit.get("how") not in ("append", "replace"):
        raise InputError.at("how", "This must be append or replace.")
    rows = () if edit["how"] == "replace" else rows
    if type(edit.get("header", False)) is not bool:
        raise InputError.at("header", "This must be true or false.")
    body = cells[1:] if edit.get("header") else cells
    return document.with_rows(name, limited((*rows, *stored_rows(table, columns, body))))


def _read(document: Document, edit: Edit) -> Document:
    """Put the rows of a text with a header in place of all rows of a table."""
    _, name, _ = _table(document, edit)
    return document.with_rows(name, limited(rows_of_text(name, _text(edit, "text", MOST_TEXT * 100))))


def _merge(document: Document, edit: Edit) -> Document:
    """Add the rows of a second ledger: those that are new and, if asked, in place of those that they contradict."""
    _, name, rows = _table(document, edit)
    if not ledger_of(name):
        raise InputError.at("table", "Only a ledger can be merged.")
    second = rows_of_text(name, _text(edit, "text", MOST_TEXT * 100))
    take = edit.get("take")
    if not isinstance(take, list) or not all(one in ("new", "conflict") for one in take):
        raise InputError.at("take", "This must be a list of new and conflict.")
    made = merged(rows, merge(rows, second), take_new="new" in take, take_conflicts="conflict" in take)
    return document.with_rows(name, limited(made))


def _take(document: Document, edit: Edit) -> Document:
    """Let a victim take the figures of other cases from the ledger: what was entered of them gives way to it."""
    code = _text(edit, "victim").strip()
    if document.codes("victims").count(code) != 1:
        raise InputError.at("victim", f"There is no one victim with the code {named(code)}.")
    alone = len(document.codes("victims")) == 1
    awards = tuple(
        row for row in document.rows("awards") if row[0].strip() != code and not (alone and not row[0].strip())
    )
    names = TABLES["victims"].names()
    made = dict.fromkeys(_FROM_LEDGER, "") | {"ledger": "true"}
    victims = tuple(
        tuple(made.get(name, text) for name, text in zip(names, row, strict=True)) if row[0].strip() == code else row
        for row in document.rows("victims")
    )
    return document.with_rows("awards", awards).with_rows("victims", victims)


_FROM_LEDGER = ("ordered_defendants", "received", "greatest_loss_found", "assistance_received")


def _start_empty(document: Document, edit: Edit) -> Document:
    return EMPTY


def _keep(document: Document, edit: Edit) -> Document:
    if len(document.variants) >= MOST_VARIANTS:
        raise InputError.at("op", f"At most {MOST_VARIANTS} variants are kept: remove one first.")
    tables = {name: rows for name, rows in document.tables.items() if not ledger_of(name)}
    variant = Variant(_text(edit, "name").strip() or f"Variant {len(document.variants) + 1}", document.fields, tables)
    return _with_variants(document, (*document.variants, variant))


def _use(document: Document, edit: Edit) -> Document:
    """Take the inputs of a variant; the ledgers stay as they are."""
    variant = document.variants[_variant(document, edit)]
    ledgers = {name: rows for name, rows in document.tables.items() if ledger_of(name)}
    return Document(variant.fields, {**variant.tables, **ledgers}, document.example, document.variants)


def _drop(document: Document, edit: Edit) -> Document:
    at = _variant(document, edit)
    return _with_variants(document, document.variants[:at] + document.variants[at + 1 :])


def _with_variants(document: Document, variants: tuple[Variant, ...]) -> Document:
    return Document(document.fields, document.tables, document.example, variants)


_OPS: Mapping[str, Callable[[Document, Edit], Document]] = {
    "set": _set,
    "cell": _cell,
    "add": _add,
    "remove": _remove,
    "move": _move,
    "clear": _clear,
    "fill": _fill,
    "rows": _rows,
    "read": _read,
    "merge": _merge,
    "take": _take,
    "empty": _start_empty,
    "keep": _keep,
    "use": _use,
    "drop": _drop,
}


_MEMBERS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "set": (("field", "text"), ()),
    "cell": (("table", "row", "column", "text"), ()),
    "add": (("table", "at"), ("count",)),
    "remove": (("table", "at"), ("count",)),
    "move": (("table", "at", "to"), ("count",)),
    "clear": (("table", "row", "column"), ("rows", "columns")),
    "fill": (("table", "row", "column", "cells"), ("columns",)),
    "rows": (("table", "cells", "columns", "how"), ("header",)),
    "read": (("table", "text"), ()),
    "take": (("victim",), ()),
    "merge": (("table", "text", "take"), ()),
    "empty": ((), ()),
    "keep": (("name",), ()),
    "use": (("index",), ()),
    "drop": (("index",), ()),
}
"""The parts that each edit must have, and those that it may have: one without a count is about one row."""


def _placed(table: Table, rows: Rows, row: int, columns: Sequence[str], cells: Sequence[Sequence[str]]) -> Rows:
    """Return the rows with a block of cells put at a row, in these columns."""
    at = [(i, table.names().index(name)) for i, name in enumerate(columns) if name]
    made: list[Row] = []
    for offset, texts in enumerate(cells):
        target = list(rows[row + offset]) if row + offset < len(rows) else list(_empty(table))
        for i, column in at:
            if i < len(texts):
                target[column] = texts[i]
        made.append(tuple(target))
    return (*rows[:row], *made, *rows[row + len(made) :])


def _normal(table: Table, columns: Sequence[str], cells: Sequence[Sequence[str]]) -> list[list[str]]:
    fields = [table.field(name) if name else None for name in columns]
    return [
        [normal(text, field) if field else text for text, field in zip(texts, fields, strict=False)] for texts in cells
    ]


def _empty(table: Table) -> Row:
    return ("",) * len(table.fields)


def _few(rows: Rows) -> Rows:
    """Return rows of which only their number can be too great."""
    return limited(rows) if len(rows) > MOST_ROWS else rows


def _table(document: Document, edit: Edit) -> tuple[Table, str, Rows]:
    name = edit.get("table")
    table = table_of(name)
    return table, str(name), document.rows(str(name))


def _text(edit: Edit, key: str, most: int = MOST_TEXT) -> str:
    text = edit.get(key)
    if not isinstance(text, str):
        raise InputError.at(key, "This must be text.")
    if len(text) > most:
        raise InputError.at(key, f"This is too long: at most {most:,} characters can be kept.")
    return text


def _number(edit: Edit, key: str, least: int, most: int) -> int:
    number = edit.get(key, least)
    if type(number) is not int or not least <= number <= most:
        raise InputError.at(key, f"This must be a whole number from {least} to {most:,}.")
    return number


def _index(edit: Edit, key: str, most: int) -> int:
    """Return the number of a row, from 0; the number of all rows stands for the one after the last."""
    return _number({key: edit.get(key)}, key, 0, most)


def _range(edit: Edit, rows: Rows) -> tuple[int, int]:
    at = _index(edit, "at", len(rows) - 1)
    return at, _number(edit, "count", 1, len(rows) - at)


def _column(table: Table, edit: Edit) -> int:
    names = table.names()
    name = edit.get("column")
    if name not in names:
        raise InputError.at("column", f"This table has no column {named(name)}.")
    return names.index(str(name))


def _columns(table: Table, value: object) -> tuple[str, ...]:
    names = table.names()
    if not isinstance(value, list) or not all(name == "" or name in names for name in value):
        raise InputError.at("columns", f"This must be a list of columns, of these: {', '.join(names)}.")
    taken = [name for name in value if name]
    if twice := next((name for name in taken if taken.count(name) > 1), ""):
        raise InputError.at("columns", f"Two columns are read as {twice}: choose one of them, and leave the other out.")
    return tuple(value)


def _block(edit: Edit) -> list[list[str]]:
    cells = edit.get("cells")
    if not isinstance(cells, list) or not all(
        isinstance(row, list) and all(isinstance(text, str) and len(text) <= MOST_TEXT for text in row) for row in cells
    ):
        raise InputError.at("cells", f"This must be rows of texts of at most {MOST_TEXT:,} characters.")
    return cells


def _variant(document: Document, edit: Edit) -> int:
    if not document.variants:
        raise InputError.at("index", "There is no variant yet.")
    return _index(edit, "index", len(document.variants) - 1)
