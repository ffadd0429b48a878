"""What is pasted into a table of a case: how it is cut into cells, understood as columns, and stored."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.bench.calculator import ledger

from restitution.casefile.clipboard import MOST_PROBLEMS, Understood, cells_of, normal, understand
from restitution.casefile.names import SYNONYMS, known_columns, plain_name
from restitution.casefile.stored import reading, refusal
from restitution.errors import InputError
from restitution.fields import Field, Kind
from restitution.ledger import ROW
from restitution.scenario.defendant_fields import ADJUSTMENT, CONDUCT, COUNT
from restitution.scenario.victim_fields import LOSS, VICTIM

VICTIM_OF = Field("victim", Kind.CODE, "Which victim?", "victim")
LOSSES = (VICTIM_OF, *LOSS.fields)
AWARDS = (
    VICTIM_OF,
    Field("amount", Kind.MONEY, "How much was ordered?", "prior award", required=True),
    Field("note", Kind.TEXT, "Any note?", "note", default=""),
)
COUNTS = (Field("defendant", Kind.CODE, "Which defendant?", "defendant"), *COUNT.fields)

CATEGORIES = ("Medical care", "Lost income", "fees")
EXPERT = "Victim\tCategory\tDescription\tAmount\tSource\r\n" + "".join(
    f"{'ABC'[i % 3]}\t{CATEGORIES[i % 3]} \tTherapy, year {i} \t $ 1,{i:03}.00 \tEx. {i}\r\n" for i in range(45)
)
AMOUNTS = "".join(f"${3_000 + 10 * i:,}.00\r\n" for i in range(40))


def block(text: str, columns: Sequence[Field], at: str = "", *, rows_so_far: int = 0) -> Understood:
    """Return how a text is understood."""
    return understand(cells_of(text), columns, at, rows_so_far=rows_so_far)


def of(columns: Sequence[Field], name: str) -> Field:
    """Return a column by its name."""
    return next(field for field in columns if field.name == name)


# --- text cut into cells ---


@pytest.mark.parametrize(
    ("text", "sign", "cells"),
    [
        ("", "", []),
        (" \r\n\t\r\n", "\t", []),
        ("x", "", [["x"]]),
        ("a\tb\r\n\tc\t\r\n\r\n", "\t", [["a", "b"], ["", "c"]]),
        ('a\t"two\r\nlines, ""quoted"""\r\nb\tc', "\t", [["a", 'two\r\nlines, "quoted"'], ["b", "c"]]),
        ('"so" he said\t5\n"open\t6\n5" pipe\t7', "\t", [['"so" he said', "5"], ['"open', "6"], ['5" pipe', "7"]]),
        ('"two\nlines"\n"b"\nc', "", [["two\nlines"], ["b"], ["c"]]),
        ("\ufeffa,b\rc,d\r", ",", [["a", "b"], ["c", "d"]]),
        ('a, "1,200" ,x\nb,"3,400",y\n', ",", [["a", "1,200", "x"], ["b", "3,400", "y"]]),
        ("a;1,5;x\nb;2,5;y", ";", [["a", "1,5", "x"], ["b", "2,5", "y"]]),
        ("a|b\n1|2", "|", [["a", "b"], ["1", "2"]]),
        ("a\tb, c\n1\t2, 3", "\t", [["a", "b, c"], ["1", "2, 3"]]),
        ("a,b,note\n1,2,with\ttab\n3,4,", ",", [["a", "b", "note"], ["1", "2", "with\ttab"], ["3", "4", ""]]),
        ("sep=;\r\na;b,c\r\n", ";", [["a", "b,c"]]),
        ("sep=\\t\na\tb", "\t", [["a", "b"]]),
        ("\t\t;\r\n", "\t", [["", "", ";"]]),
        ("date, kind, case\n2021-01-04, order, C1", ",", [["date", " kind", " case"], ["2021-01-04", " order", " C1"]]),
        ("Report,,\nof 2026,,\na,b,c\n1,2,3\n4,5,6\n", ",", None),
        ("Title\na\tb\nc\td\n", "\t", [["Title", ""], ["a", "b"], ["c", "d"]]),
    ],
)  # fmt: skip
def test_text_is_cut_into_cells(text: str, sign: str, cells: list[list[str]] | None) -> None:
    """As Excel and Word copy it, and as files have it; the cells as they are written, every row as wide."""
    found = cells_of(text)
    assert found.sign == sign
    if cells is not None:
        assert list(found) == cells


