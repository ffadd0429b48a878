"""What the built guide holds that somebody else wrote: `site/third-party.toml`, with what the lock files say of it.

A file that no entry claims stops the build: nothing is published of which the guide does not say whose it is.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from sitebuild.paths import NODE_MODULES, ROOT
from sitebuild.setup.locks import npm_locked, python_locked

LISTED = ROOT / "site" / "third-party.toml"

# The folders of the built site in which every file must belong to somebody.
CLAIMED_FOLDERS = ("runtime", "fonts", "vendor", "assets", "download")

_THEME = "mkdocs-material"
_KEYS = {"id", "name", "locked", "license", "seen", "texts", "files", "inside", "purl", "does", "source"}


class ThirdPartyError(Exception):
    """An entry of `site/third-party.toml` does not fit what is there; the message says which and how."""


@dataclass(frozen=True)
class Component:
    """Something that is published with the guide.

    Attributes:
        version: what the lock or the files state; empty where neither does.
        license: as an SPDX expression.
        texts: the files that hold the text of its license.
        files: patterns of what belongs to it under the built site; none if it lies `inside` the files of another.
        ecosystem: where its name is registered: `npm`, `pypi` or `generic`.
    """

    id: str
    name: str
    version: str
    license: str
    texts: tuple[Path, ...]
    files: tuple[str, ...]
    inside: str
    ecosystem: str
    package: str
    does: str
    source: str

    @property
    def text(self) -> str:
        """The text of its license, whole."""
        return "\n\n".join(path.read_text(encoding="utf-8").strip() for path in self.texts) + "\n"


@cache
def third_party() -> tuple[Component, ...]:
    """Every component, in the order of the file."""
    return read_third_party(LISTED.read_text(encoding="utf-8"))


def read_third_party(text: str) -> tuple[Component, ...]:
    """The components that a text in the form of `site/third-party.toml` lists.

    Raises:
        ThirdPartyError: for an entry that does not fit what is installed.
    """
    components = tuple(_component(entry) for entry in tomllib.loads(text)["component"])
    known = {one.id for one in components}
    for one in components:
        if one.inside and one.inside not in known:
            raise ThirdPartyError(f"{one.id}: it is said to lie inside {one.inside!r}, which is not listed.")
        if not one.files and not one.inside:
            raise ThirdPartyError(f"{one.id}: it has neither files nor a component whose files hold it.")
    if len(known) != len(components):
        raise ThirdPartyError("Two components have the same id.")
    return components


def _component(entry: Mapping[str, Any]) -> Component:
    name = str(entry["id"])
    if unknown := set(entry) - _KEYS:
        raise ThirdPartyError(f"{name}: there is no key {', '.join(sorted(unknown))}.")
    for key in ("name", "texts", "does", *(() if "locked" in entry else ("license", "seen"))):
        if key not in entry:
            raise ThirdPartyError(f"{name}: it has no {key}.")
    registry, _, package = str(entry.get("locked", "")).partition(":")
    if registry:
        version, license = _locked(name, registry, package)
    else:
        version, license = _seen(name, *entry["seen"]), str(entry["license"])
    texts = tuple(_place(name, str(text)) for text in entry["texts"])
    return Component(
        id=name,
        name=entry["name"],
        version=version,
        license=license,
        texts=texts,
        files=tuple(entry.get("files", ())),
        inside=entry.get("inside", ""),
        ecosystem=entry.get("purl", registry if registry in ("npm", "pypi") else "generic"),
        package=package or name,
        does=entry["does"],
        source=entry.get("source", "").replace("{version}", version),
    )


def _locked(name: str, registry: str, package: str) -> tuple[str, str]:
    """The version and the license that the lock states, or for Python's packages the package itself."""
    if registry == "project":
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        return project["version"], project["license"]
    found = (npm_locked() if registry == "npm" else python_locked()).get(package)
    if found is None:
        raise ThirdPartyError(f"{name}: no lock file holds {registry}:{package}.")
    return found.version, found.license if registry == "npm" else license_of(package)


