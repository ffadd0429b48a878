"""The command line: ``restitution estimate FILE`` and every other command. Arguments in, text out.

The commands and their options come from the same table as the protocol's, and every question goes through that door.
``batch`` alone is the command line's own: it is many questions.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import date, time
from pathlib import Path
from typing import Any, BinaryIO

from restitution.batch import answers_to, requests_of
from restitution.commands import COMMANDS, Command
from restitution.documents import read_json, read_toml
from restitution.errors import FieldError, InputError
from restitution.fields import Field, Kind, value_of
from restitution.protocol import FORMATS, handle
from restitution.render.as_text import errors_text
from restitution.scenario.fields import SCENARIO

ANSWERED, BUG, BAD_INPUT = 0, 1, 2
MOST_WORKERS = 64


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 for an answer, 2 for input that was refused, 1 for a failure of the program itself.
    """
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except BrokenPipeError:
        # Whoever read the answer has seen enough, such as `head`. Closed, the stream says nothing more about it.
        sys.stderr.close()
        return ANSWERED


def _run(options: argparse.Namespace) -> int:
    if options.command == "batch":
        return _batch(options.file, options.workers)
    try:
        params = _params(COMMANDS[options.command], vars(options))
    except InputError as refusal:
        errors = [{"path": e.path, "message": e.message} for e in refusal.errors]
        response: dict[str, Any] = {"ok": False, "errors": errors}
    else:
        request = {"method": options.command, "params": params, "format": options.format}
        response = json.loads(handle(json.dumps(request, default=_iso)))
    if response["ok"]:
        _print(response["result"], options.format)
        return ANSWERED
    if options.format == "json":
        _print({"schema": 1, "errors": response["errors"]}, "json")
    else:
        sys.stderr.write(errors_text(tuple(FieldError(**e) for e in response["errors"])))
    return BUG if response.get("bug") else BAD_INPUT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="restitution",
        description="Federal restitution for victims of CSAM, 18 U.S.C. §2259, worked out step by step. "
        "Legal information, not legal advice.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for command in COMMANDS.values():
        one = commands.add_parser(command.name, help=command.help, description=f"{command.help.capitalize()}.")
        if command.file:
            one.add_argument("file", metavar="FILE", help=f"{command.file}; - reads standard input")
        for field in _options(command):
            _add_option(one, field, field.name == command.position)
        one.add_argument("--format", choices=FORMATS, default="text", help="text by default")
    batch = commands.add_parser(
        "batch",
        help="answer many questions: JSON Lines in, JSON Lines out",
        description="Answer many questions. Every line in is a request such as "
        '{"id": 1, "method": "estimate", "params": {…}}; every line out is its answer, in the same order.',
    )
    batch.add_argument("file", metavar="FILE", help="requests, one JSON text a line; - reads standard input")
    batch.add_argument("--workers", type=_workers, default=1, help="processes that share the work, 1 by default")
    return parser


def _workers(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"this must be a whole number from 1 to {MOST_WORKERS}")
    return int(text)


def _batch(name: str, workers: int) -> int:
    """Answer a file line by line. A refused line is an answer too: only a file that cannot be read is bad input."""
    try:
        size = 0 if name == "-" else Path(name).stat().st_size
        with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as stream:
            _answer_all(stream, size, workers)
    except BrokenPipeError:
        raise
    except OSError as mistake:
        sys.stderr.write(errors_text((FieldError("", f"{name} cannot be read: {mistake.strerror or mistake}."),)))
        return BAD_INPUT
    return ANSWERED


def _answer_all(stream: BinaryIO, size: int, workers: int) -> None:
    progress = _Progress(size)
    for answer in answers_to(requests_of(stream, progress.read), workers):
        sys.stdout.buffer.write(answer.encode("utf-8") + b"\n")
        progress.answered()
    sys.stdout.flush()
    progress.done()


class _Progress:
    """How far a batch has come, drawn on a terminal only."""

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


def _options(command: Command) -> list[Field]:
    """The fields that are given as options: not those that FILE holds."""
    if command.file and not command.file_key:
        return []
    return [field for field in command.options.fields if field.name != command.file_key]


def _add_option(parser: argparse.ArgumentParser, field: Field, positional: bool) -> None:
    if positional:
        parser.add_argument(field.name, metavar=field.name.upper(), nargs="?", help=field.question)
        return
    name = f"--{field.name.replace('_', '-')}"
    words = field.question.replace("%", "%%")
    if field.kind is Kind.FLAG:
        parser.add_argument(name, action="store_const", const="true", help=words)
    elif field.kind is Kind.TEXT_LIST:
        parser.add_argument(name, action="append", metavar=field.term.upper(), help=words)
    else:
        parser.add_argument(name, metavar=field.kind.name, required=field.required, help=words)


def _params(command: Command, options: Mapping[str, Any]) -> Any:
    params: dict[str, Any] = {}
    if command.file:
        content = _content(command, options["file"])
        if command.options is SCENARIO or command.file_key == "scenario":
            _open_ledgers(content, Path(options["file"]).parent)
        if not command.file_key:
            return content
        params[command.file_key] = content
    for field in _options(command):
        typed = options[field.name]
        if typed is not None:
            params[field.name] = value_of(field, typed) if isinstance(typed, str) else typed
    return params


def _content(command: Command, name: str) -> Any:
    """What FILE holds: JSON by its first sign; else rows of CSV where the command reads a ledger, else TOML."""
    text = _read(name)
    rows = bool(command.file_key) and command.options.field(command.file_key).kind is Kind.LEDGER
    if text.lstrip().startswith(("{", "[") if rows else "{"):
        return read_json(text)
    return text if rows else read_toml(text)


def _open_ledgers(tables: Any, folder: Path) -> None:
    """Put the text of a ledger in the place of its file's name, which is read from the scenario's own folder."""
    victims = tables.get("victim") if isinstance(tables, dict) else None
    for i, victim in enumerate(victims if isinstance(victims, list) else []):
        named = victim.get("ledger") if isinstance(victim, dict) else None
        if isinstance(named, str) and "\n" not in named:
            try:
                text = _read(str(folder / named))
            except InputError as refusal:
                raise InputError.at(f"victim[{i}].ledger", refusal.errors[0].message) from None
            victim["ledger"] = read_json(text) if text.lstrip().startswith("[") else text


def _read(name: str) -> str:
    raw = b""
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as mistake:
        raise InputError.at("", f"{name} cannot be read: {mistake.strerror or mistake}.") from None
    except UnicodeDecodeError as mistake:
        row = raw.count(b"\n", 0, mistake.start) + 1
        column = mistake.start - raw.rfind(b"\n", 0, mistake.start)
        raise InputError.at("", f"{name} is not UTF-8 text (row {row}, byte {column}).") from None


def _iso(value: object) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not a scenario value")


def _print(result: Any, form: str) -> None:
    # UTF-8 whatever the terminal's locale says: the section sign is in every answer. A broken character of the
    # input may stand in a message; it is spelled out.
    text = json.dumps(result, indent=2, ensure_ascii=False) + "\n" if form == "json" else result
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.flush()
