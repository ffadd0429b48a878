"""Defined monetary assistance in lines: where a conviction stands, and how a comparison came out."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from restitution.law import find_offense
from restitution.rules import assistance as law
from restitution.steps.assistance import Claim, assistance
from restitution.worksheet import Line, Status

OPENS = "18-usc-2259 (d)(1)(A)"
DAY = date(2019, 6, 1)


def cites(line: Line) -> list[str]:
    """What a line stands on, each as ``id pin``."""
    return [f"{cite.authority} {cite.pin}".strip() for cite in line.authorities]


def limbs_of(claim: Claim) -> dict[str, Line]:
    """The tests of who may have it, by key."""
    return {line.key: line for line in assistance(claim).eligible.children}


@pytest.mark.parametrize(
    ("section", "met", "status", "stands_on"),
    [
        (None, True, "model", [OPENS, "18-usc-2259 (c)(3)"]),
        ("2252A(a)(5)", True, "statute", [OPENS, "18-usc-2259 (c)(3)", "18-usc-2252A"]),
        ("2251(a)", False, "statute", [OPENS, "18-usc-2259 (c)(1)", "18-usc-2251"]),
        ("2260A", False, "model", [OPENS, "18-usc-2259 (a), (b)(1)", "18-usc-2260A"]),
        ("1591", False, "statute", [OPENS, "18-usc-2259 (c)(3)", "18-usc-1591"]),
    ],
)
def test_where_the_conviction_stands(section: str | None, met: bool, status: str, stands_on: list[str]) -> None:
    """The place in the statute that lists the offense; for another chapter the list that does not reach it."""
    offense = find_offense(section, None) if section else None
    line = law.conviction("c", offense, met)
    assert (line.status, cites(line)) == (status, stands_on)
    assert line.label.endswith(": met" if met else ": not met")
    assert ("is open" in line.formula) is met


@pytest.mark.parametrize(
    ("received", "met", "words"),
    [("34999.99", True, "is less than"), ("35000", True, "is equal to"), ("35000.01", False, "is more than")],
)
def test_what_was_collected_is_compared_to_the_cent(received: str, met: bool, words: str) -> None:
    """Only more than the amount bars it, and the line says which of the three it is."""
    line = limbs_of(Claim(DAY, collected=Fraction(received)))["eligible.collected"]
    assert words in line.formula
    assert line.label.endswith(": met" if met else ": not met")
    assert line.status == Status.STATUTE


@pytest.mark.parametrize(("before", "words"), [(False, "none was received before"), (True, "it was received before")])
def test_once_for_each_victim(before: bool, words: str) -> None:
    """What was received before is told as it was stated."""
    line = limbs_of(Claim(DAY, received_before=before))["eligible.once"]
    assert words in line.formula
    assert line.label.endswith(": not met" if before else ": met")
    assert line.status == Status.STATUTE


def test_the_limit_of_fees_is_in_percent() -> None:
    """Fifteen percent of the payment, in the amount and in the words."""
    payable = Line("p", "Payable", Fraction(1000), "", Status.STATUTE, ())
    line = law.fee_cap("fees", payable, DAY)
    assert line.amount == 150
    assert line.formula.startswith("15% of the $1,000.00, rounded down.")
