"""``assistance``: defined monetary assistance for the year of a court's order, and who may have it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from restitution.commands.command import Answer, Command
from restitution.commands.notes.reading import reading_notes, reading_tables
from restitution.conviction import SECTIONS, SERIES, read_conviction
from restitution.dates import spelled
from restitution.fields import Field, Kind, Reader, Reading, Table
from restitution.law import LAW
from restitution.render import Cell, Note, Report
from restitution.render.as_json import amount_of, worksheet_table
from restitution.rules.indexing import first_year, missing_index
from restitution.steps.assistance import (
    BEFORE_2019,
    COLLECTED_MORE,
    NO_CONVICTION,
    NOT_PUBLISHED,
    RECEIVED_BEFORE,
    Assistance,
    Claim,
    assistance,
)

OPTIONS = Table(
    "claim",
    (
        Field(
            "order_date",
            Kind.DAY,
            "date of the court's order",
            "date of the order",
            "The amount is that of the year in which the court orders the payment.",
            required=True,
        ),
        Field(
            "collected",
            Kind.MONEY,
            "restitution under §2259 that the victim has collected so far, in all cases",
            "payment of restitution collected",
            "Money collected, not money ordered.",
            default="0",
        ),
        Field(
            "received_before",
            Kind.FLAG,
            "the victim has had defined monetary assistance before",
            "once only",
            "A victim can have it once.",
            default="false",
        ),
        Field(
            "offense",
            Kind.SECTION,
            "section of the conviction, for example 2252A(a)(5); trafficking is assumed by default",
            "offense of conviction",
            "Only a conviction for an offense that §2259(c)(3) lists opens the assistance.",
            choices=SECTIONS,
        ),
        SERIES,
        Field(
            "losses",
            Kind.MONEY,
            "the victim's losses, to see what remains of them to claim",
            "full amount of the victim's losses",
            "The assistance is deducted from them if restitution is sought later.",
        ),
    ),
)

NOTES = {
    BEFORE_2019: "There is no amount for an order before 2019.",
    NO_CONVICTION: "Only a conviction for trafficking, as §2259(c)(3) lists it, opens the assistance. A conviction for "
    "production alone does not.",
    RECEIVED_BEFORE: "A victim can have it once, regardless of the number of cases or image series.",
    COLLECTED_MORE: "The victim has collected more restitution under §2259 than the amount. Money ordered but not "
    "paid does not count, and an equal sum does not bar it.",
    NOT_PUBLISHED: "No official table of the yearly amounts was found. The figure follows the statute's formula, and "
    "its rounding to the cent is ours: the amount in the court's order governs.",
}
"""The text of each reason and flag."""

_ALWAYS = (
    Note(
        "court decides",
        "A federal court finds that the claimant is a victim of a defendant convicted of trafficking, and orders the "
        "payment. The Department of Justice may present the claim and pays from the Reserve; it does not decide.",
    ),
    Note(
        "queue",
        "If the Reserve is short, the earliest-ordered payments come first, each in full: a payment may wait, but it "
        "is not made in part.",
    ),
    Note(
        "earlier offense",
        f"Whether a conviction for an offense before {spelled(LAW.enacted.start)} opens the assistance was not "
        "verified.",
    ),
)


def answer(params: object) -> Answer:
    """Answer with the amount for the year of the order, the tests of who may have it, and what follows.

    Raises:
        InputError: with every error; a year without its index figure is one at ``order_date``.
    """
    claim, readings = _read(params)
    result = assistance(claim)
    return Answer(lambda: _table(claim, result, readings), lambda: _report(claim, result, readings))


def _read(params: object) -> tuple[Claim, list[Reading]]:
    reader = Reader()
    row = reader.row(OPTIONS, params)
    offense, day = read_conviction(reader, row), row.get("order_date", date)
    if day is not None and day.year >= first_year() and (missing := missing_index(day.year)):
        reader.refuse("order_date", missing)
    reader.check()
    claim = Claim(
        order_date=row.need("order_date", date),
        collected=row.need("collected", Fraction),
        received_before=row.need("received_before", bool),
        offense=offense,
        losses=row.get("losses", Fraction),
    )
    return claim, reader.readings


def _table(claim: Claim, result: Assistance, readings: list[Reading]) -> dict[str, Any]:
    return {
        "schema": 1,
        "order_date": claim.order_date.isoformat(),
        "year": claim.order_date.year,
        "amount": amount_of(result.amount),
        "eligible": not result.reasons,
        "reasons": list(result.reasons),
        "fee_cap": amount_of(result.fee_cap),
        "losses_after": amount_of(result.losses_after),
        "flags": list(result.flags),
        "read": reading_tables(readings),
        "worksheet": worksheet_table(result.lines),
    }


def _report(claim: Claim, result: Assistance, readings: list[Reading]) -> Report:
    verdict = "no" if result.reasons else "yes, if the court finds the claimant a victim of the defendant"
    facts: list[tuple[str, Cell]] = [
        (result.amount.label.removesuffix(": none"), "none" if result.amount.amount is None else result.amount.amount),
        ("Eligible", verdict),
    ]
    facts += [(line.label, line.amount) for line in (result.fee_cap, result.losses_after) if line is not None]
    notes = tuple(Note(name, NOTES[name]) for name in (*result.flags, *result.reasons))
    if claim.losses is not None and result.losses_after is None:
        notes += (
            Note("losses", "No assistance is due under this order, so nothing is deducted from the losses for it."),
        )
    return Report(
        "Defined monetary assistance",
        f"Court order of {spelled(claim.order_date)}",
        tuple(facts),
        (*reading_notes(readings), *notes, *_ALWAYS),
        lines=result.lines,
    )


ASSISTANCE = Command(
    "assistance",
    "show the defined monetary assistance for the year of an order, and who may have it",
    answer,
    OPTIONS,
)
