"""How soon a typed number shows its result."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from playwright.sync_api import Page
from tests.bench.pages import EXAMPLE, FIELD, Bench, engine_ready
from tests.bench.report import say
from tests.bench.verdict import Finding, percentile

from sitebuild.serve import serving

KEYS = 200
WARM_UP = 10

# Pauses between keys, in milliseconds: as people type, and never in step with the display.
_PAUSES = (60, 140)

# From the moment of the key, which the browser notes: when the new figure is in the page, when its frame begins, and
# when that is made. A message posted in an animation frame arrives after that frame's style, layout and paint.
_WATCH = f"""() => {{
  {EXAMPLE}
  let pressed = 0;
  let shown = output.textContent;
  window.took = [];
  box.addEventListener("input", (event) => (pressed = event.timeStamp), {{ capture: true }});
  const channel = new MessageChannel();
  window.arrived = () => {{}};
  channel.port1.onmessage = ({{ data }}) => {{
    took.push({{ ...data, painted: performance.now() - data.pressed }});
    arrived();
  }};
  new MutationObserver(() => {{
    if (output.textContent === shown) return;
    shown = output.textContent;
    const times = {{ pressed, placed: performance.now() - pressed }};
    requestAnimationFrame(() => channel.port2.postMessage({{ ...times, frame: performance.now() - pressed }}));
  }}).observe(output, {{ subtree: true, childList: true, characterData: true }});
}}"""


# The next key waits for the result of the one before: that of a key that was typed over is not shown, and rightly so.
_PAINTED = """(count) => took.length >= count || new Promise((done) => {
  window.arrived = () => took.length >= count && done(true);
})"""


def measure(bench: Bench) -> list[Finding]:
    """Type into the first page's example."""
    say(f"{KEYS} keys")
    with serving() as address, bench.profile() as context:
        page = context.new_page()
        page.goto(address)
        engine_ready(page)
        page.locator(f'worked-example input[name="{FIELD}"]').first.press("End")
        page.evaluate(_WATCH)
        type_keys(page, WARM_UP + KEYS)
        took: list[dict[str, float]] = page.evaluate("took")
    return findings(took[WARM_UP:])


def findings(took: Sequence[Mapping[str, float]]) -> list[Finding]:
    """With the wait for the display's next frame and without it: the one is what is seen, the other the page's work."""
    placed = [times["placed"] for times in took]
    waited = [times["frame"] - times["placed"] for times in took]
    painted = [times["painted"] for times in took]
    worked = [whole - wait for whole, wait in zip(painted, waited, strict=True)]
    return [
        Finding(
            "keystroke", percentile(worked, 95), f"{_summary(worked)}; until it is in the page: {_summary(placed)}"
        ),
        Finding(
            "keystroke-60", percentile(painted, 95), f"{_summary(painted)}; wait for the frame: {_summary(waited)}"
        ),
    ]


def _summary(values: Sequence[float]) -> str:
    points = ", ".join(f"p{percent} {percentile(values, percent):.1f}" for percent in (50, 75, 95))
    return f"{points}, most {max(values):.1f} ms of {len(values)}"


def type_keys(page: Page, count: int) -> None:
    """Put a digit to the number and take it off again, at the pace of a typist."""
    pauses = random.Random(2259)
    for i in range(count):
        page.keyboard.press("Backspace" if i % 2 == 0 else str(2 + i // 2 % 5))
        page.evaluate(_PAINTED, i + 1)
        page.wait_for_timeout(pauses.uniform(*_PAUSES))
