"""A case as one document: its edits, what can be undone, its file, and the scenario that it stands for."""

from __future__ import annotations

import json
import tomllib
from binascii import b2a_base64
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution import InputError, read_scenario
from restitution.casefile import (
    EMPTY,
    TABLES,
    Document,
    History,
    Place,
    apply,
    read_case,
    read_file,
    read_ledger_of,
    write_file,
)
from restitution.casefile.edits import made_alone

SCENARIOS = sorted((Path(__file__).parents[2] / "content" / "scenarios").glob("*.toml"))
ONE_LOSS: list[dict[str, Any]] = [
    {"op": "set", "field": "order_date", "text": "2026-06-01"},
    {"op": "set", "field": "apportionment.method", "text": "equal-share"},
    {"op": "cell", "table": "victims", "row": 0, "column": "ordered_defendants", "text": "99"},
    {"op": "cell", "table": "losses", "row": 0, "column": "category", "text": "medical"},
    {"op": "cell", "table": "losses", "row": 0, "column": "amount", "text": "600,000"},
    {"op": "cell", "table": "counts", "row": 0, "column": "offense", "text": "2252A(a)(5)"},
    {"op": "cell", "table": "counts", "row": 0, "column": "from", "text": "2023-01-01"},
    {"op": "cell", "table": "counts", "row": 0, "column": "to", "text": "2024-12-31"},
]


def after(*edits: dict[str, Any], document: Document = EMPTY) -> Document:
    return reduce(apply, edits, document)


def opened(text: str, name: str = "case.json") -> Document:
    return read_file(name, b2a_base64(text.encode("utf-8", "surrogatepass"), newline=False).decode()).document


def cells(document: Document, table: str, column: str) -> tuple[str, ...]:
    return document.column(table, column)


def test_a_case_entered_cell_by_cell_can_be_calculated() -> None:
    read = read_case(after(*ONE_LOSS), {})
    assert not read.mistakes
    assert read.scenario
    (victim,) = read.scenario.victims
    assert (victim.ordered_defendants, len(victim.losses)) == (99, 1)
    # Nobody had to say which victim and which defendant: there is one of each.
    assert [count.victims for count in read.scenario.defendants[0].counts] == [("A",)]


def test_what_is_missing_is_told_at_its_place() -> None:
    mistakes = {said.place: said.words for said in read_case(EMPTY, {}).mistakes}
    assert set(mistakes) == {Place("order_date"), Place("apportionment.method"), Place(table="counts")}


def test_a_mistake_is_told_at_the_cell_where_it_was_typed() -> None:
    document = after(
        *ONE_LOSS,
        {"op": "add", "table": "losses", "at": 0, "count": 1},
        {"op": "cell", "table": "losses", "row": 1, "column": "amount", "text": "twelve"},
    )
    (said,) = read_case(document, {}).mistakes
    assert said.place == Place("", "losses", 1, "amount")
    assert "twelve" in said.words


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_scenario_opens_as_a_case_that_calculates_the_same(path: Path) -> None:
    """Version 1 of the file: the scenario."""
    tables = json.loads(json.dumps(tomllib.loads(path.read_text()), default=str))
    for name, text in ((path.name, path.read_text()), ("scenario.json", json.dumps(tables))):
        read = read_case(opened(text, name), {}).scenario
        assert read
        assert replace(read, readings=()) == replace(read_scenario(tables), readings=())


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_what_is_saved_and_opened_is_saved_the_same(path: Path) -> None:
    saved = write_file(opened(path.read_text(), path.name))
    assert write_file(opened(saved)) == saved


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    '=HYPERLINK("x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\u202eright to left\u202c",
    "x" * 10_000,
    "🙂 two\nlines\tand a tab",
    '"quoted", and a comma',
    "\\ud83d \ud83d half of a pair",
    " spaces around ",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_kept_as_typed_in_every_field_and_cell(text: str) -> None:
    document = EMPTY
    for path in ("title", "notes", "order_date", "apportionment.fixed"):
        document = apply(document, {"op": "set", "field": path, "text": text})
    for name in (*(name for name in TABLES if name not in ("victims", "defendants")), "ledger/A"):
        for column in ("note", "label", "reason", "amount", "offense", "images"):
            if column in (TABLES[name] if name in TABLES else TABLES["awards"]).names():
                document = apply(document, {"op": "cell", "table": name, "row": 0, "column": column, "text": text})
    again = opened(write_file(document))
    assert again == document
    assert read_case(document, {}).mistakes


