"""Latency between typing a number and seeing its result."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from playwright.sync_api import Page
from tests.bench.pages import EXAMPLE, FIELD, Bench, engine_ready
from tests.bench.report import say
from tests.bench.verdict import Finding, percentile

from sitebuild.serve import serving

type _Event = Mapping[str, Any]

KEYS = 200
PASTED = 60
WARM_UP = 10

# Pauses between keys, in milliseconds: as people type, and never in step with the display.
_PAUSES = (60, 140)

# From the key event, which the browser timestamps: when the new figure is in the page, when its next frame begins,
# and when that is made. A message posted in an animation frame arrives after that frame's style, layout and paint.
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


# In a trace: an event with the browser's own work after it, and the rendering of a frame.
_EVENT = "EventDispatch"
_FRAME = "AnimationFrame::Render"
_OF_A_FRAME = (_EVENT, _FRAME)


def measure(bench: Bench) -> list[Finding]:
    """Type into the first page's example."""
    say(f"{KEYS} keys")
    with serving() as address, bench.profile() as context:
        page = context.new_page()
        page.goto(address)
        engine_ready(page)
        page.locator(f'worked-example input[name="{FIELD}"]').first.press("End")
        page.evaluate(_WATCH)
        type_keys(page, WARM_UP)
        typed = findings(*_traced(page, type_keys, KEYS))
        pasted, _ = findings(*_traced(page, paste_numbers, PASTED))
    return [*typed, Finding("keystroke-pasted", pasted.value, pasted.note)]


def _traced(page: Page, enter: Callable[[Page, int], None], count: int) -> tuple[list[dict[str, float]], list[_Event]]:
    """Return what the page recorded for each key, and what the browser did meanwhile."""
    session = page.context.new_cdp_session(page)
    events: list[_Event] = []
    complete: list[object] = []
    session.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
    session.on("Tracing.tracingComplete", lambda data: complete.append(data))
    config = {"includedCategories": ["devtools.timeline"], "excludedCategories": ["*"]}
    page.evaluate("took = []")
    session.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": config})
    enter(page, count)
    session.send("Tracing.end")
    while not complete:
        page.wait_for_timeout(100)
    took: list[dict[str, float]] = page.evaluate("took")
    return took, events


def findings(took: Sequence[Mapping[str, float]], events: Sequence[_Event]) -> list[Finding]:
    """Return the time until the result is displayed, and the page's work for it, without the wait for the next frame.

    A result that came within the event of its key is in the frame that the browser's own record of this event names.
    For one that came later, from the engine, the message tells when its frame was made.

    Args:
        took: for each key, in milliseconds: when it was pressed; and from then on until the result was placed, until
            the next frame began, and until a message came after it.
        events: a trace of the category ``devtools.timeline``.
    """
    records = [
        e for e in events if (e["name"], e["ph"]) == ("EventTiming", "b") and e["args"]["data"]["type"] == "input"
    ]
    page = (records[0]["pid"], records[0]["tid"])
    events = [e for e in events if e["name"] in _OF_A_FRAME and (e["pid"], e["tid"]) == page]
    worked, seen = [], []
    together = 0
    for key in took:
        record = min(records, key=lambda record: abs(record["args"]["data"]["timeStamp"] - key["pressed"]))
        timing = record["args"]["data"]
        if abs(timing["timeStamp"] - key["pressed"]) > 1:
            raise ValueError(f"the trace knows no key that was pressed at {key['pressed']} ms")
        handled = timing["processingEnd"] - timing["timeStamp"]
        if key["placed"] > handled + 1:
            worked.append(key["placed"] + key["painted"] - key["frame"])
            seen.append(key["painted"])
            continue
        together += 1
        made = timing["commitFinishTime"] - timing["timeStamp"]
        worked.append(made - _wait(record, handled, events))
        seen.append(timing["duration"])
    note = f"{together} of {len(took)} results came with their key"
    return [
        Finding("keystroke", percentile(worked, 95), f"{_summary(worked)}; {note}"),
        Finding("keystroke-60", percentile(seen, 95), _summary(seen)),
    ]


def _wait(record: _Event, handled: float, events: Sequence[_Event]) -> float:
    """Return how long the page was idle between a key and its frame: the browser lays it out after the event."""
    end: float = record["ts"] + handled * 1000
    frame: float = min(e["ts"] for e in events if e["name"] == _FRAME and e["ph"] == "b" and e["ts"] > end)
    around = [e["ts"] + e["dur"] for e in events if e["name"] == _EVENT and e["ts"] <= end <= e["ts"] + e["dur"]]
    waited: float = frame - max([end, *around])
    return waited / 1000


def _summary(values: Sequence[float]) -> str:
    points = ", ".join(f"p{percent} {percentile(values, percent):.1f}" for percent in (50, 75, 95))
    return f"{points}, most {max(values):.1f} ms of {len(values)}"


def type_keys(page: Page, count: int) -> None:
    """Add a digit to the number and delete it again, at the pace of a typist."""
    pauses = random.Random(2259)
    for i in range(count):
        page.keyboard.press("Backspace" if i % 2 == 0 else str(2 + i // 2 % 5))
        page.evaluate(_PAINTED, i + 1)
        page.wait_for_timeout(pauses.uniform(*_PAUSES))


def paste_numbers(page: Page, count: int) -> None:
    """Replace the number with another one at once: the page cannot compute that ahead."""
    pauses = random.Random(2259)
    for i in range(count):
        page.keyboard.press("ControlOrMeta+a")
        page.wait_for_timeout(pauses.uniform(*_PAUSES))
        page.keyboard.insert_text(str(150 + i))
        page.evaluate(_PAINTED, i + 1)
        page.wait_for_timeout(pauses.uniform(*_PAUSES))
