"""Reading the guide: search in plain words, the exact layer, words of the field, tables that sort and search, print."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.drivers import until
from tests.browser.support import Fault, Held, Watch, control, engine, example, pages

STATUTE = "learn/the-statute/"
# As long as an answer of the search may take on a busy machine.
ANSWERED_SECONDS = 30

LEARN = [path for path in pages() if path.startswith("learn/")]


@pytest.fixture(autouse=True)
def without_engine(request: pytest.FixtureRequest, faults: dict[str, Fault]) -> None:
    """Reading needs no Python; it would take seconds of each page."""
    if "learn_law" not in request.fixturenames:
        faults["/restitution/worker.js"] = Held()


# --- search ---


# Words as readers type them, and where the pages lie that answer.
WANTED = {
    "how much": ["learn/", "cases/", ""],
    "already paid": ["learn/when-liability-ends/"],
    "floor": ["learn/"],
    "seized property": ["learn/alalade/"],
    "possession": ["learn/the-statute/", "learn/common-mistakes/", "reference/statutes/"],
}


def test_a_search_in_plain_words_finds_the_page(shared_page: Callable[..., Page]) -> None:
    page = shared_page("")
    page.get_by_role("textbox", name="Search").click()
    results = page.locator(".md-search-result__link")
    missed: dict[str, list[str]] = {}

    def found() -> list[str]:
        first = results.evaluate_all("(links) => links.slice(0, 8).map((link) => link.href)")
        return [urlsplit(address).path.lstrip("/") for address in first]

    def right(wanted: list[str]) -> bool:
        starts = tuple(start for start in wanted if start)
        return any(path.startswith(starts) or (path == "" and "" in wanted) for path in found())

    for words, wanted in WANTED.items():
        # The theme listens to keys, not to the text.
        page.keyboard.press("Control+A")
        page.keyboard.press("Backspace")
        expect(results).to_have_count(0)
        page.keyboard.type(words, delay=20)
        # While the words are being typed, what was found for their beginning is shown.
        if not until(partial(right, wanted), ANSWERED_SECONDS):
            missed[words] = found()
    assert missed == {}


def test_the_index_is_fetched_when_the_search_is_opened(open_page: Callable[..., Page], watch: Watch) -> None:
    """It is nearly half of what a page would cost, and most readers never search."""

    def asked() -> list[str]:
        return [request.url for request in watch.requests if "search_index" in request.url]

    page = open_page(STATUTE)
    page.wait_for_load_state("networkidle")
    assert asked() == []
    page.keyboard.press("/")
    page.keyboard.type("floor")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    assert len(asked()) == 1


# --- opening a page ---


@pytest.mark.parametrize("path", ["", STATUTE, "estimate/", "cases/sainz-2016/"])
def test_nothing_moves_while_a_page_opens(open_page: Callable[..., Page], path: str) -> None:
    moved = """
      window.moved = [];
      new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) {
          moved.push([shift.value, ...shift.sources.map(({ node }) => node?.outerHTML?.slice(0, 80))]);
        }
      }).observe({ type: "layout-shift", buffered: true });
    """
    page = open_page(path, moved, viewport={"width": 390, "height": 844})
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready.then(() => undefined)")
    page.wait_for_timeout(500)
    assert page.evaluate("moved") == []


# --- the exact layer ---


def test_the_exact_layer_opens_at_once_and_page_by_page(shared_page: Callable[..., Page]) -> None:
    page = shared_page(STATUTE)
    panels = page.locator("details.exact")
    assert panels.count() > 2
    assert page.locator("details.exact[open]").count() == 0
    page.get_by_role("button", name="Open the exact law on the whole page").click()
    expect(page.locator("details.exact[open]")).to_have_count(panels.count())
    panels.first.locator("summary").click()
    expect(page.get_by_role("button", name="Open the exact law on the whole page")).to_be_visible()
    page.get_by_role("button", name="Open the exact law on the whole page").click()
    page.get_by_role("button", name="Close the exact law").click()
    expect(page.locator("details.exact[open]")).to_have_count(0)


def test_the_exact_layer_is_read_without_a_script(shared_page: Callable[..., Page]) -> None:
    page = shared_page(STATUTE, java_script_enabled=False)
    panel = page.locator("details.exact").first
    panel.locator("summary").click()
    expect(panel.locator("p, li").first).to_be_visible()
    expect(page.get_by_role("button", name="Open the exact law on the whole page")).to_have_count(0)


# --- words of the field ---


@pytest.fixture
def word(shared_page: Callable[..., Page]) -> Locator:
    """The first word of a page that has a note."""
    return shared_page(STATUTE).locator("article a.term").first


def note_of(word: Locator) -> Locator:
    """What the word means."""
    return word.page.locator(f"#{word.get_attribute('data-note')}")


def test_a_press_shows_what_a_word_means(word: Locator) -> None:
    note = note_of(word)
    expect(note).to_be_hidden()
    word.click()
    expect(note).to_be_visible()
    expect(note).to_be_in_viewport(ratio=1)
    word.page.keyboard.press("Escape")
    expect(note).to_be_hidden()


def test_the_keyboard_shows_what_a_word_means(word: Locator) -> None:
    word.focus()
    word.page.keyboard.press("Enter")
    expect(note_of(word)).to_be_visible()
    word.page.keyboard.press("Tab")
    expect(note_of(word).get_by_role("link", name="Glossary")).to_be_focused()


def test_a_resting_pointer_shows_what_a_word_means(word: Locator) -> None:
    word.hover()
    expect(note_of(word)).to_be_visible()
    word.page.mouse.move(0, 0)
    expect(note_of(word)).to_be_hidden()


def test_a_tap_shows_what_a_word_means(shared_page: Callable[..., Page]) -> None:
    page = shared_page(STATUTE, viewport={"width": 320, "height": 700}, has_touch=True, is_mobile=True)
    word = page.locator("article a.term").first
    word.tap()
    expect(note_of(word)).to_be_visible()
    expect(note_of(word)).to_be_in_viewport(ratio=1)


def test_a_second_press_closes_the_note(word: Locator) -> None:
    word.click()
    expect(note_of(word)).to_be_visible()
    word.click()
    expect(note_of(word)).to_be_hidden()


def test_without_a_script_a_word_is_a_link_to_the_glossary(shared_page: Callable[..., Page]) -> None:
    page = shared_page(STATUTE, java_script_enabled=False)
    page.locator("article a.term").first.click()
    expect(page.locator("dt:target")).to_be_in_viewport()


def test_a_word_leads_to_the_glossary(word: Locator) -> None:
    word.click()
    note_of(word).get_by_role("link", name="Glossary").click()
    expect(word.page.locator("dt:target")).to_be_in_viewport()


# --- tables ---


@pytest.mark.parametrize(
    ("path", "table", "words"),
    [
        ("learn/common-mistakes/", "mistakes", "insurance"),
        ("learn/short-answer/", "statements", "floor"),
        ("cases/", "decided-cases", "9th"),
        ("reference/statutes/", "offenses", "possess"),
    ],
)
def test_a_table_keeps_the_rows_that_match(shared_page: Callable[..., Page], path: str, table: str, words: str) -> None:
    page = shared_page(path)
    rows = page.locator(f"#{table} tbody tr")
    whole = rows.count()
    box = page.locator(f"#{table}-search")
    box.fill(words)
    shown = [row for row in rows.all() if row.is_visible()]
    assert 0 < len(shown) < whole
    assert all(words in row.inner_text().lower() for row in shown)
    expect(page.locator(".table-search [role=status]").first).to_have_text(f"{len(shown)} of {whole} shown")
    box.fill("")
    assert all(row.is_visible() for row in rows.all())


def test_a_table_sorts_by_the_head_that_is_pressed(shared_page: Callable[..., Page]) -> None:
    page = shared_page("cases/")
    head = page.locator("#decided-cases thead th").nth(2)
    column = page.locator("#decided-cases tbody tr > :nth-child(3)")

    def years() -> list[int]:
        return [int(text) for text in column.all_inner_texts() if text.strip()]

    up = sorted(years())
    assert len(set(up)) > 5
    head.focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    # The head says so a moment before the rows follow.
    until(lambda: years() == up)
    assert years() == up
    head.click()
    expect(head).to_have_attribute("aria-sort", "descending")
    until(lambda: years() == up[::-1])
    assert years() == up[::-1]


def test_a_table_is_read_without_a_script(shared_page: Callable[..., Page]) -> None:
    page = shared_page("learn/common-mistakes/", java_script_enabled=False)
    expect(page.locator("#mistakes tbody tr")).to_have_count(63)
    expect(page.locator(".table-search").first).to_be_hidden()


# --- the date of the law ---


@pytest.fixture
def learn_law(shared_page: Callable[..., Page]) -> Page:
    """The page on the statute, with the engine ready."""
    page = shared_page(STATUTE)
    page.locator("worked-example").first.scroll_into_view_if_needed()
    engine(page, "ready")
    return page


def test_the_slider_moves_the_law(learn_law: Page) -> None:
    here = example(learn_law, "either-side")
    day = control(here, "defendant[0].counts[0].to")
    slider = here.locator("input[type=range]")
    slider.focus()
    learn_law.keyboard.press("Home")
    first = slider.get_attribute("data-stops") or ""
    expect(day).to_have_value(first.split()[0])
    expect(here.get_by_text("before Dec. 7, 2018").first).to_be_visible()
    learn_law.keyboard.press("End")
    expect(day).to_have_value(first.split()[-1])
    expect(here.locator(".we-ladder")).to_contain_text("Floor")
    day.fill("2018-12-06")
    expect(here.locator(".we-ladder")).not_to_contain_text("Floor")
    expect(slider).not_to_have_value(str(len(first.split()) - 1))