@given(st.lists(st.lists(st.text(max_size=8), min_size=6, max_size=6), max_size=5))
def test_any_rows_of_a_ledger_come_back_as_typed(rows: list[list[str]]) -> None:
    document = EMPTY
    for i, row in enumerate(rows):
        for column, text in zip(("date", "kind", "case", "amount", "note", "joint"), row, strict=True):
            document = apply(document, {"op": "cell", "table": "ledger/A", "row": i, "column": column, "text": text})
    saved = write_file(document)
    assert write_file(opened(saved)) == saved


def test_a_newer_version_and_unknown_parts_are_refused_with_words() -> None:
    case = json.loads(write_file(after(*ONE_LOSS)))
    with pytest.raises(InputError, match="newer program"):
        opened(json.dumps({**case, "schema": 3}))
    with pytest.raises(InputError, match="no field with this name"):
        opened(json.dumps({**case, "surprise": 1}))
    case["tables"]["losses"]["columns"][0] = "name"
    with pytest.raises(InputError, match="columns of this table"):
        opened(json.dumps(case))


def test_what_a_scenario_may_not_be_is_refused_with_what_to_write() -> None:
    with pytest.raises(InputError, match=r"\[\[victim.loss\]\]"):
        opened('schema = 1\n[[victim]]\nid = "A"\n[victim.loss]\namount = "1"\n', "one-bracket.toml")
    with pytest.raises(InputError, match="remove the outer brackets"):
        opened('[{"schema": 1, "victim": []}]')


def test_a_case_saved_under_another_law_says_so() -> None:
    case = {**json.loads(write_file(EMPTY)), "law": "Pub. L. 1-1"}
    sent = b2a_base64(json.dumps(case).encode(), newline=False).decode()
    (notice,) = read_file("case.json", sent).notices
    assert "Pub. L. 1-1" in notice


def test_rows_are_added_removed_and_moved() -> None:
    document = after(
        *({"op": "cell", "table": "losses", "row": i, "column": "label", "text": t} for i, t in enumerate("abcd"))
    )
    assert cells(
        after({"op": "move", "table": "losses", "at": 0, "count": 2, "to": 1}, document=document), "losses", "label"
    ) == (*"cabd",)
    assert cells(
        after({"op": "remove", "table": "losses", "at": 1, "count": 2}, document=document), "losses", "label"
    ) == (*"ad",)
    added = after({"op": "add", "table": "losses", "at": 2, "count": 1}, document=document)
    assert cells(added, "losses", "label") == ("a", "b", "", "c", "d")
    cleared = {"op": "clear", "table": "losses", "row": 1, "column": "label", "rows": 9, "columns": 1}
    assert cells(after(cleared, document=document), "losses", "label") == ("a", "", "", "")


def test_victims_and_defendants_get_the_next_code() -> None:
    document = after(
        {"op": "add", "table": "victims", "at": 1, "count": 2},
        {"op": "add", "table": "defendants", "at": 0, "count": 1},
    )
    assert cells(document, "victims", "id") == ("A", "B", "C")
    assert cells(document, "defendants", "id") == ("2", "1")


def test_when_a_second_victim_comes_the_rows_of_the_first_stay_its_own() -> None:
    document = after(
        *ONE_LOSS,
        {"op": "add", "table": "victims", "at": 1, "count": 1},
        {"op": "add", "table": "defendants", "at": 1, "count": 1},
    )
    assert cells(document, "losses", "victim") == ("A",)
    assert cells(document, "counts", "defendant") == ("1",)


def test_a_code_that_is_changed_is_changed_wherever_it_is_used() -> None:
    document = after(
        *ONE_LOSS,
        {"op": "add", "table": "victims", "at": 1, "count": 1},
        {"op": "cell", "table": "counts", "row": 0, "column": "victims", "text": "A; B"},
        {"op": "cell", "table": "ledger/A", "row": 0, "column": "kind", "text": "payment"},
        {"op": "cell", "table": "victims", "row": 0, "column": "id", "text": "K7"},
    )
    assert cells(document, "losses", "victim") == ("K7",)
    assert cells(document, "counts", "victims") == ("K7, B",)
    assert document.ledgers() == ("K7",)


