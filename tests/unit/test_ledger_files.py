"""Ledgers as people keep them: encodings, separators, dates, amounts, and what spreadsheets make of a file."""

from __future__ import annotations

import csv
import io
import json
from base64 import b64encode
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit import support
from tests.unit.support import ANSWERED, BAD_INPUT, Run, respond

from restitution.protocol import FORMATS

TODAY = "2026-01-01"
PLAIN = """date,kind,case,amount,note
2021-05-02,finding,C1,80000.00,
2021-05-02,order,C1,6000.00,
2022-02-14,payment,C1,1500.00,check – José
"""
ASSUMED = {"encoding", "dates", "reversal-read"}
"""The kinds of notice that tell how a file was read, not what is in it."""


def answered(raw: bytes) -> dict[str, Any]:
    """Return the answer to a file, sent as its bytes."""
    response = sent(raw)
    assert response["ok"], response["errors"]
    result: dict[str, Any] = response["result"]
    return result


def refused(raw: bytes | str) -> list[str]:
    """Return what is refused in a file, each as ``path: message``."""
    response = sent(raw if isinstance(raw, bytes) else raw.encode())
    assert not response["ok"]
    return [f"{error['path']}: {error['message']}" for error in response["errors"]]


def sent(raw: bytes) -> dict[str, Any]:
    """Send a file as its bytes."""
    file = {"kind": "csv", "base64": b64encode(raw).decode()}
    return respond({"method": "ledger", "params": {"as_of": TODAY}, "file": file})


def figures(result: dict[str, Any]) -> dict[str, Any]:
    """Return an answer without its notices."""
    return {key: value for key, value in result.items() if key != "notices"}


def kinds(result: dict[str, Any]) -> list[tuple[int, str]]:
    """Return the row and the kind of each notice."""
    return [(notice["row"], notice["kind"]) for notice in result["notices"]]


# --- the kinds of file ---

FILES: dict[str, tuple[bytes, list[tuple[int, str]]]] = {
    "UTF-8": (PLAIN.encode(), []),
    "UTF-8 with its mark": (PLAIN.encode("utf-8-sig"), []),
    "UTF-16, little end first": (b"\xff\xfe" + PLAIN.encode("utf-16-le"), []),
    "UTF-16, big end first": (b"\xfe\xff" + PLAIN.encode("utf-16-be"), []),
    "Windows-1252": (PLAIN.encode("cp1252"), [(4, "encoding")]),
    "Windows-1252, old Mac line ends": (PLAIN.replace("\n", "\r").encode("cp1252"), [(4, "encoding")]),
    "Windows-1252, Windows line ends": (PLAIN.replace("\n", "\r\n").encode("cp1252"), [(4, "encoding")]),
    "half UTF-8, half Windows-1252": (
        PLAIN.encode("utf-8-sig") + b"2023-01-01,civil,,1.00,caf\xe9\n",
        [(5, "encoding")],
    ),
    "semicolons": (PLAIN.replace(",", ";").encode(), []),
    "tabs": (PLAIN.replace(",", "\t").encode(), []),
    "upright strokes": (PLAIN.replace(",", "|").encode(), []),
    "sep=;": (b"sep=;\r\n" + PLAIN.replace(",", ";").encode(), []),
    "sep=, though another sign is more": (b"sep=,\n" + PLAIN.replace("check", "a;b;c;d;e;f").encode(), []),
    "sep=^": (b"SEP=^\n" + PLAIN.replace(",", "^").encode(), []),
    "sep=\\t": (b"sep=\\t\n" + PLAIN.replace(",", "\t").encode(), []),
    "sep= and a tab": (b"sep=\t\n" + PLAIN.replace(",", "\t").encode(), []),
    "quoted sep=": (b'"sep=;"\n' + PLAIN.replace(",", ";").encode(), []),
    "a mark and sep=": (b"\xef\xbb\xbfsep=;\n" + PLAIN.replace(",", ";").encode(), []),
    "UTF-16 and sep=": (("sep=;\r\n" + PLAIN.replace(",", ";")).encode("utf-16"), []),
    "a header in capitals": (
        PLAIN.replace("date,kind,case,amount,note", "Date, KIND ,Case,aMount\u00a0,Note").encode(),
        [],
    ),
    "kinds in capitals": (PLAIN.replace("finding", "FINDING ").replace("payment", "\u00a0Payment").encode(), []),
    "cells missing at the end": (PLAIN.replace("00,\n", "00\n").encode(), []),
    "separators added at the end": (PLAIN.replace("\n", ",,\n").encode(), []),
    "separators added to rows": (PLAIN.replace("00,\n", "00,,,,\n").encode(), []),
    "empty rows": (PLAIN.replace("\n", "\n,,,,\n\n \n").encode(), []),
    "month first": (
        PLAIN.replace("2021-05-02", "5/2/2021").replace("2022-02-14", "02/14/2022").encode(),
        [(2, "dates")],
    ),
    "two digits": (PLAIN.replace("2021-05-02", "5/2/21").replace("2022-02-14", "2/14/22").encode(), [(2, "dates")]),
    "names of months": (
        PLAIN.replace("2021-05-02", "2-May-21").replace("2022-02-14", "14-FEB-22").encode(),
        [(2, "dates")],
    ),
    "several kinds of date": (
        PLAIN.replace("2021-05-02,f", "5/2/2021,f").replace("2021-05-02,o", "2-May-2021,o").encode(),
        [(2, "dates"), (3, "dates")],
    ),
    "amounts in accounting format": (PLAIN.replace("1500.00", '" $ 1,500.00 "').encode(), []),
    "an accountant's zero": (PLAIN.encode() + b'2022-03-01,payment,C1," $-   ",void\n', [(5, "zero")]),
    "nothing paid": (PLAIN.encode() + b"2022-03-01,payment,C1,0.00,void\n", [(5, "zero")]),
    "quoted cells": (PLAIN.replace(",", '","').replace("\n", '"\n"').encode().join([b'"', b'"']), []),
}
"""One ledger in many forms, with the notices that each raises."""


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_file_is_read(name: str, file: Callable[..., str], run: Run) -> None:
    """The same figures, from the command line as from a page that sends the bytes."""
    raw, notices = FILES[name]
    result = answered(raw)
    whole = answered(PLAIN.encode())
    assert result["outstanding"] == "78500.00"
    assert {key: result[key] for key in ("received", "ordered", "cases")} == {
        key: whole[key] for key in ("received", "ordered", "cases")
    }
    assert kinds(result) == notices
    code, out, err = run("ledger", file(raw), "--as-of", TODAY, "--format", "json")
    assert (code, err) == (ANSWERED, "")
    assert json.loads(out) == result


