"""Convert between typed text, as in a control or an option, and plain values, as in a scenario file."""

from __future__ import annotations

import re
from contextlib import suppress

from restitution.fields.declared import Field, Kind
from restitution.money import parse_rate, percent

_WHOLE = re.compile(r"-?(?:\d{1,3}(?:[,_]\d{3}){1,5}|\d{1,18})", re.ASCII)
"""An integer as people write it. Separators must fall between groups of three digits."""


def value_of(field: Field, text: str) -> object:
    """Return the plain value for typed text, as a scenario file would hold it, not yet validated.

    Text that cannot be read stays text, so that the reader refuses it with its own message. Empty text means that
    the field is omitted: ``None``.
    """
    typed = text.strip()
    if not typed:
        return None
    if field.kind is Kind.WHOLE:
        return int(re.sub("[,_]", "", typed)) if _WHOLE.fullmatch(typed) else typed
    if field.kind is Kind.FLAG:
        return {"true": True, "false": False}.get(typed, typed)
    if field.kind is Kind.CODE_LIST:
        return [part for part in re.split(r"[,;\s]+", typed) if part]
    return typed


def text_of(field: Field, value: object) -> str:
    """Return the text that a control shows for a plain value; the default if there is none.

    A rate is shown with its percent sign, however it is written.
    """
    if value is None:
        return field.default or ""
    if field.kind is Kind.RATE and isinstance(value, str):
        with suppress(ValueError):  # text that is not a rate is shown unchanged, and refused
            return percent(parse_rate(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "; ".join(str(part) for part in value)
    return str(value)