def test_with_a_victim_goes_what_belongs_to_it_and_nothing_else() -> None:
    document = after(
        *ONE_LOSS,
        {"op": "add", "table": "victims", "at": 1, "count": 1},
        {"op": "cell", "table": "losses", "row": 1, "column": "victim", "text": "B"},
        {"op": "cell", "table": "counts", "row": 0, "column": "victims", "text": "A, B"},
        {"op": "cell", "table": "counts", "row": 1, "column": "victims", "text": "B"},
        {"op": "cell", "table": "ledger/B", "row": 0, "column": "kind", "text": "payment"},
        {"op": "remove", "table": "victims", "at": 1, "count": 1},
    )
    assert cells(document, "losses", "victim") == ("A",)
    # A count of that victim alone would otherwise name every victim of the case.
    assert cells(document, "counts", "victims") == ("A",)
    assert not document.ledgers()


def test_a_row_of_an_unknown_victim_is_told_and_not_dropped_in_silence() -> None:
    document = after(*ONE_LOSS, {"op": "cell", "table": "losses", "row": 0, "column": "victim", "text": "Z"})
    assert [said.place for said in read_case(document, {}).mistakes] == [Place("", "losses", 0, "victim")]
    two = after({"op": "add", "table": "victims", "at": 1, "count": 1}, document=after(*ONE_LOSS))
    two = after({"op": "cell", "table": "losses", "row": 0, "column": "victim", "text": ""}, document=two)
    (said,) = read_case(two, {}).mistakes
    assert said.words == "Which victim? Give one of the codes A, B."


def test_what_is_said_of_every_victim_holds_unless_one_is_said_to_differ() -> None:
    document = after(
        *ONE_LOSS,
        {"op": "add", "table": "victims", "at": 1, "count": 1},
        {"op": "cell", "table": "conduct", "row": 0, "column": "images", "text": "6"},
        {"op": "cell", "table": "conduct", "row": 0, "column": "joint_group", "text": "g"},
        {"op": "cell", "table": "conduct", "row": 1, "column": "victim", "text": "B"},
        {"op": "cell", "table": "conduct", "row": 1, "column": "images", "text": "9"},
    )
    scenario = read_case(document, {}).scenario
    assert scenario
    conduct = {one.victim: (one.images, one.joint_group) for one in scenario.defendants[0].conduct}
    assert conduct == {"A": (6, "g"), "B": (9, "g")}


def test_earlier_awards_count_as_defendants_unless_a_number_is_given() -> None:
    awards = [
        {"op": "cell", "table": "awards", "row": i, "column": "amount", "text": t}
        for i, t in enumerate(("3,000", "5,000"))
    ]
    document = after(*ONE_LOSS, *awards)
    scenario = read_case(document, {}).scenario
    assert scenario
    assert scenario.victims[0].ordered_defendants == 99
    left_open = after(
        {"op": "cell", "table": "victims", "row": 0, "column": "ordered_defendants", "text": ""}, document=document
    )
    read = read_case(left_open, {})
    assert read.scenario
    assert read.scenario.victims[0].ordered_defendants == 2
    assert [said.place.column for said in read.readings] == ["ordered_defendants"]


def test_undo_and_redo_go_through_every_step() -> None:
    history = History()
    for edit in ONE_LOSS:
        history.record(str(edit["op"]), apply(history.document, edit))
    last = history.document
    for _ in ONE_LOSS:
        assert history.undo_label
        history.undo()
    assert history.document == EMPTY
    assert not history.undo_label
    for _ in ONE_LOSS:
        history.redo()
    assert history.document == last
    assert not history.redo_label


def test_the_letters_of_one_field_are_one_step() -> None:
    history = History()
    for text in ("T", "Ti", "Tit"):
        history.record("Change: title", apply(history.document, {"op": "set", "field": "title", "text": text}), "title")
    history.undo()
    assert history.document == EMPTY