@pytest.mark.parametrize("name", FILES)
def test_a_scenarios_ledger_is_read_the_same(
    name: str, file: Callable[..., str], run: Run, plain: dict[str, Any]
) -> None:
    """The same reader serves the file that a scenario names."""
    raw, notices = FILES[name]
    file(raw, "books.csv")
    del plain["victim"][0]["ordered_defendants"]
    plain["victim"][0]["ledger"] = "books.csv"
    plain["order_date"] = TODAY
    code, out, err = run("estimate", file(json.dumps(plain), "scenario.json"), "--format", "json")
    assert (code, err) == (ANSWERED, "")
    result = json.loads(out)
    assert result["orders"][0]["cap"] == "80000.00"
    assert result["orders"][0]["outstanding"] == "78500.00"
    assert kinds(result) == notices
    assert all(notice["victim"] == "A" for notice in result["notices"])


WRONG = {
    "a comma before the cents": (
        "date;kind;case;amount\n2021-05-02;payment;C1;1.234,50\n",
        "row 2, amount: Write an amount in US dollars, 1,234.50, not “1.234,50”.",
    ),
    "a space between thousands": (
        "date,kind,case,amount\n2021-05-02,payment,C1,18 500\n",
        "row 2, amount: Write an amount in US dollars, 18,500, not “18 500”.",
    ),
    "the day first": (
        "date,kind,case,amount\n14/2/2021,payment,C1,5\n",
        "row 2, date: The month comes first, and there is no month 14.",
    ),
    "a date with its time": ("date,kind,case,amount\n5/2/2021 0:00,payment,C1,5\n", "Leave out the time."),
    "no such day": (
        "date,kind,case,amount\n2/30/2021,payment,C1,5\n",
        "row 2, date: 2/30/2021 is not a calendar date.",
    ),
    "a title": ("Ledger of victim A\n\n" + PLAIN, "row 1: The first row must name the columns"),
    "a title, told what to do": ("Ledger of victim A\n\n" + PLAIN, "Row 3 names them: delete the rows above it."),
    "a row of totals": (PLAIN + "Total,,,78500\n", "row 5: “Total”: rows of totals are not read. Delete this row"),
    "totals in place of the case": (
        PLAIN + ",,TOTAL,78500\n",
        "row 5: “TOTAL”: rows of totals are not read. Delete this row",
    ),
    "the word in place of an amount": (
        PLAIN + "2022-03-01,payment,C1,total\n",
        "row 5, amount: Write an amount in US dollars, for example 1,234.50, not “total”.",
    ),
    "totals elsewhere": (PLAIN + ",Grand total:,,78500\n", "row 5: “Grand total”: rows of totals are not read."),
    "content without a name": (
        PLAIN.replace("note\n", "note,\n") + "2021-05-02,payment,C1,5,,x\n",
        "row 5: “x” is in column F",
    ),
    "content beyond the header": (PLAIN + "2021-05-02,payment,C1,5,,x\n", "the header has 5: “x” has no column"),
    "a workbook": (
        "PK\x03\x04",
        ": This is an Excel workbook or another packed file, not a CSV file. In Excel, use Save as",
    ),
    "an amount below zero": (
        PLAIN + "2021-05-02,order,C1,-5\n",
        "row 5, amount: Only a payment can be negative",
    ),
    "a reversal below zero": (
        PLAIN + "2022-03-01,reversal,C1,(5)\n",
        "row 5, amount: A reversal is written without",
    ),
    "a cent below zero": (PLAIN + "2021-05-02,order,C1,-0.01\n", "row 5, amount: Only a payment can be negative"),
    "too much taken back": (
        PLAIN + "2022-03-01,reversal,C1,1500.01\n",
        "row 5, amount: This reversal takes back $1,500.01, but only",
    ),
    "taken back too early": (
        PLAIN + "2022-02-13,reversal,C1,1\n",
        "row 5, amount: This reversal takes back $1.00, but only $0.00",
    ),
    "too much taken back by two": (
        PLAIN + "2022-03-01,reversal,C1,1000\n2022-03-02,reversal,C1,500.01\n",
        "row 6, amount: This reversal takes back $500.01, but only $500.00 is left",
    ),
    "another sign within a name": (
        PLAIN.replace("note\n", "gross, net\n").replace(",", ";").replace("gross;", "gross,"),
        "row 1: The first row must name the columns, of these: date, kind, case, amount, note, joint. Unknown: "
        "gross, net.",
    ),
    "taken back elsewhere": (PLAIN + "2022-03-01,payment,C2,(1)\n", "was paid in case C2 by March 1, 2022"),
}

