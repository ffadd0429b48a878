"""Build the whole guide: stage, gather the pages, MkDocs, finish."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

from restitution.commands import INPUTS
from restitution.ledger import ROW
from restitution.schema import schema_of
from sitebuild.case_pages import write_case_pages
from sitebuild.finish import finish
from sitebuild.paths import BUILT_SITE, CONTENT, PAGES, ROOT
from sitebuild.stage import stage

# MkDocs and its theme print a notice about a later MkDocs on every build. The versions here are pinned.
_QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


def build() -> None:
    """Make `build/site`.

    MkDocs runs in a process of its own, so that a second build in the same process starts afresh.

    Raises:
        subprocess.CalledProcessError: if MkDocs finds fault with the pages; it has said which.
        FinishError: if the pages together are at fault.
    """
    stage()
    _gather_pages()
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    subprocess.run(command, cwd=ROOT, env=os.environ | _QUIET, check=True)
    for types in BUILT_SITE.rglob("*.d.*ts"):
        types.unlink()  # staged for the type check; a reader has no use for them
    _publish_schemas()
    finish()


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
