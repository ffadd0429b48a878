"""The end of liability: the cap, what is outstanding, and what can still be collected."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from restitution.rules.recovery import cap, collectible, outstanding
from restitution.scenario import Victim
from restitution.worksheet import Cite, Line, Status

CENT = Fraction(1, 100)
NOTHING = Fraction(0)
VICTIM = Victim("A", 0, 0, 0, (), None, True, NOTHING, NOTHING, NOTHING, None, ())


def figure(amount: Fraction | int) -> Line:
    """A line with an amount and nothing to say."""
    return Line("k", "", Fraction(amount), "", Status.STATUTE, (Cite("18-usc-2259"),))


def told(line: Line) -> tuple[Any, Any]:
    """The amount of a line, and who decides it."""
    return line.amount, line.status


@pytest.mark.parametrize(("losses", "elsewhere"), [(50, 90), (90, 50), (90, 90)])
@pytest.mark.parametrize(("shared", "status"), [(True, Status.STATUTE), (False, Status.MODEL)])
def test_the_cap_is_the_greatest_finding(losses: int, elsewhere: int, shared: bool, status: Status) -> None:
    """Of this case or of another; that it also binds an order of (b)(1) is our reading."""
    line = cap("c", figure(losses), replace(VICTIM, greatest_loss_found=Fraction(elsewhere)), shared)
    assert told(line) == (90, status)


@pytest.mark.parametrize(
    ("losses", "received", "left", "ended"),
    [
        (100, 0, 100, False),
        (100, 100 - CENT, CENT, False),
        (100, 100, 0, True),
        (100, 100 + CENT, 0, True),
        (0, 0, 0, False),
        (CENT, CENT, 0, True),
    ],
)
def test_liability_ends_with_the_last_cent(
    losses: Fraction | int, received: Fraction | int, left: Fraction | int, ended: bool
) -> None:
    """Not below zero; the end is said only where something was received and nothing is left."""
    line = outstanding("o", figure(losses), replace(VICTIM, received=Fraction(received)))
    assert told(line) == (left, Status.STATUTE)
    assert ("liability ends" in line.formula) is ended


@pytest.mark.parametrize(
    ("order", "left", "amount", "status"),
    [
        (3000, 3000 + CENT, 3000, Status.STATUTE),
        (3000, 3000, 3000, Status.STATUTE),
        (3000, 3000 - CENT, 3000 - CENT, Status.MODEL),
        (3000, 0, 0, Status.MODEL),
    ],
)
def test_an_order_above_what_is_outstanding_is_open(
    order: int, left: Fraction | int, amount: Fraction | int, status: Status
) -> None:
    """The lesser is collected; no decision was found on how an order above it is treated, and that is said."""
    line = collectible("c", figure(order), figure(left))
    assert told(line) == (amount, status)
    assert ("No decision was found" in line.formula) is (status == Status.MODEL)
