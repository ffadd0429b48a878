"""What matters most, in Firefox and WebKit as in Chromium; the other tests look at all of it in Chromium alone."""

from __future__ import annotations

import contextlib
import json
import socket
from base64 import b64encode
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, ClassVar
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserType, Playwright
from tests.browser.drivers import Driver, firefox_driver, playwright_driver, until, webkit_driver
from tests.browser.support import FIRST, OF_137, ORDER
from tests.browsers import FIREFOX, WEBKIT, NoBrowserError, Other, find_other

from restitution.casefile.file import read_file
from restitution.papers.make import write
from restitution.protocol import handle
from sitebuild.paths import BUILT_SITE, CONTENT
from sitebuild.serve import HOST, Handler, serving

OTHERS = {FIREFOX: firefox_driver, WEBKIT: webkit_driver}

SERVICE_WORKER = BUILT_SITE / "service-worker.js"
OTHER_PAGE = "cases/sainz-2016/"
PEOPLE = 'worked-example [name="victim[0].ordered_defendants"]'
AMOUNT = 'case-desk [name="losses.amount"]'
GOLDEN = 20

# An answer takes a blink, but not while the machine is busy with something else too.
A_WHILE = 15
# What writes papers is fetched first.
PAPER = 60

ENGINE = "() => document.documentElement.dataset.engine"

# The first place where a figure stands, as long as a reader can see it there.
FIGURE = """(key) => {
  const output = document.querySelector(`output[name="${key}"]`);
  const { width, height } = output.getBoundingClientRect();
  return output.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && width && height
    ? output.textContent : null;
}"""

# True where there is one, or the desk. A calculator starts once its example is near.
TO_THE_EXAMPLE = """() => {
  const example = document.querySelector("worked-example, case-desk");
  example?.scrollIntoView();
  return example !== null;
}"""

# Firefox writes this into the console of a page that is left while the service worker hands it a file, also where that
# page ends its calculator before it goes.
GIVEN_UP = "A ServiceWorker intercepted the request and encountered an unexpected error."

VALUE = "(selector) => document.querySelector(selector).value"
SAYS = "() => document.querySelector('[data-slot=did]').textContent"

# What the page asks the engine when something is copied.
ASKED = """() => {
  const example = document.querySelector("worked-example");
  const boxes = [...example.querySelectorAll("[data-slot=form] :is(input[name], select[name])")];
  return {
    method: "example",
    params: {
      example: JSON.parse(example.dataset.example),
      base: `${location.origin}/`,
      values: Object.fromEntries(boxes.map((box) => [box.name, box.value])),
    },
    format: "text",
  };
}"""

# True as soon as the service worker answers for the page. One that does not take over pages that were open before it
# needs them opened again.
IN_SERVICE = """async () => {
  await navigator.serviceWorker.ready;
  return navigator.serviceWorker.controller !== null;
}"""

# Forgets what was copied, and said of it, before.
PASTING_PLACE = """() => {
  document.querySelector("[data-slot=did]").textContent = "";
  document.querySelector("#pasted")?.remove();
  const place = document.createElement("textarea");
  place.id = "pasted";
  document.querySelector("worked-example").after(place);
}"""

HOLD_QUESTIONS = """(ms) => {
  Worker.prototype.ask ??= Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (...given) { setTimeout(() => this.ask(...given), ms); };
}"""

# Asks the engine of the page by the page's own client, and keeps the text of each answer before it is read.
ASK = """async (requests) => {
  const page = document.querySelector("script[src$='worked-example.js']").src;
  const { callEngine } = await import(new URL("client.js", page).href);
  const read = JSON.parse;
  const answers = [];
  for (const request of requests) {
    // The page may have asked early what its reader would: the last text that is read is that of this answer.
    let last;
    JSON.parse = (text) => read((last = text));
    try {
      await callEngine(request);
      answers.push(last);
    } finally {
      JSON.parse = read;
    }
  }
  return answers;
}"""


