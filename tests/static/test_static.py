"""The checks of the Python code that do not run it: style, types and imports. Each runs beside the others."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.static.support import check


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
