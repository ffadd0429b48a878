"""The same answers in the browser's Python as in this one, byte for byte."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page

from restitution.commands import COMMANDS
from restitution.desk import Desk
from restitution.protocol import handle
from sitebuild.paths import BUILT_SITE, CONTENT

# Starts the site's own worker and asks it everything; the page's own example has nothing to do with it.
ASK = """async ([requests, desk]) => {
  const worker = new Worker("/restitution/worker.js", { type: "module" });
  const message = () => new Promise((done, refuse) => {
    worker.onmessage = ({ data }) => done(data);
    worker.onerror = refuse;
  });
  const ready = await message();
  if (ready.type !== "ready") throw new Error(JSON.stringify(ready));
  const responses = [];
  for (const [id, request] of requests.entries()) {
    const reply = message();
    worker.postMessage({ type: "call", id, request, desk });
    const { type, id: answered, response } = await reply;
    if (type !== "reply" || answered !== id) throw new Error(`${type} ${answered} for ${id}`);
    responses.push(response);
  }
  worker.terminate();
  return responses;
}"""

# What no page sends, but the door must answer all the same, in both places alike.
ODD = {
    "not JSON": "{",
    "not a table": "[]",
    "no method": "{}",
    "unknown method": '{"method": "guess"}',
    "repeated key": '{"id": 1, "id": 2}',
    "NaN": '{"id": NaN}',
    # Much deeper, and the browser's stack ends before Python's own limit: then the worker dies.
    "deep": "[" * 3000,
    "long number": '{"id": ' + "9" * 5000 + "}",
    "other letters": '{"id": "§ é 法 \\ud83d", "method": "estimate", "params": {"é\\u0000": "法"}}',
    "empty scenario": '{"id": 1, "method": "estimate", "params": {}}',
    "wrong types": '{"id": 1, "method": "estimate", "params": {"schema": "1", "victim": 5, "order_date": 1.5}}',
    "the whole law": '{"id": 1, "method": "law"}',
    "the whole law as text": '{"id": 1, "method": "law", "format": "text"}',
    "the decided cases": '{"id": 1, "method": "cases"}',
    "the decided cases as a page": '{"id": 1, "method": "cases", "format": "html"}',
    "a schema": '{"id": 1, "method": "schema", "params": {"input": "ledger"}}',
    "unknown law": '{"id": 1, "method": "law", "params": {"id": "x"}}',
}


def live_examples() -> list[dict[str, Any]]:
    """The definition of every worked example of every page."""
    found = (
        json.loads(html.unescape(definition))
        for page in sorted(BUILT_SITE.rglob("*.html"))
        for definition in re.findall(r' data-example="([^"]+)"', page.read_text(encoding="utf-8"))
    )
    return list(found)


def requests(golden: dict[str, dict[str, Any]], asked: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Every question, by a name for it."""
    questions = dict(ODD)
    for name, case in golden.items():
        for form in ("json", "text"):
            call = {"id": name, "method": "estimate", "params": case["scenario"], "format": form}
            questions[f"{name} as {form}"] = json.dumps(call)
    for path in sorted((CONTENT / "scenarios").glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        definition = {"id": "golden", "scenario": text}
        call = {"id": path.stem, "method": "example", "params": {"example": definition}, "format": "html", "base": "/"}
        questions[f"{path.stem} as example"] = json.dumps(call)
    for live in live_examples():
        steps = [[{"op": "step", "path": one["path"], "by": 1}] for one in live.get("fields", [])]
        for edits in [[], *steps]:
            params = {"example": live, "edits": edits}
            call = {"method": "example", "params": params, "format": "html", "base": "/"}
            questions[f"{live['id']}, {edits}"] = json.dumps(call)
    for name, case in asked.items():
        for form in ("json", "html"):
            call = {"id": name, "method": case["command"], "params": case["params"], "format": form}
            questions[f"{name} as {form}"] = json.dumps(call)
    return questions


@pytest.mark.timeout(600)
def test_the_browser_answers_as_this_python_does(
    home: Page, golden: dict[str, dict[str, Any]], asked: dict[str, dict[str, Any]]
) -> None:
    questions = requests(golden, asked)
    assert len(golden) >= 50
    # Every command but those that show what the calculator itself holds, which are asked above.
    assert {case["command"] for case in asked.values()} >= set(COMMANDS) - {"cases", "law", "schema"}
    answered = home.evaluate(ASK, [list(questions.values()), None])
    here = [handle(request) for request in questions.values()]
    differing = [name for name, one, other in zip(questions, answered, here, strict=True) if one != other]
    assert not differing, "differ (is build/site older than the calculator? `make build`)"
    assert sum(json.loads(response)["ok"] for response in here) >= 2 * len(golden)


def sitting() -> list[str]:
    """A sitting at the desk: every built-in case opened, edited, pasted into, asked everything, and undone."""
    files = sorted((CONTENT / "examples").glob("*.json"))
    award = {"op": "cell", "table": "awards", "row": 0, "column": "amount", "text": "12,5x"}
    block = [["Victim", "Kind of loss", "Amount"], ["A", "Medical care", "$1,234.50"], ["A", "Total", "1,234.50"]]
    rows = "date,kind,case,amount,note\n5/2/2021,payment,C1,(60.00),\n2021-05-02,finding,C1,900.00,\n"
    asks = [
        *({"ask": ask} for ask in ("save", "csv", "compare", "paragraph")),
        {"ask": "text", "table": "losses"},
        {"ask": "preview", "table": "losses", "cells": block},
        {"ask": "merge", "table": "ledger/A", "text": rows},
    ]
    requests: list[dict[str, Any]] = [{"view": "orders"}]
    for file in files:
        opened = {"op": "example", "id": file.stem, "text": file.read_text(encoding="utf-8")}
        for view in ("orders", "ledger"):
            requests.append({"edits": [opened], "view": view, "ledger": "A", "base": "../", "asks": asks})
        more = {"op": "add", "table": "victims", "at": 1, "count": 1}
        requests.append({"edits": [more, award, {"op": "keep", "name": "é 法"}], "view": "orders"})
        requests.append({"edits": [{"op": "undo"}, {"op": "undo"}, {"op": "redo"}], "view": "orders"})
    requests.append({"edits": [{"op": "read", "table": "ledger/A", "text": rows}], "view": "ledger", "asks": asks})
    return [json.dumps(request) for request in requests]


def test_a_sitting_at_the_desk_goes_as_it_does_in_this_python(home: Page) -> None:
    questions = sitting()
    desk = Desk()
    here = [desk.ask(request) for request in questions]
    assert all(json.loads(response)["ok"] for response in here)
    assert home.evaluate(ASK, [questions, "same"]) == here
