"""Answers that nobody asked for: a browser compiles Python's own code well only after it has run for a while."""

from __future__ import annotations

import json

from restitution.desk.session import Desk

_CELLS = (
    ("victims", "id", "A"),
    ("losses", "category", "medical"),
    ("losses", "amount", "120,000"),
    ("defendants", "id", "1"),
    ("counts", "offense", "2252A(a)(5)(B)"),
    ("counts", "from", "2023-01-01"),
    ("counts", "to", "2024-12-31"),
)


class Practice:
    """A desk with a made-up case of its own. Nothing of it is shown, and no other desk is touched."""

    def __init__(self) -> None:
        self._desk = Desk()
        edits = [
            {"op": "set", "field": "order_date", "text": "2026-06-01"},
            {"op": "set", "field": "apportionment.method", "text": "equal-share"},
            *({"op": "cell", "table": table, "row": 0, "column": name, "text": text} for table, name, text in _CELLS),
        ]
        self._desk.ask(json.dumps({"edits": edits, "view": "orders"}))

    def go(self, number: int) -> str:
        """Answer an edit as the desk would: another number of defendants who were ordered to pay elsewhere."""
        edit = {"op": "cell", "table": "victims", "row": 0, "column": "ordered_defendants", "text": str(number)}
        return self._desk.ask(json.dumps({"edits": [edit], "view": "orders"}))
