"""Start time of the engine and its cost in bytes, alternating with the compared pages.

Each round opens every page twice in a browser with a new profile: the first visit finds nothing cached, the second
finds what the first left. Other load on the machine affects all alike.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext
from tests.bench.pages import EXAMPLE, KINDS, Bench, definition, question
from tests.bench.peers import install, make_pyscript, make_stock, plain_wheel
from tests.bench.report import say, show_files
from tests.bench.served import Asked, Recorder, sent_bytes
from tests.bench.verdict import Finding, compared, spread

from sitebuild.paths import BUILT_SITE
from sitebuild.serve import serving

ROUNDS = 5

# A browser writes its cache, including compiled code, some seconds after a page has used it; and the guide has it
# cache the rest some seconds after the engine is ready. A reader's second visit comes later than that.
QUIET_SECONDS = 5
SETTLED_SECONDS = 90

# A browser that was just launched is still initializing, for all alike; a reader's is not.
LAUNCHED_SECONDS = 3

# Files fetched only for the engine, though a page may request them early.
ENGINE_FOLDER = "/runtime/"

# Types into the example immediately, as a quick reader does, and waits for the first figure that changes.
_OURS = f"""async () => {{
  {EXAMPLE}
  const before = output.textContent;
  const changed = new Promise((done) => {{
    new MutationObserver(() => output.textContent !== before && done(performance.now()))
      .observe(example, {{ subtree: true, childList: true, characterData: true }});
  }});
  box.value = "137";
  box.dispatchEvent(new Event("input", {{ bubbles: true }}));
  const first = await changed;
  const at = (name) => performance.getEntriesByName(name)[0].startTime;
  return {{ start: at("engine-start"), ready: at("engine-ready"), first }};
}}"""

# PyScript does not signal when its engine is ready: only the first result can be compared.
_THEIRS = """async () => {
  const first = await window.finished;
  const at = (name) => performance.getEntriesByName(name)[0]?.startTime ?? 0;
  return { start: at("engine-start"), ready: at("engine-ready"), first };
}"""

# The client takes this for a browser that cannot run the engine, and requests nothing more.
_NO_ENGINE = "delete globalThis.WebAssembly"


@dataclass(frozen=True)
class Start:
    """One start: milliseconds from the navigation, and the requests to the server until the first result."""

    start: float
    ready: float
    first: float
    asked: list[Asked]


@dataclass(frozen=True)
class _Side:
    name: str
    script: str
    address: str
    recorder: Recorder


type Starts = dict[tuple[str, str], list[Start]]


def measure(bench: Bench) -> list[Finding]:
    """Measure every start, then the bytes."""
    install()
    found: Starts = defaultdict(list)
    with contextlib.ExitStack() as stack:
        sides = _sides(bench, stack)
        for turn in range(1, ROUNDS + 1):
            for side in sides:
                say(f"start {turn} of {ROUNDS}: {side.name}")
                with bench.profile() as context:
                    found[side.name, "cold"].append(_start(context, side, settle=True))
                    found[side.name, "warm"].append(_start(context, side, settle=False))
        pages = page_bytes(bench)
    return [*_times(found), *_bytes(found), pages]


def _sides(bench: Bench, stack: contextlib.ExitStack) -> list[_Side]:
    """Serve our page and the compared ones."""
    (bench.folder / "wheel").mkdir()
    wheel = plain_wheel(bench.folder / "wheel")
    request = question(definition(), 137)
    stock, pyscript = bench.folder / "stock", bench.folder / "pyscript"
    make_stock(stock, wheel, request)
    make_pyscript(pyscript, wheel, request)

    def side(name: str, script: str, folder: Path) -> _Side:
        recorder = Recorder()
        return _Side(name, script, stack.enter_context(serving(folder, handler=recorder.handler())), recorder)

    return [
        side("stock Pyodide", _THEIRS, stock),
        side("ours", _OURS, BUILT_SITE),
        side("PyScript", _THEIRS, pyscript),
    ]


def _start(context: BrowserContext, side: _Side, *, settle: bool) -> Start:
    """Open a page and wait for its first result, and then for the browser to have written its cache."""
    before = len(side.recorder.asked)
    page = context.new_page()
    page.wait_for_timeout(LAUNCHED_SECONDS * 1000)
    page.goto(side.address, wait_until="domcontentloaded")
    times: dict[str, float] = page.evaluate(side.script)
    asked = side.recorder.since(before)
    if settle and not side.recorder.quiet_for(QUIET_SECONDS, SETTLED_SECONDS):
        raise RuntimeError(f"{side.name} still asked for files after {SETTLED_SECONDS} seconds")
    page.close()
    return Start(**times, asked=asked)


def _times(found: Starts) -> list[Finding]:
    findings = []
    for visit in ("cold", "warm"):
        ours, stock, pyscript = (found[name, visit] for name in ("ours", "stock Pyodide", "PyScript"))
        findings += [
            compared(f"ready-{visit}", [s.ready for s in ours], "stock", [s.ready for s in stock]),
            compared(f"engine-{visit}", _engines(ours), "stock", _engines(stock)),
            compared(f"pyscript-{visit}", [s.first for s in ours], "PyScript", [s.first for s in pyscript]),
        ]
    return findings


def _engines(starts: Sequence[Start]) -> list[float]:
    return [start.ready - start.start for start in starts]


def _bytes(found: Starts) -> list[Finding]:
    say("packing what was sent")
    cold = sent_bytes(found["ours", "cold"][0].asked)
    stock = sent_bytes(found["stock Pyodide", "cold"][0].asked)
    show_files("Sent until the first recomputed figure, brotli", cold)
    again = [sum(sent_bytes(start.asked).values()) / 1000 for start in found["ours", "warm"]]
    ours, theirs = sum(cold.values()), sum(stock.values())
    asked_again = len(found["ours", "warm"][0].asked)
    return [
        Finding("bytes-result", ours / theirs, f"ours {ours / 1000:,.0f} kB, stock {theirs / 1000:,.0f} kB, brotli"),
        Finding("bytes-again", max(again), f"{spread(again, 'kB')}; asked whether {asked_again} files changed"),
    ]


def page_bytes(bench: Bench) -> Finding:
    """Return what each kind of page costs before the engine: everything requested when the engine cannot start."""
    totals: dict[str, int] = {}
    files: dict[str, dict[str, int]] = {}
    recorder = Recorder()
    with serving(handler=recorder.handler()) as address:
        for kind, path in KINDS.items():
            say(f"bytes: {kind}")
            before = len(recorder.asked)
            with bench.profile() as context:
                context.add_init_script(_NO_ENGINE)
                page = context.new_page()
                page.goto(f"{address}{path}", wait_until="networkidle")
                page.wait_for_timeout(1_000)
            asked = [one for one in recorder.since(before) if not one.path.startswith(ENGINE_FOLDER)]
            files[kind] = sent_bytes(asked)
            totals[kind] = sum(files[kind].values())
    heaviest = max(totals, key=lambda kind: totals[kind])
    show_files(f"Sent before the engine starts, brotli: {heaviest}", files[heaviest])
    note = ", ".join(f"{kind} {total / 1000:,.0f}" for kind, total in totals.items())
    return Finding("bytes-page", totals[heaviest] / 1000, f"{note} kB, brotli")
