"""The server of the bench, and a record of its requests.

Every page is served by the project's own server, so that ours and the compared ones have the same conditions.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import brotli

from sitebuild.paths import BUILD, BUILT_SITE
from sitebuild.publish.release import PACKED_ALREADY
from sitebuild.serve import Handler

# The best compression of the runtime takes half a minute, so it is cached between runs, by its input.
_KEPT = BUILD / "bench" / "packed"


@dataclass(frozen=True)
class Asked:
    """One response of the server."""

    path: str
    status: int
    file: Path


@dataclass
class Recorder:
    """Records the requests to a server, in the order of the responses."""

    asked: list[Asked] = field(default_factory=list)

    def handler(self, kind: type[Handler] = Handler) -> type[Handler]:
        """Return a handler of that kind that records everything here."""
        asked = self.asked

        class Recording(kind):  # type: ignore[misc, valid-type]
            def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
                path = Path(self.translate_path(self.path))
                file = path / "index.html" if path.is_dir() else path
                asked.append(Asked(urlsplit(self.path).path, int(code), file))

        return Recording

    def since(self, start: int) -> list[Asked]:
        """Return the requests after the given number of others."""
        return self.asked[start:]

    def quiet_for(self, seconds: float, at_most: float) -> bool:
        """Wait until the server has had no request for that long; return whether it did."""
        end = time.monotonic() + at_most
        count, since = len(self.asked), time.monotonic()
        while time.monotonic() < end:
            if len(self.asked) != count:
                count, since = len(self.asked), time.monotonic()
            if time.monotonic() - since >= seconds:
                return True
            time.sleep(0.1)
        return False


class IsolatedHandler(Handler):
    """Serves a page that may measure its memory: browsers allow that only to an isolated page."""

    def end_headers(self) -> None:
        """Isolate the page from every other; the site itself sends the header that it opens none."""
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()


class PackingHandler(Handler):
    """Sends every file compressed and many over one connection, as a host does."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send the file in brotli if the browser accepts that, else in gzip."""
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        if not file.is_file() or file.suffix in PACKED_ALREADY or (path.is_dir() and not self.path.endswith("/")):
            super().do_GET()
            return
        way = "br" if "br" in self.headers.get("Accept-Encoding", "") else "gzip"
        content = packed(file) if way == "br" else gzip.compress(file.read_bytes())
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", way)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def packed(file: Path) -> bytes:
    """Return a file in brotli's best compression."""
    content = file.read_bytes()
    kept = _KEPT / f"{hashlib.sha256(content).hexdigest()}.br"
    if not kept.exists():
        _KEPT.mkdir(parents=True, exist_ok=True)
        result: bytes = brotli.compress(content)
        # Two threads may compress the same file: each writes its own, and the last one stays.
        own = kept.with_suffix(f".{os.urandom(4).hex()}")
        own.write_bytes(result)
        own.replace(kept)
    return kept.read_bytes()


def pack_ahead() -> None:
    """Compress everything a page of the site may request, so that no response waits for it."""
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        files = (path for path in BUILT_SITE.rglob("*") if path.is_file() and path.suffix != ".html")
        list(threads.map(packed, (file for file in files if file.suffix not in PACKED_ALREADY)))


def sent_bytes(asked: Iterable[Asked]) -> dict[str, int]:
    """Return the bytes that a host would send for each path, per request; an unchanged file costs none."""
    sizes: dict[str, int] = {}
    for one in asked:
        size = 0
        if one.status == HTTPStatus.OK and one.file.is_file():
            size = one.file.stat().st_size
            if one.file.suffix not in PACKED_ALREADY:
                size = min(size, len(packed(one.file)))
        sizes[one.path] = sizes.get(one.path, 0) + size
    return sizes
