"""A report as CSV: its first table, or the worksheet where it has none."""

from __future__ import annotations

import csv
from fractions import Fraction

from restitution.money import stated
from restitution.render.report import Cell, Report
from restitution.render.words import citation
from restitution.worksheet import Line

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell starts that a spreadsheet would run as a formula."""

_WORKSHEET = ("key", "step", "amount", "formula", "who fixes it", "authorities")


def report_csv(report: Report) -> str:
    """Rows with a header, lines ended as RFC 4180 has them; amounts as plain numbers with two decimals."""
    written = _Written()
    writer = csv.writer(written)
    if report.grids:
        grid = report.grids[0]
        writer.writerow(grid.columns)
        writer.writerows([_cell(cell) for cell in row] for row in grid.rows)
    else:
        writer.writerow(_WORKSHEET)
        writer.writerows([_cell(cell) for cell in _row(line)] for top in report.lines for line in top.walk())
    return "".join(written)


class _Written(list[str]):
    """Where the writer of the library puts its rows."""

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
    # What the user typed must stay text in a spreadsheet: an apostrophe in front says so.
    return f"'{text}" if text.startswith(_FORMULA) else text
