"""How soon a typed number shows its result."""

from __future__ import annotations

import random

from playwright.sync_api import Page
from tests.bench.pages import EXAMPLE, FIELD, Bench, engine_ready
from tests.bench.report import say
from tests.bench.verdict import Finding, percentile

from sitebuild.serve import serving

KEYS = 200
WARM_UP = 10

# Pauses between keys, in milliseconds: as people type, and never in step with the display.
_PAUSES = (60, 140)

# Without a display's clock a frame is made as soon as there is something new: what is left is the page's own work.
_NO_FRAME_CLOCK = ("--disable-frame-rate-limit", "--disable-gpu-vsync")

# From the moment of the key, which the browser notes, to when the frame with the new figure was made: a message
# posted in an animation frame arrives after that frame's style, layout and paint.
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
    requestAnimationFrame(() => channel.port2.postMessage(times));
  }}).observe(output, {{ subtree: true, childList: true, characterData: true }});
}}"""


# The next key waits for the result of the one before: that of a key that was typed over is not shown, and rightly so.
_PAINTED = """(count) => took.length >= count || new Promise((done) => {
  window.arrived = () => took.length >= count && done(true);
})"""


def measure(bench: Bench) -> list[Finding]:
    """Type with and without a display's clock."""
    with serving() as address:
        return [
            _typed(bench, address, "keystroke", _NO_FRAME_CLOCK),
            _typed(bench, address, "keystroke-60", ()),
        ]


def _typed(bench: Bench, address: str, name: str, flags: tuple[str, ...]) -> Finding:
    say(f"{name}: {KEYS} keys")
    with bench.profile(*flags) as context:
        page = context.new_page()
        page.goto(address)
        engine_ready(page)
        page.locator(f'worked-example input[name="{FIELD}"]').first.press("End")
        page.evaluate(_WATCH)
        type_keys(page, WARM_UP + KEYS)
        took: list[dict[str, float]] = page.evaluate("took")
    painted, placed = ([times[part] for times in took[WARM_UP:]] for part in ("painted", "placed"))
    note = (
        f"painted p50 {percentile(painted, 50):.1f} ms, most {max(painted):.1f}; in the page before the frame: "
        f"p50 {percentile(placed, 50):.1f}, p95 {percentile(placed, 95):.1f}; {KEYS} keys"
    )
    return Finding(name, percentile(painted, 95), note)


def type_keys(page: Page, count: int) -> None:
    """Put a digit to the number and take it off again, at the pace of a typist."""
    pauses = random.Random(2259)
    for i in range(count):
        page.keyboard.press("Backspace" if i % 2 == 0 else str(2 + i // 2 % 5))
        page.evaluate(_PAINTED, i + 1)
        page.wait_for_timeout(pauses.uniform(*_PAUSES))