CUT = "may be one amount cut at its comma"
WITH_GROUP = "date,kind,case,amount,note,joint\n"
WRONG |= {
    "an amount without quotation marks": (
        PLAIN + "2020-07-01,payment,C1,$1,234.50\n",
        f"row 5, amount: “$1,234.50” {CUT}: “$1” is in the column amount and “234.50” in the next. Put it in quotation "
        'marks: "$1,234.50". If $1 is meant, write $1.00.',
    ),
    "one without cents": (PLAIN + "2020-07-01,payment,C1,1,500\n", "“1,500” may be one amount cut"),
    "one before an empty cell": (
        PLAIN + "2020-07-01,payment,C1,$1,234.50,\n",
        'Put it in quotation marks: "$1,234.50"',
    ),
    "one before a group": (WITH_GROUP + "2019-03-04,order,C1,$5,000.00,x\n", f"row 2, amount: “$5,000.00” {CUT}"),
    "one of millions": (WITH_GROUP + "2019-03-04,order,C1,$5,000,000.00\n", f"“$5,000,000.00” {CUT}: “$5” is in"),
    "one with a minus": (PLAIN + "2020-07-01,payment,C1,-$1,234\n", "If -$1 is meant, write -$1.00."),
    "one in brackets": (PLAIN + "2020-07-01,payment,C1,$(1,234.50)\n", 'Put it in quotation marks: "$(1,234.50)".'),
    "one with spaces": (PLAIN + '2020-07-01,payment,C1," $ 1 ", 234.5\n', f"“$ 1,234.5” {CUT}"),
    "one with words after its cents": (
        PLAIN + "2020-07-01,payment,C1,$1,234.50 by check\n",
        '“$1” is in the column amount and “234.50 by check” in the next. Put it in quotation marks: "$1,234.50".',
    ),
    "one with its currency": (PLAIN + "2020-07-01,payment,C1,1,234 USD\n", 'Put it in quotation marks: "1,234".'),
    "one with a comma before its cents": (
        PLAIN + "2020-07-01,payment,C1,$1234,50\n",
        "row 5, amount: “$1234,50” may be one amount with a comma before its cents: “$1234” is in the column amount "
        "and “50” in the next. Write $1234.50, or $1234.00 if that is meant.",
    ),
    "one with a point at its end": (PLAIN + "2020-07-01,payment,C1,1,234.50.\n", 'quotation marks: "1,234.50".'),
    "one beyond the header": (
        "date,kind,case,amount\n2020-07-01,payment,C1,$1,234.50\n",
        "row 2: This row has 5 cells, the header has 4: “234.50” has no column. A cell with a comma in it needs "
        f"quotation marks. “$1,234.50” {CUT}",
    ),
    "one beside a column without a name": (
        "date,kind,case,amount,\n2020-07-01,payment,C1,$1,234.50\n",
        f"to the column note. “$1,234.50” {CUT}",
    ),
    "too many cells between semicolons": (
        PLAIN.replace(",", ";") + "2020-07-01;payment;C1;1;a;b\n",
        "“b” has no column. A cell with a semicolon in it needs quotation marks.",
    ),
    "totals without quotation marks": (
        PLAIN + "Total,,,$462,010.00,\n",
        "row 5: “Total”: rows of totals are not read.",
    ),
    "totals of many cells": (PLAIN + "Total,,,$1,462,010.00\n", "row 5: “Total”: rows of totals are not read."),
}

