"""Measure the engine: how fast it starts, how fast it answers, and how many bytes it costs.

Run by `make bench`, never by pytest. The start is compared with Pyodide as npm ships it, which loads the same
calculator from a plain wheel in a module worker: both in one browser, by turns, so that what else the machine does
falls on both alike. The compared page is the least that does the job: it has no text, no style and no form.
"""

from __future__ import annotations

import contextlib
import gzip
import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from sitebuild.browsers import LAUNCH_ARGS, find_chromium
from sitebuild.paths import BUILT_SITE, NODE_MODULES, ROOT
from sitebuild.serve import serving

RUNS = 5
CHANGES = 200

TIMEOUT_MS = 180_000

STOCK_FILES = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")

STOCK_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Pyodide as shipped</title>
<link rel="icon" href="data:,">
<div id="answer"></div>
<script type="module">
  window.finished = new Promise((done, refuse) => {
    performance.mark("engine-start");
    const worker = new Worker("worker.js", { type: "module" });
    worker.onerror = refuse;
    worker.onmessage = ({ data }) => {
      if (data.type === "ready") {
        performance.mark("engine-ready");
        worker.postMessage(REQUEST);
      } else {
        document.querySelector("#answer").innerHTML = JSON.parse(data.response).result.answer;
        done(performance.now());
      }
    };
  });
</script>
"""

STOCK_WORKER = """
import { loadPyodide } from "./pyodide.mjs";
const here = new URL("./", import.meta.url).href;
const pyodide = await loadPyodide({ indexURL: here });
await pyodide.loadPackage(here + "WHEEL");
const handle = pyodide.pyimport("restitution.protocol").handle;
self.onmessage = ({ data }) => self.postMessage({ type: "reply", response: handle(data) });
self.postMessage({ type: "ready" });
"""

# Types into the example at once, as a quick reader does, and waits for the first figure that changes.
FIRST_OF_OURS = """async () => {
  const example = document.querySelector("worked-example");
  const output = example.querySelector("[data-slot=form] output[name='A.1.order']");
  const box = example.querySelector("input");
  const before = output.textContent;
  const changed = new Promise((done) => {
    new MutationObserver(() => output.textContent !== before && done(performance.now()))
      .observe(example, { subtree: true, childList: true, characterData: true });
  });
  box.value = "137";
  box.dispatchEvent(new Event("input", { bubbles: true }));
  const first = await changed;
  const at = (name) => performance.getEntriesByName(name)[0].startTime;
  return { start: at("engine-start"), ready: at("engine-ready"), first };
}"""

FIRST_OF_STOCK = """async () => {
  const first = await window.finished;
  const at = (name) => performance.getEntriesByName(name)[0].startTime;
  return { start: at("engine-start"), ready: at("engine-ready"), first };
}"""

# From the input event to the new text of the figure, for one change after the other.
RECOMPUTE = """async (changes) => {
  const example = document.querySelector("worked-example");
  const output = example.querySelector("[data-slot=form] output[name='A.1.order']");
  const box = example.querySelector("input");
  const took = [];
  for (let i = 0; i < changes; i++) {
    const before = output.textContent;
    const changed = new Promise((done) => {
      const observer = new MutationObserver(() => {
        if (output.textContent === before) return;
        observer.disconnect();
        done(performance.now());
      });
      observer.observe(output, { subtree: true, childList: true, characterData: true });
    });
    const start = performance.now();
    box.value = String(200 + i);
    box.dispatchEvent(new Event("input", { bubbles: true }));
    took.push((await changed) - start);
    await new Promise((done) => setTimeout(done, 20));
  }
  return took;
}"""

# The same questions in the site's own worker, timed around its message handler, inside the worker.
WORKER_ALONE = """async (requests) => {
  const code = `
    import ${JSON.stringify(new URL("/restitution/worker.js", location.origin).href)};
    const post = self.postMessage.bind(self);
    self.postMessage = (message) => {
      if (message.type !== "ready") return post(message);
      post(message);
      const answer = self.onmessage;
      self.onmessage = (event) => {
        const start = performance.now();
        answer(event);
        post({ type: "took", took: performance.now() - start });
      };
    };`;
  const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })), { type: "module" });
  const next = (type) => new Promise((done, refuse) => {
    worker.onerror = refuse;
    worker.onmessage = ({ data }) => {
      if (data.type === "failed") refuse(new Error(JSON.stringify(data)));
      if (data.type === type) done(data);
    };
  });
  await next("ready");
  const took = [];
  for (const [id, request] of requests.entries()) {
    const answered = next("took");
    worker.postMessage({ type: "call", id, request });
    took.push((await answered).took);
  }
  return took;
}"""

type Timing = dict[str, float]


def main() -> int:
    """Measure everything and print it."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="restitution-bench-")))
        ours = stack.enter_context(serving())
        stock = stack.enter_context(serving(folder))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(LAUNCH_ARGS))
        definition = example_definition(browser, ours)
        make_stock(folder, question(definition, 137))
        print(f"Chromium {browser.version}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start\n")
        print_starts(measure_starts(browser, ours, stock))
        print_recompute(browser, ours, definition)
        print_bytes(browser, ours)
        browser.close()
    return 0


