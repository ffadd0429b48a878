"""Correctness of the result after many edits at once."""

from __future__ import annotations

import json

from bs4 import BeautifulSoup
from tests.bench.pages import EXAMPLE, FIGURE, Bench, definition, engine_ready, question
from tests.bench.report import say
from tests.bench.verdict import Finding, stale

from restitution.protocol import handle
from sitebuild.serve import serving

EDITS = 200
FIRST = 200

# Counts the requests that a worker has not answered yet.
_COUNT = """
window.waiting = 0;
window.mostWaiting = 0;
window.questions = 0;
window.Worker = class extends Worker {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", () => (waiting -= 1));
  }
  postMessage(...given) {
    super.postMessage(...given);
    waiting += 1;
    questions += 1;
    mostWaiting = Math.max(mostWaiting, waiting);
  }
};
"""

# Every edit in its own task, as fast as the page accepts them; then wait until nothing has changed for a while.
_EDIT = f"""async ([edits, first]) => {{
  {EXAMPLE}
  waiting = mostWaiting = questions = 0;
  const shown = [];
  let edited = 0;
  let last = performance.now();
  let before = output.textContent;
  new MutationObserver(() => {{
    if (output.textContent === before) return;
    before = output.textContent;
    last = performance.now();
    shown.push({{ number: box.value, result: before, after: edited === edits }});
  }}).observe(output, {{ subtree: true, childList: true, characterData: true }});
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  for (let i = 0; i < edits; i++) {{
    box.value = String(first + i);
    edited += 1;
    box.dispatchEvent(new Event("input", {{ bubbles: true }}));
    await pause(0);
  }}
  do await pause(100); while (waiting > 0 || performance.now() - last < 1000);
  return {{ shown, mostWaiting, questions, end: output.textContent }};
}}"""


def measure(bench: Bench) -> list[Finding]:
    """Edit the first page's example many times, and compare what was shown with the calculator's own answers."""
    say(f"{EDITS} rapid edits")
    with serving() as address, bench.profile() as context:
        context.add_init_script(_COUNT)
        page = context.new_page()
        page.goto(address)
        engine_ready(page)
        found = page.evaluate(_EDIT, [EDITS, FIRST])
    right = answers()
    wrong = stale([(one["number"], one["result"]) for one in found["shown"]], right)
    final = [one for one in found["shown"] if one["after"]]
    ends_right = found["end"] == right[str(FIRST + EDITS - 1)]
    note = f"{len(found['shown'])} results shown for {EDITS} edits, {found['questions']} questions"
    return [
        Finding("rapid-final", len(final) if ends_right else 0, f"{note}; the last one shows {found['end']}"),
        Finding("rapid-stale", len(wrong), f"{wrong[:3]}" if wrong else ""),
        Finding("rapid-queue", found["mostWaiting"]),
    ]


def answers() -> dict[str, str]:
    """Return the correct figure for every number, from the calculator outside any browser."""
    example = definition()
    found = {}
    for people in range(FIRST, FIRST + EDITS):
        form = json.loads(handle(question(example, people)))["result"]["form"]
        output = BeautifulSoup(form, "html.parser").find("output", attrs={"name": FIGURE})
        assert output is not None
        found[str(people)] = output.get_text()
    return found
