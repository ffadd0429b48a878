"""Shares: who counts in each, what caps them, who stands behind each method, and which have their figures."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from restitution.rules import shares as law
from restitution.rules.shares import Facts, conduct_noted, shares
from restitution.scenario import Adjustment, Apportionment, Conduct, Victim
from restitution.worksheet import Cite, Line, Status

NOTHING = Fraction(0)
LIMB = Cite("18-usc-2259", "(b)(2)(B)")
VICTIM = Victim("A", 8, 5, 0, (), None, True, NOTHING, NOTHING, NOTHING, None, ())
CHOICE = Apportionment("equal-share", "ordered", "median", None, None)
FACTS = Facts(Fraction(3000), LIMB, 2, VICTIM, (), CHOICE)
"""Eight defendants elsewhere and two here; five more are expected; losses of 3,000."""


def cites(line: Line) -> list[str]:
    """What a line stands on, each as ``id pin``."""
    return [f"{cite.authority} {cite.pin}".strip() for cite in line.authorities]


def told(line: Line) -> tuple[Any, Any]:
    """The amount of a line, and who decides it."""
    return line.amount, line.status


def of(**changed: Any) -> Facts:
    """The same facts with another figure of the victim."""
    return replace(FACTS, victim=replace(VICTIM, **changed))


def choosing(**changed: Any) -> Facts:
    """The same facts with another choice of the court."""
    return replace(FACTS, apportionment=replace(CHOICE, **changed))


@pytest.mark.parametrize(
    ("estimated", "divisors"), [(0, (10, 15, 10)), (9, (10, 15, 10)), (10, (10, 15, 10)), (11, (10, 15, 11))]
)
def test_who_counts(estimated: int, divisors: tuple[int, int, int]) -> None:
    """Those ordered, here and elsewhere; with those expected; an estimate, never fewer than those ordered."""
    facts = of(estimated_offenders=estimated)
    assert tuple(facts.divisor(who) for who in ("ordered", "predicted", "estimated")) == divisors


@pytest.mark.parametrize(
    ("method", "amount", "status", "stands_on"),
    [
        ("full", 3000, "discretion", ["paroline-2014 slip op. 18-19"]),
        (
            "equal-share.ordered",
            300,
            "holding",
            ["sainz-2016", "paroline-2014 slip op. 23", "benoit-2013", "loreng-2013"],
        ),
        ("equal-share.predicted", 200, "model", ["paroline-2014 slip op. 23"]),
        ("equal-share.estimated", 150, "model", ["paroline-2014 slip op. 23", "loreng-2013"]),
        ("adjusted-share", 300, "discretion", ["paroline-2014 slip op. 23"]),
        ("prior-awards", 40, "holding", ["miner-2015", "paroline-2014 Roberts, C.J., dissenting, slip op. 7"]),
        ("requested", 700, "discretion", ["stivers-2020", "jones-2018"]),
        ("fixed", 900, "discretion", ["paroline-2014 slip op. 22"]),
    ],
)
def test_what_each_method_gives_and_who_stands_behind_it(
    method: str, amount: int, status: str, stands_on: list[str]
) -> None:
    """A court where one upheld it, our model where none was seen, else the judge; each on its own authorities."""
    awards = (Fraction(10), Fraction(90), Fraction(40))
    facts = of(estimated_offenders=20, prior_awards=awards, requested=Fraction(700))
    facts = replace(facts, apportionment=replace(CHOICE, fixed=Fraction(900)))
    line = shares("s", facts)[method]
    assert line.key == f"s.{method}"
    assert told(line) == (amount, status)
    assert cites(line) == ["18-usc-2259 (b)(2)(B)", *stands_on]
    assert "Not above" not in line.formula


@pytest.mark.parametrize(("asked", "amount", "cut"), [(2999, 2999, False), (3000, 3000, False), (3001, 3000, True)])
def test_no_share_is_above_the_losses(asked: int, amount: int, cut: bool) -> None:
    """It is brought down to them, and says so only then."""
    line = law.requested("r", of(requested=Fraction(asked)))
    assert line.amount == amount
    assert ("Limited to the losses" in line.formula) is cut


def test_which_methods_have_their_figures() -> None:
    """Without figures: the three that need none, and the moved share; each other comes with its own figure."""
    plain = {"full", "equal-share.ordered", "equal-share.predicted", "adjusted-share"}
    assert set(shares("s", FACTS)) == plain
    assert set(shares("s", of(estimated_offenders=1))) == plain | {"equal-share.estimated"}
    assert set(shares("s", of(prior_awards=(NOTHING,)))) == plain | {"prior-awards"}
    assert set(shares("s", of(requested=NOTHING))) == plain | {"requested"}
    assert set(shares("s", choosing(fixed=NOTHING))) == plain | {"fixed"}


def test_a_moved_share_by_estimate_needs_the_estimate() -> None:
    """Its denominator is the chosen one, and it is left out where that has no figure."""
    by_estimate = choosing(denominator="estimated")
    assert "adjusted-share" not in shares("s", by_estimate)
    known = replace(by_estimate, victim=replace(VICTIM, estimated_offenders=30))
    assert shares("s", known)["adjusted-share"].amount == 100
    assert shares("s", choosing(denominator="predicted"))["adjusted-share"].amount == 200


def test_the_factors_of_a_moved_share_are_multiplied_and_named() -> None:
    """300 × 3/2 × 1/3; the reason where there is one, and that nothing moves it where nothing does."""
    factors = (Adjustment("images", Fraction(3, 2), "many"), Adjustment("other", Fraction(1, 3), ""))
    line = law.adjusted_share("a", replace(FACTS, adjustments=factors))
    assert line.amount == 150
    assert line.formula.startswith("$300.00 × 0.5, from $3,000.00 ÷ 10. ")
    assert "× 1.5 (many); " in line.formula
    assert line.formula.endswith("× 1/3.")
    unmoved = law.adjusted_share("a", FACTS)
    assert unmoved.formula == "$300.00, from $3,000.00 ÷ 10. No adjustment is stated."


@pytest.mark.parametrize(
    ("awards", "median", "mean"),
    [
        ([70], 70, 70),
        ([90, 10], 50, 50),
        ([90, 10, 20], 20, 40),
        ([10, 100, 20, 40], 30, Fraction(85, 2)),
    ],
)
def test_the_middle_of_earlier_awards(awards: list[int], median: int, mean: Fraction | int) -> None:
    """The median was upheld by a court; the mean is our model. Awards may stand in any order."""
    facts = of(prior_awards=tuple(map(Fraction, awards)))
    by_median = law.prior_awards("p", facts)
    assert told(by_median) == (median, Status.HOLDING)
    by_mean = law.prior_awards("p", replace(facts, apportionment=replace(CHOICE, statistic="mean")))
    assert told(by_mean) == (mean, Status.MODEL)
    assert f"The mean of {len(awards)} " in by_mean.formula


def test_what_is_not_stated_counts_as_nothing() -> None:
    """A request or a figure that is missing is no figure: the reader asks for it before these are shown."""
    assert law.requested("r", FACTS).amount == 0
    assert law.fixed("f", FACTS).amount == 0


@pytest.mark.parametrize(
    ("reproduced", "distributed", "link", "words"),
    [
        (False, False, False, "Neither reproduced nor distributed; no link"),
        (True, False, False, "Reproduced; no link"),
        (False, True, True, "Distributed; a link"),
        (True, True, True, "Reproduced and distributed; a link"),
    ],
)
def test_conduct_is_noted_as_stated(reproduced: bool, distributed: bool, link: bool, words: str) -> None:
    """What was done and whether there is a link to the production; the judge weighs it, no figure moves."""
    line = conduct_noted("c", Conduct("A", 7, 2, distributed, reproduced, link, (), ""), LIMB)
    assert words in line.formula
    assert line.formula.startswith("Images: 7. Videos: 2.")
    assert told(line) == (None, Status.DISCRETION)
    assert cites(line) == ["18-usc-2259 (b)(2)(B)", "paroline-2014 slip op. 23"]
