"""``restitution batch``: answer many questions from one file, with a progress bar on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from restitution.batch import answers_to, requests_of
from restitution.cli.files import opened, unreadable
from restitution.cli.output import ANSWERED, BAD_INPUT, check_output, destination
from restitution.errors import FieldError, InputError
from restitution.render.as_text import errors_text


def run_batch(name: str, output: str, workers: int) -> int:
    """Answer a file line by line. A refusal counts as an answer: only a file that cannot be read is bad input.

    If reading fails partway, the lines before that point are still answered.
    """
    unread: list[FieldError] = []

    def lines(stream: BinaryIO, read: Callable[[int], None]) -> Iterator[bytes]:
        try:
            yield from requests_of(stream, read)
        except OSError as mistake:
            unread.append(unreadable(name, mistake))

    try:
        check_output(output, name)
        size = 0 if name == "-" else Path(name).stat().st_size
        source = opened(name)
    except InputError as refusal:
        sys.stderr.write(errors_text(refusal.errors))
        return BAD_INPUT
    except (OSError, ValueError) as mistake:
        sys.stderr.write(errors_text((unreadable(name, mistake),)))
        return BAD_INPUT
    with source as stream, destination(output) as answers:
        progress = _Progress(size)
        for answer in answers_to(lines(stream, progress.read), workers):
            answers.write(answer.encode("utf-8") + b"\n")
            progress.answered()
        progress.done()
    if unread:
        sys.stderr.write(errors_text(tuple(unread)))
        return BAD_INPUT
    return ANSWERED


class _Progress:
    """The progress of a batch, drawn only on a terminal."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.bytes = 0
        self.lines = 0
        self.shown = sys.stderr.isatty()

    def read(self, count: int) -> None:
        self.bytes += count

    def answered(self) -> None:
        self.lines += 1
        if self.shown and self.lines % 50 == 0:
            self._draw()

    def done(self) -> None:
        if self.shown:
            self._draw()
            sys.stderr.write("\n")

    def _draw(self) -> None:
        part = min(100, self.bytes * 100 // self.size) if self.size else 0
        bar = f"[{'#' * (part // 5):20}] {part:3} % " if self.size else ""
        sys.stderr.write(f"\r{bar}{self.lines:,} answered")
        sys.stderr.flush()
