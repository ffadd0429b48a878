"""The document of a case: texts as typed, immutable, so that a change makes another document and undo needs no copy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from restitution.casefile.declared import TABLES, ledger_of, table_of
from restitution.errors import InputError

MOST_ROWS = 50_000
"""The most rows of a table: far beyond any case, so that a slip of the hand cannot fill the memory."""
MOST_TEXT = 100_000
"""The most characters of a cell."""
MOST_VARIANTS = 4

type Row = tuple[str, ...]
"""The texts of a row, in the order of the columns. An empty text means that the cell is left open."""
type Rows = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """The inputs of a case as they were when somebody kept them under a name, without the ledgers."""

    name: str
    fields: Mapping[str, str]
    tables: Mapping[str, Rows]


@dataclass(frozen=True, slots=True)
class Document:
    """All of a case, as typed.

    Attributes:
        fields: the single fields by path, without empty ones.
        tables: the rows of each table by its name, without empty tables; a ledger stays while it is opened.
        example: the id of the built-in case that it was begun from, or empty.
        variants: what was kept for comparison.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, Rows] = field(default_factory=dict)
    example: str = ""
    variants: tuple[Variant, ...] = ()

    def field(self, path: str) -> str:
        """Return the text of a single field, empty if it is left open."""
        return self.fields.get(path, "")

    def rows(self, table: str) -> Rows:
        """Return the rows of a table."""
        return self.tables.get(table, ())

    def column(self, table: str, name: str) -> tuple[str, ...]:
        """Return the cells of one column."""
        at = table_of(table).names().index(name)
        return tuple(row[at] for row in self.rows(table))

    def codes(self, table: str) -> tuple[str, ...]:
        """Return the codes of the victims or the defendants, without empty ones."""
        return tuple(code for code in map(str.strip, self.column(table, "id")) if code)

    def ledgers(self) -> tuple[str, ...]:
        """Return the victims with a ledger."""
        return tuple(victim for victim in map(ledger_of, self.tables) if victim)

    def with_field(self, path: str, text: str) -> Document:
        """Return the document with another text in a single field."""
        fields = {**self.fields, path: text}
        if not text:
            del fields[path]
        return replace(self, fields=fields)

    def with_rows(self, table: str, rows: Rows) -> Document:
        """Return the document with other rows in a table. A ledger without rows is still a ledger."""
        tables = {**self.tables, table: rows}
        if not rows and not ledger_of(table):
            del tables[table]
        return replace(self, tables=tables)

    def without(self, table: str) -> Document:
        """Return the document without a table."""
        return replace(self, tables={name: rows for name, rows in self.tables.items() if name != table})


def blank(row: Row) -> bool:
    """Return whether nothing is typed in a row."""
    return not any(map(str.strip, row))


def limited(rows: Rows, path: str = "cells") -> Rows:
    """Return rows that a case can hold, and its file can bring back.

    Raises:
        InputError: if there are too many of them, or a cell is too long.
    """
    if len(rows) > MOST_ROWS:
        raise InputError.at(path, f"A table can have at most {MOST_ROWS:,} rows, and these would be {len(rows):,}.")
    if any(len(text) > MOST_TEXT for row in rows for text in row):
        raise InputError.at(path, f"A cell is too long: at most {MOST_TEXT:,} characters can be kept.")
    return rows


def _first(table: str, code: str) -> Rows:
    return ((code, *("",) * (len(TABLES[table].fields) - 1)),)


EMPTY = Document(tables={"victims": _first("victims", "A"), "defendants": _first("defendants", "1")})
"""A case in which nothing is said yet: one victim and one defendant, by their codes."""
