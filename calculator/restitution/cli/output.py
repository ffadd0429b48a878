"""Output of the command line, and its exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any, BinaryIO

from restitution.errors import InputError, shown

ANSWERED, BUG, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130

STANDARD = "-"
"""The name of standard output."""


def write_result(result: Any, form: str, name: str = STANDARD) -> None:
    """Write an answer to standard output, or to the file of that name. Bytes are written as they are.

    A CSV file begins with a byte-order mark, without which Excel takes it for another encoding. Other programs would
    read a mark on standard output as part of the first cell.

    Raises:
        OSError: if it cannot be written.
    """
    # Always UTF-8, whatever the terminal's locale: every answer contains a section sign. A message may quote an
    # invalid character from the input, which is escaped.
    text = json.dumps(result, indent=2, ensure_ascii=False) + "\n" if form == "json" else result
    if form == "csv" and name != STANDARD:
        text = f"\ufeff{text}"
    with destination(name) as stream:
        stream.write(text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace"))


@contextmanager
def destination(name: str) -> Iterator[BinaryIO]:
    """Open standard output, or a file beside the one of that name, which it replaces once all is written.

    Raises:
        OSError: if there is none, or it accepts no more. The file is then as it was.
    """
    if name == STANDARD:
        if sys.stdout is None:
            raise OSError("standard output is closed")
        yield sys.stdout.buffer
        sys.stdout.flush()
        return
    from pathlib import Path

    path = Path(name)
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:  # a device or a pipe is not replaced
            yield stream
        return
    try:
        path = path.resolve()  # a link stays a link
        beside = next(one for n in count(1) if not (one := path.with_name(f"{path.name}.{n}.part")).exists())
        stream = beside.open("xb")
    except ValueError:
        raise OSError("no file can have this name") from None
    try:
        with stream:
            yield stream
        if path.exists():
            beside.chmod(path.stat().st_mode)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def check_output(name: str, source: str | None) -> None:
    """Check that the answer does not replace the file that it is about.

    Raises:
        InputError: if it would.
    """
    if name == STANDARD or source in (None, "-"):
        return
    from pathlib import Path

    try:
        same = Path(name).samefile(str(source))
    except (OSError, ValueError):
        return  # at least one does not exist; whoever opens it says so
    if same:
        raise InputError.at("", f"The answer would replace {shown(name)}, which is read: give --output another name.")


def check_terminal(form: str, name: str) -> None:
    """Check that a paper is not written to a terminal, which would show its bytes as characters.

    Raises:
        InputError: if it would.
    """
    if form in _PAPERS and name == STANDARD and sys.stdout is not None and sys.stdout.isatty():
        raise InputError.at(
            "output",
            f"A {_PAPERS[form]} is not for a terminal: give --output with the name of a file, such as paper.{form}.",
        )


_PAPERS = {"docx": "Word file", "xlsx": "spreadsheet"}
