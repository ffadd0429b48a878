"""The style sheet is whole."""

from __future__ import annotations

from sitebuild.publish.styles import PARTS, STYLES


def test_every_part_is_published() -> None:
    assert sorted(PARTS) == sorted(path.stem for path in STYLES.iterdir())
