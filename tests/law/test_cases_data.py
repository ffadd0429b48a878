"""The decided cases as data: whole, from the registry, without names, and redone where a file says so."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.support import scalars

from restitution.law.cases import decided_cases
from restitution.law.reader import read_tables

HERE = Path(__file__).parent
DECIDED = HERE.parent / "cases" / "decided"
AVAA = date(2018, 12, 7)
KEYS = {"id", "facts", "method", "method_note", "outcome", "numbers", "grade", "redo", "recomputed", "why_not"}
AWARD_KEYS = {"award", "award_victims", "award_each", "award_stands", "award_same_as", "award_note"}
STANDS = {"yes", "set-aside", "history-not-seen", "not-seen", "not-csam"}
METHODS = {
    "equal-share", "adjusted-share", "prior-awards", "requested", "fixed", "floor", "full", "joint",
    "remaining-balance", "proof-failed", "loss-only", "credit", "schedule", "not-seen",
}  # fmt: skip
UNITS = {"USD", "persons", "images", "victims", "ratio"}
COUNTED = {"persons", "images", "victims"}
GRADES = {"A", "B", "C", "X", ""}
COMMANDS = {"estimate", "schedule", "distribute", "ledger"}
FILE_KEYS = {"case", "title", "why", "command", "printed", "at", "source", "expect"}
LIVE_KEYS = {"ask", "sentence", "lines", "fields"}
"""What makes a live example of a file, with `ladder` for one order; tests/site/test_case_pages.py tries them."""
AMOUNT = re.compile(r"\d+(\.\d{1,2})?")
INITIALS = re.compile(r"(?<![A-Za-z.])(?!U\.S\.)[A-Z]\. ?[A-Z]\.")
LEAST_REDONE = 25


def read(path: Path) -> dict[str, Any]:
    """A data file as TOML gives it."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


ENTRIES: list[dict[str, Any]] = read_tables("cases")["case"]
REGISTRY: dict[str, dict[str, Any]] = {a["id"]: a for a in read_tables("authorities")["authority"]}
FILES: dict[str, dict[str, Any]] = {path.stem: read(path) for path in sorted(DECIDED.glob("*.toml"))}
BY_ID = {entry["id"]: entry for entry in ENTRIES}

each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])
each_file = pytest.mark.parametrize("name", FILES)


def texts() -> Iterator[tuple[str, str]]:
    """Every text of the entries and of the files that redo them, with where it stands."""
    for where, table in (*((e["id"], e) for e in ENTRIES), *FILES.items()):
        yield where, where
        yield from ((where, value) for value in scalars(table) if isinstance(value, str))


# --- the entries ---


def test_ids_are_unique() -> None:
    """One case, one entry."""
    assert [ident for ident, times in Counter(entry["id"] for entry in ENTRIES).items() if times > 1] == []


@each_entry
def test_an_entry_is_whole(entry: dict[str, Any]) -> None:
    """Every key is there and no other, with a known method and grade, and sentences where sentences belong."""
    assert set(entry) == KEYS | AWARD_KEYS
    assert entry["method"] in METHODS
    assert entry["grade"] in GRADES
    for key in ("facts", "method_note", "outcome", "redo"):
        assert re.fullmatch(r"\S.*\.", entry[key]), key
    assert re.fullmatch(r"(\S.*\.)?", entry["why_not"])


@each_entry
def test_an_entry_is_a_case_of_the_registry(entry: dict[str, Any]) -> None:
    """Its court, its address and how far it was read stand there."""
    assert REGISTRY[entry["id"]]["kind"] == "case"


@each_entry
def test_numbers_are_figures(entry: dict[str, Any]) -> None:
    """Text with at most two decimals, whole where things are counted; what is our own arithmetic says what it is."""
    assert entry["numbers"]
    labels = [number["what"] for number in entry["numbers"]]
    assert len(labels) == len(set(labels))
    for number in entry["numbers"]:
        assert set(number) == {"what", "value", "unit", "printed", "note"}
        assert number["what"].strip()
        assert number["unit"] in UNITS
        assert isinstance(number["value"], str)
        assert AMOUNT.fullmatch(number["value"]), number["what"]
        assert number["unit"] not in COUNTED or number["value"].isdigit(), number["what"]
        assert isinstance(number["printed"], bool)
        assert re.fullmatch(r"(\S.*\.)?", number["note"]), number["what"]
        assert number["printed"] or number["note"], number["what"]


@each_entry
def test_an_award_is_one_of_the_figures(entry: dict[str, Any]) -> None:
    """What was ordered stands among the printed figures, or is our own sum or multiplication and says so."""
    dollars = [n for n in entry["numbers"] if n["unit"] == "USD"]
    printed = {Decimal(n["value"]) for n in dollars if n["printed"]}
    ours = {Decimal(n["value"]) for n in dollars if not n["printed"]}
    assert re.fullmatch(r"(\d+(\.\d\d)?)?", entry["award"])
    if entry["award"] and Decimal(entry["award"]) not in printed:
        assert Decimal(entry["award"]) in ours
        assert re.search(r"\bour (sum|multiplication)\b", entry["award_note"])
    if entry["award_each"]:
        assert Decimal(entry["award_each"]) in printed
    if entry["award_each"] and entry["award"]:
        assert Decimal(entry["award"]) == entry["award_victims"] * Decimal(entry["award_each"])


@each_entry
def test_the_number_of_victims_is_one_of_the_figures(entry: dict[str, Any]) -> None:
    """One, or a number that is printed, or as many as have a figure of their own."""
    printed = {int(n["value"]) for n in entry["numbers"] if n["unit"] == "victims" and n["printed"]}
    lettered = {found for n in entry["numbers"] for found in re.findall(r"Victim [A-Z]\b", n["what"])}
    assert type(entry["award_victims"]) is int
    assert entry["award_victims"] in {0, 1, len(lettered), *printed}
    if entry["award_victims"] == 1:
        assert not printed
        # A second claimant who received nothing has a letter or a mention, and no part in the award.
        assert len(lettered) <= 1


