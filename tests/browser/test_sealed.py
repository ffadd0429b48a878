"""What the pages are sealed against does not happen, on a host that takes headers and on one that does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler

import pytest
from playwright.sync_api import Page
from tests.browser.support import OF_137, ORDER, Watch, engine, people, settle, shows

from sitebuild.serve import Handler, serving


class BareHandler(Handler):
    """A host that knows nothing of the site's headers."""

    def end_headers(self) -> None:
        """Send what every host sends."""
        SimpleHTTPRequestHandler.end_headers(self)


@pytest.fixture(params=[Handler, BareHandler], ids=["with headers", "without headers"])
def host(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a host of either kind."""
    with serving(handler=request.param) as address:
        yield address


@pytest.fixture
def page(host: str, new_page: Callable[..., Page]) -> Page:
    """The home page at that host, which is there until the page is closed."""
    opened = new_page(base_url=host)
    opened.goto("")
    return opened


# Each sets `ran` if the page lets it.
FORBIDDEN = {
    "a script in the page": "const s = document.createElement('script'); s.text = 'ran = 1'; document.body.append(s);",
    "text as code": "eval('ran = 1');",
    "a function made of text": "new Function('ran = 1')();",
    "a timer with text": "setTimeout('ran = 1');",
    "a handler in a tag": "document.body.setAttribute('onclick', 'ran = 1'); document.body.click();",
    "HTML that loads something": "document.body.insertAdjacentHTML('beforeend', '<iframe></iframe>'); ran = 1;",
    "a script from elsewhere": "document.createElement('script').src = 'https://example.com/'; ran = 1;",
    "a worker from elsewhere": "new Worker('https://example.com/'); ran = 1;",
    "a policy of one's own": "trustedTypes.createPolicy('loose', { createHTML: (text) => text }); ran = 1;",
    "another root for links": (
        "const b = document.createElement('base'); b.href = 'https://example.com/'; document.head.append(b);"
        "if (document.baseURI.startsWith('https://example.com')) ran = 1;"
    ),
    "a style in a tag": (
        "document.body.setAttribute('style', 'color: rgb(1, 2, 3)');"
        "if (getComputedStyle(document.body).color === 'rgb(1, 2, 3)') ran = 1;"
    ),
}


@pytest.mark.provokes_errors
@pytest.mark.parametrize("how", FORBIDDEN)
def test_a_page_runs_nothing_that_is_not_its_own(page: Page, how: str) -> None:
    # What the tools run directly may use text as code; what they leave for later may not.
    page.evaluate(f"() => {{ window.ran = 0; setTimeout(() => {{ try {{ {FORBIDDEN[how]} }} catch {{}} }}); }}")
    page.wait_for_timeout(100)
    assert page.evaluate("ran") == 0


# What the browser refuses before any request is made, whatever asks for it.
ELSEWHERE = {
    "fetch": "fetch('https://example.com/').then(() => true, () => false)",
    "beacon": "Promise.resolve(navigator.sendBeacon('https://example.com/', 'x'))",
    "picture": "new Promise((done) => { const i = new Image(); i.onload = () => done(true);"
    " i.onerror = () => done(false); i.src = 'https://example.com/i.png'; })",
    "socket": "new Promise((done) => { try { const s = new WebSocket('wss://example.com/');"
    " s.onopen = () => done(true); s.onerror = () => done(false); } catch { done(false); } })",
    "style sheet": "new Promise((done) => { const l = document.createElement('link'); l.rel = 'stylesheet';"
    " l.onload = () => done(true); l.onerror = () => done(false); l.href = 'https://example.com/s.css';"
    " document.head.append(l); })",
}


@pytest.mark.provokes_errors
@pytest.mark.parametrize("how", ELSEWHERE)
def test_a_page_sends_nothing_anywhere_else(page: Page, watch: Watch, how: str) -> None:
    told = page.evaluate(
        f"""async () => {{
          const refused = [];
          document.addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));
          await {ELSEWHERE[how]};
          for (let looks = 0; looks < 100 && refused.length === 0; looks++) {{
            await new Promise((done) => setTimeout(done, 50));
          }}
          return refused;
        }}"""
    )
    assert told
    settle(page)
    watch.faults(provoked=True)  # a browser tells its tools of a request that its policy then stops


def test_the_worker_breaks_no_policy_while_it_starts(open_page: Callable[..., Page], host: str) -> None:
    """What the browser says of a worker does not come to the page's console, where the guard would hear it."""
    said: list[str] = []
    page = open_page(base_url=host)
    log = page.context.new_cdp_session(page)
    log.on("Log.entryAdded", lambda event: said.append(event["entry"]["text"]))
    log.send("Log.enable")
    page.reload()
    engine(page, "ready")
    settle(page)
    assert said == []


def test_everything_that_a_page_needs_is_allowed(page: Page) -> None:
    """The guard over every test hears what the browser says of its policy, so this one is silent."""
    engine(page, "ready")
    people(page).fill("137")
    shows(page, ORDER, OF_137)
    page.get_by_role("button", name="Reset").first.click()
    page.keyboard.press("/")
    page.keyboard.type("apportionment")
    page.locator(".md-search-result__item").first.wait_for()


def test_no_page_sets_a_cookie_or_tells_where_the_reader_came_from(page: Page) -> None:
    assert page.evaluate("document.cookie") == ""
    page.locator("article a[href*='learn/']").first.click()
    page.wait_for_url("**/learn/**")
    assert page.evaluate("document.referrer") == ""
