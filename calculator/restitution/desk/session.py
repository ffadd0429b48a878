"""One sitting at a desk: requests and replies as JSON text, the case and its history in between."""

from __future__ import annotations

import json
from binascii import b2a_base64
from collections.abc import Mapping
from typing import Any

from restitution.casefile import EMPTY, Document, History, Said, apply, ledger_name, table_of, write_file
from restitution.casefile.edits import as_mirrored
from restitution.casefile.file import Opened, read_file
from restitution.desk.asked import answer_to
from restitution.desk.difference import changed_fields, changed_tables
from restitution.desk.figures import Figures
from restitution.desk.mistakes import told
from restitution.desk.shown import shown_columns, shown_fields
from restitution.desk.words import place_words, step_words, summaries
from restitution.errors import FieldError, InputError, failed, named
from restitution.parsing import read_json

_KEYS = ("id", "edits", "view", "ledger", "order", "base", "asks")

_PARTS: Mapping[str, tuple[str, ...]] = {
    "undo": ("op",),
    "redo": ("op",),
    "open": ("op", "name", "base64", "text"),
    "example": ("op", "id", "text"),
}
"""The parts of the edits that only a desk knows."""


class Desk:
    """A case that is edited in steps. It is held in memory only, and gone with it."""

    def __init__(self) -> None:
        self.history = History()
        self.figures = Figures()
        self._saved = self.history.document
        self._page: Document | None = None
        self._slots: dict[str, str] = {}
        self._ledger = ""

    def ask(self, text: str) -> str:
        """Make edits, and answer with all that has changed. Never raises.

        Args:
            text: JSON: ``edits``, the ``view`` that is shown (``orders`` or ``ledger``, with the victim of the
                ``ledger``), the ``order`` whose worksheet is shown, ``base``, the relative path from the page to the
                root of the guide, and ``asks``, questions about the case: see `restitution.desk.asked`.

        Returns:
            JSON text. ``ok`` is false only for a request that is none, or if the calculator itself failed. An edit that
            could not be made is in ``refused``, and mistakes in the case are in ``errors``.
        """
        ident: object = None
        before = self._state()
        try:
            request = read_json(text)
            if not isinstance(request, dict) or not set(request) <= set(_KEYS):
                raise InputError.at("", f"A request must be a table of {', '.join(_KEYS)}.")
            ident = request.get("id")
            return json.dumps({"id": ident, "ok": True, **self._reply(request)})
        except InputError as refusal:
            return json.dumps({"id": ident, "ok": False, "errors": _told(refusal.errors)})
        except Exception as failure:
            # The request is as if it had not been made: what it edited may be what the calculator fails on.
            self._restore(before)
            # As in the protocol: whoever shows the desk must get an answer, and it must not quote what was typed.
            return json.dumps(
                {"id": ident, "ok": False, "errors": [{"path": "", "message": failed(failure)}], "bug": True}
            )

    def _state(self) -> tuple[Any, ...]:
        return list(self.history.steps), self.history.at, self._saved, self._page, self._slots, self._ledger

    def _restore(self, state: tuple[Any, ...]) -> None:
        self.history.steps, self.history.at, self._saved, self._page, self._slots, self._ledger = state

    def _reply(self, request: dict[str, Any]) -> dict[str, Any]:
        fresh = self._page is None
        expected = self._page
        notices: list[str] = []
        refused: list[dict[str, Any]] = []
        unsure: set[str] = set()
        edits, asks = (_listed(request, name) for name in ("edits", "asks"))
        for i, edit in enumerate(edits):
            try:
                notices += self._edit(edit, str(request.get("ledger") or "A"))
            except InputError as refusal:
                refused.append({"index": i, "errors": _told(refusal.errors)})
                unsure |= _named(edit)
            try:
                expected = None if expected is None else as_mirrored(expected, edit)
            except InputError:
                unsure |= _named(edit)
        document = self.history.document
        reply: dict[str, Any] = {
            "fields": changed_fields(expected, document),
            "tables": changed_tables(expected, document, unsure),
            "undo": self.history.undo_label,
            "redo": self.history.redo_label,
            "saved": document == self._saved,
            "example": document.example,
            "shown": {**shown_fields(document), **shown_columns(document)},
        }
        self._page = document
        if notices:
            reply["notices"] = notices
        if refused:
            reply["refused"] = refused
        reply |= self._figures(document, request, fresh=fresh)
        if asks:
            reply["answers"] = [self._answer(one, request) for one in asks]
        return reply

    def _edit(self, edit: object, ledger: str) -> tuple[str, ...]:
        """Make one edit, and return what a reader must know about it."""
        document = self.history.document
        op = edit.get("op") if isinstance(edit, Mapping) else None
        if isinstance(edit, Mapping) and isinstance(op, str) and op in _PARTS:
            for name in edit:
                if name not in _PARTS[op]:
                    raise InputError.at(str(name), f"This edit ({op}) has no such part.")
        match op:
            case "undo":
                self.history.undo()
            case "redo":
                self.history.redo()
            case "open" | "example" if isinstance(edit, Mapping):
                opened = _opened(edit)
                made = _with_ledger(document, opened, ledger) if opened.ledger else opened.document
                if op == "example":
                    made = Document(made.fields, made.tables, str(edit.get("id", "")), made.variants)
                self.history.record(step_words(edit), made)
                if not opened.ledger:
                    self._saved = made
                return opened.notices
            case _:
                made = apply(document, edit)
                assert isinstance(edit, Mapping)
                self.history.record(step_words(edit), made, f"set {edit['field']}" if op == "set" else "")
        return ()

    def _figures(self, document: Document, request: Mapping[str, Any], *, fresh: bool) -> dict[str, Any]:
        found = self.figures.of(document, request)
        if request.get("view") == "ledger":
            victim = str(request.get("ledger") or "A")
            if victim != self._ledger and "position" not in found.slots:
                # What stands there is about another victim.
                found.slots["position"] = ""
            self._ledger = victim
        slots = {} if fresh else self._slots
        changed = {name: html for name, html in found.slots.items() if slots.get(name) != html}
        # With a mistake the page marks its figures as stale, and is told when they hold again, be they the same.
        self._slots = {**slots, **found.slots} if not found.mistakes else dict(found.slots)
        return {
            "errors": [_mistake(document, said) for said in found.mistakes],
            "reads": [_placed(document, said.place, words=said.words) for said in found.readings],
            "totals": found.totals,
            "summaries": summaries(document, found.losses),
            "slots": changed,
            "announce": found.announcement,
        }

    def _answer(self, ask: object, request: Mapping[str, Any]) -> Any:
        document = self.history.document
        if isinstance(ask, Mapping) and ask.get("ask") == "save":
            self._saved = document
            return {"text": write_file(document)}
        try:
            return answer_to(ask, document, self.figures, request)
        except InputError as refusal:
            return {"errors": _told(refusal.errors)}