def test_variants_keep_the_inputs_and_leave_the_ledgers() -> None:
    document = after(
        *ONE_LOSS,
        {"op": "keep", "name": "with 99"},
        {"op": "cell", "table": "victims", "row": 0, "column": "ordered_defendants", "text": "50"},
        {"op": "cell", "table": "ledger/A", "row": 0, "column": "kind", "text": "payment"},
    )
    again = after({"op": "use", "index": 0}, document=document)
    assert cells(again, "victims", "ordered_defendants") == ("99",)
    assert again.rows("ledger/A") == document.rows("ledger/A")
    assert opened(write_file(document)) == document
    assert not after({"op": "drop", "index": 0}, document=document).variants


BAD_EDITS: list[tuple[Any, str]] = [
    (None, "op"),
    ({"op": "explode"}, "op"),
    ({"op": "set", "field": "victim[0].id", "text": "A"}, "field"),
    ({"op": "set", "field": "title", "text": 3}, "text"),
    ({"op": "cell", "table": "people", "row": 0, "column": "id", "text": ""}, "table"),
    ({"op": "cell", "table": "losses", "row": 5, "column": "amount", "text": ""}, "row"),
    ({"op": "cell", "table": "losses", "row": 0, "column": "name", "text": ""}, "column"),
    ({"op": "remove", "table": "losses", "at": 0, "count": 1}, "at"),
    ({"op": "move", "table": "victims", "at": 0, "count": 1, "to": 9}, "to"),
    ({"op": "fill", "table": "awards", "row": 0, "column": "note", "cells": [["a", "b"]]}, "cells"),
    (
        {"op": "rows", "table": "awards", "cells": [["1", "2"]], "columns": ["amount", "amount"], "how": "append"},
        "columns",
    ),
    ({"op": "use", "index": 0}, "index"),
    ({"op": "merge", "table": "losses", "text": "", "take": []}, "table"),
]


@pytest.mark.parametrize(("edit", "path"), BAD_EDITS, ids=[str(path) + str(i) for i, (_, path) in enumerate(BAD_EDITS)])
def test_an_edit_that_cannot_be_made_is_refused_at_what_is_wrong_with_it(edit: Any, path: str) -> None:
    with pytest.raises(InputError) as refusal:
        apply(EMPTY, edit)
    assert [error.path for error in refusal.value.errors] == [path]


GOOD_EDITS: list[dict[str, Any]] = [
    {"op": "set", "field": "title", "text": "x"},
    {"op": "cell", "table": "losses", "row": 0, "column": "amount", "text": "1"},
    {"op": "add", "table": "losses", "at": 0, "count": 1},
    {"op": "remove", "table": "losses", "at": 0, "count": 1},
    {"op": "move", "table": "losses", "at": 0, "count": 1, "to": 0},
    {"op": "clear", "table": "losses", "row": 0, "column": "amount", "rows": 1, "columns": 1},
    {"op": "fill", "table": "losses", "row": 0, "column": "amount", "cells": [["1"]], "columns": ["amount"]},
    {"op": "rows", "table": "losses", "cells": [["1"]], "columns": ["amount"], "how": "append", "header": False},
    {"op": "read", "table": "losses", "text": "amount\n1\n"},
    {"op": "merge", "table": "ledger/A", "text": "date,kind,case,amount\n", "take": ["new"]},
    {"op": "keep", "name": "x"},
    {"op": "use", "index": 0},
    {"op": "drop", "index": 0},
    {"op": "empty"},
]
OPTIONAL = {"count", "rows", "header"}
WRONG: list[Any] = [None, True, -1, 10**9, 1.5, [], [1], [[1]], {}, "\x00", ["new", []]]


@pytest.mark.parametrize("edit", GOOD_EDITS, ids=lambda edit: edit["op"])
def test_an_edit_with_a_part_missing_extra_or_wrong_is_refused_at_it(edit: dict[str, Any]) -> None:
    document = after(*ONE_LOSS, {"op": "keep", "name": "kept"})
    before = write_file(document)
    apply(document, edit)
    for name in edit:
        tried = [{key: value for key, value in edit.items() if key != name}] if name not in OPTIONAL else []
        tried += [edit | {name: wrong} for wrong in WRONG if not (name in ("text", "name") and isinstance(wrong, str))]
        for one in tried:
            if edit["op"] in ("fill", "clear") and name == "columns" and "columns" not in one:
                continue
            if one.get(name) == [] or (name == "header" and one.get(name) is True):
                continue
            with pytest.raises(InputError) as refusal:
                apply(document, one)
            assert name in {error.path for error in refusal.value.errors}, one
    with pytest.raises(InputError, match="no such part"):
        apply(document, edit | {"surprise": 1})
    assert write_file(document) == before


