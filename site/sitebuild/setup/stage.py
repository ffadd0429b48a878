"""Fill the folders of the theme that hold what is made or fetched, not written.

- `site/assets/runtime/`: Pyodide, the calculator's wheel, the lock that ties them together, and the memory that Python
  has after it has started with them; and apart from these, what writes papers
- `site/assets/fonts/`: the two faces, the part with Latin letters
- `site/assets/vendor/`: the scripts that somebody else wrote

Beside each script lie its types (`.d.ts`, `.d.mts`), where the type check looks for them first.

They are ignored by git. Staging again changes nothing while the calculator's sources, the lock files and the
staged files themselves are as they were; otherwise it writes the files that differ and removes the others.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from sitebuild.paths import ASSETS, BUILD, NODE_MODULES, PACKAGE, ROOT
from sitebuild.setup.papers import PAPERS_NAME, without_papers, write_papers
from sitebuild.setup.snapshot import LIBRARY_NAME, MANIFEST_NAME, library_used, manifest, take_snapshot, trim_library
from sitebuild.zips import DATE_SECONDS, read_zip, write_zip

RUNTIME = ASSETS / "runtime"
FONTS = ASSETS / "fonts"
VENDOR = ASSETS / "vendor"

LOCK_NAME = "pyodide-lock.json"

# What Pyodide loads in a browser; its package also holds consoles, source maps and types.
PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", LIBRARY_NAME)

# The types of an `.mjs` script are looked for in a `.d.mts` file; these two packages name their own otherwise.
TYPES_NAME = "pyodide.d.mts"
_TYPES = b'export * from "pyodide";\n'
_VENDOR_TYPES = {"workbox-window.d.mts": b'export * from "workbox-window";\n'}

# Staged name: its place in node_modules. The weight axis alone: with the optical size axis each file is more
# than twice as large. The licences ask to go where the fonts and the script go.
FONT_FILES = {
    "source-serif-4-latin-wght-normal.woff2": (
        "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2"
    ),
    "source-serif-4-license.txt": "@fontsource-variable/source-serif-4/LICENSE",
    "inter-latin-wght-normal.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "inter-license.txt": "@fontsource-variable/inter/LICENSE",
}
# In the order in which the service worker loads them.
WORKBOX_PARTS = ("workbox-core", "workbox-routing", "workbox-strategies", "workbox-precaching")
VENDOR_FILES = {
    "idiomorph.js": "idiomorph/dist/idiomorph.esm.js",
    "idiomorph.d.ts": "idiomorph/dist/idiomorph.d.ts",
    "idiomorph-license.txt": "idiomorph/LICENSE",
    "sortableEventListener.js": "sortable-tablesort/dist/esm/sortableEventListener.js",
    "sortableEventListener.d.ts": "sortable-tablesort/dist/esm/sortableEventListener.d.ts",
    "sortSortable.js": "sortable-tablesort/dist/esm/sortSortable.js",
    "sortSortable.d.ts": "sortable-tablesort/dist/esm/sortSortable.d.ts",
    "enhanceSortableAccessibility.js": "sortable-tablesort/dist/esm/enhanceSortableAccessibility.js",
    "enhanceSortableAccessibility.d.ts": "sortable-tablesort/dist/esm/a11y/enhanceSortableAccessibility.d.ts",
    "sortable-license.txt": "sortable-tablesort/LICENSE",
    **{f"{name}.js": f"{name}/build/{name}.prod.js" for name in WORKBOX_PARTS},
    "workbox-window.mjs": "workbox-window/build/workbox-window.prod.mjs",
    "workbox-license.txt": "workbox-core/LICENSE",
}

_STAMP = BUILD / "stage.json"
_OWN = ("setup/stage.py", "setup/papers.py", "setup/snapshot.py", "setup/snapshot.mjs", "integrity.py", "zips.py")


def stage() -> bool:
    """Bring the staged folders up to date, and tell whether anything had to be done."""
    inputs = _digest_of_inputs()
    if _up_to_date(inputs):
        return False

    with tempfile.TemporaryDirectory(prefix="restitution-stage-") as scratch:
        runtime = _runtime(Path(scratch))
    _fill(RUNTIME, runtime)
    _fill(FONTS, _from_node_modules(FONT_FILES))
    _fill(VENDOR, _from_node_modules(VENDOR_FILES) | _VENDOR_TYPES)

    _STAMP.parent.mkdir(parents=True, exist_ok=True)
    _STAMP.write_text(json.dumps({"inputs": inputs, "outputs": _digests_of_outputs()}), encoding="utf-8")
    return True


def _runtime(folder: Path) -> dict[str, bytes]:
    """What the worker loads, made in a folder that is empty."""
    wheel, lock = _build_wheel_and_lock(folder)
    for name in PYODIDE_FILES:
        shutil.copy(NODE_MODULES / "pyodide" / name, folder)
    trim_library(folder / LIBRARY_NAME, library_used(folder))
    write_papers(folder / PAPERS_NAME)
    memory, facts = take_snapshot(folder, wheel)
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())} | {facts["file"]: memory}
    return files | {MANIFEST_NAME: manifest(facts, json.loads(lock.read_bytes()), files), TYPES_NAME: _TYPES}


def _build_wheel_and_lock(folder: Path) -> tuple[Path, Path]:
    """Build the calculator's wheel, byte-compiled, and a Pyodide lock that lists it alone.

    The lock comes before the byte-compiling, which rewrites it: `add-wheels` refuses a wheel that is tagged
    for one version of Python, and byte-compiling tags it so.
    """
    _run("hatchling", "build", "--target", "wheel", "--directory", folder)
    (wheel,) = folder.glob("*.whl")

    lock = folder / LOCK_NAME
    with tempfile.TemporaryDirectory(prefix="restitution-lock-") as scratch:
        empty = Path(scratch) / LOCK_NAME
        shipped = json.loads((NODE_MODULES / "pyodide" / LOCK_NAME).read_bytes())
        empty.write_text(json.dumps({"info": shipped["info"], "packages": {}}), encoding="utf-8")
        places = ("--input", empty, "--output", lock, "--base-path", folder)
        _run("pyodide", "lockfile", "add-wheels", *places, wheel)

    _run("pyodide", "py-compile", folder)
    (compiled,) = folder.glob("*.whl")
    # Without the time of the build; the reader's browser keeps the wheel as long as its hash is the same.
    write_zip(compiled, sorted(without_papers(read_zip(compiled)).items()))
    contents = json.loads(lock.read_bytes())
    (package,) = contents["packages"].values()
    package["sha256"] = _sha256(compiled)
    lock.write_text(json.dumps(contents, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return compiled, lock


def _run(*command: str | Path) -> None:
    """Run one of the packaging tools; show what it printed only if it fails."""
    program, *arguments = command
    done = subprocess.run(
        [Path(sys.executable).with_name(str(program)), *arguments],
        cwd=ROOT,
        # Byte-code then holds the hash of its source in place of the time it was written.
        env={**os.environ, "SOURCE_DATE_EPOCH": str(DATE_SECONDS)},
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))} failed:\n{done.stdout}")


def _from_node_modules(files: Mapping[str, str]) -> dict[str, bytes]:
    return {name: (NODE_MODULES / source).read_bytes() for name, source in files.items()}


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder hold exactly these files, touching only what differs."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.name not in files:
            path.unlink()
    for name, content in files.items():
        path = folder / name
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)


def _up_to_date(inputs: str) -> bool:
    if not _STAMP.exists():
        return False
    stamp = json.loads(_STAMP.read_bytes())
    return bool(stamp == {"inputs": inputs, "outputs": _digests_of_outputs()})


def _digest_of_inputs() -> str:
    """Stand for everything that decides what is staged."""
    sources = [path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    settings = ["pyproject.toml", "LICENSE", "requirements.txt", "site/package-lock.json"]
    digest = hashlib.sha256()
    for path in [
        *sorted(sources),
        *(ROOT / name for name in settings),
        *(ROOT / "site" / "sitebuild" / name for name in _OWN),
    ]:
        digest.update(f"{path.relative_to(ROOT)}\0{_sha256(path)}\0".encode())
    return digest.hexdigest()


def _digests_of_outputs() -> dict[str, str]:
    """The staged files as they are now, so that one that was changed or lost is staged again."""
    paths = (path for folder in (RUNTIME, FONTS, VENDOR) for path in folder.glob("*"))
    return {str(path.relative_to(ASSETS)): _sha256(path) for path in sorted(paths)}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
