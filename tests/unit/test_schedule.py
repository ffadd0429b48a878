"""How long collection takes: days, interest, the term, and what the command reports and refuses."""

from __future__ import annotations

import csv
import json
import tomllib
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit import support
from tests.unit.support import ANSWERED, BAD_INPUT, Run, lines_of

from restitution.commands.notes.schedule import FLAGS
from restitution.dates import months_after, nth_weekday, spelled, years_after
from restitution.law import LawDataError
from restitution.law.holidays import holidays, is_public_holiday, load_holidays
from restitution.money import to_the_cent
from restitution.protocol import FORMATS
from restitution.schedule import KNOWN_FROM, Plan, course, first_day_of_interest

QUOTES = Path(__file__).parents[2] / "content" / "quotes" / "statutes.toml"
PLAIN = {"principal": "8387.43", "monthly": "150", "rate": "4.25%", "from": "2021-06-04"}
CUSTODY = {**PLAIN, "released": "2025-06-04", "prison": True}
answer = partial(support.answer, "schedule")
mistakes = partial(support.mistakes, "schedule")


# --- the calendar ---


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 2, date(2023, 3, 31)),
        (date(2023, 8, 31), 3, date(2023, 11, 30)),
        (date(2023, 12, 15), 1, date(2024, 1, 15)),
        (date(2023, 11, 30), 13, date(2024, 12, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 5, 5), 0, date(2024, 5, 5)),
    ],
)
def test_months_after(day: date, months: int, expected: date) -> None:
    """The same day of the month, or the last one; never a day of the next month."""
    assert months_after(day, months) == expected


def test_years_after() -> None:
    """February 29 has a twenty-eighth to fall on where 2100 has no twenty-ninth."""
    assert years_after(date(2080, 2, 29), 20) == date(2100, 2, 28)
    assert years_after(date(2024, 2, 29), 20) == date(2044, 2, 29)


@given(st.integers(2015, 2200), st.integers(1, 12), st.integers(0, 6))
def test_nth_weekday(year: int, month: int, weekday: int) -> None:
    """Counted out: the days of the month that fall on that weekday."""
    days = [date(year, month, 1) + timedelta(i) for i in range(31)]
    days = [day for day in days if day.month == month and day.weekday() == weekday]
    assert [nth_weekday(year, month, weekday, n) for n in (1, 2, 3, 4, -1)] == [*days[:4], days[-1]]


def test_holidays_are_those_of_the_section() -> None:
    """The words of every entry, in order, are the passage of 5 U.S.C. 6103(a), and its date agrees with them."""
    passages = tomllib.loads(QUOTES.read_text(encoding="utf-8"))["passage"]
    (section,) = [p["text"] for p in passages if (p["source"], p["pin"]) == ("5-usc-6103", "(a)")]
    assert section == f"The following are legal public holidays: {' '.join(h.quote for h in holidays())}"
    ordinals = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
    weekdays = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    for one in holidays():
        month, number = spelled(one.in_year(2023)).split(",")[0].split()
        words = f"{month} {number}" if one.day else f"the {ordinals[one.nth]} {weekdays[one.weekday]} in {month}"
        assert one.quote == f"{one.name}, {words}."


def test_holidays_of_a_year() -> None:
    """The days of 2024, and Juneteenth from 2021 on."""
    found = [day for day in (date(2024, 1, 1) + timedelta(i) for i in range(366)) if is_public_holiday(day)]
    assert [(d.month, d.day) for d in found] == [
        (1, 1), (1, 15), (2, 19), (5, 27), (6, 19), (7, 4), (9, 2), (10, 14), (11, 11), (11, 28), (12, 25),
    ]  # fmt: skip
    assert is_public_holiday(date(2021, 6, 19))
    assert not is_public_holiday(date(2020, 6, 19))
    assert not is_public_holiday(date(2021, 7, 5))


SOUND: dict[str, Any] = {
    "name": "A day", "month": 2, "day": 29, "from": 2015, "authority": "5-usc-6103", "pin": "(a)", "quote": "A day.",
}  # fmt: skip


NO_DAY = r"A day is no day of the year: .+\."
KEYS = r"A holiday has authority, from, month, name, pin, quote, and day, or nth and weekday: \{.*\}\."


