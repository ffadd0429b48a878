"""Write a result for its reader: JSON for machines; text, Markdown, HTML and CSV for people."""

from restitution.render.drawing.chart import Chart
from restitution.render.report import Cell, Grid, Note, Report

__all__ = ["Cell", "Chart", "Grid", "Note", "Report"]
