"""What the browser tests share: the watch over every page, a server that can be made to fail, and short words."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import ClassVar, Literal
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, WebError, expect
from playwright.sync_api import Error as PlaywrightError

from sitebuild.paths import BUILD, BUILT_SITE
from sitebuild.serve import Handler

RESULTS = BUILD / "test-results"

# No host but this machine has a name or an address for the browser.
NO_OTHER_HOST = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"

# A browser without a service worker, which would keep the guide for reading without a network.
KEEPS_NOTHING = "delete Navigator.prototype.serviceWorker;"

# What a page needs for its copy to be read back.
CLIPBOARD_RIGHTS = ["clipboard-read", "clipboard-write"]

# What a page has stored for the next.
STORED = "[...Object.keys(localStorage), ...Object.keys(sessionStorage), ...(document.cookie ? ['a cookie'] : [])]"

# The engine takes seconds on a busy machine with two slow cores.
ENGINE_MS = 60_000

# Everything else takes a blink, but not while the machine is busy with something else too.
expect.set_options(timeout=15_000)

# The first page's example: what it lets a reader change, what comes of it at first, and what of 137.
PEOPLE = "People ordered to pay, this defendant included"
ORDER = "A.1.order"
FIRST = "$8,387.43"
OF_137 = "$8,326.21"

# Keeps every state that the engine left behind, and every sentence that the status line said.
RECORDER = """
window.states = [];
window.sentences = [];
new MutationObserver((records) => {
  for (const { target, type, oldValue } of records) {
    if (type === "attributes") {
      if (oldValue) states.push(oldValue);
      continue;
    }
    const line = (target.nodeType === 1 ? target : target.parentElement)?.closest("[data-slot=state]");
    if (line?.textContent) sentences.push(line.textContent);
  }
}).observe(document, {
  subtree: true, childList: true, characterData: true,
  attributes: true, attributeOldValue: true, attributeFilter: ["data-engine"],
});
"""

# The reader wants to save data: nothing big is fetched unasked.
SAVING = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });"

# Keeps every worker the page starts, so that a test can end one.
WORKER_KEEPER = """
window.workers = [];
window.Worker = class extends Worker {
  constructor(...given) {
    super(...given);
    workers.push(this);
  }
};
"""

# Counts the questions to the engine, and its answers.
COUNTER = """
window.asked = 0;
window.answered = 0;
window.Worker = class extends Worker {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({ data }) => (answered += data.type === "reply"));
  }
  postMessage(...given) {
    asked += 1;
    super.postMessage(...given);
  }
};
"""

type Fault = Callable[["FaultyHandler"], None]
"""Answers a request in place of the server."""


class FaultyHandler(Handler):
    """The project's own server, which a test can make answer some paths wrongly."""

    faults: ClassVar[dict[str, Fault]] = {}
    policy = ""

    def do_GET(self) -> None:
        """Answer with the fault of the path, if it has one."""
        fault = self.faults.get(urlsplit(self.path).path)
        if fault is None:
            super().do_GET()
        else:
            fault(self)

    def end_headers(self) -> None:
        """Add a policy, if the fault has one: a browser keeps to each of several."""
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
            self.policy = ""
        super().end_headers()

    def as_usual(self) -> None:
        """Answer as if there were no fault."""
        super().do_GET()


def missing(handler: FaultyHandler) -> None:
    """The file is not there."""
    handler.send_error(HTTPStatus.NOT_FOUND)


def altered(handler: FaultyHandler) -> None:
    """The file comes with its last byte changed."""
    path = Path(handler.translate_path(handler.path))
    content = bytearray(path.read_bytes())
    content[-1] ^= 0xFF
    _send(handler, bytes(content))


def instead(content: bytes) -> Fault:
    """The file's contents are these, under its own type."""
    return lambda handler: _send(handler, content)


rubbish = instead(b"This is not the file.")


def _send(handler: FaultyHandler, content: bytes) -> None:
    handler.send_response(HTTPStatus.OK)
    handler.send_header("Content-Type", handler.guess_type(urlsplit(handler.path).path))
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


def without_wasm(handler: FaultyHandler) -> None:
    """The file comes with a policy that forbids WebAssembly, as a host may send it."""
    path = Path(handler.translate_path(handler.path))
    handler.policy = "script-src 'self'; connect-src 'self'"
    _send(handler, path.read_bytes())


