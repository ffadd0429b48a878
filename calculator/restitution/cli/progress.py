"""A line on the terminal that says what is being done while an answer is long in coming, gone when it is there.

It stands on standard error, and only on a terminal: files, pipes and other programs never get it. There is no clock to
go by, so whether an answer will be long in coming is told by how much there is to read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LONG = 100_000
"""The size of a file, in bytes, from which an answer may take half a second: a ledger of some 2,500 rows."""

type Tell = Callable[[str], None]
"""Says what is being done now, in a few words; nothing clears the line."""


@contextmanager
def progress(*, long: bool) -> Iterator[Tell]:
    """Give what tells the steps of one answer; the line is cleared at the end, also after a mistake.

    Args:
        long: whether the answer may be long in coming; if not, nothing is told.
    """
    if not long or sys.stderr is None or not sys.stderr.isatty():
        yield lambda words: None
        return
    shown = 0

    def tell(words: str) -> None:
        nonlocal shown
        line = f"{words} …" if words else ""
        # Spaces clear what was longer on every terminal, also on one that does not know the codes for it.
        sys.stderr.write(f"\r{line.ljust(shown)}" if line else f"\r{' ' * shown}\r")
        sys.stderr.flush()
        shown = len(line)

    try:
        yield tell
    finally:
        if shown:
            tell("")
