"""The §2259A assessment: the tier of every offense, the caps and their indexing, and the command line."""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit import support
from tests.unit.support import ANSWERED, BAD_INPUT, Run, assert_cited, lines_of

from restitution.law import LAW, find_offense
from restitution.money import dollars
from restitution.protocol import FORMATS
from restitution.render.words import short_citation
from restitution.rules import assessment as rules
from restitution.rules.assessment import Conviction
from restitution.rules.indexing import missing_index
from restitution.steps.assessment import assessment
from restitution.worksheet import Cite

CAPS = {"possession": "17000.00", "trafficking": "35000.00", "production": "50000.00"}
PINS = {"possession": "(a)(1)", "trafficking": "(a)(2)", "production": "(a)(3)"}
# From the words of §2259A(a) and §2259(c)(1) and (c)(3), section by section.
TIERS = {
    "2251(a)": "production", "2251(b)": "production", "2251(c)": "production", "2251(d)": "trafficking",
    "2251A": "production", "2252(a)(1)": "trafficking", "2252(a)(2)": "trafficking", "2252(a)(3)": "trafficking",
    "2252(a)(4)": "possession", "2252A(a)(1)": "trafficking", "2252A(a)(2)": "trafficking",
    "2252A(a)(3)": "trafficking", "2252A(a)(4)": "trafficking", "2252A(a)(5)": "possession", "2260(a)": "production",
    "2260(b)": "trafficking",
}  # fmt: skip
IF_PRODUCED = {"2241", "2242", "2243", "2244", "2421", "2422", "2423"}

answer = partial(support.answer, "assessment")
mistakes = partial(support.mistakes, "assessment")


# --- the tier ---


@pytest.mark.parametrize("produced", [False, True])
@pytest.mark.parametrize("offense", LAW.offenses, ids=lambda o: f"{o.section} {o.series}".strip())
def test_the_tier_of_every_offense(offense: Any, produced: bool) -> None:
    """By its section; for two chapters by whether CSAM was produced, which changes no other section."""
    params = {"series": offense.series} if offense.series else {}
    tier = TIERS.get(offense.section) or {"other": None}.get(offense.series, offense.series) or None
    if offense.section in IF_PRODUCED and produced:
        tier = "production"
    result = answer({"offense": offense.section, "production": produced, **params})
    assert result["tier"] == tier
    assert result["cap"] == result["if_per_count"] == (CAPS[tier] if tier else None)
    found = lines_of(result)
    if tier:
        assert found["cap"]["authorities"] == [{"id": "18-usc-2259A", "pin": PINS[tier]}]
        assert found["tier"]["authorities"][0]["pin"] == PINS[tier]
    else:
        assert set(found) == {"tier", "special-assessment", "additional-assessment"}


def test_the_table_and_the_law_data_agree() -> None:
    """The lowest tier is marked on two rows, and the rows that depend on production are two whole chapters."""
    marked = {
        mark: {o.section for o in LAW.offenses if o.assessment == mark} for mark in ("possession", "if-production")
    }
    assert marked == {"possession": {"2252(a)(4)", "2252A(a)(5)"}, "if-production": IF_PRODUCED}
    assert {o.section for o in LAW.offenses if o.chapter in {"109A", "117"}} == IF_PRODUCED


@pytest.mark.parametrize(
    ("params", "status", "words"),
    [
        ({"offense": "2252A(a)(5)"}, "statute", "lowest tier"),
        ({"offense": "2252A(a)(2)"}, "statute", "not one of the two possession offenses"),
        ({"offense": "2251(a)"}, "statute", "listed as production"),
        ({"offense": "2252A(a)(6)"}, "model", "by our reading"),
        ({"offense": "2422"}, "statute", "is not stated, so it has no tier"),
        ({"offense": "2422", "production": True}, "discretion", "which is assumed"),
        ({"offense": "1591"}, "statute", "of chapter 77, and so neither"),
    ],
)
def test_why_an_offense_is_where_it_is(params: dict[str, Any], status: str, words: str) -> None:
    """The line says what puts it there, and whether that is the statute's words, a fact stated, or our reading."""
    line = lines_of(answer(params))["tier"]
    assert line["status"] == status
    assert words in line["formula"]


# --- the figures ---


@given(
    st.sampled_from(sorted(TIERS)),
    st.one_of(st.none(), st.integers(2019, 2026)),
    st.integers(1, 10_000),
)
def test_figures_hold_together(section: str, year: int | None, counts: int) -> None:
    """Counts multiply the cap and the special assessment; an indexed cap is never below the statute's figure."""
    result = assessment(Conviction(find_offense(section, None), year=year, counts=counts))
    assert result.cap is not None
    assert result.per_count is not None
    assert result.per_count.exact == counts * result.cap.exact
    assert result.special.exact == counts * 100
    assert list(result.indexed) == ([2017, 2018] if year else [])
    figures = [line.exact for line in result.indexed.values()]
    assert all(figure >= result.cap.exact for figure in figures)
    assert figures == sorted(figures, reverse=True)


