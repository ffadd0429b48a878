"""Defined monetary assistance: the amount of a year, the tests of eligibility, and the command line."""

from __future__ import annotations

import json
import re
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit import support
from tests.unit.support import ANSWERED, BAD_INPUT, Run, assert_cited, lines_of

from restitution.dates import spelled
from restitution.law import LAW, find_offense
from restitution.money import dollars
from restitution.protocol import FORMATS
from restitution.rules import assistance as rules
from restitution.rules.indexing import base_year, first_year, indexing, missing_index
from restitution.steps import assistance as steps
from restitution.steps.assistance import Claim, assistance

# Calculated by hand from the annual averages; the first is the statute's own figure.
AMOUNTS = {
    2019: "35000.00", 2020: "36504.55", 2021: "36954.90", 2022: "38691.05",
    2023: "41787.39", 2024: "43507.55", 2025: "44790.78", 2026: "45969.34",
}  # fmt: skip

answer = partial(support.answer, "assistance")
mistakes = partial(support.mistakes, "assistance")


# --- the amount ---


@pytest.mark.parametrize(("year", "amount"), AMOUNTS.items())
@pytest.mark.parametrize("day", ["01-01", "12-31"])
def test_the_amount_of_a_year(year: int, amount: str, day: str) -> None:
    """The whole calendar year of the order has one amount; only indexed ones are in doubt."""
    result = answer({"order_date": f"{year}-{day}"})
    assert (result["amount"], result["year"], result["eligible"]) == (amount, year, True)
    assert result["flags"] == ([] if year == first_year() else ["published-amount-not-found"])


def test_the_years_that_the_law_names() -> None:
    """2019 is the first calendar year after the Act, and the base is two years before it."""
    assert first_year() == LAW.enacted.start.year + 1
    assert base_year() == first_year() - 2


@given(st.sampled_from(sorted(AMOUNTS)), st.sampled_from(sorted(AMOUNTS)))
def test_a_later_year_is_never_less(one: int, other: int) -> None:
    """Prices rose in every year of the data, so the amount did."""
    low, high = sorted((one, other))
    assert Fraction(AMOUNTS[low]) <= Fraction(AMOUNTS[high])
    assert assistance(Claim(date(high, 1, 1))).amount.exact == Fraction(AMOUNTS[high])


def test_the_ratio_is_never_below_one() -> None:
    """The statute says so; an index that fell would leave the amount where it is."""
    fallen = indexing(2017, 2017)
    assert fallen.index.number < fallen.base.number
    assert fallen.ratio == 1
    assert fallen.stated == "1.000000"
    assert fallen.apply(Fraction(35000)) == 35000
    assert indexing(2026, 2017).stated == "1.313410"


def test_a_year_without_an_index_figure() -> None:
    """The refusal is at the date and names the missing figure."""
    message = mistakes({"order_date": "2027-01-01"})["order_date"]
    assert "CPI-U annual average of 2026" in message
    assert "years up to 2026" in message
    assert "CPI-U annual average of 2039" in mistakes({"order_date": "2040-06-01"})["order_date"]
    assert missing_index(2026) == ""


@pytest.mark.parametrize(
    ("day", "status"),
    [("0001-01-01", "statute"), ("2018-12-06", "statute"), ("2018-12-07", "model"), ("2018-12-31", "model")],
)
def test_before_the_first_year(day: str, status: str) -> None:
    """There is no amount; that there is none in the last days of 2018 is our reading, and says so."""
    found = lines_of(answer({"order_date": day}))
    assert found["amount"]["amount"] is None
    assert found["amount"]["status"] == found["eligible.year"]["status"] == status
    assert ("our reading" in found["amount"]["formula"]) == (status == "model")
    assert "fee-cap" not in found


def test_what_is_ours_says_so() -> None:
    """The formula is the statute's. The rounding and the choice of index figures are not."""
    found = lines_of(answer({"order_date": "2026-03-01"}))
    assert {key: found[key]["status"] for key in ("amount", "amount.base", "amount.ratio", "amount.index")} == {
        "amount": "model",
        "amount.base": "statute",
        "amount.ratio": "statute",
        "amount.index": "model",
    }
    assert "no rounding" in found["amount"]["formula"]
    assert "the court's order governs" in found["amount"]["formula"]
    assert "Mean of 11 months" in found["amount.index"]["formula"]
    assert "months" not in lines_of(answer({"order_date": "2025-03-01"}))["amount.index"]["formula"]
    assert lines_of(answer({"order_date": "2019-03-01"}))["amount"]["status"] == "statute"


# --- who is eligible ---


@pytest.mark.parametrize("year", AMOUNTS)
def test_collected_at_the_amount(year: int) -> None:
    """A cent less or exactly the amount does not bar it; a cent more does."""
    amount = Fraction(AMOUNTS[year])
    for difference, eligible in ((-1, True), (0, True), (1, False)):
        result = assistance(Claim(date(year, 6, 1), collected=amount + Fraction(difference, 100)))
        assert (result.reasons == ()) == eligible
    line = lines_of(answer({"order_date": f"{year}-06-01", "collected": AMOUNTS[year]}))["eligible.collected"]
    assert "equal to" in line["formula"]