@pytest.mark.parametrize(
    "text",
    [
        "$3,000.00\r\n 5,000 \r\n(7,500.00)\r\n1,234,567",
        "3.000,50\n4.000,00",
        "3 000,50\n12,30",
        "Therapy, year 1\nTherapy, year 2",
        "Smith Clinic, first visit, second visit",
        "One; two\nThree",
        "$3,000 in Utah\n$4,500 in Texas",
    ],
)
def test_amounts_and_sentences_in_one_column_stay_one(text: str) -> None:
    """A comma within an amount, or before a space, divides nothing."""
    assert list(cells_of(text)) == [[line] for line in text.splitlines()]


def test_far_too_many_columns_are_refused() -> None:
    """Every row is filled up to the widest, so that one long row cannot fill the memory."""
    with pytest.raises(InputError, match="up to 5,001 cells"):
        cells_of("\t" * 5_000 + "x" + "\na" * 5_000)


CELLS = st.text(st.sampled_from("ab1 ,;|\"'\t\n\r$.=é\u00a0"), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6))
def test_what_excel_copies_comes_back(rows: list[list[str]]) -> None:
    """Cells with tabs, line breaks and quotation marks, apart from what is empty at the end."""
    text = "".join("\t".join(copied(cell) for cell in row) + "\r\n" for row in rows)
    assert list(cells_of(text)) == trimmed(rows)


@given(st.lists(st.lists(st.text('ab1"\n $.', max_size=8), min_size=4, max_size=4), min_size=1), st.sampled_from(",;|"))
def test_what_a_file_has_comes_back(rows: list[list[str]], sign: str) -> None:
    """The same in CSV with any sign."""
    out = io.StringIO()
    csv.writer(out, delimiter=sign, quoting=csv.QUOTE_ALL).writerows(rows)
    assert list(cells_of(out.getvalue())) == trimmed(rows)


def copied(cell: str) -> str:
    """Return a cell as Excel copies it. A cell that only looks quoted is ambiguous there, so it is quoted too."""
    return '"' + cell.replace('"', '""') + '"' if set('\t\r\n"').intersection(cell) else cell


def trimmed(rows: list[list[str]]) -> list[list[str]]:
    """Return rows without empty rows and columns at the end."""
    last = max((at for at, row in enumerate(rows, 1) if any(map(str.strip, row))), default=0)
    width = max((at for row in rows for at, cell in enumerate(row, 1) if cell.strip()), default=0)
    return [row[:width] for row in rows[:last]]


@given(st.text(max_size=60))
def test_any_text_is_understood(text: str) -> None:
    """Whatever it is: a column for each column, nothing taken twice, and nothing left out unsaid."""
    cells = cells_of(text)
    for columns in (LOSSES, ROW.fields):
        found = understand(cells, columns)
        assert len(found.columns) == max(map(len, cells), default=0)
        taken = [name for name in found.columns if name]
        assert len(set(taken)) == len(taken)
        body = cells[found.header :]
        empty = sum(not any(row[at].strip() for row in body) for at in range(len(found.columns)))
        assert len(taken) + len(found.left) + empty >= len(found.columns)
        assert {row for row, _, _ in found.problems} >= set(found.totals) or found.more


@pytest.mark.parametrize("piece", ['"a\t', '"a\t""b\t', '""a\n', '"""a\t"b"\n', '"\n', "a,\t", "1,000\n"])
def test_long_text_takes_no_longer_for_its_quotation_marks(piece: str) -> None:
    """Unbalanced marks are not searched for again from every cell: this ends at once."""
    assert len(cells_of(f"{piece}\n" * 20_000 + "end")) > 1


