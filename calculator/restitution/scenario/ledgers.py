"""Find the ledger files that a scenario names, and replace the names with their contents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def ledger_names(tables: object) -> tuple[str, ...]:
    """Return the files that a scenario names, each once."""
    return tuple(dict.fromkeys(victim["ledger"] for victim in _victims(tables)))


def place_ledgers(tables: object, ledgers: Mapping[str, object]) -> None:
    """Replace the name of each ledger file with its contents, in place."""
    for victim in _victims(tables):
        name = victim["ledger"]
        if name in ledgers:
            victim["ledger"] = ledgers[name]


def _victims(tables: object) -> Iterator[dict[str, Any]]:
    """Yield the victims whose ledger is a file name: one line of text. Several lines are a ledger itself."""
    victims = tables.get("victim") if isinstance(tables, dict) else None
    for victim in victims if isinstance(victims, list) else ():
        if isinstance(victim, dict) and isinstance(victim.get("ledger"), str) and "\n" not in victim["ledger"]:
            yield victim
