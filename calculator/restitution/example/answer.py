"""Answer one state of an example: its form and its figures, as HTML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from restitution.commands import COMMANDS, Answer, Live
from restitution.errors import FieldError, InputError
from restitution.example.definition import Example, read_example
from restitution.example.draft import Draft, draft_of, edit, original, row_count, tables_of
from restitution.example.form import control_html, estimate_form, problems_html, sentence_form
from restitution.example.form_plan import row_lists
from restitution.render import Report
from restitution.render.as_html import report_answer_html, worksheet_html
from restitution.render.as_text import report_text
from restitution.render.words import cell_text
from restitution.worksheet import Line


def answer_example(params: object, form: str, base: str = "") -> dict[str, Any] | str:
    """Answer one state of an example.

    Args:
        params: ``example`` (the definition), ``values`` (typed text by path; omitted in the first request), ``edits``
            (a list of ``{"op": "step", "path": …, "by": 1}``, ``{"op": "add", "list": …}`` or
            ``{"op": "remove", "list": …, "index": 0}``) and, for the estimate form, ``touched`` (the controls whose
            text or mistake differs from what the page last received; without it the whole form is sent).
        form: ``html`` for the page, ``text`` for copying, ``scenario`` for the inputs as a file.
        base: the relative path to the site's root, for links.

    Returns:
        With ``html``: ``form``, ``answer`` and ``worksheet`` (HTML; the last two ``null`` while any input is
        refused), ``errors`` and ``announce`` (one sentence for a screen reader). If only controls changed,
        ``form`` is ``null`` and ``patch`` has their HTML by path in ``controls``, and the list of mistakes in
        ``problems``; otherwise ``patch`` is ``null``. With ``text``: the answer as text. With ``scenario``:
        the inputs as JSON.

    Raises:
        InputError: if the definition itself is wrong; with ``text`` and ``scenario``, also if the input is refused.
    """
    if not isinstance(params, Mapping):
        raise InputError.at("params", "This must be a table with example, values, edits and touched.")
    example = read_example(params.get("example"))
    edits, touched = params.get("edits", []), params.get("touched")
    if not isinstance(edits, list):
        raise InputError.at("edits", "This must be a list.")
    if touched is not None and not _are_texts(touched):
        raise InputError.at("touched", "This must be a list of paths.")
    draft = draft_of(example, params.get("values"))
    for i, change in enumerate(edits):
        edit(example, draft, change, f"edits[{i}]")
    answer: Answer | None = None
    errors: tuple[FieldError, ...] = ()
    tables, origin, early = tables_of(example, draft)
    try:
        answer = COMMANDS[example.command].answer(tables)
    except InputError as refusal:
        errors = tuple(FieldError(original(e.path, origin), e.message) for e in refusal.errors)
    errors = early + tuple(e for e in errors if e.path not in {x.path for x in early})
    if form != "html":
        if answer is None or errors:
            raise InputError(errors)
        return report_text(answer.report()) if form == "text" else json.dumps(tables, default=str, indent=2)
    live = _live(answer) if answer and not errors else None
    drawn = live and live.draw(example.ladder, example.lines, base, example.id, bar=example.form)
    patch = None
    if example.form and touched is not None and all(change["op"] == "step" for change in edits):
        patch = _patch(example, draft, errors, [*touched, *(change["path"] for change in edits)])
    return {
        "form": None if patch else _form(example, draft, errors, live.lines if live else ()),
        "patch": patch,
        "answer": drawn,
        "worksheet": worksheet_html(live.lines, base, by_order=live.by_order) if live else None,
        "errors": [{"path": e.path, "message": e.message} for e in errors],
        "announce": live.announcement if live else f"{len(errors)} to fix: {errors[0].message}",
    }


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _patch(example: Example, draft: Draft, errors: tuple[FieldError, ...], touched: list[str]) -> dict[str, Any] | None:
    """Return the controls that changed; ``None`` if a mistake has no control, so that the whole form must be sent."""
    paths = dict.fromkeys((*touched, *(error.path for error in errors)))
    if any(error.path not in draft for error in errors):
        return None
    controls = {path: control_html(example.id, path, draft, errors) for path in paths if path in draft}
    return {"controls": controls, "problems": problems_html(example.id, draft, _counts(draft), errors)}


def _counts(draft: Draft) -> dict[str, int]:
    return {rows.path: row_count(rows, draft) for rows in row_lists()}


def _live(answer: Answer) -> Live:
    return answer.live() if answer.live else _plain(answer.report())


def _plain(report: Report) -> Live:
    """Return a report as an example shows it; its first fact is announced."""
    announcement = f"{report.title}."
    if report.facts:
        label, cell = report.facts[0]
        announcement = f"{label}: {cell_text(cell)}."

    def draw(ladder: str, lines: tuple[str, ...], base: str, ident: str, *, bar: bool) -> str:
        return report_answer_html(report, lines, base, ident)

    return Live(report.lines, announcement, draw)


def _form(example: Example, draft: Draft, errors: tuple[FieldError, ...], lines: tuple[Line, ...]) -> str:
    if example.form:
        return estimate_form(example.id, draft, _counts(draft), errors)
    amounts = {line.key: line.amount for top in lines for line in top.walk()}
    return sentence_form(example.id, example.sentence, example.controls, draft, amounts, errors)
