"""The desk in the browser: six questions, the rest of the case, files, views, and what is never lost."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Download, Locator, Page, expect
from tests.browser.support import CLIPBOARD_RIGHTS, SAVING, WORKER_KEEPER, Held, engine

from sitebuild.paths import CONTENT

ORDER = "A.1.order"
FIRST = "$6,000.00"

SECTION = "Which section was the conviction under?"
LOSS = "What is the victim's total loss?"
ELSEWHERE = "How many defendants elsewhere were already ordered to pay this victim?"
METHOD = "How does the judge set this defendant's share?"
ANSWERS = {
    SECTION: "2252A(a)(5)(B)",
    "First day of the offense": "2020-01-01",
    "Last day of the offense": "2020-06-01",
    "Date of the restitution order": "2026-06-01",
    LOSS: "600,000",
    ELSEWHERE: "99",
}
LEDGER = "date,kind,case,amount\n2024-01-02,finding,C1,10000\n2024-01-02,order,C1,5000\n2024-05-01,payment,C1,1000\n"
HOSTILE = ["<img src=x onerror=alert(1)>", "=HYPERLINK(1)", "\u202eright to left", "😀" * 500, "x" * 10_000]


def shows(page: Page, key: str, text: str) -> None:
    """Wait until a figure of the result has a text; the folded worksheet may follow a moment later."""
    expect(page.locator(f'[data-slot=result] output[name="{key}"]').first).to_have_text(text)


def state(page: Page) -> Locator:
    """The line that is read out."""
    return page.locator("[data-slot=state]")


def did(page: Page) -> Locator:
    """What a button did."""
    return page.locator("[data-slot=did]")


def notices(page: Page) -> Locator:
    """What a reader must know of a file, or why something was not done."""
    return page.locator("[data-slot=notices]")


def mark(page: Page) -> Locator:
    """Whether all is saved."""
    return page.locator("[data-slot=mark]")


def press(page: Page, name: str) -> None:
    """Press a button by its exact name."""
    page.get_by_role("button", name=name, exact=True).click()


def answer(page: Page) -> None:
    """Answer the six questions."""
    for label, text in ANSWERS.items():
        page.get_by_label(label).fill(text)
    page.get_by_label(METHOD).select_option("equal-share")


def begin(page: Page, title: str) -> None:
    """Begin with a built-in example."""
    page.locator("summary", has_text="Begin with an example").click()
    press(page, title)


def rows(page: Page, table: str) -> list[list[str]]:
    """The rows that a table element holds."""
    element = page.locator(f'case-table[data-table^=\'{{"name": "{table}"\']')
    found: list[list[str]] = element.evaluate("(it) => it.rows")
    return found


def unfold(page: Page, part: str) -> Locator:
    """Open a folded section."""
    section = page.locator(f"details[data-part={part}]")
    if section.get_attribute("open") is None:
        section.locator("> summary").click()
    return section


def give(page: Page, name: str, content: bytes) -> None:
    """Choose a file."""
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})


def content(download: Download) -> bytes:
    """What was downloaded."""
    return Path(download.path()).read_bytes()


@pytest.fixture
def desk(shared_page: Callable[..., Page]) -> Page:
    """The estimate with the engine ready."""
    page = shared_page("estimate/", permissions=CLIPBOARD_RIGHTS)
    engine(page, "ready")
    return page


@pytest.fixture
def ledger(shared_page: Callable[..., Page]) -> Page:
    """The ledger with the engine ready."""
    page = shared_page("ledger/", permissions=CLIPBOARD_RIGHTS)
    engine(page, "ready")
    return page


def test_six_questions_give_an_answer_with_its_reasons(desk: Page) -> None:
    expect(desk.locator("[data-slot=problems]")).to_be_hidden()
    answer(desk)
    shows(desk, ORDER, FIRST)
    expect(state(desk)).to_have_text("Order: $6,000.00.")
    expect(desk.locator("#result")).to_have_text("The result")
    unfold(desk, "worksheet")
    expect(desk.locator("[data-slot=worksheet] .we-table").first).to_contain_text("statute")


def test_what_is_still_needed_is_named_and_is_no_mistake(desk: Page) -> None:
    desk.get_by_label(LOSS).fill("600,000")
    needed = desk.locator("[data-slot=problems]")
    expect(needed).to_contain_text("Still needed for an answer:")
    expect(needed).to_contain_text("How does the judge set this defendant's share")
    expect(desk.locator("[aria-invalid=true]")).to_have_count(0)
    needed.get_by_role("button", name="Date of the restitution order").click()
    expect(desk.get_by_label("Date of the restitution order")).to_be_focused()
    needed.get_by_role("button", name=SECTION.rstrip("?")).click()
    expect(desk.get_by_label(SECTION)).to_be_focused()


@pytest.mark.parametrize("label", ["Date of the restitution order", "First day of the offense"])
def test_a_day_as_courts_write_it_is_read_and_stays(desk: Page, label: str) -> None:
    box = desk.get_by_label(label)
    box.fill("6/1/2026")
    expect(box).to_have_accessible_description(re.compile("Read as June 1, 2026"))
    expect(box).to_have_value("6/1/2026")


def test_what_is_typed_before_the_engine_is_ready_is_kept(
    shared_page: Callable[..., Page], faults: dict[str, Held]
) -> None:
    held = faults["/restitution/worker.js"] = Held()
    page = shared_page("estimate/", permissions=CLIPBOARD_RIGHTS)
    answer(page)
    expect(state(page)).to_have_text("Getting the calculator ready. What you typed is kept.")
    expect(mark(page)).to_have_text("Not saved")
    held.let_go()
    engine(page, "ready")
    shows(page, ORDER, FIRST)
    for label, text in ANSWERS.items():
        expect(page.get_by_label(label)).to_have_value(text)


def test_a_mistake_names_its_field_leads_there_and_strikes_the_figures_out(desk: Page) -> None:
    answer(desk)
    shows(desk, ORDER, FIRST)
    box = desk.get_by_label(LOSS)
    top = box.evaluate("(it) => Math.round(it.getBoundingClientRect().top)")
    box.fill("6 hundred")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(desk.locator("[data-slot=problems]")).to_be_visible()
    assert abs(box.evaluate("(it) => it.getBoundingClientRect().top") - top) <= 1
    order = desk.locator(f'output[name="{ORDER}"]').filter(visible=True).first
    expect(order).to_have_css("text-decoration-line", "line-through")
    desk.get_by_label(METHOD).focus()
    desk.locator("[data-slot=problems]").get_by_role("button", name=re.compile("Loss 1")).click()
    expect(box).to_be_focused()
    desk.evaluate("navigator.clipboard.writeText('from before')")
    press(desk, "Copy with citations")
    expect(did(desk)).to_have_text("Not copied. First enter or correct what is still needed.")
    assert desk.evaluate("navigator.clipboard.readText()") == "from before"
    press(desk, "CSV")
    expect(did(desk)).to_have_text("No file was made. First enter or correct what is still needed.")
    desk.emulate_media(media="print")
    expect(order).to_be_hidden()
    expect(desk.locator("[data-slot=problems]")).to_be_visible()
    desk.emulate_media(media="screen")
    box.fill("500,000")
    shows(desk, ORDER, "$5,000.00")
    expect(order).to_have_css("text-decoration-line", "none")


def test_the_bar_of_the_phone_is_stale_too(desk: Page) -> None:
    desk.set_viewport_size({"width": 390, "height": 700})
    answer(desk)
    bar = desk.locator(".ds-sticky")
    expect(bar).to_contain_text("Order: $6,000.00.")
    desk.get_by_label(LOSS).fill("?")
    expect(bar.locator("[data-slot=bar]")).to_have_css("text-decoration-line", "line-through")
    expect(bar).to_contain_text("See what to correct")
    desk.get_by_label(LOSS).fill("700,000")
    expect(bar).to_contain_text("Order: $7,000.00.")
    desk.get_by_label(SECTION).focus()
    bar.click()
    expect(desk.locator("#result")).to_be_focused()
    assert desk.evaluate("document.documentElement.scrollWidth") == 390


def test_the_skip_link_leads_to_the_result_and_leaves_the_address(desk: Page) -> None:
    address = desk.url
    desk.locator(".ds-skip").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#result")).to_be_focused()
    assert desk.url == address


def test_a_victim_and_a_defendant_are_added_get_the_focus_and_are_said(desk: Page) -> None:
    answer(desk)
    shows(desk, ORDER, FIRST)
    press(desk, "Add a victim")
    expect(state(desk)).to_contain_text("Victim added.")
    assert desk.evaluate("document.activeElement.closest('case-table') !== null")
    assert [row[0] for row in rows(desk, "victims")] == ["A", "B"]
    press(desk, "Add a defendant")
    expect(state(desk)).to_contain_text("Defendant added.")
    assert [row[0] for row in rows(desk, "defendants")] == ["1", "2"]
    expect(desk.locator('[data-many="victims"]')).to_contain_text("2 victims: A, B")
    expect(desk.get_by_label(ELSEWHERE)).to_be_hidden()


def test_undo_and_redo_say_what_they_did(desk: Page) -> None:
    answer(desk)
    shows(desk, ORDER, FIRST)
    press(desk, "Start empty")
    expect(state(desk)).to_contain_text("Empty. Undo brings the case back.")
    expect(desk.get_by_label(LOSS)).to_have_value("")
    expect(desk.locator("[data-slot=result]")).to_contain_text("Answer the six questions")
    press(desk, "Undo")
    expect(state(desk)).to_contain_text("Undone: Start empty.")
    expect(desk.get_by_label(LOSS)).to_have_value("600,000")
    shows(desk, ORDER, FIRST)
    press(desk, "Redo")
    expect(desk.get_by_label(LOSS)).to_have_value("")


def test_the_nine_victims_have_a_matrix_whose_cells_open_their_worksheets(desk: Page) -> None:
    begin(desk, "Nine victims, three defendants")
    expect(desk.locator(".dk-order")).to_have_count(22)
    expect(desk.locator("[data-slot=example]")).to_contain_text("made up")
    cell = desk.locator('[data-order="B.2"]')
    cell.click()
    expect(cell).to_have_attribute("aria-pressed", "true")
    expect(desk.locator("#worksheet")).to_contain_text("victim B, defendant 2")
    expect(desk.locator("#worksheet")).to_be_focused()
    unfold(desk, "compare")
    expect(desk.locator("[data-slot=compare]")).to_contain_text("By input")


def test_what_was_opened_is_saved_as_the_same_bytes(desk: Page) -> None:
    given = b"\n" + (CONTENT / "examples" / "nine-and-three.json").read_bytes()
    give(desk, "mine.json", given)
    expect(state(desk)).to_contain_text("Opened: mine.json.")
    expect(mark(desk)).to_have_text("Saved")
    with desk.expect_download() as download:
        press(desk, "Save file")
    assert download.value.suggested_filename == "mine.json"
    assert content(download.value) == given


def test_a_changed_case_is_saved_as_a_file_that_opens(desk: Page) -> None:
    answer(desk)
    shows(desk, ORDER, FIRST)
    expect(mark(desk)).to_have_text("Not saved")
    with desk.expect_download() as download:
        desk.keyboard.press("Control+s")
    assert download.value.suggested_filename == "restitution-case.json"
    expect(mark(desk)).to_have_text("Saved")
    saved = content(download.value)
    desk.get_by_label(LOSS).fill("1")
    expect(mark(desk)).to_have_text("Not saved")
    give(desk, "again.json", saved)
    expect(desk.get_by_label(LOSS)).to_have_value("600,000")
    shows(desk, ORDER, FIRST)


def test_a_scenario_and_a_ledger_open_too_and_rubbish_is_refused(desk: Page) -> None:
    give(desk, "s.toml", (CONTENT / "scenarios" / "equal-share-136.toml").read_bytes())
    shows(desk, ORDER, "$8,387.43")
    give(desk, "rubbish.json", b"\x00\x01")
    expect(notices(desk)).to_contain_text("rubbish.json was not opened. The case is as it was.")
    shows(desk, ORDER, "$8,387.43")
    give(desk, "l.csv", LEDGER.encode())
    expect(desk.get_by_label("As of", exact=True)).to_be_visible()
    expect(desk.locator("#position")).to_be_visible()
    assert len(rows(desk, "ledger")) == 3


def test_a_file_that_is_refused_is_said_to_be_until_the_next_is_opened(desk: Page) -> None:
    answer(desk)
    shows(desk, ORDER, FIRST)
    give(desk, "two.toml", b"x = 1\ny = 2\n")
    said = notices(desk)
    expect(said).to_contain_text("two.toml was not opened. The case is as it was.")
    expect(said).to_be_in_viewport()
    expect(said.get_by_role("listitem")).to_have_count(2)
    expect(state(desk)).not_to_contain_text("Opened")
    desk.get_by_label(LOSS).fill("500,000")
    shows(desk, ORDER, "$5,000.00")
    expect(said).to_be_visible()
    give(desk, "s.toml", (CONTENT / "scenarios" / "equal-share-136.toml").read_bytes())
    expect(state(desk)).to_contain_text("Opened: s.toml.")
    expect(said).to_be_hidden()


def test_a_refused_file_leaves_struck_figures_in_their_place(desk: Page) -> None:
    answer(desk)
    shows(desk, ORDER, FIRST)
    desk.get_by_label(LOSS).fill("6 hundred")
    order = desk.locator(f'output[name="{ORDER}"]').filter(visible=True).first
    expect(order).to_have_css("text-decoration-line", "line-through")
    give(desk, "rubbish.json", b"{")
    expect(notices(desk)).to_be_visible()
    expect(order).to_have_css("text-decoration-line", "line-through")
    notices(desk).get_by_role("button", name="Dismiss").click()
    expect(notices(desk)).to_be_hidden()
    expect(desk.locator("#desk-file")).to_be_focused()


def test_how_a_file_was_read_stays_until_the_next(ledger: Page) -> None:
    give(
        ledger,
        "old.csv",
        LEDGER.replace("amount\n", "amount,note\n").replace("10000\n", "10000,caf\u00e9\n").encode("cp1252"),
    )
    expect(notices(ledger)).to_contain_text("This file is not UTF-8")
    ledger.get_by_label("As of", exact=True).fill("2024-02-01")
    expect(state(ledger)).to_contain_text("outstanding")
    expect(notices(ledger)).to_be_visible()
    give(ledger, "new.csv", LEDGER.encode())
    expect(state(ledger)).to_contain_text("Opened: new.csv.")
    expect(notices(ledger)).to_be_hidden()


def test_a_file_that_is_still_being_opened_is_wiped_too(shared_page: Callable[..., Page]) -> None:
    page = shared_page("estimate/", WORKER_KEEPER)
    engine(page, "ready")
    page.evaluate("workers.at(-1).onmessage = () => {}")
    give(page, "mine.json", (CONTENT / "examples" / "one-victim.json").read_bytes())
    expect(page.locator("case-desk")).to_have_attribute("data-typed", "")
    press(page, "Wipe")
    press(page, "Wipe everything")
    engine(page, "ready")
    with page.expect_download() as download:
        press(page, "Save file")
    assert download.value.suggested_filename == "restitution-case.json"
    assert b"600000" not in content(download.value).replace(b",", b"")


def test_csv_and_copy(desk: Page) -> None:
    answer(desk)
    shows(desk, ORDER, FIRST)
    with desk.expect_download() as download:
        press(desk, "CSV")
    assert download.value.suggested_filename == "restitution-orders.csv"
    assert content(download.value).startswith(b"\xef\xbb\xbfkey,")
    press(desk, "Copy with citations")
    expect(did(desk)).to_have_text("Copied, with the citations.")
    assert "$6,000.00" in desk.evaluate("navigator.clipboard.readText()")


def test_the_ledger_s_rows_as_text_give_the_position(ledger: Page) -> None:
    press(ledger, "Rows as text")
    box = ledger.get_by_label("Rows as text")
    expect(box).to_be_focused()
    expect(box).to_have_value(re.compile("^date,kind,case"))
    box.fill(LEDGER)
    press(ledger, "Read rows")
    expect(state(ledger)).to_contain_text("Received $1,000.00, outstanding $9,000.00.")
    ledger.get_by_label("As of", exact=True).fill("2024-02-01")
    expect(state(ledger)).to_contain_text("Received $0.00, outstanding $10,000.00.")
    press(ledger, "Copy the paragraph")
    expect(did(ledger)).to_have_text("The paragraph is copied.")
    assert ledger.evaluate("navigator.clipboard.readText()").startswith("As of February 1, 2024")
    with ledger.expect_download() as download:
        press(ledger, "CSV")
    assert download.value.suggested_filename == "restitution-ledger.csv"


def test_text_that_cannot_be_read_stays_and_says_why(ledger: Page) -> None:
    press(ledger, "Rows as text")
    box = ledger.get_by_label("Rows as text")
    box.fill("when,what\n1,2\n")
    press(ledger, "Read rows")
    expect(ledger.get_by_text("The first row must name the columns")).to_be_visible()
    expect(box).to_have_value("when,what\n1,2\n")


def test_the_estimate_takes_its_figures_from_the_ledger(ledger: Page) -> None:
    press(ledger, "Rows as text")
    ledger.get_by_label("Rows as text").fill(LEDGER)
    press(ledger, "Read rows")
    expect(state(ledger)).to_contain_text("Received")
    ledger.get_by_label("Take these figures into the estimate").check()
    press(ledger, "Orders")
    answer(ledger)
    ledger.get_by_label(ELSEWHERE).fill("")
    expect(ledger.locator("[data-slot=result]")).to_contain_text("an equal share among 2")
    at = next(i for i, text in enumerate(rows(ledger, "victims")[0]) if text == "true")
    assert at == 9


def test_a_ledger_for_another_victim(ledger: Page) -> None:
    press(ledger, "Ledger for another victim")
    expect(ledger.get_by_label("Whose ledger?")).to_have_value("B")
    expect(ledger.get_by_label("Whose ledger?")).to_be_focused()
    press(ledger, "Rows as text")
    ledger.get_by_label("Rows as text").fill(LEDGER)
    press(ledger, "Read rows")
    expect(ledger.locator("#position")).to_contain_text("Victim B")
    ledger.get_by_label("Whose ledger?").select_option("A")
    assert rows(ledger, "ledger") == []


def test_a_ledger_whose_victim_is_gone_is_left(ledger: Page) -> None:
    whose = ledger.get_by_label("Whose ledger?")
    press(ledger, "Ledger for another victim")
    expect(whose).to_have_value("B")
    press(ledger, "Undo")
    expect(whose).to_have_value("A")
    expect(whose.locator("option")).to_have_text(["Victim A"])
    give(ledger, "s.toml", b'[apportionment]\nmethod = "equal-share"\n\n[[victim]]\nid = "X7"\n')
    expect(whose).to_have_value("X7")
    press(ledger, "Wipe")
    press(ledger, "Wipe everything")
    expect(whose).to_have_value("A")
    assert "X7" not in ledger.content()


def test_the_view_changes_in_the_page_and_the_case_stays(desk: Page) -> None:
    answer(desk)
    shows(desk, ORDER, FIRST)
    address = desk.url
    press(desk, "Ledger")
    expect(desk.get_by_role("button", name="Ledger", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(desk.get_by_label(LOSS)).to_be_hidden()
    press(desk, "Orders")
    expect(desk.get_by_label(LOSS)).to_have_value("600,000")
    assert desk.url == address


def test_the_header_s_link_to_the_other_page_keeps_unsaved_work(desk: Page) -> None:
    desk.get_by_label(LOSS).fill("600,000")
    desk.locator(".md-tabs").get_by_role("link", name="Ledger").click()
    expect(desk.get_by_label("As of", exact=True)).to_be_visible()
    press(desk, "Orders")
    expect(desk.get_by_label(LOSS)).to_have_value("600,000")


@pytest.mark.provokes_errors
def test_a_crash_loses_nothing(shared_page: Callable[..., Page]) -> None:
    page = shared_page("estimate/", WORKER_KEEPER)
    engine(page, "ready")
    answer(page)
    shows(page, ORDER, FIRST)
    press(page, "Add a victim")
    expect(page.locator('[data-many="victims"]')).to_contain_text("2 victims")
    started = page.evaluate("workers.length")
    page.evaluate("workers.at(-1).onerror(new ErrorEvent('error', { message: 'out of memory', cancelable: true }))")
    page.get_by_label("Date of the restitution order").fill("2026-07-01")
    engine(page, "ready")
    expect(state(page)).to_contain_text("Total of the case")
    assert page.evaluate("workers.length") == started + 1
    assert [row[0] for row in rows(page, "victims")] == ["A", "B"]
    expect(page.get_by_label("Date of the restitution order")).to_have_value("2026-07-01")
    press(page, "Undo")
    press(page, "Undo")
    expect(page.get_by_label(ELSEWHERE)).to_be_visible()


def asks_before_leaving(page: Page) -> bool:
    """Whether the page would ask before it is left."""
    asked: bool = page.evaluate(
        """() => {
          const leaving = new Event("beforeunload", { cancelable: true });
          dispatchEvent(leaving);
          return leaving.defaultPrevented;
        }"""
    )
    return asked


def test_only_unsaved_work_is_asked_about(desk: Page) -> None:
    assert not asks_before_leaving(desk)
    begin(desk, "One victim, one defendant")
    shows(desk, ORDER, FIRST)
    assert not asks_before_leaving(desk)
    desk.get_by_label(LOSS).or_(desk.get_by_label(ELSEWHERE)).last.fill("9")
    expect(mark(desk)).to_have_text("Not saved")
    assert asks_before_leaving(desk)
    with desk.expect_download():
        press(desk, "Save file")
    expect(mark(desk)).to_have_text("Saved")
    assert not asks_before_leaving(desk)


def test_leaving_asks_nothing(desk: Page) -> None:
    desk.get_by_label(LOSS).fill("9")
    assert asks_before_leaving(desk)
    desk.route("https://www.weather.gov/**", lambda route: route.abort())
    desk.evaluate("document.body.replaceChildren()")
    assert not asks_before_leaving(desk)


def test_wiping_asks_once_and_empties_page_and_memory(desk: Page) -> None:
    answer(desk)
    shows(desk, ORDER, FIRST)
    press(desk, "Wipe")
    expect(desk.get_by_role("button", name="Wipe everything")).to_be_focused()
    press(desk, "Keep it")
    expect(desk.get_by_role("button", name="Wipe", exact=True)).to_be_focused()
    press(desk, "Wipe")
    press(desk, "Wipe everything")
    expect(state(desk)).to_have_text("Wiped: the page and its memory are empty.")
    # At once, not only when a new engine answers.
    assert "600,000" not in desk.content()
    engine(desk, "ready")
    expect(desk.get_by_label(LOSS)).to_have_value("")
    expect(mark(desk)).to_be_empty()
    expect(desk.locator("[data-slot=result] output")).to_have_count(0)
    assert "600,000" not in desk.content()
    assert not asks_before_leaving(desk)
    assert rows(desk, "losses") == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_inert_and_stays_as_typed(desk: Page, text: str) -> None:
    unfold(desk, "order")
    for label in (SECTION, "Date of the restitution order", LOSS, "A title for this estimate", "Notes on the case"):
        desk.get_by_label(label).fill(text)
    expect(state(desk)).to_contain_text("to correct")
    for label in (SECTION, LOSS, "Notes on the case"):
        expect(desk.get_by_label(label)).to_have_value(text)
    expect(desk.locator("case-desk img")).to_have_count(0)
    with desk.expect_download() as download:
        press(desk, "Save file")
    assert json.loads(content(download.value))["fields"]["notes"] == text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_cell_is_inert_and_sticks_out_nowhere(desk: Page, text: str) -> None:
    desk.evaluate(
        """(text) => {
          for (const table of document.querySelectorAll("case-table")) {
            const { columns } = JSON.parse(table.dataset.table);
            table.fill({ row: 0, column: columns[0].name, cells: [columns.map(() => text)] });
          }
        }""",
        text,
    )
    expect(state(desk)).to_contain_text("to correct")
    expect(desk.locator("case-desk img")).to_have_count(0)
    for table in ("victims", "losses", "awards", "defendants", "counts", "conduct", "adjustments", "ledger"):
        assert set(rows(desk, table)[0]) <= {text, ""}
        assert rows(desk, table)[0][0] == text
    desk.evaluate("document.querySelectorAll('case-desk details').forEach((part) => { part.open = true; })")
    for width in (1280, 320):
        desk.set_viewport_size({"width": width, "height": 700})
        expect(desk.locator("case-desk")).to_be_visible()
        assert desk.evaluate("document.documentElement.scrollWidth") == width


def test_a_link_opens_a_built_in_case(shared_page: Callable[..., Page]) -> None:
    page = shared_page("estimate/#example=one-victim")
    engine(page, "ready")
    shows(page, ORDER, FIRST)


def test_changed_numbers_of_an_example_are_taken_along(open_page: Callable[..., Page]) -> None:
    page = open_page("")
    page.get_by_role("spinbutton", name="People ordered to pay").fill("500")
    expect(page.locator(f'output[name="{ORDER}"]').first).to_have_text("$2,281.38", timeout=60_000)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Open in Estimate").click()
    desk = opened.value
    engine(desk, "ready")
    expect(desk.get_by_label(ELSEWHERE)).to_have_value("499")
    shows(desk, ORDER, "$2,281.38")
    assert urlless(desk.url)


def urlless(url: str) -> bool:
    """Whether an address carries nothing."""
    return url.endswith("/estimate/")


def test_paper_has_the_answer_and_what_was_put_in_and_none_of_the_form(desk: Page) -> None:
    begin(desk, "Nine victims, three defendants")
    expect(desk.locator(".dk-order")).to_have_count(22)
    desk.emulate_media(media="print")
    desk.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(desk.locator(".ds-paper")).to_be_visible()
    expect(desk.locator(".ds-paper tbody tr")).not_to_have_count(0)
    # So many columns are too wide for paper; and no amount is broken in two.
    losses = desk.locator(".ds-paper .ds-lines > li")
    expect(losses).to_have_count(45)
    expect(losses.first).to_have_text(re.compile("^Victim: A; Kind of loss: .*; Range from: 105,000"))
    assert desk.evaluate(
        "[...document.querySelectorAll('.ds-kept-whole')].every((one) => one.getClientRects().length === 1)"
    )
    expect(desk.locator("case-desk :is(input, select, textarea)").filter(visible=True)).to_have_count(0)
    expect(desk.locator("#result")).to_be_visible()
    desk.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(desk.locator(".ds-paper")).to_have_count(0)
    desk.emulate_media(media="screen")


def test_a_sparing_reader_starts_the_engine_by_typing(shared_page: Callable[..., Page]) -> None:
    page = shared_page("estimate/", SAVING)
    expect(page.locator("html")).to_have_attribute("data-engine", "idle")
    answer(page)
    engine(page, "ready")
    shows(page, ORDER, FIRST)


def test_a_variant_is_kept_and_gone_back_to(desk: Page) -> None:
    answer(desk)
    shows(desk, ORDER, FIRST)
    unfold(desk, "variants")
    desk.get_by_label("A name for this variant").fill("as typed")
    press(desk, "Keep this as a variant")
    desk.get_by_label(LOSS).fill("900,000")
    shows(desk, ORDER, "$9,000.00")
    expect(desk.locator(".dk-variants")).to_contain_text("as typed")
    press(desk, "Go back to variant 1")
    expect(desk.get_by_label(LOSS)).to_have_value("600,000")
    press(desk, "Keep this as a variant")
    expect(desk.get_by_role("button", name="Remove variant 2")).to_be_visible()
    press(desk, "Remove variant 1")
    expect(state(desk)).to_contain_text("Variant 1 is removed.")
    expect(desk.get_by_role("button", name="Remove variant 1")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator(".dk-variants")).to_have_count(0)
    expect(desk.get_by_label("A name for this variant")).to_be_focused()


def test_a_second_ledger_shows_what_is_new_before_anything_changes(ledger: Page) -> None:
    give(ledger, "l.csv", LEDGER.encode())
    expect(state(ledger)).to_contain_text("Received $1,000.00")
    with ledger.expect_file_chooser() as chooser:
        press(ledger, "Merge another file")
    second = LEDGER + "2024-06-01,payment,C1,500\n"
    chooser.value.set_files({"name": "second.csv", "mimeType": "text/csv", "buffer": second.encode()})
    dialog = ledger.get_by_role("dialog", name="What the file would change")
    expect(dialog).to_contain_text("Add the rows that are new (1)")
    expect(dialog).to_contain_text("3 rows are the same")
    assert len(rows(ledger, "ledger")) == 3
    dialog.get_by_role("button", name="Merge", exact=True).click()
    expect(state(ledger)).to_contain_text("Received $1,500.00")


PASTE = """([table, text]) => {
  const cell = document.querySelector(`case-table[data-table^='{"name": "${table}"'] input`);
  cell.focus();
  const data = new DataTransfer();
  data.setData("text/plain", text);
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_a_paste_with_a_header_is_shown_first_and_escape_puts_nothing_in(ledger: Page) -> None:
    text = "Amount\tDate\tKind\tCase\n$5,000.00\t2024-01-02\torder\tC1\n"
    ledger.evaluate(PASTE, ["ledger", text])
    dialog = ledger.get_by_role("dialog", name="How this is read")
    expect(dialog.get_by_label("First row is a header")).to_be_checked()
    expect(dialog.get_by_label("Column 1 is")).to_have_value("amount")
    ledger.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert rows(ledger, "ledger") == []
    ledger.evaluate(PASTE, ["ledger", text])
    press(ledger, "Put in")
    expect(ledger.locator("#position")).to_be_visible()
    expect(state(ledger)).not_to_be_empty()
    assert [row[:3] for row in rows(ledger, "ledger")] == [["2024-01-02", "order", "C1"]]


AWARDS = "Amount\tWhich order\n$3,000.00\tone\n$4,000.00\ttwo\n$7,000.00\tTotal\n"


@pytest.mark.parametrize("header", [True, False])
def test_a_row_of_totals_is_left_out_unless_it_is_asked_for(desk: Page, header: bool) -> None:
    text = AWARDS if header else AWARDS.partition("\n")[2]
    unfold(desk, "awards")
    desk.evaluate(PASTE, ["awards", text if header else text.replace("$", "\t$")])
    dialog = desk.get_by_role("dialog", name="How this is read")
    number = 4 if header else 3
    expect(dialog).to_contain_text(f"Row {number} is a total and is left out.")
    press(desk, "Put in")
    expect(state(desk)).to_contain_text("The rows are put in.")
    assert [row[1] for row in rows(desk, "awards")] == ["$3,000.00", "$4,000.00"]
    press(desk, "Undo")
    expect(state(desk)).to_contain_text("Undone")
    desk.evaluate(PASTE, ["awards", text if header else text.replace("$", "\t$")])
    dialog.get_by_label("Put the total in all the same").check()
    press(desk, "Put in")
    expect(state(desk)).to_contain_text("The rows are put in.")
    assert [row[1] for row in rows(desk, "awards")] == ["$3,000.00", "$4,000.00", "$7,000.00"]


def test_the_preview_says_what_is_left_out_and_what_is_needed(ledger: Page) -> None:
    ledger.evaluate(PASTE, ["ledger", "Date\tCase\tClerk\tAmount\n" + "2024-01-02\tC1\tx\tmuch\n" * 30])
    dialog = ledger.get_by_role("dialog", name="How this is read")
    expect(dialog).to_contain_text("Column 3, \u201cClerk\u201d, is left out.")
    expect(dialog).to_contain_text("Needed, and not in these rows:")
    expect(dialog).to_contain_text("Row 2, Amount:")
    expect(dialog).to_contain_text("and 10 more")
    dialog.get_by_label("Column 3 is").select_option("kind")
    expect(dialog).not_to_contain_text("is left out")
    expect(dialog).not_to_contain_text("Needed, and not")
    press(ledger, "Cancel")


def test_a_column_of_awards_goes_in_at_once(desk: Page) -> None:
    answer(desk)
    unfold(desk, "awards")
    column = "\r\n".join(["$3,000.00"] * 40)
    desk.evaluate(PASTE, ["awards", column])
    expect(desk.locator("details[data-part=awards] > summary")).to_contain_text("40 earlier awards: median $3,000.00")


def test_bytes_of_a_dropped_file_open_it(desk: Page) -> None:
    sent = base64.b64encode((CONTENT / "examples" / "one-victim.json").read_bytes()).decode()
    desk.evaluate(
        """(sent) => {
          const data = new DataTransfer();
          data.items.add(new File([Uint8Array.from(atob(sent), (one) => one.charCodeAt(0))], "dropped.json"));
          document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        sent,
    )
    expect(state(desk)).to_contain_text("Opened: dropped.json.")
    shows(desk, ORDER, FIRST)
