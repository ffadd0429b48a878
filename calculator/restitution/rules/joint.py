"""Defendants liable together: 18 U.S.C. §3664(h)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from restitution.money import dollars
from restitution.worksheet import Cite, Line, Status, rule


@rule
def joint_liability(key: str, losses: Fraction, orders: Sequence[Fraction]) -> Line:
    """§3664(h): the court "may make each defendant liable for payment of the full amount of restitution".

    One liability for the group: the lesser of the losses and the sum of the members' orders. The victim is paid it
    only once, whichever defendant pays. A dissent in Paroline (n.1) reads it as limited to defendants of one
    proceeding, and Lundquist refused joint liability with absent strangers. Grovo called such sharing sound but
    vacated the order. No decision was found on how it interacts with §2259(b)(2)(B), so the figure is our own model.
    """
    total = sum(orders, Fraction(0))
    return Line(
        key,
        "Liability, joint and several",
        min(losses, total),
        f"The lesser of the losses of {dollars(losses)} and the members' {len(orders)} orders of {dollars(total)} "
        "in total.",
        Status.MODEL,
        (Cite("18-usc-3664", "(h)"), Cite("lundquist-2013"), Cite("grovo-2016")),
    )
