"""The command line: ``restitution estimate FILE`` and every other command. Arguments in, text out.

The commands and their options come from the same table as the protocol's, and every question goes through its entry
point. Only ``batch`` belongs to the command line alone, because it asks many questions.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from signal import SIG_IGN, SIGINT, signal
from typing import Any

from restitution.cli.arguments import BATCH, given, parsed
from restitution.cli.output import ANSWERED, BAD_INPUT, BUG, INTERRUPTED, STANDARD, check_output, write_result
from restitution.commands import COMMANDS, Command
from restitution.errors import FieldError, InputError, shown
from restitution.protocol import respond
from restitution.render.as_text import errors_text


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 for an answer, 2 for refused input, 1 for a failure of the program itself or a failure to write the answer,
        130 if the user stopped it with Ctrl-C.
    """
    options = parsed(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(options)
    except BrokenPipeError:
        # The reader of the output, such as `head`, has closed it. With stderr closed, Python does not complain at exit.
        sys.stderr.close()
        return ANSWERED
    except OSError as mistake:
        from restitution.cli.files import reason

        where = "" if options.output in (None, STANDARD) else f" to {shown(options.output)}"
        sys.stderr.write(errors_text((FieldError("", f"The answer cannot be written{where}: {reason(mistake)}."),)))
        return BUG
    except KeyboardInterrupt:
        # A second Ctrl-C must not disturb the shutdown of the workers.
        signal(SIGINT, SIG_IGN)
        return INTERRUPTED


def _run(options: argparse.Namespace) -> int:
    output = STANDARD if options.output is None else options.output
    if options.command == BATCH:
        from restitution.cli.batch import run_batch

        return run_batch(options.file, output, options.workers or 1)
    form = options.format or "text"
    try:
        check_output(output, vars(options).get("file"))
        request = {**_request(COMMANDS[options.command], vars(options)), "format": form}
    except InputError as refusal:
        errors = [{"path": e.path, "message": e.message} for e in refusal.errors]
        response: dict[str, Any] = {"ok": False, "errors": errors}
    else:
        response = respond(json.dumps(request))
    if response["ok"]:
        write_result(response["result"], form, output)
        return ANSWERED
    if form == "json":
        write_result({"schema": 1, "errors": response["errors"]}, "json")
    else:
        sys.stderr.write(errors_text(tuple(FieldError(**e) for e in response["errors"])))
    return BUG if response.get("bug") else BAD_INPUT


def _request(command: Command, options: Mapping[str, Any]) -> dict[str, Any]:
    """Build the request that the arguments describe.

    Raises:
        InputError: if FILE cannot be read.
    """
    request: dict[str, Any] = {"method": command.name, "params": given(command, options)}
    if command.file:
        from pathlib import Path

        from restitution.cli.files import file_of, ledgers_of

        request["file"] = file_of(command, options["file"])
        if command.names_ledgers:
            request["ledgers"] = ledgers_of(request["file"], Path(options["file"]).parent)
    return request
