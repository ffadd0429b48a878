"""What was read of text that says it in another way: sections of a judgment, a column of awards, a bare rate."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from restitution.fields.amounts import read_amounts
from restitution.fields.declared import Kind
from restitution.law import read_charge, read_charges
from restitution.money import dollars, median, parse_rate, percent


class Reading(NamedTuple):
    """Text that was read, and as what.

    Attributes:
        path: path of the field.
        typed: the text, safe to print.
        words: what it was read as: ``2252A(a)(5), with its penalty provision (b)(2)``.
    """

    path: str
    typed: str
    words: str


def read_as(kind: Kind, text: str) -> str:
    """Return what a text was read as, in words; empty if it says the same itself, or is refused."""
    words = _WORDS.get(kind)
    try:
        return words(text) if words else ""
    except ValueError:
        return ""


def _section(text: str) -> str:
    charge = read_charge(text)
    return "" if charge.exact else charge.words


def _sections(text: str) -> str:
    charges = read_charges(text)
    return "" if charges.exact else charges.words


def _rate(text: str) -> str:
    rate = parse_rate(text)
    return f"{percent(rate)} a year" if rate and "%" not in text else ""


def _amounts(text: str) -> str:
    amounts, mistakes = read_amounts(text)
    if mistakes:
        return ""
    if len(amounts) == 1:
        return f"1 amount: {dollars(amounts[0])}"
    total = dollars(sum(amounts, Fraction(0)))
    return f"{len(amounts):,} amounts: median {dollars(median(amounts))}, sum {total}"


_WORDS: dict[Kind, Callable[[str], str]] = {
    Kind.SECTION: _section,
    Kind.SECTIONS: _sections,
    Kind.MONEY_LIST: _amounts,
    Kind.RATE: _rate,
}
