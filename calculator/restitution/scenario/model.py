"""The scenario as typed, immutable records. Amounts are exact US dollars, rates exact fractions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from restitution.fields import Reading
from restitution.law import Offense
from restitution.ledger import Position


@dataclass(frozen=True, slots=True)
class Apportionment:
    """How the court turns losses into one defendant's share.

    Attributes:
        method: ``equal-share``, ``adjusted-share``, ``prior-awards``, ``requested``, ``fixed`` or ``full``.
        denominator: who counts in an equal share: ``ordered``, ``predicted`` or ``estimated``.
        statistic: for prior awards: ``median`` or ``mean``.
        fixed: the figure the court chose, for each victim and defendant.
        disaggregate: whether a mixed loss counts only in its trafficking part; ``None`` follows the circuit.
    """

    method: str
    denominator: str
    statistic: str
    fixed: Fraction | None
    disaggregate: bool | None

    @property
    def chosen(self) -> str:
        """The chosen method as the answer names it: ``equal-share.ordered``."""
        return f"{self.method}.{self.denominator}" if self.method == "equal-share" else self.method


@dataclass(frozen=True, slots=True)
class LumpSum:
    """A loss stated as one amount."""

    amount: Fraction


@dataclass(frozen=True, slots=True)
class ExpertRange:
    """A loss stated as an expert's range; ``take`` is ``mean``, ``low`` or ``high``."""

    low: Fraction
    high: Fraction
    take: str


@dataclass(frozen=True, slots=True)
class Stream:
    """A yearly loss, growing and discounted to the date of the order; the first is due ``starts_in`` years later.

    ``months`` beyond the whole years are a last, part year.
    """

    annual: Fraction
    years: int
    months: int
    growth: Fraction
    discount: Fraction
    starts_in: int

    @property
    def rows(self) -> int:
        """The number of years, with the part year."""
        return self.years + (1 if self.months else 0)

    @property
    def last_due(self) -> int:
        """Years from the order to the last payment; 0 is the day of the order."""
        return self.starts_in + self.rows - 1


@dataclass(frozen=True, slots=True)
class Loss:
    """One loss, §2259(c)(2)(A)-(F).

    Attributes:
        cause: ``trafficking``, ``initial-abuse`` or ``mixed``.
        trafficking_share: for mixed causes, the part that the trafficking caused, 0 to 1.
        projected: not yet incurred; the part of a yearly loss that falls after the date of the order is so in any case.
        exhibit: where the proof is, or empty.
    """

    category: str
    label: str
    size: LumpSum | ExpertRange | Stream
    projected: bool
    cause: str
    trafficking_share: Fraction
    exhibit: str

    @property
    def comes_later(self) -> bool:
        """Whether any of it comes after the day of the order."""
        return self.projected or (isinstance(self.size, Stream) and self.size.last_due > 0)

    @property
    def all_comes_later(self) -> bool:
        """Whether all of it does: a yearly loss may have a payment due on that day."""
        return self.projected or (isinstance(self.size, Stream) and self.size.starts_in > 0)


@dataclass(frozen=True, slots=True)
class Victim:
    """One victim, identified by a code. Counts are of persons, amounts in US dollars.

    ``ledger`` holds the ledger's totals as of the date of the order, if the figures come from one.
    """

    id: str
    ordered_defendants: int
    predicted_defendants: int
    estimated_offenders: int
    prior_awards: tuple[Fraction, ...]
    requested: Fraction | None
    proven: bool
    received: Fraction
    greatest_loss_found: Fraction
    assistance_received: Fraction
    ledger: Position | None
    losses: tuple[Loss, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A count of conviction: the offense, its first and last day, and the victims it names."""

    section: str
    offense: Offense
    start: date
    end: date
    victims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A factor by which the court moves an equal share, tied to a guidepost."""

    guidepost: str
    factor: Fraction
    reason: str


@dataclass(frozen=True, slots=True)
class Conduct:
    """A defendant's conduct toward one victim."""

    victim: str
    images: int
    videos: int
    distributed: bool
    reproduced: bool
    production_link: bool
    adjustments: tuple[Adjustment, ...]
    joint_group: str


@dataclass(frozen=True, slots=True)
class Defendant:
    """One defendant, identified by a code."""

    id: str
    counts: tuple[Count, ...]
    conduct: tuple[Conduct, ...]

    def conduct_toward(self, victim: str) -> Conduct | None:
        """Return this defendant's conduct toward a victim, if the scenario states any."""
        return next((c for c in self.conduct if c.victim == victim), None)


@dataclass(frozen=True, slots=True)
class Scenario:
    """All inputs of a calculation; no clock, no environment.

    ``readings`` says what was read of text that says it in another way.
    """

    title: str
    order_date: date
    circuit: str
    apportionment: Apportionment
    victims: tuple[Victim, ...]
    defendants: tuple[Defendant, ...]
    readings: tuple[Reading, ...] = field(default=(), compare=False)
