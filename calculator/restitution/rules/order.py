"""The order itself: 18 U.S.C. §2259(b)(1) and (b)(2)(B), the floor and the range."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from restitution.law import LAW
from restitution.money import dollars
from restitution.rules.provision import Branch
from restitution.worksheet import Cite, Line, Status, rule

_OPPOSITE = (
    "Two rulings of one district go opposite ways: Schlipf ordered nothing for the one victim of ten who proved no "
    "loss; Sanders ordered the floor, on which the parties agreed."
)


@rule
def floor(key: str, order_date: date) -> Line:
    """§2259(b)(2)(B): "but which is no less than $3,000", here for each victim and each defendant. Not indexed.

    That it applies per victim has been decided (Tichgelaar); no decision was found on whether it applies to each of
    several codefendants, or once for several counts.
    """
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
    return Line(
        key,
        "Order: the full losses",
        losses.amount,
        f"{dollars(losses.exact)}, the whole of the losses.",
        Status.STATUTE,
        (branch.limb,),
    )


@rule
def share_order(key: str, share: Line, losses: Line, floor_line: Line | None) -> Line:
    """§2259(b)(2)(B): "an amount that reflects the defendant's relative role", but no less than the floor.

    Clemens (8th Cir.): a small share of losses above the floor does not fall below it. Where the proven losses are
    less than the floor no decision is known; where they are zero two rulings of one district go opposite ways (Schlipf,
    Sanders). In both cases the floor is used and flagged. The text before the AVAA has no floor, and the share is the
    order.
    """
    if floor_line is None:
        return Line(
            key,
            "Order: the share",
            share.amount,
            f"{dollars(share.exact)}. The earlier text has no floor.",
            Status.DISCRETION,
            (Cite("18-usc-2259-pre-2018", "(b)(1)"), Cite("paroline-2014", "slip op. 21")),
        )
    raised = share.exact < floor_line.exact
    compared = f"the share of {dollars(share.exact)} and the floor of {dollars(floor_line.exact)}"
    limb = Cite("18-usc-2259", "(b)(2)(B)")
    if not raised:
        formula = f"The greater of {compared}."
        return Line(key, "Order: the share", share.amount, formula, Status.DISCRETION, (limb,))
    cites: tuple[Cite, ...] = (limb, Cite("clemens-2021"))
    doubt = ""
    if losses.exact == 0:
        doubt = f" No loss counts: whether the floor is owed is open. {_OPPOSITE}"
        cites = (limb, Cite("schlipf-2023"), Cite("sanders-2022"), Cite("dickey-2024"))
    elif losses.exact < floor_line.exact:
        doubt = " The floor exceeds the losses: how it then interacts with the cap is open."
        cites = (limb, Cite("18-usc-2259", "(b)(2)(C)"))
    return Line(
        key,
        "Order: the floor",
        floor_line.amount,
        f"The greater of {compared}.{doubt}",
        Status.MODEL if doubt else Status.STATUTE,
        cites,
    )


@rule
def not_proven(key: str, floor_line: Line | None) -> Line:
    """§3664(e): the Government carries the "burden of demonstrating the amount of the loss".

    Whether the floor is owed without proof of loss is not settled. In one district nothing was ordered for the one
    victim of ten who proved no loss (Schlipf), and the minimum, on which the parties agreed, although the victim had
    not asked (Sanders). Another court required evidence before it made any award (Dickey). Zero follows what the court
    is said to find; the line states the floor as the other answer, by §2259(b)(2)(B) "no less than $3,000".
    """
    words = "The court finds no loss proved, so there is no order for this victim."
    cites: tuple[Cite, ...] = (Cite("18-usc-3664", "(e)"), Cite("schlipf-2023"), Cite("dickey-2024"))
    if floor_line is None:
        return Line(key, "Order: none, no loss proved", Fraction(0), words, Status.DISCRETION, cites)
    least = dollars(floor_line.exact)
    words += f" Open: the floor of {least} may be owed all the same, so the order is zero or {least}. {_OPPOSITE}"
    cites = (cites[0], Cite("18-usc-2259", "(b)(2)(B)"), cites[1], Cite("sanders-2022"), cites[2])
    label = f"Order: none, no loss proved (open: zero or {least})"
    return Line(key, label, Fraction(0), words, Status.DISCRETION, cites)


@rule
def spread(key: str, label: str, amount: Fraction, methods: Mapping[str, Fraction], branch: Branch) -> Line:
    """§2259(b)(2)(B) prescribes no formula: what the order would be under the methods shown.

    Each method's figure after any floor; the whole loss is excluded. A spread of the methods whose inputs are given,
    not the limits of the law.
    """
    names = ", ".join(name for name, order in methods.items() if order == amount)
    floored = ", each after the floor" if branch.floored else ""
    return Line(
        key,
        label,
        amount,
        f"Over {len(methods)} methods{floored}: {names}. A spread of the methods shown, not the limits of the law.",
        Status.MODEL,
        (branch.limb, Cite("paroline-2014", "slip op. 22-23")),
    )
