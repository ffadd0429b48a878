"""Read and check the data files beside this module."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from itertools import pairwise
from pkgutil import get_data
from types import MappingProxyType
from typing import Any

from restitution.law.tables import Authority, CircuitView, LawDataError, Offense, Parameter, Value
from restitution.lazy import LazyTable
from restitution.worksheet import Status

_CONFIDENCES = ("high", "medium", "low")
_KINDS = ("production", "trafficking", "other", "outside")
_ASSESSMENTS = {"trafficking": ("", "possession"), "outside": ("", "if-production")}
"""The tiers that an offense of each kind may state; empty means that the kind alone decides."""

FOLDERS = {
    "authorities": ("statutes", "public-laws", "regulations", "cases", "reports", "data"),
    "cases": ("supreme-court", *(f"circuit-{number}" for number in range(1, 12)), "dc-circuit"),
}
"""The kinds of data that are split into several files, in reading order."""

_HEADING = re.compile(r"^\[\[authority\]\]$", re.MULTILINE)
_IDENT = re.compile(r'\s*id = "([^"]*)"$', re.MULTILINE)
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Law:
    """All the law data, checked: ids are unique, references resolve, values neither overlap nor leave gaps."""

    authorities: Mapping[str, Authority]
    parameters: Mapping[str, Parameter]
    offenses: tuple[Offense, ...]
    circuits: Mapping[str, CircuitView]

    def parameter(self, name: str) -> Parameter:
        """Return the parameter with that id.

        Raises:
            LawDataError: if there is none.
        """
        if name not in self.parameters:
            raise LawDataError(f"The law data has no parameter {name!r}.")
        return self.parameters[name]

    @property
    def enacted(self) -> Value:
        """The day the current text of §2259 was approved (its ``amount`` is the date)."""
        return self.parameter("avaa.enacted").values[0]


def load(tables: Mapping[str, list[dict[str, Any]]]) -> Law:
    """Build the law from tables as parsed from TOML.

    Args:
        tables: lists of entries under ``authority``, ``parameter``, ``offense`` and ``circuit``.

    Raises:
        LawDataError: for anything that is missing, repeated, undated, uncited or contradictory.
    """
    for name in ("authority", "parameter", "offense", "circuit"):
        if name not in tables:
            raise LawDataError(f"The law data has no table {name!r}.")
    return _law(_table("id", [_authority(e) for e in tables["authority"]]), tables)


def _law(authorities: Mapping[str, Authority], tables: Mapping[str, list[dict[str, Any]]]) -> Law:
    parameters = [_parameter(e) for e in tables["parameter"]]
    offenses = tuple(_entry(Offense, f"offense {_name(e, 'section')}", e) for e in tables["offense"])
    circuits = [_entry(CircuitView, f"circuit {_name(e, 'circuit')}", e) for e in tables["circuit"]]
    law = Law(authorities, _table("id", parameters), offenses, _table("circuit", circuits))
    _check(law)
    return law


def _name(entry: Mapping[str, Any], key: str) -> str:
    return str(entry.get(key, f"without {key}"))


def _entry[T: (Authority, Offense, CircuitView)](kind: type[T], where: str, entry: Mapping[str, Any]) -> T:
    known = fields(kind)
    required = [one.name for one in known if one.default is MISSING]
    _check_keys(where, entry, required, [one.name for one in known])
    return kind(**entry)


def _parameter(entry: Mapping[str, Any]) -> Parameter:
    name = _name(entry, "id")
    required = ("id", "label", "unit", "value")
    _check_keys(f"parameter {name}", entry, required, (*required, "note"))
    values = tuple(_value(f"value {at} of {name}", value) for at, value in enumerate(entry["value"], 1))
    return Parameter(entry["id"], entry["label"], entry["unit"], values, entry.get("note", ""))


def _value(where: str, entry: Mapping[str, Any]) -> Value:
    required = ("from", "amount", "authority", "pin")
    _check_keys(where, entry, required, (*required, "to", "note"))
    named = {"from": "start", "to": "end"}
    return Value(**{"end": None} | {named.get(key, key): value for key, value in entry.items()})


def _check_keys(where: str, entry: Mapping[str, Any], required: Iterable[str], known: Container[str]) -> None:
    if lacking := [key for key in required if key not in entry]:
        raise LawDataError(f"{where} lacks {', '.join(lacking)}.")
    if unknown := [key for key in entry if key not in known]:
        raise LawDataError(f"{where} has {', '.join(unknown)}, which is not a key of such an entry.")


def _authority(entry: Mapping[str, Any]) -> Authority:
    return _entry(Authority, f"authority {_name(entry, 'id')}", entry)


def _table[T](key: str, entries: list[T]) -> Mapping[str, T]:
    table: dict[str, T] = {}
    for entry in entries:
        name = getattr(entry, key)
        if name in table:
            raise LawDataError(f"The {key} {name!r} is used twice.")
        table[name] = entry
    return MappingProxyType(table)


def _check(law: Law) -> None:
    cited = [(p.id, v.authority, v.pin) for p in law.parameters.values() for v in p.values]
    cited += [(o.section, authority, o.pin) for o in law.offenses for authority in (o.authority, o.statute)]
    # A circuit's position is a case's whole holding: a pin is not always known.
    cited += [(f"circuit {c.circuit}", c.authority, c.pin or "whole") for c in law.circuits.values()]
    for who, authority, pin in cited:
        if authority not in law.authorities:
            raise LawDataError(f"{who} cites {authority!r}, which is not in the registry of authorities.")
        if not pin:
            raise LawDataError(f"{who} cites {authority} without a pin.")
    for parameter in law.parameters.values():
        _check_values(parameter)
    sections: set[tuple[str, str]] = set()
    for offense in law.offenses:
        if (offense.section, offense.series) in sections:
            raise LawDataError(f"The offense table lists {offense.section} twice.")
        sections.add((offense.section, offense.series))
        if offense.penalty:
            _check_penalty(offense, law.offenses)
    statuses = tuple(Status)
    for where, given, known in (
        *((o.section, o.kind, _KINDS) for o in law.offenses),
        *((o.section, o.status, statuses) for o in law.offenses),
        *((o.section, o.assessment, _ASSESSMENTS.get(o.kind, ("",))) for o in law.offenses),
        *((f"circuit {c.circuit}", c.status, statuses) for c in law.circuits.values()),
        *((f"circuit {c.circuit}", c.confidence, _CONFIDENCES) for c in law.circuits.values()),
    ):
        if given not in known:
            allowed = ", ".join(f'"{one}"' for one in known)
            raise LawDataError(f"{where} has {given!r}, which is none of {allowed}.")


def _check_penalty(offense: Offense, offenses: Iterable[Offense]) -> None:
    has = f"{offense.section} has the penalty provision {offense.penalty!r}"
    base = offense.section.partition("(")[0]
    if not re.fullmatch(rf"{re.escape(base)}(\([A-Za-z0-9]+\))+", offense.penalty):
        raise LawDataError(f"{has}, which is not a place in its own section.")
    for other in offenses:
        if f"{offense.penalty}(".startswith(f"{other.section}(") or other.section.startswith(f"{offense.penalty}("):
            raise LawDataError(f"{has}, which is the offense {other.section} or part of it, or contains it.")
        if other.section == offense.section and other.penalty != offense.penalty:
            raise LawDataError(f"{has} and {other.penalty!r} for another series.")


def _check_values(parameter: Parameter) -> None:
    if not parameter.values:
        raise LawDataError(f"{parameter.id} has no value.")
    for value in parameter.values:
        if not all(type(day) is date for day in (value.start, value.end or value.start)):
            raise LawDataError(f"{parameter.id} has a day that is not a date.")
        if value.end is not None and value.end < value.start:
            raise LawDataError(f"{parameter.id} ends before it starts, on {value.start}.")
        _check_amount(parameter, value)
    for before, after in pairwise(parameter.values):
        if before.end is None or (after.start - before.end).days != 1:
            raise LawDataError(f"{parameter.id} has a gap or an overlap before {after.start}.")


def _check_amount(parameter: Parameter, value: Value) -> None:
    if not isinstance(value.amount, str):
        raise LawDataError(f"{parameter.id} has a value that is not text on {value.start}.")
    try:
        negative = parameter.unit != "date" and value.number < 0
        if parameter.unit == "date":
            date.fromisoformat(value.amount)
    except (ValueError, ZeroDivisionError) as fault:
        raise LawDataError(f"{parameter.id} has a value that cannot be read on {value.start}: {fault}.") from fault
    if negative:
        raise LawDataError(f"{parameter.id} is negative on {value.start}.")


def read_tables(name: str) -> dict[str, list[dict[str, Any]]]:
    """Return the tables of one kind of law data, from the file of that name or the files in the folder of that name.

    Raises:
        LawDataError: if there is no such file.
    """
    tables: dict[str, list[dict[str, Any]]] = {}
    for text in _texts(name):
        for key, entries in tomllib.loads(text).items():
            tables.setdefault(key, []).extend(entries)
    return tables


def _texts(name: str) -> Iterator[str]:
    for file in (f"{name}/{part}" for part in FOLDERS[name]) if name in FOLDERS else (name,):
        try:
            data = get_data("restitution.law", f"{file}.toml")
        except OSError:
            data = None
        if data is None:
            raise LawDataError(f"The law data lacks {file}.toml.")
        yield data.decode("utf-8")


def registry(texts: Iterable[str]) -> Mapping[str, Authority]:
    """Build the registry of authorities from TOML, without parsing it: an entry is parsed and checked on first use.

    An answer cites a few of nearly two hundred entries, and parsing is slow. Each begins with its id.

    Raises:
        LawDataError: for an entry that does not begin with its id, or has that of another; on first use, for one that
            lacks a key or has one too many.
    """
    found: dict[str, str] = {}
    for text in texts:
        for entry in _HEADING.split(text)[1:]:
            ident = _IDENT.match(entry)
            if ident is None:
                raise LawDataError(f"An authority does not begin with its id: {entry.strip()[:_SHOWN]}.")
            if ident[1] in found:
                raise LawDataError(f"The id {ident[1]!r} is used twice.")
            found[ident[1]] = entry

    def parsed(name: str) -> Authority:
        authority = _authority(tomllib.loads(found[name]))
        del found[name]  # its text is not needed again
        return authority

    return LazyTable(found, parsed)


def _read() -> Law:
    tables: dict[str, list[dict[str, Any]]] = {}
    for name in ("parameters", "offenses", "circuits"):
        tables |= read_tables(name)
    return _law(registry(_texts("authorities")), tables)


LAW = _read()
"""The law, read once."""
