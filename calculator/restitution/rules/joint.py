"""Defendants who answer together: 18 U.S.C. §3664(h)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from restitution.money import dollars
from restitution.worksheet import Cite, Line, Status, rule


@rule
def joint_liability(key: str, losses: Fraction, orders: Sequence[Fraction]) -> Line:
    """§3664(h): the court "may make each defendant liable for payment of the full amount of restitution".

    One liability for the group: the smaller of the losses and the sum of the members' orders. The victim is paid
    it once, whoever pays. It reaches defendants of one case only; no decision was found that says how it meets
    the relative role of §2259(b)(2)(B), so the figure is our own model.
    """
    total = sum(orders, Fraction(0))
    return Line(
        key,
        "Liability, joint and several",
        min(losses, total),
        f"The smaller: losses of {dollars(losses)}, the members' {len(orders)} orders of {dollars(total)} together.",
        Status.MODEL,
        (Cite("18-usc-3664", "(h)"), Cite("grovo-2016")),
    )
