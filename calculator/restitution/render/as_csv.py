"""A report as CSV: its sheet, else its first table, or the worksheet where it has none."""

from __future__ import annotations

import csv
from fractions import Fraction

from restitution.money import stated
from restitution.render.report import Cell, Report
from restitution.render.words import citation
from restitution.worksheet import Line

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Leading characters that make a spreadsheet run a cell as a formula."""

_WORKSHEET = ("key", "step", "amount", "formula", "who decides", "authorities")


def report_csv(report: Report) -> str:
    """Return rows with a header and RFC 4180 line endings; amounts are plain numbers with two decimals."""
    written = _Written()
    writer = csv.writer(written)
    grid = report.sheet or next(iter(report.grids), None)
    if grid:
        writer.writerow(grid.columns)
        writer.writerows([_cell(cell) for cell in row] for row in grid.rows)
    else:
        writer.writerow(_WORKSHEET)
        writer.writerows([_cell(cell) for cell in _row(line)] for top in report.lines for line in top.walk())
    return "".join(written)


class _Written(list[str]):
    """A file-like object that collects the rows of the library's writer."""

    def write(self, text: str) -> None:
        self.append(text)


def _row(line: Line) -> tuple[Cell, ...]:
    cites = "; ".join(citation(cite) for cite in line.authorities)
    return (line.key, line.label, line.amount, line.formula, line.status.value, cites)


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Fraction):
        return stated(cell)
    text = str(cell)
    # A leading apostrophe makes a spreadsheet treat user input as text.
    return f"'{text}" if text.startswith(_FORMULA) else text
