"""The pages of the decided cases: one each, complete, in the guide's terms, live if recalculable."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown
from tests.names.search import Names

from restitution import LAW
from restitution.commands import COMMANDS
from restitution.example import check_lines, read_example
from restitution.law.cases import decided_cases
from restitution.money import dollars, stated
from sitebuild.pages import case_pages
from sitebuild.pages.blocks import Layer, blocks_of
from sitebuild.pages.case_pages import (
    GRADES,
    awards_html,
    cases_table,
    decided_files,
    definition_of,
    files_of,
    write_case_pages,
)
from sitebuild.pages.citations import faults_of
from sitebuild.pages.fence import FenceError, worked_example
from sitebuild.pages.quotations import read_passages
from sitebuild.paths import CONTENT

BY_ID = {case.id: case for case in decided_cases()}
MONEY = re.compile(r"-?\$\d{1,3}(,\d{3})*\.\d\d")
LINK = re.compile(r"\]\(([^)\s]+)\)")
PLACE = re.compile(r"\{line:([^{}]+)\}")
LEAST_FIGURES, MOST_CONTROLS, COLUMNS = 3, 3, 7
SECTIONS = [
    "In brief",
    "What was ordered",
    "How the amount was reached",
    "Recalculated",
    "What was read, what was not",
    "Read on",
]

each_case = pytest.mark.parametrize("ident", BY_ID)
each_file = pytest.mark.parametrize("name", decided_files())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the pages as the build writes them."""
    made = tmp_path_factory.mktemp("cases")
    write_case_pages(made)
    return made


def page(ident: str) -> str:
    """Return the Markdown of one case's page."""
    case = BY_ID[ident]
    return case_pages.case_page(case, LAW.authorities[ident], files_of(case))


@cache
def shown(ident: str) -> str:
    """Return the same page as HTML, with its live examples."""
    fences = [{"name": "worked-example", "class": "worked-example", "format": worked_example}]
    extensions = ["admonition", "attr_list", "tables", "toc", "pymdownx.details", "pymdownx.superfences"]
    settings = {"pymdownx.superfences": {"custom_fences": fences}}
    body = page(ident).split("\n---\n", 1)[1]
    html: str = Markdown(extensions=extensions, extension_configs=settings).convert(body)
    return html


def front(text: str) -> dict[str, str]:
    """Return the front matter of a page."""
    lines = text.split("---\n")[1].splitlines()
    return {key: value.strip('"') for key, _, value in (line.partition(": ") for line in lines)}


def plain(definition: dict[str, Any]) -> dict[str, Any]:
    """Return a definition as in JSON."""
    made: dict[str, Any] = json.loads(json.dumps(definition, default=str))
    return made


# --- The live examples ---


@each_file
def test_a_definition_is_accepted(name: str) -> None:
    """Its fields exist, its lines exist, and it has one to three controls."""
    example = read_example(plain(definition_of(name)))
    check_lines(example)
    assert example.ask.endswith("?")
    assert 1 <= len(example.controls) <= MOST_CONTROLS
    assert example.sentence.endswith(".")
    assert all(control.label for control in example.controls)


@each_file
def test_the_printed_figure_is_among_those_shown(name: str) -> None:
    """The figure that the court printed is in the sentence or among the lines shown first, to the cent."""
    file = decided_files()[name]
    example = read_example(plain(definition_of(name)))
    amounts = {
        line.key: line.amount
        for top in COMMANDS[example.command].answer(example.params).report().lines
        for line in top.walk()
    }
    keys = [*PLACE.findall(example.sentence), *example.lines]
    assert all(amounts[key] is not None for key in PLACE.findall(example.sentence))
    found = {Decimal(stated(amount)) for key in keys if (amount := amounts[key]) is not None}
    assert Decimal(file["printed"]) + Decimal(file.get("off_by", "0")) in found


@each_file
def test_an_example_has_its_figures_without_a_script(name: str) -> None:
    """Every figure is an amount, and there are enough to follow the sum."""
    html = worked_example(f'decided = "{name}"\n')
    figures = re.findall(r'<output name="([^"]+)" aria-live="off">([^<]*)</output>', html)
    assert len(dict(figures)) > LEAST_FIGURES
    assert [text for _, text in figures if not MONEY.fullmatch(text)] == []


def test_a_decided_case_that_is_not_there_is_refused() -> None:
    """The build stops, and reports what is missing."""
    with pytest.raises(FenceError, match="there is no decided case nobody-1999"):
        worked_example('decided = "nobody-1999"\n')


# --- The pages ---


