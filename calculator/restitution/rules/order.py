"""The order itself: 18 U.S.C. §2259(b)(1) and (b)(2)(B), the floor and the range."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from restitution.law import LAW
from restitution.money import dollars
from restitution.rules.provision import CURRENT, Branch
from restitution.worksheet import Cite, Line, Status, rule


@rule
def floor(key: str, order_date: date) -> Line:
    """§2259(b)(2)(B): "but which is no less than $3,000", for each victim and each defendant. Not indexed."""
    value = LAW.parameter("trafficking.floor").on(order_date)
    return Line(
        key,
        "Floor",
        value.number,
        f"No order for trafficking is below {dollars(value.number)}, for each victim and each defendant.",
        Status.STATUTE,
        (Cite(value.authority, value.pin), Cite("tichgelaar-2024")),
    )


@rule
def full_order(key: str, branch: Branch, losses: Line) -> Line:
    """§2259(b)(1): the order "shall direct the defendant to pay the victim … the full amount of the victim's losses".

    Ability to pay does not reduce it, (b)(4)(B)(i); nor does insurance, (b)(4)(B)(ii).
    """
    authority = "18-usc-2259" if branch.law == CURRENT else "18-usc-2259-pre-2018"
    return Line(
        key,
        "Order: the full losses",
        losses.amount,
        f"{dollars(losses.exact)}, the whole of the losses.",
        Status.STATUTE,
        (Cite(authority, "(b)(1)"),),
    )


@rule
def share_order(key: str, share: Line, losses: Line, floor_line: Line | None) -> Line:
    """§2259(b)(2)(B): "an amount that reflects the defendant's relative role", but no less than the floor.

    Clemens (8th Cir.): a small share of losses above the floor does not go below it. Where the proven losses
    are nothing, or less than the floor, courts differ or have not decided; the floor is used and flagged. Under
    the text before the AVAA there is no floor, and the share is the order (Paroline).
    """
    if floor_line is None:
        return Line(
            key,
            "Order: the share",
            share.amount,
            f"{dollars(share.exact)}. The earlier text has no floor.",
            share.status,
            (Cite("18-usc-2259-pre-2018", "(b)(1)"), Cite("paroline-2014", "slip op. 21")),
        )
    raised = share.exact < floor_line.exact
    compared = f"the share of {dollars(share.exact)} against the floor of {dollars(floor_line.exact)}"
    cites = (Cite("18-usc-2259", "(b)(2)(B)"), *((Cite("clemens-2021"),) if raised else ()))
    if not raised:
        return Line(key, "Order: the share", share.amount, f"The greater: {compared}.", share.status, cites)
    if losses.exact == 0:
        doubt = " No loss is proved: courts differ on whether the floor is then ordered."
    elif losses.exact < floor_line.exact:
        doubt = " The floor is above the losses: no court was found deciding how it then meets the cap."
    else:
        doubt = ""
    return Line(
        key,
        "Order: the floor",
        floor_line.amount,
        f"The greater: {compared}.{doubt}",
        Status.MODEL if doubt else Status.STATUTE,
        cites,
    )


@rule
def not_proven(key: str) -> Line:
    """§3664(e): the Government carries "the burden of demonstrating the amount of the loss".

    One court gave nothing to the one victim of ten who proved no loss (Schlipf); another ordered the agreed floor
    though the victim had not asked (Sanders).
    """
    return Line(
        key,
        "Order: none, no loss proved",
        Fraction(0),
        "The court finds no loss proved, so there is no order for this victim.",
        Status.DISCRETION,
        (Cite("18-usc-3664", "(e)"), Cite("schlipf-2023"), Cite("sanders-2022")),
    )


@rule
def spread(key: str, label: str, amount: Fraction, methods: Mapping[str, Fraction]) -> Line:
    """§2259(b)(2)(B) prescribes no formula: what the order would be under the other methods shown.

    Each method's figure after the floor; the whole loss is left out, since a share is what the law asks for.
    """
    names = ", ".join(name for name, order in methods.items() if order == amount)
    return Line(
        key,
        label,
        amount,
        f"Over {len(methods)} methods, each after the floor: {names}.",
        Status.DISCRETION,
        (Cite("18-usc-2259", "(b)(2)(B)"), Cite("paroline-2014", "slip op. 22-23")),
    )
