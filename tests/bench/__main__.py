"""The bench: `make bench`, or `python -m tests.bench NAME…` for some measures alone."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.bench import calculator, command, desk, keystroke, lighthouse, memory, rapid, readable, starts
from tests.bench.pages import Bench
from tests.bench.report import show_verdicts
from tests.bench.verdict import Finding, judge, passes, read_bars

MEASURES: dict[str, Callable[[Bench], list[Finding]]] = {
    "command": command.measure,
    "readable": readable.measure,
    "starts": starts.measure,
    "keystroke": keystroke.measure,
    "desk": desk.measure,
    "rapid": rapid.measure,
    "memory": memory.measure,
    "lighthouse": lighthouse.measure,
}


def main() -> int:
    """Measure, and show a verdict for every bar; exit status 1 if one is missed without a reason."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("measures", nargs="*", metavar="NAME", help=f"calculator, {', '.join(MEASURES)}; all if none")
    named: list[str] = parser.parse_args().measures
    unknown = set(named) - {"calculator", *MEASURES}
    if unknown:
        parser.error(f"no measure {', '.join(sorted(unknown))}")
    if not named or "calculator" in named:
        calculator.show()
    chosen = [name for name in MEASURES if not named or name in named]
    if not chosen:
        return 0

    start = time.monotonic()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start\n")
    scratch = tempfile.TemporaryDirectory(prefix="restitution-bench-", ignore_cleanup_errors=True)
    with scratch as folder, sync_playwright() as playwright:
        bench = Bench(playwright, Path(folder))
        results = [measured(name, bench) for name in chosen]
    findings = [finding for result in results for finding in result or ()]
    found = {finding.measure for finding in findings}
    judged = judge([bar for bar in read_bars() if not named or bar.measure in found], findings)
    show_verdicts(judged)
    print(f"\n{time.monotonic() - start:.0f} seconds, load {os.getloadavg()[0]:.1f} at the end")
    return 0 if None not in results and passes(verdict for _, _, verdict in judged) else 1


def measured(name: str, bench: Bench) -> list[Finding] | None:
    """Return the findings of a measure; one that fails reports why, and does not affect the others."""
    try:
        return MEASURES[name](bench)
    except Exception:
        traceback.print_exc()
        return None


if __name__ == "__main__":
    sys.exit(main())
