"""A sitting at the desk: what a page is told after each edit, so that its copy of the case is the case."""

from __future__ import annotations

import json
from binascii import b2a_base64
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.test_casefile import ONE_LOSS

from restitution import handle
from restitution.casefile import FIELDS, TABLES, Document, read_file
from restitution.casefile.declared import LEDGER_COLUMNS, ledger_of
from restitution.casefile.scenario import read_case
from restitution.desk import Desk

BUILT_IN = Path(__file__).parents[2] / "content" / "examples"
EXAMPLES = sorted(BUILT_IN.glob("*.json"))

type Edit = dict[str, Any]


def columns(table: str) -> tuple[str, ...]:
    return LEDGER_COLUMNS if ledger_of(table) else TABLES[table].names()


class Page:
    """A page's copy of the case: simple edits are made in it at once, and the rest is brought by the replies."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.fields: dict[str, str] = {}
        self.tables: dict[str, list[list[str]]] = {}
        self.slots: dict[str, str] = {}
        self.ask()

    def ask(self, *edits: Edit, **more: Any) -> dict[str, Any]:
        for edit in edits:
            self.make(edit)
        request = {"id": 1, "edits": list(edits), "view": "orders", "base": "../", **more}
        reply: dict[str, Any] = json.loads(self.desk.ask(json.dumps(request)))
        assert reply["ok"], reply
        self.fields |= reply["fields"]
        self.slots |= reply["slots"]
        for name, splices in reply["tables"].items():
            if splices is None:
                self.tables.pop(name, None)
                continue
            for splice in splices:
                rows = self.tables.setdefault(name, [])
                rows[splice["at"] : splice["at"] + splice["remove"]] = splice["rows"]
        return reply

    def make(self, edit: Edit) -> None:
        if edit["op"] == "set":
            self.fields[edit["field"]] = edit["text"]
        if edit["op"] not in ("cell", "add", "remove", "move", "fill", "clear"):
            return
        names = columns(edit["table"])
        rows = self.tables.setdefault(edit["table"], [])
        match edit["op"]:
            case "add":
                rows[edit["at"] : edit["at"]] = [[""] * len(names) for _ in range(edit["count"])]
            case "remove":
                del rows[edit["at"] : edit["at"] + edit["count"]]
            case "move":
                moved = rows[edit["at"] : edit["at"] + edit["count"]]
                del rows[edit["at"] : edit["at"] + edit["count"]]
                rows[edit["to"] : edit["to"]] = moved
            case "cell":
                self.write(rows, edit, [[edit["text"]]])
            case "fill":
                self.write(rows, edit, edit["cells"])
            case "clear":
                emptied = min(edit["rows"], max(0, len(rows) - edit["row"]))
                self.write(rows, edit, [[""] * edit["columns"]] * emptied)

    @staticmethod
    def write(rows: list[list[str]], edit: Edit, cells: list[list[str]]) -> None:
        names = columns(edit["table"])
        at, first, width = edit["row"], names.index(edit["column"]), len(names)
        for down, texts in enumerate(cells):
            while len(rows) <= at + down:
                rows.append([""] * width)
            row = list(rows[at + down])
            for across, text in enumerate(texts):
                if first + across < width:
                    row[first + across] = text
            rows[at + down] = row

    def check(self) -> None:
        document = self.desk.history.document
        assert {path: text for path, text in self.fields.items() if text} == dict(document.fields)
        held = {name: rows for name, rows in self.tables.items() if rows}
        assert held == {name: [list(row) for row in rows] for name, rows in document.tables.items() if rows}


TEXTS = st.sampled_from(["", "A", "B", "K", "1", "2", "3,000", "true", "x y", "2252A(a)(5)", "2023-01-01"])
NAMES = st.sampled_from([*TABLES, "ledger/A"])


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    name = draw(NAMES)
    column = draw(st.sampled_from(columns(name)))
    small = st.integers(0, 3)
    op = draw(
        st.sampled_from(
            ["set", "cell", "cell", "add", "remove", "move", "fill", "clear", "undo", "redo", "keep", "use", "empty"]
        )
    )
    match op:
        case "set":
            return {"op": op, "field": draw(st.sampled_from(list(FIELDS))), "text": draw(TEXTS)}
        case "cell":
            return {"op": op, "table": name, "row": draw(small), "column": column, "text": draw(TEXTS)}
        case "add":
            return {"op": op, "table": name, "at": draw(small), "count": draw(st.integers(1, 2))}
        case "remove":
            return {"op": op, "table": name, "at": draw(small), "count": 1}
        case "move":
            return {"op": op, "table": name, "at": draw(small), "count": 1, "to": draw(small)}
        case "clear":
            return {"op": op, "table": name, "row": draw(small), "column": column, "rows": 2, "columns": 1}
        case "fill":
            cells = [[draw(TEXTS)] * draw(st.integers(1, 2))] * 2
            return {"op": op, "table": name, "row": draw(small), "column": column, "cells": cells}
        case "keep" | "use":
            return {"op": op, "name": "kept", "index": 0}
    return {"op": op}


@given(st.lists(st.lists(edits(), min_size=1, max_size=3), max_size=12))
def test_after_any_edits_the_page_shows_the_case(batches: list[list[Edit]]) -> None:
    page = Page()
    for batch in batches:
        page.ask(*batch)
        page.check()


def test_an_answer_comes_with_the_last_of_six_questions() -> None:
    page = Page()
    replies = [page.ask(edit) for edit in ONE_LOSS]
    assert [bool(reply["slots"].get("result")) for reply in replies] == [False] * (len(ONE_LOSS) - 1) + [True]
    assert replies[-1]["announce"] == "Order: $6,000.00."
    assert replies[-1]["errors"] == []
    assert all(error["missing"] for error in replies[0]["errors"])


def test_with_a_mistake_no_new_figures_are_sent_and_the_mistake_is_named() -> None:
    page = Page()
    page.ask(*ONE_LOSS)
    reply = page.ask({"op": "cell", "table": "losses", "row": 0, "column": "amount", "text": "12,5x"})
    (error,) = reply["errors"]
    assert (error["table"], error["row"], error["column"]) == ("losses", 0, "amount")
    assert error["label"] == "Loss 1, costs incurred or reasonably projected"
    assert not error["missing"]
    assert "result" not in reply["slots"]
    again = page.ask({"op": "undo"})
    assert again["errors"] == []


def test_what_is_undone_is_named() -> None:
    page = Page()
    reply = page.ask({"op": "add", "table": "victims", "at": 1, "count": 1})
    assert (reply["undo"], reply["redo"]) == ("Add 1 victim", "")
    assert page.tables["victims"][1][0] == "B"
    reply = page.ask({"op": "undo"})
    assert (reply["undo"], reply["redo"]) == ("", "Add 1 victim")
    page.check()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_built_in_case_opens_is_saved_the_same_and_has_an_answer(path: Path) -> None:
    page = Page()
    reply = page.ask({"op": "example", "id": path.stem, "text": path.read_text()}, asks=[{"ask": "save"}])
    assert reply["answers"][0]["text"] == path.read_text()
    assert reply["errors"] == []
    assert reply["example"] == path.stem
    assert "result" in reply["slots"]
    page.check()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_built_in_case_has_no_label_that_could_stay_behind(path: Path) -> None:
    document = opened(path)
    for table, column in (("losses", "label"), ("losses", "exhibit"), ("awards", "note"), ("adjustments", "reason")):
        assert not any(document.column(table, column))
    assert not document.field("title")
    assert not document.field("notes")


def opened(path: Path) -> Document:
    return read_file(path.name, b2a_base64(path.read_bytes(), newline=False).decode()).document


def test_the_csv_of_a_case_is_that_of_the_command() -> None:
    page = Page()
    page.ask({"op": "example", "id": "nine-and-three", "text": (BUILT_IN / "nine-and-three.json").read_text()})
    (answer,) = page.ask(asks=[{"ask": "csv"}])["answers"]
    tables = read_case(opened(BUILT_IN / "nine-and-three.json"), {}).tables
    response = json.loads(handle(json.dumps({"method": "estimate", "params": tables, "format": "csv"})))
    assert answer["text"] == response["result"]


def test_a_request_that_is_none_is_refused_and_the_case_stays() -> None:
    page = Page()
    page.ask(*ONE_LOSS)
    for text in ("", "[]", '{"surprise": 1}', "{" * 500):
        assert json.loads(page.desk.ask(text))["ok"] is False
    assert page.ask()["errors"] == []
    page.check()


def test_a_ledger_opened_over_an_example_leaves_nothing_of_the_example() -> None:
    page = Page()
    page.ask({"op": "example", "id": "sixty-cases", "text": (BUILT_IN / "sixty-cases.json").read_text()})
    text = "date,kind,case,amount,note\n2020-01-02,finding,C1,1000.00,\n2020-02-03,payment,C1,250.00,\n"
    sent = b2a_base64(text.encode(), newline=False).decode()
    reply = page.ask({"op": "open", "name": "rows.csv", "base64": sent}, view="ledger", ledger="A")
    assert reply["example"] == ""
    assert reply["announce"] == "Received $250.00, outstanding $750.00."
    assert len(page.tables["ledger/A"]) == 2
    page.check()
