"""The files of ledgers that a scenario names, and their contents in place of the names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def ledger_names(tables: object) -> tuple[str, ...]:
    """The files that a scenario names, each once."""
    return tuple(dict.fromkeys(victim["ledger"] for victim in _victims(tables)))


def place_ledgers(tables: object, ledgers: Mapping[str, object]) -> None:
    """Put what a file holds in the place of its name, in the scenario itself."""
    for victim in _victims(tables):
        name = victim["ledger"]
        if name in ledgers:
            victim["ledger"] = ledgers[name]


def _victims(tables: object) -> Iterator[dict[str, Any]]:
    """The victims whose ledger is the name of a file: text of one line. Text of several is a ledger itself."""
    victims = tables.get("victim") if isinstance(tables, dict) else None
    for victim in victims if isinstance(victims, list) else ():
        if isinstance(victim, dict) and isinstance(victim.get("ledger"), str) and "\n" not in victim["ledger"]:
            yield victim
