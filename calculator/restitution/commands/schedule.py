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
from restitution.dates import spelled, years_after
from restitution.fields import Field, Kind, Reader, Row, Table
from restitution.law import LAW
from restitution.money import cents, dollars, plain, stated
from restitution.render import Cell, Grid, Note, Report
from restitution.render.as_json import worksheet_table
from restitution.rules import collection
from restitution.rules.collection import KNOWN_FROM, Course, Plan, Standing, course, in_years, over_threshold
from restitution.worksheet import Line

_EARLIEST, _LATEST = date(1980, 1, 1), date(2199, 12, 31)
"""The days of judgment that are accepted: a guard against slips of the key, not a rule of law."""
_LONGEST = 100
"""The most years from judgment to release, likewise."""


def _latest(name: str) -> Fraction:
    """A figure of the law as it is now, for words that belong to no day."""
    return LAW.parameter(name).values[-1].number


_QUARTERLY = dollars(_latest("prison.quarterly"))

OPTIONS = Table(
    "schedule",
    (
        Field("principal", Kind.MONEY, "restitution ordered, US dollars", required=True),
        Field("monthly", Kind.MONEY, "payment each month, US dollars; or give income and percent"),
        Field("income", Kind.MONEY, "preset by income: the income of a month, US dollars; goes with percent"),
        Field(
            "percent",
            Kind.RATE,
            "preset by income: the share of it that is paid, 10% or 0.10 (as in Gioeli, E.D.N.Y. 2019; no statute "
            "fixes one)",
            most=Fraction(1),
            above=True,
        ),
        Field(
            "rate",
            Kind.RATE,
            "interest a year, 4.25% or 0.0425: the 1-year Treasury yield that §3612(f)(2)(B) names, in the Federal "
            "Reserve's release H.15; without it no interest",
            why="The weekly average of the 1-year constant maturity Treasury yield for the calendar week before "
            "interest starts, published by the Board of Governors of the Federal Reserve System in its release H.15.",
            most=Fraction(1),
        ),
        Field("from", Kind.DAY, "day of judgment; without it only the months are counted"),
        Field("as_of", Kind.DAY, "day to state the balance for; the end of the term unless given"),
        Field("released", Kind.DAY, "day of release from prison, or the one expected"),
        Field(
            "prison",
            Kind.FLAG,
            f"preset, 28 CFR 545.11(b)(1): until the release only the ordinary minimum of {_QUARTERLY} a quarter",
            default="false",
        ),
    ),
)

_FLAGS = {
    "earlier-judgment": f"The judgment is before {spelled(KNOWN_FROM)}. The present text stands in for that of its "
    "time, and they may differ: in the text as of Pub. L. 113-296, §3612(f) is the same, but §3613(b) did not name "
    "restitution.",
    "not-paid-by-term": "At this payment the principal is not paid when the term of liability ends.",
    "interest-unpaid-at-term": "The principal is paid within the term, the interest is not.",
    "no-interest-threshold": f"Only restitution of more than {dollars(_latest('interest.threshold'))} bears interest, "
    "§3612(f)(1). Whether that is counted for each judgment or for each victim is open.",
    "interest-undated": "A rate is given but no day of judgment, so no interest is worked out.",
    "as-of-after-term": "The day asked for is after the term of liability: nothing is paid or accrues after its end.",
    "above-garnishment": "The payment is more than garnishment could take of that income. That limits garnishment, not "
    "what the court may order.",
}
"""What each flag tells the reader."""


def answer(params: object) -> Answer:
    """Work out the schedule that ``params`` asks for.

    Raises:
        InputError: with every mistake.
    """
    plan = _plan(params)
    run = course(plan, plan.judgment) if plan.judgment else None
    lines = tuple(_lines(plan, run))
    flags = tuple(_flags(plan, run, lines))
    return Answer(_table(plan, run, lines, flags), lambda: _report(plan, run, lines, flags))


def _plan(params: object) -> Plan:
    reader = Reader()
    row = reader.table(OPTIONS, params) or {}
    monthly = _monthly(reader, row) if row else Fraction(0)
    if row:
        _check_days(reader, row)
    reader.check()
    names = ("principal", "income", "percent", "rate", "released", "prison", "as_of")
    return Plan(monthly=monthly, judgment=row["from"], **{name: row[name] for name in names})


