"""What was read of text that says it in another way, shown back."""

from __future__ import annotations

from collections.abc import Iterable

from restitution.fields import Reading
from restitution.render import Note


def reading_notes(readings: Iterable[Reading]) -> tuple[Note, ...]:
    """Return a note for each, such as ``“2251(a), (e)” as 2251(a), with its penalty provision (e)``."""
    return tuple(Note("read", f"“{one.typed}” as {one.words}.") for one in readings)


def reading_tables(readings: Iterable[Reading]) -> list[dict[str, str]]:
    """Return the same for JSON."""
    return [{"path": one.path, "typed": one.typed, "read_as": one.words} for one in readings]
