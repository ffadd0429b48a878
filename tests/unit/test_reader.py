"""The reader refuses every mistake, all of them at once, each at its exact path, and repairs nothing."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from restitution import InputError, Scenario, estimate, handle, read_scenario

GONE = object()
"""Marks a key that is removed."""

FULL: dict[str, Any] = {
    "schema": 1,
    "title": "One of everything",
    "order_date": "2021-06-01",
    "circuit": "9",
    "apportionment": {
        "method": "fixed",
        "denominator": "ordered",
        "statistic": "median",
        "fixed": "5000",
        "disaggregate": True,
    },
    "victim": [
        {
            "id": "A",
            "ordered_defendants": 135,
            "predicted_defendants": 10,
            "estimated_offenders": 1000,
            "prior_awards": ["3000", "7500"],
            "requested": "10000",
            "proven": True,
            "received": "1",
            "greatest_loss_found": "2",
            "assistance_received": "3",
            "loss": [
                {
                    "category": "therapy",
                    "label": "Counselling",
                    "amount": "111287.50",
                    "projected": True,
                    "cause": "mixed",
                    "trafficking_share": "0.5",
                    "exhibit": "Ex. 4",
                },
                {"category": "medical", "low": "100", "high": "200", "take": "mean"},
                {
                    "category": "income",
                    "annual": "30000",
                    "years": 30,
                    "growth": "0.02",
                    "discount": "0.03",
                    "starts_in": 1,
                },
            ],
        },
        {"id": "B"},
    ],
    "defendant": [
        {
            "id": "1",
            "counts": [
                {
                    "offense": "2252A(g)",
                    "from": "2019-01-01",
                    "to": "2020-03-01",
                    "victims": ["A", "B"],
                    "series": "trafficking",
                },
            ],
            "conduct": [
                {
                    "victim": "A",
                    "images": 6,
                    "videos": 0,
                    "distributed": False,
                    "reproduced": False,
                    "production_link": False,
                    "adjustments": [{"guidepost": "distributed", "factor": "1.5", "reason": "shared"}],
                    "joint_group": "x",
                },
            ],
        },
        {"id": "2", "counts": [{"offense": "2251(a)", "from": "2019-01-01", "to": "2019-01-01", "victims": ["A"]}]},
    ],
}
TABLES = (
    "",
    "apportionment",
    "victim[0]",
    "victim[1]",
    "victim[0].loss[0]",
    "victim[0].loss[2]",
    "defendant[0]",
    "defendant[0].counts[0]",
    "defendant[0].conduct[0]",
    "defendant[0].conduct[0].adjustments[0]",
)
MONEY = (
    "apportionment.fixed",
    "victim[0].requested",
    "victim[0].received",
    "victim[0].greatest_loss_found",
    "victim[0].assistance_received",
    "victim[0].loss[0].amount",
    "victim[0].loss[1].low",
    "victim[0].loss[1].high",
    "victim[0].loss[2].annual",
)
RATES = (
    "victim[0].loss[0].trafficking_share",
    "victim[0].loss[2].growth",
    "victim[0].loss[2].discount",
    "defendant[0].conduct[0].adjustments[0].factor",
)
WHOLES = (
    "victim[0].ordered_defendants",
    "victim[0].predicted_defendants",
    "victim[0].estimated_offenders",
    "victim[0].loss[2].years",
    "victim[0].loss[2].starts_in",
    "defendant[0].conduct[0].images",
    "defendant[0].conduct[0].videos",
)
FLAGS = (
    "apportionment.disaggregate",
    "victim[0].proven",
    "victim[0].loss[0].projected",
    "defendant[0].conduct[0].distributed",
    "defendant[0].conduct[0].reproduced",
    "defendant[0].conduct[0].production_link",
)
CHOICES = (
    "circuit",
    "apportionment.method",
    "apportionment.denominator",
    "apportionment.statistic",
    "victim[0].loss[0].category",
    "victim[0].loss[0].cause",
    "victim[0].loss[1].take",
    "defendant[0].counts[0].series",
)
DAYS = ("order_date", "defendant[0].counts[0].from", "defendant[0].counts[0].to")
TEXTS = {
    "title": 200,
    "victim[0].loss[0].label": 200,
    "victim[0].loss[0].exhibit": 60,
    "defendant[0].conduct[0].adjustments[0].guidepost": 60,
    "defendant[0].conduct[0].adjustments[0].reason": 200,
    "defendant[0].conduct[0].joint_group": 20,
}
LISTS = (
    "victim",
    "victim[0].loss",
    "victim[0].prior_awards",
    "defendant",
    "defendant[0].counts",
    "defendant[0].counts[0].victims",
    "defendant[0].conduct",
    "defendant[0].conduct[0].adjustments",
)


def changed(tables: dict[str, Any], *changes: tuple[str, object]) -> dict[str, Any]:
    """Return a copy with the values at some paths replaced, or removed by ``GONE``."""
    fresh: dict[str, Any] = copy.deepcopy(tables)
    for path, value in changes:
        steps: list[Any] = [int(s) if s.isdecimal() else s for s in re.findall(r"[^.\[\]]+", path)]
        holder: Any = fresh
        for step in steps[:-1]:
            holder = holder[step]
        if value is GONE:
            del holder[steps[-1]]
        else:
            holder[steps[-1]] = value
    return fresh


def refusals(tables: object) -> list[tuple[str, str]]:
    """Return the mistakes found, as path and message; the scenario must be refused."""
    with pytest.raises(InputError) as refusal:
        read_scenario(tables)
    return [(e.path, e.message) for e in refusal.value.errors]


def refused(tables: object) -> list[str]:
    """Return the paths of the mistakes found."""
    return [path for path, _ in refusals(tables)]


def test_the_full_scenario_is_valid() -> None:
    """The scenario that every test here spoils is itself valid, as text, with TOML dates and with tuples as lists."""
    assert isinstance(read_scenario(FULL), Scenario)
    native = changed(FULL, ("order_date", date(2021, 6, 1)), ("victim", tuple(FULL["victim"])))
    assert read_scenario(native) == read_scenario(FULL)


def test_values_are_read_exactly() -> None:
    """Nothing is lost on the way in: amounts and rates are exact fractions, the section is canonical."""
    scenario = read_scenario(changed(FULL, ("defendant[0].counts[0].offense", "18 U.S.C. § 2252A(g)(2)")))
    victim = scenario.victims[0]
    assert victim.prior_awards == (Fraction(3000), Fraction(7500))
    assert victim.losses[0].trafficking_share == Fraction(1, 2)
    assert victim.losses[2].size.growth == Fraction(1, 50)  # type: ignore[union-attr]
    assert scenario.defendants[0].counts[0].section == "2252A(g)"
    assert scenario.defendants[0].conduct[0].adjustments[0].factor == Fraction(3, 2)
    assert scenario.order_date == date(2021, 6, 1)
    assert scenario.apportionment.disaggregate is True


def test_defaults_of_fields_left_out(plain: dict[str, Any]) -> None:
    """The defaults are the documented ones."""
    scenario = read_scenario(plain)
    victim, loss = scenario.victims[0], scenario.victims[0].losses[0]
    assert (scenario.title, scenario.circuit) == ("", "")
    assert (scenario.apportionment.denominator, scenario.apportionment.statistic) == ("ordered", "median")
    assert (scenario.apportionment.fixed, scenario.apportionment.disaggregate) == (None, None)
    assert (victim.predicted_defendants, victim.estimated_offenders, victim.prior_awards) == (0, 0, ())
    assert (victim.requested, victim.proven) == (None, True)
    assert {victim.received, victim.greatest_loss_found, victim.assistance_received} == {Fraction(0)}
    assert (loss.projected, loss.cause, loss.exhibit) == (False, "trafficking", "")
    assert loss.trafficking_share == 1


@pytest.mark.parametrize("value", [None, 5, "text", [], True, ["schema"]])
def test_a_scenario_is_a_table(value: object) -> None:
    """Anything but a table is refused as a whole."""
    assert refused(value) == [""]


@pytest.mark.parametrize("table", TABLES)
def test_unknown_keys(table: str) -> None:
    """An unknown key is refused at its path, in every table."""
    path = f"{table}.colour" if table else "colour"
    assert refused(changed(FULL, (path, "red"))) == [path]


@pytest.mark.parametrize(
    "path",
    [
        "schema",
        "order_date",
        "apportionment",
        "apportionment.method",
        "victim",
        "victim[0].loss[0].category",
        "defendant",
        "defendant[0].id",
        "defendant[0].counts",
        "defendant[0].counts[0].offense",
        "defendant[0].counts[0].from",
        "defendant[0].counts[0].to",
        "defendant[0].counts[0].victims",
        "defendant[0].conduct[0].victim",
        "defendant[0].conduct[0].adjustments[0].guidepost",
        "defendant[0].conduct[0].adjustments[0].factor",
    ],
)
def test_missing_keys(path: str) -> None:
    """A required field is reported missing at its path."""
    found = dict(refusals(changed(FULL, (path, GONE))))
    assert found[path] == "This field is missing."


@pytest.mark.parametrize("path", MONEY)
@pytest.mark.parametrize(
    "value",
    [
        5,
        0,
        5000.0,
        Decimal("5000.00"),
        0.1,
        True,
        None,
        [],
        {},
        "",
        "x",
        "-1",
        "1.234",
        "1000000000000.01",
        "1e3",
        "NaN",
    ],
    ids=repr,
)
def test_money_of_the_wrong_kind(path: str, value: object) -> None:
    """Money is text: numbers of any type, negatives, third decimals and amounts over the limit are refused."""
    assert refused(changed(FULL, (path, value))) == [path]


@pytest.mark.parametrize("path", RATES)
@pytest.mark.parametrize(
    "value", [1, 0.5, Decimal("0.5"), True, None, [], "", "x", "-2", "1e-1", "1000001", "inf"], ids=repr
)
def test_rates_of_the_wrong_kind(path: str, value: object) -> None:
    """Rates are text too, within their limits."""
    assert refused(changed(FULL, (path, value))) == [path]


@pytest.mark.parametrize(
    ("path", "good", "bad"),
    [
        ("victim[0].loss[0].trafficking_share", ("0", "1", "100%"), ("1.01", "-0.01", "101%")),
        ("victim[0].loss[2].growth", ("-99%", "100%", "0.25", "-0.25", "0"), ("-100%", "100.1%", "0.251", "-0.251")),
        ("victim[0].loss[2].discount", ("-99%", "100%", "0.25", "-0.25", "0"), ("-100%", "100.1%", "0.251", "-0.251")),
        ("defendant[0].conduct[0].adjustments[0].factor", ("0", "1000000"), ("-0.1", "1000000.1")),
    ],
)
def test_limits_of_rates(path: str, good: tuple[str, ...], bad: tuple[str, ...]) -> None:
    """The ends of each range: a rate of −100 % would divide by nothing."""
    for text in good:
        read_scenario(changed(FULL, (path, text)))
    for text in bad:
        assert refused(changed(FULL, (path, text))) == [path]


@pytest.mark.parametrize("path", WHOLES)
@pytest.mark.parametrize("value", [1.0, Decimal(1), "1", True, None, [], -1, 10**9 + 1], ids=repr)
def test_whole_numbers_of_the_wrong_kind(path: str, value: object) -> None:
    """A count is a whole number, not text, not true, not negative."""
    assert refused(changed(FULL, (path, value))) == [path]


@pytest.mark.parametrize(
    ("path", "good", "bad"),
    [
        ("victim[0].loss[2].years", (1, 100), (0, 101)),
        ("victim[0].loss[2].starts_in", (0, 100), (-1, 101)),
        ("victim[0].ordered_defendants", (0, 10**9), (-1, 10**9 + 1)),
        ("schema", (1,), (0, 2)),
    ],
)
def test_limits_of_whole_numbers(path: str, good: tuple[int, ...], bad: tuple[int, ...]) -> None:
    """The ends of each range."""
    for number in good:
        read_scenario(changed(FULL, (path, number)))
    for number in bad:
        assert refused(changed(FULL, (path, number))) == [path]


@pytest.mark.parametrize("path", FLAGS)
@pytest.mark.parametrize("value", [0, 1, "true", "", None, []], ids=repr)
def test_flags_of_the_wrong_kind(path: str, value: object) -> None:
    """True and false are neither numbers nor text."""
    assert refused(changed(FULL, (path, value))) == [path]


@pytest.mark.parametrize("path", CHOICES)
@pytest.mark.parametrize("value", ["", "none", "Mean", 9, None, True, ["mean"], {}], ids=repr)
def test_choices_of_the_wrong_kind(path: str, value: object) -> None:
    """A choice is one of the words offered, spelled exactly."""
    assert refused(changed(FULL, (path, value))) == [path]


@pytest.mark.parametrize("circuit", ["0", "12", "13", "DC", "fed", "01", "9th"])
def test_no_such_circuit(circuit: str) -> None:
    """The circuits are 1 to 11 and dc."""
    assert refused(changed(FULL, ("circuit", circuit))) == ["circuit"]


@pytest.mark.parametrize("path", DAYS)
@pytest.mark.parametrize(
    "value",
    [
        "2021-02-30",
        "2021-13-01",
        "2019-02-29",
        "2021-00-10",
        "0000-01-01",
        "2021-6-1",
        "20210601",
        "2021-W01-1",
        "06/01/2021",
        "today",
        "",
        20210601,
        None,
        datetime(2021, 6, 1, tzinfo=UTC),
        "2021-06-01T00:00:00",
    ],
    ids=repr,
)
def test_impossible_dates(path: str, value: object) -> None:
    """A date that does not exist, or a form other than year-month-day, is refused."""
    assert refused(changed(FULL, (path, value))) == [path]


@pytest.mark.parametrize("path", TEXTS)
def test_text_of_the_wrong_kind(path: str) -> None:
    """Text is one line of limited length; the limit itself is accepted."""
    wrong: list[object] = [5, None, True, [], "two\nlines", "bell\a", "\ud800", "\u202e", "x" * (TEXTS[path] + 1)]
    for value in wrong:
        assert refused(changed(FULL, (path, value))) == [path]
    read_scenario(changed(FULL, (path, "é" * TEXTS[path])))


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("value", [None, "A", 5, {}, True], ids=repr)
def test_lists_of_the_wrong_kind(path: str, value: object) -> None:
    """A list is a list; one table in its place is refused."""
    assert path in refused(changed(FULL, (path, value)))


@pytest.mark.parametrize("path", ["victim", "defendant", "defendant[0].counts", "defendant[0].counts[0].victims"])
def test_lists_that_must_not_be_empty(path: str) -> None:
    """At least one victim, defendant, count, and victim of a count."""
    assert path in refused(changed(FULL, (path, [])))


@pytest.mark.parametrize("code", ["", " ", "A B", "Ärzte", "A.1", "A/1", "x" * 13, "-A", "_A", 5, None, "A\n"])
def test_codes_are_short_and_plain(code: object) -> None:
    """A code is a few letters and digits, so that no name and no path of the worksheet fits in."""
    assert refused(changed(FULL, ("victim[1].id", code)))[0] == "victim[1].id"
    assert refused(changed(FULL, ("defendant[1].id", code))) == ["defendant[1].id"]


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        pytest.param([("defendant[0].counts[0].to", "2018-12-31")], ["defendant[0].counts[0].to"], id="reversed-dates"),
        pytest.param([("defendant[0].counts[0].to", "2021-06-02")], ["defendant[0].counts[0].to"], id="after-order"),
        pytest.param(
            [("defendant[0].counts[0].victims", ["A", "C"])], ["defendant[0].counts[0].victims[1]"], id="victim"
        ),
        pytest.param(
            [("defendant[0].conduct[0].victim", "C")], ["defendant[0].conduct[0].victim"], id="conduct-victim"
        ),
        pytest.param([("victim[1].id", "A")], ["victim[1].id", "defendant[0].counts[0].victims[1]"], id="same-victims"),
        pytest.param([("defendant[1].id", "1")], ["defendant[1].id"], id="same-defendants"),
        pytest.param([("victim[0].loss[0].low", "1")], ["victim[0].loss[0]"], id="two-ways"),
        pytest.param([("victim[0].loss[0].years", 3)], ["victim[0].loss[0]"], id="sum-and-years"),
        pytest.param([("victim[0].loss[0].amount", GONE)], ["victim[0].loss[0].amount"], id="no-way"),
        pytest.param([("victim[0].loss[1].high", GONE)], ["victim[0].loss[1].high"], id="range-without-high"),
        pytest.param([("victim[0].loss[1].low", GONE)], ["victim[0].loss[1].low"], id="range-without-low"),
        pytest.param([("victim[0].loss[2].years", GONE)], ["victim[0].loss[2].years"], id="yearly-without-years"),
        pytest.param([("victim[0].loss[2].annual", GONE)], ["victim[0].loss[2].annual"], id="yearly-without-annual"),
        pytest.param([("victim[0].loss[1].low", "200.01")], ["victim[0].loss[1].high"], id="reversed-range"),
        pytest.param([("victim[0].loss[0].take", "mean")], ["victim[0].loss[0].take"], id="take-without-range"),
        pytest.param([("victim[0].loss[0].growth", "0")], ["victim[0].loss[0].growth"], id="growth-of-a-sum"),
        pytest.param([("victim[0].loss[1].discount", "0")], ["victim[0].loss[1].discount"], id="discount-of-a-range"),
        pytest.param([("victim[0].loss[0].starts_in", 0)], ["victim[0].loss[0].starts_in"], id="start-of-a-sum"),
        pytest.param(
            [("victim[0].loss[0].trafficking_share", GONE)],
            ["victim[0].loss[0].trafficking_share"],
            id="mixed-without-share",
        ),
        pytest.param([("defendant[0].counts[0].offense", "2252")], ["defendant[0].counts[0].offense"], id="bare-2252"),
        pytest.param([("defendant[0].counts[0].offense", "2251(e)")], ["defendant[0].counts[0].offense"], id="attempt"),
        pytest.param([("defendant[0].counts[0].offense", "9999")], ["defendant[0].counts[0].offense"], id="unknown"),
        pytest.param([("defendant[0].counts[0].offense", 2251)], ["defendant[0].counts[0].offense"], id="number"),
        pytest.param([("defendant[0].counts[0].series", GONE)], ["defendant[0].counts[0].series"], id="no-series"),
    ],
)
def test_fields_that_do_not_fit_together(changes: list[tuple[str, object]], paths: list[str]) -> None:
    """A conflict between fields is refused at the field to correct, and nothing else is."""
    assert sorted(refused(changed(FULL, *changes))) == sorted(paths)


def test_edges_that_do_fit() -> None:
    """A range of one point, an offense of one day, and one that ends on the day of the order."""
    read_scenario(changed(FULL, ("victim[0].loss[1].low", "200")))
    read_scenario(changed(FULL, ("defendant[0].counts[0].to", "2019-01-01")))
    read_scenario(changed(FULL, ("defendant[0].counts[0].to", "2021-06-01")))


def test_conduct_toward_one_victim_is_given_once() -> None:
    """A second conduct toward the same victim is refused at its path."""
    twice = FULL["defendant"][0]["conduct"] * 2
    assert refused(changed(FULL, ("defendant[0].conduct", twice))) == ["defendant[0].conduct[1].victim"]


@pytest.mark.parametrize(
    ("apportionment", "spoil", "paths"),
    [
        ({"method": "fixed"}, {}, ["apportionment.fixed"]),
        ({"method": "requested"}, {"requested": GONE}, ["victim[0].requested", "victim[1].requested"]),
        ({"method": "prior-awards"}, {"prior_awards": GONE}, ["victim[0].prior_awards", "victim[1].prior_awards"]),
        ({"method": "prior-awards"}, {"prior_awards": []}, ["victim[0].prior_awards", "victim[1].prior_awards"]),
        (
            {"method": "equal-share", "denominator": "estimated"},
            {"estimated_offenders": 0},
            ["victim[0].estimated_offenders", "victim[1].estimated_offenders"],
        ),
        (
            {"method": "adjusted-share", "denominator": "estimated"},
            {"estimated_offenders": GONE},
            ["victim[0].estimated_offenders", "victim[1].estimated_offenders"],
        ),
    ],
)
def test_a_chosen_method_needs_its_figure(
    apportionment: dict[str, str], spoil: dict[str, object], paths: list[str]
) -> None:
    """The chosen method's missing figure is reported for every victim that lacks it."""
    changes = [(f"victim[0].{key}", value) for key, value in spoil.items()]
    assert refused(changed(FULL, ("apportionment", apportionment), *changes)) == paths