def _monthly(reader: Reader, row: Row) -> Fraction:
    """The payment of a month, nothing where it was refused."""
    by_income = row["_given"] & {"income", "percent"}
    if "monthly" in row["_given"]:
        if by_income:
            reader.refuse("monthly", "Give monthly, or income and percent, not both.")
        if row["monthly"] == 0:
            reader.refuse("monthly", "This must be more than nothing: without payment the debt is never paid.")
        return row["monthly"] or Fraction(0)
    if not by_income:
        reader.refuse("monthly", "Give the payment each month, or income and percent.")
    for name in sorted({"income", "percent"} - by_income if by_income else ()):
        reader.refuse(name, "income and percent go together: this one is missing.")
    if row["income"] is None or row["percent"] is None:
        return Fraction(0)
    monthly = Fraction(cents(row["income"] * row["percent"]), 100)
    if not monthly:
        reader.refuse("income", "This income at this percent gives no payment: the debt is never paid.")
    return monthly


def _check_days(reader: Reader, row: Row) -> None:
    judgment, released, as_of = row["from"], row["released"], row["as_of"]
    if "from" not in row["_given"]:
        for name in ("as_of", "released", "prison"):
            if row[name]:
                reader.refuse(name, "This needs from, the day of judgment.")
    if row["prison"] and "released" not in row["_given"]:
        reader.refuse("released", "With prison the day of release is needed, or the one expected.")
    if judgment is None:
        return
    if not _EARLIEST <= judgment <= _LATEST:
        reader.refuse("from", f"This must be from {spelled(_EARLIEST)} to {spelled(_LATEST)}.")
        return
    if as_of and as_of < judgment:
        reader.refuse("as_of", "This is before the day of judgment.")
    if released and released < judgment:
        reader.refuse("released", "This is before the day of judgment.")
    if released and released > years_after(judgment, _LONGEST):
        reader.refuse("released", f"This is more than {_LONGEST} years after the day of judgment.")


def _lines(plan: Plan, run: Course | None) -> Iterator[Line]:
    yield collection.principal("principal", plan)
    yield collection.payment("monthly", plan)
    yield collection.months("months", plan)
    if run:
        if plan.prison:
            yield collection.custody("custody", run)
        yield collection.paid_off("principal_paid_on", run)
        yield collection.term("term_ends", run)
    if plan.rate is not None and not over_threshold(plan):
        yield collection.no_interest("interest", plan)
    if run:
        if run.interest_from and plan.rate is not None:
            yield collection.interest_starts("interest_from", run.judgment, run.interest_from)
            yield collection.interest("interest_at_term", run, run.interest_from, plan.rate)
        yield collection.paid("at", run.balance)
        yield collection.principal_unpaid("at", run.balance, plan)
        yield collection.interest_unpaid("at", run.balance)


def _flags(plan: Plan, run: Course | None, lines: tuple[Line, ...]) -> Iterator[str]:
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
    if run and run.balance.day > run.term_ends:
        yield "as-of-after-term"
    most = _garnishment(lines)
    if most is not None and plan.monthly > most:
        yield "above-garnishment"


def _garnishment(lines: tuple[Line, ...]) -> Fraction | None:
    """The most that garnishment may take, where the payment is set by income."""
    return next((one.exact for top in lines for one in top.walk() if one.key == "monthly.garnishment"), None)


def _table(plan: Plan, run: Course | None, lines: tuple[Line, ...], flags: tuple[str, ...]) -> dict[str, Any]:
    paid_off = run.paid_off if run else None
    months: int | None = plan.months
    if plan.prison:
        months = paid_off.payments if paid_off else None
    most = _garnishment(lines)
    return {
        "schema": 1,
        "principal": stated(plan.principal),
        "monthly": stated(plan.monthly),
        "garnishment_most": None if most is None else stated(most),
        "months": months,
        "years": None if months is None or plan.prison else in_years(months),
        "principal_paid_on": paid_off.day.isoformat() if paid_off else None,
        "interest_from": run.interest_from.isoformat() if run and run.interest_from else None,
        "term_ends": run.term_ends.isoformat() if run else None,
        "interest_at_term": stated(run.end.accrued) if run else None,
        "custody": _custody(run) if run and plan.prison else None,
        "at": _standing(run.balance) if run else None,
        "flags": list(flags),
        "worksheet": worksheet_table(lines),
    }


def _custody(run: Course) -> dict[str, Any]:
    return {"payments": run.custody.payments, "paid": stated(run.custody.paid)}


def _standing(standing: Standing) -> dict[str, str]:
    return {
        "date": standing.day.isoformat(),
        "paid": stated(standing.paid),
        "principal_paid": stated(standing.principal_paid),
        "interest_paid": stated(standing.interest_paid),
        "principal_unpaid": stated(standing.principal_unpaid),
        "interest_accrued": stated(standing.accrued),
        "interest_unpaid": stated(standing.interest_unpaid),
    }


