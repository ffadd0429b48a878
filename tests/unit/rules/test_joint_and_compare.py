"""The one liability of a joint group, and totals under other choices: all of it our own model."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from restitution.rules.compare import moved, separated, under_law, under_method
from restitution.rules.joint import joint_liability
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
    assert cites(line) == ["18-usc-3664 (h)", "lundquist-2013", "grovo-2016"]


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