WRONG |= {
    "totals without a word, cut": (
        PLAIN + ",,,$462,010.00,\n",
        "write $462.00. If this is a row of totals, delete it.",
    ),
    "a title with another separator": (
        "Restitution ledger, victim A;;;;;\n\n" + PLAIN.replace(",", ";"),
        "Unknown: Restitution ledger, victim A. Row 3 names them: delete the rows above it.",
    ),
    "titles with every separator": (
        "Ledger; civil | all\tA\nof, 2020\n" + PLAIN,
        "row 1: The first row must name the columns, of these: date, kind, case, amount, note, joint. Missing: date, "
        "kind, case, amount. Unknown: Ledger; civil | all A. Row 3 names them: delete the rows above it.",
    ),
    "a title between strokes": (
        "Ledger of A, 2020\tall\n" + PLAIN.replace(",", "|"),
        "Row 2 names them: delete the rows above it.",
    ),
    "a title under sep=": (
        "sep=;\nLedger of A, 2020\n" + PLAIN.replace(",", ";"),
        "row 2: The first row must name the columns",
    ),
    "taken back from a case written otherwise": (
        PLAIN + "2022-03-01,reversal,c1,1\n",
        "or correct the case, the date or the amount. C1 has payments: if it is the same case, write it the same way.",
    ),
    "taken back from one of two": (
        PLAIN + "2022-02-14,payment,C-1,1\n2022-03-01,reversal,c1,1\n",
        "C-1 and C1 have payments: if it is the same case, write it the same way.",
    ),
    "taken back where only a case that is not alike was paid": (
        PLAIN + "2022-03-01,reversal,C10,1\n",
        "is left of what was paid in case C10",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_refused_says_how_to_mend_it(name: str, file: Callable[..., str], run: Run) -> None:
    """The row, the column, what was read, and what to write or press; the same from the command line."""
    text, words = WRONG[name]
    told = refused(text)
    assert len(told) == 1, told
    assert words in told[0]
    code, out, err = run("ledger", file(text), "--as-of", TODAY)
    assert (code, out) == (BAD_INPUT, "")
    assert words.removeprefix(": ") in err


@pytest.mark.parametrize(("extra", "letters"), [(21, "Z"), (22, "AA"), (47, "AZ"), (48, "BA")])
def test_a_column_without_a_name_has_its_letters(extra: int, letters: str) -> None:
    """As the spreadsheet shows them, past Z too; the rows after it are read as well."""
    row = f"2022-03-01,payment,C1,5,{',' * extra}x\n"
    text = PLAIN.replace("note\n", f"note,{',' * extra}\n") + row + row
    assert [told.partition(",")[0] for told in refused(text)] == [
        f"row {number}: “x” is in column {letters}" for number in (5, 6)
    ]


def test_every_row_with_a_cell_too_many_is_told() -> None:
    """One does not hide the mistakes below it."""
    text = PLAIN + "2022-03-01,payment,C1,5,,x\n2022-03-01,payment,C1,ten,\n2022-03-01,payment,C1,5,,y\n"
    assert sorted(told.partition(": ")[0] for told in refused(text)) == ["row 5", "row 6, amount", "row 7"]


@pytest.mark.parametrize(("titles", "hint"), [(20, "Row 21 names them"), (21, "")])
def test_a_header_is_looked_for_below_titles(titles: int, hint: str) -> None:
    """In the twenty rows below the first, and no further."""
    (told,) = refused("A title\n" * titles + PLAIN)
    assert told.startswith("row 1: The first row must name the columns")
    assert ("names them" in told) is bool(hint)
    assert hint in told


def test_an_unknown_column_of_thirty_characters_is_named_whole() -> None:
    """Of a longer name the middle is left out."""
    (told,) = refused(PLAIN.replace("note\n", f"note,{'x' * 30}\n"))
    assert told.endswith(f"Unknown: {'x' * 30}.")
    (told,) = refused(PLAIN.replace("note\n", f"note,{'x' * 31}\n"))
    assert "…" in told


def test_the_line_that_names_the_sign_is_taken_off_once() -> None:
    """What reads the same at the end of a row is content: here a group that no code names."""
    text = "sep=;\ndate;kind;case;amount;joint\n2021-05-02;order;C1;5;sep=;\n"
    (told,) = refused(text)
    assert told.startswith("row 3, joint: ")
    assert "not “sep=”." in told


def test_totals_without_a_word_for_them() -> None:
    """An amount alone is told what it lacks, and what to do if it is a total; a row with more than that is not."""
    told = refused(PLAIN + ',,,"462,010.00",\n,payment,,5,\n,,,,x\n')
    assert told == [
        "row 5, date: This field is missing. If this is a row of totals, delete it.",
        "row 5, kind: This field is missing.",
        "row 6, date: This field is missing.",
        "row 6, case: Give the code of the case: only assistance and civil damages need no case code.",
        *(f"row 7, {name}: This field is missing." for name in ("date", "kind", "amount")),
    ]


def test_what_was_sent_is_no_base64() -> None:
    """It is refused, as a file and beside a scenario, and so is text that is no UTF-8 where nothing else is read."""
    for text in ("*", "YQ=", "Y Q==", "é"):
        response = respond({"method": "ledger", "params": {"as_of": TODAY}, "file": {"kind": "csv", "base64": text}})
        assert [error["message"] for error in response["errors"]] == ["This file was not sent as base64 text."]
    for kind in ("json", "toml"):
        file = {"kind": kind, "base64": b64encode(b"a = 'caf\xe9'").decode()}
        (error,) = respond({"method": "estimate", "file": file})["errors"]
        assert error["message"] == "This file is not UTF-8 text (row 1, byte 9)."
    file = {"kind": "toml", "base64": b64encode(b"schema = 2").decode()}
    assert respond({"method": "estimate", "file": file})["errors"][0]["message"] == "This must be 1, not 2."


@given(st.integers(100_000, 10**13), st.sampled_from(["", "-", "$", "-$", "$-", "$ ", "(", "$("]), st.data())
def test_an_amount_cut_at_its_commas_is_never_another_figure(whole: int, sign: str, data: st.DataObject) -> None:
    """It is refused, whatever stands before and after it, in any order of the columns."""
    cents = data.draw(st.sampled_from(["", ".{:02d}", ".{:01d}", "."]))
    amount = f"{sign}{whole // 100:{data.draw(st.sampled_from([',', ',', '_']))}}{cents.format(whole % 10)}"
    amount = amount.replace("_", ",", 1) + (")" if "(" in sign else "")
    columns = data.draw(st.permutations(["date", "kind", "case", "amount", "note", "joint"]))
    cells = {"date": "2021-05-02", "kind": data.draw(st.sampled_from(["order", "payment", "assistance"])), "case": "C1"}
    row = ",".join(amount if name == "amount" else cells.get(name, "") for name in columns)
    assert refused(f"{','.join(columns)}\n{row}\n")
    end = data.draw(st.sampled_from(["", ",", ",x", ",,J"]))
    assert refused(f"date,kind,case,amount,note,joint\n2021-05-02,order,C1,{amount}{end}\n")


@pytest.mark.parametrize(
    "cells",
    ["250.00,500", "250.00,50", "1234,500", "5,5", "5,5000", "5,check 50", "5,500 Main St", "5,50 pages", "5.,500"],
)
def test_what_cannot_be_a_cut_amount_is_read(cells: str) -> None:
    """With cents, with more digits than a group, or before anything but two or three digits."""
    row = f"2021-05-02,payment,C1,{cells}\n"
    amount = cells.partition(",")[0]
    assert Fraction(answered((PLAIN + row).encode())["received"]) == 1500 + Fraction(amount.rstrip("."))
    semicolons = answered((PLAIN + row.replace(cells, "1,500")).replace(",", ";").encode())
    assert semicolons["received"] == "1501.00"


# --- one ledger, written in any way ---


@st.composite
def dialects(draw: Any) -> tuple[bytes, bytes]:
    """Return one ledger as plain CSV, and as a spreadsheet somewhere might have written it."""
    count = draw(st.integers(0, 8))
    paid: dict[str, int] = {}
    plain = [["date", "kind", "case", "amount", "note"]]
    other = [[draw(st.sampled_from([name, name.upper(), f" {name.title()} "])) for name in plain[0]]]
    for n in range(count):
        # Each on a day of its own, so that what was paid by then does not depend on the order within a day.
        day = (
            date(2021, 1 + draw(st.integers(0, 2)) + 3 * n // 2, draw(st.integers(1, 28)))
            if n < 7
            else date(2022, 1, 1)
        )
        kind = draw(st.sampled_from(["finding", "order", "payment", "reversal", "assistance", "civil"]))
        case = draw(st.sampled_from(["C1", "C2"]))
        amount = draw(st.integers(0, 10**7))
        if kind == "reversal":
            kind = "payment"
        paid[case] = paid.get(case, 0) + (amount if kind == "payment" else 0)
        note = draw(st.sampled_from(["", "two words", "a, b; c", 'he said "no"', "café – José"]))
        plain.append([day.isoformat(), kind, case, f"{amount // 100}.{amount % 100:02d}", note])
        other.append([draw(_days(day)), draw(_kinds(kind)), f" {case}", draw(_amounts(amount)), note])
    last = date(2023, 1, 1)
    for case, amount in paid.items():
        back = draw(st.integers(0, amount))
        plain.append([last.isoformat(), "reversal", case, f"{back // 100}.{back % 100:02d}", ""])
        as_payment = back and draw(st.booleans())
        written = draw(_amounts(back))
        other.append(
            [draw(_days(last)), "PAYMENT", case, f"({written.strip()})", ""]
            if as_payment
            else [draw(_days(last)), draw(_kinds("reversal")), case, written, ""]
        )
    return _written(plain, ",", csv.QUOTE_MINIMAL, "\n").encode(), draw(_encoded(other))


def _days(day: date) -> st.SearchStrategy[str]:
    month = day.strftime("%b")
    return st.sampled_from([
        day.isoformat(),
        f"{day.month}/{day.day}/{day.year}",
        f"{day.month:02d}/{day.day:02d}/{day.year % 100:02d}",
        f"{day.day}-{month}-{day.year}",
        f"{day.day:02d}-{month.upper()}-{day.year % 100:02d}",
    ])  # fmt: skip


def _kinds(kind: str) -> st.SearchStrategy[str]:
    return st.sampled_from([kind, kind.upper(), kind.title(), f"\u00a0{kind} "])


def _amounts(amount: int) -> st.SearchStrategy[str]:
    whole, rest = divmod(amount, 100)
    ways = [f"{whole}.{rest:02d}", f"{whole:,}.{rest:02d}", f" ${whole:,}.{rest:02d} ", f"$ {whole:_}.{rest:02d}"]
    ways += [f"{whole:,}"] if rest == 0 else []
    return st.sampled_from(ways + (["-", " $-   "] if amount == 0 else []))


@st.composite
def _encoded(draw: Any, rows: list[list[str]]) -> bytes:
    sign = draw(st.sampled_from([",", ";", "\t", "|"]))
    named = draw(st.sampled_from(["", f"sep={'\\t' if sign == '\t' else sign}\r\n"]))
    tail = draw(st.sampled_from([[], ["", ""]]))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    text = named + _written([row + tail for row in rows], sign, quoting, end)
    text += draw(st.sampled_from(["", end, f"{sign * 4}{end}"]))
    return str(text).encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])))


