"""Read a scenario from tables of plain values, with every mistake found and none repaired."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from restitution.errors import FieldError, InputError
from restitution.money import parse_money, parse_rate, plain
from restitution.scenario.fields import SCENARIO, Field, Kind, Table
from restitution.scenario.model import (
    Adjustment,
    Apportionment,
    Conduct,
    Count,
    Defendant,
    ExpertRange,
    Loss,
    LumpSum,
    Scenario,
    Stream,
    Victim,
)
from restitution.scenario.sections import canonical_section, find_offense

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,11}", re.ASCII)
_TAKEN = "total"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SHAPES = {
    "one sum (amount)": ("amount",),
    "a range (low and high)": ("low", "high"),
    "a yearly loss (annual and years)": ("annual", "years"),
}
_BELONGS = {"take": "low", "growth": "annual", "discount": "annual", "starts_in": "annual"}

type Row = dict[str, Any]
"""A table that was read: typed values by field name, ``None`` for a value that is absent or was refused."""


def read_scenario(tables: object) -> Scenario:
    """Read a scenario as TOML or JSON gives it.

    Args:
        tables: a mapping of plain values: text, whole numbers, true and false, dates (or their ISO text),
            lists and mappings. Amounts and rates are text: a number without quotes is refused.

    Raises:
        InputError: with every mistake, each with its path and a sentence.
    """
    reader = _Reader()
    row = reader.table(SCENARIO, tables, "")
    if row is not None:
        _Checks(reader, row).run()
    if reader.errors or row is None:
        raise InputError(tuple(reader.errors))
    return _scenario(row)


class _Reader:
    """Turn plain values into typed ones by the declared fields, collecting mistakes on the way."""

    def __init__(self) -> None:
        self.errors: list[FieldError] = []

    def refuse(self, path: str, message: str) -> None:
        self.errors.append(FieldError(path, message))

    def refused(self, path: str) -> bool:
        """Whether something at or under that path was refused already."""
        return any(e.path.startswith(path) for e in self.errors)

    def table(self, table: Table, value: object, path: str) -> Row | None:
        if not isinstance(value, Mapping):
            self.refuse(path, f"This must be a table of fields ({table.noun}).")
            return None
        names = table.names()
        for key in value:
            if key not in names:
                where = _join(path, key if isinstance(key, str) else repr(key))
                self.refuse(where, f"There is no field of this name. Known here: {', '.join(names)}.")
        return {f.name: self.field(f, value, _join(path, f.name)) for f in table.fields} | {"_given": frozenset(value)}

    def field(self, field: Field, values: Mapping[str, object], path: str) -> Any:
        if field.name not in values:
            if field.required:
                self.refuse(path, "This field is missing.")
            return None if field.default is None else _default(field)
        value = values[field.name]
        if field.table is not None:
            if field.kind is Kind.TABLE:
                return self.table(field.table, value, path)
            return self.tables(field, field.table, value, path)
        if field.kind in _ENTRIES:
            return self.entries(field, value, path)
        return self.value(field, field.kind, value, path)

    def value(self, field: Field, kind: Kind, value: object, path: str) -> Any:
        try:
            return _READERS[kind](field, value)
        except ValueError as mistake:
            self.refuse(path, str(mistake))
            return None

    def entries(self, field: Field, value: object, path: str) -> list[Any]:
        if not isinstance(value, list | tuple):
            self.refuse(path, "This must be a list.")
            return []
        if field.required and not value:
            self.refuse(path, "Give at least one.")
        kind = _ENTRIES[field.kind]
        return [self.value(field, kind, entry, f"{path}[{i}]") for i, entry in enumerate(value)]

    def tables(self, field: Field, table: Table, value: object, path: str) -> list[Row | None]:
        if not isinstance(value, list | tuple):
            self.refuse(path, f"This must be a list ({table.noun}).")
            return []
        if field.required and not value:
            self.refuse(path, f"Give at least one {table.noun}.")
        return [self.table(table, entry, f"{path}[{i}]") for i, entry in enumerate(value)]


def _join(path: str, name: str) -> str:
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
    number = parse_rate(_number_text(value, "a number as text", '"0.02"'))
    if number < field.least or number > field.most or (field.above and number == field.least):
        bound = "more than" if field.above else "at least"
        raise ValueError(f"This must be {bound} {plain(field.least)} and at most {plain(field.most)}.")
    return number


def _number_text(value: object, what: str, example: str) -> str:
    # A number without quotes is refused even where it is whole: what a file format makes of 0.1 is not our business.
    if isinstance(value, str):
        return value
    raise ValueError(f"Write {what}, in quotes, for example {example}.")


def _whole(field: Field, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("This must be a whole number.")
    if not field.least <= value <= field.most:
        raise ValueError(f"This must be a whole number from {field.least} to {field.most}.")
    return value


def _day(_field: Field, value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{value} is not a day of the calendar.") from None
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
    Kind.WHOLE: _whole,
    Kind.DAY: _day,
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.SECTION: _section,
}
_ENTRIES = {Kind.MONEY_LIST: Kind.MONEY, Kind.CODE_LIST: Kind.CODE}
"""What the entries of a list of values are."""


class _Checks:
    """What one field cannot see: references, shapes of a loss, dates in order, inputs that a method needs."""

    def __init__(self, reader: _Reader, row: Row) -> None:
        self.reader = reader
        self.refuse = reader.refuse
        self.row = row
        self.victims = [v for v in row["victim"] or [] if v]
        self.known = {v["id"] for v in self.victims}

    def run(self) -> None:
        self.unique("victim")
        self.unique("defendant")
        for i, victim in enumerate(self.row["victim"] or []):
            for j, loss in enumerate((victim or {}).get("loss") or []):
                if loss:
                    self.loss(loss, f"victim[{i}].loss[{j}]")
        for i, defendant in enumerate(self.row["defendant"] or []):
            if defendant:
                self.counts(defendant, f"defendant[{i}]")
                self.conduct(defendant, f"defendant[{i}]")
        self.method()

    def unique(self, kind: str) -> None:
        seen: set[str] = set()
        for i, entry in enumerate(self.row[kind] or []):
            code = entry and entry["id"]
            if code and code in seen:
                self.refuse(f"{kind}[{i}].id", f"The code {code} is used twice.")
            if code == _TAKEN:
                self.refuse(f"{kind}[{i}].id", f"The code {code} is taken: the worksheet's totals have it.")
            seen.add(code)

    def known_victim(self, code: str | None, path: str) -> None:
        if code is not None and code not in self.known:
            self.refuse(path, f"There is no victim with the code {code}.")

    def loss(self, loss: Row, path: str) -> None:
        given = loss["_given"]
        shapes = {name: keys for name, keys in _SHAPES.items() if any(key in given for key in keys)}
        if loss["cause"] == "mixed" and "trafficking_share" not in given:
            self.refuse(f"{path}.trafficking_share", "A mixed loss needs the part that the trafficking caused, 0 to 1.")
        ways = f"Give the loss in one way: {', '.join(_SHAPES)}."
        if not shapes:
            return self.refuse(f"{path}.amount", ways)
        if len(shapes) > 1:
            return self.refuse(path, f"{ways} Here are {' and '.join(shapes)} together.")
        (keys,) = shapes.values()
        for key in keys:
            if key not in given:
                self.refuse(f"{path}.{key}", "This field is missing.")
        for key, owner in _BELONGS.items():
            if key in given and owner not in keys:
                self.refuse(f"{path}.{key}", f"This belongs to a loss with {owner}, not to one with {keys[0]}.")
        if loss["low"] is not None and loss["high"] is not None and loss["low"] > loss["high"]:
            self.refuse(f"{path}.high", "The higher figure must not be below the lower one.")

    def counts(self, defendant: Row, path: str) -> None:
        for i, count in enumerate(defendant["counts"] or []):
            if not count:
                continue
            where = f"{path}.counts[{i}]"
            start, end = count["from"], count["to"]
            if start and end and end < start:
                self.refuse(f"{where}.to", "The last day must not be before the first.")
            if end and self.row["order_date"] and end > self.row["order_date"]:
                self.refuse(f"{where}.to", "The offense must not end after the date of the order.")
            for j, code in enumerate(count["victims"] or []):
                self.known_victim(code, f"{where}.victims[{j}]")
            if count["offense"] is not None and not ("series" in count["_given"] and count["series"] is None):
                try:
                    count["_entry"] = find_offense(count["offense"], count["series"])
                except ValueError as mistake:
                    self.refuse(f"{where}.series", str(mistake))

    def conduct(self, defendant: Row, path: str) -> None:
        seen: set[str] = set()
        for i, conduct in enumerate(defendant["conduct"] or []):
            if not conduct or conduct["victim"] is None:
                continue
            where = f"{path}.conduct[{i}].victim"
            self.known_victim(conduct["victim"], where)
            if conduct["victim"] in seen:
                self.refuse(where, f"The conduct toward victim {conduct['victim']} is given twice.")
            seen.add(conduct["victim"])

    def method(self) -> None:
        chosen = self.row["apportionment"]
        if not chosen:
            return
        if chosen["method"] == "fixed" and "fixed" not in chosen["_given"]:
            self.refuse("apportionment.fixed", "The chosen method needs the figure that the judge states.")
        needs = {"prior-awards": "prior_awards", "requested": "requested"}.get(chosen["method"] or "")
        if chosen["method"] in ("equal-share", "adjusted-share") and chosen["denominator"] == "estimated":
            needs = "estimated_offenders"
        if needs is None:
            return
        for i, victim in enumerate(self.row["victim"] or []):
            path = f"victim[{i}].{needs}"
            absent = victim and (victim[needs] is None or (needs != "requested" and not victim[needs]))
            if absent and not self.reader.refused(path):
                self.refuse(path, "The chosen method needs this figure.")


def _scenario(row: Row) -> Scenario:
    chosen = _pick(row["apportionment"], "method", "denominator", "statistic", "fixed", "disaggregate")
    return Scenario(
        **_pick(row, "title", "order_date", "circuit"),
        apportionment=Apportionment(**chosen),
        victims=tuple(_victim(victim) for victim in row["victim"]),
        defendants=tuple(_defendant(defendant) for defendant in row["defendant"]),
    )


def _victim(row: Row) -> Victim:
    counted = ("ordered_defendants", "predicted_defendants", "estimated_offenders")
    amounts = ("requested", "received", "greatest_loss_found", "assistance_received")
    return Victim(
        **_pick(row, "id", *counted, "proven", *amounts),
        prior_awards=tuple(row["prior_awards"] or ()),
        losses=tuple(_loss(loss) for loss in row["loss"] or ()),
    )


def _loss(row: Row) -> Loss:
    size: LumpSum | ExpertRange | Stream
    if row["amount"] is not None:
        size = LumpSum(row["amount"])
    elif row["low"] is not None:
        size = ExpertRange(**_pick(row, "low", "high", "take"))
    else:
        size = Stream(**_pick(row, "annual", "years", "growth", "discount", "starts_in"))
    share = row["trafficking_share"] if row["cause"] == "mixed" else Fraction(1)
    return Loss(**_pick(row, "category", "label", "projected", "cause", "exhibit"), size=size, trafficking_share=share)


def _defendant(row: Row) -> Defendant:
    counts = tuple(Count(c["offense"], c["_entry"], c["from"], c["to"], tuple(c["victims"])) for c in row["counts"])
    return Defendant(row["id"], counts, tuple(_conduct(conduct) for conduct in row["conduct"] or ()))


def _conduct(row: Row) -> Conduct:
    found = ("images", "videos", "distributed", "reproduced", "production_link")
    return Conduct(
        **_pick(row, "victim", *found),
        joint_group=row["joint_group"].strip(),
        adjustments=tuple(Adjustment(**_pick(a, "guidepost", "factor", "reason")) for a in row["adjustments"] or ()),
    )


def _pick(row: Row, *names: str) -> Row:
    return {name: row[name] for name in names}
