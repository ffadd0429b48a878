"""Parts common to the JSON of every answer: amounts as text with two decimals, and the worksheet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from restitution.money import stated
from restitution.worksheet import Line


def amount_of(line: Line | None) -> str | None:
    """Return the stated amount of a line, ``None`` if there is no line or no amount."""
    return None if line is None or line.amount is None else stated(line.amount)


def worksheet_table(lines: Iterable[Line]) -> dict[str, Any]:
    """Return the worksheet as plain tables."""
    return {"lines": [_line(line) for line in lines]}


def _line(line: Line) -> dict[str, Any]:
    return {
        "key": line.key,
        "label": line.label,
        "amount": amount_of(line),
        "formula": line.formula,
        "status": line.status.value,
        "authorities": [{"id": cite.authority, "pin": cite.pin} for cite in line.authorities],
        "children": [_line(child) for child in line.children],
    }
