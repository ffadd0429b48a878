"""What a reader must know about rows that are counted anyway, and how it is told in a few sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

_MOST_ROWS = 20
_MOST_MESSAGES = 4
_ALIKE = {
    "duplicate": "the same as an earlier row in date, kind, case and amount, but still counted. Remove anything "
    "entered twice.",
    "out-of-order": "dated before the row above, and counted from that date. Check the dates for typing errors.",
}
"""The text of the kinds of notice that say the same of every row, after the rows they are about."""


class Notice(NamedTuple):
    """A warning about a row that is counted anyway.

    Attributes:
        row: its line in the file, counting the header as line 1; for rows in JSON and in cells their number, from 1. A
            notice about the whole file has the first row that it is about.
        kind: ``encoding``, ``dates``, ``reversal-read``, ``zero``, ``duplicate``, ``out-of-order``,
            ``similar-case`` or ``payment-without-order``.
        message: what was done with the row, and what to check.
    """

    row: int
    kind: str
    message: str


def in_brief(notices: Iterable[Notice]) -> Iterator[tuple[str, str]]:
    """Yield each kind of notice once, with a text that names its rows; of very many, the first and their number."""
    kinds: dict[str, list[Notice]] = {}
    for notice in notices:
        kinds.setdefault(notice.kind, []).append(notice)
    for kind, some in kinds.items():
        if words := _ALIKE.get(kind):
            listed, more = _rows(some)
            yield kind, f"Row {listed} is {words}" if len(some) == 1 else f"Rows {listed}{more} are {words}"
        else:
            said = " ".join(f"Row {notice.row:,}: {notice.message}" for notice in some[:_MOST_MESSAGES])
            listed, more = _rows(some[_MOST_MESSAGES:])
            yield kind, said + (f" The same for rows {listed}{more}." if listed else "")


def _rows(notices: list[Notice]) -> tuple[str, str]:
    listed = ", ".join(f"{notice.row:,}" for notice in notices[:_MOST_ROWS])
    return listed, f" and {len(notices) - _MOST_ROWS:,} more" if len(notices) > _MOST_ROWS else ""
