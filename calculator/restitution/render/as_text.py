"""A report as text for a terminal: the worksheet as an indented tree, each line with its authority."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from restitution.errors import FieldError
from restitution.money import dollars
from restitution.render.report import Cell, Grid, Report
from restitution.render.words import NOTICE, cell_text, citation
from restitution.worksheet import Line

_WIDTH = 100
_AMOUNT = 22
_GAP = 2
_WORD = 8
"""The least width of a column of words beside figures."""


def report_text(report: Report) -> str:
    """Return the report, never wider than a hundred characters."""
    rows = [*_wrapped(report.title), *_wrapped(report.about), ""]
    rows += [row for label, cell in report.facts for row in _fact(label, cell)]
    for note in report.notes:
        rows += wrap(f"{note.name}: {note.text}", _WIDTH, initial_indent="! ", subsequent_indent="  ")
    for grid in report.grids:
        rows += ["", *_wrapped(grid.caption.upper()), *_grid(grid)]
    for chart in report.charts:
        rows += ["", *_wrapped(f"{chart.title}. {chart.alternative}")]
    if report.lines:
        rows += ["", "WORKSHEET"]
    for line in report.lines:
        rows += ["", *_tree(line, 0)]
    if report.advice:
        rows += ["", *_wrapped(NOTICE)]
    return "\n".join(rows) + "\n"


def _wrapped(text: str) -> list[str]:
    return wrap(text, _WIDTH, break_on_hyphens=False)


def _fact(label: str, cell: Cell) -> list[str]:
    """Return the label with its figure at the right edge; text that does not fit beside it goes below."""
    text = cell_text(cell)
    room = _WIDTH - len(text) - _GAP
    if len(label) > room and len(text) > _AMOUNT:
        return [*wrap(label, _WIDTH), *wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="  ")]
    *above, last = wrap(label, room, subsequent_indent="  ", drop_whitespace=False) or [""]
    return [*above, f"{last:<{room}}  {text}".rstrip()]


def _grid(grid: Grid) -> list[str]:
    texts = [[cell_text(cell) for cell in row] for row in grid.rows]
    # Columns of words are left-aligned, columns of figures right-aligned, with their headings.
    right = [
        any(not isinstance(row[i], str | None) for row in grid.rows)
        and all(not isinstance(row[i], str) for row in grid.rows)
        for i in range(len(grid.columns))
    ]
    widths = _widths([list(grid.columns), *texts], right)
    rows = _spread(grid.columns, widths, right)
    rows.append((" " * _GAP).join("-" * width for width in widths))
    for cells in texts:
        rows += _spread(cells, widths, right)
    return rows


def _widths(texts: list[list[str]], figures: list[bool]) -> list[int]:
    """Return the column widths: the longest cell of each, the widest narrowed until the row fits the page.

    A column of figures is as wide as its widest figure as long as there is anything else to narrow.
    """
    widths = [max(map(len, column), default=0) for column in zip(*texts, strict=True)]
    _, *rows = texts
    least = [
        max((len(row[i]) for row in rows), default=1) if figure else min(_WORD, width)
        for i, (figure, width) in enumerate(zip(figures, widths, strict=True))
    ]
    room = _WIDTH - _GAP * (len(widths) - 1)
    while sum(widths) > max(room, len(widths)):
        wide = [i for i, width in enumerate(widths) if width > least[i]] or range(len(widths))
        widths[max(wide, key=widths.__getitem__)] -= 1
    return widths


def _spread(cells: Sequence[str], widths: list[int], right: list[bool]) -> list[str]:
    """Return one row, on as many lines as its longest cell needs."""
    columns = [
        wrap(cell, max(width, 1), break_on_hyphens=False) or [""] for cell, width in zip(cells, widths, strict=True)
    ]
    rows = []
    for i in range(max(map(len, columns))):
        parts = [column[i] if i < len(column) else "" for column in columns]
        aligned = [
            part.rjust(width) if flush else part.ljust(width)
            for part, width, flush in zip(parts, widths, right, strict=True)
        ]
        rows.append((" " * _GAP).join(aligned).rstrip())
    return rows


def _tree(line: Line, depth: int) -> list[str]:
    indent = "  " * depth
    room = _WIDTH - _AMOUNT
    label = wrap(line.label, room, initial_indent=indent, subsequent_indent=f"{indent}  ")
    amount = "" if line.amount is None else dollars(line.amount)
    rows = [f"{label[0]:<{room}}{amount:>{_AMOUNT}}".rstrip(), *label[1:]]
    under = f"{indent}    "
    rows += wrap(line.formula, room, initial_indent=under, subsequent_indent=under)
    cited = f"[{line.status}] " + "; ".join(citation(cite) for cite in line.authorities)
    rows += wrap(cited, _WIDTH, initial_indent=under, subsequent_indent=under)
    for child in line.children:
        rows += _tree(child, depth + 1)
    return rows


def errors_text(errors: tuple[FieldError, ...]) -> str:
    """Return every mistake in the input, one per line."""
    return "".join(f"{e.path}: {e.message}\n" if e.path else f"{e.message}\n" for e in errors)
