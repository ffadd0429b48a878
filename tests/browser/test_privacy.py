"""What the page of privacy promises: each promise names tests that exist, and a visit that does everything keeps it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

import pytest
from playwright.sync_api import Download, Page, expect
from tests.browser.support import (
    CLIPBOARD_RIGHTS,
    FIRST,
    OF_137,
    ORDER,
    Watch,
    control,
    did,
    engine,
    pages,
    people,
    settle,
    shows,
)

from sitebuild.integrity import integrity
from sitebuild.paths import BUILT_SITE, CONTENT, ROOT

PRIVACY = (CONTENT / "privacy.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::([\w:]+)`")

# Typed here and there in a visit; none of them may turn up where it does not belong.
TYPED = ("typedtitle", "7654321", "zzsearched", "zztable", "98765")

# Everything that a page can keep in a browser, read out. The file system is the one that a page has for itself.
KEPT = """async () => {
  const entries = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const body = await (await cache.match(request)).arrayBuffer();
      const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", body)).toHex();
      entries.push([request.url, sum]);
    }
  }
  const files = [];
  for await (const name of (await navigator.storage.getDirectory()).keys()) files.push(name);
  return {
    cookies: document.cookie, name: window.name, files, entries,
    stored: [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
    databases: (await indexedDB.databases()).map(({ name }) => name),
  };
}"""

# Notes every use of the clipboard.
CLIPBOARD = """
window.clipboardUsed = [];
for (const name of ["read", "readText", "write", "writeText"]) {
  const given = navigator.clipboard[name].bind(navigator.clipboard);
  navigator.clipboard[name] = (...what) => { clipboardUsed.push(name); return given(...what); };
}
const command = document.execCommand.bind(document);
document.execCommand = (name, ...rest) => { clipboardUsed.push(name); return command(name, ...rest); };
"""


@dataclass
class Visit:
    """A reader who does everything, and what was seen of it."""

    page: Page
    told: list[str]
    downloads: list[Download]
    clipboard: list[list[str]]
    """What was done with the clipboard on each page."""


def amiss(page: Page) -> list[str]:
    """Everything kept in a browser that is not one of the guide's own files, as it is served."""
    kept: dict[str, Any] = page.evaluate(KEPT)
    found = [f"{kind}: {kept[kind]}" for kind in ("cookies", "name", "files", "stored", "databases") if kept[kind]]
    found += [f"cookie: {cookie}" for cookie in page.context.cookies()]
    for url, digest in kept["entries"]:
        parts = urlsplit(url)
        path = BUILT_SITE / unquote(parts.path).lstrip("/")
        path = path / "index.html" if path.is_dir() else path
        own = path.is_file() and sha256(path.read_bytes()).hexdigest() == digest
        # The service worker keeps a file under its hash.
        marked = own and parts.query in ("", urlencode({"__WB_REVISION__": integrity(path.read_bytes())}))
        if not marked or not page.url.startswith(f"{parts.scheme}://{parts.netloc}/"):
            found.append(f"kept for reading without a network: {url}")
    return found


@pytest.fixture(scope="module")
def visit(browser: Any, site: str, watch: Watch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """One visit for all the tests that look at what it left: it takes a while."""
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900}, permissions=CLIPBOARD_RIGHTS)
    context.add_init_script(CLIPBOARD)
    watch.follow(context, site)
    told: list[str] = []
    context.on("request", lambda request: told.append(f"{request.url} {request.headers} {request.post_data}"))
    page = context.new_page()
    seen = Visit(page, told, [], [])
    page.on("download", lambda download: seen.downloads.append(download))
    for step in (_home, _estimate, _learn, _example, _tables, _search, _commands, _others):
        step(page, tmp_path_factory.mktemp("saved"))
        seen.clipboard.append(page.evaluate("clipboardUsed"))
    settle(page)
    yield seen
    context.close()


def _home(page: Page, saved: Path) -> None:
    """Change a number, copy the result, save a file."""
    page.goto("")
    engine(page, "ready")
    people(page).fill("98765")
    expect(page.locator("output[name='A.1.order'][data-was]").first).to_be_visible()
    page.get_by_role("button", name="Copy with citations").click()
    expect(did(page)).to_have_text("Copied, with the citations.")
    with page.expect_download() as download:
        page.get_by_role("link", name="Scenario file").first.click()
    download.value.save_as(saved / "scenario.toml")
    page.get_by_role("button", name="Reset").click()


