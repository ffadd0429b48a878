"""The law data: complete, dated, cited, quoted as it stands, and refused where it is not."""

from __future__ import annotations

import ast
import inspect
import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.support import scalars

import restitution
from restitution.commands import COMMANDS
from restitution.law import LAW, Authority, LawDataError
from restitution.law.reader import FOLDERS, load, read_tables
from restitution.worksheet import RULES, Status
from sitebuild.pages.quotations import Passage, quotations, read_passages

HERE = Path(__file__).parent
ENGINE = Path(restitution.__file__).parent
CONTENT = HERE.parents[1] / "content"
TABLES = ("authorities", "parameters", "offenses", "circuits", "cases", "evidence", "holidays")
AVAA = date(2018, 12, 7)
PIN = re.compile(r"^§\d{4}[A-Z]?(\([0-9A-Za-z]+\))+")


def tables(path: Path) -> dict[str, list[dict[str, Any]]]:
    """A law in one file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def data() -> dict[str, list[dict[str, Any]]]:
    """The engine's own data files as TOML gives them."""
    merged: dict[str, list[dict[str, Any]]] = {}
    for name in TABLES:
        merged |= read_tables(name)
    return merged


# --- the registry ---


def test_the_files_are_what_the_engine_uses() -> None:
    """Loading the four files again gives the law that every answer stands on."""
    assert load(data()) == LAW


def test_ids_are_unique_and_plain() -> None:
    """One id, one entry, fit for an address on a page."""
    ids = [entry["id"] for name in ("authority", "parameter") for entry in data()[name]]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z0-9][A-Za-z0-9.-]*", ident) for ident in ids)


def test_no_binary_float() -> None:
    """Amounts are text, so that none is rounded on the way in."""
    assert not [value for value in scalars(data()) if isinstance(value, float)]
    assert all(isinstance(v["amount"], str) for p in data()["parameter"] for v in p["value"])


@pytest.mark.parametrize("authority", LAW.authorities.values(), ids=lambda authority: authority.id)
def test_an_authority_is_whole(authority: Authority) -> None:
    """Kind, words, confidence and date are there, and a secure address that can be opened."""
    assert authority.kind in {"statute", "regulation", "public-law", "case", "report", "data"}
    assert authority.confidence in {"high", "medium", "low"}
    for text in (authority.title, authority.citation, authority.summary, authority.verified, authority.not_verified):
        assert text.strip() == text != ""
    assert authority.reviewed > date(2026, 1, 1)
    parts = urlsplit(authority.url)
    assert parts.scheme == "https"
    assert parts.hostname is not None
    assert re.fullmatch(r"([a-z0-9-]+\.)+[a-z]{2,}", parts.hostname)
    assert parts.path.startswith("/")
    assert parts.username is None
    assert not re.search(r"[\s<>\"{}|\\^`]", authority.url)
    if authority.kind == "case":
        assert authority.court
        assert authority.circuit in {*map(str, range(1, 12)), "dc", "scotus"}
        assert authority.law in {"pre-2018", "current", "not-seen", "other"}
    else:
        assert (authority.court, authority.circuit, authority.year, authority.law) == ("", "", None, "")


def _used(ident: str, content: str) -> bool:
    quoted = f'"{ident}"'
    registry = ENGINE / "law" / "authorities"
    code = (path for ending in ("py", "toml") for path in ENGINE.rglob(f"*.{ending}") if path.parent != registry)
    if any(quoted in path.read_text(encoding="utf-8") for path in code):
        return True
    return re.search(rf"(?<![\w-]){re.escape(ident)}(?![\w-])", content) is not None


def test_every_authority_is_used() -> None:
    """An entry that no rule, offense, parameter, circuit or page cites is dead weight; all such are listed."""
    pages = sorted(CONTENT.rglob("*.md")) if CONTENT.is_dir() else []
    content = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    unused = [ident for ident in LAW.authorities if not _used(ident, content)]
    assert unused == []


# --- the figures ---


def test_every_value_is_dated_and_cited() -> None:
    """From which day, on which authority, at which place; no day without a value and none with two."""
    for parameter in LAW.parameters.values():
        assert parameter.label
        assert parameter.unit
        for value in parameter.values:
            assert value.authority in LAW.authorities
            assert value.pin
            assert value.start.year > 2000
        for before, after in pairwise(parameter.values):
            assert before.end is not None
            assert before.end + timedelta(1) == after.start


