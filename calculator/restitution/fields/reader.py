"""Convert plain values to typed ones by the declared fields, finding every mistake and repairing none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from restitution.errors import FieldError, InputError, shown
from restitution.fields.declared import Field, Kind, Table
from restitution.fields.row import Row
from restitution.law import canonical_section
from restitution.money import parse_factor, parse_money, parse_rate, percent, plain

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,11}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)

MOST_MISTAKES = 100
"""The number of mistakes that are reported individually."""


class Reader:
    """Convert plain values to typed ones by the declared fields, collecting mistakes along the way.

    Attributes:
        errors: the mistakes, up to ``MOST_MISTAKES``.
        more: the number of further mistakes.
    """

    def __init__(self) -> None:
        self.errors: list[FieldError] = []
        self.more = 0

    @property
    def count(self) -> int:
        """The number of mistakes."""
        return len(self.errors) + self.more

    def refuse(self, path: str, message: str) -> None:
        """Record a mistake."""
        if len(self.errors) < MOST_MISTAKES:
            self.errors.append(FieldError(path, message))
        else:
            self.more += 1

    def refused(self, path: str) -> bool:
        """Return whether anything at or under that path was already refused."""
        return any(e.path == path or e.path.startswith((f"{path}.", f"{path}[")) for e in self.errors)

    def check(self) -> None:
        """Raise if anything was refused.

        Raises:
            InputError: with every mistake recorded so far; those after ``MOST_MISTAKES`` are only counted.
        """
        if self.more:
            others = FieldError("", f"More mistakes after these {MOST_MISTAKES}: {self.more:,}.")
            raise InputError((*self.errors, others))
        if self.errors:
            raise InputError(tuple(self.errors))

    def table(self, table: Table, value: object, path: str = "") -> Row | None:
        """Read one entry of a table as a row, in which a refused value is ``None``."""
        if not isinstance(value, Mapping):
            self.refuse(path, f"This must be a table of fields ({table.noun}).")
            return None
        self.known(table.names(), value, path)
        return Row({f.name: self._field(f, value, join(path, f.name)) for f in table.fields}, value)

    def row(self, table: Table, value: object) -> Row:
        """Read one table on its own; if the value is not a table, the row has no values."""
        return self.table(table, value) or Row(dict.fromkeys(table.names()))

    def known(self, names: Sequence[str], keys: Iterable[object], path: str = "") -> None:
        """Refuse keys that are not among these names."""
        for key in keys:
            if key not in names:
                name = str(key)
                where = join(path, name if _NAME.fullmatch(name) else f"'{shown(name)}'")
                self.refuse(where, f"There is no field with this name. Known fields: {', '.join(names)}.")

    def _field(self, field: Field, values: Mapping[str, object], path: str) -> Any:
        if field.name not in values:
            if field.required:
                self.refuse(path, "This field is missing.")
            return None if field.default is None else _default(field)
        value = values[field.name]
        if field.kind is Kind.SCENARIO and not isinstance(value, Mapping):
            self.refuse(path, "This must be a table of fields (scenario).")
            return None
        if field.kind in (Kind.SCENARIO, Kind.LEDGER):
            return value
        if field.table is not None:
            if field.kind is Kind.TABLE:
                return self.table(field.table, value, path)
            return self._tables(field, field.table, value, path)
        if field.kind in _ENTRIES:
            return self._entries(field, value, path)
        return self._value(field, field.kind, value, path)

    def _value(self, field: Field, kind: Kind, value: object, path: str) -> Any:
        try:
            return _READERS[kind](field, value)
        except ValueError as mistake:
            self.refuse(path, str(mistake))
            return None

    def _entries(self, field: Field, value: object, path: str) -> list[Any]:
        if not isinstance(value, list | tuple):
            self.refuse(path, "This must be a list.")
            return []
        if field.required and not value:
            self.refuse(path, "Give at least one.")
        kind = _ENTRIES[field.kind]
        return [self._value(field, kind, entry, f"{path}[{i}]") for i, entry in enumerate(value)]

    def _tables(self, field: Field, table: Table, value: object, path: str) -> list[Row | None]:
        if not isinstance(value, list | tuple):
            self.refuse(path, f"This must be a list ({table.noun}).")
            return []
        if field.required and not value:
            self.refuse(path, f"Give at least one {table.noun}.")
        return [self.table(table, entry, f"{path}[{i}]") for i, entry in enumerate(value)]


def join(path: str, name: str) -> str:
    """Return the path of a field under a path, which may be empty."""
    return f"{path}.{name}" if path else name


def _default(field: Field) -> Any:
    text = field.default or ""
    if field.kind is Kind.WHOLE:
        return int(text)
    if field.kind is Kind.FLAG:
        return text == "true"
    if field.kind in (Kind.TEXT, Kind.CHOICE):
        return text
    return _READERS[field.kind](field, text)


def _money(_field: Field, value: object) -> Fraction:
    return parse_money(_number_text(value, "an amount in US dollars as text", '"1234.50"'))


def _rate(field: Field, value: object) -> Fraction:
    return _within(field, parse_rate(_number_text(value, "a rate as text", '"2%"')), percent)


def _factor(field: Field, value: object) -> Fraction:
    return _within(field, parse_factor(_number_text(value, "a number as text", '"0.5"')), plain)


def _within(field: Field, number: Fraction, words: Callable[[Fraction], str]) -> Fraction:
    if number < field.least or number > field.most or (field.above and number == field.least):
        bound = "more than" if field.above else "at least"
        raise ValueError(f"This must be {bound} {words(field.least)} and at most {words(field.most)}.")
    return number


def _number_text(value: object, what: str, example: str) -> str:
    # Refuse an unquoted number even if it is whole: an amount must not depend on how a file format parses 0.1.
    if isinstance(value, str):
        return value
    raise ValueError(f"Write {what}, in quotes, for example {example}.")


def _whole(field: Field, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("This must be a whole number.")
    if not field.least <= value <= field.most:
        several = f"a whole number from {field.least} to {field.most}"
        raise ValueError(f"This must be {several if field.least < field.most else field.most}.")
    return value


def _day(_field: Field, value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{value} is not a calendar date.") from None
    raise ValueError("Write a date as year-month-day, for example 2021-06-01.")


def _flag(_field: Field, value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("This must be true or false.")
    return value


def _choice(field: Field, value: object) -> str:
    if not isinstance(value, str) or value not in field.choices:
        raise ValueError(f"This must be one of {', '.join(field.choices)}.")
    return value


def _text(field: Field, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("This must be text.")
    if len(value) > field.length:
        raise ValueError(f"This can have at most {field.length} characters.")
    if not value.isprintable():
        raise ValueError("This must be one line of ordinary characters.")
    return value


def _code(_field: Field, value: object) -> str:
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise ValueError("Use a letter, a digit or a short code of up to 12 of them. Never a name.")
    return value


def _section(_field: Field, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("Write the section as text, for example 2252A(a)(5).")
    return canonical_section(value)


_READERS = {
    Kind.MONEY: _money,
    Kind.RATE: _rate,
    Kind.FACTOR: _factor,
    Kind.WHOLE: _whole,
    Kind.DAY: _day,
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.SECTION: _section,
}
_ENTRIES = {Kind.MONEY_LIST: Kind.MONEY, Kind.CODE_LIST: Kind.CODE, Kind.TEXT_LIST: Kind.TEXT}
"""The kind of the entries in a list of values."""


def read_row(table: Table, values: object) -> Row:
    """Read one table on its own.

    Raises:
        InputError: with every mistake.
    """
    reader = Reader()
    row = reader.row(table, values)
    reader.check()
    return row
