"""The spreadsheet of a case: its values are the engine's, its formulas give them, and a change flows to the orders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator
from tests.unit.paper_support import BUILT_IN, FOR_MACHINES, ROOT, SCENARIOS, opened
from tests.unit.spreadsheets import EVERY, LEDGERS, Book, book_of, case_of, ledger_of, made, plain

from restitution.casefile import Document, ledger_name, table_of
from restitution.commands.estimate import estimate_table
from restitution.commands.ledger import answer
from restitution.desk.figures import Figures
from restitution.errors import InputError
from restitution.law import LAW
from restitution.papers.content.check import hash_of
from restitution.papers.content.wording import proper
from restitution.papers.workbook.inputs import head_of
from restitution.papers.workbook.written import _fit, _Sheet
from restitution.render.words import NOTICE
from restitution.steps.estimate import Estimate

NINE, ONE, SIXTY = (ROOT / f"content/examples/{name}.json" for name in ("nine-and-three", "one-victim", "sixty-cases"))
GUIDEPOSTS = ROOT / "content/scenarios/guideposts.toml"
FILES = (*BUILT_IN, *SCENARIOS)
HOSTILE = '=HYPERLINK("http://x.test","x") <b>&_x0041_"'
NEAR = Fraction(1, 10**6)
"""What figures before rounding may differ by: they were written as binary numbers."""
HEADS = {
    "full_losses": "Losses",
    "floor": "Floor",
    "order": "Order",
    "cap": "Cap",
    "outstanding": "Outstanding",
    "collectible": "Can still be collected",
}
"""The heads of the sheet of orders, by the names of the JSON."""
ROWS = (
    ("2014-01-05", "finding", "01", "40,000", "", ""),
    ("2014-01-05", "order", "01", "5,000", "", ""),
    ("2014-02-05", "order", "1", "3,000", "", "J"),
    ("2014-03-05", "order", "1a", "4,000", "", "J"),
    ("2014-04-05", "payment", "1", "1,250.25", "", ""),
    ("2014-05-05", "payment", "01", "6,100.10", "", ""),
    ("2014-05-06", "reversal", "01", "100.05", "", ""),
    ("2014-06-05", "civil", "1A", "750", "", ""),
    ("2014-07-05", "order", "1A", "3,000", "", ""),
    ("2014-08-05", "civil", "1A", "600", "", ""),
    ("2014-09-05", "assistance", "", "35,000", "", ""),
    ("2015-01-05", "finding", "1A", "52,000.50", "", ""),
    ("2016-01-05", "payment", "1a", "50,000", "", ""),
)
"""Cases whose codes a condition of a spreadsheet takes for the same number or for the same text."""


def estimate_of(document: Document) -> Estimate:
    """Return the estimate of a case without mistakes."""
    _, result = Figures().case(document)
    assert result
    return result


def with_cell(document: Document, table: str, row: int, column: str, text: str) -> Document:
    """Return a case with another text in one cell."""
    at = table_of(table).names().index(column)
    rows = list(document.rows(table))
    rows[row] = (*rows[row][:at], text, *rows[row][at + 1 :])
    return document.with_rows(table, tuple(rows))


def amount(text: str | None) -> Fraction | None:
    """Return an amount of the JSON."""
    return None if text is None else Fraction(text)


def wrong(book: Book) -> list[tuple[str, str, str, Any, Any]]:
    """Return every formula that does not come to the value that it was written with."""
    found = []
    for sheet, place, text in book.typed():
        cell = book.values[sheet][place]
        was, now = plain(cell.value) or 0, book.now(sheet, place) or 0
        # Figures before rounding were written as the nearest binary number.
        near = cell.number_format.endswith("0000") or cell.number_format == "General"
        if was != now and not (near and abs(was - now) < NEAR):
            found.append((sheet, place, text, was, now))
    return found


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_every_formula_comes_to_the_value_that_it_was_written_with(path: Path) -> None:
    assert not wrong(book_of(path))
    assert len(list(book_of(path).typed())) >= (15 if estimate_of(case_of(path)).orders else 3)


def test_a_formula_that_is_wrong_is_found() -> None:
    book = Book.of(made(opened(ONE)))
    book.change("Shares", "E7", "=ROUND(C7/(Inputs!$D$15+1),2)")
    assert {(sheet, place) for sheet, place, *_ in wrong(book)} >= {("Shares", "E7"), ("Orders", "G8")}


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_orders_and_totals_are_those_of_the_json(path: Path) -> None:
    document = case_of(path)
    table = estimate_table(estimate_of(document))
    book = book_of(path)
    orders = {(row["Victim"], row["Defendant"]): row for row in book.table("Orders", "Victim")}
    shares = {(row["Victim"], row["Defendant"]): row for row in book.table("Shares", "Victim")}
    assert len(orders) == len(table["orders"])
    for one in table["orders"]:
        row, share = orders[one["victim"], one["defendant"]], shares[one["victim"], one["defendant"]]
        for name, head in HEADS.items():
            wanted = amount(one[name])
            assert row[head] == wanted if wanted is not None else isinstance(row[head], str), (name, row)
        if one["range"]:
            assert (row["Lowest order"], row["Highest order"]) == (
                Fraction(one["range"]["low"]),
                Fraction(one["range"]["high"]),
            )
        for name, stated in one["methods"].items():
            assert share[head_of(name)] == Fraction(stated), name
        assert row.get("Liability", row["Order"]) == Fraction(one["liability"])
    if table["orders"]:
        for victim, total in table["totals"]["by_victim"].items():
            if any(one["victim"] == victim for one in table["orders"]):
                assert book.fact("Orders", f"Victim {victim}, all defendants", 7) == Fraction(total)
        assert book.fact("Orders", "The case", 7) == Fraction(table["totals"]["case"])
        cells = book.values["Orders"]
        by_defendant = {
            row[1].value: row[6].value
            for row in cells.iter_rows()
            if row[0].value == "Defendant" and row[2].value is None
        }
        named = {one["defendant"] for one in table["orders"]}
        assert by_defendant == {
            code: float(total) for code, total in table["totals"]["by_defendant"].items() if code in named
        }


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_losses_are_those_of_the_worksheet(path: Path) -> None:
    document = case_of(path)
    result = estimate_of(document)
    sheet = book_of(path).table("Losses", "No.")
    assert len(sheet) == sum(len(victim.losses) for victim in result.scenario.victims)
    for one in result.orders:
        mine = [row for row in sheet if row["Victim"] == one.victim]
        whole = [line for line in one.losses.children if not line.key.endswith((".abuse", ".assistance"))]
        assert [row["Stated in full"] for row in mine] == [line.exact for line in whole]
        if one.branch.shared:
            taken = sum((line.exact for line in one.losses.children if line.key.endswith(".abuse")), Fraction(0))
            trade = sum((row["From the trade in the images"] for row in mine), Fraction(0))
            assert trade == sum((line.exact for line in whole), Fraction(0)) + taken


def positions() -> list[Any]:
    """Return ledgers with their victims: of the built-in case, and one whose codes look alike."""
    alike = Document(tables={ledger_name("A"): ROWS})
    tests = [pytest.param(ledger_of(path), id=path.stem) for path in LEDGERS if path.stem != "no-rows"]
    return [pytest.param(opened(SIXTY), id="sixty"), pytest.param(alike, id="codes that look alike"), *tests]


@pytest.mark.parametrize("document", positions())
@pytest.mark.parametrize("day", ["", "2014-08-05", "2014-12-31"])
def test_a_ledger_is_that_of_the_json(document: Document, day: str) -> None:
    document = document.with_field("as_of", day) if day else document
    now, _ = Figures().position(document, "A")
    assert now
    # A note changes no figure, and a sheet may have what a list may not.
    names = ("date", "kind", "case", "amount", "", "joint")
    rows = [
        {name: text for name, text in zip(names, row, strict=True) if name} for row in document.rows(ledger_name("A"))
    ]
    table = answer({"ledger": rows, "as_of": now.as_of.isoformat()}).table()
    content = made(document, "ledger")
    book = Book.of(content)
    facts = {
        "Greatest loss found": "greatest_finding",
        "Received": "received",
        "Reversals": "reversed",
        "Outstanding": "outstanding",
        "Received above the finding": "over_collected",
        "Total ordered": "ordered",
        "Monetary assistance": "assistance",
        "Civil damages": "civil",
    }
    for label, name in facts.items():
        assert book.fact("Position A", label) == Fraction(table[name]), label
    cases = {row["Case"]: row for row in book.table("Position A", "Case")}
    worked = {row["Case"]: row for row in book.table("Position A", "Case", changed=True)}
    assert len(cases) == len(table["cases"])
    for one in table["cases"]:
        for found in (cases[one["case"]], worked[one["case"]]):
            assert found["Greatest finding"] == Fraction(one["finding"] or 0)
            assert found["Ordered"] == Fraction(one["ordered"])
            assert found["Paid"] == Fraction(one["paid"])
            assert found["Balance"] == Fraction(one["balance"])
            assert found["Paid beyond the order"] == Fraction(one["overpaid"])
            assert found["Civil damages after it"] == Fraction(one["civil"])
            assert found["Payable after these"] == Fraction(one["payable"])
    for sheet, place, text in book.typed():
        assert abs(book.now(sheet, place) - Fraction(book.values[sheet][place].value)) < NEAR, (sheet, place, text)
    # Adding up to the last of these days on the sheet of another gives the position of that day.
    for other in ("2014-05-05", "2015-01-05"):
        then, _ = Figures().position(document.with_field("as_of", other), "A")
        assert then
        assert book.formulas["Position A"]["A5"].value == "As of"
        book.change("Position A", "C5", (date.fromisoformat(other) - date(1899, 12, 30)).days)
        places = {row[0].value: row[2].coordinate for row in book.formulas["Position A"].iter_rows(max_row=20)}
        assert book.now("Position A", places["Received"]) * 100 == then.received
        assert book.now("Position A", places["Outstanding"]) * 100 == then.outstanding


type Change = tuple[Path, str, str, Any, Callable[[Document], Document]]

CHANGES: dict[str, Change] = {
    "number ordered elsewhere": (
        NINE,
        "Inputs",
        "B17",
        500,
        lambda one: with_cell(one, "victims", 0, "ordered_defendants", "500"),
    ),
    "a loss": (NINE, "Losses", "G8", 99_999.99, lambda one: with_cell(one, "losses", 1, "amount", "99,999.99")),
    "a range": (NINE, "Losses", "H7", 105_000.01, lambda one: with_cell(one, "losses", 0, "low", "105,000.01")),
    "its figure": (NINE, "Losses", "J7", "The higher", lambda one: with_cell(one, "losses", 0, "take", "high")),
    "a rate": (NINE, "Yearly losses", "G7", 0.035, lambda one: with_cell(one, "losses", 2, "growth", "3.5%")),
    "years": (NINE, "Yearly losses", "E7", 44, lambda one: with_cell(one, "losses", 2, "years", "44")),
    "the same rates": (NINE, "Yearly losses", "G7", 0.03, lambda one: with_cell(one, "losses", 2, "growth", "3%")),
    "separated": (
        NINE,
        "Inputs",
        "C12",
        "yes",
        lambda one: one.with_field("apportionment.disaggregate", "true"),
    ),
    "method": (
        NINE,
        "Inputs",
        "C8",
        "The amount requested",
        lambda one: one.with_field("apportionment.method", "requested"),
    ),
    "received": (NINE, "Inputs", "K18", 460_000, lambda one: with_cell(one, "victims", 1, "received", "460,000")),
    "greatest": (
        NINE,
        "Inputs",
        "L18",
        5e5,
        lambda one: with_cell(one, "victims", 1, "greatest_loss_found", "500,000"),
    ),
    "not proved": (NINE, "Inputs", "J19", "no", lambda one: with_cell(one, "victims", 2, "proven", "false")),
    "assistance": (
        NINE,
        "Inputs",
        "M20",
        4e5,
        lambda one: with_cell(one, "victims", 3, "assistance_received", "400,000"),
    ),
    "an award": (NINE, "Inputs", "C30", 77_000, lambda one: with_cell(one, "awards", 0, "amount", "77,000")),
    "a payment": (SIXTY, "Ledger A", "D11", 1e6, lambda one: with_cell(one, "ledger/A", 4, "amount", "1,000,000")),
    "a finding": (SIXTY, "Ledger A", "D8", 2e6, lambda one: with_cell(one, "ledger/A", 1, "amount", "2,000,000")),
    "an order undone": (SIXTY, "Ledger A", "D7", 0, lambda one: with_cell(one, "ledger/A", 0, "amount", "0")),
    "one victim": (ONE, "Losses", "G7", 1_000, lambda one: with_cell(one, "losses", 0, "amount", "1,000")),
}


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_changed_cell_flows_to_what_the_engine_says_of_the_changed_case(change: Change) -> None:
    path, sheet, place, value, changed = change
    before, after = opened(path), changed(opened(path))
    book, wanted = Book.of(made(before)), Book.of(made(after))
    assert before != after
    assert book.values[sheet][place].fill.fgColor.rgb == "FFFFF6DC", "Only what was typed is tinted."
    book.change(sheet, place, value)
    differ = 0
    for name in ("Shares", "Orders"):
        for where, place, _ in book.typed():
            if where == name:
                was = wanted.values[name][place].value
                now = book.now(name, place)
                assert now == was if isinstance(now, str) else abs(now - Fraction(was)) < NEAR, (name, place)
                differ += was != book.values[name][place].value
    assert differ, "Nothing changed."


def test_a_changed_floor_flows_to_every_order_that_has_one() -> None:
    book = Book.of(made(opened(NINE)))
    before = book.table("Orders", "Victim", changed=True)
    assert book.formulas["Inputs"]["A11"].value == "Floor"
    book.change("Inputs", "C11", 8000)
    after = book.table("Orders", "Victim", changed=True)
    for one, two in zip(before, after, strict=True):
        raised = one["Order"] if one["Share"] == "in full" else max(one["Share"], Fraction(8000))
        assert two["Order"] == raised
    assert sum(one["Order"] != two["Order"] for one, two in zip(before, after, strict=True)) > 3


def test_who_decides_an_order_follows_the_figures() -> None:
    book = Book.of(made(opened(ONE)))
    assert book.now("Orders", "H8") == "the judge decides"
    book.change("Inputs", "B15", 999)
    assert book.now("Orders", "G8") == 3000
    assert book.now("Orders", "H8") == "the statute controls"
    book.change("Inputs", "J15", "no")
    assert book.now("Orders", "H8") == "the judge decides"


def test_a_cause_that_was_left_empty_is_not_shown_as_typed() -> None:
    empty, stated = opened(ONE), with_cell(opened(ONE), "losses", 0, "cause", "trafficking")
    sheet = load_workbook(BytesIO(made(empty)))["Losses"]
    assert sheet["E7"].value == "not stated; counted as losses from the trade in the images"
    assert sheet["E7"].fill.fgColor.rgb != "FFFFF6DC"
    words = [str(row[0].value) for row in sheet.iter_rows()]
    assert "The cause of losses is not stated" in words
    assert any("may have to be taken out (disaggregation)" in text for text in words)
    sheet = load_workbook(BytesIO(made(stated)))["Losses"]
    assert sheet["E7"].value == "The trade in the images"
    assert sheet["E7"].fill.fgColor.rgb == "FFFFF6DC"
    assert sheet["E8"].fill.fgColor.rgb != "FFFFF6DC"
    # What is chosen in its place counts.
    book = Book.of(made(empty))
    book.change("Losses", "E7", "The original abuse")
    assert book.now("Losses", "L7") == 0


def test_earlier_awards_are_numbered_with_a_blank_for_each() -> None:
    sheet = load_workbook(BytesIO(made(opened(NINE))))["Inputs"]
    texts = [str(row[3].value) for row in sheet.iter_rows() if str(row[3].value).startswith("Award ")]
    assert texts[:2] == [f"Award {number}. Court and date: ____________" for number in (1, 2)]
    assert "Counsel's own notes on the awards are not printed." in [row[0].value for row in sheet.iter_rows()]


def test_a_circuit_has_its_name() -> None:
    for circuit, name in (("9", "Ninth Circuit"), ("dc", "District of Columbia Circuit"), ("", "not stated")):
        sheet = load_workbook(BytesIO(made(opened(ONE).with_field("circuit", circuit))))["Inputs"]
        assert sheet["C7"].value == name


def test_no_authority_that_went_another_way_is_plain_support() -> None:
    sheet = load_workbook(BytesIO(made(opened(NINE))))["Authorities"]
    rows = {str(row[0].value): [str(cell.value) for cell in row] for row in sheet.iter_rows()}
    against = {name: row for name, row in rows.items() if name.startswith("But see ")}
    assert {name.split(",")[0] for name in against} == {
        "But see United States v. Benoit",
        "But see United States v. Jones",
        "But see United States v. Loreng",
        "But see Paroline v. United States",
    }
    (dissent,) = [row for name, row in against.items() if "dissenting" in name]
    assert dissent[2:4] == [
        "a dissenting opinion",
        "A dissenting opinion: it decides nothing. What the Court decided stands beside the other places.",
    ]
    assert {row[2] for row in against.values() if row is not dissent} == {"it went the other way"}
    first = next(row for name, row in rows.items() if name.startswith("Paroline"))
    assert LAW.authorities["paroline-2014"].summary[:40] in first[3]


def test_the_factors_of_an_adjusted_share_are_live() -> None:
    document = opened(GUIDEPOSTS)
    book = Book.of(made(document))
    (row,) = (r for r in book.table("Shares", "Victim")[:1])
    adjusted = head_of("adjusted-share")
    cells = [cell for line in book.formulas["Inputs"].iter_rows() for cell in line]
    head = next(cell for cell in cells if cell.value == "Factor")
    book.change("Inputs", f"C{head.row + 1}", 0.25)
    (now,) = (r for r in book.table("Shares", "Victim", changed=True)[:1])
    assert now[adjusted] != row[adjusted]
    assert (
        now["Product of the factors"]
        == row["Product of the factors"] / Fraction(str(book.values["Inputs"].cell(head.row + 1, 3).value)) / 4
    )


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_schemas_of_office_find_nothing(path: Path, tmp_path: Path) -> None:
    for view in ("orders", "ledger") if path == SIXTY else ("orders",):
        file = tmp_path / f"{view}.xlsx"
        file.write_bytes(made(opened(path), view))
        found = OpenXmlValidator().validate(file)
        assert found.is_valid, [error.description for error in found.errors]
        assert not found.errors


def test_the_same_case_gives_the_same_bytes_stored_and_undated() -> None:
    first, second = made(opened(NINE)), made(opened(NINE))
    assert first == second
    with ZipFile(BytesIO(first)) as archive:
        for member in archive.infolist():
            assert member.compress_type == ZIP_STORED
            assert member.date_time == (1980, 1, 1, 0, 0, 0)
        properties = archive.read("docProps/core.xml").decode()
    assert "1980-01-01T00:00:00Z" in properties
    assert "<dc:creator></dc:creator>" in properties


def test_the_first_sheet_says_how_to_check_and_what_it_is_not() -> None:
    document = opened(NINE)
    book = load_workbook(BytesIO(made(document)))
    words = [cell.value for row in book["Read me"].iter_rows() for cell in row if cell.value]
    assert hash_of(document) in words
    assert NOTICE in words
    assert book.sheetnames[0] == "Read me"
    for name in book.sheetnames[1:]:
        assert name in words, "Every sheet is in the list of sheets."
    for path in FILES:
        read = load_workbook(BytesIO(made(opened(path))))
        reading = " ".join(str(row[1].value) for row in read["Read me"].iter_rows())
        assert ("Year by year" in reading) == ("Year by year" in read.sheetnames)
        assert ("liability ended" in reading) == any(name.startswith("Position") for name in read.sheetnames)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_sheet_has_names_that_are_for_machines(path: Path) -> None:
    book = load_workbook(BytesIO(made(opened(path))), data_only=True)
    words = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert len(words) > 100
    # What the registry of authorities says is prose: "None were made".
    prose = {proper(text) for one in LAW.authorities.values() for text in (one.summary, one.not_verified)}
    assert not [text for text in words if text not in prose and FOR_MACHINES.search(text)]


def test_sheets_can_be_read_and_printed() -> None:
    book = load_workbook(BytesIO(made(opened(SIXTY))))
    for sheet in book:
        assert sheet.page_setup.paperSize == 1, "US Letter"
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area
        assert "Law as of" in sheet.oddFooter.left.text
        assert sheet.oddFooter.right.text == "Page &P of &N"
        if sheet.title not in ("Read me", "Inputs") and not sheet.title.startswith("Position"):
            assert sheet.freeze_panes
            assert sheet.print_title_rows


def test_hostile_text_is_text_in_every_cell() -> None:
    document = with_cell(opened(NINE), "losses", 0, "label", HOSTILE)
    document = with_cell(document, "losses", 0, "exhibit", HOSTILE[:60])
    document = document.with_field("title", HOSTILE)
    rows = tuple((*row[:4], HOSTILE, *row[5:]) for row in ROWS)
    document = document.with_rows(ledger_name("A"), rows)
    orders, ledger = (load_workbook(BytesIO(made(document, view))) for view in ("orders", "ledger"))
    cells = [cell for book in (orders, ledger) for sheet in book for row in sheet.iter_rows() for cell in row]
    held = [cell for cell in cells if HOSTILE in str(cell.value)]
    assert len(held) >= 1 + 1
    # The notes on its rows are the user's own.
    assert not [cell for cell in held if cell.parent.title.startswith("Ledger")]
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in held)


def test_characters_that_xml_forbids_are_dropped() -> None:
    assert _fit("a\x00\x1b\ud800\uffffb\tc\U0001f512") == "ab\tc\U0001f512"


def test_mistakes_are_told_all_at_once() -> None:
    document = with_cell(with_cell(opened(NINE), "losses", 1, "amount", "much"), "losses", 4, "amount", "more")
    with pytest.raises(InputError) as refusal:
        made(document)
    assert [error.path for error in refusal.value.errors] == ["Loss 2, amount", "Loss 5, amount"]
    with pytest.raises(InputError, match="no rows yet"):
        made(opened(NINE), "ledger")


def test_the_step_that_is_left_out_of_the_library_is_still_there() -> None:
    """Formulas are taken as they are only as long as XlsxWriter asks this method."""
    assert "_prepare_formula" in _Sheet.__mro__[1].__dict__