@pytest.mark.parametrize(
    ("method", "field", "value"),
    [("requested", "requested", 5), ("prior-awards", "prior_awards", "three"), ("fixed", "", "x")],
)
def test_a_refused_figure_is_not_asked_for_again(method: str, field: str, value: object, plain: dict[str, Any]) -> None:
    """A figure that the chosen method needs and that cannot be read is one mistake, not two."""
    plain["apportionment"]["method"] = method
    if field:
        plain["victim"][0][field] = value
        assert refused(plain) == [f"victim[0].{field}"]
    else:
        plain["apportionment"]["fixed"] = value
        assert refused(plain) == ["apportionment.fixed"]


def test_a_method_that_is_not_chosen_needs_nothing(plain: dict[str, Any]) -> None:
    """Without their figures the other methods are left out of the answer, and with them they are in it."""
    bare = set(estimate(read_scenario(plain)).orders[0].methods)
    assert bare == {"full", "equal-share.ordered", "equal-share.predicted", "adjusted-share"}
    plain["victim"][0] |= {"prior_awards": ["1"], "requested": "2", "estimated_offenders": 3}
    plain["apportionment"]["fixed"] = "4"
    rich = set(estimate(read_scenario(plain)).orders[0].methods)
    assert rich - bare == {"prior-awards", "requested", "equal-share.estimated", "fixed"}


