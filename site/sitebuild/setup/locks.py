"""The lock files as data: what is installed, in which version, and by which hash it is known."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from sitebuild.paths import ROOT

PYTHON_LOCK = ROOT / "requirements.txt"
PYTHON_LOCKS = (PYTHON_LOCK, *(ROOT / f"requirements-{group}.txt" for group in ("node", "audit", "fuzz", "portable")))
NPM_LOCK = ROOT / "site" / "package-lock.json"
# What only the bench installs: none of it comes into the guide.
BENCH_LOCK = ROOT / "tests" / "bench" / "package-lock.json"

# What a condition of a requirement asks about when it depends on the machine.
_OF_THE_MACHINE = re.compile(r"\b(sys_platform|os_name|platform_(system|machine|release|version))\b")


@dataclass(frozen=True)
class Locked:
    """A package as a lock file has it.

    Attributes:
        exact: whether one version is named, and no range.
        hashes: those that a download may have, as `algorithm:digest` or npm's `algorithm-digest`.
        everywhere: whether every machine installs it.
        license: what an npm lock says it is; a Python lock does not say.
    """

    name: str
    version: str
    exact: bool
    hashes: tuple[str, ...]
    everywhere: bool
    license: str = ""


def read_requirements(text: str) -> dict[str, Locked]:
    """The packages of a `requirements.txt` that `uv pip compile` made."""
    lines = re.sub(r"\\\n", " ", re.sub(r"^\s*#.*\n?", "", text, flags=re.MULTILINE)).splitlines()
    return {locked.name: locked for line in lines if line.strip() for locked in [_requirement(line)]}


def _requirement(line: str) -> Locked:
    named, *hashes = re.split(r"\s--hash=", line.strip())
    requirement = Requirement(named)
    specifiers = list(requirement.specifier)
    return Locked(
        name=canonicalize_name(requirement.name),
        version=specifiers[0].version if specifiers else "",
        exact=len(specifiers) == 1 and specifiers[0].operator == "==" and "*" not in specifiers[0].version,
        hashes=tuple(hash.strip() for hash in hashes),
        everywhere=not _OF_THE_MACHINE.search(str(requirement.marker or "")),
    )


def read_npm(lock: Mapping[str, Any]) -> dict[str, Locked]:
    """The packages of a `package-lock.json`, by their names."""
    return {
        place.rpartition("node_modules/")[2]: Locked(
            name=place.rpartition("node_modules/")[2],
            version=entry["version"],
            exact=True,
            hashes=tuple(entry.get("integrity", "").split()),
            everywhere=not entry.get("optional", False),
            license=entry.get("license", ""),
        )
        for place, entry in lock["packages"].items()
        if place
    }


def python_locked(path: Path = PYTHON_LOCK) -> dict[str, Locked]:
    """What a Python lock file of the project holds."""
    return read_requirements(path.read_text(encoding="utf-8"))


def npm_locked() -> dict[str, Locked]:
    """What npm's lock file holds."""
    return read_npm(json.loads(NPM_LOCK.read_bytes()))
