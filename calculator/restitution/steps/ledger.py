"""One victim's ledger, step by step: from the rows to where the victim and each case stand."""

from __future__ import annotations

from restitution.ledger import Position
from restitution.rules import ledger as rules
from restitution.rules.ledger import END, ENFORCED
from restitution.worksheet import Line, Status


def worksheet(position: Position) -> tuple[Line, ...]:
    """Every step from the rows to where the victim and each case stand, one line for each case."""
    return (
        rules.greatest_finding("finding", position),
        rules.received("received", position),
        rules.outstanding("outstanding", position),
        rules.over_collected("over-collected", position),
        rules.termination("termination", position),
        rules.ordered("ordered", position),
        rules.assistance("assistance", position),
        rules.civil("civil", position),
        *_cases("cases", position),
    )


def _cases(key: str, position: Position) -> tuple[Line, ...]:
    """The cases under one heading, none where there is no case."""
    if not position.cases:
        return ()
    ended = " Liability has ended: what a balance still shows is no longer owed." if position.ended else ""
    return (
        Line(
            key,
            "What is left of each order",
            None,
            f"Ordered less paid in each case, not below zero.{ended}",
            Status.STATUTE,
            (ENFORCED, END),
            tuple(rules.case_balance(f"case.{case.case}", case) for case in position.cases),
        ),
    )
