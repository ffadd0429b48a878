"""The same sources give the same guide, byte for byte: what is published can be checked by building it again."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sitebuild.build import drop_unread, last_review
from sitebuild.cache import Cache, digest, digest_of_files
from sitebuild.paths import BUILT_SITE, CONTENT, NODE_MODULES, ROOT
from sitebuild.setup.bootstrap import node
from sitebuild.setup.stage import FONTS, RUNTIME, VENDOR

# What is made, fetched or kept by tools: a second build makes its own, or shares it.
NOT_COPIED = {".git", ".venv", "build", "node_modules", "__pycache__"} | {
    f".{tool}_cache" for tool in ("mypy", "ruff", "pytest", "import_linter")
}
STAGED = (RUNTIME, FONTS, VENDOR)

# Another machine: a different order of sets, clock on the wall, language and place.
ELSEWHERE = {"PYTHONHASHSEED": "77", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C"}


def hashes(folder: Path) -> dict[str, str]:
    """The hash of every file in a folder, by its path there."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def differences(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """The files that are not the same in both, or are in one alone."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def left_out(where: str, names: list[str]) -> set[str]:
    """What a copy of the sources does without; of the tests, the build reads the cases alone."""
    tests = set(names) - {"cases"} if Path(where) == ROOT / "tests" else set()
    return tests | {name for name in names if name in NOT_COPIED or Path(where, name) in STAGED}


def sources() -> list[Path]:
    """The files of which a copy is made."""
    found = []
    for where, folders, names in ROOT.walk():
        out = left_out(str(where), [*folders, *names])
        folders[:] = sorted(set(folders) - out)
        found += [where / name for name in names if name not in out]
    return found


def copy_of_sources(folder: Path) -> Path:
    """The project at another place, with files as new as the copy; it shares what was fetched."""
    shutil.copytree(ROOT, folder, ignore=left_out, copy_function=shutil.copy)
    (folder / NODE_MODULES.relative_to(ROOT)).symlink_to(NODE_MODULES)
    return folder


def build_in(copy: Path) -> None:
    """Build a copy of the sources under the conditions of another machine."""
    done = subprocess.run(
        [sys.executable, "-m", "sitebuild", "build"],
        cwd=copy,
        # The project is installed in place: without this, the copy would run the modules of the first.
        env={**os.environ, **ELSEWHERE, "PYTHONPATH": f"{copy / 'calculator'}{os.pathsep}{copy / 'site'}"},
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert done.returncode == 0, done.stdout


@dataclass
class Elsewhere:
    """The hashes of what came of builds in a copy of the sources."""

    edited: dict[str, str]
    site: dict[str, str]
    staged: dict[str, dict[str, str]]


def build_elsewhere(copy: Path) -> Elsewhere:
    """Build a copy of the sources twice, with everything staged anew.

    The first build is of sources in which a page differs, and a scenario that another page shows. The second, of the
    true sources, finds the rest as the first has kept it.
    """
    copy_of_sources(copy)
    edited = {
        copy / "content" / "learn" / "losses.md": ("\n## ", "\nIt was said otherwise here.\n\n## "),
        copy / "content" / "scenarios" / "equal-share-136.toml": ("ordered_defendants = 135", "ordered_defendants = 7"),
    }
    true = {path: path.read_text(encoding="utf-8") for path in edited}
    for path, (old, new) in edited.items():
        assert old in true[path]
        path.write_text(true[path].replace(old, new, 1), encoding="utf-8")
    build_in(copy)
    built = copy / BUILT_SITE.relative_to(ROOT)
    first = hashes(built)
    for path, text in true.items():
        path.write_text(text, encoding="utf-8")
    build_in(copy)
    staged = {folder.name: hashes(copy / folder.relative_to(ROOT)) for folder in STAGED}
    return Elsewhere(first, hashes(built), staged)


def test_builds_elsewhere_give_the_same_bytes_all_at_once_or_piece_by_piece(tmp_path: Path) -> None:
    """Another path, order of sets, clock, language; where these sources were built so before, it is not done again."""
    known = Cache("elsewhere")
    machine = (sys.version, subprocess.check_output([node(), "--version"]), repr(ELSEWHERE))
    result = known.get(digest(digest_of_files(sources()), *machine), lambda: build_elsewhere(tmp_path / "elsewhere"))
    known.save()
    first = hashes(BUILT_SITE)
    assert "runtime/pyodide.asm.wasm" in result.site
    assert {"learn/losses/index.html", "scenarios/equal-share-136.toml"} <= set(differences(first, result.edited))
    assert differences(first, result.site) == [], "If the sources changed since `make build`, build and test again."
    for folder in STAGED:
        assert differences(hashes(folder), result.staged[folder.name]) == []


def test_a_difference_is_seen() -> None:
    assert differences({"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "x", "d": "4"}) == ["b", "c", "d"]


def test_the_site_bears_the_day_of_the_last_review() -> None:
    """Bytes 4 to 7 of a gzip file say when it was made (RFC 1952)."""
    day = last_review(CONTENT)
    stated = os.environ.get("SOURCE_DATE_EPOCH") or datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
    written = int.from_bytes((BUILT_SITE / "sitemap.xml.gz").read_bytes()[4:8], "little")
    assert written == int(stated)


def test_the_last_review_is_the_latest(tmp_path: Path) -> None:
    for name, head in {"a": "reviewed: 2026-01-02", "b": "reviewed: 2026-11-03", "c": "title: none"}.items():
        (tmp_path / f"{name}.md").write_text(f"---\n{head}\n---\n", encoding="utf-8")
    assert last_review(tmp_path) == date(2026, 11, 3)


def test_only_what_a_reader_can_use_is_published() -> None:
    """Scenarios and the file of passages are published for download; other tables, maps and types are the build's."""
    tables = {path.relative_to(BUILT_SITE) for path in BUILT_SITE.rglob("*.toml")}
    scenarios = {path.relative_to(CONTENT) for path in (CONTENT / "scenarios").glob("*.toml")}
    assert tables == scenarios | {path.relative_to(CONTENT) for path in (CONTENT / "quotes").glob("*.toml")}
    assert [path for ending in ("map", "ts", "mts", "py") for path in BUILT_SITE.rglob(f"*.{ending}")] == []
    assert not (BUILT_SITE / "assets" / "javascripts" / "lunr").exists()


def test_the_search_asks_for_no_language_that_was_left_out() -> None:
    """The theme's search loads a script for every language but English."""
    assert '"lang":["en"]' in (BUILT_SITE / "search" / "search_index.json").read_text(encoding="utf-8")[:200]


@pytest.mark.parametrize(
    ("path", "stays"),
    [
        ("vendor/a.js", True),
        ("vendor/a.d.ts", False),
        ("runtime/a.d.mts", False),
        ("assets/javascripts/a.min.js.map", False),
        ("assets/javascripts/lunr/min/lunr.de.min.js", False),
        ("scenarios/a.toml", True),
    ],
)
def test_what_is_taken_out(tmp_path: Path, path: str, stays: bool) -> None:
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).touch()
    drop_unread(tmp_path)
    assert (tmp_path / path).exists() == stays