def test_the_floor() -> None:
    """$3,000 from the day of the AVAA, not a day earlier, with no end."""
    floor = LAW.parameter("trafficking.floor")
    assert [(v.start, v.end, v.amount) for v in floor.values] == [(AVAA, None, "3000")]
    assert (floor.values[0].authority, floor.values[0].pin) == ("18-usc-2259", "(b)(2)(B)")
    with pytest.raises(LawDataError, match=r"trafficking\.floor for 2018-12-06"):
        floor.on(AVAA - timedelta(1))


def test_the_day_of_the_act() -> None:
    """The text changes on the day of approval."""
    assert date.fromisoformat(LAW.enacted.amount) == LAW.enacted.start == AVAA


@pytest.mark.parametrize(
    ("name", "amount", "pin"),
    [
        ("assistance.base", "35000", "(d)(1)(D)(i)"),
        ("assistance.fee-cap", "0.15", "(d)(4)(A)"),
        ("assessment.possession", "17000", "(a)(1)"),
        ("assessment.trafficking", "35000", "(a)(2)"),
        ("assessment.production", "50000", "(a)(3)"),
        ("interest.threshold", "2500", "(f)(1)"),
        ("liability.term-years", "20", "(b)"),
    ],
)
def test_figures_of_the_statutes(name: str, amount: str, pin: str) -> None:
    """Each is the figure in the words of the Code, at its place."""
    (value,) = LAW.parameter(name).values
    assert (value.amount, value.pin, value.end) == (amount, pin, None)


def test_the_price_index() -> None:
    """Annual averages for 2016 to 2025, each for exactly its calendar year, as published."""
    published = {
        2016: "240.007", 2017: "245.120", 2018: "251.107", 2019: "255.657", 2020: "258.811",
        2021: "270.970", 2022: "292.655", 2023: "304.702", 2024: "313.689", 2025: "321.943",
    }  # fmt: skip
    values = LAW.parameter("cpi-u.annual").values
    assert [v.start.year for v in values] == list(published)
    for value in values:
        year = value.start.year
        assert (value.start, value.end) == (date(year, 1, 1), date(year, 12, 31))
        assert value.amount == published[year]
        assert str(year) in value.pin


def test_every_circuit_has_a_view() -> None:
    """The twelve circuits, with a holding only in the three that have spoken."""
    assert set(LAW.circuits) == {*map(str, range(1, 12)), "dc"}
    spoken = {name: view for name, view in LAW.circuits.items() if view.status == "holding"}
    assert {name: view.disaggregate for name, view in spoken.items()} == {"2": True, "9": True, "11": False}
    for name, view in spoken.items():
        assert LAW.authorities[view.authority].circuit == name
    for view in LAW.circuits.values():
        assert view.status in {"holding", "model"}
        assert view.position.endswith(".")
        assert view.confidence in {"high", "medium", "low"}
        assert not (view.disaggregate and view.status == "model")
    # Of the Third Circuit nothing was found; of the Tenth, nothing on this point was read, and a user is told so.
    assert "ask for both figures" in LAW.circuits["10"].position
    assert "unpublished" in LAW.circuits["6"].position
    assert {name for name, view in LAW.circuits.items() if view.confidence == "low"} == {"3", "10"}


def test_a_series_without_production_is_our_reading() -> None:
    """(c)(1) speaks of violations listed in "this subsection": only a series with production is out of doubt."""
    rows = {offense.series: offense for offense in LAW.offenses if offense.section == "2252A(g)"}
    assert {series: offense.status for series, offense in rows.items()} == {
        "production": "statute", "trafficking": "model", "other": "model",
    }  # fmt: skip
    assert "mixed series" in rows["other"].note
    for series in ("trafficking", "other"):
        assert "top tier" in rows[series].note


def test_the_additional_assessment_has_no_end() -> None:
    """Congress struck the end date; the months between are named as open where the figure is."""
    parameter = LAW.parameter("additional-assessment.amount")
    (value,) = parameter.values
    assert (value.amount, value.end, value.pin) == ("5000", None, "(a)")
    assert "what holds for the time between is open" in parameter.note


def test_every_offense_is_cited() -> None:
    """Each section has its own authority, its restitution statute, a place and a status."""
    for offense in LAW.offenses:
        assert offense.kind in {"production", "trafficking", "other", "outside"}
        assert (offense.kind == "outside") == (offense.chapter != "110")
        assert (offense.kind == "outside") == (offense.statute != "18-usc-2259")
        assert {offense.authority, offense.statute} <= set(LAW.authorities)
        assert offense.pin.startswith("(")
        assert Status(offense.status) in {Status.STATUTE, Status.MODEL}
        assert offense.description
        assert offense.status == "statute" or offense.note, offense.section


# --- the rules ---