@pytest.mark.parametrize("op", [None, [], {}, 1, "open", "undo"])
def test_what_is_no_edit_is_refused(op: object) -> None:
    with pytest.raises(InputError):
        apply(EMPTY, {"op": op})


def test_a_table_holds_no_more_rows_than_a_file_brings_back() -> None:
    full = after({"op": "add", "table": "awards", "at": 0, "count": 50_000})
    for edit in (
        {"op": "cell", "table": "awards", "row": 50_000, "column": "note", "text": "x"},
        {"op": "add", "table": "awards", "at": 0, "count": 1},
        {"op": "fill", "table": "awards", "row": 50_000, "column": "note", "cells": [["x"]]},
    ):
        with pytest.raises(InputError, match="at most 50,000 rows"):
            apply(full, edit)
    # Codes are stored with another sign between them, which makes them longer.
    codes = {"op": "fill", "table": "counts", "row": 0, "column": "victims", "cells": [["a," * 45_000]]}
    with pytest.raises(InputError, match="too long"):
        apply(EMPTY, codes)


def test_a_page_and_the_case_agree_on_what_an_edit_alone_does() -> None:
    """The page makes these edits itself; what follows from them elsewhere is sent to it."""
    document = after(*ONE_LOSS)
    edit = {"op": "add", "table": "victims", "at": 1, "count": 1}
    assert made_alone(document, edit).rows("victims")[1][0] == ""
    assert apply(document, edit).rows("victims")[1][0] == "B"


def test_a_victim_takes_its_figures_from_the_ledger_in_one_step() -> None:
    rows = [
        ("2020-01-02", "finding", "C1", "9,000"),
        ("2020-01-02", "order", "C1", "500"),
        ("2021-01-02", "payment", "C1", "20"),
    ]
    document = after(
        *ONE_LOSS,
        {"op": "cell", "table": "awards", "row": 0, "column": "amount", "text": "3,000"},
        {"op": "cell", "table": "victims", "row": 0, "column": "received", "text": "1"},
        {"op": "fill", "table": "ledger/A", "row": 0, "column": "date", "cells": [list(row) for row in rows]},
        {"op": "take", "victim": "A"},
    )
    ledger, mistakes = read_ledger_of(document, "A")
    assert not mistakes
    scenario = read_case(document, {"A": ledger}).scenario
    assert scenario
    victim = scenario.victims[0]
    assert (victim.ordered_defendants, victim.prior_awards, victim.received) == (1, (Fraction(500),), Fraction(20))
    with pytest.raises(InputError, match="no one victim"):
        apply(document, {"op": "take", "victim": "B"})


def test_a_day_as_courts_write_it_is_read_and_kept_as_typed() -> None:
    document = after(*ONE_LOSS, {"op": "set", "field": "order_date", "text": "6/1/2026"})
    read = read_case(document, {})
    assert read.scenario
    assert read.scenario.order_date.isoformat() == "2026-06-01"
    assert [(said.place, said.words) for said in read.readings] == [(Place("order_date"), "June 1, 2026")]
    assert document.field("order_date") == "6/1/2026"


@pytest.mark.parametrize("column", ["victim", "label"])
def test_a_row_of_totals_is_not_counted(column: str) -> None:
    document = after(
        *ONE_LOSS,
        {"op": "cell", "table": "losses", "row": 1, "column": "category", "text": "other"},
        {"op": "cell", "table": "losses", "row": 1, "column": "amount", "text": "600,000"},
        {"op": "cell", "table": "losses", "row": 1, "column": column, "text": "TOTAL"},
    )
    (said,) = read_case(document, {}).mistakes
    assert said.place == Place("", "losses", 1, column)
    assert "total" in said.words
