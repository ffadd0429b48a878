"""``schedule``: how long collection takes, interest, and the term of liability.

Presets: ``prison`` pays the ordinary minimum of the prison program, 28 CFR 545.11(b)(1), each quarter until release;
``income`` and ``percent`` set the payment as a share of income, as a judge did in Gioeli (E.D.N.Y. 2019) with 10%.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from restitution.commands.command import Answer, Command
from restitution.commands.notes.schedule import FLAGS, QUARTERLY, open_points
from restitution.dates import spelled, years_after
from restitution.fields import Field, Kind, Reader, Row, Table, needed
from restitution.money import percent, stated, to_the_cent
from restitution.render import Cell, Grid, Note, Report
from restitution.render.as_json import worksheet_table
from restitution.schedule import Balance, Course, Plan, in_years
from restitution.steps.schedule import Schedule, schedule

_EARLIEST, _LATEST = date(1980, 1, 1), date(2199, 12, 31)
"""The dates of judgment that are accepted: a guard against typing errors, not a rule of law."""
_LONGEST = 100
"""The most years accepted from judgment to release, for the same reason."""


OPTIONS = Table(
    "schedule",
    (
        Field("principal", Kind.MONEY, "restitution ordered, US dollars", required=True),
        Field("monthly", Kind.MONEY, "monthly payment, US dollars; or give income and percent"),
        Field("income", Kind.MONEY, "preset by income: monthly income, US dollars; goes with percent"),
        Field(
            "percent",
            Kind.FACTOR,
            "preset by income: the share of it that is paid, 10% or 0.10 (as in Gioeli, E.D.N.Y. 2019; no statute "
            "fixes one)",
            most=Fraction(1),
            above=True,
        ),
        Field(
            "rate",
            Kind.RATE,
            "annual interest, such as 4.25%: the 1-year Treasury yield that §3612(f)(2)(B) names, in the Federal "
            "Reserve's release H.15; without it no interest",
            why="The weekly average of the 1-year constant maturity Treasury yield for the calendar week before "
            "interest starts, published by the Board of Governors of the Federal Reserve System in its release H.15.",
            most=Fraction(1),
        ),
        Field("from", Kind.DAY, "date of judgment; without it only the months are counted"),
        Field("as_of", Kind.DAY, "date of the balance; the end of the term by default"),
        Field("released", Kind.DAY, "date of release from prison, actual or expected"),
        Field(
            "prison",
            Kind.FLAG,
            f"preset, 28 CFR 545.11(b)(1): until release only the ordinary minimum of {QUARTERLY} a quarter",
            default="false",
        ),
    ),
)


def answer(params: object) -> Answer:
    """Calculate the schedule requested in ``params``.

    Raises:
        InputError: with every error.
    """
    result = schedule(_plan(params))
    return Answer(lambda: _table(result), lambda: _report(result))


def _plan(params: object) -> Plan:
    reader = Reader()
    row = reader.table(OPTIONS, params)
    monthly = _monthly(reader, row) if row else None
    if row:
        _check_days(reader, row)
    reader.check()
    row = needed(row)
    return Plan(
        principal=row.need("principal", Fraction),
        monthly=needed(monthly),
        income=row.get("income", Fraction),
        percent=row.get("percent", Fraction),
        rate=row.get("rate", Fraction),
        judgment=row.get("from", date),
        released=row.get("released", date),
        prison=row.need("prison", bool),
        as_of=row.get("as_of", date),
    )


def _monthly(reader: Reader, row: Row) -> Fraction | None:
    """Return the monthly payment, or ``None`` if it was refused."""
    by_income = row.given & {"income", "percent"}
    if "monthly" in row.given:
        monthly = row.get("monthly", Fraction)
        if by_income:
            reader.refuse("monthly", "Give monthly, or income and percent, not both.")
        if monthly == 0:
            reader.refuse("monthly", "This must be more than zero: without payment the debt is never paid.")
        return monthly
    if not by_income:
        reader.refuse("monthly", "Give the monthly payment, or income and percent.")
    for name in sorted({"income", "percent"} - by_income if by_income else ()):
        reader.refuse(name, "income and percent go together: this one is missing.")
    income, share = row.get("income", Fraction), row.get("percent", Fraction)
    if income is None or share is None:
        return None
    monthly = to_the_cent(income * share)
    if not monthly:
        reader.refuse("income", "This income at this percent gives no payment: the debt is never paid.")
    return monthly


def _check_days(reader: Reader, row: Row) -> None:
    judgment, released, as_of = (row.get(name, date) for name in ("from", "released", "as_of"))
    if "from" not in row.given:
        for name in ("as_of", "released", "prison"):
            if row.get(name, object):
                reader.refuse(name, "This needs from, the date of judgment.")
    if row.get("prison", bool) and "released" not in row.given:
        reader.refuse("released", "With prison the date of release is needed, actual or expected.")
    if judgment is None:
        return
    if not _EARLIEST <= judgment <= _LATEST:
        reader.refuse("from", f"This must be from {spelled(_EARLIEST)} to {spelled(_LATEST)}.")
        return
    if as_of and as_of < judgment:
        reader.refuse("as_of", "This is before the date of judgment.")
    if released and released < judgment:
        reader.refuse("released", "This is before the date of judgment.")
    if released and released > years_after(judgment, _LONGEST):
        reader.refuse("released", f"This is more than {_LONGEST} years after the date of judgment.")


def _table(result: Schedule) -> dict[str, Any]:
    plan, run, most = result.plan, result.course, result.garnishment_most
    paid_off = run.paid_off if run else None
    months: int | None = plan.months
    if plan.prison:
        months = paid_off.payments if paid_off else None
    return {
        "schema": 1,
        "principal": stated(plan.principal),
        "monthly": stated(plan.monthly),
        "rate": None if plan.rate is None else percent(plan.rate),
        "garnishment_most": None if most is None else stated(most),
        "months": months,
        "years": None if months is None or plan.prison else in_years(months),
        "principal_paid_on": paid_off.day.isoformat() if paid_off else None,
        "interest_from": run.interest_from.isoformat() if run and run.interest_from else None,
        "term_ends": run.term_ends.isoformat() if run else None,
        "interest_at_term": stated(run.end.accrued) if run else None,
        "custody": _custody(run) if run and plan.prison else None,
        "at": _balance(run.balance) if run else None,
        "flags": list(result.flags),
        "worksheet": worksheet_table(result.lines),
    }


def _custody(run: Course) -> dict[str, Any]:
    return {"payments": run.custody.payments, "paid": stated(run.custody.paid)}


def _balance(balance: Balance) -> dict[str, str]:
    return {
        "date": balance.day.isoformat(),
        "paid": stated(balance.paid),
        "principal_paid": stated(balance.principal_paid),
        "interest_paid": stated(balance.interest_paid),
        "principal_unpaid": stated(balance.principal_unpaid),
        "interest_accrued": stated(balance.accrued),
        "interest_unpaid": stated(balance.interest_unpaid),
    }


def _report(result: Schedule) -> Report:
    plan, run = result.plan, result.course
    return Report(
        "Payment schedule",
        f"Judgment of {spelled(run.judgment)}" if run else "No date of judgment is given: only payments are counted",
        tuple(_facts(plan, run)),
        (*(Note(flag, _words(flag, plan)) for flag in result.flags), *open_points(plan, run)),
        (_grid(run),) if run else (),
        lines=result.lines,
    )


def _words(flag: str, plan: Plan) -> str:
    taken = plan.rate if flag == "rate-unusual" else None
    return FLAGS[flag] if taken is None else f"{FLAGS[flag]} Taken here: {percent(taken)} a year."


def _facts(plan: Plan, run: Course | None) -> Iterator[tuple[str, Cell]]:
    yield "Principal", plan.principal
    yield "Monthly payment", plan.monthly
    if plan.rate is not None:
        yield "Interest, a year", percent(plan.rate)
    yield "Payments of that amount until the principal is paid", plan.months
    yield "  years of monthly payments", in_years(plan.months)
    if run is None:
        return
    done = run.paid_off
    if plan.prison:
        yield f"Paid in custody, {run.custody.payments:,} of {QUARTERLY} a quarter at most", run.custody.paid
    if plan.principal:
        yield "Principal is paid on", spelled(done.day) if done else "not within the term"
    if done and plan.prison:
        yield "  payments until then, in custody and after", done.payments
    yield "Term of liability ends", spelled(run.term_ends)
    if run.interest_from:
        yield "Interest starts", spelled(run.interest_from)
        yield "  interest until the end of the term", run.end.accrued
    balance = run.balance
    yield f"Paid by {spelled(balance.day)}", balance.paid
    yield "  principal unpaid then", balance.principal_unpaid
    yield "  interest unpaid then", balance.interest_unpaid


def _grid(run: Course) -> Grid:
    rows = tuple((str(year), paid, balance.principal_unpaid, balance.accrued) for year, paid, balance in run.years())
    return Grid(
        "Year by year, on December 31 or at the end of the term",
        ("year", "paid in the year", "principal unpaid", "interest accrued so far"),
        rows,
    )


SCHEDULE = Command(
    "schedule", "calculate how long collection takes, the interest, and the term of liability", answer, OPTIONS
)
