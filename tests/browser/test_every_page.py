"""What holds for every page: it is quiet, accessible in every look, and fits a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from tests.browser.contrast import (
    DARK,
    LIGHT,
    PAIRS,
    SHOWN,
    Palette,
    not_judged,
    palette,
    ratio,
    strangers,
    too_faint,
)
from tests.browser.support import FIRST, OF_137, ORDER, Watch, control, engine, example, pages, settle, shows, trying

from sitebuild.paths import BUILT_SITE, NODE_MODULES
from sitebuild.publish import styles

AXE = (NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""Those of the rules that look at colours: in the other scheme everything else is the same."""

STYLE = "\n".join((styles.STYLES / f"{part}.css").read_text(encoding="utf-8") for part in styles.PARTS)

# The least size of something to press, in CSS pixels: WCAG 2.2, 2.5.8.
TARGET = 24

RUN_AXE = """async ([tags, part, contrast = true]) => {
  const { violations } = await axe.run(part, {
    runOnly: tags, resultTypes: ["violations"], preload: false,
    rules: { "target-size": { enabled: true }, "color-contrast": { enabled: contrast } },
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

TOO_SMALL = """(least) => [...document.querySelectorAll(":is(button, input, select, summary)")]
  .filter((one) => one.closest("worked-example, case-desk") && !one.matches(".we-hidden"))
  .filter((one) => one.checkVisibility())
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, { width, height }]) => width < least || height < least)
  .map(([one, { width, height }]) => `${one.outerHTML.slice(0, 120)}: ${width} x ${height}`)"""


# What only a screen can use, still there on paper; and what of the exact layer is not.
PRINTED = """() => {
  const seen = (one) => one.checkVisibility() && one.getClientRects().length > 0;
  const gone = ".exact-all, .table-search, .term-note, .we-actions button, .md-header, .md-sidebar, .md-footer";
  const kept = [...document.querySelectorAll("details.exact :is(p, li, td)")];
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  return [
    ...[...document.querySelectorAll(gone)].filter(seen).map((one) => `left: ${one.outerHTML.slice(0, 80)}`),
    ...kept.filter((one) => !seen(one)).map((one) => `missing: ${one.textContent.slice(0, 80)}`),
    ...(wide > 1 ? [`${wide} px too wide`] : []),
  ];
}"""

# About what A4 and Letter have between their margins, in CSS pixels.
PAPER: ViewportSize = {"width": 720, "height": 1000}

# The pages of cases are many: in parts, more than one process can look at them.
PARTS = 3

PHONES = (320, 390)
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
"""Widths of narrow screens, and a wide one, in CSS pixels."""


def made_pages() -> list[str]:
    """The pages of the decided cases, all made from one template."""
    return [path for path in pages() if path.startswith("cases/") and path != "cases/"]


ELEMENT = re.compile(r"<([a-z][a-z0-9]*)((?:\s[^>]*)?)>")
CLASS = re.compile(r"""\sclass=(?:"([^"]*)"|([^\s>"]+))""")


@cache
def elements(path: str) -> set[str]:
    """The kinds of elements of a page: each name with each of its classes."""
    name = path if path.endswith(".html") else f"{path}index.html"
    found = set()
    for element, attributes in ELEMENT.findall((BUILT_SITE / name).read_text(encoding="utf-8")):
        classes = CLASS.search(attributes)
        found |= {f"{element}.{one}" for one in ((classes[1] or classes[2]).split() if classes else [""])}
    return found


def varied(paths: list[str], count: int) -> tuple[str, ...]:
    """So many of the pages: each has the most kinds of elements that those before it lack."""
    chosen: list[str] = []
    for _ in range(count):
        had = set[str]().union(*map(elements, chosen))
        chosen.append(max(paths, key=lambda path: len(elements(path) - had)))
    return tuple(chosen)


@dataclass(frozen=True)
class Kind:
    """Pages of one make, and those of them that stand for the rest: dark, on a phone, and in axe's own contrast."""

    named: str
    shown: tuple[str, ...]
    repeated: str = ""
    """What the build makes a long row of from one template: axe looks at the first few."""


