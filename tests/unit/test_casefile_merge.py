"""A second ledger merged into a first: what is new, the same and in conflict, and what is taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.bench.calculator import ledger

from restitution.casefile.merge import Merge, Row, Unread, merge, merged
from restitution.fields import Reader
from restitution.ledger import cells_of_ledger


def row(date: str, kind: str, case: str, amount: str, note: str = "", joint: str = "") -> Row:
    """Return the cells of a row."""
    return (date, kind, case, amount, note, joint)


FINDING = row("2021-01-04", "finding", "C1", "100")
ORDER = row("2021-01-04", "order", "C1", "60")
PAYMENT = row("2021-02-01", "payment", "C1", "9.99", "check 12")
BLANK = ("", " ", "", "", "", "")


def kinds(compared: Merge) -> list[tuple[int, int, str]]:
    """Return what is in conflict, without its words."""
    return [(pair.old, pair.new, pair.kind) for pair in compared.conflict]


# --- what is the same, new, and in conflict ---


def test_the_same_row_may_be_written_otherwise() -> None:
    """Dates, amounts and kinds are compared as they are read; a payment in brackets is a reversal."""
    compared = merge(
        [ORDER, row("2021-02-01", "payment", "C1", "1,500"), row("2021-03-01", "reversal", "C1", "5")],
        [
            row("2/1/2021", "Payment", " C1 ", " $ 1,500.00 "),
            row("1-Mar-21", "payment", "C1", "(5.00)"),
            row("1/4/21", "ORDER", "C1", "60.00"),
        ],
    )
    assert [(pair.old, pair.new, pair.note) for pair in compared.same] == [(1, 0, ""), (2, 1, ""), (0, 2, "")]
    assert (compared.new, compared.kept, compared.conflict, compared.unreadable) == ((), (), (), ())
    assert compared.words == "3 rows: 0 new, 3 the same, 0 in conflict, 0 not readable."


def test_each_row_is_matched_once() -> None:
    """Two equal payments of one day are two: the third is new, and the one more that the first has is kept."""
    more = merge([PAYMENT] * 2, [PAYMENT] * 3)
    assert ([pair[:2] for pair in more.same], more.new, more.kept) == ([(0, 0), (1, 1)], (2,), ())
    less = merge([PAYMENT] * 3, [PAYMENT] * 2)
    assert (len(less.same), less.new, less.kept) == (2, (), (2,))


def test_notes_do_not_count_and_are_told() -> None:
    """Equal payments are matched by their notes as far as they have them."""
    first = [row("2021-02-01", "payment", "C1", "5", note) for note in ("a", "b", "")]
    second = [row("2021-02-01", "payment", "C1", "5", note) for note in ("b", "c", "d")]
    compared = merge(first, second)
    assert compared.same == (
        (1, 0, ""),
        (0, 1, "The notes differ: “a” and “c”."),
        (2, 2, "Only the second has a note: “d”."),
    )
    assert merge(second, [first[2]]).same == ((0, 0, "Only the first has a note: “b”."),)


@pytest.mark.parametrize(
    ("second", "kind", "words"),
    [
        (row("2021-01-04", "order", "C1", "70"), "amount", "The amounts differ: $60.00 and $70.00."),
        (row("2021-01-04", "order", "C1", "60", "", "J1"), "joint", "The joint liabilities differ: none and J1."),
        (
            row("2021-01-04", "order", "C1", "70", "", "J1"),
            "amount",
            "The amounts differ: $60.00 and $70.00. The joint liabilities differ: none and J1.",
        ),
        (
            row("2021-01-03", "order", "C1", "60"),
            "near",
            "Perhaps the same order entered on another day: January 4, 2021 and January 3, 2021, 1 day apart.",
        ),
        (
            row("1/7/2021", "order", "C1", "60", "", "J1"),
            "near",
            "Perhaps the same order entered on another day: January 4, 2021 and January 7, 2021, 3 days apart. "
            "The joint liabilities differ: none and J1.",
        ),
    ],
)
def test_what_is_in_conflict(second: Row, kind: str, words: str) -> None:
    """The same day, kind and case with another amount or joint liability; the same amount on a day nearby."""
    assert merge([FINDING, ORDER], [second]).conflict == ((1, 0, kind, words),)


@pytest.mark.parametrize(
    "second",
    [
        row("2021-01-08", "order", "C1", "60"),
        row("2020-12-31", "order", "C1", "60"),
        row("2021-01-05", "order", "C1", "70"),
        row("2021-01-04", "order", "C2", "60"),
        row("2021-01-04", "civil", "C1", "60"),
        row("2021-01-04", "order", "c1", "60"),
    ],
)
def test_what_is_new(second: Row) -> None:
    """Another case or kind, four days away, or another day and another amount."""
    compared = merge([FINDING, ORDER], [second])
    assert (compared.new, compared.conflict) == ((0,), ())


def test_the_closest_is_taken_first() -> None:
    """What is the same is out of the way of conflicts, the same amount before another, the same joint group too."""
    first = [row("2021-02-01", "payment", "C1", amount) for amount in ("60", "70")]
    assert merge(first, [row("2021-02-01", "payment", "C1", "80"), first[0]]).conflict[0][:3] == (1, 0, "amount")
    orders = [row("2021-02-01", "order", "C1", "60", "", joint) for joint in ("J1", "J2")]
    assert kinds(merge(orders, [row("2021-02-01", "order", "C1", "70", "", "J2")])) == [(1, 0, "amount")]
    days = [row(f"2021-02-0{day}", "payment", "C1", "60") for day in (1, 4, 6)]
    assert kinds(merge(days, [row("2021-02-03", "payment", "C1", "60")])) == [(1, 0, "near")]


def test_the_first_and_the_last_days() -> None:
    """No day is looked for beyond those that a date can have."""
    ends = [row(day, "payment", "C1", "60") for day in ("0001-01-01", "9999-12-31")]
    assert merge(ends, [row(day, "payment", "C1", "60") for day in ("0001-01-02", "9999-12-30")]).new == ()
    assert merge([PAYMENT], ends).new == (0, 1)


def test_rows_that_cannot_be_read() -> None:
    """Those of the second are told with every mistake, however many; those of the first and blank ones are left out."""
    bad = row("yesterday", "paid", "C1", "1")
    compared = merge(
        [bad, PAYMENT], [BLANK, bad, PAYMENT, row("Total", "", "", "1"), row("2021-01-04", "order", "", "1")]
    )
    assert [pair[:2] for pair in compared.same] == [(1, 2)]
    assert [unread.row for unread in compared.unreadable] == [1, 3, 4]
    assert compared.unreadable[0].message.startswith("date: Write a date as year-month-day, for example 2021-05-02, ")
    assert " kind: This must be one of finding, order, " in compared.unreadable[0].message
    assert compared.unreadable[1] == Unread(
        3, "“Total”: rows of totals are not read. Delete this row: the totals are worked out anew."
    )
    assert len(merge([], [bad] * 500).unreadable) == 500


# --- what is taken ---


def test_nothing_taken_changes_nothing() -> None:
    """Not even the order."""
    first = (PAYMENT, ORDER, row("?", "?", "?", "?"), BLANK)
    compared = merge(first, [FINDING, row("2021-01-04", "order", "C1", "70")])
    assert merged(first, compared, take_new=False, take_conflicts=False) == first
    assert merged(first, merge(first, first), take_new=True, take_conflicts=True) == first


def test_what_is_taken_goes_to_its_day() -> None:
    """New rows come after those of their day, and a row in conflict takes the place of the other only if asked."""
    first = [ORDER, PAYMENT]
    second = [row("2021-02-01", "payment", "C2", "5"), row("1/4/2021", "order", "C1", "70"), FINDING]
    compared = merge(first, second)
    assert merged(first, compared, take_new=True, take_conflicts=False) == (ORDER, FINDING, PAYMENT, second[0])
    assert merged(first, compared, take_new=False, take_conflicts=True) == (second[1], PAYMENT)
    assert merged(first, compared, take_new=True, take_conflicts=True) == (second[1], FINDING, PAYMENT, second[0])


def test_rows_that_cannot_be_read_stay_where_they_are() -> None:
    """Below the row that they are below; blank rows at the end stay at the end."""
    bad, worse = row("?", "order", "C1", "1"), row("2030-01-01", "order", "C1", "one")
    first = [bad, ORDER, worse, BLANK, PAYMENT, bad, BLANK]
    second = [row("2021-01-20", "payment", "C1", "3"), row("2022-01-01", "payment", "C1", "4")]
    found = merged(first, merge(first, second), take_new=True, take_conflicts=True)
    assert found == (bad, ORDER, worse, BLANK, second[0], PAYMENT, bad, second[1], BLANK)


# --- whatever the ledgers ---

DAYS = st.sampled_from(["2021-01-04", "1/4/2021", "2021-01-05", "2021-01-07", "2021-02-01", "?"])
ROWS = st.lists(
    st.tuples(
        DAYS,
        st.sampled_from(["order", "payment", "Payment", "reversal"]),
        st.sampled_from(["C1", "C2"]),
        st.sampled_from(["60", "$60.00", "-60", "70", "x"]),
        st.sampled_from(["", "a", "b"]),
        st.sampled_from(["", "", "J1"]),
    )
    | st.just(BLANK),
    max_size=12,
)


def places(rows: Sequence[Row], compared: Merge) -> list[int]:
    """Return the rows of the second ledger that are told of."""
    assert rows == list(compared.second)
    told = (compared.same, compared.conflict)
    return sorted(
        [*compared.new, *(one.row for one in compared.unreadable), *(one.new for many in told for one in many)]
    )


@given(ROWS, ROWS)
def test_every_row_is_told_once(old: list[Row], new: list[Row]) -> None:
    """Each row of the second is new, the same, in conflict, unreadable or blank; each of the first is matched once."""
    compared = merge(old, new)
    assert places(new, compared) == [at for at, one in enumerate(new) if one != BLANK]
    first = [*compared.kept, *(pair.old for pair in compared.same), *(pair.old for pair in compared.conflict)]
    assert sorted(first) == [at for at, day in enumerate(compared.days) if day is not None]


@given(ROWS)
def test_a_ledger_merged_with_itself(rows: list[Row]) -> None:
    """All is the same, row by row, and nothing changes."""
    compared = merge(rows, rows)
    readable = [at for at, day in enumerate(compared.days) if day is not None]
    assert sorted(pair.new for pair in compared.same) == readable
    assert {pair.note for pair in compared.same} <= {""}
    assert (compared.new, compared.kept, compared.conflict) == ((), (), ())
    assert merged(rows, compared, take_new=True, take_conflicts=True) == tuple(rows)


@given(ROWS, ROWS, st.booleans())
def test_merging_again_finds_nothing_new(old: list[Row], new: list[Row], conflicts: bool) -> None:
    """What was taken is there: a file that is opened twice counts once."""
    compared = merge(old, new)
    found = merged(old, compared, take_new=True, take_conflicts=conflicts)
    again = merge(found, new)
    assert again.new == ()
    assert len(again.conflict) == (0 if conflicts else len(compared.conflict))


@given(ROWS, ROWS, st.booleans(), st.booleans())
def test_no_row_is_lost(old: list[Row], new: list[Row], take_new: bool, conflicts: bool) -> None:
    """Every row is there as typed but those that were replaced, and the readable ones are in order."""
    compared = merge(old, new)
    found = merged(old, compared, take_new=take_new, take_conflicts=conflicts)
    expected = Counter(old) + Counter(new[at] for at in compared.new if take_new)
    if conflicts:
        expected += Counter(new[pair.new] for pair in compared.conflict)
        expected -= Counter(old[pair.old] for pair in compared.conflict)
    assert Counter(found) == expected
    if found != tuple(old):
        days = [day for day in merge(found, []).days if day]
        assert days == sorted(days)


@pytest.mark.slow
def test_ten_thousand_rows_are_compared_at_once() -> None:
    """All rows of a large ledger that differ in their amounts: no step compares every row with every other."""
    rows = cells_of_ledger(ledger(10_000), Reader())
    others = [(*one[:3], f"7{one[3]}", *one[4:]) for one in rows]
    compared = merge(rows, others)
    assert len(compared.conflict) == len(rows)
    assert sorted(merged(rows, compared, take_new=True, take_conflicts=True)) == sorted(others)