class Held:
    """A fault that answers nothing until it is let go, and then as usual."""

    def __init__(self) -> None:
        self._go = threading.Event()

    def __call__(self, handler: FaultyHandler) -> None:
        """Wait, at most as long as a test may take."""
        self._go.wait(timeout=300)
        handler.as_usual()

    def let_go(self) -> None:
        """Answer everything that waits."""
        self._go.set()


class Watch:
    """Sees what every page of every context does, and keeps what no page of this site may do.

    Other hosts cannot be reached at all: the browser is started without a name for any of them. Trying is a
    fault. So is anything that a page puts into the console, unless the test says that it provokes that.
    """

    def __init__(self, site: str) -> None:
        self._sites = {site}
        self._outside: list[str] = []
        self._said: list[str] = []
        self.requests: list[Request] = []

    def follow(self, context: BrowserContext, site: str) -> None:
        """Watch a context and the workers of its pages too; the site is where it is served for them."""
        self._sites.add(site)
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", self._error)

    def faults(self, *, provoked: bool) -> list[str]:
        """Everything amiss since the last time; with ``provoked``, without what the console says."""
        found = self._outside + ([] if provoked else self._said)
        self._outside, self._said, self.requests = [], [], []
        return found

    def _request(self, request: Request) -> None:
        self.requests.append(request)
        inside = request.url.startswith(("data:", *self._sites, *(f"blob:{site}" for site in self._sites)))
        if not inside:
            self._outside.append(f"request to another origin: {request.method} {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning", "assert"):
            place = message.location
            self._said.append(f"console {message.type}: {message.text} ({place['url']}:{place['lineNumber']})")

    def _error(self, error: WebError) -> None:
        self._said.append(f"page error: {error.error}")


def pages() -> list[str]:
    """The address of every page of the built site, below its root."""
    found = (path.relative_to(BUILT_SITE).as_posix() for path in sorted(BUILT_SITE.rglob("*.html")))
    return [re.sub(r"(^|/)index\.html$", r"\1", path) for path in found]


def engine(page: Page, state: Literal["idle", "loading", "ready", "failed", "stopped"]) -> None:
    """Wait until the engine is in a state.

    A locator is asked, not a script: a function that is polled would be compiled in the page, which its content
    security policy may forbid.
    """
    expect(page.locator("html")).to_have_attribute("data-engine", state, timeout=ENGINE_MS)


def engine_states(page: Page) -> list[str]:
    """Every state that the engine of a page was in, the present one last."""
    states: list[str] = page.evaluate("[...states, document.documentElement.dataset.engine]")
    return states


def how_it_started(page: Page) -> tuple[str, str]:
    """Whether the engine began with its memory or plainly, and why the latter."""
    detail = page.evaluate("performance.getEntriesByName('engine-ready').at(-1).detail")
    return detail["start"], detail["why"]


@contextlib.contextmanager
def trying(what: object) -> Iterator[None]:
    """Name what was tried when a check fails: for a test that tries many things on one page."""
    try:
        yield
    except (AssertionError, PlaywrightError) as error:
        error.add_note(f"This was tried: {what}")
        raise


def settle(page: Page) -> None:
    """Let the page send everything it has to say so far."""
    with contextlib.suppress(PlaywrightError):
        page.evaluate("1")


def example(page: Page, ident: str) -> Locator:
    """The worked example with that id."""
    return page.locator(f'worked-example[data-example*=\'"id": "{ident}"\']')


def shows(scope: Page | Locator, key: str, text: str) -> None:
    """Wait until a figure has a text, everywhere it stands: in the sentence, the ladder and the tables.

    All that can be seen changes at once; a worksheet that is folded may follow.
    """
    outputs = scope.locator(f'output[name="{key}"]')
    expect(outputs.first).to_have_text(text)
    assert set(outputs.filter(visible=True).all_text_contents()) <= {text}
    expect(outputs).to_have_text([text] * outputs.count())


def people(page: Page) -> Locator:
    """The number that the first page's example lets a reader change."""
    return page.get_by_role("spinbutton", name=PEOPLE)


def did(page: Page) -> Locator:
    """What a press at the foot of a page's only example did."""
    return page.locator("[data-slot=did]")


def control(scope: Page | Locator, path: str) -> Locator:
    """The control of a field."""
    return scope.locator(f'[name="{path}"]:is(input, select)')


def first_figures(page: Page) -> None:
    """Put every example of a page back to its first figures."""
    for button in page.get_by_role("button", name="Reset").all():
        button.click()
