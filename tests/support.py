"""What tests of several folders share."""

from __future__ import annotations

from collections.abc import Iterator

whole = False
"""Whether tests of scale run at their whole size: pytest's option `--whole`. Set before the tests are collected."""


def scaled(size: int) -> int:
    """The size of a test of scale: the whole of it in the long run, else a tenth."""
    return size if whole else size // 10


def scalars(value: object) -> Iterator[object]:
    """Every scalar in nested tables."""
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from scalars(part)
    else:
        yield value
