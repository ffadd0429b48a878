"""One victim's ledger, step by step: from the rows to the position of the victim and of each case."""

from __future__ import annotations

from restitution.ledger import Position
from restitution.rules import ledger as rules
from restitution.rules.ledger import END, ENFORCED
from restitution.worksheet import Line, Status


def worksheet(position: Position) -> tuple[Line, ...]:
    """Return every step from the rows to the position of the victim and of each case, one line per case."""
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
    """Return the cases under one heading, or nothing without cases."""
    if not position.cases:
        return ()
    ended = " Liability has ended: any balance still shown is no longer owed." if position.ended else ""
    return (
        Line(
            key,
            "Balance of each order",
            None,
            f"Ordered less paid in each case, not below zero.{ended}",
            Status.STATUTE,
            (ENFORCED, END),
            tuple(rules.case_balance(f"case.{case.case}", case) for case in position.cases),
        ),
    )