# --- whole blocks ---


def test_an_experts_spreadsheet_of_45_losses() -> None:
    """Five columns under names of the expert's own, words for the categories, amounts in accounting format."""
    found = block(EXPERT, LOSSES)
    assert found.header
    assert found.certain
    assert found.columns == ("victim", "category", "label", "amount", "exhibit")
    assert found.heads == ("Victim", "Category", "Description", "Amount", "Source")
    assert found.samples[1] == ("B", "Lost income ", "Therapy, year 1 ", " $ 1,001.00 ", "Ex. 1")
    assert (found.problems, found.left, found.missing, found.totals) == ((), (), (), ())
    # “Lost income” is the wording of its choice. A value is told too: “therapy” may be meant otherwise.
    said = "“Medical care” is read as “Medical care, also psychiatric or psychological”."
    assert found.reads == (("category", said), ("category", "“fees” is read as “Attorneys' fees and other costs”."))


def test_the_same_without_its_header() -> None:
    """What does not fit where it stands is looked for by its kind, and the reader is asked."""
    found = block(EXPERT.partition("\n")[2], LOSSES)
    assert (found.header, found.certain) == (False, False)
    assert found.columns == ("victim", "category", "label", "amount", "exhibit")
    four = block("A\tmedical\tTherapy\t1,200\nA\tincome\tWages\t3,400\n", LOSSES)
    assert (four.certain, four.columns) == (True, ("victim", "category", "label", "amount"))


def test_a_column_of_40_awards() -> None:
    """In the column of the cell pasted at, with its name above or without."""
    found = block(AMOUNTS, AWARDS, "amount")
    assert (found.header, found.certain, found.columns) == (False, True, ("amount",))
    assert (found.problems, found.missing) == ((), ())
    named = block("Restitution ordered\r\n" + AMOUNTS, AWARDS, "amount")
    assert (named.header, named.certain, named.columns) == (True, True, ("amount",))
    unknown = block("Figure\r\n" + AMOUNTS, AWARDS, "amount")
    assert (unknown.header, unknown.certain, unknown.columns) == (True, False, ("amount",))


@pytest.mark.parametrize("header", ["", "Court\tAmount\tDate\r\n"])
def test_awards_with_court_and_date(header: str) -> None:
    """The court is a note; the date has no column, and it is said that it is left out."""
    rows = "".join(f"D. Utah\t{3_000 + i}.00\t5/{i + 1}/2021\r\n" for i in range(9))
    found = block(header + rows, AWARDS, "amount")
    assert found.columns == ("note", "amount", "")
    assert not found.certain
    assert found.left == ("Column 3, “Date”, is left out." if header else "Column 3 is left out.",)


def test_a_clerks_ledger() -> None:
    """Names of other systems, dates of two forms, a docket number that is refused in its place, reversals."""
    found = block(
        "Paid on\tType\tCase No.\tAmount (US$)\tMemo*\tClerk\n"
        "5/2/2021\tPayment\t1:19-cr-00123\t(60.00)\tfirst\nsecond line\t\n"
        "2-May-21\tORDER\tC1\t$5\t\tyes\n".replace("first\nsecond line", '"first\nsecond line"'),
        ROW.fields,
    )
    assert found.columns == ("date", "kind", "case", "amount", "note", "")
    assert found.left == ("Column 6, “Clerk”, is left out.",)
    assert not found.certain
    assert [(problem.row, problem.column) for problem in found.problems] == [(1, "case")]
    assert dict(reversed(found.reads)) == {
        "date": "“5/2/2021” is read as May 2, 2021. The month comes first, as US courts and US Excel write it.",
        "amount": "“(60.00)” is read as −$60.00. A negative payment is a reversal.",
        "note": "“first second line” is read as one line.",
    }


