"""A worked example: a scenario, the fields that a reader may change, and the lines to show.

The page sends what stands in its controls, as typed, and gets the form and the answer back as HTML. Stepping
a number up or down, adding a row and reading typed text all happen here, so that no figure is ever computed,
rounded or formatted anywhere else.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from restitution.documents import read_toml
from restitution.errors import FieldError, InputError
from restitution.estimate import Estimate, estimate
from restitution.law import LAW
from restitution.money import cents, dollars, parse_money, parse_rate, plain
from restitution.render.as_form import Control, estimate_form, sentence_form
from restitution.render.as_html import answer_html
from restitution.render.as_text import estimate_text
from restitution.render.form_plan import CONSTANTS, FORM, Rows, row_lists
from restitution.scenario import read_scenario
from restitution.scenario.fields import Kind
from restitution.scenario.paths import field_at, look_up, place, text_of, value_of

_PLACE = re.compile(r"\{(field|line):([^{}]+)\}")
_KEYS = ("id", "scenario", "ask", "sentence", "fields", "lines", "ladder", "sources", "form")
_FIELD_KEYS = ("path", "label", "step", "plus")
_LISTS = ("victim[0].prior_awards",)
"""Controls of the form that hold a list of values in one text."""

type Draft = dict[str, str]
"""What stands in the controls at this moment: typed text by path."""


@dataclass(frozen=True, slots=True)
class Example:
    """A checked definition.

    Attributes:
        id: a short name, unique on the site; prefixes the ids of its controls.
        scenario: the scenario as plain tables (a definition may give the text of its TOML file).
        ask: the question, one line.
        sentence: the answer as a sentence with ``{field:PATH}`` and ``{line:KEY}`` in it.
        controls: the fields that may be changed. ``plus`` is added to a whole number where it is shown, so that
            "136 ordered to pay, this one included" can stand for 135 ordered elsewhere.
        lines: keys of the worksheet lines to show first.
        ladder: key of the order whose steps are drawn, or empty.
        sources: authority ids whose confidence and open points are shown.
        form: whether every field of one victim and one defendant is a control.
    """

    id: str
    scenario: dict[str, Any]
    ask: str = ""
    sentence: str = ""
    controls: tuple[Control, ...] = ()
    lines: tuple[str, ...] = ()
    ladder: str = ""
    sources: tuple[str, ...] = ()
    form: bool = False


def answer_example(params: object) -> dict[str, Any]:
    """Answer one state of an example.

    Args:
        params: ``example`` (the definition), ``values`` (typed text by path; left out at first), ``edits`` (a
            list of ``{"op": "step", "path": …, "by": 1}``, ``{"op": "add", "list": …}`` or
            ``{"op": "remove", "list": …, "index": 0}``) and ``base`` (what leads to the site's root in links).

    Returns:
        ``form`` and ``answer`` (HTML; ``answer`` is ``null`` while something typed is refused), ``errors``,
        ``announce`` (one sentence for a screen reader) and ``text`` (the answer for copying).

    Raises:
        InputError: where the definition itself, not what was typed, is wrong.
    """
    if not isinstance(params, Mapping):
        raise _refusal("params", "This must be a table with example, values, edits and base.")
    example = read_example(params.get("example"))
    base, edits = params.get("base", ""), params.get("edits", [])
    if not isinstance(base, str):
        raise _refusal("base", "This must be text.")
    if not isinstance(edits, list):
        raise _refusal("edits", "This must be a list.")
    draft = _draft(example, params.get("values"))
    for i, edit in enumerate(edits):
        _edit(example, draft, edit, f"edits[{i}]")
    result: Estimate | None = None
    errors: tuple[FieldError, ...] = ()
    tables, origin, early = _tables(example, draft)
    try:
        result = estimate(read_scenario(tables))
    except InputError as refusal:
        errors = tuple(FieldError(_original(e.path, origin), e.message) for e in refusal.errors)
    errors = early + tuple(e for e in errors if e.path not in {x.path for x in early})
    if errors:
        result = None
    bar = f"{example.id}-steps" if example.form else ""
    answer = answer_html(result, example.ladder, example.lines, base, bar) if result else None
    return {
        "form": _form(example, draft, errors, result),
        "answer": answer,
        "errors": [{"path": e.path, "message": e.message} for e in errors],
        "announce": _announcement(result, errors),
        "text": estimate_text(result) if result else "",
    }


def read_example(definition: object) -> Example:
    """Check a definition: its fields, paths and authorities. `check_lines` sees to what needs its figures.

    Raises:
        InputError: with every mistake.
    """
    if not isinstance(definition, Mapping):
        raise _refusal("example", "This must be a table.")
    errors = [
        FieldError(str(key), f"There is no field of this name. Known here: {', '.join(_KEYS)}.")
        for key in definition
        if key not in _KEYS
    ]
    ident, scenario = definition.get("id"), definition.get("scenario")
    if isinstance(scenario, str):
        scenario = read_toml(scenario)
    if not isinstance(ident, str) or not re.fullmatch(r"[a-z0-9-]{1,40}", ident):
        errors.append(FieldError("id", "This must be a short name in small letters, digits and hyphens."))
    if not isinstance(scenario, dict):
        errors.append(FieldError("scenario", "This must be a scenario."))
    texts = {key: definition.get(key, "") for key in ("ask", "sentence", "ladder")}
    errors += [FieldError(key, "This must be text.") for key, value in texts.items() if not isinstance(value, str)]
    lists = {key: definition.get(key, []) for key in ("fields", "lines", "sources")}
    errors += [FieldError(key, "This must be a list.") for key, value in lists.items() if not isinstance(value, list)]
    if errors:
        raise InputError(tuple(errors))
    controls = tuple(_control(entry, f"fields[{i}]", errors) for i, entry in enumerate(lists["fields"]))
    for i, source in enumerate(lists["sources"]):
        if source not in LAW.authorities:
            errors.append(FieldError(f"sources[{i}]", f"There is no authority {source!r} in the registry."))
    paths = {control.path for control in controls if control}
    for kind, name in _PLACE.findall(texts["sentence"]):
        if kind == "field" and name not in paths:
            errors.append(FieldError("sentence", f"{name} is not among the fields of this example."))
    if errors:
        raise InputError(tuple(errors))
    form = definition.get("form") is True
    return Example(
        str(ident),
        dict(scenario or {}),
        **texts,
        controls=_form_controls() if form else tuple(c for c in controls if c),
        lines=tuple(lists["lines"]),
        sources=tuple(lists["sources"]),
        form=form,
    )


def check_lines(example: Example) -> None:
    """Compute an example as it stands and see that every line it names exists.

    Raises:
        InputError: where the scenario is refused or a line is unknown.
    """
    result = estimate(read_scenario(example.scenario))
    known = {line.key for top in result.lines for line in top.walk()}
    named = [("lines", key) for key in example.lines] + ([("ladder", example.ladder)] if example.ladder else [])
    named += [("sentence", name) for kind, name in _PLACE.findall(example.sentence) if kind == "line"]
    wrong = [FieldError(where, f"The worksheet has no line {key!r}.") for where, key in named if key not in known]
    if wrong:
        raise InputError(tuple(wrong))


def _refusal(path: str, message: str) -> InputError:
    return InputError((FieldError(path, message),))


def _control(entry: object, path: str, errors: list[FieldError]) -> Control | None:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("path"), str):
        errors.append(FieldError(path, "This must be a table with path and label."))
        return None
    errors += [
        FieldError(f"{path}.{key}", f"There is no field of this name. Known here: {', '.join(_FIELD_KEYS)}.")
        for key in entry
        if key not in _FIELD_KEYS
    ]
    try:
        declared = field_at(entry["path"])
        step = parse_rate(str(entry["step"])) if "step" in entry else None
    except ValueError as mistake:
        errors.append(FieldError(f"{path}.path", str(mistake)))
        return None
    plus = entry.get("plus", 0)
    if declared.table is not None:
        errors.append(FieldError(f"{path}.path", "This leads to a table, not to a field."))
    if isinstance(plus, bool) or not isinstance(plus, int) or (plus and declared.kind is not Kind.WHOLE):
        errors.append(FieldError(f"{path}.plus", "This must be a whole number, for a field of whole numbers."))
        plus = 0
    if step is None and declared.kind is Kind.WHOLE:
        step = Fraction(1)
    return Control(entry["path"], declared, str(entry.get("label") or declared.question), step, plus)


def _form_controls() -> tuple[Control, ...]:
    def controls(items: tuple[Any, ...], prefix: str) -> list[Control]:
        found: list[Control] = []
        for item in items:
            if isinstance(item, str):
                declared = field_at(prefix + item)
                step = Fraction(1) if declared.kind is Kind.WHOLE else None
                found.append(Control(prefix + item, declared, declared.question, step, 0))
            elif not isinstance(item, Rows):
                found += controls(item.items, prefix)
        return found

    return tuple(controls(FORM, ""))


# --- what stands in the controls ---


def _draft(example: Example, values: object) -> Draft:
    """The typed text of every control: as sent, or at first as the scenario has it."""
    if isinstance(values, Mapping):
        texts = {path: value for path, value in values.items() if isinstance(path, str) and isinstance(value, str)}
        allowed = {control.path for control in example.controls}
        listed = tuple(f"{rows.path}[" for rows in row_lists()) if example.form else ()
        return {path: text for path, text in texts.items() if path in allowed or path.startswith(listed)}
    texts = {c.path: _shown(c, look_up(example.scenario, c.path)) for c in example.controls}
    if example.form:
        for rows in row_lists():
            entries = look_up(example.scenario, rows.path)
            for i in range(max(rows.least, len(entries) if isinstance(entries, list) else 0)):
                for name, declared in rows.fields():
                    path = f"{rows.path}[{i}].{name}"
                    texts[path] = text_of(declared, look_up(example.scenario, path))
    return texts


def _shown(control: Control, value: object) -> str:
    text = text_of(control.field, value)
    return str(int(text) + control.plus) if control.plus and text.isdecimal() else text


def _edit(example: Example, draft: Draft, edit: object, where: str) -> None:
    table = edit if isinstance(edit, Mapping) else {}
    match table.get("op"):
        case "step":
            control = next((c for c in example.controls if c.path == table.get("path")), None)
            by = table.get("by")
            if control is None or control.step is None or by not in (1, -1):
                raise _refusal(where, "This step is not one that the example allows.")
            draft[control.path] = _stepped(control, draft.get(control.path, ""), int(by))
        case "add" | "remove" as op:
            rows = next((r for r in row_lists() if example.form and r.path == table.get("list")), None)
            if rows is None:
                raise _refusal(where, "The example has no such list.")
            count, index = _row_count(rows, draft), table.get("index")
            if op == "add":
                _add_row(rows, draft, count)
            elif type(index) is int and 0 <= index < count:
                _remove_row(rows, draft, count, index)
            else:
                raise _refusal(where, "The list has no such row.")
        case _:
            raise _refusal(where, "An edit is one of step, add and remove.")


def _stepped(control: Control, text: str, by: int) -> str:
    """The text after one step up or down; text that is not a number stays for the reader to refuse."""
    declared = control.field
    money = declared.kind is Kind.MONEY
    try:
        number = parse_money(text or "0") if money else parse_rate((text or "0").replace(",", ""))
    except ValueError:
        return text
    moved = number + by * (control.step or Fraction(1))
    if money:
        # An amount keeps the look of a typed one: separators always, cents only where there are any.
        whole = max(0, cents(moved))
        return f"{whole // 100:,}" if whole % 100 == 0 else f"{whole // 100:,}.{whole % 100:02d}"
    return plain(min(max(moved, declared.least + control.plus), declared.most + control.plus))


def _add_row(rows: Rows, draft: Draft, count: int) -> None:
    draft |= {f"{rows.path}[{count}].{name}": declared.default or "" for name, declared in rows.fields()}


def _remove_row(rows: Rows, draft: Draft, count: int, index: int) -> None:
    """Take a row away; those after it move up."""
    for i in range(index, count):
        for name, _declared in rows.fields():
            following = draft.get(f"{rows.path}[{i + 1}].{name}") if i + 1 < count else None
            if following is None:
                draft.pop(f"{rows.path}[{i}].{name}", None)
            else:
                draft[f"{rows.path}[{i}].{name}"] = following


def _row_count(rows: Rows, draft: Draft) -> int:
    indexes = re.compile(re.escape(rows.path) + r"\[(\d{1,4})\]\.")
    return max((int(m[1]) + 1 for path in draft if (m := indexes.match(path))), default=0)


# --- from typed text to a scenario ---


def _tables(example: Example, draft: Draft) -> tuple[dict[str, Any], dict[str, str], tuple[FieldError, ...]]:
    """The scenario that the typed text means, where its rows came from, and mistakes only the form can word."""
    tables = copy.deepcopy(example.scenario)
    errors: list[FieldError] = []
    for control in example.controls:
        text = draft.get(control.path, "")
        value = value_of(control.field, text)
        if value is None and control.step is not None and not example.form:
            errors.append(FieldError(control.path, "This is empty: give a number."))
        if control.plus and isinstance(value, int):
            value -= control.plus
            if value < control.field.least:
                errors.append(FieldError(control.path, f"This must be a whole number from {control.plus}."))
        place(tables, control.path, value)
    origin: dict[str, str] = {}
    if example.form:
        for path, constant in CONSTANTS.items():
            place(tables, path, constant)
        for rows in row_lists():
            place(tables, rows.path, _filled_rows(rows, draft, origin))
    return tables, origin, tuple(errors)


def _filled_rows(rows: Rows, draft: Draft, origin: dict[str, str]) -> list[dict[str, object]]:
    """The rows in which something was typed; ``origin`` remembers where each stands in the form."""
    filled: list[dict[str, object]] = []
    for i in range(_row_count(rows, draft)):
        entry: dict[str, object] = {}
        typed = False
        for name, declared in rows.fields():
            text = draft.get(f"{rows.path}[{i}].{name}", "")
            value = value_of(declared, text)
            # A choice that stands at its default is not a statement: "take the mean" says nothing of one sum.
            if value is not None and text.strip() != declared.default:
                entry[name] = value
                typed = typed or declared.kind not in (Kind.CHOICE, Kind.FLAG)
        if typed:
            origin[f"{rows.path}[{len(filled)}]"] = f"{rows.path}[{i}]"
            filled.append(entry | dict(rows.constants))
    return filled


def _original(path: str, origin: Mapping[str, str]) -> str:
    """The path of the control where a mistake was made: a list of amounts is one control."""
    whole = re.sub(r"\[\d+\]$", "", path)
    if whole in _LISTS:
        path = whole
    for compact, shown in origin.items():
        if path == compact or path.startswith(f"{compact}."):
            return shown + path.removeprefix(compact)
    return path


# --- back to the page ---


def _form(example: Example, draft: Draft, errors: tuple[FieldError, ...], result: Estimate | None) -> str:
    if example.form:
        counts = {rows.path: _row_count(rows, draft) for rows in row_lists()}
        return estimate_form(example.id, draft, counts, errors)
    amounts = {line.key: line.amount for top in result.lines for line in top.walk()} if result else {}
    return sentence_form(example.id, example.sentence, example.controls, draft, amounts, errors)


def _announcement(result: Estimate | None, errors: tuple[FieldError, ...]) -> str:
    if result is None:
        return f"{len(errors)} to fix: {errors[0].message}"
    if len(result.orders) == 1:
        return f"Order: {dollars(result.orders[0].order.exact)}."
    return f"Total of the case: {dollars(result.case)}."
