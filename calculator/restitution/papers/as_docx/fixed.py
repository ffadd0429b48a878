"""The parts of a Word document that are the same in every paper: theme, fonts, settings and relations."""

from __future__ import annotations

from restitution.papers.as_docx.styles import FONT
from restitution.papers.as_docx.xml import HEAD, RELATIONS, WORD

_TYPES = "application/vnd.openxmlformats-officedocument"
_PARTS = (
    ("/word/document.xml", f"{_TYPES}.wordprocessingml.document.main+xml"),
    ("/word/styles.xml", f"{_TYPES}.wordprocessingml.styles+xml"),
    ("/word/settings.xml", f"{_TYPES}.wordprocessingml.settings+xml"),
    ("/word/fontTable.xml", f"{_TYPES}.wordprocessingml.fontTable+xml"),
    ("/word/footnotes.xml", f"{_TYPES}.wordprocessingml.footnotes+xml"),
    ("/word/footer1.xml", f"{_TYPES}.wordprocessingml.footer+xml"),
    ("/word/theme/theme1.xml", f"{_TYPES}.theme+xml"),
    ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    ("/docProps/app.xml", f"{_TYPES}.extended-properties+xml"),
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

CONTENT_TYPES = (
    f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in _PARTS)
    + "</Types>"
)

FOOTER_ID = "rId5"


def _relations(*targets: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{at}" Type="{kind}" Target="{target}"/>' for at, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


PACKAGE_RELATIONS = _relations(
    (f"{RELATIONS}/officeDocument", "word/document.xml"),
    (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    (f"{RELATIONS}/extended-properties", "docProps/app.xml"),
)
DOCUMENT_RELATIONS = _relations(
    (f"{RELATIONS}/styles", "styles.xml"),
    (f"{RELATIONS}/settings", "settings.xml"),
    (f"{RELATIONS}/fontTable", "fontTable.xml"),
    (f"{RELATIONS}/footnotes", "footnotes.xml"),
    (f"{RELATIONS}/footer", "footer1.xml"),
    (f"{RELATIONS}/theme", "theme/theme1.xml"),
)

SETTINGS = (
    f'{HEAD}<w:settings xmlns:w="{WORD}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat><w:themeFontLang w:val="en-US"/>'
    '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1" '
    'w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6" '
    'w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)

FONT_TABLE = (
    f'{HEAD}<w:fonts xmlns:w="{WORD}"><w:font w:name="{FONT}"><w:panose1 w:val="02020603050405020304"/>'
    '<w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>'
)

APP = (
    f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>restitution</Application></Properties>"
)

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_COLORS = (
    *(("dk1", "000000"), ("lt1", "FFFFFF"), ("dk2", "1F2937"), ("lt2", "F3F4F6"), ("accent1", "1F4E79")),
    *(("accent2", "7F7F7F"), ("accent3", "A6A6A6"), ("accent4", "595959"), ("accent5", "404040")),
    *(("accent6", "262626"), ("hlink", "1F4E79"), ("folHlink", "595959")),
)
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def _font(kind: str) -> str:
    return f'<a:{kind}><a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/></a:{kind}>'


THEME = (
    f'{HEAD}<a:theme xmlns:a="{_DRAWING}" name="Paper"><a:themeElements><a:clrScheme name="Paper">'
    + "".join(f'<a:{name}><a:srgbClr val="{color}"/></a:{name}>' for name, color in _COLORS)
    + f'</a:clrScheme><a:fontScheme name="Paper">{_font("majorFont")}{_font("minorFont")}</a:fontScheme>'
    + f'<a:fmtScheme name="Paper"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>'
    + f'<a:ln w="6350">{_FILL}</a:ln>' * 3
    + f"</a:lnStyleLst><a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}"
    + "</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
)
