"""The cells of a ledger: what is accepted in each column, whichever way the row came.

Each function takes one cell and returns its value, or raises ``ValueError`` with what was read and what to write. What
spreadsheets make of dates and amounts when they save is read; nothing ambiguous is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from restitution.dates import month_named
from restitution.errors import named
from restitution.fields import CODE, MISSING
from restitution.ledger.declared import KINDS, ROW
from restitution.money import cents, parse_money

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})", re.ASCII)
_SLASHES = re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}|\d{2})", re.ASCII)
_NAMED = re.compile(r"(?P<day>\d{1,2})-(?P<month>[A-Za-z]{3,9})-(?P<year>\d{4}|\d{2})", re.ASCII)
_HINTS = (
    (re.compile(r"\S*[T ]\d{1,2}:\d{2}.*", re.ASCII), "Leave out the time. "),
    (
        re.compile(r"\d{5}", re.ASCII),
        "It seems to be Excel's number for a day: format the column as a date. ",
    ),
)
"""What to do about some things that are found in place of a date."""
_CODE = re.compile(CODE, re.ASCII)
_PLAIN_AMOUNT = re.compile(r"(\d{1,12})(?:\.(\d\d))?", re.ASCII)
"""The common amount, read at once. It is below the largest that is accepted."""
_AMOUNT = re.compile(
    r"(?P<a>\$)?\s*"
    r"(?:\(\s*(?P<b>\$)?\s*(?P<bracketed>[^$()−-]+)\)|(?P<minus>[-−])?\s*(?P<c>\$)?\s*(?P<plain>[^$()−-]*))"
)
"""An amount with its sign: a minus before or after the dollar sign, or brackets around either."""
_MONTHS, _SHORT_YEAR, _CENTURY, _FIRST_OF_1900S = 12, 2, 100, 70
_MONTH_FIRST = "The month comes first, as US courts and US Excel write it."
_DAY_FIRST = "The day comes before the name of the month."
_TWO_DIGITS = "Years of two digits are 1970 to 2069."
_ANOTHER_DATE = "Write a date as year-month-day, for example 2021-05-02"


class Cells[T](dict[object, T]):
    """The values of cells by what is written in them, so that what repeats is read once. A mistake is not kept."""

    _MOST = 4_096

    def __init__(self, read: Callable[[object], T]) -> None:
        super().__init__()
        self.read = read

    def __missing__(self, cell: object) -> T:
        """Read a cell that is not known yet."""
        value = self.read(cell)
        if len(self) >= self._MOST:
            self.clear()
        self[cell] = value
        return value


def read_day(cell: object) -> tuple[date, str]:
    """Read a date: ``2021-05-02``, ``5/2/2021`` (month first), ``2-May-2021``; years of two digits are 1970 to 2069.

    Returns:
        The date, and in a sentence how it was read; empty for year-month-day.
    """
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return cell, ""
    text = _text(cell)
    found = _ISO.fullmatch(text) or _SLASHES.fullmatch(text) or _NAMED.fullmatch(text)
    month = (month_named(found["month"]) if found["month"].isalpha() else int(found["month"])) if found else None
    if found is None or month is None:
        hint = next((words for pattern, words in _HINTS if pattern.fullmatch(text)), "")
        raise ValueError(f"{hint}{_ANOTHER_DATE}, not {named(text)}.")
    if found.re is _SLASHES and month > _MONTHS:
        raise ValueError(f"The month comes first, and there is no month {month}. {_ANOTHER_DATE}, not {named(text)}.")
    year = int(found["year"])
    short = len(found["year"]) == _SHORT_YEAR
    if short:
        year += 19 * _CENTURY if year >= _FIRST_OF_1900S else 20 * _CENTURY
    try:
        day = date(year, month, int(found["day"]))
    except ValueError:
        raise ValueError(f"{text} is not a calendar date.") from None
    if found.re is _ISO:
        return day, ""
    how = _MONTH_FIRST if found.re is _SLASHES else _DAY_FIRST
    return day, f"{how} {_TWO_DIGITS}" if short else how


def read_kind(cell: object) -> str:
    """Read the kind of a row, in capitals or not."""
    text = _text(cell)
    kind = text.lower()
    if kind not in KINDS:
        raise ValueError(f"This must be one of {', '.join(KINDS)}, not {named(text)}.")
    return kind


def read_code(cell: object) -> str:
    """Read the code of a case or a joint group; empty without one."""
    if cell == "":
        return ""
    text = _text(cell, empty=True)
    if text and not _CODE.fullmatch(text):
        raise ValueError(
            f"Use a letter, a digit or a short code of up to 12 of them, without spaces, not {named(text)}. Never a "
            "name."
        )
    return text


def read_amount(cell: object) -> int:
    """Read an amount in whole cents, below zero with a minus or in brackets. An accountant's ``$-`` is zero."""
    if isinstance(cell, str) and (plain := _PLAIN_AMOUNT.fullmatch(cell)):
        return int(plain[1]) * 100 + int(plain[2] or 0)
    text = _text(cell)
    found = _AMOUNT.fullmatch(text)
    number = (found["bracketed"] or found["plain"]).strip() if found else ""
    if found and found["minus"] and not number and not found["c"]:
        return 0
    if not found or not number or sum(found[sign] is not None for sign in "abc") > 1:
        raise ValueError(f"Write an amount in US dollars, for example 1,234.50, not {named(text)}.")
    whole = cents(parse_money(number))
    return -whole if found["minus"] or found["bracketed"] else whole


def read_note(cell: object) -> str:
    """Read a note as it is; empty without one."""
    text = cell if isinstance(cell, str) else _text(cell)
    most = ROW.field("note").length
    if len(text) > most:
        raise ValueError(f"This can have at most {most} characters, not {len(text):,}: {named(text)}.")
    if not text.isprintable():
        raise ValueError(f"This must be one line of ordinary characters, not {named(text)}.")
    return text


def read_sheet_note(cell: object) -> str:
    """Read a note of a spreadsheet, in which a cell may have several lines: white space becomes one space."""
    return read_note(" ".join(cell.split()) if isinstance(cell, str) else cell)


def _text(cell: object, *, empty: bool = False) -> str:
    """Return the text of a cell, its white space made single spaces."""
    if not isinstance(cell, str):
        raise ValueError(f"This must be text, in quotes, not {named(cell)}.")
    text = " ".join(cell.split())
    if not text and not empty:
        raise ValueError(MISSING)
    return text
