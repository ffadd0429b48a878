"""Build the whole guide: stage, pages, finish."""

from __future__ import annotations

import os
import subprocess
import sys

from sitebuild.finish import finish
from sitebuild.paths import BUILT_SITE, ROOT
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
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    subprocess.run(command, cwd=ROOT, env=os.environ | _QUIET, check=True)
    for types in BUILT_SITE.rglob("*.d.*ts"):
        types.unlink()  # staged for the type check; a reader has no use for them
    finish()
