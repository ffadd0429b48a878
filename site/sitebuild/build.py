"""Build the whole guide: stage, gather the pages, run MkDocs, check the pages, add policies and the precache list."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, time
from pathlib import Path

from restitution.commands import INPUTS
from restitution.fields.json_schema import schema_of
from restitution.ledger import ROW
from sitebuild.cache import Cache
from sitebuild.credits.sbom import write_sbom
from sitebuild.credits.third_party import ThirdPartyError
from sitebuild.pages.case_pages import write_case_pages
from sitebuild.pages.citations import AUDIT_PLACE
from sitebuild.pages.licenses import publish_licenses
from sitebuild.pages.render import RenderError, render, render_some
from sitebuild.paths import BUILT_SITE, CONTENT, PAGES
from sitebuild.publish.csp import PolicyError, add_policies, with_policy
from sitebuild.publish.download import write_download
from sitebuild.publish.links import PageError, check_pages, led
from sitebuild.publish.precache import write_precache_list
from sitebuild.publish.styles import write_styles
from sitebuild.setup.advisories import AuditError
from sitebuild.setup.bootstrap import SetupError
from sitebuild.setup.stage import stage

# What the theme and the type check bring and no reader's browser asks for. The theme's search loads what lies in
# `lunr/` for other languages than English.
_UNREAD = ("**/*.d.ts", "**/*.d.mts", "assets/**/*.map", "assets/javascripts/lunr")


def build() -> None:
    """Make `build/site`.

    Raises:
        RenderError: if MkDocs finds fault with the pages; it has said which.
        PageError: if the pages together are at fault.
        PolicyError: if a page holds what the content security policy forbids.
        ThirdPartyError: if it is not said of every file whose it is.
    """
    stage()
    _gather_pages()
    _set_time()
    render()
    drop_unread(BUILT_SITE)
    write_styles(BUILT_SITE)
    _publish_schemas()
    publish_licenses(BUILT_SITE)
    write_download(BUILT_SITE)
    write_sbom(BUILT_SITE)
    checked = Cache("checked")
    check_pages(BUILT_SITE, checked)
    checked.save()
    add_policies(BUILT_SITE)
    write_precache_list(BUILT_SITE)


def preview(sources: Collection[str], addresses: Collection[str], site: Path) -> None:
    """Build a few pages alone into a folder, unchecked.

    The page that lists every legal sentence is left out: it needs all the others.

    Args:
        sources: pages by their files below `content/`.
        addresses: pages by where they are read, as `/learn/losses/`.
        site: an empty folder.

    Raises:
        RenderError: if MkDocs or a fence finds fault with one of them.
    """
    _gather_pages()
    _set_time()
    read = {address.strip("/") for address in addresses}
    for path in render_some(lambda file: file.src_uri in sources or file.url.strip("./") in read, site):
        text = path.read_text(encoding="utf-8")
        if AUDIT_PLACE in text:
            path.unlink()
        else:
            path.write_text(with_policy(led(path.relative_to(site).as_posix(), text)), encoding="utf-8")


def _set_time() -> None:
    """Set the time that the site shows: the latest review, not the build, which would change the site's bytes.

    Who packs the site may set another in the environment, as is the custom (reproducible-builds.org).
    """
    review = datetime.combine(last_review(CONTENT), time(), UTC)
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(int(review.timestamp())))


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


def attempt(step: Callable[[], object]) -> int:
    """Run a step and print what it finds fault with; gives the exit code."""
    try:
        step()
    except subprocess.CalledProcessError as error:
        # The command that failed has printed why.
        return error.returncode
    except (AuditError, PageError, PolicyError, RenderError, SetupError, ThirdPartyError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0
