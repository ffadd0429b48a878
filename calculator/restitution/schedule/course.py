"""The course of a debt over time: 18 U.S.C. §3664(f) the schedule, §3612(f) interest, §3613(b) the term of liability.

Payments are made when due, interest accrues daily, and everything stops when the debt is paid or the term ends.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import count, pairwise, takewhile

from restitution.dates import months_after, years_after
from restitution.law import LAW, Value
from restitution.law.holidays import is_public_holiday
from restitution.money import cents, to_the_cent

_MONTHS_IN_QUARTER = 3
_MONTHS_IN_YEAR = 12
DAYS_IN_YEAR = 365
WEEKEND = (5, 6)
UNUSUAL_RATE = Fraction(1, 10)
"""An interest rate above this is taken as written, and flagged."""

KNOWN_FROM = max(
    LAW.parameter(name).values[0].start
    for name in ("interest.threshold", "interest.grace-day", "liability.term-years", "prison.quarterly")
)
"""The earliest date of judgment for which every figure that a dated schedule needs is known."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is owed and how it is paid.

    Attributes:
        principal: US dollars, whole cents, as are ``monthly``, greater than zero, and ``income``.
        income: monthly income, if the payment was set as a share of it; ``percent`` is the share.
        rate: annual interest rate; ``None`` to calculate no interest.
        judgment: date of judgment; without it there are no dates, only a number of months.
        prison: whether the prison program's ordinary minimum is paid until ``released``, which is then required.
        as_of: the date of the balance; ``None`` means the end of the term.
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
class Balance:
    """The debt on a day, after any payment of that day. Amounts are US dollars, whole cents.

    Attributes:
        interest: total interest up to but not including that day, exact: rounded each time, it would drift.
        payments: number of payments made.
    """

    day: date
    principal_unpaid: Fraction
    principal_paid: Fraction = Fraction(0)
    interest_paid: Fraction = Fraction(0)
    interest: Fraction = Fraction(0)
    payments: int = 0

    @property
    def accrued(self) -> Fraction:
        """Total interest as stated."""
        return to_the_cent(self.interest)

    @property
    def paid(self) -> Fraction:
        """All payments."""
        return self.principal_paid + self.interest_paid

    @property
    def interest_unpaid(self) -> Fraction:
        """Accrued interest that is not paid."""
        return self.accrued - self.interest_paid

    @property
    def owed(self) -> Fraction:
        """Principal and interest together."""
        return self.principal_unpaid + self.interest_unpaid

    def after(self, payment: Fraction) -> Balance:
        """Apply a payment to principal first, then to interest, never more than is owed."""
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
    """A schedule with dates, run until everything is paid or the term of liability ends.

    Attributes:
        interest_from: the first day of interest; ``None`` if none is due or none is calculated.
        balances: on the date of judgment, then on the date of each payment.
    """

    plan: Plan
    judgment: date
    term_ends: date
    interest_from: date | None
    balances: tuple[Balance, ...]

    def at(self, day: date) -> Balance:
        """Return the balance on a day, not before the judgment. Nothing changes after the term."""
        last = self.balances[bisect_right(self.balances, day, key=lambda balance: balance.day) - 1]
        return replace(_accrued(last, min(day, self.term_ends), self.plan, self.interest_from), day=day)

    @property
    def balance(self) -> Balance:
        """The balance on the date requested."""
        return self.at(self.plan.as_of or self.term_ends)

    @property
    def end(self) -> Balance:
        """The balance at the end of the term."""
        return self.at(self.term_ends)

    @property
    def paid_off(self) -> Balance | None:
        """The balance after the payment that pays off the principal; ``None`` if none does."""
        return next((after for before, after in pairwise(self.balances) if _pays_off(before, after)), None)

    @property
    def custody(self) -> Balance:
        """The balance after the last payment of the prison program, or at the judgment if there is none."""
        released = self.plan.released if self.plan.prison else None
        return [s for s in self.balances if s.day == self.judgment or (released and s.day < released)][-1]

    def years(self) -> Iterator[tuple[int, Fraction, Balance]]:
        """Yield each year, what was paid in it, and the balance on its last day or at the end of the term."""
        before = Fraction(0)
        for year in range(self.judgment.year, self.term_ends.year + 1):
            balance = self.at(min(date(year, 12, 31), self.term_ends))
            yield year, balance.paid - before, balance
            if not balance.owed:
                return
            before = balance.paid


