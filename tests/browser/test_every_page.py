"""What holds for every page: it is quiet, accessible in every look, and fits a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from tests.browser.support import FIRST, OF_137, ORDER, Fault, Held, Watch, control, engine, pages, settle, shows

from sitebuild.paths import NODE_MODULES

AXE = (NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# The least size of something to press, in CSS pixels: WCAG 2.2, 2.5.8.
TARGET = 24

RUN_AXE = """async ([tags, part]) => {
  const { violations } = await axe.run(part, {
    runOnly: tags, resultTypes: ["violations"], rules: { "target-size": { enabled: true } },
  });
  return violations.map(({ id, help, nodes }) =>
    `${id}: ${help}\\n` + nodes.slice(0, 5).map((node) => `    ${node.target}  ${node.failureSummary}`).join("\\n"));
}"""

# Of a page, everything that reaches out at its side and is not in something that scrolls by itself.
TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  const scrolls = (element) => {
    for (let at = element.parentElement; at; at = at.parentElement) {
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(at).overflowX) && at !== document.body) return true;
    }
    return false;
  };
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getClientRects().length && one.getBoundingClientRect().right > wide + 1 && !scrolls(one))
    .map((one) => `${one.localName}.${one.className}: ${Math.round(one.getBoundingClientRect().right)} > ${wide}`)
    .slice(0, 5);
}"""

TOO_SMALL = """(least) => [...document.querySelectorAll("worked-example :is(button, input, select, summary)")]
  .filter((one) => one.checkVisibility())
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, { width, height }]) => width < least || height < least)
  .map(([one, { width, height }]) => `${one.outerHTML.slice(0, 120)}: ${width} x ${height}`)"""

# The theme's links and buttons take a moment to change their colour.
FADE_MS = 500


# The pages of cases are many: in parts, more than one process can look at them.
PARTS = 6

PHONES = (320, 390)
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
"""Widths of narrow screens, and a wide one, in CSS pixels."""


def made_pages() -> list[str]:
    """The pages of the decided cases, all made from one template."""
    return [path for path in pages() if path.startswith("cases/") and path != "cases/"]


