"""Reports as HTML: facts, notes, tables, charts, the lines that matter and the whole worksheet.

``base`` is the relative path from the page to the site's root, such as ``../``. If it is ``None``, the HTML is used
outside the guide and has no links into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from html import escape

from restitution.law import LAW, Authority
from restitution.money import dollars
from restitution.render.drawing.chart import Chart
from restitution.render.report import Cell, Grid, Report
from restitution.render.words import NOTICE, STATUSES, cell_text, short_citation
from restitution.worksheet import Cite, Line


def report_html(report: Report, base: str | None) -> str:
    """Return a report as one section of a page, or as the whole content of a page outside the guide."""
    heading = "h1" if base is None else "h3"
    head = f"<{heading}>{escape(report.title)}</{heading}>"
    if report.about:
        head += f'<p class="report-about">{escape(report.about)}</p>'
    notice = f'<p class="report-notice">{escape(NOTICE)}</p>' if report.advice else ""
    answer = report_answer_html(report, (), base) + worksheet_html(report.lines, base)
    return f'<section class="report">{head}{answer}{notice}</section>'


def report_answer_html(report: Report, lines: tuple[str, ...], base: str | None, ident: str = "") -> str:
    """Return the content of a report, without its title, its notice and its whole worksheet.

    Args:
        lines: keys of the worksheet lines to show before the tables, in this order.
        ident: the id of the example that contains it; the ids in its charts then begin with it.
    """
    parts = [facts_html(report.facts)]
    parts.append(notes_html([(note.name, note.text) for note in report.notes]))
    parts.append(first_lines_html(report.lines, lines, base))
    parts += [grid_html(grid) for grid in report.grids]
    parts += [chart_html(chart, ident) for chart in report.charts]
    return "".join(parts)


def facts_html(facts: Iterable[tuple[str, Cell]]) -> str:
    """Return an answer in brief as a list of labels, each with its cell; empty if there are none."""
    rows = "".join(f"<dt>{escape(label)}</dt><dd>{_cell(cell)}</dd>" for label, cell in facts)
    return f'<dl class="report-facts">{rows}</dl>' if rows else ""


def chart_html(chart: Chart, ident: str = "") -> str:
    """Return a chart with its title as the caption; ``ident`` is put before the ids in the drawing."""
    drawing = chart.within(ident) if ident else chart.svg
    return f'<figure class="report-chart"><figcaption>{escape(chart.title)}</figcaption>{drawing}</figure>'


def worksheet_html(lines: tuple[Line, ...], base: str | None, *, by_order: bool = False) -> str:
    """Return every line of a worksheet, collapsed in the guide; empty if there are none.

    Outside the guide it is open: what is collapsed is not printed by every browser.

    Args:
        by_order: whether each order is collapsed separately: ten open at once would make a very long page.
    """
    if not lines:
        return ""
    if by_order:
        tables = "".join(_order_worksheet(line, base) for line in lines)
    else:
        tables = lines_table("Every line of the worksheet", lines, base)
    opened = " open" if base is None else ""
    return f'<details class="we-all"{opened}><summary>The whole worksheet</summary>{tables}</details>'


def first_lines_html(worksheet: tuple[Line, ...], keys: tuple[str, ...], base: str | None) -> str:
    """Return the worksheet lines with these keys as one table, in the order of the keys; empty if there are none."""
    by_key = {line.key: line for top in worksheet for line in top.walk()} if keys else {}
    first = [(by_key[key], 0) for key in keys if key in by_key]
    return _table("The lines that matter", first, base) if first else ""


def grid_html(grid: Grid) -> str:
    """Return a table whose first column names the rows. On a narrow screen each cell shows its column's name.

    Empty columns are left out to save space.
    """
    kept = [i for i in range(len(grid.columns)) if i == 0 or any(row[i] not in (None, "") for row in grid.rows)]
    amounts = {i for i in kept if any(isinstance(row[i], Fraction | int) for row in grid.rows)}
    heads = "".join(
        f'<th scope="col" role="columnheader"{_ranged(i in amounts)}>{escape(grid.columns[i])}</th>' for i in kept
    )
    body = ""
    for row in grid.rows:
        cells = "".join(
            f'<td role="cell"{_ranged(i in amounts)} data-column="{escape(grid.columns[i])}">{_cell(row[i])}</td>'
            for i in kept[1:]
        )
        body += f'<tr role="row"><th scope="row" role="rowheader">{_cell(row[0])}</th>{cells}</tr>'
    return (
        f'<div class="we-scroll"><table class="report-grid" role="table"><caption>{escape(grid.caption)}'
        f'</caption><thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table></div>'
    )


def _ranged(right: bool) -> str:
    return ' class="we-amount"' if right else ""


def _cell(cell: Cell) -> str:
    return escape(cell_text(cell))


def output(key: str, text: str) -> str:
    """Return a computed figure. It is not a live region itself: a change is announced once for all figures."""
    return f'<output name="{escape(key)}" aria-live="off">{escape(text)}</output>'


def _order_worksheet(line: Line, base: str | None) -> str:
    amount = "" if line.amount is None else f": {output(line.key, dollars(line.amount))}"
    table = lines_table(f"{line.label}, every line", (line,), base)
    return f'<details class="we-part"><summary>{escape(line.label)}{amount}</summary>{table}</details>'


def lines_table(caption: str, lines: Sequence[Line], base: str | None) -> str:
    """Return these lines and every line under them as one table."""
    return _table(caption, [row for line in lines for row in _flat(line, 0)], base)


def _flat(line: Line, depth: int) -> list[tuple[Line, int]]:
    return [(line, depth), *(row for child in line.children for row in _flat(child, depth + 1))]


def notes_html(notes: list[tuple[str, str]]) -> str:
    """Return flags and open points as a list, each with its name and text."""
    if not notes:
        return ""
    items = "".join(f"<li><strong>{escape(name)}</strong>: {escape(text)}</li>" for name, text in notes)
    return f'<ul class="we-flags" aria-label="What to know about this result">{items}</ul>'


# The roles repeat what the elements mean: on a narrow screen the style sheet displays rows as blocks, and some browsers
# then no longer expose a table to screen readers.
def _table(caption: str, rows: list[tuple[Line, int]], base: str | None) -> str:
    body = "".join(_row(line, depth, base) for line, depth in rows)
    heads = "".join(
        f'<th scope="col" role="columnheader">{name}</th>' for name in ("Step", "Amount", "Who decides", "Authority")
    )
    return (
        f'<div class="we-scroll"><table class="we-table" role="table"><caption>{escape(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead><tbody role="rowgroup">{body}</tbody></table></div>'
    )


def _row(line: Line, depth: int, base: str | None) -> str:
    amount = output(line.key, amount_text(line)) if line.amount is not None else ""
    cites = ", ".join(_cite(cite, base) for cite in line.authorities)
    python = ""
    if line.rule and base is not None:
        python = (
            f' <a class="we-python" href="{base}reference/python/#{escape(line.rule)}" '
            f'aria-label="Show the Python of: {escape(line.label)}">show the Python</a>'
        )
    return (
        f'<tr class="we-depth-{min(depth, 4)}" role="row"><th scope="row" role="rowheader">{escape(line.label)}'
        f'<span class="we-how">{escape(line.formula)}</span></th>'
        f'<td class="we-amount" role="cell">{amount}</td><td role="cell">{status_html(line.status.value)}</td>'
        f'<td class="we-cites" role="cell">{cites}{python}</td></tr>'
    )


@cache
def status_html(status: str) -> str:
    """Return a status as a word and a shape, never color alone."""
    return f'<span class="we-status" data-status="{status}" title="{escape(STATUSES[status])}">{status}</span>'


@cache
def _cite(cite: Cite, base: str | None) -> str:
    if base is None:
        return escape(short_citation(cite))
    return f'<a href="{base}sources/#{escape(cite.authority)}">{escape(short_citation(cite))}</a>'


def amount_text(line: Line) -> str:
    """Return the amount of a line as people read it; empty if it has none."""
    return "" if line.amount is None else dollars(line.amount)


def source_html(authority: Authority) -> str:
    """Return one authority with what was and was not verified; its id is the anchor that lines link to."""
    facts = [("What it says here", authority.summary)]
    if authority.court:
        where = authority.court + (f", {authority.year}" if authority.year else "")
        facts.append(("Court", where + ("" if authority.precedential is not False else " (not precedential)")))
    if authority.as_of:
        facts.append(("Text as of", authority.as_of))
    facts += [
        ("Confidence", authority.confidence),
        ("Verified", authority.verified),
        ("Not verified", authority.not_verified or "Nothing was left open."),
        ("Last reviewed", authority.reviewed.isoformat()),
    ]
    rows = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in facts)
    return (
        f'<section class="source" id="{escape(authority.id)}"><h3>{escape(authority.title)}</h3>'
        f'<p class="source-citation"><a href="{escape(authority.url)}" rel="noreferrer">'
        f"{escape(authority.citation)}</a></p>"
        f"<dl>{rows}</dl></section>"
    )


def sources_html(ids: tuple[str, ...], base: str) -> str:
    """Return the brief list of sources under an example, each with its confidence and what was not verified."""
    items = "".join(
        f'<li><a href="{base}sources/#{a.id}">{escape(a.title)}, {escape(a.citation)}</a>. '
        f"Confidence: {a.confidence}. "
        f"Not verified: {escape(a.not_verified or 'nothing was left open.')}</li>"
        for a in (LAW.authorities[i] for i in ids)
    )
    return f'<div class="we-sources"><p>Sources, and what was not verified</p><ul>{items}</ul></div>' if items else ""