def _report(plan: Plan, run: Course | None, lines: tuple[Line, ...], flags: tuple[str, ...]) -> Report:
    return Report(
        "Schedule of payment",
        f"Judgment of {spelled(run.judgment)}" if run else "No day of judgment is given: only payments are counted",
        tuple(_facts(plan, run)),
        (*(Note(flag, _FLAGS[flag]) for flag in flags), *_open_points(plan, run)),
        (_grid(run),) if run else (),
        lines=lines,
    )


def _facts(plan: Plan, run: Course | None) -> Iterator[tuple[str, Cell]]:
    yield "Principal", plan.principal
    yield "Payment each month", plan.monthly
    yield "Payments of that amount until the principal is paid", plan.months
    yield "  years of monthly payments", in_years(plan.months)
    if run is None:
        return
    done = run.paid_off
    if plan.prison:
        yield f"Paid in custody, {run.custody.payments:,} of {_QUARTERLY} a quarter at most", run.custody.paid
    if plan.principal:
        yield "Principal is paid on", spelled(done.day) if done else "not within the term"
    if done and plan.prison:
        yield "  payments until then, in custody and after", done.payments
    yield "Term of liability ends", spelled(run.term_ends)
    if run.interest_from:
        yield "Interest starts", spelled(run.interest_from)
        yield "  interest until the end of the term", run.end.accrued
    standing = run.balance
    yield f"Paid by {spelled(standing.day)}", standing.paid
    yield "  principal unpaid then", standing.principal_unpaid
    yield "  interest unpaid then", standing.interest_unpaid


def _open_points(plan: Plan, run: Course | None) -> Iterator[Note]:
    yield Note(
        "means",
        "What the defendant can pay shapes the schedule, §3664(f)(2), not the amount of the order, §3664(f)(1)(A).",
    )
    yield Note(
        "when it is due",
        "At once, unless the court allows a date or installments in the interest of justice, §3572(d)(1). If the "
        "defendant can pay nothing now, the court may order nominal payments where no reasonable schedule would pay "
        "the whole, §3664(f)(3)(B); it may change the schedule later, §3664(k). Substantial resources received in "
        "prison must be applied to what is owed, §3664(n).",
    )
    if plan.income is not None:
        yield Note(
            "share of income",
            "No statute that fixes a share of income was found; it is the judge's choice. Gioeli (E.D.N.Y. 2019) took "
            "10% of gross income. Which payments are earnings for 15 U.S.C. 1673 is disputed.",
        )
    if run is None:
        return
    if plan.prison:
        yield Note(
            "prison program",
            f"{_QUARTERLY} a quarter is the ordinary minimum of 28 CFR 545.11(b)(1), not a fixed sum: it can be more, "
            "it serves all obligations together, and a judgment may set another schedule. Of a month's deposits the "
            f"first {dollars(_latest('prison.deposits-left-out'))} is left out. The section was read in unofficial "
            "copies; whether the amendments proposed in 2023 and 2024 were made final is not verified.",
        )
    yield Note(
        "term",
        f"Liability ends {plain(_latest('liability.term-years'))} years after judgment or after release, whichever is "
        "later; the estate answers after death, §3613(b). It may end earlier, once the victim has received the "
        "greatest loss found in any case, §2259(b)(2)(C).",
    )
    if run.interest_from:
        yield Note(
            "interest",
            "The rate is an input: the weekly average of the 1-year constant maturity Treasury yield for the calendar "
            f"week before {spelled(run.interest_from)}, in the Federal Reserve's release H.15, §3612(f)(2)(B). The "
            "court may waive or limit interest that the defendant is not able to pay, (f)(3); the Attorney General may "
            "waive it where collecting it is not likely to work, (h). (f)(2) speaks of interest on a fine: that "
            "restitution's is computed alike, that it is simple and over 365 days, and that holidays are those of "
            "5 U.S.C. 6103(a) on their own days, is our reading. Whether the "
            f"{dollars(_latest('interest.threshold'))} of (f)(1) is counted for each judgment or for each victim is "
            "open.",
        )
    yield Note("not worked out", "Penalties for late payment, §3612(g), and costs.")


def _grid(run: Course) -> Grid:
    rows = tuple((str(year), paid, standing.principal_unpaid, standing.accrued) for year, paid, standing in run.years())
    return Grid(
        "Year by year, on December 31 or at the end of the term",
        ("year", "paid in the year", "principal unpaid", "interest accrued so far"),
        rows,
    )


SCHEDULE = Command(
    "schedule", "work out how long collection takes, the interest, and the term of liability", answer, OPTIONS
)
