"""Every command: its golden cases, its worksheet, and each format that people read."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
from fractions import Fraction
from html.parser import HTMLParser
from typing import Any

import pytest
from tests.conftest import read_asked
from tests.unit.support import answer, ask, lines_of, walk

from restitution import LAW
from restitution.commands import COMMANDS
from restitution.protocol import FORMATS
from restitution.worksheet import RULES

KEYS = {"title", "why", "params", "expect"}
DECIDED = {"case", "command", "printed", "at", "off_by", "source", "scenario"}
DECIDED |= {"ask", "sentence", "lines", "ladder", "fields"}
STATUSES = {"statute", "holding", "discretion", "model"}
VOID = {"meta", "br", "input", "link", "img", "hr"}


def assert_holds(expected: object, actual: object, where: str) -> None:
    """Check that every expected key has exactly the expected value; lists have the same length and order."""
    if isinstance(expected, dict):
        assert isinstance(actual, dict), where
        for key, value in expected.items():
            assert key in actual, f"{where}.{key} is not in the answer"
            assert_holds(value, actual[key], f"{where}.{key}")
    elif isinstance(expected, list) and expected and isinstance(expected[0], dict):
        assert isinstance(actual, list), where
        assert len(actual) == len(expected), where
        for i, (one, other) in enumerate(zip(expected, actual, strict=True)):
            assert_holds(one, other, f"{where}[{i}]")
    else:
        # TOML has no null: a case writes "null" for an absent value.
        assert (None if expected == "null" else expected) == actual, where


def test_cases_are_complete(asked: dict[str, dict[str, Any]]) -> None:
    """A case says what it guards and what it expects, and every command has some."""
    for name, case in asked.items():
        assert set(case) <= KEYS | DECIDED, name
        assert case["title"], name
        assert case["why"].count(".") >= 1, name
        assert case["expect"], name
    ours = {case["command"] for name, case in asked.items() if not name.startswith("decided/")}
    assert ours == set(COMMANDS) - {"estimate", "cases", "law", "schema"}


@pytest.mark.parametrize("name", read_asked())
def test_cases_come_out_as_expected(asked: dict[str, dict[str, Any]], name: str) -> None:
    """The figures calculated by hand, to the cent; ``lines`` are those of the worksheet, by key."""
    case = asked[name]
    result = answer(case["command"], case["params"])
    assert_holds(case["expect"], {**result, "lines": lines_of(result)}, name)


def test_printed_figures_are_met(asked: dict[str, dict[str, Any]]) -> None:
    """Figures a court printed, in their place in the answer, to the cent; ``off_by`` if the court dropped a cent."""
    met = 0
    for name, case in asked.items():
        if "printed" not in case:
            continue
        place: Any = answer(case["command"], case["params"])
        for step in re.findall(r"[^.\[\]]+", case["at"]):
            # A number is a place in a list; among names it is the code of a defendant.
            place = place[int(step)] if isinstance(place, list) else place[step]
        assert Fraction(place) - Fraction(case["printed"]) == Fraction(case.get("off_by", "0")), name
        met += 1
    assert met >= 20


def test_every_line_is_cited(asked: dict[str, dict[str, Any]]) -> None:
    """Every line of every case has a key of its own, words, a status and an authority with a pin."""
    for name, case in asked.items():
        lines = walk(answer(case["command"], case["params"])["worksheet"]["lines"])
        keys = [line["key"] for line in lines]
        assert keys, name
        assert len(keys) == len(set(keys)), name
        for line in lines:
            where = f"{name}: {line['key']}"
            assert line["label"], where
            assert line["formula"], where
            assert line["status"] in STATUSES, where
            assert line["authorities"], where
            assert all(cite["id"] in LAW.authorities for cite in line["authorities"]), where
            assert any(cite["pin"] for cite in line["authorities"]), where


def test_every_rule_is_used(asked: dict[str, dict[str, Any]], golden: dict[str, dict[str, Any]]) -> None:
    """Every rule of law made at least one line of some case, and every line of a rule names one that exists."""
    questions = [(case["command"], case["params"]) for case in asked.values()]
    questions += [("estimate", case["scenario"]) for case in golden.values()]
    used = {
        line.rule
        for command, params in questions
        for top in COMMANDS[command].answer(params).report().lines
        for line in top.walk()
    }
    assert used - {""} == set(RULES)


class _Tags(HTMLParser):
    """Checks that every element is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.slow
def test_every_format(asked: dict[str, dict[str, Any]], golden: dict[str, dict[str, Any]]) -> None:
    """Every case is readable in every format: no line too wide, no broken table, no unclosed element, no leak."""
    questions = {name: (case["command"], case["params"]) for name, case in asked.items()}
    questions |= {f"estimate/{name}": ("estimate", case["scenario"]) for name, case in golden.items()}
    questions |= {"law": ("law", {}), "one law": ("law", {"id": "trafficking.floor"}), "schema": ("schema", {})}
    questions |= {"cases": ("cases", {})} if "cases" in COMMANDS else {}
    for name, (command, params) in questions.items():
        text, markdown, page, table = (answer(command, params, form) for form in FORMATS if form != "json")
        assert max(map(len, text.splitlines())) <= 100, name
        assert "None" not in text.split(), name
        assert markdown.startswith("# "), name
        widths = {}
        for i, row in enumerate(markdown.splitlines()):
            if row.startswith("| "):
                widths[i] = len(re.findall(r"(?<!\\)\|", row))
                assert widths[i] == widths.get(i - 1, widths[i]), f"{name}: {row}"
        tags = _Tags()
        tags.feed(page)
        assert not tags.open, name
        assert len(tags.ids) == len(set(tags.ids)), name
        assert not re.search(r"(?:src|href)=\"(?!#)", page.replace('href="https://', 'HREF="')), name
        for drawing in re.findall(r"<svg.*?</svg>", page, re.S):
            ET.fromstring(drawing)
        rows = list(csv.reader(table.splitlines(keepends=True)))
        assert len({len(row) for row in rows}) == 1, name
        assert len(rows) > 1 or not json.dumps(params), name


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "json"])
def test_what_the_user_typed_stays_text(plain: dict[str, Any], form: str) -> None:
    """Characters that are special in a format are escaped."""
    odd = '=1+1 | *x* <script>alert(1)</script> `y` "q" [z](u)'
    plain["title"] = odd
    plain["victim"][0]["loss"][0]["label"] = odd
    result = answer("estimate", plain, form)
    if form == "html":
        assert "<script>" not in result
    if form == "csv":
        rows = list(csv.reader(result.splitlines(keepends=True)))
        assert f"'{odd}" in {cell for row in rows for cell in row}
    if form == "md":
        assert "\\<script\\>" in result
        assert r"\|" in result
    if form == "text":
        assert odd.split("|")[0] in result


@pytest.mark.parametrize("command", sorted(COMMANDS))
@pytest.mark.parametrize("params", [None, [], "text", 5, True, {"nothing": 1}])
def test_odd_params_are_refused(command: str, params: object) -> None:
    """Params of the wrong shape are a mistake in the input, with its path, never a failure."""
    assert not ask(command, params)["ok"]
