"""The picture of the architecture, drawn from the code: layers from the import contract, words from the docstrings.

What it names must exist: a step or a path that is gone stops the build, so the picture cannot outlive the code.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from sitebuild.pages.tables import table_html
from sitebuild.paths import ROOT

PICTURE = ROOT / "site" / "architecture.svg"
"""The picture as a file, for the README."""

_CALCULATOR = "The calculator's layers, highest first"
_WIDTH, _ROW, _GAP = 720, 40, 4
_MOST = 88
"""Characters of a docstring that fit beside a name."""


class ArchitectureError(Exception):
    """The picture names something that does not exist; the message says what."""


@dataclass(frozen=True, slots=True)
class Room:
    """A module or package of a layer.

    Attributes:
        name: such as ``restitution.rules``.
        words: the first sentence of its docstring.
        inside: the modules of a package, but for its root.
    """

    name: str
    words: str
    inside: tuple[str, ...]

    @property
    def short(self) -> str:
        """The name within the package."""
        return self.name.removeprefix("restitution.")


@cache
def layers(root: Path = ROOT) -> tuple[tuple[Room, ...], ...]:
    """The layers of the calculator, highest first, as the import contract lists them."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (contract,) = (one for one in contracts if one["name"] == _CALCULATOR)
    return tuple(tuple(_room(root, name.strip()) for name in layer.split("|")) for layer in contract["layers"])


def _room(root: Path, name: str) -> Room:
    place = root / "calculator" / Path(*name.split("."))
    module = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    words = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    inside = sorted(path.stem for path in place.glob("*.py") if path.stem != "__init__") if place.is_dir() else []
    inside += sorted(f"{path.name}/" for path in place.glob("[a-z]*/") if list(path.glob("*.py")))
    return Room(name, _sentence(words), tuple(inside))


def _sentence(text: str) -> str:
    """The first sentence of a docstring, without its marks for code."""
    return re.split(r"(?<=\.)\s", " ".join(text.split()))[0].replace("``", "")


def house_svg(*, alone: bool = False) -> str:
    """The layers as one drawing: each may import those below it, never those above.

    Args:
        alone: whether it is a file of its own, which has its own colors; in a page it has those of the text.
    """
    rows = layers()
    height = len(rows) * (_ROW + _GAP) + _GAP + 24
    parts = []
    for level, rooms in enumerate(rows):
        y = _GAP + level * (_ROW + _GAP)
        width = (_WIDTH - 2 * _GAP - (len(rooms) - 1) * _GAP) // len(rooms)
        for place, room in enumerate(rooms):
            x = _GAP + place * (width + _GAP)
            parts.append(_box(x, y, width, room, words=len(rooms) == 1))
    foot = height - 8
    parts.append(
        f'<text x="{_GAP}" y="{foot}" font-size="13">Each layer may import those below it, never above.</text>'
    )
    paper = f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>' if alone else ""
    title = "The layers of the calculator, from the command line down to errors"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'role="img" aria-label="{title}" font-family="Inter, Helvetica, Arial, sans-serif" '
        f'fill="{"#1c1c1a" if alone else "currentColor"}">{paper}{"".join(parts)}</svg>\n'
    )


def _box(x: int, y: int, width: int, room: Room, *, words: bool) -> str:
    name = room.short
    said = (
        f'<text x="{x + 120}" y="{y + 25}" font-size="13">{escape(_short(room.words, _MOST))}</text>' if words else ""
    )
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{_ROW}" fill="none" stroke="#767676"/>'
        f'<text x="{x + 12}" y="{y + 25}" font-size="15" font-weight="600">{escape(name)}</text>{said}'
    )


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]} …"


def layers_html() -> str:
    """The layers as a table, with what is inside each."""
    rows = (
        (
            f"<code>{escape(room.short)}</code>",
            escape(room.words),
            ", ".join(f"<code>{escape(module)}</code>" for module in room.inside),
        )
        for rooms in layers()
        for room in rooms
    )
    return table_html(
        "layers", "The calculator, highest layer first", ("Package or module", "What it does", "Inside"), rows
    )


def way_html(steps: Sequence[dict[str, Any]]) -> str:
    """A way through the code as a numbered list; each step names a definition in a file, which must be there.

    Raises:
        ArchitectureError: for a step whose definition is gone.
    """
    missing = [f"{step['file']} does not define {step['name']}" for step in steps if not _defines(**step)]
    if missing:
        raise ArchitectureError("; ".join(missing))
    items = "".join(
        f"<li><code>{escape(step['file'])}</code> <code>{escape(step['name'])}</code>: {escape(step['words'])}</li>"
        for step in steps
    )
    return f'<ol class="way">{items}</ol>'


def _defines(file: str, name: str, **_others: str) -> bool:
    path = ROOT / file
    if not path.is_file():
        return False
    owner, _, member = name.rpartition(".")
    known = rf"(?:def|class|function|const) {re.escape(member)}\b|^\s*(?:async )?{re.escape(member)}(?: =|\()"
    text = path.read_text(encoding="utf-8")
    return re.search(known, text, re.MULTILINE) is not None and (
        not owner or re.search(rf"class {owner}\b", text) is not None
    )


def where_html(rows: Sequence[dict[str, Any]]) -> str:
    """Return what to change where: each row has what is wanted, the files, and the tests that notice.

    The files must exist. That the tests do is a test itself: the guide is built without them, too.

    Raises:
        ArchitectureError: if a path of a file matches nothing.
    """
    missing = missing_paths(path for row in rows for path in row["files"])
    if missing:
        raise ArchitectureError(f"there is no {', '.join(missing)}")
    cells = ((escape(row["want"]), _paths(row["files"]), _paths(row["tests"])) for row in rows)
    return table_html("where", "Where do I change …", ("To change", "Edit", "Tests that notice"), cells)


def missing_paths(paths: Iterable[str]) -> list[str]:
    """Return the paths and patterns that match nothing in the project."""
    return [path for path in paths if not any(ROOT.glob(path))]


def _paths(paths: Iterable[str]) -> str:
    return "<br>".join(f"<code>{escape(path).replace('/', '/<wbr>')}</code>" for path in paths)


if __name__ == "__main__":
    PICTURE.write_text(house_svg(alone=True), encoding="utf-8")