@cache
def kinds() -> tuple[Kind, ...]:
    """The kinds of pages. Those that stand for them have, together, every kind of element that any page has."""
    made = made_pages()
    return (
        Kind("", ("",)),
        Kind(r"404\.html", ("404.html",)),
        Kind(
            r"learn/[\w-]+/",
            (
                "learn/chronology/",
                "learn/disaggregation/",
                "learn/how-to-ask/",
                "learn/the-statute/",
                "learn/when-liability-ends/",
            ),
        ),
        Kind("cases/", ("cases/",), "tbody > tr"),
        Kind(r"cases/[\w-]+/", varied(made, 3)),
        Kind("(estimate|ledger)/", ("estimate/", "ledger/")),
        Kind("sources/", ("sources/",), "section.source"),
        Kind("reference/commands/", ("reference/commands/",)),
        Kind("reference/on-your-computer/", ("reference/on-your-computer/",)),
        Kind("reference/python/", ("reference/python/",), "section.rule"),
        Kind("reference/api/", ("reference/api/",)),
        Kind("reference/architecture/", ("reference/architecture/",)),
        Kind("reference/audit/", ("reference/audit/",), "tbody > tr"),
        Kind(
            r"reference/(glossary|licenses|parameters|statutes)/",
            tuple(f"reference/{name}/" for name in ("glossary", "licenses", "parameters", "statutes")),
            "tbody > tr",
        ),
        Kind(
            r"privacy/|reference/(case-file|checks|desk-keys|how-files-are-read|how-it-is-built|leans-on-others|method)/",
            ("privacy/", "reference/method/"),
        ),
    )


def kind_of(path: str) -> Kind:
    """The one kind that a page is of."""
    (found,) = (kind for kind in kinds() if re.fullmatch(kind.named, path))
    return found


def every_page() -> list[Any]:
    """The pages as parameters: of the many made from one template only those that stand for them."""
    made = made_pages()
    paths = [path for path in pages() if path not in made or path in kind_of(path).shown]
    return [pytest.param(path, id=path or "home") for path in paths]


def test_there_are_pages() -> None:
    assert {"", "404.html", "estimate/", "sources/"} <= set(pages())


def test_every_page_is_of_one_kind() -> None:
    of_none_or_several = {
        path: [kind.named for kind in kinds() if re.fullmatch(kind.named, path)]
        for path in pages()
        if sum(re.fullmatch(kind.named, path) is not None for kind in kinds()) != 1
    }
    assert of_none_or_several == {}
    assert [path for kind in kinds() for path in kind.shown if kind_of(path) is not kind] == []


def test_the_pages_that_stand_for_the_rest_have_every_kind_of_element() -> None:
    looked_at = set[str]().union(*(elements(path) for kind in kinds() for path in kind.shown))
    assert {"summary.", "output.", "table.audit", "span.we-status"} <= looked_at
    missed = {path: lacking for path in pages() if (lacking := elements(path) - looked_at)}
    assert missed == {}


# Every folded part is opened, but of the long list of the audit only the first: the others are of the same make.
OPEN_ALL = """() => {
  const folded = [...document.querySelectorAll("details")];
  const lists = folded.filter((one) => one.querySelector(".audit")).slice(1);
  for (const one of folded) one.open = !lists.includes(one);
}"""

# Of every row of elements that are made from one template, the first few stay.
FEW = 5
CUT = """([repeated, few]) => {
  const kept = new Map();
  for (const one of document.querySelectorAll(repeated)) {
    const seen = (kept.get(one.parentElement) ?? 0) + 1;
    kept.set(one.parentElement, seen);
    if (seen > few) one.remove();
  }
}"""


@pytest.mark.parametrize("path", every_page())
@pytest.mark.usefixtures("without_engine")
def test_a_page_is_quiet_accessible_and_narrow_enough(shared_page: Callable[..., Page], path: str) -> None:
    """It neither asks another site for anything nor complains: the guard sees to that, to the end of the page.

    On paper the exact layer is open, and nothing is left that only a screen can use. Nothing sticks out at the side of
    a phone, and all text is in colours that the palette was judged by. axe-core finds nothing to object to: on a
    desktop on every page, and on those that stand for their kind in light and dark and on a phone.
    """
    kind = kind_of(path)
    stands_for_others = path in kind.shown
    page = shared_page(path, reduced_motion="reduce")
    page.wait_for_load_state("load")
    expect(page.locator("h1").first).to_be_visible()
    faults = [f"on paper: {fault}" for fault in printed(page)]
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.evaluate(OPEN_ALL)
    faults += [
        f"{scheme}: {fault}"
        for scheme in (DARK, LIGHT)
        for fault in strangers(page.evaluate(SHOWN, scheme), palette(STYLE, scheme))
    ]
    faults += too_wide_on_phones(page)
    if kind.repeated:
        page.evaluate(CUT, [kind.repeated, FEW])
    page.evaluate(AXE)
    if stands_for_others:
        # To the end again: elsewhere a control may lie half below the bar that sticks to an edge, until scrolled to.
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        faults += [f"light, phone: {fault}" for fault in page.evaluate(RUN_AXE, [RULES, "html", False])]
    page.set_viewport_size(DESKTOP)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    faults += [f"light, desktop: {fault}" for fault in page.evaluate(RUN_AXE, [RULES, "html", stands_for_others])]
    if stands_for_others:
        page.evaluate(SHOWN, DARK)
        faults += [f"dark, desktop: {fault}" for fault in page.evaluate(RUN_AXE, [COLOURS, "html"])]
    assert not faults, "\n".join(faults)


