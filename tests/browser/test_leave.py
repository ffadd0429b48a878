"""Leaving the site: by its links and by Shift, what is gone then, in every tab, and that nothing comes back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect
from tests.browser.support import KEEPS_NOTHING, Watch, control, engine, pages, settle, trying
from tests.browser.test_every_page import AXE, RULES, RUN_AXE

from sitebuild.paths import BUILT_SITE, ROOT

_SET = re.search(r"^  leave_to: (\S+)", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
assert _SET
NEUTRAL = _SET[1]

COUNT = "victims.ordered_defendants"
OFFENSE = "counts.offense"
TYPED = "7654321"
SAID = "section.leave [role=status]"

# Held on to, as a script of the theme might: what is in them when the page is left.
HOLD = """() => {
  window.held = [...document.querySelectorAll("input:not([type=checkbox], [type=radio]), select, output")];
  return held.length;
}"""


# Why the browser did not bring back the page that it kept in memory.
DROPPED = "performance.getEntriesByType('navigation')[0].notRestoredReasons.reasons.map(({ reason }) => reason)"


class Elsewhere:
    """The neutral site, which no request of these tests reaches: it is answered here."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.comes = True

    def __call__(self, route: Route) -> None:
        """Answer a request; where the site does not come, with nothing, so that the browser stays where it is."""
        self.asked.append(route.request)
        if self.comes:
            route.fulfill(content_type="text/html", body="<title>Weather</title><h1>Elsewhere</h1>")
        else:
            route.fulfill(status=204)


# The theme's script misses the page that is taken away under it: no reader sees that, and the page goes. And it does
# not get along with a clock that a test sets.
THEME = ('Missing element: expected "[data-md-component=', "page error: executing a cancelled action")


@pytest.fixture
def elsewhere(watch: Watch) -> Iterator[Elsewhere]:
    """What the guard will see of it, and no more."""
    made = Elsewhere()
    yield made
    seen = [fault for fault in watch.faults(provoked=False) if not any(noise in fault for noise in THEME)]
    assert seen == [f"request to another origin: GET {NEUTRAL}"] * len(made.asked)


@pytest.fixture
def opened(open_page: Callable[..., Page], elsewhere: Elsewhere) -> Callable[..., Page]:
    """Open a page from which the way to the neutral site leads no further than here."""

    def page_at(path: str = "", **options: object) -> Page:
        page = open_page(path, **options)
        page.context.route(NEUTRAL, elsewhere)
        return page

    return page_at


def button(page: Page) -> None:
    """Press the button, once its script has come: until then it is a plain link."""
    expect(page.locator(".leave-button")).to_have_attribute("title", "Or press Shift three times")
    page.locator(".leave-button").click()


def shifts(page: Page, times: int) -> None:
    """Press Shift alone."""
    for _ in range(times):
        page.keyboard.press("Shift")


def skip_link(page: Page) -> None:
    """Use the second link that the Tab key comes to."""
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("a.md-skip.leave-link")).to_be_focused()
    expect(page.locator("a.md-skip.leave-link")).to_have_css("opacity", "1")
    page.keyboard.press("Enter")


def is_gone(page: Page) -> None:
    """The other site is shown."""
    page.wait_for_url(NEUTRAL)
    expect(page.locator("h1")).to_have_text("Elsewhere")


def is_blank(page: Page) -> None:
    """Nothing of the guide is to be seen, and Python is gone."""
    expect(page.locator("body")).to_have_text("Loading.")
    assert page.title() == "Loading."
    assert page.locator("body *").count() == 1
    engine(page, "stopped")
    for _ in range(100):  # the browser tells a little later that a worker has ended
        running = [worker.url for worker in page.workers if worker.url.endswith("/worker.js")]
        if not running:
            break
        page.wait_for_timeout(50)
    assert running == []


def typed_in(page: Page) -> None:
    """Fill something into the desk."""
    control(page, COUNT).fill(TYPED)
    control(page, "order_date").fill("2019-02-03")
    control(page, "apportionment.method").select_option("adjusted-share")


def holds_nothing_typed(page: Page) -> None:
    """The desk is there as it was built."""
    page.wait_for_url("**/estimate/")
    expect(control(page, COUNT)).to_have_value("")
    assert control(page, "order_date").input_value() == ""
    assert control(page, "apportionment.method").input_value() != "adjusted-share"
    assert TYPED not in page.content()


