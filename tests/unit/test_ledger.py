"""One victim's ledger: how its rows are read and refused, their totals, and the command's report."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import scaled
from tests.unit import support
from tests.unit.support import ANSWERED, BAD_INPUT, Run

from restitution.errors import FieldError
from restitution.fields import MOST_MISTAKES, Reader
from restitution.ledger import KINDS, ROW, Ledger, Position, position, read_ledger
from restitution.ledger.sheet import MOST_IN_A_LINE, read_sheet
from restitution.money import cents, stated
from restitution.protocol import FORMATS
from restitution.steps.ledger import worksheet

HEADER = "date,kind,case,amount,note\n"
PLAIN = HEADER + "2021-01-04,finding,C1,100,\n2021-01-04,order,C1,60,\n2021-02-01,payment,C1,99.99,\n"
ROWS = [
    {"date": "2021-01-04", "kind": "finding", "case": "C1", "amount": "100"},
    {"date": "2021-01-04", "kind": "order", "case": "C1", "amount": "60"},
    {"date": "2021-02-01", "kind": "payment", "case": "C1", "amount": "99.99"},
]
LATER = date(2026, 1, 1)


def answer(ledger: object, as_of: object = "2026-01-01", form: str = "json") -> Any:
    """Return the answer to a ledger that must not be refused."""
    return support.answer("ledger", {"ledger": ledger, "as_of": as_of}, form)


def report(ledger: object, form: str = "text") -> str:
    """Return the answer for people, with white space normalized."""
    return " ".join(answer(ledger, form=form).split())


def refusal(ledger: object, as_of: object = "2026-01-01") -> dict[str, str]:
    """Return what is refused in a ledger, by path."""
    return support.mistakes("ledger", {"ledger": ledger, "as_of": as_of})


def read(source: object) -> tuple[Ledger, list[FieldError]]:
    """Return a ledger and the mistakes in it."""
    reader = Reader()
    return read_ledger(source, reader), reader.errors


# --- the command line ---


@pytest.mark.parametrize("content", [PLAIN, "\ufeff" + PLAIN, PLAIN.replace("\n", "\r\n"), json.dumps(ROWS)])
def test_csv_and_json_give_the_same(file: Callable[..., str], run: Run, content: str) -> None:
    """A file of either form is answered as the protocol answers."""
    code, out, err = run("ledger", file(content), "--as-of", "2026-01-01", "--format", "json")
    assert (code, err) == (ANSWERED, "")
    assert json.loads(out) == answer(PLAIN)
    assert json.loads(out)["outstanding"] == "0.01"


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_of_the_command_line(file: Callable[..., str], run: Run, form: str) -> None:
    """Each has the figure, as people or machines write it."""
    code, out, _ = run("ledger", file(PLAIN), "--as-of", "2026-01-01", "--format", form)
    assert code == ANSWERED
    assert "99.99" in out


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (
            b"",
            ["ledger: The ledger is empty: give a header (date, kind, case, amount, note, joint) and rows under it."],
        ),
        (b" \n\r\n;;\n", None),
        (b"\xff\xfed\x00a\x00", None),
        (b"\xff\xfed\x00a", None),
        (b"PK\x03\x04\x14\x00", None),
        (b"caf\xe9", None),
        ("[1, 'caf\xe9']".encode("cp1252"), None),
        (b"\x00\x00", None),
        (b"[1", None),
        (b"{}", ["ledger: This must be the rows of a ledger: a list, or CSV text, not a table."]),
        (b"[5]", ["ledger[0]: This must be a table of fields (row of the ledger), not 5."]),
        (b'[{"amount": 1.5}]', None),
        (b"2021-01-01,payment,C1,1\n", None),
    ],
    ids=repr,
)
def test_files_that_are_no_ledger(file: Callable[..., str], run: Run, content: bytes, lines: list[str] | None) -> None:
    """Whatever is in the file: exit code 2, a sentence, and no Python traceback."""
    code, out, err = run("ledger", file(content), "--as-of", "2026-01-01")
    assert (code, out) == (BAD_INPUT, "")
    assert err.strip()
    assert "Traceback" not in err
    assert "itself failed" not in err
    if lines:
        assert err.splitlines() == lines


def test_the_day_is_needed(file: Callable[..., str], run: Run) -> None:
    """There is no clock: without a day there is no answer; a wrong one is reported with the mistakes in the rows."""
    code, _, err = run("ledger", file(PLAIN))
    assert code == BAD_INPUT
    assert "--as-of" in err
    code, _, err = run("ledger", file(PLAIN.replace("99.99", "ten")), "--as-of", "tomorrow")
    assert code == BAD_INPUT
    assert [line.split(": ")[0] for line in err.splitlines()] == ["as_of", "row 4, amount"]


# --- mistakes ---


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("2021-02-30,payment,C1,1,", "date", "not a calendar date"),
        (
            "13/02/2021,payment,C1,1,",
            "date",
            "The month comes first, and there is no month 13.",
        ),
        (
            "May 2 2021,payment,C1,1,",
            "date",
            "Write a date as year-month-day, for example 2021-05-02, not “May 2 2021”.",
        ),
        (",payment,C1,1,", "date", "missing"),
        (
            "2021-01-01,refund,C1,1,",
            "kind",
            "one of finding, order, payment, reversal, assistance, civil, not “refund”.",
        ),
        ("2021-01-01,pay\0ment,C1,1,", "kind", "one of"),
        ("2021-01-01,,C1,1,", "kind", "missing"),
        ("2021-01-01,payment,two words,1,", "case", "not “two words”."),
        ("2021-01-01,payment,two words,1,", "case", "Never a name"),
        ("2021-01-01,payment,,1,", "case", "only assistance and civil damages"),
        ("2021-01-01,finding,,1,", "case", "only assistance and civil damages"),
        ("2021-01-01,order,,1,", "case", "only assistance and civil damages"),
        (
            "2021-01-01,payment,C1,-1.01,",
            "amount",
            "takes back $1.01, but only $1.00 is left of what was paid in case C1",
        ),
        ("2021-01-01,finding,C1,(1),", "amount", "Only a payment can be negative"),
        ("2021-01-01,reversal,C1,-1,", "amount", "A reversal is written without a minus"),
        ("2021-01-01,payment,C1,ten,", "amount", "an amount in US dollars"),
        ("2021-01-01,payment,C1,10 EUR,", "amount", "not “10 EUR”."),
        ("2021-01-01,payment,C1,1 234.50,", "amount", "an amount in US dollars"),
        ("2021-01-01,payment,C1,1.234,", "amount", "two decimals"),
        ("2021-01-01,payment,C1,1e3,", "amount", "an amount in US dollars"),
        ("2021-01-01,payment,C1,,", "amount", "missing"),
        ("2021-01-01,payment,C1,9999999999999,", "amount", "at most"),
        ("2021-01-01,payment,C1,1," + "x" * 201, "note", "at most 200 characters"),
        ("2021-01-01,payment,C1,1,\0", "note", "ordinary characters"),
    ],
)
def test_a_mistake_has_its_row_and_column(row: str, column: str, words: str) -> None:
    """One mistake, at its place, in both forms of a ledger."""
    found = refusal(HEADER + "2021-01-01,payment,C1,1,\n\n" + row + "\n")
    assert list(found) == [f"row 4, {column}"]
    assert words in found[f"row 4, {column}"]
    cells = dict(zip(HEADER.strip().split(","), row.split(","), strict=True))
    found = refusal([{**ROWS[0], "date": "2021-01-01", "kind": "payment", "amount": "1"}, cells])
    assert list(found) == [f"ledger[1].{column}"]
    assert words in found[f"ledger[1].{column}"]


def test_every_mistake_is_told_at_once() -> None:
    """Several in one row, rows that cannot be cut, and the group of a case."""
    text = "date,kind,case,amount,joint\n"
    text += "2021-13-01,refund,four words and more,-1,two words\n"
    text += "2021-01-01,payment,C1\n"
    text += '2021-01-01,payment,"C1"x,1,\n'
    text += "2021-01-01,payment,C1,1,234.50\n"
    text += "2021-01-01,payment,C1,1,J\n"
    text += "2021-01-01,order,C1,1,J\n"
    text += "2021-01-02,order,C1,1,\n"
    text += "2021-01-02,order,C1,1,K\n"
    text += "2021-01-01,payment,C1,1,,234.50\n"
    found = refusal(text, "never")
    assert list(found) == [
        "as_of",
        *(f"row 2, {name}" for name in ("date", "kind", "case", "amount", "joint")),
        "row 3, amount",
        "row 4",
        "row 5, amount",
        "row 6, joint",
        "row 10",
        "row 8, joint",
    ]
    assert found["row 3, amount"] == "This field is missing."
    assert "quotation marks do not match" in found["row 4"]
    assert found["row 5, amount"].startswith("“1,234.50” may be one amount cut at its comma")
    assert found["row 10"] == (
        "This row has 6 cells, the header has 5: “234.50” has no column. A cell with a comma in it needs "
        "quotation marks."
    )
    assert "in the joint group J (row 7)" in found["row 8, joint"]


@pytest.mark.parametrize("groups", [("", "J"), ("J", ""), ("J", "K")])
def test_a_case_is_in_one_joint_group(groups: tuple[str, str]) -> None:
    """Orders partly in a group, or in two, are refused, also after the day asked for."""
    rows = [{**ROWS[1], "joint": groups[0]}, {**ROWS[1], "joint": groups[1], "date": "2030-01-01"}]
    found = refusal(rows)
    assert list(found) == ["ledger[1].joint"]
    assert "(ledger[0])" in found["ledger[1].joint"]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("date,kind,amount", ["Missing: case."]),
        ("when,kind,case,amount", ["Missing: date.", "Unknown: when."]),
        ("Date,Kind of row,case,amount", ["Missing: kind.", "Unknown: Kind of row."]),
        ("date,kind,case,amount,amount,date", ["Given twice: date, amount."]),
        ("date,kind,case,,", ["Missing: amount."]),
        ("date,DATE,kind,case,amount", ["Given twice: date."]),
        ("date,kind,case,amount,\0", [r"Unknown: \x00."]),
        ("date,kind,case,amount," + "x" * 500, [f"Unknown: {'x' * 13} … {'x' * 13}."]),
        ("date,kind,case,amount," + ",".join("abcdefghijk"), ["Unknown: a, b, c, d, e, f, g, h, …."]),
        ("2021-01-01,payment,C1,1", ["Missing: date, kind, case, amount.", "Unknown: 2021-01-01, payment, C1, 1."]),
        ("\0d\0a\0t\0e", ["It seems to be UTF-16 without its mark. In Excel, use Save as: CSV UTF-8"]),
        ("Ledger of A,,,\n" + HEADER, ["Unknown: Ledger of A. Row 2 names them: delete the rows above it."]),
        ('date,"kind,case,amount', []),
    ],
)
def test_a_wrong_header_says_what_is_wrong(header: str, words: list[str]) -> None:
    """The row of the header, the missing and extra columns; nothing is reported for the rows below."""
    found = refusal(header + "\n2021-13-01,x,y z,-1\n")
    assert list(found) == ["row 1"]
    for part in words:
        assert part in found["row 1"]
    assert list(refusal("\r\n\r\n" + header + "\r\n")) == ["row 3"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\ufeff", ",,,\n,", "\t"])
def test_empty_text_is_refused(text: str) -> None:
    """An empty file is refused with what it should contain."""
    found = refusal(text)
    assert list(found) == ["ledger"]
    assert found["ledger"].startswith("The ledger is empty: give a header (date, kind, case, amount")


@pytest.mark.parametrize("source", [None, 5, True, {}, {"ledger": []}])
def test_what_is_no_ledger_is_refused(source: object) -> None:
    """Neither text nor a list."""
    assert "a list, or CSV text" in refusal(source)["ledger"]


@pytest.mark.parametrize(
    ("row", "path"),
    [
        ({**ROWS[0], "amount": 100}, "ledger[0].amount"),
        ({**ROWS[0], "amount": None}, "ledger[0].amount"),
        ({**ROWS[0], "case": None}, "ledger[0].case"),
        ({**ROWS[0], "case": ["C1"]}, "ledger[0].case"),
        ({**ROWS[0], "date": {}}, "ledger[0].date"),
        ({**ROWS[0], "victim": "A"}, "ledger[0].victim"),
        ({**ROWS[0], "note": "two\nlines"}, "ledger[0].note"),
        ({**ROWS[0], "note": "\ud800"}, "ledger[0].note"),
        (None, "ledger[0]"),
        ("2021-01-01", "ledger[0]"),
    ],
)
def test_rows_of_odd_values_are_refused(row: object, path: str) -> None:
    """Values that JSON can hold and CSV cannot."""
    assert list(refusal([row])) == [path]


def test_many_mistakes_are_counted() -> None:
    """The first hundred are listed, with the number of further ones; exactly a hundred are all listed."""
    row = "2021-01-01,payment,C1,ten,\n"
    found = refusal(HEADER + row * (MOST_MISTAKES + 1_234))
    assert len(found) == MOST_MISTAKES + 1
    assert found[""] == "More mistakes after these 100: 1,234."
    assert "" not in refusal(HEADER + row * MOST_MISTAKES)


LARGE = scaled(10_000_000)
"""Characters of a large input: ten megabytes in the long run."""


@pytest.mark.parametrize(
    ("row", "path"),
    [
        ("2021-01-01,payment,C1,1," + "x" * LARGE, "row 3"),
        ("x" * LARGE, "row 3"),
        ("," * LARGE, "row 3"),
        ("2021-01-01,payment,C1," + "1" * 90_000 + ",", "row 3, amount"),
        ("2021-01-01,payment," + "1" * 90_000 + ",1,", "row 3, case"),
    ],
    ids=["cell", "line", "commas", "amount", "case"],
)
def test_a_large_row(row: str, path: str) -> None:
    """It is refused with its row, and the rows after it are still read."""
    found = refusal(HEADER + "2021-01-01,payment,C1,1,\n" + row + "\n2021-01-01,payment,C1,ten,\n")
    assert list(found) == [path, "row 4, amount"]
    assert all(len(message) < 200 for message in found.values())


def test_a_large_header_and_large_json() -> None:
    """The same if no row is read, and if a row is a table."""
    assert list(refusal("x" * LARGE + "\n" + PLAIN)) == ["row 1"]
    found = refusal([{**ROWS[0], "note": "x" * LARGE, "case": "x" * LARGE}])
    assert list(found) == ["ledger[0].case", "ledger[0].note"]


def test_a_quotation_mark_that_is_never_closed() -> None:
    """It is refused where it opens, in a small file and in a large one."""
    row = "2021-01-01,payment,C1,1,\n"
    assert list(refusal(HEADER + row + '2021-01-01,payment,C1,1,"x\n' + row * 3)) == ["row 3"]
    assert next(iter(refusal(HEADER + row + '2021-01-01,payment,C1,1,"x\n' + row * 20_000))) == "row 3"


def test_where_a_ledger_stands_is_in_the_path() -> None:
    """Inside another input its mistakes have that input's path in front."""
    reader = Reader()
    read_ledger([{**ROWS[0], "amount": "ten"}], reader, "victim[0].ledger")
    read_ledger(PLAIN.replace("60", "six"), reader, "victim[0].ledger", "victim[0].ledger, ")
    read_ledger("", reader, "victim[0].ledger", "victim[0].ledger, ")
    assert [error.path for error in reader.errors] == [
        "victim[0].ledger[0].amount",
        "victim[0].ledger, row 3, amount",
        "victim[0].ledger",
    ]


