"""A ledger's totals as of a day: what was found, ordered and received, and the balance of each order. Whole cents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from restitution.ledger.declared import KINDS
from restitution.ledger.notices import Notice
from restitution.ledger.reader import Ledger
from restitution.ledger.rows import Entry


@dataclass(frozen=True, slots=True)
class Moment:
    """The running totals at the end of a day: the amount received and the greatest finding, in whole cents."""

    day: date
    received: int
    finding: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A day on which liability ended, or was reopened.

    Attributes:
        found: whether a greater finding is what reopened it.
        reversed: whether a reversal is.
    """

    moment: Moment
    ended: bool
    found: bool = False
    reversed: bool = False


class CasePosition(NamedTuple):
    """The totals of one case, in whole cents.

    Attributes:
        finding: the greatest loss found in it; ``None`` without a finding.
        ordered: the sum of its orders; in a joint group the one liability, the largest amount that any of them states.
        paid: the amount paid in this case, less reversals.
        reversed: those reversals.
        balance: ``ordered`` less payments, those of every case in a joint group.
        overpaid: payments beyond ``ordered``, counted the same way.
        civil: civil damages of this case dated after its first order.
        payable: ``balance`` less those damages, in a joint group those of all its cases.
        joint: the code of its joint group, or empty.
        first_order: the date of its first order; ``None`` without an order.
    """

    case: str
    finding: int | None
    ordered: int
    paid: int
    reversed: int
    balance: int
    overpaid: int
    civil: int
    payable: int
    joint: str
    first_order: date | None


@dataclass(frozen=True, slots=True)
class Position:
    """The ledger's totals at the end of a day, in whole cents.

    Attributes:
        counted: number of rows dated up to that day.
        after: number of later rows, which are excluded.
        greatest: the row of the greatest finding, the earliest if equal; ``None`` without a finding.
        findings: number of findings.
        payments: number of payments.
        reversals: number of reversals.
        reversed: the sum of all reversals.
        ordered: the sum of all orders, each joint group once.
        groups: the liability of each joint group.
        received: the sum of all payments less all reversals, and nothing else.
        assistance: the sum of defined monetary assistance.
        civil: the sum of all civil damages.
        cases: by the date of their first row, then by code.
        history: every day with a payment or a finding, in order.
        turns: the days on which liability ended or was reopened, in order.
        notices: those from reading the ledger.
    """

    as_of: date
    counted: int
    after: int
    greatest: Entry | None
    findings: int
    payments: int
    reversals: int
    reversed: int
    ordered: int
    groups: Mapping[str, int]
    received: int
    assistance: int
    civil: int
    cases: tuple[CasePosition, ...]
    history: tuple[Moment, ...]
    turns: tuple[Turn, ...]
    notices: tuple[Notice, ...]

    @property
    def greatest_finding(self) -> int:
        """The greatest loss found; zero without a finding."""
        return self.greatest.amount if self.greatest else 0

    @property
    def outstanding(self) -> int:
        """What may still be received."""
        return max(0, self.greatest_finding - self.received)

    @property
    def over_collected(self) -> int:
        """What was received beyond the greatest finding."""
        return max(0, self.received - self.greatest_finding)

    @property
    def ended(self) -> Moment | None:
        """The day on which liability ended, with its figures; ``None`` if it has not, or was reopened."""
        return self.turns[-1].moment if self.turns and self.turns[-1].ended else None

    @property
    def terminated_on(self) -> date | None:
        """The day on which liability ended."""
        return self.ended.day if self.ended else None

    @property
    def reopened(self) -> bool:
        """Whether a greater finding or a reversal ever came after liability ended."""
        return any(not turn.ended for turn in self.turns)

    @property
    def flags(self) -> tuple[str, ...]:
        """Codes for the warnings that apply to the figures."""
        flags = {
            "no-finding": self.greatest is None,
            "reopened": self.reopened,
            "liability-terminated": self.ended is not None,
            "over-collected": self.over_collected > 0,
            "orders-exceed-finding": self.ordered > self.greatest_finding > 0,
        }
        return tuple(name for name, holds in flags.items() if holds)


