"""The figures of a case: those of the scenario that it stands for, and no row that is left out in silence."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.support import answer
from tests.unit.test_casefile import ONE_LOSS, after, opened
from tests.unit.test_properties import scenarios

from restitution import InputError, read_scenario
from restitution.casefile import Document, Place, apply, read_case, read_ledger_of
from restitution.casefile.upgrade import from_scenario

LEDGER = "date,kind,case,amount\n2020-01-02,finding,C1,900\n2020-02-03,order,C2,3000\n"


def cell(table: str, row: int, column: str, text: str) -> dict[str, Any]:
    return {"op": "cell", "table": table, "row": row, "column": column, "text": text}


def told(document: Document) -> dict[Place, str]:
    return {said.place: said.words for said in read_case(document, {}).mistakes}


@given(scenarios(), st.data())
def test_a_scenario_gives_as_a_case_what_it_gives_itself(scenario: dict[str, Any], data: st.DataObject) -> None:
    # What may be left out of a scenario has a default there, which a case must not replace by its own.
    for victim in scenario["victim"]:
        for name in data.draw(st.sets(st.sampled_from(["ordered_defendants", "received", "proven"]))):
            victim.pop(name, None)
    document, _ = from_scenario(scenario)
    read = read_case(document, {})
    assert read.scenario
    assert replace(read.scenario, readings=()) == replace(read_scenario(scenario), readings=())
    again = json.loads(json.dumps(read.tables))
    assert answer("estimate", again) == answer("estimate", scenario)


def test_a_number_of_zero_that_is_typed_is_not_the_number_of_awards() -> None:
    document = after(*ONE_LOSS, cell("awards", 0, "amount", "3,000"), cell("victims", 0, "ordered_defendants", "0"))
    read = read_case(document, {})
    assert read.scenario
    assert read.scenario.victims[0].ordered_defendants == 0
    assert not read.readings


def test_a_ledger_is_taken_only_by_a_clear_yes() -> None:
    document = after(*ONE_LOSS, cell("victims", 0, "ledger", "x"))
    assert told(document) == {Place("", "victims", 0, "ledger"): "This must be yes or no, not “x”."}
    assert not told(after(cell("victims", 0, "ledger", "false"), document=document))


def test_awards_beside_a_ledger_are_refused_where_they_are_typed() -> None:
    document = after(
        *ONE_LOSS,
        cell("victims", 0, "ordered_defendants", ""),
        cell("awards", 0, "amount", "3,000"),
        cell("victims", 0, "ledger", "true"),
        {"op": "read", "table": "ledger/A", "text": LEDGER},
    )
    (mistake,) = read_case(document, {"A": read_ledger_of(document, "A")[0]}).mistakes
    assert mistake.place == Place(table="awards")


TWO = [
    *ONE_LOSS,
    {"op": "add", "table": "victims", "at": 1, "count": 1},
    {"op": "add", "table": "defendants", "at": 1, "count": 1},
    cell("counts", 0, "defendant", "1"),
    cell("counts", 1, "defendant", "2"),
    cell("counts", 1, "offense", "2252A(a)(5)"),
    cell("counts", 1, "from", "2023-01-01"),
    cell("counts", 1, "to", "2024-01-01"),
]


@pytest.mark.parametrize(
    ("table", "column", "text"),
    [
        ("losses", "victim", "Z"),
        ("losses", "victim", ""),
        ("awards", "victim", "Z"),
        ("awards", "victim", ""),
        ("counts", "defendant", "9"),
        ("counts", "defendant", ""),
        ("conduct", "victim", "Z"),
        ("conduct", "defendant", "9"),
        ("adjustments", "victim", "Z"),
        ("adjustments", "defendant", "9"),
    ],
)
def test_a_row_that_no_figure_would_count_is_told_in_every_table(table: str, column: str, text: str) -> None:
    document = after(*TWO)
    assert not told(document)
    row = len(document.rows(table))
    fill = {"losses": ("amount", "5"), "awards": ("amount", "5"), "conduct": ("images", "1")}
    fill |= {"adjustments": ("factor", "2"), "counts": ("offense", "2252A(a)(5)")}
    document = after(cell(table, row, *fill[table]), cell(table, row, column, text), document=document)
    assert Place("", table, row, column) in told(document)


def test_a_count_that_names_an_unknown_victim_is_told() -> None:
    assert set(told(after(*TWO, cell("counts", 1, "victims", "A, Z")))) == {Place("", "counts", 1, "victims")}


def test_conduct_that_is_entered_twice_is_told() -> None:
    document = after(
        *TWO,
        *(cell("conduct", row, "images", str(row)) for row in range(2)),
        *(cell("conduct", row, "victim", "A") for row in range(2)),
    )
    (place,) = told(document)
    assert place == Place("", "conduct", 1)


def test_what_is_said_of_one_takes_back_what_is_said_of_all() -> None:
    document = after(
        *TWO,
        cell("conduct", 0, "defendant", "1"),
        cell("conduct", 0, "victim", "A"),
        cell("conduct", 0, "distributed", "false"),
        cell("conduct", 1, "victim", "A"),
        cell("conduct", 1, "distributed", "true"),
        cell("conduct", 1, "images", "x"),
    )
    # The cell is told in which the mistake was typed, though the row above is about the same defendant.
    assert set(told(document)) == {Place("", "conduct", 1, "images")}
    read = read_case(after(cell("conduct", 1, "images", "0"), document=document), {}).scenario
    assert read
    assert [[one.distributed for one in defendant.conduct] for defendant in read.defendants] == [[False], [True]]


def test_a_code_that_is_wrong_is_told_only_where_it_was_typed() -> None:
    document = after(*ONE_LOSS, cell("victims", 0, "id", "Jane Doe"), cell("conduct", 0, "images", "3"))
    assert set(told(document)) == {Place("", "victims", 0, "id")}


def test_whose_rows_are_missing_is_said() -> None:
    document = after(*TWO, {"op": "remove", "table": "counts", "at": 1, "count": 1})
    assert told(document) == {Place(table="counts"): "Give at least one count of defendant 2."}


def test_a_variant_that_is_used_says_what_it_said() -> None:
    """Its rows without a victim mean every victim, though the case beside it has only one."""
    document = after(*TWO, cell("conduct", 0, "images", "3"), {"op": "keep", "name": "two"})
    kept = document.tables
    one = after({"op": "remove", "table": "victims", "at": 1, "count": 1}, document=document)
    assert after({"op": "use", "index": 0}, document=one).tables == kept


def test_a_ledger_follows_its_victim_into_a_variant() -> None:
    document = after(*ONE_LOSS, {"op": "keep", "name": "as A"}, {"op": "read", "table": "ledger/A", "text": LEDGER})
    renamed = after(cell("victims", 0, "id", "K7"), document=document)
    assert renamed.ledgers() == ("K7",)
    assert after({"op": "use", "index": 0}, document=renamed).ledgers() == ("A",)


def test_a_new_code_does_not_overwrite_the_ledger_that_has_it() -> None:
    other = {"op": "read", "table": "ledger/K", "text": LEDGER.replace("900", "100")}
    document = after(*ONE_LOSS, {"op": "read", "table": "ledger/A", "text": LEDGER}, other)
    renamed = after(cell("victims", 0, "id", "K"), document=document)
    assert renamed.rows("ledger/K") == document.rows("ledger/K")
    assert renamed.rows("ledger/A") == document.rows("ledger/A")


def test_of_very_many_mistakes_the_first_are_told() -> None:
    rows = [["Z", "5"]] * 5_000
    document = after(*ONE_LOSS, {"op": "fill", "table": "awards", "row": 0, "column": "victim", "cells": rows})
    mistakes = read_case(document, {}).mistakes
    assert len(mistakes) == 101
    assert mistakes[-1].words == "More mistakes after these 100: 4,900."


@pytest.mark.parametrize("schema", [2, True, "1"])
def test_a_scenario_of_another_version_is_not_read_as_if_it_were_this(schema: object) -> None:
    with pytest.raises(InputError, match="must be 1"):
        opened(json.dumps({"schema": schema, "title": "x"}))


def test_what_a_scenario_left_out_and_a_case_takes_for_all_is_told() -> None:
    scenario = {
        "schema": 1,
        "victim": [{"id": "A"}],
        "defendant": [{"id": "1", "counts": [{"offense": "2251(a)"}], "conduct": [{"images": 3}]}],
    }
    _, notices = from_scenario(scenario)
    assert [notice.partition(" names no victim")[0] for notice in notices] == [
        "Count 1 of defendant 1",
        "Conduct of defendant 1",
    ]
    assert apply(opened(json.dumps(scenario)), {"op": "empty"})


def test_a_blank_row_stays_blank_when_a_second_victim_comes() -> None:
    blank_row = {"op": "add", "table": "losses", "at": 1, "count": 1}
    document = after(*ONE_LOSS, blank_row, {"op": "add", "table": "victims", "at": 1, "count": 1})
    assert document.column("losses", "victim") == ("A", "")
    assert not told(document)