# --- the form of the file ---


def test_the_lines_are_those_of_an_editor() -> None:
    """Line endings of every system, multi-line quoted cells, blank and empty rows; other breaks do not end a line."""
    text = 'date,kind\r\n\r\n2021,"a\nb\r\nc"\r2022,x\x0b\u2028y\n,\n"2023" , "z"'
    mistakes: list[int] = []
    rows = list(read_sheet(text, lambda row, message: mistakes.append(row)))
    assert rows == [
        *((1, ["date", "kind"]), (2, []), (3, ["2021", "a\nb\r\nc"]), (6, ["2022", "x\x0b\u2028y"])),
        (7, ["", ""]),
    ]
    assert mistakes == [8]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_signs_that_divide_cells(sign: str) -> None:
    """Commas, or a spreadsheet's other separators; columns in any order, spaces and quotation marks around cells."""
    rows = [
        ["amount", " kind", '"case"', "date ", "note"],
        ['"1,234.50"', "payment", "C1", "2021-02-01", ' "a, b; c"'],
        [" $5 ", "payment", '"C1"', "2021-02-01", 'says ""hi""'],
    ]
    ledger, mistakes = read("\n".join(sign.join(row) for row in rows))
    assert not mistakes
    assert [entry.amount for entry in ledger.entries] == [123450, 500]
    assert [entry.note for entry in ledger.entries] == ["a, b; c", 'says ""hi""']


