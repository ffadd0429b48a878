"""Paths into a scenario, as errors and forms write them: ``victim[0].loss[2].amount``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from restitution.fields import Field, Kind, Table
from restitution.ledger import ROW
from restitution.scenario.fields import SCENARIO

_STEP = re.compile(r"([a-z_]+)((?:\[\d{1,4}\])*)", re.ASCII)


@lru_cache(maxsize=4096)
def split(path: str) -> tuple[str | int, ...]:
    """Split a path into its steps.

    Raises:
        ValueError: if it is not a path.
    """
    steps: list[str | int] = []
    for part in path.split("."):
        match = _STEP.fullmatch(part)
        if match is None:
            raise ValueError(f"{path!r} is not a path such as victim[0].loss[2].amount.")
        steps.append(match[1])
        steps += [int(index) for index in re.findall(r"\d+", match[2])]
    return tuple(steps)


# An example looks up the same paths on every keystroke; the bound is for paths that users make up.
@lru_cache(maxsize=4096)
def field_at(path: str, root: Table = SCENARIO) -> Field:
    """Return the declared field at a path, in a scenario or another input, ledger rows included.

    Raises:
        ValueError: if no field has this path.
    """
    table: Table | None = root
    field = None
    for step in split(path):
        if isinstance(step, int):
            if field is None or _within(field) is None:
                raise ValueError(f"{path!r} has an index into something that is not a list.")
            continue
        if table is None or step not in table.names():
            raise ValueError(f"No field of the {root.noun} has the path {path!r}.")
        field = table.field(step)
        table = _within(field)
    if field is None:
        raise ValueError(f"No field of the {root.noun} has the path {path!r}.")
    return field


def _within(field: Field) -> Table | None:
    """Return the table that the field holds, if any."""
    return {Kind.LEDGER: ROW, Kind.SCENARIO: SCENARIO}.get(field.kind, field.table)


def look_up(tables: object, path: str) -> object:
    """Return the value at a path, or ``None``."""
    value = tables
    for step in split(path):
        if isinstance(step, int):
            value = value[step] if isinstance(value, list | tuple) and step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, Mapping) else None
    return value


def place(tables: dict[str, object], path: str, value: object) -> None:
    """Set the value at a path, creating tables and lists as needed; ``None`` removes it."""
    steps = split(path)
    if value is None and look_up(tables, path) is None:
        return
    holder: object = tables
    for step, following in pairwise(steps):
        if isinstance(holder, list) and isinstance(step, int):
            while len(holder) <= step:
                holder.append({})
            holder = holder[step]
        elif isinstance(holder, dict):
            holder = holder.setdefault(step, [] if isinstance(following, int) else {})
    if isinstance(holder, dict):
        if value is None:
            holder.pop(steps[-1], None)
        else:
            holder[steps[-1]] = value
