"""The desk's page as HTML, made while the guide is built: bar, questions, places for the answers, and the tables.

It holds no figure and no row of a case: scripts fill the tables and slots from the engine's answers. Every control has
its question as the label; the statute's term and the reason for asking stand in the line below it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any

from restitution.casefile.document import EMPTY
from restitution.desk.form_plan import (
    AS_OF,
    EXAMPLES,
    LEDGER,
    PARTS,
    QUESTIONS,
    SUMMED_UP_BY,
    VIEWS,
    Part,
    Place,
    Sheet,
)
from restitution.fields import Field, Kind
from restitution.law import LAW
from restitution.version import VERSION

_INPUT_MODE = {Kind.WHOLE: "numeric", Kind.MONEY: "decimal", Kind.RATE: "decimal", Kind.FACTOR: "decimal"}
_KINDS = {Kind.SECTIONS: "section", Kind.CODE_LIST: "codes"}
_QUIET = 'autocomplete="off" spellcheck="false"'
"""Keeps browsers from suggesting earlier input, from restoring it, and from sending it away to be checked."""

_NO_RESULT = (
    "Answer the six questions, and the order stands here with its reasons. Or open a file, or begin with an example."
)
_NO_POSITION = "Enter or paste the rows: what was found, received and remains then stands here."


def desk_html(view: str, base: str) -> str:
    """Return the desk, showing one of its views first.

    Args:
        view: ``orders`` or ``ledger``.
        base: relative path from the page to the root of the site.
    """
    if view not in VIEWS:
        raise ValueError(f"The view must be one of {', '.join(VIEWS)}.")
    facts = {
        "first": EMPTY.tables,
        "examples": {ident: f"examples/{ident}.json" for ident, _ in EXAMPLES},
        # What stands at the foot of every printed page.
        "foot": f"Law as of {LAW.authorities['18-usc-2259'].as_of}. restitution {VERSION}",
    }
    left = f'<div class="ds-left">{_questions(view, base)}{_ledger_choice(view)}</div>'
    return (
        f'<case-desk class="ds" id="desk" data-view="{view}" data-desk="{_json(facts)}">'
        '<noscript><p class="we-notice">Scripts are off, and the desk needs them: nothing here does anything.'
        "</p></noscript>"
        '<a class="ds-skip" href="#result" data-do="skip">Skip to the result</a>'
        f"{_bar()}{_views(view)}"
        f'<div class="ds-columns">{left}{_ledger_table(view)}{_result(view, base)}</div>{_more(view)}'
        '<a class="ds-sticky" href="#result" data-do="skip" data-part="sticky" hidden>'
        '<span data-slot="bar"></span> <span class="ds-sticky-more" data-slot="more">See the result</span></a>'
        '<dialog class="ds-dialog" data-part="dialog" aria-labelledby="desk-dialog-title"></dialog>'
        "</case-desk>"
    )


def _bar() -> str:
    """Return what is done with the case as a whole. The one file input takes a case, a scenario or a ledger."""
    examples = "".join(
        f'<button type="button" data-do="example" data-id="{ident}">{escape(title)}</button>'
        for ident, title in EXAMPLES
    )
    return (
        '<div class="ds-bar" role="group" aria-label="The case">'
        f'<span class="ds-file"><input type="file" class="we-hidden" id="desk-file" {_QUIET}'
        ' accept=".json,.toml,.csv,.tsv,.txt"><label class="ds-button" for="desk-file">Open a file</label></span>'
        f"{_button('save', 'Save file')}{_button('undo', 'Undo', off=True)}{_button('redo', 'Redo', off=True)}"
        '<details class="ds-menu" data-part="examples"><summary>Begin with an example</summary>'
        f'<div class="ds-menu-list"><p>All figures are made up.</p>{examples}</div></details>'
        f"{_button('empty', 'Start empty')}{_button('wipe', 'Wipe')}"
        '<span class="ds-mark" data-slot="mark"></span>'
        '<p class="ds-example" data-slot="example" hidden></p>'
        '<div class="ds-notices" data-slot="notices" role="alert" hidden></div>'
        '<div class="ds-ask" data-part="wipe" role="group" aria-label="Wipe" hidden><p>Empty the page and its memory? '
        "This cannot be undone. Files that you saved stay.</p>"
        f"{_button('wipe-yes', 'Wipe everything')}{_button('wipe-no', 'Keep it')}</div></div>"
    )


def _views(view: str) -> str:
    titles = {"orders": "Orders", "ledger": "Ledger"}
    buttons = "".join(
        f'<button type="button" data-do="view" data-view="{name}" aria-pressed="{str(name == view).lower()}">'
        f"{titles[name]}</button>"
        for name in VIEWS
    )
    return f'<div class="ds-views" role="group" aria-label="View of the case">{buttons}</div>'


def _questions(view: str, base: str) -> str:
    items: list[str] = []
    seen: set[str] = set()
    for places in QUESTIONS:
        table = places[0].table
        controls = "".join(_control(place) for place in places)
        many = ""
        if table in seen:
            # The question before it says where the rows are.
            items.append(f'<li class="ds-question" data-single="{table}">{controls}</li>')
            continue
        seen.add(table)
        if table:
            words = f'<span data-summary="{SUMMED_UP_BY.get(table, table)}"></span>: in the table below.'
            show = _button("open", "Show it", part=_part_of(table))
            many = f'<p class="ds-many" data-many="{table}" hidden>{words} {show}</p>'
            controls = f'<div data-single="{table}">{controls}</div>'
        items.append(f'<li class="ds-question">{controls}{many}</li>')
    return (
        f'<section class="ds-questions we" aria-labelledby="desk-questions"{_only("orders", view)}>'
        f'<h2 id="desk-questions">Six questions</h2><ol>{"".join(items)}</ol>'
        f'<p class="we-note"><a href="{base}reference/commands/#what-you-may-type">What you may type</a></p></section>'
    )


def _part_of(table: str) -> str:
    return next(part.name for part in PARTS for sheet in part.sheets if sheet.name == table)


def _ledger_choice(view: str) -> str:
    return (
        f'<section class="ds-choice we" aria-labelledby="desk-choice"{_only("ledger", view)}>'
        '<h2 id="desk-choice">The ledger</h2>'
        '<div class="we-control"><label for="desk-ledger">Whose ledger?</label>'
        f'<select id="desk-ledger" data-part="ledger" {_QUIET}><option value="A">Victim A</option></select>'
        '<span class="we-why">Each victim of the case has one.</span></div>'
        f"{_control(AS_OF)}"
        '<div><div class="ds-check"><input type="checkbox" id="desk-take" data-part="take" autocomplete="off">'
        '<label for="desk-take">Take these figures into the estimate</label></div>'
        '<p class="we-why">Awards, numbers and amounts that were entered there for this victim give way to them. Undo '
        "brings them back.</p></div>"
        f"{_button('new-ledger', 'Ledger for another victim')}{_button('merge', 'Merge another file')}</section>"
    )


def _result(view: str, base: str) -> str:
    """Return the result: its actions at its head, then the state, the mistakes, and the slots of both views."""
    return (
        '<div class="ds-result">'
        '<div class="ds-actions" role="group" aria-label="Take the result along">'
        f"{_button('copy', 'Copy with citations')}{_button('word', 'Word')}{_button('spreadsheet', 'Spreadsheet')}"
        f"{_button('csv', 'CSV')}{_button('print', 'Print')}"
        '<span class="ds-did" data-slot="did" role="status"></span></div>'
        f"{_papers()}"
        '<p class="we-state ds-state" data-slot="state" role="status"></p>'
        '<div class="ds-problems" data-slot="problems" role="group" aria-label="What to fix or add" hidden></div>'
        '<div class="we-failure" data-slot="failure" hidden><p data-slot="cause"></p><p>Reload the page, try another '
        f'browser, or <a href="{base}reference/on-your-computer/">use it on your computer</a>.</p>'
        f"{_button('retry', 'Try again')}</div>"
        f"<div{_only('orders', view)}>"
        f"{_slot('result', 'The result', _NO_RESULT)}"
        '<details class="ds-part ds-worksheet" data-part="worksheet"><summary><span class="ds-part-title">The whole '
        f"worksheet</span></summary>{_slot('worksheet')}</details></div>"
        f"<div{_only('ledger', view)}>{_slot('position', 'The position', _NO_POSITION)}"
        "</div></div>"
    )


def _papers() -> str:
    """Return what of a paper can be chosen beforehand. The engine tells the parts, and what they look like."""
    return (
        '<details class="ds-part ds-papers" data-part="papers"><summary><span class="ds-part-title">Papers: what goes '
        'in</span></summary><fieldset class="ds-parts" data-part="paper-parts" hidden>'
        "<legend>What goes into Word, print and copy</legend></fieldset>"
        '<p class="ds-note">A spreadsheet always has all of its sheets.</p>'
        '<p class="ds-state" data-part="paper-state" role="status"></p>'
        '<div class="ds-preview" data-part="preview" role="region" aria-label="Preview of the paper" tabindex="0"'
        " hidden></div></details>"
    )


def _slot(name: str, title: str = "", words: str = "") -> str:
    """Return a place for what the engine answers, and what stands there before. The heading is where a link leads."""
    heading = f'<h2 id="{name}" tabindex="-1">{title}</h2><p>{words}</p>' if title else ""
    return f'<div class="we ds-slot" data-slot="{name}">{heading}</div>'


def _more(view: str) -> str:
    parts = "".join(_part(part) for part in PARTS)
    return (
        f'<section class="ds-more" aria-labelledby="desk-more"{_only("orders", view)}><h2 id="desk-more">More</h2>'
        '<div class="ds-people"><span data-summary="victims"></span> <span data-summary="defendants"></span>'
        f"{_button('add', 'Add a victim', table='victims')}"
        f"{_button('add', 'Add a defendant', table='defendants')}</div>"
        f"{parts}</section>"
    )


def _part(part: Part) -> str:
    note = f'<p class="ds-note">{escape(part.note)}</p>' if part.note else ""
    controls = "".join(_control(place) for place in part.places)
    controls = f'<div class="we we-group">{controls}</div>' if controls else ""
    sheets = "".join(_sheet(sheet) for sheet in part.sheets)
    slot = _slot(part.slot) if part.slot else ""
    return (
        f'<details class="ds-part" data-part="{part.name}"><summary><span class="ds-part-title">{escape(part.title)}'
        f'</span> <span class="ds-part-says" data-summary="{part.name}"></span></summary>'
        f'<div class="ds-part-body">{note}{_keep() if part.name == "variants" else ""}{controls}{sheets}{slot}</div>'
        "</details>"
    )


def _keep() -> str:
    return (
        '<div class="we ds-keep"><div class="we-control"><label for="desk-variant">A name for this variant</label>'
        f'<input type="text" id="desk-variant" data-part="variant" {_QUIET}>'
        '<span class="we-why">For example: without the yearly loss. No names of persons.</span></div>'
        f"{_button('keep', 'Keep this as a variant')}</div>"
    )


def _sheet(sheet: Sheet) -> str:
    title = f"<h3>{escape(sheet.title)}</h3>" if sheet.title else ""
    note = f'<p class="ds-note">{escape(sheet.note)}</p>' if sheet.note else ""
    return f"{title}{note}{_table(sheet)}{_as_text(sheet, sheet.name)}"


def _table(sheet: Sheet) -> str:
    add = "" if sheet.own_add else ' data-add="outside"'
    more = "".join(
        f'<button type="button" class="ct-button" data-do="columns" data-table="{sheet.name}" '
        f'data-columns="{" ".join(names)}" aria-pressed="false">{escape(words)}</button>'
        for words, names in sheet.more
    )
    return f'<case-table data-table="{_json(table_facts(sheet))}"{add}>{more}</case-table>'


def table_facts(sheet: Sheet) -> dict[str, Any]:
    """Return what the table element has to know of a table."""
    return {
        "name": sheet.name,
        "noun": sheet.noun,
        "plural": sheet.plural,
        "columns": [
            {
                "name": column.declared.name,
                "kind": _kind(column.declared.kind),
                "label": column.head,
                "question": column.declared.question,
                "why": why_of(column.declared),
                "choices": list(_choices(column.declared).items()),
                "required": column.declared.required,
                "width": column.width,
            }
            for column in sheet.columns
        ],
    }


def _kind(kind: Kind) -> str:
    return _KINDS.get(kind, kind.name.lower())


def _as_text(sheet: Sheet, whose: str = "") -> str:
    """Return the plain way beside a table: its rows as text in a box. ``whose`` tells several of them apart."""
    ident = f"desk-text-{sheet.name}"
    # In brackets: before hidden text, which has no place in the line, a gap is read.
    hidden = f'<span class="we-hidden">({escape(whose)})</span>' if whose else ""
    label = f"Table as text: {escape(whose)}" if whose else "Rows as text"
    return (
        f'<div class="ds-text" data-text="{sheet.name}"><button type="button" data-do="text" aria-expanded="false" '
        f'aria-controls="{ident}">Rows as text{hidden}</button>'
        f'<div class="ds-text-box" id="{ident}" hidden><label for="{ident}-box">{label}</label>'
        f'<p class="we-why" id="{ident}-why">The first line names the columns. Columns are separated by commas, '
        "semicolons or tabs.</p>"
        f'<textarea id="{ident}-box" rows="10" aria-describedby="{ident}-why {ident}-error" {_QUIET} wrap="off">'
        f'</textarea><span class="we-error" id="{ident}-error" hidden></span>'
        f'<button type="button" data-do="read">Read rows{hidden}</button>'
        f'<button type="button" data-do="text-close">Close{hidden}</button></div></div>'
    )


def _ledger_table(view: str) -> str:
    return (
        f'<section class="ds-ledger" aria-labelledby="desk-rows"{_only("ledger", view)}><h2 id="desk-rows">Rows</h2>'
        f"{_table(LEDGER)}{_as_text(LEDGER)}</section>"
    )


def _control(place: Place) -> str:
    """Return one control with its label, the reason for asking, and places for what was read and what is wrong."""
    declared = place.declared
    path = place.path or f"{place.table}.{declared.name}"
    ident = f"desk-{re.sub(r'[^a-z0-9]+', '-', path)}"
    at = f'data-field="{place.path}"' if place.path else f'data-table="{place.table}" data-column="{declared.name}"'
    if place.along:
        at += f' data-along="{_json(place.along)}"'
    described = f'aria-describedby="{ident}-why {ident}-read {ident}-error"'
    box = _box(declared, f'id="{ident}" name="{path}" {at} {described} {_QUIET}')
    label = escape(place.label or declared.question)
    return (
        f'<div class="we-control" data-at="{path}"><label for="{ident}">{label}</label>'
        f'{box}<span class="we-why" id="{ident}-why">{escape(why_of(declared))}</span>'
        f'<span class="we-why" id="{ident}-read" hidden></span>'
        f'<span class="we-error" id="{ident}-error" hidden></span></div>'
    )


def why_of(declared: Field) -> str:
    """Return the line under a question: the statute's term, where the question has another, then the reason."""
    term = declared.term
    if not term or term.lower() in declared.question.lower():
        return declared.why
    return f"{term[0].upper()}{term[1:]}. {declared.why}".strip()


