"""Mistakes in the words of the page: its heads and choices, what to do, and no name of a field or of a value."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.unit.test_casefile import ONE_LOSS, after
from tests.unit.test_casefile_figures import cell

from restitution.casefile import EMPTY, FIELDS, TABLES, read_case, read_ledger_of, table_of
from restitution.desk.headings import head_of
from restitution.desk.mistakes import ENTER, told
from restitution.desk.words import place_words, plural, step_words

NO_WORDS = re.compile(r"\w+\[\d|[a-z]+_[a-z]+|[a-z]+-[a-z]+\.[a-z]+|This field is missing|\bTrue\b|\bNone\b")
NAMES = {*FIELDS, *(name for table in TABLES.values() for name in table.names())}


def listed(*edits: dict[str, Any]) -> dict[str, tuple[str, bool]]:
    document = after(*ONE_LOSS, *edits)
    mistakes = read_case(document, {"A": None} if document.ledgers() else {}).mistakes
    return {place_words(document, said.place): (told(said).words, told(said).missing) for said in mistakes}


@pytest.mark.parametrize("name", [*TABLES, "ledger/A"])
def test_what_to_enter_is_said_for_everything_that_is_needed(name: str) -> None:
    whole = name.partition("/")[0]
    for field in table_of(name).fields:
        if field.required:
            assert f"{whole}.{field.name}" in ENTER
    for path in ENTER:
        assert head_of(path)


def test_an_empty_case_says_what_to_do() -> None:
    mistakes = {place_words(EMPTY, said.place): tuple(told(said)) for said in read_case(EMPTY, {}).mistakes}
    assert mistakes == {
        "Date of the restitution order": ("Enter the date of the order.", True),
        "How does the judge set this defendant's share": ("Choose how the judge sets the share.", True),
        "Counts": ("Enter a count: the section of conviction and the dates of the offense.", True),
    }


CASES: list[tuple[list[dict[str, Any]], str, str, bool]] = [
    (
        [cell("losses", 0, "category", "Med")],
        "Loss 1, kind of loss",
        "Choose one of these, not “Med”: Medical care",
        False,
    ),
    ([cell("losses", 0, "category", "")], "Loss 1, kind of loss", "Choose the kind of loss.", True),
    ([cell("losses", 0, "amount", "")], "Loss 1, amount", "Enter one amount, or a range", True),
    ([cell("losses", 0, "low", "5")], "Loss 1", "Here one amount and a range are entered together", False),
    ([cell("losses", 0, "months", "5")], "Loss 1, months", "This belongs to a yearly loss", False),
    ([cell("losses", 0, "projected", "x")], "Loss 1, still to come", "This must be yes or no, not “x”.", False),
    ([cell("counts", 0, "offense", "2252A(g)")], "Count 1, series", "choose what the series was made of", True),
    ([cell("counts", 0, "to", "")], "Count 1, last day", "Enter the last day of the offense.", True),
    ([cell("conduct", 0, "images", "x")], "Conduct, row 1, images", "This must be a whole number", False),
    ([cell("victims", 0, "ledger_case", "C")], "Victim A, case in the ledger", "This belongs to a victim", False),
    ([{"op": "set", "field": "circuit", "text": "12"}], "Which federal circuit", "11; D.C.", False),
    (
        [{"op": "set", "field": "apportionment.method", "text": "prior-awards"}],
        "Earlier awards",
        "The chosen method needs this: enter it, or choose another method.",
        True,
    ),
    ([{"op": "remove", "table": "victims", "at": 0, "count": 1}], "Victims", "Add a victim.", True),
]


@pytest.mark.parametrize(("edits", "label", "words", "missing"), CASES)
def test_a_mistake_is_told_in_the_words_of_the_page(
    edits: list[dict[str, Any]], label: str, words: str, missing: bool
) -> None:
    mistakes = listed(*edits)
    assert words in mistakes[label][0]
    assert mistakes[label][1] is missing
    for said, _ in mistakes.values():
        assert not NO_WORDS.search(said)


def test_a_row_of_a_ledger_is_told_by_its_heads() -> None:
    document = after(cell("ledger/A", 0, "kind", "pay"), cell("ledger/A", 1, "note", "x"))
    _, mistakes = read_ledger_of(document, "A")
    told_of = [(place_words(document, said.place), *told(said)) for said in mistakes]
    assert told_of[1][0] == "Ledger of victim A, row 1, what it is"
    assert "A loss that a court found" in told_of[1][1]
    assert ("Ledger of victim A, row 2, date", "Enter the date.", True) in told_of


def test_one_and_several_are_told_apart() -> None:
    assert plural("conduct", 1) == "1 row of conduct"
    assert plural("conduct", 2) == "2 rows of conduct"
    assert step_words({"op": "add", "table": "conduct", "at": 0, "count": 1}) == "Add 1 row of conduct"
    assert step_words({"op": "take", "victim": "A"}) == "Take the figures from the ledger"
    assert step_words({"op": "cell", "table": "conduct", "row": 0}) == "Change row of conduct 1"
    assert step_words({"op": "read", "table": "ledger/A"}) == "Read rows of the ledger from text"
