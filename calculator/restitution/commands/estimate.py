"""``estimate``: the orders of a scenario."""

from __future__ import annotations

from functools import partial
from typing import Any

from restitution.commands.command import Answer, Command, Live
from restitution.commands.ladder import estimate_html
from restitution.commands.notes.estimate import FLAGS, NO_ORDER, outside_notes, outside_tables, see_instead
from restitution.commands.notes.ledger import ledger_notes, ledger_notices
from restitution.commands.notes.reading import reading_notes, reading_tables
from restitution.dates import spelled
from restitution.money import dollars, stated
from restitution.render import Cell, Chart, Note, Report
from restitution.render.as_json import amount_of, worksheet_table
from restitution.render.charts import Bar, loss_build_up, side_by_side
from restitution.scenario import read_scenario
from restitution.scenario.fields import SCENARIO
from restitution.steps.estimate import Estimate, Order, estimate

type Json = dict[str, Any]

FEW = 4
"""The most orders for which each gets its own charts and columns; beyond that they would be unreadable."""


def answer(params: object) -> Answer:
    """Calculate the orders of the scenario in ``params``."""
    result = estimate(read_scenario(params))
    return Answer(lambda: estimate_table(result), lambda: estimate_report(result), lambda: live(result))


def live(result: Estimate) -> Live:
    """Return an estimate as a worked example shows it."""
    if result.no_order:
        announcement = f"{NO_ORDER.capitalize()}: {see_instead(result.outside)}."
    elif len(result.orders) == 1:
        announcement = f"Order: {dollars(result.orders[0].order.exact)}."
    else:
        announcement = f"Total of the case: {dollars(result.case)}."
    return Live(result.lines, announcement, partial(estimate_html, result), by_order=len(result.orders) > 1)


def estimate_table(result: Estimate) -> Json:
    """Return the JSON answer to ``estimate``. Amounts are text with two decimals, US dollars."""
    return {
        "schema": 1,
        "orders": [_order(order) for order in result.orders],
        "outside": outside_tables(result.outside),
        "totals": {
            "by_victim": {victim: stated(amount) for victim, amount in result.by_victim.items()},
            "by_defendant": {defendant: stated(amount) for defendant, amount in result.by_defendant.items()},
            "case": stated(result.case),
        },
        "read": reading_tables(result.scenario.readings),
        "notices": ledger_notices(result.scenario),
        "worksheet": worksheet_table(result.lines),
    }


def _order(order: Order) -> Json:
    return {
        "victim": order.victim,
        "defendant": order.defendant,
        "provision": order.branch.provision,
        "law": order.branch.law,
        "full_losses": amount_of(order.losses),
        "methods": {name: amount_of(line) for name, line in order.methods.items()},
        "chosen": order.chosen,
        "floor": amount_of(order.floor),
        "order": amount_of(order.order),
        "range": {"low": amount_of(order.low), "high": amount_of(order.high)} if order.low else None,
        "liability": stated(order.liability),
        "cap": amount_of(order.cap),
        "outstanding": amount_of(order.outstanding),
        "collectible": amount_of(order.collectible),
        "flags": list(order.flags),
    }


def estimate_report(result: Estimate) -> Report:
    """Return the report: each order in brief, what to know about it, and the worksheet."""
    facts: list[tuple[str, Cell]] = []
    flagged: dict[str, list[str]] = {}
    for order in result.orders:
        # The earlier text had no paragraph on trafficking, so the present one's pin would mislead.
        text = f"§{order.branch.provision}, current law" if order.branch.current else "§2259, the text before the AVAA"
        who = f"Victim {order.victim}, defendant {order.defendant}: {text}"
        facts.append((who, order.order.amount))
        if order.low and order.high:
            span = f"{dollars(order.low.exact)} to {dollars(order.high.exact)}"
            facts.append(("  by the other methods shown", span))
        for flag in order.flags:
            flagged.setdefault(flag, []).append(order.key)
    for one in result.outside:
        facts.append((f"Victim {one.victim}, defendant {one.defendant}: {NO_ORDER}", see_instead([one])))
    facts.append(("Total of the case", NO_ORDER if result.no_order else result.case))
    several = len(result.orders) > 1
    flags = tuple(
        Note(f"{flag} ({', '.join(keys)})" if several else flag, FLAGS[flag]) for flag, keys in flagged.items()
    )
    return Report(
        result.scenario.title or "Estimate",
        f"Order of {spelled(result.scenario.order_date)}",
        tuple(facts),
        (
            *reading_notes(result.scenario.readings),
            *outside_notes(result.outside),
            *flags,
            *ledger_notes(result.scenario),
        ),
        charts=tuple(chart for order in result.orders for chart in _charts(order)) if len(result.orders) <= FEW else (),
        lines=result.lines,
    )


def _charts(order: Order) -> list[Chart]:
    charts = []
    if order.losses.children:
        bars = [Bar(line.label, line.exact) for line in order.losses.children]
        title = f"Victim {order.victim}, defendant {order.defendant}: losses, step by step"
        charts.append(loss_build_up(f"losses-{order.key}", title, bars))
    return [*charts, methods_chart(order)] if order.branch.shared else charts


def methods_chart(order: Order) -> Chart:
    """Chart the shares of one order before the floor, with the floor as a line; the whole loss is excluded."""
    bars = [
        Bar(name, line.exact, mark="chosen" if name == order.chosen else "")
        for name, line in order.methods.items()
        if name != "full"
    ]
    floor = Bar("Floor", order.floor.exact) if order.floor else None
    who = f"Victim {order.victim}, defendant {order.defendant}"
    return side_by_side(f"methods-{order.key}", f"{who}: the same facts under each method", bars, floor)


ESTIMATE = Command(
    "estimate", "calculate the orders of a scenario", answer, SCENARIO, file="a scenario in TOML or JSON"
)
