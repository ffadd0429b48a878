"""Answer many questions at once: JSON Lines in, JSON Lines out, in order, in constant memory.

Every line is a protocol request and gets one answer in the same position, even if it is refused. The underlying
function maps text to text, so that a cluster can run it: see ``restitution.fleet``.
"""

from __future__ import annotations

import json
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import batched
from multiprocessing import get_context
from typing import BinaryIO

from restitution.protocol import handle

LONGEST_LINE = 1 << 24
"""The longest request that is read, in bytes, so that a malformed file cannot exhaust memory."""

_AT_ONCE = 64
"""Lines sent to a worker at a time: sending them one by one would cost more than answering them."""


def requests_of(stream: BinaryIO, took: Callable[[int], None] = lambda _bytes: None) -> Iterator[bytes]:
    """Yield the lines of a stream, without line endings. A line over the limit is cut one byte past it.

    Args:
        took: called with the number of bytes in each line.
    """
    while line := stream.readline(LONGEST_LINE + 1):
        size = len(line)
        while not line.endswith(b"\n") and (rest := stream.readline(LONGEST_LINE)):
            size += len(rest)
            if rest.endswith(b"\n"):
                break
        took(size)
        yield line.rstrip(b"\r\n")


def answer_line(line: bytes) -> str:
    """Answer one line: return the response of ``handle``, or why the line cannot be read. Never raises."""
    if len(line) > LONGEST_LINE:
        return _refusal(f"This line has more than {LONGEST_LINE:,} bytes.")
    try:
        return handle(line.decode("utf-8-sig"))
    except UnicodeDecodeError as mistake:
        return _refusal(f"This line is not UTF-8 text (byte {mistake.start + 1}).")


def _refusal(message: str) -> str:
    return json.dumps({"id": None, "ok": False, "errors": [{"path": "", "message": message}]})


def answers_to(lines: Iterable[bytes], workers: int = 1) -> Iterator[str]:
    """Yield the answers, in the order of the lines.

    Args:
        workers: the number of processes that share the work; with one, this process does it.
    """
    if workers == 1:
        yield from map(answer_line, lines)
        return
    waiting: deque[Future[list[str]]] = deque()
    # Ctrl-C reaches every process of the terminal. Only this one handles it: the workers end when it does.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), signal.signal, (signal.SIGINT, signal.SIG_IGN))
    try:
        for chunk in batched(lines, _AT_ONCE):
            with _ctrl_c_held_back():
                waiting.append(pool.submit(_answer_chunk, chunk))
            # Limit the read-ahead, so that memory does not grow with the file.
            if len(waiting) > 2 * workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        # A caller that stops early does not wait for the requests already read ahead.
        pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _ctrl_c_held_back() -> Iterator[None]:
    """Hold Ctrl-C back while a worker may be started, which inherits that: it would else print a traceback.

    Where the system cannot do that, a worker ignores Ctrl-C only once it has started.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _answer_chunk(lines: tuple[bytes, ...]) -> list[str]:
    return [answer_line(line) for line in lines]
