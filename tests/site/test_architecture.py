"""The picture of the architecture names what exists, and the README's copy of it is up to date."""

from __future__ import annotations

import re
import tomllib

import pytest

from sitebuild.pages.architecture import (
    PICTURE,
    ArchitectureError,
    house_svg,
    layers,
    missing_paths,
    way_html,
    where_html,
)
from sitebuild.paths import CONTENT, PACKAGE

HANDLE = {"file": "calculator/restitution/protocol.py", "name": "handle", "words": "Answers."}


def test_the_picture_in_the_readme_is_drawn_from_the_code() -> None:
    assert PICTURE.read_text(encoding="utf-8") == house_svg(alone=True), "run: python -m sitebuild.pages.architecture"


def test_every_module_of_the_calculator_is_in_a_layer() -> None:
    named = {room.name.partition(".")[2] for rooms in layers() for room in rooms}
    found = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert named == found - {"__init__", "__main__"}


def test_every_layer_says_what_it_does() -> None:
    assert [room.name for rooms in layers() for room in rooms if not room.words.endswith(".")] == []


@pytest.mark.parametrize(
    "change",
    [{"file": "calculator/restitution/gone.py"}, {"name": "gone"}, {"name": "Gone.handle"}],
)
def test_a_step_that_is_gone_stops_the_build(change: dict[str, str]) -> None:
    assert "handle" in way_html([HANDLE])
    with pytest.raises(ArchitectureError, match="does not define"):
        way_html([HANDLE | change])


def test_a_path_that_is_gone_stops_the_build() -> None:
    row = {"want": "A rule", "files": ["calculator/restitution/rules/*.py"], "tests": ["tests/unit/rules"]}
    assert "A rule" in where_html([row])
    with pytest.raises(ArchitectureError, match=r"site/gone"):
        where_html([row | {"files": ["site/gone"]}])


def test_the_tests_that_notice_exist() -> None:
    page = (CONTENT / "reference" / "architecture.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"^```where\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    rows = tomllib.loads(table)["row"]
    assert len(rows) > 1
    assert missing_paths(path for row in rows for path in row["tests"]) == []
    assert missing_paths(["tests/gone"]) == ["tests/gone"]
