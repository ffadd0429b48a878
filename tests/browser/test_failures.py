"""When the engine fails: the page names what failed and what to do, the figures stand, and trying again works."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.support import (
    CLIPBOARD_RIGHTS,
    COUNTER,
    FIRST,
    OF_137,
    ORDER,
    SAVING,
    WORKER_KEEPER,
    Fault,
    Held,
    Watch,
    altered,
    did,
    engine,
    engine_states,
    how_it_started,
    instead,
    missing,
    people,
    rubbish,
    shows,
    without_wasm,
)

from sitebuild.paths import BUILT_SITE

# What a page waits for an answer of the engine, and for its start, and a little more.
TOO_LONG_MS = 31_000
TOO_LONG_TO_START_MS = 121_000

NO_MEMORY = b"""
WebAssembly.Memory = class { constructor() { throw new RangeError("could not allocate memory"); } };
"""
NOTHING_KEPT = b"""
CacheStorage.prototype.match = () => Promise.reject(new DOMException("no", "SecurityError"));
"""
NO_WEBASSEMBLY = "window.kept = WebAssembly; delete window.WebAssembly;"


RUNTIME = "/runtime/"
WASM = "/runtime/pyodide.asm.wasm"
LOCK = "/runtime/pyodide-lock.json"
LIBRARY = "/runtime/python_stdlib.zip"
WORKER = "/restitution/worker.js"


def runtime_file(pattern: str) -> str:
    """The address of a file of the runtime whose name is not the same at every build."""
    (found,) = (BUILT_SITE / "runtime").glob(pattern)
    return RUNTIME + found.name


def of_another_build() -> dict[str, Fault]:
    """The manifest of a memory that was taken of another Pyodide."""
    manifest = (BUILT_SITE / "runtime/manifest.js").read_text(encoding="utf-8")
    # The build's mark is in the head of the memory, from its sixteenth byte on.
    changed = re.sub(r'("head": \[(?:\s*\d+,){16})\s*\d+', r"\1 0", manifest)
    assert changed != manifest
    return {f"{RUNTIME}manifest.js": instead(changed.encode())}


def preceded(script: bytes) -> Fault:
    """The worker runs something before itself."""
    return instead(script + (BUILT_SITE / WORKER.lstrip("/")).read_bytes())


SNAPSHOT = runtime_file("snapshot-*.wasm")
WHEEL = runtime_file("*.whl")


@dataclass(frozen=True)
class Failure:
    """Something that keeps the engine from starting, and what the page must say about it."""

    name: str
    says: str
    faults: Mapping[str, Fault] = field(default_factory=dict)
    script: str = ""


def plainly(path: str, fault: Fault) -> dict[str, Fault]:
    """A fault of a file that is only asked for where the memory cannot be had."""
    return {SNAPSHOT: missing, path: fault}


COULD_NOT_LOAD = r"file that the calculator needs could not be loaded: "
REFUSED = r"could not be loaded, or did not match its hash and was rejected: "
FIRST_SCRIPTS = COULD_NOT_LOAD + r"worker\.js or a script that it imports"

FAILURES = [
    # The browser holds the page for "not found" against the hash too, and tells nobody that it was not the file.
    Failure("wasm missing", REFUSED + r"pyodide\.asm\.wasm", {WASM: missing}),
    Failure("wasm corrupt", REFUSED + r"pyodide\.asm\.wasm", {WASM: rubbish}),
    Failure("script of wasm missing", REFUSED + r"pyodide\.asm\.js", {"/runtime/pyodide.asm.js": missing}),
    Failure("script of wasm altered", REFUSED + r"pyodide\.asm\.js", {"/runtime/pyodide.asm.js": altered}),
    Failure("library missing", REFUSED + r"python_stdlib\.zip", plainly(LIBRARY, missing)),
    Failure("library altered", REFUSED + r"python_stdlib\.zip", plainly(LIBRARY, altered)),
    Failure("wheel missing", REFUSED + r"restitution-\S+\.whl", plainly(WHEEL, missing)),
    Failure("wheel altered", REFUSED + r"restitution-\S+\.whl", plainly(WHEEL, altered)),
    Failure("lock missing", REFUSED + r"pyodide-lock\.json", plainly(LOCK, missing)),
    Failure("lock is rubbish", REFUSED + r"pyodide-lock\.json", plainly(LOCK, rubbish)),
    Failure("loader missing", FIRST_SCRIPTS, {"/runtime/pyodide.mjs": missing}),
    Failure("manifest missing", FIRST_SCRIPTS, {"/runtime/manifest.js": missing}),
    Failure("worker missing", FIRST_SCRIPTS, {WORKER: missing}),
    Failure("too little memory", "not have enough free memory", {WORKER: preceded(NO_MEMORY)}),
    Failure("a policy without WebAssembly", "refused to run the calculator's WebAssembly", {WORKER: without_wasm}),
    Failure("no WebAssembly", "WebAssembly is turned off", script=NO_WEBASSEMBLY),
]

FALLBACKS: dict[str, tuple[str, Mapping[str, Fault]]] = {
    "snapshot missing": ("", {SNAPSHOT: missing}),
    "snapshot corrupt": ("", {SNAPSHOT: altered}),
    "snapshot cut short": ("", {SNAPSHOT: rubbish}),
    "snapshot from another build": ("build id mismatch", of_another_build()),
}


def says_what_failed(page: Page, words: str) -> None:
    """The failure is shown, in words, with what to do; the figures stand."""
    engine(page, "failed")
    box = page.locator("[data-slot=failure]")
    expect(box).to_be_visible()
    expect(box.locator("[data-slot=cause]")).to_have_text(re.compile(words))
    expect(box).to_contain_text("The figures are those from when this page was made.")
    expect(box).to_contain_text("Reload the page, try another browser, or use it on your computer.")
    link = box.get_by_role("link", name="use it on your computer")
    expect(link).to_have_attribute("href", re.compile(r"reference/on-your-computer/$"))
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
def test_a_failing_start(
    open_page: Callable[..., Page], shared_page: Callable[..., Page], faults: dict[str, Fault], failure: Failure
) -> None:
    faults |= failure.faults
    # A browser that has once had the memory of the engine does not ask for it again.
    opened = open_page if SNAPSHOT in failure.faults else shared_page
    page = opened("", *([failure.script] if failure.script else []))
    says_what_failed(page, failure.says)
    people(page).fill("137")
    expect(people(page)).to_have_value("137")
    shows(page, ORDER, FIRST)
    faults.clear()
    page.evaluate("if (window.kept) window.WebAssembly = kept")
    works_when_tried_again(page)


@pytest.mark.provokes_errors
@pytest.mark.parametrize("name", FALLBACKS)
def test_without_its_memory_the_engine_starts_plainly(
    open_page: Callable[..., Page], faults: dict[str, Fault], name: str
) -> None:
    why, wrong = FALLBACKS[name]
    faults |= wrong
    page = open_page()
    engine(page, "ready")
    start, said = how_it_started(page)
    assert start == "plain"
    assert said
    assert why in said
    people(page).fill("137")
    shows(page, ORDER, OF_137)


def test_with_its_memory_the_engine_asks_for_no_library(open_page: Callable[..., Page], watch: Watch) -> None:
    page = open_page()
    engine(page, "ready")
    assert how_it_started(page) == ("snapshot", "")
    asked = {urlsplit(request.url).path for request in watch.requests}
    assert SNAPSHOT in asked
    assert not asked & {LIBRARY, WHEEL, LOCK}


def test_where_a_page_may_not_look_at_what_is_kept_the_engine_starts(
    shared_page: Callable[..., Page], faults: dict[str, Fault]
) -> None:
    faults[WORKER] = preceded(NOTHING_KEPT)
    page = shared_page("")
    engine(page, "ready")
    assert how_it_started(page) == ("snapshot", "")


@pytest.mark.provokes_errors
def test_a_failure_that_lasts_is_said_again(shared_page: Callable[..., Page], faults: dict[str, Fault]) -> None:
    faults[WASM] = missing
    page = shared_page("")
    for attempt in range(1, 4):
        says_what_failed(page, REFUSED)
        assert engine_states(page) == ["idle", "loading", "failed"] * attempt
        page.get_by_role("button", name="Try again").click()


@pytest.mark.provokes_errors
def test_a_start_that_takes_too_long(new_page: Callable[..., Page], faults: dict[str, Fault]) -> None:
    faults[WASM] = held = Held()
    page = new_page()
    page.clock.install()
    page.goto("")
    engine(page, "loading")
    people(page).fill("137")
    # On a slow line the files take longer than an answer may.
    page.clock.fast_forward(TOO_LONG_MS)
    expect(page.locator("[data-slot=state]").first).to_contain_text("taking a long time to load")
    expect(page.locator("html")).to_have_attribute("data-engine", "loading")
    page.clock.fast_forward(TOO_LONG_TO_START_MS)
    says_what_failed(page, "did not start within two minutes")
    held.let_go()
    faults.clear()
    works_when_tried_again(page)


@pytest.mark.parametrize("early", [False, True], ids=["a reader's", "an early one"])
def test_a_worker_that_dies_under_a_question(new_page: Callable[..., Page], early: bool) -> None:
    """It is started again by itself, and the question is answered."""
    page = new_page(WORKER_KEEPER + COUNTER)
    page.clock.install()
    page.goto("")
    engine(page, "ready")
    page.evaluate("workers.at(-1).terminate()")
    if early:
        people(page).focus()
        page.evaluate("async () => { while (asked < 1) await new Promise((done) => setTimeout(done, 10)); }")
    people(page).fill("137")
    page.clock.fast_forward(TOO_LONG_MS)
    engine(page, "ready")
    assert engine_states(page) == ["idle", "loading", "ready", "idle", "loading", "ready"]
    shows(page, ORDER, OF_137)
    expect(people(page)).to_have_value("137")


def test_a_worker_that_dies_under_a_copy(new_page: Callable[..., Page]) -> None:
    """Nothing was copied, and the reader is told; the next press copies."""
    page = new_page(WORKER_KEEPER, permissions=CLIPBOARD_RIGHTS)
    page.clock.install()
    page.goto("")
    engine(page, "ready")
    page.evaluate("navigator.clipboard.writeText('from before')")
    page.evaluate("workers.at(-1).terminate()")
    copy = page.get_by_role("button", name="Copy with citations")
    copy.click()
    page.clock.fast_forward(TOO_LONG_MS)
    expect(did(page)).to_have_text("The calculator is not running.")
    assert page.evaluate("navigator.clipboard.readText()") == "from before"
    engine(page, "ready")
    copy.click()
    expect(did(page)).to_have_text("Copied, with the citations.")
    assert FIRST in page.evaluate("navigator.clipboard.readText()")


@pytest.mark.provokes_errors
def test_a_worker_that_dies_and_cannot_be_started_again(
    new_page: Callable[..., Page], faults: dict[str, Fault]
) -> None:
    page = new_page(WORKER_KEEPER)
    page.clock.install()
    page.goto("")
    engine(page, "ready")
    faults[WASM] = missing
    page.evaluate("workers.at(-1).terminate()")
    people(page).fill("137")
    page.clock.fast_forward(TOO_LONG_MS)
    says_what_failed(page, REFUSED + r"pyodide\.asm\.wasm")
    expect(people(page)).to_have_value("137")
    faults.clear()
    works_when_tried_again(page)


@pytest.mark.provokes_errors
def test_a_failure_is_said_at_every_example(shared_page: Callable[..., Page], faults: dict[str, Fault]) -> None:
    faults[WASM] = missing
    page = shared_page("learn/how-an-award-is-worked-out/")
    page.locator("worked-example").first.scroll_into_view_if_needed()
    engine(page, "failed")
    boxes = page.locator("[data-slot=failure]")
    expect(boxes).to_have_count(3)
    for box in boxes.all():
        expect(box).to_be_visible()


@pytest.mark.provokes_errors
def test_a_network_that_goes_before_the_engine_came(new_page: Callable[..., Page]) -> None:
    """The page was read, then the network went; the engine is asked for afterwards."""
    page = new_page(SAVING)
    page.goto("")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    people(page).fill("137")
    says_what_failed(page, "could not be loaded")
    expect(people(page)).to_have_value("137")
    page.context.set_offline(False)
    works_when_tried_again(page)


def test_two_tabs_do_not_disturb_each_other(shared_page: Callable[..., Page]) -> None:
    first = shared_page("")
    second = first.context.new_page()
    second.goto("")
    for page in (first, second):
        page.bring_to_front()
        engine(page, "ready")
    people(first).fill("137")
    people(second).fill("2")
    shows(first, ORDER, OF_137)
    people(second).fill("136")
    shows(second, ORDER, FIRST)
    shows(first, ORDER, OF_137)


def test_a_page_that_comes_back_from_memory_goes_on(site: str, watch: Watch, remembering: Browser) -> None:
    context = remembering.new_context(base_url=site)
    watch.follow(context, site)
    page = context.new_page()
    page.goto("")
    engine(page, "ready")
    people(page).fill("137")
    shows(page, ORDER, OF_137)
    page.evaluate("window.same = true")
    page.evaluate("location.href = 'privacy/'")
    expect(page).to_have_url(re.compile("privacy"))
    page.evaluate("history.back()")
    expect(page).to_have_url(site)  # waiting for a load would wait in vain
    assert page.evaluate("window.same") is True
    expect(people(page)).to_have_value("137")
    people(page).fill("136")
    shows(page, ORDER, FIRST)
    context.close()


# Types faster than any engine answers.
RAPIDLY = """(box) => {
  return new Promise((done) => {
    let count = 0;
    const type = () => {
      box.value = String(200 - (count % 63));
      if (++count === 200) box.value = "137";
      box.dispatchEvent(new InputEvent("input", { bubbles: true }));
      if (count === 200) done();
      else setTimeout(type);
    };
    type();
  });
}"""


def test_two_hundred_rapid_edits_give_one_final_result(shared_page: Callable[..., Page]) -> None:
    page = shared_page("", COUNTER)
    engine(page, "ready")
    people(page).evaluate(RAPIDLY)
    shows(page, ORDER, OF_137)
    # Nothing waits behind it that would come later and be stale.
    page.wait_for_timeout(500)
    shows(page, ORDER, OF_137)
    expect(people(page)).to_have_value("137")
    assert 1 <= page.evaluate("asked") <= 200


@pytest.mark.parametrize("path", ["", "estimate/", "learn/paroline/"])
def test_without_scripts_the_page_is_whole_and_promises_nothing(shared_page: Callable[..., Page], path: str) -> None:
    page = shared_page(path, java_script_enabled=False)
    expect(page.locator("article h1")).to_be_visible()
    for figure in page.locator("output").all():
        assert figure.text_content()
    for part in page.locator("[data-needs-script]").all():
        expect(part).to_be_hidden()
    assert page.locator("[role=status][data-slot]:not(:empty)").count() == 0
