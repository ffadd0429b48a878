"""The command line: ``restitution estimate FILE`` and every other command. Arguments in, text out.

The commands and their options come from the same table as the protocol's, and every question goes through that door.
``batch`` alone is the command line's own: it is many questions.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date, time
from pathlib import Path
from signal import SIG_IGN, SIGINT, signal
from typing import Any, BinaryIO, NoReturn

from restitution.batch import answers_to, requests_of
from restitution.commands import COMMANDS, Command
from restitution.documents import read_json, read_toml
from restitution.errors import FieldError, InputError, shown
from restitution.fields import Field, Kind, value_of
from restitution.protocol import FORMATS, handle
from restitution.render.as_text import errors_text
from restitution.scenario.fields import SCENARIO

ANSWERED, BUG, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130
MOST_WORKERS = 64
_MOST_SHOWN = 300
"""Characters of a complaint about the arguments."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 for an answer, 2 for input that was refused, 1 for a failure of the program itself, or to write the answer,
        130 where the user stopped it with Ctrl-C.
    """
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except BrokenPipeError:
        # Whoever read the answer has seen enough, such as `head`. Closed, the stream says nothing more about it.
        sys.stderr.close()
        return ANSWERED
    except OSError as mistake:
        sys.stderr.write(errors_text((FieldError("", f"The answer cannot be written: {_reason(mistake)}."),)))
        return BUG
    except KeyboardInterrupt:
        # A second one must not disturb the workers' end.
        signal(SIGINT, SIG_IGN)
        return INTERRUPTED


def _run(options: argparse.Namespace) -> int:
    if options.command == "batch":
        return _batch(options.file, options.workers or 1)
    form = options.format or "text"
    unread: dict[str, str] = {}
    try:
        params, unread = _params(COMMANDS[options.command], vars(options))
    except InputError as refusal:
        errors = [{"path": e.path, "message": e.message} for e in refusal.errors]
        response: dict[str, Any] = {"ok": False, "errors": errors}
    else:
        request = {"method": options.command, "params": params, "format": form}
        response = json.loads(handle(json.dumps(request, default=_iso)))
    if response["ok"]:
        _print(response["result"], form)
        return ANSWERED
    errors = [{"path": e["path"], "message": unread.get(e["path"], e["message"])} for e in response["errors"]]
    if form == "json":
        _print({"schema": 1, "errors": errors}, "json")
    else:
        sys.stderr.write(errors_text(tuple(FieldError(**e) for e in errors)))
    return BUG if response.get("bug") else BAD_INPUT


class _Parser(argparse.ArgumentParser):
    """A parser that takes every option by its full name and prints nothing of what was typed that moves a terminal."""

    def __init__(self, **words: Any) -> None:
        super().__init__(allow_abbrev=False, **words)

    def error(self, message: str) -> NoReturn:
        super().error(shown(message, _MOST_SHOWN))


class _Once(argparse.Action):
    """Keep the value of an option. A second one would put the first aside: it is a mistake."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, name: str | None = None
    ) -> None:
        if getattr(namespace, self.dest) is not None:
            raise argparse.ArgumentError(self, "this is given twice")
        setattr(namespace, self.dest, values)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
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
        one.add_argument("--format", action=_Once, choices=FORMATS, help="text by default")
    batch = commands.add_parser(
        "batch",
        help="answer many questions: JSON Lines in, JSON Lines out",
        description="Answer many questions. Every line in is a request such as "
        '{"id": 1, "method": "estimate", "params": {…}}; every line out is its answer, in the same order.',
    )
    batch.add_argument("file", metavar="FILE", help="requests, one JSON text a line; - reads standard input")
    batch.add_argument("--workers", action=_Once, type=_workers, help="processes that share the work, 1 by default")
    return parser


def _workers(text: str) -> int:
    if text not in map(str, range(1, MOST_WORKERS + 1)):
        raise argparse.ArgumentTypeError(f"this must be a whole number from 1 to {MOST_WORKERS}")
    return int(text)


