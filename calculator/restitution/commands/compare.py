"""``compare``: one scenario under every choice that the law leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from restitution.commands.command import Answer, Command
from restitution.commands.estimate import FEW, methods_chart
from restitution.commands.notes.estimate import NO_ORDER, outside_notes, outside_tables
from restitution.commands.notes.ledger import ledger_notes, ledger_notices
from restitution.commands.notes.reading import reading_notes, reading_tables
from restitution.fields import Field, Kind, Reader, Table
from restitution.money import stated
from restitution.render import Cell, Chart, Grid, Note, Report
from restitution.render.as_json import worksheet_table
from restitution.render.charts import Swing, tornado
from restitution.steps.compare import Comparison, Variant, compare
from restitution.worksheet import Line

OPTIONS = Table(
    "comparison",
    (
        Field("scenario", Kind.SCENARIO, "a scenario", required=True),
        Field(
            "vary",
            Kind.TEXT_LIST,
            "an input to vary over a range, such as victim[0].ordered_defendants=50..500; may be repeated",
            "path=low..high",
        ),
    ),
)

NOTES = (
    Note("no formula", "§2259(b)(2)(B) prescribes none. These are results of the methods, not limits of the law."),
    Note(
        "which text",
        "The text of the law follows from the dates of the offense; the two are shown side by side only to show what "
        "the AVAA changed.",
    ),
)
"""Notes that apply to every comparison."""


def answer(params: object) -> Answer:
    """Answer with the scenario in ``params`` under every other choice."""
    reader = Reader()
    row = reader.row(OPTIONS, params)
    scenario = row.get("scenario", object)
    if scenario is None:
        reader.check()
    result = compare(scenario, row.entries("vary", str), reader)
    return Answer(lambda: _table(result), lambda: _report(result))


def _table(result: Comparison) -> dict[str, Any]:
    return {
        "schema": 1,
        "base": {"orders": _amounts(_base(result)), "total": stated(result.base.case)},
        "outside": outside_tables(result.base.outside),
        "read": reading_tables(result.base.scenario.readings),
        "methods": [_variant("method", one) for one in result.methods],
        "laws": [_variant("law", one) for one in result.laws],
        "disaggregation": [_variant("original_abuse", one) for one in result.disaggregation],
        "sensitivity": [
            {
                "path": move.path,
                "low_input": move.low_input,
                "high_input": move.high_input,
                "low": stated(move.low),
                "high": stated(move.high),
                "swing": stated(move.line.exact),
            }
            for move in result.moves
        ],
        "notices": ledger_notices(result.base.scenario),
        "worksheet": worksheet_table(_lines(result)),
    }


def _variant(name: str, one: Variant) -> dict[str, Any]:
    return {name: one.name, "orders": _amounts(one.orders), "total": stated(one.line.exact)}


def _amounts(orders: Mapping[str, Fraction]) -> dict[str, str]:
    return {key: stated(amount) for key, amount in orders.items()}


def _base(result: Comparison) -> dict[str, Fraction]:
    return {order.key: order.order.exact for order in result.base.orders}


def _lines(result: Comparison) -> list[Line]:
    variants = (*result.methods, *result.laws, *result.disaggregation)
    return [*(one.line for one in variants), *(move.line for move in result.moves)]


def _report(result: Comparison) -> Report:
    grids = [
        _grid("Under every method whose inputs are given", "method", result.methods),
        _grid("Under each text of the law", "text", result.laws),
        _grid("Mixed losses: the original abuse's part", "part", result.disaggregation),
    ]
    if result.moves:
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (move.label, move.path, move.low_input, move.low, move.high_input, move.high, move.line.exact)
            for move in result.moves
        )
        columns = ("input", "path", "low input", "total", "high input", "total with it", "swing")
        grids.append(Grid("One input varied at a time", columns, rows))
    return Report(
        f"{result.base.scenario.title or 'Scenario'}: compared",
        "The same facts under other choices",
        (("Total of the case as given", NO_ORDER if result.base.no_order else result.base.case),),
        (
            *reading_notes(result.base.scenario.readings),
            *outside_notes(result.base.outside),
            *NOTES,
            *ledger_notes(result.base.scenario),
        ),
        tuple(grid for grid in grids if grid.rows),
        _charts(result),
        tuple(_lines(result)),
    )


def _grid(caption: str, column: str, variants: tuple[Variant, ...]) -> Grid:
    keys = tuple(variants[0].orders) if variants else ()
    if len(keys) > FEW:
        keys = ()
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (one.name, *(one.orders[key] for key in keys), one.line.exact) for one in variants
    )
    return Grid(caption, (column, *(f"order {key}" for key in keys), "total of the case"), rows)


def _charts(result: Comparison) -> tuple[Chart, ...]:
    orders = result.base.orders
    charts = [methods_chart(order) for order in orders if order.branch.shared] if len(orders) <= FEW else []
    if result.moves:
        swings = [Swing(m.label, m.low, m.high, m.low_input, m.high_input) for m in result.moves]
        charts.append(tornado("moved", "What moves the total of the case", swings, result.base.case))
    return tuple(charts)


COMPARE = Command(
    "compare",
    "calculate one scenario under every method, text of the law and choice",
    answer,
    OPTIONS,
    file="a scenario in TOML or JSON",
    file_key="scenario",
)
