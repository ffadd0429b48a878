"""Which rule applies to one conviction: 18 U.S.C. §2259(a)-(d) and §2259A, by section and dates of the offense.

The rules are those of the orders, the assessment and the assistance, applied here to one count together. What does
not apply has a line that says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from restitution.rules import assessment, assistance, order
from restitution.rules import provision as rules
from restitution.rules.assessment import Conviction, tier_of
from restitution.rules.provision import NOT_2259, PRE_2018, Branch, branch, version_of
from restitution.scenario import Count
from restitution.worksheet import Line


@dataclass(frozen=True, slots=True)
class Provision:
    """The answer, as lines.

    Attributes:
        branch: the provision and the version of its text.
        early: whether the offense ended before the Act.
        floor: has no amount if there is no floor.
        tier: one of the tiers of §2259A(a); ``None`` if there is none.
        place: why it is that tier, or none.
        cap: ``None`` without a tier.
        opens: whether the conviction opens the Reserve; ``None`` if that is an open question.
    """

    branch: Branch
    early: bool
    floor: Line
    tier: str | None
    place: Line
    cap: Line | None
    opens: bool | None
    reserve: Line

    @property
    def outside(self) -> bool:
        """Whether §2259 does not apply at all."""
        return self.branch.provision == NOT_2259

    @property
    def lines(self) -> tuple[Line, ...]:
        """The worksheet."""
        steps = (*self.branch.lines, self.floor, self.place, self.cap, self.reserve)
        return tuple(line for line in steps if line is not None)


def provision(count: Count, order_date: date | None = None) -> Provision:
    """Find what applies to one count.

    Args:
        count: the conviction; which victims it names does not matter.
        order_date: date of the order, for the figure of the floor; the last day of the offense by default.

    Source of law: 18 U.S.C. §2259(a), (b)(1)-(2), (c)(1), (c)(3), (d)(1)(A); §2259A(a); §2259B(d).
    """
    offense = count.offense
    found = branch("branch", (count,))
    early = version_of((count,)) == PRE_2018
    day = order_date or count.end
    floor = order.floor("floor", day) if found.floored else rules.no_floor("floor", offense, early)
    if early and tier_of(offense, True):
        name, place = None, rules.no_assessment("tier")
    else:
        name = tier_of(offense, False)
        place = assessment.tier("tier", Conviction(offense), name)
    trafficking = offense.kind == "trafficking"
    opens = None if trafficking and early else trafficking
    test = assistance.conviction("reserve.conviction", offense, trafficking)
    return Provision(
        branch=found,
        early=early,
        floor=floor,
        tier=name,
        place=place,
        cap=assessment.cap("cap", name, None) if name else None,
        opens=opens,
        reserve=rules.reserve("reserve", opens, test),
    )