@dataclass(slots=True)
class _Tally:
    """Running totals of one case; rows come in date order."""

    first: date
    finding: int | None = None
    ordered: int = 0
    paid: int = 0
    reversed: int = 0
    civil: int = 0
    first_order: date | None = None
    joint: str = ""


def position(ledger: Ledger, as_of: date) -> Position:
    """Add up a ledger as of a day. Later rows are excluded.

    Source of law: 18 U.S.C. §2259(b)(2)(C), §3664(h), (j)(2). Civil damages on the day of the order are not "later".
    """
    rows = [entry for entry in ledger.entries if entry.day <= as_of]
    rows.sort(key=attrgetter("day"))
    tallies: dict[str, _Tally] = {}
    groups: dict[str, int] = {}
    counts = dict.fromkeys(KINDS, 0)
    sums = dict.fromkeys(KINDS, 0)
    greatest: Entry | None = None
    found = 0
    received = 0
    state: dict[date, tuple[int, int]] = {}
    for entry in rows:
        _, day, kind, case, amount, _, joint = entry
        counts[kind] += 1
        sums[kind] += amount
        tally = tallies.get(case)
        if tally is None:
            tally = tallies[case] = _Tally(day)
        if kind == "payment":
            tally.paid += amount
            received += amount
        elif kind == "reversal":
            tally.paid -= amount
            tally.reversed += amount
            received -= amount
        elif kind == "finding":
            tally.finding = max(tally.finding or 0, amount)
            if greatest is None or amount > found:
                greatest, found = entry, amount
        else:
            if kind == "order":
                tally.ordered += amount
                tally.first_order = tally.first_order or day
                if joint:
                    # One liability: the largest amount that an order states.
                    tally.joint = joint
                    groups[joint] = max(groups.get(joint, 0), amount)
            elif kind == "civil" and tally.first_order and day > tally.first_order:
                tally.civil += amount
            continue
        # All rows of a day count together: what stays is the state after the last of them.
        state[day] = (received, found)
    tallies.pop("", None)
    history = tuple(Moment(day, *totals) for day, totals in state.items())
    return Position(
        as_of=as_of,
        counted=len(rows),
        after=len(ledger.entries) - len(rows),
        greatest=greatest,
        findings=counts["finding"],
        payments=counts["payment"],
        reversals=counts["reversal"],
        reversed=sums["reversal"],
        ordered=sum(tally.ordered for tally in tallies.values() if not tally.joint) + sum(groups.values()),
        groups=groups,
        received=received,
        assistance=sums["assistance"],
        civil=sums["civil"],
        cases=_cases(tallies, groups),
        history=history,
        turns=tuple(_turns(history)),
        notices=ledger.notices,
    )


def _cases(tallies: dict[str, _Tally], groups: dict[str, int]) -> tuple[CasePosition, ...]:
    paid = dict.fromkeys(groups, 0)
    civil = dict.fromkeys(groups, 0)
    for tally in tallies.values():
        if tally.joint:
            paid[tally.joint] += tally.paid
            civil[tally.joint] += tally.civil
    return tuple(
        _case(code, tally, groups[tally.joint], paid[tally.joint], civil[tally.joint])
        if tally.joint
        else _case(code, tally, tally.ordered, tally.paid, tally.civil)
        for code, tally in sorted(tallies.items(), key=lambda item: (item[1].first, item[0]))
    )


def _case(code: str, tally: _Tally, ordered: int, paid: int, civil: int) -> CasePosition:
    """Return one case's totals, from what was ordered, paid and recovered in it or in its whole joint group."""
    balance = max(0, ordered - paid)
    return CasePosition(
        code,
        tally.finding,
        ordered,
        tally.paid,
        tally.reversed,
        balance,
        max(0, paid - ordered),
        tally.civil,
        max(0, balance - civil),
        tally.joint,
        tally.first_order,
    )


def _turns(history: Iterable[Moment]) -> Iterable[Turn]:
    ended = False
    before = Moment(date.min, 0, 0)
    for moment in history:
        if not ended and moment.received >= moment.finding > 0:
            ended = True
            yield Turn(moment, ended)
        elif ended and moment.finding > moment.received:
            ended = False
            found, undone = moment.finding > before.finding, moment.received < before.received
            yield Turn(moment, ended, found, undone)
        before = moment
