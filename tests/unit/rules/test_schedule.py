"""Collection: what each line of a schedule says, who decides it, and what of it is our model."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from restitution.law import LAW
from restitution.rules import schedule as law
from restitution.schedule import (
    KNOWN_FROM,
    Course,
    Plan,
    course,
    figure,
    first_day_of_interest,
    in_years,
    over_threshold,
)
from restitution.schedule.course import Balance, bears_interest
from restitution.worksheet import Line, Status

CENT = Fraction(1, 100)
JUDGMENT = date(2021, 6, 4)
FROM_THEN = ("interest.threshold", "interest.grace-day", "liability.term-years", "prison.quarterly")


def cites(line: Line) -> list[str]:
    """What a line stands on, each as ``id pin``."""
    return [f"{cite.authority} {cite.pin}".strip() for cite in line.authorities]


def told(line: Line) -> tuple[Any, Any]:
    """The amount of a line, and who decides it."""
    return line.amount, line.status


def plan(principal: Fraction | int = 3000, monthly: Fraction | int = 100, **more: Any) -> Plan:
    """A plan with a judgment of June 4, 2021."""
    return Plan(Fraction(principal), Fraction(monthly), judgment=JUDGMENT, **more)


def run(judgment: date = JUDGMENT, **more: Any) -> Course:
    """A schedule of $3,000 at $100 a month, with days."""
    return course(plan(**more), judgment)


# --- the figures ---


def test_figures_are_known_from_the_latest_start() -> None:
    """Earlier than that, one of the figures that a dated schedule needs would be missing."""
    starts = [LAW.parameter(name).values[0].start for name in FROM_THEN]
    assert max(starts) == KNOWN_FROM
    assert all(LAW.parameter(name).on(KNOWN_FROM).start <= KNOWN_FROM for name in FROM_THEN)


def test_a_figure_is_that_of_the_day_of_judgment() -> None:
    """Of a figure that changed the one of that day; of an older day the first known; without a day the latest."""
    name = "cpi-u.annual"
    values = LAW.parameter(name).values
    assert figure(name, date(2020, 6, 1)).start == date(2020, 1, 1)
    assert figure(name, date(2016, 6, 1)).start == date(KNOWN_FROM.year, 1, 1)
    assert figure(name, None) == values[-1]


def test_only_the_prison_program_pays_in_custody() -> None:
    """Quarters before the day of release count, the day itself does not; without the program nothing is paid there."""
    released = date(2022, 6, 4)
    inside = run(released=released, prison=True).custody
    assert (inside.day, inside.payments) == (date(2022, 3, 4), 3)
    assert inside.paid == 75
    assert run(released=released).custody.payments == 0
    assert run().custody.payments == 0
    assert run().custody.day == JUDGMENT
    assert run(released=date(2022, 3, 5), prison=True).custody.day == date(2022, 3, 4)


def test_the_last_year_ends_with_the_term() -> None:
    """Every other row is of December 31; the last of the day on which liability ends, with all that was paid."""
    rows = list(run(monthly=1).years())
    assert [standing.day for _, _, standing in rows[:2]] == [date(2021, 12, 31), date(2022, 12, 31)]
    year, paid, standing = rows[-1]
    assert (year, standing.day) == (2041, date(2041, 6, 4))
    assert paid == 6
    assert sum(part for _, part, _ in rows) == 240
    assert [year for year, _, _ in rows] == list(range(2021, 2042))


def test_the_table_stops_when_nothing_is_owed() -> None:
    """Thirty payments end on December 4, 2023, and so do the rows."""
    assert [year for year, _, _ in run().years()] == [2021, 2022, 2023]
    assert [paid for _, paid, _ in run().years()] == [600, 1200, 1200]


def test_the_payment_that_pays_the_principal_off() -> None:
    """The first after which nothing of it is left, and not a later one that pays interest; none where none does."""
    done = run(rate=Fraction(1, 10)).paid_off
    assert done is not None
    assert (done.day, done.payments) == (date(2023, 12, 4), 30)
    assert done.interest_paid == 0
    assert run(monthly=1).paid_off is None
    assert run(principal=0).paid_off is None


@pytest.mark.parametrize(("principal", "due"), [(2500, False), (2500 + CENT, True)])
def test_interest_is_for_more_than_the_threshold(principal: Fraction | int, due: bool) -> None:
    """Exactly $2,500 bears none; without a rate none is calculated."""
    dated = plan(principal, rate=Fraction(0))
    assert over_threshold(dated) is due
    assert bears_interest(dated, JUDGMENT) is due
    assert not bears_interest(plan(principal), JUDGMENT)
    assert (course(dated, JUDGMENT).interest_from is not None) is due


@pytest.mark.parametrize(
    ("months", "words"), [(0, "0.0"), (5, "0.4"), (6, "0.5"), (7, "0.6"), (12, "1.0"), (126, "10.5"), (4453, "371.1")]
)
def test_months_in_years(months: int, words: str) -> None:
    """One decimal, half up."""
    assert in_years(months) == words


# --- the lines ---


def test_the_amount_is_fixed_by_the_statute() -> None:
    """Whatever the defendant's means."""
    line = law.principal("p", plan())
    assert told(line) == (3000, Status.STATUTE)


