"""Charts as SVG, each with the same facts in sentences: losses step by step, methods, the ledger, swings.

A chart is drawn for a narrow screen first: words stand above their bar, and the style sheet makes the text smaller
where there is room. Every coordinate is a whole number. A drawing that stands alone, without a style sheet, is black
on white; word, shape or hatching tells apart what color tells apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from html import escape
from itertools import count, pairwise
from unicodedata import east_asian_width

from restitution.dates import spelled
from restitution.money import cents, dollars, plain

_WIDTH = 320
_LEFT, _RIGHT = 1, 319
"""Where bars begin and end: half a line's width stays free, so that no outline is cut."""
_BAR = 14
_SWATCH = 20
_HEIGHT = 170
"""How high the field of :func:`over_time` is."""
_MOST_POINTS = 400
_MOST_EVENTS = 12
_MOST_FINDINGS = 12
_MOST_LINES = 40
"""How many lines the sentences under a drawing may take."""
_GAP = 4
_NOTHING = "Nothing is entered."

_SIZES = {"label": 15, "strong": 15, "note": 14}
_LINES = {"label": 19, "strong": 19, "note": 18}
_KINDS = {
    "bar": 'class="chart-bar" fill="#767676"',
    "strong": 'class="chart-bar chart-full" fill="currentColor"',
    "less": 'class="chart-bar chart-less" fill="url(#{id}-hatch)" stroke="currentColor"',
}


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing and what it says.

    Attributes:
        title: a neutral name, not drawn: it belongs in the caption.
        alternative: the same facts in plain sentences, for text, Markdown and screen readers.
        svg: one ``svg`` element without script, style or anything from elsewhere. It fits a page as it is.
        ident: what the ids in the drawing begin with.
    """

    title: str
    alternative: str
    svg: str
    ident: str

    def within(self, prefix: str) -> str:
        """The drawing for a page that may have another of the same ids: they begin with the prefix, too."""
        known = rf'(?<=[" #]){re.escape(self.ident)}-(?=(?:title|desc|hatch)\b)'
        return re.sub(known, f"{_safe(prefix)}-{self.ident}-", self.svg)


@dataclass(frozen=True, slots=True)
class Bar:
    """One amount with its name.

    Attributes:
        amount: US dollars; negative for a deduction.
        note: a few words below the name.
        mark: a word that sets this bar apart, such as ``chosen``; the bar is then drawn solid with a triangle.
        struck: whether the amount did not stand; the bar is then hatched, and the note must say it in words.
    """

    label: str
    amount: Fraction
    note: str = ""
    mark: str = ""
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What holds from a day on: everything received so far, and the greatest loss that a court has found so far."""

    day: date
    received: Fraction
    finding: Fraction


