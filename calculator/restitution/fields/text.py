"""Typed text and plain values: what a control or an option holds, and what a scenario file would hold."""

from __future__ import annotations

import re

from restitution.fields.declared import Field, Kind

_WHOLE = re.compile(r"-?(?:\d{1,3}(?:[,_]\d{3}){1,5}|\d{1,18})", re.ASCII)
"""A whole number as people write it: separators stand between groups of three, else it is some other number."""


def value_of(field: Field, text: str) -> object:
    """The plain value that typed text means: what a scenario file would hold, still unchecked.

    Text that cannot be read stays text, so that the reader refuses it with its own sentence. Empty text means that
    the field is left out: ``None``.
    """
    typed = text.strip()
    if not typed:
        return None
    if field.kind is Kind.WHOLE:
        return int(re.sub("[,_]", "", typed)) if _WHOLE.fullmatch(typed) else typed
    if field.kind is Kind.FLAG:
        return {"true": True, "false": False}.get(typed, typed)
    if field.kind in (Kind.MONEY_LIST, Kind.CODE_LIST):
        return [part for part in re.split(r"[;\s]+", typed) if part]
    return typed


def text_of(field: Field, value: object) -> str:
    """The text that a control shows for a plain value; the default where there is none."""
    if value is None:
        return field.default or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "; ".join(str(part) for part in value)
    return str(value)