@each_entry
def test_what_became_of_an_award_is_said(entry: dict[str, Any]) -> None:
    """Set aside in words where it was, not seen where nothing is given, and only a case about CSAM is one."""
    assert entry["award_stands"] in STANDS
    assert (entry["award_stands"] == "not-csam") == (REGISTRY[entry["id"]]["law"] == "other")
    assert entry["award_note"].startswith("Set aside") == (entry["award_stands"] == "set-aside")
    assert re.fullmatch(r"(\S.*\.)?", entry["award_note"])
    if entry["award_stands"] == "not-seen":
        assert not entry["award"]
    if not entry["award"] or not entry["award_victims"]:
        assert entry["award_note"]


@each_entry
def test_an_award_is_counted_once(entry: dict[str, Any]) -> None:
    """Two decisions on one award name the one under which it is counted, and agree on it."""
    if entry["award_same_as"]:
        same = BY_ID[entry["award_same_as"]]
        assert not same["award_same_as"]
        assert [same[key] for key in ("award", "award_victims")] == [entry[key] for key in ("award", "award_victims")]


def test_the_single_awards_make_the_total() -> None:
    """Where every victim's own sum is printed, they add up to what was ordered in all."""
    added = 0
    for case in decided_cases():
        if case.single_awards and case.award:
            assert sum(case.single_awards) == Fraction(case.award), case.id
            added += 1
    assert added >= 5


@each_entry
def test_an_entry_is_redone_or_says_why_not(entry: dict[str, Any]) -> None:
    """Never both, never neither; a sum that is said to close is redone."""
    assert bool(entry["recomputed"]) != bool(entry["why_not"])
    assert entry["grade"] != "A" or entry["recomputed"]


@each_entry
def test_the_file_that_redoes_it_is_there(entry: dict[str, Any]) -> None:
    """It has the name that the entry gives, and names the case."""
    if entry["recomputed"]:
        assert FILES[entry["recomputed"]]["case"] == entry["id"]


def test_enough_cases_are_redone() -> None:
    """A table that nobody can redo would be a list of opinions."""
    assert sum(bool(entry["recomputed"]) for entry in ENTRIES) >= LEAST_REDONE


# --- the files that redo them ---


@each_file
def test_a_file_is_named_by_an_entry(name: str) -> None:
    """By its own name, or as a further file of the same case: NAME-more beside NAME."""
    main = BY_ID[FILES[name]["case"]]["recomputed"]
    assert main
    assert name == main or name.startswith(f"{main}-")


@each_file
def test_a_file_is_complete(name: str) -> None:
    """It says what it guards, what the court printed and what is ours, and expects something."""
    file = FILES[name]
    given = "scenario" if file["command"] == "estimate" else "params"
    assert set(file) - {"off_by", "ladder"} == FILE_KEYS | LIVE_KEYS | {given}
    assert file["command"] in COMMANDS
    assert file["title"]
    assert len(re.findall(r"[.](?:\s|$)", file["why"])) > 1
    assert set(file["source"]) == {"authorities", "printed", "ours"}
    assert file["case"] in file["source"]["authorities"]
    assert set(file["source"]["authorities"]) <= set(REGISTRY)
    assert file["source"]["printed"].endswith(".")
    assert file["source"]["ours"].endswith(".")
    assert file["expect"]
    assert file["ask"].endswith("?")
    assert ("ladder" in file) <= (file["command"] == "estimate")


@each_file
def test_the_figure_is_one_that_was_printed(name: str) -> None:
    """What a file must reach is a figure of its entry that stands in a source, never our own arithmetic."""
    file = FILES[name]
    assert re.fullmatch(r"\d+\.\d\d", file["printed"])
    printed = [Decimal(n["value"]) for n in BY_ID[file["case"]]["numbers"] if n["printed"] and n["unit"] == "USD"]
    assert Decimal(file["printed"]) in printed


@each_file
def test_a_difference_is_a_cent(name: str) -> None:
    """A court that cuts the cents off is a cent away from one that rounds, and no further."""
    assert FILES[name].get("off_by", "0.01") == "0.01"


@each_file
def test_the_dates_fit_the_text_that_was_applied(name: str) -> None:
    """Offenses end before December 7, 2018 where the earlier text governed, and start on that day or later if not."""
    file = FILES[name]
    law = REGISTRY[file["case"]]["law"]
    counts = [count for one in file.get("scenario", {}).get("defendant", []) for count in one["counts"]]
    for count in counts:
        assert count["from"] <= count["to"] < file["scenario"]["order_date"]
        # Where the text was not seen, the days are those of the conduct, and the file says that they are assumed.
        assert (count["to"] < AVAA) == (law == "pre-2018") or law == "not-seen"
        assert (count["from"] >= AVAA) == (law == "current")


# --- the rules of the house ---


def test_no_binary_float() -> None:
    """Amounts are text, so that none is rounded on the way in."""
    assert not [value for table in (ENTRIES, *FILES.values()) for value in scalars(table) if isinstance(value, float)]


def test_no_victim_goes_by_initials() -> None:
    """Names are searched for in every file, by tests/names/; here no two letters stand for one either."""
    assert [(where, text) for where, text in texts() if INITIALS.search(text)] == []


def test_the_words_are_our_own() -> None:
    """No quotations, American spelling, and no word for the images but the guide's."""
    words = re.compile(r"[\"“”]|offence|defence|child\s+pornography", re.IGNORECASE)
    assert [(where, text) for where, text in texts() if words.search(text)] == []
