"""Write sheets with XlsxWriter, which no other module knows. No text is taken for a formula, and there is no clock.

A spreadsheet counts in binary numbers. Below ten billion dollars its ROUND gives the engine's cent, half cents too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Context, Decimal
from fractions import Fraction
from io import BytesIO
from textwrap import wrap
from types import MappingProxyType
from typing import NamedTuple
from zipfile import ZipFile

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from restitution.papers.paper import Paper
from restitution.papers.workbook.page import Cell, Look, Page, Value, fixed
from restitution.papers.zipped import zipped

_LETTER = 1
_MARGIN = Decimal("0.4")
"""Inches at the sides of a printed page: the wider its sheet may be, the larger it is printed."""
_DIGITS = Context(prec=17)
"""As many as tell a binary number from the next."""
_MOST_TEXT = 32_000
"""Characters. A cell of a spreadsheet holds a few more."""
_CREATED = datetime(1980, 1, 1)  # noqa: DTZ001 - a date for a field of the format, not a time
"""The first date that a zip file can hold, as everywhere in these files."""
_DAY_ZERO = date(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)
"""Before it, spreadsheets count days differently, or not at all."""
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML forbids."""

_FONT, _INK, _RULE, _TINT, _BAND = "Times New Roman", "#000000", "#8C8C8C", "#FFF6DC", "#EFEFEF"
_MONEY, _DAY, _WHOLE = "$#,##0.00;-$#,##0.00", "mmm d, yyyy", "#,##0"
_POINTS, _SMALL = 10, 8
_TOP: Mapping[str, object] = MappingProxyType({"valign": "top"})
_WORDS: Mapping[str, object] = MappingProxyType({"valign": "top", "text_wrap": True, "align": "left", "indent": 1})
_TYPED: Mapping[str, object] = MappingProxyType({"bg_color": _TINT, "font_color": "#1F3F8F", "valign": "top"})
_LOOKS: Mapping[Look, Mapping[str, object]] = MappingProxyType(
    {
        Look.TITLE: {"bold": True, "font_size": 15},
        Look.ABOUT: {"italic": True},
        Look.SECTION: {"bold": True, "font_size": 12},
        Look.SUBHEAD: {"bold": True},
        Look.HEAD: {**_WORDS, "bold": True, "valign": "bottom", "bg_color": _BAND, "top": 1},
        Look.UNDER: {**_WORDS, "italic": True, "font_size": _SMALL, "bg_color": _BAND, "bottom": 1},
        Look.TEXT: _WORDS,
        Look.PLAIN: {**_TOP, "align": "left", "indent": 1},
        Look.LABEL: _WORDS,
        Look.TEXT_IN: {**_TYPED, **_WORDS},
        Look.CHOICE_IN: {**_TYPED, "align": "left", "indent": 1},
        Look.MONEY: {"num_format": _MONEY, **_TOP},
        Look.MONEY_IN: {"num_format": _MONEY, **_TYPED},
        Look.MONEY_OR_NONE: {"num_format": f'{_MONEY};"–"', "align": "right", **_TOP},
        Look.NONE: {"italic": True, "align": "right", **_TOP},
        Look.TOTAL: {"num_format": _MONEY, "bold": True, **_TOP},
        Look.EXACT: {"num_format": "$#,##0.0000", **_TOP},
        Look.WHOLE: {"num_format": _WHOLE, **_TOP},
        Look.WHOLE_IN: {"num_format": _WHOLE, **_TYPED},
        Look.RATE_IN: {"num_format": "0.00##%", **_TYPED},
        Look.FACTOR: {"num_format": "General", **_TOP},
        Look.FACTOR_IN: {"num_format": "General", **_TYPED},
        Look.DAY: {"num_format": _DAY, "align": "right", **_TOP},
        Look.DAY_IN: {"num_format": _DAY, "align": "right", **_TYPED},
    }
)

_HEADS = (Look.HEAD, Look.UNDER)
_TEXTS = (Look.TEXT, Look.PLAIN, Look.LABEL, Look.TEXT_IN, Look.CHOICE_IN)
_FIGURES = frozenset(look for look, style in _LOOKS.items() if "num_format" in style) | {Look.NONE}
_HIGH = (*_HEADS, *_TEXTS, Look.TITLE, Look.SECTION)
"""What may need a higher row than figures do."""
_LARGE = (Look.TITLE, Look.SECTION)
_FAR = 60
"""Rows below a head in which a figure is looked for."""
_SHORT = 6
"""Characters that fit on one line of any column."""
_LEADING, _BOLD, _PLAIN = 122, 110, 125
"""In percent: the height of a line, of its size; the characters that stand in the width of a digit."""
_ROW = 15
"""The usual height of a row, in points."""


