"""How a victim's losses are built: by category, year by year, over an expert's range, and what usually proves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from restitution.rules.losses import PINS, head, stream_year, through, whole_loss
from restitution.scenario import ExpertRange, Loss, Scenario, Stream, Victim
from restitution.worksheet import Cite, Line


@dataclass(frozen=True, slots=True)
class Range:
    """Total losses with every expert's range at its lower figure, as chosen, and at its higher figure."""

    low: Fraction
    chosen: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class BuildUp:
    """The losses of one victim. Amounts are US dollars, in full, before any deduction.

    Attributes:
        heads: a line for each category that has a loss, with its losses under it; a yearly loss with its years.
        total: over all categories.
        incurred: losses already incurred; ``projected``: losses that come after the day of the order.
        by_cause: ``trafficking``, ``initial-abuse`` and ``mixed``.
    """

    victim: str
    heads: tuple[Line, ...]
    total: Range
    incurred: Fraction
    projected: Fraction
    by_cause: Mapping[str, Fraction]


def build_up(scenario: Scenario) -> tuple[BuildUp, ...]:
    """Return the losses of every victim of a scenario, by category in the order of §2259(c)(2)(A) to (F)."""
    return tuple(_victim(victim) for victim in scenario.victims)


def _victim(victim: Victim) -> BuildUp:
    lines = [_loss(f"{victim.id}.{i}", loss) for i, loss in enumerate(victim.losses, start=1)]
    pairs = list(zip(victim.losses, lines, strict=True))
    heads = tuple(
        head(f"{victim.id}.{category}", category, members)
        for category in PINS
        if (members := [line for loss, line in pairs if loss.category == category])
    )

    def total(take: str = "", cause: str = "") -> Fraction:
        return sum((_at(loss, line, take) for loss, line in pairs if cause in ("", loss.cause)), Fraction(0))

    incurred = sum((_incurred(loss, line) for loss, line in pairs), Fraction(0))
    return BuildUp(
        victim.id,
        heads,
        Range(total("low"), total(), total("high")),
        incurred,
        total() - incurred,
        {cause: total(cause=cause) for cause in ("trafficking", "initial-abuse", "mixed")},
    )


def _at(loss: Loss, line: Line, take: str) -> Fraction:
    """Return the loss as chosen, or with an expert's range at one end."""
    if not take or not isinstance(loss.size, ExpertRange):
        return line.exact
    return loss.size.low if take == "low" else loss.size.high


def _incurred(loss: Loss, line: Line) -> Fraction:
    """Return what of the loss does not come after the day of the order: of a yearly loss at most a payment due then."""
    if loss.all_comes_later:
        return Fraction(0)
    return through(loss.size, 1) if isinstance(loss.size, Stream) else line.exact


def _loss(key: str, loss: Loss) -> Line:
    line = whole_loss(key, loss, PINS, "18-usc-2259")
    if not isinstance(loss.size, Stream):
        return line
    cite = Cite("18-usc-2259", PINS[loss.category])
    years = (stream_year(f"{key}.{year + 1}", loss.size, year, cite) for year in range(loss.size.rows))
    return replace(line, children=tuple(years))
