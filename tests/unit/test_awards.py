"""Amounts ordered for each victim in decided cases: every case once, exact amounts, no statistic across all of them."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any

import pytest

from restitution import LAW
from restitution.commands import COMMANDS
from restitution.law.cases import Decided, decided_cases
from restitution.money import dollars, stated
from restitution.protocol import handle
from restitution.render import Chart
from restitution.render.awards import LARGE, awards_charts, awards_grid, is_csam
from restitution.render.words import cell_text

CASES = decided_cases()
CSAM = [case for case in CASES if is_csam(case)]
PRINTED_PAGE = 720
"""Drawing units that fit on a printed page: at 11 cm across, a unit is a third of a millimeter."""


def bare(case: Decided) -> str:
    """Return the name under which a case is drawn: without the day."""
    return LAW.authorities[case.id].title.removeprefix("United States v. ").removesuffix(" v. United States")


def everything(charts: tuple[Chart, ...]) -> str:
    """Return the text of all charts."""
    return " ".join(chart.alternative for chart in charts)


def test_the_sum_for_each_victim_is_exact() -> None:
    """Divided once and rounded once; an amount that a source gives is not divided at all."""
    by_id = {case.id: case for case in CASES}
    assert by_id["rothenberg-2019"].for_each_victim == Fraction(142600, 9)
    assert stated(by_id["rothenberg-2019"].for_each_victim or Fraction(0)) == "15844.44"
    assert by_id["rothenberg-2019"].divided
    assert by_id["urfer-2020"].for_each_victim == Fraction(3000)
    assert not by_id["urfer-2020"].divided
    assert by_id["dickey-2024"].for_each_victim == Fraction(3000)
    assert by_id["loreng-2013"].for_each_victim == 0
    assert by_id["williams-2019"].for_each_victim is None


def test_every_csam_case_has_a_row() -> None:
    """Sorted by the amount for each victim, those without one last; no row summarizes all cases."""
    grid = awards_grid(CASES)
    assert len(grid.rows) == len(CSAM)
    sums = [row[4] for row in grid.rows]
    known = [one for one in sums if isinstance(one, Fraction)]
    assert known == sorted(known, reverse=True)
    assert sums[len(known) :] == ["not seen"] * (len(sums) - len(known))
    assert not [word for word in ("mean", "median", "average", "typical of") if word in _text(grid.rows)]


def _text(rows: tuple[tuple[Any, ...], ...]) -> str:
    return " ".join(cell_text(cell) for row in rows for cell in row)


@pytest.mark.parametrize("decided", CSAM, ids=lambda case: case.id)
def test_every_csam_case_is_drawn_or_named(decided: Decided) -> None:
    """A case with an amount has a bar; the others are named under the last chart, with the reason."""
    charts = awards_charts(CASES)
    drawn, _, below = everything(charts).partition("Not drawn, because the award or the number of victims was not seen")
    name = bare(decided)
    if decided.for_each_victim is None:
        assert re.search(rf"{name} \([^()]*\)[;.]", below)
    elif decided.award_same_as:
        assert name in below.partition("Drawn once")[2]
    else:
        assert re.search(rf"{name} \([^()]*\): {re.escape(dollars(decided.for_each_victim))}", drawn)


def test_what_was_set_aside_is_hatched_and_said() -> None:
    """Every bar of an award that was set aside, and no other, in words and in style."""
    struck = [
        c for c in CSAM if c.award_stands == "set-aside" and c.for_each_victim is not None and not c.award_same_as
    ]
    charts = awards_charts(CASES)
    hatched = sum(len(re.findall(r'<rect[^>]*class="chart-bar chart-less"', chart.svg)) for chart in charts)
    assert hatched == len(struck)
    assert len(re.findall(r"\([^()]*\bset aside\b[^()]*\)", everything(charts))) == len(struck)


def test_a_division_is_said_to_be_ours() -> None:
    """At every bar for several victims whose individual amounts no source gives."""
    divided = [case for case in CSAM if case.divided and not case.award_same_as]
    assert everything(awards_charts(CASES)).count("our division") == len(divided)
    assert sum("our division" in cell_text(row[-1]) for row in awards_grid(CASES).rows) == sum(c.divided for c in CSAM)


def test_full_losses_do_not_dwarf_the_others() -> None:
    """Awards of the full loss or of one joint amount are drawn separately, on their own scale."""
    whole = [c for c in CSAM if c.method in ("full", "joint", "remaining-balance") and c.for_each_victim is not None]
    assert whole
    assert all((case.for_each_victim or 0) > LARGE for case in whole)
    for chart in awards_charts(CASES):
        assert ("above $20,000" in chart.title) == ("loor" not in chart.alternative)


def test_the_drawings_fit_a_page() -> None:
    """None is longer than a printed page, and none is empty."""
    for chart in awards_charts(CASES):
        height = int(re.findall(r'viewBox="0 0 320 (\d+)"', chart.svg)[0])
        assert height <= PRINTED_PAGE, chart.title
        assert "chart-bar" in chart.svg


def test_no_case_no_drawing() -> None:
    """A selection without a CSAM case has neither table nor chart of awards."""
    assert awards_charts([]) == ()
    report = COMMANDS["cases"].answer({"method": "credit", "circuit": "10"}).report()
    assert not report.charts
    assert len(report.grids) == 1


def test_the_answer_for_machines_has_the_sum() -> None:
    """As text with two decimals, beside the keys it comes from."""
    response = json.loads(handle(json.dumps({"method": "cases", "params": {"id": "halverson-2018"}})))
    (case,) = response["result"]["cases"]
    assert (case["award"], case["award_victims"], case["for_each_victim"]) == ("50317", 6, "8386.17")
    assert case["divided"] is True


def test_one_case_says_what_was_ordered() -> None:
    """In its facts, with the division marked, and in its notes what became of it."""
    report = COMMANDS["cases"].answer({"id": "rothenberg-2019"}).report()
    assert report.facts[0] == ("Total ordered", Fraction(142600))
    assert report.facts[-1][0] == "For each victim, our division"
    assert {note.name: note.text for note in report.notes}["award"].startswith("Set aside, in whole or in part. ")
    unseen = COMMANDS["cases"].answer({"id": "paroline-2014"}).report()
    assert unseen.facts == (("Total ordered", "not seen"), ("Victims", "not seen"))
