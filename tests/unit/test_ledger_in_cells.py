"""A ledger whose rows are cells already, and the cutting of its text into them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution.errors import FieldError
from restitution.fields import MOST_MISTAKES, Reader
from restitution.ledger import KINDS, ROW, Ledger, cells_of_ledger, encoding_notice, read_cells, read_ledger
from restitution.parsing import Guessed, Unreadable

HEADER = "date,kind,case,amount,note,joint"
FINDING = ("2021-01-04", "finding", "C1", "100", "", "")
ORDER = ("2021-01-04", "order", "C1", "60", "", "")
PAYMENT = ("2021-02-01", "payment", "C1", "9.99", "", "")
BLANK = ("", " ", "", "\t", "", "\u00a0")


def read(*rows: Sequence[object]) -> tuple[Ledger, list[FieldError]]:
    """Return a ledger of these rows and the mistakes in it."""
    reader = Reader()
    return read_cells(rows, reader), reader.errors


def cut(text: str) -> tuple[list[tuple[str, ...]], list[str]]:
    """Return the cells of a text, and what is wrong with it, as a list that people read."""
    reader = Reader()
    return cells_of_ledger(text, reader), [f"{error.path}: {error.message}" for error in reader.errors]


def told(text: str) -> list[str]:
    """Return what is wrong with a text that is read as a whole."""
    reader = Reader()
    read_ledger(text, reader)
    return [f"{error.path}: {error.message}" for error in reader.errors]


def as_csv(rows: Sequence[Sequence[str]]) -> str:
    """Return rows under their header as a spreadsheet writes them."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(ROW.names())
    writer.writerows(rows)
    return out.getvalue()


# --- rows of cells ---


def test_cells_are_read_as_a_sheets() -> None:
    """Dates and amounts as spreadsheets write them, capitals, and a note of several lines."""
    ledger, mistakes = read(
        ("5/2/2021", " Finding ", "C1", " $ 3,000.00 ", "first\nsecond \u00a0 line", ""),
        ("2-May-21", "ORDER", "C1", "1,500", "", "J1"),
    )
    assert mistakes == []
    first, second = ledger.entries
    assert (first.day.isoformat(), first.kind, first.amount, first.note) == (
        "2021-05-02",
        "finding",
        300_000,
        "first second line",
    )
    assert (second.row, second.day, second.amount, second.joint) == (2, first.day, 150_000, "J1")
    assert [(notice.row, notice.kind) for notice in ledger.notices] == [(1, "dates"), (2, "dates")]


def test_rows_are_counted_from_one_and_blank_ones_are_none() -> None:
    """What a table on a page shows beside a row is what a notice calls it."""
    ledger, mistakes = read(BLANK, FINDING, BLANK, PAYMENT, PAYMENT, BLANK)
    assert mistakes == []
    assert [entry.row for entry in ledger.entries] == [2, 4, 5]
    (notice,) = ledger.notices
    assert (notice.row, notice.kind) == (5, "duplicate")
    assert "row 4" in notice.message


def test_mistakes_name_the_cell() -> None:
    """Counted from 0, as every path is, under the path of the ledger."""
    reader = Reader()
    rows = [PAYMENT, BLANK, ("2021-02-01", "paid", "", "ten", "", ""), (*ORDER[:5], "a group of many words")]
    read_cells(rows, reader, "victim[0].ledger")
    assert [error.path for error in reader.errors] == [
        "victim[0].ledger[2].kind",
        "victim[0].ledger[2].amount",
        "victim[0].ledger[3].joint",
    ]


def test_rows_of_totals_are_told_as_in_a_sheet() -> None:
    """At the row, or with the first of its mistakes."""
    _, mistakes = read(PAYMENT, ("Total:", "", "", "9.99", "", ""), ("", "", "", "9.99", "", ""))
    assert [error.path for error in mistakes] == ["ledger[1]", "ledger[2].date", "ledger[2].kind"]
    assert "rows of totals are not read" in mistakes[0].message
    assert "If this is a row of totals, delete it." in mistakes[1].message


def test_rows_are_checked_together() -> None:
    """As in a file: joint groups and reversals; a message names the other row as the page numbers it."""
    _, (group,) = read(ORDER, (*ORDER[:5], "J1"))
    assert group.path == "ledger[1].joint"
    assert "(row 1)" in group.message
    _, (reversal,) = read(PAYMENT, ("2021-03-01", "reversal", "C1", "10", "", ""))
    assert reversal.path == "ledger[1].amount"


def test_an_empty_table_is_an_empty_ledger() -> None:
    """A table has its header on the page, so that no row is missing."""
    assert read() == (Ledger((), ()), [])
    assert read(BLANK) == (Ledger((), ()), [])


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["2021-01-04", "5/2/2021", "2-May-21", "13/1/2021", "", "Total"]) | TEXTS,
        st.sampled_from([*KINDS, "Payment", "total", ""]) | TEXTS,
        st.sampled_from(["C1", "C-2", "", "Total", "United States"]),
        st.sampled_from(["60", "$1,234.50", "(5.00)", "-5", "", "ten"]) | TEXTS,
        TEXTS,
        st.sampled_from(["", "J1", "?"]),
    ),
    max_size=8,
)


