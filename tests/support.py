"""What tests of several folders share."""

from __future__ import annotations

from collections.abc import Iterator


def scalars(value: object) -> Iterator[object]:
    """Every scalar in nested tables."""
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from scalars(part)
    else:
        yield value