def every_page() -> list[Any]:
    """The pages as parameters: of those made from one template the first, one in the middle and the last."""
    made = made_pages()
    others = [path for path in pages() if path not in made]
    return [pytest.param(path, id=path or "home") for path in [*others, made[0], made[len(made) // 2], made[-1]]]


@pytest.fixture
def without_engine(faults: dict[str, Fault]) -> None:
    """Python does not come: what is looked at here does not need it, and it takes seconds of each page."""
    faults["/restitution/worker.js"] = Held()


def test_there_are_pages() -> None:
    assert {"", "404.html", "estimate/", "sources/"} <= set(pages())


# Every folded part is opened, but of the long list of the audit only the first: the others are of the same make.
OPEN_ALL = """() => {
  const folded = [...document.querySelectorAll("details")];
  const lists = folded.filter((one) => one.querySelector(".audit")).slice(1);
  for (const one of folded) one.open = !lists.includes(one);
}"""


@pytest.mark.parametrize("path", every_page())
@pytest.mark.usefixtures("without_engine")
def test_a_page_is_quiet_accessible_and_narrow_enough(open_page: Callable[..., Page], path: str) -> None:
    """It neither asks another site for anything nor complains: the guard sees to that, to the end of the page.

    axe-core finds nothing to object to, in light and dark, on a desktop and a phone, and nothing sticks out at the side
    of a phone.
    """
    page = open_page(path, reduced_motion="reduce")
    page.wait_for_load_state("load")
    expect(page.locator("h1").first).to_be_visible()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.evaluate(AXE)
    page.evaluate(OPEN_ALL)
    faults = [f"light, desktop: {fault}" for fault in page.evaluate(RUN_AXE, [RULES, "html"])]
    for width in PHONES:
        page.set_viewport_size({"width": width, "height": 844})
        faults += too_wide(page, width)
    # To the end again: elsewhere a control may lie half below the bar that sticks to an edge, until it is scrolled to.
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    faults += [f"light, phone: {fault}" for fault in page.evaluate(RUN_AXE, [RULES, "html"])]
    page.set_viewport_size(DESKTOP)
    page.get_by_title("Switch to dark").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.wait_for_timeout(FADE_MS)
    faults += [f"dark, desktop: {fault}" for fault in page.evaluate(RUN_AXE, [RULES, "html"])]
    assert not faults, "\n".join(faults)


def too_wide(page: Page, width: int) -> list[str]:
    """What reaches out at the side of a narrow screen."""
    whole = page.evaluate("document.documentElement.scrollWidth")
    sideways = [f"the page scrolls sideways, {whole}"] if whole > width else []
    return [f"{width} wide: {one}" for one in [*page.evaluate(TOO_WIDE), *sideways]]


# Lays the text of another page of the same make into this one: it then need not be loaded, and axe not be read anew.
LAY = """async (path) => {
  const text = await (await fetch(`/${path}`)).text();
  const made = new DOMParser().parseFromString(text, "text/html").querySelector("article");
  document.querySelector("article").replaceWith(document.adoptNode(made));
  return document.querySelectorAll("article h1").length;
}"""


def test_there_are_pages_of_cases() -> None:
    assert len(made_pages()) > 70


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.usefixtures("without_engine")
def test_the_pages_of_cases_are_accessible_and_narrow_enough(open_page: Callable[..., Page], part: int) -> None:
    """They are made from one template: of each, what differs is looked at, light and dark, on two narrow screens."""
    paths = made_pages()[part::PARTS]
    # The article of one page is laid into another, which the policy of pages rightly forbids.
    page = open_page(paths[0], reduced_motion="reduce", bypass_csp=True)
    page.evaluate(AXE)
    faults: list[str] = []
    for scheme, width in zip(("default", "slate"), PHONES, strict=True):
        page.set_viewport_size({"width": width, "height": 844})
        page.evaluate("(scheme) => { document.body.dataset.mdColorScheme = scheme; }", scheme)
        page.wait_for_timeout(FADE_MS)
        for path in paths:
            assert page.evaluate(LAY, path) == 1, path
            page.evaluate(OPEN_ALL)
            found = [*page.evaluate(RUN_AXE, [RULES, "article"]), *too_wide(page, width)]
            faults += [f"{path}, {scheme}: {fault}" for fault in found]
    assert not faults, "\n".join(faults)


def test_refused_numbers_are_accessible(form: Page) -> None:
    """So are the messages, the marked fields and the stale figures, which no page shows at first."""
    control(form, "victim[0].ordered_defendants").fill("many")
    control(form, "victim[0].loss[0].amount").fill("-5")
    expect(form.locator("[aria-invalid]")).to_have_count(2)
    form.evaluate(AXE)
    faults = form.evaluate(RUN_AXE, [RULES, "html"])
    form.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    form.wait_for_timeout(FADE_MS)
    faults += form.evaluate(RUN_AXE, [RULES, "html"])
    form.evaluate("document.body.dataset.mdColorScheme = 'default'")
    assert not faults, "\n".join(faults)


class TestPhone:
    """A reader with a telephone."""

    @pytest.fixture(params=[320, 390])
    def phone(self, request: pytest.FixtureRequest) -> dict[str, Any]:
        """What makes a context a telephone's."""
        size = {"width": request.param, "height": 700}
        return {"viewport": size, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}

    @pytest.mark.usefixtures("without_engine")
    def test_nothing_sticks_out(self, new_page: Callable[..., Page], phone: dict[str, Any]) -> None:
        """One page of each kind, on a real phone's terms: its fingers need larger controls."""
        page = new_page(**phone)
        found: dict[str, list[str]] = {}
        for path in (
            "",
            "learn/the-statute/",
            "cases/",
            "cases/sainz-2016/",
            "estimate/",
            "sources/",
            "reference/python/",
        ):
            page.goto(path)
            page.wait_for_load_state()
            page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
            wide = page.evaluate("document.documentElement.scrollWidth")
            found[path] = page.evaluate(TOO_WIDE)
            if wide > phone["viewport"]["width"]:
                found[path].append(f"the page scrolls sideways: {wide} wide")
        assert {path: faults for path, faults in found.items() if faults} == {}

    @pytest.mark.usefixtures("without_engine")
    @pytest.mark.parametrize("path", ["", "learn/how-an-award-is-worked-out/", "estimate/"])
    def test_what_is_pressed_is_large_enough(
        self, open_page: Callable[..., Page], phone: dict[str, Any], path: str
    ) -> None:
        page = open_page(path, **phone)
        page.wait_for_load_state()
        page.evaluate("document.querySelectorAll('worked-example details').forEach((part) => { part.open = true; })")
        assert page.locator("worked-example button").count() > 3
        assert page.evaluate(TOO_SMALL, TARGET) == []

    def test_it_works_by_touch(self, open_page: Callable[..., Page]) -> None:
        page = open_page(viewport={"width": 320, "height": 700}, is_mobile=True, has_touch=True)
        page.locator("worked-example").scroll_into_view_if_needed()
        engine(page, "ready")
        page.get_by_role("button", name="More: ").tap()
        shows(page, ORDER, OF_137)
        whole = page.locator("details.we-all")
        whole.locator("summary").tap()
        expect(whole).to_have_attribute("open", "")
        expect(whole.locator("tbody tr").first).to_be_visible()
        page.get_by_role("button", name="Reset").tap()
        shows(page, ORDER, FIRST)


@pytest.mark.parametrize(("wish", "look"), [("light", "default"), ("dark", "slate")])
def test_the_look_is_the_one_the_system_asks_for(open_page: Callable[..., Page], wish: str, look: str) -> None:
    page = open_page("reference/parameters/", color_scheme=wish)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", look)


def test_search_finds_a_word_of_the_law(open_page: Callable[..., Page]) -> None:
    page = open_page("reference/parameters/")
    # The theme listens to keys, not to the text.
    page.get_by_role("textbox", name="Search").press_sequentially("Paroline")
    expect(page.locator(".md-search-result__item").first).to_be_visible()


def test_what_is_searched_for_goes_into_no_address(open_page: Callable[..., Page], watch: Watch) -> None:
    """Neither when a result is opened nor when the Enter key finds none: an address goes to the host, and is kept."""
    page = open_page("reference/parameters/")
    search = page.get_by_role("textbox", name="Search")
    search.press_sequentially("zzqxj")
    expect(page.locator(".md-search-result__meta")).to_have_text("No matching documents")
    search.press("Enter")
    search.fill("")
    search.press_sequentially("Alalade")
    page.locator(".md-search-result__item a").first.click()
    page.wait_for_url(lambda address: "reference/parameters" not in address)
    expect(page.locator("h1").first).to_be_visible()
    settle(page)
    assert urlsplit(page.url).query == ""
    assert [request.url for request in watch.requests if urlsplit(request.url).query] == []


def test_only_a_chosen_look_is_kept(open_page: Callable[..., Page]) -> None:
    """The theme would store the look it starts with; here a reader has to choose one first."""
    page = open_page("sources/")
    page.wait_for_load_state("load")
    kept = "Object.keys(localStorage).concat(Object.keys(sessionStorage))"
    assert page.evaluate(kept) == []
    page.locator("[data-md-component='palette'] label:visible").click()
    assert page.evaluate(kept) == ["/.__palette"]
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_a_look_that_was_chosen_is_kept_and_nothing_else(open_page: Callable[..., Page]) -> None:
    page = open_page("reference/parameters/", color_scheme="light")
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    assert page.evaluate("Object.keys(localStorage)") == []
    page.get_by_title("Switch to dark").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.reload()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    assert page.evaluate("Object.keys(localStorage)") == ["/.__palette"]
