"""Serve the guide and show each change in the browser within seconds: `make watch`.

After a change, first only what somebody looks at is brought up to date, unchecked: a style sheet or a script is copied;
for anything else the pages that are open in a browser, and the one that was edited, are built alone. They reload. Then
the whole guide is built and checked, as `make build` does it, until the next change interrupts that.

What is served lies in `build/watched`; the line of script that reloads a page is put in while it is served. Its policy
allows that as it stands: the script and the messages come from the page's own server.
"""

from __future__ import annotations

import filecmp
import multiprocessing
import os
import queue
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from multiprocessing.process import BaseProcess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from watchdog.events import (
    EVENT_TYPE_CREATED,
    EVENT_TYPE_DELETED,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_MOVED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from sitebuild.paths import ASSETS, BUILD, BUILT_SITE, CONTENT, PACKAGE, ROOT
from sitebuild.publish.styles import STYLES, write_styles
from sitebuild.serve import Handler, address, server_on_free_port, show

WATCHED = BUILD / "watched"
RELOAD = "/__watch__/reload.js"
EVENTS = "/__watch__/events"

# Not that of `make serve`: a browser that keeps the guide from there would answer with what it has kept.
_FIRST_PORT = 8200

_TAG = f'<script src="{RELOAD}" defer></script>'
_SCRIPT = f"""\
new EventSource("{EVENTS}?page=" + encodeURIComponent(location.pathname)).onmessage = () => location.reload();
"""

_SOURCES = (CONTENT, ASSETS, STYLES, PACKAGE, ROOT / "site" / "sitebuild", ROOT / "tests" / "cases" / "decided")
_FILES = (ROOT / "mkdocs.yml", ROOT / "site" / "third-party.toml")
_STAGED = tuple(ASSETS / name for name in ("runtime", "fonts", "vendor"))
_ENDINGS = {".md", ".toml", ".py", ".html", ".css", ".js", ".mjs", ".svg", ".png", ".yml", ".webmanifest"}

# Loaded once; each build runs in a process that has them and none of the project's own modules.
_LOADED = (
    "cyclonedx.output.json",
    "material.plugins.search.plugin",
    "mkdocs.commands.build",
    "mkdocs.config.defaults",
    "pygments.formatters.html",
    "pygments.lexers.python",
    "pymdownx.superfences",
    "selectolax.lexbor",
)

# Written anew by every build, and shown by no page.
_NOT_SHOWN = {"service-worker.js", "sitemap.xml", "sitemap.xml.gz", "sbom.cdx.json", "search/search_index.json"}

_WRITTEN = {EVENT_TYPE_CREATED, EVENT_TYPE_DELETED, EVENT_TYPE_MODIFIED, EVENT_TYPE_MOVED}

_PAUSE = 0.05
_KEEP_ALIVE = 15


@dataclass(frozen=True)
class Plan:
    """What to do at once about some changed files.

    Attributes:
        copied: files of the theme's folder that go into the site as they are.
        styles: whether a part of the style sheet was edited.
        sources: pages that were edited, by their files below `content/`.
        open_pages: whether the pages that are open may show something else now.
    """

    copied: tuple[Path, ...]
    styles: bool
    sources: frozenset[str]
    open_pages: bool


def plan(changed: Iterable[Path]) -> Plan:
    """What to do at once about some changed files."""
    copied, styles, sources, others = [], False, set(), False
    for path in changed:
        if path.is_relative_to(ASSETS) and path.suffix != ".html":
            copied.append(path)
        elif path.is_relative_to(STYLES):
            styles = True
        elif path.is_relative_to(CONTENT) and path.suffix == ".md":
            sources.add(path.relative_to(CONTENT).as_posix())
        else:
            others = True
    return Plan(tuple(sorted(copied)), styles, frozenset(sources), others)


def is_source(path: Path) -> bool:
    """Whether a file is one that the guide is made from, and was written by a person."""
    return (
        path.suffix in _ENDINGS
        and not path.name.startswith(".")
        and (path in _FILES or any(path.is_relative_to(folder) for folder in _SOURCES))
        and not any(path.is_relative_to(folder) for folder in _STAGED)
    )


def shows(page: str, changed: Collection[str]) -> bool:
    """Whether a page that is open, by its address, looks otherwise after some files of the site have changed."""
    own = f"{page.strip('/')}/index.html".lstrip("/")
    return any(name == own or not (name.endswith(".html") or name in _NOT_SHOWN) for name in changed)


def with_reload(page: bytes) -> bytes:
    """A page as it is served here: with the script that reloads it."""
    return page.replace(b"</head>", f"{_TAG}</head>".encode(), 1)


def bring(source: Path, target: Path, names: Iterable[str]) -> list[str]:
    """Copy the named files that differ from one site to another; gives their names."""
    brought = []
    for name in names:
        new, old = source / name, target / name
        if not old.exists() or not filecmp.cmp(new, old, shallow=False):
            old.parent.mkdir(parents=True, exist_ok=True)
            # The server may be reading the old one: it is replaced, not written over.
            scratch = old.with_name(f".{old.name}")
            shutil.copyfile(new, scratch)
            scratch.replace(old)
            brought.append(name)
    return brought


def files_of(site: Path) -> list[str]:
    """The files of a site, by their places there."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())


class Readers:
    """The pages that are open in browsers."""

    def __init__(self) -> None:
        """Nobody reads yet."""
        self._lock = threading.Lock()
        self._open: dict[queue.SimpleQueue[str], str] = {}
        self._last = "/"

    def join(self, page: str) -> queue.SimpleQueue[str]:
        """Somebody opens a page; gives what is to be said to it."""
        messages: queue.SimpleQueue[str] = queue.SimpleQueue()
        with self._lock:
            self._open[messages] = self._last = page
        return messages

    def leave(self, messages: queue.SimpleQueue[str]) -> None:
        """A page is closed."""
        with self._lock:
            self._open.pop(messages, None)

    def pages(self) -> set[str]:
        """The addresses of the open pages; the last one, while it is loading again."""
        with self._lock:
            return set(self._open.values()) or {self._last}

    def tell(self, changed: Collection[str]) -> None:
        """Have the pages reload that look otherwise after some files have changed."""
        with self._lock:
            for messages, page in self._open.items():
                if shows(page, changed):
                    messages.put("reload")


READERS = Readers()


class WatchHandler(Handler):
    """Serves the site with the script that reloads its pages."""

    def do_GET(self) -> None:
        """Answer with a page and its script, with messages, or with a file."""
        path = urlsplit(self.path).path
        if path == EVENTS:
            self._send_events()
        elif path == RELOAD:
            self._send(_SCRIPT.encode(), "text/javascript")
        elif path == "/service-worker.js":
            # A browser that kept the guide would show what it has kept.
            self.send_error(404)
        elif (file := self._page()) is not None:
            self._send(with_reload(file.read_bytes()), "text/html; charset=utf-8")
        else:
            # The time of a file is told in whole seconds: two changes may lie in one.
            del self.headers["If-Modified-Since"]
            super().do_GET()

    def _page(self) -> Path | None:
        file = Path(self.translate_path(self.path))
        if file.is_dir() and urlsplit(self.path).path.endswith("/"):
            file /= "index.html"
        return file if file.suffix == ".html" and file.is_file() else None

    def _send(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _send_events(self) -> None:
        page = parse_qs(urlsplit(self.path).query).get("page", ["/"])[0]
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        messages = READERS.join(page)
        try:
            while True:
                try:
                    line = f"data: {messages.get(timeout=_KEEP_ALIVE)}\n\n"
                except queue.Empty:
                    line = ": still here\n\n"
                self.wfile.write(line.encode())
                self.wfile.flush()
        except OSError:
            pass
        finally:
            READERS.leave(messages)


class _Changes(FileSystemEventHandler):
    """Hands on which source files have other content than before."""

    def __init__(self) -> None:
        self.found: queue.SimpleQueue[Path] = queue.SimpleQueue()
        paths = [*_FILES, *(path for folder in _SOURCES for path in folder.rglob("*"))]
        self._content = {path: _content(path) for path in paths if is_source(path)}

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Called for whatever happens to a file; looking into one is an event too, which leads on to the next."""
        if event.event_type not in _WRITTEN:
            return
        for name in (event.src_path, event.dest_path):
            path = Path(os.fsdecode(name)) if name else None
            if path and is_source(path) and self._content.get(path) != (content := _content(path)):
                self._content[path] = content
                self.found.put(path)

    def take(self) -> set[Path]:
        """What has changed since the last time, with what comes right after it."""
        found: set[Path] = set()
        with suppress(queue.Empty):
            found.add(self.found.get(timeout=_PAUSE))
            while True:
                found.add(self.found.get(timeout=_PAUSE))
        return found


def _content(path: Path) -> bytes:
    with suppress(OSError):
        return sha256(path.read_bytes()).digest()
    return b""


# --- In a process of its own, which loads the project as it is now ---


def _in_process(step: Callable[[], None]) -> None:
    from sitebuild.build import attempt

    # The next change may end this at any time: what it has opened is closed first.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(attempt(step))


def _build() -> None:
    from sitebuild.build import build

    _in_process(build)


def _preview(sources: Collection[str], addresses: Collection[str], site: Path) -> None:
    from sitebuild.build import preview

    _in_process(lambda: preview(sources, addresses, site))


# --- The loop ---


def watch() -> None:
    """Build the guide, serve it, and follow every change until interrupted."""
    start = multiprocessing.get_context("forkserver")
    start.set_forkserver_preload(list(_LOADED))
    changes = _Changes()
    first = _started(start.Process(target=_build))
    first.join()
    if first.exitcode:
        print("The guide could not be built; it will be when this is mended.", file=sys.stderr)
    else:
        _bring_all()
    observer = Observer()
    for folder in {*_SOURCES, *(file.parent for file in _FILES)}:
        observer.schedule(changes, str(folder), recursive=folder in _SOURCES)
    observer.start()
    WATCHED.mkdir(parents=True, exist_ok=True)
    with server_on_free_port(WATCHED, handler=WatchHandler, first=_FIRST_PORT) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"The guide is at {address(server)} and follows your changes - press Ctrl-C to stop", flush=True)
        show(address(server))
        with suppress(KeyboardInterrupt):
            _follow(changes, start.Process)


