"""Results of the build that are kept for the next one, in `build/cache`.

A result is found again by a digest of everything that it was made from: what went in, and the code that made it. So
there is nothing to invalidate; what a build did not ask for is dropped when the cache is saved.
"""

from __future__ import annotations

import hashlib
import pickle
import platform
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from sitebuild.paths import BUILD, PACKAGE, ROOT

FOLDER = BUILD / "cache"

_BUILD_CODE = ROOT / "site" / "sitebuild"
_LOCK = ROOT / "requirements.txt"


class Cache:
    """The kept results of one kind, by digest."""

    def __init__(self, name: str, folder: Path | None = None) -> None:
        """Read what an earlier build has kept under this name; a file that cannot be read counts as none."""
        self._path = (folder or FOLDER) / f"{name}.pickle"
        self._kept: dict[str, Any] = {}
        self._used: dict[str, Any] = {}
        try:
            self._kept = pickle.loads(self._path.read_bytes())
        except Exception:  # pickle raises whatever it runs into in a file that is damaged or not its own
            self._kept = {}

    def get[Result](self, key: str, make: Callable[[], Result]) -> Result:
        """The result that is kept under a digest, or else a new one."""
        if key not in self._used:
            self._used[key] = self._kept[key] if key in self._kept else make()
        result: Result = self._used[key]
        return result

    def find(self, key: str) -> Any:
        """The result under a digest, or None."""
        if key in self._kept:
            self._used[key] = self._kept[key]
        return self._used.get(key)

    def put(self, key: str, result: object) -> None:
        """Keep a result under a digest."""
        self._used[key] = result

    def save(self) -> None:
        """Keep what was asked for, for the next build. Only after a build without a fault."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        scratch = self._path.with_suffix(".new")
        scratch.write_bytes(pickle.dumps(self._used))
        scratch.replace(self._path)


def digest(*parts: str | bytes) -> str:
    """Stand for some texts, one after the other."""
    total = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        total.update(b"%d:" % len(content))
        total.update(content)
    return total.hexdigest()


def digest_of_files(paths: Iterable[Path]) -> str:
    """Stand for the contents of some files and for where they lie in the project."""
    files = sorted(path for path in paths if path.is_file() and path.suffix != ".pyc")
    return digest(*(part for path in files for part in (str(path.relative_to(ROOT)), path.read_bytes())))


@cache
def build_code() -> str:
    """Stand for the code of the build, the packages it uses, and the Python that runs it."""
    return digest(platform.python_version(), _LOCK.read_bytes(), digest_of_files(_BUILD_CODE.rglob("*.*")))


@cache
def engine_code() -> str:
    """Stand for the calculator: its code and its law."""
    return digest_of_files(PACKAGE.rglob("*.*"))
