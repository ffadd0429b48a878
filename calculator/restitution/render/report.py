"""What every answer to people is made of, whatever the format: one report, which each renderer writes in its way."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from restitution.render.charts import Chart
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
    """What a reader must be told beside the figures: a flag or an open point, by a short name."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """One answer for people.

    Attributes:
        title: what the answer is.
        about: one line under it, such as the day it is worked out for.
        facts: the answer in brief, label by label.
        notes: flags and open points.
        grids: tables; the first one is what CSV holds, the worksheet where there is none.
        charts: drawings, each with its facts in words.
        lines: the worksheet.
        advice: whether the notice that this is not legal advice belongs under it: wherever a result is shown.
    """

    title: str
    about: str = ""
    facts: tuple[tuple[str, Cell], ...] = ()
    notes: tuple[Note, ...] = ()
    grids: tuple[Grid, ...] = ()
    charts: tuple[Chart, ...] = ()
    lines: tuple[Line, ...] = ()
    advice: bool = True
