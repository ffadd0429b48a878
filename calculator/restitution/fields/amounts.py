"""Several amounts in one text: a column or row of a spreadsheet, or a list in a sentence.

A comma before a digit belongs to the amount, any other comma ends it. Dates, words in parentheses and the words of
another column describe an amount and are left out. Nothing else is: what is not clearly an amount is refused, and so is
a total, which is no award of its own.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from restitution.errors import MOST_MISTAKES, named
from restitution.money import parse_money

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_END = r"(?=[\s,;)]|$)"
_TOKEN = re.compile(
    rf"(?P<between>[\s,;&]++|and\b)"
    rf"|(?P<date>(?:\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}/\d{{1,2}}/(?:\d{{4}}|\d{{2}})"
    rf"|\d{{1,2}}[- ]{_MONTH}[- ,]\ ?(?:\d{{4}}|\d{{2}})|{_MONTH}\ \d{{1,2}},?\ \d{{4}}){_END})"
    rf"|(?P<aside>\((?=[^()]*[A-Za-z])[^()]*+\))"
    rf"|(?P<word>(?:[A-Za-z][\w.'’-]*+|\d{{1,2}}(?:st|nd|rd|th|d)){_END})"
    # A negative amount, a currency sign and its space, then everything up to what ends an amount.
    r"|(?P<amount>\(?[-−–]?\$?[ \u00a0]*+(?:[^\s,;&()]|,(?=\d))++\)?|[($][^\s,;]*+|[^\s])",
    re.ASCII | re.IGNORECASE,
)
_TOTAL = re.compile(
    r"(?<![a-z])(?:sub)?totals?(?![a-z])|(?<![a-z])(?<!\blump[ -])sums?(?![a-z])", re.ASCII | re.IGNORECASE
)
"""What calls an amount a total of others, which would count them twice. A lump sum is none."""
_MILLIONS = re.compile(r"\d{1,3}(?:,\d{3}){2,}", re.ASCII)
_ZERO_FIRST = re.compile(r"\$? ?0\d", re.ASCII)
_SPACED = re.compile(r"\s*\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3}){1,2}(?:\.\d*)?\s*", re.ASCII)
_NOTHING = ("$-", "$ -")
"""Nothing, in a spreadsheet's accounting format."""


class _Amount(NamedTuple):
    text: str
    before: str
    """What separates it from the amount before it."""


def read_amounts(text: str) -> tuple[list[Fraction], list[str]]:
    """Read every amount of a text.

    Returns:
        the amounts in US dollars, exact, and the refusals, each of which names what it refuses. With a refusal the
        amounts are not to be used.
    """
    found, mistakes = _split(text)
    amounts: list[Fraction] = []
    for one in found:
        try:
            if _MILLIONS.fullmatch(one.text):
                first, _, rest = one.text.rpartition(",")
                raise ValueError(
                    f"{named(one.text)} may be one amount or several. Write ${one.text} or {first}; {rest}, as meant."
                )
            if _ZERO_FIRST.match(one.text):
                raise ValueError(f"{named(one.text)} begins with a zero. Write a whole amount, for example 3,000.")
            amounts.append(Fraction(0) if one.text in _NOTHING else parse_money(one.text))
        except ValueError as mistake:
            mistakes.append(str(mistake))
    if not mistakes and _SPACED.fullmatch(text):
        groups = text.split()
        mistakes.append(
            f"{named(text.strip())} may be one amount or several. Write {','.join(groups)} or {'; '.join(groups)}, as "
            "meant."
        )
    if not mistakes and _two_columns(found):
        mistakes.append("These are several columns of amounts. Give only the column of the amounts ordered.")
    if not found and not mistakes:
        mistakes.append(f"Write amounts in US dollars, for example 3,000; 7,500, not {named(text.strip())}.")
    return amounts, mistakes[:MOST_MISTAKES]


def _split(text: str) -> tuple[list[_Amount], list[str]]:
    """Split a text into its amounts; words that describe none are refused."""
    found: list[_Amount] = []
    mistakes: list[str] = []
    table = "\t" in text
    before, described, heading = "", table, ""
    for match in _TOKEN.finditer(text):
        token = match[0]
        match match.lastgroup:
            case "between":
                before += token
                if "\n" in token or "\r" in token:
                    heading = ""
                # In a row of a spreadsheet, words in another column than the amount describe it.
                new_row = "\n" in token or "\r" in token
                described = "\t" in token or (new_row and table) or (described and ";" not in token)
            case "word" if table and not found and _TOTAL.search(text, match.start(), match.end()):
                # Perhaps the name of a column; not if an amount follows in its row.
                heading = token
            case "word" | "aside" | "amount" if _TOTAL.search(text, match.start(), match.end()):
                mistakes.append(_remove(token))
            case "word" if not described:
                mistakes.append(
                    f"{named(token)} is not an amount. Write amounts, and other words in parentheses or in a column "
                    "of their own."
                )
            case "amount":
                if heading:
                    mistakes.append(_remove(heading))
                heading = ""
                found.append(_Amount(" ".join(token.split()), before))
                before, described = "", False
    return found, mistakes


def _remove(total: str) -> str:
    return f"{named(total)} stands for a total, which would be counted as one more amount: remove the total."


def _two_columns(found: list[_Amount]) -> bool:
    """Return whether some amounts stand beside each other in columns and some below each other."""
    beside = ["\t" in one.before for _, one in pairwise(found)]
    return any(beside) and not all(beside)
