"""Read and check the data files beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from restitution.law.tables import Authority, CircuitView, LawDataError, Offence, Parameter, Value


@dataclass(frozen=True, slots=True)
class Law:
    """All the law data, checked: ids are unique, references resolve, values neither overlap nor leave gaps."""

    authorities: Mapping[str, Authority]
    parameters: Mapping[str, Parameter]
    offences: tuple[Offence, ...]
    circuits: Mapping[str, CircuitView]

    def parameter(self, name: str) -> Parameter:
        """The parameter of that id.

        Raises:
            LawDataError: where there is none.
        """
        if name not in self.parameters:
            raise LawDataError(f"The law data has no parameter {name!r}.")
        return self.parameters[name]

    @property
    def enacted(self) -> Value:
        """The day the current text of §2259 was approved (its ``amount`` is the date)."""
        return self.parameter("avaa.enacted").values[0]


def load(tables: Mapping[str, list[dict[str, Any]]]) -> Law:
    """Build the law from tables as TOML gives them.

    Args:
        tables: lists of entries under ``authority``, ``parameter``, ``offence`` and ``circuit``.

    Raises:
        LawDataError: for anything that is missing, repeated, undated, uncited or contradictory.
    """
    authorities = _by_id([Authority(**entry) for entry in tables["authority"]])
    parameters = _by_id([_parameter(entry) for entry in tables["parameter"]])
    offences = tuple(Offence(**entry) for entry in tables["offence"])
    circuits = {entry["circuit"]: CircuitView(**entry) for entry in tables["circuit"]}
    law = Law(MappingProxyType(authorities), MappingProxyType(parameters), offences, MappingProxyType(circuits))
    _check(law)
    return law


def _parameter(entry: dict[str, Any]) -> Parameter:
    values = tuple(
        Value(v["from"], v.get("to"), v["amount"], v["authority"], v["pin"], v.get("note", "")) for v in entry["value"]
    )
    return Parameter(entry["id"], entry["label"], entry["unit"], values, entry.get("note", ""))


def _by_id[T: (Authority, Parameter)](entries: list[T]) -> dict[str, T]:
    table: dict[str, T] = {}
    for entry in entries:
        if entry.id in table:
            raise LawDataError(f"The id {entry.id} is used twice.")
        table[entry.id] = entry
    return table


def _check(law: Law) -> None:
    cited = [(p.id, v.authority) for p in law.parameters.values() for v in p.values]
    cited += [(o.section, a) for o in law.offences for a in (o.authority, o.statute)]
    cited += [(f"circuit {c.circuit}", c.authority) for c in law.circuits.values()]
    for who, authority in cited:
        if authority not in law.authorities:
            raise LawDataError(f"{who} cites {authority!r}, which is not in the registry of authorities.")
    for parameter in law.parameters.values():
        _check_values(parameter)
    seen: set[tuple[str, str]] = set()
    for offence in law.offences:
        if (offence.section, offence.series) in seen:
            raise LawDataError(f"Section {offence.section} is listed twice.")
        seen.add((offence.section, offence.series))


def _check_values(parameter: Parameter) -> None:
    if not parameter.values:
        raise LawDataError(f"{parameter.id} has no value.")
    for value in parameter.values:
        if parameter.unit == "date":
            date.fromisoformat(value.amount)
        elif value.number < 0:
            raise LawDataError(f"{parameter.id} is negative on {value.start}.")
        if value.end is not None and value.end < value.start:
            raise LawDataError(f"{parameter.id} ends before it starts, on {value.start}.")
    for before, after in pairwise(parameter.values):
        if before.end is None or (after.start - before.end).days != 1:
            raise LawDataError(f"{parameter.id} has a gap or an overlap before {after.start}.")


def _read() -> Law:
    tables: dict[str, list[dict[str, Any]]] = {}
    for name in ("authorities", "parameters", "offences", "circuits"):
        text = files("restitution.law").joinpath(f"{name}.toml").read_text(encoding="utf-8")
        tables |= tomllib.loads(text)
    return load(tables)


LAW = _read()
"""The law, read once."""
