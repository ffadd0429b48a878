"""The program for the reader's own computer: its wheel, the page about it, and that it installs without a network."""

from __future__ import annotations

import base64
import csv
import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import restitution
from restitution.casefile.file import read_file
from restitution.papers.make import write
from sitebuild.pages.download import CHECKSUM, DownloadError, checksum, command_html
from sitebuild.pages.fence import FenceError, download
from sitebuild.paths import BUILT_SITE, CONTENT, PACKAGE, ROOT
from sitebuild.publish.precache import precached_files
from sitebuild.setup.wheel import wheel
from sitebuild.zips import write_zip

PAGE = BUILT_SITE / "reference" / "on-your-computer" / "index.html"
FOLDER = BUILT_SITE / "download"
CASE = CONTENT / "examples" / "nine-and-three.json"
PYTHONS = ("3.12", "3.13", "3.14")


# --- the file ---


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return what is in the wheel."""
    path = tmp_path_factory.mktemp("wheel") / wheel().name
    path.write_bytes(wheel().content)
    with zipfile.ZipFile(path) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return {name: archive.read(name) for name in archive.namelist()}


def test_it_is_for_any_python_that_can_run_it(members: dict[str, bytes]) -> None:
    """Every source as it is, none compiled: byte-code is for one version alone."""
    assert wheel().name == f"restitution-{restitution.__version__}-py3-none-any.whl"
    sources = {
        path.relative_to(PACKAGE.parent).as_posix(): path.read_bytes()
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert {name: content for name, content in members.items() if ".dist-info/" not in name} == sources
    (stated,) = (content.decode() for name, content in members.items() if name.endswith("/METADATA"))
    assert re.search(r"^Requires-Python: >=3\.12$", stated, re.MULTILINE)
    needed = re.findall(r"^Requires-Dist: (.*)$", stated, re.MULTILINE)
    assert needed
    assert all("; extra == " in one for one in needed)


def test_its_list_has_the_hash_of_every_file(members: dict[str, bytes]) -> None:
    (listed,) = (content.decode() for name, content in members.items() if name.endswith("/RECORD"))
    hashes = {name: digest for name, digest, _ in csv.reader(listed.splitlines()) if digest}
    assert hashes == {
        name: f"sha256={base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip('=')}"
        for name, content in members.items()
        if not name.endswith("/RECORD")
    }


def test_it_holds_nothing_of_this_machine(members: dict[str, bytes]) -> None:
    for name, content in members.items():
        for place in (ROOT, Path.home()):
            assert str(place).encode() + b"/" not in content, name


def test_it_is_the_same_each_time() -> None:
    assert wheel.__wrapped__() == wheel()


# --- the page ---


@pytest.fixture(scope="module")
def page() -> BeautifulSoup:
    """Return the page about it."""
    return BeautifulSoup(PAGE.read_text(encoding="utf-8"), "html.parser")


def test_what_is_published_is_that_file_and_its_checksum() -> None:
    """In the form that programs check; on no list of what a reader's browser keeps."""
    name, content = wheel()
    assert {path.name for path in FOLDER.iterdir()} == {name, name + CHECKSUM}
    assert (FOLDER / name).read_bytes() == content
    assert (FOLDER / (name + CHECKSUM)).read_text(encoding="utf-8") == f"{checksum()}  {name}\n"
    assert not [one["url"] for one in precached_files(BUILT_SITE) if "download/" in one["url"]]


def test_the_page_leads_to_the_file_and_prints_its_checksum(page: BeautifulSoup) -> None:
    links = [str(link["href"]) for link in page.select("p.download a[download]")]
    assert links == [f"../../download/{wheel().name}", f"../../download/{wheel().name}{CHECKSUM}"]
    assert [code.get_text() for code in page.select("p.download code")] == [checksum()]


def test_its_commands_name_the_file(page: BeautifulSoup) -> None:
    """For Windows, for a Mac, and with pipx; then to check it."""
    typed = [code.get_text().strip() for code in page.select("article pre code")]
    place = f'"$HOME/Downloads/{wheel().name}'
    programs = [line.partition(place)[0] for line in typed if place in line]
    assert programs == ["uv tool install ", "uv tool install ", "pipx install ", "Get-FileHash ", "shasum -a 256 "]


@pytest.mark.parametrize(
    "path", ["README.md", "content/reference/commands.md", "content/estimate.md", "content/ledger.md"]
)
def test_the_page_is_found_from(path: str) -> None:
    """By name; where the file is named, it is by the name it has."""
    text = (ROOT / path).read_text(encoding="utf-8")
    assert re.search(r"\]\((?:\S*/)?on-your-computer\.md\)", text)
    assert set(re.findall(r"restitution-[\d.]+-\S+?\.whl", text)) <= {wheel().name}