@pytest.mark.parametrize(
    ("spoilt", "words"),
    [
        ({"month": 13}, NO_DAY),
        ({"day": 30}, NO_DAY),
        ({"day": 0}, NO_DAY),
        ({"day": "1"}, NO_DAY),
        ({"nth": "first", "weekday": "Monday"}, KEYS),
        ({"nth": "first"}, KEYS),
        ({"more": 1}, KEYS),
        ({"authority": "nothing"}, r"A day has no pin, or cites 'nothing', which is not in the registry\."),
        ({"pin": ""}, r"A day has no pin, or cites '5-usc-6103', which is not in the registry\."),
        ({"day": None, "nth": "fifth", "weekday": "Monday"}, NO_DAY),
        ({"day": None, "nth": "first", "weekday": "Someday"}, NO_DAY),
        ({"day": None, "nth": "first"}, KEYS),
        ({"name": None}, KEYS),
        ({"from": None}, KEYS),
    ],
    ids=str,
)
def test_faulty_holidays_are_refused(spoilt: dict[str, Any], words: str) -> None:
    """One fault is enough, and the refusal names the holiday and the fault."""
    entry = {key: value for key, value in (SOUND | spoilt).items() if value is not None}
    assert load_holidays([SOUND])
    with pytest.raises(LawDataError, match=f"^{words}$"):
        load_holidays([SOUND, entry])


def test_an_empty_list_of_holidays_is_refused() -> None:
    """An empty list means a missing file, not the law."""
    with pytest.raises(LawDataError, match="no holidays"):
        load_holidays([])


def test_first_day_of_interest_is_a_working_day() -> None:
    """For every day of judgment in twelve years: at least fifteen days later, at most nineteen, and a working day."""
    for i in range(12 * 366):
        judgment = date(2018, 12, 7) + timedelta(i)
        day = first_day_of_interest(judgment)
        assert 15 <= (day - judgment).days <= 19
        assert day.weekday() < 5
        assert not is_public_holiday(day)


# --- the figures ---


def by_days(plan: Plan, judgment: date, term_ends: date, as_of: date) -> dict[str, Fraction]:
    """Calculate the same schedule day by day, as a clerk would: the day's payment, then the day's interest."""
    due: dict[date, Fraction] = {}
    start, k = judgment, 1
    if plan.prison and plan.released:
        while (day := months_after(judgment, 3 * k)) < plan.released:
            due[day], k = Fraction(25), k + 1
        start = plan.released
    for k in range(1, 12 * 130):
        due.setdefault(months_after(start, k), plan.monthly)
    starts = first_day_of_interest(judgment)
    rate = plan.rate if plan.rate is not None and plan.principal > 2500 else Fraction(0)
    unpaid, accrued, to_interest, day = plan.principal, Fraction(0), Fraction(0), judgment
    while True:
        if day in due:
            now = min(due[day], unpaid)
            to_interest += min(due[day] - now, to_the_cent(accrued) - to_interest)
            unpaid -= now
        if day in (as_of, term_ends):
            return {"unpaid": unpaid, "accrued": accrued, "to_interest": to_interest}
        if day >= starts:
            accrued += unpaid * rate / 365
        day += timedelta(1)


CENTS = st.integers(1, 2_000_000).map(lambda cents: Fraction(cents, 100))
JUDGMENTS = st.dates(date(2018, 12, 7), date(2040, 12, 31))


@given(
    CENTS,
    st.integers(1, 100_000).map(lambda cents: Fraction(cents, 100)),
    st.none() | st.integers(0, 1200).map(lambda points: Fraction(points, 10_000)),
    JUDGMENTS,
    st.none() | st.integers(0, 4000),
    st.booleans(),
    st.integers(0, 9000),
)
def test_the_course_is_what_a_walk_by_days_gives(
    principal: Fraction,
    monthly: Fraction,
    rate: Fraction | None,
    judgment: date,
    held: int | None,
    prison: bool,
    later: int,
) -> None:
    """Payment by payment or day by day: the same principal, the same interest to the last fraction; paid in cents."""
    released = None if held is None else judgment + timedelta(held)
    plan = Plan(principal, monthly, rate=rate, judgment=judgment, released=released, prison=prison and bool(released))
    run = course(plan, judgment)
    as_of = judgment + timedelta(later)
    walked = by_days(plan, judgment, run.term_ends, as_of)
    standing = run.at(as_of)
    assert standing.principal_unpaid == walked["unpaid"]
    assert standing.interest == walked["accrued"]
    assert standing.interest_paid == walked["to_interest"]
    assert standing.principal_paid + standing.principal_unpaid == principal
    assert standing.owed >= 0
    assert all(after.paid > before.paid for before, after in zip(run.balances, run.balances[1:], strict=False))