def test_figures_of_the_worksheet_are_those_of_the_answer() -> None:
    """Each figure of the answer has a line of its own, and only the statute's figure has the status of statute."""
    params = {"offense": "2251(a)", "year": 2026, "counts": 2}
    result = answer(params)
    found = lines_of(result)
    assert found["cap"]["amount"] == result["cap"]
    assert found["per-count"]["amount"] == result["if_per_count"]
    assert found["special-assessment"]["amount"] == result["special_assessment"]
    for base, amount in result["indexed"].items():
        assert found[f"cap.{base}"]["amount"] == amount
        assert found[f"cap.{base}"]["status"] == "model"
        assert "no index series, base, start or rounding" in found[f"cap.{base}"]["formula"]
    assert found["cap"]["status"] == "statute"
    assert found["per-count"]["status"] == "model"


def test_what_must_be_known_of_an_assessment() -> None:
    """Mandatory by a holding; the judge sets the amount; the money goes to the Reserve; restitution comes first."""
    found = lines_of(answer({"offense": "2252A(a)(2)"}))
    assert {key: found[key]["status"] for key in ("mandatory", "amount", "reserve", "sequence")} == {
        "mandatory": "holding",
        "amount": "discretion",
        "reserve": "statute",
        "sequence": "statute",
    }
    assert "Seventh Circuit" in found["mandatory"]["label"]
    assert "date of the decision was not verified" in found["mandatory"]["formula"]
    assert {"id": "johnson", "pin": ""} in found["mandatory"]["authorities"]
    assert short_citation(Cite("johnson")) == "Johnson (date not verified)"
    assert {"id": "18-usc-3572", "pin": "(a)(1)"} in found["amount"]["authorities"]
    assert {"id": "18-usc-2259B", "pin": "(a)"} in found["reserve"]["authorities"]
    assert {"id": "18-usc-2259A", "pin": "(d)(2)(B)"} in found["sequence"]["authorities"]
    per_count = found["per-count"]["formula"]
    assert "Third Circuit" in per_count
    assert "Second" in per_count


@pytest.mark.parametrize(("counts", "amount", "status"), [(1, "100.00", "statute"), (2, "200.00", "model")])
def test_the_special_assessment(counts: int, amount: str, status: str) -> None:
    """$100 for a felony; that each count has its own is not in the text that was read."""
    line = lines_of(answer({"offense": "1591", "counts": counts}))["special-assessment"]
    assert (line["amount"], line["status"]) == (amount, status)
    assert "5 years after the judgment" in line["formula"]


@pytest.mark.parametrize("offense", ["2252A(a)(5)", "2252B", "2241", "2422", "1591", "1466A"])
def test_the_additional_assessment(offense: str) -> None:
    """It is shown with the end that it had, since when it has none and what is open, and is not in any figure."""
    line = lines_of(answer({"offense": offense}))["additional-assessment"]
    assert line["amount"] is None
    assert "$5,000.00" in line["formula"]
    assert "ended on September 30, 2025; Pub. L. 119-75 struck the end on February 3, 2026" in line["formula"]
    assert "is open" in line["formula"]
    assert "an offense of chapter 77, 109A, 110 or 117." in line["formula"]
    assert ("of chapter 71, which is not among them" in line["formula"]) == (offense == "1466A")


def test_every_rule_is_used_and_cites_its_section() -> None:
    """Each rule of this command made a line, which cites the section that its docstring opens with."""
    made = assessment(Conviction(find_offense("2251(a)", None), year=2026, counts=2)).lines
    assert_cited(made, rules)


# --- the entry point and the command line ---


def test_all_mistakes_at_once() -> None:
    """Each wrong field is refused with its path, and nothing is calculated."""
    wrong = {"offense": "2252Z", "series": "mixed", "production": "yes", "year": "2026", "counts": 0, "amount": "1"}
    found = mistakes(wrong)
    assert set(found) == set(wrong)
    assert found["counts"] == "This must be a whole number from 1 to 10000, not 0."


@pytest.mark.parametrize(
    ("params", "path", "words"),
    [
        ({}, "offense", "missing"),
        ({"offense": 2252}, "offense", "as text"),
        ({"offense": "2252A"}, "offense", "Known sections: 2252A(a)(1)"),
        ({"offense": "§"}, "offense", "Write the section"),
        ({"offense": "2252A(g)"}, "series", "what the series was made of"),
        ({"offense": "2251(a)", "year": 2018}, "year", "from 2019"),
        ({"offense": "2251(a)", "year": 10000}, "year", "to 9999"),
        ({"offense": "2251(a)", "year": 2027}, "year", "CPI-U annual average of 2026"),
        ({"offense": "2252A(a)(6)", "year": 2030}, "year", "CPI-U annual average of 2029"),
        ({"offense": "2251(a)", "year": True}, "year", "whole number"),
        ({"offense": "2251(a)", "counts": "two"}, "counts", "whole number"),
        ({"offense": "2251(a)", "counts": -1}, "counts", "from 1"),
        ({"offense": "2251(a)", "counts": 2.5}, "counts", "whole number"),
        ({"offense": "2251(a)", "production": 1}, "production", "true or false"),
    ],
)
def test_mistakes_say_what_would_be_right(params: dict[str, Any], path: str, words: str) -> None:
    """One mistake, its path, and a sentence."""
    found = mistakes(params)
    assert list(found) == [path]
    assert words in found[path]


