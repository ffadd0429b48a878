"""The engine is pure: no clock, no chance, no network, no machine, no binary float."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

import restitution

ROOT = Path(restitution.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))
BANNED = {"random", "time", "os", "socket", "secrets", "uuid", "platform", "locale", "subprocess", "threading"}
BANNED |= {"ssl", "http", "urllib", "tempfile", "shutil", "math", "cmath"}
CLOCKS = {"today", "now", "utcnow", "fromtimestamp"}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _imports(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add((node.module or "").split(".")[0])
    return names


def test_there_is_something_to_check() -> None:
    """The walk reaches every layer, so that an empty list cannot pass for purity."""
    names = {_name(path) for path in MODULES}
    assert {"steps/estimate.py", "money.py", "rules/shares.py", "scenario/reader.py", "law/reader.py"} <= names


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_module_is_pure(path: Path) -> None:
    """No banned import, no float literal, no call of float, no clock, no locale and no import by name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not _imports(tree) & BANNED
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            assert not isinstance(node.value, float | complex), f"line {node.lineno}: {node.value}"
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            # The name of a month or weekday depends on the locale of the program that embeds the engine.
            assert not re.search("%[aAbBcpxX]", ast.unparse(node.format_spec)), f"line {node.lineno}"
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            assert called not in {"float", "__import__", "import_module", "eval", "exec"}, f"line {node.lineno}"
            if isinstance(node.func, ast.Attribute):
                assert called not in CLOCKS, f"line {node.lineno}: {called}"


@pytest.mark.parametrize("path", [p for p in MODULES if not _name(p).startswith(("cli/", "__main__"))], ids=_name)
def test_only_the_command_line_touches_the_world(path: Path) -> None:
    """Files, arguments and streams belong to the command line; law data is read as package resources."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    # XlsxWriter writes to what looks like a file: this one is in memory.
    in_memory = {"io"} if _name(path) == "papers/workbook/written.py" else set()
    assert not _imports(tree) & ({"sys", "argparse", "pathlib", "io"} - in_memory)
    calls = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not calls & {"open", "print", "input"}


def test_only_the_standard_library() -> None:
    """The engine imports only itself and the standard library."""
    # What needs an extra, restitution[dask] or restitution[sheets]: contracts keep everything else from importing it.
    extras = {"fleet.py": {"dask", "distributed"}, "papers/workbook/written.py": {"xlsxwriter"}}
    for path in MODULES:
        foreign = _imports(ast.parse(path.read_text(encoding="utf-8"))) - set(sys.stdlib_module_names)
        assert foreign <= {"restitution"} | extras.get(_name(path), set()), _name(path)
