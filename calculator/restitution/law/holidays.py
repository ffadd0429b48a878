"""The legal public holidays of 5 U.S.C. §6103(a), loaded on first use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from restitution.dates import nth_weekday
from restitution.law.reader import LAW, read_tables
from restitution.law.tables import LawDataError

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_COMMON = {"name", "month", "from", "authority", "pin", "quote"}
_LEAP = 2000
"""A year that contains every day on which a holiday can fall."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday: a day of a month, or the first, second, … or last occurrence of a weekday in it.

    Attributes:
        since: the first year for which a text that was read includes it.
        quote: the words of the section.
        day: the day of the month; ``None`` if the holiday is set by day of the week (such as the third Monday).
        nth: which such weekday of the month, -1 for the last.
        weekday: 0 is Monday. It and ``nth`` are unused if ``day`` is given.
    """

    name: str
    month: int
    since: int
    authority: str
    pin: str
    quote: str
    day: int | None = None
    nth: int = 0
    weekday: int = 0

    def in_year(self, year: int) -> date:
        """Return the day on which it falls in a year."""
        if self.day is not None:
            return date(year, self.month, self.day)
        return nth_weekday(year, self.month, self.weekday, self.nth)


@cache
def holidays() -> tuple[Holiday, ...]:
    """Return the list, in the order of the section.

    Raises:
        LawDataError: if the data is invalid.
    """
    return load_holidays(read_tables("holidays").get("holiday", ()))


def is_public_holiday(day: date) -> bool:
    """Return whether 5 U.S.C. §6103(a) names that day.

    Only the day itself counts: a Friday or Monday observed in place of a holiday on a weekend, (b), is for pay and
    leave. Years before the earliest text that was read are assumed to have had the holidays of that text.
    """
    earliest = min(holiday.since for holiday in holidays())
    return any(max(day.year, earliest) >= holiday.since and holiday.in_year(day.year) == day for holiday in holidays())


def load_holidays(entries: Iterable[Mapping[str, Any]]) -> tuple[Holiday, ...]:
    """Build the list from tables as parsed from TOML.

    Raises:
        LawDataError: for an entry that lacks a key or has an extra one, is not a day, or cites no known authority.
    """
    found = tuple(_holiday(entry) for entry in entries)
    if not found:
        raise LawDataError("The law data has no holidays.")
    return found


def _holiday(entry: Mapping[str, Any]) -> Holiday:
    if set(entry) not in (_COMMON | {"day"}, _COMMON | {"nth", "weekday"}):
        raise LawDataError(f"A holiday has {', '.join(sorted(_COMMON))}, and day, or nth and weekday: {dict(entry)}.")
    words = {key: value for key, value in entry.items() if key != "from"} | {"since": entry["from"]}
    try:
        if "nth" in words:
            words |= {"nth": _ORDINALS[words["nth"]], "weekday": _WEEKDAYS.index(words["weekday"])}
        holiday = Holiday(**words)
        holiday.in_year(_LEAP)
    except (KeyError, TypeError, ValueError) as fault:
        raise LawDataError(f"{entry['name']} is no day of the year: {fault}.") from fault
    if holiday.authority not in LAW.authorities or not holiday.pin:
        raise LawDataError(f"{holiday.name} has no pin, or cites {holiday.authority!r}, which is not in the registry.")
    return holiday
