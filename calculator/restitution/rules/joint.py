"""Defendants liable together: 18 U.S.C. §3664(h), and hybrid liability for different parts of one victim's loss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from restitution.docket import Obligation
from restitution.money import dollars, of_cents
from restitution.money import dollars_of_cents as shown
from restitution.worksheet import Cite, Line, Status, rule

_JOINT = Cite("18-usc-3664", "(h)")
_HYBRID = (Cite("salti-2023", "opening of the opinion"), Cite("yalincak-2022", "opening of the opinion"))


@rule
def joint_liability(key: str, losses: Fraction, orders: Sequence[Fraction]) -> Line:
    """§3664(h): the court "may make each defendant liable for payment of the full amount of restitution".

    One liability for the group: the lesser of the losses and the sum of the members' orders. The victim is paid it
    only once, whichever defendant pays. A dissent in Paroline (n.1) reads it as limited to defendants of one
    proceeding, and Lundquist refused joint liability with absent strangers. Grovo called such sharing sound but
    vacated the order. No decision was found on how it interacts with §2259(b)(2)(B), so the figure is our own model.

    A group is one set of defendants who owe one sum, so hybrid liability (Salti, Yalincak) cannot arise in it. Where
    the members' orders differ, the line says what a court would make of a member held to a part only.
    """
    total = sum(orders, Fraction(0))
    unequal = len(set(orders)) > 1
    part = (
        " The orders differ: here each member answers for the whole. A member whom the court holds to a part stays "
        "liable until that member has paid that part or the victim is paid in full (hybrid liability)."
    )
    return Line(
        key,
        "Liability, joint and several",
        min(losses, total),
        f"The lesser of the losses of {dollars(losses)} and the members' {len(orders)} orders of {dollars(total)} "
        f"in total.{part if unequal else ''}",
        Status.MODEL,
        (_JOINT, Cite("lundquist-2013"), Cite("grovo-2016"), *(_HYBRID if unequal else ())),
    )


@dataclass(frozen=True, slots=True)
class Hybrid:
    """What one victim is owed by different sets of defendants, after all payments. Amounts are whole cents.

    Attributes:
        obligations: all through which the victim is paid.
        received: what the victim has received on them, before and here.
        left: what the victim may still receive here; ``None`` without a limit.
        linked: whether all who owe the victim are linked by shared obligations.
    """

    victim: str
    obligations: tuple[Obligation, ...]
    received: int
    left: int | None
    linked: bool

    @property
    def total(self) -> int:
        """The sum of the obligations, each once."""
        return sum(one.amount for one in self.obligations)

    @property
    def short(self) -> int:
        """What the victim is still owed, whoever pays."""
        return self.total - self.received

    def own(self, defendant: str) -> tuple[Obligation, ...]:
        """The obligations that name a defendant."""
        return tuple(one for one in self.obligations if defendant in one.defendants)


@rule
def hybrid_liability(key: str, hybrid: Hybrid, exposures: tuple[Line, ...]) -> Line:
    """§3664(h): "may make each defendant liable for payment of the full amount of restitution or may apportion".

    An order may do both: one sum by several, more by one of them alone. Salti (10th Cir. 2023) and Yalincak (2d Cir.
    2022): a payment by anyone counts toward the victim's loss, and each defendant stays liable until that defendant
    has paid the whole of the own sum or the victim has been paid in full. Salti refused a refund that rested on a
    clerk's split of the other's payment in proportion. Both came under the general statute, with two defendants; no
    decision under §2259 was found. That defendants who share no obligation stand in for each other too is our reading
    of the rule's words.
    """
    owed = "; ".join(f"{one.id} by {_defendants(one.defendants)}" for one in hybrid.obligations)
    apart = (
        " Not all of these defendants share an obligation with another: that the rule reaches them too is our reading."
    )
    return Line(
        key,
        f"Victim {hybrid.victim}: still owed, whoever pays (hybrid liability)",
        of_cents(hybrid.short),
        f"{owed}: {shown(hybrid.total)} in all, each counted once, less {shown(hybrid.received)} received. A payment "
        "by anyone counts. Each defendant stays liable until that defendant has paid the whole of the own sum, which "
        "is everything that names that defendant, or the victim has been paid in full (Tenth and Second Circuits). "
        "Until then nothing is refunded or credited to the others in proportion: the Tenth Circuit refused that "
        "method. Both decisions came under the general statute; none under §2259 was found."
        f"{'' if hybrid.linked else apart}",
        Status.HOLDING if hybrid.linked else Status.MODEL,
        (_JOINT, *_HYBRID),
        exposures,
    )


@rule
def exposure(key: str, hybrid: Hybrid, defendant: str, paid: int, exposed: int) -> Line:
    """§3664(h): what one defendant of a hybrid order can still be made to pay, by Salti and Yalincak.

    The lesser of what is left of the own sum and what the victim is still owed; no more than the victim may still
    receive. What several owed and was paid before the payments listed has no known payer: it lowers what the victim is
    owed, and nobody's own sum. That is our model; it never lets a defendant off for another's money.
    """
    own = hybrid.own(defendant)
    whole = sum(one.amount for one in own)
    unknown = sum(one.paid for one in own if len(one.defendants) > 1)
    limit = "" if hybrid.left is None else f" The victim may still receive {shown(hybrid.left)} here."
    doubt = f" Who paid {shown(unknown)} before is not known: it counts for the victim only, our model."
    return Line(
        key,
        f"Victim {hybrid.victim}: what defendant {defendant} can still be made to pay",
        of_cents(exposed),
        f"Own sum {shown(whole)} ({', '.join(one.id for one in own)}), less {shown(paid)} paid by this defendant: "
        f"{shown(whole - paid)}. The victim is still owed {shown(hybrid.short)}.{limit} The least of these"
        f"{', paid only once' if exposed else ''}.{doubt if unknown else ''}",
        Status.MODEL if unknown or not hybrid.linked else Status.HOLDING,
        (_JOINT, *_HYBRID),
    )


def _defendants(codes: Sequence[str]) -> str:
    *first, last = codes
    return f"defendants {', '.join(first)} and {last}" if first else f"defendant {last}"