def test_a_missing_figure_beside_other_mistakes() -> None:
    """The year without an index figure is reported together with the other mistakes."""
    assert set(mistakes({"offense": "2252A(g)", "year": 2031, "counts": 0})) == {"series", "year", "counts"}


def test_text_for_people(run: Run) -> None:
    """The tier, the cap, the illustrations and the open points are readable in the default format."""
    code, out, err = run("assessment", "--offense", "18 U.S.C. § 2252A(a)(5)(B)", "--year", "2026", "--counts", "3")
    assert (code, err) == (ANSWERED, "")
    text = " ".join(out.split())
    assert "Conviction under §2252A(a)(5)" in text
    assert "Cap: the figure in the statute $17,000.00" in text
    assert "Illustration: the cap adjusted to 2026, base year 2017 $22,327.97" in text
    assert "$51,000.00" in text
    for note in (
        "mandatory",
        "per count or per defendant",
        "earlier offense",
        "where it goes",
        "indexed figures",
        "additional special assessment",
    ):
        assert f"! {note}: " in text
    assert "THE THREE TIERS" in text
    assert "Legal information, not legal advice." in text


def test_notes_for_no_tier(run: Run) -> None:
    """Without a tier there is no note on the assessment; a statement on production that has no effect gets one."""
    text = " ".join(run("assessment", "--offense", "2252A(a)(6)", "--production")[1].split())
    assert "! no tier:" in text
    assert "! production:" in text
    assert "! mandatory:" not in text
    assert "! production:" not in run("assessment", "--offense", "2422", "--production")[1]
    assert "! indexed figures:" not in run("assessment", "--offense", "2251(a)")[1]


@pytest.mark.parametrize(
    ("year", "columns", "rows"),
    [
        (
            None,
            ["tier", "for", "here", "in the statute"],
            [["17000.00"], ["35000.00"], ["50000.00"]],
        ),
        (
            2026,
            ["tier", "for", "here", "in the statute", "2026, base 2017", "2026, base 2018"],
            [
                ["17000.00", "22327.97", "21795.61"],
                ["35000.00", "45969.34", "44873.32"],
                ["50000.00", "65670.49", "64104.74"],
            ],
        ),
    ],
)
def test_the_grid_of_tiers(run: Run, year: int | None, columns: list[str], rows: list[list[str]]) -> None:
    """CSV holds the three tiers, each with the figure in the statute and those indexed to the year."""
    out = run("assessment", "--offense", "2252A(a)(2)", *(("--year", str(year)) if year else ()), "--format", "csv")[1]
    head, *body = csv.reader(out.splitlines())
    assert head == columns
    assert [row[0] for row in body] == list(CAPS)
    assert [row[2] for row in body] == ["", "this offense", ""]
    assert [row[3:] for row in body] == rows


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("offense", ["2251(a)", "1466A"])
def test_every_format(run: Run, form: str, offense: str) -> None:
    """Each format is written, with the figures."""
    code, out, err = run("assessment", "--offense", offense, "--year", "2024", "--format", form)
    assert (code, err) == (ANSWERED, "")
    if form == "json":
        assert json.loads(out) == answer({"offense": offense, "year": 2024})
    else:
        figure = "62153.64" if form == "csv" else dollars(Fraction("62153.64")).removeprefix("$")
        assert figure in out


def test_series_on_the_command_line(run: Run) -> None:
    """The exploitation enterprise needs its series there too."""
    assert run("assessment", "--offense", "2252A(g)")[0] == BAD_INPUT
    code, out, _ = run("assessment", "--offense", "2252A(g)", "--series", "trafficking", "--format", "json")
    assert code == ANSWERED
    assert json.loads(out)["tier"] == "trafficking"


def test_refusals_of_the_command_line(run: Run) -> None:
    """Exit code 2 and sentences on standard error; with JSON, the documented error object."""
    code, out, err = run("assessment", "--offense", "2251(a)", "--year", "2027")
    assert (code, out, err) == (BAD_INPUT, "", f"year: {missing_index(2027)}\n")
    code, out, err = run("assessment", "--offense", "nothing", "--counts", "many", "--format", "json")
    assert (code, err) == (BAD_INPUT, "")
    assert [error["path"] for error in json.loads(out)["errors"]] == ["offense", "counts"]
