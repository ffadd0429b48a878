"""Fuzz targets: one function of bytes for each reader of input, which fails if a promise is broken.

The functions are written once. Coverage-guided fuzzing (`make fuzz`), Hypothesis (`test_made_up.py`) and the kept
corpus (`test_corpus.py`) all call them.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.fuzz.material import TEXTS
from tests.unit.support import ANSWERED, BAD_INPUT, VALIDATORS, ask, assert_errors, respond

from restitution import InputError
from restitution.batch import answer_line, answers_to, requests_of
from restitution.cli import main
from restitution.commands import COMMANDS
from restitution.errors import FieldError
from restitution.fields import Reader
from restitution.ledger import ROW, Entry, read_ledger
from restitution.money import stated_cents
from restitution.parsing import read_json, read_toml
from restitution.protocol import FORMATS
from restitution.scenario import read_scenario
from sitebuild.pages.fence import FenceError, worked_example
from sitebuild.paths import SITE_MARK

CORPUS = Path(__file__).parent / "corpus"
"""The kept input: one folder for each target."""


def request(data: bytes) -> None:
    """Any request gets one table as its answer: a result, or mistakes in words, none of them the engine's own.

    A readable request is refused by the name of a field, and the answer has its id. What is answered in one
    format is answered in every format, and is valid under the published schema.
    """
    text = _text(data)
    response = respond(text)
    try:
        asked = read_json(text)
    except InputError:
        asked = None
    if not isinstance(asked, dict):
        assert not response["ok"]
        assert response["id"] is None
        return
    ident = asked.get("id")
    assert response["id"] == (ident if isinstance(ident, int | str) else None)
    params = asked.get("params", {})
    if not response["ok"]:
        # A file that is not what it says is refused as a whole, without a field.
        if isinstance(params, dict) and "file" not in asked:
            assert_named(response["errors"])
        return
    if asked["method"] == "example":
        assert respond({**asked, "format": "html"})["ok"]
        return
    for form in {"json", FORMATS[len(data) % len(FORMATS)]}:
        assert respond({**asked, "format": form})["ok"]
    if asked["method"] in VALIDATORS and "file" not in asked:
        assert not [error.message for error in VALIDATORS[asked["method"]].iter_errors(params)]


def scenario(data: bytes) -> None:
    """A scenario in TOML is refused by the names of its fields, or is the same after a round trip through JSON.

    What the reader accepts, the engine answers.
    """
    try:
        tables = read_toml(_text(data))
    except InputError as refusal:
        assert_refusal(refusal.errors)
        return
    try:
        found = read_scenario(tables)
    except InputError as refusal:
        assert_named(assert_refusal(refusal.errors))
        return
    sent = json.dumps(tables, default=date.isoformat)
    assert read_scenario(read_json(sent)) == found
    for form in ("json", "html"):
        assert ask("estimate", json.loads(sent), form)["ok"]


def ledger(data: bytes) -> None:
    """The rows of a ledger in CSV are refused by row and column, or are the same when rewritten as CSV or JSON.

    What the reader accepts, the engine answers, as of any day.
    """
    text = _text(data)
    entries, errors = _entries(text)
    if errors:
        assert_named(assert_refusal(errors))
        return
    assert _entries(_as_csv(entries))[0] == entries
    listed = [{name: cell for name, cell in _cells(entry).items() if cell} for entry in entries]
    assert _entries(json.loads(json.dumps(listed)))[0] == entries
    for day in ("0001-01-01", max((entry.day.isoformat() for entry in entries), default="2020-01-01"), "9999-12-31"):
        for form in ("json", "html"):
            assert ask("ledger", {"ledger": text, "as_of": day}, form)["ok"]


def fence(data: bytes) -> None:
    """A worked example of a page is refused with the fence's own error, or gives HTML.

    The definition in this HTML, sent to the engine as a browser does, gives the same result.
    """
    try:
        html = worked_example(_text(data))
    except FenceError:
        return
    (definition,) = re.findall(r' data-example="([^"]*)"', html)
    sent = {"example": json.loads(unescape(definition))}
    again = respond({"method": "example", "params": sent, "format": "html", "base": SITE_MARK})["result"]
    assert again["errors"] == []
    assert again["form"] in html
    assert again["answer"] in html
    assert again["worksheet"] in html


def batch(data: bytes) -> None:
    """A batch has one answer for each line, in order: one valid JSON table on one line, whatever the line contains."""
    sizes: list[int] = []
    lines = list(requests_of(io.BytesIO(data), sizes.append))
    answers = list(answers_to(lines))
    assert sum(sizes) == len(data)
    assert len(answers) == len(re.findall(rb"[^\n]*\n|[^\n]+", data))
    for line, answer in zip(lines, answers, strict=True):
        assert "\n" not in answer
        assert "bug" not in json.loads(answer)
        assert answer == answer_line(line)


def file(data: bytes) -> None:
    """A file for a command, after a line with the command's name: read from standard input, answered or refused.

    Only the answer is printed, and the exit status says whether it was answered or refused.
    """
    name, _, content = data.partition(b"\n")
    command = _text(name)
    if command not in COMMANDS or not COMMANDS[command].file:
        return
    options = ("--as-of", "2021-01-01") if command == "ledger" else ()
    _asked([command, "-", *options, "--format", "json"], content)


def arguments(data: bytes) -> None:
    """Arguments, one per line, are answered or refused; the command line's own errors begin with its usage.

    The first is the command: any but batch, which would start processes. Its FILE is standard input, with a valid
    file in it.
    """
    command, *others = _text(data).split("\n")
    if command == "batch":
        return
    entry = COMMANDS.get(command)
    given = ["-"] if entry and entry.file else []
    _asked([command, *given, *others], TEXTS.get(command, "").encode())


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target for target in (request, scenario, ledger, fence, batch, file, arguments)
}
"""Every target by its name. Its docstring is its promise."""


def assert_named(errors: Sequence[dict[str, str]]) -> None:
    """Check that every mistake names its place; only the count of unlisted mistakes has none."""
    for error in errors:
        assert error["path"] or error["message"].startswith("More mistakes after these "), error


def assert_refusal(errors: Sequence[FieldError]) -> list[dict[str, str]]:
    """Check that mistakes are printable sentences, as in an answer."""
    answered = [{"path": error.path, "message": error.message} for error in errors]
    assert_errors(answered)
    return answered


def command_line(options: Sequence[str], stdin: bytes) -> tuple[Any, str, str]:
    """Run one command in this process and return its exit code, stdout and stderr."""
    out, err = io.TextIOWrapper(io.BytesIO()), io.TextIOWrapper(io.BytesIO(), errors="backslashreplace")
    with patch.multiple(sys, stdin=io.TextIOWrapper(io.BytesIO(stdin)), stdout=out, stderr=err):
        try:
            code: Any = main(options)
        except SystemExit as stop:
            code = stop.code
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8"))
    return code, *texts


def _asked(options: Sequence[str], stdin: bytes) -> None:
    code, out, err = command_line(options, stdin)
    assert code in (ANSWERED, BAD_INPUT), err
    if code == ANSWERED:
        assert out
        assert err == ""
    elif err:
        assert out == ""
        assert err.startswith("usage: ") or all(line.isprintable() and line[-1] == "." for line in err.splitlines())
    else:
        assert_errors(json.loads(out)["errors"])


def _text(data: bytes) -> str:
    """Return text with anything a Python string can hold, lone surrogates too, as a browser can send them."""
    return data.decode("utf-8", "surrogateescape")


def _entries(source: object) -> tuple[list[Entry], list[FieldError]]:
    """Return the rows of a ledger, whatever lines they were on."""
    reader = Reader()
    entries = read_ledger(source, reader).entries
    return [entry._replace(row=number) for number, entry in enumerate(entries)], reader.errors


def _cells(entry: Entry) -> dict[str, str]:
    cells = (entry.day.isoformat(), entry.kind, entry.case, stated_cents(entry.amount), entry.note, entry.joint)
    return dict(zip(ROW.names(), cells, strict=True))


def _as_csv(entries: Sequence[Entry]) -> str:
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, ROW.names())
    writer.writeheader()
    writer.writerows(map(_cells, entries))
    return sheet.getvalue()
