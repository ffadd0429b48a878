"""The sheets of losses: each loss, what of it counts, the losses L of each victim, and yearly losses year by year."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from restitution.money import to_the_cent
from restitution.papers.content.case import Orders
from restitution.papers.content.causes import HEADING, NOT_STATED, causes_open, causes_stated
from restitution.papers.paper import Paragraph
from restitution.papers.workbook.decides import under
from restitution.papers.workbook.inputs import SEPARATED, Inputs
from restitution.papers.workbook.page import Column, Look, Page, at, down, quoted
from restitution.papers.workbook.yearly import Streams
from restitution.rules.losses import PINS, disaggregates, whole_loss
from restitution.scenario import ExpertRange, Loss, LumpSum, Stream, Victim
from restitution.scenario.victim_fields import CATEGORIES, LOSS
from restitution.steps.estimate import Estimate
from restitution.worksheet import Status

_CAUSES = LOSS.field("cause").choices
_TAKES = LOSS.field("take").choices

_COLUMNS = (
    Column("No.", "", 6),
    Column("Victim", "code", 8),
    Column("Category", "§ 2259(c)(2); the list is open", 21),
    Column("What it is for", "exhibit in brackets", 22),
    Column("Cause", "the judge decides", 19),
    Column("Part from the trade", "0 to 1; for both causes; the judge decides", 12),
    Column("One amount", "US dollars; the judge decides", 14),
    Column("Range: from", "US dollars, from an expert", 14),
    Column("Range: to", "US dollars", 14),
    Column("Figure of the range", "the judge decides", 12),
    Column("Stated in full", "US dollars, rounded once", 15),
    Column("From the trade in the images", under("US dollars", Status.MODEL), 15),
)
_NO, _VICTIM, _CATEGORY, _LABEL, _CAUSE, _PART, _AMOUNT, _LOW, _HIGH, _TAKE, _FULL, _TRADE = range(len(_COLUMNS))
_OTHER = len(_COLUMNS)
_THE_OTHER_WAY = Column("Counted the other way", under("US dollars; open", Status.MODEL), 15)

_BY_VICTIM = {
    1: ("Victim", "code"),
    2: ("Stated in full", "US dollars, sum"),
    3: ("From the trade in the images", "US dollars, sum"),
    4: ("Assistance received", "US dollars; § 2259(d)(2)(C): the statute controls"),
}
_LOSSES = {
    (False, True): (6, "Losses, in full", "(b)(1); less assistance"),
    (True, True): (7, "Losses, from the trade", "(b)(2); less assistance"),
    (False, False): (8, "Losses, in full", "earlier text"),
    (True, False): (10, "Losses, from the trade", "earlier text"),
}
"""The column that states a victim's losses: by whether an order is a share, and whether the present text applies."""


@dataclass(slots=True)
class Losses:
    """The sheets, and the cells that state the losses of a victim.

    Attributes:
        at: by victim, whether an order is a share, and whether the present text applies.
    """

    page: Page
    years: tuple[Page, ...] = ()
    at: dict[tuple[str, bool, bool], str] = field(default_factory=dict)


