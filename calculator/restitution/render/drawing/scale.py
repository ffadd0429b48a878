"""Positions of amounts and days in a drawing, and the round amounts of its gridlines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

from restitution.money import dollars, plain


@dataclass(frozen=True, slots=True)
class Scale:
    """A mapping of values to positions between two integer coordinates; the second may be the smaller one."""

    low: Fraction
    high: Fraction
    start: int
    end: int

    @classmethod
    def over(cls, values: Iterable[Fraction], start: int, end: int) -> Scale:
        """Return the scale that just contains these values."""
        return cls(*bounds(values), start, end)

    def at(self, value: Fraction | int) -> int:
        """Return the coordinate of a value, rounded to the nearest integer."""
        # Whole numbers throughout: as sums of fractions it takes four times as long, and a ledger has many points.
        low, high = self.low, self.high
        below, above = value.denominator * low.denominator, high.denominator * low.denominator
        off = (value.numerator * low.denominator - low.numerator * value.denominator) * (self.end - self.start) * above
        whole = below * (high.numerator * low.denominator - low.numerator * high.denominator)
        return (2 * (self.start * whole + off) + whole) // (2 * whole)

    def off(self, value: Fraction) -> int:
        """Return the same, but never draw a nonzero amount as zero. For a scale that goes upward."""
        place, zero = self.at(value), self.at(Fraction(0))
        return place if place != zero or not value else zero + (1 if value < 0 else -1)

    def span(self, one: Fraction, other: Fraction) -> tuple[int, int]:
        """Return where a bar begins and how wide it is: at least one unit, inside the scale."""
        left, right = self.at(min(one, other)), self.at(max(one, other))
        if left == right:
            left = min(left, self.end - 1)
            right = left + 1
        return left, right - left


def bounds(values: Iterable[Fraction]) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest value, kept apart even if all are the same."""
    some = list(values)
    low, high = min(some), max(some)
    return low, high if low < high else low + 1


def round_numbers() -> Iterable[int]:
    """Return 1, 2, 5, 10, 20, 50 and so on."""
    return (digit * 10**power for power in count() for digit in (1, 2, 5))


def round_amounts(low: Fraction, high: Fraction) -> list[Fraction]:
    """Return the few round amounts between two: at most four, in whole cents."""
    apart = next(Fraction(n, 100) for n in round_numbers() if high - low <= Fraction(3 * n, 100))
    return [n * apart for n in range(-(-low // apart), high // apart + 1)]


def in_brief(amount: Fraction) -> str:
    """Return a round amount for a gridline: ``$500,000``, ``$1.5 million``."""
    if amount.denominator != 1:
        return dollars(amount)
    sign = "−" if amount < 0 else ""
    whole = abs(amount.numerator)
    for unit, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        if whole >= unit and whole * 100 % unit == 0:
            return f"{sign}${plain(Fraction(whole, unit))} {name}"
    return f"{sign}${whole:,}"