@pytest.mark.parametrize(
    ("rate", "unusual"), [("10%", False), ("0.1", False), ("10.01%", True), ("0.13", True), ("0.13%", False)]
)
def test_a_rate_above_ten_percent_is_taken_and_flagged(rate: str, unusual: bool) -> None:
    """With a date of judgment or without one; the answer says what was taken."""
    for asked in ({**PLAIN, "rate": rate}, {"principal": "9000", "monthly": "10", "rate": rate}):
        result = answer(asked)
        assert ("rate-unusual" in result["flags"]) is unusual
        assert result["rate"] == {"0.1": "10%", "0.13": "13%"}.get(rate, rate)
    assert (f"Taken here: {result['rate']} a year." in " ".join(answer(asked, "text").split())) is unusual


@pytest.mark.parametrize("params", [PLAIN, CUSTODY, {**PLAIN, "monthly": "20"}])
def test_each_year_is_the_balance_of_its_last_day(params: dict[str, Any]) -> None:
    """A row of the table is what the command answers for December 31, or for the end of the term."""
    header, *rows = csv.reader(answer(params, "csv").splitlines())
    assert header == ["year", "paid in the year", "principal unpaid", "interest accrued so far"]
    whole = answer(params)
    paid = Fraction(0)
    for year, paid_in_year, unpaid, accrued in rows:
        day = min(f"{year}-12-31", whole["term_ends"])
        at = answer({**params, "as_of": day})["at"]
        paid += Fraction(paid_in_year)
        assert (at["principal_unpaid"], at["interest_accrued"]) == (unpaid, accrued)
        assert abs(Fraction(at["paid"]) - paid) <= Fraction(len(rows), 100)
    assert len(rows) <= 122
    assert rows[-1][2] == whole["at"]["principal_unpaid"]


def test_the_longest_table() -> None:
    """A hundred years of custody and twenty more: still one row for each year, at once."""
    rows = answer({**CUSTODY, "released": "2121-06-04", "principal": "1000000000000"}, "csv").splitlines()
    assert len(rows) == 1 + 121


def test_months_do_not_depend_on_the_judgment() -> None:
    """A day of judgment adds days; it does not change the number of payments for the principal."""
    undated = answer({"principal": "3000", "monthly": "70"})
    dated = answer({"principal": "3000", "monthly": "70", "from": "2024-03-01"})
    assert undated["months"] == dated["months"] == 43
    assert dated["principal_paid_on"] == "2027-10-01"


def test_figures_of_the_answer_stand_in_the_worksheet() -> None:
    """Every amount of the answer is the amount of the line with its name."""
    income = {"income": "1500", "percent": "10%", "as_of": "2029-01-01"}
    result = answer({**{key: value for key, value in CUSTODY.items() if key != "monthly"}, **income})
    lines = {key: line["amount"] for key, line in lines_of(result).items()}
    for key in ("principal", "monthly", "interest_at_term"):
        assert lines[key] == result[key]
    assert lines["monthly.garnishment"] == result["garnishment_most"] == "375.00"
    assert lines["custody"] == result["custody"]["paid"] == "375.00"
    for key, amount in result["at"].items():
        if key != "date":
            assert lines[f"at.{key}"] == amount


def test_every_flag_is_reached(asked: dict[str, dict[str, Any]]) -> None:
    """The golden cases raise each flag that has words."""
    cases = [case for case in asked.values() if case["command"] == "schedule"]
    assert len(cases) >= 12
    assert {flag for case in cases for flag in case["expect"].get("flags", [])} == set(FLAGS)


# --- the report ---


