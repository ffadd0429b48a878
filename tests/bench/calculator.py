"""Measure the calculator on its own: large scenarios, large ledgers, batches, and the memory they take.

It has no bars. Every ratio compares figures of the same run; other load on the machine
affects them all alike.
"""

from __future__ import annotations

import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from restitution.protocol import handle

RUNS = 5
LEDGERS = (1_000, 10_000, 100_000)
BATCH_LINES = 4_000


def show() -> None:
    """Measure everything and print it."""
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start\n")
    print_estimate()
    print_ledgers()
    print_batch()
    print(flush=True)


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that some work takes: the median of several runs."""
    took = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def answered(method: str, params: object) -> str:
    """Return the text of an answer that must not be refused."""
    response = handle(json.dumps({"id": 1, "method": method, "params": params}))
    assert response.startswith('{"id": 1, "ok": true'), response[:300]
    return response


# --- a large scenario ---


def scenario(victims: int, defendants: int) -> dict[str, Any]:
    """Return a scenario: every defendant owes every victim; each victim has three losses, one of them annual."""
    codes = [f"V{i}" for i in range(victims)]
    loss = [
        {"category": "therapy", "low": "90000", "high": "110000", "projected": True},
        {"category": "income", "annual": "30000", "years": 30, "growth": "0.02", "discount": "0.03"},
        {"category": "fees", "amount": "12345.67", "cause": "mixed", "trafficking_share": "0.5"},
    ]
    count = {"offense": "2252A(a)(5)", "from": "2019-01-01", "to": "2020-03-01", "victims": codes}
    return {
        "schema": 1,
        "order_date": "2021-06-01",
        "circuit": "9",
        "apportionment": {"method": "equal-share"},
        "victim": [{"id": code, "ordered_defendants": 100, "loss": loss} for code in codes],
        "defendant": [{"id": f"D{i}", "counts": [count]} for i in range(defendants)],
    }


def print_estimate() -> None:
    """Print the times for one pair of a victim and a defendant, and for two thousand."""
    one, many = scenario(1, 1), scenario(100, 20)
    single = timed(lambda: answered("estimate", one))
    full = timed(lambda: answered("estimate", many))
    size = len(answered("estimate", many))
    print(f"estimate, median of {RUNS}")
    print(f"  1 victim x 1 defendant       {1000 * single:9.2f} ms")
    print(f"  100 victims x 20 defendants  {1000 * full:9.0f} ms   {full / 2:.2f} ms an order, answer {size:,} bytes")
    print(f"  for each order, of the single one: {full / 2000 / single:.2f}\n")


# --- a large ledger ---


def ledger(rows: int) -> str:
    """Return a ledger of one victim: four rows per case, by date."""
    lines = ["date,kind,case,amount,note"]
    for i in range(rows):
        case, step = divmod(i, 4)
        kind, amount = (("finding", 100_000 + case), ("order", 3_000 + case % 7_000), ("payment", 25), ("payment", 40))[
            step
        ]
        lines.append(f"{2019 + i * 7 // rows}-{1 + i % 12:02}-{1 + i % 28:02},{kind},C{case},{amount}.{i % 100:02},row")
    return "\n".join(lines) + "\n"


def print_ledgers() -> None:
    """Print the time by number of rows: ten times the rows should take about ten times as long.

    Beside it the time of what cannot be left out: the csv module alone on the same text, as a ratio that another
    machine can be compared by.
    """
    print(f"ledger, median of {RUNS}")
    before = 0.0
    for rows in LEDGERS:
        text = ledger(rows)
        took = timed(lambda text=text: answered("ledger", {"ledger": text, "as_of": "2026-01-01"}))  # type: ignore[misc]
        alone = timed(lambda text=text: deque(csv.reader(text.splitlines(keepends=True)), 0))  # type: ignore[misc]
        ratio = f"   {took / before:5.1f} times the one above" if before else ""
        each = f"{1e6 * took / rows:5.1f} us a row, {took / alone:4.0f} times the csv module"
        print(f"  {rows:>7,} rows  {1000 * took:9.0f} ms   {each}{ratio}")
        before = took
    print()


# --- batches, and memory ---


# The kernel resets its count when a program is loaded; the count of finished children would start at this process's.
MEASURED = """
import re, sys
from restitution.cli import main
main(sys.argv[1:])
print(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1], file=sys.stderr)
"""


def run(*arguments: str) -> tuple[float, int]:
    """Run the command in its own process; return the seconds, and the peak memory of this process, in kB."""
    start = time.perf_counter()
    program = [sys.executable, "-c", MEASURED, *arguments]
    done = subprocess.run(program, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    return time.perf_counter() - start, int(done.stderr)


def print_batch() -> None:
    """Print the throughput for one worker and two, and check that memory does not grow with the file."""
    request = json.dumps({"id": 1, "method": "estimate", "params": scenario(1, 1)})
    with tempfile.TemporaryDirectory(prefix="restitution-bench-") as folder:
        print("batch of estimates")
        peaks: dict[int, tuple[float, int]] = {}
        for count in (BATCH_LINES // 10, BATCH_LINES):
            path = Path(folder) / f"{count}.jsonl"
            path.write_text(f"{request}\n" * count, encoding="utf-8")
            took, peak = peaks[count] = run("batch", str(path))
            print(f"  1 worker,  {count:>6,} lines  {took:6.2f} s   {count / took:7.0f} a second   peak {peak:,} kB")
        (_, small), (_, large) = peaks.values()
        print(f"  memory, ten times the lines: {large / small:.2f}")
        both, peak = run("batch", str(path), "--workers", "2")
        print(f"  2 workers, {count:>6,} lines  {both:6.2f} s   {count / both:7.0f} a second   peak {peak:,} kB")
        print(f"  two workers against one: {took / both:.2f} times as fast")
        print_memory(Path(folder))


def print_memory(folder: Path) -> None:
    """Print the peak memory of the command line by number of rows, without that of a ledger of no rows."""
    print("\nledger from the command line, answered in JSON")
    base = before = 0
    for rows in (0, *LEDGERS):
        path = folder / "ledger.csv"
        path.write_text(ledger(rows), encoding="utf-8")
        took, peak = run("ledger", str(path), "--as-of", "2026-01-01", "--format", "json")
        base = base or peak
        ratio = f"   {(peak - base) / before:5.1f} times the one above" if before else ""
        print(f"  {rows:>7,} rows  {took:6.2f} s   peak {peak:,} kB, {peak - base:,} kB of them for the rows{ratio}")
        before = peak - base