@dataclass(slots=True)
class _Making:
    """The sheet of losses while it is made.

    Attributes:
        separated: whether of a loss with both causes only the part from the trade counts.
        mixed: whether there is such a loss, and so a cell that says whether it is separated.
        other: whether a column states what would count the other way.
    """

    found: Losses
    inputs: Inputs
    estimate: Estimate
    separated: bool
    mixed: bool
    other: bool
    streams: Streams = field(default_factory=Streams)
    number: int = 0

    def loss(self, victim: str, loss: Loss, *, stated: bool) -> tuple[Fraction, Fraction]:
        """Put one loss; return it in full and its part from the trade, as stated."""
        page, row = self.found.page, self.found.page.next_row
        page.next_row += 1
        self.number += 1
        label = loss.label + (f" ({loss.exhibit})" if loss.exhibit else "")
        if loss.comes_later:
            later = "projected" if loss.all_comes_later else "projected in part"
            label = f"{label}, {later}" if label else later
        page.put(row, _NO, self.number, Look.WHOLE)
        page.put(row, _VICTIM, victim, Look.LABEL)
        page.put(row, _CATEGORY, CATEGORIES[loss.category], Look.TEXT)
        page.put(row, _LABEL, label, Look.TEXT)
        # What was left empty is not shown as typed. To the formulas it is what it counts as.
        page.put(row, _CAUSE, _CAUSES[loss.cause] if stated else NOT_STATED, Look.TEXT_IN if stated else Look.TEXT)
        page.choose(row, _CAUSE, tuple(_CAUSES.values()))
        if self.mixed:
            part_look = Look.FACTOR_IN if loss.cause == "mixed" else Look.FACTOR
            page.put(row, _PART, loss.trafficking_share, part_look)
        full = whole_loss("", loss, PINS, "18-usc-2259").exact
        page.put(row, _FULL, full, Look.MONEY, self.size(row, victim, label, loss.size))
        part = to_the_cent(full * loss.trafficking_share)
        one, two = (part, full) if self.separated else (full, part)
        trade, other = {
            "trafficking": (full, full),
            "initial-abuse": (Fraction(0), Fraction(0)),
            "mixed": (one, two),
        }[loss.cause]
        page.put(row, _TRADE, trade, Look.MONEY, self.trade(row, "yes"))
        if self.other:
            page.put(row, _OTHER, other, Look.MONEY, self.trade(row, "no"))
        return full, trade

    def size(self, row: int, victim: str, label: str, size: LumpSum | ExpertRange | Stream) -> str:
        """Put the size of a loss as it was typed, and return the formula of its amount."""
        page = self.found.page
        match size:
            case LumpSum(amount):
                page.put(row, _AMOUNT, amount, Look.MONEY_IN)
                return at(row, _AMOUNT)
            case ExpertRange(low, high, take):
                page.put(row, _LOW, low, Look.MONEY_IN)
                page.put(row, _HIGH, high, Look.MONEY_IN)
                page.put(row, _TAKE, _TAKES[take], Look.TEXT_IN)
                page.choose(row, _TAKE, tuple(_TAKES.values()))
                mean = f"ROUND(({at(row, _LOW)}+{at(row, _HIGH)})/2,2)"
                higher = f"IF({at(row, _TAKE)}={quoted(_TAKES['high'])},{at(row, _HIGH)},{mean})"
                return f"IF({at(row, _TAKE)}={quoted(_TAKES['low'])},{at(row, _LOW)},{higher})"
            case Stream():
                page.put(row, _AMOUNT, "yearly", Look.NONE)
                return self.streams.add(self.number, victim, label, size)

    def trade(self, row: int, separated: str) -> str:
        """Return the formula of the part from the trade: of both causes, only if the one cell says so."""
        full, cause = at(row, _FULL), at(row, _CAUSE)
        both = full
        if self.mixed:
            of_both = f"AND({cause}={quoted(_CAUSES['mixed'])},{SEPARATED}={quoted(separated)})"
            both = f"IF({of_both},ROUND({full}*{at(row, _PART)},2),{full})"
        return f"IF({cause}={quoted(_CAUSES['initial-abuse'])},0,{both})"

    def by_victim(self, victim: Victim, first: int, sums: tuple[Fraction, Fraction], last: int) -> None:
        """Put the sums of a victim's losses, and the losses from which each kind of order starts."""
        page, row = self.found.page, self.found.page.next_row
        page.next_row += 1
        page.put(row, 1, victim.id, Look.LABEL)
        page.put(row, 4, victim.assistance_received, Look.MONEY, self.inputs.victims[victim.id].assistance)
        assistance = at(row, 4)
        for column, source, total in ((2, _FULL, sums[0]), (3, _TRADE, sums[1])):
            formula = f"SUM({down(source, first, last)})" if last >= first else ""
            page.put(row, column, total, Look.TOTAL, formula)
        for one in self.estimate.orders:
            if one.victim == victim.id and one.other_losses:
                summed = f"SUM({down(_OTHER, first, last)})"
                less = f"{summed}-MIN({summed},{assistance})" if one.branch.current else summed
                page.put(row, _OTHER, one.other_losses.exact, Look.TOTAL, less)
        used = {one.branch for one in self.estimate.orders if one.victim == victim.id}
        for shared, current in {(one.shared, one.current): None for one in used}:
            column = _LOSSES[shared, current][0]
            whole, cell = (sums[1], at(row, 3)) if shared else (sums[0], at(row, 2))
            left = max(Fraction(0), whole - victim.assistance_received) if current else whole
            formula = f"{cell}-MIN({cell},{assistance})" if current else cell
            self.found.at[victim.id, shared, current] = page.state(row, column, left, Look.TOTAL, formula)


def losses(inputs: Inputs, case: Orders) -> Losses:
    """Return the sheets of losses."""
    estimate = case.estimate
    scenario = estimate.scenario
    other = any(one.other_losses for one in estimate.orders)
    columns = (*_COLUMNS, *((_THE_OTHER_WAY,) if other else ()))
    page = Page(
        "Losses",
        "Each loss, what of it counts, and the losses of each victim from which the orders start.",
        tuple(column.width for column in columns),
    )
    page.title(
        "Losses",
        (
            "Each line is rounded once, half up to the cent, and every later line starts from that amount.",
            "For a share under § 2259(b)(2) only losses from the trade in the images count; for an order in full, all.",
        ),
    )
    head = page.heads(columns)
    page.frozen = head, head + 2
    mixed = any(loss.cause == "mixed" for victim in scenario.victims for loss in victim.losses)
    separated = disaggregates(scenario.apportionment, scenario.circuit)
    making = _Making(Losses(page), inputs, estimate, separated, mixed, other)
    sums: list[tuple[int, tuple[Fraction, Fraction], int]] = []
    for victim in scenario.victims:
        first = page.next_row
        causes = causes_stated(case.document, victim.id)
        put = [making.loss(victim.id, loss, stated=cause) for loss, cause in zip(victim.losses, causes, strict=True)]
        full, trade = (sum((one[i] for one in put), Fraction(0)) for i in range(2))
        sums.append((first, (full, trade), page.next_row - 1))
    page.section("What counts, by victim")
    used = {(one.branch.shared, one.branch.current) for one in estimate.orders}
    heads = _BY_VICTIM | {column: (label, unit) for key, (column, label, unit) in _LOSSES.items() if key in used}
    if other:
        heads[_OTHER] = "Losses, counted the other way", "US dollars; open; changes no order"
    for column, (label, unit) in heads.items():
        page.put(page.next_row, column, label, Look.HEAD)
        page.put(page.next_row + 1, column, unit, Look.UNDER)
    page.next_row += 2
    for victim, (first, totals, last) in zip(scenario.victims, sums, strict=True):
        making.by_victim(victim, first, totals, last)
    if unstated := causes_open(case):
        page.section(HEADING)
        for paragraph in unstated:
            for line in _sentences(paragraph):
                page.line(line, Look.PLAIN)
    making.found.years = making.streams.pages
    return making.found


def _sentences(paragraph: Paragraph) -> list[str]:
    """Return a paragraph line by line: a cell that runs on over others has no second line."""
    text = "".join(run.text for run in paragraph.text)
    return [one if one.endswith(".") else f"{one}." for one in text.split(". ")]