def _written(rows: list[list[str]], sign: str, quoting: Any, end: str) -> str:
    sheet = io.StringIO(newline="")
    csv.writer(sheet, delimiter=sign, quoting=quoting, lineterminator=end).writerows(rows)
    return sheet.getvalue()


@given(dialects())
def test_a_ledger_written_in_any_way_is_the_same_ledger(pair: tuple[bytes, bytes]) -> None:
    """The same answer, but for what is told about the reading."""
    plain, other = map(answered, pair)
    assert figures(plain) == figures(other)
    apart = (pair[1].count(b"sep=") or pair[1].count("sep=".encode("utf-16-le"))) > 0
    left = [(row - apart, kind) for row, kind in kinds(other) if kind not in ASSUMED]
    assert left == kinds(plain)


# --- notices ---


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("c1", "Case c1 has no order and no finding. C1 has one: if it is the same case, write it the same way."),
        ("C01", "C1 has one"),
        ("C-1", "C1 has one"),
        ("C-001", "C1 has one"),
        ("D2", "D-02 and d2 have one"),
        ("C10", "Case C10 has no order and no finding. The payment is counted anyway."),
        ("C", "Case C has no order and no finding. The payment is counted anyway."),
    ],
)
def test_a_payment_in_a_case_without_order(code: str, words: str) -> None:
    """It names the cases that are written alike; a finding or an order anywhere in the ledger is enough."""
    head = "date,kind,case,amount\n"
    decided = "2022-01-01,finding,C1,5\n2022-01-01,order,D-02,5\n2022-01-01,order,d2,6\n"
    result = answered(f"{head}2021-01-01,payment,{code},1\n2021-01-02,payment,C1,1\n{decided}".encode())
    assert kinds(result) == [(2, "payment-without-order"), (6, "similar-case")]
    notice = result["notices"][0]
    assert words in notice["message"]
    assert result["received"] == "2.00"


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        (
            ("C1", "c1"),
            [(3, "Case c1 is written like C1 (row 2). They are counted as 2 cases. If it is the same case,")],
        ),
        (("C-01", "C1"), [(3, "Case C1 is written like C-01 (row 2).")]),
        (("C1", "C1", "c1", "c1"), [(4, "Case c1 is written like C1 (row 2).")]),
        (
            ("C1", "D1", "c1", "C-1"),
            [
                (4, "like C1 (row 2). They are counted as 2"),
                (5, "like C1 (row 2) and c1 (row 4). They are counted as 3"),
            ],
        ),
        (("C1", "C10", "C11", "D1"), []),
    ],
)
@pytest.mark.parametrize("kind", ["order", "finding"])
def test_codes_that_are_written_alike(codes: tuple[str, ...], told: list[tuple[int, str]], kind: str) -> None:
    """Noticed once, where the second code is first ordered or found; a payment in either raises no more."""
    rows = [f"2021-01-0{n},{kind if n < 3 else 'order'},{code},{n}" for n, code in enumerate(codes, 1)]
    payments = [f"2021-02-0{n},payment,{code},{n}" for n, code in enumerate(codes, 1)]
    result = answered("\n".join(["date,kind,case,amount", *rows, *payments]).encode())
    assert kinds(result) == [(row, "similar-case") for row, _ in told]
    for notice, (_, words) in zip(result["notices"], told, strict=True):
        assert words in notice["message"]
    assert len(result["cases"]) == len(set(codes))


