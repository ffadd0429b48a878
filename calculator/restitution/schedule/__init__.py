"""A payment schedule: what is owed, how it is paid, and the balance on any day."""

from restitution.schedule.course import (
    DAYS_IN_YEAR,
    KNOWN_FROM,
    UNUSUAL_RATE,
    WEEKEND,
    Balance,
    Course,
    Plan,
    course,
    figure,
    first_day_of_interest,
    grace_ends,
    in_years,
    over_threshold,
)

__all__ = [
    "DAYS_IN_YEAR",
    "KNOWN_FROM",
    "UNUSUAL_RATE",
    "WEEKEND",
    "Balance",
    "Course",
    "Plan",
    "course",
    "figure",
    "first_day_of_interest",
    "grace_ends",
    "in_years",
    "over_threshold",
]
