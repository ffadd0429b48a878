"""A victim's ledger in lines: which doubts are told, when, and who decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from restitution.fields import Reader
from restitution.ledger import Position, position, read_ledger
from restitution.rules import ledger as law
from restitution.scenario import Victim
from restitution.steps.ledger import worksheet
from restitution.worksheet import Line, Status

NOTHING = Fraction(0)
END, EVANS = "18-usc-2259 (b)(2)(C)", "evans-2022"
ENFORCED, JOINT, CIVIL = "18-usc-2259 (b)(3)", "18-usc-3664 (h)", "18-usc-3664 (j)(2)"


def cites(line: Line) -> list[str]:
    """What a line stands on, each as ``id pin``."""
    return [f"{cite.authority} {cite.pin}".strip() for cite in line.authorities]


def told(line: Line) -> tuple[Any, Any]:
    """The amount of a line, and who decides it."""
    return line.amount, line.status


def stands(*rows: str) -> Position:
    """Where a ledger stands at the end of 2022; a row is ``month-day kind case amount joint`` of that year."""
    lines = ["date,kind,case,amount,note,joint"]
    for row in rows:
        day, kind, case, amount, joint = (*row.split(), "")[:5]
        lines.append(f"2022-{day},{kind},{case.removeprefix('-')},{amount},,{joint}")
    reader = Reader()
    ledger = read_ledger("\n".join(lines) + "\n", reader)
    reader.check()
    assert ledger is not None
    return position(ledger, date(2022, 12, 31))


NO_ROWS = stands()
OPEN = stands("01-01 finding C1 100", "02-01 payment C1 99")
ENDED = stands("01-01 finding C1 100", "02-01 payment C1 60", "03-01 payment C2 40")
OVER = stands("01-01 finding C1 100", "02-01 payment C1 101")
AGAIN = stands("01-01 finding C1 100", "02-01 payment C1 100", "03-01 finding C2 150")
BACK = stands("01-01 finding C1 100", "02-01 payment C1 100", "03-01 reversal C1 1")
BOTH = stands("01-01 finding C1 100", "02-01 payment C1 100", "03-01 finding C2 150", "03-01 reversal C1 30")
UNFOUND = stands("02-01 payment C1 5")
ZERO = stands("01-01 finding C1 0", "02-01 payment C1 5")


@pytest.mark.parametrize(
    ("where", "amount", "status", "words"),
    [
        (NO_ROWS, 0, Status.MODEL, "No finding is entered"),
        (OPEN, 100, Status.STATUTE, "The greatest of 1 finding: case C1, January 1, 2022."),
        (AGAIN, 150, Status.STATUTE, "The greatest of 2 findings: case C2, March 1, 2022."),
        (ZERO, 0, Status.STATUTE, "The greatest of 1 finding: case C1, January 1, 2022."),
    ],
)
def test_the_greatest_finding_is_measured(where: Position, amount: int, status: Status, words: str) -> None:
    """It names the row that it comes from; without a finding zero stands in, which is ours."""
    line = law.greatest_finding("f", where)
    assert told(line) == (amount, status)
    assert line.formula.startswith(words)


@pytest.mark.parametrize(
    ("where", "left", "over", "doubt"),
    [
        (NO_ROWS, 0, 0, "There is no finding yet"),
        (UNFOUND, 0, 5, "There is no finding yet"),
        (OPEN, 1, 0, ""),
        (ENDED, 0, 0, ""),
        (OVER, 0, 1, "No decision was found"),
        (ZERO, 0, 5, "No decision was found"),
    ],
)
def test_what_is_left_and_what_is_too_much(where: Position, left: int, over: int, doubt: str) -> None:
    """The statute, unless nothing can be measured; what becomes of too much is open, and only then told so."""
    outstanding, above = law.outstanding("o", where), law.over_collected("a", where)
    assert outstanding.amount == left
    assert above.amount == over
    unmeasured = doubt.startswith("There")
    assert outstanding.status == (Status.MODEL if unmeasured else Status.STATUTE)
    assert above.status == (Status.MODEL if doubt else Status.STATUTE)
    assert ("There is no finding yet" in outstanding.formula) is unmeasured
    assert ("No decision was found" in above.formula) is (doubt == "No decision was found")
    assert cites(outstanding) == cites(above) == [END, EVANS]


@pytest.mark.parametrize(
    ("where", "status", "words", "again"),
    [
        (NO_ROWS, Status.MODEL, "Not known: there is no finding yet.", False),
        (UNFOUND, Status.MODEL, "Not known: there is no finding yet.", False),
        (ZERO, Status.MODEL, "Not known: the greatest finding is zero.", False),
        (OPEN, Status.STATUTE, "Not ended:", False),
        (ENDED, Status.STATUTE, "Ended on March 1, 2022: $100.00 had been received", False),
        (AGAIN, Status.MODEL, "Not ended:", True),
    ],
)
def test_when_liability_ended(where: Position, status: Status, words: str, again: bool) -> None:
    """The day and its figures; that a greater finding reopens it is our reading, and is told only then."""
    line = law.termination("t", where)
    assert told(line) == (None, status)
    assert line.formula.startswith(words)
    assert ("reopened it" in line.formula) is again
    assert "for the court to decide" in line.formula


def test_what_was_received_is_the_statute() -> None:
    """Payments alone, one or several, less what was taken back."""
    assert law.received("r", OPEN).formula.startswith("The sum of 1 payment,")
    line = law.received("r", ENDED)
    assert told(line) == (100, Status.STATUTE)
    assert line.formula.startswith("The sum of 2 payments,")
    assert law.received("r", NO_ROWS).formula.startswith("The sum of 0 payments,")
    line = law.received("r", BACK)
    assert told(line) == (99, Status.STATUTE)
    assert line.formula.startswith("1 payment, $100.00, less 1 reversal, $1.00, from all cases.")


@pytest.mark.parametrize(
    ("where", "finding", "reversal"),
    [(AGAIN, True, False), (BACK, False, True), (BOTH, True, True), (ENDED, False, False)],
)
def test_what_opened_liability_again(where: Position, finding: bool, reversal: bool) -> None:
    """A greater finding, a reversal, or both on one day: each is told by itself, and is ours."""
    line = law.termination("t", where)
    assert ("a greater finding reopened it: our reading; no decision was found." in line.formula) is finding
    assert ("the reversal of a payment reopened it: our reading." in line.formula) is reversal
    assert line.status == (Status.MODEL if finding or reversal else Status.STATUTE)


def test_joint_orders_are_one_liability_by_our_model() -> None:
    """Orders of cases are added up; a joint group is counted once, and then no statute says it."""
    rows = ("01-01 order C1 100 J", "01-01 order C2 80 J", "01-01 order C3 30", "01-02 payment C4 1")
    line = law.ordered("o", stands(*rows))
    assert told(line) == (130, Status.MODEL)
    assert "The sum of the orders of 3 cases. 1 joint group counted once" in line.formula
    assert cites(line) == [END, JOINT, "lundquist-2013", "grovo-2016"]
    alone = law.ordered("o", stands("01-01 order C3 30"))
    assert told(alone) == (30, Status.DISCRETION)
    assert cites(alone) == [END]
    assert alone.formula == "The sum of the orders of 1 case."


def test_assistance_and_civil_damages_stand_apart() -> None:
    """Assistance by the statute; that only later civil damages lower what is payable is our reading."""
    where = stands(
        *("01-01 order C1 100", "01-01 civil C1 5", "01-02 civil C1 7", "01-03 civil - 9", "01-04 assistance - 8"),
    )
    given = law.assistance("a", where)
    assert told(given) == (8, Status.STATUTE)
    damages = law.civil("c", where)
    assert told(damages) == (21, Status.MODEL)
    assert "$7.00 of it is later" in damages.formula


def test_cases_stand_under_one_heading() -> None:
    """None without a case; once liability has ended, a balance is no longer owed, and that is told."""
    keys = [line.key for line in worksheet(NO_ROWS)]
    assert keys == [
        *("finding", "received", "outstanding", "over-collected", "termination", "ordered", "assistance", "civil"),
    ]
    for where, ended in ((OPEN, False), (ENDED, True)):
        cases = worksheet(where)[-1]
        assert (cases.key, cases.status) == ("cases", Status.STATUTE)
        assert ("no longer owed" in cases.formula) is ended
    assert [line.key for line in worksheet(ENDED)[-1].children] == ["case.C1", "case.C2"]


@pytest.mark.parametrize(
    ("rows", "amount", "formula", "stands_on"),
    [
        (["01-01 order C1 100"], 100, "$100.00 ordered less $0.00 paid.", [ENFORCED]),
        (["01-01 order C1 100", "01-02 payment C1 40"], 60, "$100.00 ordered less $40.00 paid.", [ENFORCED]),
        (
            ["01-01 order C1 100", "01-02 payment C1 140"],
            0,
            "$100.00 ordered less $140.00 paid. Paid beyond what was ordered: $40.00.",
            [ENFORCED],
        ),
        (
            ["01-01 order C1 100", "01-02 payment C1 40", "01-03 reversal C1 15"],
            75,
            "$100.00 ordered less $25.00 paid. Reversals of $15.00 are already taken off what was paid.",
            [ENFORCED],
        ),
        (
            ["01-02 payment C1 40"],
            0,
            "No order is entered. Paid: $40.00. Paid beyond what was ordered: $40.00.",
            [ENFORCED],
        ),
        (
            ["01-01 order C1 100", "01-02 civil C1 30", "01-02 payment C1 50"],
            50,
            "$100.00 ordered less $50.00 paid. Payable after later civil damages: $20.00.",
            [ENFORCED, CIVIL],
        ),
        (
            ["01-01 order C1 100 J", "01-01 order C2 90 J", "01-02 payment C1 20", "01-02 payment C2 30"],
            50,
            "One liability of the joint group J: $100.00 ordered less $50.00 paid, $20.00 of it in this case. If this "
            "judgment orders only a part, its defendant may owe less: see distribute.",
            [ENFORCED, JOINT],
        ),
    ],
)
def test_what_is_left_of_an_order(rows: list[str], amount: int, formula: str, stands_on: list[str]) -> None:
    """By hand; what goes beyond one order and its payments is our model and cites what it takes in."""
    line = worksheet(stands(*rows))[-1].children[0]
    assert line.amount == amount
    assert (line.formula, cites(line)) == (formula, stands_on)
    assert line.status == (Status.STATUTE if stands_on == [ENFORCED] else Status.MODEL)


@pytest.mark.parametrize(("number", "words"), [(0, "0 cases"), (1, "1 case"), (2, "2 cases"), (1000, "1,000 cases")])
def test_what_an_estimate_takes_from_the_ledger(number: int, words: str) -> None:
    """How many cases have an order, and that each counts as one defendant: for the court to judge."""
    nobody = Victim("A", number, 0, 0, (), None, True, NOTHING, NOTHING, NOTHING, None, ())
    line = law.taken("l", replace(nobody, received=Fraction(3)), OPEN)
    assert told(line) == (None, Status.DISCRETION)
    assert f"; {words} with an order" in line.formula
    assert "$3.00 received" in line.formula