def test_the_payment_is_for_the_judge() -> None:
    """As given, or a share of income as one judgment took it; then with the limit of garnishment under it."""
    given = law.payment("m", plan())
    assert told(given) == (100, Status.DISCRETION)
    assert not given.children
    assert "as given" in given.formula
    assert "gioeli-2019" not in cites(given)
    shared = law.payment("m", plan(income=Fraction(1000), percent=Fraction(1, 10)))
    assert told(shared) == (100, Status.DISCRETION)
    assert "10% of $1,000.00" in shared.formula
    assert cites(shared) == [*cites(given), "gioeli-2019"]
    (limit,) = shared.children
    assert limit.key == "m.garnishment"
    assert told(limit) == (250, Status.MODEL)


@pytest.mark.parametrize(
    ("principal", "monthly", "words"),
    [
        (3000, 100, "= 30 payments: 2.5 years"),
        (3000, 3000, "= 1 payment: 0.1 years"),
        (3000, 2999, "= 2 payments, the last one of $1.00: 0.2 years"),
        (3000, 3001, "= 1 payment, the last one of $3,000.00: 0.1 years"),
        (0, 100, "= 0 payments: 0.0 years"),
    ],
)
def test_how_many_payments(principal: int, monthly: int, words: str) -> None:
    """A smaller last one is told; for the whole it is our arithmetic, not the court's schedule."""
    line = law.months("m", plan(principal, monthly))
    assert words in line.formula
    assert told(line) == (None, Status.MODEL)


def test_what_custody_pays_is_a_model() -> None:
    """The ordinary minimum each quarter, one payment or several."""
    line = law.custody("c", run(released=date(2022, 6, 4), prison=True))
    assert told(line) == (75, Status.MODEL)
    assert line.formula.startswith("3 payments of $25.00 a quarter")
    one = law.custody("c", run(released=date(2021, 9, 5), prison=True))
    assert one.formula.startswith("1 payment of")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "December 4, 2023, with payment 30."),
        ({"monthly": 1}, "Not by June 4, 2041, when the term of liability ends."),
        ({"principal": 0}, "There is no principal to pay."),
    ],
)
def test_when_the_principal_is_paid(more: dict[str, Any], words: str) -> None:
    """The day and the number of the payment, or that it is not paid in the term, or that there is none."""
    line = law.paid_off("p", run(**more))
    assert line.formula.startswith(words)
    assert line.status == Status.MODEL


