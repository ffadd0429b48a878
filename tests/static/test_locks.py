"""Everything that is installed is pinned by hash, and every requirement states its reason."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sitebuild.paths import ROOT
from sitebuild.setup.locks import BENCH_LOCK, NPM_LOCK, PYTHON_LOCKS, python_locked, read_npm, read_requirements

PYPROJECT = ROOT / "pyproject.toml"
NPM_LOCKS = (NPM_LOCK, BENCH_LOCK)

# A requirement that allows one version and no other.
EXACT = re.compile(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==\d[\w.!+]*")

# A requirement on its own line, followed by its reason.
WITH_REASON = re.compile(r'^\s*"(?P<requirement>[^"]+)",\s+# (?P<reason>\S.+)$', re.MULTILINE)


def names(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def project() -> dict[str, Any]:
    return tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))


def grouped() -> Iterator[str]:
    """Yield every requirement that a dependency group names itself."""
    for group in project()["dependency-groups"].values():
        yield from (requirement for requirement in group if isinstance(requirement, str))


def package_json(lock: Path) -> dict[str, Any]:
    contents: dict[str, Any] = json.loads(lock.with_name("package.json").read_bytes())
    return contents


def asked_of_npm(contents: dict[str, Any]) -> dict[str, str]:
    """Return the packages that a package.json itself requires."""
    return {**contents["dependencies"], **contents.get("devDependencies", {})}


def test_every_lock_file_is_looked_at() -> None:
    assert set(PYTHON_LOCKS) == set(ROOT.glob("requirements*.txt"))


@pytest.mark.parametrize("path", PYTHON_LOCKS, ids=names)
def test_a_python_lock_has_one_version_and_a_hash_of_everything(path: Path) -> None:
    locked = python_locked(path)
    assert locked
    for one in locked.values():
        assert one.exact, f"{one.name}: no one version"
        assert one.hashes, f"{one.name}: no hash"
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", hash) for hash in one.hashes), one.name


@pytest.mark.parametrize("path", NPM_LOCKS, ids=names)
def test_npms_lock_has_a_hash_of_everything(path: Path) -> None:
    locked = read_npm(json.loads(path.read_bytes()))
    assert locked
    for one in locked.values():
        assert re.fullmatch(r"\d+\.\d+\.\d+\S*", one.version), f"{one.name}: no one version"
        assert one.hashes, f"{one.name}: no hash"
        assert all(re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", hash) for hash in one.hashes), one.name


@pytest.mark.parametrize("path", [*PYTHON_LOCKS, *NPM_LOCKS], ids=names)
def test_locks_name_no_registry(path: Path) -> None:
    """A lock holds hashes, not addresses, so that any mirror works."""
    text = path.read_text(encoding="utf-8")
    assert "--index-url" not in text
    assert "--find-links" not in text
    assert '"resolved"' not in text
    assert not re.search(r"^[^#\n]* @ ", text, re.MULTILINE), "a requirement by its address"


def test_a_lock_that_is_loose_is_seen() -> None:
    text = (
        "# made\na==1.0 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\n    # via b\n"
        "b>=2\nc==1.*\nd==1 ; sys_platform == 'win32'\n"
    )
    locked = read_requirements(text)
    assert locked["a"].hashes == ("sha256:00", "sha256:11")
    assert [name for name, one in locked.items() if not one.exact] == ["b", "c"]
    assert [name for name, one in locked.items() if not one.hashes] == ["b", "c", "d"]
    assert [name for name, one in locked.items() if not one.everywhere] == ["d"]


def test_npms_lock_without_a_hash_is_seen() -> None:
    lock = {
        "packages": {
            "": {},
            "node_modules/@a/b": {"version": "1.0.0"},
            "node_modules/c": {"version": "1", "optional": True},
        }
    }
    locked = read_npm(lock)
    assert set(locked) == {"@a/b", "c"}
    assert not locked["@a/b"].hashes
    assert not locked["c"].everywhere


def group(name: str) -> set[str]:
    """Return every requirement of a dependency group, those of the groups in it included."""
    found: set[str] = set()
    for requirement in project()["dependency-groups"][name]:
        found |= {requirement} if isinstance(requirement, str) else group(requirement["include-group"])
    return found


@pytest.mark.parametrize("path", PYTHON_LOCKS, ids=names)
def test_a_lock_holds_every_pin_of_its_group(path: Path) -> None:
    """A pin that was changed without `make lock` would not be installed, nor one of a group that a group includes."""
    locked = {f"{one.name}=={one.version}" for one in python_locked(path).values()}
    wanted = group(path.stem.partition("-")[2] or "dev")
    assert {re.sub(r"\[.*\]", "", pin).lower() for pin in wanted} <= locked


@pytest.mark.parametrize("path", NPM_LOCKS, ids=names)
def test_npms_lock_holds_every_pin(path: Path) -> None:
    # The location says which of several versions of a name is the required one.
    packages = json.loads(path.read_bytes())["packages"]
    wanted = asked_of_npm(package_json(path))
    locked = {name: packages.get(f"node_modules/{name}", {}).get("version") for name in wanted}
    assert wanted == locked


def test_every_requirement_is_exact_and_says_what_it_is_for() -> None:
    reasons = {found["requirement"] for found in WITH_REASON.finditer(PYPROJECT.read_text(encoding="utf-8"))}
    required = [*grouped(), *project()["build-system"]["requires"]]
    assert [requirement for requirement in required if not EXACT.fullmatch(requirement)] == []
    assert [requirement for requirement in required if requirement not in reasons] == []


def test_what_builds_the_wheel_is_locked() -> None:
    """pip would otherwise fetch it itself, outside every lock."""
    assert set(project()["build-system"]["requires"]) <= set(grouped())


def test_an_extra_asks_for_what_the_tests_run_with() -> None:
    pinned = {re.sub(r"\[.*\]", "", requirement) for requirement in grouped()}
    for extra in project()["project"]["optional-dependencies"].values():
        assert all(EXACT.fullmatch(requirement) for requirement in extra)
        assert {re.sub(r"\[.*\]", "", requirement) for requirement in extra} <= pinned


def test_the_calculator_requires_nothing() -> None:
    assert project()["project"]["dependencies"] == []


@pytest.mark.parametrize("path", NPM_LOCKS, ids=names)
def test_every_npm_package_is_exact_and_says_what_it_is_for(path: Path) -> None:
    contents = package_json(path)
    wanted = asked_of_npm(contents)
    assert [name for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    assert set(contents["//"]) == set(wanted) | (contents.keys() & {"overrides"})
    assert all(contents["//"].values())
