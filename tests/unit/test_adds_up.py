"""A worksheet adds up by hand: each sum is the sum of the lines printed under it, in every format."""

from __future__ import annotations

import csv
import html
import re
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.dockets import dockets
from tests.unit.support import answer, walk
from tests.unit.test_properties import scenarios

SUMS = {
    "estimate": r"total|[^.]+\.[^.]+\.losses",
    "losses": r"[^.]+\.(medical|therapy|transport|income|fees|other)",
    "distribute": r"applied|rank\..*",
    "schedule": r"at\.paid",
}
"""The lines that are the sum of those under them, by command."""

_DOLLARS = r"(−?)\$([\d,]+\.\d\d)"


def checked(method: str, params: dict[str, Any]) -> dict[str, Any]:
    """Return the answer, whose worksheet adds up and is printed with the same figures in every format."""
    result: dict[str, Any] = answer(method, params)
    lines = walk(result["worksheet"]["lines"])
    seen = [line for line in lines if re.fullmatch(SUMS[method], line["key"])]
    assert seen or not lines
    for line in seen:
        parts = [Fraction(child["amount"] or 0) for child in line["children"]]
        assert Fraction(line["amount"] or 0) == sum(parts), line["key"]
    amounts = [line["amount"] for line in lines if line["amount"] is not None]
    assert _of_text(answer(method, params, "text")) == amounts
    assert _of_markdown(answer(method, params, "md")) == amounts
    assert _of_html(answer(method, params, "html")) == {
        line["key"]: line["amount"] for line in lines if line["amount"] is not None
    }
    return result


def _of_text(text: str) -> list[str]:
    """Return the amounts at the right edge of the worksheet."""
    rows = text.partition("WORKSHEET")[2].splitlines()
    found = (re.search(f"{_DOLLARS}$", row) for row in rows if len(row) >= 100)
    return [_plain(*match.groups()) for match in found if match]


def _of_markdown(text: str) -> list[str]:
    worksheet = text.partition("## Worksheet")[2]
    found = (re.match(rf" *- .*?: \*\*{_DOLLARS}\*\*\. ", row) for row in worksheet.replace("\\", "").splitlines())
    return [_plain(*match.groups()) for match in found if match]


def _of_html(text: str) -> dict[str, str]:
    found = re.findall(rf'<output name="([^"]+)"[^>]*>{_DOLLARS}</output>', text)
    return {html.unescape(key): _plain(sign, amount) for key, sign, amount in found}


def _plain(sign: str, amount: str) -> str:
    return ("-" if sign else "") + amount.replace(",", "")


@given(scenarios())
def test_an_estimate(scenario: dict[str, Any]) -> None:
    """The losses are the sum of their lines, the total that of the victims; CSV has every line."""
    result = checked("estimate", scenario)
    rows = list(csv.DictReader(answer("estimate", scenario, "csv").splitlines()))
    lines = walk(result["worksheet"]["lines"])
    assert [(row["key"], row["amount"]) for row in rows] == [(line["key"], line["amount"] or "") for line in lines]
    for victim, total in result["totals"]["by_victim"].items():
        mine = [order for order in result["orders"] if order["victim"] == victim]
        groups = {group_of(scenario, order): order["liability"] for order in mine}
        alone = [order["order"] for order in mine if not group_of(scenario, order)]
        once = [liability for group, liability in groups.items() if group]
        assert Fraction(total) == sum(map(Fraction, [*alone, *once]))


def group_of(scenario: dict[str, Any], order: dict[str, Any]) -> str:
    """Return the joint group of an order, or nothing."""
    (defendant,) = (one for one in scenario["defendant"] if one["id"] == order["defendant"])
    groups = {conduct["victim"]: conduct.get("joint_group", "") for conduct in defendant.get("conduct", [])}
    return str(groups.get(order["victim"], ""))


@given(scenarios())
def test_the_losses(scenario: dict[str, Any]) -> None:
    """A category is the sum of its losses, a yearly loss that of its years; every breakdown makes the total."""
    result = checked("losses", scenario)
    for victim in result["victims"]:
        heads = sum(map(Fraction, victim["heads"].values()))
        assert heads == Fraction(victim["total"]) == sum(map(Fraction, victim["by_cause"].values()))
        assert heads == Fraction(victim["incurred"]) + Fraction(victim["projected"])
    for line in walk(result["worksheet"]["lines"]):
        if line["children"]:
            assert Fraction(line["amount"]) == sum(Fraction(child["amount"]) for child in line["children"])


@given(dockets())
def test_a_docket(asked: dict[str, Any]) -> None:
    """A rank is the sum of its obligations, and what was applied the sum of the ranks."""
    checked("distribute", asked)


@given(
    st.integers(1, 10**8),
    st.integers(1, 10**6),
    st.integers(0, 30_000),
    st.integers(0, 8000),
)
def test_a_schedule(principal: int, monthly: int, rate: int, days: int) -> None:
    """What was paid is principal and interest; what is unpaid, the rest of each; the years make the whole."""
    cents = "{0[0]}.{0[1]:02d}".format
    asked = {
        "principal": cents(divmod(principal, 100)),
        "monthly": cents(divmod(max(monthly, principal // 300), 100)),
        "rate": f"{rate / 1000:.3f}%",
        "from": "2020-03-02",
        "as_of": f"{2020 + days // 365}-12-31",
    }
    result = checked("schedule", asked)
    at = {name: Fraction(value) for name, value in result["at"].items() if name != "date"}
    assert at["paid"] == at["principal_paid"] + at["interest_paid"]
    assert at["principal_paid"] + at["principal_unpaid"] == Fraction(asked["principal"])
    assert at["interest_paid"] + at["interest_unpaid"] == at["interest_accrued"]
    grid = list(csv.reader(answer("schedule", asked | {"as_of": result["term_ends"]}, "csv").splitlines()))[1:]
    whole = answer("schedule", asked | {"as_of": result["term_ends"]})["at"]
    assert sum(Fraction(row[1]) for row in grid) == Fraction(whole["paid"])
