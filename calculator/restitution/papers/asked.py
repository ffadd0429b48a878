"""The door for a page: a paper of the case on a desk, asked for and answered as JSON text."""

from __future__ import annotations

import json
from binascii import b2a_base64
from collections.abc import Mapping
from typing import Any

from restitution.desk import Desk
from restitution.errors import InputError, failed, named
from restitution.papers.as_html import copy_html, copy_text, paper_html
from restitution.papers.make import APPLY, FORMS, PARTS, paper, write
from restitution.parsing import read_json

_KEYS = ("id", "form", "view", "ledger", "order", "parts")
_FORMS = (*FORMS, "preview", "copy")


def asked(desk: Desk, text: str) -> str:
    """Answer with a paper of the case on a desk as it is now. Never raises, and changes nothing.

    Args:
        desk: with the case.
        text: JSON: ``form`` (``docx``, ``xlsx``, ``preview`` or ``copy``), the ``view`` (``orders`` or ``ledger``,
            with the victim of the ``ledger``), and ``parts``, the ids of what goes in; without them all goes in,
            but no caption into a copy.

    Returns:
        JSON text: with ``ok``, for a file its ``name`` and ``base64``; for a preview ``html``, the ``foot`` of its
        pages and the ``parts`` there are, each with its id and words; for a copy ``html`` and ``text``. If the case
        has mistakes, or the calculator itself failed, ``ok`` is false and ``errors`` say why.
    """
    ident: object = None
    try:
        request = read_json(text)
        if not isinstance(request, dict) or not set(request) <= set(_KEYS):
            raise InputError.at("", f"A request must be a table of {', '.join(_KEYS)}.")
        ident = request.get("id")
        return json.dumps({"id": ident, "ok": True, **_answer(desk, request)})
    except InputError as refusal:
        errors = [{"path": error.path, "message": error.message} for error in refusal.errors]
        return json.dumps({"id": ident, "ok": False, "errors": errors})
    except Exception as failure:
        # As at the desk: whoever shows it must get an answer, and it must not quote what was typed.
        return json.dumps({"id": ident, "ok": False, "errors": [{"path": "", "message": failed(failure)}], "bug": True})


def _answer(desk: Desk, request: Mapping[str, Any]) -> dict[str, Any]:
    form = request.get("form")
    if not isinstance(form, str) or form not in _FORMS:
        raise InputError.at("form", f"This must be one of {', '.join(_FORMS)}, not {named(form)}.")
    view, ledger, parts = _text(request, "view", "orders"), _text(request, "ledger", "A"), _parts(request)
    document, figures = desk.history.document, desk.figures
    if form in FORMS:
        content = write(document, form, view, ledger, parts, figures)
        return {"name": f"restitution-{view}.{form}", "base64": b2a_base64(content, newline=False).decode()}
    if form == "copy" and parts is None:
        # A copy goes into a text that has its own caption.
        parts = [part for part in APPLY.get(view, ()) if part != "caption"]
    made = paper(document, view, ledger, parts, figures)
    if form == "copy":
        return {"html": copy_html(made), "text": copy_text(made)}
    return {"html": paper_html(made), "foot": made.foot, "parts": [[part, PARTS[part]] for part in APPLY[view]]}


def _text(request: Mapping[str, Any], name: str, default: str) -> str:
    value = request.get(name, default)
    if not isinstance(value, str):
        raise InputError.at(name, f"This must be text, not {named(value)}.")
    return value


def _parts(request: Mapping[str, Any]) -> list[str] | None:
    value = request.get("parts")
    if value is not None and not (isinstance(value, list) and all(isinstance(part, str) for part in value)):
        raise InputError.at("parts", f"This must be a list of {', '.join(PARTS)}, not {named(value)}.")
    return value
