"""Every kind of line that a worksheet can have, as a list to read: what it says, who fixes it, and what it stands on.

The list is `lines.txt`, made from all golden cases with figures, days and codes taken out. A change of a word, a status
or an authority shows in it, so that none slips by. After a change that is meant: `python tests/law/test_lines.py`,
and read the difference.
"""

from __future__ import annotations

import difflib
import importlib.util
import json
import re
import sys
from pathlib import Path
from typing import Any

from restitution.commands import COMMANDS
from restitution.worksheet import Line

HERE = Path(__file__).parent
LIST = HERE / "lines.txt"

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


def entry(line: Line) -> str:
    """One kind of line, as a paragraph."""
    cites = "; ".join(f"{cite.authority} {cite.pin}".strip() for cite in line.authorities)
    made = line.rule.removeprefix("restitution.rules.") or "(groups other lines)"
    return f"{made} [{line.status}] {cites}\n  {shape(line.label)}\n  {shape(line.formula)}\n"


def listed(golden: dict[str, dict[str, Any]], asked: dict[str, dict[str, Any]]) -> str:
    """The whole list, sorted."""
    questions = [("estimate", case["scenario"]) for case in golden.values()]
    questions += [(case["command"], case["params"]) for name, case in asked.items() if "decided/" not in name]
    found = {
        entry(line)
        for command, params in questions
        for top in COMMANDS[command].answer(params).report().lines
        for line in top.walk()
    }
    return "\n".join(sorted(found))


def test_no_line_changes_unseen(golden: dict[str, dict[str, Any]], asked: dict[str, dict[str, Any]]) -> None:
    """The lines are those of the list."""
    now, before = listed(golden, asked).splitlines(), LIST.read_text(encoding="utf-8").splitlines()
    changed = "\n".join(difflib.unified_diff(before, now, "lines.txt", "now", lineterm="", n=1))
    assert not changed, f"if this is meant: python {Path(__file__).relative_to(Path.cwd())}"


def test_places_in_the_law_stay() -> None:
    """What stands in the list tells (b)(1) from (b)(2), and has no amounts."""
    words = "Victim A: §2259(b)(2)(C), $1,000.50 on June 1, 2021, 5 payments of 0.02"
    assert shape(words) == "Victim #: §2259(b)(2)(C), # on DAY, # payments of #"
    assert re.search(r"\$\d", LIST.read_text(encoding="utf-8")) is None
    assert json.dumps(shape("28 CFR 545.11(b)(1)")) == '"28 CFR 545.11(b)(1)"'


if __name__ == "__main__":
    spec = importlib.util.spec_from_file_location("conftest", HERE.parent / "conftest.py")
    assert spec
    assert spec.loader
    shared = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(shared)
    LIST.write_text(listed(shared.read_golden(), shared.read_asked()), encoding="utf-8")
    sys.stdout.write(f"{LIST.name}: {LIST.read_text(encoding='utf-8').count(chr(10) + chr(10)) + 1} kinds of line\n")
