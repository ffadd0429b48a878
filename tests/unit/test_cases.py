"""The golden cases: figures calculated by hand, compared to the cent, and consistent worksheets."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from restitution import LAW, Estimate, Line, estimate, handle, read_scenario

NAMED = {"title", "why", "source", "scenario", "expect"}
EXPECTED = {"orders", "totals", "lines"}


def answer_to(scenario: object) -> dict[str, Any]:
    """Return the answer to a scenario that must not be refused."""
    response = json.loads(handle(json.dumps({"id": 1, "method": "estimate", "params": scenario})))
    assert response["ok"], response["errors"]
    result: dict[str, Any] = response["result"]
    return result


def estimate_of(scenario: object) -> Estimate:
    """Return the same answer with exact amounts."""
    return estimate(read_scenario(scenario))


def walk(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return every line of a worksheet in the answer."""
    return [one for line in lines for one in (line, *walk(line["children"]))]


def exact_lines(scenario: object) -> list[Line]:
    """Return every line of a worksheet with exact amounts."""
    return [line for top in estimate_of(scenario).lines for line in top.walk()]


def assert_holds(expected: object, actual: object, where: str) -> None:
    """Check that every expected key is in the answer with exactly the expected value."""
    if isinstance(expected, dict):
        assert isinstance(actual, dict), where
        for key, value in expected.items():
            assert key in actual, f"{where}.{key} is not in the answer"
            assert_holds(value, actual[key], f"{where}.{key}")
    else:
        assert actual == expected, where


def test_case_is_complete(case: dict[str, Any]) -> None:
    """A case says what it guards, names its sources from the registry, and expects a figure."""
    assert set(case) == NAMED
    assert case["title"]
    assert case["why"].count(".") >= 1
    assert set(case["source"]) == {"authorities", "printed", "ours"}
    assert case["source"]["authorities"]
    for authority in case["source"]["authorities"]:
        assert authority in LAW.authorities, authority
    assert set(case["expect"]) <= EXPECTED
    assert "totals" in case["expect"]


def test_case_orders(case: dict[str, Any]) -> None:
    """The answer has the expected orders, no other, each with the expected figures."""
    actual = {(o["victim"], o["defendant"]): o for o in answer_to(case["scenario"])["orders"]}
    expected = {(o["victim"], o["defendant"]): o for o in case["expect"]["orders"]}
    assert set(actual) == set(expected)
    for pair, order in expected.items():
        for key in order.pop("null", []):
            assert actual[pair][key] is None, f"{pair}.{key}"
        assert_holds(order, actual[pair], str(pair))


def test_case_totals(case: dict[str, Any]) -> None:
    """The totals are the expected ones."""
    assert_holds(case["expect"]["totals"], answer_to(case["scenario"])["totals"], "totals")


def test_case_lines(case: dict[str, Any]) -> None:
    """The named lines of the worksheet have the expected amount and status, and cite what they must."""
    actual = {line["key"]: line for line in walk(answer_to(case["scenario"])["worksheet"]["lines"])}
    for key, line in case["expect"].get("lines", {}).items():
        assert key in actual
        found = actual[key]
        assert_holds({k: line[k] for k in ("amount", "status") if k in line}, found, key)
        for name in line.get("null", []):
            assert found[name] is None, f"{key}.{name}"
        cited = {cite["id"] for cite in found["authorities"]}
        assert set(line.get("authorities", [])) <= cited, key
        for pin in line.get("pins", []):
            assert pin in [cite["pin"] for cite in found["authorities"]], key


def test_case_worksheet_is_cited(case: dict[str, Any]) -> None:
    """Keys are unique, and every line has a status, an authority of the registry and a pin."""
    lines = walk(answer_to(case["scenario"])["worksheet"]["lines"])
    keys = [line["key"] for line in lines]
    assert len(keys) == len(set(keys))
    for line in lines:
        assert line["label"]
        assert line["formula"]
        assert line["status"] in {"statute", "holding", "discretion", "model"}, line["key"]
        assert line["authorities"], line["key"]
        assert all(cite["id"] in LAW.authorities for cite in line["authorities"]), line["key"]
        assert any(cite["pin"] for cite in line["authorities"]), line["key"]


def test_case_sums_are_exact(case: dict[str, Any]) -> None:
    """A loss is the exact sum of its lines, and the total of the case that of its victims."""
    summed = 0
    for line in exact_lines(case["scenario"]):
        if line.key.endswith(".losses") or line.key == "total":
            assert (line.amount or 0) == sum((child.amount or 0 for child in line.children), Fraction(0)), line.key
            summed += 1
    assert summed >= 1


def test_case_worksheet_agrees_with_orders(case: dict[str, Any]) -> None:
    """What the worksheet states for an order is what the list of orders states."""
    answer = answer_to(case["scenario"])
    amounts = {line["key"]: line["amount"] for line in walk(answer["worksheet"]["lines"])}
    for order in answer["orders"]:
        key = f"{order['victim']}.{order['defendant']}"
        pairs = {"losses": "full_losses", "floor": "floor", "order": "order", "cap": "cap"}
        pairs |= {"outstanding": "outstanding", "collectible": "collectible"}
        for step, field in pairs.items():
            assert amounts.get(f"{key}.{step}") == order[field], f"{key}.{step}"
        for method, amount in order["methods"].items():
            assert amounts[f"{key}.share.{method}"] == amount, f"{key}.share.{method}"
        if order["range"]:
            assert amounts[f"{key}.range.low"] == order["range"]["low"]
            assert amounts[f"{key}.range.high"] == order["range"]["high"]
    no_order = answer["outside"] and not answer["orders"]
    assert amounts["total"] == (None if no_order else answer["totals"]["case"])


def test_cases_cover_the_ground(golden: dict[str, dict[str, Any]]) -> None:
    """Together the cases reach every provision, text, method, flag and status: none is left to chance."""
    answers = [answer_to(case["scenario"]) for case in golden.values()]
    orders = [order for answer in answers for order in answer["orders"]]
    assert {o["provision"] for o in orders} == {"2259(b)(1)", "2259(b)(2)"}
    assert {o["law"] for o in orders} == {"current", "pre-2018"}
    shares = {"equal-share.ordered", "equal-share.predicted", "equal-share.estimated", "adjusted-share"}
    methods = shares | {"full", "prior-awards", "requested", "fixed"}
    assert {o["chosen"] for o in orders if o["provision"] == "2259(b)(2)"} == methods
    assert {flag for o in orders for flag in o["flags"]} == {
        "straddles-2018",
        "disaggregation-open",
        "not-proven",
        "no-proven-loss",
        "floor-exceeds-losses",
        "liability-terminated",
        "orders-exceed-losses",
    }
    lines = [line for answer in answers for line in walk(answer["worksheet"]["lines"])]
    assert {line["status"] for line in lines} == {"statute", "holding", "discretion", "model"}
