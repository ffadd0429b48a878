"""Build the whole guide: stage, gather the pages, run MkDocs, check the pages, add policies and the precache list."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path

from restitution.commands import INPUTS
from restitution.fields.json_schema import schema_of
from restitution.ledger import ROW
from sitebuild.credits.sbom import write_sbom
from sitebuild.pages.case_pages import write_case_pages
from sitebuild.pages.licenses import publish_licenses
from sitebuild.paths import BUILT_SITE, CONTENT, PAGES, ROOT
from sitebuild.publish.csp import add_policies
from sitebuild.publish.links import check_pages
from sitebuild.publish.precache import write_precache_list
from sitebuild.publish.styles import write_styles
from sitebuild.setup.stage import stage

# MkDocs and its theme print a notice about a later MkDocs on every build. The versions here are pinned.
_QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}

# What the theme and the type check bring and no reader's browser asks for. The theme's search loads what lies in
# `lunr/` for other languages than English.
_UNREAD = ("**/*.d.ts", "**/*.d.mts", "assets/**/*.map", "assets/javascripts/lunr")


def build() -> None:
    """Make `build/site`.

    MkDocs runs in a process of its own, so that a second build in the same process starts afresh.

    Raises:
        subprocess.CalledProcessError: if MkDocs finds fault with the pages; it has said which.
        PageError: if the pages together are at fault.
        PolicyError: if a page holds what the content security policy forbids.
        ThirdPartyError: if it is not said of every file whose it is.
    """
    stage()
    _gather_pages()
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    subprocess.run(command, cwd=ROOT, env={**_when(), **os.environ, **_QUIET}, check=True)
    drop_unread(BUILT_SITE)
    write_styles(BUILT_SITE)
    _publish_schemas()
    publish_licenses(BUILT_SITE)
    write_sbom(BUILT_SITE)
    check_pages()
    add_policies(BUILT_SITE)
    write_precache_list(BUILT_SITE)


def _when() -> dict[str, str]:
    """The time that the site bears: not that of the build, which would change its bytes, but of the last review.

    Whoever packs the site may set another in the environment, as is the custom (reproducible-builds.org).
    """
    return {"SOURCE_DATE_EPOCH": str(int(datetime.combine(last_review(CONTENT), time(), UTC).timestamp()))}


def last_review(content: Path) -> date:
    """The latest day on which a page says it was reviewed."""
    found = (
        re.search(r"^reviewed: (\d{4}-\d\d-\d\d)$", page.read_text(encoding="utf-8"), re.MULTILINE)
        for page in content.rglob("*.md")
    )
    return max(date.fromisoformat(day[1]) for day in found if day)


def drop_unread(site: Path) -> None:
    """Take out of a built site what no reader's browser asks for."""
    for pattern in _UNREAD:
        for path in sorted(site.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _gather_pages() -> None:
    """The written pages, and one for each decided case."""
    shutil.rmtree(PAGES, ignore_errors=True)
    shutil.copytree(CONTENT, PAGES)
    write_case_pages(PAGES / "cases")


def _publish_schemas() -> None:
    """Every input of the calculator as JSON Schema, for editors and other programs."""
    folder = BUILT_SITE / "schema"
    folder.mkdir()
    for name, table in INPUTS.items():
        schema = json.dumps(schema_of(name, table, ROW), indent=2, ensure_ascii=False)
        (folder / f"{name}.json").write_text(schema + "\n", encoding="utf-8")
