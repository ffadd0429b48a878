"""Replay payments over obligations to the cent. The rules of law assign the ranks: here they are numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from restitution.docket.model import Docket, Obligation, Payment

type Exposure = Mapping[str, Mapping[str, int]]
"""By victim and defendant: cents that the defendant can still be made to pay to the victim."""

type Claim = tuple[int, ...]
"""What one payer owes one victim, or another recipient on one obligation, in one rank: indexes of obligations."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What one payment was applied to: cents by index of the obligation in the docket, and the remainder.

    ``exposure`` is what each defendant can still be made to pay after it.
    """

    payment: Payment
    parts: Mapping[int, int]
    unapplied: int
    exposure: Exposure


@dataclass(frozen=True, slots=True)
class Replay:
    """Every payment in the order applied, and the resulting balances.

    Attributes:
        unpaid: cents still owed on each obligation, in the docket's order.
        received: cents received here by each victim of the docket.
        paid_by: by victim and defendant, cents that count toward the defendant's own sum: what the defendant paid
            here, and before on obligations of that defendant alone.
        exposure: what each can still be made to pay after the last payment.
    """

    applied: tuple[Applied, ...]
    unpaid: tuple[int, ...]
    received: Mapping[str, int]
    paid_by: Mapping[str, Mapping[str, int]]
    exposure: Exposure


def replay(docket: Docket, ranks: Sequence[int], *, watched: bool = True) -> Replay:
    """Apply each payment to what its payer owes, rank by rank.

    Args:
        ranks: the rank of each obligation of the docket; the lowest is paid first.
        watched: whether exposures are wanted; without, they stay as before the first payment.
    """
    books = _Books(docket, ranks, watched=watched)
    applied = tuple(books.apply(payment) for payment in docket.payments)
    return Replay(applied, tuple(books.owed), books.received, books.paid_by, books.exposure)


class _Books:
    """Running totals of what is owed and received after the payments so far.

    A victim under hybrid liability has two accounts. One is the victim's: ``short``, the sum of the obligations less
    all that was received, whoever paid. The other is each payer's: ``rest``, the payer's own sum in a rank less what
    that payer has paid. A payer owes the smaller of the two, so the money may exceed what is open on the payer's own
    obligations: those may have been paid by another while the victim is not whole. Every cent is still booked on
    obligations of that victim: first on the payer's own in the rank, those that the fewest defendants owe first, then
    on the victim's others by rank. So what is paid on the obligations always adds up to what the victim has received.
    Where the money is booked moves no exposure: that depends on the two accounts alone.

    What was paid before counts for the victim; for a payer's own sum only on obligations of that payer alone. Of the
    others the payer is not known.
    """

    def __init__(self, docket: Docket, ranks: Sequence[int], *, watched: bool) -> None:
        self.watched = watched
        self.recipients = [one.recipient for one in docket.obligations]
        self.owed = [one.unpaid for one in docket.obligations]
        self.received = dict.fromkeys(docket.victims, 0)
        self.left = dict(docket.outstanding)
        """Cents that a victim with a limit may still receive."""
        self.short = {victim: sum(self.owed[i] for i in docket.owed_to(victim)) for victim in docket.hybrid}
        self.booking = {
            victim: sorted(docket.owed_to(victim), key=lambda i: (ranks[i], len(docket.obligations[i].defendants)))
            for victim in self.short
        }
        self.turns = _turns(docket, ranks)
        self.rest = {
            (payer, claim): sum(one.amount - _paid_alone(one) for one in map(docket.obligations.__getitem__, claim))
            for payer, turns in self.turns.items()
            for turn in turns
            for claim in turn
            if self.recipients[claim[0]] in self.short
        }
        owing = {victim: docket.payers(victim) for victim in docket.victims if docket.owed_to(victim)}
        self.paid_by = {
            victim: {payer: sum(map(_paid_alone, docket.own(victim, payer))) for payer in payers}
            for victim, payers in owing.items()
        }
        self.claims: dict[str, dict[str, list[Claim]]] = {
            victim: {payer: [] for payer in payers} for victim, payers in owing.items()
        }
        for payer, turns in self.turns.items():
            for claim in (claim for turn in turns for claim in turn):
                if recipient := self.recipients[claim[0]]:
                    self.claims[recipient][payer].append(claim)
        self.exposure: Exposure = {victim: self.exposed(victim) for victim in owing}

    def apply(self, payment: Payment) -> Applied:
        payer, money = payment.defendant, payment.amount
        parts: dict[int, int] = {}
        for turn in self.turns.get(payer, ()):
            if not money:
                break
            for claim, part in zip(turn, in_proportion(money, list(self.payable(payer, turn))), strict=True):
                if part:
                    money -= part
                    self.pay(payer, claim, part, parts)
        paid = {self.recipients[i] for i in parts} & self.exposure.keys() if self.watched else ()
        if paid:
            self.exposure = {**self.exposure, **{victim: self.exposed(victim) for victim in paid}}
        return Applied(payment, parts, money, self.exposure)

    def payable(self, payer: str, turn: Sequence[Claim]) -> Iterator[int]:
        """Yield what can be paid now on each claim of one turn: its balance, within the limit of its victim, if any."""
        for claim in turn:
            recipient = self.recipients[claim[0]]
            hybrid = recipient in self.short
            most = min(self.rest[payer, claim], self.short[recipient]) if hybrid else self.owed_on(claim)
            yield min(most, self.left.get(recipient, most))

    def pay(self, payer: str, claim: Claim, part: int, parts: dict[int, int]) -> None:
        recipient = self.recipients[claim[0]]
        if recipient:
            self.received[recipient] += part
            self.paid_by[recipient][payer] += part
        if recipient in self.left:
            self.left[recipient] -= part
        for i, booked in self.booked(claim, part):
            self.owed[i] -= booked
            parts[i] = parts.get(i, 0) + booked
        if recipient in self.short:
            self.short[recipient] -= part
            self.rest[payer, claim] -= part

    def booked(self, claim: Claim, part: int) -> Iterator[tuple[int, int]]:
        """Yield the obligations on which the money for one claim is booked, with what each gets."""
        recipient = self.recipients[claim[0]]
        if recipient not in self.short:
            shares = in_proportion(part, [self.owed[i] for i in claim])
            yield from (pair for pair in zip(claim, shares, strict=True) if pair[1])
            return
        for i in (*claim, *(i for i in self.booking[recipient] if i not in claim)):
            booked = min(part, self.owed[i])
            if booked:
                yield i, booked
                part -= booked

    def owed_on(self, claim: Claim) -> int:
        """Return what is open on the obligations of a claim."""
        return sum(map(self.owed.__getitem__, claim))

    def exposed(self, victim: str) -> dict[str, int]:
        """Return what each defendant can still be made to pay to a victim."""
        claims = self.claims[victim]
        if victim in self.short:
            short = self.short[victim]
            own = {d: min(short, sum(self.rest[d, claim] for claim in mine)) for d, mine in claims.items()}
        else:
            own = {d: sum(map(self.owed_on, mine)) for d, mine in claims.items()}
        if victim not in self.left:
            return own
        return {d: min(mine, self.left[victim]) for d, mine in own.items()}


def _paid_alone(obligation: Obligation) -> int:
    """Return what was paid before by a payer who is known: the only defendant who owes it."""
    return obligation.paid if len(obligation.defendants) == 1 else 0


def _turns(docket: Docket, ranks: Sequence[int]) -> dict[str, list[list[Claim]]]:
    """Return for each defendant the claims to be paid, by rank and then as listed."""
    by_rank: dict[str, dict[int, dict[object, list[int]]]] = {}
    # The sort is stable: within a rank the listed order stays.
    for i in sorted(range(len(docket.obligations)), key=ranks.__getitem__):
        one = docket.obligations[i]
        for defendant in one.defendants:
            claims = by_rank.setdefault(defendant, {}).setdefault(ranks[i], {})
            claims.setdefault(one.recipient or i, []).append(i)

    def narrowest_first(claim: list[int]) -> Claim:
        return tuple(sorted(claim, key=lambda i: len(docket.obligations[i].defendants)))

    return {
        defendant: [[narrowest_first(claim) for claim in claims.values()] for claims in turns.values()]
        for defendant, turns in by_rank.items()
    }


def in_proportion(money: int, owed: Sequence[int]) -> list[int]:
    """Split money pro rata among claims, in whole cents, none receiving more than its claim.

    Leftover cents go, one each, to the largest remainders, and among equal remainders to the first listed. Money
    beyond the sum of the claims is not distributed.
    """
    total = sum(owed)
    if money >= total:
        return list(owed)
    exact = [divmod(money * claim, total) for claim in owed]
    shares = [whole for whole, _ in exact]
    spare = money - sum(shares)
    # The sort is stable: equal remainders stay in the listed order.
    for i in sorted(range(len(exact)), key=lambda i: -exact[i][1])[:spare]:
        shares[i] += 1
    return shares
