"""One scenario under other choices: every method, each text of the law, with and without separating mixed harm."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from restitution.errors import FieldError, InputError
from restitution.estimate import Estimate, estimate
from restitution.fields import Kind, value_of
from restitution.law import LAW
from restitution.rules import comparison
from restitution.rules.provision import CURRENT, PRE_2018
from restitution.scenario import Apportionment, Scenario, read_scenario
from restitution.scenario.paths import field_at, place
from restitution.worksheet import Line

_MOVABLE = (Kind.MONEY, Kind.RATE, Kind.WHOLE, Kind.DAY)


@dataclass(frozen=True, slots=True)
class Variant:
    """The orders of the scenario under one other choice.

    Attributes:
        name: the method, ``pre-2018`` or ``current``, ``left in`` or ``taken out``.
        orders: US dollars by order key, such as ``A.1``.
        line: the total of the case, as a worksheet line.
    """

    name: str
    orders: Mapping[str, Fraction]
    line: Line


@dataclass(frozen=True, slots=True)
class Move:
    """One input at its low and its high end.

    Attributes:
        path: where the input stands in the scenario.
        low_input: as the user wrote it; so too ``high_input``.
        low: the total of the case with the low input, US dollars; ``high`` with the high one.
    """

    path: str
    label: str
    low_input: str
    high_input: str
    low: Fraction
    high: Fraction
    line: Line


@dataclass(frozen=True, slots=True)
class Comparison:
    """The scenario as it stands, and under every other choice; ``moves`` with the widest swing first."""

    base: Estimate
    methods: tuple[Variant, ...]
    laws: tuple[Variant, ...]
    disaggregation: tuple[Variant, ...]
    moves: tuple[Move, ...]


def compare(tables: Any, vary: Sequence[str]) -> Comparison:
    """Work out a scenario under every choice that the law leaves open.

    Args:
        tables: the scenario as plain tables.
        vary: inputs to move, each ``PATH=LOW..HIGH``, such as ``victim[0].ordered_defendants=50..500``.

    Raises:
        InputError: where the scenario is refused, or an input cannot be moved as asked: path ``vary[0]``.
    """
    scenario = read_scenario(tables)
    base = estimate(scenario)
    return Comparison(
        base,
        tuple(_method(scenario, base, name) for name in _methods(base)),
        tuple(_law(scenario, version) for version in (PRE_2018, CURRENT)),
        tuple(_separated(scenario, separates) for separates in (False, True)),
        _moves(tables, vary),
    )


def _methods(base: Estimate) -> list[str]:
    """The methods that have their figures for every share of the case."""
    shares = [order.methods for order in base.orders if order.branch.shared]
    return [name for name in shares[0] if all(name in others for others in shares)] if shares else []


def _variant(name: str, result: Estimate, line: Line) -> Variant:
    return Variant(name, {order.key: order.order.exact for order in result.orders}, line)


def _method(scenario: Scenario, base: Estimate, name: str) -> Variant:
    result = estimate(replace(scenario, apportionment=_apportionment(scenario.apportionment, name)))
    chosen = name == scenario.apportionment.chosen
    return _variant(name, result, comparison.under_method(f"method.{name}", name, result.case, chosen))


def _apportionment(own: Apportionment, name: str) -> Apportionment:
    method, _, denominator = name.partition(".")
    return replace(own, method=method, denominator=denominator or own.denominator)


def _law(scenario: Scenario, version: str) -> Variant:
    """The same facts with every offense on one side of the day on which the AVAA was approved."""
    enacted = date.fromisoformat(LAW.enacted.amount)
    day = enacted if version == CURRENT else enacted - timedelta(days=1)
    defendants = tuple(
        replace(defendant, counts=tuple(replace(count, start=day, end=day) for count in defendant.counts))
        for defendant in scenario.defendants
    )
    result = estimate(replace(scenario, defendants=defendants, order_date=max(scenario.order_date, day)))
    return _variant(version, result, comparison.under_law(f"law.{version}", version, result.case))


def _separated(scenario: Scenario, separates: bool) -> Variant:
    result = estimate(replace(scenario, apportionment=replace(scenario.apportionment, disaggregate=separates)))
    name = "taken out" if separates else "left in"
    return _variant(name, result, comparison.separated(f"mixed.{name.replace(' ', '-')}", separates, result.case))


def _moves(tables: Any, vary: Sequence[str]) -> tuple[Move, ...]:
    errors: list[FieldError] = []
    found: list[Move] = []
    for i, text in enumerate(vary):
        try:
            found.append(_move(tables, text, i))
        except ValueError as mistake:
            errors.append(FieldError(f"vary[{i}]", str(mistake)))
    if errors:
        raise InputError(tuple(errors))
    return tuple(sorted(found, key=lambda move: -move.line.exact))


def _move(tables: Any, text: str, number: int) -> Move:
    path, _, span = text.partition("=")
    low, _, high = span.partition("..")
    path, low, high = path.strip(), low.strip(), high.strip()
    if not (path and low and high):
        raise ValueError("Write PATH=LOW..HIGH, for example victim[0].ordered_defendants=50..500.")
    declared = field_at(path)
    if declared.kind not in _MOVABLE:
        raise ValueError(f"{path} is not a number, an amount or a day: it cannot be moved over a range.")
    label = declared.term or path
    at_low, at_high = (_total(tables, path, value_of(declared, end), end) for end in (low, high))
    line = comparison.moved(f"moved.{number + 1}", label, (low, at_low), (high, at_high))
    return Move(path, label, low, high, at_low, at_high, line)


def _total(tables: Any, path: str, value: object, typed: str) -> Fraction:
    changed = copy.deepcopy(tables)
    place(changed, path, value)
    try:
        return estimate(read_scenario(changed)).case
    except InputError as refusal:
        mistakes = "; ".join(f"{error.path}: {error.message}" for error in refusal.errors)
        raise ValueError(f"With {typed} at {path} the scenario is refused: {mistakes}") from None
