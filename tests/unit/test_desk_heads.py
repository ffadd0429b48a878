"""The heads of the desk's own tables, with which its rows may come back from a spreadsheet."""

from __future__ import annotations

import pytest

from restitution.casefile import table_of
from restitution.casefile.names import known_columns
from restitution.desk.form_plan import LEDGER, PARTS, Sheet

SHEETS = [*(sheet for part in PARTS for sheet in part.sheets), LEDGER]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_head_of_the_desk_is_known_when_it_is_pasted(sheet: Sheet) -> None:
    fields = table_of("ledger/A" if sheet is LEDGER else sheet.name).fields
    heads = [column.head for column in sheet.columns]
    assert dict(zip(heads, known_columns(heads, fields), strict=True)) == {
        column.head: column.declared.name for column in sheet.columns
    }
