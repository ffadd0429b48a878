"""Amounts ordered for each victim in decided CSAM cases, as a table and as charts.

No figure here is typical of anything: each row is one case that was found, and nothing is computed across all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from restitution.law import LAW
from restitution.law.cases import METHODS_SEEN, Decided
from restitution.money import dollars
from restitution.render import Chart, Grid
from restitution.render.charts import Bar, side_by_side
from restitution.render.words import short_citation
from restitution.worksheet import Cite

LARGE = 20_000
"""Cases above this many dollars for each victim are drawn on another scale: most such sums are full losses or joint."""

_MOST_ROWS = 9
"""The maximum number of rows in one chart, so that it fits on a printed page."""
_DAY = re.compile(r" (?:Jan|Feb|Mar|Apr|May|June|July|Aug|Sept|Oct|Nov|Dec)\b[^()]*, (?=\d{4}\))")
_UNSEEN = "not seen"
_TEXTS = {"current": "present text", "pre-2018": "earlier text", "not-seen": _UNSEEN}


def awards_grid(cases: Iterable[Decided]) -> Grid:
    """Return every CSAM case with its award, sorted by the amount for each victim; those without one come last."""
    columns = ("case", "text applied", "ordered in all", "victims", "for each victim", "stands", "note")
    rows = tuple(
        (
            _name(case),
            _TEXTS.get(LAW.authorities[case.id].law, ""),
            Fraction(case.award) if case.award else _UNSEEN,
            case.award_victims or _UNSEEN,
            _UNSEEN if case.for_each_victim is None else case.for_each_victim,
            case.award_stands.replace("-", " "),
            " ".join(_notes(case)),
        )
        for case in sorted(filter(is_csam, cases), key=_order)
    )
    return Grid("What was ordered for each victim, in CSAM cases", columns, rows)


def awards_charts(cases: Iterable[Decided]) -> tuple[Chart, ...]:
    """Draw the same, one row per case: by the text applied, with the floor as a line; large amounts on other scales."""
    some = sorted(filter(is_csam, cases), key=_order)
    drawn = [case for case in some if case.for_each_victim is not None and not case.award_same_as]
    small = [case for case in drawn if _each(case) <= LARGE]
    large = [case for case in drawn if _each(case) > LARGE]
    reach = max(map(_each, small), default=Fraction(0))
    floor = LAW.parameter("trafficking.floor").values[-1].number
    above = f"For each victim, above ${LARGE:,}, on another scale"
    now, before = Bar("Floor", floor), Bar("Floor of the present text", floor)
    panels = [
        *_panels("current", "For each victim, present text", _under(small, "current"), reach, now),
        *_panels("earlier", "For each victim, earlier text", _under(small, "pre-2018"), reach, before),
        *_panels("struck", f"{above}: set aside", [case for case in large if _struck(case)]),
        *_panels("large", f"{above}: not set aside, as far as seen", [case for case in large if not _struck(case)]),
    ]
    return tuple(
        side_by_side(
            panel.ident,
            panel.title,
            panel.bars,
            panel.line,
            reach=panel.reach,
            below=_below(some) if panel is panels[-1] else "",
        )
        for panel in panels
    )


@dataclass(frozen=True, slots=True)
class _Panel:
    """One chart: a page of the cases of one kind."""

    ident: str
    title: str
    bars: list[Bar]
    reach: Fraction
    line: Bar | None


def _panels(
    name: str, title: str, cases: Sequence[Decided], reach: Fraction = Fraction(0), line: Bar | None = None
) -> Iterator[_Panel]:
    """Yield the cases in as few charts as fit, of about the same length and on one scale."""
    count = -(-len(cases) // _MOST_ROWS)
    furthest = max([reach, *map(_each, cases)])
    for n in range(1, count + 1):
        page = cases[(n - 1) * len(cases) // count : n * len(cases) // count]
        numbered = f"{title}, {n} of {count}" if count > 1 else title
        yield _Panel(f"awards-{name}-{n}", numbered, [_bar(case) for case in page], furthest, line)


def is_csam(case: Decided) -> bool:
    """Return whether a case is about CSAM."""
    return case.award_stands != "not-csam"


def _under(cases: Iterable[Decided], law: str) -> list[Decided]:
    return [case for case in cases if LAW.authorities[case.id].law == law]


def _struck(case: Decided) -> bool:
    return case.award_stands == "set-aside"


def _each(case: Decided) -> Fraction:
    return case.for_each_victim or Fraction(0)


def _order(case: Decided) -> tuple[bool, Fraction, str]:
    return case.for_each_victim is None, -_each(case), case.id


def _name(case: Decided) -> str:
    """Return the name of a case with its court and year; the day would only take up space beside a bar."""
    return _DAY.sub(" ", short_citation(Cite(case.id)))


def _bar(case: Decided) -> Bar:
    return Bar(_name(case), _each(case), "; ".join(_said(case)), struck=_struck(case))


def _said(case: Decided) -> Iterator[str]:
    """Yield what must appear beside the bar of a case, in a few words."""
    if _each(case) > LARGE and case.method != "not-seen":
        yield METHODS_SEEN[case.method]
    count = case.award_victims
    if not _each(case):
        yield f"nothing ordered for {count} victims" if count > 1 else "nothing ordered"
    elif case.award_each:
        yield f"each of {count} victims" if count else "each victim, their number not certain"
    elif case.divided:
        single = case.single_awards
        yield f"{count} victims" + (f", {_whole(min(single))} to {_whole(max(single))}" if single else "")
        yield "our division"
    if _struck(case):
        yield _begun(re.split(r"[:.,]", case.award_note, maxsplit=1)[0])
    elif case.award_note and _each(case) > LARGE:
        yield _begun(case.award_note.split(".", 1)[0])


def _begun(words: str) -> str:
    return words[0].lower() + words[1:]


def _whole(amount: Fraction) -> str:
    return dollars(amount).removesuffix(".00")


def _notes(case: Decided) -> Iterator[str]:
    if case.divided:
        yield "The amount for each is our division."
    if case.award_same_as:
        yield f"Counted once, under {short_citation(Cite(case.award_same_as))}."
    if case.award_note:
        yield case.award_note


def _below(cases: Sequence[Decided]) -> str:
    """Return which cases are not drawn, and why."""
    unseen = [_name(case) for case in cases if case.for_each_victim is None]
    again = [_name(case) for case in cases if case.award_same_as]
    said = []
    if unseen:
        said.append(
            f"Not drawn, because the award or the number of victims was not seen, {len(unseen)}: {'; '.join(unseen)}."
        )
    if again:
        said.append(f"Drawn once, under the decision that made the same award, {len(again)}: {'; '.join(again)}.")
    return " ".join(said)
