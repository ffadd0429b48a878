"""Material for generated input: words and values at their limits, whole files, and ways to corrupt them."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

from restitution import LAW
from restitution.commands import COMMANDS, INPUTS
from restitution.ledger import ROW

DAYS = ["0001-01-01", "1996-04-24", "2018-12-06", "2018-12-07", "2019-01-01", "2020-02-29", "2021-06-01", "9999-12-31"]
AMOUNTS = ["0", "0.01", "1", "2500", "3,000.00", "$50000", "999999999999.99", "1000000000000"]
RATES = [
    "0",
    "1",
    "-0.99",
    "0.5",
    "2%",
    "0.25",
    "-9%",
    "100%",
    "0.0000000001",
    "0.3333333333333333333333333333333333333333",
]
SECTIONS = sorted({offense.section for offense in LAW.offenses})
CODES = ["A", "B", "C"]
VARIED = [
    "victim[0].ordered_defendants=0..9",
    "apportionment.fixed=1..900",
    "order_date=2020-01-01..2024-01-01",
    "x=1..2",
]
WORDS = [
    "schema", "title", "order_date", "circuit", "apportionment", "victim", "defendant", "id", "loss", "counts",
    "conduct", "amount", "cause", "mixed", "2252A(a)(5)", "2252A(g)", "2021-06-01", "equal-share", "A", "1", "0",
    "-1", "x", "0.5", "method", "params", "format", "json", "text", "html", "ledger", "as_of", "obligation",
    "payment", "scenario", "vary", "input", "principal", "monthly", "victim[0].ordered_defendants=1..5", "example",
    *COMMANDS,
]  # fmt: skip
BITS = [
    *("\0", "\x1b[31m", "\r", "\n", "\ufeff", '"', "'", '"""', ",", ";", "\t", "[", "]", "{", "}", "=", ".", "#", "\\"),
    *("“", "’", "–", "\u00a0", "\u200b", "…", "3/1/2024", "120,000", "$5", "2%", "C:\\Users"),
    *("-1", "1e5", "nan", "9" * 40, "9" * 5000, "0x" + "f" * 5000, "2021-02-30", "[[", "a.b.c", "٣", "\u2028", "null"),
]
"""Fragments that corrupt the text of a file."""

CSV = """date,kind,case,amount,note,joint
2020-01-04,finding,C1,100,,
2020-01-04,order,C1,"1,060.50","a, b",J
2020-02-01,payment,C1,99.99,x "y" z,
"""
TOML = """schema = 1
order_date = 2021-06-01
apportionment = { method = "equal-share" }
[[victim]]
id = "A"
loss = [{ category = "therapy", amount = "50000" }]
[[defendant]]
id = "1"
counts = [{ offense = "2252A(a)(5)", from = 2019-01-01, to = 2020-03-01, victims = ["A"] }]
"""
DOCKET = """{"schema": 1,
"obligation": [{"id": "R", "kind": "fine", "amount": "6000", "defendants": ["1"]}],
"payment": [{"date": "2022-01-15", "defendant": "1", "amount": "100"}]}
"""
TEXTS = {"ledger": CSV, "distribute": DOCKET, "estimate": TOML, "losses": TOML, "compare": TOML}
"""A file for each command that reads one."""


def _declared() -> list[str]:
    """Return the names of all fields and their choices."""
    tables = [*INPUTS.values(), ROW]
    for table in tables:
        tables += [field.table for field in table.fields if field.table]
    fields = [field for table in tables for field in table.fields]
    return sorted({field.name for field in fields} | {choice for field in fields for choice in field.choices})


DICTIONARY = sorted({*WORDS, *DAYS, *AMOUNTS, *RATES, *SECTIONS, *CODES, *VARIED, *_declared()})
"""Every word that has a meaning for a reader."""

ODD: list[Any] = [None, True, False, 0, 1, -1, 10**12, 10**99, 0.5, "", " ", "\0", "\ud800", "٣", [], {}, [[]], [{}]]
"""Values of every type."""


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every value within nested tables and lists."""
    found = [path] if path else []
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        found += places(entry, (*path, key))
    return found


def spoilt(document: Any, chance: random.Random, fresh: Callable[[], object]) -> Any:
    """Return the document with one to three values removed, doubled, replaced or moved, or with a field added.

    Args:
        chance: chooses the places and the changes.
        fresh: returns a value to insert.
    """
    document = copy.deepcopy(document)
    for _ in range(chance.randint(1, 3)):
        found = places(document)
        if not found:
            return fresh()
        *above, last = chance.choice(found)
        holder = _at(document, above)
        match chance.choice(["replace", "remove", "double", "move", "add"]):
            case "remove":
                del holder[last]
            case "double" if isinstance(holder, list):
                holder.insert(last, copy.deepcopy(holder[last]))
            case "move":
                holder[last] = copy.deepcopy(_at(document, chance.choice(found)))
            case "add" if isinstance(holder, dict):
                holder[chance.choice(DICTIONARY)] = fresh()
            case _:
                holder[last] = fresh()
    return document


def _at(document: Any, path: Any) -> Any:
    for step in path:
        document = document[step]
    return document