def license_of(package: str) -> str:
    """The license of an installed Python package, as the package states it.

    A package states it in one of three places, of which the newest is an SPDX expression. Some put the whole text
    into the second; then the third is asked.

    Raises:
        ThirdPartyError: if it states none.
    """
    stated = metadata.metadata(package)
    expression = stated.get("License-Expression") or ""
    words = stated.get("License") or ""
    kinds = [kind for kind in stated.get_all("Classifier") or [] if kind.startswith("License :: OSI Approved :: ")]
    if expression:
        return expression
    if words and words != "UNKNOWN" and "\n" not in words:
        return words
    if kinds:
        return ", ".join(kind.rpartition(" :: ")[2] for kind in kinds)
    return words.partition("\n")[0] if words not in ("", "UNKNOWN") else _first_line(package)


def _first_line(package: str) -> str:
    """The first line of a package's license, which names it in the usual ones."""
    found = [path for path in metadata.files(package) or [] if path.name.upper().startswith(("LICENSE", "LICENCE"))]
    if not found:
        raise ThirdPartyError(f"{package} states no license.")
    return found[0].read_text(encoding="utf-8").strip().partition("\n")[0]


def _seen(name: str, place: str, pattern: str) -> str:
    """The version in the file that shows a component is there, or nothing if the file does not state one."""
    found = re.search(pattern.encode(), _place(name, place).read_bytes())
    if found is None:
        raise ThirdPartyError(f"{name}: {pattern!r} does not stand in {place}. Is it still there, and by that name?")
    return found[1].decode() if found.re.groups else ""


def _place(name: str, written: str) -> Path:
    """The one file that a place in `site/third-party.toml` means."""
    first, _, rest = written.partition("/")
    if first == "node_modules":
        folder = NODE_MODULES
    elif first == "material":
        folder = Path(str(files("material") / "templates"))
    elif first == "dist-info":
        return Path(str(_distribution_file(name, rest)))
    else:
        folder, rest = ROOT, written
    found = sorted(folder.glob(rest))
    if len(found) != 1:
        raise ThirdPartyError(f"{name}: {written} is {len(found)} files, not one.")
    return found[0]


def _distribution_file(name: str, wanted: str) -> Path:
    """A file of a package's metadata. The package's own list is not asked: it looks for each of its files first."""
    packages = Path(str(metadata.distribution(name).locate_file("")))
    stem = canonicalize_name(name).replace("-", "_")
    found = [path for path in packages.glob(f"{stem}-*.dist-info/**/{wanted}") if path.is_file()]
    if not found:
        raise ThirdPartyError(f"{name}: the package has no {wanted}.")
    return found[0]


def owners(paths: Iterable[str], components: Iterable[Component]) -> dict[str, list[str]]:
    """Whose each file of the built site is, by id. A file of nobody has an empty list."""
    listed = list(components)
    return {
        path: [one.id for one in listed if any(fnmatchcase(path, pattern) for pattern in one.files)] for path in paths
    }


def faults_of_claims(paths: Iterable[str], components: Iterable[Component]) -> list[str]:
    """Every file that belongs to nobody, or to two."""
    faults = []
    for path, ids in owners(paths, components).items():
        if not ids:
            faults.append(
                f"{path}: no component in {LISTED.relative_to(ROOT)} claims this file. "
                "Say there whose it is and under which license."
            )
        elif len(ids) > 1:
            faults.append(f"{path}: claimed by {' and '.join(ids)}.")
    return faults


def files_to_claim(site: Path) -> list[str]:
    """The files of a built site, or of `site/assets`, that must belong to a component."""
    found = (path for folder in CLAIMED_FOLDERS for path in (site / folder).rglob("*") if path.is_file())
    return sorted(path.relative_to(site).as_posix() for path in found)


def bundled_in_theme() -> set[str]:
    """The npm packages that the theme's source maps name: what its makers compiled into the files it brings."""
    maps = Path(str(files("material") / "templates" / "assets")).rglob("*.map")
    sources = [source for path in maps for source in json.loads(path.read_bytes())["sources"]]
    return {package for source in sources if (package := _package_of(source))}


def _package_of(source: str) -> str:
    """The npm package that a source of a map comes from; nothing for the theme's own."""
    inside = source.rpartition("node_modules/")[2]
    if inside.startswith(("src/", ".")):
        return ""
    # A name may have two parts, of which the first says whose it is.
    return "/".join(inside.split("/")[: 2 if inside.startswith("@") else 1])
