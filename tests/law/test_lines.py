"""Every kind of line that a worksheet can have, as lists to read: what it says, who decides it, and its authority.

The lists are `lines/MODULE.txt`, one for each module of rules, made from all golden cases with figures, days and codes
taken out. A change of a word, a status or an authority shows in the list, so that none passes unseen. After an intended
change: `pytest tests/law/test_lines.py --update-lines`, and read the difference.
"""

from __future__ import annotations

import difflib
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from restitution.commands import COMMANDS
from restitution.worksheet import Line

HERE = Path(__file__).parent
LISTS = HERE / "lines"
GROUPS = "groups"
"""The list of the lines that only group others: no rule makes them."""

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
VARYING = (
    (rf"(?:{MONTHS}) \d{{1,2}}, \d{{4}}", "DAY"),
    (r"\b([Vv]ictim|[Dd]efendant|[Cc]ase|group) [A-Z0-9]\w*", r"\1 #"),
    (r"[−-]?\$?\d+(?:,\d{3})*(?:\.\d+)?(?:/\d+)?", "#"),
)
FIXED = re.compile(r"§+ ?\d+[A-Z]?(?:\([\w-]+\))*|\(\w\)(?:\(\w+\))*|\d+ (?:U\.S\.C\.|C\.F\.R\.|CFR) §? ?[\d.]+|CPI-U")
"""What is a place in the law, and no figure."""


def shape(text: str) -> str:
    """The text without its figures and days; a place in the law stays."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\x00{chr(0xE000 + len(kept) - 1)}"

    bare = FIXED.sub(keep, text)
    for pattern, sign in VARYING:
        bare = re.sub(pattern, sign, bare)
    return re.sub("\x00(.)", lambda match: kept[ord(match[1]) - 0xE000], bare)


def entry(line: Line) -> tuple[str, str]:
    """The list that one kind of line is in, and the line as a paragraph."""
    module, _, function = line.rule.removeprefix("restitution.rules.").partition(".")
    cites = "; ".join(f"{cite.authority} {cite.pin}".strip() for cite in line.authorities)
    head = f"{function} [{line.status}] {cites}".lstrip()
    return module or GROUPS, f"{head}\n  {shape(line.label)}\n  {shape(line.formula)}\n"


def listed(golden: dict[str, dict[str, Any]], asked: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The lists by name, each sorted."""
    questions = [("estimate", case["scenario"]) for case in golden.values()]
    questions += [(case["command"], case["params"]) for name, case in asked.items() if "decided/" not in name]
    found: dict[str, set[str]] = defaultdict(set)
    for command, params in questions:
        for top in COMMANDS[command].answer(params).report().lines:
            for module, text in map(entry, top.walk()):
                found[module].add(text)
    return {module: "\n".join(sorted(texts)) for module, texts in found.items()}


def kept() -> dict[str, str]:
    """The lists as the repository has them."""
    return {path.stem: path.read_text(encoding="utf-8") for path in LISTS.glob("*.txt")}


def test_no_line_changes_unseen(
    golden: dict[str, dict[str, Any]], asked: dict[str, dict[str, Any]], pytestconfig: pytest.Config
) -> None:
    """The lines are those of the lists."""
    now = listed(golden, asked)
    if pytestconfig.getoption("--update-lines"):
        for module in kept().keys() - now.keys():
            (LISTS / f"{module}.txt").unlink()
        for module, text in now.items():
            (LISTS / f"{module}.txt").write_text(text, encoding="utf-8")
    before = kept()
    changed = [
        line
        for module in sorted(before | now)
        for line in difflib.unified_diff(
            before.get(module, "").splitlines(),
            now.get(module, "").splitlines(),
            f"lines/{module}.txt",
            "now",
            lineterm="",
            n=1,
        )
    ]
    assert not changed, "\n".join([*changed, "If this is intended: pytest tests/law/test_lines.py --update-lines"])


def test_places_in_the_law_stay() -> None:
    """What stands in the list tells (b)(1) from (b)(2), and has no amounts."""
    words = "Victim A: §2259(b)(2)(C), $1,000.50 on June 1, 2021, 5 payments of 0.02"
    assert shape(words) == "Victim #: §2259(b)(2)(C), # on DAY, # payments of #"
    assert kept()
    assert not [module for module, text in kept().items() if re.search(r"\$\d", text)]
    assert json.dumps(shape("28 CFR 545.11(b)(1)")) == '"28 CFR 545.11(b)(1)"'
