"""Days in words. Names of months stand here: a formatted date would follow the machine's locale."""

from datetime import date

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def spelled(day: date) -> str:
    """A day as it stands in a sentence: ``December 7, 2018``."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
