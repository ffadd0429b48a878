"""`make portable` compares what it says it compares: it is run seldom, so its parts are tried here."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest
from tests.portable.__main__ import CONFIG, FOR_OTHERS, OUTPUT, differences, examples, rewritten

from sitebuild.pages import fence


def page(site: Path, name: str, body: str) -> None:
    path = site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"<html><body>{body}</body></html>", encoding="utf-8")


def test_examples_are_the_same_however_the_root_is_reached(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    page(ours, "index.html", '<worked-example><a href="./sources/">x</a></worked-example>')
    page(theirs, "index.html", '<h1>y</h1><worked-example><a href="@site/sources/">x</a></worked-example>')
    page(ours, "learn/a/index.html", '<worked-example><a href="../../sources/">x</a></worked-example>')
    page(theirs, "learn/a/index.html", '<worked-example><a href="../@site/sources/">x</a></worked-example>')
    page(theirs, "learn/b/index.html", "nothing live")
    assert set(examples(ours)) == {"index.html", "learn/a/index.html"}
    assert differences(examples(ours), examples(theirs)) == []


def test_a_difference_is_seen() -> None:
    ours = {"a": ["one", "two"], "b": ["three"], "c": ["four"]}
    theirs = {"a": ["one", "2"], "b": [], "c": ["four"], "d": ["five"]}
    assert differences(ours, theirs) == [
        "a: 1 of 2 examples are not the same",
        "b: 0 examples in place of 1",
        "d: 1 examples in place of 0",
    ]


def test_the_settings_are_those_of_the_guide() -> None:
    text = rewritten(CONFIG.read_text(encoding="utf-8"), {**FOR_OTHERS, OUTPUT: "site_dir: elsewhere"})
    assert "custom_dir" not in text
    assert "!!python/name:" in text
    with pytest.raises(ValueError, match="no longer holds 'docs_dir"):
        rewritten("site_name: x", FOR_OTHERS)


def test_every_fence_can_be_pickled() -> None:
    """Zensical pickles its settings, fences included; a lambda would stop it."""
    fences = re.findall(r"!!python/name:sitebuild\.pages\.fence\.(\w+)", CONFIG.read_text(encoding="utf-8"))
    assert fences
    for name in fences:
        pickle.dumps(getattr(fence, name))