MISTAKES: list[tuple[str, object]] = [
    ("schema", 2),
    ("colour", "red"),
    ("order_date", "2021-02-30"),
    ("circuit", "12"),
    ("apportionment.method", "guess"),
    ("apportionment.fixed", 5000),
    ("victim[0].requested", "-5"),
    ("victim[0].received", "1.234"),
    ("victim[0].greatest_loss_found", "1000000000000.01"),
    ("victim[0].ordered_defendants", -1),
    ("victim[0].proven", "yes"),
    ("victim[0].loss[0].trafficking_share", GONE),
    ("victim[0].loss[1].low", "300"),
    ("victim[0].loss[2].amount", "1"),
    ("victim[1].eyes", "blue"),
    ("defendant[0].counts[0].offense", "2252"),
    ("defendant[0].counts[0].to", "2018-01-01"),
    ("defendant[0].conduct[0].victim", "C"),
    ("defendant[0].conduct[0].adjustments[0].factor", "x"),
    ("defendant[1].id", "1"),
    ("defendant[1].counts[0].victims", ["A", "Z"]),
]
FOUND_AT = {
    "victim[0].loss[1].low": "victim[0].loss[1].high",
    "victim[0].loss[2].amount": "victim[0].loss[2]",
    "defendant[1].counts[0].victims": "defendant[1].counts[0].victims[1]",
}


