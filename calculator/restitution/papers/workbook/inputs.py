"""The sheet of inputs: what was typed and what the judge chose. The other sheets refer to its cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from restitution.desk.headings import METHODS
from restitution.law import LAW
from restitution.papers.content.inputs import NOTES_STAY, circuit_words
from restitution.papers.content.wording import BLANK
from restitution.papers.workbook.decides import under
from restitution.papers.workbook.page import Column, Look, Page, Value, at, down
from restitution.papers.workbook.position import Taken
from restitution.rules.losses import disaggregates
from restitution.scenario import Victim
from restitution.scenario.defendant_fields import GUIDEPOSTS
from restitution.steps.estimate import Estimate
from restitution.worksheet import Status

METHOD, FLOOR, SEPARATED, FIXED, STATISTIC = (
    "Method_chosen",
    "Minimum_order",
    "Mixed_cause_separated",
    "Figure_stated",
    "Median_or_mean",
)
"""The names of single cells, by which formulas refer to them."""

YES_NO = ("yes", "no")
_AMOUNT = 2
"""The column of earlier awards."""


def head_of(method: str) -> str:
    """Return a method as the heads and the list of choices name it."""
    words = METHODS[method]
    return words[0].upper() + words[1:]


def yes_no(flag: bool) -> str:
    """Return a flag as the sheets write it."""
    return YES_NO[0] if flag else YES_NO[1]


@dataclass(slots=True)
class VictimAt:
    """The cells of one victim, as formulas of other sheets refer to them. Empty where there is none."""

    ordered: str = ""
    predicted: str = ""
    estimated: str = ""
    requested: str = ""
    proven: str = ""
    received: str = ""
    greatest: str = ""
    assistance: str = ""
    awards: str = ""


@dataclass(slots=True)
class Inputs:
    """The sheet, and where its figures are.

    Attributes:
        factors: the factors by which a share is adjusted, by victim and defendant.
    """

    page: Page
    order_date: str
    victims: dict[str, VictimAt] = field(default_factory=dict)
    factors: dict[tuple[str, str], str] = field(default_factory=dict)


_WIDTHS = (13, 13, 13, 12, 10, 10, 10, 10, 12, 9, 13, 13, 13)
"""Amounts and days whole, and no more: what is wide is printed small."""


def begun(estimate: Estimate) -> Inputs:
    """Return the sheet with what holds for the whole case."""
    page = Page("Inputs", "What was typed, and what the judge chooses. Change a tinted cell here.", _WIDTHS)
    page.title(
        "Inputs",
        (
            "Tinted cells hold what was typed: change one, and every sheet follows. Victims and defendants have codes.",
            "Which rule an order falls under follows from the counts of conviction; that choice is not a formula.",
        ),
    )
    inputs = Inputs(page, "")
    page.line("The case", Look.SECTION)
    scenario = estimate.scenario
    choice = scenario.apportionment
    if scenario.title:
        _fact(page, "Title", scenario.title, Look.PLAIN, "")
    row = _fact(page, "Date of the order", scenario.order_date, Look.DAY_IN, "Earlier orders count up to this day.")
    inputs.order_date = page.ref(row, _VALUE)
    named = circuit_words(scenario.circuit) or "not stated"
    _fact(page, "Circuit", named, Look.PLAIN, "Used for notes and for losses of mixed cause; not a formula.")
    _methods(estimate, page)
    if any(one.floor for one in estimate.orders):
        floor = LAW.parameter("trafficking.floor").on(scenario.order_date)
        row = _fact(
            page,
            "Floor",
            floor.number,
            Look.MONEY_IN,
            "US dollars, for each victim and each defendant. 18 U.S.C. § 2259(b)(2)(B): the statute controls.",
        )
        page.names[FLOOR] = row, _VALUE
    if any(loss.cause == "mixed" for victim in scenario.victims for loss in victim.losses):
        why = (
            "the judge decides" if choice.disaggregate is not None else "left open: the circuit or our default decides"
        )
        separated = disaggregates(choice, scenario.circuit)
        row = _fact(
            page,
            "Separate the original abuse?",
            yes_no(separated),
            Look.TEXT_IN,
            f"Whether of a loss with both causes only the part from the trade in the images counts: {why}.",
            YES_NO,
        )
        page.names[SEPARATED] = row, _VALUE
    return inputs


_VALUE = 2
"""The column of what holds for the whole case: its label runs over two columns."""


def _fact(page: Page, label: str, value: Value, look: Look, note: str, choices: tuple[str, ...] = ()) -> int:
    row = page.line(label, Look.PLAIN)
    page.put(row, _VALUE, value, look)
    if note:
        page.put(row, _VALUE + 1, note, Look.PLAIN)
    if choices:
        page.choose(row, _VALUE, choices)
    return row


def _methods(estimate: Estimate, page: Page) -> None:
    """Put the choice of the method, where an order is a share, and what belongs to it."""
    choice = estimate.scenario.apportionment
    if any(one.branch.shared for one in estimate.orders):
        note = (
            "The judge decides the method: the statute gives no formula. Choose another head of the sheet Shares. "
            "Where the share is below the floor, the floor sets the order, whatever the method."
        )
        row = page.line("How the share is set", Look.PLAIN)
        page.put(row, _VALUE, head_of(choice.chosen), Look.CHOICE_IN)
        page.names[METHOD] = row, _VALUE
        page.line("", Look.PLAIN)
        page.put(row + 1, _VALUE, note, Look.PLAIN)
    if any(victim.prior_awards for victim in estimate.scenario.victims):
        row = _fact(
            page, "Median or mean of awards?", choice.statistic, Look.TEXT_IN, "The judge decides.", ("median", "mean")
        )
        page.names[STATISTIC] = row, _VALUE
    if choice.fixed is not None:
        row = _fact(
            page,
            "Figure the judge states",
            choice.fixed,
            Look.MONEY_IN,
            "US dollars, for each victim and each defendant.",
        )
        page.names[FIXED] = row, _VALUE


def methods_of(estimate: Estimate) -> tuple[str, ...]:
    """Return every method that any order has, in their fixed order."""
    used = {name for one in estimate.orders for name in one.methods}
    return tuple(name for name in METHODS if name in used)


def finished(inputs: Inputs, estimate: Estimate, taken: Mapping[str, Taken]) -> None:
    """Add the tables of the case to the sheet.

    Args:
        taken: by victim, where a ledger states what an input would: those cells refer to it.
    """
    _victims(inputs, estimate, taken)
    _awards(inputs, estimate.scenario.victims, taken)
    _counts(inputs.page, estimate)
    _conduct(inputs, estimate)


_JUDGE = under("", Status.DISCRETION)
_VICTIMS = (
    Column("Victim", "code", 16),
    Column("Ordered to pay elsewhere", "defendants", 13),
    Column("In this case", "defendants, from the counts", 13),
    Column("Number: those ordered", "sum of the two", 13),
    Column("More expected", "defendants; the judge decides", 13),
    Column("Number: with those expected", "sum", 13),
    Column("All offenders", "an estimate; 0 = none", 13),
    Column("Number: all, by estimate", "at least those ordered", 13),
    Column("Requested", "US dollars, from each defendant", 13),
    Column("Loss proved", "yes or no; the judge decides", 13),
    Column("Received", "US dollars, all cases", 13),
    Column("Greatest loss found", "US dollars, in another final order", 13),
    Column("Assistance received", "US dollars; § 2259(d)", 13),
)


def _victims(inputs: Inputs, estimate: Estimate, taken: Mapping[str, Taken]) -> None:
    page = inputs.page
    page.section("Victims")
    page.heads(_VICTIMS)
    for victim in estimate.scenario.victims:
        row = page.next_row
        page.next_row += 1
        ledger = taken.get(victim.id)
        members = sum(one.victim == victim.id for one in estimate.orders)
        ordered = victim.ordered_defendants + members
        found = VictimAt()
        page.put(row, 0, victim.id, Look.LABEL)
        _given(page, row, 1, victim.ordered_defendants, Look.WHOLE, ledger and ledger.ordered_defendants)
        page.put(row, 2, members, Look.WHOLE)
        found.ordered = page.state(row, 3, ordered, Look.WHOLE, f"{at(row, 1)}+{at(row, 2)}")
        page.put(row, 4, victim.predicted_defendants, Look.WHOLE_IN)
        expected = ordered + victim.predicted_defendants
        found.predicted = page.state(row, 5, expected, Look.WHOLE, f"{at(row, 3)}+{at(row, 4)}")
        page.put(row, 6, victim.estimated_offenders, Look.WHOLE_IN)
        estimated = max(victim.estimated_offenders, ordered)
        found.estimated = page.state(row, 7, estimated, Look.WHOLE, f"MAX({at(row, 6)},{at(row, 3)})")
        if victim.requested is not None:
            found.requested = page.state(row, 8, victim.requested, Look.MONEY_IN)
        found.proven = page.state(row, 9, yes_no(victim.proven), Look.TEXT_IN)
        page.choose(row, 9, YES_NO)
        found.received = _given(page, row, 10, victim.received, Look.MONEY, ledger and ledger.received)
        found.greatest = _given(page, row, 11, victim.greatest_loss_found, Look.MONEY, ledger and ledger.greatest)
        found.assistance = _given(page, row, 12, victim.assistance_received, Look.MONEY, ledger and ledger.assistance)
        inputs.victims[victim.id] = found


def _given(page: Page, row: int, column: int, value: Value, look: Look, formula: str | None) -> str:
    """Put a figure that was typed, or the reference to the ledger that states it."""
    if formula:
        return page.state(row, column, value, look, formula)
    return page.state(row, column, value, Look.WHOLE_IN if look is Look.WHOLE else Look.MONEY_IN)


def _awards(inputs: Inputs, victims: Sequence[Victim], taken: Mapping[str, Taken]) -> None:
    page = inputs.page
    typed = [victim for victim in victims if victim.prior_awards and victim.id not in taken]
    for code, ledger in taken.items():
        inputs.victims[code].awards = ledger.awards
    if not typed:
        return
    page.section("Earlier awards, US dollars")
    page.line(NOTES_STAY, Look.PLAIN)
    page.head(("Victim", "Sum", "Award", "Which it is: for counsel"))
    for victim in typed:
        first = page.next_row
        awards = victim.prior_awards
        page.put(first, 0, f"{victim.id} ({len(awards):,})", Look.LABEL)
        for number, award in enumerate(awards, start=1):
            row = page.next_row
            page.next_row += 1
            page.put(row, _AMOUNT, award, Look.MONEY_IN)
            page.put(row, _AMOUNT + 1, f"Award {number:,}. Court and date: {BLANK}", Look.PLAIN)
        block = down(_AMOUNT, first, page.next_row - 1)
        page.put(first, 1, sum(awards, Fraction(0)), Look.MONEY, f"SUM({block})")
        inputs.victims[victim.id].awards = f"{page.prefix}{block}"


def _counts(page: Page, estimate: Estimate) -> None:
    counts = [(one.id, count) for one in estimate.scenario.defendants for count in one.counts]
    if not counts:
        return
    page.section("Counts of conviction")
    page.head(("Defendant", "Section of 18 U.S.C.", "First day", "Last day", "Victims named"))
    for code, count in counts:
        row = page.next_row
        page.next_row += 1
        page.put(row, 0, code, Look.LABEL)
        page.put(row, 1, f"§ {count.section}", Look.TEXT)
        page.put(row, 2, count.start, Look.DAY)
        page.put(row, 3, count.end, Look.DAY)
        page.put(row, 4, ", ".join(count.victims), Look.PLAIN)


def _conduct(inputs: Inputs, estimate: Estimate) -> None:
    page = inputs.page
    noted = [(one.id, conduct) for one in estimate.scenario.defendants for conduct in one.conduct]
    adjusted = [(code, conduct) for code, conduct in noted if conduct.adjustments]
    if adjusted:
        page.section(f"Adjustments to the equal share: {_JUDGE}")
        page.head(("Defendant", "Victim", "Factor", "Guidepost and reason"))
    for code, conduct in adjusted:
        first = page.next_row
        for adjustment in conduct.adjustments:
            row = page.next_row
            page.next_row += 1
            page.put(row, 0, code, Look.LABEL)
            page.put(row, 1, conduct.victim, Look.LABEL)
            page.put(row, 2, adjustment.factor, Look.FACTOR_IN)
            reason = f": {adjustment.reason}" if adjustment.reason else ""
            named = GUIDEPOSTS.get(adjustment.guidepost, adjustment.guidepost)
            page.put(row, 3, f"{named}{reason}", Look.PLAIN)
        inputs.factors[conduct.victim, code] = page.span((first, 2), (page.next_row - 1, 2))
    facts = [
        (code, one)
        for code, one in noted
        if one.images or one.videos or one.distributed or one.reproduced or one.production_link or one.joint_group
    ]
    if not facts:
        return
    page.section("Conduct toward each victim, as noted: the judge weighs it, and it changes no figure by itself")
    heads = (
        "Defendant",
        "Victim",
        "Images",
        "Videos",
        "Distributed",
        "Reproduced",
        "Link to production",
        "Joint group",
    )
    page.head(heads)
    for code, one in facts:
        row = page.next_row
        page.next_row += 1
        page.put(row, 0, code, Look.LABEL)
        page.put(row, 1, one.victim, Look.LABEL)
        page.put(row, 2, one.images, Look.WHOLE)
        page.put(row, 3, one.videos, Look.WHOLE)
        for column, flag in enumerate((one.distributed, one.reproduced, one.production_link), start=4):
            page.put(row, column, yes_no(flag), Look.LABEL)
        page.put(row, 7, one.joint_group or "none", Look.LABEL)
