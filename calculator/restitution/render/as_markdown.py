"""A report as Markdown: headings, tables and a nested list that any Markdown parser accepts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from restitution.money import dollars
from restitution.render.report import Grid, Report
from restitution.render.words import NOTICE, cell_text, citation
from restitution.worksheet import Line

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$])")


def report_markdown(report: Report) -> str:
    """Return the report; special characters are escaped, so that user input stays plain text."""
    parts = [f"# {_plain(report.title)}"]
    if report.about:
        parts.append(_plain(report.about))
    if report.facts:
        parts.append("\n".join(f"- {_plain(label)}: **{_plain(cell_text(cell))}**" for label, cell in report.facts))
    if report.notes:
        parts.append("\n".join(f"- **{_plain(note.name)}**: {_plain(note.text)}" for note in report.notes))
    for grid in report.grids:
        parts += [f"## {_plain(grid.caption)}", _table(grid)]
    for chart in report.charts:
        parts += [f"## {_plain(chart.title)}", _plain(chart.alternative)]
    if report.lines:
        parts += ["## Worksheet", "\n".join(item for line in report.lines for item in _items(line, 0))]
    if report.advice:
        parts.append(f"*{_plain(NOTICE)}*")
    return "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _table(grid: Grid) -> str:
    rows = [grid.columns, ["---"] * len(grid.columns), *([cell_text(cell) for cell in row] for row in grid.rows)]
    return "\n".join(_row(row, plain=i != 1) for i, row in enumerate(rows))


def _row(cells: Sequence[str], plain: bool) -> str:
    return "| " + " | ".join(_plain(cell) if plain else cell for cell in cells) + " |"


def _items(line: Line, depth: int) -> list[str]:
    amount = "" if line.amount is None else f": **{_plain(dollars(line.amount))}**"
    cited = _plain("; ".join(citation(cite) for cite in line.authorities))
    item = f"{'  ' * depth}- {_plain(line.label)}{amount}. {_plain(line.formula)} *{line.status}*: {cited}"
    return [item, *(under for child in line.children for under in _items(child, depth + 1))]
