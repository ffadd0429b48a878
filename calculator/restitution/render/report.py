"""The one form of every answer for people, whatever the format: a report, which each renderer writes in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from restitution.render.drawing.chart import Chart
from restitution.worksheet import Line

type Cell = str | int | Fraction | None
"""Text, a count, an exact amount in US dollars, or nothing."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its caption, the names of its columns, and rows of as many cells."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader must know besides the figures: a flag or an open point, with a short name."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """One answer for people.

    Attributes:
        title: what the answer is.
        about: one line under it, such as the day it is calculated for.
        facts: the answer in brief, label by label.
        notes: flags and open points.
        grids: tables.
        charts: drawings, each with its facts in words.
        lines: the worksheet.
        advice: whether to show the notice that this is not legal advice, as wherever a result is shown.
        sheet: what CSV contains; without it the first table, or the worksheet if there is none.
    """

    title: str
    about: str = ""
    facts: tuple[tuple[str, Cell], ...] = ()
    notes: tuple[Note, ...] = ()
    grids: tuple[Grid, ...] = ()
    charts: tuple[Chart, ...] = ()
    lines: tuple[Line, ...] = ()
    advice: bool = True
    sheet: Grid | None = None
