"""Answer one state of an example: its form and its figures, as HTML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from restitution.commands import COMMANDS, Answer, Live
from restitution.errors import FieldError, InputError
from restitution.example.definition import read_example
from restitution.example.draft import draft_of, edit, tables_of
from restitution.example.form import sentence_form
from restitution.render import Report
from restitution.render.as_html import report_answer_html, worksheet_html
from restitution.render.as_text import report_text
from restitution.render.words import cell_text


def answer_example(params: object, form: str, base: str = "") -> dict[str, Any] | str:
    """Answer one state of an example.

    Args:
        params: ``example`` (the definition), ``values`` (typed text by path; omitted in the first request) and
            ``edits`` (a list of ``{"op": "step", "path": …, "by": 1}``).
        form: ``html`` for the page, ``text`` for copying, ``scenario`` for the inputs as a file.
        base: the relative path to the site's root, for links.

    Returns:
        With ``html``: ``form``, ``answer`` and ``worksheet`` (HTML; the last two ``null`` while any input is
        refused), ``errors`` and ``announce`` (one sentence for a screen reader). With ``text``: the answer as text.
        With ``scenario``: the inputs as JSON.

    Raises:
        InputError: if the definition itself is wrong; with ``text`` and ``scenario``, also if the input is refused.
    """
    if not isinstance(params, Mapping):
        raise InputError.at("params", "This must be a table with example, values and edits.")
    example = read_example(params.get("example"))
    edits = params.get("edits", [])
    if not isinstance(edits, list):
        raise InputError.at("edits", "This must be a list.")
    draft = draft_of(example, params.get("values"))
    for i, change in enumerate(edits):
        edit(example, draft, change, f"edits[{i}]")
    answer: Answer | None = None
    errors: tuple[FieldError, ...] = ()
    tables, early = tables_of(example, draft)
    try:
        answer = COMMANDS[example.command].answer(tables)
    except InputError as refusal:
        errors = refusal.errors
    errors = early + tuple(e for e in errors if e.path not in {x.path for x in early})
    if form != "html":
        if answer is None or errors:
            raise InputError(errors)
        return report_text(answer.report()) if form == "text" else json.dumps(tables, default=str, indent=2)
    live = _live(answer, example.id) if answer and not errors else None
    amounts = {line.key: line.amount for top in live.lines for line in top.walk()} if live else {}
    return {
        "form": sentence_form(example.id, example.sentence, example.controls, draft, amounts, errors),
        "answer": live.draw(example.ladder, example.lines, base) if live else None,
        "worksheet": worksheet_html(live.lines, base, by_order=live.by_order) if live else None,
        "errors": [{"path": e.path, "message": e.message} for e in errors],
        "announce": live.announcement if live else f"{len(errors)} to fix: {errors[0].message}",
    }


def _live(answer: Answer, ident: str) -> Live:
    return answer.live() if answer.live else _plain(answer.report(), ident)


def _plain(report: Report, ident: str) -> Live:
    """Return a report as an example shows it; its first fact is announced."""
    announcement = f"{report.title}."
    if report.facts:
        label, cell = report.facts[0]
        announcement = f"{label}: {cell_text(cell)}."

    def draw(ladder: str, lines: tuple[str, ...], base: str) -> str:
        return report_answer_html(report, lines, base, ident)

    return Live(report.lines, announcement, draw)