@given(ROWS)
def test_cells_and_text_are_read_the_same(rows: list[tuple[str, ...]]) -> None:
    """What a spreadsheet writes of some cells is read as the cells are, whatever is in them."""
    text, cells = Reader(), Reader()
    # The row of a text is its line, of which a quoted cell may have several.
    by_text = read_ledger(as_csv(rows), text)
    by_cells = read_cells(rows, cells)
    assert [entry[1:] for entry in by_text.entries] == [entry[1:] for entry in by_cells.entries]
    assert text.count == cells.count
    if not text.count:
        assert [notice.kind for notice in by_text.notices] == [notice.kind for notice in by_cells.notices]


@given(ROWS)
def test_a_text_is_cut_as_it_is_read(rows: list[tuple[str, ...]]) -> None:
    """Cutting a text and reading its cells gives the rows of the text; a row that is cut is as it was written."""
    cells, mistakes = cut(as_csv(rows))
    whole, parts = Reader(), Reader()
    assert [entry[1:] for entry in read_ledger(as_csv(rows), whole).entries] == [
        entry[1:] for entry in read_cells(cells, parts).entries
    ]
    assert whole.count == parts.count + len(mistakes)
    # Like every sheet's, spaces before a cell are left out.
    assert {tuple(cell.lstrip(" ") for cell in row) for row in rows} >= {
        tuple(cell.lstrip(" ") for cell in row) for row in cells
    }


# --- the text of a ledger ---


def test_a_text_is_cut_into_the_declared_order() -> None:
    """Columns in any order, those that are missing empty, and what is in a cell as it was typed."""
    cells, mistakes = cut(
        'Note;AMOUNT;case;kind;date\r\n"say ""so""";" $ 1,00 ";who knows;paid;yesterday\r\n\r\n;;;;\r\n'
    )
    assert mistakes == []
    assert cells == [("yesterday", "paid", "who knows", " $ 1,00 ", 'say "so"', "")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n;;\n",
        "when,what,how much\n",
        "Report of 2026\ndate,kind,case,amount\n2021-01-04,order,C1,60\n",
        f"{HEADER}\n2021-01-04,order,C1,60,,,extra\n",
        "date,kind,case,amount,\n2021-01-04,order,C1,60,beside\n",
        f"{HEADER}\n2021-01-04,order,C1,$1,234.50\n",
        f"{HEADER}\n2021-01-04,order,C1,1,234\n",
        f"{HEADER}\n2021-01-04,order,C1,60,\"a note\" and more\n",
        f"{HEADER}\n2021-01-04,order,C1,60,\"no end\n",
        f"{HEADER}\n2021-01-04,order,C1,60\nTotal,,,60\n",
        f"{HEADER}\n2021-01-04,order,C1,60\n,Grand total:,,60\n",
        f"{HEADER}\nSubtotal,,,1,234.50\n",
        f"{HEADER}\n2021-01-04,order,C1,60,{'x' * 100_001}\n",
        "date,kind,case,amount,date\n",
    ],
)  # fmt: skip
def test_a_text_that_is_no_table_is_refused_in_the_same_words(text: str) -> None:
    """Wherever the mistake is in the table and not in a cell, cutting tells what reading tells."""
    _, mistakes = cut(text)
    assert mistakes
    assert mistakes == told(text)


def test_a_case_may_have_the_code_total() -> None:
    """Only a row that cannot be read is one of totals."""
    text = f"{HEADER}\n2021-01-04,order,Total,60\n2021-01-05,order,Total,sixty\n"
    cells, mistakes = cut(text)
    assert cells == [("2021-01-04", "order", "Total", "60", "", "")]
    assert mistakes == told(text)
    # What does not fit the kind of a row is no matter of its cells.
    assert cut(f"{HEADER}\n2021-01-04,finding,Total,(5.00),,J1\n")[1] == []


def test_files_that_are_guessed_or_unreadable() -> None:
    """The first is cut, and a notice tells how it was read; the other is refused with its own words."""
    source = Guessed(f"{HEADER}\n2021-01-04,order,C1,60,caf\u00e9\n", 2, 26)
    reader = Reader()
    assert cells_of_ledger(source, reader) == [("2021-01-04", "order", "C1", "60", "caf\u00e9", "")]
    assert encoding_notice(source) in read_ledger(source, reader).notices
    assert reader.errors == []
    assert cells_of_ledger(Unreadable("Not there."), reader, "victim[1].ledger") == []
    assert reader.errors == [FieldError("victim[1].ledger", "Not there.")]


def test_very_many_mistakes_are_counted() -> None:
    """The first hundred are told."""
    reader = Reader()
    ledger = read_cells([("?", "payment", "C1", "1", "", "")] * 3_000, reader)
    assert ledger == Ledger((), ())
    assert (len(reader.errors), reader.count) == (MOST_MISTAKES, 3_000)