def test_the_first_row_of_a_case_is_found_across_kinds() -> None:
    """The order of one code is above the finding of the other, whichever kind is read first."""
    result = answered(b"date,kind,case,amount\n2021-01-01,order,c1,1\n2021-01-02,finding,C1,1\n")
    assert "Case C1 is written like c1 (row 2)." in result["notices"][0]["message"]


def test_the_same_payment_with_another_note_is_a_duplicate() -> None:
    """Whatever its note and however it is written; another case, kind, day or amount is none."""
    rows = ["2021-02-01,payment,C1,50,first", '2/1/2021,Payment,C1,"$50.00",again']
    rows += [
        "2021-02-01,payment,C2,50,",
        "2021-02-01,civil,C1,50,",
        "2021-02-02,payment,C1,50,",
        "2021-02-02,payment,C1,51,",
    ]
    orders = [f"2021-01-01,order,{case},100," for case in ("C1", "C2")]
    result = answered("\n".join(["date,kind,case,amount,note", *orders, *rows]).encode())
    assert kinds(result) == [(5, "dates"), (5, "duplicate")]
    assert "as row 4" in result["notices"][1]["message"]


NOTICED = (
    "date,kind,case,amount,note\n5/2/2021,order,C1,100,caf\u00e9\n2021-06-01,payment,C1,5,\n2021-06-01,payment,C1,5,x\n"
    "2021-05-01,payment,C1,0,\n2021-07-01,payment,C1,(1),\n2021-08-01,payment,c1,1,\n"
).encode("cp1252")
EVERY = {"encoding", "dates", "duplicate", "out-of-order", "zero", "reversal-read", "payment-without-order"}
TOTALS = ("Received", "Total ordered", "Civil damages", "Defined monetary assistance", "Rows counted")


