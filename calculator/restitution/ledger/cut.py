"""An amount whose commas divided it into several cells, because nobody put it in quotation marks.

``$1,234.50`` becomes ``$1`` in its own column and ``234.50`` in the next. Read so, it would be another amount without
any mistake in the row, so a row that may be cut is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from restitution.errors import named, shown

_FIRST = re.compile(r"(?P<open>[-−(]?\s*\$?\s*[-−(]?)\s*\d{1,3}(?:_\d{3})*", re.ASCII)
"""All before the first comma: up to three digits, with the sign that may be before them and without decimals."""
_GROUP = re.compile(r"\s*\d{3}(?:_\d{3})*\s*", re.ASCII)
_LAST = re.compile(
    r"\s*(?P<number>\d{3}(?:_\d{3})*+)\s*"
    r"(?:(?P<cents>\.\d++\s*[-−)]?).*|(?P<end>\.?\s*[-−)]?)\s*(?:[.*$]|USD|dollars)?\s*)",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)
"""What may follow a comma within an amount: three digits and its closing bracket; with cents, whatever follows them."""
_CENTS = re.compile(r"\s*\d\d\s*", re.ASCII)
_WHOLE = re.compile(r"[-−(]?\s*\$?\s*[-−(]?\s*[\d_]+", re.ASCII)
"""What follows a comma before the cents, and what stands before it."""
_MOST_GROUPS = 4
"""The commas of the largest amount that is accepted."""

may_be_cut = re.compile(f"{_LAST.pattern}|{_CENTS.pattern}").fullmatch
"""Tell quickly whether the cell after an amount may be the rest of it."""


def cut_amount(cells: Sequence[str], at: int) -> str:
    """Return what to do if the amount in the cell at this place may be cut at its commas; empty if it cannot be."""
    first, *after = (" ".join(cell.split()) for cell in cells[at : at + 1 + _MOST_GROUPS])
    found = _FIRST.fullmatch(first)
    if after and _CENTS.fullmatch(after[0]) and _WHOLE.fullmatch(first):
        return (
            f"{named(f'{first},{after[0]}')} may be one amount with a comma before its cents: {named(first)} is in the "
            f"column amount and {named(after[0])} in the next. Write {shown(first)}.{shown(after[0])}, or "
            f"{shown(first)}.00 if that is meant."
        )
    if found is None or not after or not _LAST.fullmatch(after[0]):
        return ""
    alone = "" if "(" in found["open"] else f" If {shown(first)} is meant, write {shown(first)}.00."
    groups = list(takewhile(_GROUP.fullmatch, after))
    for last in map(_LAST.fullmatch, after[len(groups) : len(groups) + 1]):
        if last:
            groups.append(f"{last['number']}{last['cents'] or last['end']}".strip())
    whole = ",".join([first, *groups])
    return (
        f"{named(whole)} may be one amount cut at its comma: {named(first)} is in the column amount and "
        f'{named(after[0])} in the next. Put it in quotation marks: "{shown(whole)}".{alone}'
    )
