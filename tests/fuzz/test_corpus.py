"""The kept input of the fuzzing: every promise still holds for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.fuzz.__main__ import LONGEST_KEPT
from tests.fuzz.seeds import SEEDS
from tests.fuzz.targets import CORPUS, TARGETS

KEPT = sorted(path for path in CORPUS.glob("*/*"))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: "/".join(path.parts[-2:]))
def test_what_was_found_keeps_its_promise(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_has_input(name: str) -> None:
    """Kept input, and sound input to start from, which keeps its promises as well."""
    assert any(path.parent.name == name for path in KEPT)
    seeds = SEEDS[name]()
    assert seeds
    for text in seeds[:: max(1, len(seeds) // 10)]:
        TARGETS[name](text.encode())


def test_the_corpus_stays_small() -> None:
    """It runs with every test: a few hundred short inputs, each for a target."""
    assert len(KEPT) <= 300
    assert all(path.stat().st_size <= LONGEST_KEPT for path in KEPT)
    assert {path.parent.name for path in KEPT} == set(TARGETS)
