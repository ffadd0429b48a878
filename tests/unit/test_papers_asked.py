"""A page asks for a paper of the case on its desk, and gets it as JSON."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from restitution.desk import Desk
from restitution.papers.as_html import copy_html, copy_text, paper_html
from restitution.papers.asked import asked
from restitution.papers.make import APPLY, PARTS, paper, write

EXAMPLES = Path(__file__).parents[2] / "content" / "examples"


def desk_with(name: str) -> Desk:
    desk = Desk()
    text = (EXAMPLES / f"{name}.json").read_text(encoding="utf-8")
    reply = json.loads(desk.ask(json.dumps({"edits": [{"op": "example", "id": name, "text": text}]})))
    assert reply["ok"]
    assert not reply.get("refused")
    return desk


def answer(desk: Desk, **request: object) -> dict[str, Any]:
    reply: dict[str, Any] = json.loads(asked(desk, json.dumps({"id": 7, **request})))
    assert reply["id"] == 7
    return reply


@pytest.fixture(scope="module")
def desk() -> Desk:
    return desk_with("one-victim")


def test_a_word_file_is_the_one_that_is_written_of_the_case(desk: Desk) -> None:
    reply = answer(desk, form="docx", view="orders")
    assert reply["name"] == "restitution-orders.docx"
    assert b64decode(reply["base64"]) == write(desk.history.document, "docx")


def test_only_the_chosen_parts_go_in(desk: Desk) -> None:
    chosen = ["summary", "check"]
    reply = answer(desk, form="docx", view="orders", parts=chosen)
    assert b64decode(reply["base64"]) == write(desk.history.document, "docx", parts=chosen)
    assert reply["base64"] != answer(desk, form="docx", view="orders")["base64"]


def test_a_preview_comes_with_the_foot_and_the_parts_to_choose_from(desk: Desk) -> None:
    reply = answer(desk, form="preview", view="orders")
    whole = paper(desk.history.document)
    assert reply["html"] == paper_html(whole)
    assert reply["foot"] == whole.foot
    assert reply["parts"] == [[part, PARTS[part]] for part in APPLY["orders"]]


def test_a_copy_has_no_caption_unless_it_was_chosen(desk: Desk) -> None:
    reply = answer(desk, form="copy", view="orders")
    without = paper(desk.history.document, parts=[part for part in APPLY["orders"] if part != "caption"])
    assert (reply["html"], reply["text"]) == (copy_html(without), copy_text(without))
    assert "DISTRICT COURT" not in reply["text"]
    assert "DISTRICT COURT" in answer(desk, form="copy", view="orders", parts=["caption"])["text"]


def test_the_ledger_of_a_victim() -> None:
    desk = desk_with("sixty-cases")
    reply = answer(desk, form="docx", view="ledger", ledger="A", order="A.1")
    assert reply["name"] == "restitution-ledger.docx"
    assert b64decode(reply["base64"]) == write(desk.history.document, "docx", "ledger", "A")


@pytest.mark.parametrize(
    ("request_", "path"),
    [
        ({"form": "pdf"}, "form"),
        ({"form": ["docx"]}, "form"),
        ({}, "form"),
        ({"form": "docx", "view": "both"}, "view"),
        ({"form": "copy", "view": "both"}, "view"),
        ({"form": "docx", "view": 1}, "view"),
        ({"form": "docx", "parts": "summary"}, "parts"),
        ({"form": "docx", "parts": [1]}, "parts"),
        ({"form": "docx", "parts": []}, "parts"),
        ({"form": "docx", "parts": ["rows"]}, "parts"),
        ({"form": "docx", "ledger": None}, "ledger"),
        ({"form": "docx", "size": "A4"}, ""),
    ],
)
def test_a_request_that_is_none_is_refused_with_the_field(desk: Desk, request_: dict[str, Any], path: str) -> None:
    reply = json.loads(asked(desk, json.dumps(request_)))
    assert reply["ok"] is False
    assert [error["path"] for error in reply["errors"]] == [path]


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 3000])
def test_what_is_no_request_is_answered_all_the_same(desk: Desk, text: str) -> None:
    assert json.loads(asked(desk, text))["ok"] is False


def test_a_case_with_mistakes_gives_no_paper_and_says_all_of_them() -> None:
    desk = desk_with("one-victim")
    edits = [
        {"op": "set", "field": "order_date", "text": "someday"},
        {"op": "cell", "table": "losses", "row": 0, "column": "amount", "text": "much"},
    ]
    desk.ask(json.dumps({"edits": edits}))
    for form in ("docx", "preview", "copy"):
        reply = answer(desk, form=form, view="orders")
        assert reply["ok"] is False
        assert len(reply["errors"]) >= 2
        assert "base64" not in reply
        assert "html" not in reply


def test_a_fault_of_the_calculator_is_told_without_what_was_typed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ValueError("$600,000.00")

    monkeypatch.setattr("restitution.papers.asked.paper", fails)
    reply = answer(desk, form="copy", view="orders")
    assert reply["bug"] is True
    assert "600,000" not in json.dumps(reply)


def test_asking_changes_nothing_of_the_desk() -> None:
    desk = desk_with("one-victim")
    before = (list(desk.history.steps), desk.history.at)
    answer(desk, form="docx", view="orders")
    assert (list(desk.history.steps), desk.history.at) == before