def test_every_case_has_a_page(folder: Path) -> None:
    """There is no page of anything else; titles and addresses are unique."""
    pages = {path.stem: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert set(pages) == set(BY_ID)
    titles = [front(text)["title"] for text in pages.values()]
    assert len(set(titles)) == len(titles)


def test_every_file_stands_on_a_page() -> None:
    """Each once, on the page of its case."""
    placed = [name for ident in BY_ID for name in re.findall(r'^decided = "([^"]+)"$', page(ident), re.M)]
    assert sorted(placed) == sorted(decided_files())


@each_case
def test_a_page_is_whole(ident: str) -> None:
    """Front matter, one heading of the first level, and every section in its order."""
    text = page(ident)
    authority = LAW.authorities[ident]
    given = front(text)
    assert given["title"].startswith(authority.title)
    assert given["reviewed"] == authority.reviewed.isoformat()
    assert given["description"].endswith(".")
    headings = [block.text for block in blocks_of(shown(ident)) if block.layer is Layer.HEADING]
    assert headings[0] == f"{authority.title}, {authority.citation}"
    assert [text for text in headings if text in SECTIONS] == SECTIONS
    assert ("Before you read on" in text) == (authority.law != "other")


@each_case
def test_a_page_says_what_its_case_holds(ident: str) -> None:
    """Every text and figure of the entry and its source, and the calculation or why there is none."""
    case, authority = BY_ID[ident], LAW.authorities[ident]
    blocks = blocks_of(shown(ident))
    text = " ".join(block.text for block in blocks)
    said = [case.facts, case.outcome, case.method_note, case.redo, case.why_not, case.award_note, authority.summary]
    said += [authority.verified, authority.not_verified, GRADES[case.grade]]
    for words in said:
        spaced = re.sub(r"§(?=\d)", "§ ", re.sub(r"(?<=\d) x (?=\d)", " × ", words))
        assert " ".join(spaced.split()) in text, words
    if case.award and Fraction(case.award):
        assert dollars(Fraction(case.award)) in text
    if case.divided and authority.law != "other":
        assert "by our division" in text
    assert bool(case.recomputed) == ("<worked-example" in shown(ident))


@each_case
def test_a_page_leads_to_places_that_are_there(ident: str) -> None:
    """Sources by their ids, pages of the guide that are written, cases that have one; outside, only its own source."""
    for link in LINK.findall(page(ident)):
        place, _, anchor = link.partition("#")
        if place == "../sources.md":
            assert anchor in LAW.authorities, link
        elif place.startswith("../learn/"):
            assert (CONTENT / place.removeprefix("../")).is_file(), link
        elif place.endswith(".md"):
            assert place == "index.md" or place.removesuffix(".md") in BY_ID, link
        else:
            assert link == LAW.authorities[ident].url


@each_case
def test_a_page_keeps_the_rules_of_the_house(ident: str) -> None:
    """No name of a victim or series, no quotation without its passage, the words of the guide, American spelling."""
    html = shown(ident)
    assert Names.read().lines(html) == []
    blocks = blocks_of(html)
    assert faults_of(f"cases/{ident}/index.html", blocks, read_passages()) == []
    for block in blocks:
        assert not re.search(r"child\s+pornography|offence|defence\b|judgement", block.text, re.IGNORECASE), block.text
        assert "!" not in block.text
        assert not re.search(r"§\d", block.text) or block.layer is Layer.EXAMPLE, block.text
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(set(ids)) == sorted(ids)


# --- The index ---


def test_the_table_leads_to_every_page() -> None:
    """One row per case, each cell with its sort key."""
    html = cases_table()
    assert re.findall(r'<a href="@site/cases/([^"/]+)/">', html) == list(BY_ID)
    assert 'class="report-grid sortable' in html
    assert 'class="we-scroll' in html
    rows = re.findall(r"<tr role=\"row\"><th scope=\"row\".*?</tr>", html)
    assert len(rows) == len(BY_ID)
    assert all(row.count(" data-sort=") == COLUMNS for row in rows)
    assert Names.read().lines(html) == []


def test_what_was_ordered_sorts_by_amount() -> None:
    """In cents; an amount not seen has its own key, below that of nothing ordered."""
    keys = re.findall(r'data-column="Ordered" data-sort="(-?\d+)"', cases_table())
    assert len(keys) == len(BY_ID)
    by_id = dict(zip(BY_ID, map(int, keys), strict=True))
    assert by_id["sainz-2016"] == int(Decimal("8387.43") * 100)
    assert by_id["loreng-2013"] == 0
    assert by_id["paroline-2014"] < 0


def test_the_drawings_stand_with_their_table() -> None:
    """Each with its own id, and the same facts in a table that opens."""
    html = awards_html()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert html.count("<svg") > 1
    assert "<details" in html
    assert "<table" in html
    assert Names.read().lines(html) == []
