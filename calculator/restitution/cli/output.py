"""Output of the command line, and its exit codes."""

from __future__ import annotations

import json
import sys
from typing import Any

ANSWERED, BUG, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130


def print_result(result: Any, form: str) -> None:
    """Write an answer to standard output."""
    # Always UTF-8, whatever the terminal's locale: every answer contains a section sign. A message may quote an
    # invalid character from the input, which is escaped.
    text = json.dumps(result, indent=2, ensure_ascii=False) + "\n" if form == "json" else result
    write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.flush()


def write(text: bytes) -> None:
    """Write bytes to standard output.

    Raises:
        OSError: if there is none, or it accepts no more.
    """
    if sys.stdout is None:
        raise OSError("standard output is closed")
    sys.stdout.buffer.write(text)