def _batch(name: str, workers: int) -> int:
    """Answer a file line by line. A refused line is an answer too: only a file that cannot be read is bad input.

    One that breaks off has its answers up to there.
    """
    unread: list[FieldError] = []

    def lines(stream: BinaryIO, read: Callable[[int], None]) -> Iterator[bytes]:
        try:
            yield from requests_of(stream, read)
        except OSError as mistake:
            unread.append(_unreadable(name, mistake))

    try:
        size = 0 if name == "-" else Path(name).stat().st_size
        opened = _opened(name)
    except (OSError, ValueError) as mistake:
        sys.stderr.write(errors_text((_unreadable(name, mistake),)))
        return BAD_INPUT
    with opened as stream:
        progress = _Progress(size)
        for answer in answers_to(lines(stream, progress.read), workers):
            _write(answer.encode("utf-8") + b"\n")
            progress.answered()
        sys.stdout.flush()
        progress.done()
    if unread:
        sys.stderr.write(errors_text(tuple(unread)))
        return BAD_INPUT
    return ANSWERED


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
        parser.add_argument(name, action=_Once, metavar=field.kind.name, required=field.required, help=words)


def _params(command: Command, options: Mapping[str, Any]) -> tuple[Any, dict[str, str]]:
    """The params that the arguments mean, and why ledgers that they name could not be read, by path."""
    params: dict[str, Any] = {}
    unread: dict[str, str] = {}
    if command.file:
        content = _content(command, options["file"])
        if command.options is SCENARIO or command.file_key == "scenario":
            unread = _open_ledgers(content, Path(options["file"]).parent)
        if not command.file_key:
            return content, unread
        params[command.file_key] = content
    for field in _options(command):
        typed = options[field.name]
        if typed is not None:
            params[field.name] = value_of(field, typed) if isinstance(typed, str) else typed
    return params, unread


def _content(command: Command, name: str) -> Any:
    """What FILE holds: JSON by its first sign; else rows of CSV where the command reads a ledger, else TOML."""
    text = _read(name)
    rows = bool(command.file_key) and command.options.field(command.file_key).kind is Kind.LEDGER
    if text.lstrip().startswith(("{", "[") if rows else "{"):
        return read_json(text)
    return text if rows else read_toml(text)


def _open_ledgers(tables: Any, folder: Path) -> dict[str, str]:
    """Put the rows of a ledger in the place of its file's name, a path that starts from the scenario's own folder.

    Returns:
        Why a file cannot be read, by the path of its ledger. In its place stands what no reader takes: all mistakes of
        the scenario are told together.
    """
    unread: dict[str, str] = {}
    victims = tables.get("victim") if isinstance(tables, dict) else None
    for i, victim in enumerate(victims if isinstance(victims, list) else []):
        named = victim.get("ledger") if isinstance(victim, dict) else None
        if isinstance(named, str) and "\n" not in named:
            try:
                victim["ledger"] = _ledger(named, folder)
            except InputError as refusal:
                victim["ledger"] = None
                unread[f"victim[{i}].ledger"] = refusal.errors[0].message
    return unread


def _ledger(name: str, folder: Path) -> Any:
    if not name:
        raise InputError.at("", "Name a file, for example victim-a.csv.")
    text = _read(str(folder / name))
    return read_json(text) if text.lstrip().startswith("[") else text


def _read(name: str) -> str:
    raw = b""
    try:
        with _opened(name) as stream:
            raw = stream.read()
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as mistake:
        row = raw.count(b"\n", 0, mistake.start) + 1
        column = mistake.start - raw.rfind(b"\n", 0, mistake.start)
        raise InputError.at("", f"{_called(name)} is not UTF-8 text (row {row}, byte {column}).") from None
    except (OSError, ValueError) as mistake:
        raise InputError((_unreadable(name, mistake),)) from None


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    if name != "-":
        return Path(name).open("rb")
    if sys.stdin is None:
        raise OSError("it is closed")
    return nullcontext(sys.stdin.buffer)


def _called(name: str) -> str:
    return "Standard input" if name == "-" else shown(name)


def _unreadable(name: str, mistake: OSError | ValueError) -> FieldError:
    """The mistake of a file that cannot be read. A name with a zero byte in it is a ``ValueError``."""
    reason = _reason(mistake) if isinstance(mistake, OSError) else "no file can have this name"
    return FieldError("", f"{_called(name)} cannot be read: {reason}.")


def _reason(mistake: OSError) -> str:
    return mistake.strerror or str(mistake)


def _iso(value: object) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not a scenario value")


def _print(result: Any, form: str) -> None:
    # UTF-8 whatever the terminal's locale says: the section sign is in every answer. A broken character of the
    # input may stand in a message; it is spelled out.
    text = json.dumps(result, indent=2, ensure_ascii=False) + "\n" if form == "json" else result
    _write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.flush()


def _write(text: bytes) -> None:
    if sys.stdout is None:
        raise OSError("standard output is closed")
    sys.stdout.buffer.write(text)
