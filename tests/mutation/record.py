"""What the repository keeps of the mutation runs: the modules, the survivors with their reasons, and the score."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.mutation.mutants import Mutant, mutants

from sitebuild.paths import ROOT

TARGETS = ("money.py", "ledger", "schedule", "rules", "steps")
"""The modules and packages of the calculator that are mutated."""

PACKAGE = ROOT / "calculator" / "restitution"
SURVIVORS = Path(__file__).with_name("survivors.toml")
SCORE = Path(__file__).with_name("score.toml")

type Key = tuple[str, str, str, str, int]
"""A mutant's module and function, the text before and after, and which of several places that read the same."""


def targets() -> dict[str, Path]:
    """The files that are mutated, by their path below the package."""
    found: dict[str, Path] = {}
    for target in TARGETS:
        paths = sorted((PACKAGE / target).glob("*.py")) if (PACKAGE / target).is_dir() else [PACKAGE / target]
        found |= {path.relative_to(PACKAGE).as_posix(): path for path in paths}
    return found


def key_of(module: str, mutant: Mutant) -> Key:
    """What a mutant is known by."""
    return module, mutant.function, mutant.before, mutant.after, mutant.nth


def every_mutant(only: Sequence[str] = ()) -> Iterator[tuple[str, Path, Mutant]]:
    """All mutants, or those of the files whose path has one of these texts in it."""
    for module, path in targets().items():
        if not only or any(text in module for text in only):
            yield from ((module, path, mutant) for mutant in mutants(path.read_text(encoding="utf-8")))


def read_reasons() -> dict[Key, str]:
    """The survivors that may stay, with the reason for each."""
    entries: list[dict[str, Any]] = tomllib.loads(SURVIVORS.read_text(encoding="utf-8")).get("survivor", [])
    return {
        (one["module"], one["function"], one["before"], one["after"], one.get("nth", 1)): one["reason"]
        for one in entries
    }


def as_entry(key: Key) -> str:
    """A survivor as `survivors.toml` has it, with room for the reason."""
    module, function, before, after, nth = key
    texts = {"module": module, "function": function, "before": before, "after": after}
    # JSON's strings are TOML's too.
    lines = [f"{name} = {json.dumps(text, ensure_ascii=False)}" for name, text in texts.items()]
    if nth > 1:
        lines.append(f"nth = {nth}")
    return "\n".join(["[[survivor]]", *lines, 'reason = ""', ""])


def write_score(run: Mapping[str, tuple[int, int]]) -> None:
    """Put the figures of a run, mutants and survivors of each module, in the place of the former ones."""
    kept = {
        module: (one["mutants"], one["survivors"])
        for module, one in tomllib.loads(SCORE.read_text(encoding="utf-8")).items()
        if module in targets()
    }
    lines = [
        f'"{module}" = {{ mutants = {made}, survivors = {survivors} }}'
        for module, (made, survivors) in sorted({**kept, **run}.items())
    ]
    head = "# Written by `make mutants`: of each module, the mutants and those that no test noticed (survivors.toml)."
    SCORE.write_text("\n".join([head, *lines, ""]), encoding="utf-8")
