"""What usually proves a loss, loaded on first use: an estimate does not need it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from restitution.law.reader import LAW, read_tables
from restitution.law.tables import LawDataError


@dataclass(frozen=True, slots=True)
class Evidence:
    """What usually proves a category of loss. Our own list, for practice.

    Attributes:
        pin: the subparagraph of §2259(c)(2).
        seen: authority ids of decisions in which proof of this kind was considered.
    """

    category: str
    pin: str
    items: tuple[str, ...]
    seen: tuple[str, ...]


@cache
def evidence() -> tuple[Evidence, ...]:
    """Return the list, in the order of §2259(c)(2)(A) to (F).

    Raises:
        LawDataError: if an entry lacks a key, or cites an authority that is not in the registry.
    """
    try:
        entries = tuple(
            Evidence(entry["category"], entry["pin"], tuple(entry["items"]), tuple(entry["seen"]))
            for entry in read_tables("evidence")["evidence"]
        )
    except KeyError as fault:
        raise LawDataError(f"An entry of the evidence lacks a key: {fault}.") from fault
    for entry in entries:
        for authority in entry.seen:
            if authority not in LAW.authorities:
                raise LawDataError(f"{entry.pin} cites {authority!r}, which is not in the registry of authorities.")
    return entries