@dataclass(frozen=True, slots=True)
class Swing:
    """What one input does to the result.

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


def loss_build_up(ident: str, title: str, bars: Sequence[Bar], total: Fraction) -> Chart:
    """Draw each step where the one before it ended, and the total below them.

    Args:
        ident: what the ids in the drawing begin with; one of a kind in its page.
        title: such as "Losses, step by step".
        bars: the steps in order; a deduction is negative and hatched.
        total: where the steps lead. If they do not add up to it, a step of its own says by how much.
    """
    rest = total - sum((bar.amount for bar in bars), Fraction(0))
    steps = [*bars, Bar("Rounding, and what is not listed", rest)] if cents(rest) else list(bars)
    ends = [Fraction(0)]
    for step in steps:
        ends.append(ends[-1] + step.amount)
    scale = _Scale.over([*ends, total], _LEFT, _RIGHT)
    sheet = _Sheet(_safe(ident))
    for step, (start, end) in zip(steps, pairwise(ends), strict=True):
        sheet.words(step)
        top = sheet.band(_BAR)
        sheet.lead(scale, start, top)
        sheet.bar(scale, start, end, top, _BAR, _kind(step))
    if steps:
        sheet.rule()
    sheet.words(Bar("Total", total))
    sheet.bar(scale, Fraction(0), total, sheet.band(_BAR), _BAR, "strong")
    sheet.axis(scale)
    listed = f"{_listed(steps)}. " if steps else ""
    return sheet.chart(title, f"{listed}Total: {dollars(total)}.")


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
        ident: what the ids in the drawing begin with; one of a kind in its page.
        title: such as "The same facts under each method".
        bars: the amounts in the order in which they are compared.
        line: the amount that is drawn as a line; its label leads it.
        reach: an amount to which the scale goes at least, so that several drawings can have the same.
        below: sentences under the drawing.
    """
    lines = [line] if line else []
    scale = _Scale.over([Fraction(0), reach, *(bar.amount for bar in (*bars, *lines))], _LEFT, _RIGHT)
    sheet = _Sheet(_safe(ident))
    if line:
        sheet.pointer(scale, line)
    for bar in bars:
        sheet.words(bar)
        top = sheet.band(_BAR)
        sheet.bar(scale, Fraction(0), bar.amount, top, _BAR, _kind(bar))
        if line and abs(bar.amount) > abs(line.amount):
            sheet.clear(scale, line.amount, bar.amount, top)
    sheet.axis(scale)
    if line:
        sheet.through(scale.at(line.amount))
    if below:
        sheet.y += _BAR
        sheet.text("note", 0, below, lines=_MOST_LINES)
        sheet.y += _GAP
    said = [_listed(bars)] if bars else []
    if line:
        under = "; ".join(_clean(bar.label) for bar in bars if bar.amount < line.amount)
        said.append(_listed([line]) + (f"; below it: {under}" if under else ""))
    told = " ".join(f"{sentence}." for sentence in said) or _NOTHING
    return sheet.chart(title, f"{told} {_clean(below)}".rstrip())


def over_time(ident: str, title: str, steps: Sequence[Step], events: Sequence[tuple[date, str]] = ()) -> Chart:
    """Draw what was received, filled, against the greatest finding, dashed, with numbered events.

    Args:
        ident: what the ids in the drawing begin with; one of a kind in its page.
        title: such as "Received and found, over time".
        steps: what holds from each day on. Of a great many, those are drawn that keep the shape.
        events: days with what happened on them, such as "liability ends".
    """
    told = sorted(((day, _clean(words)) for day, words in events), key=lambda event: event[0])
    said = [f"{spelled(day)}: {words.removesuffix('.')}." for day, words in told]
    sheet = _Sheet(_safe(ident))
    if not steps:
        sheet.text("note", 0, _NOTHING)
        sheet.y += _GAP
        return sheet.chart(title, " ".join([_NOTHING, *said]))
    ordered = sorted(steps, key=lambda step: step.day)
    last = ordered[-1]
    _keys(sheet, last)
    drawn = told[:_MOST_EVENTS]
    _field(sheet, ordered, drawn)
    for number, (day, words) in enumerate(drawn, 1):
        sheet.put(_text("label", 0, sheet.y + _SIZES["note"], str(number)))
        sheet.text("note", 24, f"{spelled(day)}: {words}", lines=3)
    if len(told) > len(drawn):
        sheet.text("note", 24, f"and {len(told) - len(drawn)} more, not drawn")
    sheet.y += _GAP
    return sheet.chart(title, " ".join([*_told(ordered), *said]))