def say(text: str) -> None:
    """Say what is being done, beside the table."""
    print(text, file=sys.stderr, flush=True)


# --- the page compared with ---


def example_definition(browser: Browser, site: str) -> dict[str, Any]:
    """The example of the home page."""
    with page_of(browser, java_script_enabled=False) as page:
        page.goto(site)
        definition: dict[str, Any] = json.loads(page.locator("worked-example").get_attribute("data-example") or "")
    return definition


def question(definition: dict[str, Any], people: int) -> str:
    """What the page asks for when a reader types a number."""
    values = {"victim[0].ordered_defendants": str(people)}
    params = {"example": definition, "base": "/", "values": values, "edits": []}
    return json.dumps({"id": 1, "method": "example", "params": params, "format": "html"})


def make_stock(folder: Path, request: str) -> None:
    """Pyodide as shipped, the calculator as a plain wheel, and the least page that uses them."""
    for name in STOCK_FILES:
        shutil.copy(NODE_MODULES / "pyodide" / name, folder / name)
    hatchling = Path(sys.executable).with_name("hatchling")
    command = (hatchling, "build", "--target", "wheel", "--directory", folder)
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    (folder / "worker.js").write_text(STOCK_WORKER.replace("WHEEL", wheel.name), encoding="utf-8")
    page = STOCK_PAGE.replace("REQUEST", json.dumps(request).replace("</", "<\\/"))
    (folder / "index.html").write_text(page, encoding="utf-8")


# --- the start ---


def measure_starts(browser: Browser, ours: str, stock: str) -> dict[tuple[str, str], list[Timing]]:
    """Every start, by whose it is and whether the browser's cache was empty."""
    found: dict[tuple[str, str], list[Timing]] = {}
    for run in range(1, RUNS + 1):
        say(f"start {run} of {RUNS}")
        for whose, address, script in (("stock", stock, FIRST_OF_STOCK), ("ours", ours, FIRST_OF_OURS)):
            context = browser.new_context()
            for cache in ("cold", "warm"):
                found.setdefault((whose, cache), []).append(one_start(context, address, script))
            context.close()
    return found


def one_start(context: BrowserContext, address: str, script: str) -> Timing:
    """Open a page and wait for its first answer."""
    page = context.new_page()
    page.set_default_timeout(TIMEOUT_MS)
    page.goto(address, wait_until="domcontentloaded")
    timing: Timing = page.evaluate(script)
    page.close()
    return timing


def print_starts(found: dict[tuple[str, str], list[Timing]]) -> None:
    """The medians, and what ours is of the stock."""
    measures: list[tuple[str, Callable[[Timing], float]]] = [
        ("navigation to engine ready", lambda t: t["ready"]),
        ("navigation to first result", lambda t: t["first"]),
        ("engine start to engine ready", lambda t: t["ready"] - t["start"]),
    ]
    rows = []
    for cache in ("cold", "warm"):
        for name, measure in measures:
            cells = [cache, name]
            medians = []
            for whose in ("stock", "ours"):
                took = [measure(timing) for timing in found[whose, cache]]
                medians.append(statistics.median(took))
                cells += [f"{medians[-1]:.0f}", f"{min(took):.0f}-{max(took):.0f}"]
            rows.append([*cells, f"{medians[1] / medians[0]:.2f}"])
    heads = ["cache", f"median of {RUNS}, ms", "stock", "range", "ours", "range", "ours/stock"]
    print_table("Start", heads, rows)


