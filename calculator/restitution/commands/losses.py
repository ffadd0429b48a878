"""``losses``: how the losses of a scenario are built, and what usually proves them."""

from __future__ import annotations

from typing import Any

from restitution.commands.command import Answer, Command
from restitution.law.evidence import Evidence, evidence
from restitution.money import stated
from restitution.render import Cell, Grid, Note, Report
from restitution.render.as_json import worksheet_table
from restitution.render.charts import Bar, loss_build_up
from restitution.render.words import short_citation
from restitution.rules.losses import PINS
from restitution.scenario import read_scenario
from restitution.scenario.fields import SCENARIO
from restitution.scenario.victim_fields import CATEGORIES
from restitution.steps.losses import BuildUp, build_up
from restitution.worksheet import Cite

_NOTES = (
    Note(
        "burden of proof",
        "The Government must show the amount by a preponderance of the evidence, §3664(e). Only losses that the "
        "offense proximately caused count.",
    ),
    Note(
        "evidence",
        "The list of what usually proves a loss is our own, for practice; no rule of law prescribes it.",
    ),
    Note(
        "present value",
        "§2259 prescribes no method of discounting future losses to present value. The method is ours and the rates "
        "are the expert's; a last, part year counts its months over 12.",
    ),
)


def answer(params: object) -> Answer:
    """Build up the losses of the scenario in ``params``."""
    scenario = read_scenario(params)
    victims = build_up(scenario)
    return Answer(lambda: _table(victims), lambda: _report(scenario.title, victims))


def _table(victims: tuple[BuildUp, ...]) -> dict[str, Any]:
    return {
        "schema": 1,
        "victims": [
            {
                "victim": one.victim,
                "heads": {line.key.removeprefix(f"{one.victim}."): stated(line.exact) for line in one.heads},
                "total": stated(one.total.chosen),
                "range": {"low": stated(one.total.low), "high": stated(one.total.high)},
                "incurred": stated(one.incurred),
                "projected": stated(one.projected),
                "by_cause": {cause: stated(amount) for cause, amount in one.by_cause.items()},
            }
            for one in victims
        ],
        "evidence": [
            {"category": entry.category, "pin": entry.pin, "items": list(entry.items), "seen": list(entry.seen)}
            for entry in _asked(victims)
        ],
        "worksheet": worksheet_table(line for one in victims for line in one.heads),
    }


def _asked(victims: tuple[BuildUp, ...]) -> list[Evidence]:
    """Return the evidence for the categories that have a loss."""
    named = {line.key.removeprefix(f"{one.victim}.") for one in victims for line in one.heads}
    return [entry for entry in evidence() if entry.category in named]


def _report(title: str, victims: tuple[BuildUp, ...]) -> Report:
    facts: list[tuple[str, Cell]] = []
    for one in victims:
        facts.append((f"Victim {one.victim}: all losses stated", one.total.chosen))
        if one.total.low != one.total.high:
            facts.append(("  with every range at its lower figure", one.total.low))
            facts.append(("  with every range at its higher figure", one.total.high))
        facts += [("  already incurred", one.incurred), ("  projected", one.projected)]
    rows: list[tuple[Cell, ...]] = [
        (f"{one.victim}", head.label, f"§2259{PINS[head.key.removeprefix(f'{one.victim}.')]}", loss.label, loss.amount)
        for one in victims
        for head in one.heads
        for loss in head.children
    ]
    proof: list[tuple[Cell, ...]] = [
        (f"§2259{entry.pin}", CATEGORIES[entry.category], item, _seen(entry) if i == 0 else "")
        for entry in _asked(victims)
        for i, item in enumerate(entry.items)
    ]
    charts = tuple(
        loss_build_up(
            f"losses-{one.victim}",
            f"Victim {one.victim}: losses by category",
            [Bar(head.label, head.exact) for head in one.heads],
        )
        for one in victims
        if one.heads
    )
    return Report(
        title or "Losses",
        "Losses as stated, in full, before any deduction for another cause or for assistance received",
        tuple(facts),
        _NOTES,
        (
            Grid("Losses by category", ("victim", "category", "pin", "loss", "amount"), tuple(rows)),
            Grid("What usually proves them", ("pin", "category", "proof", "seen in"), tuple(proof)),
        ),
        charts,
        tuple(line for one in victims for line in one.heads),
    )


def _seen(entry: Evidence) -> str:
    return "; ".join(short_citation(Cite(authority)) for authority in entry.seen)


LOSSES = Command(
    "losses",
    "build up the losses of a scenario, by category and year by year",
    answer,
    SCENARIO,
    file="a scenario in TOML or JSON",
)
