"""Many questions at once: JSON Lines in, JSON Lines out, in order, in constant memory.

Every line is a request of the protocol and gets its answer in its place, a refused one too. The function behind it is
text to text, so that a larger fleet can run it: see ``restitution.fleet``.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import batched
from multiprocessing import get_context
from signal import SIG_IGN, SIGINT, signal
from typing import BinaryIO

from restitution.protocol import handle

LONGEST_LINE = 1 << 24
"""Bytes of the longest request that is read, so that a broken file cannot fill the memory."""

_AT_ONCE = 64
"""Lines that go to a worker together: sending one at a time would cost more than answering it."""


def requests_of(stream: BinaryIO, took: Callable[[int], None] = lambda _bytes: None) -> Iterator[bytes]:
    """The lines of a stream, without their ends. A line that is too long comes cut, one byte beyond the limit.

    Args:
        took: is told how many bytes each line had.
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
    """The answer to one line: what ``handle`` says, or why the line cannot be read. Never raises."""
    if len(line) > LONGEST_LINE:
        return _refusal(f"This line has more than {LONGEST_LINE:,} bytes.")
    try:
        return handle(line.decode("utf-8-sig"))
    except UnicodeDecodeError as mistake:
        return _refusal(f"This line is not UTF-8 text (byte {mistake.start + 1}).")


def _refusal(message: str) -> str:
    return json.dumps({"id": None, "ok": False, "errors": [{"path": "", "message": message}]})


def answers_to(lines: Iterable[bytes], workers: int = 1) -> Iterator[str]:
    """The answers, in the order of the lines.

    Args:
        workers: processes that share the work; with one, this process does it.
    """
    if workers == 1:
        yield from map(answer_line, lines)
        return
    waiting: deque[Future[list[str]]] = deque()
    # Ctrl-C reaches every process of the terminal, and is for this one: the workers end when it does.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), signal, (SIGINT, SIG_IGN))
    try:
        for chunk in batched(lines, _AT_ONCE):
            waiting.append(pool.submit(_answer_chunk, chunk))
            # Only so much is read ahead: the memory does not grow with the file.
            if len(waiting) > 2 * workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        # Whoever takes no more answers does not wait for what was read ahead.
        pool.shutdown(wait=False, cancel_futures=True)


def _answer_chunk(lines: tuple[bytes, ...]) -> list[str]:
    return [answer_line(line) for line in lines]
