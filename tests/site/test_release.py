"""Release files: compressed copies beside the files, and one archive."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import brotli
import pytest

from sitebuild.publish.release import archive, own_files, pack


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site of four files, one of them already compressed."""
    folder = tmp_path / "site"
    (folder / "learn").mkdir(parents=True)
    (folder / "index.html").write_text("<p>restitution</p>" * 1000, encoding="utf-8")
    (folder / "learn/short.txt").write_text("short", encoding="utf-8")
    (folder / "sitemap.xml").write_text("<url/>", encoding="utf-8")
    (folder / "face.woff2").write_bytes(bytes(9000))
    pack(folder)
    return folder


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_only_what_gains_by_it_is_packed(site: Path) -> None:
    assert names(site) == {
        "index.html",
        "index.html.br",
        "index.html.gz",
        "learn/short.txt",
        "face.woff2",
        "sitemap.xml",
    }


def test_the_packed_forms_are_the_file(site: Path) -> None:
    whole = (site / "index.html").read_bytes()
    assert brotli.decompress((site / "index.html.br").read_bytes()) == whole
    assert gzip.decompress((site / "index.html.gz").read_bytes()) == whole


def test_packing_again_changes_nothing(site: Path) -> None:
    before = {name: (site / name).read_bytes() for name in names(site)}
    pack(site)
    assert {name: (site / name).read_bytes() for name in names(site)} == before


def test_the_archive_holds_the_site_and_is_the_same_each_time(site: Path, tmp_path: Path) -> None:
    first = archive(site, tmp_path / "guide-1.zip")
    content = first.read_bytes()
    assert archive(site, first).read_bytes() == content
    with zipfile.ZipFile(first) as file:
        held = {name: file.read(name) for name in file.namelist()}
    assert held == {f"guide-1/{path.relative_to(site).as_posix()}": path.read_bytes() for path in own_files(site)}
    assert "guide-1/index.html.br" not in held
