"""The checks that need neither the built site nor a browser: style, types, imports, and the scripts' own tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sitebuild.paths import NODE_MODULES, ROOT
from sitebuild.setup.bootstrap import node

SCRIPT_TESTS = sorted((ROOT / "tests" / "scripts").glob("*.test.mjs"))

BIOME = NODE_MODULES / "@biomejs" / "biome" / "bin" / "biome"
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


def test_scripts_and_styles_are_formatted_and_have_no_fault() -> None:
    check(node(), BIOME, "ci", "--error-on-warnings", "--colors=off")


def test_the_scripts_pass_their_own_tests() -> None:
    assert SCRIPT_TESTS
    check(node(), "--test", *SCRIPT_TESTS)
