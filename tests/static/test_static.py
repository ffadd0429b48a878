"""The checks that need no run of the program: style, types, imports and locks."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitebuild.bootstrap import node
from sitebuild.paths import NODE_MODULES, ROOT

TSC = NODE_MODULES / "typescript" / "bin" / "tsc"


def check(*command: str | Path) -> None:
    """Run a check from the top of the project, and fail with what it printed."""
    done = subprocess.run(command, cwd=ROOT, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        pytest.fail(done.stdout, pytrace=False)


def tool(name: str) -> Path:
    """A command installed beside the Python that runs the tests."""
    return Path(sys.executable).with_name(name)


def test_ruff_finds_no_fault() -> None:
    check(tool("ruff"), "check", "--quiet")


def test_ruff_has_formatted_every_file() -> None:
    check(tool("ruff"), "format", "--check", "--diff", "--quiet")


def test_types_hold() -> None:
    check(tool("mypy"))


def test_imports_keep_to_the_layers() -> None:
    check(tool("lint-imports"))


@pytest.mark.parametrize("project", ["site/tsconfig.json", "site/tsconfig.worker.json"])
def test_types_in_the_scripts_hold(project: str) -> None:
    check(node(), TSC, "--noEmit", "--project", project)


def pins(groups: dict[str, list[str | dict[str, str]]]) -> Iterator[str]:
    """Every requirement that pyproject.toml itself names."""
    for group in groups.values():
        yield from (requirement for requirement in group if isinstance(requirement, str))


def test_locks_hold_every_pin() -> None:
    """A pin that was changed without `make lock` would not be installed."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    lock_files = (ROOT / "requirements.txt", ROOT / "requirements-node.txt")
    lines = [line for path in lock_files for line in path.read_text(encoding="utf-8").splitlines()]
    locked = {line.split()[0] for line in lines if "==" in line}
    assert set(pins(groups)) <= locked


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-node.txt", "site/package-lock.json", "tests/bench/package-lock.json"]
)
def test_locks_name_no_registry(name: str) -> None:
    """A lock holds hashes, not addresses, so that any mirror serves."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "--index-url" not in text
    assert "--find-links" not in text
    assert '"resolved"' not in text
