"""The one entry point: a JSON request in, a JSON response out. Both the command line and the page use it.

Request: ``{"id": 7, "method": "estimate", "params": {…}, "format": "json"}``. Response:
``{"id": 7, "ok": true, "result": …}`` or ``{"id": 7, "ok": false, "errors": [{"path": …, "message": …}]}``.
A failure of the calculator itself is answered like a mistake in the input, with ``"bug": true``.

A file is sent as its text: ``"file": {"kind": "toml", "text": "…"}`` replaces what the command reads from FILE, and
``"ledgers": {"victim-a.csv": {"kind": "csv", "text": "…"}}`` holds the files that a scenario names. A file whose
encoding is not known is sent as its bytes, ``{"kind": "csv", "base64": "…"}``: the calculator finds it out.
"""

from __future__ import annotations

import json
from typing import Any

from restitution.commands import COMMANDS, Command
from restitution.errors import InputError, failed
from restitution.fields import Reader
from restitution.parsing import KINDS, Unreadable, read_base64, read_json, read_text
from restitution.render import Report

_KEYS = ("id", "method", "params", "file", "ledgers", "format", "base")
_EXAMPLE_FORMATS = ("html", "text", "scenario")
_FOR_PEOPLE = ("text", "md", "html", "csv")
FORMATS = (*_FOR_PEOPLE, "json")
"""The formats of an answer."""


def handle(request: str) -> str:
    """Answer one request. Never raises.

    Args:
        request: JSON text. ``method`` is the name of a command or ``example``; ``params`` are its input; ``format``
            is ``json`` (the default), ``text``, ``md``, ``html`` or ``csv``, for ``example`` ``html``, ``text`` or
            ``scenario``. With ``html``, ``base`` is the relative path from the page to the root of the guide; without
            it the result is a complete page. ``file`` and ``ledgers`` are input files, as text.

    Returns:
        JSON text. In every format but ``json`` the result is one string.
    """
    return json.dumps(respond(request))


def respond(request: str) -> dict[str, Any]:
    """Answer one request as ``handle`` does, as the tables that its text holds."""
    ident: object = None
    try:
        tables = read_json(request)
        if isinstance(tables, dict) and isinstance(tables.get("id"), int | str):
            ident = tables["id"]
        return {"id": ident, "ok": True, "result": _answer(tables)}
    except InputError as refusal:
        errors = [{"path": e.path, "message": e.message} for e in refusal.errors]
        return {"id": ident, "ok": False, "errors": errors}
    except Exception as failure:
        # The page and the command line must always get an answer; "bug" tells them that it is not the user's
        # mistake. The message names only the kind of failure, because it may be pasted into a report.
        return {"id": ident, "ok": False, "errors": [{"path": "", "message": failed(failure)}], "bug": True}


def _answer(tables: object) -> Any:
    if not isinstance(tables, dict):
        raise InputError.at("", "A request must be a table with method, params and format.")
    reader = Reader()
    reader.known(_KEYS, tables)
    method, form = tables.get("method"), tables.get("format", "json")
    methods = (*COMMANDS, "example")
    if not isinstance(method, str) or method not in methods:
        reader.refuse("method", f"The method must be one of {', '.join(methods)}.")
    formats = _EXAMPLE_FORMATS if method == "example" else ("json", *_FOR_PEOPLE)
    if not isinstance(form, str) or form not in formats:
        reader.refuse("format", f"The format must be one of {', '.join(formats)}.")
    if not isinstance(tables.get("base", ""), str):
        reader.refuse("base", "This must be text.")
    if "file" in tables and method == "example":
        reader.refuse("file", "An example does not read a file: put the scenario's text into its definition.")
    if "ledgers" in tables and "file" not in tables:
        reader.refuse("ledgers", "These belong to a file that names them.")
    reader.check()
    params = tables.get("params", {})
    if method == "example":
        from restitution.example import answer_example

        return answer_example(params, form, tables.get("base", ""))
    command = COMMANDS[str(method)]
    answer = command.answer(_with_files(command, params, tables) if "file" in tables else params)
    if form == "json":
        return answer.table()
    return rendered(answer.report(), str(form), tables.get("base"))


def rendered(report: Report, form: str, base: str | None = None) -> str:
    """Return a report in a format for people, whose module is imported when it is first asked for.

    Args:
        form: ``text``, ``md``, ``csv`` or ``html``.
        base: for ``html``, the relative path from the page to the root of the guide; without it a complete page.
    """
    match form:
        case "text":
            from restitution.render.as_text import report_text

            return report_text(report)
        case "md":
            from restitution.render.as_markdown import report_markdown

            return report_markdown(report)
        case "csv":
            from restitution.render.as_csv import report_csv

            return report_csv(report)
    if base is None:
        from restitution.render.as_page import report_page

        return report_page(report)
    from restitution.render.as_html import report_html

    return report_html(report, base)


def _with_files(command: Command, params: object, tables: dict[str, Any]) -> Any:
    """Return the params with the contents of the files in place.

    Raises:
        InputError: if a file cannot be used.
    """
    ledgers = tables.get("ledgers", {})
    if not isinstance(params, dict) or not isinstance(ledgers, dict):
        raise InputError.at("file", "With a file, params and ledgers must be tables.")
    if not command.file:
        raise InputError.at("file", f"The command {command.name} does not read a file.")
    content = _content(tables["file"], "file")
    if command.names_ledgers:
        from restitution.scenario.ledgers import place_ledgers

        place_ledgers(content, {name: _ledger(ledgers[name], f"ledgers.{name}") for name in ledgers})
    return {command.file_key: content, **params} if command.file_key else content


def _ledger(file: object, path: str) -> object:
    match file:
        case {"unreadable": str(why)}:
            return Unreadable(why)
    try:
        return _content(file, path)
    except InputError as refusal:
        return Unreadable(refusal.errors[0].message)


def _content(file: object, path: str) -> Any:
    match file:
        case {"kind": str(kind), "text": str(text)} if kind in KINDS:
            return read_text(text, kind)
        case {"kind": str(kind), "base64": str(sent)} if kind in KINDS:
            return read_base64(sent, kind)
    what = f"A file must be a table with its kind, one of {', '.join(KINDS)}, and its text, or its bytes as base64."
    raise InputError.at(path, what)
