"""After one visit the whole guide works with the network off; a newer version waits for the reader."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.browser.support import (
    CLIPBOARD_RIGHTS,
    OF_137,
    ORDER,
    SAVING,
    Watch,
    control,
    did,
    engine,
    how_it_started,
    people,
    settle,
    shows,
)

from sitebuild.paths import ASSETS, BUILT_SITE
from sitebuild.publish.precache import write_precache_list
from sitebuild.serve import serving

KEPT = "async () => (await navigator.serviceWorker.ready).active !== null"


def kept(page: Page) -> None:
    """Wait until the browser keeps the guide."""
    assert page.evaluate(KEPT)


def answers(page: Page) -> None:
    """The example of the home page recomputes."""
    engine(page, "ready")
    people(page).fill("137")
    shows(page, ORDER, OF_137)


@pytest.fixture(scope="module")
def keeping(new_context: Callable[..., BrowserContext]) -> Iterator[BrowserContext]:
    """A browser that has visited the home page once and keeps the guide: that takes seconds of every visit."""
    context = new_context(keeps=True, permissions=CLIPBOARD_RIGHTS)
    page = context.new_page()
    page.goto("")
    engine(page, "ready")
    kept(page)
    page.close()
    yield context
    context.close()


@pytest.fixture
def returned(keeping: BrowserContext, guard: None) -> Iterator[Page]:
    """An empty page of that browser."""
    page = keeping.new_page()
    yield page
    settle(page)
    page.close()


@pytest.fixture
def visited(returned: Page) -> Iterator[Page]:
    """The same with the network off."""
    returned.context.set_offline(True)
    yield returned
    returned.context.set_offline(False)


@pytest.mark.provokes_errors
def test_after_one_visit_the_guide_works_with_the_network_off(visited: Page) -> None:
    visited.goto("")
    answers(visited)
    assert how_it_started(visited)[0] == "snapshot"
    visited.get_by_role("button", name="Copy").first.click()
    expect(did(visited)).to_have_text(re.compile("Copied"))
    assert OF_137 in visited.evaluate("navigator.clipboard.readText()")


@pytest.mark.provokes_errors
def test_pages_that_were_never_opened_are_there_with_the_network_off(visited: Page) -> None:
    for path in ("learn/paroline/", "cases/", "reference/statutes/", "sources/"):
        visited.goto(path)
        expect(visited.locator("article h1")).to_be_visible()
    visited.goto("no-such-page/")
    expect(visited.locator("h1")).to_contain_text("404")


@pytest.mark.provokes_errors
def test_the_desk_opens_an_example_with_the_network_off(visited: Page) -> None:
    visited.goto("estimate/#example=equal-share-136")
    engine(visited, "ready")
    expect(control(visited, "victims.ordered_defendants")).to_have_value("135")


@pytest.mark.provokes_errors
def test_the_search_works_with_the_network_off(visited: Page) -> None:
    visited.goto("learn/paroline/")
    visited.get_by_role("textbox", name="Search").click()
    visited.get_by_role("textbox", name="Search").type("apportionment")
    expect(visited.locator(".md-search-result__item").first).to_be_visible()


def test_a_second_visit_asks_the_network_for_nothing(returned: Page, watch: Watch) -> None:
    watch.requests.clear()
    returned.goto("")
    answers(returned)
    sent = [
        urlsplit(request.url).path
        for request in watch.requests
        if request.service_worker and not request.url.endswith("/service-worker.js")
    ]
    assert sent == []
    assert all(
        (response := request.response()) and response.from_service_worker
        for request in watch.requests
        if not request.service_worker and not request.url.endswith(".js") and request.url.startswith("http")
    )


def test_what_is_kept_is_the_guides_own_files_and_nothing_else(returned: Page, site: str) -> None:
    returned.goto("")
    answers(returned)
    kept(returned)
    held = returned.evaluate(
        """async () => {
          const names = await caches.keys();
          const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
          return [names, requests.flat().map(({ url }) => url)];
        }"""
    )
    assert len(held[0]) == 1
    paths = {urlsplit(url).path for url in held[1]}
    assert all(url.startswith(site) for url in held[1])
    assert "/learn/paroline/index.html" in paths
    assert all((BUILT_SITE / path.lstrip("/")).is_file() for path in paths)


@pytest.mark.provokes_errors
def test_a_reader_who_saves_data_downloads_the_guide_only_after_touching_an_example(
    new_page: Callable[..., Page],
) -> None:
    page = new_page(SAVING, keeps=True)
    page.goto("")
    page.locator("worked-example").first.scroll_into_view_if_needed()
    page.wait_for_timeout(4000)
    engine(page, "idle")
    assert page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found === undefined)")
    people(page).focus()
    answers(page)
    kept(page)


@pytest.mark.provokes_errors
def test_a_browser_that_has_no_room_left_shows_and_computes_all_the_same(
    new_page: Callable[..., Page], site: str
) -> None:
    page = new_page(keeps=True)
    session = page.context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": site.rstrip("/"), "quotaSize": 1_000_000})
    page.goto("")
    answers(page)
    page.wait_for_timeout(4000)
    assert page.evaluate("navigator.serviceWorker.getRegistration().then((found) => !found?.active)")
    expect(page.locator("[data-slot=failure]").first).to_be_hidden()


@pytest.fixture
def edition(tmp_path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """A copy of the site that is served, and a way to publish its next version."""
    folder = tmp_path / "site"
    shutil.copytree(BUILT_SITE, folder)

    def publish() -> None:
        page = folder / "index.html"
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace("<h1", '<h1 data-edition="2"', 1), encoding="utf-8")
        shutil.copy(ASSETS / "service-worker.js", folder)
        write_precache_list(folder)

    with serving(folder) as address:
        yield address, publish


@pytest.fixture
def reader(edition: tuple[str, Callable[[], None]], new_page: Callable[..., Page]) -> Page:
    """The home page of that site, kept, after a second opening: a newer service worker waits for such a page."""
    page = new_page(keeps=True, base_url=edition[0])
    page.goto("")
    kept(page)
    page.reload()
    expect(page.locator("[data-newer]")).to_be_hidden()
    return page


def look_for_newer(page: Page) -> None:
    """Have the browser look for a newer version, as it does when a page is opened, and wait until one is there."""
    page.evaluate(
        """async () => {
          const found = await navigator.serviceWorker.getRegistration();
          // A file that does not come ends the try; a browser tries again when the next page is opened.
          while (!found.waiting) {
            if (!found.installing) await found.update().catch(() => {});
            await new Promise((done) => setTimeout(done, 50));
          }
        }"""
    )


def test_a_newer_version_shows_itself_when_the_reader_asks(
    reader: Page, edition: tuple[str, Callable[[], None]]
) -> None:
    _, publish = edition
    publish()
    look_for_newer(reader)
    reader.reload()
    expect(reader.locator("[data-newer]")).to_be_visible()
    assert reader.locator("h1[data-edition]").count() == 0
    reader.get_by_role("button", name="Show it now").click()
    expect(reader.locator("h1[data-edition]")).to_be_visible()
    expect(reader.locator("[data-newer]")).to_be_hidden()


def test_a_newer_version_is_not_mentioned_where_the_reader_has_typed(
    reader: Page, edition: tuple[str, Callable[[], None]]
) -> None:
    _, publish = edition
    answers(reader)
    publish()
    look_for_newer(reader)
    reader.wait_for_timeout(500)
    expect(reader.locator("[data-newer]")).to_be_hidden()
    shows(reader, ORDER, OF_137)


def test_the_guide_can_be_installed(returned: Page) -> None:
    returned.goto("")
    kept(returned)
    session = returned.context.new_cdp_session(returned)
    assert session.send("Page.getAppManifest")["errors"] == []
    problems = {problem["errorId"] for problem in session.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert problems <= {"in-incognito"}