def _estimate(page: Page, saved: Path) -> None:
    """Fill in the desk, rightly and wrongly, add a row, and save the case."""
    page.goto("estimate/")
    engine(page, "ready")
    page.evaluate("document.querySelectorAll('details:not(.ds-menu)').forEach((part) => { part.open = true; })")
    control(page, "title").fill("typedtitle")
    control(page, "victims.ordered_defendants").fill("7654321")
    page.get_by_role("button", name="Add a victim").first.click()
    control(page, "losses.amount").fill("typedtitle")
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save file").click()
    download.value.save_as(saved / "case.json")
    assert "typedtitle" in (saved / "case.json").read_text(encoding="utf-8")


def _learn(page: Page, saved: Path) -> None:
    """Open what is folded, look up a word, press a step."""
    page.goto("learn/how-an-award-is-worked-out/")
    page.locator("worked-example").first.scroll_into_view_if_needed()
    engine(page, "ready")
    page.get_by_role("button", name="Open the exact law on the whole page").click()
    page.locator("a.term").first.click()
    expect(page.locator(".term-note:popover-open")).to_be_visible()
    page.get_by_role("button", name="More: ").first.click()


def _example(page: Page, saved: Path) -> None:
    """Follow the link of a built-in example."""
    page.goto("estimate/#example=equal-share-136")
    engine(page, "ready")
    shows(page, ORDER, FIRST)


def _tables(page: Page, saved: Path) -> None:
    """Search a table and sort it."""
    page.goto("cases/")
    page.locator(".table-search input").first.fill("zztable")
    expect(page.locator(".table-search [role=status]").first).to_contain_text("0 of")
    page.locator(".table-search input").first.fill("")
    page.locator("table.sortable th").first.click()


def _search(page: Page, saved: Path) -> None:
    """Search the guide for what it has not, and for what it has."""
    page.goto("sources/")
    page.get_by_role("textbox", name="Search").press_sequentially("zzsearched")
    expect(page.locator(".md-search-result__meta")).to_have_text("No matching documents")
    page.keyboard.press("Enter")


def _commands(page: Page, saved: Path) -> None:
    """Ask another command."""
    page.goto("reference/commands/")
    page.locator("worked-example").first.scroll_into_view_if_needed()
    engine(page, "ready")
    page.locator("worked-example input[type=text]").first.fill("7654321")


def _others(page: Page, saved: Path) -> None:
    """Read one page of each other kind."""
    for path in ("cases/sainz-2016/", "reference/python/", "reference/parameters/", "privacy/", "404.html"):
        page.goto(path)
        page.wait_for_load_state("load")
    page.goto("privacy/")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")


def test_a_visit_asks_no_other_host(visit: Visit, site: str) -> None:
    """The guard sees that of every test; this visit does what no single one does."""
    asked = [one.split()[0] for one in visit.told]
    assert len(asked) > 100
    assert [url for url in asked if not url.startswith((site, "data:", f"blob:{site}"))] == []


def test_a_visit_sends_nothing_typed(visit: Visit) -> None:
    """Neither in an address, nor in a head, nor in a body; and nothing is sent but questions for a file."""
    assert [one for one in visit.told if any(typed in one for typed in TYPED)] == []
    assert {one.rsplit(" ", 1)[1] for one in visit.told} == {"None"}


def test_a_visit_leaves_nothing_of_the_reader_s_behind(visit: Visit) -> None:
    """The guide's own files are kept for reading without a network, each as it is served."""
    assert len(visit.page.evaluate(KEPT)["entries"]) > 100
    assert amiss(visit.page) == []


def test_the_clipboard_and_downloads_wait_for_a_press(visit: Visit) -> None:
    """One press copied, one link and one press saved; nothing else did either, and nothing read the clipboard."""
    assert visit.clipboard == [["write"], *([] for _ in visit.clipboard[1:])]
    assert [one.suggested_filename.rpartition(".")[2] for one in visit.downloads] == ["toml", "json"]


# What a page must not keep, by what the check says of it.
AMISS = {
    "cookies: a=1": "document.cookie = 'a=1'",
    "name: a": "window.name = 'a'",
    "files: ['a']": "navigator.storage.getDirectory().then((place) => place.getFileHandle('a', { create: true }))",
    "stored: ['a', 'b']": "[localStorage.setItem('a', '1'), sessionStorage.setItem('b', '1')]",
    "databases: ['a']": "new Promise((done) => { indexedDB.open('a').onsuccess = done; }).then(() => null)",
    "kept for reading without a network: {site}typed": (
        "caches.open('a').then((cache) => cache.put('/typed', new Response('7654321')))"
    ),
    "kept for reading without a network: {site}privacy/": (
        "caches.open('a').then((cache) => cache.put('/privacy/', new Response('7654321')))"
    ),
    "kept for reading without a network: {site}privacy/?7654321": (
        "fetch('/privacy/').then(async (page) => (await caches.open('a')).put('/privacy/?7654321', page))"
    ),
    "kept for reading without a network: https://example.com/": (
        "caches.open('a').then((cache) => cache.put('https://example.com/', new Response('')))"
    ),
}


