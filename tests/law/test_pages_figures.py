"""Figures that are typed on the guide's pages, each asked again of the calculator."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from restitution import LAW
from restitution.protocol import handle

CONTENT = Path(__file__).parents[2] / "content"
RESERVE, ASSESSMENTS, COLLECTED = (
    (CONTENT / "learn" / f"{page}.md").read_text(encoding="utf-8")
    for page in ("the-reserve", "assessments-and-payment", "ordered-and-collected")
)
YEARS = re.compile(r"^\| (\d{4}) \| (?:(\d{4}): ([\d.]+)|none) \| \$([\d,]+\.\d\d) \|", re.MULTILINE)
TIERS = re.compile(r"^\| ([^|]+?) \| \[\$([\d,]+)\]\(../sources\.md#18-usc-2259A\) \|", re.MULTILINE)
OFFENSES = {"Possession": "2252A(a)(5)", "Any other trafficking": "2252A(a)(2)", "Production": "2251(a)"}
"""A section for each row of the table of caps, by the words the row begins with."""


def ask(method: str, **params: object) -> dict[str, Any]:
    """What the calculator answers."""
    reply: dict[str, Any] = json.loads(handle(json.dumps({"method": method, "params": params})))
    return reply


def example(page: str, ident: str) -> dict[str, Any]:
    """A live example of a page."""
    fences = re.findall(r"```worked-example\n(.*?)```", page, re.DOTALL)
    (found,) = [fence for fence in map(tomllib.loads, fences) if fence["id"] == ident]
    return found


def test_the_reserves_payment_year_by_year() -> None:
    """Every year, its index and its amount are the engine's, from 2019 to the last year there is an index for."""
    rows = YEARS.findall(RESERVE)
    years = [int(row[0]) for row in rows]
    assert years == list(range(2019, years[-1] + 1))
    assert "order_date" in ask("assistance", order_date=f"{years[-1] + 1}-07-01")["errors"][0]["path"]
    assert f"The sum for {years[-1] + 1} needs the average index of {years[-1]}" in RESERVE
    averages = {value.start.year: value.amount for value in LAW.parameter("cpi-u.annual").values}
    for year, before, average, amount in rows:
        for day in ("01-01", "12-31"):
            answer = ask("assistance", order_date=f"{year}-{day}")["result"]
            assert answer["amount"] == amount.replace(",", ""), year
        if before:
            assert int(before) == int(year) - 1
            assert averages[int(before)] == average, year
        else:
            assert year == "2019"
    assert f"÷ {averages[2017]}, the CPI-U of 2017" in " ".join(RESERVE.split())


def test_the_two_rounded_figures_that_are_in_circulation() -> None:
    """They are the formula's, cut or rounded to whole dollars, as the page says."""
    for year, whole in ((2022, 38691), (2023, 41787)):
        assert f"${whole:,} for {year}" in RESERVE
        assert round(float(ask("assistance", order_date=f"{year}-07-01")["result"]["amount"])) == whole


def test_the_equal_share_without_the_payment() -> None:
    """$400,000 among 40 is $10,000: the scenario and the sentence before it agree."""
    scenario = tomllib.loads((CONTENT / "scenarios" / "after-the-reserve.toml").read_text(encoding="utf-8"))
    (victim,) = scenario["victim"]
    people, losses = victim["ordered_defendants"] + 1, int(victim["loss"][0]["amount"])
    assert f"The losses are ${losses:,}, and {people} people have been ordered to pay" in RESERVE
    assert f"equal share would be ${losses // people:,}" in RESERVE
    assert losses % people == 0


def test_the_caps_of_the_assessment() -> None:
    """Each tier's top figure is the engine's for an offense of that tier."""
    rows = TIERS.findall(ASSESSMENTS)
    assert len(rows) == len(OFFENSES)
    for label, cap in rows:
        (offense,) = [section for words, section in OFFENSES.items() if label.startswith(words)]
        assert ask("assessment", offense=offense)["result"]["cap"] == f"{cap.replace(',', '')}.00"


def test_thirty_years_at_the_prison_minimum() -> None:
    """The example of one order at the floor takes as many payments as the sentence after it says."""
    params = example(COLLECTED, "floor-in-prison")["params"]
    answer = ask("schedule", **params)["result"]
    assert answer["custody"] == {"payments": 120, "paid": "3000.00"}
    assert answer["months"] == 120
    assert "In prison it takes 120 payments: thirty years." in COLLECTED
    assert 120 * 3 == 30 * 12
