"""Worked examples: typed text becomes a scenario, and mistakes are reported where they were made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.unit import support

from restitution import read_scenario
from restitution.casefile import TABLES
from restitution.desk import Desk

SCENARIOS = Path(__file__).parents[2] / "content" / "scenarios"
LOSS = "victim[0].loss"
COUNT = "victim[0].ordered_defendants"
FIELDS_OF_VICTIM = TABLES["victims"].names()
AWARDS = "victim[0].prior_awards"
SECTION = "defendant[0].counts[0].offense"

SENTENCE = {
    "id": "share",
    "scenario": (SCENARIOS / "equal-share-136.toml").read_text(encoding="utf-8"),
    "sentence": "{field:victim[0].ordered_defendants} people: {line:A.1.order}",
    "fields": [{"path": COUNT, "label": "People", "plus": 1}],
    "lines": ["A.1.order"],
}
LISTED = {
    **SENTENCE,
    "id": "listed",
    "sentence": "",
    "fields": [{"path": AWARDS}, {"path": SECTION}],
}


def ask(example: object, values: object = None, edits: object = (), form: str = "html") -> dict[str, Any]:
    """Send one question of the page."""
    params = {"example": example, "edits": list(edits) if isinstance(edits, tuple) else edits}
    if values is not None:
        params["values"] = values
    return support.respond({"method": "example", "params": params, "format": form, "base": "../"})


def result(example: object, values: object = None, edits: object = ()) -> dict[str, Any]:
    """Return its answer, which must not be refused."""
    response = ask(example, values, edits)
    assert response["ok"], response
    answer: dict[str, Any] = response["result"]
    return answer


def test_what_is_shown_counts_this_defendant_too() -> None:
    assert 'value="136"' in result(SENTENCE)["form"]
    assert result(SENTENCE, {COUNT: "137"})["announce"] == "Order: $8,326.21."


@pytest.mark.parametrize(
    ("typed", "message"), [("", "empty"), ("0", "from 1"), ("abc", "whole number"), ("1.5", "whole")]
)
def test_a_number_that_is_none_is_refused_and_kept(typed: str, message: str) -> None:
    answer = result(SENTENCE, {COUNT: typed})
    assert answer["answer"] is None
    assert [error["path"] for error in answer["errors"]] == [COUNT]
    assert message in answer["errors"][0]["message"]
    assert f'value="{typed}"' in answer["form"]


@pytest.mark.parametrize(
    ("typed", "by", "shown"),
    [
        ("136", 1, "137"),
        ("136", -1, "135"),
        ("1", -1, "1"),
        ("", 1, "1"),
        ("1,000", 1, "1001"),
        ("1,2", 1, "1,2"),
        ("0.5", 1, "0.5"),
    ],
)
def test_a_step(typed: str, by: int, shown: str) -> None:
    answer = result(SENTENCE, {COUNT: typed}, ({"op": "step", "path": COUNT, "by": by},))
    assert f'value="{shown}"' in answer["form"]


@pytest.mark.parametrize(
    ("amount", "shown"), [("1140690.48", "1,140,690.48"), ("$2_000", "2,000"), ("1,000.50", "1,000.50"), ("x", "x")]
)
def test_an_amount_is_shown_with_separators(amount: str, shown: str) -> None:
    scenario = str(SENTENCE["scenario"]).replace('"1140690.48"', f'"{amount}"').replace('"1,140,690.48"', f'"{amount}"')
    path = f"{LOSS}[0].amount"
    form = result({**SENTENCE, "scenario": scenario, "fields": [{"path": path}], "sentence": ""})["form"]
    assert f'name="{path}"' in form
    assert f'value="{shown}"' in form


SLIDER = {**SENTENCE, "fields": [{"path": "order_date", "stops": ["2015-06-01", "2016-06-01", "2019-06-01"]}]} | {
    "sentence": "{line:A.1.order}"
}


@pytest.mark.parametrize(
    ("day", "at"), [("2015-01-01", "0"), ("2016-06-01", "1"), ("2018-12-31", "1"), ("2030-01-01", "2")]
)
def test_a_slider_stands_where_its_day_is(day: str, at: str) -> None:
    form = result(SLIDER, {"order_date": day})["form"]
    assert f'min="0" max="2" value="{at}"' in form
    assert f'aria-valuetext="{day}"' in form
    assert f'type="date" id="share-order-date" name="order_date" autocomplete="off" value="{day}"' in form


@pytest.mark.parametrize("stops", ["2015-06-01", ["June"], ["2016-06-01", "2015-06-01"], [1], None, 0, ""])
def test_stops_are_days_in_their_order(stops: object) -> None:
    response = ask({**SLIDER, "fields": [{"path": "order_date", "stops": stops}]})
    assert [error["path"] for error in response["errors"]] == ["fields[0].stops"]


def test_only_a_day_has_a_slider() -> None:
    response = ask({**SENTENCE, "fields": [{"path": COUNT, "stops": ["2015-06-01"]}]})
    assert [error["path"] for error in response["errors"]] == ["fields[0].stops"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("$3,000, $5,000 and $7,500", "3 amounts: median $5,000.00, sum $15,500.00"),
        (" $ 3,000.00 \t2019-05-02 $ 5,000.00 \t2020-03-04", "2 amounts: median $4,000.00, sum $8,000.00"),
        ("3000 (N.D. Ill.); 5000", "2 amounts: median $4,000.00, sum $8,000.00"),
        (" ".join(["$3,000.00"] * 40), "40 amounts: median $3,000.00, sum $120,000.00"),
    ],
)
def test_what_was_read_of_the_awards_stands_under_their_box(typed: str, read: str) -> None:
    form = result(LISTED, {SECTION: "2252A(a)(5)", AWARDS: typed})["form"]
    assert f'id="listed-victim-0-prior-awards-read">Read as {read}.</span>' in form
    assert 'aria-describedby="listed-victim-0-prior-awards-read"' in form
    assert "-read" not in result(LISTED, {SECTION: "2252A(a)(5)", AWARDS: ""})["form"]


def test_every_wrong_award_is_named_at_their_box() -> None:
    answer = result(LISTED, {SECTION: "2252A(a)(5)", AWARDS: "3.250,00; 18x and $5,000 each"})
    assert {error["path"] for error in answer["errors"]} == {AWARDS}
    assert [
        value in error["message"] for value, error in zip(("3.250,00", "18x", "each"), answer["errors"], strict=True)
    ]
    assert "-read" not in answer["form"]


@pytest.mark.parametrize(
    ("typed", "read", "counts"),
    [
        ("2252A(a)(5)(B) and (b)(2)", "2252A(a)(5), with its penalty provision (b)(2)", 1),
        ("18 USC 2252a(a)(5)", "2252A(a)(5)", 1),
        ("2252A(a)(2), 2252A(a)(5)(B)", "2 counts: 2252A(a)(2) and 2252A(a)(5)", 2),
        ("18 U.S.C. § 2252A(a)(5)", "", 1),
    ],
)
def test_what_was_read_of_a_section_stands_under_its_box(typed: str, read: str, counts: int) -> None:
    answer = result(LISTED, {SECTION: typed})
    assert (f">Read as {read}.</span>" in answer["form"]) == bool(read)
    assert answer["worksheet"].count(">Count under 18 U.S.C.") == counts


def test_one_wrong_award_of_several_is_told_at_the_field_that_holds_them() -> None:
    answer = result(LISTED, {SECTION: "2252A(a)(5)", AWARDS: "3,000; x"})
    assert [error["path"] for error in answer["errors"]] == [AWARDS]
    assert "“x”" in answer["errors"][0]["message"]


def test_conduct_stands_on_the_worksheet_and_moves_nothing() -> None:
    conduct = 'conduct = [{ victim = "A", images = 6, distributed = true, production_link = true }]'
    example = {**SENTENCE, "scenario": f"{SENTENCE['scenario']}{conduct}\n"}
    text = " ".join(str(ask(example, form="text")["result"]).split())
    assert "Images: 6. Videos: 0. Distributed; a link to the production." in text
    assert result(example)["announce"] == result(SENTENCE)["announce"] == "Order: $8,387.43."


def test_changed_numbers_are_handed_over_as_a_scenario() -> None:
    response = ask(SENTENCE, {COUNT: "500"}, form="scenario")
    scenario = json.loads(response["result"])
    assert scenario["victim"][0]["ordered_defendants"] == 499
    assert scenario["order_date"] == "2013-11-01"
    assert read_scenario(scenario).victims[0].ordered_defendants == 499
    opened = json.loads(
        Desk().ask(json.dumps({"edits": [{"op": "open", "name": "x.json", "text": response["result"]}]}))
    )
    assert "refused" not in opened
    at = FIELDS_OF_VICTIM.index("ordered_defendants")
    assert opened["tables"]["victims"][0]["rows"][0][at] == "499"


def test_there_is_no_text_of_refused_numbers() -> None:
    response = ask(SENTENCE, {COUNT: "abc"}, form="text")
    assert response == ask(SENTENCE, {COUNT: "abc"}, form="scenario")
    assert response["ok"] is False
    assert [error["path"] for error in response["errors"]] == [COUNT]


@pytest.mark.parametrize(
    "edits",
    [
        5,
        ["step"],
        [{"op": "step", "path": "order_date", "by": 1}],
        [{"op": "step", "path": COUNT, "by": 10}],
        [{"op": "step", "path": "victim[0].received", "by": 1}],
        [{"op": "drop"}],
    ],
)
def test_an_edit_that_is_none_is_refused(edits: object) -> None:
    response = ask(SENTENCE, {COUNT: "136"}, edits)
    assert response["ok"] is False
    assert "bug" not in response


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"id": "No Names"}, "id"),
        ({"colour": 1}, "colour"),
        ({"": 1}, "''"),
        ({"form": True}, "form"),
        ({"scenario": 5}, "scenario"),
        ({"scenario": "schema = "}, "scenario"),
        ({"lines": "A.1.order"}, "lines"),
        ({"lines": ["A.1.order", ["A.1.order"]]}, "lines[1]"),
        ({"sources": [{"id": "sainz-2016"}]}, "sources[0]"),
        ({"sources": ["nobody-1900"]}, "sources[0]"),
        ({"fields": [{"path": "victim[0].nothing"}]}, "fields[0].path"),
        ({"fields": [{"path": "victim[0]"}]}, "fields[0].path"),
        ({"fields": [{"path": "order_date", "plus": 1}]}, "fields[0].plus"),
        ({"fields": []}, "sentence"),
    ],
)
def test_a_wrong_definition_is_refused(change: dict[str, object], path: str) -> None:
    response = ask(SENTENCE | change)
    assert response["ok"] is False
    assert path in [error["path"] for error in response["errors"]]


def test_a_number_far_too_long_is_shown_as_it_stands() -> None:
    """It is not a number that can be added to: the field says so, with its text kept."""
    digits = "9" * 5_000
    scenario = str(SENTENCE["scenario"]).replace("ordered_defendants = 135", f'ordered_defendants = "{digits}"')
    answer = result(SENTENCE | {"scenario": scenario})
    assert [error["path"] for error in answer["errors"]] == [COUNT]
    assert digits in answer["form"]


RESERVE = {
    "id": "reserve",
    "command": "assistance",
    "params": {"order_date": "2022-03-01"},
    "sentence": "On {field:order_date} it is {line:amount}.",
    "fields": [{"path": "order_date"}, {"path": "collected", "step": "1000"}, {"path": "received_before"}],
    "lines": ["amount"],
}
BOOKS = {
    "id": "books",
    "command": "ledger",
    "params": {
        "as_of": "2024-01-01",
        "ledger": [
            {"date": "2020-01-01", "kind": "finding", "case": "C1", "amount": "10,000"},
            {"date": "2021-01-01", "kind": "payment", "case": "C1", "amount": "4,000"},
        ],
    },
    "fields": [{"path": "ledger[1].amount", "step": "500"}],
}


def test_a_command_is_asked_like_a_scenario() -> None:
    """Its fields are controls, its lines figures in the sentence, its report the answer."""
    answer = result(RESERVE)
    assert "$38,691.05" in answer["form"]
    assert "$38,691.05" in answer["answer"]
    assert answer["announce"] == "Amount for an order of 2022: $38,691.05."
    later = result(RESERVE, {"order_date": "2023-03-01", "collected": "0", "received_before": "true"})
    assert "$41,787.39" in later["answer"]
    assert "received-before" in later["answer"]


def test_a_mistake_stands_at_the_control_of_a_command() -> None:
    """A year without an index, and text that is not an amount: both at once, and no answer."""
    values = {"order_date": "2099-03-01", "collected": "-1", "received_before": "false"}
    answer = result(RESERVE, values)
    assert answer["answer"] is None
    assert "collected" in [error["path"] for error in answer["errors"]]
    assert 'value="2099-03-01"' in answer["form"]


def test_a_row_of_a_ledger_is_a_control() -> None:
    """An amount in a row steps and is typed like any other."""
    assert "$6,000.00" in result(BOOKS)["answer"]
    stepped = result(BOOKS, {"ledger[1].amount": "4,000"}, ({"op": "step", "path": "ledger[1].amount", "by": 1},))
    assert 'value="4,500"' in stepped["form"]
    assert "$5,500.00" in stepped["answer"]
    refused = result(BOOKS, {"ledger[1].amount": "much"})
    assert [error["path"] for error in refused["errors"]] == ["ledger[1].amount"]


@pytest.mark.parametrize(("command", "params"), [("law", {"id": "trafficking.floor"}), ("schema", {"input": "ledger"})])
def test_an_answer_without_a_figure_is_announced_by_its_title(command: str, params: dict[str, str]) -> None:
    """A list of the law has no first figure to announce."""
    answer = result({"id": "list", "command": command, "params": params})
    assert answer["answer"]
    assert answer["announce"].endswith(".")
    assert len(answer["announce"]) > 1


def test_the_answer_of_a_command_is_copied_as_text() -> None:
    """The same report that the command line prints."""
    copied = ask(BOOKS, form="text")["result"]
    assert copied == support.answer("ledger", BOOKS["params"], "text")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"command": "guess"}, "command"),
        ({"command": {"name": "assistance"}}, "command"),
        ({"params": 5}, "params"),
        ({"scenario": {}}, "command"),
        ({"fields": [{"path": "principal"}]}, "fields[0].path"),
        ({"fields": [{"path": "order_date[0].day"}]}, "fields[0].path"),
    ],
)
def test_a_wrong_definition_of_a_command_is_refused(change: dict[str, object], path: str) -> None:
    response = ask(RESERVE | change)
    assert response["ok"] is False
    assert path in [error["path"] for error in response["errors"]]
