"""Papers in the browser: the same as this Python writes, fetched when asked for, and printed as they are."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from csv import reader
from io import BytesIO, StringIO
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader
from tests.browser.support import CLIPBOARD_RIGHTS, Fault, Held, Watch, altered, engine, how_it_started, missing
from tests.browser.test_desk_page import begin, content, did, give, notices, press, state, unfold
from tests.browser.test_every_page import AXE, RULES, RUN_AXE

from restitution.casefile import Document
from restitution.casefile.file import read_file
from restitution.desk import Desk
from restitution.papers.asked import asked
from restitution.papers.make import APPLY, PARTS, write
from sitebuild.paths import ASSETS, CONTENT

EXAMPLES = {
    "one-victim": "One victim, one defendant",
    "nine-and-three": "Nine victims, three defendants",
    "sixty-cases": "One victim, sixty cases in the ledger",
}
HOSTILE = '=HYPERLINK("http://x.test","x")<img src=x onerror=alert(1)><script>alert(2)</script>'
PAPERS = "/runtime/papers.zip"
SNAPSHOT = f"/runtime/{next((ASSETS / 'runtime').glob('snapshot-*.wasm')).name}"
NO_PAPERS = "What writes papers could not be loaded"
CHOICE = "Papers: what goes in"

# In place of the browser's own dialog, which nobody would close.
NO_DIALOG = "void (window.print = () => { document.documentElement.dataset.printed = 'yes'; });"
COPIED = """async () => {
  const [item] = await navigator.clipboard.read();
  return [item.types, await (await item.getType("text/html")).text()];
}"""


def case(name: str) -> Document:
    """A built-in case, as a file of it opens."""
    path = CONTENT / "examples" / f"{name}.json"
    return read_file(path.name, b64encode(path.read_bytes()).decode()).document


def saved(page: Page, name: str) -> tuple[str, bytes]:
    """The file that a button gives."""
    with page.expect_download(timeout=60_000) as download:
        press(page, name)
    return download.value.suggested_filename, content(download.value)


def printed(page: Page) -> PdfReader:
    """The page as it would be printed now."""
    return PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))


def lay_out(page: Page) -> PdfReader:
    """Press Print and see what is printed."""
    page.evaluate(NO_DIALOG)
    press(page, "Print")
    expect(page.locator("html")).to_have_attribute("data-printed", "yes", timeout=60_000)
    return printed(page)


@pytest.fixture
def desk(shared_page: Callable[..., Page]) -> Page:
    """The estimate with the engine ready."""
    page = shared_page("estimate/", permissions=CLIPBOARD_RIGHTS)
    engine(page, "ready")
    return page


def shown(page: Page, name: str) -> None:
    """Begin with a built-in case and wait for its result."""
    begin(page, EXAMPLES[name])
    expect(page.locator("[data-slot=result] .dk-answer, [data-slot=position] .dk-answer").first).to_be_attached()
    expect(page.locator("[data-slot=example]")).to_contain_text(EXAMPLES[name])


@pytest.fixture
def ledger(shared_page: Callable[..., Page]) -> Page:
    """The ledger with the engine ready, and the built-in case of sixty cases."""
    page = shared_page("ledger/", permissions=CLIPBOARD_RIGHTS)
    engine(page, "ready")
    shown(page, "sixty-cases")
    return page


def hostile_case() -> bytes:
    """A built-in case whose every free text tries to run, to load and to be a formula."""
    case = json.loads((CONTENT / "examples" / "one-victim.json").read_text(encoding="utf-8"))
    case["fields"] |= {"title": HOSTILE, "notes": HOSTILE}
    losses = case["tables"]["losses"]
    losses["columns"] += ["label", "exhibit"]
    losses["rows"] = [[*row, HOSTILE, HOSTILE[:60]] for row in losses["rows"]]
    return json.dumps(case).encode()


def is_inert(html: str) -> bool:
    """Whether nothing in it runs or loads."""
    root = BeautifulSoup(html, "html.parser")
    own = [name for element in root.find_all() for name in element.attrs if name.startswith("on")]
    return not own and not root.select("script, img, iframe, object")


def test_hostile_text_is_inert_in_every_export(desk: Page) -> None:
    give(desk, "case.json", hostile_case())
    expect(desk.locator("[data-slot=result] .dk-answer").first).to_be_attached()
    _, word = saved(desk, "Word")
    with ZipFile(BytesIO(word)) as parts:
        texts = [ElementTree.fromstring(parts.read(name)) for name in parts.namelist() if name.endswith(".xml")]
    assert any("onerror=alert" in (element.text or "") for root in texts for element in root.iter())
    _, sheets = saved(desk, "Spreadsheet")
    cells = [cell for sheet in load_workbook(BytesIO(sheets)) for row in sheet.iter_rows() for cell in row]
    held = [cell for cell in cells if "HYPERLINK" in str(cell.value)]
    assert held
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in held)
    _, table = saved(desk, "CSV")
    assert not [cell for row in reader(StringIO(table.decode("utf-8-sig"))) for cell in row if cell.startswith("=")]
    _, kept = saved(desk, "Save file")
    assert json.loads(kept)["fields"]["title"] == HOSTILE
    press(desk, "Copy with citations")
    expect(did(desk)).to_have_text("Copied, with the citations.")
    _, copied = desk.evaluate(COPIED)
    assert "onerror=alert" in copied
    assert is_inert(copied)
    assert "onerror=alert" in "".join(page.extract_text().replace("\n", "") for page in lay_out(desk).pages)
    assert is_inert(desk.locator("case-desk").inner_html())


class TestSameBytes:
    @pytest.mark.parametrize("name", EXAMPLES)
    def test_a_word_file_of_a_case_is_the_one_of_this_python(self, desk: Page, name: str) -> None:
        shown(desk, name)
        filename, found = saved(desk, "Word")
        assert filename == "restitution-orders.docx"
        assert found == write(case(name), "docx")
        expect(did(desk)).to_have_text(f"Saved as {filename}.")

    @pytest.mark.parametrize("name", EXAMPLES)
    def test_a_spreadsheet_of_a_case_is_the_one_of_this_python(self, desk: Page, name: str) -> None:
        shown(desk, name)
        filename, found = saved(desk, "Spreadsheet")
        assert filename == "restitution-orders.xlsx"
        assert found == write(case(name), "xlsx")

    def test_the_papers_of_a_ledger_are_the_ones_of_this_python(self, ledger: Page) -> None:
        for name, form in (("Word", "docx"), ("Spreadsheet", "xlsx")):
            filename, found = saved(ledger, name)
            assert filename == f"restitution-ledger.{form}"
            assert found == write(case("sixty-cases"), form, "ledger")

    def test_a_copy_is_the_one_of_this_python(self, desk: Page) -> None:
        shown(desk, "nine-and-three")
        press(desk, "Copy with citations")
        expect(did(desk)).to_have_text("Copied, with the citations.")
        types, html = desk.evaluate(COPIED)
        assert set(types) == {"text/plain", "text/html"}
        there = Desk()
        text = (CONTENT / "examples" / "nine-and-three.json").read_text(encoding="utf-8")
        there.ask(json.dumps({"edits": [{"op": "example", "id": "nine-and-three", "text": text}]}))
        answer = json.loads(asked(there, json.dumps({"form": "copy", "view": "orders"})))
        assert desk.evaluate("navigator.clipboard.readText()") == answer["text"]
        assert html.count("<table") == answer["html"].count("<table") > 5
        assert "class=" not in html

    def test_from_a_plain_start_too(
        self, open_page: Callable[..., Page], faults: dict[str, Fault], watch: Watch
    ) -> None:
        faults[SNAPSHOT] = missing
        page = open_page("estimate/")
        engine(page, "ready")
        assert how_it_started(page)[0] == "plain"
        shown(page, "one-victim")
        assert saved(page, "Word")[1] == write(case("one-victim"), "docx")
        assert saved(page, "Spreadsheet")[1] == write(case("one-victim"), "xlsx")
        # The missing file is what this test is about.
        watch.faults(provoked=True)


class TestWhatWritesPapers:
    def test_it_is_fetched_when_the_first_paper_is_asked_for_and_once(
        self, open_page: Callable[..., Page], watch: Watch
    ) -> None:
        page = open_page("estimate/")
        engine(page, "ready")
        shown(page, "one-victim")
        assert not asked_for(watch)
        saved(page, "Word")
        saved(page, "Word")
        assert len(asked_for(watch)) == 1

    @pytest.mark.provokes_errors
    def test_an_altered_file_is_rejected_and_asked_for_again(
        self, open_page: Callable[..., Page], faults: dict[str, Fault]
    ) -> None:
        page = open_page("estimate/")
        engine(page, "ready")
        shown(page, "one-victim")
        faults[PAPERS] = altered
        press(page, "Word")
        expect(did(page)).to_contain_text(f"No file was made. {NO_PAPERS}")
        faults.clear()
        assert saved(page, "Word")[1] == write(case("one-victim"), "docx")

    def test_edits_are_answered_while_it_comes_and_are_in_the_paper(
        self, open_page: Callable[..., Page], faults: dict[str, Fault]
    ) -> None:
        page = open_page("estimate/")
        engine(page, "ready")
        shown(page, "one-victim")
        faults[PAPERS] = held = Held()
        with page.expect_download(timeout=60_000) as download:
            press(page, "Word")
            page.get_by_label("How many defendants elsewhere were already ordered to pay this victim?").fill("119")
            expect(state(page)).to_have_text("Order: $5,000.00.")
            held.let_go()
        assert "$5,000.00" in words_of(content(download.value))

    @pytest.mark.provokes_errors
    def test_papers_are_written_with_the_network_off_after_one_visit(
        self, new_context: Callable[..., BrowserContext]
    ) -> None:
        context = new_context(keeps=True)
        page = context.new_page()
        page.goto("estimate/")
        engine(page, "ready")
        assert page.evaluate("async () => (await navigator.serviceWorker.ready).active !== null")
        context.set_offline(True)
        page.goto("ledger/")
        engine(page, "ready")
        shown(page, "sixty-cases")
        assert saved(page, "Word")[1] == write(case("sixty-cases"), "docx", "ledger")
        context.set_offline(False)


def asked_for(watch: Watch) -> list[str]:
    """The requests for what writes papers."""
    return [request.url for request in watch.requests if request.url.endswith(PAPERS)]


class TestStale:
    def test_no_paper_comes_of_figures_that_do_not_hold(self, desk: Page) -> None:
        shown(desk, "one-victim")
        box = desk.get_by_label("Date of the restitution order")
        box.fill("someday")
        expect(box).to_have_attribute("aria-invalid", "true")
        downloads: list[Any] = []
        desk.on("download", lambda download: downloads.append(download))
        for name in ("Word", "Spreadsheet"):
            press(desk, name)
            expect(did(desk)).to_have_text("No file was made. First enter or correct what is still needed.")
        unfold(desk, "papers")
        expect(desk.locator("[data-part=paper-state]")).to_have_text("First enter or correct what is still needed.")
        expect(desk.locator("[data-part=preview]")).to_be_hidden()
        assert not downloads

    def test_an_edit_just_before_the_press_is_in_the_paper(self, desk: Page) -> None:
        shown(desk, "one-victim")
        desk.get_by_label("How many defendants elsewhere were already ordered to pay this victim?").fill("199")
        text = words_of(saved(desk, "Word")[1])
        assert "$3,000.00" in text
        assert "$6,000.00" not in text

    def test_a_mistake_made_just_before_the_press_gives_no_file(self, desk: Page) -> None:
        shown(desk, "one-victim")
        saved(desk, "Word")
        desk.evaluate(
            """() => {
              const box = document.querySelector("case-desk [name='order_date']");
              box.value = "someday";
              box.dispatchEvent(new InputEvent("input", { bubbles: true }));
              document.querySelector("case-desk [data-do=word]").click();
            }"""
        )
        expect(did(desk)).to_contain_text("No file was made.")

    def test_before_there_is_a_case_it_says_what_is_missing(self, desk: Page) -> None:
        press(desk, "Word")
        expect(did(desk)).to_contain_text("No file was made.")

    def test_after_wiping_nothing_of_it_is_left(self, desk: Page) -> None:
        shown(desk, "one-victim")
        unfold(desk, "papers")
        expect(desk.locator("[data-part=preview]")).to_contain_text("$6,000.00")
        lay_out(desk)
        press(desk, "Wipe")
        press(desk, "Wipe everything")
        expect(desk.locator(".pp-paper")).to_have_count(0)
        expect(desk.locator("[data-part=preview]")).to_be_empty()
        engine(desk, "ready")
        assert "DISTRICT COURT" not in desk.content()


def words_of(docx: bytes) -> str:
    """The words of a Word file."""
    with ZipFile(BytesIO(docx)) as archive:
        return archive.read("word/document.xml").decode()


class TestParts:
    def test_a_preview_shows_what_goes_in(self, desk: Page) -> None:
        shown(desk, "one-victim")
        choice = unfold(desk, "papers")
        expect(choice).to_contain_text(CHOICE)
        preview = choice.get_by_role("region", name="Preview of the paper")
        expect(preview).to_contain_text("$6,000.00")
        boxes = choice.get_by_role("checkbox")
        expect(boxes).to_have_count(len(APPLY["orders"]))
        for part in APPLY["orders"]:
            expect(choice.get_by_label(PARTS[part])).to_be_checked()
        expect(preview).to_contain_text("DISTRICT COURT")
        choice.get_by_label(PARTS["caption"]).uncheck()
        expect(preview).not_to_contain_text("DISTRICT COURT")
        desk.get_by_label("How many defendants elsewhere were already ordered to pay this victim?").fill("119")
        expect(preview).to_contain_text("$5,000.00")
        expect(preview).not_to_contain_text("DISTRICT COURT")

    def test_what_was_chosen_goes_into_the_file(self, desk: Page) -> None:
        shown(desk, "one-victim")
        choice = unfold(desk, "papers")
        for part in ("caption", "worksheet", "inputs"):
            choice.get_by_label(PARTS[part]).uncheck()
        left = [part for part in APPLY["orders"] if part not in ("caption", "worksheet", "inputs")]
        assert saved(desk, "Word")[1] == write(case("one-victim"), "docx", parts=left)

    def test_without_any_part_it_says_so_and_the_choice_stays(self, desk: Page) -> None:
        shown(desk, "one-victim")
        choice = unfold(desk, "papers")
        for part in APPLY["orders"]:
            choice.get_by_label(PARTS[part]).uncheck()
        expect(desk.locator("[data-part=paper-state]")).to_contain_text("Choose at least one part")
        choice.get_by_label(PARTS["summary"]).check()
        expect(desk.locator("[data-part=preview]")).to_contain_text("$6,000.00")

    def test_each_view_has_its_own(self, desk: Page) -> None:
        shown(desk, "sixty-cases")
        choice = unfold(desk, "papers")
        expect(choice.get_by_label(PARTS["schedule"])).to_be_checked()
        choice.get_by_label(PARTS["schedule"]).uncheck()
        desk.locator("[data-do=view][data-view=ledger]").click()
        expect(choice.get_by_label(PARTS["rows"])).to_be_checked()
        expect(choice.get_by_label(PARTS["schedule"])).to_have_count(0)
        desk.locator("[data-do=view][data-view=orders]").click()
        expect(choice.get_by_label(PARTS["schedule"])).not_to_be_checked()


SIX = [
    ["medical", "Counseling, weekly, first course", "48,250.00", ""],
    ["medical", "Psychiatric care, residential", "120,000", "true"],
    ["income", "", "480,000", "true"],
    ["therapy", "Vocational training and tutoring", "31,418.20", "true"],
    ["transport", "Travel to court and childcare", "4,512.75", ""],
    ["fees", "", "22,000", ""],
]
AWARDS = [[f"{3000 + 137 * number}.{number:02}", "N.D. Ill." if number % 3 == 0 else ""] for number in range(40)]


def bulky() -> bytes:
    """A case of one victim and one defendant, with six losses and forty earlier awards."""
    text = json.loads((CONTENT / "examples" / "one-victim.json").read_text(encoding="utf-8"))
    del text["example"]
    tables = text["tables"]
    tables["victims"] = {"columns": ["id"], "rows": [["A"]]}
    tables["losses"] = {"columns": ["category", "label", "amount", "projected"], "rows": SIX}
    tables["awards"] = {"columns": ["amount", "note"], "rows": AWARDS}
    return json.dumps(text).encode()


class TestPrint:
    @pytest.mark.parametrize("how", ["the button", "the browser's own menu"])
    def test_one_victim_with_six_losses_and_forty_awards_takes_four_pages(self, desk: Page, how: str) -> None:
        give(desk, "bulky.json", bulky())
        expect(state(desk)).to_contain_text("Opened: bulky.json.")
        expect(notices(desk)).to_be_hidden()
        paper = lay_out(desk) if how == "the button" else printed(desk)
        texts = [page.extract_text() for page in paper.pages]
        assert len(texts) <= 4
        for number, text in enumerate(texts, start=1):
            assert f"Page {number} of {len(texts)}" in text
            assert "Law as of Pub. L. 119-73" in text
        whole = " ".join(" ".join(texts).split())
        for amount in (one for row in SIX for one in row if one[:1].isdigit()):
            assert amount.removesuffix(".00") in whole
        for amount, _ in AWARDS:
            assert (amount if how != "the button" else f"{float(amount):,.2f}") in whole
        assert {(float(page.mediabox.width), float(page.mediabox.height)) for page in paper.pages} == {(612, 792)}

    def test_the_paper_is_printed_and_nothing_of_the_page(self, desk: Page) -> None:
        shown(desk, "nine-and-three")
        paper = lay_out(desk)
        text = " ".join(page.extract_text() for page in paper.pages)
        assert "UNITED STATES DISTRICT COURT" in text
        assert "Begin with an example" not in text
        assert "Nothing you type leaves your machine" not in text
        assert f"Page {len(paper.pages)} of {len(paper.pages)}" in text

    def test_no_amount_and_no_head_is_cut_off(self, desk: Page) -> None:
        shown(desk, "nine-and-three")
        lay_out(desk)
        # As wide as the paper between its margins: six and a half inches.
        desk.set_viewport_size({"width": 624, "height": 800})
        desk.emulate_media(media="print")
        wide = desk.evaluate(
            """() => [...document.querySelectorAll(".pp-print *")]
              .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
              .map((one) => one.textContent.slice(0, 80))"""
        )
        assert not wide

    def test_the_keys_of_print_print_the_paper(self, desk: Page) -> None:
        shown(desk, "one-victim")
        desk.evaluate(NO_DIALOG)
        desk.keyboard.press("Control+p")
        expect(desk.locator("html")).to_have_attribute("data-printed", "yes", timeout=60_000)
        assert "UNITED STATES DISTRICT COURT" in printed(desk).pages[0].extract_text()

    def test_after_a_change_the_menu_prints_no_older_paper(self, desk: Page) -> None:
        shown(desk, "one-victim")
        assert "$6,000.00" in lay_out(desk).pages[0].extract_text()
        desk.get_by_label("How many defendants elsewhere were already ordered to pay this victim?").fill("119")
        expect(state(desk)).to_have_text("Order: $5,000.00.")
        text = printed(desk).pages[0].extract_text()
        assert "$5,000.00" in text
        assert "$6,000.00" not in text
        assert "DISTRICT COURT" not in text

    @pytest.mark.parametrize("name", EXAMPLES)
    def test_a_paper_is_accessible_in_the_page(self, desk: Page, name: str) -> None:
        shown(desk, name)
        unfold(desk, "papers")
        preview = desk.locator("[data-part=preview]")
        expect(preview.locator("h2")).to_be_visible()
        heads = preview.locator(":is(h2, h3, h4, h5)").evaluate_all("(all) => all.map((one) => Number(one.tagName[1]))")
        assert heads[0] == 2
        assert all(after <= before + 1 for before, after in pairwise(heads))
        desk.evaluate(AXE)
        assert desk.evaluate(RUN_AXE, [RULES, "[data-part=papers]"]) == []
