"""A payment schedule, step by step: principal, payment, months and, with a date of judgment, the term and interest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from restitution.rules import schedule as rules
from restitution.schedule import KNOWN_FROM, UNUSUAL_RATE, Course, Plan, course, over_threshold
from restitution.worksheet import Line


@dataclass(frozen=True, slots=True)
class Schedule:
    """A calculated schedule.

    Attributes:
        course: the schedule with its dates; ``None`` without a date of judgment.
        garnishment_most: the maximum garnishment, US dollars; ``None`` unless the payment is set by income.
        flags: what a reader must know.
        lines: the worksheet.
    """

    plan: Plan
    course: Course | None
    garnishment_most: Fraction | None
    flags: tuple[str, ...]
    lines: tuple[Line, ...]


def schedule(plan: Plan) -> Schedule:
    """Run a payment plan.

    Source of law: 18 U.S.C. §3664(f), §3612(f) and (i), §3613(b); 28 CFR 545.11(b)(1) for payments in custody.
    """
    run = course(plan, plan.judgment) if plan.judgment else None
    lines = tuple(_lines(plan, run))
    most = next((one.exact for top in lines for one in top.walk() if one.key == "monthly.garnishment"), None)
    return Schedule(plan, run, most, tuple(_flags(plan, run, most)), lines)


def _lines(plan: Plan, run: Course | None) -> Iterator[Line]:
    yield rules.principal("principal", plan)
    yield rules.payment("monthly", plan)
    yield rules.months("months", plan)
    if run:
        if plan.prison:
            yield rules.custody("custody", run)
        yield rules.paid_off("principal_paid_on", run)
        yield rules.term("term_ends", run)
    if plan.rate is not None and not over_threshold(plan):
        yield rules.no_interest("interest", plan)
    if run:
        if run.interest_from and plan.rate is not None:
            yield rules.interest_starts("interest_from", run.judgment, run.interest_from)
            yield rules.interest("interest_at_term", run, run.interest_from, plan.rate)
        yield rules.paid("at", run.balance)
        yield rules.principal_unpaid("at", run.balance, plan)
        yield rules.interest_unpaid("at", run.balance)


def _flags(plan: Plan, run: Course | None, most: Fraction | None) -> Iterator[str]:
    if run and run.judgment < KNOWN_FROM:
        yield "earlier-judgment"
    if run and run.end.principal_unpaid:
        yield "not-paid-by-term"
    if run and not run.end.principal_unpaid and run.end.interest_unpaid:
        yield "interest-unpaid-at-term"
    if plan.rate is not None and not over_threshold(plan):
        yield "no-interest-threshold"
    elif plan.rate is not None and not run:
        yield "interest-undated"
    if plan.rate is not None and plan.rate > UNUSUAL_RATE:
        yield "rate-unusual"
    if run and run.balance.day > run.term_ends:
        yield "as-of-after-term"
    if most is not None and plan.monthly > most:
        yield "above-garnishment"