def test_every_page_has_the_links() -> None:
    """Each leads to the one address, says that no search engine need follow, and tells that site nothing."""
    for path in pages():
        name = path if path.endswith(".html") else f"{path}index.html"
        text = (BUILT_SITE / name).read_text(encoding="utf-8")
        links = re.findall(r'<a class="leave-link[^>]*>', text)
        assert len(links) == len(("for the keyboard", "button")), name
        assert all(f'href="{NEUTRAL}" rel="nofollow noreferrer"' in link for link in links), name
        assert '<meta name="referrer" content="no-referrer">' in text, name


@pytest.mark.parametrize("way", [button, skip_link, lambda page: shifts(page, 3)], ids=["button", "skip", "shift"])
def test_a_page_is_left(
    opened: Callable[..., Page], elsewhere: Elsewhere, watch: Watch, way: Callable[[Page], None]
) -> None:
    """Nothing is asked of the other site before; it is not told from where; Back does not lead to the page."""
    page = opened("reference/parameters/")
    page.goto("sources/")
    settle(page)
    assert watch.faults(provoked=False) == []
    way(page)
    is_gone(page)
    assert [request.headers.get("referer") for request in elsewhere.asked] == [None]
    page.go_back()
    page.wait_for_url("**/reference/parameters/")


def test_the_page_is_blank_before_the_other_site_comes(opened: Callable[..., Page], elsewhere: Elsewhere) -> None:
    """What was typed is gone from every box and figure, and Python with it."""
    page = opened("estimate/")
    engine(page, "ready")
    typed_in(page)
    assert page.workers
    assert page.evaluate(HOLD) > 20
    elsewhere.comes = False
    button(page)
    is_blank(page)
    assert page.evaluate("[...new Set(held.map((one) => one.value))]") == [""]


@pytest.fixture
def tabs(opened: Callable[..., Page]) -> tuple[Page, Page, Page]:
    """Three tabs of the guide, one of them with something typed."""
    first = opened("sources/")
    second = first.context.new_page()
    second.goto("estimate/")
    engine(second, "ready")
    typed_in(second)
    third = first.context.new_page()
    third.goto("cases/")
    return first, second, third


def test_every_tab_of_the_guide_is_blank_at_once(tabs: tuple[Page, Page, Page], elsewhere: Elsewhere) -> None:
    elsewhere.comes = False
    button(tabs[0])
    for page in tabs:
        is_blank(page)


def test_every_tab_of_the_guide_is_left(tabs: tuple[Page, Page, Page]) -> None:
    """Each goes by itself, and not back to what was typed."""
    shifts(tabs[2], 3)
    for page in tabs:
        is_gone(page)
        page.go_back()
        assert page.url == "about:blank"


def test_an_earlier_page_comes_back_without_what_was_typed(opened: Callable[..., Page]) -> None:
    """The history before the page that is left remains; lists and days are as they were built, too."""
    page = opened("estimate/")
    typed_in(page)
    page.goto("sources/")
    button(page)
    is_gone(page)
    page.go_back()
    holds_nothing_typed(page)


class TestKeptInMemory:
    """A browser that keeps pages in memory for Back and Forward, as readers' do; that of the other tests does not."""

    @pytest.fixture
    def tab(self, remembering: Browser, site: str, watch: Watch, elsewhere: Elsewhere) -> Iterator[Page]:
        """The desk, with something typed."""
        context = remembering.new_context(base_url=site)
        # A service worker that takes over makes the browser drop what it keeps, too: here only the message may.
        context.add_init_script(KEEPS_NOTHING)
        watch.follow(context, site)
        context.route(NEUTRAL, elsewhere)
        page = context.new_page()
        page.goto("estimate/")
        engine(page, "ready")  # a page that still waits for files is not kept
        typed_in(page)
        page.evaluate("window.same = true")
        yield page
        context.close()

    def go(self, page: Page, way: str, to: str) -> None:
        """Go by the page's own means: Playwright waits for a load, and a page kept in memory has none."""
        page.evaluate(way)
        page.wait_for_url(to, wait_until="commit")
        expect(page.locator("h1").first).to_be_visible()

    def test_a_page_that_was_not_left_comes_back_as_it_was(self, tab: Page) -> None:
        self.go(tab, "location.href = '../sources/'", "**/sources/")
        self.go(tab, "history.back()", "**/estimate/")
        assert tab.evaluate("window.same") is True
        expect(control(tab, COUNT)).to_have_value(TYPED)

    def test_after_leaving_it_is_dropped(self, tab: Page) -> None:
        self.go(tab, "location.href = '../sources/'", "**/sources/")
        button(tab)
        is_gone(tab)
        self.go(tab, "history.back()", "**/estimate/")
        holds_nothing_typed(tab)
        assert tab.evaluate(DROPPED) == ["broadcastchannel-message"]

    def test_so_it_is_when_another_tab_is_left(self, tab: Page) -> None:
        """The page in memory is in one tab; the other says that it goes."""
        self.go(tab, "location.href = '../sources/'", "**/sources/")
        other = tab.context.new_page()
        other.goto("cases/")
        button(other)
        is_gone(other)
        is_gone(tab)
        self.go(tab, "history.back()", "**/estimate/")
        holds_nothing_typed(tab)
        assert tab.evaluate(DROPPED) == ["broadcastchannel-message"]

    def test_the_way_broken_off(self, tab: Page, elsewhere: Elsewhere) -> None:
        """The reader goes back and forward while the other site has not come: the page that was left starts anew."""
        self.go(tab, "location.href = '../cases/'", "**/cases/")
        self.go(tab, "location.href = '../estimate/'", "**/estimate/")
        typed_in(tab)
        elsewhere.comes = False
        button(tab)
        is_blank(tab)
        self.go(tab, "history.back()", "**/cases/")
        self.go(tab, "history.forward()", "**/estimate/")
        holds_nothing_typed(tab)


