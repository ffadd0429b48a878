"""The one door: a JSON request in, a JSON response out. The command line and the page both use it.

Request: ``{"id": 7, "method": "estimate", "params": {…}, "format": "json"}``. Response:
``{"id": 7, "ok": true, "result": …}`` or ``{"id": 7, "ok": false, "errors": [{"path": …, "message": …}]}``.
A failure of the calculator itself answers like a mistake of the input, with ``"bug": true``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from restitution.documents import read_json
from restitution.errors import InputError
from restitution.estimate import estimate
from restitution.example import answer_example
from restitution.law import LAW
from restitution.render.as_json import authority_table, estimate_table, parameter_table
from restitution.render.as_text import authority_text, estimate_text, parameter_text
from restitution.scenario import read_scenario

type Answer = Callable[[Any, str], Any]


def handle(request: str) -> str:
    """Answer one request. Never raises.

    Args:
        request: JSON text. ``method`` is ``estimate`` (``params``: the scenario), ``law`` (``params``:
            ``{"id": …}`` or nothing) or ``example``; ``format`` is ``json`` (the default) or ``text``; for
            ``example`` it is ``html`` or ``text``.

    Returns:
        JSON text. With ``text`` the result is one string.
    """
    ident: object = None
    try:
        tables = read_json(request)
        if isinstance(tables, dict) and isinstance(tables.get("id"), int | str):
            ident = tables["id"]
        response = {"id": ident, "ok": True, "result": _answer(tables)}
    except InputError as refusal:
        errors = [{"path": e.path, "message": e.message} for e in refusal.errors]
        response = {"id": ident, "ok": False, "errors": errors}
    except Exception as failure:
        # The page and the command line must get an answer whatever happens; "bug" tells them that it is not
        # the user's mistake. The message names the kind of failure only: it may be pasted into a report.
        message = f"The calculator itself failed ({type(failure).__name__}). Please report it."
        response = {"id": ident, "ok": False, "errors": [{"path": "", "message": message}], "bug": True}
    return json.dumps(response)


def _answer(tables: object) -> Any:
    if not isinstance(tables, dict):
        raise InputError.at("", "A request is a table with method, params and format.")
    method, form = tables.get("method"), tables.get("format", "json")
    if not isinstance(method, str) or method not in _METHODS:
        raise InputError.at("method", f"The method must be one of {', '.join(_METHODS)}.")
    formats, answer = _METHODS[method]
    if not isinstance(form, str) or form not in formats:
        raise InputError.at("format", f"The format of {method} must be one of {', '.join(formats)}.")
    return answer(tables.get("params", {}), form)


def _estimate(params: Any, form: str) -> Any:
    result = estimate(read_scenario(params))
    return estimate_text(result) if form == "text" else estimate_table(result)


def _law(params: Any, form: str) -> Any:
    name = params.get("id") if isinstance(params, dict) else None
    if not isinstance(params, dict) or set(params) - {"id"} or ("id" in params and not isinstance(name, str)):
        raise InputError.at("params", "This must be a table with the id of a parameter or an authority, or empty.")
    parameters = [p for p in LAW.parameters.values() if name in (None, p.id)]
    authorities = [a for a in LAW.authorities.values() if name in (None, a.id)]
    if not parameters and not authorities:
        raise InputError.at("id", "No parameter or authority has this id.")
    if form == "text":
        return "\n".join([*map(parameter_text, parameters), *map(authority_text, authorities)])
    return {
        "schema": 1,
        "parameters": [parameter_table(p) for p in parameters],
        "authorities": [authority_table(a) for a in authorities],
    }


_METHODS: dict[str, tuple[tuple[str, ...], Answer]] = {
    "estimate": (("json", "text"), _estimate),
    "law": (("json", "text"), _law),
    "example": (("html", "text"), answer_example),
}
