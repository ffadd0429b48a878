"""What a page must change in its copy of a document: the least splice of each table, and the fields that differ."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from restitution.casefile import FIELDS, Document
from restitution.casefile.document import MOST_ROWS, Rows


def changed_fields(before: Document | None, after: Document) -> dict[str, str]:
    """Return the texts of the single fields that differ, all of them without a document before."""
    return {path: after.field(path) for path in FIELDS if before is None or before.field(path) != after.field(path)}


def changed_tables(before: Document | None, after: Document, whole: Collection[str] = ()) -> dict[str, Any]:
    """Return the splices for each table that differs: ``at``, how many rows to ``remove``, and ``rows`` to put there.

    A table that is gone is ``None``. Without a document before, every table is given whole.

    Args:
        whole: tables of which the page may hold anything; all its rows are then replaced.
    """
    changes: dict[str, Any] = {}
    for name, rows in after.tables.items():
        old = before.rows(name) if before else ()
        if old is rows and before and name in before.tables:
            continue
        if splice := _splice(old, rows) or (None if before and name in before.tables else _whole(rows)):
            changes[name] = [splice]
    changes |= {name: [{"at": 0, "remove": MOST_ROWS, "rows": after.rows(name)}] for name in whole}
    gone = [name for name in before.tables if name not in after.tables] if before else []
    return changes | dict.fromkeys(gone)


def _whole(rows: Rows) -> dict[str, Any]:
    return {"at": 0, "remove": 0, "rows": rows}


def _splice(old: Rows, new: Rows) -> dict[str, Any] | None:
    same = min(len(old), len(new))
    start = next((i for i in range(same) if old[i] is not new[i] and old[i] != new[i]), same)
    if start == len(old) == len(new):
        return None
    end = 0
    while end < same - start and (old[-1 - end] is new[-1 - end] or old[-1 - end] == new[-1 - end]):
        end += 1
    return {"at": start, "remove": len(old) - start - end, "rows": new[start : len(new) - end]}