def _listed(request: Mapping[str, Any], name: str) -> list[Any]:
    value = request.get(name, [])
    if not isinstance(value, list):
        raise InputError.at(name, f"This must be a list, not {named(value)}.")
    return value


def _named(edit: object) -> set[str]:
    """Return the table that an edit names, if a case can have it."""
    try:
        name = edit.get("table") if isinstance(edit, Mapping) else None
        table_of(name)
        return {str(name)}
    except InputError:
        return set()


def _opened(edit: Mapping[str, Any]) -> Opened:
    name, sent, text = edit.get("name", ""), edit.get("base64"), edit.get("text")
    if isinstance(text, str) and isinstance(name, str):
        sent = b2a_base64(text.encode("utf-8", "surrogatepass"), newline=False).decode()
    if not isinstance(name, str) or not isinstance(sent, str):
        raise InputError.at("open", "A file is opened by its name and its bytes as base64.")
    try:
        return read_file(name, sent)
    except InputError as refusal:
        # Nothing of the file is shown, so that each message must say where in it the mistake is.
        told = (f"{error.path}: {error.message}" if error.path else error.message for error in refusal.errors)
        raise InputError(tuple(FieldError("open", words) for words in told)) from None


def _with_ledger(document: Document, opened: Opened, victim: str) -> Document:
    """Return the case with the rows of a file in place of a victim's ledger; an example gives way to it."""
    base = EMPTY if document.example else document
    table_of(ledger_name(victim))
    return base.with_rows(ledger_name(victim), opened.document.rows(ledger_name("A")))


def _mistake(document: Document, said: Said) -> dict[str, Any]:
    words, missing = told(said)
    return {**_placed(document, said.place, message=words), "missing": missing}


def _placed(document: Document, place: Any, **words: str) -> dict[str, Any]:
    where: dict[str, Any] = {"label": place_words(document, place)}
    if place.field:
        where["field"] = place.field
    if place.table:
        where |= {"table": place.table, "row": place.row, "column": place.column or None}
    return where | words


def _told(errors: tuple[FieldError, ...]) -> list[dict[str, str]]:
    return [{"path": error.path, "message": error.message} for error in errors]
