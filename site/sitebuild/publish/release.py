"""Make the built site ready to leave this machine: for hosts that serve packed files, and as one file to keep.

Beside each file that packs well lie the same bytes packed by brotli and by gzip, under its name with `.br` or `.gz`; a
host that knows such files sends them as they are. The zip file holds the site without them: unpacked, any server of
files shows it, `python3 -m http.server` for one.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

import restitution
from sitebuild.paths import BUILD, BUILT_SITE
from sitebuild.zips import write_zip

_FORMS = (".br", ".gz")

# These are packed already: packing them again takes time and gains nothing.
PACKED_ALREADY = {".woff2", ".whl", ".zip", ".png", ".gz", ".br"}
# Below this a packet of the network holds the file either way.
_WORTHWHILE = 1400


def release() -> Path:
    """Pack the built site's files, and write the zip file; gives its path."""
    pack(BUILT_SITE)
    return archive(BUILT_SITE, BUILD / f"restitution-guide-{restitution.__version__}.zip")


def pack(site: Path) -> None:
    """Write the packed forms of every file that gains by it."""
    files = [path for path in own_files(site) if path.suffix not in PACKED_ALREADY]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(_pack, (path for path in files if path.stat().st_size >= _WORTHWHILE)))


def _pack(path: Path) -> None:
    content = path.read_bytes()
    packed: bytes = brotli.compress(content)
    path.with_name(f"{path.name}.br").write_bytes(packed)
    path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(content, compresslevel=9, mtime=0))


def own_files(site: Path) -> Iterator[Path]:
    """The files of a site without the packed forms of others."""
    for path in sorted(site.rglob("*")):
        if path.is_file() and not (path.suffix in _FORMS and path.with_suffix("").is_file()):
            yield path


def archive(site: Path, target: Path) -> Path:
    """Write a zip file of a site, under one folder."""
    names = ((path, f"{target.stem}/{path.relative_to(site).as_posix()}") for path in own_files(site))
    write_zip(target, ((name, path.read_bytes()) for path, name in names))
    return target
