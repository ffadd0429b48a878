"""The ratio by which amounts follow prices: 18 U.S.C. §2259(d)(1)(D)(ii) and, for want of more, §2259A(b)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from restitution.law import LAW, Value
from restitution.money import cents
from restitution.worksheet import Cite

_SIX_PLACES = 10_000
"""Cents of ten thousand times a number are its millionths."""


@dataclass(frozen=True, slots=True)
class Indexing:
    """What an amount is multiplied by in one year.

    Attributes:
        index: the CPI-U of the year before.
        base: the CPI-U of the year that the amount is measured against.
    """

    index: Value
    base: Value

    @property
    def ratio(self) -> Fraction:
        """Index over base, exact, never below one."""
        return max(Fraction(1), self.index.number / self.base.number)

    def apply(self, amount: Fraction) -> Fraction:
        """The amount in the prices of the year, in whole cents of US dollars, half up.

        Neither section states a rounding. What is assessed or paid is a sum of money, so it ends at the cent.
        """
        return Fraction(cents(amount * self.ratio), 100)

    @property
    def words(self) -> str:
        """The ratio as it is worked: ``321.943 (CPI-U of 2025) ÷ 245.120 (CPI-U of 2017)``."""
        return " ÷ ".join(f"{value.amount} (CPI-U of {value.start.year})" for value in (self.index, self.base))

    @property
    def stated(self) -> str:
        """The ratio to six decimals, half up, for people; no figure is worked from it."""
        millionths = cents(self.ratio * _SIX_PLACES)
        whole, part = divmod(millionths, 100 * _SIX_PLACES)
        return f"{whole}.{part:06}"

    @property
    def cites(self) -> tuple[Cite, ...]:
        """Where the two index figures stand."""
        return tuple(Cite(value.authority, value.pin) for value in (self.index, self.base))


def indexing(year: int, base: int) -> Indexing:
    """The ratio for a year, measured against the CPI-U of the year ``base``.

    Raises:
        LawDataError: where an index figure is missing; ask ``missing_index`` first.
    """
    return Indexing(_index_of(year - 1), _index_of(base))


def missing_index(year: int) -> str:
    """What is missing to index an amount to a year, as a sentence; empty where nothing is.

    Args:
        year: the first year of the AVAA's amounts or a later one.
    """
    last = LAW.parameter("cpi-u.annual").values[-1].start.year
    if year - 1 <= last:
        return ""
    return (
        f"The year {year} needs the CPI-U annual average of {year - 1}, which is not in the law data. The last one "
        f"there is that of {last}, so a year up to {last + 1} can be worked out."
    )


def first_year() -> int:
    """The first calendar year after the Act, for which the amounts stand unindexed: 2019."""
    return LAW.parameter("assistance.base").values[0].start.year


def base_year() -> int:
    """The year that defined monetary assistance is measured against: 2017."""
    return int(LAW.parameter("assistance.index-base").values[0].number)


def _index_of(year: int) -> Value:
    return LAW.parameter("cpi-u.annual").on(date(year, 1, 1))
