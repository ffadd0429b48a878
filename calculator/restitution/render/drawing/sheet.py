"""The sheet that a chart is drawn on: rows of text and bars from the top down, as SVG.

A chart is drawn for a narrow screen first: text is above its bar, and the style sheet makes it smaller where there is
space. Every coordinate is an integer. Without a style sheet a drawing is black on white; a word, shape or hatching
makes every distinction that color makes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from html import escape

from restitution.money import dollars
from restitution.render.drawing.chart import Chart
from restitution.render.drawing.measure import SIZES, clean, cut, units, wrapped
from restitution.render.drawing.scale import Scale, in_brief, round_amounts

WIDTH = 320
LEFT, RIGHT = 1, 319
"""Where bars begin and end: half a line's width is left free, so that no outline is clipped."""
BAR = 14
"""The height of a bar."""
SWATCH = 20
GAP = 4
NOTHING = "Nothing is entered."

LINE_HEIGHTS = {"label": 19, "strong": 19, "note": 18}
_KINDS = {
    "bar": 'class="chart-bar" fill="#767676"',
    "strong": 'class="chart-bar chart-full" fill="currentColor"',
    "less": 'class="chart-bar chart-less" fill="url(#{id}-hatch)" stroke="currentColor"',
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One amount with its label.

    Attributes:
        amount: US dollars; negative for a deduction.
        note: a few words below the label.
        mark: a word that sets this bar apart, such as ``chosen``; the bar is then drawn solid with a triangle.
        struck: whether the amount did not stand; the bar is then hatched, and the note must say it in words.
    """

    label: str
    amount: Fraction
    note: str = ""
    mark: str = ""
    struck: bool = False


@dataclass(slots=True)
class Sheet:
    """A drawing as it grows downward: ``y`` is where the next row begins."""

    ident: str
    y: int = 0
    parts: list[str] = field(default_factory=list)
    bands: list[int] = field(default_factory=list)
    """The tops of the rows that contain bars. Lines cross only these, never the text between them."""

    def put(self, *parts: str) -> None:
        """Add SVG elements on top of those already there."""
        self.parts += parts

    def text(self, kind: str, x: int, words: str, *, amount: str = "", lines: int = 1) -> None:
        """Add text from ``x`` on, in at most that many lines, with an amount at the right edge of the first."""
        room = WIDTH - x
        first = room
        if amount:
            self.put(draw_text("strong", RIGHT, self.y + SIZES[kind], amount, anchor="end"))
            first -= units(amount, "strong") + 10
        whole = clean(words)
        for shown in wrapped(whole, [first, *[room] * (lines - 1)], kind):
            self.put(draw_text(kind, x, self.y + SIZES[kind], shown, whole=whole if shown.endswith("…") else ""))
            self.y += LINE_HEIGHTS[kind]

    def space(self) -> None:
        """Add space between a row and the one before it."""
        self.y += 12 if self.bands else 0

    def words(self, bar: Bar) -> None:
        """Add the text above a bar: its label and amount, its mark, its note."""
        self.space()
        self.text("label", 0, bar.label, amount=dollars(bar.amount), lines=2)
        if bar.mark:
            self.put(draw_path("solid", f"M0 {self.y + 5}v10l8 -5z"))
            self.text("strong", 13, bar.mark)
        if bar.note:
            self.text("note", 0, bar.note, lines=2)

    def swatch(self, kind: str) -> None:
        """Add the legend symbol of a line or bar, before its text."""
        y = self.y + 5
        if kind == "dashes":
            self.put(draw_path("dashes", f"M0 {y + 5}h14"))
        elif kind == "area":
            self.put(draw_path("area", f"M1 {y}h12v10h-12z"), draw_path("ink", f"M1 {y}h12"))
        else:
            self.put(f'<rect x="1" y="{y}" width="10" height="10" {self._look(kind)}/>')

    def _look(self, kind: str) -> str:
        return _KINDS[kind].replace("chart-bar", "chart-swatch", 1).format(id=self.ident)

    def band(self, height: int) -> int:
        """Reserve space for a bar and return its top."""
        top = self.y + GAP + 1
        self.bands.append(top)
        self.y = top + height + GAP
        return top

    def bar(self, scale: Scale, start: Fraction, end: Fraction, top: int, height: int, kind: str) -> None:
        """Add a bar from one amount to another; none if they are the same."""
        if start == end:
            return
        x, width = scale.span(start, end)
        look = _KINDS[kind].format(id=self.ident)
        self.put(f'<rect x="{x}" y="{top}" width="{width}" height="{height}" {look}/>')

    def lead(self, scale: Scale, end: Fraction, top: int) -> None:
        """Add a hairline from the baseline to where a bar begins: the total of the steps so far."""
        if end:
            self.put(draw_path("grid", f"M{scale.at(Fraction(0))} {top + BAR // 2}H{scale.at(end)}"))

    def rule(self) -> None:
        """Add a line across the sheet, such as above a total."""
        self.put(draw_path("rule", f"M0 {self.y + 7}H{WIDTH}"))

    def pointer(self, scale: Scale, line: Bar) -> None:
        """Add the label of a line, with an arrowhead below it that points down at the line's position."""
        x = scale.at(line.amount)
        amount = f": {dollars(line.amount)}"
        whole = clean(line.label)
        label = cut(whole, WIDTH - units(amount, "strong"), "strong")
        half = (units(label + amount, "strong") + 1) // 2
        middle = min(max(x, half), WIDTH - half)
        self.put(
            draw_text("strong", middle, self.y + 15, label + amount, anchor="middle", whole=whole * (label != whole)),
            draw_path("solid", f"M{x} {self.y + 28}L{max(0, x - 5)} {self.y + 21}H{min(WIDTH, x + 5)}z"),
        )
        self.y += 34

    def clear(self, scale: Scale, line: Fraction, end: Fraction, top: int) -> None:
        """Add a gap in a bar where a line crosses it, unless that would leave nothing of the bar on one side."""
        x = scale.at(line)
        if min(abs(x - scale.at(Fraction(0))), abs(x - scale.at(end))) > GAP:
            self.put(draw_path("edge", f"M{x} {top}v{BAR}"))

    def through(self, x: int) -> None:
        """Add the line itself, over the bars."""
        if self.bands:
            self.put(draw_path("line", strokes([x], self._spans())))

    def _spans(self) -> list[tuple[int, int]]:
        return [(top - GAP, top + BAR + GAP) for top in self.bands]

    def axis(self, scale: Scale, *, zero: bool = True) -> None:
        """Add gridlines at round numbers behind the bars, with their labels below, and the baseline over the bars."""
        marks = round_amounts(scale.low, scale.high)
        spans = self._spans()
        grid = strokes([scale.at(mark) for mark in marks if mark or not zero], spans)
        if grid:
            self.parts.insert(0, draw_path("grid", grid))
        if zero and spans:
            self.put(draw_path("base", strokes([scale.at(Fraction(0))], spans)))
        # Zero first: if there is not enough space for every label, it is the one to keep.
        self.labels([(scale.at(mark), in_brief(mark)) for mark in sorted(marks, key=bool)], 0)

    def labels(self, marks: Iterable[tuple[int, str]], left: int) -> None:
        """Add labels centered below their marks, moved inward at the edges; one that would overlap is left out."""
        taken: list[tuple[int, int]] = []
        for x, words in marks:
            half = (units(words, "note") + 1) // 2
            middle = min(max(x, left + half), WIDTH - half)
            if all(middle + half + 6 < a or b + 6 < middle - half for a, b in taken):
                taken.append((middle - half, middle + half))
                self.put(draw_path("rule", f"M{x} {self.y}v{GAP}"))
                self.put(draw_text("note", middle, self.y + 18, words, anchor="middle"))
        self.y += 24

    def chart(self, title: str, alternative: str) -> Chart:
        """Return the finished chart."""
        name = clean(title)
        body = "".join(self.parts)
        hatch = f"{self.ident}-hatch"
        if f"#{hatch})" in body:
            body = (
                f'<defs><pattern id="{hatch}" patternUnits="userSpaceOnUse" width="5" height="5" '
                f'patternTransform="rotate(45)">{draw_path("hatch", "M1 0V5")}</pattern></defs>{body}'
            )
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" '
            f'aria-labelledby="{self.ident}-title {self.ident}-desc" viewBox="0 0 {WIDTH} {self.y}" '
            f'width="{WIDTH}" height="{self.y}" font-family="Inter, Helvetica, Arial, sans-serif" '
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


def draw_path(kind: str, d: str) -> str:
    """Return a path in the style of its kind."""
    return f'<path class="chart-{kind}" d="{d}" {_PATHS[kind]}/>'


def strokes(columns: Iterable[int], spans: Sequence[tuple[int, int]]) -> str:
    """Return vertical lines at ``columns``, drawn only within ``spans``."""
    return "".join(f"M{x} {top}V{bottom}" for x in columns for top, bottom in spans)


def draw_text(kind: str, x: int, y: int, words: str, *, anchor: str = "", whole: str = "") -> str:
    """Return text on one line; ``whole`` shows the uncut text on hover."""
    weight = ' font-weight="600"' if kind == "strong" else ""
    placed = f' text-anchor="{anchor}"' if anchor else ""
    hover = f"<title>{escape(whole)}</title>" if whole else ""
    return (
        f'<text class="chart-{kind}" x="{x}" y="{y}" font-size="{SIZES[kind]}"{weight}{placed}>'
        f"{hover}{escape(words)}</text>"
    )


def bar_kind(bar: Bar) -> str:
    """Return the style of a bar: a deduction is hatched, a marked one solid."""
    if bar.amount < 0 or bar.struck:
        return "less"
    return "strong" if bar.mark else "bar"


def listed(bars: Iterable[Bar]) -> str:
    """Return amounts with their labels, marks and notes, as part of a sentence."""
    rows = []
    for bar in bars:
        more = ", ".join(filter(None, (clean(bar.mark), clean(bar.note))))
        rows.append(f"{clean(bar.label)}: {dollars(bar.amount)}" + (f" ({more})" if more else ""))
    return "; ".join(rows)
