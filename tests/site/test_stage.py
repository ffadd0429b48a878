"""Files that staging puts beside the pages."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from sitebuild.integrity import integrity
from sitebuild.paths import ASSETS, PACKAGE, ROOT
from sitebuild.setup.bootstrap import node
from sitebuild.setup.papers import MODULES_NAME, PAPERS_NAME
from sitebuild.setup.snapshot import LIBRARY_NAME, MANIFEST_NAME, take_snapshot
from sitebuild.setup.stage import FONTS, LOCK_NAME, PYODIDE_FILES, RUNTIME, TYPES_NAME, VENDOR, stage

WHEEL_NAME = "restitution-0.1.0-cp313-none-any.whl"

# What writes papers, in bytes: somebody who asks for the first one waits for it.
PAPERS_BUDGET = 350_000

# The maximum total size of the fonts, in bytes: they load before the reader sees the text as designed.
FONT_BUDGET = 120_000


@pytest.fixture(scope="module", autouse=True)
def staged() -> None:
    """Stage the files for every test here."""
    stage()


@pytest.fixture
def wheel() -> Path:
    """Return the calculator as the browser gets it."""
    return RUNTIME / WHEEL_NAME


@pytest.fixture
def lock() -> dict[str, Any]:
    """Return the list of packages that Pyodide reads."""
    contents: dict[str, Any] = json.loads((RUNTIME / LOCK_NAME).read_bytes())
    return contents


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def manifest_value(name: str) -> dict[str, Any]:
    text = (RUNTIME / MANIFEST_NAME).read_text(encoding="utf-8")
    (found,) = re.findall(rf"^export const {name} = (.*?);$", text, re.MULTILINE | re.DOTALL)
    value: dict[str, Any] = json.loads(found)
    return value


def members(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def paper_modules() -> dict[str, bytes]:
    """The modules in the zip file that lies in the zip file of what writes papers."""
    (inner,) = members(RUNTIME / PAPERS_NAME).items()
    assert inner[0] == MODULES_NAME
    with zipfile.ZipFile(BytesIO(inner[1])) as archive:
        # Python in the browser reads from it without unpacking.
        assert {member.compress_type for member in archive.infolist()} == {zipfile.ZIP_STORED}
        return {name: archive.read(name) for name in archive.namelist()}


def test_runtime_holds_what_the_browser_loads_and_no_more() -> None:
    (snapshot,) = RUNTIME.glob("snapshot-*.wasm")
    ours = {LOCK_NAME, WHEEL_NAME, PAPERS_NAME, MANIFEST_NAME}
    assert names(RUNTIME) == {*PYODIDE_FILES, TYPES_NAME, *ours, snapshot.name}


def test_the_snapshot_is_named_by_its_hash_and_ends_with_the_memory_of_python() -> None:
    (path,) = RUNTIME.glob("snapshot-*.wasm")
    content, facts = path.read_bytes(), manifest_value("SNAPSHOT")
    assert path.stem == f"snapshot-{hashlib.sha256(content).hexdigest()[:16]}"
    assert len(content) == facts["begins"] + sum(end - start for start, end in facts["parts"])
    assert b"restitution.protocol" in content


def test_the_snapshot_is_a_webassembly_file() -> None:
    (path,) = RUNTIME.glob("snapshot-*.wasm")
    module = "new WebAssembly.Module(fs.readFileSync(process.argv[1]))"
    tell = f"console.log(WebAssembly.Module.customSections({module}, 'memory')[0].byteLength)"
    done = subprocess.run([node(), "-e", tell, path], check=True, capture_output=True, text=True)
    assert int(done.stdout) == path.stat().st_size - manifest_value("SNAPSHOT")["begins"]


def test_the_snapshot_holds_nothing_of_this_machine() -> None:
    (path,) = RUNTIME.glob("snapshot-*.wasm")
    memory = path.read_bytes()
    for place in (ROOT, Path.home(), Path(tempfile.gettempdir()) / "restitution-"):
        assert str(place).encode() not in memory, place


def test_the_same_wheel_gives_the_same_snapshot(wheel: Path, tmp_path: Path) -> None:
    # Outside site/, as staging does it: site/package.json says that a script is a module, and Pyodide's is none.
    runtime = shutil.copytree(RUNTIME, tmp_path / "runtime")
    content, facts = take_snapshot(runtime, wheel)
    assert content == (RUNTIME / facts["file"]).read_bytes()


def test_the_manifest_has_the_hash_of_every_file_of_the_runtime() -> None:
    told = manifest_value("INTEGRITY")
    assert told == {
        path.name: integrity(path.read_bytes())
        for path in RUNTIME.iterdir()
        if path.name not in (MANIFEST_NAME, TYPES_NAME)
    }


def test_the_library_is_compiled_and_only_what_is_used() -> None:
    library = members(RUNTIME / LIBRARY_NAME)
    assert all(name.endswith(".pyc") for name in library)
    assert {"decimal.pyc", "json/__init__.pyc", "encodings/utf_8.pyc"} <= set(library)
    assert not {"sqlite3/__init__.pyc", "unittest/__init__.pyc"} & set(library)


def test_vendor_holds_each_script_with_its_types_and_licence() -> None:
    workbox = {"workbox-core", "workbox-routing", "workbox-strategies", "workbox-precaching"}
    scripts = {"idiomorph", "sortSortable", "sortableEventListener", "enhanceSortableAccessibility"}
    licences = {"idiomorph-license.txt", "sortable-license.txt", "workbox-license.txt"}
    files = {f"{name}{ending}" for name in scripts for ending in (".js", ".d.ts")}
    files |= {"workbox-window.mjs", "workbox-window.d.mts"}
    assert names(VENDOR) == licences | files | {f"{name}.js" for name in workbox}


def test_vendored_scripts_are_modules() -> None:
    """Except for the parts of the service worker, which Firefox runs only as a classic script."""
    for script in set(VENDOR.glob("*js")) - set(VENDOR.glob("workbox-*.js")):
        assert re.search(r"(^|[;}])export\b", script.read_text(encoding="utf-8"), re.MULTILINE), script.name


def test_fonts_are_woff2_and_light() -> None:
    fonts = list(FONTS.glob("*.woff2"))
    assert all(font.read_bytes().startswith(b"wOF2") for font in fonts)
    assert 0 < sum(font.stat().st_size for font in fonts) < FONT_BUDGET


def test_every_font_has_its_licence() -> None:
    families = {font.name.partition("-latin-")[0] for font in FONTS.glob("*.woff2")}
    assert {f"{family}-license.txt" for family in families} == {path.name for path in FONTS.glob("*.txt")}


def test_lock_lists_the_calculator_alone(lock: dict[str, Any]) -> None:
    assert list(lock["packages"]) == ["restitution"]
    package = lock["packages"]["restitution"]
    assert package["file_name"] == WHEEL_NAME
    assert package["imports"] == ["restitution"]
    assert package["depends"] == []


def test_lock_has_the_hash_of_the_wheel(lock: dict[str, Any], wheel: Path) -> None:
    assert lock["packages"]["restitution"]["sha256"] == hashlib.sha256(wheel.read_bytes()).hexdigest()


def test_lock_is_for_the_pyodide_beside_it(lock: dict[str, Any]) -> None:
    shipped = ROOT / "site" / "node_modules" / "pyodide" / LOCK_NAME
    assert lock["info"] == json.loads(shipped.read_bytes())["info"]
    assert lock["info"]["python"].startswith("3.13.")


def test_wheel_holds_every_module_compiled_and_every_table(wheel: Path) -> None:
    sources = {
        str(path.relative_to(PACKAGE.parent)) for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc"
    }
    expected = {re.sub(r"\.py$", ".pyc", source) for source in sources}
    papers = {name for name in expected if name.startswith("restitution/papers/")}
    assert {name for name in members(wheel) if ".dist-info/" not in name} == expected - papers
    ours = {name for name in paper_modules() if name.startswith("restitution/")}
    assert ours == papers


def test_what_writes_papers_is_light_and_comes_with_xlsxwriter_compiled() -> None:
    held = paper_modules()
    assert all(name.endswith(".pyc") for name in held)
    assert {name.split("/")[0] for name in held} == {"restitution", "xlsxwriter"}
    assert "xlsxwriter/workbook.pyc" in held
    assert (RUNTIME / PAPERS_NAME).stat().st_size <= PAPERS_BUDGET


def test_the_memory_has_nothing_of_what_writes_papers() -> None:
    (path,) = RUNTIME.glob("snapshot-*.wasm")
    memory = path.read_bytes()
    assert b"restitution.desk.session" in memory
    assert b"restitution.papers" not in memory
    assert b"xlsxwriter" not in memory


@pytest.mark.parametrize("kind", ["wheel", "lock", "papers"])
def test_nothing_of_ours_names_a_host_or_this_machine(kind: str, wheel: Path) -> None:
    """Only the law's tables cite web pages, and no file contains a path of the build machine."""
    lock = {LOCK_NAME: (RUNTIME / LOCK_NAME).read_bytes()}
    files = members(wheel) if kind == "wheel" else paper_modules() if kind == "papers" else lock
    for name, content in files.items():
        assert str(ROOT).encode() not in content, name
        assert str(Path.home()).encode() not in content, name
        # The names that Word and Excel have for their parts look like addresses.
        if not name.endswith(".toml") and kind != "papers":
            assert not re.search(rb"https?://(?!www\.w3\.org/|json-schema\.org/draft/)", content), name


def test_byte_code_does_not_depend_on_the_time_of_the_build(wheel: Path) -> None:
    """The same sources must give the same wheel: its hash is the key of the browser's cache."""
    with zipfile.ZipFile(wheel) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    # Bit 0 of the second word: the bytecode is tied to its source by hash, not by time (PEP 552).
    flags = {content[4] & 1 for name, content in members(wheel).items() if name.endswith(".pyc")}
    assert flags == {1}


def test_staging_again_does_nothing() -> None:
    assert stage() is False


def test_a_changed_file_is_staged_again_and_a_stray_one_removed() -> None:
    script = VENDOR / "idiomorph.js"
    original = script.read_bytes()
    script.write_bytes(b"// changed")
    (VENDOR / "stray.js").touch()

    assert stage() is True
    assert script.read_bytes() == original
    assert "stray.js" not in names(VENDOR)


def test_git_ignores_what_is_staged() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    for folder in (RUNTIME, FONTS, VENDOR):
        assert f"/{folder.relative_to(ROOT)}/" in ignored
        assert folder.parent == ASSETS
