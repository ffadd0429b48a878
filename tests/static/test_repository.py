"""The repository's own files: text format, commit checks, and citation."""

from __future__ import annotations

import re
import subprocess
import tomllib
from typing import Any

import pytest
from mkdocs.utils.yaml import yaml_load
from tests.names.search import ROOT, tracked

# Not in an archive of the sources.
needs_git = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="git is not there to say what is tracked")


def read(name: str) -> dict[str, Any]:
    return yaml_load((ROOT / name).read_text(encoding="utf-8"))


# --- text ---


@needs_git
def test_text_is_written_as_editorconfig_asks() -> None:
    """UTF-8, no carriage return, no trailing white space, one newline at the end of a file."""
    asked = ["git", "check-attr", "-z", "--stdin", "text"]
    listed = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, input="\0".join(tracked()).encode())
    answers = listed.stdout.decode().split("\0")
    texts = [ROOT / file for file, value in zip(answers[::3], answers[2::3], strict=False) if value != "unset"]
    assert len(texts) > len({".editorconfig", "README.md"})
    found = []
    for path in texts:
        contents = path.read_bytes() if path.is_file() else b""
        contents.decode("utf-8")
        if contents and (re.search(rb"\r|[ \t]$", contents, re.MULTILINE) or not re.search(rb"[^\n]\n\Z", contents)):
            found.append(path.relative_to(ROOT).as_posix())
    assert found == []


# --- commits ---

HOOKS = {hook["id"]: hook for hook in read(".pre-commit-config.yaml")["repos"][0]["hooks"]}

GOOD = [
    "Add the 2026 assessment figure\n",
    "Read JSON when a file starts with a brace\n\nThe reason.\n",
    "Process each page once",
    "Need no network for the set-up\n# Please enter the commit message\n",
    f"Make it {'x' * 64}",
    'Revert "The page says more"\n\nThis reverts a commit.\n',
]

BAD = {
    f"Make it {'x' * 65}": "subject",
    "Fix": "subject",
    "Add the 2026 assessment figure.\n": "subject",
    "Add the 2026 assessment figure\nand its source\n": "subject",
    "add the 2026 assessment figure": "imperative",
    "Added the 2026 assessment figure": "imperative",
    "Adds the 2026 assessment figure": "imperative",
    "Adding the 2026 assessment figure": "imperative",
    "The 2026 assessment figure is there": "imperative",
}


def refusing(message: str) -> list[str]:
    """Return the hooks by which pre-commit refuses a message: those whose pattern is found in it."""
    flags = re.MULTILINE | re.DOTALL  # as pre-commit searches a whole file
    patterns = {name: hook["entry"] for name, hook in HOOKS.items() if hook["language"] == "pygrep"}
    return [name for name, pattern in patterns.items() if re.search(pattern.encode(), message.encode(), flags)]


def test_hooks_fetch_nothing() -> None:
    """They are local, and the programs they run are in the project's own environment."""
    assert [repo["repo"] for repo in read(".pre-commit-config.yaml")["repos"]] == ["local"]
    started = [hook["entry"] for hook in HOOKS.values() if hook["language"] != "pygrep"]
    assert started
    assert all(entry.startswith(".venv/bin/") for entry in started)
    assert {hook["language"] for hook in HOOKS.values()} == {"system", "pygrep"}


def test_files_and_messages_are_searched_for_names() -> None:
    searching = [hook["stages"] for hook in HOOKS.values() if hook["entry"].endswith("-m tests.names")]
    assert searching == [["pre-commit"], ["commit-msg"]]


@pytest.mark.parametrize("message", GOOD)
def test_a_good_message_passes(message: str) -> None:
    assert refusing(message) == []


@pytest.mark.parametrize(("message", "hook"), BAD.items())
def test_a_bad_message_is_refused(message: str, hook: str) -> None:
    assert refusing(message) == [hook]


# --- citation ---


def test_the_citation_is_complete_and_agrees_with_the_project() -> None:
    """It has what the Citation File Format 1.2.0 requires, and the version and license that the project declares."""
    citation = read("CITATION.cff")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert citation["cff-version"] == "1.2.0"
    assert all(isinstance(citation[key], str) and citation[key] for key in ("message", "title"))
    assert [set(author) <= {"name", "family-names", "given-names"} for author in citation["authors"]] == [True]
    assert citation["type"] in {"software", "dataset"}
    known = {"cff-version", "message", "title", "authors", "type", "abstract", "keywords", "license", "version"}
    assert set(citation) <= known | {"date-released", "repository-code", "url", "doi"}
    assert citation["version"] == project["version"]
    assert citation["license"] == project["license"]
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").count(citation["authors"][0]["name"]) == 1