def written(pages: Sequence[Page], words: Paper) -> bytes:
    """Return a workbook of these sheets: the bytes of its file, the same wherever they are made.

    Args:
        words: the title for the properties of the file, and the foot of every page.
    """
    held = BytesIO()
    book = Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": _fit(words.title), "subject": _fit(words.about), "created": _CREATED})
    book.set_size(2400, 1500)
    fonts = {"font_name": _FONT, "font_size": _POINTS, "font_color": _INK, "border_color": _RULE}
    looks = _Looks(
        {look: book.add_format({**fonts, **style}) for look, style in _LOOKS.items()},
        {look: book.add_format({**fonts, **_LOOKS[look], "indent": 0, "align": "right"}) for look in _HEADS},
    )
    for page in pages:
        sheet = book.add_worksheet(page.name, _Sheet)
        _write(sheet, page, looks)
        _lay_out(sheet, page, words.foot)
        for name, (row, column) in page.names.items():
            book.define_name(name, f"={page.ref(row, column)}")
    book.close()
    with ZipFile(held) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()})


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet that takes formulas as they are.

    XlsxWriter looks in each for some thirty functions of later versions of Excel, which took half of the time of a long
    ledger; none of ours has one.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


class _Looks(NamedTuple):
    """The formats by look; the heads of figures stand to the right, as these do."""

    of: Mapping[Look, Format]
    to_the_right: Mapping[Look, Format]


def _write(sheet: Worksheet, page: Page, looks: _Looks) -> None:
    for column, width in enumerate(page.widths):
        sheet.set_column(column, column, width)
    lines: dict[int, int] = {}
    for (row, column), cell in page.cells.items():
        look = looks.of[cell.look]
        if cell.look in _HEADS and _is_above_figures(page, row, column):
            look = looks.to_the_right[cell.look]
        _write_cell(sheet, row, column, cell, look)
        if cell.look in _HIGH and (cell.look in _LARGE or len(str(cell.value)) > _SHORT):
            lines[row] = max(lines.get(row, 0), _height(cell, page.widths[column]))
    # Not every program makes a row as high as its text.
    for row, height in lines.items():
        if height > _ROW:
            sheet.set_row(row, height)
    for choice in page.choices:
        source = choice.values if isinstance(choice.values, str) else list(choice.values)
        sheet.data_validation(
            choice.row, choice.column, choice.row, choice.column, {"validate": "list", "source": source}
        )


def _is_above_figures(page: Page, row: int, column: int) -> bool:
    """Return whether a head has a figure under it, in its own table."""
    below = (page.cells.get((row + down, column)) for down in range(1, _FAR))
    texts = 0
    for cell in filter(None, below):
        if cell.look in _FIGURES:
            return True
        if cell.look is Look.SECTION or (cell.look in _HEADS and texts):
            return False
        texts += cell.look not in _HEADS
    return False


def _height(cell: Cell, width: int) -> int:
    """Return the height of a row for one of its cells, in points; too high rather than too low."""
    style = _LOOKS[cell.look]
    size = int(str(style.get("font_size", _POINTS)))
    lines = 1
    if style.get("text_wrap") and isinstance(cell.value, str):
        in_a_line = max(1, (width - 1) * _POINTS * (_BOLD if style.get("bold") else _PLAIN) // (size * 100))
        lines = sum(len(part) <= in_a_line or len(wrap(part, in_a_line)) or 1 for part in cell.value.split("\n"))
    return lines * size * _LEADING // 100 + 3


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, look: Format) -> None:
    value = _held(cell.value)
    if cell.formula:
        sheet.write_formula(row, column, f"={cell.formula}", look, value)
    elif isinstance(value, str):
        if value:
            sheet.write_string(row, column, value, look)
        else:
            sheet.write_blank(row, column, None, look)
    else:
        sheet.write_number(row, column, value, look)


def _held(value: Value) -> str | int | Decimal:
    """Return what a cell holds: fitting text, or a number. An amount in whole cents is written as it is stated."""
    match value:
        case str():
            return _fit(value)
        case Fraction():
            return _DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))
        case date():
            return (value - _DAY_ZERO).days if value >= _FIRST_DAY else value.isoformat()
        case _:
            return value


def _fit(text: str) -> str:
    return _UNFIT.sub("", text)[:_MOST_TEXT]


def _lay_out(sheet: Worksheet, page: Page, foot: str) -> None:
    """Set how a sheet is read and printed: US Letter, heads that stay and are repeated, and a foot on every page."""
    sheet.hide_gridlines(2)
    sheet.set_paper(_LETTER)
    if page.landscape:
        sheet.set_landscape()
    sheet.set_margins(left=_MARGIN, right=_MARGIN)
    sheet.fit_to_pages(1, 0)
    last_row = max(row for row, _ in page.cells)
    last_column = max(len(page.widths) - 1, max(column for _, column in page.cells))
    sheet.print_area(0, 0, last_row, last_column)
    first, below = page.frozen
    if below:
        sheet.freeze_panes(below, 0)
        sheet.repeat_rows(first, below - 1)
    doubled = foot.replace("&", "&&")
    sheet.set_footer(f'&L&"{_FONT}"&8{doubled}&C&"{_FONT}"&8&A&R&"{_FONT}"&8Page &P of &N')
    # Codes such as 1 are text on purpose.
    sheet.ignore_errors({"number_stored_as_text": f"A1:{fixed(last_row, last_column)}".replace("$", "")})
