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
    """The address of a host of either kind. A test asks for it first, so that its pages close before the host stops."""
    with serving(handler=request.param) as address:
        yield address


# Each sets `ran` if the page lets it, and spoils nothing for those after it.
FORBIDDEN = {
    "a script in the page": "const s = document.createElement('script'); s.text = 'ran = 1'; document.body.append(s);",
    "text as code": "eval('ran = 1');",
    "a function made of text": "new Function('ran = 1')();",
    "a timer with text": "setTimeout('ran = 1');",
    "a handler in a tag": "document.body.setAttribute('onclick', 'ran = 1'); document.body.click();",
    "HTML that loads something": "document.body.insertAdjacentHTML('beforeend', '<iframe></iframe>'); ran = 1;",
    "a script from elsewhere": "document.createElement('script').src = 'https://example.com/'; ran = 1;",
    "a worker made of text": (
        "const w = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));"
        "await new Promise((done) => { w.onmessage = () => done((ran = 1)); w.onerror = done; });"
    ),
    "a policy of one's own": "trustedTypes.createPolicy('loose', { createHTML: (text) => text }); ran = 1;",
    "a style in a tag": (
        "document.body.setAttribute('style', 'color: rgb(1, 2, 3)');"
        "if (getComputedStyle(document.body).color === 'rgb(1, 2, 3)') ran = 1;"
    ),
    "another root for links": (
        "const b = document.createElement('base'); b.href = 'https://example.com/'; document.head.append(b);"
        "if (document.baseURI.startsWith('https://example.com')) ran = 1;"
        "b.remove();"
    ),
}

# What the tools run directly may use text as code; what they leave for later may not. Gives what the page lets through.
TRY_ALL = f"""async () => {{
  const acts = {{ {", ".join(f"{how!r}: async () => {{ {act} }}" for how, act in FORBIDDEN.items())} }};
  const through = [];
  for (const [how, act] of Object.entries(acts)) {{
    window.ran = 0;
    await new Promise((done) => setTimeout(() => act().then(done, done)));
    await new Promise((done) => setTimeout(done, 100));
    if (ran) through.push(how);
  }}
  return through;
}}"""


@pytest.mark.provokes_errors
def test_a_page_runs_nothing_that_is_not_its_own(host: str, open_page: Callable[..., Page]) -> None:
    """Every page has the same policy, which the tests of the built site look at: one is tried."""
    through: list[str] = open_page("privacy/", base_url=host).evaluate(TRY_ALL)
    assert not through, f"these got through: {', '.join(through)}"


@pytest.mark.provokes_errors
def test_what_a_page_must_not_run_would_be_seen(open_page: Callable[..., Page]) -> None:
    """Without the policy everything gets through."""
    assert open_page("privacy/", bypass_csp=True).evaluate(TRY_ALL) == list(FORBIDDEN)


# What the browser refuses before any request is made, by the address that it asks for.
ELSEWHERE = {
    "https://example.com/fetch": "fetch(url).catch(() => null)",
    "https://example.com/beacon": "navigator.sendBeacon(url, 'x')",
    "https://example.com/picture": "new Image().src = url",
    "wss://example.com/socket": "new WebSocket(url)",
    "https://example.com/style": (
        "document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: url }))"
    ),
}

# Gives the addresses that no policy refused, after so many seconds at most.
ASK_ELSEWHERE = f"""async (seconds) => {{
  const acts = {{ {", ".join(f"{url!r}: (url) => {act}" for url, act in ELSEWHERE.items())} }};
  const through = new Set(Object.keys(acts));
  document.addEventListener("securitypolicyviolation", ({{ blockedURI, disposition }}) => {{
    if (disposition === "enforce") through.delete(blockedURI);
  }});
  for (const [url, act] of Object.entries(acts)) try {{ act(url); }} catch {{}}
  for (let looks = 0; looks < 20 * seconds && through.size; looks++) await new Promise((done) => setTimeout(done, 50));
  return [...through];
}}"""


@pytest.mark.provokes_errors
def test_a_page_sends_nothing_anywhere_else(host: str, open_page: Callable[..., Page], watch: Watch) -> None:
    page = open_page("privacy/", base_url=host)
    through: list[str] = page.evaluate(ASK_ELSEWHERE, 5)
    assert not through, f"these were not refused: {', '.join(through)}"
    settle(page)
    watch.faults(provoked=True)  # a browser tells its tools of a request that its policy then stops


@pytest.mark.provokes_errors
def test_what_a_page_must_not_send_would_be_seen(open_page: Callable[..., Page], watch: Watch) -> None:
    """Without the policy nothing is refused, and each request is one that the guard sees, but for the socket's."""
    page = open_page("privacy/", bypass_csp=True)
    assert page.evaluate(ASK_ELSEWHERE, 1) == list(ELSEWHERE)
    settle(page)
    seen = {fault.rpartition(" ")[2] for fault in watch.faults(provoked=True)}
    assert seen == {url for url in ELSEWHERE if not url.startswith("wss:")}


def test_everything_that_a_page_needs_is_allowed(host: str, open_page: Callable[..., Page]) -> None:
    """The guard over every test hears what the browser says of its policy to a page, so that one is silent.

    What the browser says of the policy of a worker does not come to the page's console: it is asked for by itself.
    """
    said: list[str] = []
    page = open_page("sources/", base_url=host)
    log = page.context.new_cdp_session(page)
    log.on("Log.entryAdded", lambda event: said.append(event["entry"]["text"]))
    log.send("Log.enable")
    page.goto("")
    engine(page, "ready")
    people(page).fill("137")
    shows(page, ORDER, OF_137)
    page.get_by_role("button", name="Reset").first.click()
    page.keyboard.press("/")
    page.keyboard.type("apportionment")
    page.locator(".md-search-result__item").first.wait_for()
    settle(page)
    assert said == []


def test_no_page_sets_a_cookie_or_tells_where_the_reader_came_from(host: str, open_page: Callable[..., Page]) -> None:
    page = open_page("reference/glossary/", base_url=host)
    assert page.evaluate("document.cookie") == ""
    page.locator("article a[href*='learn/']").first.click()
    page.wait_for_url("**/learn/**")
    assert page.evaluate("document.referrer") == ""