class TestShift:
    """The keyboard's way."""

    @pytest.fixture
    def desk(self, shared_page: Callable[..., Page], elsewhere: Elsewhere, without_engine: None) -> Iterator[Page]:
        """The desk, with the focus in a box for text."""
        page = shared_page("estimate/")
        page.route(NEUTRAL, elsewhere)
        control(page, OFFENSE).click()
        yield page
        page.unroute(NEUTRAL)

    @pytest.fixture
    def timed(self, opened: Callable[..., Page]) -> Page:
        """A page with time in the test's hand."""
        page = opened()
        page.clock.install()
        page.goto("sources/")
        return page

    def counts(self, page: Page, presses: int) -> None:
        """So many presses of Shift were counted."""
        place = page.locator("section.leave")
        assert (place.get_attribute("data-presses") or "0") == str(presses)
        expect(page.locator(".leave-presses")).to_be_visible(visible=presses > 0)

    def test_it_is_announced(self, desk: Page) -> None:
        """Politely: what is being read is not cut off."""
        expect(desk.locator(SAID)).to_have_text("")
        shifts(desk, 1)
        expect(desk.locator(SAID)).to_have_text("Shift, press two more times to leave this site.")
        self.counts(desk, 1)
        shifts(desk, 1)
        expect(desk.locator(SAID)).to_have_text("Shift, press one more time to leave this site.")
        self.counts(desk, 2)
        shifts(desk, 1)
        is_gone(desk)

    def test_the_alert_tells_that_the_page_goes(self, desk: Page, elsewhere: Elsewhere) -> None:
        elsewhere.comes = False
        shifts(desk, 3)
        expect(desk.get_by_role("alert")).to_have_text("Loading.")

    def test_it_has_a_time_limit(self, timed: Page) -> None:
        shifts(timed, 2)
        timed.clock.fast_forward(4_000)
        self.counts(timed, 2)
        timed.clock.fast_forward(1_500)
        self.counts(timed, 0)
        expect(timed.locator(SAID)).to_have_text("Shift was not pressed again. You are still on this site.")
        timed.clock.fast_forward(5_100)
        expect(timed.locator(SAID)).to_have_text("")
        shifts(timed, 1)
        self.counts(timed, 1)

    def test_each_press_has_its_own_time(self, timed: Page) -> None:
        for _ in range(2):
            shifts(timed, 1)
            timed.clock.fast_forward(4_000)
        shifts(timed, 1)
        is_gone(timed)

    def test_capitals_do_not_count(self, desk: Page) -> None:
        for letter in "USC ABC":
            desk.keyboard.press(f"Shift+{letter}")
        self.counts(desk, 0)
        expect(control(desk, OFFENSE)).to_have_value("USC ABC")
        expect(desk.locator(SAID)).to_have_text("")

    def test_a_capital_typed_in_haste_does_not_count(self, desk: Page) -> None:
        """Shift is let go before the letter is."""
        for _ in range(4):
            desk.keyboard.down("Shift")
            desk.keyboard.down("A")
            desk.keyboard.up("Shift")
            desk.keyboard.up("A")
        self.counts(desk, 0)
        expect(control(desk, OFFENSE)).to_have_value("AAAA")

    def test_another_key_between_starts_anew(self, desk: Page) -> None:
        for key in ("a", "Shift+A", "Shift+ArrowLeft", "Tab", "Shift+Tab", "Control"):
            control(desk, OFFENSE).click()
            with trying(key):
                self.counts(desk, 0)
                shifts(desk, 2)
                self.counts(desk, 2)
                desk.keyboard.press(key)
                self.counts(desk, 0)
                shifts(desk, 2)
                self.counts(desk, 2)

    def test_a_press_of_the_pointer_starts_anew(self, desk: Page) -> None:
        """Shift with it is for selecting."""
        shifts(desk, 2)
        desk.keyboard.down("Shift")
        control(desk, OFFENSE).click()
        desk.keyboard.up("Shift")
        self.counts(desk, 0)

    def test_shift_with_its_like_does_not_count(self, desk: Page) -> None:
        """In some systems it changes the keyboard's language."""
        for keys in ("Control+Shift", "Alt+Shift", "Shift+Control", "Shift+Alt"):
            with trying(keys):
                for _ in range(4):
                    desk.keyboard.press(keys)
                self.counts(desk, 0)

    def test_a_key_held_down_counts_once(self, desk: Page) -> None:
        for _ in range(5):
            desk.keyboard.down("Shift")
        desk.keyboard.up("Shift")
        self.counts(desk, 1)

    def test_what_is_shown_meanwhile_is_accessible(self, desk: Page) -> None:
        shifts(desk, 2)
        desk.evaluate(AXE)
        assert desk.evaluate(RUN_AXE, [RULES, "html"]) == []