# In place of a download: what the file would hold, as its hash.
HASH_OF_FILES = """() => {
  delete document.documentElement.dataset.made;
  HTMLAnchorElement.prototype.click = () => {};
  URL.createObjectURL = (blob) => {
    void (async () => {
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
      document.documentElement.dataset.made = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    })();
    return "#made";
  };
}"""
RESULT = "() => document.querySelector('[data-slot=result] output') !== null"
MADE = "() => document.documentElement.dataset.made"


@pytest.fixture(scope="module", params=["chromium", FIREFOX, WEBKIT], ids=lambda which: getattr(which, "name", which))
def driver(request: pytest.FixtureRequest, playwright: Playwright, browser: Browser) -> Iterator[Driver]:
    """Each browser in turn."""
    if request.param == "chromium":
        opened: AbstractContextManager[Driver] = playwright_driver(browser)
    else:
        opened = _other(request.param, playwright)
    with opened as driver:
        yield driver


def _other(other: Other, playwright: Playwright) -> AbstractContextManager[Driver]:
    try:
        found = find_other(other)
    except NoBrowserError as error:
        pytest.skip(str(error))
    if found.playwrights_own:
        return _playwrights_own(getattr(playwright, other.name))
    return OTHERS[other](found.program)


@contextlib.contextmanager
def _playwrights_own(kind: BrowserType) -> Iterator[Driver]:
    browser = kind.launch()
    with playwright_driver(browser) as driver:
        yield driver
    browser.close()


@dataclass(frozen=True)
class Home:
    """The home page in a browser."""

    driver: Driver
    at_load: str | None
    """The first figure, before the engine had started."""


@pytest.fixture(scope="module")
def home(driver: Driver, site: str) -> Home:
    """The home page, opened once for each browser; its engine is ready."""
    driver.open(site)
    at_load = driver.evaluate(FIGURE, ORDER)
    starts(driver)
    return Home(driver, at_load)


@pytest.fixture(scope="module")
def edited(home: Home) -> Home:
    """The home page after the number of people was changed to 137."""
    home.driver.type(PEOPLE, "137")
    return home


def starts(driver: Driver) -> None:
    """Wait until the engine of the page has started."""
    # Before the scripts of the page have come it says nothing of its engine.
    until(lambda: driver.evaluate(ENGINE) not in (None, "idle", "loading"))
    assert driver.evaluate(ENGINE) == "ready"


def shows(driver: Driver, key: str, text: str) -> None:
    """Wait until a figure can be read."""
    until(lambda: driver.evaluate(FIGURE, key) == text, A_WHILE)
    assert driver.evaluate(FIGURE, key) == text


def test_the_first_figure_can_be_read_at_once(home: Home) -> None:
    assert home.at_load == FIRST


def test_a_typed_number_gives_new_figures(edited: Home) -> None:
    shows(edited.driver, ORDER, OF_137)


@pytest.fixture(params=[0, 7000], ids=["at once", "when the calculator has time"])
def paced(request: pytest.FixtureRequest, edited: Home) -> Iterator[Home]:
    """The changed home page, whose engine hears every question so much later."""
    edited.driver.evaluate(HOLD_QUESTIONS, request.param)
    yield edited
    edited.driver.evaluate(HOLD_QUESTIONS, 0)


def test_what_is_copied_is_what_the_calculator_wrote(paced: Home) -> None:
    """A press lets a page copy for some seconds, by the browser; the calculator may need longer."""
    driver = paced.driver
    shows(driver, ORDER, OF_137)
    written = json.loads(handle(json.dumps(driver.evaluate(ASKED))))["result"]
    assert OF_137 in written
    driver.evaluate(PASTING_PLACE)
    driver.press("worked-example [data-action=copy]")
    until(lambda: driver.evaluate(SAYS) == "Copied, with the citations.")
    assert driver.evaluate(SAYS) == "Copied, with the citations."
    driver.paste("#pasted")
    pasted = until(lambda: driver.evaluate(VALUE, "#pasted"), A_WHILE)
    assert pasted == written


