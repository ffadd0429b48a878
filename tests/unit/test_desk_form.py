"""The desk's page as the engine makes it: names, labels, and a place for every declared field."""

from __future__ import annotations

import html
import json
import re
from base64 import b64encode
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from restitution.casefile.declared import FIELDS, TABLES
from restitution.casefile.file import read_file
from restitution.desk.form import desk_html, table_facts
from restitution.desk.form_plan import LEDGER, PARTS, VIEWS
from restitution.ledger import ROW
from restitution.papers.make import paper


@pytest.fixture(params=VIEWS)
def page(request: pytest.FixtureRequest) -> BeautifulSoup:
    return BeautifulSoup(desk_html(request.param, "../"), "html.parser")


def hidden(element: Tag) -> bool:
    """Whether the element is out of sight before any script runs."""
    around = [element, *element.parents]
    return any(one.has_attr("hidden") or (one.name == "details" and not one.has_attr("open")) for one in around)


def name_of(element: Tag) -> str:
    return " ".join(element.get_text().split())


def test_every_declared_field_has_a_control_and_every_table_its_columns() -> None:
    sheets = {sheet.name: sheet for part in PARTS for sheet in part.sheets}
    assert set(sheets) == set(TABLES)
    for name, table in TABLES.items():
        assert [column.declared for column in sheets[name].columns] == list(table.fields)
    assert [column.declared for column in LEDGER.columns] == list(ROW.fields)
    page = BeautifulSoup(desk_html("orders", ""), "html.parser")
    assert {str(box["data-field"]) for box in page.select("[data-field]")} == set(FIELDS)


def test_the_fast_path_has_at_most_eight_controls(page: BeautifulSoup) -> None:
    questions = page.select(".ds-question")
    assert len(questions) == 6
    assert len(page.select(".ds-question :is(input, select, textarea)")) <= 8


@pytest.mark.parametrize(
    ("view", "wanted"),
    [
        ("orders", {"Add a victim": 1, "Add a defendant": 1, "CSV": 1, "Save file": 1}),
        ("ledger", {"Rows as text": 1, "CSV": 1, "Save file": 1}),
    ],
)
def test_a_name_that_is_looked_for_is_found_once(view: str, wanted: dict[str, int]) -> None:
    page = BeautifulSoup(desk_html(view, ""), "html.parser")
    seen = [name_of(button).lower() for button in page.find_all("button") if not hidden(button)]
    assert {name: sum(name.lower() in one for one in seen) for name in wanted} == wanted


def test_the_ledger_s_names() -> None:
    page = BeautifulSoup(desk_html("ledger", ""), "html.parser")
    ledger = page.select_one(".ds-ledger")
    assert ledger
    assert {name_of(button) for button in ledger.find_all("button")} >= {"Rows as text", "Read rows"}
    labels = {name_of(label): str(label["for"]) for label in page.find_all("label") if not hidden(label)}
    assert labels["As of"] == "desk-as-of"
    assert name_of(ledger.find_all("label")[0]) == "Rows as text"


def test_there_is_one_file_input(page: BeautifulSoup) -> None:
    (box,) = page.select("input[type=file]")
    assert page.select(f'label[for="{box["id"]}"]')


def test_ids_are_unique_and_every_reference_is_met(page: BeautifulSoup) -> None:
    ids = [str(element["id"]) for element in page.select("[id]")]
    assert sorted(set(ids)) == sorted(ids)
    for attribute in ("for", "aria-controls", "aria-describedby", "aria-labelledby"):
        for element in page.select(f"[{attribute}]"):
            if element.name != "dialog":
                assert set(str(element[attribute]).split()) <= set(ids), element


def test_every_control_has_a_label_and_is_kept_from_the_browser(page: BeautifulSoup) -> None:
    for box in page.select("input, select, textarea"):
        assert page.select(f'label[for="{box["id"]}"]'), box
        assert box["autocomplete"] == "off"
        if box.get("type") not in ("checkbox", "file"):
            assert box["spellcheck"] == "false"


def test_no_style_no_handler_and_no_figure(page: BeautifulSoup) -> None:
    text = str(page)
    assert not re.search(r"\s(style|on[a-z]+)=", text)
    assert "$" not in page.get_text()


def test_a_help_line_has_the_term_and_the_reason_and_the_label_neither(page: BeautifulSoup) -> None:
    why = page.find(id="desk-order-date-why")
    assert isinstance(why, Tag)
    assert name_of(why) == "Date of order. The day the court orders restitution, or the day you assume."
    label = page.select_one('label[for="desk-order-date"]')
    assert label
    assert name_of(label) == "Date of the restitution order"


def test_a_table_is_told_its_columns() -> None:
    facts = table_facts(LEDGER)
    assert [column["name"] for column in facts["columns"]] == [field.name for field in ROW.fields]
    kinds = {column["name"]: column["kind"] for column in facts["columns"]}
    assert kinds == {
        "date": "day",
        "kind": "choice",
        "case": "code",
        "amount": "money",
        "note": "text",
        "joint": "code",
    }
    assert facts["columns"][1]["choices"][0][0] == "finding"


def test_kinds_are_those_that_a_table_can_edit() -> None:
    known = {"money", "whole", "rate", "factor", "day", "flag", "choice", "text", "code", "codes", "section"}
    sheets = [LEDGER, *(sheet for part in PARTS for sheet in part.sheets)]
    assert {column["kind"] for sheet in sheets for column in table_facts(sheet)["columns"]} <= known


def test_what_the_scripts_read_is_json(page: BeautifulSoup) -> None:
    (desk,) = page.find_all("case-desk")
    facts = json.loads(html.unescape(str(desk["data-desk"])))
    assert set(facts) == {"first", "examples", "foot"}
    assert re.fullmatch(r"Law as of Pub\. L\. \d+-\d+\. restitution \d+\.\d+\.\d+", facts["foot"])


def test_the_papers_stand_beside_the_table_of_rows_in_either_view(page: BeautifulSoup) -> None:
    (actions,) = page.select(".ds-actions")
    names = [name_of(button) for button in actions.find_all("button")]
    assert names == ["Copy with citations", "Word", "Spreadsheet", "CSV", "Print"]
    assert actions.find_parent(attrs={"data-only": True}) is None


def test_the_foot_of_a_printed_page_is_that_of_a_paper(page: BeautifulSoup) -> None:
    (desk,) = page.find_all("case-desk")
    path = Path(__file__).parents[2] / "content" / "examples" / "one-victim.json"
    document = read_file(path.name, b64encode(path.read_bytes()).decode()).document
    assert json.loads(html.unescape(str(desk["data-desk"])))["foot"] == paper(document).foot


def test_a_choice_says_what_it_is_if_it_is_left(page: BeautifulSoup) -> None:
    first = {str(box["name"]): name_of(box.find_all("option")[0]) for box in page.select("select[name]")}
    assert first == {
        "apportionment.method": "Choose one",
        "apportionment.denominator": "Those ordered to pay (default)",
        "apportionment.statistic": "The median (default)",
        "apportionment.disaggregate": "Left open",
        "circuit": "Left open",
    }


def test_another_view_is_refused() -> None:
    with pytest.raises(ValueError, match="orders, ledger"):
        desk_html("both", "")
