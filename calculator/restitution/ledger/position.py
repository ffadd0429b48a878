"""A ledger's totals as of a day: what was found, ordered and received, and the balance of each order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from operator import attrgetter

from restitution.ledger.rows import Entry, Ledger

_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Moment:
    """The running totals at the end of a day: the amount received and the greatest finding. US dollars."""

    day: date
    received: Fraction
    finding: Fraction


@dataclass(frozen=True, slots=True)
class Turn:
    """A day on which liability ended, or was reopened by a greater finding."""

    moment: Moment
    ended: bool


@dataclass(frozen=True, slots=True)
class CasePosition:
    """The totals of one case. Amounts are exact US dollars.

    Attributes:
        finding: the greatest loss found in it; ``None`` without a finding.
        ordered: the sum of its orders; in a joint group the one liability, the largest amount that any of them states.
        paid: the amount paid in this case.
        balance: ``ordered`` less payments, those of every case in a joint group.
        overpaid: payments beyond ``ordered``, counted the same way.
        civil: civil damages of this case dated after its first order.
        payable: ``balance`` less those damages, in a joint group those of all its cases.
        joint: the code of its joint group, or empty.
        first_order: the date of its first order; ``None`` without an order.
    """

    case: str
    finding: Fraction | None
    ordered: Fraction
    paid: Fraction
    balance: Fraction
    overpaid: Fraction
    civil: Fraction
    payable: Fraction
    joint: str
    first_order: date | None


@dataclass(frozen=True, slots=True)
class Position:
    """The ledger's totals at the end of a day. Amounts are exact US dollars.

    Attributes:
        counted: number of rows dated up to that day.
        after: number of later rows, which are excluded.
        greatest: the row of the greatest finding, the earliest if equal; ``None`` without a finding.
        findings: number of findings.
        payments: number of payments.
        ordered: the sum of all orders, each joint group once.
        groups: the liability of each joint group.
        received: the sum of all payments, and nothing else.
        assistance: the sum of defined monetary assistance.
        civil: the sum of all civil damages.
        cases: by the date of their first row, then by code.
        history: every day with a payment or a finding, in order.
        turns: the days on which liability ended or was reopened, in order.
    """

    as_of: date
    counted: int
    after: int
    greatest: Entry | None
    findings: int
    payments: int
    ordered: Fraction
    groups: Mapping[str, Fraction]
    received: Fraction
    assistance: Fraction
    civil: Fraction
    cases: tuple[CasePosition, ...]
    history: tuple[Moment, ...]
    turns: tuple[Turn, ...]

    @property
    def greatest_finding(self) -> Fraction:
        """The greatest loss found; zero without a finding."""
        return self.greatest.amount if self.greatest else _NOTHING

    @property
    def outstanding(self) -> Fraction:
        """What may still be received."""
        return max(_NOTHING, self.greatest_finding - self.received)

    @property
    def over_collected(self) -> Fraction:
        """What was received beyond the greatest finding."""
        return max(_NOTHING, self.received - self.greatest_finding)

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
        """Whether a greater finding ever came after liability ended."""
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
    """Running totals of one case."""

    first: date
    finding: Fraction | None = None
    ordered: Fraction = _NOTHING
    paid: Fraction = _NOTHING
    civil: Fraction = _NOTHING
    first_order: date | None = None
    joint: str = ""

    def add(self, entry: Entry) -> None:
        """Count one row; rows must come in date order."""
        if entry.kind == "finding":
            self.finding = max(self.finding or _NOTHING, entry.amount)
        elif entry.kind == "order":
            self.ordered += entry.amount
            self.first_order = self.first_order or entry.day
            self.joint = entry.joint
        elif entry.kind == "payment":
            self.paid += entry.amount
        elif entry.kind == "civil" and self.first_order and entry.day > self.first_order:
            self.civil += entry.amount


def position(ledger: Ledger, as_of: date) -> Position:
    """Add up a ledger as of a day. Later rows are excluded.

    Source of law: 18 U.S.C. §2259(b)(2)(C), §3664(h), (j)(2). Civil damages on the day of the order are not "later".
    """
    rows = sorted((entry for entry in ledger.entries if entry.day <= as_of), key=attrgetter("day"))
    tallies: dict[str, _Tally] = {}
    for entry in rows:
        if entry.case:
            if entry.case not in tallies:
                tallies[entry.case] = _Tally(entry.day)
            tallies[entry.case].add(entry)
    findings = [entry for entry in rows if entry.kind == "finding"]
    groups = _groups(rows)
    history = tuple(_history(rows))
    return Position(
        as_of=as_of,
        counted=len(rows),
        after=len(ledger.entries) - len(rows),
        greatest=max(findings, key=attrgetter("amount"), default=None),
        findings=len(findings),
        payments=sum(entry.kind == "payment" for entry in rows),
        ordered=sum((t.ordered for t in tallies.values() if not t.joint), _NOTHING) + sum(groups.values()),
        groups=groups,
        received=history[-1].received if history else _NOTHING,
        assistance=_sum(rows, "assistance"),
        civil=_sum(rows, "civil"),
        cases=_cases(tallies, groups),
        history=history,
        turns=tuple(_turns(history)),
    )


def _sum(rows: Iterable[Entry], kind: str) -> Fraction:
    return sum((entry.amount for entry in rows if entry.kind == kind), _NOTHING)


def _groups(rows: Iterable[Entry]) -> dict[str, Fraction]:
    """Return the one liability of each joint group: the largest amount that an order states."""
    groups: dict[str, Fraction] = {}
    for entry in rows:
        if entry.joint:
            groups[entry.joint] = max(groups.get(entry.joint, _NOTHING), entry.amount)
    return groups


def _cases(tallies: dict[str, _Tally], groups: dict[str, Fraction]) -> tuple[CasePosition, ...]:
    paid = dict.fromkeys(groups, _NOTHING)
    civil = dict.fromkeys(groups, _NOTHING)
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


def _case(code: str, tally: _Tally, ordered: Fraction, paid: Fraction, civil: Fraction) -> CasePosition:
    """Return one case's totals, from what was ordered, paid and recovered in it or in its whole joint group."""
    balance = max(_NOTHING, ordered - paid)
    return CasePosition(
        case=code,
        finding=tally.finding,
        ordered=ordered,
        paid=tally.paid,
        balance=balance,
        overpaid=max(_NOTHING, paid - ordered),
        civil=tally.civil,
        payable=max(_NOTHING, balance - civil),
        joint=tally.joint,
        first_order=tally.first_order,
    )


def _history(rows: Sequence[Entry]) -> Iterable[Moment]:
    """Yield every day with a payment or a finding; all rows of a day count together."""
    received = finding = _NOTHING
    moving = (entry for entry in rows if entry.kind in ("payment", "finding"))
    for day, entries in groupby(moving, key=attrgetter("day")):
        for entry in entries:
            if entry.kind == "payment":
                received += entry.amount
            else:
                finding = max(finding, entry.amount)
        yield Moment(day, received, finding)


def _turns(history: Iterable[Moment]) -> Iterable[Turn]:
    ended = False
    for moment in history:
        if not ended and moment.received >= moment.finding > 0:
            ended = True
            yield Turn(moment, ended)
        elif ended and moment.finding > moment.received:
            ended = False
            yield Turn(moment, ended)
