"""The kept input of the fuzzing: every promise still holds for it."""

from __future__ import annotations

import sys
from pathlib import Path
from unittest.mock import patch

import pytest
from tests.fuzz import __main__ as fuzzing
from tests.fuzz.seeds import SEEDS
from tests.fuzz.targets import CORPUS, TARGETS

from sitebuild.setup.bootstrap import SetupError

KEPT = sorted(path for path in CORPUS.glob("*/*"))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: "/".join(path.parts[-2:]))
def test_what_was_found_keeps_its_promise(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_has_input(name: str) -> None:
    """Kept input and valid seeds, for which every promise holds too."""
    assert any(path.parent.name == name for path in KEPT)
    seeds = SEEDS[name]()
    assert seeds
    for text in seeds[:: max(1, len(seeds) // 10)]:
        TARGETS[name](text.encode())


def test_the_corpus_stays_small() -> None:
    """It runs in every test run: a few hundred short inputs, each for one target."""
    assert len(KEPT) <= 300
    assert all(path.stat().st_size <= fuzzing.LONGEST_KEPT for path in KEPT)
    assert {path.parent.name for path in KEPT} == set(TARGETS)


def test_the_inputs_that_reach_most_are_kept() -> None:
    """The input that adds most comes first; none adds nothing; no more are kept than requested."""
    control = "3\n0\none\ntwo\nthree\nSTARTED 0 5\nFT 0 9\nCOV 0 7\nCOV 1 7 8\nCOV 2 5\n"
    places = fuzzing.places_in(control)
    assert places == {Path("one"): {"7"}, Path("two"): {"7", "8"}, Path("three"): {"5"}}
    assert fuzzing.most_telling(places, 9) == [Path("two"), Path("three")]
    assert fuzzing.most_telling(places, 1) == [Path("two")]


def test_a_platform_without_atheris_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a message and an exit status, so that the run cannot be mistaken for one that fuzzed."""

    def refused(_folder: Path, _lock: Path) -> Path:
        raise SetupError("there is no wheel")

    monkeypatch.setattr(fuzzing, "environment_apart", refused)
    monkeypatch.setattr(sys, "argv", ["fuzz"])
    assert fuzzing.main() == 1
    assert capsys.readouterr().err.startswith("fuzz: NOTHING WAS FUZZED.")


def test_a_target_that_fails_is_seen() -> None:
    """Broken promises are detected: an engine that fails, and one whose answers differ between formats."""
    asked = b'{"method": "law", "params": {"id": "trafficking.floor"}}'
    TARGETS["request"](asked)
    with patch("restitution.protocol.InputError", KeyError), pytest.raises(AssertionError, match="itself failed"):
        TARGETS["request"](b"{")
    with patch("restitution.protocol.rendered", side_effect=KeyError), pytest.raises(AssertionError):
        TARGETS["request"](asked)
