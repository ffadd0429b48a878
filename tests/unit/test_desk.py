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
from restitution.casefile.scenario import read_case, read_ledger_of
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
            # What is refused may be more than the page itself would ever make.
            if edit not in REFUSED:
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
NAMES = st.sampled_from([*TABLES, "ledger/A", "ledger/B"])
LEDGER = "date,kind,case,amount\n2020-01-02,finding,C1,900\n2020-02-03,payment,C1,250\n"
READ = ["", "id\nA\nB\n", "id\nK\n", "victim,amount\nA,5\n\nB,6\n", "surprise\nx\n", LEDGER, LEDGER.replace("250", "x")]
FILES = [
    "",
    "{}",
    LEDGER,
    '{"schema": 1, "victim": [{"id": "K"}]}',
    '{"restitution": "case", "schema": 2}',
    '{"schema": 9}',
]
REFUSED: list[dict[str, Any]] = [
    {"op": "remove", "table": "losses", "at": 90, "count": 1},
    {"op": "add", "table": "victims", "at": 1, "count": 10**6},
    {"op": "move", "table": "counts", "at": 0, "count": 50, "to": 0},
    {"op": "set", "field": "title", "text": "x" * 100_001},
    {"op": "cell", "table": "ledger/Jane Doe", "row": 0, "column": "note", "text": "x"},
    {"op": "read", "table": "people", "text": ""},
    {"op": "undo", "surprise": 1},
]


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    name = draw(NAMES)
    column = draw(st.sampled_from(columns(name)))
    small = st.integers(0, 3)
    op = draw(
        st.sampled_from(
            [
                *("set", "cell", "cell", "add", "remove", "move", "fill", "clear", "undo", "redo"),
                *("keep", "use", "empty", "read", "rows", "merge", "open", "example", "wrong"),
            ]
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
        case "keep":
            return {"op": op, "name": "kept"}
        case "use":
            return {"op": op, "index": 0}
        case "read":
            return {"op": op, "table": name, "text": draw(st.sampled_from(READ))}
        case "merge":
            return {"op": op, "table": name, "text": draw(st.sampled_from(READ)), "take": ["new", "conflict"]}
        case "rows":
            cells = [["", "x"], [draw(TEXTS), draw(TEXTS)]]
            how = draw(st.sampled_from(["append", "replace"]))
            return {"op": op, "table": name, "cells": cells, "columns": [column, ""], "how": how, "header": True}
        case "open":
            return {"op": op, "name": draw(st.sampled_from(["x.csv", "x.json"])), "text": draw(st.sampled_from(FILES))}
        case "example":
            return {"op": op, "id": "one-victim", "text": (BUILT_IN / "one-victim.json").read_text()}
        case "wrong":
            # Refused: the page has made it, as far as it could.
            return draw(st.sampled_from(REFUSED))
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
    assert error["label"] == "Loss 1, amount"
    assert not error["missing"]
    assert "result" not in reply["slots"]
    again = page.ask({"op": "undo"})
    assert again["errors"] == []
    # The page has marked its figures as stale: it is told that they hold again, though they are the same.
    assert set(again["slots"]) >= {"result", "worksheet"}


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


def test_what_a_desk_cannot_read_is_no_failure_of_the_calculator() -> None:
    page = Page()
    page.ask(*ONE_LOSS)
    for request in ({"edits": 5}, {"edits": {"op": "undo"}}, {"asks": "save"}):
        reply = json.loads(page.desk.ask(json.dumps(request)))
        assert not reply["ok"]
        assert "bug" not in reply
    edits: list[Any] = [None, 3, [], {}, {"op": []}, {"op": {}}, {"op": "open"}, {"op": "open", "name": 3, "text": ""}]
    edits += [{"op": "example", "surprise": 1}, {"op": "open", "name": "x", "base64": "?"}]
    reply = json.loads(page.desk.ask(json.dumps({"edits": edits})))
    assert reply["ok"]
    assert [one["index"] for one in reply["refused"]] == list(range(len(edits)))
    asks: list[Any] = [None, 3, {}, {"ask": []}, {"ask": "text"}, {"ask": "text", "table": {}}]
    asks += [{"ask": "preview", "table": "losses", "cells": [[1]]}, {"ask": "preview", "table": "losses", "cells": 3}]
    asks += [{"ask": "merge", "table": "losses", "text": "amount"}, {"ask": "merge", "table": "ledger/A", "text": "?"}]
    reply = json.loads(page.desk.ask(json.dumps({"asks": asks})))
    assert reply["ok"]
    assert all(answer["errors"] for answer in reply["answers"])
    page.check()


def test_a_refused_edit_within_a_batch_leaves_the_others() -> None:
    page = Page()
    refused = REFUSED[0]
    reply = page.ask(ONE_LOSS[0], refused, ONE_LOSS[1])
    assert [one["index"] for one in reply["refused"]] == [1]
    page.check()
    assert page.fields["order_date"]
    assert page.fields["apportionment.method"]


def test_a_request_on_which_the_calculator_fails_is_as_if_it_had_not_been_made(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page()
    page.ask(*ONE_LOSS)
    document = page.desk.history.document
    with monkeypatch.context() as patched:
        patched.setattr("restitution.desk.session.summaries", lambda *_: 1 / 0)
        reply = json.loads(page.desk.ask(json.dumps({"edits": [{"op": "empty"}, {"op": "undo"}, {"op": "empty"}]})))
    assert reply["bug"]
    assert page.desk.history.document is document
    assert page.ask()["undo"]
    page.check()


def test_the_position_of_another_victim_does_not_stay_beside_a_mistake() -> None:
    page = Page()
    rows = [{"op": "read", "table": f"ledger/{code}", "text": LEDGER} for code in "AB"]
    mistake = {"op": "cell", "table": "ledger/B", "row": 0, "column": "amount", "text": "x"}
    assert page.ask(*rows, mistake, view="ledger", ledger="A")["slots"]["position"]
    assert page.ask(view="ledger", ledger="B")["slots"]["position"] == ""
    again = page.ask({"op": "undo"}, view="ledger", ledger="B")
    assert "Victim B" in again["slots"]["position"]
    # The mistake is made anew, and its own figures stay, to be marked as stale.
    assert "position" not in page.ask({"op": "redo"}, view="ledger", ledger="B")["slots"]


def test_figures_that_hold_are_those_of_the_command() -> None:
    page = Page()
    page.ask({"op": "example", "id": "sixty-cases", "text": (BUILT_IN / "sixty-cases.json").read_text()})
    document = page.desk.history.document
    tables = read_case(document, {"A": read_ledger_of(document, "A")[0]}).tables
    names = LEDGER_COLUMNS
    tables["victim"][0]["ledger"] = [dict(zip(names, row, strict=True)) for row in document.rows("ledger/A")]
    response = json.loads(handle(json.dumps({"method": "estimate", "params": tables, "format": "csv"})))
    (answer,) = page.ask(asks=[{"ask": "csv"}])["answers"]
    assert answer["text"] == response["result"]


def test_the_foot_of_a_table_adds_up() -> None:
    page = Page()
    page.ask(*ONE_LOSS)
    cells = [["3,000"], ["5,000"], [""], ["x"]]
    reply = page.ask({"op": "fill", "table": "awards", "row": 0, "column": "amount", "cells": cells})
    # One of them cannot be read, so that no sum is theirs.
    assert reply["totals"]["awards"] == {"amount": "", "note": ""}
    assert reply["summaries"]["awards"] == "3 earlier awards"
    reply = page.ask({"op": "cell", "table": "awards", "row": 3, "column": "amount", "text": "1,000"})
    assert reply["totals"]["awards"] == {"amount": "$9,000.00", "note": "3 awards, median $3,000.00"}
    reply = page.ask(
        {"op": "add", "table": "victims", "at": 1, "count": 1},
        {"op": "cell", "table": "awards", "row": 1, "column": "victim", "text": "B"},
    )
    # The median of the awards of two victims is the share of none.
    assert reply["totals"]["awards"]["note"] == "3 awards"
    assert reply["totals"]["losses"]["amount"] == "$600,000.00"
    reply = page.ask(
        *(
            {"op": "cell", "table": "losses", "row": 1, "column": column, "text": text}
            for column, text in (("victim", "A"), ("category", "income"), ("low", "1,000"), ("high", "3,000"))
        )
    )
    assert reply["totals"]["losses"]["amount"] == "$602,000.00 with ranges and yearly losses"
    rows = [["2020-01-02", "payment", "C", "5"], [""] * 4, ["2020-01-03", "payment", "C", "6"]]
    reply = page.ask(
        {"op": "fill", "table": "ledger/A", "row": 0, "column": "date", "cells": rows}, view="ledger", ledger="A"
    )
    assert reply["totals"]["ledger/A"] == {"date": "2 rows", "amount": "$11.00 received"}


def test_what_is_entered_and_not_used_is_said() -> None:
    page = Page()
    rows = [{"op": "read", "table": f"ledger/{code}", "text": LEDGER} for code in "AB"]
    html = page.ask(*ONE_LOSS, *rows)["slots"]["result"]
    assert "There is no victim with the code B" in html
    assert "No order takes its figures from the ledger of victim A" in html
    html = page.ask({"op": "cell", "table": "awards", "row": 0, "column": "amount", "text": "3,000"})["slots"]["result"]
    assert "Awards and defendants differ in number" in html
    assert "1 earlier award entered, and 99 defendants ordered" in html


def test_the_position_of_rows_that_were_emptied_does_not_stay() -> None:
    page = Page()
    look = {"view": "ledger", "ledger": "A"}
    assert page.ask({"op": "read", "table": "ledger/A", "text": LEDGER}, **look)["slots"]["position"]
    cleared = {"op": "clear", "table": "ledger/A", "row": 0, "column": "date", "rows": 2, "columns": 6}
    reply = page.ask(cleared, **look)
    assert (reply["errors"], reply["slots"]["position"]) == ([], "")
    assert reply["totals"]["ledger/A"] == {"date": "0 rows"}


@given(st.lists(edits(), max_size=12), st.sampled_from(["orders", "ledger"]))
def test_no_figure_stands_that_does_not_follow_from_the_case(made: list[Edit], view: str) -> None:
    """What the page shows after a reply without mistakes is what a new desk answers for the same case."""
    page = Page()
    page.ask(*ONE_LOSS)
    for edit in made:
        reply = page.ask(edit, view=view, ledger="A")
        if reply["errors"]:
            continue
        new = Page()
        file = page.ask(view=view, ledger="A", asks=[{"ask": "save"}])["answers"][0]["text"]
        shown = new.ask({"op": "open", "name": "case.json", "text": file}, view=view, ledger="A")["slots"]
        name = {"orders": "result", "ledger": "position"}[view]
        assert page.slots.get(name) == shown.get(name, page.slots.get(name) and "")


def test_without_a_finding_nothing_is_said_to_be_outstanding() -> None:
    page = Page()
    text = "date,kind,case,amount,note\n2020-02-03,payment,C1,250.00,\n"
    reply = page.ask({"op": "read", "table": "ledger/A", "text": text}, view="ledger", ledger="A")
    assert reply["announce"] == "Received $250.00. No finding is entered yet."
