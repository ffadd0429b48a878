"""``estimate``: the orders of a scenario."""

from __future__ import annotations

from typing import Any

from restitution.commands.command import Answer, Command
from restitution.dates import spelled
from restitution.estimate import Estimate, Order, estimate
from restitution.money import dollars, stated
from restitution.render import Cell, Note, Report
from restitution.render.as_json import amount_of, worksheet_table
from restitution.render.words import FLAGS
from restitution.scenario import read_scenario
from restitution.scenario.fields import SCENARIO

type Table = dict[str, Any]


def answer(params: object) -> Answer:
    """Work out the orders of the scenario that ``params`` is."""
    result = estimate(read_scenario(params))
    return Answer(estimate_table(result), lambda: estimate_report(result))


def estimate_table(result: Estimate) -> Table:
    """The answer to ``estimate``. Amounts are text with two decimals, US dollars."""
    return {
        "schema": 1,
        "orders": [_order(order) for order in result.orders],
        "totals": {
            "by_victim": {victim: stated(amount) for victim, amount in result.by_victim.items()},
            "by_defendant": {defendant: stated(amount) for defendant, amount in result.by_defendant.items()},
            "case": stated(result.case),
        },
        "worksheet": worksheet_table(result.lines),
    }


def _order(order: Order) -> Table:
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
    """The answer for people: each order in brief, what to know about it, and the worksheet."""
    facts: list[tuple[str, Cell]] = []
    flagged: dict[str, list[str]] = {}
    for order in result.orders:
        who = f"Victim {order.victim}, defendant {order.defendant}: §{order.branch.provision}, {order.branch.law} law"
        facts.append((who, order.order.amount))
        if order.low and order.high:
            span = f"{dollars(order.low.exact)} to {dollars(order.high.exact)}"
            facts.append(("  by the other methods shown", span))
        for flag in order.flags:
            flagged.setdefault(flag, []).append(order.key)
    facts.append(("Total of the case", result.case))
    several = len(result.orders) > 1
    return Report(
        result.scenario.title or "Estimate",
        f"Order of {spelled(result.scenario.order_date)}",
        tuple(facts),
        tuple(Note(f"{flag} ({', '.join(keys)})" if several else flag, FLAGS[flag]) for flag, keys in flagged.items()),
        lines=result.lines,
    )


ESTIMATE = Command("estimate", "work out the orders of a scenario", answer, SCENARIO, file="a scenario in TOML or JSON")