TRAFFICKING = {
    "2251(d)", "2252(a)(1)", "2252(a)(2)", "2252(a)(3)", "2252(a)(4)", "2252A(a)(1)", "2252A(a)(2)",
    "2252A(a)(3)", "2252A(a)(4)", "2252A(a)(5)", "2260(b)",
}  # fmt: skip


@pytest.mark.parametrize("offense", LAW.offenses, ids=lambda o: f"{o.section} {o.series}".strip())
def test_which_convictions_open_it(offense: Any) -> None:
    """Those on the trafficking list of §2259(c)(3), and no other."""
    params = {"series": offense.series} if offense.series else {}
    result = answer({"order_date": "2024-01-02", "offense": offense.section, **params})
    opens = offense.section in TRAFFICKING or offense.series == "trafficking"
    assert result["eligible"] == opens
    assert result["reasons"] == ([] if opens else ["no-trafficking-conviction"])
    line = lines_of(result)["eligible.conviction"]
    assert line["status"] == offense.status
    assert line["label"].endswith(": met" if opens else ": not met")


def test_a_conviction_that_is_not_given() -> None:
    """It is taken to be trafficking, and the line says that this is assumed."""
    line = lines_of(answer({"order_date": "2024-01-02"}))["eligible.conviction"]
    assert line["status"] == "model"
    assert "is assumed" in line["formula"]
    assert f"before {spelled(LAW.enacted.start)} is enough is open" in line["formula"]


@given(
    st.dates(date(2012, 1, 1), date(2026, 12, 31)),
    st.integers(0, 10_000_000),
    st.booleans(),
    st.sampled_from([None, "2252A(a)(5)", "2251(a)", "2252A(a)(6)", "2422"]),
)
def test_the_reasons_follow_from_the_tests(day: date, cents: int, before: bool, section: str | None) -> None:
    """Eligible if and only if there is no reason against it; one failed line for each reason, in a fixed order."""
    offense = find_offense(section, None) if section else None
    result = assistance(Claim(day, Fraction(cents, 100), before, offense, Fraction(100_000)))
    order = [steps.BEFORE_2019, steps.NO_CONVICTION, steps.RECEIVED_BEFORE, steps.COLLECTED_MORE]
    assert list(result.reasons) == [reason for reason in order if reason in result.reasons]
    failed = [line for line in result.eligible.children if line.label.endswith(": not met")]
    assert len(failed) == len(result.reasons)
    assert (result.losses_after is not None) == (not result.reasons)
    assert (result.fee_cap is None) == (result.amount.amount is None)
    if result.fee_cap:
        over = result.amount.exact * Fraction(15, 100) - result.fee_cap.exact
        assert 0 <= over < Fraction(1, 100)
    assert result.eligible.label.endswith("no") == bool(result.reasons)


def test_nothing_was_collected_unless_a_claim_says_so() -> None:
    """Nor received before; and trafficking is assumed."""
    result = assistance(Claim(date(2024, 1, 2)))
    (collected,) = (line for line in result.eligible.children if line.key == "eligible.collected")
    assert collected.formula.startswith("$0.00 collected is less than $43,507.55.")
    assert result.reasons == ()


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"order_date": "2024-01-02"}, "discretion"),
        ({"order_date": "2024-01-02", "received_before": True}, "statute"),
        ({"order_date": "2024-01-02", "offense": "2252A(a)(6)"}, "model"),
        ({"order_date": "2024-01-02", "offense": "2252A(a)(6)", "received_before": True}, "statute"),
        ({"order_date": "2018-12-31"}, "model"),
    ],
)
def test_who_decides_eligibility(params: dict[str, Any], status: str) -> None:
    """The court if nothing bars it; the statute if one bar is in its text; otherwise our reading."""
    assert lines_of(answer(params))["eligible"]["status"] == status


# --- the worksheet ---


def test_figures_of_the_worksheet_are_those_of_the_answer() -> None:
    """Amount, fee cap and remaining losses have lines of their own, citing the provisions that set them."""
    params = {"order_date": "2024-05-01", "losses": "200000"}
    result = answer(params)
    found = lines_of(result)
    for field, key, pin in (
        ("amount", "amount", "(d)(1)(D)(ii)"),
        ("fee_cap", "fee-cap", "(d)(4)(A)"),
        ("losses_after", "losses-after", "(d)(2)(C)"),
    ):
        assert found[key]["amount"] == result[field]
        assert {"id": "18-usc-2259", "pin": pin} in found[key]["authorities"]
    assert result["losses_after"] == "156492.45"


def test_every_rule_is_used_and_cites_its_section() -> None:
    """Each rule of this command made a line, which cites the section that its docstring opens with."""
    claims = [Claim(date(2018, 12, 31)), Claim(date(2019, 1, 1)), Claim(date(2024, 1, 1), losses=Fraction(1))]
    made = [line for claim in claims for top in assistance(claim).lines for line in top.walk() if line.rule]
    assert_cited(made, rules)


# --- the entry point and the command line ---


