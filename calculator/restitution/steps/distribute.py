"""Payments applied to obligations: each step a worksheet line, and how the other sequence would have applied them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from restitution.docket import Docket, Replay, replay
from restitution.rules import distribute as law
from restitution.rules.distribute import Money, Outcome, Rank
from restitution.rules.joint import Hybrid, exposure, hybrid_liability
from restitution.worksheet import Line


@dataclass(frozen=True, slots=True)
class Distribution:
    """The payments as applied. Amounts are whole cents.

    Attributes:
        replay: every payment with what it was applied to.
        outcomes: every obligation after the payments, as listed.
        contrast: under the sequence of §2259A(d)(2), the obligations that the general order would have paid a
            different sum, by id: total paid here, and there. ``None`` under the general order itself.
        lines: the worksheet.
    """

    docket: Docket
    replay: Replay
    outcomes: tuple[Outcome, ...]
    money: Money
    contrast: Mapping[str, tuple[int, int]] | None
    lines: tuple[Line, ...]

    @property
    def strangers(self) -> tuple[str, ...]:
        """Defendants who paid but whom no obligation names, each once."""
        known = set(self.docket.defendants)
        payers = (payment.defendant for payment in self.docket.payments)
        return tuple(dict.fromkeys(payer for payer in payers if payer not in known))

    @property
    def unowed(self) -> tuple[str, ...]:
        """Victims who are listed but to whom no restitution is owed here."""
        return tuple(victim for victim in self.docket.listed if not self.docket.owed_to(victim))

    def owed_to(self, victim: str) -> int:
        """Return what is still unpaid to a victim here."""
        return sum(self.outcomes[i].balance for i in self.docket.owed_to(victim))

    def still_payable(self, victim: str) -> int:
        """Return what all defendants together can still be made to pay to a victim here."""
        owed, left = self.owed_to(victim), self.left(victim)
        return owed if left is None else min(owed, left)

    def left(self, victim: str) -> int | None:
        """Return what a victim may still receive here; ``None`` without a limit."""
        limit = self.docket.outstanding.get(victim)
        return None if limit is None else limit - self.replay.received[victim]


def distribute(docket: Docket) -> Distribution:
    """Apply the payments of a docket to its obligations, in the docket's sequence."""
    done = _replay(docket, docket.sequence)
    outcomes = tuple(_outcomes(docket, done))
    money = Money(
        len(docket.payments),
        sum(payment.amount for payment in docket.payments),
        sum(applied.unapplied for applied in done.applied),
    )
    contrast = _contrast(docket, done) if docket.sequence == law.AVAA else None
    lines = tuple(_lines(docket, done, outcomes, money, contrast))
    return Distribution(docket, done, outcomes, money, contrast, lines)


def _replay(docket: Docket, sequence: str, *, watched: bool = True) -> Replay:
    order = [rank.code for rank in _ranks(sequence)]
    ranks = [order.index(law.rank_of(one, sequence).code) for one in docket.obligations]
    return replay(docket, ranks, watched=watched)


def _ranks(sequence: str) -> tuple[Rank, ...]:
    """Return the ranks of a sequence in its order, each once."""
    return tuple(sorted(set(law.SEQUENCES[sequence].values()), key=lambda rank: rank.code))


def _outcomes(docket: Docket, done: Replay) -> Iterator[Outcome]:
    ranks = [law.rank_of(one, docket.sequence) for one in docket.obligations]
    hybrid = set(docket.hybrid)
    # A victim under hybrid liability has one claim against a payer in a rank, however many obligations it is made of.
    claims = {
        (rank, defendant, one.recipient if one.recipient in hybrid else (one.id,))
        for one, rank in zip(docket.obligations, ranks, strict=True)
        for defendant in one.defendants
    }
    turns = Counter((rank, defendant) for rank, defendant, _ in claims)
    for one, rank, unpaid in zip(docket.obligations, ranks, done.unpaid, strict=True):
        limit = docket.outstanding.get(one.recipient)
        used_up = limit is not None and done.received[one.recipient] == limit
        shared = any(turns[rank, defendant] > 1 for defendant in one.defendants)
        ended = used_up and unpaid > 0
        yield Outcome(one, rank, one.unpaid - unpaid, shared, ended, hybrid=one.recipient in hybrid)


def _contrast(docket: Docket, done: Replay) -> dict[str, tuple[int, int]]:
    other = _replay(docket, law.GENERAL, watched=False)
    return {
        one.id: (one.amount - here, one.amount - there)
        for one, here, there in zip(docket.obligations, done.unpaid, other.unpaid, strict=True)
        if here != there
    }


def _lines(
    docket: Docket,
    done: Replay,
    outcomes: Sequence[Outcome],
    money: Money,
    contrast: Mapping[str, tuple[int, int]] | None,
) -> Iterator[Line]:
    yield _sequence(docket, outcomes, money)
    if any(outcome.shared for outcome in outcomes):
        yield law.proportion("proportion")
    states, insurers = ([s for s in outcomes if s.obligation.to == to] for to in ("united-states", "insurer"))
    several = len(docket.defendants) > 1
    if states:
        yield law.united_states_last("united-states", _ids(states), sum(s.here for s in states), several)
    if insurers:
        yield law.insurers_last("insurers", _ids(insurers), sum(s.here for s in insurers), several)
    if docket.sequence == law.AVAA and (states or insurers):
        yield law.place_in_sequence("place")
    joint = [s.obligation for s in outcomes if len(s.obligation.defendants) > 1 and not s.hybrid]
    if joint:
        yield law.joint_and_several("joint", joint)
    for victim in docket.hybrid:
        yield _hybrid(docket, done, victim)
    for victim, outstanding in docket.outstanding.items():
        through = [docket.obligations[i] for i in docket.owed_to(victim)]
        yield law.victim_limit(f"victim.{victim}", victim, outstanding, done.received[victim], through)
    if contrast is not None:
        yield law.general_order_contrast("contrast", contrast)


def _sequence(docket: Docket, outcomes: Sequence[Outcome], money: Money) -> Line:
    by_rank = {rank: [s for s in outcomes if s.rank == rank] for rank in _ranks(docket.sequence)}
    ranks = tuple(law.rank_line(rank, members) for rank, members in by_rank.items() if members)
    assessed = {code for one in docket.obligations if one.kind == law.ASSESSMENT for code in one.defendants}
    if docket.sequence == law.AVAA:
        return law.avaa_sequence("applied", money, [d for d in docket.defendants if d not in assessed], ranks)
    return law.general_sequence("applied", money, bool(assessed), ranks)


def _hybrid(docket: Docket, done: Replay, victim: str) -> Line:
    through = tuple(docket.obligations[i] for i in docket.owed_to(victim))
    received = sum(one.paid for one in through) + done.received[victim]
    limit = docket.outstanding.get(victim)
    left = None if limit is None else limit - done.received[victim]
    hybrid = Hybrid(victim, through, received, left, docket.nested(victim))
    exposures = tuple(
        exposure(f"exposure.{victim}.{defendant}", hybrid, defendant, done.paid_by[victim][defendant], exposed)
        for defendant, exposed in done.exposure[victim].items()
    )
    return hybrid_liability(f"hybrid.{victim}", hybrid, exposures)


def _ids(outcomes: Sequence[Outcome]) -> list[str]:
    return [outcome.obligation.id for outcome in outcomes]
