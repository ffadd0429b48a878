"""How losses are built: an annual loss year by year, months besides years, and the total of the years."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution import InputError
from restitution.money import stated
from restitution.rules.losses import stream, stream_year
from restitution.scenario import Stream, read_scenario
from restitution.steps.losses import build_up
from restitution.worksheet import Cite

CITES = (Cite("18-usc-2259", "(c)(2)(D)"),)


def year(size: Stream, number: int) -> str:
    """Return one year as stated."""
    return stated(stream_year("y", size, number, CITES[0]).exact)


def test_each_year_grows_and_is_brought_back_to_the_day_of_the_order() -> None:
    """By hand: 12,000 / 1.03; 12,000 × 1.02 / 1.03²; half of 12,000 × 1.02² / 1.03³, each up to the rounded sum."""
    size = Stream(Fraction(12000), 2, 6, Fraction("0.02"), Fraction("0.03"), 1)
    assert [year(size, number) for number in range(3)] == ["11650.49", "11537.37", "5712.68"]
    assert stated(stream("s", "", size, CITES).exact) == "28900.54"


def test_a_loss_that_starts_now_is_not_discounted_at_first() -> None:
    """By hand: 1,000, then 1,000 × 1.1 / 1.05."""
    size = Stream(Fraction(1000), 2, 0, Fraction("0.1"), Fraction("0.05"), 0)
    assert [year(size, number) for number in range(2)] == ["1000.00", "1047.62"]


def test_a_year_says_how_it_was_reached() -> None:
    """The grown amount, how far away it is, and by what it is divided; months if it is part of a year."""
    size = Stream(Fraction(12000), 1, 3, Fraction("0.02"), Fraction("0.03"), 1)
    whole, part = (stream_year("y", size, number, CITES[0]) for number in range(2))
    assert (whole.label, part.label) == ("Year 1", "Year 2")
    assert whole.formula == "$12,000.00, ÷ (1 + 3%)^1. Years from the order: 1."
    assert part.formula == "$3,060.00 for 3 of 12 months, ÷ (1 + 3%)^2. Years from the order: 2."


rates = st.fractions(Fraction(-1, 5), Fraction(1, 5), max_denominator=1000)
streams = st.builds(
    Stream,
    annual=st.integers(0, 10**7).map(lambda cents: Fraction(cents, 100)),
    years=st.integers(1, 40),
    months=st.integers(0, 11),
    growth=rates,
    discount=rates,
    starts_in=st.integers(0, 10),
)


@given(streams)
def test_the_years_add_up_to_the_loss(size: Stream) -> None:
    """As stated, line by line; each is within a cent of its own figure."""
    lines = [stream_year("y", size, number, CITES[0]) for number in range(size.rows)]
    assert sum((line.exact for line in lines), Fraction(0)) == stream("s", "", size, CITES).exact
    for number, line in enumerate(lines):
        part = Fraction(size.months, 12) if number == size.years else Fraction(1)
        own = size.annual * (1 + size.growth) ** number / (1 + size.discount) ** (size.starts_in + number) * part
        assert abs(line.exact - own) <= Fraction(1, 100)


@pytest.mark.parametrize(
    ("starts_in", "years", "projected", "incurred"),
    [
        (10, 22, False, "0.00"),
        (1, 1, False, "0.00"),
        (0, 2, False, "1000.00"),
        (0, 1, False, "1000.00"),
        (0, 2, True, "0.00"),
    ],
)
def test_what_comes_after_the_day_of_the_order_is_projected(
    plain: dict[str, Any], starts_in: int, years: int, projected: bool, incurred: str
) -> None:
    """Without being told: of a yearly loss only a payment due on that day is incurred."""
    loss = {"category": "income", "annual": "1000", "years": years, "starts_in": starts_in, "projected": projected}
    plain["victim"][0]["loss"] = [loss]
    (victim,) = build_up(read_scenario(plain))
    assert stated(victim.incurred) == incurred
    assert victim.incurred + victim.projected == victim.total.chosen
    (line,) = victim.heads[0].children
    ending = ", projected" if not victim.incurred else ", projected in part" if victim.projected else "Lost income"
    assert line.label.endswith(ending)


def test_the_years_stand_under_their_loss(plain: dict[str, Any]) -> None:
    """Three years and a part make four lines, in order; other losses have none."""
    plain["victim"][0]["loss"].append({"category": "income", "annual": "100", "years": 3, "months": 1})
    (victim,) = build_up(read_scenario(plain))
    therapy, income = victim.heads
    assert (therapy.key, income.key) == ("A.therapy", "A.income")
    assert not therapy.children[0].children
    assert [line.key for line in income.children[0].children] == ["A.2.1", "A.2.2", "A.2.3", "A.2.4"]


@pytest.mark.parametrize(("years", "months", "refused"), [(0, 0, True), (0, 1, False), (1, 0, False), (100, 11, False)])
def test_a_yearly_loss_has_a_year_or_a_month(plain: dict[str, Any], years: int, months: int, refused: bool) -> None:
    """Nothing at all is a mistake; months alone are not."""
    plain["victim"][0]["loss"] = [{"category": "income", "annual": "100", "years": years, "months": months}]
    if refused:
        with pytest.raises(InputError, match="1 to 100"):
            read_scenario(plain)
    else:
        read_scenario(plain)
