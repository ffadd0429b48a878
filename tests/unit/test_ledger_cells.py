"""The cells of a ledger: dates, amounts, kinds and codes as people and spreadsheets write them."""

from __future__ import annotations

import re
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit import support

from restitution.fields import Reader
from restitution.ledger import read_ledger
from restitution.ledger.cells import read_amount, read_code, read_day, read_kind, read_note
from restitution.money import cents, parse_money


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("0", 0), ("1234.5", 123450), ("$1,234.50", 123450), (" $ 3,000.00 ", 300000), ("1_234.50", 123450),
        ("-", 0), ("$-", 0), (" $ -   ", 0), ("−", 0), (".5", 50), ("5.", 500), ("999999999999.99", 99999999999999),
        ("-5", -500), ("−5", -500), ("- 5", -500), ("-$5", -500), ("$-5.10", -510), ("($5.10)", -510), ("(5)", -500),
        ("$(1,500.00)", -150000), (" $ (1,500.00)", -150000), ("( $ 5 )", -500), ("$1000000000000", 10**14),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(text: str, whole: int) -> None:
    """With a sign or in brackets, in accounting format, and nothing at all."""
    assert read_amount(text) == whole


@pytest.mark.parametrize(
    "text",
    ["$", "()", "( )", "$()", "-$", "(-5)", "-(5)", "--5", "$$5", "$5$", "5-", "5$", "(5", "5)", "(5)5", "1,23",
     "1.234", "1.2.3", "1e3", "½", "٣", "5 USD", "€5", "1,234,50", "1.234,50", "1234,5",
     "1'234", "1 234", "1000000000000.01", "(", "+5", "=5"],
)  # fmt: skip
def test_amounts_that_are_refused(text: str) -> None:
    """Each with what was read, or with the amount in its brackets or after its sign."""
    with pytest.raises(ValueError, match=r"“.+”\.$") as told:
        read_amount(text)
    (said,) = re.findall("“(.+)”", str(told.value))
    assert said in text


@given(st.integers(0, 10**14), st.sampled_from(["", "$", "$ "]), st.sampled_from(["", ",", "_"]))
def test_the_common_amount_is_read_as_any_other(amount: int, sign: str, apart: str) -> None:
    """Whatever the way, the same cents as everywhere else in the calculator."""
    text = f"{sign}{format(amount // 100, apart)}.{amount % 100:02d}"
    assert read_amount(text) == cents(parse_money(text)) == amount
    assert read_amount(f"({text})") == -amount


@given(st.text("0123456789$,._-−() ", max_size=12))
def test_no_amount_is_read_otherwise_than_elsewhere(text: str) -> None:
    """What the calculator reads as an amount elsewhere is that amount here, and its sign is the only thing more."""
    try:
        elsewhere: Fraction | None = parse_money(text)
    except ValueError:
        elsewhere = None
    try:
        here: int | None = read_amount(text)
    except ValueError:
        here = None
    if elsewhere is not None:
        assert here == cents(elsewhere)
    elif here is not None:
        assert any(sign in text for sign in "-−(")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-05-02", "2021-05-02"), ("5/2/2021", "2021-05-02"), ("05/02/2021", "2021-05-02"),
        ("12/31/2021", "2021-12-31"),
        ("5/2/21", "2021-05-02"), ("5/2/69", "2069-05-02"), ("5/2/70", "1970-05-02"), ("5/2/99", "1999-05-02"),
        ("5/2/00", "2000-05-02"), ("2-May-2021", "2021-05-02"), ("2-May-21", "2021-05-02"), ("02-MAY-21", "2021-05-02"),
        ("2-may-70", "1970-05-02"), ("2-May-69", "2069-05-02"), ("1-Sept-1999", "1999-09-01"),
        ("29-February-2020", "2020-02-29"),
        (" 5/2/2021\u00a0", "2021-05-02"), ("2/29/2020", "2020-02-29"), ("1/1/0001", "0001-01-01"),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(text: str, day: str) -> None:
    """Year-month-day needs no words; whatever else is read is told."""
    found, how = read_day(text)
    assert found == date.fromisoformat(day)
    assert bool(how) is (text != day)
    assert ("Years of two digits" in how) is (len(text.strip().replace("/", "-").split("-")[-1]) == 2 and text != day)


@pytest.mark.parametrize(
    "text",
    ["13/1/2021", "0/1/2021", "1/0/2021", "2/29/2021", "1/1/0000", "1/1/021", "1/1/1", "2021/05/02", "2021-5-2",
     "20210502",
     "5-2-2021", "5.2.2021", "2-Ma-21", "2-Mai-2021", "31-Jun-21", "May 2, 2021", "2 May 2021", "5/2/2021 0:00",
     "44318",
     "٢٠٢١-٠٦-٠١", "2021-13-01", "1/2", "5/2/2021/", "x"],
)  # fmt: skip
def test_dates_that_are_refused(text: str) -> None:
    """Each with what was read."""
    with pytest.raises(ValueError, match=r"\.$") as told:
        read_day(text)
    assert str(told.value) == f"{text} is not a calendar date." or str(told.value).endswith(f", not “{text}”.")


def test_dates_of_a_spreadsheet_are_for_ledgers_alone(plain: dict[str, Any]) -> None:
    """A scenario and the day of an answer are written by hand: there only year-month-day is read."""
    plain["order_date"] = "5/2/2021"
    assert list(support.mistakes("estimate", plain)) == ["order_date"]
    assert list(support.mistakes("ledger", {"ledger": [], "as_of": "5/2/2021"})) == ["as_of"]


def test_kinds_and_codes() -> None:
    """Kinds in any case; a code is kept as it is written, for two codes may differ in nothing else."""
    assert (read_kind(" Reversal "), read_code(" c-1 "), read_code(""), read_code("\u00a0")) == (
        "reversal",
        "c-1",
        "",
        "",
    )


def test_a_date_without_quotation_marks() -> None:
    """As TOML has it, and Python. It needs no words; with a time it is refused with what was read."""
    row = {"kind": "finding", "case": "C1", "amount": "5"}
    days = [date(2021, 5, 2), datetime.fromisoformat("2021-05-02T09:30:00")]
    reader = Reader()
    ledger = read_ledger([{**row, "date": day} for day in days], reader)
    assert [(entry.row, entry.day) for entry in ledger.entries] == [(1, date(2021, 5, 2))]
    assert [(error.path, error.message) for error in reader.errors] == [
        ("ledger[1].date", "This must be text, in quotes, not 2021-05-02 09:30:00.")
    ]
    assert read_ledger([{**row, "date": days[0]}], Reader()).notices == ()


def test_the_longest_note() -> None:
    """Two hundred characters; one more is refused."""
    assert read_note("x" * 200) == "x" * 200
    with pytest.raises(ValueError, match="at most 200 characters, not 201"):
        read_note("x" * 201)
