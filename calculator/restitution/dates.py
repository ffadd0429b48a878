"""Days in words, and the arithmetic of the calendar. No clock: every day is an input.

Names of months stand here: a formatted date would follow the machine's locale.
"""

from datetime import date, timedelta

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_IN_YEAR = 12
_WEEK = 7


def spelled(day: date) -> str:
    """A day as it stands in a sentence: ``December 7, 2018``."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months on, or that month's last day where the month is too short."""
    year, month = divmod(day.year * _IN_YEAR + day.month - 1 + months, _IN_YEAR)
    return date(year, month + 1, min(day.day, _last_day(year, month + 1)))


def years_after(day: date, years: int) -> date:
    """The same day so many years on; February 29 becomes February 28 where there is none."""
    return months_after(day, _IN_YEAR * years)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The day of the week (0 is Monday) that comes first, second, … in a month; -1 is the last one."""
    if nth < 0:
        end = date(year, month, _last_day(year, month))
        return end - timedelta((end.weekday() - weekday) % _WEEK)
    start = date(year, month, 1)
    return start + timedelta((weekday - start.weekday()) % _WEEK + _WEEK * (nth - 1))


def _last_day(year: int, month: int) -> int:
    """How many days a month has."""
    next_month = date(year + month // _IN_YEAR, month % _IN_YEAR + 1, 1)
    return (next_month - timedelta(1)).day