def test_counts_with_dates_and_sections() -> None:
    """The readings of sections and dates are told; a list of victims may have commas."""
    found = block(
        "Defendant\tSection\tStart date\tEnd date\tVictims\n"
        "1\t18 U.S.C. § 2252A(a)(5)(B) and (b)(2)\t3/1/2019\t1-Apr-2020\tA, B and C\n",
        COUNTS,
    )
    assert (found.certain, found.problems) == (True, ())
    assert found.columns == ("defendant", "offense", "from", "to", "victims")
    assert [said.partition(" is read as ")[2][:18] for _, said in found.reads] == [
        "2252A(a)(5), with ",
        "March 1, 2019. The",
        "April 1, 2020. The",
        "A; B; C.",
    ]


def test_names_below_titles() -> None:
    """The reader is told which rows to leave out."""
    found = block("Report of losses\t\nfor counsel\t\nVictim\tAmount\nA\t500\n", LOSSES)
    assert not found.certain
    assert found.problems[0] == (0, "", "Row 3 names the columns: leave out the rows above it.")


def test_a_word_over_words_may_be_one_of_them() -> None:
    """So the reader is asked; a name over codes or amounts is one."""
    assert block("Service\nRent\nBus\n", LOSSES, "label").certain is False
    assert block("Victim\nA\nB\n", LOSSES, "victim").certain


def test_what_the_table_needs_and_the_block_has_not() -> None:
    """Told for rows that are added, as a column or in its cells; rows that are there have it already."""
    found = block("Victim\tAmount\nA\t5\n", LOSSES)
    assert (found.certain, found.missing) == (True, ("category",))
    assert block("Victim\tAmount\nA\t5\n", LOSSES, rows_so_far=1).missing == ()
    rows = "medical\tx\t5\n\ty\t6\n\tz\t7\n"
    assert [tuple(p)[:2] for p in block(rows, LOSSES, "category").problems] == [(1, "category"), (2, "category")]
    assert [tuple(p)[:2] for p in block(rows, LOSSES, "category", rows_so_far=2).problems] == [(2, "category")]


def test_very_many_problems_are_counted() -> None:
    """The first of them are told."""
    found = block("Amount\n" + "5 dollars\n" * 500, AWARDS)
    assert (len(found.problems), found.more) == (MOST_PROBLEMS, 500 - MOST_PROBLEMS)
    assert found.problems[0] == (
        1,
        "amount",
        "Write an amount in US dollars, for example 1,234.50, not “5 dollars”.",
    )


def test_amounts_cut_at_their_commas() -> None:
    """In text that commas divide they may be; cells of a spreadsheet are what they are."""
    found = block("A,3,000\nB,4,500\n", AWARDS)
    assert not found.certain
    assert [(row, name) for row, name, _ in found.problems] == [(0, "amount"), (1, "amount")]
    assert "may be one amount cut at its comma" in found.problems[0].message
    low_and_high = block("Low\tHigh\n100\t200\n", LOSSES)
    assert (low_and_high.columns, low_and_high.problems) == (("low", "high"), ())


# --- totals ---


@pytest.mark.parametrize(
    ("text", "columns", "totals"),
    [
        (EXPERT + "Total\t\t\t$45,990.00\t\r\n", LOSSES, (46,)),
        (EXPERT + "\t\tTotal losses:\t$1.00\t\r\n", LOSSES, (46,)),
        (EXPERT + "A\tother\tTotal\t$45,990.00\t\r\n", LOSSES, (46,)),
        ("Amount\n" + AMOUNTS + "Total\n", AWARDS, (41,)),
        ("Victim\tAmount\nA\t5\nA\t6\nTotal\t99\n", AWARDS, (3,)),
        ("Note\tAmount\nx\t5\nx\t6\nSubtotal\t11\nx\t7\nx\t8\nSum paid\t15\nSum of all\t26\n", AWARDS, (3, 6, 7)),
        ("Date\tKind\tCase\tAmount\n2021-01-04\torder\tC1\t5\nTotal\t\t\t5\n", ROW.fields, (2,)),
    ],
)
def test_rows_of_totals(text: str, columns: Sequence[Field], totals: tuple[int, ...]) -> None:
    """By a word and what is missing, or by a word and the sum; each is a problem of its row."""
    found = block(text, columns)
    assert found.totals == totals
    assert [problem.row for problem in found.problems if not problem.column] == list(totals)
    assert all("leave this row out" in problem.message for problem in found.problems)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Category\tDescription\tAmount\nmedical\tTotal knee replacement\t5\nother\tBalance of rent\t6\n", LOSSES),
        ("Category\tDescription\tAmount\nother\tA\t5\nother\tB\t6\nother\tC\t11\n", LOSSES),
        ("Amount\n1000\n2000\n3000\n", AWARDS),
        ("Date\tKind\tCase\tAmount\n2021-01-04\torder\tTotal\t5\n", ROW.fields),
        ("Note\tAmount\nTotal restitution of 2019\t5\n", AWARDS),
    ],
)
def test_rows_that_are_no_totals(text: str, columns: Sequence[Field]) -> None:
    """A word that begins like one, a case of this code, an amount that happens to be a sum."""
    found = block(text, columns)
    assert (found.totals, found.problems) == ((), ())


