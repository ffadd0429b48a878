"""Serve the built guide on this machine alone, for reading while writing and for the tests."""

from __future__ import annotations

import contextlib
import errno
import threading
import webbrowser
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from sitebuild.paths import BUILT_SITE
from sitebuild.publish.csp import HEADERS_NAME, headers_for

HOST = "127.0.0.1"
FIRST_PORT = 8000
_PORTS_TRIED = 100


class Handler(SimpleHTTPRequestHandler):
    """Serves one folder as a static host would."""

    # The system's own table of types is not to be relied on: a browser refuses a module or a worker that
    # comes as plain text, and compiles WebAssembly while it downloads only under its own type.
    extensions_map = {  # noqa: RUF012 - declared so by the standard library
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".json": "application/json",
        ".css": "text/css",
        ".svg": "image/svg+xml",
        ".woff2": "font/woff2",
        ".whl": "application/zip",
        ".webmanifest": "application/manifest+json",
    }

    def end_headers(self) -> None:
        """Send what the site asks its hosts to send."""
        headers = Path(self.directory) / HEADERS_NAME
        if headers.exists():
            asked = headers_for(urlsplit(self.path).path, headers.read_text(encoding="utf-8"))
            for name, value in asked.items():
                self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a missing page with the guide's own, as static hosts do."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.exists():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the address stays in sight."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # One page asks for many files at once; the default queue of five makes some of them wait.
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that leaves a page drops the connections it no longer needs."""


def address(server: ThreadingHTTPServer) -> str:
    """Where a server answers, with a slash at the end."""
    return f"http://{HOST}:{server.server_port}/"


@contextlib.contextmanager
def serving(folder: Path = BUILT_SITE, *, handler: type[Handler] = Handler, port: int = 0) -> Iterator[str]:
    """Serve a folder from a thread while the block runs; gives the address.

    Port 0 takes any that is free. A test that wants a fault gives a handler of its own.
    """
    server = _Server((HOST, port), partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield address(server)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def serve(folder: Path = BUILT_SITE) -> None:
    """Serve a folder until interrupted, and show it in a browser if there is one."""
    with server_on_free_port(folder) as server:
        print(f"The guide is at {address(server)} - press Ctrl-C to stop", flush=True)
        show(address(server))
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()


def server_on_free_port(
    folder: Path, *, handler: type[Handler] = Handler, first: int = FIRST_PORT
) -> ThreadingHTTPServer:
    """A server on the first free port from a number on, so that the address is mostly the same."""
    for port in range(first, first + _PORTS_TRIED):
        try:
            return _Server((HOST, port), partial(handler, directory=str(folder)))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
    raise OSError(errno.EADDRINUSE, f"no free port from {first} to {first + _PORTS_TRIED - 1}")


def show(url: str) -> None:
    """Open a browser where there is one, without waiting for it."""
    threading.Thread(target=_open, args=[url], daemon=True).start()


def _open(url: str) -> None:
    """Open a browser where there is one; the address is printed, so failing does no harm."""
    with contextlib.suppress(Exception):
        webbrowser.open(url)
