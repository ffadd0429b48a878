"""The command line: ``restitution estimate FILE`` and every other command. Arguments in, text out.

The commands and their options come from the same table as the protocol's, and every question goes through its entry
point. Three belong to the command line alone: ``case``, which opens a file as the desk does and makes its papers,
``ledger --merge``, and ``batch``, which asks many questions.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from signal import SIG_IGN, SIGINT, signal
from typing import Any

from restitution.cli.arguments import BATCH, CASE, PAPERS, given, parsed
from restitution.cli.output import (
    ANSWERED,
    BAD_INPUT,
    BUG,
    INTERRUPTED,
    STANDARD,
    check_output,
    check_terminal,
    write_result,
)
from restitution.cli.progress import LONG, Tell, progress
from restitution.commands import COMMANDS, Command
from restitution.errors import FieldError, InputError, failed, shown
from restitution.protocol import respond
from restitution.render.as_text import errors_text

type Json = dict[str, Any]

_NOT_HERE = (
    "This is a case that the desk has saved, which this command does not read: restitution case FILE{view} does."
)


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
    # Merged rows are wanted as a ledger again.
    writes_rows = _merges(options) and output != STANDARD
    form = options.format or ("csv" if writes_rows else "text")
    response = _response(options, form, output)
    if response["ok"]:
        write_result(response["result"], form, output)
        return ANSWERED
    if form == "json" and not writes_rows:
        write_result({"schema": 1, "errors": response["errors"]}, "json")
    else:
        sys.stderr.write(errors_text(tuple(FieldError(**e) for e in response["errors"])))
    return BUG if response.get("bug") else BAD_INPUT


def _merges(options: argparse.Namespace) -> bool:
    return getattr(options, "merge", None) is not None


def _response(options: argparse.Namespace, form: str, output: str) -> Json:
    """Return the answer to a command as the protocol gives it; of a paper, the result is bytes."""
    try:
        for source in (vars(options).get("file"), vars(options).get("merge")):
            check_output(output, source)
            check_output(vars(options).get("save") or STANDARD, source)
        if not _merges(options):
            check_terminal(form, output)
        return _answered(options, form, output)
    except InputError as refusal:
        return {"ok": False, "errors": [{"path": e.path, "message": e.message} for e in refusal.errors]}


def _answered(options: argparse.Namespace, form: str, output: str) -> Json:
    if options.command != CASE and not COMMANDS[options.command].file:
        return respond(json.dumps(_request(COMMANDS[options.command], options, form)))
    from restitution.cli.files import is_case, read

    if _merges(options) and options.file == options.merge == STANDARD:
        raise InputError.at("merge", "Only one of the two ledgers can be read from standard input.")
    raw = read(options.file)
    second = read(options.merge) if _merges(options) else b""
    with progress(long=form in PAPERS or len(raw) + len(second) >= LONG) as tell:
        if options.command == CASE:
            return _about(options, form, raw, tell)
        if _merges(options):
            return _merged(options, form, output, (raw, second), tell)
        request = _request(COMMANDS[options.command], options, form, raw)
        if is_case(request["file"]):
            if options.command != "estimate":
                raise InputError.at("", _NOT_HERE.format(view=" --view ledger" if options.command == "ledger" else ""))
            return _about(options, form, raw, tell)
        if form not in PAPERS:
            tell("Working out the answer")
            return respond(json.dumps(request))
        try:
            return _about(options, form, raw, tell)
        except InputError:
            # A file that the command reads itself is refused in the command's own words.
            params = {"as_of": "2000-01-01", **request["params"]} if options.command == "ledger" else request["params"]
            response = respond(json.dumps({**request, "params": params, "format": "json"}))
            if response["ok"]:
                raise
            return response


def _about(options: argparse.Namespace, form: str, raw: bytes, tell: Tell) -> Json:
    """Answer about the case in a file, and save it if that is asked for.

    Raises:
        InputError: with every mistake.
    """
    from restitution.cli.case import answer_about, asked_about

    response = _safe(lambda: answer_about(options.file, raw, asked_about(vars(options), form), tell))
    if not response["ok"]:
        return response
    result, document = response["result"]
    if options.command == CASE and options.save is not None:
        from restitution.casefile import write_file
        from restitution.cli.files import reason

        try:
            write_result(write_file(document), "text", options.save)
        except OSError as mistake:
            message = f"The case cannot be saved to {shown(options.save)}: {reason(mistake)}."
            return {"ok": False, "errors": [{"path": "", "message": message}], "bug": True}
    return {"ok": True, "result": result}


def _merged(options: argparse.Namespace, form: str, output: str, contents: tuple[bytes, bytes], tell: Tell) -> Json:
    """Show what a second ledger brings, and answer with that or, for a file, with the merged rows.

    Raises:
        InputError: with every mistake.
        OSError: if standard output cannot be written.
    """
    from restitution.cli.case import asked_about
    from restitution.cli.merging import compare, comparison, one_ledger

    take, writing = options.take or "new", output != STANDARD
    compared = compare((options.file, options.merge), contents, tell)
    shown_form = "text" if writing else form
    before = _safe(lambda: comparison(compared, shown_form, writing=writing, take=take))
    if not writing or not before["ok"]:
        return before
    tell("")
    write_result(before["result"], shown_form)
    return _safe(lambda: one_ledger(compared, take, asked_about(vars(options), form), tell))


def _safe(work: Callable[[], Any]) -> Json:
    """Return what the work gives as the protocol answers; it never raises for a failure of the calculator itself.

    Raises:
        InputError: as the work does.
    """
    try:
        return {"ok": True, "result": work()}
    except InputError:
        raise
    except Exception as failure:
        return {"ok": False, "errors": [{"path": "", "message": failed(failure)}], "bug": True}


def _request(command: Command, options: argparse.Namespace, form: str, raw: bytes | None = None) -> Json:
    """Build the request that the arguments describe.

    Args:
        raw: what FILE holds.

    Raises:
        InputError: if FILE is not text of the kind that the command reads.
    """
    request: Json = {"method": command.name, "params": given(command, vars(options)), "format": form}
    if raw is not None:
        from pathlib import Path

        from restitution.cli.files import file_of, ledgers_of

        request["file"] = file_of(command, options.file, raw)
        if command.names_ledgers:
            request["ledgers"] = ledgers_of(request["file"], Path(options.file).parent)
    return request