def test_all_mistakes_at_once() -> None:
    """Twenty-one mistakes give twenty-one refusals, one at each path, each with a sentence."""
    found = refusals(changed(FULL, *MISTAKES))
    assert sorted(path for path, _ in found) == sorted(FOUND_AT.get(path, path) for path, _ in MISTAKES)
    for path, message in found:
        assert message.endswith("."), path
        assert message[0].isupper() or message[0].isdecimal(), path


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake[0])
def test_each_mistake_alone(mistake: tuple[str, object]) -> None:
    """Each of them alone is one refusal, so that none above results from another."""
    assert refused(changed(FULL, mistake)) == [FOUND_AT.get(mistake[0], mistake[0])]


def test_a_loss_in_two_ways_hides_no_other_mistake() -> None:
    """A loss given in two ways and mixed without its share has two mistakes, and both are reported."""
    spoilt = changed(FULL, ("victim[0].loss[0].low", "1"), ("victim[0].loss[0].trafficking_share", GONE))
    assert sorted(refused(spoilt)) == ["victim[0].loss[0]", "victim[0].loss[0].trafficking_share"]


@pytest.mark.parametrize(
    ("path", "values"),
    [("victim[0].prior_awards", ["x", "5", "-1"]), ("defendant[0].counts[0].victims", ["A B", "A", "C D"])],
)
def test_every_bad_entry_of_a_list_is_named(path: str, values: list[str]) -> None:
    """Two bad entries of a list are two mistakes, each with its index."""
    assert refused(changed(FULL, (path, values))) == [f"{path}[0]", f"{path}[2]"]


def _series_elsewhere(tables: dict[str, Any]) -> None:
    tables["defendant"][0]["counts"][0]["series"] = "production"


def _share_unmixed(tables: dict[str, Any]) -> None:
    tables["victim"][0]["loss"][0]["trafficking_share"] = "0.1"


@pytest.mark.parametrize("add", [_series_elsewhere, _share_unmixed])
def test_a_field_that_does_not_apply_moves_no_figure(
    add: Callable[[dict[str, Any]], None], plain: dict[str, Any]
) -> None:
    """A series on another section, and a share on a loss that is not mixed, change nothing in the answer."""
    before = handle(json.dumps({"method": "estimate", "params": plain}))
    add(plain)
    assert handle(json.dumps({"method": "estimate", "params": plain})) == before


def test_the_input_is_left_as_it_was() -> None:
    """Reading does not change the input."""
    given = copy.deepcopy(FULL)
    read_scenario(given)
    assert given == FULL
