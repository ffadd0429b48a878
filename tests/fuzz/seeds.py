"""Valid input for every target, from which fuzzing starts: the golden cases, and the guide's own files."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from html import unescape
from itertools import batched, cycle
from pathlib import Path

from tests.conftest import read_asked, read_golden
from tests.fuzz.material import CSV, DOCKET, TEXTS, TOML

from restitution.protocol import FORMATS
from sitebuild.pages.fence import worked_example
from sitebuild.paths import CONTENT

_FENCE = re.compile(r"^```worked-example\n(.*?)^```$", re.MULTILINE | re.DOTALL)

ARGUMENTS = [
    "estimate\n--format=md",
    "compare\n--vary=victim[0].ordered_defendants=1..5\n--vary=order_date=2020-01-01..2024-01-01\n--format\njson",
    "losses\n--format=csv",
    "provision\n--offense=2252A(g)\n--series=production\n--from=2019-01-01\n--to=2020-03-01\n--order-date=2021-06-01",
    "ledger\n--as-of=2021-01-01\n--format=html",
    "assistance\n--offense=2252A(a)(5)\n--from=2019-01-01\n--to=2020-03-01\n--order-date=2021-06-01",
    "assessment\n--offense=2251(a)\n--from=2019-01-01\n--to=2020-03-01",
    "distribute\n--format\ntext",
    "schedule\n--principal=8387.43\n--monthly=150\n--from=2024-03-01\n--as-of=2026-06-30",
    "schedule\n--principal=$8,387.43\n--income=2000\n--percent=10%",
    "cases\n--circuit=7",
    "law\ntrafficking.floor\n--format=json",
    "schema\nestimate",
    "estimate\n--help",
]


def fences() -> list[str]:
    """Return the worked examples of the guide, as written in its pages."""
    pages = (page.read_text(encoding="utf-8") for page in sorted(CONTENT.rglob("*.md")))
    return [source for page in pages for source in _FENCE.findall(page)]


def requests() -> Iterator[str]:
    """Yield every golden case as a request, in alternating formats; and every example, initially and after edits."""
    forms = cycle(FORMATS)
    for case in read_golden().values():
        yield json.dumps({"method": "estimate", "params": case["scenario"], "format": next(forms)})
    for case in read_asked().values():
        yield json.dumps({"id": 1, "method": case["command"], "params": case["params"], "format": next(forms)})
    for command, text in TEXTS.items():
        kind = "csv" if command == "ledger" else "json" if text.lstrip().startswith("{") else "toml"
        file = {"kind": kind, "text": text}
        day = {"as_of": "2026-01-01"} if command == "ledger" else {}
        ledgers = {"a.csv": {"kind": "csv", "text": CSV}, "b.csv": {"unreadable": "It is gone."}}
        yield json.dumps({"method": command, "params": day, "file": file, "ledgers": ledgers})
        raw = {"kind": kind, "base64": b64encode(text.encode("utf-16")).decode()}
        yield json.dumps({"method": command, "params": day, "file": raw, "ledgers": ledgers})
    for source in fences():
        (definition,) = re.findall(r' data-example="([^"]*)"', worked_example(source))
        example = json.loads(unescape(definition))
        yield json.dumps({"method": "example", "params": {"example": example}, "format": "text"})
        values = {field["path"]: "2" for field in example.get("fields", [])}
        steps = [{"op": "step", "path": path, "by": 1} for path in values]
        for some in ([], steps[:1]):
            params = {"example": example, "values": values, "edits": some}
            yield json.dumps({"method": "example", "params": params, "format": "html", "base": "../"})


def _scenarios() -> list[str]:
    return [TOML, *(path.read_text(encoding="utf-8") for path in sorted((CONTENT / "scenarios").glob("*.toml")))]


def _ledgers() -> list[str]:
    asked = (case["params"].get("ledger") for case in read_asked().values() if case["command"] == "ledger")
    return [CSV, CSV.replace(",", ";"), *(rows for rows in asked if isinstance(rows, str))]


def _files() -> Iterator[str]:
    yield from (f"{command}\n{text}" for command, text in TEXTS.items())
    yield from (f"compare\n{text}" for text in _scenarios())
    yield f"distribute\n{DOCKET}"
    for case in read_asked().values():
        if case["command"] == "distribute":
            yield f"distribute\n{json.dumps(case['params'])}"
        elif case["command"] == "ledger":
            yield f"ledger\n{json.dumps(case['params']['ledger'])}"


SEEDS: dict[str, Callable[[], list[str]]] = {
    "request": lambda: list(requests()),
    "scenario": _scenarios,
    "ledger": _ledgers,
    "fence": fences,
    "batch": lambda: ["\n".join(lines) for lines in batched(requests(), 3)],
    "file": lambda: list(_files()),
    "arguments": lambda: ARGUMENTS,
}


def plant(target: str, folder: Path) -> None:
    """Write the seeds of a target, one file each."""
    for number, text in enumerate(SEEDS[target]()):
        (folder / f"seed-{number:03}").write_bytes(text.encode())