def test_a_last_amount_that_is_the_sum_of_the_others() -> None:
    """Without a word it is only asked whether it is their total."""
    found = block("100\n250.50\n300\n650.50\n", AWARDS, "amount")
    assert found.totals == ()
    ((row, column, message),) = found.problems
    assert (row, column) == (3, "")
    assert message.startswith("$650.50 is the sum of the amounts above. If it is their total, leave this row out")


# --- names ---


def test_names_of_columns() -> None:
    """Capitals, signs and what is in brackets do not count; a field's own name comes first."""
    assert plain_name(" Loss_Amount (US$)*: ") == "loss amount"
    assert known_columns(["Case #", "AMOUNT", "Total", "x", ""], ROW.fields) == ("case", "amount", "", "", "")
    assert known_columns(["Total", "Amount"], ROW.fields) == ("", "amount")
    assert known_columns(["Number of images", "number of videos"], CONDUCT.fields) == ("images", "videos")
    # The term of two columns is none.
    assert known_columns(["expert's range"], LOSSES) == ("",)
    assert known_columns(["How much, as one amount?", "years until the first payment"], LOSSES) == (
        "amount",
        "starts_in",
    )
    assert known_columns(["x" * 10_000], LOSSES) == ("",)


@pytest.mark.parametrize(
    "columns", [LOSSES, AWARDS, COUNTS, ROW.fields, VICTIM.fields, CONDUCT.fields, ADJUSTMENT.fields]
)
def test_every_column_is_known_by_its_own_words(columns: Sequence[Field]) -> None:
    """By its name always; synonyms are plain, and none is the name of another column of its table."""
    names = [field.name for field in columns]
    assert list(known_columns(names, columns)) == names
    for field in columns:
        for word in SYNONYMS.get(field.name, ()):
            assert word == plain_name(word)
            assert known_columns([word], columns) == (word if word in names else field.name,)


# --- what is stored ---


@pytest.mark.parametrize(
    ("cell", "name", "stored"),
    [
        ("medical", "category", "medical"),
        (" Medical\u00a0care ", "category", "medical"),
        ("LOST INCOME", "category", "income"),
        ("Attorneys’ fees", "category", "fees"),
        ("Any other relevant loss", "category", "other"),
        ("Med", "category", "Med"),
        ("Psychotherapy", "category", "Psychotherapy"),
        ("", "category", ""),
        ("the", "take", "the"),
        ("The lower", "take", "low"),
        ("initial abuse", "cause", "initial-abuse"),
        ("X", "projected", "true"),
        ("No", "projected", "false"),
        ("TRUE", "projected", "true"),
        ("perhaps", "projected", "perhaps"),
        (" $ 3,000.00 ", "amount", "$ 3,000.00"),
        ("3,000.00\u00a0", "amount", "3,000.00"),
        (" $ -   ", "amount", "0"),
        ("-", "amount", "-"),
        ("(5.00)", "amount", "(5.00)"),
        ("3.000,50", "amount", "3.000,50"),
        ("Visit\r\nof\u00a0May\x0b ", "label", "Visit of May"),
        ("two  spaces", "label", "two  spaces"),
        ("=1+1", "label", "=1+1"),
        ("a\u202eb", "label", "a\u202eb"),
        ("2 %", "growth", "2 %"),
        (" A ", "victim", "A"),
    ],
)  # fmt: skip
def test_what_is_stored_of_a_loss(cell: str, name: str, stored: str) -> None:
    """As typed, but the words of a choice, yes and no, and white space that no reader takes."""
    assert normal(cell, of(LOSSES, name)) == stored


