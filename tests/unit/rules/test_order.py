"""The order: the floor against the share and the losses, with the doubts that the statute leaves."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from restitution.rules.order import floor, full_order, not_proven, share_order, spread
from restitution.rules.provision import CURRENT, FULL_LOSSES, PRE_2018, TRAFFICKING, Branch
from restitution.worksheet import Cite, Line, Status

CENT = Fraction(1, 100)
LIMB = "18-usc-2259 (b)(2)(B)"


def figure(amount: Fraction | int) -> Line:
    """A line with an amount and nothing to say."""
    return Line("k", "", Fraction(amount), "", Status.STATUTE, (Cite("18-usc-2259"),))


def cites(line: Line) -> set[str]:
    """What a line stands on, each as ``id pin``."""
    return {f"{cite.authority} {cite.pin}".strip() for cite in line.authorities}


def told(line: Line) -> tuple[Any, Any]:
    """The amount of a line, and who decides it."""
    return line.amount, line.status


def test_the_floor_is_the_statute() -> None:
    """$3,000, from the words of (b)(2)(B); that it is for each victim was decided."""
    line = floor("f", date(2021, 6, 1))
    assert told(line) == (3000, Status.STATUTE)
    assert cites(line) == {LIMB, "tichgelaar-2024"}


@pytest.mark.parametrize(
    ("share", "losses", "amount", "status", "stands_on", "doubt"),
    [
        (3000 + CENT, 9000, 3000 + CENT, "discretion", {LIMB}, ""),
        (3000, 9000, 3000, "discretion", {LIMB}, ""),
        (3000 - CENT, 9000, 3000, "statute", {LIMB, "clemens-2021"}, ""),
        (1, 3000, 3000, "statute", {LIMB, "clemens-2021"}, ""),
        (1, 3000 - CENT, 3000, "model", {LIMB, "18-usc-2259 (b)(2)(C)"}, "exceeds the losses"),
        (0, CENT, 3000, "model", {LIMB, "18-usc-2259 (b)(2)(C)"}, "exceeds the losses"),
        (0, 0, 3000, "model", {LIMB, "schlipf-2023", "sanders-2022", "dickey-2024"}, "No loss counts"),
    ],
)
def test_the_share_against_the_floor(
    share: Fraction | int, losses: Fraction | int, amount: Fraction | int, status: str, stands_on: set[str], doubt: str
) -> None:
    """To the cent: a share at the floor is the judge's; below it the statute's; above the losses nobody decided."""
    line = share_order("o", figure(share), figure(losses), figure(3000))
    assert (line.amount, line.status, cites(line)) == (amount, status, stands_on)
    assert line.label == ("Order: the share" if status == "discretion" else "Order: the floor")
    said = {words for words in ("exceeds the losses", "No loss counts") if words in line.formula}
    assert said == ({doubt} if doubt else set())


def test_the_earlier_text_has_no_floor() -> None:
    """The share is the order, however small, and it is the judge's, by Paroline."""
    line = share_order("o", figure(CENT), figure(9000), None)
    assert told(line) == (CENT, Status.DISCRETION)
    assert cites(line) == {"18-usc-2259-pre-2018 (b)(1)", "paroline-2014 slip op. 21"}
    assert "no floor" in line.formula


@pytest.mark.parametrize(("law", "text"), [(CURRENT, "18-usc-2259"), (PRE_2018, "18-usc-2259-pre-2018")])
def test_the_full_losses_are_the_statute(law: str, text: str) -> None:
    """(b)(1) leaves no choice of the amount, in either text."""
    line = full_order("o", Branch(FULL_LOSSES, law, False, ()), figure(700))
    assert told(line) == (700, Status.STATUTE)
    assert cites(line) == {f"{text} (b)(1)"}


def test_no_order_without_proof_is_the_judges_finding() -> None:
    """Nothing is ordered; with a floor, the line of the order itself says that zero or the floor is open."""
    line = not_proven("o", None)
    assert told(line) == (0, Status.DISCRETION)
    assert cites(line) == {"18-usc-3664 (e)", "schlipf-2023", "dickey-2024"}
    assert line.label == "Order: none, no loss proved"
    assert "floor" not in line.formula
    line = not_proven("o", figure(3000))
    assert told(line) == (0, Status.DISCRETION)
    assert cites(line) == {"18-usc-3664 (e)", LIMB, "schlipf-2023", "sanders-2022", "dickey-2024"}
    assert line.label == "Order: none, no loss proved (open: zero or $3,000.00)"
    assert "the order is zero or $3,000.00" in line.formula
    assert "Schlipf ordered nothing" in line.formula
    assert "Sanders ordered the floor" in line.formula


@pytest.mark.parametrize(("law", "floored"), [(CURRENT, True), (PRE_2018, False)])
def test_a_spread_names_the_methods_that_give_it(law: str, floored: bool) -> None:
    """Those with exactly that figure, out of how many; the floor is named where there is one."""
    orders = {"requested": Fraction(5000), "fixed": Fraction(3000), "prior-awards": Fraction(3000)}
    line = spread("r", "Lowest", Fraction(3000), orders, Branch(TRAFFICKING, law, False, ()))
    assert told(line) == (3000, Status.MODEL)
    assert "3 methods" in line.formula
    assert "fixed, prior-awards" in line.formula
    assert "requested" not in line.formula
    assert ("after the floor" in line.formula) is floored
