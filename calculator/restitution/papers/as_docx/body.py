"""The blocks of a paper as WordprocessingML."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from restitution.money import dollars
from restitution.papers.as_docx.layout import WIDTH, Layout, laid_out
from restitution.papers.as_docx.xml import escaped, field_of
from restitution.papers.citing import in_a_note
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
_SHORT, _BRIEF = 10, 20
"""A table of no more lines, or facts of no more rows, are kept on one page: more would leave much of a page empty."""
_LINE = 90
"""About the characters of a line that explains a figure."""
_END = 2
"""Blocks before the last that stay with it."""
_KEEP = "<w:keepNext/>"
_TOGETHER = 2
"""Rows that stay with the head of a table, and with its end."""
_STYLES = {Style.BODY: "BodyText", Style.CAPTION: "CaptionNote", Style.NOTICE: "Notice", Style.SMALL: "Small"}
_MARK = '<w:rPr><w:rStyle w:val="FootnoteReference"/><w:vertAlign w:val="superscript"/></w:rPr>'
"""Raised by itself too: to a reader that knows no styles, a mark after a figure would be a part of it."""


@dataclass(slots=True)
class Notes:
    """The footnotes, each with what it cites and the number that it gets at its first place."""

    numbers: dict[tuple[Cite, ...], int] = field(default_factory=dict)

    def mark(self, cites: tuple[Cite, ...]) -> str:
        """Return the mark after a text: one footnote for all it rests on, or a reference to the note that says so."""
        number = self.numbers.get(cites)
        if number is not None:
            return field_of(f"NOTEREF _Note{number} \\f \\h", f"<w:r>{_MARK}<w:t>{number}</w:t></w:r>")
        number = self.numbers[cites] = len(self.numbers) + 1
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="_Note{number}"/><w:r>{_MARK}'
            f'<w:footnoteReference w:id="{number}"/></w:r><w:bookmarkEnd w:id="{number}"/>'
        )

    def written(self) -> str:
        """Return every footnote as an element."""
        return "".join(
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r>{_MARK}'
            f"<w:footnoteRef/></w:r>{_text(' ')}{_citations(cites)}</w:p></w:footnote>"
            for cites, number in self.numbers.items()
        )


def _citations(cites: tuple[Cite, ...]) -> str:
    return "".join(_text(text, "<w:rPr><w:i/></w:rPr>" if italic else "") for text, italic in in_a_note(cites))


def body(paper: Paper, notes: Notes) -> str:
    """Return the content of a paper, its title first unless it has a caption."""
    head = _paragraph("Title", _text(paper.title)) + _paragraph("Subtitle", _text(paper.about))
    blocks = paper.blocks or (Paragraph(()),)
    caption = ""
    if isinstance(blocks[0], Caption):
        caption, blocks = _caption(blocks[0]), blocks[1:]
    last = len(blocks) - 1
    # The last line is never alone on a page.
    return caption + head + "".join(_block(one, notes, keep=at < last <= at + _END) for at, one in enumerate(blocks))


def _block(block: Block, notes: Notes, *, keep: bool = False) -> str:
    """Return a block; with ``keep`` its end stays with what follows."""
    kept = _KEEP if keep else ""
    match block:
        case Caption():
            return _caption(block)
        case Heading(text, level):
            return _paragraph(f"Heading{level}", _text(text))
        case Paragraph(text, style):
            return _paragraph(_STYLES[style], _runs(text, notes), kept)
        case Facts(rows):
            return _facts(rows, notes, keep=keep)
        case Sheet():
            return _sheet(block, notes, keep=keep)


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
    return begin + _text(run.text, properties) + (notes.mark(run.note) if run.cites else "")


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


def _facts(rows: tuple[tuple[str, Text], ...], notes: Notes, *, keep: bool) -> str:
    if not rows:
        return ""
    body = ""
    for at, (label, text) in enumerate(rows):
        kept = _KEEP if len(rows) <= _BRIEF and (keep or at < len(rows) - 1) else ""
        body += _tr(
            _tc(_FACT, _paragraph("TableText", _text(label), kept))
            + _tc(WIDTH - _FACT, _paragraph("TableText", _runs(text, notes), kept))
        )
    return _table("PaperFacts", (_FACT, WIDTH - _FACT), body, "0480", "") + _gap(keep)


def _gap(keep: bool) -> str:
    """Return a thin paragraph after a table: two tables beside each other would become one."""
    return _paragraph("TableGap", "", _KEEP if keep else "")


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


def _sheet(sheet: Sheet, notes: Notes, *, keep: bool) -> str:
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
        stays = following is not None and (short or edge or following.total or following.depth > row.depth)
        rows.append(_row(row, layout, notes, keep=stays or (keep and at == last)))
    widths = tuple(place.width for place in layout.places)
    style = "PaperList" if layout.size else "PaperTable"
    return caption + _table(style, widths, "".join(rows), "0420", sheet.caption) + _gap(keep)


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
    kept = _KEEP if keep else ""
    for at, (cell, place) in enumerate(zip(row.cells, layout.places, strict=True)):
        indent = f'<w:ind w:left="{_INDENT * row.depth}"/>' if at == 0 and row.depth else ""
        properties = kept + (indent or place.properties)
        cells += _tc(place.width, _paragraph(style, _cell_text(cell, notes), properties), border)
    return _tr(cells)


_RULED = '<w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/></w:tcBorders>'
