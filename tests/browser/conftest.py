"""A browser over the built site, and a guard over every page that a test opens."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from tests.browser.support import (
    CLIPBOARD_RIGHTS,
    KEEPS_NOTHING,
    NO_OTHER_HOST,
    RECORDER,
    RESULTS,
    STORED,
    Fault,
    FaultyHandler,
    Held,
    Watch,
    engine,
    first_figures,
    settle,
)
from tests.browsers import LAUNCH_ARGS, find_chromium

from sitebuild.paths import BUILT_SITE
from sitebuild.serve import serving

HERE = Path(__file__).parent

DESKTOP: ViewportSize = {"width": 1280, "height": 900}

_REPORT = pytest.StashKey[pytest.TestReport]()

type Opener = Callable[..., Page]
type ContextOpener = Callable[..., BrowserContext]


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker that only these tests use."""
    config.addinivalue_line("markers", "provokes_errors: what the page says in the console is no fault here")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that `-m "not browser"` leaves them all out, also those of tomorrow."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep how a test went, for the fixtures that clean up after it."""
    report = yield
    if report.when == "call":
        item.stash[_REPORT] = report
        browser = getattr(item, "funcargs", {}).get("browser")
        if report.failed and isinstance(browser, Browser):
            _keep(item, browser)
    return report


def _keep(item: pytest.Item, browser: Browser) -> None:
    """Keep a picture of every open page, and its HTML."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w.-]+", "-", item.nodeid.removeprefix("tests/browser/"))[:150]
    for number, page in enumerate(page for context in browser.contexts for page in context.pages):
        with contextlib.suppress(PlaywrightError):
            page.screenshot(path=RESULTS / f"{name}.{number}.png", full_page=True, timeout=10_000)
            (RESULTS / f"{name}.{number}.html").write_text(page.content(), encoding="utf-8")


def _failed(request: pytest.FixtureRequest) -> bool:
    node: pytest.Item = request.node
    report = node.stash.get(_REPORT, None)
    return report is None or report.failed


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Where the built site is served."""
    if not (BUILT_SITE / "index.html").exists():
        pytest.fail("there is no built site: run `make build`", pytrace=False)
    with serving(handler=FaultyHandler) as address:
        yield address


@pytest.fixture
def faults() -> Iterator[dict[str, Fault]]:
    """What the server does wrong during a test, by path."""
    yield FaultyHandler.faults
    for fault in FaultyHandler.faults.values():
        if isinstance(fault, Held):
            # The browser keeps the line of a worker that was never answered, and has only six for a context.
            fault.let_go()
    FaultyHandler.faults.clear()


@pytest.fixture
def without_engine(faults: dict[str, Fault]) -> None:
    """Python does not come: it takes seconds of each page, also of one that is only looked at."""
    faults["/restitution/worker.js"] = Held()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What starts browsers; it cannot be started twice."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One browser for all the tests."""
    started = playwright.chromium.launch(executable_path=find_chromium(), args=[*LAUNCH_ARGS, NO_OTHER_HOST])
    yield started
    started.close()


