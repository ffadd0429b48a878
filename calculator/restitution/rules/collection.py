"""How long collection takes: 18 U.S.C. §3664(f) the schedule, §3612(f) interest, §3613(b) the term of liability.

The amount of the order is fixed before any of this: what the defendant can pay shapes the schedule only.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import count, pairwise, takewhile

from restitution.dates import months_after, spelled, years_after
from restitution.law import LAW, Value, is_public_holiday
from restitution.money import cents, dollars, plain
from restitution.worksheet import Cite, Line, Status, rule

_MONTHS_IN_QUARTER = 3
_MONTHS_IN_YEAR = 12
_DAYS_IN_YEAR = 365
_WEEKEND = (5, 6)

KNOWN_FROM = max(
    LAW.parameter(name).values[0].start
    for name in ("interest.threshold", "interest.grace-day", "liability.term-years", "prison.quarterly")
)
"""The first day of judgment for which every figure that a dated schedule needs is known."""


_EARLIER = " The present text stands in for that of the time of the judgment, which may differ."


@dataclass(frozen=True, slots=True)
class Plan:
    """What is owed and how it is paid.

    Attributes:
        principal: US dollars, exact; so too ``monthly`` and ``income`` (a month's).
        monthly: the payment of a month, whole cents, more than nothing.
        income: where the payment was set as a share of it; ``percent`` is the share.
        rate: interest a year; ``None`` where none is worked out.
        judgment: without it there are no days, only a number of months.
        prison: whether the prison program's ordinary minimum is paid until ``released``, which must then be there.
        as_of: the day to state the balance for; ``None`` means the end of the term.
    """

    principal: Fraction
    monthly: Fraction
    income: Fraction | None = None
    percent: Fraction | None = None
    rate: Fraction | None = None
    judgment: date | None = None
    released: date | None = None
    prison: bool = False
    as_of: date | None = None

    @property
    def months(self) -> int:
        """Payments of the monthly amount until the principal is paid, the last one perhaps smaller."""
        return -(-self.principal // self.monthly)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the debt stands on a day, after the payment of that day. Amounts are exact US dollars.

    Attributes:
        accrued: interest in all until that day, the day itself not counted.
        payments: how many payments were made.
    """

    day: date
    principal_unpaid: Fraction
    principal_paid: Fraction = Fraction(0)
    interest_paid: Fraction = Fraction(0)
    accrued: Fraction = Fraction(0)
    payments: int = 0

    @property
    def paid(self) -> Fraction:
        """All payments."""
        return self.principal_paid + self.interest_paid

    @property
    def interest_unpaid(self) -> Fraction:
        """Interest that has accrued and is not paid."""
        return self.accrued - self.interest_paid

    @property
    def owed(self) -> Fraction:
        """Principal and interest together."""
        return self.principal_unpaid + self.interest_unpaid

    def after(self, payment: Fraction) -> Standing:
        """The standing once a payment was made: to principal first, then to interest, never more than is owed."""
        to_principal = min(payment, self.principal_unpaid)
        to_interest = min(payment - to_principal, self.interest_unpaid)
        return replace(
            self,
            principal_unpaid=self.principal_unpaid - to_principal,
            principal_paid=self.principal_paid + to_principal,
            interest_paid=self.interest_paid + to_interest,
            payments=self.payments + 1,
        )


@dataclass(frozen=True, slots=True)
class Course:
    """A schedule with days, run until everything is paid or the term of liability ends.

    Attributes:
        interest_from: the first day of interest; ``None`` where none is due or none is worked out.
        standings: the day of judgment, then the day of each payment.
    """

    plan: Plan
    judgment: date
    term_ends: date
    interest_from: date | None
    standings: tuple[Standing, ...]

    def at(self, day: date) -> Standing:
        """Where the debt stands on a day, not before the judgment. After the term nothing moves."""
        last = self.standings[bisect_right(self.standings, day, key=lambda standing: standing.day) - 1]
        return replace(_accrued(last, min(day, self.term_ends), self.plan, self.interest_from), day=day)

    @property
    def balance(self) -> Standing:
        """The standing that was asked for."""
        return self.at(self.plan.as_of or self.term_ends)

    @property
    def end(self) -> Standing:
        """The standing at the end of the term."""
        return self.at(self.term_ends)

    @property
    def paid_off(self) -> Standing | None:
        """The payment that brings the principal to nothing; ``None`` where none does."""
        return next((after for before, after in pairwise(self.standings) if _pays_off(before, after)), None)

    @property
    def custody(self) -> Standing:
        """The last payment of the prison program, or the judgment where there is none."""
        released = self.plan.released if self.plan.prison else None
        return [s for s in self.standings if s.day == self.judgment or (released and s.day < released)][-1]

    def years(self) -> Iterator[tuple[int, Fraction, Standing]]:
        """Year by year: the year, what was paid in it, and the standing on its last day or at the term's end."""
        before = Fraction(0)
        for year in range(self.judgment.year, self.term_ends.year + 1):
            standing = self.at(min(date(year, 12, 31), self.term_ends))
            yield year, standing.paid - before, standing
            if not standing.owed:
                return
            before = standing.paid


def _pays_off(before: Standing, after: Standing) -> bool:
    return bool(before.principal_unpaid) and not after.principal_unpaid


def course(plan: Plan, judgment: date) -> Course:
    """Run the schedule from the day of judgment.

    Source of law: 18 U.S.C. §3612(f), (i), §3613(b); 28 CFR 545.11(b)(1) for payments in custody.
    """
    term_ends = end_of_term(judgment, plan.released)
    interest_from = first_day_of_interest(judgment) if bears_interest(plan, judgment) else None
    standings = [Standing(judgment, plan.principal)]
    for day, payment in _due(plan, judgment, term_ends):
        now = _accrued(standings[-1], day, plan, interest_from)
        if not now.owed:
            break
        standings.append(now.after(payment))
    return Course(plan, judgment, term_ends, interest_from, tuple(standings))


def _due(plan: Plan, judgment: date, term_ends: date) -> Iterator[tuple[date, Fraction]]:
    """The days of payment up to the end of the term, with what is due on each."""
    start = judgment
    if plan.prison and plan.released:
        start = plan.released
        quarterly = _figure("prison.quarterly", judgment).number
        quarters = (months_after(judgment, _MONTHS_IN_QUARTER * k) for k in count(1))
        yield from ((day, quarterly) for day in takewhile(start.__gt__, quarters))
    months = (months_after(start, k) for k in count(1))
    yield from ((day, plan.monthly) for day in takewhile(term_ends.__ge__, months))


def _accrued(standing: Standing, day: date, plan: Plan, interest_from: date | None) -> Standing:
    """The standing carried on to a later day, with the interest of the days from its own up to that one."""
    if interest_from is None or plan.rate is None:
        return replace(standing, day=day)
    days = max(0, (day - max(standing.day, interest_from)).days)
    interest_of_days = standing.principal_unpaid * plan.rate * days / _DAYS_IN_YEAR
    return replace(standing, day=day, accrued=standing.accrued + interest_of_days)


def _figure(name: str, day: date | None) -> Value:
    """A figure of the law on the day of judgment; the latest one where no day is given.

    For a judgment before the texts that were read, the first figure known stands in.
    """
    parameter = LAW.parameter(name)
    return parameter.on(max(day, KNOWN_FROM)) if day else parameter.values[-1]


def end_of_term(judgment: date, released: date | None) -> date:
    """The day liability ends by lapse of time, §3613(b)."""
    years = int(_figure("liability.term-years", judgment).number)
    return max(years_after(day, years) for day in (judgment, released) if day)


def over_threshold(plan: Plan) -> bool:
    """Whether the principal is large enough for interest, §3612(f)(1). Open whether per judgment or per victim."""
    return plan.principal > _figure("interest.threshold", plan.judgment).number


def bears_interest(plan: Plan, judgment: date) -> bool:
    """Whether interest is worked out for a judgment of that day."""
    return plan.rate is not None and over_threshold(replace(plan, judgment=judgment))


def grace_ends(judgment: date) -> date:
    """The fifteenth day after the judgment, whatever day of the week it is, §3612(f)(1)."""
    return judgment + timedelta(int(_figure("interest.grace-day", judgment).number))


def first_day_of_interest(judgment: date) -> date:
    """The fifteenth day, moved to the next day that is no Saturday, Sunday or legal public holiday, §3612(f)(1)."""
    day = grace_ends(judgment)
    while day.weekday() in _WEEKEND or is_public_holiday(day):
        day += timedelta(1)
    return day


def in_years(months: int) -> str:
    """A number of months in years, with one decimal, half up."""
    tenths = cents(Fraction(months, 10 * _MONTHS_IN_YEAR))
    return f"{tenths // 10}.{tenths % 10}"


def _percent(ratio: Fraction) -> str:
    return f"{plain(ratio * 100)}%"


@rule
def principal(key: str, plan: Plan) -> Line:
    """§3664(f)(1)(A): the amount, "without consideration of the economic circumstances of the defendant".

    So too §2259(b)(4)(B)(i). Alalade (4th Cir., a fraud case) allowed no deduction for property that the Government
    had seized and kept. For trafficking the amount is the share of §2259(b)(2)(B); it is fixed before any schedule.
    """
    return Line(
        key,
        "Principal: the restitution ordered",
        plan.principal,
        f"{dollars(plan.principal)}, as given. The defendant's means do not change it; they shape the schedule.",
        Status.STATUTE,
        (Cite("18-usc-3664", "(f)(1)(A)"), Cite("18-usc-2259", "(b)(4)(B)(i)"), Cite("alalade-2000")),
    )


@rule
def payment(key: str, plan: Plan) -> Line:
    """§3664(f)(2): the court specifies "the schedule according to which, the restitution is to be paid".

    §3572(d)(1): payment is due "immediately, unless, in the interest of justice, the court provides for payment on a
    date certain or in installments"; the installments "shall be in equal monthly payments over the period provided by
    the court, unless the court establishes another schedule"; (d)(2): over "the shortest time in which full payment
    can reasonably be made". §3664(f)(3)(B): the court may order "nominal periodic payments" where the defendant's
    means allow no more. No statute that fixes a share of income was found; one judgment took a tenth (Gioeli).
    """
    cites: tuple[Cite, ...] = (
        Cite("18-usc-3664", "(f)(2)"),
        Cite("18-usc-3572", "(d)(1)"),
        Cite("18-usc-3664", "(f)(3)(B)"),
    )
    how = f"{dollars(plan.monthly)} a month, as given."
    children: tuple[Line, ...] = ()
    if plan.income is not None and plan.percent is not None:
        how = f"{_percent(plan.percent)} of {dollars(plan.income)} of income is {dollars(plan.monthly)} a month."
        children = (garnishment(f"{key}.garnishment", plan.income, plan.judgment),)
        cites = (*cites, Cite("gioeli-2019"))
    return Line(
        key,
        "Payment each month",
        plan.monthly,
        f"{how} Payment is due at once unless the court allows a date or installments; these then take the shortest "
        "time in which full payment can reasonably be made.",
        Status.DISCRETION,
        cites,
        children,
    )


@rule
def garnishment(key: str, income: Fraction, judgment: date | None) -> Line:
    """§3613(a)(3): the limits of 15 U.S.C. 1673 "shall apply to enforcement of the judgment"; (f): to restitution too.

    They bind garnishment of earnings, not the court that sets a schedule. The section counts by the week; a month's
    income stands in here. The second limit, which leaves a number of hours at the federal minimum wage, is told in
    words: it matters for small earnings only.
    """
    most = _figure("garnishment.most", judgment)
    hours = _figure("garnishment.wage-hours", judgment)
    return Line(
        key,
        "The most that garnishment may take of that income",
        income * most.number,
        f"{_percent(most.number)} of {dollars(income)}, if that is the month's disposable earnings. Less where a "
        f"week's are small: {plain(hours.number)} times the federal minimum hourly wage must be left. A limit on "
        "garnishment, not on what the court may order.",
        Status.MODEL,
        (Cite("18-usc-3613", "(a)(3)"), Cite(most.authority, most.pin), Cite(hours.authority, hours.pin)),
    )


@rule
def months(key: str, plan: Plan) -> Line:
    """§3572(d)(2): "the length of time over which scheduled payments will be made shall be set by the court".

    Here it is what the payment leads to: principal only, every payment made on its day. In Alalade $667,858.18 was
    payable at $150 a month, which is 4,453 payments by our arithmetic.
    """
    total = plan.months
    last = plan.principal - plan.monthly * max(0, total - 1)
    smaller = f", the last one of {dollars(last)}" if total and last < plan.monthly else ""
    return Line(
        key,
        "How many payments of that amount the principal takes",
        None,
        f"{dollars(plan.principal)} ÷ {dollars(plan.monthly)} = {total:,} payment{'' if total == 1 else 's'}{smaller}: "
        f"{in_years(total)} years of monthly payments.",
        Status.MODEL,
        (Cite("18-usc-3572", "(d)(2)"), Cite("alalade-2000")),
    )


@rule
def custody(key: str, run: Course) -> Line:
    """§3664(f)(2) leaves the schedule to the court; in custody the prison program of 28 CFR 545.11 collects.

    (b)(1) of that section gives an ordinary minimum of a quarter, which may be more; (b)(2) asks more of the better
    paid grades of UNICOR; (b) leaves a sum of each month's deposits out; (a) puts the special assessment before
    restitution. The model pays the minimum on this restitution alone.
    """
    quarterly = _figure("prison.quarterly", run.judgment)
    share = _figure("prison.unicor-share", run.judgment)
    left_out = _figure("prison.deposits-left-out", run.judgment)
    made = run.custody.payments
    return Line(
        key,
        "Paid in custody, at the ordinary minimum",
        run.custody.paid,
        f"{made:,} payment{'' if made == 1 else 's'} of {dollars(quarterly.number)} a quarter before the release. It "
        "is the ordinary minimum, for all obligations together, the special assessment first; staff may ask more, and "
        f"ordinarily {_percent(share.number)} of the pay in UNICOR grades 1 to 4. Of a month's deposits the first "
        f"{dollars(left_out.number)} is left out of the assessment.",
        Status.MODEL,
        (
            Cite("18-usc-3664", "(f)(2)"),
            Cite("28-cfr-545-11", "(a)"),
            *(Cite(value.authority, value.pin) for value in (left_out, quarterly, share)),
        ),
    )


@rule
def paid_off(key: str, run: Course) -> Line:
    """§3572(d)(1): installments, as the court provides. The day on which they have paid the principal.

    A model: every payment is made on its day, a number of months after the judgment, or after the release.
    """
    done = run.paid_off
    if done:
        words = f"{spelled(done.day)}, with payment {done.payments:,}."
    elif run.plan.principal:
        words = f"Not by {spelled(run.term_ends)}, when the term of liability ends."
    else:
        words = "There is no principal to pay."
    return Line(
        key,
        "Day on which the principal is paid",
        None,
        f"{words} Every payment is taken to be made on its day.",
        Status.MODEL,
        (Cite("18-usc-3572", "(d)(1)"),),
    )


@rule
def term(key: str, run: Course) -> Line:
    """§3613(b): "the later of 20 years from the entry of judgment or 20 years after the release from imprisonment".

    In the event of death "the individual's estate will be held responsible for any unpaid balance". §2259(b)(2)(C)
    may end liability earlier: once the victim has received the greatest loss found in any case.
    """
    value = _figure("liability.term-years", run.judgment)
    released = run.plan.released
    earlier = run.judgment < KNOWN_FROM
    later = (
        f"the later of {value.amount} years from the judgment and {value.amount} years from {spelled(released)}, the "
        "day of release"
        if released
        else f"{value.amount} years from the judgment; no release from prison is given, which would make it longer"
    )
    return Line(
        key,
        "End of the term of liability",
        None,
        f"{spelled(run.term_ends)}: {later}. After death the estate answers for the balance. Liability may end "
        f"earlier, once the victim has received the greatest loss found in any case.{_EARLIER if earlier else ''}",
        Status.MODEL if earlier else Status.STATUTE,
        (Cite(value.authority, value.pin), Cite("18-usc-2259", "(b)(2)(C)")),
    )


@rule
def interest_starts(key: str, judgment: date, starts: date) -> Line:
    """§3612(f)(1): from "the fifteenth day after the date of the judgment" on, unless the whole is paid before.

    "If that day is a Saturday, Sunday, or legal public holiday" it is "the next day that is not a Saturday, Sunday, or
    legal public holiday". That these are the holidays of 5 U.S.C. 6103(a), by their own days, is our reading: the
    words are the same, and no ruling was found. The sentence speaks of the fine being paid in full before; that it
    means restitution too is a reading of the Department of Justice's form.
    """
    fifteenth = grace_ends(judgment)
    skipped = [fifteenth + timedelta(k) for k in range((starts - fifteenth).days)]
    holiday = any(day.weekday() not in _WEEKEND for day in skipped)
    moved = f" The next day that is no weekend or holiday is {spelled(starts)}." if skipped else ""
    reading = " That 5 U.S.C. 6103(a) says which days are holidays is our reading." if holiday else ""
    return Line(
        key,
        "First day of interest",
        None,
        f"{spelled(fifteenth)} is day {(fifteenth - judgment).days} after the judgment.{moved}{reading} No interest is "
        "due if the whole is paid before: the sentence says so of a fine, and is read to mean restitution too.",
        Status.MODEL if holiday else Status.STATUTE,
        (Cite("18-usc-3612", "(f)(1)"), Cite("5-usc-6103", "(a)")),
    )


@rule
def no_interest(key: str, plan: Plan) -> Line:
    """§3612(f)(1): "interest on any fine or restitution of more than $2,500". Up to that amount there is none.

    Whether the amount is counted for each judgment or for each victim is not stated.
    """
    threshold = _figure("interest.threshold", plan.judgment)
    return Line(
        key,
        "Interest: none",
        Fraction(0),
        f"{dollars(plan.principal)} is not more than {dollars(threshold.number)}. Whether that is counted for each "
        "judgment or for each victim is open.",
        Status.STATUTE,
        (Cite(threshold.authority, threshold.pin),),
    )


@rule
def interest(key: str, run: Course, starts: date, rate: Fraction) -> Line:
    """§3612(f)(2)(A): interest is computed daily; (f)(2)(B): at a Treasury yield that is an input here.

    That yield is the "weekly average 1-year constant maturity Treasury yield, as published by the Board of Governors
    of the Federal Reserve System, for the calendar week preceding the first day on which the defendant is liable for
    interest". (f)(3)(A): where the defendant cannot pay interest the court may "waive the requirement for interest",
    or limit it. (f)(2) says "Interest on a fine shall be computed": that restitution's is computed alike is our
    reading. Whether interest is simple, and how many days a year has, is not said: here it is simple, over 365 days.
    """
    return Line(
        key,
        "Interest until the end of the term",
        run.end.accrued,
        f"{_percent(rate)} a year on the principal unpaid, simple, for each day over {_DAYS_IN_YEAR}, from "
        f"{spelled(starts)} up to but not including the day of payment, at most until {spelled(run.term_ends)}. The "
        f"rate is an input: the 1-year Treasury yield of the week before {spelled(starts)}. The court may waive or "
        "limit interest that the defendant is not able to pay.",
        Status.MODEL,
        (
            Cite("18-usc-3612", "(f)(2)(A)"),
            Cite("18-usc-3612", "(f)(2)(B)"),
            Cite("18-usc-3612", "(f)(3)"),
        ),
    )


@rule
def paid(key: str, standing: Standing) -> Line:
    """§3612(i): payments go "(1) to principal; (2) to costs; (3) to interest; and (4) to penalties".

    The model has no costs and no penalties; every payment is made on its day.
    """
    when, cites = spelled(standing.day), (Cite("18-usc-3612", "(i)"),)
    to_principal, to_interest = dollars(standing.principal_paid), dollars(standing.interest_paid)
    return Line(
        f"{key}.paid",
        f"Paid by {when}",
        standing.paid,
        f"{to_principal} to principal, then {to_interest} to interest.",
        Status.MODEL,
        cites,
        (
            Line(
                f"{key}.principal_paid",
                "Paid to principal",
                standing.principal_paid,
                f"{to_principal} in payments up to {when}, that day included.",
                Status.MODEL,
                cites,
            ),
            Line(
                f"{key}.interest_paid",
                "Paid to interest",
                standing.interest_paid,
                f"{to_interest}, once the principal was paid.",
                Status.MODEL,
                cites,
            ),
        ),
    )


@rule
def principal_unpaid(key: str, standing: Standing, plan: Plan) -> Line:
    """§3612(i): what payments "to principal" have left of it."""
    return Line(
        f"{key}.principal_unpaid",
        f"Principal unpaid on {spelled(standing.day)}",
        standing.principal_unpaid,
        f"{dollars(plan.principal)} less {dollars(standing.principal_paid)}.",
        Status.MODEL,
        (Cite("18-usc-3612", "(i)"),),
    )


@rule
def interest_unpaid(key: str, standing: Standing) -> Line:
    """§3612(f)(2)(A): interest until the day, which is not counted itself, less what was paid to it, §3612(i)."""
    cites = (Cite("18-usc-3612", "(f)(2)(A)"), Cite("18-usc-3612", "(i)"))
    accrued = dollars(standing.accrued)
    return Line(
        f"{key}.interest_unpaid",
        f"Interest unpaid on {spelled(standing.day)}",
        standing.interest_unpaid,
        f"{accrued} less {dollars(standing.interest_paid)}.",
        Status.MODEL,
        cites,
        (
            Line(
                f"{key}.interest_accrued",
                "Interest accrued",
                standing.accrued,
                f"{accrued} in all, up to but not including {spelled(standing.day)}; none after the term.",
                Status.MODEL,
                cites,
            ),
        ),
    )
