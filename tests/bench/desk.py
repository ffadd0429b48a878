"""Counsel's desk: a cell entered to new figures, ten thousand rows pasted and scrolled, and papers."""

from __future__ import annotations

import random
import time
from typing import Any

from playwright.sync_api import Page
from tests.bench.pages import Bench, engine_ready
from tests.bench.report import say
from tests.bench.verdict import Finding, percentile
from tests.browser.runs import counsel, new_user

from sitebuild.serve import serving

EDITS = 60
WARM_UP = 5
SIZES = (3_000, 10_000)
SCREENS = 120
_PAUSES = (120, 220)

# From the key that enters a cell: until the cell shows it, until the figures are placed, and until they are painted,
# less the wait for the display's next frame. A message posted in a frame arrives after that frame's layout and paint.
# Beside it the same of a key whose handler only writes a letter: what the browser itself takes.
_WATCH = """([table, slot]) => {
  const empty = document.createElement("p");
  empty.tabIndex = -1;
  empty.id = "empty-handler";
  empty.addEventListener("keydown", () => (empty.textContent = empty.textContent === "a" ? "b" : "a"));
  document.querySelector("case-desk").append(empty);
  const grid = document.querySelector(`case-table[data-table^='{"name": "${table}"'] table`);
  const figures = document.querySelector(`[data-slot="${slot}"]`);
  const channel = new MessageChannel();
  let pressed = 0;
  let cell = 0;
  let open = false;
  window.took = [];
  window.emptied = [];
  window.arrived = () => {};
  addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    [pressed, cell, open] = [event.timeStamp, 0, true];
  }, { capture: true });
  new MutationObserver(() => {
    const placed = performance.now() - pressed;
    open = false;
    requestAnimationFrame(() => channel.port2.postMessage({ empty: true, placed, frame: performance.now() }));
  }).observe(empty, { childList: true });
  new MutationObserver(() => (cell ||= performance.now() - pressed)).observe(grid, {
    subtree: true, childList: true, characterData: true,
  });
  channel.port1.onmessage = ({ data }) => {
    (data.empty ? emptied : took).push({ ...data, work: data.placed + performance.now() - data.frame });
    arrived();
  };
  new MutationObserver(() => {
    if (!open) return;
    open = false;
    const placed = performance.now() - pressed;
    requestAnimationFrame(() => channel.port2.postMessage({ cell, placed, frame: performance.now() }));
  }).observe(figures, { subtree: true, childList: true, characterData: true });
}"""

_PAINTED = """([list, count]) => window[list].length >= count || new Promise((done) => {
  window.arrived = () => window[list].length >= count && done(true);
})"""

# From the event that pastes until the table has drawn the rows and the browser has painted them.
_PASTE = """(text) => {
  const grid = document.querySelector("case-table[data-table^='{\\"name\\": \\"ledger\\"'] [role=grid]");
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const cell = grid.querySelector("input, textarea") ?? grid;
  cell.focus();
  const start = performance.now();
  return new Promise((done) => {
    const drawn = () => {
      if (Number(grid.getAttribute("aria-rowcount")) < 10_000) return requestAnimationFrame(drawn);
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
    };
    cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    drawn();
  });
}"""

# One screen a frame: the time between frames is what a reader sees.
_SCROLL = """(screens) => {
  const grid = document.querySelector("case-table[data-table^='{\\"name\\": \\"ledger\\"'] [role=grid]");
  let box = grid;
  while (box && box.scrollHeight <= box.clientHeight + 1) box = box.parentElement;
  const took = [];
  return new Promise((done) => {
    let before = performance.now();
    const next = (now) => {
      took.push(now - before);
      before = now;
      if (took.length > screens) return done(took.slice(1));
      box.scrollTop += box.clientHeight;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
}"""


