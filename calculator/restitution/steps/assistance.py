"""Defined monetary assistance, step by step: the amount for the year of the order, and who may have it.

18 U.S.C. §2259(d) and §2259B(b); 28 C.F.R. §81.53.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from restitution.law import Offense
from restitution.rules import assistance as rules
from restitution.rules.indexing import Indexing, base_year, first_year, indexing
from restitution.worksheet import Line

BEFORE_2019 = "before-2019"
NO_CONVICTION = "no-trafficking-conviction"
RECEIVED_BEFORE = "received-before"
COLLECTED_MORE = "collected-more"
NOT_PUBLISHED = "published-amount-not-found"


@dataclass(frozen=True, slots=True)
class Claim:
    """The inputs of a claim. Amounts are exact US dollars.

    Attributes:
        order_date: the date of the court's order.
        collected: §2259 restitution collected so far, from any defendant.
        received_before: whether the victim has already had the assistance.
        offense: the offense of conviction; ``None`` to assume trafficking.
        losses: the victim's losses, to calculate what remains of them after the assistance.
    """

    order_date: date
    collected: Fraction = Fraction(0)
    received_before: bool = False
    offense: Offense | None = None
    losses: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Assistance:
    """The answer, as lines.

    Attributes:
        amount: has no amount if the section fixes none for the year.
        eligible: its children are the tests, each with its own line.
        reasons: the tests that bar the assistance, in the statute's order as the model has it; empty if none does.
        fee_cap: ``None`` without an amount.
        losses_after: ``None`` if not requested, or if no assistance is due.
        payment: where the money comes from, and when.
        flags: what a reader must know about the amount.
    """

    amount: Line
    eligible: Line
    reasons: tuple[str, ...]
    fee_cap: Line | None
    losses_after: Line | None
    payment: Line
    flags: tuple[str, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """The worksheet."""
        steps = (self.amount, self.eligible, self.fee_cap, self.losses_after, self.payment)
        return tuple(line for line in steps if line is not None)


def assistance(claim: Claim) -> Assistance:
    """Calculate the amount for the year of the order, and test who may have it.

    Raises:
        LawDataError: if the year's index figure is missing; call ``missing_index`` first.

    Source of law: 18 U.S.C. §2259(d), §2259B(b); 28 C.F.R. §81.53.
    """
    year = claim.order_date.year
    ratio = indexing(year, base_year()) if year > first_year() else None
    payable = _amount(claim, ratio)
    reasons = _reasons(claim, payable)
    tests = {
        BEFORE_2019: rules.order_year("eligible.year", claim.order_date, BEFORE_2019 not in reasons),
        NO_CONVICTION: rules.conviction("eligible.conviction", claim.offense, NO_CONVICTION not in reasons),
        RECEIVED_BEFORE: rules.once("eligible.once", RECEIVED_BEFORE not in reasons),
        COLLECTED_MORE: rules.collected("eligible.collected", claim.collected, payable),
    }
    failed = [tests[reason] for reason in reasons]
    beside = (rules.victim_found("eligible.victim"), rules.choice("eligible.choice"))
    due = payable.amount is not None and not reasons
    return Assistance(
        payable,
        rules.eligible("eligible", failed, (*tests.values(), *beside)),
        reasons,
        None if payable.amount is None else rules.fee_cap("fee-cap", payable, claim.order_date),
        rules.losses_after("losses-after", claim.losses, payable) if due and claim.losses is not None else None,
        rules.paid_from_reserve("payment"),
        (NOT_PUBLISHED,) if ratio else (),
    )


def _amount(claim: Claim, ratio: Indexing | None) -> Line:
    if claim.order_date.year < first_year():
        return rules.no_amount("amount", claim.order_date)
    start = rules.base("amount.base", claim.order_date)
    if ratio is None:
        return rules.first_amount("amount", start)
    steps = (start, rules.index_ratio("amount.ratio", ratio), rules.index_figures("amount.index", ratio))
    return rules.indexed_amount("amount", claim.order_date, start, ratio, steps)


def _reasons(claim: Claim, payable: Line) -> tuple[str, ...]:
    barred = {
        BEFORE_2019: claim.order_date.year < first_year(),
        NO_CONVICTION: claim.offense is not None and claim.offense.kind != "trafficking",
        RECEIVED_BEFORE: claim.received_before,
        COLLECTED_MORE: payable.amount is not None and claim.collected > payable.amount,
    }
    return tuple(reason for reason, applies in barred.items() if applies)