def texts_that_may_quote() -> Iterator[tuple[str, str]]:
    """Every string and docstring of the rules, the steps and the notes, and all text of the law data."""
    folders = (ENGINE / folder for folder in ("rules", "steps", "commands/notes"))
    for path in sorted(path for folder in folders for path in folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield f"{path.name}:{node.lineno}", node.value
    for name in TABLES:
        for value in scalars(read_tables(name)):
            if isinstance(value, str):
                yield f"{name}.toml", value


PASSAGES = read_passages()
QUOTATIONS = [(where, words) for where, text in texts_that_may_quote() for words in quotations(text)]


def test_the_rules_do_quote() -> None:
    """The search for quotations finds them in every file of rules, so that none passes unseen."""
    assert {where.split(":")[0] for where, _ in QUOTATIONS} >= {
        "joint.py", "losses.py", "order.py", "provision.py", "recovery.py", "shares.py",
    }  # fmt: skip


@pytest.mark.parametrize(("where", "words"), QUOTATIONS, ids=[f"{where} {words[:30]}" for where, words in QUOTATIONS])
def test_a_quotation_is_verbatim(where: str, words: str) -> None:
    """Every quotation of three words or more stands, letter for letter, in a passage that was verified."""
    assert any(passage.has(words) for passage in PASSAGES), f"{where}: {words}"


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_rule_says_where_it_is_written(name: str) -> None:
    """A rule's docstring opens with a section and a pin, and what it quotes is from a place that it names."""
    text = inspect.getdoc(RULES[name]) or ""
    assert PIN.match(text), text.splitlines()[:1]
    for words in quotations(text):
        places = [passage for passage in PASSAGES if passage.has(words)]
        assert any(_names(text, place) for place in places), words


def _names(text: str, passage: Passage) -> bool:
    if LAW.authorities[passage.source].kind == "case":
        return passage.source.split("-")[0].capitalize() in text
    section = passage.source.removeprefix("18-usc-")
    return f"§{section}(" in text and passage.pin in text


def test_rules_cite_the_statute_they_are_named_for(
    golden: dict[str, dict[str, Any]], asked: dict[str, dict[str, Any]]
) -> None:
    """A line's authorities include the section that its rule's docstring opens with, in its text of that time."""
    checked = set()
    questions = [("estimate", case["scenario"]) for case in golden.values()]
    questions += [(case["command"], case["params"]) for case in asked.values()]
    for command, params in questions:
        lines = COMMANDS[command].answer(params).report().lines
        for line in (one for top in lines for one in top.walk() if one.rule):
            match = re.match(r"§(\d{4}[A-Z]?)", inspect.getdoc(RULES[line.rule]) or "")
            assert match is not None
            cited = {cite.authority for cite in line.authorities}
            act = f"18-usc-{match[1]}"
            earlier = {"18-usc-2259-pre-2018", "paroline-2014"} if match[1] == "2259" else set()
            assert cited & ({act} | earlier), line.key
            checked.add(line.rule)
    assert checked == set(RULES)


def test_the_law_answer_holds_all_of_it() -> None:
    """What the engine tells about its law is the data, entry by entry, with nothing left out."""
    result = json.loads(restitution.handle('{"method": "law"}'))["result"]
    for entry, told in zip(data()["authority"], result["authorities"], strict=True):
        kept = {k: v.isoformat() if isinstance(v, date) else v for k, v in entry.items()}
        assert {k: told[k] for k in kept} == kept
    for entry, told in zip(data()["parameter"], result["parameters"], strict=True):
        assert [v["amount"] for v in told["values"]] == [v["amount"] for v in entry["value"]]
        assert [v["from"] for v in told["values"]] == [v["from"].isoformat() for v in entry["value"]]


# --- the files ---


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_of_a_folder_is_read(folder: str) -> None:
    assert {path.stem for path in (ENGINE / "law" / folder).iterdir()} == set(FOLDERS[folder])


@pytest.mark.parametrize("part", FOLDERS["authorities"])
def test_a_file_of_authorities_holds_one_kind(part: str) -> None:
    kinds = {entry["kind"] for entry in tables(ENGINE / "law" / "authorities" / f"{part}.toml")["authority"]}
    assert kinds == {part if part == "data" else part.removesuffix("s")}


@pytest.mark.parametrize("part", FOLDERS["cases"])
def test_a_file_of_decided_cases_holds_one_circuit(part: str) -> None:
    entries = tables(ENGINE / "law" / "cases" / f"{part}.toml")["case"]
    circuit = {"supreme-court": "scotus", "dc-circuit": "dc"}.get(part, part.removeprefix("circuit-"))
    assert {LAW.authorities[entry["id"]].circuit for entry in entries} == {circuit}
