"""Many questions at once: in order, in position, in constant memory, on one process, on several, and on Dask."""

from __future__ import annotations

import errno
import gc
import io
import json
import os
import signal
import subprocess
import sys
import tracemalloc
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest
from tests.support import scaled
from tests.unit.support import ANSWERED, BAD_INPUT, Run

from restitution.batch import LONGEST_LINE, answer_line, answers_to, requests_of
from restitution.cli.output import INTERRUPTED
from restitution.protocol import handle

pytestmark = pytest.mark.slow  # other processes, and many questions

type Plain = dict[str, Any]


def request(ident: int, params: object, method: str = "estimate") -> bytes:
    """One line of a batch."""
    return json.dumps({"id": ident, "method": method, "params": params}).encode()


@pytest.fixture
def lines(plain: Plain) -> list[bytes]:
    """Good and bad lines, mixed."""
    good = [request(i, plain) for i in range(150)]
    bad = [b"", b"no JSON", b"\xff\xfe", b"[]", request(1, {}), request(2, plain, "guess"), b'{"id": "\xc3\xa9"}']
    return [*good[:70], *bad, *good[70:]]


@pytest.mark.parametrize("workers", [1, 2])
def test_answers_stand_in_the_place_of_their_questions(lines: list[bytes], workers: int) -> None:
    """Every line has an answer, even a refused one, in the order of the lines, with any number of workers."""
    answers = [json.loads(answer) for answer in answers_to(lines, workers)]
    assert len(answers) == len(lines)
    assert [answer["ok"] for answer in answers] == [True] * 70 + [False] * 7 + [True] * 80
    assert [answer["id"] for answer in answers if answer["ok"]] == list(range(150))
    assert answers[0]["result"]["orders"][0]["order"] == "5000.00"
    assert "not UTF-8 text (byte 1)" in answers[72]["errors"][0]["message"]
    assert not any(answer.get("bug") for answer in answers)


def test_a_line_is_answered_as_by_the_one_door(plain: Plain) -> None:
    """The batch adds nothing and leaves nothing out."""
    line = request(7, plain)
    assert answer_line(line) == handle(line.decode())


def test_a_line_too_long_is_refused_in_its_place(plain: Plain) -> None:
    """An overlong line does not exhaust memory, and the next line is read from its start."""
    stream = io.BytesIO(b"x" * (LONGEST_LINE * 3) + b"\n" + request(1, plain) + b"\n")
    took: list[int] = []
    answers = [json.loads(answer_line(line)) for line in requests_of(stream, took.append)]
    assert [answer["ok"] for answer in answers] == [False, True]
    assert "16,777,216 bytes" in answers[0]["errors"][0]["message"]
    assert sum(took) == stream.getbuffer().nbytes


def test_a_large_line_is_answered() -> None:
    """A long line is not wrong in itself: mistakes in it are reported."""
    length = scaled(10_000_000)
    answer = json.loads(answer_line(request(1, {"title": "x" * length})))
    assert not answer["ok"]
    told = f"This can have at most 200 characters, not {length:,}: “{'x' * 28} … {'x' * 28}”."
    assert {"path": "title", "message": told} in answer["errors"]


def test_memory_stays_the_same(plain: Plain) -> None:
    """Nothing is kept of a line that was answered: many more lines take less room than their text alone has."""
    some = scaled(500)
    kept: list[int] = []

    def counted() -> Iterator[bytes]:
        for i in range(3 * some + 1):
            if i % some == 0:
                gc.collect()  # otherwise objects not yet collected would be counted
                kept.append(tracemalloc.get_traced_memory()[0])
            yield request(i, plain)

    tracemalloc.start()
    for _ in answers_to(counted()):
        pass
    tracemalloc.stop()
    # The first lines fill what is kept on purpose, such as compiled patterns.
    assert kept[3] - kept[1] < 2 * some * len(request(0, plain)) / 2, kept


def test_only_so_much_is_read_ahead(plain: Plain) -> None:
    """With workers, too, the input is read as the answers are taken."""
    read = 0

    def counted() -> Iterator[bytes]:
        nonlocal read
        for i in range(5000):
            read += 1
            yield request(i, plain)

    answers = answers_to(counted(), 2)
    next(answers)
    assert read < 1000
    answers.close()  # type: ignore[attr-defined]  # it is a generator


@pytest.fixture
def requests(file: Callable[..., str], lines: list[bytes]) -> str:
    """A file with these lines."""
    return file(b"\n".join(lines) + b"\n")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_command(requests: str, lines: list[bytes], workers: str, run: Run) -> None:
    """A file in, answers out, nothing on stderr unless it is a terminal."""
    code, out, err = run("batch", requests, "--workers", workers)
    assert (code, err) == (ANSWERED, "")
    assert out.splitlines() == [answer_line(line) for line in lines]


