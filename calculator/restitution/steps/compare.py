"""One scenario under other choices: every method, each text of the law, with and without separating mixed harm."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from restitution.errors import InputError
from restitution.fields import Field, Kind, Reader, Table, read_row, text_of, value_of
from restitution.law import LAW
from restitution.rules import compare as rules
from restitution.rules.provision import CURRENT, PRE_2018
from restitution.scenario import Apportionment, Scenario, read_scenario
from restitution.scenario.paths import field_at, look_up, place, split
from restitution.steps.estimate import Estimate, estimate
from restitution.worksheet import Line

_MOVABLE: dict[Kind, type[Any]] = {
    Kind.MONEY: Fraction,
    Kind.RATE: Fraction,
    Kind.FACTOR: Fraction,
    Kind.WHOLE: int,
    Kind.DAY: date,
}
"""The kinds of fields that can be varied over a range, with the types of their values."""


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
    """One input at its low end and at its high end.

    Attributes:
        path: path of the input in the scenario.
        low_input: as the user wrote it, like ``high_input``.
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
    """The scenario as given, and under every other choice; ``moves`` with the widest swing first.

    Without an order under §2259 there is nothing to compare.
    """

    base: Estimate
    methods: tuple[Variant, ...]
    laws: tuple[Variant, ...]
    disaggregation: tuple[Variant, ...]
    moves: tuple[Move, ...]


def compare(tables: Any, vary: Sequence[str | None], reader: Reader) -> Comparison:
    """Estimate a scenario under every choice that the law leaves open.

    Args:
        tables: the scenario as plain tables.
        vary: inputs to vary, each ``PATH=LOW..HIGH``, such as ``victim[0].ordered_defendants=50..500``; ``None`` for
            one that the reader has refused.
        reader: holds the errors so far.

    Raises:
        InputError: with those, if the scenario is refused or an input cannot be varied as asked: path ``vary[0]``.
    """
    spans = _spans(vary, reader)
    try:
        scenario = read_scenario(tables)
    except InputError as refusal:
        reader.errors = [*refusal.errors, *reader.errors]
    reader.check()
    base = estimate(scenario)
    if base.no_order:
        # Another choice under §2259 changes nothing: totals of zero side by side would look like a result.
        return Comparison(base, (), (), (), ())
    return Comparison(
        base,
        tuple(_method(scenario, base, name) for name in _methods(base)),
        tuple(_law(scenario, version) for version in (PRE_2018, CURRENT)),
        tuple(_separated(scenario, separates) for separates in (False, True)),
        _moves(tables, spans, reader),
    )


def _methods(base: Estimate) -> list[str]:
    """Return the methods whose inputs are given for every share of the case."""
    shares = [order.methods for order in base.orders if order.branch.shared]
    return [name for name in shares[0] if all(name in others for others in shares)] if shares else []


def _variant(name: str, result: Estimate, line: Line) -> Variant:
    return Variant(name, {order.key: order.order.exact for order in result.orders}, line)


def _method(scenario: Scenario, base: Estimate, name: str) -> Variant:
    result = estimate(replace(scenario, apportionment=_apportionment(scenario.apportionment, name)))
    chosen = name == scenario.apportionment.chosen
    return _variant(name, result, rules.under_method(f"method.{name}", name, result.case, chosen))


def _apportionment(own: Apportionment, name: str) -> Apportionment:
    method, _, denominator = name.partition(".")
    return replace(own, method=method, denominator=denominator or own.denominator)


def _law(scenario: Scenario, version: str) -> Variant:
    """Estimate the same facts with every offense on one side of the date on which the AVAA was approved."""
    enacted = date.fromisoformat(LAW.enacted.amount)
    day = enacted if version == CURRENT else enacted - timedelta(days=1)
    defendants = tuple(
        replace(defendant, counts=tuple(replace(count, start=day, end=day) for count in defendant.counts))
        for defendant in scenario.defendants
    )
    result = estimate(replace(scenario, defendants=defendants, order_date=max(scenario.order_date, day)))
    return _variant(version, result, rules.under_law(f"law.{version}", version, result.case))


def _separated(scenario: Scenario, separates: bool) -> Variant:
    result = estimate(replace(scenario, apportionment=replace(scenario.apportionment, disaggregate=separates)))
    name = "taken out" if separates else "left in"
    return _variant(name, result, rules.separated(f"mixed.{name.replace(' ', '-')}", separates, result.case))


@dataclass(frozen=True, slots=True)
class _Span:
    """One input to vary, with both ends of its range as the user wrote them."""

    path: str
    field: Field
    low: str
    high: str


def _spans(vary: Sequence[str | None], reader: Reader) -> list[_Span]:
    spans: list[_Span] = []
    first: dict[tuple[str | int, ...], int] = {}
    for i, text in enumerate(vary):
        if text is None:
            continue
        try:
            span = _span(text)
        except ValueError as mistake:
            reader.refuse(f"vary[{i}]", str(mistake))
            continue
        other = first.setdefault(split(span.path), i)
        if other != i:
            reader.refuse(f"vary[{i}]", f"The input {span.path} is already varied by vary[{other}].")
        spans.append(span)
    return spans


def _span(text: str) -> _Span:
    path, _, ends = text.partition("=")
    low, _, high = ends.partition("..")
    path, low, high = path.strip(), low.strip(), high.strip()
    if not (path and low and high):
        raise ValueError("Write PATH=LOW..HIGH, for example victim[0].ordered_defendants=50..500.")
    field = field_at(path)
    if field.kind not in _MOVABLE:
        raise ValueError(f"{path} is not a number, an amount or a date: it cannot be varied over a range.")
    range_of = Table("range", (replace(field, name="low"), replace(field, name="high")))
    try:
        read = read_row(range_of, {"low": value_of(field, low), "high": value_of(field, high)})
    except InputError as refusal:
        raise ValueError(" ".join(f"The {error.path} end: {error.message}" for error in refusal.errors)) from None
    kind = _MOVABLE[field.kind]
    if read.need("low", kind) > read.need("high", kind):
        raise ValueError(f"The lower end comes first: {high}..{low}.")
    return _Span(path, field, low, high)


def _moves(tables: Any, spans: Sequence[_Span], reader: Reader) -> tuple[Move, ...]:
    found: list[Move] = []
    for i, span in enumerate(spans):
        try:
            found.append(_move(tables, span, i))
        except ValueError as mistake:
            reader.refuse(f"vary[{i}]", str(mistake))
    reader.check()
    return tuple(sorted(found, key=lambda move: -move.line.exact))


def _move(tables: Any, span: _Span, number: int) -> Move:
    label = span.field.term or span.path
    at_low, at_high = (_total(tables, span, end) for end in (span.low, span.high))
    low, high = (text_of(span.field, end) for end in (span.low, span.high))
    line = rules.moved(f"moved.{number + 1}", label, (low, at_low), (high, at_high))
    return Move(span.path, label, low, high, at_low, at_high, line)


def _total(tables: Any, span: _Span, typed: str) -> Fraction:
    value = value_of(span.field, typed)
    changed = copy.deepcopy(tables)
    holder = span.path.rpartition(".")[0]
    if not holder or look_up(tables, holder) is not None:
        place(changed, span.path, value)
    if look_up(changed, span.path) != value:
        raise ValueError(f"The scenario as given has no {span.path}.")
    try:
        return estimate(read_scenario(changed)).case
    except InputError as refusal:
        mistakes = "; ".join(f"{error.path}: {error.message}" for error in refusal.errors)
        raise ValueError(f"With {typed} at {span.path} the scenario is refused: {mistakes}") from None
