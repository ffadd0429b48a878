"""The text in an example's controls at one moment, the effect of an edit on it, and the input it describes."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction
from typing import Any

from restitution.errors import FieldError, InputError
from restitution.example.definition import Example
from restitution.example.form import Control
from restitution.fields import Kind, text_of, value_of
from restitution.money import cents, parse_factor, parse_money, percent, plain
from restitution.scenario.paths import look_up, place

type Draft = dict[str, str]
"""Typed text by path."""


def draft_of(example: Example, values: object) -> Draft:
    """Return the typed text of every control: as sent, or initially as in the example's input."""
    if not isinstance(values, Mapping):
        return {c.path: _shown(c, look_up(example.params, c.path)) for c in example.controls}
    texts = {c.path: values.get(c.path) for c in example.controls}
    return {path: text for path, text in texts.items() if isinstance(text, str)}


def _shown(control: Control, value: object) -> str:
    text = text_of(control.field, value)
    if control.field.kind is Kind.MONEY and text:
        with suppress(ValueError):  # text that is not an amount is shown unchanged, and refused
            return _typed(cents(parse_money(text)))
    shown = value_of(control.field, text)
    return str(shown + control.plus) if control.plus and isinstance(shown, int) else text


def edit(example: Example, draft: Draft, change: object, where: str) -> None:
    """Step a number, as the page requests.

    Raises:
        InputError: if this is no step, or the example has no such control.
    """
    table = change if isinstance(change, Mapping) else {}
    if table.get("op") != "step":
        raise InputError.at(where, "An edit must be a step.")
    control = next((c for c in example.controls if c.path == table.get("path")), None)
    by = table.get("by")
    if control is None or control.step is None or by not in (1, -1):
        raise InputError.at(where, "The example does not allow this step.")
    draft[control.path] = _stepped(control, draft.get(control.path, ""), int(by))


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


def tables_of(example: Example, draft: Draft) -> tuple[dict[str, Any], tuple[FieldError, ...]]:
    """Return the input that the typed text describes, and the mistakes that only its controls can have."""
    tables = copy.deepcopy(example.params)
    errors: list[FieldError] = []
    for control in example.controls:
        text = draft.get(control.path, "")
        value = value_of(control.field, text)
        if value is None and control.step is not None:
            errors.append(FieldError(control.path, "This is empty: enter a number."))
        if control.plus and isinstance(value, int):
            value -= control.plus
            if value < control.field.least:
                errors.append(FieldError(control.path, f"This must be a whole number from {control.plus}."))
        place(tables, control.path, value)
    return tables, tuple(errors)
