"""The page of licenses: what is published with the guide, and what only builds and tests it.

Both tables follow the lock files, so that they are the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from sitebuild.credits.third_party import Component, license_of, third_party
from sitebuild.pages.tables import table_html
from sitebuild.paths import SITE_MARK
from sitebuild.setup.locks import Locked, npm_locked, python_locked

FOLDER = "licenses"


def publish_licenses(site: Path) -> None:
    """Put the whole text of every component's license into the built site."""
    folder = site / FOLDER
    folder.mkdir()
    for one in third_party():
        (folder / f"{one.id}.txt").write_text(one.text, encoding="utf-8")


def shipped_html() -> str:
    """Everything that is published, with its license."""
    listed = third_party()
    rows = [
        (
            f"{escape(one.name)}{_inside(one, listed)}",
            escape(one.version) or "not given",
            f'<a href="{SITE_MARK}{FOLDER}/{one.id}.txt">{escape(one.license)}</a>',
            escape(one.does),
            f'<a href="{escape(one.source)}">source</a>' if one.source else "this guide",
        )
        for one in listed
    ]
    columns = ("What", "Version", "License, with its text", "What it is for", "Source code")
    return table_html("shipped", "What is published with the guide", columns, rows)


def _inside(one: Component, listed: Iterable[Component]) -> str:
    whole = {other.id: other.name for other in listed}
    return f' <span class="we-how">inside {escape(whole[one.inside])}</span>' if one.inside else ""


def tools_html() -> str:
    """Everything that only builds and tests the guide, with the license it states."""
    published = {one.package for one in third_party()}
    rows = [
        (escape(name), escape(version), escape(license), where)
        for name, version, license, where in tools()
        if name not in published
    ]
    return table_html("tools", "What builds and tests the guide", ("Package", "Version", "License", "From"), rows)


def tools() -> list[tuple[str, str, str, str]]:
    """Every package of the two locks that every machine installs: name, version, license, registry."""
    python = [(one.name, one.version, license_of(one.name), "PyPI") for one in _everywhere(python_locked().values())]
    npm = [(one.name, one.version, one.license, "npm") for one in _everywhere(npm_locked().values())]
    return sorted(python + npm)


def _everywhere(packages: Iterable[Locked]) -> list[Locked]:
    return [one for one in packages if one.everywhere]
