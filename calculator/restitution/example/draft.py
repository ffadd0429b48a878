"""The text in an example's controls at one moment, the effect of an edit on it, and the scenario it describes."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction
from typing import Any

from restitution.errors import FieldError, InputError
from restitution.example.definition import Example
from restitution.example.form import Control
from restitution.example.form_plan import CONSTANTS, Rows, row_lists
from restitution.fields import Kind, text_of, value_of
from restitution.money import cents, parse_factor, parse_money, percent, plain
from restitution.scenario.paths import look_up, place

MOST_ROWS = 200
"""The maximum rows of a list in the form: every row up to the highest number is drawn with all its fields."""

_INDEX = re.compile(r"(\d{1,4})\]\.", re.ASCII)
"""What follows the name of a list in the path of a field in one of its rows."""

type Draft = dict[str, str]
"""Typed text by path."""


def draft_of(example: Example, values: object) -> Draft:
    """Return the typed text of every control: as sent, or initially as in the scenario.

    Raises:
        InputError: if a list has more rows than the form can show.
    """
    draft, where = (_sent(example, values), "values") if isinstance(values, Mapping) else (_first(example), "scenario")
    for rows in row_lists() if example.form else ():
        if row_count(rows, draft) > MOST_ROWS:
            raise InputError.at(where, _too_many(rows))
    return draft


def _too_many(rows: Rows) -> str:
    return f"In the form {rows.path} can have at most {MOST_ROWS} rows."


def _sent(example: Example, values: Mapping[Any, object]) -> Draft:
    texts = {path: value for path, value in values.items() if isinstance(path, str) and isinstance(value, str)}
    allowed = {control.path for control in example.controls}
    listed = tuple(f"{rows.path}[" for rows in row_lists()) if example.form else ()
    return {path: text for path, text in texts.items() if path in allowed or path.startswith(listed)}


def _first(example: Example) -> Draft:
    texts = {c.path: _shown(c, look_up(example.params, c.path)) for c in example.controls}
    if example.form:
        for rows in row_lists():
            entries = look_up(example.params, rows.path)
            for i in range(max(rows.least, len(entries) if isinstance(entries, list) else 0)):
                for name, declared in rows.fields():
                    path = f"{rows.path}[{i}].{name}"
                    texts[path] = text_of(declared, look_up(example.params, path))
    return texts


def _shown(control: Control, value: object) -> str:
    text = text_of(control.field, value)
    if control.field.kind is Kind.MONEY and text:
        with suppress(ValueError):  # text that is not an amount is shown unchanged, and refused
            return _typed(cents(parse_money(text)))
    shown = value_of(control.field, text)
    return str(shown + control.plus) if control.plus and isinstance(shown, int) else text


def edit(example: Example, draft: Draft, change: object, where: str) -> None:
    """Step a number, or add or remove a row, as the page requests.

    Raises:
        InputError: if the example has no such control, list or row.
    """
    table = change if isinstance(change, Mapping) else {}
    match table.get("op"):
        case "step":
            control = next((c for c in example.controls if c.path == table.get("path")), None)
            by = table.get("by")
            if control is None or control.step is None or by not in (1, -1):
                raise InputError.at(where, "The example does not allow this step.")
            draft[control.path] = _stepped(control, draft.get(control.path, ""), int(by))
        case "add" | "remove" as op:
            rows = next((r for r in row_lists() if example.form and r.path == table.get("list")), None)
            if rows is None:
                raise InputError.at(where, "The example has no such list.")
            count, index = row_count(rows, draft), table.get("index")
            if op == "add" and count >= MOST_ROWS:
                raise InputError.at(where, _too_many(rows))
            if op == "add":
                _add_row(rows, draft, count)
            elif type(index) is int and 0 <= index < count:
                _remove_row(rows, draft, count, index)
            else:
                raise InputError.at(where, "The list has no such row.")
        case _:
            raise InputError.at(where, "An edit must be one of step, add and remove.")


def _stepped(control: Control, text: str, by: int) -> str:
    """Return the text after one step up or down; text that is not a number is left for the reader to refuse."""
    declared = control.field
    money = declared.kind is Kind.MONEY
    try:
        if declared.kind is Kind.WHOLE:
            whole_number = value_of(declared, text or "0")
            if not isinstance(whole_number, int):
                return text
            number = Fraction(whole_number)
        else:
            number = parse_money(text or "0") if money else parse_factor(text or "0")
    except ValueError:
        return text
    moved = number + by * (control.step or Fraction(1))
    if money:
        return _typed(max(0, cents(moved)))
    words = percent if declared.kind is Kind.RATE else plain
    return words(min(max(moved, declared.least + control.plus), declared.most + control.plus))


def _typed(amount: int) -> str:
    """Return cents as a reader would type them: always with separators, with decimals only if there are any."""
    return f"{amount // 100:,}" if amount % 100 == 0 else f"{amount // 100:,}.{amount % 100:02d}"


def _add_row(rows: Rows, draft: Draft, count: int) -> None:
    draft |= {f"{rows.path}[{count}].{name}": declared.default or "" for name, declared in rows.fields()}


def _remove_row(rows: Rows, draft: Draft, count: int, index: int) -> None:
    """Remove a row; those after it move up."""
    for i in range(index, count):
        for name, _declared in rows.fields():
            following = draft.get(f"{rows.path}[{i + 1}].{name}") if i + 1 < count else None
            if following is None:
                draft.pop(f"{rows.path}[{i}].{name}", None)
            else:
                draft[f"{rows.path}[{i}].{name}"] = following


def row_count(rows: Rows, draft: Draft) -> int:
    """Return how many rows of a list the form has."""
    start = f"{rows.path}["
    indexes = (_INDEX.match(path, len(start)) for path in draft if path.startswith(start))
    return max((int(index[1]) + 1 for index in indexes if index), default=0)


def tables_of(example: Example, draft: Draft) -> tuple[dict[str, Any], dict[str, str], tuple[FieldError, ...]]:
    """Return the scenario that the typed text describes, the origin of its rows, and the form's own mistakes."""
    tables = copy.deepcopy(example.params)
    errors: list[FieldError] = []
    for control in example.controls:
        text = draft.get(control.path, "")
        value = value_of(control.field, text)
        if value is None and control.step is not None and not example.form:
            errors.append(FieldError(control.path, "This is empty: enter a number."))
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
    """Return the rows in which something was typed; ``origin`` records where each is in the form."""
    filled: list[dict[str, object]] = []
    for i in range(row_count(rows, draft)):
        entry: dict[str, object] = {}
        typed = False
        for name, declared in rows.fields():
            text = draft.get(f"{rows.path}[{i}].{name}", "")
            value = value_of(declared, text)
            # A choice left at its default is not an entry: "take the mean" means nothing for a single amount.
            if value is not None and text.strip() != declared.default:
                entry[name] = value
                typed = typed or declared.kind not in (Kind.CHOICE, Kind.FLAG)
        if typed:
            origin[f"{rows.path}[{len(filled)}]"] = f"{rows.path}[{i}]"
            filled.append(entry | dict(rows.constants))
    return filled


def original(path: str, origin: Mapping[str, str]) -> str:
    """Return the path of the control where a mistake was made."""
    for compact, shown in origin.items():
        if path == compact or path.startswith(f"{compact}."):
            return shown + path.removeprefix(compact)
    return path
