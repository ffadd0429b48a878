"""Zip files that are the same, byte for byte, whenever they are made: their hash is what others go by."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

# The earliest date a zip file can hold.
_DATE = (1980, 1, 1, 0, 0, 0)
DATE_SECONDS = 315_532_800


def read_zip(path: Path) -> dict[str, bytes]:
    """The members of a zip file, by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_zip(path: Path | IO[bytes], members: Iterable[tuple[str, bytes]], *, packed: bool = True) -> None:
    """Write a zip file of these members, in their order, packed as well as zip files can be, or stored as they are."""
    kind = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(path, "w", kind, compresslevel=9) as archive:
        for name, content in members:
            member = zipfile.ZipInfo(name, _DATE)
            member.compress_type = kind
            member.external_attr = 0o644 << 16
            archive.writestr(member, content)
