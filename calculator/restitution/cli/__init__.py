"""The command line: ``restitution estimate FILE`` and every other command. Arguments in, text out.

The commands and their options come from the same table as the protocol's, and every question goes through that door.
``batch`` alone is the command line's own: it is many questions.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date, time
from pathlib import Path
from signal import SIG_IGN, SIGINT, signal
from typing import Any

from restitution.cli.arguments import given, parser
from restitution.cli.batch import run_batch
from restitution.cli.files import content, open_ledgers, reason
from restitution.cli.output import ANSWERED, BAD_INPUT, BUG, INTERRUPTED, print_result
from restitution.commands import COMMANDS, Command
from restitution.errors import FieldError, InputError
from restitution.protocol import handle
from restitution.render.as_text import errors_text
from restitution.scenario.fields import SCENARIO


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 for an answer, 2 for input that was refused, 1 for a failure of the program itself, or to write the answer,
        130 where the user stopped it with Ctrl-C.
    """
    options = parser().parse_args(arguments)
    try:
        return _run(options)
    except BrokenPipeError:
        # Whoever read the answer has seen enough, such as `head`. Closed, the stream says nothing more about it.
        sys.stderr.close()
        return ANSWERED
    except OSError as mistake:
        sys.stderr.write(errors_text((FieldError("", f"The answer cannot be written: {reason(mistake)}."),)))
        return BUG
    except KeyboardInterrupt:
        # A second one must not disturb the workers' end.
        signal(SIGINT, SIG_IGN)
        return INTERRUPTED


def _run(options: argparse.Namespace) -> int:
    if options.command == "batch":
        return run_batch(options.file, options.workers or 1)
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
        print_result(response["result"], form)
        return ANSWERED
    errors = [{"path": e["path"], "message": unread.get(e["path"], e["message"])} for e in response["errors"]]
    if form == "json":
        print_result({"schema": 1, "errors": errors}, "json")
    else:
        sys.stderr.write(errors_text(tuple(FieldError(**e) for e in errors)))
    return BUG if response.get("bug") else BAD_INPUT


def _params(command: Command, options: Mapping[str, Any]) -> tuple[Any, dict[str, str]]:
    """The params that the arguments mean, and why ledgers that they name could not be read, by path."""
    held: Any = None
    unread: dict[str, str] = {}
    if command.file:
        held = content(command, options["file"])
        if command.options is SCENARIO or command.file_key == "scenario":
            unread = open_ledgers(held, Path(options["file"]).parent)
        if not command.file_key:
            return held, unread
    params = given(command, options)
    return ({command.file_key: held, **params} if command.file else params), unread


def _iso(value: object) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not a scenario value")
