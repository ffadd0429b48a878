"""Dates in words, and calendar arithmetic. No clock: every date is an input.

The names of the months are spelled out because ``strftime`` follows the machine's locale.
"""

import re
from datetime import date, timedelta

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTH_FIRST = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", re.ASCII)
_IN_YEAR = 12
_WEEK = 7


def month_named(name: str) -> int | None:
    """Return the number of the first month whose English name begins so, in capitals or not."""
    return next((n for n, month in enumerate(_MONTHS, 1) if month.lower().startswith(name.lower())), None)


def spelled(day: date) -> str:
    """Return a date as written in a sentence: ``December 7, 2018``."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def written_month_first(text: str) -> str:
    """Return how a date written as ``3/1/2024`` is written year first: ``2024-03-01 if March 1, 2024 is meant``.

    Empty if the text is no such date.
    """
    match = _MONTH_FIRST.fullmatch(text)
    try:
        day = date(int(match[3]), int(match[1]), int(match[2])) if match else None
    except ValueError:
        day = None
    return f"{day.isoformat()} if {spelled(day)} is meant" if day else ""


def months_after(day: date, months: int) -> date:
    """Return the same day of the month that many months later, or that month's last day if it is too short."""
    year, month = divmod(day.year * _IN_YEAR + day.month - 1 + months, _IN_YEAR)
    return date(year, month + 1, min(day.day, _last_day(year, month + 1)))


def years_after(day: date, years: int) -> date:
    """Return the same day that many years later; February 29 becomes February 28 in a common year."""
    return months_after(day, _IN_YEAR * years)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """Return the first, second, … occurrence of a weekday (0 is Monday) in a month; -1 is the last."""
    if nth < 0:
        end = date(year, month, _last_day(year, month))
        return end - timedelta((end.weekday() - weekday) % _WEEK)
    start = date(year, month, 1)
    return start + timedelta((weekday - start.weekday()) % _WEEK + _WEEK * (nth - 1))


def _last_day(year: int, month: int) -> int:
    """Return the number of days in a month."""
    next_month = date(year + month // _IN_YEAR, month % _IN_YEAR + 1, 1)
    return (next_month - timedelta(1)).day