def tornado(ident: str, title: str, rows: Sequence[Swing], base: Fraction) -> Chart:
    """Draw how far each input moves the result, the widest swing first.

    Args:
        ident: what the ids in the drawing begin with; one of a kind in its page.
        title: such as "What each input changes".
        rows: the inputs, in any order.
        base: the result as entered, drawn as a line.
    """
    ordered = sorted(rows, key=lambda row: -abs(row.high - row.low))
    scale = _Scale.over([base, *(end for row in rows for end in (row.low, row.high))], _LEFT, _RIGHT)
    sheet = _Sheet(_safe(ident))
    as_entered = Bar("As entered", base)
    sheet.pointer(scale, as_entered)
    for row in ordered:
        ends = (("less", row.low_input, row.low), ("bar", row.high_input, row.high))
        sheet.space()
        sheet.text("label", 0, row.label, lines=2)
        for kind, words, amount in ends:
            sheet.swatch(kind)
            sheet.text("note", _SWATCH, words, amount=dollars(amount), lines=2)
        top = sheet.band(_BAR)
        # Each end has its own half of the band: nothing is hidden when both lie on the same side of the line.
        for half, (kind, _, amount) in enumerate(ends):
            sheet.bar(scale, base, amount, top + half * _BAR // 2, _BAR // 2, kind)
    sheet.axis(scale, zero=False)
    sheet.through(scale.at(base))
    said = [
        f"{_clean(row.label)}: {_clean(row.low_input)} gives {dollars(row.low)}, "
        f"{_clean(row.high_input)} gives {dollars(row.high)}."
        for row in ordered
    ]
    return sheet.chart(title, " ".join([f"{_listed([as_entered])}.", *said]))


# --- The parts of a ledger over time ---


def _keys(sheet: _Sheet, last: Step) -> None:
    """What the two lines are, with where they end: at the lines themselves the words would often meet."""
    sheet.swatch("area")
    sheet.text("label", _SWATCH, "Received in all", amount=dollars(last.received))
    sheet.swatch("dashes")
    sheet.text("label", _SWATCH, "Greatest finding", amount=dollars(last.finding), lines=2)
    sheet.y += 10


def _field(sheet: _Sheet, ordered: Sequence[Step], events: Sequence[tuple[date, str]]) -> None:
    """The two stepped lines with their grid, and the events as numbered lines."""
    days = sorted([ordered[0].day, ordered[-1].day, *(day for day, _ in events)])
    first, end = days[0].toordinal(), days[-1].toordinal()
    # A short while after the last day, so that what holds from it on is seen.
    until = end + max(1, (end - first) // 20)
    shown = _thinned(ordered)
    amounts = [amount for step in shown for amount in (step.received, step.finding)]
    marks = _marks(*_bounds([Fraction(0), *amounts]))
    gutter = max(_units(_in_brief(mark), "note") for mark in marks) + 6
    across = _Scale(Fraction(first), Fraction(until), gutter, _RIGHT)
    numbers, levels = _numbers([across.at(day.toordinal()) for day, _ in events], sheet.y)
    top = sheet.y + 17 * levels
    bottom = top + _HEIGHT
    up = _Scale.over([Fraction(0), *amounts], bottom, top)
    zero = up.at(Fraction(0))
    columns = [across.at(step.day.toordinal()) for step in shown]
    found = _stepped(columns, [up.off(step.finding) for step in shown])
    received = _stepped(columns, [up.off(step.received) for step in shown])
    for mark in marks:
        y = up.at(mark)
        sheet.put(_text("note", gutter - 6, y + 5, _in_brief(mark), anchor="end"))
        sheet.put(_path("grid", f"M{gutter} {y}H{_RIGHT}"))
    sheet.put(_path("area", f"{received}V{zero}H{columns[0]}z"))
    sheet.put(_path("ink", received))
    sheet.put(_path("base", f"M{gutter} {zero}H{_RIGHT}"))
    sheet.put(_path("dashes", found))
    sheet.put(*numbers)
    sheet.put(*(_path("event", f"M{across.at(day.toordinal())} {top}V{bottom}") for day, _ in events))
    sheet.y = bottom
    sheet.labels([(across.at(day), words) for day, words in _days(days[0], days[-1])], gutter)
    sheet.y += 8 if events else 0


def _numbers(columns: Sequence[int], y: int) -> tuple[list[str], int]:
    """The numbers of events above their lines; one that would meet another goes a row lower."""
    ends: list[int] = []
    parts: list[str] = []
    for number, x in enumerate(columns, 1):
        half = (_units(str(number), "label") + 1) // 2
        middle = min(x, _WIDTH - half)
        level = next((n for n, end in enumerate(ends) if middle - half > end), len(ends))
        ends[level : level + 1] = [middle + half]
        parts.append(_text("label", middle, y + 12 + 17 * level, str(number), anchor="middle"))
    return parts, len(ends)


def _thinned(steps: Sequence[Step]) -> list[Step]:
    """At most so many steps as can be told apart: the first, the last, the new findings, and evenly of the rest."""
    if len(steps) <= _MOST_POINTS:
        return list(steps)
    news = [n for n, (a, b) in enumerate(pairwise(steps), 1) if a.finding != b.finding and n < len(steps) - 1]
    kept = {0, len(steps) - 1, *_evenly(news, _MOST_POINTS - 2)}
    others = [n for n in range(len(steps)) if n not in kept]
    kept.update(_evenly(others, _MOST_POINTS - len(kept)))
    return [steps[n] for n in sorted(kept)]


def _evenly(numbers: Sequence[int], most: int) -> list[int]:
    if len(numbers) <= most:
        return list(numbers)
    return [numbers[n * len(numbers) // most] for n in range(most)]


def _stepped(columns: Sequence[int], rows: Sequence[int]) -> str:
    """A line that keeps its height until the next point, and on to the right edge."""
    parts = [f"M{columns[0]} {rows[0]}"]
    x, y = columns[0], rows[0]
    for column, row in zip(columns[1:], rows[1:], strict=True):
        if row != y:
            parts.append((f"H{column}" if column != x else "") + f"V{row}")
            x, y = column, row
    return "".join(parts) + f"H{_RIGHT}"


def _days(first: date, last: date) -> list[tuple[int, str]]:
    """What stands below the field: the beginnings of a few years, or the first and the last day."""
    years = range(first.year + 1, last.year + 1)
    if len(years) > 1:
        apart = next(n for n in _round_numbers() if len(years) <= 4 * n)
        return [(date(year, 1, 1).toordinal(), str(year)) for year in years if year % apart == 0]
    return [(day.toordinal(), _short(day)) for day in dict.fromkeys((first, last))]


def _short(day: date) -> str:
    month, rest = spelled(day).split(" ", 1)
    return f"{month[:3]} {rest}"


def _told(steps: Sequence[Step]) -> list[str]:
    first, last = steps[0], steps[-1]
    if len(steps) == 1:
        said = [f"On {spelled(first.day)}, received in all: {dollars(first.received)}."]
    else:
        said = [
            f"Received by {spelled(first.day)}: {dollars(first.received)}; "
            f"by {spelled(last.day)}: {dollars(last.received)}."
        ]
    news = [first, *(b for a, b in pairwise(steps) if a.finding != b.finding)]
    told = [f"{dollars(step.finding)} from {spelled(step.day)}" for step in news[:_MOST_FINDINGS]]
    if len(news) > len(told):
        told.append(f"and after {len(news) - len(told)} more changes {dollars(last.finding)}")
    return [*said, f"Greatest finding: {'; '.join(told)}."]


# --- The sheet ---


@dataclass(slots=True)
class _Sheet:
    """A drawing as it grows downward: ``y`` is where the next row begins."""

    ident: str
    y: int = 0
    parts: list[str] = field(default_factory=list)
    bands: list[int] = field(default_factory=list)
    """The tops of the rows in which bars lie. Lines cross only these, never the words between them."""

    def put(self, *parts: str) -> None:
        self.parts += parts

    def text(self, kind: str, x: int, words: str, *, amount: str = "", lines: int = 1) -> None:
        """Words from ``x`` on, in so many lines at most, with an amount at the right edge of the first."""
        room = _WIDTH - x
        first = room
        if amount:
            self.put(_text("strong", _RIGHT, self.y + _SIZES[kind], amount, anchor="end"))
            first -= _units(amount, "strong") + 10
        whole = _clean(words)
        for shown in _wrapped(whole, [first, *[room] * (lines - 1)], kind):
            self.put(_text(kind, x, self.y + _SIZES[kind], shown, whole=whole if shown.endswith("…") else ""))
            self.y += _LINES[kind]

    def space(self) -> None:
        """Room between a row and the one before it."""
        self.y += 12 if self.bands else 0

    def words(self, bar: Bar) -> None:
        """What stands above a bar: its name and amount, its mark, its note."""
        self.space()
        self.text("label", 0, bar.label, amount=dollars(bar.amount), lines=2)
        if bar.mark:
            self.put(_path("solid", f"M0 {self.y + 5}v10l8 -5z"))
            self.text("strong", 13, bar.mark)
        if bar.note:
            self.text("note", 0, bar.note, lines=2)

    def swatch(self, kind: str) -> None:
        """The sign before words that says which line or bar they speak of."""
        y = self.y + 5
        if kind == "dashes":
            self.put(_path("dashes", f"M0 {y + 5}h14"))
        elif kind == "area":
            self.put(_path("area", f"M1 {y}h12v10h-12z"), _path("ink", f"M1 {y}h12"))
        else:
            self.put(f'<rect x="1" y="{y}" width="10" height="10" {self._look(kind)}/>')

    def _look(self, kind: str) -> str:
        return _KINDS[kind].replace("chart-bar", "chart-swatch", 1).format(id=self.ident)

    def band(self, height: int) -> int:
        """Room for a bar; returns its top."""
        top = self.y + _GAP + 1
        self.bands.append(top)
        self.y = top + height + _GAP
        return top

    def bar(self, scale: _Scale, start: Fraction, end: Fraction, top: int, height: int, kind: str) -> None:
        if start == end:
            return
        x, width = scale.span(start, end)
        look = _KINDS[kind].format(id=self.ident)
        self.put(f'<rect x="{x}" y="{top}" width="{width}" height="{height}" {look}/>')

    def lead(self, scale: _Scale, end: Fraction, top: int) -> None:
        """A hairline from the baseline to where a bar begins: what the steps so far come to."""
        if end:
            self.put(_path("grid", f"M{scale.at(Fraction(0))} {top + _BAR // 2}H{scale.at(end)}"))

    def rule(self) -> None:
        self.put(_path("rule", f"M0 {self.y + 7}H{_WIDTH}"))

    def pointer(self, scale: _Scale, line: Bar) -> None:
        """The name of a line over its head, which points down at its place."""
        x = scale.at(line.amount)
        amount = f": {dollars(line.amount)}"
        whole = _clean(line.label)
        label = _cut(whole, _WIDTH - _units(amount, "strong"), "strong")
        half = (_units(label + amount, "strong") + 1) // 2
        middle = min(max(x, half), _WIDTH - half)
        self.put(
            _text("strong", middle, self.y + 15, label + amount, anchor="middle", whole=whole * (label != whole)),
            _path("solid", f"M{x} {self.y + 28}L{max(0, x - 5)} {self.y + 21}H{min(_WIDTH, x + 5)}z"),
        )
        self.y += 34

    def clear(self, scale: _Scale, line: Fraction, end: Fraction, top: int) -> None:
        """A gap in a bar where a line crosses it, unless that would leave nothing of the bar on one side."""
        x = scale.at(line)
        if min(abs(x - scale.at(Fraction(0))), abs(x - scale.at(end))) > _GAP:
            self.put(_path("edge", f"M{x} {top}v{_BAR}"))

    def through(self, x: int) -> None:
        """The line itself, over the bars."""
        if self.bands:
            self.put(_path("line", _strokes([x], self._spans())))

    def _spans(self) -> list[tuple[int, int]]:
        return [(top - _GAP, top + _BAR + _GAP) for top in self.bands]

    def axis(self, scale: _Scale, *, zero: bool = True) -> None:
        """Gridlines at round numbers behind the bars, with their labels below; the baseline over them."""
        marks = _marks(scale.low, scale.high)
        spans = self._spans()
        grid = _strokes([scale.at(mark) for mark in marks if mark or not zero], spans)
        if grid:
            self.parts.insert(0, _path("grid", grid))
        if zero and spans:
            self.put(_path("base", _strokes([scale.at(Fraction(0))], spans)))
        # Zero first: if there is not room for every label, it is the one that stays.
        self.labels([(scale.at(mark), _in_brief(mark)) for mark in sorted(marks, key=bool)], 0)

    def labels(self, marks: Iterable[tuple[int, str]], left: int) -> None:
        """Words centered below their place, moved inward at the edges; one that would meet another is left out."""
        taken: list[tuple[int, int]] = []
        for x, words in marks:
            half = (_units(words, "note") + 1) // 2
            middle = min(max(x, left + half), _WIDTH - half)
            if all(middle + half + 6 < a or b + 6 < middle - half for a, b in taken):
                taken.append((middle - half, middle + half))
                self.put(_path("rule", f"M{x} {self.y}v{_GAP}"))
                self.put(_text("note", middle, self.y + 18, words, anchor="middle"))
        self.y += 24

    def chart(self, title: str, alternative: str) -> Chart:
        name = _clean(title)
        body = "".join(self.parts)
        hatch = f"{self.ident}-hatch"
        if f"#{hatch})" in body:
            body = (
                f'<defs><pattern id="{hatch}" patternUnits="userSpaceOnUse" width="5" height="5" '
                f'patternTransform="rotate(45)">{_path("hatch", "M1 0V5")}</pattern></defs>{body}'
            )
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" '
            f'aria-labelledby="{self.ident}-title {self.ident}-desc" viewBox="0 0 {_WIDTH} {self.y}" '
            f'width="{_WIDTH}" height="{self.y}" font-family="Inter, Helvetica, Arial, sans-serif" '
            f'fill="currentColor"><title id="{self.ident}-title">{escape(name)}</title>'
            f'<desc id="{self.ident}-desc">{escape(alternative)}</desc>{body}</svg>'
        )
        return Chart(name, alternative, svg, self.ident)


_PATHS = {
    "grid": 'fill="none" stroke="#bbbbbb" shape-rendering="crispEdges"',
    "rule": 'fill="none" stroke="#767676" shape-rendering="crispEdges"',
    "base": 'fill="none" stroke="currentColor" shape-rendering="crispEdges"',
    "event": 'fill="none" stroke="currentColor" stroke-dasharray="1 3"',
    "ink": 'fill="none" stroke="currentColor" stroke-width="2"',
    "dashes": 'fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="6 3"',
    "edge": 'fill="none" stroke="#ffffff" stroke-width="6"',
    "line": 'fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="5 2"',
    "hatch": 'fill="none" stroke="currentColor" stroke-width="2"',
    "area": 'fill="#dddddd"',
    "solid": 'fill="currentColor"',
}


def _path(kind: str, d: str) -> str:
    return f'<path class="chart-{kind}" d="{d}" {_PATHS[kind]}/>'


def _strokes(columns: Iterable[int], spans: Sequence[tuple[int, int]]) -> str:
    """Upright lines at ``columns``, drawn only within ``spans``."""
    return "".join(f"M{x} {top}V{bottom}" for x in columns for top, bottom in spans)


def _text(kind: str, x: int, y: int, words: str, *, anchor: str = "", whole: str = "") -> str:
    """Words on one line; ``whole`` says on hover what a cut line leaves out."""
    weight = ' font-weight="600"' if kind == "strong" else ""
    placed = f' text-anchor="{anchor}"' if anchor else ""
    hover = f"<title>{escape(whole)}</title>" if whole else ""
    return (
        f'<text class="chart-{kind}" x="{x}" y="{y}" font-size="{_SIZES[kind]}"{weight}{placed}>'
        f"{hover}{escape(words)}</text>"
    )


def _kind(bar: Bar) -> str:
    if bar.amount < 0 or bar.struck:
        return "less"
    return "strong" if bar.mark else "bar"


def _listed(bars: Iterable[Bar]) -> str:
    """Amounts with their names, marks and notes, as part of a sentence."""
    rows = []
    for bar in bars:
        more = ", ".join(filter(None, (_clean(bar.mark), _clean(bar.note))))
        rows.append(f"{_clean(bar.label)}: {dollars(bar.amount)}" + (f" ({more})" if more else ""))
    return "; ".join(rows)


# --- Scales and round numbers ---


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where a value stands between two whole coordinates; the second may be the smaller one."""

    low: Fraction
    high: Fraction
    start: int
    end: int

    @classmethod
    def over(cls, values: Iterable[Fraction], start: int, end: int) -> _Scale:
        return cls(*_bounds(values), start, end)

    def at(self, value: Fraction | int) -> int:
        exact = self.start + (value - self.low) * (self.end - self.start) / (self.high - self.low)
        return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)

    def off(self, value: Fraction) -> int:
        """The same, but an amount that is not zero is never drawn as zero. For a scale that goes upward."""
        place, zero = self.at(value), self.at(Fraction(0))
        return place if place != zero or not value else zero + (1 if value < 0 else -1)

    def span(self, one: Fraction, other: Fraction) -> tuple[int, int]:
        """Where a bar begins and how wide it is: at least one unit, inside the scale."""
        left, right = self.at(min(one, other)), self.at(max(one, other))
        if left == right:
            left = min(left, self.end - 1)
            right = left + 1
        return left, right - left


def _bounds(values: Iterable[Fraction]) -> tuple[Fraction, Fraction]:
    """The least and the greatest value, apart even where all are the same."""
    some = list(values)
    low, high = min(some), max(some)
    return low, high if low < high else low + 1


def _round_numbers() -> Iterable[int]:
    """1, 2, 5, 10, 20, 50 and so on."""
    return (digit * 10**power for power in count() for digit in (1, 2, 5))


def _marks(low: Fraction, high: Fraction) -> list[Fraction]:
    """The few round amounts between two: at most four, and whole cents."""
    apart = next(Fraction(n, 100) for n in _round_numbers() if high - low <= Fraction(3 * n, 100))
    return [n * apart for n in range(-(-low // apart), high // apart + 1)]


def _in_brief(amount: Fraction) -> str:
    """A round amount for a gridline: ``$500,000``, ``$1.5 million``."""
    if amount.denominator != 1:
        return dollars(amount)
    sign = "−" if amount < 0 else ""
    whole = abs(amount.numerator)
    for unit, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        if whole >= unit and whole * 100 % unit == 0:
            return f"{sign}${plain(Fraction(whole, unit))} {name}"
    return f"{sign}${whole:,}"


# --- Words and the room they need ---

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML document can hold."""
_EMS = {
    **dict.fromkeys("Iijl|!',.:; ", 31),
    **dict.fromkeys("frt()[]/\\`", 40),
    **dict.fromkeys('"*-^{}', 50),
    **dict.fromkeys("acekszvxyJFL?", 59),
    **dict.fromkeys("ABEKPRSTVXYZ&", 70),
    **dict.fromkeys("CDGHNOQU", 80),
    **dict.fromkeys("mwM", 92),
    **dict.fromkeys("W@%…—", 102),
}
"""How wide characters are, in hundredths of the size, in the widest of the faces in use."""
_EM, _FOREIGN, _WIDE = 66, 90, 125
"""The same for figures and other characters of ASCII, for those beyond it, and for those that fill a square."""
_WEIGHT = {"label": 100, "strong": 107, "note": 100}
"""How much wider than regular the weight is, in percent."""


def _units(text: str, kind: str) -> int:
    """How wide the text is drawn at most, rounded up."""
    return -(-sum(_parts(character, kind) for character in text) // 10_000)


def _parts(character: str, kind: str) -> int:
    """How wide a character is, in ten-thousandths of a unit."""
    if character in _EMS:
        ems = _EMS[character]
    elif character.isascii() or character == "−":
        ems = _EM
    else:
        ems = _WIDE if east_asian_width(character) in "WF" else _FOREIGN
    return ems * _SIZES[kind] * _WEIGHT[kind]


def _clean(text: str) -> str:
    """Text that any XML document can hold, on one line."""
    return " ".join(_UNFIT.sub("\ufffd", text).split())


def _fitting(text: str, room: int, kind: str) -> int:
    """How many characters fit, at least one."""
    left = room * 10_000
    for n, character in enumerate(text):
        left -= _parts(character, kind)
        if left < 0:
            return max(n, 1)
    return len(text)


def _cut(text: str, room: int, kind: str) -> str:
    if _fitting(text, room, kind) == len(text):
        return text
    return text[: _fitting(text, room - _units("…", kind), kind)].rstrip() + "…"


def _wrapped(text: str, rooms: Sequence[int], kind: str) -> list[str]:
    """The text in lines, each in its room; what does not fit into the last ends in an ellipsis."""
    lines: list[str] = []
    rest = text
    for room in rooms[:-1]:
        fits = _fitting(rest, room, kind)
        if fits == len(rest):
            break
        space = rest.rfind(" ", 1, fits + 1)
        end = space if space > 0 else fits
        lines.append(rest[:end])
        rest = rest[end:].lstrip()
    return [*lines, _cut(rest, rooms[len(lines)], kind)]


def _safe(ident: str) -> str:
    """An id that attributes and references can hold; different ones stay different."""
    return re.sub("[^A-Za-z0-9_-]", lambda found: f"_{ord(found[0]):x}_", ident)
