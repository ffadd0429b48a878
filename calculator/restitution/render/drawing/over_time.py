"""A ledger over time: the amount received against the greatest finding, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from restitution.dates import spelled
from restitution.money import dollars
from restitution.render.drawing.chart import Chart, safe
from restitution.render.drawing.measure import SIZES, clean, units
from restitution.render.drawing.scale import Scale, bounds, in_brief, round_amounts, round_numbers
from restitution.render.drawing.sheet import GAP, NOTHING, RIGHT, SWATCH, WIDTH, Sheet, draw_path, draw_text

_HEIGHT = 170
"""The height of the plot area."""
_MOST_POINTS = 400
_MOST_EVENTS = 12
_MOST_FINDINGS = 12


@dataclass(frozen=True, slots=True)
class Step:
    """The state from a day on: the total received so far, and the greatest loss that a court has found so far."""

    day: date
    received: Fraction
    finding: Fraction


def over_time(ident: str, title: str, steps: Sequence[Step], events: Sequence[tuple[date, str]] = ()) -> Chart:
    """Draw the amount received, filled, against the greatest finding, dashed, with numbered events.

    Args:
        ident: the prefix of the ids in the drawing, unique on its page.
        title: such as "Received and found, over time".
        steps: the state from each day on. If there are very many, those that preserve the shape are drawn.
        events: days and what happened on them, such as "liability ends".
    """
    told = sorted(((day, clean(words)) for day, words in events), key=lambda event: event[0])
    said = [f"{spelled(day)}: {words.removesuffix('.')}." for day, words in told]
    sheet = Sheet(safe(ident))
    if not steps:
        sheet.text("note", 0, NOTHING)
        sheet.y += GAP
        return sheet.chart(title, " ".join([NOTHING, *said]))
    ordered = sorted(steps, key=lambda step: step.day)
    last = ordered[-1]
    _keys(sheet, last)
    drawn = told[:_MOST_EVENTS]
    _field(sheet, ordered, drawn)
    for number, (day, words) in enumerate(drawn, 1):
        sheet.put(draw_text("label", 0, sheet.y + SIZES["note"], str(number)))
        sheet.text("note", 24, f"{spelled(day)}: {words}", lines=3)
    if len(told) > len(drawn):
        sheet.text("note", 24, f"and {len(told) - len(drawn)} more, not drawn")
    sheet.y += GAP
    return sheet.chart(title, " ".join([*_told(ordered), *said]))


def _keys(sheet: Sheet, last: Step) -> None:
    """Draw the legend of the two lines, with their final amounts: labels at the lines would often overlap."""
    sheet.swatch("area")
    sheet.text("label", SWATCH, "Total received", amount=dollars(last.received))
    sheet.swatch("dashes")
    sheet.text("label", SWATCH, "Greatest finding", amount=dollars(last.finding), lines=2)
    sheet.y += 10


def _field(sheet: Sheet, ordered: Sequence[Step], events: Sequence[tuple[date, str]]) -> None:
    """Draw the two stepped lines with their grid, and the events as numbered lines."""
    days = sorted([ordered[0].day, ordered[-1].day, *(day for day, _ in events)])
    first, end = days[0].toordinal(), days[-1].toordinal()
    # Extend the axis a little past the last day, so that the state from that day on is visible.
    until = end + max(1, (end - first) // 20)
    shown = _thinned(ordered)
    amounts = [amount for step in shown for amount in (step.received, step.finding)]
    marks = round_amounts(*bounds([Fraction(0), *amounts]))
    gutter = max(units(in_brief(mark), "note") for mark in marks) + 6
    across = Scale(Fraction(first), Fraction(until), gutter, RIGHT)
    numbers, levels = _numbers([across.at(day.toordinal()) for day, _ in events], sheet.y)
    top = sheet.y + 17 * levels
    bottom = top + _HEIGHT
    up = Scale.over([Fraction(0), *amounts], bottom, top)
    zero = up.at(Fraction(0))
    columns = [across.at(step.day.toordinal()) for step in shown]
    found = _stepped(columns, [up.off(step.finding) for step in shown])
    received = _stepped(columns, [up.off(step.received) for step in shown])
    for mark in marks:
        y = up.at(mark)
        sheet.put(draw_text("note", gutter - 6, y + 5, in_brief(mark), anchor="end"))
        sheet.put(draw_path("grid", f"M{gutter} {y}H{RIGHT}"))
    sheet.put(draw_path("area", f"{received}V{zero}H{columns[0]}z"))
    sheet.put(draw_path("ink", received))
    sheet.put(draw_path("base", f"M{gutter} {zero}H{RIGHT}"))
    sheet.put(draw_path("dashes", found))
    sheet.put(*numbers)
    sheet.put(*(draw_path("event", f"M{across.at(day.toordinal())} {top}V{bottom}") for day, _ in events))
    sheet.y = bottom
    sheet.labels([(across.at(day), words) for day, words in _days(days[0], days[-1])], gutter)
    sheet.y += 8 if events else 0


def _numbers(columns: Sequence[int], y: int) -> tuple[list[str], int]:
    """Return the event numbers above their lines, and their rows: one that would overlap another goes a row lower."""
    ends: list[int] = []
    parts: list[str] = []
    for number, x in enumerate(columns, 1):
        half = (units(str(number), "label") + 1) // 2
        middle = min(x, WIDTH - half)
        level = next((n for n, end in enumerate(ends) if middle - half > end), len(ends))
        ends[level : level + 1] = [middle + half]
        parts.append(draw_text("label", middle, y + 12 + 17 * level, str(number), anchor="middle"))
    return parts, len(ends)


def _thinned(steps: Sequence[Step]) -> list[Step]:
    """Return at most as many steps as can be told apart: first, last, new findings, and an even sample of the rest."""
    if len(steps) <= _MOST_POINTS:
        return list(steps)
    news = [n for n in _news(steps) if n < len(steps) - 1]
    kept = {0, len(steps) - 1, *_evenly(news, _MOST_POINTS - 2)}
    others = [n for n in range(len(steps)) if n not in kept]
    kept.update(_evenly(others, _MOST_POINTS - len(kept)))
    return [steps[n] for n in sorted(kept)]


def _news(steps: Sequence[Step]) -> list[int]:
    """Return the numbers of the steps with another finding than the one before. Most share the very same amount."""
    return [n for n, (a, b) in enumerate(pairwise(steps), 1) if a.finding is not b.finding and a.finding != b.finding]


def _evenly(numbers: Sequence[int], most: int) -> list[int]:
    if len(numbers) <= most:
        return list(numbers)
    return [numbers[n * len(numbers) // most] for n in range(most)]


def _stepped(columns: Sequence[int], rows: Sequence[int]) -> str:
    """Return the path of a line that stays level until the next point, and then to the right edge."""
    parts = [f"M{columns[0]} {rows[0]}"]
    x, y = columns[0], rows[0]
    for column, row in zip(columns[1:], rows[1:], strict=True):
        if row != y:
            parts.append((f"H{column}" if column != x else "") + f"V{row}")
            x, y = column, row
    return "".join(parts) + f"H{RIGHT}"


def _days(first: date, last: date) -> list[tuple[int, str]]:
    """Return the labels below the plot area: the start of a few years, or the first and last day."""
    years = range(first.year + 1, last.year + 1)
    if len(years) > 1:
        apart = next(n for n in round_numbers() if len(years) <= 4 * n)
        return [(date(year, 1, 1).toordinal(), str(year)) for year in years if year % apart == 0]
    return [(day.toordinal(), _short(day)) for day in dict.fromkeys((first, last))]


def _short(day: date) -> str:
    month, rest = spelled(day).split(" ", 1)
    return f"{month[:3]} {rest}"


def _told(steps: Sequence[Step]) -> list[str]:
    first, last = steps[0], steps[-1]
    if len(steps) == 1:
        said = [f"On {spelled(first.day)}, total received: {dollars(first.received)}."]
    else:
        said = [
            f"Received by {spelled(first.day)}: {dollars(first.received)}; "
            f"by {spelled(last.day)}: {dollars(last.received)}."
        ]
    news = [first, *(steps[n] for n in _news(steps))]
    told = [f"{dollars(step.finding)} from {spelled(step.day)}" for step in news[:_MOST_FINDINGS]]
    if len(news) > len(told):
        told.append(f"and after {len(news) - len(told)} more changes {dollars(last.finding)}")
    return [*said, f"Greatest finding: {'; '.join(told)}."]
