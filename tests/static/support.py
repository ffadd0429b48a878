"""How a static check is run."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from sitebuild.paths import ROOT


def check(*command: str | Path) -> None:
    """Run a check from the top of the project, and fail with what it printed."""
    done = subprocess.run(command, cwd=ROOT, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        pytest.fail(done.stdout, pytrace=False)
