"""Zip files that are the same, byte for byte, wherever and whenever they are made."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

_DATE = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip file can hold: there is no clock."""
_UNIX = 3


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip file of these members, by name, in their order.

    They are stored as they are: builds of zlib do not all pack the same text into the same bytes.
    """
    written = BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as archive:
        for name, content in parts.items():
            member = ZipInfo(name, _DATE)
            member.create_system = _UNIX
            member.external_attr = 0o644 << 16
            archive.writestr(member, content)
    return written.getvalue()