def printed(page: Page) -> list[str]:
    """What is amiss on paper."""
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    faults: list[str] = page.evaluate(PRINTED)
    page.emulate_media(media="null")
    page.set_viewport_size(DESKTOP)
    return faults


def too_wide_on_phones(page: Page) -> list[str]:
    """What reaches out at the side of narrow screens; the page stays as narrow as the last."""
    faults = []
    for width in PHONES:
        page.set_viewport_size({"width": width, "height": 844})
        faults += too_wide(page, width)
    return faults


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
    """They are made from one template: of each, what differs is looked at, on two narrow screens.

    Three of them are looked at whole, and dark, as every other page.
    """
    paths = made_pages()[part::PARTS]
    # The article of one page is laid into another, which the policy of pages rightly forbids.
    page = open_page(paths[0], reduced_motion="reduce", bypass_csp=True)
    page.evaluate(AXE)
    faults: list[str] = []
    for path in paths:
        assert page.evaluate(LAY, path) == 1, path
        page.evaluate(OPEN_ALL)
        found = too_wide_on_phones(page)
        for scheme in (DARK, LIGHT):
            found += strangers(page.evaluate(SHOWN, scheme), palette(STYLE, scheme))
        found += page.evaluate(RUN_AXE, [RULES, "article", False])
        faults += [f"{path}: {fault}" for fault in found]
    assert not faults, "\n".join(faults)


# --- colours ---


@pytest.fixture(params=[LIGHT, DARK])
def colours(request: pytest.FixtureRequest) -> Palette:
    """The colours of each scheme."""
    return palette(STYLE, request.param)


def test_the_contrast_of_two_colours_is_the_one_of_wcag() -> None:
    assert ratio("#000000", "#ffffff") == ratio("#ffffff", "#000000") == 21
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert ratio("#0000ff", "#ffff00") == pytest.approx(8.00, abs=0.005)


def test_text_stands_out_in_every_pair_of_colours(colours: Palette) -> None:
    assert too_faint(colours) == []


@pytest.mark.parametrize("pair", PAIRS, ids=" on ".join)
def test_a_pair_that_is_too_faint_would_be_seen(colours: Palette, pair: tuple[str, str]) -> None:
    """Also one that is only a little too faint, on the way from its own colour to that of its ground."""
    colour, ground = pair
    for share in range(1, 101):
        mixed = mix(colours[colour], colours[ground], share / 100)
        if ratio(mixed, colours[ground]) < PAIRS[pair]:
            break
    assert any(fault.startswith(f"{colour} on {ground}: ") for fault in too_faint({**colours, colour: mixed}))


def mix(one: str, other: str, share: float) -> str:
    """A colour on the way from one to another."""
    both = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + bytes(round(a + (b - a) * share) for a, b in both).hex()


def test_the_style_sheet_gives_text_and_grounds_no_other_colours() -> None:
    assert not_judged(STYLE) == []


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("a { color: var(--we-rule); }", "a: color: var(--we-rule)"),
        ("a { color: #777; }", "a: color: #777"),
        ("a { b { background: var(--we-edge); } }", "b: background: var(--we-edge)"),
        ("@media screen { a { background: red !important; } }", "a: background: red !important"),
        ("a { color: var(--we-soft); background: var(--we-flash); }", "a: soft on flash"),
    ],
)
def test_another_colour_in_the_style_sheet_would_be_seen(rule: str, fault: str) -> None:
    assert not_judged(STYLE + rule) == [fault]


