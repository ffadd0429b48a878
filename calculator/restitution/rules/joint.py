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
_HYBRID = (Cite("salti-2023"), Cite("yalincak-2022", "opening of the opinion"))


@rule
def joint_liability(key: str, losses: Fraction, orders: Sequence[Fraction]) -> Line:
    """§3664(h): the court "may make each defendant liable for payment of the full amount of restitution".

    One liability for the group: the lesser of the losses and the sum of the members' orders. The victim is paid it
    only once, whichever defendant pays. A dissent in Paroline (n.1) reads it as limited to defendants of one
    proceeding, and Lundquist refused joint liability with absent strangers. Grovo called such sharing sound but
    vacated the order. No decision was found on how it interacts with §2259(b)(2)(B), so the figure is our own model.

    A group is one set of defendants who owe one sum, so hybrid liability (Salti, Yalincak) cannot arise in it. Where
    the members' orders differ, the line states the rule for a member who is held to a part.
    """
    total = sum(orders, Fraction(0))
    unequal = len(set(orders)) > 1
    part = (
        " The members' orders differ; this model holds each member to the whole. If the court holds a member to a "
        "part, that member stays liable until he or she has paid it or the victim is paid in full (hybrid liability; "
        "Tenth and Second Circuits)."
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
        nested: whether of any two sets of defendants who owe the victim one is part of the other.
    """

    victim: str
    obligations: tuple[Obligation, ...]
    received: int
    left: int | None
    nested: bool

    @property
    def decided(self) -> bool:
        """Whether the pattern is that of the decisions: one owes part of what another owes, for one loss."""
        return self.nested and self.one_loss

    @property
    def one_loss(self) -> bool:
        """Whether all the obligations are for one kind of offense."""
        return len({one.offense for one in self.obligations}) == 1

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
    has paid the full amount ordered against him or her or the victim has been paid in full. Salti upheld the refusal of
    a credit that rested on a clerk's split of the other's payment in proportion. Both came under the Mandatory Victims
    Restitution Act, with two defendants, one owing part of what the other owed: every other pattern is our reading.
    For defendants who share no obligation decisions on absent strangers (Lundquist) point the other way.
    """
    owed = "; ".join(f"{one.id} by {_defendants(one.defendants)}" for one in hybrid.obligations)
    apart = (
        " Both decisions had two defendants, one owing part of what the other owed: that the rule reaches these "
        "defendants is our reading."
    )
    losses = (
        " This treats the sums as parts of one loss. If they are for different losses, liability is separate for each."
    )
    return Line(
        key,
        f"Victim {hybrid.victim}: still owed, whoever pays (hybrid liability)",
        of_cents(hybrid.short),
        f"{owed}: {shown(hybrid.total)} in all, each counted once, less {shown(hybrid.received)} received. A payment "
        "by anyone counts. Each defendant stays liable until that defendant has paid the full amount ordered against "
        "him or her, or the victim has been paid in full (Tenth and Second Circuits, under the Mandatory Victims "
        "Restitution Act). The Tenth Circuit upheld the refusal of a pro-rata credit. Whether the rule applies under "
        f"§2259 is undecided.{'' if hybrid.nested else apart}{'' if hybrid.one_loss else losses}",
        Status.HOLDING if hybrid.decided else Status.MODEL,
        (_JOINT, *_HYBRID, *(() if hybrid.nested else (Cite("lundquist-2013"),))),
        exposures,
    )


@rule
def exposure(key: str, hybrid: Hybrid, defendant: str, paid: int, exposed: int) -> Line:
    """§3664(h): what one defendant of a hybrid order can still be made to pay, by Salti and Yalincak.

    The lesser of what is left of the full amount ordered against the defendant and what the victim is still owed; no
    more than the victim may still receive. What several owed and was paid before the payments listed has no known
    payer: it reduces what the victim is owed, and no defendant's own amount. That is our model, and may be too high.
    """
    own = hybrid.own(defendant)
    whole = sum(one.amount for one in own)
    unknown = sum(one.paid for one in own if len(one.defendants) > 1)
    limit = "" if hybrid.left is None else f" The victim may still receive {shown(hybrid.left)} here."
    doubt = (
        f" Who paid {shown(unknown)} before is not known. It reduces what the victim is owed and no defendant's own "
        "amount (our model); if this defendant paid it, the figure is too high by up to that sum."
    )
    return Line(
        key,
        f"Victim {hybrid.victim}: what defendant {defendant} can still be made to pay",
        of_cents(exposed),
        f"Ordered against this defendant {shown(whole)} ({', '.join(one.id for one in own)}), less {shown(paid)} paid "
        f"by this defendant: {shown(whole - paid)}. The victim is still owed {shown(hybrid.short)}.{limit} The least "
        f"of these{', paid only once' if exposed else ''}.{doubt if unknown else ''}",
        Status.MODEL if unknown or not hybrid.decided else Status.HOLDING,
        (_JOINT, *_HYBRID),
    )


def _defendants(codes: Sequence[str]) -> str:
    *first, last = codes
    return f"defendants {', '.join(first)} and {last}" if first else f"defendant {last}"
