"""The ratio that indexes amounts to the CPI-U: 18 U.S.C. §2259(d)(1)(D)(ii), borrowed for §2259A(b)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from restitution.law import LAW, Value
from restitution.money import cents, to_the_cent
from restitution.worksheet import Cite

_SIX_PLACES = 10_000
"""Times a number, in cents: the number in millionths."""


@dataclass(frozen=True, slots=True)
class Indexing:
    """The index ratio of one year.

    Attributes:
        index: the CPI-U of the prior year.
        base: the CPI-U of the base year.
    """

    index: Value
    base: Value

    @property
    def ratio(self) -> Fraction:
        """Index over base, exact, never below one."""
        return max(Fraction(1), self.index.number / self.base.number)

    def apply(self, amount: Fraction) -> Fraction:
        """Return the amount in the year's US dollars, rounded half up to the cent.

        Neither section states a rounding. What is assessed or paid is a sum of money, so it ends at the cent.
        """
        return to_the_cent(amount * self.ratio)

    @property
    def words(self) -> str:
        """The ratio as calculated: ``321.943 (CPI-U of 2025) ÷ 245.120 (CPI-U of 2017)``."""
        return " ÷ ".join(f"{value.amount} (CPI-U of {value.start.year})" for value in (self.index, self.base))

    @property
    def stated(self) -> str:
        """The ratio to six decimals, half up, for display only: no figure is calculated from it."""
        millionths = cents(self.ratio * _SIX_PLACES)
        whole, part = divmod(millionths, 100 * _SIX_PLACES)
        return f"{whole}.{part:06}"

    @property
    def cites(self) -> tuple[Cite, ...]:
        """The sources of the two index figures."""
        return tuple(Cite(value.authority, value.pin) for value in (self.index, self.base))


def indexing(year: int, base: int) -> Indexing:
    """Return the ratio for a year over the CPI-U of the year ``base``.

    Raises:
        LawDataError: if an index figure is missing; call ``missing_index`` first.
    """
    return Indexing(_index_of(year - 1), _index_of(base))


def missing_index(year: int) -> str:
    """Return what is missing to index an amount to a year, as a sentence; empty if nothing is.

    Args:
        year: the first year of the AVAA's amounts or a later one.
    """
    last = LAW.parameter("cpi-u.annual").values[-1].start.year
    if year - 1 <= last:
        return ""
    return (
        f"The year {year} needs the CPI-U annual average of {year - 1}, which is not in the law data. The "
        f"latest there is that of {last}, so years up to {last + 1} can be calculated."
    )


def first_year() -> int:
    """Return the first calendar year after the Act, whose amounts are not indexed: 2019."""
    return LAW.parameter("assistance.base").values[0].start.year


def base_year() -> int:
    """Return the base year of defined monetary assistance: 2017."""
    return int(LAW.parameter("assistance.index-base").values[0].number)


def _index_of(year: int) -> Value:
    return LAW.parameter("cpi-u.annual").on(date(year, 1, 1))
