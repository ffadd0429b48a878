"""What a build keeps for the next one: found again for the same input alone, and never when it cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitebuild.cache import Cache, digest


def made_once(cache: Cache, key: str, value: object) -> tuple[object, bool]:
    """The result under a key, and whether it had to be made."""
    calls = []

    def make() -> object:
        calls.append(key)
        return value

    return cache.get(key, make), bool(calls)


def test_a_result_is_made_once_and_then_kept(tmp_path: Path) -> None:
    first = Cache("kind", tmp_path)
    assert made_once(first, "a", 1) == (1, True)
    assert made_once(first, "a", 2) == (1, False)
    assert Cache("kind", tmp_path).find("a") is None
    first.save()
    assert made_once(Cache("kind", tmp_path), "a", 3) == (1, False)
    assert made_once(Cache("other", tmp_path), "a", 3) == (3, True)


def test_what_a_build_did_not_ask_for_is_dropped(tmp_path: Path) -> None:
    first = Cache("kind", tmp_path)
    first.put("a", 1)
    first.put("b", 2)
    first.save()
    second = Cache("kind", tmp_path)
    assert second.find("b") == 2
    second.save()
    third = Cache("kind", tmp_path)
    assert (third.find("a"), third.find("b")) == (None, 2)


@pytest.mark.parametrize("content", [b"", b"no pickle", b"\x80\x05cno_such_module\nThing\n."])
def test_a_file_that_cannot_be_read_counts_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "kind.pickle").write_bytes(content)
    assert made_once(Cache("kind", tmp_path), "a", 1) == (1, True)


def test_a_digest_tells_where_one_part_ends() -> None:
    assert digest("a", "bc") != digest("ab", "c")
    assert digest("a", "") != digest("a")
    assert digest("a", b"b") == digest(b"a", "b")
