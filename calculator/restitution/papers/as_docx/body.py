"""The blocks of a paper as WordprocessingML."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from restitution.money import dollars
from restitution.papers.as_docx.layout import WIDTH, Layout, laid_out
from restitution.papers.as_docx.xml import escaped, field_of
from restitution.papers.citing import full, name_of
from restitution.papers.paper import (
    Block,
    Caption,
    Facts,
    Heading,
    Paper,
    Paragraph,
    Row,
    Run,
    Sheet,
    Style,
    Text,
)
from restitution.worksheet import Cite

_INDENT = 180
_FACT = 3600
_SHORT = 20
"""A table of no more lines is kept on one page."""
_LINE = 90
"""About the characters of a line that explains a figure."""
_TOGETHER = 2
"""Rows that stay with the head of a table, and with its end."""
_STYLES = {Style.BODY: "BodyText", Style.CAPTION: "CaptionNote", Style.NOTICE: "Notice", Style.SMALL: "Small"}
_MARK = '<w:rPr><w:rStyle w:val="FootnoteReference"/><w:vertAlign w:val="superscript"/></w:rPr>'
"""Raised by itself too: to a reader that knows no styles, a mark after a figure would be a part of it."""


@dataclass(slots=True)
class Notes:
    """The footnotes, each with the number that it gets at its first place."""

    numbers: dict[Cite, int] = field(default_factory=dict)

    def marks(self, cites: tuple[Cite, ...]) -> str:
        """Return the marks after a text: a footnote for a new authority, else a reference to its note."""
        return f"<w:r>{_MARK}<w:t>,</w:t></w:r>".join(map(self._mark, dict.fromkeys(cites)))

    def _mark(self, cite: Cite) -> str:
        number = self.numbers.get(cite)
        if number is not None:
            return field_of(f"NOTEREF _Note{number} \\f \\h", f"<w:r>{_MARK}<w:t>{number}</w:t></w:r>")
        number = self.numbers[cite] = len(self.numbers) + 1
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="_Note{number}"/><w:r>{_MARK}'
            f'<w:footnoteReference w:id="{number}"/></w:r><w:bookmarkEnd w:id="{number}"/>'
        )

    def written(self) -> str:
        """Return every footnote as an element."""
        return "".join(
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r>{_MARK}'
            f"<w:footnoteRef/></w:r>{_text(' ')}{_citation(cite)}</w:p></w:footnote>"
            for cite, number in self.numbers.items()
        )


def _citation(cite: Cite) -> str:
    name = name_of(cite)
    return _text(name, "<w:rPr><w:i/></w:rPr>") + _text(f"{full(cite).removeprefix(name)}.")


def body(paper: Paper, notes: Notes) -> str:
    """Return the content of a paper, its title first unless it has a caption."""
    head = _paragraph("Title", _text(paper.title)) + _paragraph("Subtitle", _text(paper.about))
    first, *rest = paper.blocks or (Paragraph(()),)
    if isinstance(first, Caption):
        return _caption(first) + head + "".join(_block(block, notes) for block in rest)
    return head + "".join(_block(block, notes) for block in paper.blocks)


def _block(block: Block, notes: Notes) -> str:
    match block:
        case Caption():
            return _caption(block)
        case Heading(text, level):
            return _paragraph(f"Heading{level}", _text(text))
        case Paragraph(text, style):
            return _paragraph(_STYLES[style], _runs(text, notes))
        case Facts(rows):
            return _facts(rows, notes)
        case Sheet():
            return _sheet(block, notes)


def _paragraph(style: str, content: str, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{content}</w:p>'


def _text(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>' if text else ""


def _runs(text: Text, notes: Notes) -> str:
    return "".join(_run(run, notes) for run in text)


def _run(run: Run, notes: Notes) -> str:
    inner = (
        ('<w:rStyle w:val="Detail"/>' if run.small else "")
        + ("<w:b/>" if run.bold else '<w:b w:val="0"/>' if run.small else "")
        + ("<w:i/>" if run.italic else "")
    )
    properties = f"<w:rPr>{inner}</w:rPr>" if inner else ""
    begin = "<w:r><w:br/></w:r>" if run.below else ""
    return begin + _text(run.text, properties) + (notes.marks(run.cites) if run.cites else "")


def _cell_text(cell: Text | Fraction | int | None, notes: Notes) -> str:
    match cell:
        case None:
            return ""
        case Fraction():
            return _text(dollars(cell))
        case int():
            return _text(f"{cell:,}")
        case _:
            return _runs(cell, notes)


def _caption(block: Caption) -> str:
    court = "".join(_paragraph("Court", _text(line)) for line in block.court)
    left, right = WIDTH * 11 // 20, WIDTH * 9 // 20
    parties = "".join(_paragraph("Party", _text(line)) for line in block.parties)
    case = "".join(_paragraph("Party", _text(line)) for line in block.case)
    edge = (
        '<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
        '<w:right w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:tcBorders>'
    )
    return (
        f'{court}<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0000"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{left}"/><w:gridCol w:w="{right}"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/>'
        f'</w:trPr><w:tc><w:tcPr><w:tcW w:w="{left}" w:type="dxa"/>{edge}</w:tcPr>{parties}</w:tc>'
        f'<w:tc><w:tcPr><w:tcW w:w="{right}" w:type="dxa"/><w:tcMar><w:left w:w="240" w:type="dxa"/></w:tcMar>'
        f'<w:vAlign w:val="center"/></w:tcPr>{case}</w:tc></w:tr></w:tbl>'
    )


def _facts(rows: tuple[tuple[str, Text], ...], notes: Notes) -> str:
    if not rows:
        return ""
    body = ""
    for at, (label, text) in enumerate(rows):
        keep = "<w:keepNext/>" if at < len(rows) - 1 and len(rows) <= _SHORT else ""
        body += _tr(
            _tc(_FACT, _paragraph("TableText", _text(label), keep))
            + _tc(WIDTH - _FACT, _paragraph("TableText", _runs(text, notes), keep))
        )
    return _table("PaperFacts", (_FACT, WIDTH - _FACT), body, "0480", "") + _GAP


_GAP = '<w:p><w:pPr><w:pStyle w:val="TableGap"/></w:pPr></w:p>'
"""A thin paragraph after a table: two tables beside each other would become one."""


def _table(style: str, widths: tuple[int, ...], rows: str, look: str, caption: str) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    named = f'<w:tblCaption w:val="{escaped(caption)}"/>' if caption else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{look}"/>{named}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _tr(cells: str, more: str = "") -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{cells}</w:tr>"


def _tc(width: int, content: str, more: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{more}</w:tcPr>{content}</w:tc>'


def _sheet(sheet: Sheet, notes: Notes) -> str:
    layout = laid_out(sheet)
    caption = _paragraph("Caption", _text(sheet.caption)) if sheet.caption else ""
    heads = "".join(
        _tc(place.width, _paragraph(f"TableHead{layout.size}", _text(column.head), place.properties))
        for column, place in zip(sheet.columns, layout.places, strict=True)
    )
    rows = [_tr(heads, "<w:tblHeader/>")]
    last = len(sheet.rows) - 1
    short = sum(map(_lines, sheet.rows)) <= _SHORT
    for at, row in enumerate(sheet.rows):
        following = sheet.rows[at + 1] if at < last else None
        edge = at < _TOGETHER or at == last - 1
        keep = following is not None and (short or edge or following.total or following.depth > row.depth)
        rows.append(_row(row, layout, notes, keep=keep))
    widths = tuple(place.width for place in layout.places)
    style = "PaperList" if layout.size else "PaperTable"
    return caption + _table(style, widths, "".join(rows), "0420", sheet.caption) + _GAP


def _lines(row: Row) -> int:
    """Return about how many lines a row takes: what begins a line below a text may be longer than one."""
    return 1 + max(
        (sum(1 + len(run.text) // _LINE for run in cell if run.below) for cell in row.cells if isinstance(cell, tuple)),
        default=0,
    )


def _row(row: Row, layout: Layout, notes: Notes, *, keep: bool) -> str:
    cells = ""
    border = _RULED if row.total else ""
    style = ("TableTotal" if row.total else "TableText") + layout.size
    kept = "<w:keepNext/>" if keep else ""
    for at, (cell, place) in enumerate(zip(row.cells, layout.places, strict=True)):
        indent = f'<w:ind w:left="{_INDENT * row.depth}"/>' if at == 0 and row.depth else ""
        properties = kept + (indent or place.properties)
        cells += _tc(place.width, _paragraph(style, _cell_text(cell, notes), properties), border)
    return _tr(cells)


_RULED = '<w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/></w:tcBorders>'
