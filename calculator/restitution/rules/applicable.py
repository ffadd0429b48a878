"""Which rule applies to one conviction: 18 U.S.C. §2259(a)-(d) and §2259A, by its section and the days of the offense.

The rules are those of the orders, the assessment and the assistance. Here they are asked of one count together, and
what does not apply is said to be so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from restitution.dates import spelled
from restitution.law import LAW, Offense
from restitution.rules import assessment, assistance, order
from restitution.rules.assessment import Conviction, tier_of
from restitution.rules.provision import NOT_2259, PRE_2018, Branch, branch, version_of
from restitution.scenario import Count
from restitution.worksheet import Cite, Line, Status, rule


@dataclass(frozen=True, slots=True)
class Applicable:
    """The answer, as lines.

    Attributes:
        branch: the provision and which text of it.
        early: whether the offense ended before the Act.
        floor: without an amount where there is none.
        tier: one of the tiers of §2259A(a), ``None`` where there is none.
        place: why it is that tier, or none.
        cap: ``None`` where there is no tier.
        opens: whether the conviction opens the Reserve; ``None`` where that is open.
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


def applicable(count: Count, order_date: date | None = None) -> Applicable:
    """Find what applies to one count.

    Args:
        count: the conviction; which victims it names does not matter.
        order_date: the day of the order, for the figure of the floor; the last day of the offense stands in for it.

    Source of law: 18 U.S.C. §2259(a), (b)(1)-(2), (c)(1), (c)(3), (d)(1)(A); §2259A(a); §2259B(d).
    """
    offense = count.offense
    found = branch("branch", (count,))
    early = version_of((count,)) == PRE_2018
    floored = order.floor("floor", order_date or count.end) if found.floored else no_floor("floor", offense, early)
    if early and tier_of(offense, True):
        name, place = None, no_assessment("tier")
    else:
        name = tier_of(offense, False)
        place = assessment.tier("tier", Conviction(offense), name)
    trafficking = offense.kind == "trafficking"
    opens = None if trafficking and early else trafficking
    test = assistance.conviction("reserve.conviction", offense, trafficking)
    return Applicable(
        branch=found,
        early=early,
        floor=floored,
        tier=name,
        place=place,
        cap=assessment.cap("cap", name, None) if name else None,
        opens=opens,
        reserve=reserve("reserve", opens, test),
    )


@rule
def no_floor(key: str, offense: Offense, early: bool) -> Line:
    """§2259(b)(2)(B): "but which is no less than $3,000" stands in the paragraph on trafficking, and in no other.

    Under (b)(1) the order is the whole of the losses. The text before the AVAA has no floor for any offense; that it
    governs an offense that ended before the Act is §2259B(d), a sense of Congress. Another chapter has its own statute.
    """
    status = Status(offense.status)
    if offense.kind == "outside":
        text = f"§2259 does not apply to an offense of chapter {offense.chapter}, and neither does its floor."
        cites = (Cite("18-usc-2259", "(a)"), Cite(offense.statute))
    elif early:
        text = "The earlier text has none."
        cites = (Cite("18-usc-2259-pre-2018", "(b)(1)"), Cite("18-usc-2259B", "(d)"))
        # Without the floor by either text, unless it is trafficking: then all turns on which text is used.
        status = Status.MODEL if offense.kind == "trafficking" else Status.STATUTE
    else:
        text = "The floor is for trafficking. Here the order is the full amount of the losses."
        cites = (Cite("18-usc-2259", "(b)(1)"), Cite("18-usc-2259", "(b)(2)(B)"))
    return Line(key, "Floor: none", None, text, status, cites)


@rule
def no_assessment(key: str) -> Line:
    """§2259B(d): offenses before the Act are "subject to the statutory scheme that was in effect at the time".

    §2259A came with the Act. The rule is a "sense of Congress"; that no assessment is due is how we read it.
    """
    act = LAW.enacted
    return Line(
        key,
        "Tier: none",
        None,
        f"The offense ended before {spelled(act.start)}, and the law of its time had no such assessment. §2259B(d) is "
        "a sense of Congress.",
        Status.MODEL,
        (Cite("18-usc-2259B", "(d)"), Cite("18-usc-2259A", "(a)"), Cite(act.authority, act.pin)),
    )


@rule
def reserve(key: str, opens: bool | None, test: Line) -> Line:
    """§2259(d)(1)(A): on a conviction "any victim of that trafficking in child pornography may choose to receive" it.

    Only a conviction for trafficking opens the assistance that the Reserve pays. Whether one for an offense from before
    the Act is enough was not verified.
    """
    if opens is None:
        verdict, status = "open", Status.MODEL
        text = (
            f"The offense is trafficking, but it ended before {spelled(LAW.enacted.start)}. Whether a conviction for "
            "it is enough was not verified."
        )
    elif opens:
        verdict, status = "yes", Status.STATUTE
        text = "A victim of this trafficking may choose the assistance, if the court so finds."
    else:
        verdict, status = "no", test.status
        text = "Only a conviction for trafficking opens it."
    label = f"Opens the Reserve (defined monetary assistance): {verdict}"
    return Line(key, label, None, text, status, (Cite("18-usc-2259", "(d)(1)(A)"),), (test,))
