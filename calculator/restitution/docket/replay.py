"""Replay payments over obligations to the cent. The rules of law assign the ranks: here they are numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from restitution.docket.model import Docket, Obligation, Payment


@dataclass(frozen=True, slots=True)
class Applied:
    """What one payment was applied to: cents by index of the obligation in the docket, and the remainder."""

    payment: Payment
    parts: Mapping[int, int]
    unapplied: int


@dataclass(frozen=True, slots=True)
class Replay:
    """Every payment in the order applied, and the resulting balances.

    Attributes:
        unpaid: cents still owed on each obligation, in the docket's order.
        received: cents received here by each victim of the docket.
    """

    applied: tuple[Applied, ...]
    unpaid: tuple[int, ...]
    received: Mapping[str, int]


def replay(docket: Docket, ranks: Sequence[int]) -> Replay:
    """Apply each payment to what its payer owes, rank by rank.

    Args:
        ranks: the rank of each obligation of the docket; the lowest is paid first.
    """
    books = _Books(docket, ranks)
    applied = tuple(books.apply(payment) for payment in docket.payments)
    return Replay(applied, tuple(books.owed), books.received)


class _Books:
    """Running totals of what is owed and received after the payments so far."""

    def __init__(self, docket: Docket, ranks: Sequence[int]) -> None:
        self.recipients = [one.recipient for one in docket.obligations]
        self.owed = [one.unpaid for one in docket.obligations]
        self.received = dict.fromkeys(docket.victims, 0)
        self.left = dict(docket.outstanding)
        """Cents that a victim with a limit may still receive."""
        self.turns = _turns(docket.obligations, ranks)

    def apply(self, payment: Payment) -> Applied:
        money = payment.amount
        parts: dict[int, int] = {}
        for turn in self.turns.get(payment.defendant, ()):
            if not money:
                break
            for i, part in zip(turn, in_proportion(money, list(self.payable(turn))), strict=True):
                if part:
                    parts[i] = part
                    money -= part
                    self.pay(i, part)
        return Applied(payment, parts, money)

    def payable(self, turn: Sequence[int]) -> Iterator[int]:
        """Yield what can be paid now on each obligation of one turn.

        That is its balance, but no more in total than the limit of a victim who has one. Obligations listed first
        come first: any excess over the limit is cut from the last.
        """
        room = dict(self.left)
        for i in turn:
            most, recipient = self.owed[i], self.recipients[i]
            if recipient in room:
                most = min(most, room[recipient])
                room[recipient] -= most
            yield most

    def pay(self, i: int, part: int) -> None:
        recipient = self.recipients[i]
        self.owed[i] -= part
        if recipient:
            self.received[recipient] += part
        if recipient in self.left:
            self.left[recipient] -= part


def _turns(obligations: Sequence[Obligation], ranks: Sequence[int]) -> dict[str, list[list[int]]]:
    """Return for each defendant the obligations owed, by rank and then as listed."""
    by_rank: dict[str, dict[int, list[int]]] = {}
    # The sort is stable: within a rank the listed order stays.
    for i in sorted(range(len(obligations)), key=ranks.__getitem__):
        for defendant in obligations[i].defendants:
            by_rank.setdefault(defendant, {}).setdefault(ranks[i], []).append(i)
    return {defendant: list(turns.values()) for defendant, turns in by_rank.items()}


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