@pytest.mark.parametrize("form", FORMATS)
def test_notices_and_totals_reach_every_format(form: str, file: Callable[..., str], run: Run) -> None:
    """CSV and JSON too, each with its row."""
    code, out, _ = run("ledger", file(NOTICED), "--as-of", TODAY, "--format", form)
    assert code == ANSWERED
    if form == "json":
        result = json.loads(out)
        assert {notice["kind"] for notice in result["notices"]} == EVERY
        assert (result["received"], result["reversed"]) == ("10.00", "1.00")
        return
    words = " ".join(out.split())
    for kind in EVERY:
        assert kind in words, kind
    for total in TOTALS:
        assert total in words, total
    assert "$10.00" in words or "10.00" in words
    if form == "csv":
        rows = list(csv.DictReader(out.splitlines()))
        assert {(row["name"], row["row"]) for row in rows if row["part"] == "notice"} == {
            ("encoding", "2"), ("dates", "2"), ("duplicate", "4"), ("zero", "5"), ("out-of-order", "5"),
            ("reversal-read", "6"), ("payment-without-order", "7"),
        }  # fmt: skip
        assert {row["name"]: row["amount"] for row in rows if row["part"] == "total"}["Received"] == "10.00"
        assert {row["name"]: row["balance"] for row in rows if row["part"] == "case"} == {"C1": "91.00", "c1": "0.00"}
        assert [row["name"] for row in rows if row["part"] == "flag"] == ["no-finding", "over-collected"]
    else:
        assert "Row 4 is the same as an earlier row" in words
        assert "Row 6: “(1)” is a negative payment" in words.replace("\\", "")