# --- answers ---


def print_recompute(browser: Browser, site: str, definition: dict[str, Any]) -> None:
    """How long a change takes, on the page and in the worker alone."""
    say(f"{CHANGES} changes")
    with page_of(browser) as page:
        page.goto(site)
        page.locator('html[data-engine="ready"]').wait_for(state="attached", timeout=TIMEOUT_MS)
        on_page: list[float] = page.evaluate(RECOMPUTE, CHANGES)
    # A wrapped worker comes from a blob, which the site's own policy may rightly forbid.
    with page_of(browser, bypass_csp=True) as page:
        page.goto(f"{site}sources/")
        requests = [question(definition, 200 + i) for i in range(CHANGES)]
        in_worker: list[float] = page.evaluate(WORKER_ALONE, requests)
    rows = [
        [name, f"{percentile(took, 50):.1f}", f"{percentile(took, 95):.1f}", f"{max(took):.1f}"]
        for name, took in (("input event to new text on the page", on_page), ("inside the worker alone", in_worker))
    ]
    print_table("Recompute", [f"{CHANGES} changes, ms", "p50", "p95", "most"], rows)


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many of a hundred do not pass."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


# --- bytes ---


def print_bytes(browser: Browser, site: str) -> None:
    """What the home page fetches, file by file: what comes before the engine, and what comes for it."""
    say("bytes")
    paths: list[str] = []
    with page_of(browser) as page:
        page.on("request", lambda request: paths.append(unquote(urlsplit(request.url).path)))
        page.goto(site)
        page.locator('html[data-engine="ready"]').wait_for(state="attached", timeout=TIMEOUT_MS)
        page.wait_for_load_state("networkidle")
    engine_needs = ("/runtime/", "/restitution/worker.js")
    unique = list(dict.fromkeys(path + "index.html" if path.endswith("/") else path for path in paths))
    before = [path for path in unique if not path.startswith(engine_needs)]
    with_engine = [path for path in unique if path.startswith(engine_needs)]
    print_files("Bytes before the engine starts", before)
    print_files("Bytes for the engine", with_engine)
    print_files("Bytes in all", unique, total_only=True)


def print_files(title: str, paths: list[str], *, total_only: bool = False) -> None:
    """The size of each file as it lies there and as a host may send it."""
    packers = dict(ways_to_pack())
    sizes: dict[str, list[int]] = {}
    for path in paths:
        content = (BUILT_SITE / path.lstrip("/")).read_bytes()
        sizes[path] = [len(content), *(len(pack(content)) for pack in packers.values())]
    total = [sum(column) for column in zip(*sizes.values(), strict=True)]
    files = [] if total_only else sorted(sizes.items(), key=lambda file: -file[1][0])
    rows = [[name, *(f"{size:,}" for size in found)] for name, found in [*files, ("total", total)]]
    print_table(title, ["file", "raw", *packers], rows)


def ways_to_pack() -> Iterator[tuple[str, Callable[[bytes], bytes]]]:
    """How a host may pack a file: gzip always, brotli where its module is installed."""
    yield "gzip -9", lambda content: gzip.compress(content, 9)
    if importlib.util.find_spec("brotli"):
        brotli: ModuleType = importlib.import_module("brotli")
        yield "brotli", brotli.compress


# --- small things ---


@contextlib.contextmanager
def page_of(browser: Browser, **options: Any) -> Iterator[Page]:
    """A page in a context of its own."""
    context = browser.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(TIMEOUT_MS)
    yield page
    context.close()


def print_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: words to the left, numbers to the right."""
    widths = [max(len(line[i]) for line in (heads, *rows)) for i in range(len(heads))]

    def aligned(cells: Sequence[str]) -> str:
        # In the first row a number begins with a digit; a name does not.
        placed = (
            cell.rjust(width) if rows[0][i][0].isdigit() else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return "  ".join(placed).rstrip()

    print(title)
    print(aligned(heads))
    print("  ".join("-" * width for width in widths))
    for row in rows:
        print(aligned(row))
    print(flush=True)


if __name__ == "__main__":
    sys.exit(main())
