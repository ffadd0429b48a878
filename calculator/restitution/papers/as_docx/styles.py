"""The styles of a paper in Word, named as Word names its own where it has one."""

from __future__ import annotations

from restitution.papers.as_docx.xml import HEAD, WORD

FONT = "Times New Roman"


def _style(
    kind: str,
    ident: str,
    name: str,
    paragraph: str = "",
    run: str = "",
    based: str = "",
    more: str = "",
    next_: str = "",
) -> str:
    after = f'<w:basedOn w:val="{based}"/>' if based else ""
    after += f'<w:next w:val="{next_}"/>' if next_ else ""
    properties = (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "") + (f"<w:rPr>{run}</w:rPr>" if run else "")
    default = ' w:default="1"' if ident in ("Normal", "DefaultParagraphFont", "TableNormal", "NoList") else ""
    custom = ' w:customStyle="1"' if ident in _CUSTOM else ""
    shown = "<w:qFormat/>" if ident not in ("DefaultParagraphFont", "TableNormal", "NoList") else ""
    return (
        f'<w:style w:type="{kind}"{default}{custom} w:styleId="{ident}"><w:name w:val="{name}"/>{after}{shown}'
        f"{properties}{more}</w:style>"
    )


_CUSTOM = (
    *("Notice", "Small", "CaptionNote", "Court", "Party", "TableText", "TableHead", "TableTotal", "TableGap"),
    *("TableTextDense", "TableHeadDense", "TableTotalDense", "TableTextFine", "TableHeadFine", "TableTotalFine"),
    *("Detail", "PaperTable", "PaperList", "PaperFacts"),
)


def _spaced(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


def _sized(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _heading(level: int, before: int, after: int, half_points: int, run: str = "<w:b/>") -> str:
    return _style(
        "paragraph",
        f"Heading{level}",
        f"heading {level}",
        f'<w:keepNext/><w:keepLines/>{_spaced(before, after)}<w:outlineLvl w:val="{level - 1}"/>',
        run + _sized(half_points),
        "Normal",
        next_="BodyText",
    )


_HAIR = 'w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"'
_LINE = 'w:val="single" w:sz="8" w:space="0" w:color="000000"'
_CELLS = (
    '<w:tblCellMar><w:top w:w="20" w:type="dxa"/><w:left w:w="72" w:type="dxa"/><w:bottom w:w="20" w:type="dxa"/>'
    '<w:right w:w="72" w:type="dxa"/></w:tblCellMar>'
)

STYLES = "".join(
    (
        HEAD,
        f'<w:styles xmlns:w="{WORD}"><w:docDefaults><w:rPrDefault><w:rPr>',
        f'<w:rFonts w:ascii="{FONT}" w:eastAsia="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/>',
        f'{_sized(24)}<w:lang w:val="en-US" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>',
        "<w:pPrDefault/></w:docDefaults>",
        _style("paragraph", "Normal", "Normal"),
        _style("character", "DefaultParagraphFont", "Default Paragraph Font"),
        _style(
            "table",
            "TableNormal",
            "Normal Table",
            more='<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
            '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
            "</w:tblCellMar></w:tblPr>",
        ),
        _style("numbering", "NoList", "No List"),
        _style("paragraph", "BodyText", "Body Text", _spaced(0, 120), based="Normal"),
        _style(
            "paragraph",
            "Title",
            "Title",
            f'<w:keepNext/>{_spaced(240, 60)}<w:jc w:val="center"/>',
            f"<w:b/>{_sized(30)}",
            "Normal",
            next_="Subtitle",
        ),
        _style(
            "paragraph",
            "Subtitle",
            "Subtitle",
            f'{_spaced(0, 120)}<w:jc w:val="center"/>',
            _sized(24),
            "Normal",
            next_="BodyText",
        ),
        _heading(1, 240, 80, 28),
        _heading(2, 200, 60, 24),
        _heading(3, 160, 40, 24, "<w:b/><w:i/>"),
        _style("paragraph", "Caption", "caption", f"<w:keepNext/>{_spaced(160, 60)}", f"<w:b/>{_sized(21)}", "Normal"),
        _style("paragraph", "Notice", "Notice", _spaced(120, 120), "<w:i/>", "BodyText"),
        _style("paragraph", "Small", "Small", _spaced(0, 80), _sized(20), "BodyText"),
        _style("paragraph", "CaptionNote", "Caption Note", f'{_spaced(0, 60)}<w:jc w:val="center"/>', "", "BodyText"),
        _style("paragraph", "Court", "Court", f'{_spaced(0, 120)}<w:jc w:val="center"/>', "<w:b/>", "Normal"),
        _style("paragraph", "Party", "Party", _spaced(60, 60), "", "Normal"),
        _style("paragraph", "TableText", "Table Text", "", _sized(20), "Normal"),
        _style("paragraph", "TableHead", "Table Head", "<w:keepNext/>", f"<w:b/>{_sized(20)}", "Normal"),
        _style("paragraph", "TableTotal", "Table Total", "", f"<w:b/>{_sized(20)}", "Normal"),
        _style("paragraph", "TableTextDense", "Table Text Dense", "", _sized(18), "TableText"),
        _style("paragraph", "TableHeadDense", "Table Head Dense", "", _sized(18), "TableHead"),
        _style("paragraph", "TableTotalDense", "Table Total Dense", "", _sized(18), "TableTotal"),
        _style("paragraph", "TableTextFine", "Table Text Fine", "", _sized(15), "TableText"),
        _style("paragraph", "TableHeadFine", "Table Head Fine", "", _sized(15), "TableHead"),
        _style("paragraph", "TableTotalFine", "Table Total Fine", "", _sized(15), "TableTotal"),
        _style(
            "paragraph",
            "TableGap",
            "Table Gap",
            '<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>',
            _sized(8),
            "Normal",
        ),
        _style("paragraph", "FootnoteText", "footnote text", "", _sized(20), "Normal"),
        _style(
            "character",
            "FootnoteReference",
            "footnote reference",
            run='<w:vertAlign w:val="superscript"/>',
            based="DefaultParagraphFont",
        ),
        _style("character", "Detail", "Detail", run=_sized(18), based="DefaultParagraphFont"),
        _style(
            "paragraph",
            "Footer",
            "footer",
            '<w:tabs><w:tab w:val="right" w:pos="9360"/></w:tabs>',
            _sized(18),
            "Normal",
        ),
        _style(
            "table",
            "PaperTable",
            "Paper Table",
            more=f"<w:tblPr><w:tblBorders><w:top {_LINE}/><w:bottom {_LINE}/><w:insideH {_HAIR}/></w:tblBorders>"
            f"{_CELLS}"
            '</w:tblPr><w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:tcBorders>'
            f'<w:bottom {_LINE}/></w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>',
            based="TableNormal",
        ),
        _style(
            "table",
            "PaperList",
            "Paper List",
            more='<w:tblPr><w:tblCellMar><w:top w:w="7" w:type="dxa"/><w:bottom w:w="7" w:type="dxa"/></w:tblCellMar>'
            "</w:tblPr>",
            based="PaperTable",
        ),
        _style(
            "table",
            "PaperFacts",
            "Paper Facts",
            more=f"<w:tblPr><w:tblBorders><w:top {_HAIR}/><w:bottom {_HAIR}/><w:insideH {_HAIR}/></w:tblBorders>"
            f"{_CELLS}"
            "</w:tblPr>",
            based="TableNormal",
        ),
        "</w:styles>",
    )
)
"""The whole part."""
