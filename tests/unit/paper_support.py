"""What the tests of papers share: the built-in cases, scenarios as cases, and the text of a paper."""

from __future__ import annotations

import re
import tomllib
from binascii import b2a_base64
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from restitution.casefile import Document, read_file
from restitution.casefile.upgrade import from_scenario
from restitution.money import dollars
from restitution.papers.paper import Caption, Facts, Heading, Paper, Paragraph, Sheet, Text

ROOT = Path(__file__).parents[2]
BUILT_IN = sorted((ROOT / "content" / "examples").glob("*.json"))
SCENARIOS = sorted((ROOT / "content" / "scenarios").glob("*.toml"))
CASES = sorted((ROOT / "tests" / "cases" / "estimate").glob("*.toml"))

VIEWS = [("one-victim", "orders"), ("nine-and-three", "orders"), ("sixty-cases", "orders"), ("sixty-cases", "ledger")]
"""Every paper of the built-in cases."""

_AMOUNT = re.compile(r"-?\d+\.\d\d")
FOR_MACHINES = re.compile(
    r"equal-share|adjusted-share|prior-awards|\[\w+\]|\b[A-Z]\.\d\b|-open\b|not-proven|not-2259|\bNone\b|\bFraction\b|"
    r"command compare|straddles-2018"
)
"""What is a name for machines, and never belongs in a paper."""


def opened(path: Path) -> Document:
    """Return the case of a file."""
    return read_file(path.name, b2a_base64(path.read_bytes(), newline=False).decode()).document


def built_in(name: str) -> Document:
    """Return a built-in case."""
    return opened(ROOT / "content" / "examples" / f"{name}.json")


def of_scenario(tables: dict[str, Any]) -> Document:
    """Return a scenario as a case."""
    return from_scenario(tables)[0]


def of_test_case(path: Path) -> Document:
    """Return a case of the tests of the estimate."""
    return of_scenario(tomllib.loads(path.read_text())["scenario"])


def amounts(value: object) -> Iterator[str]:
    """Yield every amount of an answer for machines as a paper writes it."""
    if isinstance(value, dict):
        for key, part in value.items():
            # What was typed is no figure.
            if key not in ("read", "notices"):
                yield from amounts(part)
    elif isinstance(value, list):
        for part in value:
            yield from amounts(part)
    elif isinstance(value, str) and _AMOUNT.fullmatch(value):
        yield dollars(Fraction(value))


def texts(paper: Paper) -> Iterator[str]:
    """Yield every text of a paper."""
    yield from (paper.title, paper.about, paper.foot)
    for block in paper.blocks:
        match block:
            case Caption(court, parties, case):
                yield from (*court, *parties, *case)
            case Heading(text):
                yield text
            case Paragraph(runs):
                yield _said(runs)
            case Facts(rows):
                for label, runs in rows:
                    yield label
                    yield _said(runs)
            case Sheet(caption, columns, rows):
                yield caption
                yield from (column.head for column in columns)
                for row in rows:
                    for cell in row.cells:
                        if isinstance(cell, Fraction):
                            yield dollars(cell)
                        elif isinstance(cell, tuple):
                            yield _said(cell)
                        elif cell is not None:
                            yield str(cell)


def _said(runs: Text) -> str:
    return "".join(f"\n{run.text}" if run.below else run.text for run in runs)


def whole(paper: Paper) -> str:
    """Return all of a paper's text."""
    return "\n".join(texts(paper))


def sheets(paper: Paper) -> list[Sheet]:
    """Return the tables of a paper."""
    return [block for block in paper.blocks if isinstance(block, Sheet)]


def headings(paper: Paper, level: int = 1) -> list[str]:
    """Return the headings of a level."""
    return [block.text for block in paper.blocks if isinstance(block, Heading) and block.level == level]