@pytest.mark.parametrize("path", ["estimate/", "404.html"])
def test_without_scripts_the_button_is_a_link(opened: Callable[..., Page], elsewhere: Elsewhere, path: str) -> None:
    page = opened(path, java_script_enabled=False)
    page.locator(".leave-button").click()
    page.wait_for_url(NEUTRAL)
    assert [request.headers.get("referer") for request in elsewhere.asked] == [None]


# What else stands in the header and is to be seen there, and touches the button.
COVERED = """() => {
  const button = document.querySelector(".leave-button").getBoundingClientRect();
  return [...document.querySelectorAll(".md-header__inner > *, .md-header__inner label, article > *")]
    .filter((one) => one.checkVisibility({ opacityProperty: true }))
    .filter((one) => {
      const { left, right, top, bottom, width } = one.getBoundingClientRect();
      return width && left < button.right && right > button.left && top < button.bottom && bottom > button.top;
    })
    .map((one) => one.outerHTML.slice(0, 100));
}"""


@pytest.mark.parametrize(
    ("widths", "touch"), [((320, 390), True), ((700, 960, 1280, 1900), False)], ids=["fingers", "mouse"]
)
@pytest.mark.usefixtures("without_engine")
def test_the_button_covers_nothing(shared_page: Callable[..., Page], widths: tuple[int, ...], touch: bool) -> None:
    """Neither the words of the page, at its top, nor what else the header has; and it lies within the header."""
    page = shared_page("learn/paroline/", has_touch=touch)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 700})
        with trying(f"{width} wide"):
            place = page.locator(".leave-button").bounding_box()
            header = page.locator(".md-header").bounding_box()
            assert place
            assert header
            assert place["y"] >= 0
            assert place["y"] + place["height"] <= header["height"]
            assert place["x"] + place["width"] <= width
            assert min(place["width"], place["height"]) >= (44 if touch else 24)
            assert page.evaluate(COVERED) == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.usefixtures("without_engine")
def test_the_button_lies_above_what_opens(shared_page: Callable[..., Page], width: int) -> None:
    page = shared_page("learn/paroline/", viewport={"width": width, "height": 700}, reduced_motion="reduce")
    for part in ("drawer", "search"):
        press = f"document.getElementById('__{part}').click()"
        page.evaluate(press)
        page.wait_for_timeout(500)
        with trying(part):
            page.locator(".leave-button").click(trial=True)
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
            page.locator(".leave-button").click(trial=True)
        page.evaluate("scrollTo(0, 0)")
        page.evaluate(press)


@pytest.mark.usefixtures("without_engine")
def test_the_button_is_not_printed(shared_page: Callable[..., Page]) -> None:
    page = shared_page("learn/paroline/")
    expect(page.locator(".leave-button")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".leave-link:visible")).to_have_count(0)


def test_forced_colors_leave_the_button_an_edge(open_page: Callable[..., Page]) -> None:
    """Its ground is taken away there."""
    page = open_page("learn/paroline/", forced_colors="active")
    style = "getComputedStyle(document.querySelector('.leave-button'))"
    edge, ground = page.evaluate(f"[{style}.borderTopColor, {style}.backgroundColor]")
    assert edge != ground
    assert page.evaluate(f"{style}.borderTopWidth") == "1px"
