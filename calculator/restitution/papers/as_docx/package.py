"""The parts of a Word document put together."""

from __future__ import annotations

from restitution.papers.as_docx.body import Notes, body
from restitution.papers.as_docx.fixed import (
    APP,
    CONTENT_TYPES,
    DOCUMENT_RELATIONS,
    FONT_TABLE,
    FOOTER_ID,
    PACKAGE_RELATIONS,
    SETTINGS,
    THEME,
)
from restitution.papers.as_docx.styles import STYLES
from restitution.papers.as_docx.xml import HEAD, RELATIONS, WORD, escaped, field_of, plain
from restitution.papers.paper import Paper
from restitution.papers.zipped import zipped

_SPACES = f'xmlns:w="{WORD}" xmlns:r="{RELATIONS}"'
_PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="{footer}"/><w:pgSz w:w="12240" w:h="15840"/>'
    '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/>'
    "</w:sectPr>"
)
"""US Letter with margins of an inch."""


def docx(paper: Paper) -> bytes:
    """Return a paper as a Word document. The same paper gives the same bytes in every Python.

    It has no date and no author: it says nothing that the paper does not.
    """
    notes = Notes()
    content = body(paper, notes)
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": PACKAGE_RELATIONS,
        "docProps/core.xml": _core(paper.title),
        "docProps/app.xml": APP,
        "word/document.xml": f"{HEAD}<w:document {_SPACES}><w:body>{content}{_PAGE.format(footer=FOOTER_ID)}</w:body>"
        "</w:document>",
        "word/_rels/document.xml.rels": DOCUMENT_RELATIONS,
        "word/styles.xml": STYLES,
        "word/settings.xml": SETTINGS,
        "word/fontTable.xml": FONT_TABLE,
        "word/footnotes.xml": _footnotes(notes),
        "word/footer1.xml": _footer(paper.foot),
        "word/theme/theme1.xml": THEME,
    }
    return zipped({name: text.encode() for name, text in parts.items()})


def _core(title: str) -> str:
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{plain(title)}</dc:title><dc:language>en-US</dc:language></cp:coreProperties>"
    )


def _footnotes(notes: Notes) -> str:
    line = "<w:p><w:r><w:{}/></w:r></w:p>"
    return (
        f'{HEAD}<w:footnotes {_SPACES}><w:footnote w:type="separator" w:id="-1">{line.format("separator")}</w:footnote>'
        f'<w:footnote w:type="continuationSeparator" w:id="0">{line.format("continuationSeparator")}</w:footnote>'
        f"{notes.written()}</w:footnotes>"
    )


def _footer(text: str) -> str:
    return (
        f'{HEAD}<w:ftr {_SPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{_said(text)}<w:r><w:tab/></w:r>'
        f"{_said('Page ')}{_field('PAGE')}{_said(' of ')}{_field('NUMPAGES')}</w:p></w:ftr>"
    )


def _said(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'


def _field(name: str) -> str:
    return field_of(name, _said("1"))