@pytest.mark.parametrize(
    ("judgment", "status"),
    [
        (KNOWN_FROM, Status.STATUTE),
        (KNOWN_FROM - timedelta(1), Status.MODEL),
        (KNOWN_FROM + timedelta(1), Status.STATUTE),
    ],
)
def test_the_term_is_the_statute_from_the_first_known_day(judgment: date, status: Status) -> None:
    """For an older judgment the present text is used instead, and that is said."""
    line = law.term("t", run(judgment))
    assert line.status == status
    assert ("is used in place of" in line.formula) is (status == Status.MODEL)
    older = ["pub-l-114-324 § 2(b)", "ellingburg-2026"] if status == Status.MODEL else []
    assert cites(line) == ["18-usc-3613 (b)", "18-usc-2259 (b)(2)(C)", *older]
    assert ("before April 24, 1996" in line.formula) is (status == Status.MODEL)


def test_the_term_counts_from_the_release_if_there_was_prison() -> None:
    """The later of the two; without a release, that one would make it longer."""
    assert "no release from prison is given" in law.term("t", run()).formula
    held = law.term("t", run(released=date(2025, 1, 2)))
    assert held.formula.startswith("January 2, 2045: the later of")
    assert "20 years from January 2, 2025" in held.formula


@pytest.mark.parametrize(
    ("judgment", "starts", "status", "moved"),
    [
        (date(2024, 3, 1), date(2024, 3, 18), Status.STATUTE, True),
        (date(2024, 3, 4), date(2024, 3, 19), Status.STATUTE, False),
        (date(2024, 6, 4), date(2024, 6, 20), Status.MODEL, True),
        (date(2021, 5, 14), date(2021, 6, 1), Status.MODEL, True),
        (date(2024, 3, 2), date(2024, 3, 18), Status.STATUTE, True),
    ],
)
def test_the_first_day_of_interest(judgment: date, starts: date, status: Status, moved: bool) -> None:
    """By hand: a Saturday; no move; Juneteenth; a weekend before Memorial Day; a Sunday.

    Which days are holidays is our reading, so a move over a holiday on a weekday is no longer the statute's alone.
    """
    line = law.interest_starts("i", judgment, first_day_of_interest(judgment))
    assert first_day_of_interest(judgment) == starts
    assert line.status == status
    assert "is day 15 after the judgment" in line.formula
    assert ("The next day" in line.formula) is moved
    assert ("our reading" in line.formula) is (status == Status.MODEL)


def test_no_interest_is_the_statute() -> None:
    """Nothing up to the threshold."""
    line = law.no_interest("i", plan(2500))
    assert told(line) == (0, Status.STATUTE)
    assert cites(line) == ["18-usc-3612 (f)(1)"]


def test_interest_and_balance_are_a_model() -> None:
    """Simple, over 365 days, by our reading: so too what is paid and what is left."""
    walked = run(rate=Fraction(1, 10))
    starts = first_day_of_interest(JUDGMENT)
    assert law.interest("i", walked, starts, Fraction(1, 10)).amount == walked.end.accrued > 0
    standing = walked.end
    lines = (
        law.interest("i", walked, starts, Fraction(1, 10)),
        law.paid("at", standing),
        law.principal_unpaid("at", standing, walked.plan),
        law.interest_unpaid("at", standing),
    )
    found = [one for line in lines for one in line.walk()]
    assert {one.status for one in found} == {Status.MODEL}
    assert {one.key: one.amount for one in found[1:]} == {
        "at.paid": standing.paid,
        "at.principal_paid": 3000,
        "at.interest_paid": standing.interest_paid,
        "at.principal_unpaid": 0,
        "at.interest_unpaid": 0,
        "at.interest_accrued": standing.accrued,
    }


def test_what_is_owed_is_principal_and_interest() -> None:
    """Both together, less what was paid of each."""
    balance = Balance(JUDGMENT, Fraction(100), interest_paid=Fraction(2), interest=Fraction(7))
    assert balance.interest_unpaid == 5
    assert balance.owed == 105


def test_no_interest_before_its_first_day() -> None:
    """A balance asked for in the days of grace has none, and owes none back."""
    course = run(principal=5000, rate=Fraction(1, 20))
    assert course.interest_from
    for days in (0, 1, 5):
        assert course.at(JUDGMENT + timedelta(days)).accrued == 0
    assert course.at(course.interest_from).accrued == 0
    assert course.at(course.interest_from + timedelta(1)).interest == Fraction(5000) / 20 / 365
