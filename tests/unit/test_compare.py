"""A scenario under other choices: which methods are compared, under which days, and what is varied."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from tests.unit import support
from tests.unit.support import lines_of

answer = partial(support.answer, "compare")
mistakes = partial(support.mistakes, "compare")


def two_victims(plain: dict[str, Any]) -> dict[str, Any]:
    """The plain scenario with a second victim in every count."""
    plain["victim"].append({**plain["victim"][0], "id": "B"})
    plain["defendant"][0]["counts"][0]["victims"] = ["A", "B"]
    return plain


def test_a_method_is_compared_where_every_share_has_its_figures(plain: dict[str, Any]) -> None:
    """Figures for one victim of two are not enough, whichever of them has them."""
    scenario = two_victims(plain)
    for given in ([], [0], [1], [0, 1]):
        for i, victim in enumerate(scenario["victim"]):
            victim.pop("requested", None)
            victim |= {"requested": "4000"} if i in given else {}
        methods = [one["method"] for one in answer({"scenario": scenario})["methods"]]
        assert ("requested" in methods) == (given == [0, 1]), given
        assert "equal-share.ordered" in methods


def test_an_order_before_the_act_is_compared_under_its_text(plain: dict[str, Any]) -> None:
    """The day of the order is then that of the Act, which has a floor; a later day stays."""
    plain["order_date"] = "2013-11-01"
    plain["defendant"][0]["counts"][0] |= {"from": "2010-01-01", "to": "2011-01-01"}
    plain["victim"][0]["ordered_defendants"] = 99
    laws = {one["law"]: one["total"] for one in answer({"scenario": plain})["laws"]}
    assert laws == {"pre-2018": "500.00", "current": "3000.00"}


def test_an_input_may_stay_where_it_is(plain: dict[str, Any]) -> None:
    """Both ends may be the same; the upper end first is refused."""
    path = "victim[0].ordered_defendants"
    (still,) = answer({"scenario": plain, "vary": [f"{path}=9..9"]})["sensitivity"]
    assert still["low"] == still["high"]
    assert list(mistakes({"scenario": plain, "vary": [f"{path}=9..8"]})) == ["vary[0]"]


def test_varied_inputs_are_numbered_from_one(plain: dict[str, Any]) -> None:
    """In the order in which they were asked for, whichever moves the total more."""
    vary = ["victim[0].ordered_defendants=9..9", "victim[0].loss[0].amount=40000..60000"]
    lines = lines_of(answer({"scenario": plain, "vary": vary}))
    assert {key for key in lines if key.startswith("moved.")} == {"moved.1", "moved.2"}


@pytest.mark.parametrize(("fixed", "flagged"), [("25000", False), ("25000.01", True)])
def test_orders_are_measured_against_the_greatest_losses(plain: dict[str, Any], fixed: str, flagged: bool) -> None:
    """Assistance comes off the losses under the current text alone; to the cent, the greater losses are the limit."""
    plain["order_date"] = "2021-06-01"
    plain["apportionment"] = {"method": "fixed", "fixed": fixed}
    plain["victim"][0] |= {"assistance_received": "20000", "loss": [{"category": "therapy", "amount": "50000"}]}
    (count,) = plain["defendant"][0]["counts"]
    earlier = {**count, "from": "2016-01-01", "to": "2017-01-01"}
    plain["defendant"] = [
        {"id": "1", "counts": [count]},
        {"id": "2", "counts": [earlier]},
    ]
    orders = support.answer("estimate", plain)["orders"]
    assert {"orders-exceed-losses" in one["flags"] for one in orders} == {flagged}