def measure(bench: Bench) -> list[Finding]:
    """Edit one victim's case, nine victims and three defendants, and ledgers of thousands of rows."""
    findings: list[Finding] = []
    cells: list[float] = []
    with serving() as address, bench.profile() as context:
        for name, example in (("one", "One victim, one defendant"), ("nine", "Nine victims, three defendants")):
            say(f"desk: {example}")
            page = context.new_page()
            page.goto(f"{address}estimate/")
            engine_ready(page)
            page.locator("summary", has_text="Begin with an example").click()
            page.get_by_role("button", name=example).click()
            page.locator("[data-slot=result] output").first.wait_for()
            page.locator("details[data-part=victims] > summary").click()
            took = _edited(page, "victims", "result", "ordered_defendants")
            findings.append(_finding(f"desk-{name}", took, _emptied(page) if name == "one" else []))
            cells += [one["cell"] for one in took]
            if name == "nine":
                findings.append(_paper(page, "desk-word", "Word"))
            page.close(run_before_unload=False)
        for size in SIZES:
            say(f"desk: a ledger of {size:,} rows")
            page = context.new_page()
            page.goto(f"{address}ledger/")
            engine_ready(page)
            if size == SIZES[-1]:
                findings.append(Finding("desk-paste", page.evaluate(_PASTE, _rows(size, "\t", header=False)), ""))
            else:
                page.get_by_role("button", name="Rows as text").click()
                page.get_by_label("Rows as text").fill(_rows(size, ",", header=True))
                page.get_by_role("button", name="Read rows").click()
            page.locator("[data-slot=position] dd").first.wait_for(timeout=60_000)
            took = _edited(page, "ledger", "position", "amount")
            findings.append(_finding(f"desk-ledger-{size}", took, []))
            cells += [one["cell"] for one in took]
            if size == SIZES[0]:
                findings.append(_paper(page, "desk-spreadsheet", "Spreadsheet"))
            if size == SIZES[-1]:
                frames: list[float] = page.evaluate(_SCROLL, SCREENS)
                findings.append(Finding("desk-scroll", percentile(frames, 95), f"{SCREENS} screens, one a frame"))
            page.close(run_before_unload=False)
        for name, run in (("new-user", new_user), ("counsel", counsel)):
            say(f"desk: {name}")
            page = context.new_page()
            began = time.monotonic()
            run(page, address)
            findings.append(Finding(f"desk-{name}", time.monotonic() - began))
            page.close(run_before_unload=False)
    return [*findings, Finding("desk-cell", percentile(cells, 95), f"{len(cells)} cells")]


def _rows(size: int, sign: str, *, header: bool) -> str:
    """Return the rows of a ledger: one finding, an order in each of 200 cases, and payments."""
    head = [("date", "kind", "case", "amount", "note")] if header else []
    found = ("2020-01-01", "finding", "C0", "900000.00", "")
    ordered = [("2020-01-01", "order", f"C{i}", "5000.00", "") for i in range(200)]
    paid = [
        (f"2020-{1 + i % 12:02d}-{1 + i % 28:02d}", "payment", f"C{i % 200}", f"{100 + i % 50}.00", f"check {i}")
        for i in range(size - 201)
    ]
    return "\n".join(sign.join(row) for row in [*head, found, *ordered, *paid])


def _edited(page: Page, table: str, slot: str, column: str) -> list[dict[str, float]]:
    """Enter another number into a cell, time after time, and return how long each took."""
    page.evaluate(_WATCH, [table, slot])
    element = page.locator(f'case-table[data-table^=\'{{"name": "{table}"\']')
    pauses = random.Random(2259)
    for i in range(WARM_UP + EDITS):
        element.evaluate("(element, [row, column]) => element.focusCell(row, column)", [0, column])
        page.keyboard.type(str(1_000_000 + i) if slot == "position" else str(40 + i))
        page.keyboard.press("Enter")
        page.evaluate(_PAINTED, ["took", i + 1])
        page.wait_for_timeout(pauses.uniform(*_PAUSES))
        page.locator("#empty-handler").focus()
        page.keyboard.press("Enter")
        page.evaluate(_PAINTED, ["emptied", i + 1])
        page.wait_for_timeout(pauses.uniform(*_PAUSES))
    took: list[dict[str, float]] = page.evaluate("took")
    return took[WARM_UP:]


def _emptied(page: Page) -> list[float]:
    """Return how long the handler took that only writes a letter, each time that a cell was entered."""
    return [one["work"] for one in page.evaluate("emptied")[WARM_UP:]]


def _paper(page: Page, measure: str, button: str) -> Finding:
    """Ask for a paper twice; the first press fetches what writes papers."""
    took = []
    for _ in range(2):
        began = time.monotonic()
        with page.expect_download(timeout=120_000):
            page.get_by_role("button", name=button, exact=True).click()
        took.append(time.monotonic() - began)
    return Finding(measure, took[0], f"again: {took[1]:.1f} s")


def _finding(measure: str, took: list[dict[str, Any]], empty: list[float]) -> Finding:
    """Return the 95th percentile, less that of an empty handler where there is one to compare with."""
    work = [one["work"] for one in took]
    least = percentile(empty, 95) if empty else 0.0
    said = f"p50 {percentile(work, 50):.1f}, p95 {percentile(work, 95):.1f}, most {max(work):.1f} ms of {len(work)}"
    beside = f"; an empty handler: p50 {percentile(empty, 50):.1f}, p95 {least:.1f} ms" if empty else ""
    return Finding(measure, percentile(work, 95) - least, said + beside)
