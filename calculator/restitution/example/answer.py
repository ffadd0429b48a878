"""Answer one state of an example: its form and its figures, as HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from restitution.commands import COMMANDS
from restitution.commands.estimate import estimate_report
from restitution.errors import FieldError, InputError
from restitution.estimate import Estimate, estimate
from restitution.example.definition import Example, read_example
from restitution.example.draft import Draft, draft_of, edit, original, row_count, tables_of
from restitution.money import dollars
from restitution.render import Report
from restitution.render.as_form import estimate_form, sentence_form
from restitution.render.as_html import answer_html, report_answer_html, worksheet_html
from restitution.render.as_text import report_text
from restitution.render.form_plan import row_lists
from restitution.render.words import cell_text
from restitution.scenario import read_scenario
from restitution.worksheet import Line


def answer_example(params: object, form: str) -> dict[str, Any] | str:
    """Answer one state of an example.

    Args:
        params: ``example`` (the definition), ``values`` (typed text by path; left out at first), ``edits`` (a
            list of ``{"op": "step", "path": …, "by": 1}``, ``{"op": "add", "list": …}`` or
            ``{"op": "remove", "list": …, "index": 0}``) and ``base`` (what leads to the site's root in links).
        form: ``html`` for the page, ``text`` for copying.

    Returns:
        With ``html``: ``form``, ``answer`` and ``worksheet`` (HTML; the last two ``null`` while something typed is
        refused), ``errors`` and ``announce`` (one sentence for a screen reader). With ``text``: the answer as text.

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
    worked: _Worked | None = None
    errors: tuple[FieldError, ...] = ()
    tables, origin, early = tables_of(example, draft)
    try:
        worked = _work(example.command, tables)
    except InputError as refusal:
        errors = tuple(FieldError(original(e.path, origin), e.message) for e in refusal.errors)
    errors = early + tuple(e for e in errors if e.path not in {x.path for x in early})
    if errors:
        worked = None
    if form == "text":
        if worked is None:
            raise InputError(errors)
        return report_text(worked.report())
    return {
        "form": _form(example, draft, errors, worked.lines if worked else ()),
        "answer": _answer(example, worked, base) if worked else None,
        "worksheet": _worksheet(worked, base) if worked else None,
        "errors": [{"path": e.path, "message": e.message} for e in errors],
        "announce": worked.announcement if worked else f"{len(errors)} to fix: {errors[0].message}",
    }


@dataclass(frozen=True, slots=True)
class _Worked:
    """What an example comes to; ``orders`` is there for an estimate, whose steps are drawn in a way of their own."""

    lines: tuple[Line, ...]
    report: Callable[[], Report]
    orders: Estimate | None = None

    @property
    def announcement(self) -> str:
        """The answer in one sentence, for a screen reader."""
        if self.orders is None:
            report = self.report()
            if not report.facts:
                return f"{report.title}."
            label, cell = report.facts[0]
            return f"{label}: {cell_text(cell)}."
        if len(self.orders.orders) == 1:
            return f"Order: {dollars(self.orders.orders[0].order.exact)}."
        return f"Total of the case: {dollars(self.orders.case)}."


def _work(command: str, tables: dict[str, Any]) -> _Worked:
    if command == "estimate":
        result = estimate(read_scenario(tables))
        return _Worked(result.lines, lambda: estimate_report(result), result)
    report = COMMANDS[command].answer(tables).report()
    return _Worked(report.lines, lambda: report)


def _answer(example: Example, worked: _Worked, base: str) -> str:
    if worked.orders is None:
        return report_answer_html(worked.report(), example.lines, base, example.id)
    bar = f"{example.id}-steps" if example.form else ""
    return answer_html(worked.orders, example.ladder, example.lines, base, bar)


def _worksheet(worked: _Worked, base: str) -> str:
    several = worked.orders is not None and len(worked.orders.orders) > 1
    return worksheet_html(worked.lines, base, by_order=several)


def _form(example: Example, draft: Draft, errors: tuple[FieldError, ...], lines: tuple[Line, ...]) -> str:
    if example.form:
        counts = {rows.path: row_count(rows, draft) for rows in row_lists()}
        return estimate_form(example.id, draft, counts, errors)
    amounts = {line.key: line.amount for top in lines for line in top.walk()}
    return sentence_form(example.id, example.sentence, example.controls, draft, amounts, errors)
