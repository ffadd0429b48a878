"""What README and the other documents say can be done, can be done: their commands run and print what they show."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from sitebuild.paths import ROOT

README = ROOT / "README.md"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "content").rglob("*.md")])


def blocks(path: Path, language: str) -> list[str]:
    """The fenced blocks of a language, without their fences."""
    return re.findall(rf"^```{language}\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def printed(command: str) -> str:
    """What a command line of the calculator prints, run from the top of the project."""
    done = subprocess.run(command, cwd=ROOT, check=False, shell=True, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


SHELL = [
    line
    for path in (README, ROOT / "CONTRIBUTING.md")
    for block in blocks(path, "sh")
    for line in block.splitlines()
    if line.startswith(".venv/bin/restitution")
]
SESSIONS = [block.removeprefix("$ ").partition("\n")[::2] for block in blocks(README, "console")]
PYTHON = blocks(README, "python")


def test_there_is_something_to_run() -> None:
    assert SHELL
    assert SESSIONS
    assert PYTHON


@pytest.mark.parametrize("command", SHELL)
def test_a_command_that_is_shown_runs(command: str) -> None:
    assert printed(command)


@pytest.mark.parametrize(("command", "shown"), SESSIONS)
def test_a_command_prints_what_is_shown(command: str, shown: str) -> None:
    assert printed(command) == shown


@pytest.mark.parametrize("source", PYTHON)
def test_the_python_prints_what_its_last_comment_says(source: str) -> None:
    expected = source.rstrip().rpartition("  # ")[2]
    assert printed(f".venv/bin/python -c {shlex.quote(source)}").strip() == expected


def test_the_day_of_the_law_is_that_of_the_guide() -> None:
    (law,) = re.findall(r"^  law_as_of: (.*?) #", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    assert f"Law as of {law}." in README.read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_target_that_a_document_names_is_there(document: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.findall(r"(?:`|^)make ([a-z-]+)", document.read_text(encoding="utf-8"), re.MULTILINE)
    assert [target for target in named if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_test_that_a_document_names_is_there(document: Path) -> None:
    """A promise or a guard points to its test as pytest would: file, class, function."""
    text = document.read_text(encoding="utf-8")
    for file, names in re.findall(r"`(tests/[\w/]+\.py)((?:::\w+)*)`", text):
        assert (ROOT / file).is_file(), file
        source = (ROOT / file).read_text(encoding="utf-8")
        for name in filter(None, names.split("::")):
            assert re.search(rf"^\s*(def|class) {name}\b", source, re.MULTILINE), f"{file}::{name}"


@pytest.mark.parametrize("document", sorted(ROOT.glob("*.md")), ids=lambda path: path.name)
def test_a_path_that_a_document_names_is_there(document: Path) -> None:
    """A link to a file, or a path in code; capital letters alone stand for any name."""
    text = document.read_text(encoding="utf-8")
    links = [target.partition("#")[0] for target in re.findall(r"\]\(([^)\s:]+)\)", text)]
    code = [path for path in re.findall(r"`((?:calculator|site|content|tests)/[\w./-]*)`", text) if "X" not in path]
    missing = [path for path in (*links, *code) if path and "ID" not in path and not (ROOT / path).exists()]
    assert missing == []