@pytest.mark.parametrize(
    ("cell", "name", "stored"),
    [
        ("5/2/2021", "from", "2021-05-02"),
        (" 2-May-21 ", "from", "2021-05-02"),
        ("2021-05-02", "from", "2021-05-02"),
        ("13/1/2021", "from", "13/1/2021"),
        ("44317", "from", "44317"),
        ("A, B & C", "victims", "A; B; C"),
        ("A;B C", "victims", "A; B; C"),
    ],
)
def test_what_is_stored_of_a_count(cell: str, name: str, stored: str) -> None:
    """A day as its reader takes it, a list as it is written elsewhere."""
    assert normal(cell, of(COUNTS, name)) == stored


@given(st.text(max_size=20) | st.sampled_from(["5/2/2021", " $ 5 ", "(5)", " C1 ", "a\nb"]))
def test_a_ledger_is_stored_as_typed(cell: str) -> None:
    """Its reader takes what spreadsheets write; only a kind is stored as what it is."""
    for field in ROW.fields:
        if field.kind is not Kind.CHOICE:
            assert normal(cell, field) == cell


def test_the_kinds_of_a_ledger() -> None:
    """In capitals, or in the words of the choice."""
    kind = ROW.field("kind")
    assert normal(" Payment", kind) == "payment"
    assert normal("Restitution that the victim received", kind) == "payment"
    assert normal("Disbursement", kind) == "Disbursement"
    assert reading("PAYMENT", kind) == ("", "")
    assert reading("A payment undone", kind)[0].startswith("“A payment undone” is read as “A payment undone: a ")


@given(st.sampled_from([*LOSSES, *COUNTS, *ROW.fields]), st.text(max_size=12))
def test_storing_is_done_once(field: Field, cell: str) -> None:
    """What is stored is stored as it is, and is no more refused than what was typed."""
    stored = normal(cell, field)
    assert normal(stored, field) == stored
    if refusal(stored, field):
        assert refusal(cell, field)
        assert reading(cell, field) == ("", "")


def test_flags_and_rates_are_told() -> None:
    """Where what was typed says it otherwise."""
    assert reading("x", of(LOSSES, "projected"))[0] == "“x” is read as yes."
    assert reading("yes", of(LOSSES, "projected")) == ("", "")
    assert reading("0.02", of(LOSSES, "growth"))[0] == "“0.02” is read as 2% a year."
    assert reading("$1,234.50", of(LOSSES, "amount")) == ("", "")
    assert reading("1234.5", of(LOSSES, "amount"))[0] == "“1234.5” is read as $1,234.50."


@pytest.mark.slow
def test_ten_thousand_rows() -> None:
    """A large ledger is cut and understood as a small one is."""
    cells = cells_of(ledger(10_000))
    found = understand(cells, ROW.fields)
    assert (len(cells), found.certain, found.problems) == (10_001, True, ())


@pytest.mark.parametrize(
    ("typed", "category"),
    [("Attorney fees", "fees"), ("Attorneys’ fees", "fees"), ("Childcare", "transport"), ("Lost wages", "income")],
)
def test_what_experts_call_a_loss_is_known_and_told(typed: str, category: str) -> None:
    declared = next(field for field in LOSSES if field.name == "category")
    assert normal(typed, declared) == category
    assert typed in reading(typed, declared)[0]
    assert normal("Education", declared) == "Education"
