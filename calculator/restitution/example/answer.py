"""Answer one state of an example: its form and its figures, as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from restitution.commands.estimate import estimate_report
from restitution.errors import FieldError, InputError
from restitution.estimate import Estimate, estimate
from restitution.example.definition import Example, read_example
from restitution.example.draft import Draft, draft_of, edit, original, row_count, tables_of
from restitution.money import dollars
from restitution.render.as_form import estimate_form, sentence_form
from restitution.render.as_html import answer_html
from restitution.render.as_text import report_text
from restitution.render.form_plan import row_lists
from restitution.scenario import read_scenario


def answer_example(params: object, form: str) -> dict[str, Any] | str:
    """Answer one state of an example.

    Args:
        params: ``example`` (the definition), ``values`` (typed text by path; left out at first), ``edits`` (a
            list of ``{"op": "step", "path": …, "by": 1}``, ``{"op": "add", "list": …}`` or
            ``{"op": "remove", "list": …, "index": 0}``) and ``base`` (what leads to the site's root in links).
        form: ``html`` for the page, ``text`` for copying.

    Returns:
        With ``html``: ``form`` and ``answer`` (HTML; ``answer`` is ``null`` while something typed is refused),
        ``errors`` and ``announce`` (one sentence for a screen reader). With ``text``: the answer as text.

    Raises:
        InputError: where the definition itself is wrong; with ``text``, where what was typed is refused too.
    """
    if not isinstance(params, Mapping):
        raise InputError.at("params", "This must be a table with example, values, edits and base.")
    example = read_example(params.get("example"))
    base, edits = params.get("base", ""), params.get("edits", [])
    if not isinstance(base, str):
        raise InputError.at("base", "This must be text.")
    if not isinstance(edits, list):
        raise InputError.at("edits", "This must be a list.")
    draft = draft_of(example, params.get("values"))
    for i, change in enumerate(edits):
        edit(example, draft, change, f"edits[{i}]")
    result: Estimate | None = None
    errors: tuple[FieldError, ...] = ()
    tables, origin, early = tables_of(example, draft)
    try:
        result = estimate(read_scenario(tables))
    except InputError as refusal:
        errors = tuple(FieldError(original(e.path, origin), e.message) for e in refusal.errors)
    errors = early + tuple(e for e in errors if e.path not in {x.path for x in early})
    if errors:
        result = None
    if form == "text":
        if result is None:
            raise InputError(errors)
        return report_text(estimate_report(result))
    bar = f"{example.id}-steps" if example.form else ""
    answer = answer_html(result, example.ladder, example.lines, base, bar) if result else None
    return {
        "form": _form(example, draft, errors, result),
        "answer": answer,
        "errors": [{"path": e.path, "message": e.message} for e in errors],
        "announce": _announcement(result, errors),
    }


def _form(example: Example, draft: Draft, errors: tuple[FieldError, ...], result: Estimate | None) -> str:
    if example.form:
        counts = {rows.path: row_count(rows, draft) for rows in row_lists()}
        return estimate_form(example.id, draft, counts, errors)
    amounts = {line.key: line.amount for top in result.lines for line in top.walk()} if result else {}
    return sentence_form(example.id, example.sentence, example.controls, draft, amounts, errors)


def _announcement(result: Estimate | None, errors: tuple[FieldError, ...]) -> str:
    if result is None:
        return f"{len(errors)} to fix: {errors[0].message}"
    if len(result.orders) == 1:
        return f"Order: {dollars(result.orders[0].order.exact)}."
    return f"Total of the case: {dollars(result.case)}."
