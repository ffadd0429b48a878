"""A paper as HTML and as plain text."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from restitution.casefile.file import read_file
from restitution.papers.as_html import copy_html, copy_text, paper_html
from restitution.papers.citing import full
from restitution.papers.make import paper
from restitution.papers.paper import Caption, Column, Facts, Heading, Paper, Paragraph, Row, Run, Sheet, Style
from restitution.worksheet import Cite

EXAMPLES = Path(__file__).parents[2] / "content" / "examples"
type Writer = Callable[[Paper], str]

HOSTILE = "<img src=x onerror=alert(1)> & \"quoted\" 'single'"
STATUTE, CAP = Cite("18-usc-2259", "(b)(2)(B)"), Cite("18-usc-2259", "(b)(2)(C)")

PAPER = Paper(
    "The title",
    "About it",
    (
        Caption(("UNITED STATES DISTRICT COURT",), ("UNITED STATES", "v.", "____"), ("Case No. ____",)),
        Heading("First part"),
        Paragraph((Run("Some words", cites=(STATUTE, CAP, STATUTE)), Run("small ones", small=True, below=True))),
        Heading("Below it", level=3),
        Facts((("Order", (Run("$6,000.00", bold=True, cites=(STATUTE,)),)),)),
        Sheet(
            "Losses",
            (Column("Loss", 20), Column("Amount", 12, figures=True), Column("Number", 8)),
            (
                Row(((Run("One"),), Fraction(1234, 100), 1234)),
                Row(((Run("Deeper"),), None, None), depth=1),
                Row(((Run("All"), Run("added up", small=True, below=True)), Fraction(12340), 2), total=True),
            ),
        ),
        Paragraph((Run("To know"),), Style.NOTICE),
    ),
    "Law as of a law.",
)


def with_text(text: str) -> Paper:
    blocks = (
        Caption((text,), (text,), (text,)),
        Heading(text),
        Paragraph((Run(text, bold=True, italic=True),)),
        Facts(((text, (Run(text),)),)),
        Sheet(text, (Column(text, 3), Column(text, 1)), (Row(((Run(text),), (Run(text, small=True),))),)),
    )
    return Paper(text, text, blocks, text)


def parsed(html: str) -> Tag:
    return BeautifulSoup(html, "html.parser")


@pytest.mark.parametrize("write", [paper_html, copy_html])
class TestBoth:
    def test_hostile_text_is_text(self, write: Writer) -> None:
        page = parsed(write(with_text(HOSTILE)))
        assert not page.find_all(["img", "script"])
        assert page.get_text().count(HOSTILE) == 15

    def test_what_turns_the_direction_is_gone(self, write: Writer) -> None:
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", write(with_text("\u202e00.006$ \u2067now")))

    def test_notes_are_numbered_where_they_first_stand_and_shared(self, write: Writer) -> None:
        page = parsed(write(PAPER))
        assert [mark.get_text() for mark in page.find_all("sup")] == ["1", "2"]
        assert [item.get_text() for item in page.find_all("li")] == [
            f"{full(STATUTE)}; {full(CAP)}.",
            f"{full(STATUTE)}.",
        ]

    def test_nothing_needs_what_the_policy_of_the_page_forbids(self, write: Writer) -> None:
        html = write(PAPER)
        assert "style=" not in html
        assert not re.search(r"\son\w+=", html)

    def test_headings_go_down_step_by_step(self, write: Writer) -> None:
        levels = [int(head.name[1]) for head in parsed(write(PAPER)).find_all(re.compile("^h[1-6]$"))]
        first = levels[0]
        assert levels == [first, first + 1, first + 2, first + 1]

    def test_amounts_and_counts_are_written_as_everywhere(self, write: Writer) -> None:
        cells = [
            [cell.get_text() for cell in row.find_all(["td", "th"])] for row in parsed(write(PAPER)).select("tbody tr")
        ]
        assert cells == [
            ["One", "$12.34", "1,234"],
            ["\u2003Deeper", "", ""],
            ["Alladded up", "$12,340.00", "2"],
        ]

    def test_the_foot_stands_in_the_paper_too(self, write: Writer) -> None:
        assert parsed(write(PAPER)).find_all("p")[-1].get_text() == PAPER.foot


def test_in_a_note_the_name_of_a_case_is_in_italics() -> None:
    case = Cite("paroline-2014", "slip op. 23")
    text = Paper("A", "", (Paragraph((Run("Words", cites=(case,)),)),), "Foot")
    (item,) = parsed(paper_html(text)).find_all("li")
    assert isinstance(item, Tag)
    assert [one.get_text() for one in item.find_all("i")] == ["Paroline v. United States"]
    assert item.get_text() == f"{full(case)}."


def test_in_a_total_all_is_bold_but_what_explains_it() -> None:
    row = parsed(paper_html(PAPER)).select("tbody tr")[2]
    assert [bold.get_text() for bold in row("b")] == ["All", "$12,340.00", "2"]


def test_a_table_of_a_page_has_heads_of_rows_and_columns() -> None:
    table = parsed(paper_html(PAPER)).find("table", class_="pp-sheet")
    assert isinstance(table, Tag)
    assert [head["scope"] for head in table("th")] == ["col"] * 3 + ["row"] * 3
    assert table.caption is not None
    assert table.caption.get_text() == "Losses"


def test_a_copy_has_no_class_and_no_head_of_a_row() -> None:
    page = parsed(copy_html(PAPER))
    assert not page.find_all(class_=True)
    assert {head["scope"] for head in page("th")} == {"col"}
    assert not page.find_all("caption")


def test_plain_text_has_tabs_between_cells_and_notes_in_brackets() -> None:
    lines = copy_text(PAPER).splitlines()
    assert lines[:2] == ["The title", "About it"]
    assert "Some words [1]" in lines
    assert "Order: $6,000.00 [2]" in lines
    assert "Loss\tAmount\tNumber" in lines
    assert "All; added up\t$12,340.00\t2" in lines
    assert f"[1] {full(STATUTE)}; {full(CAP)}." in lines
    assert lines[-1] == PAPER.foot


@pytest.mark.parametrize(
    ("name", "view"),
    [("one-victim", "orders"), ("nine-and-three", "orders"), ("sixty-cases", "orders"), ("sixty-cases", "ledger")],
)
def test_the_three_forms_of_a_paper_have_the_same_amounts(name: str, view: str) -> None:
    path = EXAMPLES / f"{name}.json"
    document = read_file(path.name, b64encode(path.read_bytes()).decode()).document
    made = paper(document, view)
    amounts = re.compile(r"\$[\d,]+\.\d\d")
    ours, theirs, plain = (
        amounts.findall(text)
        for text in (
            parsed(paper_html(made)).get_text(" "),
            parsed(copy_html(made)).get_text(" "),
            copy_text(made),
        )
    )
    assert len(ours) > 20
    assert sorted(ours) == sorted(theirs) == sorted(plain)
