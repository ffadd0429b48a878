"""Who decides a figure, in the few words that fit under a head or beside an amount."""

from __future__ import annotations

from restitution.worksheet import Status

DECIDES = {
    Status.STATUTE: "the statute controls",
    Status.HOLDING: "a court decided it",
    Status.DISCRETION: "the judge decides",
    Status.MODEL: "our own model",
}
"""The words of each status."""


def under(unit: str, *statuses: Status) -> str:
    """Return what stands under a head: ``US dollars; the judge decides``."""
    return "; ".join(word for word in (unit, *(DECIDES[one] for one in statuses)) if word)