@pytest.mark.parametrize(
    ("params", "words"),
    [
        (PLAIN, "not the amount of the order"),
        (PLAIN, "18 U.S.C. § 3664(f)(1)(A)"),
        (PLAIN, "unless the court allows a date or installments in the interest of justice"),
        (PLAIN, "the shortest time in which full payment can reasonably be made"),
        (PLAIN, "nominal payments where no reasonable schedule would pay the whole, §3664(f)(3)(B)"),
        (PLAIN, "the estate is responsible after death, §3613(b)"),
        (PLAIN, "the greatest loss found in any case, §2259(b)(2)(C)"),
        (PLAIN, "20 years from the judgment; no release from prison is given, which would make it longer"),
        (PLAIN, "1-year constant maturity Treasury yield for the calendar week before June 21, 2021"),
        (PLAIN, "The court may waive or limit interest"),
        (PLAIN, "Whether the $2,500.00 of (f)(1) is counted per judgment or per victim is open"),
        (PLAIN, "The next day that is not a weekend or holiday is June 21, 2021."),
        (PLAIN, "5 U.S.C. § 6103(a)"),
        (CUSTODY, "$25.00 a quarter is the ordinary minimum of 28 CFR 545.11(b)(1), not a fixed sum"),
        (CUSTODY, "The first $75.00 of a month's deposits is excluded"),
        (CUSTODY, "is not verified"),
        (CUSTODY, "50% of the pay in UNICOR grades 1 to 4"),
        (CUSTODY, "28 C.F.R. § 545.11(b)(1)"),
        ({"principal": "3000", "income": "1000", "percent": "0.1"}, "10% of $1,000.00 of income is $100.00 a month."),
        ({"principal": "3000", "income": "1000", "percent": "0.1"}, "15 U.S.C. § 1673(a)(1)"),
        (
            {"principal": "3000", "income": "1000", "percent": "0.1"},
            "No statute that fixes a share of income",
        ),
        ({"principal": "3000", "income": "1000", "percent": "0.3"}, "above-garnishment"),
        ({"principal": "3000.01", "monthly": "100"}, "31 payments, the last one of $0.01: 2.6 years"),
        ({"principal": "100", "monthly": "100"}, "= 1 payment: 0.1 years"),
        ({"principal": "100", "monthly": "500"}, "= 1 payment, the last one of $100.00"),
        ({"principal": "0", "monthly": "500", "from": "2020-01-01"}, "There is no principal to pay."),
    ],
)
def test_what_the_text_says(params: dict[str, Any], words: str) -> None:
    """The open points and the presets are shown with their citations."""
    assert words in " ".join(answer(params, "text").split())


def test_no_word_of_interest_without_a_rate() -> None:
    """Interest is reported where it is calculated."""
    text = answer({key: value for key, value in PLAIN.items() if key != "rate"}, "text")
    assert "Treasury" not in text
    assert "Interest starts" not in text


# --- the command line ---


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_from_the_command_line(run: Run, form: str) -> None:
    """The options are the params: the same answer in every format."""
    code, out, err = run(
        *("schedule", "--principal", "$8,387.43", "--monthly", "150", "--rate", "0.0425", "--from", "2021-06-04"),
        *("--released", "2025-06-04", "--prison", "--as-of", "2026-01-01", "--format", form),
    )
    assert (code, err) == (ANSWERED, "")
    expected = answer({**CUSTODY, "as_of": "2026-01-01"}, form)
    assert (json.loads(out) if form == "json" else out) == expected


def test_help_names_the_presets(run: Run) -> None:
    """Each preset is in the help with its source."""
    words = " ".join(run("schedule", "--help")[1].split())
    assert "preset, 28 CFR 545.11(b)(1): until release only the ordinary minimum of $25.00 a quarter" in words
    assert "10% or 0.10 (as in Gioeli, E.D.N.Y. 2019; no statute fixes one)" in words
    assert "§3612(f)(2)(B)" in words


