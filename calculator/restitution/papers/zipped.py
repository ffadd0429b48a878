"""Zip files that are the same, byte for byte, wherever and whenever they are made.

They are written here and not by ``zipfile``: only bytes in memory are needed, and no byte may depend on the version of
Python.
"""

from __future__ import annotations

from binascii import crc32
from collections.abc import Mapping
from struct import pack

_VERSION = 20
_UNIX = 3
_STORED = 0
_MIDNIGHT, _FIRST_DAY = 0, 0x21
"""The first moment that a zip file can hold, in 1980: there is no clock."""
_FILE = 0o100644


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip file of these members, by name, in their order. The names are in ASCII.

    Members are stored as they are: builds of zlib do not all pack the same bytes into the same bytes.
    """
    members = bytearray()
    directory = bytearray()
    for name, content in parts.items():
        path = name.encode("ascii")
        size = len(content)
        times = (_MIDNIGHT, _FIRST_DAY)
        shared = pack("<5H3L2H", _VERSION, 0, _STORED, *times, crc32(content), size, size, len(path), 0)
        directory += b"PK\x01\x02" + pack("<2B", _VERSION, _UNIX) + shared
        directory += pack("<3H2L", 0, 0, 0, _FILE << 16, len(members)) + path
        members += b"PK\x03\x04" + shared + path + content
    end = pack("<4H2LH", 0, 0, len(parts), len(parts), len(directory), len(members), 0)
    return bytes(members + directory + b"PK\x05\x06" + end)
