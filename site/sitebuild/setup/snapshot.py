"""The memory of Python after it has started and imported the calculator, and what worker.js must know to use it.

Starting Python and importing the calculator takes a browser seconds, and comes out the same each time. So it is done
once, while the guide is built; a browser gets the memory. Where that fails for any reason, it starts Python the plain
way, with a library of the modules that were found to be needed.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sitebuild.integrity import integrity
from sitebuild.setup.bootstrap import node
from sitebuild.zips import read_zip, write_zip

MANIFEST_NAME = "manifest.js"
LIBRARY_NAME = "python_stdlib.zip"

_SCRIPT = Path(__file__).with_name("snapshot.mjs")


def library_used(runtime: Path) -> list[str]:
    """The files of the standard library that a start reads, with its memory or without.

    Args:
        runtime: a folder with Pyodide's files, the lock and the wheel.

    Raises:
        RuntimeError: if Python could not be started; the message is what Node.js printed.
    """
    names: list[str] = json.loads(_start_python(runtime))
    return names


def trim_library(library: Path, wanted: Iterable[str]) -> None:
    """Leave the wanted files of the library, as byte-code.

    Raises:
        subprocess.CalledProcessError: for a file that is no Python.
    """
    sources = read_zip(library)
    write_zip(library, byte_code({name: sources[name] for name in wanted}))


def byte_code(sources: Mapping[str, bytes]) -> list[tuple[str, bytes]]:
    """Modules as byte-code, by name, without what only a programmer reads: texts, and the columns of tracebacks.

    The Python that runs this must be of the version that reads them. It compiles in a process of its own: byte-code
    depends on what else the process holds.

    Raises:
        subprocess.CalledProcessError: for a file that is no Python.
    """
    with tempfile.TemporaryDirectory(prefix="restitution-library-") as scratch:
        for name, source in sources.items():
            path = Path(scratch) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(source)
        python = [sys.executable, "-I", "-X", "no_debug_ranges"]
        compiling = ["-m", "compileall", "-q", "-b", "-o", "2", "-s", scratch, "--invalidation-mode", "unchecked-hash"]
        subprocess.run([*python, *compiling, scratch], check=True)
        compiled = sorted(Path(scratch).rglob("*.pyc"))
        return [(path.relative_to(scratch).as_posix(), path.read_bytes()) for path in compiled]


def take_snapshot(runtime: Path, wheel: Path) -> tuple[bytes, dict[str, Any]]:
    """Start Python once and keep its memory.

    Args:
        runtime: a folder with Pyodide's files and the lock, as a browser gets them.
        wheel: the calculator's wheel.

    Returns:
        A file that ends with the parts of the memory that are not blank, one after the other; and what worker.js must
        know of it: ``file``, a name with its hash; where the first part ``begins``; ``head``, by which the runtime
        knows a memory of its own; the ``size`` of the memory with that head; and the ranges in memory of the ``parts``,
        and of what the WebAssembly file has ``brought`` and Python has left as it was.

    Raises:
        RuntimeError: if Python could not be started; the message is what Node.js printed.
    """
    with tempfile.TemporaryDirectory(prefix="restitution-snapshot-") as scratch:
        memory = Path(scratch) / "memory"
        facts = json.loads(_start_python(runtime, wheel, memory))
        content, begins = _as_webassembly(memory.read_bytes())
    name = f"snapshot-{hashlib.sha256(content).hexdigest()[:16]}.wasm"
    return content, {"file": name, "begins": begins, **facts}


def _as_webassembly(memory: bytes) -> tuple[bytes, int]:
    """A WebAssembly file that has the memory in a section of its own, and nothing else; and where the memory begins.

    Hosts compress by the kind of a file: this kind, and not bytes that they know nothing of. Sections of one's own are
    in the WebAssembly specification, chapter 5.5.3.
    """
    name = b"\x06memory"
    length = len(name) + len(memory)
    digits = []
    while length > 0x7F:
        digits.append(length & 0x7F | 0x80)
        length >>= 7
    start = b"\0asm\1\0\0\0" + b"\0" + bytes([*digits, length]) + name
    return start + memory, len(start)


def _start_python(*arguments: Path) -> str:
    # Python asks for the time zone when it starts, and its memory would hold that of the builder.
    env = {**os.environ, "TZ": "UTC", "LC_ALL": "C"}
    done = subprocess.run([node(), _SCRIPT, *arguments], check=False, capture_output=True, text=True, env=env)
    if done.returncode != 0:
        raise RuntimeError(f"Python could not be started in Node.js:\n{done.stderr[-2000:]}")
    return done.stdout


def manifest(snapshot: Mapping[str, Any], lock: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """The module that tells worker.js what the runtime consists of, with the hash of every file."""
    values = {
        "SNAPSHOT": snapshot,
        "INFO": lock["info"],
        "INTEGRITY": {name: integrity(content) for name, content in files.items()},
    }
    lines = [f"export const {name} = {json.dumps(value)};" for name, value in values.items()]
    return ("// Written by sitebuild.setup.stage.\n" + "\n".join(lines) + "\n").encode()
