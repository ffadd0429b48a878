"""Charts as SVG, each with the same facts in sentences: losses step by step, methods, the ledger, swings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise

from restitution.money import dollars
from restitution.render.drawing.chart import Chart, safe
from restitution.render.drawing.measure import clean
from restitution.render.drawing.over_time import Step, over_time
from restitution.render.drawing.scale import Scale
from restitution.render.drawing.sheet import (
    BAR,
    GAP,
    LEFT,
    NOTHING,
    RIGHT,
    SWATCH,
    Bar,
    Sheet,
    bar_kind,
    listed,
)

__all__ = ["Bar", "Chart", "Step", "Swing", "loss_build_up", "over_time", "side_by_side", "tornado"]

_MOST_LINES = 40
"""The maximum number of lines of text under a chart."""


@dataclass(frozen=True, slots=True)
class Swing:
    """The effect of one input on the result.

    Attributes:
        low: the result with the low input. It may be the greater of the two.
        high: the result with the high input.
        low_input: the low input in words: ``2%``.
        high_input: the high input in words.
    """

    label: str
    low: Fraction
    high: Fraction
    low_input: str
    high_input: str


def loss_build_up(ident: str, title: str, bars: Sequence[Bar]) -> Chart:
    """Draw each step starting where the previous one ended, and the total below them.

    Args:
        ident: the prefix of the ids in the drawing, unique on its page.
        title: such as "Losses, step by step".
        bars: the steps in order; a deduction is negative and hatched.
    """
    ends = list(accumulate((bar.amount for bar in bars), initial=Fraction(0)))
    total = ends[-1]
    scale = Scale.over(ends, LEFT, RIGHT)
    sheet = Sheet(safe(ident))
    for step, (start, end) in zip(bars, pairwise(ends), strict=True):
        sheet.words(step)
        top = sheet.band(BAR)
        sheet.lead(scale, start, top)
        sheet.bar(scale, start, end, top, BAR, bar_kind(step))
    if bars:
        sheet.rule()
    sheet.words(Bar("Total", total))
    sheet.bar(scale, Fraction(0), total, sheet.band(BAR), BAR, "strong")
    sheet.axis(scale)
    said = f"{listed(bars)}. " if bars else ""
    return sheet.chart(title, f"{said}Total: {dollars(total)}.")


def side_by_side(
    ident: str,
    title: str,
    bars: Sequence[Bar],
    line: Bar | None = None,
    *,
    reach: Fraction = Fraction(0),
    below: str = "",
) -> Chart:
    """Draw amounts from one baseline, with another amount, such as the floor, as a line through them.

    Args:
        ident: the prefix of the ids in the drawing, unique on its page.
        title: such as "The same facts under each method".
        bars: the amounts in the order in which they are compared.
        line: the amount that is drawn as a line, with its label above.
        reach: an amount that the scale must include, so that several charts can share one scale.
        below: sentences under the chart.
    """
    lines = [line] if line else []
    scale = Scale.over([Fraction(0), reach, *(bar.amount for bar in (*bars, *lines))], LEFT, RIGHT)
    sheet = Sheet(safe(ident))
    if line:
        sheet.pointer(scale, line)
    for bar in bars:
        sheet.words(bar)
        top = sheet.band(BAR)
        sheet.bar(scale, Fraction(0), bar.amount, top, BAR, bar_kind(bar))
        if line and abs(bar.amount) > abs(line.amount):
            sheet.clear(scale, line.amount, bar.amount, top)
    sheet.axis(scale)
    if line:
        sheet.through(scale.at(line.amount))
    if below:
        sheet.y += BAR
        sheet.text("note", 0, below, lines=_MOST_LINES)
        sheet.y += GAP
    said = [listed(bars)] if bars else []
    if line:
        under = "; ".join(clean(bar.label) for bar in bars if bar.amount < line.amount)
        said.append(listed([line]) + (f"; below it: {under}" if under else ""))
    told = " ".join(f"{sentence}." for sentence in said) or NOTHING
    return sheet.chart(title, f"{told} {clean(below)}".rstrip())


def tornado(ident: str, title: str, rows: Sequence[Swing], base: Fraction) -> Chart:
    """Draw how far each input moves the result, the widest swing first.

    Args:
        ident: the prefix of the ids in the drawing, unique on its page.
        title: such as "What each input changes".
        rows: the inputs, in any order.
        base: the result as entered, drawn as a line.
    """
    ordered = sorted(rows, key=lambda row: -abs(row.high - row.low))
    scale = Scale.over([base, *(end for row in rows for end in (row.low, row.high))], LEFT, RIGHT)
    sheet = Sheet(safe(ident))
    as_entered = Bar("As entered", base)
    sheet.pointer(scale, as_entered)
    for row in ordered:
        ends = (("less", row.low_input, row.low), ("bar", row.high_input, row.high))
        sheet.space()
        sheet.text("label", 0, row.label, lines=2)
        for kind, words, amount in ends:
            sheet.swatch(kind)
            sheet.text("note", SWATCH, words, amount=dollars(amount), lines=2)
        top = sheet.band(BAR)
        # Each end has its own half of the band, so that neither hides the other when both are on one side of the line.
        for half, (kind, _, amount) in enumerate(ends):
            sheet.bar(scale, base, amount, top + half * BAR // 2, BAR // 2, kind)
    sheet.axis(scale, zero=False)
    sheet.through(scale.at(base))
    said = [
        f"{clean(row.label)}: {clean(row.low_input)} gives {dollars(row.low)}, "
        f"{clean(row.high_input)} gives {dollars(row.high)}."
        for row in ordered
    ]
    return sheet.chart(title, " ".join([f"{listed([as_entered])}.", *said]))
