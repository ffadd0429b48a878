"""One small way to drive a browser, whichever it is.

Playwright drives Chromium, and its own builds of Firefox and WebKit. The system's Firefox is driven by WebDriver BiDi,
which it speaks by itself, and the system's WebKit by WebDriver.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, WebError
from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.bidi.browsing_context import BrowsingContext
from selenium.webdriver.common.bidi.input import Input
from selenium.webdriver.common.bidi.script import Script
from selenium.webdriver.common.bidi.session import Session
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.websocket_connection import WebSocketConnection
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

WIDTH, HEIGHT = 1280, 900

# As long as a page itself waits for the engine. It takes seconds to start, and in WebKit on a busy machine many.
PATIENCE = 120.0


class Driver(Protocol):
    """A browser with one page open."""

    def open(self, address: str) -> None:
        """Go to a page and wait until it has loaded."""

    def evaluate(self, function: str, *given: object) -> Any:
        """What a function gives in the page, awaited; what goes in and comes out is whatever JSON can hold."""

    def press(self, selector: str) -> None:
        """Press an element as a mouse does."""

    def type(self, selector: str, text: str) -> None:
        """Put a text into a field, key by key, in place of what it holds."""

    def paste(self, selector: str) -> None:
        """Paste what was copied into a field."""

    def complaints(self) -> list[str]:
        """The errors and warnings in the console so far, as far as the driver hears of them."""


# The page's head lies over what is at the upper edge.
_TO_THE_MIDDLE = (
    "(selector) => document.querySelector(selector).scrollIntoView({ block: 'center', behavior: 'instant' })"
)
_FOCUS = "(selector) => document.querySelector(selector).focus()"


def until[T](look: Callable[[], T], patience: float = PATIENCE) -> T:
    """Look until there is something to see, but not longer than patience lasts; gives what was seen last."""
    end = time.monotonic() + patience
    while not (seen := look()) and time.monotonic() < end:
        # Each look takes time away from the page, on a machine that has little.
        time.sleep(0.2)
    return seen


class _Playwright:
    def __init__(self, context: BrowserContext) -> None:
        self._said: list[str] = []
        context.on("console", self._console)
        context.on("weberror", self._error)
        self._page = context.new_page()

    def open(self, address: str) -> None:
        self._page.goto(address)

    def evaluate(self, function: str, *given: object) -> Any:
        return self._page.evaluate(f"(given) => ({function})(...given)", list(given))

    def press(self, selector: str) -> None:
        self._page.locator(selector).click()

    def type(self, selector: str, text: str) -> None:
        self._page.locator(selector).press("ControlOrMeta+A")
        self._page.locator(selector).press_sequentially(text)

    def paste(self, selector: str) -> None:
        self._page.locator(selector).press("ControlOrMeta+V")

    def complaints(self) -> list[str]:
        # What was said before is heard by then.
        self._page.evaluate("1")
        return self._said

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning", "assert"):
            self._said.append(f"{message.type}: {message.text}")

    def _error(self, error: WebError) -> None:
        self._said.append(f"page error: {error.error}")


@contextlib.contextmanager
def playwright_driver(browser: Browser) -> Iterator[Driver]:
    """Drive a browser that Playwright has started, in a context of its own."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    try:
        yield _Playwright(context)
    finally:
        context.close()


class _Firefox:
    """WebDriver BiDi over Firefox's own web socket: Debian has no geckodriver, and none is needed for it."""

    def __init__(self, connection: WebSocketConnection) -> None:
        self._said: list[str] = []
        session = Session(connection)
        session.new({})
        connection.callbacks["log.entryAdded"] = [self._logged]
        session.subscribe(["log.entryAdded"])
        self._tabs = BrowsingContext(connection)
        self._script = Script(connection)
        self._input = Input(connection)
        self._tab: str = self._tabs.get_tree()[0].context
        self._tabs.set_viewport(context=self._tab, viewport={"width": WIDTH, "height": HEIGHT})

    def open(self, address: str) -> None:
        self._tabs.navigate(context=self._tab, url=address, wait="complete")

    def evaluate(self, function: str, *given: object) -> Any:
        as_text = f"async (given) => JSON.stringify(await ({function})(...JSON.parse(given)) ?? null)"
        answer = self._script.execute(as_text, json.dumps(given), context_id=self._tab)
        return json.loads(answer["value"])

    def press(self, selector: str) -> None:
        self.evaluate(_TO_THE_MIDDLE, selector)
        (element,) = self._tabs.locate_nodes(self._tab, {"type": "css", "value": selector}, max_node_count=1)
        origin = {"type": "element", "element": {"sharedId": element["sharedId"]}}
        button = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self._act("pointer", [{"type": "pointerMove", "x": 0, "y": 0, "origin": origin}, *button])

    def type(self, selector: str, text: str) -> None:
        self.press(selector)
        self._with_control("a")
        self._act("key", [{"type": way, "value": key} for key in text for way in ("keyDown", "keyUp")])

    def paste(self, selector: str) -> None:
        self.evaluate(_FOCUS, selector)
        self._with_control("v")

    def complaints(self) -> list[str]:
        self.evaluate("() => 1")
        return self._said

    def _with_control(self, key: str) -> None:
        steps = [("keyDown", Keys.CONTROL), ("keyDown", key), ("keyUp", key), ("keyUp", Keys.CONTROL)]
        self._act("key", [{"type": way, "value": value} for way, value in steps])

    def _act(self, kind: str, actions: list[dict[str, Any]]) -> None:
        self._input.perform_actions(self._tab, [{"type": kind, "id": kind, "actions": actions}])

    def _logged(self, entry: dict[str, Any]) -> None:
        if entry["level"] in ("error", "warn"):
            self._said.append(f"{entry['level']}: {entry['text']}")


