"""A paper as HTML: for print and preview with classes that a page styles, for the clipboard in HTML's oldest words.

Notes stand at the end, numbered: a browser has no footnotes. All text is escaped, and stripped of the characters that
turn the direction of what follows: in a paper a figure must read as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from html import escape

from restitution.papers.citing import in_a_note, noted
from restitution.papers.paper import Caption, Column, Facts, Heading, Paper, Paragraph, Row, Run, Sheet, Style, Text
from restitution.render.words import cell_text
from restitution.worksheet import Cite

type _Numbers = Mapping[tuple[Cite, ...], int]
type _Dress = Callable[[str], str]
"""The attributes of an element, by what it is in a paper."""

NOTES = "Notes"
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DEEPEST = 3
"""How deep the first cell of a row is set off at most."""
_SHORT = 20
"""A text of so many characters stays on one line, such as a day: there is room for it in any table."""
_WHOLE = 80
"""The width of the page in characters, as a column counts them."""

_PLAIN: Mapping[str, str] = {
    "court": ' align="center"',
    "parties": ' width="100%" cellpadding="6" cellspacing="0" border="0"',
    "party": ' width="50%" valign="top"',
    "facts": ' cellpadding="3" cellspacing="0" border="0"',
    "label": ' align="left" valign="top"',
    "fact": ' valign="top"',
    "sheet": ' cellpadding="4" cellspacing="0" border="1"',
    "says": ' align="left"',
    "sheet-dense": ' cellpadding="2" cellspacing="0" border="1"',
    "head": ' align="left" valign="bottom"',
    "head-figure": ' align="right" valign="bottom"',
    "side": ' align="left" valign="top"',
    "side-short": ' align="left" valign="top" nowrap',
    "cell": ' align="left" valign="top"',
    "short": ' align="left" valign="top" nowrap',
    "figure": ' align="right" valign="top"',
}
"""The look of a copy, by what an element is, in HTML's own attributes, which Word takes over. Styles would be lost: a
browser checks a copy against the policy of the page, which allows none inline."""


def paper_html(paper: Paper) -> str:
    """Return a paper for print and preview: a section whose classes begin with ``pp-``, and no style of its own."""
    return _Html(paper, lambda role: f' class="pp-{role}"', first=2).text()


def copy_html(paper: Paper) -> str:
    """Return a paper for the clipboard: headings, plain tables, no style and no class."""
    return _ForWord(paper, lambda role: _PLAIN.get(role, ""), first=1).text()


def copy_text(paper: Paper) -> str:
    """Return a paper as plain text: rows with tabs between their cells, notes in brackets."""
    numbers = _numbers(paper)

    def plain(text: Text) -> str:
        return "".join(_plain_run(run, numbers) for run in text).strip()

    lines = []
    for block in paper.blocks:
        match block:
            case Caption():
                lines += [*block.court, "", *block.parties, *block.case, ""]
            case Heading():
                lines += ["", block.text]
            case Paragraph():
                lines.append(plain(block.text))
            case Facts():
                lines += [f"{label}: {plain(text)}" for label, text in block.rows]
            case Sheet():
                lines += ["", block.caption, "\t".join(column.head for column in block.columns)]
                lines += [
                    "\t".join(plain(_as_text(cell)).replace("\n", "; ") for cell in row.cells) for row in block.rows
                ]
    notes = [f"[{number}] {noted(cites)}" for cites, number in numbers.items()]
    titled = [paper.title, paper.about, *lines, *(["", NOTES, *notes] if notes else []), "", paper.foot]
    return "\n".join(_clean(line) for line in titled) + "\n"


def _plain_run(run: Run, numbers: _Numbers) -> str:
    return ("\n" if run.below else "") + run.text + (f" [{numbers[run.note]}]" if run.cites else "")


def _numbers(paper: Paper) -> _Numbers:
    """Return the number of each note by what it cites; later places with the same share it with the first."""
    return {cites: number for number, cites in enumerate(dict.fromkeys(paper.cited()), start=1)}


def _clean(text: str) -> str:
    return _TURNING.sub("", text)


def _escaped(text: str) -> str:
    return escape(_clean(text))


def _as_text(cell: Text | Fraction | int | None) -> Text:
    return cell if isinstance(cell, tuple) else (Run(cell_text(cell)),)


def _cited(cites: tuple[Cite, ...]) -> str:
    """Return what a note cites, the names of cases and the signals in italics."""
    return "".join(f"<i>{_escaped(text)}</i>" if italic else _escaped(text) for text, italic in in_a_note(cites))


def _length(cell: Text | Fraction | int | None) -> int:
    return sum(len(run.text) for run in _as_text(cell))


def _widths(columns: Sequence[Column]) -> str:
    # Not as styles, which the policy of the page forbids inline.
    whole = sum(column.width for column in columns)
    return "".join(f'<col width="{column.width * 100 // whole}%">' for column in columns)


class _Html:
    side = ("th", ' scope="row"')
    """What heads a row, and its attributes."""

    def __init__(self, paper: Paper, dress: _Dress, first: int) -> None:
        """Take a paper, what dresses an element, and the level of the heading that the title is."""
        self._paper = paper
        self._dress = dress
        self._first = first
        self._numbers = _numbers(paper)
        self._depth = 0
        """How deep the last heading stands below the title."""

    def text(self) -> str:
        paper = self._paper
        captions = [block for block in paper.blocks if isinstance(block, Caption)]
        parts = [
            *(self._caption(block) for block in captions),
            self._made(f"h{self._first}", "title", _escaped(paper.title)),
            self._made("p", "about", _escaped(paper.about)) if paper.about else "",
            *(self._block(block) for block in paper.blocks if not isinstance(block, Caption)),
            self._notes(),
            self._made("p", "foot", _escaped(paper.foot)),
        ]
        return self._made("div", "paper", "".join(parts))

    def _made(self, tag: str, role: str, html: str, attributes: str = "") -> str:
        return f"<{tag}{self._dress(role)}{attributes}>{html}</{tag}>"

    def _caption(self, caption: Caption) -> str:
        sides = (
            self._made("td", "party", "<br>".join(_escaped(line) for line in side))
            for side in (caption.parties, caption.case)
        )
        court = "".join(self._made("p", "court", _escaped(line)) for line in caption.court)
        # A table of layout: Word takes over no other way to set two texts side by side.
        return court + self._made("table", "parties", f"<tr>{''.join(sides)}</tr>", ' role="presentation"')

    def _block(self, block: Heading | Paragraph | Facts | Sheet) -> str:
        match block:
            case Heading():
                role = "heading" if block.level == 1 else "subheading"
                # None is left out on the way down: somebody who hears the page would look for it.
                self._depth = min(block.level, self._depth + 1)
                return self._made(f"h{self._first + self._depth}", role, _escaped(block.text))
            case Paragraph():
                role = {Style.CAPTION: "caption", Style.NOTICE: "notice", Style.SMALL: "small"}.get(block.style, "body")
                return self._made("p", role, self._runs(block.text))
            case Facts():
                return self._facts(block)
            case Sheet():
                return self._sheet(block)

    def _runs(self, text: Text, *, bold: bool = False) -> str:
        """Return text; with ``bold`` all of it is bold but what is set smaller."""
        return "".join(self._run(run, bold=run.bold or (bold and not run.small)) for run in text)

    def _run(self, run: Run, *, bold: bool) -> str:
        html = _escaped(run.text).replace("\n", "<br>")
        html = f"<b>{html}</b>" if bold and html else html
        html = f"<i>{html}</i>" if run.italic else html
        html = f"<small{self._dress('run-small')}>{html}</small>" if run.small else html
        marks = self._numbers[run.note] if run.cites else ""
        return ("<br>" if run.below else "") + html + (f"<sup>{marks}</sup>" if marks else "")

    def _facts(self, facts: Facts) -> str:
        tag, attributes = self.side
        rows = (
            f"<tr>{self._made(tag, 'label', _escaped(label), attributes)}"
            f"{self._made('td', 'fact', self._runs(text))}</tr>"
            for label, text in facts.rows
        )
        return self._made("table", "facts", "".join(rows))

    def _sheet(self, sheet: Sheet) -> str:
        heads = "".join(
            self._made("th", "head-figure" if column.figures else "head", _escaped(column.head), ' scope="col"')
            for column in sheet.columns
        )
        rows = "".join(self._row(row, sheet.columns) for row in sheet.rows)
        return self._titled(sheet, f"{_widths(sheet.columns)}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>")

    def _titled(self, sheet: Sheet, rows: str) -> str:
        says = self._made("caption", "says", _escaped(sheet.caption)) if sheet.caption else ""
        return self._table(sheet, says + rows)

    def _table(self, sheet: Sheet, html: str) -> str:
        share = min(100, sum(column.width for column in sheet.columns) * 100 // _WHOLE)
        return self._made("table", "sheet-dense" if sheet.dense else "sheet", html, f' width="{share}%"')

    def _row(self, row: Row, columns: Sequence[Column]) -> str:
        cells = []
        for place, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
            html = self._runs(_as_text(cell), bold=row.total)
            if place == 0 and len(columns) > 1:
                depth = min(row.depth, _DEEPEST)
                # A space that Word takes over, too, which it does with no padding of a single cell.
                html = "&#8195;" * depth + html
                tag, attributes = self.side
                role = "side-short" if _length(cell) <= _SHORT else "side"
                cells.append(self._made(tag, role, html, attributes))
            else:
                figure = column.figures or isinstance(cell, Fraction | int)
                role = "figure" if figure else "short" if _length(cell) <= _SHORT else "cell"
                cells.append(self._made("td", role, html))
        return f"<tr>{''.join(cells)}</tr>"

    def _notes(self) -> str:
        if not self._numbers:
            return ""
        items = "".join(f"<li>{_cited(cites)}</li>" for cites in self._numbers)
        return self._made(f"h{self._first + 1}", "heading", NOTES) + self._made("ol", "notes", items)


class _ForWord(_Html):
    side = ("td", "")
    """Word would set it bold and in the middle."""

    def _titled(self, sheet: Sheet, rows: str) -> str:
        """Return a table with its title before it: a caption would become a row."""
        says = self._made("p", "says", f"<b>{_escaped(sheet.caption)}</b>") if sheet.caption else ""
        return says + self._table(sheet, rows)
