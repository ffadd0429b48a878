"""Measure the start of the command line: a short question from the start of its process to the end."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.pages import Bench
from tests.bench.verdict import Finding, compared

RUNS = 30
QUESTION = ("assistance", "--order-date", "2024-06-01")


def measure(_bench: Bench) -> list[Finding]:
    """Compare a question with a program that does nothing, by turns; compiled modules and files are cached."""
    command = [str(Path(sys.executable).with_name("restitution")), *QUESTION]
    nothing = [sys.executable, "-c", "pass"]
    for program in (command, nothing):
        took(program)
    ours, theirs = zip(*((took(command), took(nothing)) for _ in range(RUNS)), strict=True)
    return [compared("command-start", ours, "python -c pass", theirs)]


def took(program: Sequence[str]) -> float:
    """Return the milliseconds that a program takes, which may keep what it compiles."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(program, check=True, stdout=subprocess.DEVNULL, env=env)
    return 1000 * (time.perf_counter() - start)
