"""What the bench serves the pages with, and what the server was asked for.

Every page comes from the project's own server, so that ours and the compared ones meet the same conditions.
"""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import brotli

from sitebuild.serve import Handler

# What shrinks no further is sent as it is: packing it costs time and gains nothing.
_PACKED_ALREADY = (".woff2", ".png", ".gz")


@dataclass(frozen=True)
class Asked:
    """One answer of the server."""

    path: str
    status: int
    file: Path

    def content(self) -> bytes:
        """What went over the wire but for headers; an answer that nothing changed has none."""
        return self.file.read_bytes() if self.status == HTTPStatus.OK and self.file.is_file() else b""


@dataclass
class Recorder:
    """Keeps what a server was asked for, in the order of the answers."""

    asked: list[Asked] = field(default_factory=list)

    def handler(self, kind: type[Handler] = Handler) -> type[Handler]:
        """A handler of that kind that writes everything down here."""
        asked = self.asked

        class Recording(kind):  # type: ignore[misc, valid-type]
            def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
                path = Path(self.translate_path(self.path))
                file = path / "index.html" if path.is_dir() else path
                asked.append(Asked(urlsplit(self.path).path, int(code), file))

        return Recording

    def since(self, start: int) -> list[Asked]:
        """What was asked for after so many others."""
        return self.asked[start:]


class PeerHandler(Handler):
    """Serves a compared page with the best caching there is: only the page itself is asked for again."""

    def send_header(self, keyword: str, value: str) -> None:
        """Let the browser keep every file but the page for good."""
        kept = keyword == "Cache-Control" and not self.path.endswith(("/", ".html"))
        super().send_header(keyword, "public, max-age=31536000, immutable" if kept else value)


class IsolatedHandler(Handler):
    """Serves a page that may ask how much memory it takes: browsers tell only a page that is kept apart."""

    def end_headers(self) -> None:
        """Keep the page apart from every other."""
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()


class PackingHandler(Handler):
    """Sends every file packed, as a host does."""

    def do_GET(self) -> None:
        """Send the file in brotli's form if the browser reads that, else in gzip's."""
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        if not file.is_file() or (path.is_dir() and not self.path.endswith("/")):
            super().do_GET()
            return
        way = "br" if "br" in self.headers.get("Accept-Encoding", "") else "gzip"
        content = packed(file.read_bytes()) if way == "br" else gzip.compress(file.read_bytes())
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", way)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


_packing = threading.Lock()


def packed(content: bytes) -> bytes:
    """The content as brotli packs it best; each is packed once, however many ask at a time."""
    with _packing:
        return _packed(content)


@cache
def _packed(content: bytes) -> bytes:
    result: bytes = brotli.compress(content)
    return result


def sent_bytes(asked: Iterable[Asked]) -> dict[str, int]:
    """The bytes that a host would send for each path: the smaller of packed and plain, as often as asked for."""
    sizes: dict[str, int] = {}
    for one in asked:
        content = one.content()
        plain = one.file.suffix in _PACKED_ALREADY
        size = len(content) if plain or not content else min(len(content), len(packed(content)))
        sizes[one.path] = sizes.get(one.path, 0) + size
    return sizes
