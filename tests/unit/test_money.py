"""Money: what is read, what is refused, and the single rounding rule."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution.money import (
    cents,
    dollars,
    dollars_of_cents,
    down_to_the_cent,
    parse_factor,
    parse_money,
    parse_rate,
    percent,
    plain,
    stated,
    to_the_cent,
    whole_cents,
)


@pytest.mark.parametrize(
    ("text", "amount_in_cents"),
    [
        ("0", 0),
        ("5", 500),
        ("1234.5", 123450),
        ("1234.50", 123450),
        ("$1,234.50", 123450),
        ("1_234.50", 123450),
        ("  $ 1,234.50  ", 123450),
        ("1,234,567.89", 123456789),
        ("12.", 1200),
        (".05", 5),
        ("007", 700),
        ("0.00", 0),
        ("1000000000000", 10**14),
        ("$1,000,000,000,000.00", 10**14),
        ("1".rjust(60, "0"), 100),
    ],
)
def test_amounts_as_people_write_them(text: str, amount_in_cents: int) -> None:
    """The documented forms, and their edge cases, are read exactly."""
    assert parse_money(text) == Fraction(amount_in_cents, 100)


@pytest.mark.parametrize("text", ["-1", "-0", "$-5", "(5)", "−5", "-1,000.00", "-$5"])
def test_negative_amounts_are_called_negative(text: str) -> None:
    """A negative amount is refused for being negative, whichever minus sign is used."""
    with pytest.raises(ValueError, match="negative"):
        parse_money(text)


@pytest.mark.parametrize("text", ["1.234", "0.001", "$1,000.000", ".999"])
def test_three_decimals_are_refused(text: str) -> None:
    """Whole cents only: a third decimal is never rounded away."""
    with pytest.raises(ValueError, match="two decimals"):
        parse_money(text)


@pytest.mark.parametrize("text", ["1000000000000.01", "1000000000001", "9" * 40])
def test_more_than_a_trillion_is_refused(text: str) -> None:
    """The largest amount is accepted, one cent more is not."""
    with pytest.raises(ValueError, match=r"at most \$1,000,000,000,000\.00"):
        parse_money(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "$",
        ".",
        "abc",
        "1e3",
        "1.2.3",
        "1,23",
        "12,34,567",
        "1,2345",
        ",100",
        "100,",
        "€5",
        "5 USD",
        "5%",
        "0x10",
        "NaN",
        "inf",
        "+5",
        "١٢٣",
        "１２",
        "½",
        "1" * 61,
        "5\n6",
    ],
)
def test_other_text_is_refused(text: str) -> None:
    """Text that is not clearly an amount is refused with an example, not guessed."""
    with pytest.raises(ValueError, match=r"for example 1,234\.50"):
        parse_money(text)


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("3.250,00", "3,250.00"),
        ("$1.234.567,89", "1,234,567.89"),
        ("18 500", "18,500"),
        ("18\u00a0500", "18,500"),
        ("1'000", "1,000"),
        ("1 000 000,50", "1,000,000.50"),
    ],
)
def test_an_amount_with_other_separators_is_refused_with_ours(text: str, instead: str) -> None:
    """What was meant is clear to a person, who is told how to write it; it is not read."""
    with pytest.raises(ValueError, match=rf"^Write an amount in US dollars, {instead}, not “"):
        parse_money(text)


def test_thousands_apart_by_points_alone_are_not_guessed() -> None:
    """The refusal of 1.234.567 gives an example, and not how it might be meant."""
    with pytest.raises(ValueError, match=r"for example 1,234\.50, not “1\.234\.567”"):
        parse_money("1.234.567")


@pytest.mark.parametrize("text", ["x", "-5", "1.234", "9999999999999", "1e6", "$120k", "(5)", "(N.D. Ill.)", "3.250"])
def test_a_refusal_names_the_amount(text: str) -> None:
    """So that one wrong amount among many is found. Words in parentheses are no negative amount."""
    with pytest.raises(ValueError, match=re.escape(f"“{text}”")) as refusal:
        parse_money(text)
    assert ("negative" in str(refusal.value)) == (text in ("-5", "(5)"))


@given(st.integers(0, 10**14))
def test_every_amount_survives_the_round_trip(amount_in_cents: int) -> None:
    """An amount that is stated and read again is the same, with and without separators."""
    amount = Fraction(amount_in_cents, 100)
    assert parse_money(stated(amount)) == amount
    assert parse_money(dollars(amount)) == amount


def _read(text: str) -> Fraction | str:
    try:
        return parse_money(text)
    except ValueError as mistake:
        return str(mistake)


@given(st.text(max_size=20) | st.from_regex(r"[$ ]{0,2}[-0-9,_.]{0,12}", fullmatch=True))
def test_any_text_is_read_or_refused(text: str) -> None:
    """The result is always an amount in whole cents or a sentence."""
    found = _read(text)
    if isinstance(found, str):
        assert found.endswith(".")
    else:
        assert found >= 0
        assert (found * 100).denominator == 1


NUMBERS = pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.02", Fraction(1, 50)),
        ("2%", Fraction(1, 50)),
        ("2 %", Fraction(1, 50)),
        ("-0.01", Fraction(-1, 100)),
        ("−1%", Fraction(-1, 100)),
        ("0", Fraction(0)),
        ("0.", Fraction(0)),
        (".25", Fraction(1, 4)),
        ("100%", Fraction(1)),
        ("0.0425", Fraction(17, 400)),
    ],
)


@NUMBERS
def test_rates_and_factors_as_people_write_them(text: str, number: Fraction) -> None:
    """Both are exact, and a percentage is divided by one hundred."""
    assert parse_rate(text) == parse_factor(text) == number


@pytest.mark.parametrize(
    ("text", "factor"), [("1", Fraction(1)), (".5", Fraction(1, 2)), ("-1", Fraction(-1)), ("1.5", Fraction(3, 2))]
)
def test_a_high_rate_needs_its_sign(text: str, factor: Fraction) -> None:
    """A factor may be any number; the same number as a rate might be meant as percent, and is refused."""
    assert parse_factor(text) == factor
    taken = re.escape(f"This would be {percent(factor)} a year. Write 1% for one percent; a rate above 25 percent")
    with pytest.raises(ValueError, match=taken):
        parse_rate(text)
    assert parse_rate(f"{text}%") == factor / 100


@pytest.mark.parametrize(
    "text", ["", "%", "abc", "1/3", "1e-2", "1,5", "--1", "+1", "2%%", "nan", "0." + "1" * 60, "٢"]
)
def test_other_rates_and_factors_are_refused(text: str) -> None:
    """What is not a decimal or a percentage is refused."""
    with pytest.raises(ValueError, match=r"such as 2%"):
        parse_rate(text)
    with pytest.raises(ValueError, match=r"such as 0\.5"):
        parse_factor(text)


@pytest.mark.parametrize(
    ("amount", "nearest", "down"),
    [
        ("1.005", "1.01", "1.00"),
        ("1.0049", "1.00", "1.00"),
        ("6268.1085", "6268.11", "6268.10"),
        ("-0.005", "0", "-0.01"),
    ],
)
def test_amounts_to_the_cent(amount: str, nearest: str, down: str) -> None:
    """Half up where the law sets no ceiling, down where it does."""
    exact = Fraction(amount)
    assert to_the_cent(exact) == Fraction(nearest)
    assert down_to_the_cent(exact) == Fraction(down)
    assert not whole_cents(exact)
    assert whole_cents(to_the_cent(exact))


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (Fraction(1, 200), 1),
        (Fraction(1, 200) - Fraction(1, 10**30), 0),
        (Fraction(100, 3), 3333),
        (Fraction(200, 3), 6667),
        (Fraction(10001, 200), 5001),
        (Fraction(10003, 200), 5002),
        (Fraction(-1, 200), 0),
        (Fraction(-3, 400), -1),
        (Fraction(-1), -100),
        (Fraction(0), 0),
    ],
)
def test_half_up_to_the_cent(amount: Fraction, expected: int) -> None:
    """x.005 always rounds up: not to the even cent, and not through a binary float."""
    assert cents(amount) == expected


@given(st.integers(0, 10**18))
def test_rounding_agrees_with_decimal(millionths: int) -> None:
    """The standard library's decimal half-up rounding gives the same cents."""
    by_decimal = Decimal(millionths).scaleb(-6).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert stated(Fraction(millionths, 10**6)) == str(by_decimal)