def _box(declared: Field, attributes: str) -> str:
    if declared.kind in (Kind.CHOICE, Kind.FLAG):
        options = "".join(
            f'<option value="{escape(value)}">{escape(words)}</option>'
            for value, words in ({"": _left_empty(declared)} | _choices(declared)).items()
        )
        return f"<select {attributes}>{options}</select>"
    if declared.name == "notes":
        return f'<textarea rows="4" {attributes}></textarea>'
    mode = _INPUT_MODE.get(declared.kind)
    # A day is text, too: a browser's own field for days loses what it cannot read, and takes four stops of the Tab key.
    extra = f' inputmode="{mode}"' if mode else ""
    extra += ' placeholder="YYYY-MM-DD"' if declared.kind is Kind.DAY else ""
    return f'<input type="text" {attributes}{extra}>'


def _choices(declared: Field) -> dict[str, str]:
    if declared.kind is Kind.FLAG:
        return {"true": "Yes", "false": "No"}
    return dict(declared.choices) if declared.kind is Kind.CHOICE else {}


def _left_empty(declared: Field) -> str:
    """Return what an empty choice says: the default that then applies."""
    if declared.default:
        return f"{_choices(declared)[declared.default]} (default)"
    return "Choose one" if declared.required else "Left open"


def _only(view: str, shown: str) -> str:
    """Return the marks of what belongs to one view only."""
    return f' data-only="{view}"{"" if view == shown else " hidden"}'


def _button(do: str, words: str, *, part: str = "", table: str = "", off: bool = False) -> str:
    extra = f' data-to="{part}"' if part else ""
    extra += f' data-table="{table}"' if table else ""
    extra += ' aria-disabled="true"' if off else ""
    return f'<button type="button" data-do="{do}"{extra}>{escape(words)}</button>'


def _json(facts: Mapping[str, Any]) -> str:
    return escape(json.dumps(facts, default=dict, ensure_ascii=False))