def test_a_semicolon_beside_commas_divides_nothing() -> None:
    """It is part of a cell if the header has commas."""
    ledger, mistakes = read(HEADER + "2021-01-01,payment,C1,1,one; two\n")
    assert not mistakes
    assert ledger.entries[0].note == "one; two"


def test_the_longest_line() -> None:
    """One character more is one too many."""
    for more, refused in ((0, []), (1, [1])):
        mistakes: list[int] = []
        list(read_sheet("x" * (MOST_IN_A_LINE - 1 + more) + "\n", lambda row, message: mistakes.append(row)))  # noqa: B023
        assert mistakes == refused


def test_the_longest_line_beside_a_longer_one() -> None:
    """A hundred thousand characters; only the line with more is refused."""
    mistakes: list[tuple[int, str]] = []
    lines = ["x" * 99_999, "x" * 100_000]
    list(read_sheet("".join(f"{line}\n" for line in lines), lambda row, message: mistakes.append((row, message))))
    assert mistakes == [(2, "This line is too long for a row: it can have at most 100,000 characters.")]


def test_empty_cells_are_left_out() -> None:
    """In JSON as in CSV: no case, no note, no group."""
    rows = [{**ROWS[0], "case": "", "kind": kind, "note": "", "joint": ""} for kind in ("assistance", "civil")]
    assert answer(rows)["cases"] == []
    assert answer(rows)["assistance"] == answer(rows)["civil"] == "100.00"