@pytest.mark.parametrize("form", FORMATS)
def test_a_scenario_tells_the_notices_of_its_ledger(
    form: str, file: Callable[..., str], run: Run, plain: dict[str, Any]
) -> None:
    """In every format of an estimate, and beside a comparison."""
    file(NOTICED, "books.csv")
    del plain["victim"][0]["ordered_defendants"]
    plain["victim"][0]["ledger"] = "books.csv"
    plain["order_date"] = TODAY
    scenario = file(json.dumps(plain), "scenario.json")
    code, out, _ = run("estimate", scenario, "--format", form)
    assert code == ANSWERED
    for kind in EVERY:
        assert kind in out, kind
    if form == "json":
        assert {notice["kind"] for notice in json.loads(out)["notices"]} == EVERY
    if form != "csv":  # which has one table of a comparison
        assert "payment-without-order" in run("compare", scenario, "--format", form)[1]


def test_very_many_notices_are_told_in_brief() -> None:
    """The first of each kind in words, then the rows of others, then how many more."""
    row = "2021-01-01,payment,C{},1,\n"
    text = "date,kind,case,amount,note\n" + "".join(row.format(n) for n in range(30))
    said = " ".join(support.answer("ledger", {"ledger": text, "as_of": TODAY}, "text").split())
    assert "payment-without-order: Row 2: Case C0 has no order" in said
    assert "Row 5: Case C3 has no order and no finding." in said
    assert "The same for rows 6, 7, 8" in said
    assert "24, 25 and 6 more." in said
