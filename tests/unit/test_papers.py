"""Papers to file: every figure of the answer stands in them, in words for people, with nothing that gives a name."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import pytest
from tests.unit.desk_support import ELSEWHERE, PRODUCTION, case
from tests.unit.paper_support import (
    BUILT_IN,
    CASES,
    FOR_MACHINES,
    SCENARIOS,
    VIEWS,
    amounts,
    built_in,
    headings,
    of_scenario,
    of_test_case,
    opened,
    sheets,
    texts,
    whole,
)

from restitution.casefile import TABLES, Document, ledger_name, write_file
from restitution.commands.estimate import estimate_table
from restitution.desk.figures import Figures, in_step
from restitution.errors import InputError
from restitution.law import LAW
from restitution.money import dollars_of_cents
from restitution.papers.citing import noted
from restitution.papers.content.wording import proper
from restitution.papers.make import APPLY, PARTS, paper, write
from restitution.papers.paper import Caption, Facts, Paper, Paragraph, Row, Sheet
from restitution.render.words import NOTICE


def every_figure(document: Document) -> set[str]:
    estimate = Figures().case(document)[1]
    assert estimate is not None
    table = estimate_table(estimate)
    if estimate.no_order:
        # That no order can be made is not an order of $0.00.
        table.pop("totals")
    found = set(amounts(table))
    assert found or estimate.no_order
    return found


@pytest.mark.parametrize("path", [*BUILT_IN, *SCENARIOS], ids=lambda path: path.stem)
def test_every_amount_of_the_answer_stands_in_the_paper(path: Path) -> None:
    document = opened(path)
    text = whole(paper(document))
    assert not {amount for amount in every_figure(document) if amount not in text}
    assert not FOR_MACHINES.findall(text)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_amount_of_every_kind_of_case_stands_in_the_paper(path: Path) -> None:
    document = of_test_case(path)
    made = paper(document)
    text = whole(made)
    assert not {amount for amount in every_figure(document) if amount not in text}
    assert not FOR_MACHINES.findall(text)
    assert not [one for one in texts(made) if one != one.strip() or "  " in one]


@pytest.mark.parametrize(("name", "view"), VIEWS)
def test_a_paper_is_whole(name: str, view: str) -> None:
    made = paper(built_in(name), view)
    assert isinstance(made.blocks[0], Caption)
    assert whole(made).count(NOTICE) == 1
    assert isinstance(made.blocks[-1], Paragraph)
    assert "Pub. L." in made.foot
    assert whole(made).count("Built-in example") == 1
    for sheet in sheets(made):
        assert sheet.rows, sheet.caption
        assert sheet.caption
        assert {len(row.cells) for row in sheet.rows} == {len(sheet.columns)}


def test_its_parts_are_in_order_and_can_be_chosen() -> None:
    document = built_in("one-victim")
    assert [one for one in PARTS if one in APPLY["orders"]] == list(APPLY["orders"])
    assert [one for one in PARTS if one in APPLY["ledger"]] == list(APPLY["ledger"])
    made = paper(document, parts=["worksheet", "summary"])
    assert headings(made) == ["Summary", "Worksheet"]
    assert not isinstance(made.blocks[0], Caption)
    assert whole(made).count(NOTICE) == 1
    assert headings(paper(document)) == [
        "Summary",
        "For the schedule of restitution in the judgment",
        "Method and open points",
        "Inputs",
        "Worksheet",
        "How to check this paper",
    ]


@pytest.mark.parametrize("part", [one for one in PARTS if one not in ("cases", "rows")])
def test_each_part_stands_alone(part: str) -> None:
    made = paper(built_in("nine-and-three"), parts=[part])
    others = [paper(built_in("nine-and-three"), parts=[one]).blocks for one in APPLY["orders"] if one != part]
    assert all(made.blocks != blocks for blocks in others)


@pytest.mark.parametrize(
    ("asked", "where", "word"),
    [
        ({"parts": ["summary", "names", "rows"]}, ["parts", "parts"], "names"),
        ({"parts": []}, ["parts"], "at least one"),
        ({"view": "both"}, ["view"], "orders, ledger"),
        ({"view": "ledger"}, [""], "no rows yet"),
    ],
)
def test_what_cannot_be_made_is_refused(asked: dict[str, object], where: list[str], word: str) -> None:
    with pytest.raises(InputError) as refused:
        paper(built_in("one-victim"), **asked)  # type: ignore[arg-type]
    assert [error.path for error in refused.value.errors] == where
    assert word in str(refused.value)
    with pytest.raises(InputError, match="docx or xlsx"):
        write(built_in("one-victim"), "pdf")


def test_a_spreadsheet_needs_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(name: str) -> Callable[..., bytes]:
        def workbook(*_: object) -> bytes:
            raise ModuleNotFoundError(name=name)

        return workbook

    module = ModuleType("restitution.papers.workbook")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    module.__dict__["workbook"] = lacking("xlsxwriter")
    with pytest.raises(InputError, match="XlsxWriter"):
        write(built_in("one-victim"), "xlsx")
    module.__dict__["workbook"] = lacking("another")
    with pytest.raises(ModuleNotFoundError):
        write(built_in("one-victim"), "xlsx")
    with pytest.raises(InputError, match="no part"):
        write(built_in("one-victim"), "xlsx", parts=["names"])


def test_every_mistake_is_told_with_its_place_in_words() -> None:
    document = built_in("nine-and-three").with_field("order_date", "soon").with_rows("defendants", (("1",), ("1",)))
    with pytest.raises(InputError) as refused:
        paper(document)
    assert len(refused.value.errors) > 1
    assert "Date of the restitution order" in [error.path for error in refused.value.errors]
    with pytest.raises(InputError) as empty:
        paper(Document())
    assert empty.value.errors
    ledger = built_in("sixty-cases")
    rows = ledger.rows(ledger_name("A"))
    broken = ledger.with_rows(ledger_name("A"), (("2020-99-99", *rows[0][1:]), *rows[1:]))
    with pytest.raises(InputError, match="Ledger of victim A, row 1, date"):
        paper(broken, "ledger")


def test_it_says_how_to_check_it() -> None:
    document = built_in("nine-and-three")
    said = whole(paper(document, parts=["check"]))
    assert sha256(write_file(document).encode()).hexdigest() in said
    changed = document.with_field("order_date", "2026-06-02")
    assert sha256(write_file(document).encode()).hexdigest() not in whole(paper(changed, parts=["check"]))
    assert "restitution case restitution-case.json" in said
    ledger = whole(paper(built_in("sixty-cases"), "ledger", parts=["check"]))
    assert "restitution case restitution-case.json --view ledger --ledger A" in ledger


def matrix(made: Paper) -> list[Sheet]:
    return [sheet for sheet in sheets(made) if sheet.caption.startswith("Orders, victims by defendants")]


def told(row: Row) -> list[str]:
    return ["|".join(run.text for run in cell) if isinstance(cell, tuple) else str(cell) for cell in row.cells]


def test_several_orders_are_a_table_with_their_ranges_and_totals() -> None:
    (table,) = matrix(paper(built_in("nine-and-three"), parts=["summary"]))
    assert [column.head for column in table.columns] == [
        "Victim",
        "Defendant 1",
        "Defendant 2",
        "Defendant 3",
        "All defendants",
    ]
    assert told(table.rows[0]) == [
        "Victim A",
        "$571,082.27|the whole loss",
        "$4,021.71|$3,500.00 to $10,000.00",
        "—",
        "$575,103.98",
    ]
    assert told(table.rows[-1]) == ["All victims", "$779,214.25", "$68,545.67", "$203,060.25", "$1,050,820.17"]


def test_many_defendants_are_several_tables_each_as_wide_as_the_page() -> None:
    tables = matrix(paper(of_scenario(case(2, [{}] * 10)), parts=["summary"]))
    assert [len(table.columns) for table in tables] == [5, 5, 4]
    assert [column.head for column in tables[-1].columns] == ["Victim", "Defendant 9", "Defendant 10", "All defendants"]


def test_where_no_order_can_be_made_there_is_no_amount() -> None:
    beside = paper(of_scenario(case(1, [{}, {"offense": ELSEWHERE}])))
    (table,) = matrix(beside)
    assert told(table.rows[0])[2] == "no order under § 2259"
    assert "No order under § 2259" in headings(beside, 3)
    alone = paper(of_scenario(case(1, [{"offense": ELSEWHERE}])))
    assert "$0.00" not in whole(alone)
    assert "18 U.S.C. § 1593" in whole(alone)


def test_one_order_says_whose_it_is_by_which_rule_and_by_which_text() -> None:
    def facts(document: Document) -> dict[str, str]:
        (found,) = [block for block in paper(document, parts=["summary"]).blocks if isinstance(block, Facts)]
        return {label: "".join(run.text for run in text) for label, text in found.rows}

    share = facts(built_in("one-victim"))
    assert share["Victim and defendant"] == "Victim A, defendant 1"
    assert share["Rule"] == "18 U.S.C. § 2259(b)(2), the present text"
    assert share["Method chosen for the share"] == "An equal share among those ordered to pay"
    assert list(share)[4:] == [
        "Share by that method",
        "Floor",
        "Order",
        "Range of the methods shown",
        "Cap: the loss claimed here, once final",
        "Outstanding",
        "Can still be collected",
    ]
    whole_loss = facts(of_scenario(case(1, [{"offense": PRODUCTION}])))
    assert "Floor" not in whole_loss
    assert whole_loss["Order"] == whole_loss["Losses"] == "$600,000.00"
    earlier = facts(of_scenario(case(1, [{"span": ("2015-01-01", "2016-01-01")}])))
    assert earlier["Rule"] == "18 U.S.C. § 2259, the text before the AVAA"
    assert "Can still be collected" not in earlier


def test_the_schedule_names_payees_by_code_and_leaves_the_rest_to_the_court() -> None:
    document = of_scenario(case(2, [{"joint": "J"}, {"joint": "J"}, {"offense": PRODUCTION, "names": ["B"]}]))
    tables = sheets(paper(document, parts=["schedule"]))
    assert [table.caption for table in tables] == ["Defendant 1", "Defendant 2", "Defendant 3", "Joint and several"]
    first = told(tables[0].rows[0])
    assert (first[0], first[3]) == ("Victim A", "____________")
    assert told(tables[2].rows[0])[1:3] == [str(Fraction(600000))] * 2
    assert [told(row)[3] for row in tables[3].rows] == ["Victim A"] * 2 + ["Victim B"] * 2
    assert told(tables[3].rows[0])[2].endswith("with defendant 2")


def test_defendants_alike_share_one_table_of_steps() -> None:
    captions = [sheet.caption for sheet in sheets(paper(built_in("nine-and-three"), parts=["worksheet"]))]
    assert "Victim C, defendants 1, 2 and 3: from losses to order, the same for each" in captions
    assert "Victim A, defendant 1: from losses to order" in captions
    single = [sheet.caption for sheet in sheets(paper(built_in("one-victim"), parts=["worksheet"]))]
    assert single == ["Victim A, defendant 1"]
    assert captions[-1] == "Totals of the case"


def test_flags_stand_under_headings_with_the_orders_that_they_touch() -> None:
    made = paper(built_in("nine-and-three"), parts=["notes"])
    text = whole(made)
    assert headings(made, 3) == [
        "What the judge decides",
        "The cause of losses is not stated",
        "The offense spans December 7, 2018",
        "Losses of mixed cause are counted by our default",
        "The orders together exceed the losses",
        "Awards and defendants differ in number",
        "How entries were read",
    ]
    assert "It concerns victims C, D, E, F, G, H and I, defendant 3." in text
    assert "Count 3, section of conviction: “2252A(a)(5)(B)” as 2252A(a)(5)." in text
    assert "Leave that number empty" not in text


def test_inputs_are_compact() -> None:
    document = built_in("one-victim")
    awards = tuple(("", f"{1000 + at}", "The judge was brief.") for at in range(20))
    document = document.with_rows("awards", awards).with_field("notes", "Ask the expert again.")
    victims = document.rows("victims")
    document = document.with_rows("victims", ((victims[0][0], "", *victims[0][2:]),))
    made = paper(document, parts=["inputs"])
    (listed,) = [sheet for sheet in sheets(made) if "earlier awards" in sheet.caption]
    assert listed.caption == "Victim A: 20 earlier awards, median $1,009.50, sum $20,190.00"
    # Numbered, each with a blank for counsel to say which it is.
    assert [column.head for column in listed.columns] == ["Award", "Amount", "Court and date"]
    assert [told(row) for row in listed.rows] == [[f"Award {at + 1}", str(1000 + at), "_" * 36] for at in range(20)]
    # A long list takes lines.
    many = paper(document.with_rows("awards", awards * 2), parts=["inputs"])
    assert not [sheet for sheet in sheets(many) if "earlier awards" in sheet.caption]
    assert "sum $40,380.00. Counsel lists the court and date of each by its number. 1: $1,000.00; 2:" in whole(many)
    assert "Counsel's own notes on the awards are not printed." in whole(made)
    assert "Notes on awards" not in whole(paper(built_in("one-victim"), parts=["inputs"]))
    # What was noted for the user's own use is nobody else's.
    assert "Ask the expert again." not in whole(paper(document))
    assert "The judge was brief." not in whole(paper(document))


def test_a_ledger_s_notes_are_nobody_else_s() -> None:
    document = built_in("sixty-cases")
    rows = tuple((*row[:4], "A long talk.", *row[5:]) for row in document.rows("ledger/A"))
    assert rows
    document = document.with_rows("ledger/A", rows)
    assert "A long talk." not in whole(paper(document, "ledger"))
    for view in ("ledger", "orders"):
        # The parts of the file are stored as they are.
        assert b"A long talk." not in write(document, "xlsx", view)


def test_every_input_is_told() -> None:
    scenario = case(1, [{}], loss=[])
    scenario["victim"][0]["loss"] = [
        {"category": "medical", "label": "Counseling", "low": "1000", "high": "3000.50", "take": "high"},
        {
            "category": "income",
            "annual": "30000",
            "years": 30,
            "months": 6,
            "growth": "2%",
            "discount": "3%",
            "starts_in": 2,
        },
        {"category": "other", "amount": "18000", "cause": "mixed", "trafficking_share": "0.5", "exhibit": "Ex. 4"},
    ]
    scenario["circuit"] = "9"
    text = whole(paper(of_scenario(scenario), parts=["inputs"]))
    for words in (
        "$1,000.00 to $3,000.50, the higher",
        "$30,000.00 each year, for 30 years, and 6 months, growth 2%, discount 3%, first in 2 years",
        "$18,000.00, cause: both together, part from the trade 0.5",
        "Counseling",
        "Ex. 4",
        "Ninth",
        "January 1, 2019",
        "June 1, 2021",
        "An equal share among those ordered to pay",
        "Victim A: ordered to pay elsewhere\n100",
    ):
        assert words in text, words


def test_a_ledger_is_told_whole() -> None:
    document = built_in("sixty-cases")
    made = paper(document, "ledger")
    text = whole(made)
    now = Figures().position(document, "A")[0]
    assert now is not None
    for cents in (now.greatest_finding, now.received, now.outstanding, now.ordered, now.assistance, now.civil):
        assert dollars_of_cents(cents) in text
    by_case = next(sheet for sheet in sheets(made) if "the balance of each case" in sheet.caption)
    assert len(by_case.rows) == len(now.cases)
    rows = next(sheet for sheet in sheets(made) if sheet.caption.startswith("Ledger of victim A"))
    assert len(rows.rows) == len(document.rows(ledger_name("A")))
    assert "As of June 30, 2026, the victim has received" in text
    assert not FOR_MACHINES.findall(text)
    assert any(isinstance(block, Facts) for block in made.blocks)


def test_the_whole_case_is_not_worked_out_again() -> None:
    document = built_in("one-victim")
    figures = Figures()
    before = figures.case(document)
    paper(document, figures=figures)
    assert figures.case(document) is not None
    assert figures.case(document)[1] is before[1]
    assert paper(document) == paper(replace(document), figures=Figures())


def with_causes(cause: str, circuit: str = "") -> Document:
    document = built_in("one-victim").with_field("circuit", circuit)
    at = TABLES["losses"].names().index("cause")
    rows = tuple((*row[:at], cause, *row[at + 1 :]) for row in document.rows("losses"))
    return document.with_rows("losses", rows)


@pytest.mark.parametrize("circuit", ["", *LAW.circuits])
def test_a_cause_that_was_left_empty_is_said_with_what_the_circuit_said(circuit: str) -> None:
    view = LAW.circuits.get(circuit)
    says = (
        proper(view.position) if view else "the Eleventh requires no set step; all three spoke under the earlier text"
    )
    cited = proper(LAW.authorities[view.authority].citation if view else "804 F.3d 1287 (9th Cir. 2015)")
    made = paper(with_causes("", circuit), parts=["notes", "inputs"])
    text = whole(made)
    assert "The cause of losses is not stated" in headings(made, 3)
    assert "No cause is stated for 2 losses of victim A" in text
    assert "may have to be taken out (disaggregation)" in text
    assert says in text
    assert text.count("cause not stated") == 2
    assert any(cited in noted(cites) for cites in made.cited())


def test_a_cause_that_was_stated_is_no_open_point() -> None:
    for cause in ("trafficking", "initial-abuse"):
        text = whole(paper(with_causes(cause, "9")))
        assert "not stated" not in text
    # For an order in full the cause makes no difference.
    whole_loss = of_scenario(case(1, [{"offense": PRODUCTION}]))
    assert "No cause is stated" not in whole(paper(whole_loss))


def test_what_reminds_the_user_alone_is_not_in_a_paper() -> None:
    document = built_in("one-victim").with_rows("ledger/A", built_in("sixty-cases").rows("ledger/A"))
    assert any(name == "ledger not used" for name, _ in in_step(document))
    assert "ledger" not in whole(paper(document)).lower()


def test_the_cap_is_called_found_only_where_a_greater_loss_was_found() -> None:
    document = built_in("one-victim")
    at = TABLES["victims"].names().index("greatest_loss_found")
    (victim,) = document.rows("victims")
    for found, label in (
        ("500,000", "Cap: the loss claimed here, once final"),
        ("700,000", "Cap: greatest loss found in any case"),
    ):
        row = (*victim, *[""] * at)[: len(victim)]
        changed = document.with_rows("victims", ((*row[:at], found, *row[at + 1 :]),))
        assert label in list(texts(paper(changed, parts=["summary"])))


def test_a_ledger_s_days_are_in_words_and_nothing_is_told_twice() -> None:
    document = built_in("sixty-cases")
    both = paper(document, "ledger")
    assert not re.search(r"\b\d{4}-\d\d-\d\d\b", whole(both))
    assert "May 22, 2013" in whole(both)
    assert "ordered less" not in whole(paper(document, "ledger", parts=["cases", "rows"]))
    alone = whole(paper(document, "ledger", parts=["worksheet"]))
    assert "$5,000.00 ordered less $0.00 paid." in alone
    assert "$5,000.00 ordered less $0.00 paid." not in whole(both)
    assert "One liability of the joint group J1" in whole(both)
    assert "stands in the table case by case above" in whole(both)


def test_methods_that_are_one_by_their_inputs_are_listed_once() -> None:
    def methods(document: Document) -> list[str]:
        (table,) = sheets(paper(document, parts=["summary"]))
        return [told(row)[0] for row in table.rows]

    document = built_in("one-victim")
    whole_loss, equal = methods(document)
    assert whole_loss == "Whole loss, for comparison"
    assert equal.endswith(
        ": chosen|The same counting future offenders, as none is expected; the same adjusted under the guideposts, as "
        "no adjustment is stated."
    )
    # What was chosen is always listed by its name.
    assert len(methods(document.with_field("apportionment.method", "adjusted-share"))) == 3
    at = TABLES["victims"].names().index("predicted_defendants")
    (victim,) = document.rows("victims")
    more = document.with_rows("victims", ((*victim[:at], "50", *victim[at + 1 :]),))
    assert [line.partition("|")[0] for line in methods(more)][1:] == [
        "Equal share among those ordered to pay (upheld in the Seventh Circuit; contested elsewhere): chosen",
        "Equal share, counting future offenders",
    ]
