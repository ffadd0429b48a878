"""Awards as people paste and type them: read as several amounts, or refused with the value that is none."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.support import answer, ask, mistakes

from restitution.fields import Kind, read_as
from restitution.fields.amounts import read_amounts
from restitution.money import dollars, stated

THREE = [Fraction(3000), Fraction(5000), Fraction(7500)]
READ = {
    "3000, 5,000, 7500": THREE,
    "$3,000, $5,000 and $7,500": THREE,
    "$3,000, $5,000, and $7,500.": THREE,
    "3000; 5000;7500": THREE,
    "3000 5000 7500": THREE,
    "3000 & 5000 & 7500": THREE,
    "$3,000.00\r\n$5,000.00\r\n$7,500.00\r\n": THREE,
    " $ 3,000.00 \n $ 5,000.00 \n $ 7,500.00 ": THREE,
    "\u00a0$\u00a03,000.00\u00a0\n5000\n7500": THREE,
    "3000\t5000\t7500": THREE,
    "3,000.00\t2019-05-02\n5,000.00\t3/4/2020\n7,500.00\t2-May-21": THREE,
    "2019-05-02\t3,000.00\nMay 2, 2019\t5,000.00\n2 May 2021\t7,500.00": THREE,
    "3,000.00\tN.D. Ill.\n5,000.00\tS.D.N.Y.\n7,500.00\t9th Cir.": THREE,
    "3,000.00\tN.D. Ill. 5,000.00\tS.D.N.Y. 7,500.00\tW.D. Wash., Tacoma": THREE,
    "N.D. Ill.\t3,000.00\nS.D.N.Y.\t5,000.00\nD. Me.\t7,500.00": THREE,
    "3000 (N.D. Ill.); 5000 (S.D.N.Y. 2019); 7500 (E.D. Va.)": THREE,
    "3000(N.D. Ill.), 5000 (paid), 7500": THREE,
    "Case\tTotal ordered\nC1\t3,000\nC2\t5,000\nC3\t7,500": THREE,
    "3,000\tlump sum\n5,000\tlump-sum\n7,500\tno": THREE,
    "3,000 (lump sum); 5,000 (totality); 7,500 (Summit)": THREE,
    "$ -\n$3,000\n$-": [Fraction(0), Fraction(3000), Fraction(0)],
    "5,000": [Fraction(5000)],
    "$3,000,500": [Fraction(3000500)],
    "1,250,000.00; 500": [Fraction(1250000), Fraction(500)],
    "500 250 1000": [Fraction(500), Fraction(250), Fraction(1000)],
}
REFUSED = {
    "3,000,500": ["“3,000,500” may be one amount or several. Write $3,000,500 or 3,000; 500, as meant."],
    "3,000\n5,000\n(Total) 8,000": ["“(Total)” stands for a total, which would be counted as one more amount: remove"],
    "3,000; 5,000; 8,000 (sub-total)": ["“(sub-total)” stands for a total"],
    "3,000, 5,000 (the sum is 8,000)": ["“(the sum is 8,000)” stands for a total"],
    "3,000; 5,000; total 8,000": ["“total” stands for a total"],
    "3,000; 5,000; Total: 8,000": ["“Total:” stands for a total"],
    "3,000\tC1\n5,000\tC2\n8,000\tGrand total": ["“total” stands for a total"],
    "C1\t3,000\nC2\t5,000\nSUM\t8,000": ["“SUM” stands for a total"],
    "Subtotal\t3,000\nC2\t5,000": ["“Subtotal” stands for a total"],
    "18 500": ["“18 500” may be one amount or several. Write 18,500 or 18; 500, as meant."],
    "18\u00a0500": ["Write an amount in US dollars, 18,500, not “"],
    "3, 000": ["“000” begins with a zero."],
    "3000,5000": ["not “3000,5000”."],
    "3.250,00; 5000": ["Write an amount in US dollars, 3,250.00, not “3.250,00”."],
    "$120k, 1e6": ["not “$120k”.", "not “1e6”."],
    "3000; (500); -5": ["An amount cannot be negative: “(500)”.", "An amount cannot be negative: “-5”."],
    "3000.125": ["An amount has at most two decimals (whole cents): “3000.125”."],
    "€5": ["not “€5”."],
    "3000 each": ["“each” is not an amount."],
    "5 x 3000": ["“x” is not an amount."],
    "3000 USD": ["“USD” is not an amount."],
    "three": ["“three” is not an amount."],
    "3000 N.D.; 5000": ["“N.D.” is not an amount."],
    "3000\t5000 each": ["“each” is not an amount."],
    "1:19-cr-00123\t3000": ["not “1:19-cr-00123”."],
    "3000\t100\n5000\t200": ["These are several columns of amounts."],
    "3000\t2019 5000\t2020": ["These are several columns of amounts."],
    "": ["Write amounts in US dollars, for example 3,000; 7,500, not “”."],
    "(N.D. Ill.)": ["Write amounts in US dollars, for example 3,000; 7,500, not “(N.D. Ill.)”."],
    "٣": ["not “٣”."],
}


@pytest.mark.parametrize("text", READ)
def test_amounts_of_one_text(text: str) -> None:
    """A comma before a digit belongs to the amount; dates, courts and words in parentheses describe it."""
    assert read_amounts(text) == (READ[text], [])


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_amount_is_named(text: str) -> None:
    """Every value that is none, in the order of the text; what could be read in two ways is refused."""
    _, mistakes = read_amounts(text)
    assert len(mistakes) == len(REFUSED[text])
    for mistake, words in zip(mistakes, REFUSED[text], strict=True):
        assert words in mistake
        assert mistake.endswith(".")


def test_a_column_of_forty(plain: dict[str, Any]) -> None:
    """As pasted, with and without the line breaks that a box of one line drops; what was read is said."""
    plain["apportionment"]["method"] = "prior-awards"
    column = [f"${amount:,}.00" for amount in range(3000, 7000, 100)]
    plain["victim"][0]["prior_awards"] = [amount.removeprefix("$") for amount in column]
    listed = answer("estimate", plain)
    assert listed.pop("read") == []
    for between in ("\r\n", " ", "; ", ", ", "\t"):
        plain["victim"][0]["prior_awards"] = between.join(column)
        result = answer("estimate", plain)
        (read,) = result.pop("read")
        assert (read["path"], read["read_as"]) == (
            "victim[0].prior_awards",
            "40 amounts: median $4,950.00, sum $198,000.00",
        )
        assert result == listed
    assert "40 amounts: median $4,950.00, sum $198,000.00." in " ".join(answer("estimate", plain, "text").split())


def test_a_refusal_in_a_scenario_names_each_value(plain: dict[str, Any]) -> None:
    """In a text at the field, in a list at its entries."""
    plain["victim"][0]["prior_awards"] = "3000, five and $7k"
    errors = ask("estimate", plain)["errors"]
    assert [error["path"] for error in errors] == ["victim[0].prior_awards"] * 2
    assert [word in error["message"] for word, error in zip(("“five”", "“$7k”"), errors, strict=True)] == [True, True]
    plain["victim"][0]["prior_awards"] = ["3000", "five"]
    assert "“five”" in mistakes("estimate", plain)["victim[0].prior_awards[1]"]


def test_what_was_read_is_said_in_words() -> None:
    """One amount and several; nothing of what is refused."""
    assert read_as(Kind.MONEY_LIST, "$3,000") == "1 amount: $3,000.00"
    assert read_as(Kind.MONEY_LIST, "1, 2, 4, 9") == "4 amounts: median $3.00, sum $16.00"
    assert read_as(Kind.MONEY_LIST, "1, x") == ""
    assert read_as(Kind.MONEY, "3000") == ""


amounts = st.lists(st.integers(0, 10**11).map(lambda cents: Fraction(cents, 100)), min_size=1, max_size=30)


@given(amounts, st.sampled_from([" ", "; ", ", ", "\n", "\r\n", " and ", "\t", " (N.D. Ill.), "]))
def test_what_is_written_is_read_again(listed: list[Fraction], between: str) -> None:
    """Every list of amounts, with separators and cents, whatever stands between them."""
    assert read_amounts(between.join(map(dollars, listed))) == (listed, [])
    assert read_amounts(between.join(map(stated, listed))) == (listed, [])


@given(st.text(alphabet="0123 ,.$;()\n\tabX-/&", max_size=40) | st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Amounts in whole cents whose digits stand in the text in that order, or sentences."""
    found, mistakes = read_amounts(text)
    assert all(mistake.endswith(".") for mistake in mistakes)
    if not mistakes:
        assert found
        digits = iter("".join(character for character in text if character.isdigit()))
        for amount in found:
            assert (amount * 100).denominator == 1
            whole = str(int(amount)) if amount else ""
            assert all(any(digit == other for other in digits) for digit in whole)
