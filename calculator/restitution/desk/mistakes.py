"""Mistakes in the words of the page: of its heads, choices and controls, not of the names that files have for them."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import MappingProxyType
from typing import NamedTuple

from restitution.casefile import FIELDS, Said, table_of
from restitution.casefile.declared import ledger_of
from restitution.desk.headings import head_of
from restitution.fields import MISSING, Field, Kind

ENTER = MappingProxyType(
    {
        "order_date": "Enter the date of the order.",
        "apportionment.method": "Choose how the judge sets the share.",
        "victims.id": "Enter a code for the victim: a letter, a digit or a short code. Never a name.",
        "losses.category": "Choose the kind of loss.",
        "losses.low": "Enter the lower figure of the range.",
        "losses.high": "Enter the higher figure of the range.",
        "losses.annual": "Enter the amount of one year.",
        "losses.years": "Enter the number of years.",
        "awards.amount": "Enter the amount that was ordered.",
        "defendants.id": "Enter a code for the defendant: a letter, a digit or a short code. Never a name.",
        "counts.offense": "Enter the section of conviction.",
        "counts.from": "Enter the first day of the offense.",
        "counts.to": "Enter the last day of the offense.",
        "adjustments.guidepost": "Enter the guidepost.",
        "adjustments.factor": "Enter the factor. 1 leaves the share as it is.",
        "ledger.date": "Enter the date.",
        "ledger.kind": "Choose what it is.",
        "ledger.case": "Enter the code of the case.",
        "ledger.amount": "Enter the amount.",
    }
)
"""What to do where something is missing that an answer needs."""

_SHAPES = {"amount": "one amount", "low": "a range", "annual": "a yearly loss"}
_IN_FILES = {
    "one sum (amount)": "one amount",
    "a range (low and high)": "a range",
    "a yearly loss (annual and years)": "a yearly loss",
}
_WAYS = "Enter one amount, or a range (from and to), or a yearly loss (each year and years)"


class Told(NamedTuple):
    """A mistake in words.

    Attributes:
        missing: whether it is only that something has not been entered yet.
    """

    words: str
    missing: bool


def told(said: Said) -> Told:
    """Return a mistake in the words of the page."""
    place = said.place
    whole = "ledger" if ledger_of(place.table) else place.table
    declared: Field | None = FIELDS.get(place.field)
    if place.column:
        declared = table_of(place.table).field(place.column)
    if said.words == MISSING:
        path = place.field or f"{whole}.{place.column}"
        return Told(ENTER.get(path) or f"Enter this: {head_of(path).lower()}.", missing=True)
    for pattern, words, missing in _PATTERNS:
        if found := pattern.search(said.words):
            return Told(words(found, declared), missing)
    return Told(said.words, missing=False)


def _choice(found: re.Match[str], declared: Field | None) -> str:
    if declared is None or declared.kind is not Kind.CHOICE:
        return found.string
    return f"Choose one of these, not {found[1]}: {'; '.join(declared.choices.values()).removesuffix('.')}."


def _ways(found: re.Match[str], _: Field | None) -> str:
    together = found[1]
    for name, words in _IN_FILES.items():
        together = together.replace(name, words)
    return f"{_WAYS}. Here {together} are entered together: leave one."


def _belongs(found: re.Match[str], _: Field | None) -> str:
    return f"This belongs to {_SHAPES[found[1]]}, and this loss is entered as {_SHAPES[found[2]]}: empty it."


type _Words = Callable[[re.Match[str], Field | None], str]

_PATTERNS: tuple[tuple[re.Pattern[str], _Words, bool], ...] = (
    (re.compile(r"Give the loss in one way: .*\. Here (.*) are given together\."), _ways, False),
    (re.compile(r"Give the loss in one way"), lambda *_: f"{_WAYS}.", True),
    (
        re.compile(r"Give at least one count( of defendant .*)?\.$"),
        lambda found, _: f"Enter a count{found[1] or ''}: the section of conviction and the dates of the offense.",
        True,
    ),
    (re.compile(r"Give at least one (victim|defendant)\.$"), lambda found, _: f"Add a {found[1]}.", True),
    (
        re.compile(r"The chosen method needs this figure( of victim .*)?\.$"),
        lambda found, _: f"The chosen method needs this{found[1] or ''}: enter it, or choose another method.",
        True,
    ),
    (re.compile(r"The chosen method needs"), lambda found, _: found.string, True),
    (re.compile(r"This must be one of .*, not (“.*”|[^“]*)\.$", re.DOTALL), _choice, False),
    (
        re.compile(r"This must be true or false(?: without quotes)?, not (.*)\.$", re.DOTALL),
        lambda found, _: f"This must be yes or no, not {found[1]}.",
        False,
    ),
    (re.compile(r"This belongs to a loss with (\w+), not to one with (\w+)\."), _belongs, False),
    (
        re.compile(r"For section (\S+), state what the series was made of"),
        lambda found, _: f"For section {found[1]}, choose what the series was made of.",
        True,
    ),
    (
        re.compile(r"This is taken from the ledger\."),
        lambda *_: "This is taken from the ledger: empty it, or do not take the figures from the ledger.",
        False,
    ),
    (
        re.compile(r"The ledger has no case (.*) up to that day\."),
        lambda found, _: f"The ledger has no case {found[1]} up to the date of the order.",
        False,
    ),
)
