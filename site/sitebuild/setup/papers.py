"""What writes papers to file: a zip file apart from the calculator, which a page fetches when a paper is asked for.

It holds the calculator's own `restitution.papers` and XlsxWriter, both as byte-code. Nothing else of the calculator
needs them, so that they are neither in its wheel for the browser nor in the memory that a page begins with.
"""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from sitebuild.paths import PACKAGE
from sitebuild.setup.snapshot import byte_code
from sitebuild.zips import write_zip

PAPERS_NAME = "papers.zip"
MODULES_NAME = "modules.zip"

_OURS = "restitution/papers/"


def write_papers(path: Path) -> None:
    """Write the zip file. It holds another, from which Python imports, and in which the modules are only stored: packed
    as one they take a fifth less than packed one by one.

    Raises:
        RuntimeError: if XlsxWriter is not installed.
        subprocess.CalledProcessError: for a file that is no Python.
    """
    found = find_spec("xlsxwriter")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("XlsxWriter is not installed: make set-up")
    theirs = Path(found.submodule_search_locations[0])
    modules = BytesIO()
    sources = _modules(PACKAGE / "papers", PACKAGE.parent) | _modules(theirs, theirs.parent)
    write_zip(modules, byte_code(sources), packed=False)
    write_zip(path, [(MODULES_NAME, modules.getvalue())])


def without_papers(wheel: dict[str, bytes]) -> dict[str, bytes]:
    """The members of the calculator's wheel but those that write papers."""
    return {name: content for name, content in wheel.items() if not name.startswith(_OURS)}


def _modules(folder: Path, base: Path) -> dict[str, bytes]:
    return {path.relative_to(base).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.py"))}