def test_all_mistakes_at_once() -> None:
    """Each wrong field is refused with its path, and nothing is calculated."""
    wrong = {
        "order_date": "2024-02-30",
        "collected": "-5",
        "received_before": "yes",
        "offense": "2252Z",
        "series": "mixed",
        "losses": 1000,
        "amount": "1",
    }
    found = mistakes(wrong)
    assert set(found) == set(wrong)
    assert found["order_date"] == "2024-02-30 is not a calendar date."
    assert found["collected"] == "An amount cannot be negative: “-5”."
    assert "in quotes" in found["losses"]


def test_a_missing_figure_beside_other_mistakes() -> None:
    """The year without an index figure is reported together with the other mistakes."""
    assert set(mistakes({"order_date": "2031-01-01", "losses": "1.234"})) == {"order_date", "losses"}


@pytest.mark.parametrize(
    ("params", "path", "words"),
    [
        ({}, "order_date", "missing"),
        ({"order_date": None}, "order_date", "Write a date"),
        ({"order_date": "1/2/2024"}, "order_date", "Write a date"),
        ({"order_date": "2024-01-01T00:00:00"}, "order_date", "Write a date"),
        ({"order_date": 2024}, "order_date", "Write a date"),
        ({"order_date": "2024-01-01", "collected": "€5"}, "collected", "amount in US dollars"),
        ({"order_date": "2024-01-01", "collected": 35000}, "collected", "in quotes"),
        ({"order_date": "2024-01-01", "collected": 0.1}, "collected", "in quotes"),
        ({"order_date": "2024-01-01", "losses": "2000000000000"}, "losses", "at most"),
        ({"order_date": "2024-01-01", "offense": "2252A(g)"}, "series", "what the series was made of"),
        ({"order_date": "2024-01-01", "series": "trafficking"}, "series", "give the offense too"),
        ({"order_date": "2024-01-01", "offense": "9999"}, "offense", "not in the offense table"),
        ({"order_date": "2024-01-01", "offense": ""}, "offense", "Write the section"),
    ],
)
def test_mistakes_say_what_would_be_right(params: dict[str, Any], path: str, words: str) -> None:
    """One mistake, its path, and a sentence."""
    found = mistakes(params)
    assert list(found) == [path]
    assert words in found[path]


def test_text_for_people(run: Run) -> None:
    """The amount, the verdict and the open points are readable in the default format."""
    code, out, err = run("assistance", "--order-date", "2024-05-01", "--collected", "$40,000", "--losses", "200,000")
    assert (code, err) == (ANSWERED, "")
    text = " ".join(out.split())
    assert "Court order of May 1, 2024" in text
    assert "Amount for an order of 2024 $43,507.55" in text
    assert "yes, if the court finds the claimant a victim of the defendant" in text
    assert "$6,526.13" in text
    assert "$156,492.45" in text
    assert "published-amount-not-found: No official table" in text
    assert "court decides:" in text
    assert "queue: If the Reserve is short, the earliest-ordered payments come first" in text
    assert "earlier offense:" in text
    assert "18 U.S.C. § 2259B(b)" in text
    assert "Legal information, not legal advice." in text


def test_every_bar_is_told_in_words(run: Run) -> None:
    """Each reason has a sentence, not only a code, as does a loss that is not reduced."""
    options = ("--order-date=2026-01-01", "--offense=2251(a)", "--received-before", "--collected=50000", "--losses=1")
    out = run("assistance", *options)[1]
    text = " ".join(out.split())
    for reason in ("no-trafficking-conviction", "received-before", "collected-more", "losses"):
        assert re.search(rf"! {reason}: [A-Z]", text), reason
    early = " ".join(run("assistance", "--order-date", "2018-12-31")[1].split())
    assert "Amount for an order of 2018 none" in early
    assert "! before-2019: There is no amount" in early
    assert "published-amount-not-found" not in early


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("day", ["2018-06-01", "2019-06-01", "2026-06-01"])
def test_every_format(run: Run, form: str, day: str) -> None:
    """Each format is written, with the figure if there is one."""
    code, out, err = run("assistance", "--order-date", day, "--offense", "2252A(a)(2)", "--format", form)
    assert (code, err) == (ANSWERED, "")
    amount = AMOUNTS.get(int(day[:4]))
    if amount:
        assert (amount if form in ("json", "csv") else dollars(Fraction(amount)).removeprefix("$")) in out
    if form == "json":
        assert json.loads(out) == answer({"order_date": day, "offense": "2252A(a)(2)"})


def test_refusals_of_the_command_line(run: Run) -> None:
    """Exit code 2 and sentences on standard error; with JSON, the documented error object."""
    assert run("assistance", "--order-date", "2027-03-01", "--losses", "x") == (
        BAD_INPUT,
        "",
        "losses: Write an amount in US dollars, for example 1,234.50, not “x”.\norder_date: "
        + missing_index(2027)
        + "\n",
    )
    code, out, err = run("assistance", "--order-date", "yesterday", "--format", "json")
    assert (code, err) == (BAD_INPUT, "")
    assert json.loads(out)["errors"][0]["path"] == "order_date"
