"""The calculator as readers install it on their own computer: a wheel of its sources, for any Python that can run it.

The browser's wheel is another: byte-compiled, for the one Python inside Pyodide.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from sitebuild.paths import ROOT
from sitebuild.setup.bootstrap import venv_python
from sitebuild.zips import read_zip, write_zip


class Wheel(NamedTuple):
    """A wheel: its file name, which says for which Pythons it is, and the file."""

    name: str
    content: bytes


@cache
def wheel() -> Wheel:
    """Build the wheel. The same sources give the same bytes, so that its checksum can be printed on a page."""
    with tempfile.TemporaryDirectory(prefix="restitution-wheel-") as scratch:
        # Another builder of the guide runs in an environment without what builds a wheel.
        python = sys.executable if find_spec("hatchling") else venv_python()
        command = [python, "-m", "hatchling", "build", "--target", "wheel", "--directory", scratch]
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"The wheel was not built:\n{done.stdout}{done.stderr}")
        (built,) = Path(scratch).glob("*.whl")
        write_zip(built, sorted(read_zip(built).items()))
        return Wheel(built.name, built.read_bytes())
