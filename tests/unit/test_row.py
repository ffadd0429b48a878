"""A row returns values of the type that its field declares, and raises if another type is requested."""

from __future__ import annotations

from fractions import Fraction

import pytest

from restitution.fields import Field, Kind, Reader, Row, Table, needed

SUM = Fraction(5)
ROW = Row({"amount": SUM, "none": None, "codes": ["A", None, "B"]}, ["amount", "codes"])


def test_a_value_by_its_type() -> None:
    assert ROW.get("amount", Fraction) == ROW.need("amount", Fraction) == SUM
    assert ROW.get("none", Fraction) is None
    assert ROW.given == {"amount", "codes"}


def test_entries_keep_their_places() -> None:
    assert ROW.entries("codes", str) == ("A", None, "B")
    assert ROW.every("codes", str) == ("A", "B")
    assert ROW.every("none", str) == ()


def test_replacing_makes_another_row() -> None:
    other = ROW.replaced(amount=Fraction(6))
    assert (other.need("amount", Fraction), ROW.need("amount", Fraction)) == (Fraction(6), SUM)
    assert other.given == ROW.given


def test_a_program_that_asks_for_another_type_is_told() -> None:
    with pytest.raises(TypeError, match="amount is Fraction, not str"):
        ROW.get("amount", str)
    with pytest.raises(TypeError, match="an entry of codes is str, not int"):
        ROW.entries("codes", int)
    with pytest.raises(TypeError, match="missing"):
        ROW.need("none", str)
    with pytest.raises(KeyError):
        ROW.get("amuont", Fraction)


def test_what_must_be_there_may_be_false() -> None:
    assert needed(0) == 0
    assert needed(False) is False


def test_what_is_no_table_gives_a_row_without_values() -> None:
    reader = Reader()
    row = reader.row(Table("sum", (Field("amount", Kind.MONEY),)), "5")
    assert row.get("amount", Fraction) is None
    assert row.given == frozenset()
    assert [error.path for error in reader.errors] == [""]


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        ("victim[1]", False),
        ("victim[10]", True),
        ("victim[10].loss", True),
        ("victim[10].loss[2]", True),
        ("victim[10].los", False),
        ("victim", True),
        ("vict", False),
    ],
)
def test_a_refusal_counts_for_what_holds_it_and_for_nothing_else(path: str, refused: bool) -> None:
    """``victim[1]`` is not a prefix of ``victim[10]``."""
    reader = Reader()
    reader.refuse("victim[10].loss[2].amount", "No.")
    assert reader.refused(path) is refused
