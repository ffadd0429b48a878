"""One defendant's share of the losses, by every method: 18 U.S.C. §2259(b)(2)(B) and Paroline's guideposts.

The statute gives no formula for "the defendant's relative role in the causal process that underlies the
victim's losses". Courts have used several methods; the user chooses one, and all whose inputs are given are shown
side by side. No share exceeds the losses.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from restitution.money import dollars, median, plain, to_the_cent
from restitution.scenario import Adjustment, Apportionment, Conduct, Victim
from restitution.scenario.defendant_fields import GUIDEPOSTS
from restitution.worksheet import Cite, Line, Status, rule

_FACTORS = Cite("paroline-2014", "slip op. 23")


@dataclass(frozen=True, slots=True)
class Facts:
    """The inputs of the methods.

    Attributes:
        losses: the victim's losses L, US dollars, as stated.
        limb: the provision or opinion that the share rests on.
        members: defendants of this case with a §2259 count that names the victim, this one included.
        adjustments: the factors for this defendant and this victim.
    """

    losses: Fraction
    limb: Cite
    members: int
    victim: Victim
    adjustments: tuple[Adjustment, ...]
    apportionment: Apportionment

    @property
    def ordered(self) -> int:
        """Defendants ordered to pay, those of this case included."""
        return self.victim.ordered_defendants + self.members

    def divisor(self, denominator: str) -> int:
        """Return how many people count in an equal share."""
        return {
            "ordered": self.ordered,
            "predicted": self.ordered + self.victim.predicted_defendants,
            "estimated": max(self.victim.estimated_offenders, self.ordered),
        }[denominator]


def _share(key: str, label: str, facts: Facts, amount: Fraction, formula: str, status: Status, *cites: Cite) -> Line:
    """Return a share as a line, rounded once and limited to the losses."""
    amount = to_the_cent(amount)
    if amount > facts.losses:
        amount, formula = facts.losses, f"{formula} Limited to the losses of {dollars(facts.losses)}."
    return Line(key, label, amount, formula, status, (facts.limb, *cites))


@rule
def conduct_noted(key: str, conduct: Conduct, limb: Cite) -> Line:
    """§2259(b)(2)(B), "relative role": the facts about this defendant that Paroline's guideposts ask for.

    These are "whether the defendant reproduced or distributed images of the victim", any connection to the
    production, and "how many images of the victim the defendant possessed" (Paroline, slip op. 23). They change no
    figure by themselves: no opinion gives them weights.
    """
    facts = {"reproduced": conduct.reproduced, "distributed": conduct.distributed}
    done = [name for name, found in facts.items() if found] or ["neither reproduced nor distributed"]
    link = "a link" if conduct.production_link else "no link"
    return Line(
        key,
        "Conduct toward this victim, as noted",
        None,
        f"Images: {conduct.images}. Videos: {conduct.videos}. {' and '.join(done).capitalize()}; {link} to the "
        "production. The judge weighs this; it changes no figure by itself.",
        Status.DISCRETION,
        (limb, _FACTORS),
    )


@rule
def full(key: str, facts: Facts) -> Line:
    """§2259(b)(2)(A): "the full amount of the victim's losses", the figure from which every share starts.

    For trafficking it is shown for comparison: Paroline refused to charge one possessor with the whole.
    """
    return Line(
        key,
        "Whole loss, for comparison",
        facts.losses,
        "The losses, undivided. Paroline refused to charge one possessor with the whole loss.",
        Status.DISCRETION,
        (facts.limb, Cite("paroline-2014", "slip op. 18-19")),
    )


@rule
def equal_share_ordered(key: str, facts: Facts) -> Line:
    """§2259(b)(2)(B), "relative role": one equal share among those ordered to pay, this defendant included.

    Affirmed by the Seventh Circuit in Sainz on its record and under the earlier text. Others wanted more findings
    (Benoit, 10th Cir.) or doubted who should count (Loreng), both before Paroline. Paroline's first guidepost: "the
    number of past criminal defendants found to have contributed to the victim's general losses".
    """
    divisor = facts.divisor("ordered")
    return _share(
        key,
        "Equal share among those ordered to pay (upheld in the Seventh Circuit; contested elsewhere)",
        facts,
        facts.losses / divisor,
        f"{dollars(facts.losses)} ÷ {divisor}. {facts.victim.ordered_defendants} ordered elsewhere and "
        f"{facts.members} in this case.",
        Status.HOLDING,
        Cite("sainz-2016"),
        _FACTORS,
        Cite("benoit-2013"),
        Cite("loreng-2013"),
    )


@rule
def equal_share_predicted(key: str, facts: Facts) -> Line:
    """§2259(b)(2)(B), "relative role": one equal share among those ordered to pay and those expected to be.

    Paroline's second guidepost: "reasonable predictions of the number of future offenders likely to be caught
    and convicted". No decision that used it with numbers was found: dividing by it is our own model.
    """
    divisor = facts.divisor("predicted")
    return _share(
        key,
        "Equal share, counting future offenders",
        facts,
        facts.losses / divisor,
        f"{dollars(facts.losses)} ÷ {divisor}. {facts.ordered} ordered and "
        f"{facts.victim.predicted_defendants} expected.",
        Status.MODEL,
        _FACTORS,
    )


@rule
def equal_share_estimated(key: str, facts: Facts) -> Line:
    """§2259(b)(2)(B), "relative role": one equal share among all offenders, caught or not, by estimate.

    Paroline's third guidepost: "any available and reasonably reliable estimate of the broader number of
    offenders involved". Never fewer than those ordered to pay. Dividing by it is our own model.
    """
    divisor = facts.divisor("estimated")
    return _share(
        key,
        "Equal share among all offenders, by estimate",
        facts,
        facts.losses / divisor,
        f"{dollars(facts.losses)} ÷ {divisor}. An estimate of {facts.victim.estimated_offenders}, at least the "
        f"{facts.ordered} ordered.",
        Status.MODEL,
        _FACTORS,
        Cite("loreng-2013"),
    )


@rule
def adjusted_share(key: str, facts: Facts) -> Line:
    """§2259(b)(2)(B), "relative role": an equal share, adjusted for what the judge finds under the guideposts.

    Paroline gives no weights, and the guideposts "need not be converted into a rigid formula": the factors are
    the user's and stand in for the judge's decision. They multiply the equal share as stated.
    """
    divisor = facts.divisor(facts.apportionment.denominator)
    equal = to_the_cent(facts.losses / divisor)
    product = Fraction(1)
    for adjustment in facts.adjustments:
        product *= adjustment.factor
    reasons = "; ".join(
        f"{GUIDEPOSTS.get(a.guidepost, a.guidepost)} × {plain(a.factor)}" + (f" ({a.reason})" if a.reason else "")
        for a in facts.adjustments
    )
    moved = f" × {plain(product)}" if facts.adjustments else ""
    return _share(
        key,
        "Equal share, adjusted under the guideposts",
        facts,
        equal * product,
        f"{dollars(equal)}{moved}, from {dollars(facts.losses)} ÷ {divisor}. {reasons or 'No adjustment is stated'}.",
        Status.DISCRETION,
        _FACTORS,
    )


@rule
def prior_awards(key: str, facts: Facts) -> Line:
    """§2259(b)(2)(B), "relative role", measured by what other courts ordered for the same victim.

    The Second Circuit upheld the median in Miner, a summary order without precedential effect. A dissent in
    Paroline asks "Pick the median figure? The mean?" and doubts that a going rate measures this defendant's harm.
    """
    awards = facts.victim.prior_awards
    words = facts.apportionment.statistic
    middle = median(awards) if words == "median" else sum(awards, Fraction(0)) / len(awards)
    return _share(
        key,
        f"The {words} of earlier awards (the median was upheld in the Second Circuit, summary order)",
        facts,
        middle,
        f"The {words} of {len(awards)} earlier awards.",
        Status.HOLDING if words == "median" else Status.MODEL,
        Cite("miner-2015"),
        Cite("paroline-2014", "Roberts, C.J., dissenting, slip op. 7"),
    )


@rule
def requested(key: str, facts: Facts) -> Line:
    """§2259(b)(2)(B): the amount requested, if the judge finds that it reflects the relative role.

    A request is not proof: the Sixth Circuit remanded where an amount had been adopted without explanation (Jones,
    unpublished).
    """
    asked = facts.victim.requested or Fraction(0)
    formula = f"{dollars(asked)} requested from each defendant."
    cites = (Cite("stivers-2020"), Cite("jones-2018"))
    return _share(key, "The amount requested", facts, asked, formula, Status.DISCRETION, *cites)


@rule
def fixed(key: str, facts: Facts) -> Line:
    """§2259(b)(2)(B): "an amount that reflects the defendant's relative role", as the judge states it."""
    figure = facts.apportionment.fixed or Fraction(0)
    formula = f"{dollars(figure)}, stated for each victim and defendant."
    cite = Cite("paroline-2014", "slip op. 22")
    return _share(key, "A figure that the judge states", facts, figure, formula, Status.DISCRETION, cite)


def shares(key: str, facts: Facts) -> dict[str, Line]:
    """Return every method whose inputs are given, by its name in the answer, in a fixed order."""
    victim, apportionment = facts.victim, facts.apportionment
    lines = {
        "full": full(f"{key}.full", facts),
        "equal-share.ordered": equal_share_ordered(f"{key}.equal-share.ordered", facts),
        "equal-share.predicted": equal_share_predicted(f"{key}.equal-share.predicted", facts),
    }
    if victim.estimated_offenders:
        lines["equal-share.estimated"] = equal_share_estimated(f"{key}.equal-share.estimated", facts)
    if apportionment.denominator != "estimated" or victim.estimated_offenders:
        lines["adjusted-share"] = adjusted_share(f"{key}.adjusted-share", facts)
    if victim.prior_awards:
        lines["prior-awards"] = prior_awards(f"{key}.prior-awards", facts)
    if victim.requested is not None:
        lines["requested"] = requested(f"{key}.requested", facts)
    if apportionment.fixed is not None:
        lines["fixed"] = fixed(f"{key}.fixed", facts)
    return lines
