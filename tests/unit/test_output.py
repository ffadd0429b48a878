"""Answers written to a file: all of it or nothing, in place of what was there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.support import ANSWERED, BAD_INPUT, BUG, Run

from restitution.cli import batch
from restitution.protocol import FORMATS

INTERRUPTED = 130
MARK = b"\xef\xbb\xbf"
OLD = b"what was there before\n"
ROWS = "date,kind,case,amount,note\n2020-01-02,finding,A,1000,\n2020-02-03,payment,A,10.50,check\n"

type File = Callable[..., str]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file that is there already, alone in its folder."""
    folder = tmp_path / "answers"
    folder.mkdir()
    path = folder / "answer"
    path.write_bytes(OLD)
    return path


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_holds_what_would_be_printed(form: str, old: Path, run: Run, file: File) -> None:
    """To the byte, with a mark before CSV alone; nothing is printed, and the old file is replaced."""
    question = ("ledger", file(ROWS), "--as-of", "2024-01-01", "--format", form)
    code, printed, _ = run(*question)
    assert code == ANSWERED
    assert printed
    assert not printed.startswith("\ufeff")
    assert run(*question, "--output", str(old)) == (ANSWERED, "", "")
    assert old.read_bytes() == (MARK if form == "csv" else b"") + printed.encode()
    assert [*old.parent.iterdir()] == [old]


def test_a_file_that_is_not_there_is_made(tmp_path: Path, run: Run) -> None:
    """The format is text, whatever the name says."""
    path = tmp_path / "floor.csv"
    printed = run("law", "trafficking.floor")[1]
    assert run("law", "trafficking.floor", f"--output={path}") == (ANSWERED, "", "")
    assert path.read_text(encoding="utf-8") == printed


def test_a_hyphen_is_standard_output(run: Run) -> None:
    """As without the option: without a mark."""
    question = ("law", "trafficking.floor", "--format", "csv")
    assert run(*question, "--output", "-") == run(*question)


def test_a_file_keeps_its_rights_and_a_link_its_target(old: Path, run: Run) -> None:
    """Only the contents change."""
    old.chmod(0o640)
    link = old.with_name("link")
    link.symlink_to(old.name)
    assert run("law", "--output", str(link))[0] == ANSWERED
    assert link.is_symlink()
    assert old.read_bytes() != OLD
    assert old.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("form", FORMATS)
def test_a_refusal_leaves_the_file_as_it_was(form: str, old: Path, run: Run) -> None:
    """What is wrong is said where it is said without a file."""
    question = ("law", "no-such-id", "--format", form)
    refusal = run(*question)
    assert refusal[0] == BAD_INPUT
    assert run(*question, "--output", str(old)) == refusal
    assert old.read_bytes() == OLD
    assert [*old.parent.iterdir()] == [old]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("no-such-folder/answer", "No such file or directory."),
        (".", "Is a directory."),
        ("", "Is a directory."),
        ("a\0b", "no file can have this name."),
        ("x" * 100_000, "File name too long."),
        ("/etc/passwd/\x1b[31m", "Not a directory."),
    ],
    ids=lambda text: repr(text[:20]),
)
@pytest.mark.parametrize("question", [("law",), ("batch", "-")], ids=" ".join)
def test_a_file_that_cannot_be_written(
    question: tuple[str, ...], name: str, words: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is named, and why; nothing is printed."""
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*question, "--output", name)
    assert (code, out) == (BUG, "")
    assert err.startswith("The answer cannot be written to ")
    assert err.endswith(f": {words}\n")
    assert err[:-1].isprintable()
    assert len(err) < 300
    assert [*tmp_path.iterdir()] == []


@pytest.mark.slow
@pytest.mark.parametrize("question", ["law", "batch -"])
def test_a_disk_that_is_full_leaves_the_file_as_it_was(question: str, old: Path) -> None:
    """Half an answer is none."""
    command = f"cd {old.parent}; ulimit -f 8; {sys.executable} -m restitution {question} --output answer"
    asked = '{"method": "law"}\n'
    done = subprocess.run(["bash", "-c", command], input=asked, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (BUG, "")
    assert done.stderr == "The answer cannot be written to answer: File too large.\n"
    assert old.read_bytes() == OLD
    assert [*old.parent.iterdir()] == [old]


@pytest.mark.slow
def test_a_device_is_written_to_and_stays_one() -> None:
    """A file beside it could not take its place."""
    command = f"{sys.executable} -m restitution law trafficking.floor --output /dev/stdout | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("trafficking.floor: ")
    command = f"{sys.executable} -m restitution law --output /dev/full"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)
    complaint = "The answer cannot be written to /dev/full: No space left on device.\n"
    assert (done.returncode, done.stderr) == (BUG, complaint)


@pytest.mark.parametrize("question", [("ledger", "--as-of=2024-01-01"), ("batch",)], ids=lambda words: words[0])
@pytest.mark.parametrize("form", ["text", "json"])
def test_an_answer_never_replaces_what_it_is_about(
    question: tuple[str, ...], form: str, run: Run, file: File, tmp_path: Path
) -> None:
    """However the name is spelled: the rows would be lost."""
    path = Path(file(ROWS, "rows.csv"))
    again = tmp_path / "again.csv"
    os.link(path, again)
    form_given = () if question[0] == "batch" else (f"--format={form}",)
    for name in (path, again, tmp_path / "." / ".." / tmp_path.name / "rows.csv"):
        code, out, err = run(*question, str(path), *form_given, "--output", str(name))
        assert code == BAD_INPUT
        said = json.loads(out)["errors"][0]["message"] if out else err
        assert said.strip().endswith(", which is read: give --output another name.")
        assert path.read_text() == ROWS


def test_a_batch_is_written_whole(old: Path, run: Run) -> None:
    """A refusal among its lines counts as an answer."""
    lines = b'{"id": 1, "method": "law", "params": {"id": "trafficking.floor"}}\n{}\n'
    printed = run("batch", "-", stdin=lines)[1]
    assert len(printed.splitlines()) == 2
    assert run("batch", "-", "--output", str(old), stdin=lines) == (ANSWERED, "", "")
    assert old.read_text(encoding="utf-8") == printed


def test_a_batch_that_is_interrupted_leaves_the_file_as_it_was(
    old: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is there a part of the new one."""

    def answers(*_given: object) -> list[str]:
        raise KeyboardInterrupt

    monkeypatch.setattr(batch, "answers_to", answers)
    monkeypatch.setattr("restitution.cli.signal", lambda *_given: None)
    assert run("batch", "-", "--output", str(old)) == (INTERRUPTED, "", "")
    assert old.read_bytes() == OLD
    assert [*old.parent.iterdir()] == [old]
