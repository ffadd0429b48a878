"""The section of a conviction, as several commands ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from restitution.fields import Field, Kind, Reader, Row, choices
from restitution.law import LAW, Offense, find_offense


def _words(offense: Offense) -> str:
    """Return the label of a section in a list of choices; the three kinds of §2252A(g) are one entry."""
    description = offense.description.partition(":")[0] if offense.series else offense.description
    return f"{offense.section}: {description}"


SECTIONS: Mapping[str, str] = MappingProxyType({offense.section: _words(offense) for offense in LAW.offenses})
"""The sections of the offense table with their labels, for a list to offer. Other spellings are read too."""

SERIES = Field(
    "series",
    Kind.CHOICE,
    "for 2252A(g) only, what the series was made of: production, trafficking or other offenses",
    "series of felony violations",
    "It determines which list in §2259(c) the conviction falls under.",
    choices=choices(
        production="At least one production offense",
        trafficking="Only trafficking offenses",
        other="Other offenses, or a mix without production",
    ),
)
"""The field that distinguishes the three kinds of §2252A(g)."""


def read_conviction(reader: Reader, row: Row) -> Offense | None:
    """Return the entry of the offense table for the fields ``offense`` and ``series`` of a row.

    ``None`` if no section is given, or if an error is reported.
    """
    section, series = row.get("offense", str), row.get("series", str)
    if reader.refused("offense") or reader.refused("series"):
        return None
    if section is None:
        if series is not None:
            reader.refuse("series", "A series belongs to a section: give the offense too.")
        return None
    try:
        return find_offense(section, series)
    except ValueError as mistake:
        reader.refuse("series", str(mistake))
        return None
