"""Origin of the published files: the list behind the page of licenses, the page, and the bill of materials."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from sitebuild.credits.sbom import NAME, sbom_json, write_sbom
from sitebuild.credits.third_party import (
    LISTED,
    ThirdPartyError,
    bundled_in_theme,
    faults_of_claims,
    files_to_claim,
    read_third_party,
    third_party,
)
from sitebuild.pages.fence import FenceError, licenses
from sitebuild.pages.licenses import tools
from sitebuild.paths import ASSETS, BUILT_SITE
from sitebuild.setup.locks import npm_locked, python_locked
from sitebuild.setup.stage import stage

PAGE = BUILT_SITE / "reference" / "licenses" / "index.html"

ENTRY = """
[[component]]
id = "idiomorph"
name = "idiomorph"
locked = "npm:idiomorph"
texts = ["site/node_modules/idiomorph/LICENSE"]
files = ["vendor/idiomorph*"]
does = "changes a result in place"
"""


def published_bom() -> dict[str, Any]:
    """Return the published bill of materials."""
    contents: dict[str, Any] = json.loads((BUILT_SITE / NAME).read_bytes())
    return contents


def rows(table: str) -> list[list[str]]:
    """Return the cells of a table on the page."""
    soup = BeautifulSoup(PAGE.read_text(encoding="utf-8"), "html.parser")
    found = soup.select(f"#{table} tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in found]


@pytest.mark.parametrize("folder", ["runtime", "fonts", "vendor"])
def test_every_staged_file_belongs_to_a_component(folder: str) -> None:
    stage()
    paths = [f"{folder}/{path.name}" for path in sorted((ASSETS / folder).iterdir())]
    assert paths
    assert faults_of_claims(paths, third_party()) == []


def test_every_published_file_of_somebody_else_belongs_to_a_component() -> None:
    paths = files_to_claim(BUILT_SITE)
    assert {path.partition("/")[0] for path in paths} == {"runtime", "fonts", "vendor", "assets", "download"}
    assert faults_of_claims(paths, third_party()) == []


def test_a_file_of_nobody_is_told() -> None:
    (fault,) = faults_of_claims(["vendor/idiomorph.js", "vendor/stray.js"], third_party())
    assert fault.startswith("vendor/stray.js: no component in site/third-party.toml claims this file.")


def test_a_file_of_two_is_told() -> None:
    two = read_third_party(ENTRY + ENTRY.replace('id = "idiomorph"', 'id = "other"'))
    assert faults_of_claims(["vendor/idiomorph.js"], two) == ["vendor/idiomorph.js: claimed by idiomorph and other."]


def test_the_build_stops_at_a_file_of_nobody(tmp_path: Path) -> None:
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "stray.js").touch()
    with pytest.raises(ThirdPartyError) as stop:
        write_sbom(tmp_path)
    assert "vendor/stray.js: no component" in str(stop.value)
    assert "idiomorph: none of its files is published." in str(stop.value)
    assert not (tmp_path / NAME).exists()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("npm:idiomorph", "npm:no-such", "no lock file holds npm:no-such"),
        ("npm:idiomorph", "pypi:idiomorph", "no lock file holds pypi:idiomorph"),
        ("node_modules/idiomorph/LICENSE", "node_modules/idiomorph/LICENSE-2", "is 0 files, not one"),
        ("does =", "dose =", "there is no key dose"),
        ('does = "changes a result in place"', "", "it has no does"),
        ('locked = "npm:idiomorph"', 'license = "0BSD"', "it has no seen"),
        ('locked = "npm:idiomorph"', 'seen = ["LICENSE", "MIT"]', "it has no license"),
        ('files = ["vendor/idiomorph*"]', "", "neither files nor a component"),
        ("does =", 'inside = "nobody"\ndoes =', "'nobody', which is not listed"),
        (
            'locked = "npm:idiomorph"',
            'license = "0BSD"\nseen = ["node_modules/idiomorph/LICENSE", "never written"]',
            "'never written' does not stand in",
        ),
        ("[[component]]", ENTRY + "[[component]]", "Two components have the same id."),
    ],
)
def test_an_entry_that_does_not_fit_is_told(old: str, new: str, says: str) -> None:
    assert old in ENTRY
    with pytest.raises(ThirdPartyError, match=re.escape(says)):
        read_third_party(ENTRY.replace(old, new))


def test_a_version_is_read_from_what_is_there() -> None:
    seen = {one.id: one.version for one in third_party()}
    assert seen["idiomorph"] == npm_locked()["idiomorph"].version
    assert seen["mkdocs-material"] == python_locked()["mkdocs-material"].version
    info = json.loads((BUILT_SITE / "runtime" / "pyodide-lock.json").read_bytes())["info"]
    assert seen["python"] == info["python"]


def test_everything_that_the_theme_compiled_in_is_listed() -> None:
    """Its source maps name the packages; the files themselves mostly do not."""
    named = bundled_in_theme()
    assert {"rxjs", "lunr", "material-design-color"} <= named
    assert named <= {one.package for one in third_party() if one.inside == "mkdocs-material"}


def test_every_license_is_published_whole() -> None:
    published = {path.stem: path.read_text(encoding="utf-8") for path in (BUILT_SITE / "licenses").glob("*.txt")}
    assert published == {one.id: one.text for one in third_party()}
    words = {
        "MIT": "Permission is hereby granted, free of charge",
        "MPL-2.0": "Mozilla Public License Version 2.0",
        "PSF-2.0": "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2",
        "OFL-1.1": "SIL OPEN FONT LICENSE Version 1.1",
        "0BSD": "with or without fee is hereby granted",
        "Apache-2.0": "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION",
        "Apache-2.0 WITH LLVM-exception": "LLVM Exceptions to the Apache 2.0 License",
        "MIT OR NCSA": "University of Illinois/NCSA",
        "BSD-2-Clause": "Redistributions in binary form must reproduce",
        "Zlib": "This notice may not be removed or altered",
        "bzip2-1.0.6": "Julian R Seward",
        "Unlicense": "released into the public domain",
        "W3C-20150513": "The full text of this NOTICE",
        "CC-BY-4.0": "CC BY 4.0",
    }
    for one in third_party():
        assert words[one.license] in re.sub(r"\s+", " ", one.text), one.id


def test_every_text_that_is_kept_is_used() -> None:
    used = {path for one in third_party() for path in one.texts}
    assert set((LISTED.parent / "licenses").iterdir()) <= used


def test_the_page_lists_what_is_published() -> None:
    listed = rows("shipped")
    assert [(row[1], row[2]) for row in listed] == [(one.version or "not given", one.license) for one in third_party()]
    assert all(row[0].startswith(one.name) for row, one in zip(listed, third_party(), strict=True))


def test_the_page_says_where_the_source_under_the_mozilla_license_is() -> None:
    """The license requires it of anyone who distributes the compiled form."""
    soup = BeautifulSoup(PAGE.read_text(encoding="utf-8"), "html.parser")
    links = {link["href"] for link in soup.select("#shipped a")}
    sources = {one.source for one in third_party() if one.license == "MPL-2.0"}
    assert f"https://github.com/pyodide/pyodide/tree/{npm_locked()['pyodide'].version}" in sources
    assert sources <= links


def test_the_page_lists_what_builds_the_guide() -> None:
    published = {one.package for one in third_party()}
    assert [row[:3] for row in rows("tools")] == [list(tool[:3]) for tool in tools() if tool[0] not in published]


def test_what_only_some_machines_install_is_not_on_the_page() -> None:
    """Otherwise the page would differ from one machine to another."""
    names = {name for name, *_ in tools()}
    optional = {one.name for one in npm_locked().values() if not one.everywhere}
    assert optional, "TypeScript has a package for each system"
    assert not optional & names
    assert {"mkdocs", "pytest", "typescript"} <= names


@pytest.mark.parametrize("source", ["", 'of = "everything"'])
def test_a_fence_of_no_table_is_refused(source: str) -> None:
    with pytest.raises(FenceError, match=r"of must be one of shipped, tools"):
        licenses(source)


def test_the_bill_of_materials_keeps_to_the_schema() -> None:
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str((BUILT_SITE / NAME).read_text(encoding="utf-8")) is None
    bom = published_bom()
    bom["components"][0]["type"] = "no such type"
    assert validator.validate_str(json.dumps(bom)) is not None


def test_the_bill_of_materials_has_every_component_and_file() -> None:
    bom = published_bom()
    assert {one["bom-ref"] for one in bom["components"]} == {one.id for one in third_party()}
    files = {file["name"]: file["hashes"] for one in bom["components"] for file in one.get("components", ())}
    assert files == {
        path: [{"alg": "SHA-256", "content": hashlib.sha256((BUILT_SITE / path).read_bytes()).hexdigest()}]
        for path in files_to_claim(BUILT_SITE)
    }


def test_the_bill_of_materials_says_what_lies_inside_what() -> None:
    bom = published_bom()
    inside = {one["ref"]: set(one.get("dependsOn", ())) for one in bom["dependencies"]}
    assert inside["guide"] == {one.id for one in third_party() if not one.inside}
    for one in third_party():
        assert inside[one.id] == {part.id for part in third_party() if part.inside == one.id}
        assert one.version in next(entry["purl"] for entry in bom["components"] if entry["bom-ref"] == one.id)


def test_the_bill_of_materials_is_the_same_each_time() -> None:
    made = sbom_json(BUILT_SITE, files_to_claim(BUILT_SITE), third_party())
    assert made == sbom_json(BUILT_SITE, files_to_claim(BUILT_SITE)[::-1], third_party()[::-1])
    assert "serialNumber" not in made
    assert "timestamp" not in made