@given(st.fractions(max_denominator=10**9))
def test_rounding_moves_at_most_half_a_cent(amount: Fraction) -> None:
    """The stated figure is never more than half a cent away."""
    assert abs(Fraction(stated(amount)) - amount) <= Fraction(1, 200)


def test_statements_for_people_and_machines() -> None:
    """Separators and a sign for people, plain digits for machines, no negative zero."""
    assert dollars(Fraction(838743, 100)) == "$8,387.43"
    assert dollars(Fraction(-10)) == "−$10.00"
    assert dollars(Fraction(-1, 1000)) == "$0.00"
    assert dollars(Fraction(10**12)) == "$1,000,000,000,000.00"
    assert stated(Fraction(838743, 100)) == "8387.43"
    assert stated(Fraction(-123456, 100)) == "-1234.56"
    assert stated(Fraction(-1, 1000)) == "0.00"
    assert stated(Fraction(1, 20)) == "0.05"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(1), "1"),
        (Fraction(10), "10"),
        (Fraction(3, 2), "1.5"),
        (Fraction(1, 50), "0.02"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(1, 3), "1/3"),
        (Fraction(1, 9), "1/9"),
        (Fraction(1, 11), "1/11"),
        (Fraction(1, 110), "1/110"),
        (Fraction(1, 1024), "0.0009765625"),
        (Fraction(12, 10), "1.2"),
        (Fraction(120), "120"),
        (Fraction(1, 100), "0.01"),
        (Fraction(1, 40), "0.025"),
    ],
)
def test_numbers_are_shown_as_written(number: Fraction, text: str) -> None:
    """One that terminates is shown as a decimal without trailing zeros, any other as a fraction; a rate in percent."""
    assert plain(number) == text
    assert percent(number / 100) == f"{text}%"


@given(st.fractions(max_denominator=10**6))
def test_a_shown_rate_is_exact(number: Fraction) -> None:
    """The number shown is exact, not an approximation."""
    assert Fraction(plain(number)) == number


def test_the_longest_number_is_read() -> None:
    """Sixty characters, the zeros before it included; one more is refused."""
    longest = "0." + "1".rjust(58, "0")
    assert parse_rate(longest) == Fraction(1, 10**58)
    assert parse_money("5".rjust(60, "0")) == 5
    for read in (parse_rate, parse_money):
        with pytest.raises(ValueError, match="Write"):
            read("5".rjust(61, "0"))


def test_a_cent_below_zero_has_its_sign() -> None:
    """The sign is that of the amount, not of its dollars."""
    assert [dollars_of_cents(one) for one in (-100, -1, 0, 1)] == ["−$1.00", "−$0.01", "$0.00", "$0.01"]
