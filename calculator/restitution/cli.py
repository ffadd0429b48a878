"""The command line: ``restitution estimate FILE`` and ``restitution law [ID]``. Arguments in, text out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

from restitution.documents import read_json, read_toml
from restitution.errors import FieldError, InputError
from restitution.protocol import handle
from restitution.render.as_text import errors_text

ANSWERED, BUG, BAD_INPUT = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 for an answer, 2 for input that was refused, 1 for a failure of the program itself.
    """
    options = _parser().parse_args(arguments)
    try:
        params = _params(options)
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
    estimate = commands.add_parser("estimate", help="work out the orders of a scenario")
    estimate.add_argument("file", metavar="FILE", help="a scenario in TOML or JSON; - reads standard input")
    law = commands.add_parser("law", help="show the parameters and authorities that the calculator stands on")
    law.add_argument("id", metavar="ID", nargs="?", help="one parameter or authority, for example trafficking.floor")
    for command in (estimate, law):
        command.add_argument("--format", choices=("text", "json"), default="text", help="text (the default) or json")
    return parser


def _params(options: argparse.Namespace) -> Any:
    if options.command == "law":
        return {"id": options.id} if options.id else {}
    return _read(options.file)


def _read(name: str) -> Any:
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as mistake:
        raise InputError.at("", f"{name} cannot be read: {mistake.strerror or mistake}.") from None
    except UnicodeDecodeError as mistake:
        raise InputError.at("", f"{name} is not UTF-8 text (byte {mistake.start + 1}).") from None
    return read_json(text) if text.lstrip().startswith("{") else read_toml(text)


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
