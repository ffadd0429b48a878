"""Liability together, joint or hybrid, and totals under other choices."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from restitution.docket import Obligation
from restitution.rules.compare import moved, separated, under_law, under_method
from restitution.rules.joint import Hybrid, exposure, hybrid_liability, joint_liability
from restitution.worksheet import Line, Status


def cites(line: Line) -> list[str]:
    """What a line stands on, each as ``id pin``."""
    return [f"{cite.authority} {cite.pin}".strip() for cite in line.authorities]


def told(line: Line) -> tuple[Any, Any]:
    """The amount of a line, and who decides it."""
    return line.amount, line.status


@pytest.mark.parametrize(("losses", "amount"), [(9, 9), (10, 10), (11, 10)])
def test_a_joint_group_owes_the_smaller(losses: int, amount: int) -> None:
    """The losses, or the orders of its members together, once; no court was seen deciding it."""
    line = joint_liability("j", Fraction(losses), [Fraction(3), Fraction(7)])
    assert told(line) == (amount, Status.MODEL)
    assert cites(line)[:3] == ["18-usc-3664 (h)", "lundquist-2013", "grovo-2016"]


@pytest.mark.parametrize(("orders", "unequal"), [((5, 5), False), ((3, 7), True), ((5, 5, 3), True)])
def test_members_with_different_orders(orders: tuple[int, ...], unequal: bool) -> None:
    """The line says what holding a member to a part would mean, and by which decisions."""
    line = joint_liability("j", Fraction(99), [Fraction(one) for one in orders])
    assert ("hybrid liability" in line.formula) is unequal
    assert [cite.partition(" ")[0] for cite in cites(line)[3:]] == ["salti-2023", "yalincak-2022"] * unequal


def test_an_own_sum_and_what_it_is_measured_against() -> None:
    """Ten dollars together, seven alone, two of the ten paid before by an unknown payer, and a limit of five."""
    both = Obligation("RJ", "restitution", 1000, 200, ("1", "2"), "victim", "A", "other")
    alone = Obligation("R2", "restitution", 700, 0, ("2",), "victim", "A", "other")
    hybrid = Hybrid("A", (both, alone), 600, 500, nested=True)
    assert (hybrid.total, hybrid.short) == (1700, 1100)
    line = exposure("e", hybrid, "2", 400, 500)
    assert told(line) == (5, Status.MODEL)
    assert line.formula == (
        "Ordered against this defendant $17.00 (RJ, R2), less $4.00 paid by this defendant: $13.00. The victim is "
        "still owed $11.00. The victim may still receive $5.00 here. The least of these, paid only once. Who paid "
        "$2.00 before is not known. It reduces what the victim is owed and no defendant's own amount (our model); if "
        "this defendant paid it, the figure is too high by up to that sum."
    )
    known = replace(hybrid, obligations=(replace(both, paid=0), alone), left=None)
    plain = exposure("e", known, "1", 1000, 0)
    assert told(plain) == (0, Status.HOLDING)
    assert plain.formula.endswith("The victim is still owed $11.00. The least of these.")
    assert exposure("e", replace(known, nested=False), "1", 1000, 0).status == Status.MODEL
    whole = hybrid_liability("h", known, (plain,))
    assert told(whole) == (11, Status.HOLDING)
    assert whole.formula.startswith("RJ by defendants 1 and 2; R2 by defendant 2: $17.00 in all")
    apart = hybrid_liability("h", replace(known, nested=False), ())
    assert apart.status == Status.MODEL
    assert "lundquist-2013" in cites(apart)
    assert "that the rule reaches these defendants is our reading" in apart.formula
    mixed = replace(known, obligations=(replace(both, paid=0), replace(alone, offense="trafficking")))
    line = hybrid_liability("h", mixed, ())
    assert line.status == Status.MODEL
    assert "If they are for different losses, liability is separate for each." in line.formula
    assert "different losses" not in whole.formula


@pytest.mark.parametrize(
    ("method", "chosen", "page"),
    [("fixed", True, "22-23"), ("fixed", False, "22-23"), ("full", False, "18-19"), ("requested", False, "22-23")],
)
def test_the_whole_loss_is_shown_for_comparison_only(method: str, chosen: bool, page: str) -> None:
    """Paroline refused it for one possessor: that is said of this method alone. The own choice is marked."""
    line = under_method("m", method, Fraction(700), chosen)
    assert told(line) == (700, Status.MODEL)
    assert cites(line) == ["18-usc-2259 (b)(2)(B)", f"paroline-2014 slip op. {page}"]
    assert ("refused" in line.formula) is (method == "full")
    assert ("own choice" in line.formula) is chosen


@pytest.mark.parametrize(("version", "words"), [("current", "the present text"), ("pre-2018", "before the AVAA")])
def test_the_same_facts_under_each_text(version: str, words: str) -> None:
    """Each total is named by its text; that it is no choice stands beside it."""
    line = under_law("l", version, Fraction(700))
    assert told(line) == (700, Status.MODEL)
    assert line.label.endswith(words)


@pytest.mark.parametrize(("separates", "words"), [(True, "taken out"), (False, "left in")])
def test_with_and_without_the_original_abuse(separates: bool, words: str) -> None:
    """Each total is named by what was done with the original abuse's part."""
    line = separated("m", separates, Fraction(700))
    assert told(line) == (700, Status.MODEL)
    assert line.label.endswith(words)


@pytest.mark.parametrize(("low", "high"), [(10, 30), (30, 10), (0, 20)])
def test_a_swing_has_no_direction(low: int, high: int) -> None:
    """More of an input may lower the total: how far it moves is never negative."""
    line = moved("m", "", ("1", Fraction(low)), ("2", Fraction(high)))
    assert told(line) == (20, Status.MODEL)
    assert line.formula == f"${low}.00 with 1, ${high}.00 with 2."
