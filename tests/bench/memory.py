"""Memory over many recalculations, which should stay flat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Page
from tests.bench.pages import EXAMPLE, Bench, engine_ready
from tests.bench.report import say
from tests.bench.served import IsolatedHandler
from tests.bench.verdict import Finding

from sitebuild.serve import serving

WARM_UP = 200
RECOMPUTES = 1_000
READINGS = 4

# The browser otherwise waits for its next garbage collection, which may take twenty seconds.
_AT_ONCE = "--enable-blink-features=ForceEagerMeasureMemory"

_RECOMPUTE = f"""async ([count, first]) => {{
  {EXAMPLE}
  for (let i = 0; i < count; i++) {{
    const before = output.textContent;
    const changed = new Promise((done) => {{
      const observer = new MutationObserver(() => {{
        if (output.textContent === before) return;
        observer.disconnect();
        done();
      }});
      observer.observe(output, {{ subtree: true, childList: true, characterData: true }});
    }});
    box.value = String(first + i);
    box.dispatchEvent(new Event("input", {{ bubbles: true }}));
    await changed;
  }}
}}"""

# Objects still held by timers would count as growth.
_MEASURE = """async () => {
  await new Promise((done) => setTimeout(done, 1500));
  return (await performance.measureUserAgentSpecificMemory()).breakdown;
}"""


def measure(bench: Bench) -> list[Finding]:
    """Recalculate, and ask the browser before and after how much memory each part of the page takes."""
    say(f"memory: {RECOMPUTES:,} recomputes")
    with serving(handler=IsolatedHandler) as address, bench.profile(_AT_ONCE) as context:
        page = context.new_page()
        page.goto(address)
        engine_ready(page)
        page.evaluate(_RECOMPUTE, [WARM_UP, 1_000])
        before = _now(page)
        page.evaluate(_RECOMPUTE, [RECOMPUTES, 2_000])
        after = _now(page)
    return [_growth(part, before[part], after[part]) for part in ("page", "engine")]


def _now(page: Page) -> dict[str, int]:
    """Return the least of several readings: garbage not yet collected only adds."""
    readings = [by_part(page.evaluate(_MEASURE)) for _ in range(READINGS)]
    return {part: min(reading[part] for reading in readings) for part in readings[0]}


def by_part(breakdown: Iterable[dict[str, Any]]) -> dict[str, int]:
    """Return the bytes of the page and of the engine: memory of any worker counts as the engine's."""
    parts: dict[str, int] = defaultdict(int)
    for entry in breakdown:
        scopes = {place["scope"] for place in entry["attribution"]}
        parts["engine" if "DedicatedWorkerGlobalScope" in scopes else "page"] += entry["bytes"]
    return dict(parts)


def _growth(part: str, before: int, after: int) -> Finding:
    return Finding(f"memory-{part}", after / before, f"{before / 1e6:.1f} MB before, {after / 1e6:.1f} MB after")