def test_every_field_asks_in_words() -> None:
    """The row is declared as every input is: it feeds the form and the published schema."""
    assert ROW.names() == ("date", "kind", "case", "amount", "note", "joint")
    assert ROW.field("kind").choices == KINDS
    for field in ROW.fields:
        assert field.question.endswith("?")
        assert field.why.endswith(".")
        assert field.term


# --- the same result whichever way rows are read ---

days = st.dates(date(2021, 1, 1), date(2021, 1, 9)).map(date.isoformat)
amounts = st.integers(0, 30_000).map(lambda n: f"{n // 100}.{n % 100:02d}")
cells = {
    "date": days,
    "kind": st.sampled_from(list(KINDS)),
    "case": st.sampled_from(["A", "B", "C10", "C2"]),
    "amount": amounts,
    "note": st.sampled_from(["", "a", "one, two", 'a "b"', "x;y"]),
}


def _covered(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return rows of which no reversal takes back more than was paid in its case by its day."""
    paid: dict[str, Fraction] = {}
    for row in sorted(rows, key=lambda row: (row["date"], row["kind"] == "reversal")):
        case, amount = row["case"], Fraction(row["amount"])
        if row["kind"] == "reversal":
            amount = min(amount, paid.get(case, Fraction(0)))
            row["amount"] = stated(amount)
            paid[case] = paid.get(case, Fraction(0)) - amount
        elif row["kind"] == "payment":
            paid[case] = paid.get(case, Fraction(0)) + amount
    return rows


sound = st.lists(st.fixed_dictionaries(cells), max_size=12).map(_covered)


def _csv(rows: list[dict[str, str]], sign: str = ",") -> str:
    quoted = [[f'"{cell.replace('"', '""')}"' for cell in map(row.__getitem__, cells)] for row in rows]
    return "\r\n".join(sign.join(row) for row in [list(cells), *quoted]) + "\r\n"


@given(sound, st.sampled_from([",", ";", "\t"]))
def test_every_form_reads_the_same(rows: list[dict[str, str]], sign: str) -> None:
    """CSV of any kind and tables: the same answer except for the row numbers."""
    as_tables, as_text = answer(rows), answer(_csv(rows, sign))
    for notice in as_text["notices"]:
        notice["row"] -= 1
        notice["message"] = re.sub(r"(?<=row )\d+", lambda found: str(int(found[0]) - 1), notice["message"])
    assert as_tables == as_text


odd_text = st.sampled_from(["", " ", "x", "-1", "2021-02-30", "\0", "A", "payment", "1.999", "x" * 300, "a b", '"'])
odd_value = st.one_of(odd_text, st.none(), st.booleans(), st.integers(), st.just([]), st.just({}))
odd_names = st.sampled_from([*ROW.names(), "victim", ""])
odd_rows = st.lists(
    st.one_of(
        odd_value,
        st.dictionaries(odd_names, odd_value),
        st.builds(lambda row, name, value: {**row, name: value}, st.fixed_dictionaries(cells), odd_names, odd_value),
    ),
    max_size=8,
)
odd_lines = st.lists(st.lists(st.one_of(days, odd_text, amounts), max_size=7).map(",".join), max_size=8).map("\n".join)


@given(st.one_of(odd_rows, odd_value, st.text(max_size=80), odd_lines, odd_lines.map(lambda text: HEADER + text)))
def test_anything_is_answered_or_refused(source: object) -> None:
    """Never a failure; every mistake has its place in the ledger and a sentence."""
    response = support.ask("ledger", {"ledger": source, "as_of": "2026-01-01"})
    for error in response.get("errors", ()):
        assert re.match(r"ledger|row \d+", error["path"]), error
        assert error["message"].endswith((".", "characters."))


# --- totals ---


@given(sound, days)
def test_the_position_by_another_way(rows: list[dict[str, str]], as_of: str) -> None:
    """The figures from their definitions, day by day from the start, as slowly as it takes."""
    ledger, _ = read(rows)
    now = position(ledger, date.fromisoformat(as_of))
    counted = [row for row in rows if row["date"] <= as_of]

    def found(until: str) -> int:
        of = [cents(Fraction(r["amount"])) for r in counted if r["kind"] == "finding" and r["date"] <= until]
        return max(of, default=0)

    def total(kind: str, until: str = as_of, case: str = "") -> int:
        of = (r for r in counted if r["kind"] == kind and r["date"] <= until and case in ("", r["case"]))
        return sum(cents(Fraction(r["amount"])) for r in of)

    def paid(until: str = as_of, case: str = "") -> int:
        return total("payment", until, case) - total("reversal", until, case)

    assert (now.counted, now.after) == (len(counted), len(rows) - len(counted))
    assert (now.received, now.reversed) == (paid(), total("reversal"))
    assert now.ordered == total("order")
    assert (now.assistance, now.civil) == (total("assistance"), total("civil"))
    assert now.greatest_finding == found(as_of)
    assert now.outstanding - now.over_collected == found(as_of) - paid()
    assert min(now.outstanding, now.over_collected) == 0
    ended, reopened = None, False
    for n in range(9):
        day = (date(2021, 1, 1) + timedelta(n)).isoformat()
        if ended is None and found(day) > 0 and paid(day) >= found(day) and day <= as_of:
            ended = day
        elif ended is not None and found(day) > paid(day):
            ended, reopened = None, True
    assert now.terminated_on == (ended and date.fromisoformat(ended))
    assert now.reopened == reopened
    for case in now.cases:
        assert (case.ordered, case.paid) == (total("order", case=case.case), paid(case=case.case))
        assert case.reversed == total("reversal", case=case.case)
        assert case.balance - case.overpaid == case.ordered - case.paid
        assert case.payable == max(0, case.balance - case.civil)
    for moment in now.history:
        until = moment.day.isoformat()
        assert (moment.received, moment.finding) == (paid(until), found(until))


@given(sound, st.randoms(use_true_random=False))
def test_the_order_of_rows_moves_no_figure(rows: list[dict[str, str]], chance: Any) -> None:
    """Only the notices depend on the order."""
    shuffled = chance.sample(rows, len(rows))
    one, other = (position(read(some)[0], LATER) for some in (rows, shuffled))
    assert one.cases == other.cases
    assert one.history == other.history
    assert one.flags == other.flags


@given(sound, days)
def test_later_rows_count_for_nothing(rows: list[dict[str, str]], as_of: str) -> None:
    """The answer is that of the ledger without them, except for their number and their notices."""
    whole = answer(rows, as_of)
    cut = answer([row for row in rows if row["date"] <= as_of], as_of)
    assert whole["rows"]["counted"] == cut["rows"]["counted"]
    for key in set(whole) - {"rows", "notices"}:
        assert whole[key] == cut[key], key


@given(sound)
def test_the_worksheet_states_what_the_answer_states(rows: list[dict[str, str]]) -> None:
    """Every amount of the worksheet is in the answer under its own name, one line for each case."""
    result = answer(rows)
    lines = {line["key"]: line for line in result["worksheet"]["lines"]}
    names = {"finding": "greatest_finding", "over-collected": "over_collected"}
    for key in ("finding", "received", "outstanding", "over-collected", "ordered", "assistance", "civil"):
        assert lines[key]["amount"] == result[names.get(key, key)]
    children = lines["cases"]["children"] if result["cases"] else []
    assert {line["key"]: line["amount"] for line in children} == {
        f"case.{case['case']}": case["balance"] for case in result["cases"]
    }


def test_history_is_a_step_for_each_day() -> None:
    """The data of a chart: days with a payment or a finding, and the state from each on."""
    now = position(read(PLAIN)[0], LATER)
    steps = [(moment.day, moment.received, moment.finding) for moment in now.history]
    assert steps == [
        (date(2021, 1, 4), 0, 10000),
        (date(2021, 2, 1), 9999, 10000),
    ]


def test_many_rows() -> None:
    """They are read and answered, and a mistake in the last of ten thousand is found. In short runs, a tenth."""
    count = scaled(100_000)
    row = "{},payment,C{},{}.{:02d},\n"
    rows = [row.format(date(2000, 1, 1) + timedelta(n // 20), n % 500, n, n % 100) for n in range(count)]
    assert answer(HEADER + "".join(rows))["rows"]["counted"] == count
    assert list(refusal(HEADER + "".join(rows[: count // 10]) + "2021-01-01,payment,C1,ten,\n")) == [
        f"row {count // 10 + 2}, amount"
    ]


# --- the report ---


def test_the_report_says_what_counts() -> None:
    """Final orders, money received, amended orders, and what each case counts for."""
    text = report(PLAIN)
    for words in (
        "Only a loss found in a case with a final order under §2259 counts",
        "measured by restitution received",
        "An amended order replaces the first",
        "each case with an order counts as one defendant",
        "Outstanding $0.01",
        "Liability ended on not ended",
    ):
        assert words in text
    assert "duplicate" not in text


JOINTLY = """date,kind,case,amount,joint
2021-05-02,finding,C1,412000,
2021-05-02,order,C1,412000,J
2021-05-03,order,C2,112500,J
2022-02-14,payment,C1,12500,
2022-03-14,reversal,C1,500,
2022-04-14,civil,C1,100,
"""


def test_the_cases_show_only_the_columns_that_have_something_and_no_figure_is_broken() -> None:
    """What is reversed, overpaid or recovered in a suit has a column where there is any; a figure is on one line."""
    heads = {"finding", "reversed", "overpaid", "later civil", "payable", "joint"}

    def table(content: str) -> str:
        return str(answer(content, form="text")).partition("CASE BY CASE")[2].partition("\n\n")[0]

    narrow = table(JOINTLY.partition("2021-05-03")[0].replace(",J", ","))
    assert {head for head in heads if head in narrow} == {"finding"}
    wide = table(JOINTLY)
    assert {head for head in heads if head in wide} == heads - {"overpaid"}
    assert wide.count("$412,000.00") == 3
    assert wide.count("$400,000.00") == 2


def test_a_sheet_says_which_cases_may_not_be_added() -> None:
    """The one liability of a joint group stands in each of its cases, and each says so."""
    rows = [row for row in csv.DictReader(io.StringIO(answer(JOINTLY, form="csv"))) if row["part"] == "case"]
    words = "The one liability of the joint group J, in each of its cases: count it once."
    assert [row["text"] for row in rows] == [words, words]


@pytest.mark.parametrize("form", ["text", "md"])
def test_nothing_is_more_than_was_found_where_nothing_was_found(form: str) -> None:
    """In a victim's own filing that would be read as an overpayment."""
    said = report(f"{HEADER}2021-01-01,payment,C1,5,", form)
    assert "no-finding" in said
    assert "over-collected" not in said


@pytest.mark.parametrize(
    ("rows", "flag", "words"),
    [
        ("2021-01-01,payment,C1,5,", "no-finding", "measured against zero and are not meaningful yet"),
        ("2021-01-01,finding,C1,5,\n2021-01-01,payment,C1,5,", "liability-terminated", "has ended"),
        (
            "2021-01-01,finding,C1,5,\n2021-01-01,payment,C1,6,",
            "over-collected",
            "no decision was found on what becomes of the rest",
        ),
        ("2021-01-01,finding,C1,5,\n2021-01-01,order,C1,6,", "orders-exceed-finding", "money received does"),
        (
            "2021-01-01,finding,C1,5,\n2021-01-01,payment,C1,5,\n2021-01-02,finding,C1,6,",
            "reopened",
            "no decision on a greater finding was found",
        ),
    ],
)
@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_every_flag_is_said_in_words(rows: str, flag: str, words: str, form: str) -> None:
    """In every format for people."""
    said = report(HEADER + rows, form)
    assert flag in said
    assert words in said


def test_notices_are_told_by_row() -> None:
    """One row, several, and very many."""
    row = "2021-01-01,order,C1,1,\n"
    assert "duplicate: Row 3 is the same as an earlier row" in report(HEADER + row * 2)
    assert "duplicate: Rows 3, 4 are the same" in report(HEADER + row * 3)
    assert "21, 22 and 7 more are the same" in report(HEADER + row * 28)
    assert answer(HEADER + row * 2)["notices"] == [
        {
            "row": 3,
            "kind": "duplicate",
            "message": "The same date, kind, case and amount as row 2. It is counted anyway.",
        }
    ]
    assert "The ledger has no rows yet" in report(HEADER)


def test_the_doubts_about_civil_damages_are_on_their_line() -> None:
    """§3664(j)(2): later, compensatory, same loss; a State suit as State law provides; §2255 is not stated."""
    now = position(read(HEADER + "2021-01-01,civil,,5,\n")[0], LATER)
    (line,) = (line for line in worksheet(now) if line.key == "civil")
    for words in ("later than the first order", "compensatory damages for the same loss", "State law", "§2255"):
        assert words in line.formula
    assert line.status == "model"


def test_the_chart_tells_when_liability_ended() -> None:
    """Its facts are in words in every format; the drawing is in the page."""
    rows = "2021-01-01,finding,C1,5,\n2021-01-03,payment,C1,5,\n2021-01-05,finding,C1,6,\n2021-01-07,payment,C1,1,\n"
    told = "January 3, 2021: liability ends. January 5, 2021: reopened by a greater finding. January 7, 2021: "
    for form in ("text", "html"):
        assert told in report(HEADER + rows, form)
    assert "<svg" in report(HEADER + rows, "html")
    assert "<svg" not in report(HEADER + "2021-01-01,civil,,5,\n", "html")


# --- at the edge ---


def stands(*rows: str) -> Position:
    """Where a ledger of these rows stands: day, kind, case and amount."""
    ledger, mistakes = read(HEADER + "".join(f"{row},\n" for row in rows))
    assert not mistakes
    return position(ledger, LATER)


def test_a_finding_of_less_than_a_dollar_is_a_finding() -> None:
    """It ends liability when it is received, and orders may exceed it."""
    small = stands("2021-01-01,finding,C1,0.50", "2021-01-01,order,C1,0.75", "2021-02-01,payment,C1,0.50")
    assert small.flags == ("liability-terminated", "orders-exceed-finding")
    assert small.terminated_on == date(2021, 2, 1)


def test_a_finding_that_is_met_opens_nothing_again() -> None:
    """Only one greater than what was received does."""
    rows = ["2021-01-01,finding,C1,100", "2021-02-01,payment,C1,120"]
    assert not stands(*rows, "2021-03-01,finding,C2,120").reopened
    assert stands(*rows, "2021-03-01,finding,C2,120.01").reopened


def test_payments_are_counted() -> None:
    """Payments alone, not the other rows."""
    rows = ["2021-01-01,finding,C1,100", "2021-02-01,payment,C1,1", "2021-02-01,payment,C1,2", "2021-03-01,civil,,5"]
    assert (stands(*rows).payments, stands(*rows).counted) == (2, 4)


def test_the_same_row_on_another_day_is_no_duplicate() -> None:
    """A monthly payment is the same every month."""
    rows = ["2021-01-01,order,C1,50", *(f"2021-0{month}-01,payment,C1,50" for month in (2, 3, 3))]
    ledger, _ = read(HEADER + "".join(f"{row},\n" for row in rows))
    assert [(notice.row, notice.kind) for notice in ledger.notices] == [(5, "duplicate")]


def test_a_group_is_checked_after_other_rows_too() -> None:
    """A finding before the orders, or between them, ends no check."""
    order = {"date": "2021-01-01", "kind": "order", "case": "C1", "amount": "1"}
    finding = {**order, "kind": "finding"}
    assert list(refusal([finding, order, finding, {**order, "joint": "J"}])) == ["ledger[3].joint"]


def test_mistakes_in_one_row_beyond_those_named_are_counted() -> None:
    """They are added to those of the other rows."""
    row = {**ROWS[0], **{f"x{n}": "" for n in range(MOST_MISTAKES + 20)}}
    assert refusal([row, row])[""] == f"More mistakes after these {MOST_MISTAKES}: {MOST_MISTAKES + 40}."


def test_as_many_unknown_columns_as_are_named() -> None:
    """Eight are all named; of nine, eight are, and an ellipsis stands for the last."""
    for count, last in ((8, "x7."), (9, "x7, ….")):
        (words,) = refusal(",".join([*HEADER.strip().split(","), *(f"x{n}" for n in range(count))]) + "\n").values()
        assert words.endswith(last)


def test_a_cent_counts() -> None:
    """A finding and a payment of one cent end liability; one cent too much is told, ordered or received."""
    rows = ["2021-01-01,finding,C1,0.01", "2021-01-01,order,C1,0.02", "2021-02-01,payment,C1,0.02"]
    small = stands(*rows)
    assert small.flags == ("liability-terminated", "over-collected", "orders-exceed-finding")
    assert small.terminated_on == date(2021, 2, 1)
    assert small.over_collected == 1


def test_a_payment_of_a_cent_and_one_taken_back() -> None:
    """The one raises no notice; minus one cent is a reversal of it."""
    rows = "2021-01-01,order,C1,1,\n2021-02-01,payment,C1,0.01,\n"
    assert answer(HEADER + rows)["notices"] == []
    result = answer(HEADER + rows + "2021-03-01,payment,C1,-0.01,\n")
    assert [(notice["row"], notice["kind"]) for notice in result["notices"]] == [(4, "reversal-read")]
    assert (result["received"], result["reversed"]) == ("0.00", "0.01")


def test_an_order_of_nothing_in_a_joint_group() -> None:
    """Its liability is zero, not a cent."""
    result = answer([{**ROWS[1], "amount": "0.00", "joint": "J"}])
    assert (result["ordered"], result["cases"][0]["balance"]) == ("0.00", "0.00")


def test_of_equal_greatest_findings_the_earlier_is_named() -> None:
    """By its date, not by its row."""
    rows = ["2021-03-01,finding,C3,100", "2021-02-01,finding,C2,100", "2021-01-01,finding,C1,99"]
    (line,) = (line for line in worksheet(stands(*rows)) if line.key == "finding")
    assert "case C2, February 1, 2021" in line.formula


def test_the_notices_are_in_the_order_of_the_rows() -> None:
    """Whatever their kinds, and whether they are about one row or several."""
    rows = "2021-01-01,order,C1,0,\n2021-01-01,payment,C1,0,\n2021-01-02,order,C1,5,\n2021-01-02,order,C1,5,\n"
    notices = answer(HEADER + rows + "2021-01-02,payment,C9,1,\n2021-01-03,civil,,0,\n")["notices"]
    assert [(notice["row"], notice["kind"]) for notice in notices] == [
        *((3, "zero"), (5, "duplicate"), (6, "payment-without-order"), (7, "zero")),
    ]


def test_as_many_rows_as_are_listed() -> None:
    """Twenty are all listed, and none more is told of."""
    row = "2021-01-01,order,C1,1,\n"
    assert "21, 22 are the same" in report(HEADER + row * 21)
    assert "21, 22 and 1 more are the same" in report(HEADER + row * 22)


def test_as_many_cases_written_alike_as_are_named() -> None:
    """Three of four."""
    orders = "".join(f"2021-01-01,order,{case},1,\n" for case in ("D-2", "D02", "D2", "d2"))
    notices = answer(HEADER + orders + "2021-02-01,payment,d-02,1,\n")["notices"]
    (without,) = (notice for notice in notices if notice["kind"] == "payment-without-order")
    assert "D-2 and D02 and D2 have one" in without["message"]


def test_a_case_without_an_order_has_a_balance_of_nothing() -> None:
    """Its line says what was paid, and what was taken back."""
    now = stands("2021-01-01,finding,C1,100", "2021-02-01,payment,C1,5", "2021-03-01,reversal,C1,2")
    (cases,) = (line for line in worksheet(now) if line.key == "cases")
    (line,) = cases.children
    assert line.formula == (
        "No order is entered. Paid: $3.00. Reversals of $2.00 are already taken off what was paid. Paid beyond what "
        "was ordered: $3.00."
    )


def test_the_published_row_requires_what_every_row_needs() -> None:
    """A date, a kind and an amount; the case only of some kinds."""
    row = {**ROWS[0], "note": "", "joint": ""}
    without = {name: {key: cell for key, cell in row.items() if key != name} for name in row}
    valid = support.VALIDATORS["ledger"].is_valid
    refused = [name for name in without if not valid({"as_of": "2026-01-01", "ledger": [without[name]]})]
    assert refused == ["date", "kind", "amount"]
    assert [list(refusal([without[name]])) for name in refused] == [[f"ledger[0].{name}"] for name in refused]