def test_a_command_must_name_the_file() -> None:
    with pytest.raises(DownloadError, match="place for the file"):
        command_html("uv tool install restitution")
    with pytest.raises(FenceError, match="place for the file"):
        download('command = "uv tool install restitution"')
    assert "&quot;a&quot; &lt;b&gt;" in command_html('"a" <b> {wheel}')


# --- installing it ---


@cache
def interpreter(version: str) -> str:
    """Return a Python of that version, or nothing if this machine has none."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = [str(path) for path in sorted(kept.glob(f"{version}.*/bin/python{version}"))]
    places = [shutil.which(f"python{version}"), *found, _of_uv(version), sys.executable]
    return next((place for place in places if place and _version(place) == version), "")


def _of_uv(version: str) -> str:
    asked = [program("uv"), "python", "find", "--offline", "--no-python-downloads", version]
    return subprocess.run(asked, check=False, capture_output=True, text=True).stdout.strip()


def _version(python: str) -> str:
    told = "import sys; print('%d.%d' % sys.version_info[:2])"
    return subprocess.run([python, "-c", told], check=False, capture_output=True, text=True).stdout.strip()


def program(name: str) -> str:
    """Return a program of the project's own environment."""
    return str(Path(sys.executable).with_name(name))


@pytest.fixture(params=PYTHONS)
def python(request: pytest.FixtureRequest) -> str:
    """Return a Python of each version in turn."""
    found = interpreter(request.param)
    if not found:
        pytest.skip(f"no Python {request.param} is on this machine")
    return found


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the wheel and nothing else: no setting, no cache and no package of this machine is near."""
    for name in list(os.environ):
        if name.startswith(("PIP_", "UV_", "PYTHON", "XDG_", "VIRTUAL_ENV")):
            monkeypatch.delenv(name)
    for name, folder in {
        "HOME": "home",
        "UV_CACHE_DIR": "cache",
        "UV_TOOL_DIR": "tools",
        "UV_TOOL_BIN_DIR": "bin",
    }.items():
        monkeypatch.setenv(name, str(tmp_path / folder))
    monkeypatch.chdir(tmp_path)
    (tmp_path / wheel().name).write_bytes(wheel().content)
    return tmp_path


def ran(*command: str | Path) -> bytes:
    """Run a command that must end well, and return what it prints."""
    done = subprocess.run([*map(str, command)], check=False, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def expected(form: str) -> bytes:
    """Return the paper that this Python makes, with the calculator as it lies in the project."""
    return write(read_file(CASE.name, base64.b64encode(CASE.read_bytes()).decode()).document, form)


def assert_works(command: Path) -> None:
    """Check that it answers, and that its paper is that of every other Python, byte for byte."""
    assert b"usage: restitution" in ran(command, "--help")
    assert ran(command, "estimate", CASE, "--format", "docx") == expected("docx")


@pytest.mark.slow
def test_uv_installs_it_without_a_network(python: str, alone: Path) -> None:
    """As on the page, from the file in the folder."""
    ran(program("uv"), "tool", "install", "--offline", "--no-index", "--python", python, f"./{wheel().name}")
    assert_works(alone / "bin" / "restitution")
    refused = subprocess.run(
        [alone / "bin" / "restitution", "estimate", CASE, "--format", "xlsx"], check=False, capture_output=True
    )
    assert refused.returncode == 2
    assert b"XlsxWriter" in refused.stderr


@pytest.mark.slow
def test_pip_installs_it_without_a_network(python: str, alone: Path) -> None:
    """Into an environment of its own, as pipx does."""
    if subprocess.run([python, "-m", "pip", "--version"], check=False, capture_output=True).returncode:
        pytest.skip("this Python has no pip")
    ran(python, "-m", "venv", "--without-pip", "own")
    own = alone / "own" / "bin"
    ran(python, "-m", "pip", "--python", own / "python", "install", "--no-index", "--no-deps", alone / wheel().name)
    assert_works(own / "restitution")


@pytest.fixture
def library() -> Callable[[Path], None]:
    """Put the library for spreadsheets, as it is installed here, into a folder as a wheel."""

    def packed(folder: Path) -> None:
        found = metadata.distribution("xlsxwriter")
        files = [path for path in found.files or [] if ".." not in path.parts and path.suffix != ".pyc"]
        content = {path.as_posix(): Path(str(found.locate_file(path))).read_bytes() for path in files}
        folder.mkdir()
        write_zip(folder / f"xlsxwriter-{found.version}-py3-none-any.whl", sorted(content.items()))

    return packed


@pytest.mark.slow
def test_the_extra_brings_spreadsheets(python: str, alone: Path, library: Callable[[Path], None]) -> None:
    """The one library that it names, in the version that the project pins."""
    library(alone / "found")
    asked = ("--offline", "--no-index", "--find-links", "found", "--python", python)
    ran(program("uv"), "tool", "install", *asked, f"./{wheel().name}[sheets]")
    assert ran(alone / "bin" / "restitution", "estimate", CASE, "--format", "xlsx") == expected("xlsx")
