"""When the engine fails: the page names what failed and what to do, the figures stand, and trying again works."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.support import (
    PEOPLE,
    WORKER_KEEPER,
    Fault,
    Held,
    altered,
    engine,
    engine_states,
    missing,
    rubbish,
    shows,
)

from sitebuild.paths import BUILT_SITE

ORDER = "A.1.order"
FIRST = "$8,387.43"
OF_137 = "$8,326.21"

# What a page waits for an answer of the engine, and for its start, and a little more.
TOO_LONG_MS = 31_000
TOO_LONG_TO_START_MS = 121_000

NO_WEBASSEMBLY = "window.kept = WebAssembly; delete window.WebAssembly;"


@dataclass(frozen=True)
class Failure:
    """Something that keeps the engine from starting, and what the page must say about it."""

    name: str
    says: str
    path: str = ""
    fault: Fault = missing
    script: str = ""


def wheel() -> str:
    """The address of the calculator's wheel."""
    (found,) = (BUILT_SITE / "runtime").glob("*.whl")
    return f"/runtime/{Path(found).name}"


COULD_NOT_LOAD = r"file of the calculator could not be loaded: "

FAILURES = [
    Failure("wasm missing", COULD_NOT_LOAD + r"pyodide\.asm\.wasm \(404\)", "/runtime/pyodide.asm.wasm"),
    Failure("wasm corrupt", "refused to run the calculator's WebAssembly file", "/runtime/pyodide.asm.wasm", rubbish),
    Failure("script of wasm missing", r"could not start: .*pyodide\.asm\.js", "/runtime/pyodide.asm.js"),
    Failure("library missing", COULD_NOT_LOAD + r"python_stdlib\.zip \(404\)", "/runtime/python_stdlib.zip"),
    # The browser holds the page for "not found" against the hash too, and tells nobody that it was not the file.
    Failure("wheel missing", r"restitution-\S+\.whl", "wheel"),
    Failure("wheel altered", r"did not match its hash and was refused: restitution-\S+\.whl", "wheel", altered),
    Failure("lock missing", COULD_NOT_LOAD + r"pyodide-lock\.json \(404\)", "/runtime/pyodide-lock.json"),
    Failure("lock is rubbish", "The calculator could not start", "/runtime/pyodide-lock.json", rubbish),
    Failure("loader missing", COULD_NOT_LOAD + r"worker\.js or pyodide\.mjs", "/runtime/pyodide.mjs"),
    Failure("worker missing", COULD_NOT_LOAD + r"worker\.js or pyodide\.mjs", "/restitution/worker.js"),
    Failure("no WebAssembly", "has WebAssembly switched off", script=NO_WEBASSEMBLY),
]


def people(page: Page) -> Locator:
    """The number that the example lets a reader change."""
    return page.get_by_role("spinbutton", name=PEOPLE)


def says_what_failed(page: Page, words: str) -> None:
    """The failure is shown, in words, with what to do; the figures stand."""
    engine(page, "failed")
    box = page.locator("[data-slot=failure]")
    expect(box).to_be_visible()
    expect(box.locator("[data-slot=cause]")).to_have_text(re.compile(words))
    expect(box).to_contain_text("The figures stay as they were when this page was made.")
    expect(box).to_contain_text(
        "Reload the page, try another browser, or run restitution estimate on your own machine."
    )
    shows(page, ORDER, FIRST)


def works_when_tried_again(page: Page) -> None:
    """The fault is gone: one press, and what was typed before is answered."""
    page.get_by_role("button", name="Try again").click()
    engine(page, "ready")
    expect(page.locator("[data-slot=failure]")).to_be_hidden()
    expect(people(page)).to_have_value("137")
    shows(page, ORDER, OF_137)


@pytest.mark.provokes_errors
@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure.name)
def test_a_failing_start(open_page: Callable[..., Page], faults: dict[str, Fault], failure: Failure) -> None:
    if failure.path:
        faults[wheel() if failure.path == "wheel" else failure.path] = failure.fault
    page = open_page("", *([failure.script] if failure.script else []))
    says_what_failed(page, failure.says)
    people(page).fill("137")
    expect(people(page)).to_have_value("137")
    shows(page, ORDER, FIRST)
    faults.clear()
    page.evaluate("if (window.kept) window.WebAssembly = kept")
    works_when_tried_again(page)


@pytest.mark.provokes_errors
def test_a_failure_that_lasts_is_said_again(open_page: Callable[..., Page], faults: dict[str, Fault]) -> None:
    faults["/runtime/pyodide-lock.json"] = missing
    page = open_page()
    for attempt in range(1, 4):
        says_what_failed(page, COULD_NOT_LOAD)
        assert engine_states(page) == ["idle", "loading", "failed"] * attempt
        page.get_by_role("button", name="Try again").click()


@pytest.mark.provokes_errors
def test_a_start_that_takes_too_long(new_page: Callable[..., Page], faults: dict[str, Fault]) -> None:
    faults["/runtime/pyodide.asm.wasm"] = held = Held()
    page = new_page()
    page.clock.install()
    page.goto("")
    engine(page, "loading")
    people(page).fill("137")
    # On a slow line the files take longer than an answer may.
    page.clock.fast_forward(TOO_LONG_MS)
    expect(page.locator("html")).to_have_attribute("data-engine", "loading")
    page.clock.fast_forward(TOO_LONG_TO_START_MS)
    says_what_failed(page, "did not start within two minutes")
    held.let_go()
    faults.clear()
    works_when_tried_again(page)


def test_a_worker_that_dies_under_a_question(new_page: Callable[..., Page]) -> None:
    """It is started again by itself, and the question is answered."""
    page = new_page(WORKER_KEEPER)
    page.clock.install()
    page.goto("")
    engine(page, "ready")
    page.evaluate("workers.at(-1).terminate()")
    people(page).fill("137")
    page.clock.fast_forward(TOO_LONG_MS)
    engine(page, "ready")
    assert engine_states(page) == ["idle", "loading", "ready", "idle", "loading", "ready"]
    shows(page, ORDER, OF_137)
    expect(people(page)).to_have_value("137")


@pytest.mark.provokes_errors
def test_a_worker_that_dies_and_cannot_be_started_again(
    new_page: Callable[..., Page], faults: dict[str, Fault]
) -> None:
    page = new_page(WORKER_KEEPER)
    page.clock.install()
    page.goto("")
    engine(page, "ready")
    faults["/runtime/python_stdlib.zip"] = missing
    page.evaluate("workers.at(-1).terminate()")
    people(page).fill("137")
    page.clock.fast_forward(TOO_LONG_MS)
    says_what_failed(page, COULD_NOT_LOAD + r"python_stdlib\.zip \(404\)")
    expect(people(page)).to_have_value("137")
    faults.clear()
    works_when_tried_again(page)


@pytest.mark.provokes_errors
def test_a_failure_is_said_at_every_example(open_page: Callable[..., Page], faults: dict[str, Fault]) -> None:
    faults["/runtime/pyodide-lock.json"] = missing
    page = open_page("learn/how-an-award-is-worked-out/")
    page.locator("worked-example").first.scroll_into_view_if_needed()
    engine(page, "failed")
    boxes = page.locator("[data-slot=failure]")
    expect(boxes).to_have_count(3)
    for box in boxes.all():
        expect(box).to_be_visible()