def _pays_off(before: Balance, after: Balance) -> bool:
    return bool(before.principal_unpaid) and not after.principal_unpaid


def course(plan: Plan, judgment: date) -> Course:
    """Run the schedule from the date of judgment.

    Source of law: 18 U.S.C. §3612(f), (i), §3613(b); 28 CFR 545.11(b)(1) for payments in custody.
    """
    term_ends = end_of_term(judgment, plan.released)
    interest_from = first_day_of_interest(judgment) if bears_interest(plan, judgment) else None
    balances = [Balance(judgment, plan.principal)]
    for day, payment in _due(plan, judgment, term_ends):
        now = _accrued(balances[-1], day, plan, interest_from)
        if not now.owed:
            break
        balances.append(now.after(payment))
    return Course(plan, judgment, term_ends, interest_from, tuple(balances))


def _due(plan: Plan, judgment: date, term_ends: date) -> Iterator[tuple[date, Fraction]]:
    """Yield the due dates up to the end of the term, with the amount due on each."""
    start = judgment
    if plan.prison and plan.released:
        start = plan.released
        quarterly = figure("prison.quarterly", judgment).number
        quarters = (months_after(judgment, _MONTHS_IN_QUARTER * k) for k in count(1))
        yield from ((day, quarterly) for day in takewhile(start.__gt__, quarters))
    months = (months_after(start, k) for k in count(1))
    yield from ((day, plan.monthly) for day in takewhile(term_ends.__ge__, months))


def _accrued(balance: Balance, day: date, plan: Plan, interest_from: date | None) -> Balance:
    """Carry the balance forward to a later day, adding the interest of the days between."""
    if interest_from is None or plan.rate is None:
        return replace(balance, day=day)
    days = max(0, (day - max(balance.day, interest_from)).days)
    interest_of_days = balance.principal_unpaid * plan.rate * days / DAYS_IN_YEAR
    return replace(balance, day=day, interest=balance.interest + interest_of_days)


def figure(name: str, day: date | None) -> Value:
    """Return a figure of the law on the date of judgment, or the latest one without a date.

    For a judgment that predates the texts read, the earliest known figure is used.
    """
    parameter = LAW.parameter(name)
    return parameter.on(max(day, KNOWN_FROM)) if day else parameter.values[-1]


def end_of_term(judgment: date, released: date | None) -> date:
    """Return the day liability ends by lapse of time, §3613(b)."""
    years = int(figure("liability.term-years", judgment).number)
    return max(years_after(day, years) for day in (judgment, released) if day)


def over_threshold(plan: Plan) -> bool:
    """Return whether the principal is large enough for interest, §3612(f)(1). Open: per judgment or per victim."""
    return plan.principal > figure("interest.threshold", plan.judgment).number


def bears_interest(plan: Plan, judgment: date) -> bool:
    """Return whether interest is calculated for a judgment of that date."""
    return plan.rate is not None and over_threshold(replace(plan, judgment=judgment))


def grace_ends(judgment: date) -> date:
    """Return the fifteenth day after the judgment, whatever day of the week it is, §3612(f)(1)."""
    return judgment + timedelta(int(figure("interest.grace-day", judgment).number))


def first_day_of_interest(judgment: date) -> date:
    """Return the fifteenth day, moved past any Saturday, Sunday or legal public holiday, §3612(f)(1)."""
    day = grace_ends(judgment)
    while day.weekday() in WEEKEND or is_public_holiday(day):
        day += timedelta(1)
    return day


def in_years(months: int) -> str:
    """Return a number of months in years, to one decimal, half up."""
    tenths = cents(Fraction(months, 10 * _MONTHS_IN_YEAR))
    return f"{tenths // 10}.{tenths % 10}"
