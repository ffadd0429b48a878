"""Money and rates: whole cents between the lines of a worksheet, exact fractions within one, text outside.

An amount is a ``Fraction`` of US dollars. Within one line the arithmetic is exact; the line's amount is rounded once,
half up to the cent, and every later line starts from that. So a worksheet adds up by hand, and in a spreadsheet. Where
amounts only ever are whole cents, as in a ledger or a docket, they are counted as such. No binary float is used
anywhere, and one given as input is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from restitution.errors import named

MOST_DOLLARS = Fraction(1_000_000_000_000)
"""The largest amount that is accepted: a guard against typing errors, not a rule of law."""

HIGHEST_BARE_RATE = Fraction(1, 4)
"""A rate above this is refused without its percent sign: 1 was seen typed for one percent."""

_NUMBER = re.compile(r"(?P<whole>\d{1,3}(?:[,_]\d{3})+|\d+)(?:\.(?P<part>\d*))?|\.(?P<only>\d+)", re.ASCII)
_OTHERWISE_GROUPED = re.compile(r"\$?\s*(\d{1,3}(?:([. ’'\u00a0\u2009\u202f])\d{3})(?:\2\d{3})*)(?:,(\d\d))?", re.ASCII)
"""An amount with other separators, as written elsewhere: ``3.250,00``, ``18 500``."""
_MOST_TYPED = 60
"""The longest text that is parsed as a number, in characters, so that a pasted page costs nothing."""
_KEPT = 2_000
"""How many texts are kept with the number they were read as: a case is read again at each edit."""


@lru_cache(_KEPT)
def parse_money(text: str) -> Fraction:
    """Read an amount in US dollars as people write it: ``$1,234.50``, ``1234.5``, ``1_234.50``.

    Raises:
        ValueError: if the text is not such an amount; the message says what would be valid.
    """
    stripped = text.strip()
    if stripped.startswith(("-", "(", "$-", "−")) and not any(character.isalpha() for character in stripped):
        raise ValueError(f"An amount cannot be negative: {named(stripped)}.")
    number = stripped.removeprefix("$").strip()
    match = _NUMBER.fullmatch(number) if len(number) <= _MOST_TYPED else None
    if match is None:
        raise ValueError(f"Write an amount in US dollars, {_instead(stripped)}, not {named(stripped)}.")
    decimals = match["part"] or match["only"] or ""
    if len(decimals) > 2:
        raise ValueError(f"An amount has at most two decimals (whole cents): {named(stripped)}.")
    whole = re.sub(r"[,_]", "", match["whole"] or "0")
    value = Fraction(int(whole + decimals.ljust(2, "0")), 100)
    if value > MOST_DOLLARS:
        raise ValueError(f"An amount can be at most {dollars(MOST_DOLLARS)}: {named(stripped)}.")
    return value


def _instead(text: str) -> str:
    """Return how an amount that was written with other separators is written here; an example for other text."""
    match = _OTHERWISE_GROUPED.fullmatch(text) if len(text) <= _MOST_TYPED else None
    # Without its cents, 3.250 may be an amount with a decimal too many.
    if match is None or (match[2] == "." and match[3] is None):
        return "for example 1,234.50"
    return match[1].replace(match[2], ",") + (f".{match[3]}" if match[3] else "")


@lru_cache(_KEPT)
def parse_rate(text: str) -> Fraction:
    """Read a yearly rate: ``2%`` or the equivalent ``0.02``, ``-1%``. A high one needs its sign.

    Raises:
        ValueError: if the text is not a rate, or might be meant as percent; the message says what would be valid.
    """
    rate = parse_factor(text, "a rate such as 2% (the same as 0.02)")
    if abs(rate) > HIGHEST_BARE_RATE and "%" not in text:
        raise ValueError(
            f"This would be {percent(rate)} a year. Write 1% for one percent; a rate above "
            f"{plain(HIGHEST_BARE_RATE * 100)} percent needs its sign."
        )
    return rate


@lru_cache(_KEPT)
def parse_factor(text: str, example: str = "a number such as 0.5 (the same as 50%)") -> Fraction:
    """Read a share or factor: ``0.5`` or the equivalent ``50%``.

    Raises:
        ValueError: if the text is not such a number; the message gives the example.
    """
    number = text.strip().replace("−", "-")
    percent = number.endswith("%")
    number = number.removesuffix("%").strip()
    if len(number) > _MOST_TYPED or not re.fullmatch(r"-?(\d+(\.\d*)?|\.\d+)", number, re.ASCII):
        raise ValueError(f"Write {example}, not {named(text.strip())}.")
    return Fraction(number) / (100 if percent else 1)


def median(amounts: Sequence[Fraction]) -> Fraction:
    """Return the middle amount, or the mean of the middle two. ``statistics`` would import ``random``."""
    ranked = sorted(amounts)
    return (ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) / 2


def cents(amount: Fraction) -> int:
    """Round to whole cents, half up: the rule wherever the law sets no ceiling."""
    return (200 * amount.numerator + amount.denominator) // (2 * amount.denominator)


def to_the_cent(amount: Fraction) -> Fraction:
    """Return the amount rounded half up to the cent, as the amount of a line must be."""
    return amount if whole_cents(amount) else of_cents(cents(amount))


def down_to_the_cent(amount: Fraction) -> Fraction:
    """Return the amount rounded down to the cent: where the law sets a ceiling, no fraction may pass it."""
    return of_cents(100 * amount.numerator // amount.denominator)


def whole_cents(amount: Fraction) -> bool:
    """Return whether the amount has no fraction of a cent."""
    return 100 % amount.denominator == 0


def stated(amount: Fraction) -> str:
    """Return the amount as stated to machines: ``8387.43``."""
    return stated_cents(cents(amount))


def dollars(amount: Fraction) -> str:
    """Return the amount as stated to people: ``$8,387.43``, or ``−$10.00`` for a deduction."""
    return dollars_of_cents(cents(amount))


def of_cents(whole: int) -> Fraction:
    """Return whole cents as an amount in US dollars."""
    return Fraction(whole, 100)


def stated_cents(whole: int) -> str:
    """Return whole cents as stated to machines. A count of cents needs no rounding."""
    digits = str(abs(whole)).zfill(3)
    return f"{'-' if whole < 0 else ''}{digits[:-2]}.{digits[-2:]}"


def dollars_of_cents(whole: int) -> str:
    """Return whole cents as stated to people."""
    return f"{'−' if whole < 0 else ''}${abs(whole) // 100:,}.{abs(whole) % 100:02d}"


def percent(rate: Fraction) -> str:
    """Return a rate as people write it: ``2%``, or ``1/3%`` where the decimal does not end."""
    return f"{plain(rate * 100)}%"


def plain(number: Fraction) -> str:
    """Return a rate or factor as people write it: an exact decimal if it terminates, else a fraction."""
    denominator = number.denominator
    places = 0
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator, places = denominator // prime, places + 1
    if denominator != 1:
        return f"{number.numerator}/{number.denominator}"
    digits = str(abs(number.numerator) * 10**places // number.denominator).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".") if places else digits
    return ("-" if number < 0 else "") + text
