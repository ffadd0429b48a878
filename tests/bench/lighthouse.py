"""Lighthouse scores of one page of each kind."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.bench.pages import KINDS, Bench
from tests.bench.peers import NODE_MODULES, install
from tests.bench.report import say
from tests.bench.served import PackingHandler, pack_ahead
from tests.bench.verdict import Finding
from tests.browsers import LAUNCH_ARGS

from sitebuild.paths import BUILD
from sitebuild.serve import serving
from sitebuild.setup.bootstrap import node

REPORTS = BUILD / "bench"
SPEED = "performance"
CATEGORIES = (SPEED, "accessibility", "best-practices", "seo")

# Its documentation recommends the median of several runs: other load on the machine lowers the performance score.
RUNS = 3
_SECONDS = 240

# On a busy machine the browser may not respond in time, and Lighthouse then gives up without a report.
_ATTEMPTS = 3


def measure(bench: Bench) -> list[Finding]:
    """Run Lighthouse, as a phone on a slow connection, which is its own default."""
    install()
    REPORTS.mkdir(parents=True, exist_ok=True)
    say("packing the site")
    pack_ahead()
    findings = []
    others: dict[str, int] = {}
    with serving(handler=PackingHandler) as address:
        for kind, path in KINDS.items():
            say(f"Lighthouse: {kind}")
            reports = [_run(bench.browser_path(), f"{address}{path}", kind, run) for run in range(1, RUNS + 1)]
            points, report = together(reports)
            note = ", ".join(f"{name} {score}" for name, score in points.items())
            faults = "; ".join(sorted(lost(report)))
            findings.append(Finding(f"lighthouse-{kind}", points.pop(SPEED), f"{note}{': ' if faults else ''}{faults}"))
            others[kind] = min(points.values())
    least = min(others, key=lambda kind: others[kind])
    return [*findings, Finding("lighthouse-others", others[least], f"the lowest on: {least}")]


def _run(browser: Path, url: str, kind: str, run: int) -> dict[str, Any]:
    report = REPORTS / f"lighthouse-{kind}-{run}.json"
    flags = " ".join(("--headless=new", *LAUNCH_ARGS))
    command: list[str | Path] = [
        *(node(), NODE_MODULES / "lighthouse" / "cli" / "index.js", url, "--quiet", "--output=json"),
        *(f"--output-path={report}", f"--chrome-flags={flags}", f"--only-categories={','.join(CATEGORIES)}"),
    ]
    environment = {**os.environ, "CHROME_PATH": str(browser)}
    for attempt in range(1, _ATTEMPTS + 1):
        done = subprocess.run(command, env=environment, check=False, timeout=_SECONDS, stdout=subprocess.DEVNULL)
        if done.returncode == 0:
            break
        say(f"Lighthouse gave up on {kind}, attempt {attempt} of {_ATTEMPTS}")
    else:
        raise RuntimeError(f"Lighthouse gives no report on {kind}")
    result: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return result


def together(reports: Sequence[Mapping[str, Any]]) -> tuple[dict[str, int], Mapping[str, Any]]:
    """Return the scores of several runs (performance: median; others: lowest) and the report of the middle one."""
    middle = sorted(reports, key=lambda report: scores(report)[SPEED])[len(reports) // 2]
    fewest = {name: min(scores(report)[name] for report in reports) for name in CATEGORIES}
    return {**fewest, SPEED: scores(middle)[SPEED]}, middle


def scores(report: Mapping[str, Any]) -> dict[str, int]:
    """Return the score of each category, out of 100; ``None`` for a category without one."""
    return {name: round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES}


def lost(report: Mapping[str, Any]) -> set[str]:
    """Return the audits that lowered the score."""
    found = set()
    for name in CATEGORIES:
        for part in report["categories"][name]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                shown = f" {audit['displayValue']}" if "displayValue" in audit else ""
                found.add(f"{part['id']}{shown}".replace("\xa0", " "))
    return found
