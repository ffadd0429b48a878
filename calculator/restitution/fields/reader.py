"""Convert plain values to typed ones by the declared fields, finding every mistake and repairing none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from restitution.dates import written_month_first
from restitution.errors import MOST_MISTAKES, FieldError, InputError, named, shown
from restitution.fields.amounts import read_amounts
from restitution.fields.declared import CODE, MISSING, Field, Kind, Table
from restitution.fields.reading import Reading, read_as
from restitution.fields.row import Row
from restitution.law import read_charge, read_charges
from restitution.money import parse_factor, parse_money, parse_rate, percent, plain
from restitution.parsing import Unquoted

_CODE = re.compile(CODE, re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FEW_DIGITS = 19
_NAME = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


class Reader:
    """Convert plain values to typed ones by the declared fields, collecting mistakes along the way.

    Attributes:
        errors: the mistakes, up to ``MOST_MISTAKES``.
        more: the number of further mistakes.
        readings: what was read of text that says it in another way, in the order of the fields.
    """

    def __init__(self) -> None:
        self.errors: list[FieldError] = []
        self.more = 0
        self.readings: list[Reading] = []

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
            self.refuse(path, f"This must be a table of fields ({table.noun}), not {named(value)}.")
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
                self.refuse(path, MISSING)
            return None if field.default is None else _default(field)
        value = values[field.name]
        if field.kind is Kind.SCENARIO and not isinstance(value, Mapping):
            self.refuse(path, f"This must be a table of fields (scenario), not {named(value)}.")
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
            found = _READERS[kind](field, value)
        except ValueError as mistake:
            self.refuse(path, str(mistake))
            return None
        self._note(kind, value, path)
        return found

    def _note(self, kind: Kind, value: object, path: str) -> None:
        if isinstance(value, str) and (words := read_as(kind, value)):
            self.readings.append(Reading(path, shown(" ".join(value.split())), words))

    def _entries(self, field: Field, value: object, path: str) -> list[Any]:
        if field.kind is Kind.MONEY_LIST and isinstance(value, str):
            amounts, mistakes = read_amounts(value)
            for mistake in mistakes:
                self.refuse(path, mistake)
            if not mistakes:
                self._note(field.kind, value, path)
            return amounts
        if not isinstance(value, list | tuple):
            self.refuse(path, f"This must be a list, not {named(value)}.")
            return []
        if field.required and not value:
            self.refuse(path, "Give at least one.")
        kind = _ENTRIES[field.kind]
        return [self._value(field, kind, entry, f"{path}[{i}]") for i, entry in enumerate(value)]

    def _tables(self, field: Field, table: Table, value: object, path: str) -> list[Row | None]:
        if not isinstance(value, list | tuple):
            self.refuse(path, f"This must be a list ({table.noun}), not {named(value)}.{brackets(value, path)}")
            return []
        if field.required and not value:
            self.refuse(path, f"Give at least one {table.noun}.")
        return [self.table(table, entry, f"{path}[{i}]") for i, entry in enumerate(value)]


def brackets(value: object, path: str) -> str:
    """Return how a list of one table is written in TOML, where it was written as a table."""
    name = re.sub(r"\[\d+\]", "", path)
    words = f" In TOML write [[{name}]], with two brackets on each side, not [{name}]."
    return words if isinstance(value, Mapping) else ""


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
    return parse_money(_number_text(value, "an amount in US dollars as text", "1234.50"))


def _rate(field: Field, value: object) -> Fraction:
    return _within(field, value, parse_rate(_number_text(value, "a rate as text", "2%")), percent)


def _factor(field: Field, value: object) -> Fraction:
    return _within(field, value, parse_factor(_number_text(value, "a number as text", "0.5")), plain)


def _within(field: Field, value: object, number: Fraction, words: Callable[[Fraction], str]) -> Fraction:
    if number < field.least or number > field.most or (field.above and number == field.least):
        bound = "more than" if field.above else "at least"
        limits = f"{bound} {words(field.least)} and at most {words(field.most)}"
        raise ValueError(f"This must be {limits}, not {named(str(value).strip())}.")
    return number


def _number_text(value: object, what: str, example: str) -> str:
    # Refuse an unquoted number even if it is whole: an amount must not depend on how a file format parses 0.1.
    if isinstance(value, str):
        return value
    if isinstance(value, int | Unquoted) and not isinstance(value, bool):
        raise ValueError(f'Write {what}, in quotes: "{named(value)}".')
    raise ValueError(f'Write {what}, in quotes, for example "{example}", not {named(value)}.')


def _whole(field: Field, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        quoted = isinstance(value, str) and value.isdecimal() and value.isascii() and len(value) < _FEW_DIGITS
        hint = f" without quotes: {value}" if quoted else ""
        raise ValueError(f"This must be a whole number{hint}, not {named(value)}.")
    if not field.least <= value <= field.most:
        several = f"a whole number from {field.least} to {field.most}"
        raise ValueError(f"This must be {several if field.least < field.most else field.most}, not {named(value)}.")
    return value


def _day(_field: Field, value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{value} is not a calendar date.") from None
    meant = written_month_first(value.strip()) if isinstance(value, str) else ""
    raise ValueError(f"Write a date as year-month-day, {meant or 'for example 2021-06-01'}, not {named(value)}.")


def _flag(_field: Field, value: object) -> bool:
    if not isinstance(value, bool):
        hint = " without quotes" if value in ("true", "false") else ""
        raise ValueError(f"This must be true or false{hint}, not {named(value)}.")
    return value


def _choice(field: Field, value: object) -> str:
    if not isinstance(value, str) or value not in field.choices:
        raise ValueError(f"This must be one of {', '.join(field.choices)}, not {named(value)}.")
    return value


def _text(field: Field, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"This must be text, not {named(value)}.")
    if len(value) > field.length:
        raise ValueError(f"This can have at most {field.length} characters, not {len(value):,}: {named(value)}.")
    if not value.isprintable():
        raise ValueError(f"This must be one line of ordinary characters, not {named(value)}.")
    return value


def _code(_field: Field, value: object) -> str:
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise ValueError(
            f"Use a letter, a digit or a short code of up to 12 of them, not {named(value)}. Never a name."
        )
    return value


def _section(_field: Field, value: object) -> str:
    return read_charge(_section_text(value)).sections[0]


def _sections(_field: Field, value: object) -> tuple[str, ...]:
    return read_charges(_section_text(value)).sections


def _section_text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise ValueError(f"Write the section as text, for example 2252A(a)(5), not {named(value)}.")


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
    Kind.SECTIONS: _sections,
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