def test_what_may_not_be_kept_would_be_seen(open_page: Callable[..., Page], site: str) -> None:
    """Each by itself, and nothing but these; a cookie also where a script would not read it."""
    page = open_page("privacy/")
    assert amiss(page) == []
    for script in AMISS.values():
        page.evaluate(script)
    page.context.add_cookies([{"name": "b", "value": "2", "url": site, "httpOnly": True}])
    found = amiss(page)
    cookies = [one for one in found if one.startswith("cookie: ")]
    assert ["'name': 'a'" in cookies[0], "'name': 'b'" in cookies[1]] == [True, True]
    assert sorted(set(found) - set(cookies)) == sorted(fault.format(site=site) for fault in AMISS)


def test_a_file_of_the_guide_may_be_kept(open_page: Callable[..., Page]) -> None:
    page = open_page("privacy/")
    page.evaluate("caches.open('a').then((cache) => cache.addAll(['/privacy/', '/restitution/leave.js']))")
    assert len(page.evaluate(KEPT)["entries"]) >= 2
    assert amiss(page) == []


def test_what_was_typed_is_gone_after_a_reload(open_page: Callable[..., Page]) -> None:
    page = open_page("estimate/")
    control(page, "victims.ordered_defendants").fill("7654321")
    control(page, "order_date").fill("2019-02-03")
    control(page, "apportionment.method").select_option("adjusted-share")
    page.reload()
    expect(control(page, "victims.ordered_defendants")).to_have_value("")
    assert control(page, "order_date").input_value() == ""
    assert control(page, "apportionment.method").input_value() != "adjusted-share"


def test_links_carry_only_the_name_of_an_example(home: Page, site: str) -> None:
    """Also when a number was changed; and no link of any page has a question in its address."""
    people(home).fill("137")
    shows(home, ORDER, OF_137)
    links: list[str] = home.evaluate("[...document.links].map(({ href }) => href)")
    carried = [urlsplit(link).fragment for link in links if "=" in link]
    assert carried == ["example=equal-share-136"]
    scenarios = {path.stem for path in (CONTENT / "scenarios").glob("*.toml")}
    for path in pages():
        name = path if path.endswith(".html") else f"{path}index.html"
        for link in re.findall(r'href="([^"]*)"', (BUILT_SITE / name).read_text(encoding="utf-8")):
            parts = urlsplit(link)
            if not parts.netloc and "=" in link:
                assert parts.query == "", link
                assert parts.fragment.partition("=")[::2] in {("example", one) for one in scenarios}, link


def test_no_page_tells_another_where_a_reader_came_from(open_page: Callable[..., Page], watch: Watch) -> None:
    """No request says which page it comes from. That a style sheet asked for a font tells nothing."""
    page = open_page("sources/")
    page.locator("a.md-tabs__link", has_text="Estimate").click()
    page.wait_for_url("**/estimate/")
    settle(page)
    from_where = [request.headers["referer"] for request in watch.requests if request.headers.get("referer")]
    assert len(watch.requests) > 10
    assert [url for url in from_where if not url.endswith((".css", ".js", ".mjs"))] == []


# --- the page ---


def promises() -> dict[str, str]:
    """The text below each heading of the part that promises, and that on leaving."""
    part = PRIVACY.partition("\n## What we promise")[2].partition("\n## ")[0]
    found = {name: text for name, _, text in (one.partition("\n") for one in part.split("\n### ")[1:])}
    leaving = PRIVACY.partition("\n## Leave this site fast")[2].partition("\n## ")[0]
    return {**found, "Leave this site fast": leaving}


def names_in(path: Path) -> set[str]:
    """The names of the tests of a file, as pytest writes them."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{one.name}" for one in node.body if isinstance(one, ast.FunctionDef)}
    return {name for name in found if name.rpartition("::")[2].startswith("test_")}


def test_there_are_promises() -> None:
    assert len(promises()) > 7


@pytest.mark.parametrize("promise", promises())
def test_a_promise_names_tests_that_exist(promise: str) -> None:
    named = NAMED.findall(promises()[promise])
    assert named
    for file, name in named:
        assert name in names_in(ROOT / file), f"{file}::{name}"


def test_every_name_of_a_test_is_under_a_promise() -> None:
    """One elsewhere, or written in another way, would not be checked."""
    assert PRIVACY.count("tests/") == sum(len(NAMED.findall(text)) for text in promises().values())
