"""The end of liability: 18 U.S.C. §2259(b)(2)(C)."""

from __future__ import annotations

from fractions import Fraction

from restitution.money import dollars
from restitution.scenario import Victim
from restitution.worksheet import Cite, Line, Status, rule

_END = Cite("18-usc-2259", "(b)(2)(C)")


@rule
def cap(key: str, losses: Line, victim: Victim, shared: bool) -> Line:
    """§2259(b)(2)(C): measured "by the greatest amount of such losses found in any case involving that victim".

    The finding of this case counts once its order is final. The sentence is in the paragraph on trafficking; that it
    also ends liability under a (b)(1) order is our reading of "pursuant to this section".
    """
    return Line(
        key,
        "Cap: the greatest loss found in any case",
        max(losses.exact, victim.greatest_loss_found),
        f"The greater of {dollars(losses.exact)} here, once final, and {dollars(victim.greatest_loss_found)} in "
        "another final order.",
        Status.STATUTE if shared else Status.MODEL,
        (_END,),
    )


@rule
def outstanding(key: str, cap_line: Line, victim: Victim) -> Line:
    """§2259(b)(2)(C): recovery "shall not exceed the full amount of the victim's demonstrated losses".

    Once the victim "has received" that amount, liability "shall be terminated": the test is money received,
    not money ordered (Evans, 8th Cir. 2022).
    """
    left = max(Fraction(0), cap_line.exact - victim.received)
    ended = " The victim has received the full amount: liability ends." if left == 0 and victim.received else ""
    return Line(
        key,
        "Outstanding",
        left,
        f"{dollars(cap_line.exact)} less {dollars(victim.received)} received, not below zero.{ended}",
        Status.STATUTE,
        (_END, Cite("evans-2022")),
    )


@rule
def collectible(key: str, order: Line, outstanding_line: Line) -> Line:
    """§2259(b)(2)(C): "the liability of each defendant who is or has been ordered to pay … shall be terminated".

    The order itself is not reduced by the cap; what can still be collected under it is. Where the floor exceeds the
    losses, how it interacts with the cap is open.
    """
    capped = order.exact > outstanding_line.exact
    return Line(
        key,
        "Can still be collected",
        min(order.exact, outstanding_line.exact),
        f"The lesser of the order of {dollars(order.exact)} and the outstanding {dollars(outstanding_line.exact)}."
        + (" No decision was found on how an order above the outstanding losses is then treated." if capped else ""),
        Status.MODEL if capped else Status.STATUTE,
        (_END,),
    )