@pytest.fixture(scope="session")
def remembering(playwright: Playwright) -> Iterator[Browser]:
    """A browser that keeps pages in memory for Back and Forward, as readers' do: the tools turn that off."""
    started = playwright.chromium.launch(
        executable_path=find_chromium(),
        args=[*LAUNCH_ARGS, NO_OTHER_HOST],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield started
    started.close()


@pytest.fixture(scope="session")
def watch(site: str) -> Watch:
    """What the pages of all contexts did."""
    return Watch(site)


@pytest.fixture(autouse=True)
def guard(request: pytest.FixtureRequest, watch: Watch) -> Iterator[None]:
    """Fail a test whose pages ask another site for something, or say that something is wrong."""
    watch.faults(provoked=True)
    yield
    node: pytest.Item = request.node
    found = watch.faults(provoked=node.get_closest_marker("provokes_errors") is not None)
    if found:
        pytest.fail("\n".join(found), pytrace=False)


@pytest.fixture(scope="session")
def new_context(browser: Browser, site: str, watch: Watch) -> ContextOpener:
    """Open a context that is watched, with scripts that run before those of a page; it stays open."""

    def opened(*scripts: str, keeps: bool = False, **options: Any) -> BrowserContext:
        context = browser.new_context(**{"base_url": site, "viewport": DESKTOP, **options})
        watch.follow(context, options.get("base_url", site))
        # Each context is new, and would have the whole guide downloaded for reading without a network.
        for script in (RECORDER, *([] if keeps else [KEEPS_NOTHING]), *scripts):
            context.add_init_script(script)
        return context

    return opened


@pytest.fixture
def new_page(new_context: ContextOpener, guard: None) -> Iterator[Opener]:
    """Open an empty page in a context of its own, with scripts that run before those of a page.

    With ``keeps``, the browser keeps the guide for reading without a network. Other keywords are the context's.
    """
    contexts: list[BrowserContext] = []

    def opened(*scripts: str, **options: Any) -> Page:
        contexts.append(new_context(*scripts, **options))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        for page in context.pages:
            settle(page)
        context.close()


@pytest.fixture
def open_page(new_page: Opener) -> Opener:
    """Open a page of the site in a context of its own; the rest is as for `new_page`."""

    def opened(path: str = "", *scripts: str, **options: Any) -> Page:
        page = new_page(*scripts, **options)
        page.goto(path)
        return page

    return opened


class _Shared:
    """One page for each kind of context, for all the tests that need no context of their own.

    To open a context costs more than most tests, and what it has fetched and compiled once serves the next page.
    """

    def __init__(self, new_context: ContextOpener) -> None:
        self._open = new_context
        self._pages: dict[str, Page] = {}
        self._used: set[str] = set()

    def page(self, path: str, *scripts: str, viewport: ViewportSize = DESKTOP, **options: Any) -> Page:
        """The page for these options, gone to a path; nothing but the browser's cache is left of earlier tests."""
        key = repr((scripts, sorted(options.items())))
        if key not in self._pages:
            self._pages[key] = self._open(*scripts, **options).new_page()
        self._used.add(key)
        page = self._pages[key]
        page.bring_to_front()
        page.set_viewport_size(viewport)
        page.goto(path)
        return page

    def leave(self, *, failed: bool) -> list[str]:
        """Leave the pages that a test has used; gives what they have stored, which the next would find."""
        stored: list[str] = []
        for key in self._used:
            page = self._pages[key]
            for other in page.context.pages:
                if other is not page:
                    other.close()
            if page.url.startswith("http"):
                with contextlib.suppress(PlaywrightError):  # where a page may run no scripts, it can store nothing
                    stored += page.evaluate(STORED)
            if failed or stored:
                self._pages.pop(key).context.close()
            else:
                page.emulate_media(media="null")
                page.goto("about:blank")
        self._used.clear()
        return stored


@pytest.fixture(scope="session")
def _shared_pages(new_context: ContextOpener) -> _Shared:
    return _Shared(new_context)


@pytest.fixture
def shared_page(request: pytest.FixtureRequest, _shared_pages: _Shared, guard: None) -> Iterator[Opener]:
    """Go to a page of the site, in a page that tests share; a test whose page stores something needs its own.

    The scripts and options are as for `open_page`: there is one page for each set of them, whatever its viewport.
    """
    yield _shared_pages.page
    if stored := _shared_pages.leave(failed=_failed(request)):
        pytest.fail(f"stored in a page that tests share: {stored}", pytrace=False)


class _Warm:
    """Pages whose engine is ready, kept for all the tests that only change numbers: a start takes seconds."""

    def __init__(self, new_context: ContextOpener) -> None:
        self._context = new_context(permissions=CLIPBOARD_RIGHTS)
        self._pages: dict[str, Page] = {}

    def page(self, path: str) -> Page:
        """The warm page, with its first figures."""
        if path not in self._pages:
            self._pages[path] = self._context.new_page()
            self._pages[path].goto(path)
            self._pages[path].locator("worked-example").first.scroll_into_view_if_needed()
            engine(self._pages[path], "ready")
        self._pages[path].bring_to_front()
        return self._pages[path]

    def drop(self, path: str) -> None:
        """Close a page that a test left in an unknown state."""
        self._pages.pop(path).close()


@pytest.fixture(scope="session")
def warm(new_context: ContextOpener) -> _Warm:
    """The pages that tests share."""
    return _Warm(new_context)


def _shared(request: pytest.FixtureRequest, warm: _Warm, path: str) -> Iterator[Page]:
    page = warm.page(path)
    yield page
    settle(page)
    if _failed(request):
        warm.drop(path)
    else:
        first_figures(page)


@pytest.fixture
def home(request: pytest.FixtureRequest, warm: _Warm, guard: None) -> Iterator[Page]:
    """The home page, its engine ready; the other tests of it see it as it was."""
    yield from _shared(request, warm, "")


@pytest.fixture
def learn(request: pytest.FixtureRequest, warm: _Warm, guard: None) -> Iterator[Page]:
    """The page with three worked examples, likewise."""
    yield from _shared(request, warm, "learn/how-an-award-is-worked-out/")


@pytest.fixture
def commands(request: pytest.FixtureRequest, warm: _Warm, guard: None) -> Iterator[Page]:
    """The page of the commands, with the engine ready."""
    yield from _shared(request, warm, "reference/commands/")