@pytest.mark.usefixtures("without_engine")
def test_text_in_another_colour_would_be_seen(shared_page: Callable[..., Page]) -> None:
    """Also where it comes from no style sheet of the guide's, or lies on another ground."""
    page = shared_page("privacy/", reduced_motion="reduce")
    page.evaluate(
        """() => {
          const [one, other, third] = document.querySelectorAll("article p");
          one.style.color = "rgb(150, 150, 150)";
          other.style.backgroundColor = "rgb(20, 20, 20)";
          third.style.color = "var(--we-edge)";
        }"""
    )
    for scheme in (LIGHT, DARK):
        found = [one.partition(":")[0] for one in strangers(page.evaluate(SHOWN, scheme), palette(STYLE, scheme))]
        assert {"rgb(150, 150, 150) on paper", "ink on rgb(20, 20, 20)", "edge on paper"} <= set(found)


def test_refused_numbers_are_accessible(learn: Page) -> None:
    """So are the messages, the marked fields and the stale figures, which no page shows at first."""
    here = example(learn, "equal-share")
    control(here, "victim[0].ordered_defendants").fill("many")
    control(here, "victim[0].loss[0].amount").fill("-5")
    expect(here.locator("[aria-invalid]")).to_have_count(2)
    learn.evaluate(AXE)
    faults = learn.evaluate(RUN_AXE, [RULES, "html"])
    learn.evaluate(SHOWN, DARK)
    faults += learn.evaluate(RUN_AXE, [COLOURS, "html"])
    learn.evaluate(SHOWN, LIGHT)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("path", "title"), [("estimate/", "Nine victims"), ("ledger/", "sixty cases")])
def test_a_full_desk_and_its_mistakes_are_accessible(shared_page: Callable[..., Page], path: str, title: str) -> None:
    """Tables with rows, the answers of a whole case, and what is struck out while something is wrong."""
    page = shared_page(path)
    engine(page, "ready")
    page.locator("summary", has_text="Begin with an example").click()
    page.get_by_role("button", name=title).click()
    expect(page.locator(".dk-answer").filter(visible=True).first).to_be_visible()
    page.evaluate(OPEN_ALL)
    page.evaluate(AXE)
    faults = page.evaluate(RUN_AXE, [RULES, "html"])
    control(page, "order_date" if path == "estimate/" else "as_of").fill("never")
    expect(page.locator(".ds-stale [aria-invalid=true]").first).to_be_visible()
    faults += page.evaluate(RUN_AXE, [RULES, "html"])
    page.evaluate(SHOWN, DARK)
    faults += page.evaluate(RUN_AXE, [COLOURS, "html"])
    page.evaluate(SHOWN, LIGHT)
    assert not faults, "\n".join(faults)


class TestPhone:
    """A reader with a telephone."""

    # What makes a context a telephone's.
    PHONE: ClassVar[dict[str, Any]] = {"is_mobile": True, "has_touch": True, "device_scale_factor": 2}

    @pytest.mark.usefixtures("without_engine")
    def test_nothing_sticks_out(self, shared_page: Callable[..., Page]) -> None:
        """One page of each kind, on a real phone's terms: its fingers need larger controls."""
        found: dict[str, list[str]] = {}
        for path in (
            "",
            "learn/the-statute/",
            "cases/",
            "cases/sainz-2016/",
            "estimate/",
            "ledger/",
            "sources/",
            "reference/python/",
        ):
            page = shared_page(path, **self.PHONE)
            page.wait_for_load_state()
            page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
            found[path] = too_wide_on_phones(page)
        assert {path: faults for path, faults in found.items() if faults} == {}

    @pytest.mark.usefixtures("without_engine")
    @pytest.mark.parametrize("path", ["", "learn/how-an-award-is-worked-out/", "estimate/"])
    def test_what_is_pressed_is_large_enough(self, shared_page: Callable[..., Page], path: str) -> None:
        page = shared_page(path, **self.PHONE)
        page.wait_for_load_state()
        live = ":is(worked-example, case-desk)"
        page.evaluate(f"document.querySelectorAll('{live} details').forEach((part) => {{ part.open = true; }})")
        assert page.locator(f"{live} button").count() > 3
        for width in PHONES:
            page.set_viewport_size({"width": width, "height": 700})
            with trying(f"{width} wide"):
                assert page.evaluate(TOO_SMALL, TARGET) == []

    def test_it_works_by_touch(self, shared_page: Callable[..., Page]) -> None:
        page = shared_page("", viewport={"width": 320, "height": 700}, is_mobile=True, has_touch=True)
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


def test_search_finds_a_word_of_the_law(shared_page: Callable[..., Page]) -> None:
    page = shared_page("reference/parameters/")
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
