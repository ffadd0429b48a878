"""Tell the service worker what it keeps: every file that the guide is read with, with its hash."""

from __future__ import annotations

import json
from pathlib import Path

from sitebuild.credits.sbom import NAME as SBOM_NAME
from sitebuild.integrity import integrity
from sitebuild.pages.download import FOLDER as DOWNLOADS
from sitebuild.publish.csp import HEADERS_NAME

WORKER_NAME = "service-worker.js"

_MARK = "scope.__KEPT"

# What only a host, a search engine or a scanner reads.
_NOT_KEPT = (WORKER_NAME, HEADERS_NAME, "sitemap.xml", "sitemap.xml.gz", SBOM_NAME)


def write_precache_list(site: Path) -> None:
    """Write the list into the service worker; a change to any file changes the worker, which the browser notices."""
    worker = site / WORKER_NAME
    script = worker.read_text(encoding="utf-8")
    if script.count(_MARK) != 1:
        raise ValueError(f"{WORKER_NAME} must have one place for the list of files")
    kept = json.dumps(precached_files(site), separators=(",", ":"))
    worker.write_text(script.replace(_MARK, kept), encoding="utf-8")


def _is_kept(name: str) -> bool:
    # What is installed elsewhere is fetched by the few who install it.
    return name not in _NOT_KEPT and not name.startswith(f"{DOWNLOADS}/")


def precached_files(site: Path) -> list[dict[str, str]]:
    """The files as Workbox wants them told: kept under their hash, which is held against what comes first."""
    return [
        {"url": name, "revision": hash_, "integrity": hash_}
        for path in sorted(site.rglob("*"))
        if path.is_file() and _is_kept(name := path.relative_to(site).as_posix())
        for hash_ in [integrity(path.read_bytes())]
    ]