def test_it_answers_as_this_python_does(home: Home, golden: dict[str, dict[str, Any]]) -> None:
    cases = list(golden.values())[:: len(golden) // GOLDEN]
    assert len(cases) >= GOLDEN
    questions = [{"method": "estimate", "params": case["scenario"], "format": "json"} for case in cases]
    answers = home.driver.evaluate(ASK, questions)
    here = [
        handle(json.dumps({"id": json.loads(answer)["id"], **question}))
        for question, answer in zip(questions, answers, strict=True)
    ]
    assert answers == here
    assert any(json.loads(answer)["ok"] for answer in answers)


def test_it_has_nothing_to_complain_of(edited: Home) -> None:
    shows(edited.driver, ORDER, OF_137)
    assert edited.driver.complaints() == []


# From here on the home page is no longer open.
@pytest.mark.parametrize("path", ["estimate/", "learn/how-an-award-is-worked-out/", "cases/", "reference/parameters/"])
def test_another_page_gives_it_nothing_to_complain_of(driver: Driver, site: str, path: str) -> None:
    driver.open(f"{site}{path}")
    shown = driver.evaluate("() => document.querySelector('h1').checkVisibility()")
    assert shown
    if driver.evaluate(TO_THE_EXAMPLE):
        starts(driver)
    assert driver.complaints() == []


def test_an_amount_loses_its_commas_with_one_more_digit(driver: Driver, site: str) -> None:
    driver.open(f"{site}estimate/")
    driver.type(AMOUNT, "120,0005")
    until(lambda: driver.evaluate(VALUE, AMOUNT) == "1200005", A_WHILE)
    assert driver.evaluate(VALUE, AMOUNT) == "1200005"


def test_papers_are_the_ones_of_this_python(driver: Driver, site: str) -> None:
    path = CONTENT / "examples" / "one-victim.json"
    case = read_file(path.name, b64encode(path.read_bytes()).decode()).document
    # A page that is open already would not be opened again for what stands after its #.
    driver.open(f"{site}{OTHER_PAGE}")
    driver.open(f"{site}estimate/#example=one-victim")
    starts(driver)
    assert until(lambda: driver.evaluate(RESULT), A_WHILE)
    for button, form in (("word", "docx"), ("spreadsheet", "xlsx")):
        driver.evaluate(HASH_OF_FILES)
        driver.press(f"[data-do={button}]")
        until(lambda: driver.evaluate(MADE), PAPER)
        assert driver.evaluate(MADE) == sha256(write(case, form)).hexdigest()
    assert driver.complaints() == []


def test_a_page_can_be_left_while_its_calculator_starts(driver: Driver, site: str) -> None:
    driver.open(f"{site}estimate/")
    driver.evaluate(TO_THE_EXAMPLE)
    until(lambda: driver.evaluate(ENGINE) != "idle")
    driver.open(f"{site}{OTHER_PAGE}")
    shows(driver, ORDER, FIRST)
    driver.type(PEOPLE, "137")
    starts(driver)
    shows(driver, ORDER, OF_137)
    assert [said for said in driver.complaints() if GIVEN_UP not in said] == []


class Mortal(Handler):
    """Leaves nothing behind when it stops: what is there then is there by the service worker."""

    gone: ClassVar[bool] = False

    def end_headers(self) -> None:
        """Let the browser itself keep nothing."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def do_GET(self) -> None:
        """Answer nothing after the end, also on a line that the browser had opened before it."""
        if not self.gone:
            super().do_GET()


@pytest.mark.skipif(not SERVICE_WORKER.exists(), reason="the built site has no service worker")
def test_without_the_server_another_page_still_calculates(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(handler=Mortal) as address:
        driver.open(address)
        if not driver.evaluate(IN_SERVICE):
            driver.open(address)
        assert driver.evaluate(IN_SERVICE)
    monkeypatch.setattr(Mortal, "gone", True)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((HOST, urlsplit(address).port or 0), timeout=5)
    driver.open(f"{address}{OTHER_PAGE}")
    shows(driver, ORDER, FIRST)
    driver.type(PEOPLE, "137")
    starts(driver)
    shows(driver, ORDER, OF_137)