@pytest.mark.parametrize(
    ("arguments", "paths"),
    [
        ("--principal -1 --monthly 5", ["principal"]),
        ("--principal 1,00 --monthly five", ["principal", "monthly"]),
        ("--principal 1000000000000.01 --monthly 5", ["principal"]),
        ("--principal 5 --monthly 0.001", ["monthly"]),
        ("--principal 5 --monthly 0", ["monthly"]),
        ("--principal 5", ["monthly"]),
        ("--principal 5 --monthly 1 --income 5", ["monthly"]),
        ("--principal 5 --income 5", ["percent"]),
        ("--principal 5 --percent 5%", ["income"]),
        ("--principal 5 --income 0.01 --percent 1%", ["income"]),
        ("--principal 5 --income 0 --percent 1", ["income"]),
        ("--principal 5 --income 5 --percent 0", ["percent"]),
        ("--principal 5 --income 5 --percent 10", ["percent"]),
        ("--principal 5 --monthly 1 --rate 4.25", ["rate"]),
        ("--principal 5 --monthly 1 --rate=-1%", ["rate"]),
        ("--principal 5 --monthly 1 --from 2023-02-29", ["from"]),
        ("--principal 5 --monthly 1 --from 06/01/2023", ["from"]),
        ("--principal 5 --monthly 1 --from 1979-12-31", ["from"]),
        ("--principal 5 --monthly 1 --from 2200-01-01", ["from"]),
        ("--principal 5 --monthly 1 --from 2024-01-01 --as-of 2023-12-31", ["as_of"]),
        ("--principal 5 --monthly 1 --from 2024-01-01 --released 2023-12-31", ["released"]),
        ("--principal 5 --monthly 1 --from 2024-01-01 --released 2124-01-02", ["released"]),
        ("--principal 5 --monthly 1 --from 2024-01-01 --prison", ["released"]),
        ("--principal 5 --monthly 1 --as-of 2024-01-01 --released 2024-01-01", ["as_of", "released"]),
        ("--principal 5 --monthly 1 --prison", ["prison", "released"]),
        ("--principal x --monthly 0 --income y --rate z --from 2024-02-30", [*["principal", "income", "rate"], "from"]),
    ],
)
def test_refusals(run: Run, arguments: str, paths: list[str]) -> None:
    """Every mistake at once, each at its option and with a sentence; exit code 2 and no Python traceback."""
    code, out, err = run("schedule", *arguments.split())
    assert (code, out) == (BAD_INPUT, "")
    found = [line.split(": ")[0] for line in err.splitlines()]
    assert set(paths) <= set(found)
    assert set(found) <= {*paths, "monthly"}
    assert all(line.endswith(".") for line in err.splitlines())
    assert "Traceback" not in err
    assert "itself failed" not in err


def test_limits_are_allowed() -> None:
    """The first and the last judgment, and a hundred years of custody to the day."""
    sound = {"principal": "5", "monthly": "1"}
    assert answer({**sound, "from": "2018-12-07"})["term_ends"] == "2038-12-07"
    assert answer({**sound, "from": "2199-12-31"})["term_ends"] == "2219-12-31"
    last = answer({**sound, "from": "2199-12-31", "released": "2299-12-31", "prison": True})
    assert last["term_ends"] == "2319-12-31"
    assert answer({**sound, "from": "2024-01-01", "as_of": "9999-12-31"})["at"]["paid"] == "5.00"


@pytest.mark.parametrize(
    ("spoilt", "path"),
    [
        ({"principal": 8387.43}, "principal"),
        ({"principal": 3000}, "principal"),
        ({"principal": None}, "principal"),
        ({"principal": "9" * 70}, "principal"),
        ({"monthly": ["150"]}, "monthly"),
        ({"rate": 0.05}, "rate"),
        ({"from": 20210604}, "from"),
        ({"from": "2021-6-4"}, "from"),
        ({"released": "soon"}, "released"),
        ({"prison": "yes"}, "prison"),
        ({"prison": 1}, "prison"),
        ({"as_of": "2021-06-04T00:00:00"}, "as_of"),
        ({"nothing": 1}, "nothing"),
    ],
    ids=str,
)
def test_params_of_the_wrong_kind(spoilt: dict[str, Any], path: str) -> None:
    """A number without quotes, a word for a day, an unknown key: refused at its path, and nothing else is."""
    assert list(mistakes({**PLAIN, **spoilt})) == [path]


def test_missing_params() -> None:
    """The required params are named."""
    assert set(mistakes({})) == {"principal", "monthly"}
    assert list(mistakes({"monthly": "5"})) == ["principal"]


@pytest.mark.parametrize(
    ("principal", "rate", "due"),
    [("2500", "4.25%", False), ("2500", None, None), ("2500.01", "4.25%", True), ("2500.01", None, None)],
)
def test_whether_interest_is_due_is_stated_only_with_a_rate(principal: str, rate: str | None, due: bool | None) -> None:
    """Without a rate none is calculated, and nothing is said of a threshold."""
    params = {**PLAIN, "principal": principal, "rate": rate}
    result = answer({key: value for key, value in params.items() if value is not None})
    keys = set(lines_of(result))
    assert ("interest" in keys) == (due is False)
    assert ("interest_from" in keys) == (due is True)


def test_a_judgment_on_the_first_known_day_is_not_an_earlier_one() -> None:
    """The flag is for judgments before it."""
    for days, flagged in ((-1, True), (0, False)):
        day = KNOWN_FROM + timedelta(days)
        assert ("earlier-judgment" in answer({**PLAIN, "from": day.isoformat()})["flags"]) == flagged