@contextlib.contextmanager
def firefox_driver(program: Path) -> Iterator[Driver]:
    """Start the system's Firefox with an empty profile, and drive it."""
    with tempfile.TemporaryDirectory(prefix="restitution-firefox-", ignore_cleanup_errors=True) as profile:
        options = ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"]
        with _running([program, *options], stdout=subprocess.DEVNULL) as firefox:
            port = until(lambda: _bidi_port(Path(profile)))
            if port is None:
                raise TimeoutError(f"{program} opened no port for WebDriver BiDi")
            connection = WebSocketConnection(f"ws://127.0.0.1:{port}/session", PATIENCE, 0.01)
            try:
                yield _Firefox(connection)
            finally:
                # A connection that has ended is closed at once; of an open one, the closing waits ten seconds for more.
                firefox.terminate()
                firefox.wait()
                connection.close()


def _bidi_port(profile: Path) -> int | None:
    """The port that Firefox chose: it writes it into a file of the profile."""
    try:
        port: int = json.loads((profile / "WebDriverBiDiServer.json").read_text(encoding="utf-8"))["ws_port"]
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return port


# WebDriver does not tell of the console: the page is asked to remember. What it said before it had loaded is lost.
_REMEMBER = """() => {
  const said = window.said = [];
  for (const level of ["error", "warn"]) {
    const say = console[level].bind(console);
    console[level] = (...what) => { said.push(`${level}: ${what.join(" ")}`); say(...what); };
  }
  addEventListener("error", (event) => said.push(`page error: ${event.message}`));
  addEventListener("unhandledrejection", (event) => said.push(`page error: ${event.reason}`));
  addEventListener("securitypolicyviolation", (event) => said.push(`refused: ${event.violatedDirective}`));
}"""


class _WebKit:
    def __init__(self, browser: WebKitGTK) -> None:
        self._browser = browser
        self._said: list[str] = []
        browser.set_window_size(WIDTH, HEIGHT)
        browser.set_script_timeout(PATIENCE)

    def open(self, address: str) -> None:
        self.complaints()
        self._browser.get(address)
        self.evaluate(_REMEMBER)

    def evaluate(self, function: str, *given: object) -> Any:
        answer = self._browser.execute_async_script(
            f"""const done = arguments[1];
            (async () => ({function})(...JSON.parse(arguments[0])))()
              .then((value) => done({{ value: JSON.stringify(value ?? null) }}), (why) => done({{ why: String(why) }}));
            """,
            json.dumps(given),
        )
        if "why" in answer:
            raise AssertionError(answer["why"])
        return json.loads(answer["value"])

    def press(self, selector: str) -> None:
        self.evaluate(_TO_THE_MIDDLE, selector)
        self._browser.find_element(By.CSS_SELECTOR, selector).click()

    def type(self, selector: str, text: str) -> None:
        self.press(selector)
        self._with_control("a")
        ActionChains(self._browser).send_keys(text).perform()

    def paste(self, selector: str) -> None:
        self.evaluate(_FOCUS, selector)
        self._with_control("v")

    def complaints(self) -> list[str]:
        self._said += self.evaluate("() => (window.said ?? []).splice(0)")
        return self._said

    def _with_control(self, key: str) -> None:
        ActionChains(self._browser).key_down(Keys.CONTROL).send_keys(key).key_up(Keys.CONTROL).perform()


@contextlib.contextmanager
def webkit_driver(program: Path) -> Iterator[Driver]:
    """Start the system's WebKit on a screen that nobody sees, and drive it."""
    size = f"{WIDTH}x{HEIGHT + 200}x24"
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp"]
    with _running(command, stdout=subprocess.PIPE) as screen:
        assert screen.stdout is not None
        environment = {**os.environ, "DISPLAY": f":{screen.stdout.readline().strip()}"}
        if os.geteuid() == 0:
            # Its sandbox does not start for root. Nothing but this site is opened in it.
            environment["WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"] = "1"
        with warnings.catch_warnings():
            # Selenium warns of something that it does itself.
            warnings.filterwarnings("ignore", "setting remote_server_addr", DeprecationWarning)
            browser = WebKitGTK(options=Options(), service=Service(str(program), env=environment))
        try:
            yield _WebKit(browser)
        finally:
            browser.quit()


@contextlib.contextmanager
def _running(command: Sequence[str | Path], stdout: int) -> Iterator[subprocess.Popen[str]]:
    """Run a program as long as the block does."""
    with subprocess.Popen(command, stdout=stdout, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()
