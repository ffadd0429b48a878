"""The sheets of yearly losses: the present value of each, and the years of which it is the sum."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from restitution.papers.workbook.decides import DECIDES
from restitution.papers.workbook.page import Column, Look, Page, at
from restitution.rules.losses import through
from restitution.scenario import Stream
from restitution.worksheet import Status

_YEARS = "ROW($1:$101)-1"
"""The years of a yearly loss, from 0 to the most that one can have, a part year included."""
_MONTHS = 12
_LARGEST, _LEAST_DISCOUNT = Fraction(10_000_000_000), Fraction(-9, 10)
"""Beyond these the present value is written as the engine has it, without a formula."""
_MODEL = DECIDES[Status.MODEL]

_STREAMS = (
    Column("No.", "on the sheet Losses", 8),
    Column("Victim", "code", 9),
    Column("What it is for", "", 30),
    Column("Yearly amount", "US dollars; the judge decides", 14),
    Column("Years", "whole years", 8),
    Column("Months more", "0 to 11", 8),
    Column("Growth", "percent a year", 9),
    Column("Discount", "percent a year", 9),
    Column("First payment", "years from the order", 10),
    Column("Present value", f"US dollars; {_MODEL}", 16),
    Column("Sum of its years", "US dollars, from the sheet Year by year", 16),
)
_FOR_YEARS = (
    Column("No.", "on the sheet Losses", 8),
    Column("Victim", "code", 9),
    Column("Year", "", 7),
    Column("Years from the order", "", 10),
    Column("Part counted", "of the year", 9),
    Column("Figure of the year", "US dollars, before rounding", 18),
    Column("Present value", "US dollars, before rounding", 18),
    Column("Sum so far", "US dollars, rounded", 16),
    Column("Stated for the year", "US dollars; what the year adds to the sum", 16),
)


@dataclass(slots=True)
class Streams:
    """The two sheets while they are made. Without a yearly loss they stay empty, and are left out."""

    page: Page = field(
        default_factory=lambda: Page(
            "Yearly losses",
            "The present value of each yearly loss, with its rates.",
            tuple(column.width for column in _STREAMS),
        )
    )
    years: Page = field(
        default_factory=lambda: Page(
            "Year by year",
            "The years of each yearly loss, as saved; a year that is added is not listed.",
            tuple(column.width for column in _FOR_YEARS),
            landscape=False,
        )
    )

    def __post_init__(self) -> None:
        """Put the titles and heads."""
        self.page.title(
            "Yearly losses",
            (
                "Present value: the sum, for each year k from 0, of yearly amount × (1 + growth)^k ÷ (1 + discount)^"
                "(first payment + k), rounded once.",
                "Months beyond the whole years are a last, part year. The statute prescribes no method of discounting.",
            ),
        )
        self.years.title(
            "Year by year",
            ("A year states what it adds to the rounded sum of those before it: so the years add up to the loss.",),
        )
        for page, columns in ((self.page, _STREAMS), (self.years, _FOR_YEARS)):
            head = page.heads(columns)
            page.frozen = head, head + 2

    @property
    def pages(self) -> tuple[Page, ...]:
        """The sheets, if there is a yearly loss."""
        return (self.page, self.years) if self.page.next_row > self.page.frozen[1] else ()

    def add(self, number: int, victim: str, label: str, size: Stream) -> str:
        """Add a yearly loss, and return the cell of its present value as other sheets refer to it."""
        page, row = self.page, self.page.next_row
        page.next_row += 1
        page.put(row, 0, number, Look.WHOLE)
        page.put(row, 1, victim, Look.LABEL)
        page.put(row, 2, label, Look.TEXT)
        page.put(row, 3, size.annual, Look.MONEY_IN)
        page.put(row, 4, size.years, Look.WHOLE_IN)
        page.put(row, 5, size.months, Look.WHOLE_IN)
        page.put(row, 6, size.growth, Look.RATE_IN)
        page.put(row, 7, size.discount, Look.RATE_IN)
        page.put(row, 8, size.starts_in, Look.WHOLE_IN)
        value = through(size, size.rows)
        years = self._years(number, victim, size, row)
        page.put(row, 10, value, Look.MONEY, f"ROUND(SUM({years}),2)")
        return page.state(row, 9, value, Look.MONEY, _present_value(row) if _reached(size, value) else "")

    def _years(self, number: int, victim: str, size: Stream, of: int) -> str:
        """List the years of a loss, and return the cells of their present values."""
        page = self.years
        first = page.next_row
        annual, years, months, growth, discount, starts = (self.page.ref(of, column) for column in range(3, 9))
        for year in range(size.rows):
            row = page.next_row
            page.next_row += 1
            part = Fraction(1) if year < size.years else Fraction(size.months, _MONTHS)
            grown = size.annual * (1 + size.growth) ** year * part
            away = size.starts_in + year
            page.put(row, 0, number, Look.WHOLE)
            page.put(row, 1, victim, Look.LABEL)
            page.put(row, 2, year + 1, Look.WHOLE)
            page.put(row, 3, away, Look.WHOLE, f"{starts}+{at(row, 2)}-1")
            page.put(row, 4, part, Look.FACTOR, f"MAX(0,MIN(1,{years}+{months}/12-({at(row, 2)}-1)))")
            page.put(row, 5, grown, Look.EXACT, f"{annual}*(1+{growth})^({at(row, 2)}-1)*{at(row, 4)}")
            page.put(row, 6, grown / (1 + size.discount) ** away, Look.EXACT, _discounted(row, discount))
            so_far = through(size, year + 1)
            page.put(row, 7, so_far, Look.MONEY, f"ROUND(SUM(G${first + 1}:{at(row, 6)}),2)")
            stated = so_far - through(size, year)
            page.put(row, 8, stated, Look.MONEY, f"{at(row, 7)}-{at(row - 1, 7)}" if year else at(row, 7))
        return page.span((first, 6), (page.next_row - 1, 6))


def _discounted(row: int, discount: str) -> str:
    return f"{at(row, 5)}/(1+{discount})^{at(row, 3)}"


def _present_value(row: int) -> str:
    annual, years, months, growth, discount, starts = (at(row, column) for column in range(3, 9))
    counted = f"(({_YEARS}<{years})+({_YEARS}={years})*{months}/12)"
    return f"ROUND(SUMPRODUCT({annual}*(1+{growth})^({_YEARS})/(1+{discount})^({starts}+{_YEARS})*{counted}),2)"


def _reached(size: Stream, value: Fraction) -> bool:
    """Return whether a program that counts in binary reaches the same cent, and no power is too small for it."""
    return value < _LARGEST and size.discount > _LEAST_DISCOUNT