def test_standard_input(lines: list[bytes], run: Run) -> None:
    """A hyphen reads standard input; the last line counts even without a line ending."""
    code, out, _ = run("batch", "-", stdin=b"\n".join(lines))
    assert code == ANSWERED
    assert len(out.splitlines()) == len(lines)


class _Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        """Yes."""
        return True


def test_a_bar_on_a_terminal(requests: str, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    """A terminal shows the progress, up to the end."""
    watched = _Terminal()
    monkeypatch.setattr(sys, "stderr", watched)
    assert run("batch", requests)[0] == ANSWERED
    assert "[####################] 100 % 157 answered\n" in watched.getvalue()
    assert watched.getvalue().count("\r") >= 3


@pytest.mark.parametrize("name", ["nothing.jsonl", "."])
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str, run: Run) -> None:
    """It is bad input, reported in one line."""
    code, out, err = run("batch", str(tmp_path / name))
    assert (code, out) == (BAD_INPUT, "")
    assert "cannot be read" in err
    assert len(err.splitlines()) == 1


class _Breaking(io.BytesIO):
    """A stream that fails after its contents."""

    def readline(self, size: int | None = -1, /) -> bytes:
        """Return the next line, or fail at the end."""
        line = super().readline(size)
        if not line:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return line


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_file_that_breaks_off(lines: list[bytes], workers: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines read are answered; the read error is bad input, not a failure to write."""
    stream = _Breaking(b"\n".join(lines) + b"\n")
    monkeypatch.setattr(Path, "open", lambda _path, _mode: stream)
    code, out, err = run("batch", __file__, "--workers", workers)
    assert (code, err) == (BAD_INPUT, f"{__file__} cannot be read: Input/output error.\n")
    assert out.splitlines() == [answer_line(line) for line in lines]


@pytest.mark.parametrize("workers", ["0", "-1", "65", "two", "1.5", ""])
def test_a_wrong_number_of_workers(requests: str, workers: str, run: Run) -> None:
    """The limits are named."""
    code, _, err = run("batch", requests, f"--workers={workers}")
    assert code == BAD_INPUT
    assert "a whole number from 1 to 64" in err


def test_an_empty_file(file: Callable[..., str], run: Run) -> None:
    """No question, no answer, no error."""
    assert run("batch", file(b"")) == (ANSWERED, "", "")


# A background process ignores Ctrl-C, as do its children, unless told otherwise.
HEEDFUL = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from restitution.cli import main
sys.exit(main())
"""


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_stops_it_quietly(workers: str) -> None:
    """Exit code 130 and no Python traceback, with or without workers."""
    command = [sys.executable, "-c", HEEDFUL, "batch", "-", "--workers", workers]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, start_new_session=True) as running:
        assert running.stdin
        assert running.stdout
        running.stdin.write(b'{"method": "guess"}\n' * 400)
        running.stdin.flush()
        assert running.stdout.read(1) == b"{"
        os.killpg(running.pid, signal.SIGINT)
        _, err = running.communicate(timeout=60)
    assert (running.returncode, err) == (INTERRUPTED, b"")


def test_ctrl_c_reaches_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even one that is starting: each begins with it blocked. This process heeds it again."""
    submit: Any = ProcessPoolExecutor.submit
    asked = (signal.pthread_sigmask, signal.SIG_BLOCK, ())
    monkeypatch.setattr(ProcessPoolExecutor, "submit", lambda pool, *_given: submit(pool, *asked))
    blocked: list[Any] = [*answers_to([b"{}"], 2)]
    assert blocked == [signal.SIGINT]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


@pytest.fixture
def cluster() -> Iterator[Callable[..., list[str]]]:
    """Two Dask workers on this machine, and the function that hands files to them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from distributed import Client, LocalCluster

        from restitution.fleet import answer_files

        with (
            LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local,  # type: ignore[no-untyped-call]
            Client(local),  # type: ignore[no-untyped-call]
        ):
            yield answer_files


def test_a_fleet(cluster: Callable[..., list[str]], tmp_path: Path, plain: Plain) -> None:
    """The same text-to-text function on a local Dask cluster: the same answers in the same order."""
    names = []
    for part in range(3):
        path = tmp_path / f"requests-{part}.jsonl"
        path.write_bytes(b"".join(request(100 * part + i, plain) + b"\n" for i in range(20)) + b"no JSON\n")
        names.append(path)
    written = cluster([str(name) for name in names], str(tmp_path / "answers-*.jsonl"))
    answers = [line for path in written for line in Path(path).read_text(encoding="utf-8").splitlines()]
    assert answers == [answer_line(line) for name in names for line in name.read_bytes().splitlines()]
