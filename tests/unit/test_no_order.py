"""Where no order can be made under §2259, no answer states a total of nothing: each names the statute that applies."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.support import answer, lines_of, respond

from restitution.protocol import FORMATS

OTHERS = {
    "1591": "18 U.S.C. § 1593",
    "1466A": "18 U.S.C. § 3663",
    "2422(b)": "18 U.S.C. § 2429",
    "2241(c)": "18 U.S.C. § 2248",
}
NO_ORDER = "no order under §2259"


@pytest.fixture(params=OTHERS)
def outside(request: pytest.FixtureRequest, plain: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """A scenario whose only count is outside chapter 110, and the statute that applies to it."""
    plain["defendant"][0]["counts"][0]["offense"] = request.param
    return plain, OTHERS[request.param]


@pytest.fixture
def mixed(plain: dict[str, Any]) -> dict[str, Any]:
    """Defendant 1 under §2259, defendant 2 under another statute, and a victim whom only defendant 2's count names."""
    count = plain["defendant"][0]["counts"][0]
    plain["victim"].append({**plain["victim"][0], "id": "B"})
    plain["defendant"].append({"id": "2", "counts": [{**count, "offense": "1591", "victims": ["A", "B"]}]})
    return plain


def plainly(text: str) -> str:
    """Return text without the marks of Markdown and the breaks of lines."""
    return " ".join(text.replace("\\", "").split())


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "json"])
@pytest.mark.parametrize("command", ["estimate", "compare"])
def test_no_format_states_a_total_of_nothing(command: str, form: str, outside: tuple[dict[str, Any], str]) -> None:
    scenario, statute = outside
    params = {"scenario": scenario} if command == "compare" else scenario
    text = plainly(answer(command, params, form))
    assert "0.00" not in text.replace("50,000.00", "")
    if (command, form) != ("compare", "csv"):
        assert NO_ORDER in text
        assert statute in text


def test_json_says_so_beside_the_totals(outside: tuple[dict[str, Any], str]) -> None:
    """The totals keep their shape, and the worksheet has no amount for them."""
    scenario, statute = outside
    result = answer("estimate", scenario)
    assert result["orders"] == []
    (one,) = result["outside"]
    assert (one["victim"], one["defendant"], one["provision"]) == ("A", "1", "not-2259")
    assert one["sections"] == [scenario["defendant"][0]["counts"][0]["offense"].partition("(")[0]]
    assert [f"18-usc-{statute.rpartition(' ')[2]}"] == one["statutes"]
    lines = lines_of(result)
    for key in ("A.1", "total", "total.A"):
        assert lines[key]["amount"] is None
        assert NO_ORDER in lines[key]["label"]
    assert statute in lines["A.1"]["formula"]
    assert answer("compare", {"scenario": scenario})["outside"] == [one]


def test_comparing_changes_nothing(outside: tuple[dict[str, Any], str]) -> None:
    """Another choice under §2259 is no choice where it does not apply."""
    scenario, _ = outside
    result = answer("compare", {"scenario": scenario, "vary": ["victim[0].ordered_defendants=1..9"]})
    assert [result[name] for name in ("methods", "laws", "disaggregation", "sensitivity")] == [[], [], [], []]


def test_a_total_is_kept_and_the_other_named(mixed: dict[str, Any]) -> None:
    """One order of the case stands; what has none is named, for each victim and defendant."""
    result = answer("estimate", mixed)
    (order,) = result["orders"]
    assert (order["victim"], order["defendant"]) == ("A", "1")
    assert result["totals"]["case"] == order["order"]
    assert [(one["victim"], one["defendant"]) for one in result["outside"]] == [("A", "2"), ("B", "2")]
    lines = lines_of(result)
    assert lines["total"]["amount"] == lines["total.A"]["amount"] == order["order"]
    assert lines["total.B"]["amount"] is None
    for form in ("text", "md", "html", "csv"):
        text = plainly(answer("estimate", mixed, form))
        assert "Victim A, defendant 2: no order under §2259" in text
        assert "Victim B, defendant 2: no order under §2259" in text
        assert "18 U.S.C. § 1593" in text
    assert "Total of the case no order" not in plainly(answer("estimate", mixed, "text"))
    note = "not-2259 (B.2): No count against defendant 2 that names victim B is under chapter 110 (§1591)"
    assert note in plainly(answer("estimate", mixed, "text"))
    assert "not-2259" in answer("compare", {"scenario": mixed}, "md")


def test_an_order_of_nothing_is_stated(plain: dict[str, Any]) -> None:
    """Where the court finds no loss proved, zero is the order."""
    plain["victim"][0]["proven"] = False
    result = answer("estimate", plain)
    assert (result["orders"][0]["order"], result["totals"]["case"], result["outside"]) == ("0.00", "0.00", [])
    assert lines_of(result)["total"]["amount"] == "0.00"


def test_an_example_says_so_and_its_copy(outside: tuple[dict[str, Any], str]) -> None:
    """In the panel, to a screen reader and in the text to copy."""
    scenario, statute = outside
    definition = {"id": "outside", "scenario": scenario, "ladder": "A.1", "lines": ["A.1.order"]}
    asked = {"method": "example", "params": {"example": definition}, "base": "../"}
    result = respond({**asked, "format": "html"})["result"]
    assert result["announce"] == f"No order under §2259: see {statute}."
    assert f"No order under §2259: see {statute}." in result["answer"]
    assert "Chapter" in result["answer"]
    assert "0.00" not in result["answer"]
    copied = plainly(respond({**asked, "format": "text"})["result"])
    assert f"Total of the case {NO_ORDER}" in copied
    assert statute in copied
    assert "$0.00" not in copied