def _follow(changes: _Changes, process: Callable[..., BaseProcess]) -> None:
    whole: BaseProcess | None = None
    began = time.monotonic()
    while True:
        if changed := changes.take():
            began = time.monotonic()
            if whole is not None:
                whole.terminate()
                whole.join()
            names = ", ".join(sorted(path.name for path in changed))
            shown = _show_at_once(plan(changed), process)
            print(f"{names}: {shown} after {time.monotonic() - began:.1f} s; now the whole guide", flush=True)
            whole = _started(process(target=_build))
        elif whole is not None and not whole.is_alive():
            if whole.exitcode == 0:
                READERS.tell(_bring_all())
                print(f"the whole guide: built and checked after {time.monotonic() - began:.1f} s", flush=True)
            whole = None


def _started(process: BaseProcess) -> BaseProcess:
    process.daemon = True
    process.start()
    return process


def _show_at_once(what: Plan, process: Callable[..., BaseProcess]) -> str:
    """Bring up to date what can be in a moment; says what that was."""
    shown = bring(ASSETS, WATCHED, (path.relative_to(ASSETS).as_posix() for path in what.copied if path.is_file()))
    if what.styles:
        with tempfile.TemporaryDirectory(prefix="restitution-watch-") as scratch:
            shown += bring(Path(scratch), WATCHED, [write_styles(Path(scratch))])
    addresses = READERS.pages() if what.open_pages else set()
    if what.sources or addresses:
        with tempfile.TemporaryDirectory(prefix="restitution-watch-") as scratch:
            preview = _started(process(target=_preview, args=(what.sources, addresses, Path(scratch))))
            preview.join()
            if preview.exitcode == 0:
                shown += bring(Path(scratch), WATCHED, files_of(Path(scratch)))
    READERS.tell(shown)
    return f"{len(shown)} {'file' if len(shown) == 1 else 'files'} shown, unchecked," if shown else "nothing to show"


def _bring_all() -> list[str]:
    """Serve the site as it was built last; gives what is otherwise than before."""
    built = files_of(BUILT_SITE)
    gone = set(files_of(WATCHED)) - set(built)
    for name in gone:
        (WATCHED / name).unlink()
    return [*bring(BUILT_SITE, WATCHED, built), *gone]
