"""Properties that hold for every scenario, tested on generated scenarios."""

from __future__ import annotations

import copy
import json
import math
import re
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.unit.support import answer

from restitution import Estimate, Line, estimate, handle, read_scenario
from restitution.money import dollars

CHANGE = date(2018, 12, 7)
FLOOR = Fraction(3000)
SHARED = ("2252A(a)(5)(B)", "2252A(a)(2)", "2252(a)(4)", "2251(d)", "2260(b)")
WHOLE = ("2251(a)", "2251A", "2260(a)", "2252A(a)(7)")
OUTSIDE = ("2422(b)", "1591", "2243")
AMOUNT = re.compile(r"^\d+\.\d\d$")
DEDUCTION = re.compile(r"^-?\d+\.\d\d$")


def _text(in_cents: int) -> str:
    return f"{in_cents // 100}.{in_cents % 100:02d}"


money = st.one_of(
    st.integers(0, 1_000_000).map(_text),
    st.integers(0, 10**9).map(_text),
    st.sampled_from(["0", "0.01", "2999.99", "3000", "3000.01", "1140690.48", "1000000000000"]),
)
rates = st.integers(-50, 100).map(lambda n: f"{n}%") | st.integers(0, 250).map(lambda n: f"0.{n:03d}")
parts = st.integers(0, 1000).map(lambda n: f"{n // 1000}.{n % 1000:03d}")
numbers = st.integers(0, 400)


@st.composite
def losses(draw: st.DrawFn) -> dict[str, Any]:
    """Generate one loss in one of its three shapes, with any cause."""
    loss: dict[str, Any] = {
        "category": draw(st.sampled_from(["medical", "therapy", "transport", "income", "fees", "other"]))
    }
    shape = draw(st.sampled_from(["sum", "sum", "range", "yearly"]))
    if shape == "sum":
        loss["amount"] = draw(money)
    elif shape == "range":
        low, high = sorted(draw(st.tuples(st.integers(0, 10**8), st.integers(0, 10**8))))
        loss |= {"low": _text(low), "high": _text(high), "take": draw(st.sampled_from(["low", "mean", "high"]))}
    else:
        loss |= {"annual": _text(draw(st.integers(0, 10**8))), "years": draw(st.integers(1, 60))}
        loss |= {"growth": draw(rates), "discount": draw(rates), "starts_in": draw(st.integers(0, 5))}
    loss["cause"] = draw(st.sampled_from(["trafficking", "trafficking", "initial-abuse", "mixed"]))
    if loss["cause"] == "mixed":
        loss["trafficking_share"] = draw(parts)
    return loss


@st.composite
def victims(draw: st.DrawFn, code: str) -> dict[str, Any]:
    """Generate one victim with every figure that a method can need."""
    return {
        "id": code,
        "ordered_defendants": draw(numbers),
        "predicted_defendants": draw(numbers),
        "estimated_offenders": draw(st.integers(1, 5000)),
        "prior_awards": draw(st.lists(money, min_size=1, max_size=5)),
        "requested": draw(money),
        "proven": draw(st.sampled_from([True, True, True, False])),
        "received": draw(money),
        "greatest_loss_found": draw(money),
        "assistance_received": draw(st.sampled_from(["0", "0", "35000", "41787.39"])),
        "loss": draw(st.lists(losses(), max_size=4)),
    }


@st.composite
def counts(draw: st.DrawFn, codes: list[str], sections: tuple[str, ...]) -> dict[str, Any]:
    """Generate a count that names some of the victims, near the day on which the text changes."""
    start = CHANGE + timedelta(draw(st.integers(-400, 400)))
    return {
        "offense": draw(st.sampled_from(sections)),
        "from": start.isoformat(),
        "to": (start + timedelta(draw(st.integers(0, 400)))).isoformat(),
        "victims": draw(st.lists(st.sampled_from(codes), min_size=1, unique=True)),
    }


@st.composite
def conducts(draw: st.DrawFn, code: str) -> dict[str, Any]:
    """Generate conduct toward one victim, with factors and perhaps a joint group."""
    factors = draw(st.lists(st.integers(0, 300).map(lambda n: f"{n}%"), max_size=3))
    return {
        "victim": code,
        "adjustments": [{"guidepost": "other", "factor": factor} for factor in factors],
        "joint_group": draw(st.sampled_from(["", "x", "y"])),
    }


@st.composite
def scenarios(draw: st.DrawFn, sections: tuple[str, ...] = SHARED + WHOLE + OUTSIDE) -> dict[str, Any]:
    """Generate a valid scenario of up to three victims and three defendants."""
    codes = ["A", "B", "C"][: draw(st.integers(1, 3))]
    scenario: dict[str, Any] = {
        "schema": 1,
        "order_date": "2022-03-01",
        "apportionment": {
            "method": draw(
                st.sampled_from(["equal-share", "adjusted-share", "prior-awards", "requested", "fixed", "full"])
            ),
            "denominator": draw(st.sampled_from(["ordered", "predicted", "estimated"])),
            "statistic": draw(st.sampled_from(["median", "mean"])),
            "fixed": draw(money),
        },
        "victim": [draw(victims(code)) for code in codes],
        "defendant": [
            {
                "id": ident,
                "counts": draw(st.lists(counts(codes, sections), min_size=1, max_size=3)),
                "conduct": [draw(conducts(code)) for code in codes],
            }
            for ident in ["1", "2", "3"][: draw(st.integers(1, 3))]
        ],
    }
    circuit = draw(st.sampled_from(["", "2", "7", "9", "10", "11", "dc"]))
    if circuit:
        scenario["circuit"] = circuit
    if draw(st.booleans()):
        scenario["apportionment"]["disaggregate"] = draw(st.booleans())
    return scenario


def solve(scenario: dict[str, Any]) -> Estimate:
    """Return the estimate."""
    return estimate(read_scenario(scenario))


def walked(result: Estimate) -> list[Line]:
    """Return every line of the worksheet."""
    return [line for top in result.lines for line in top.walk()]


def stated_lines(lines: list[dict[str, Any]]) -> dict[str, str | None]:
    """Return every stated amount by key."""
    found: dict[str, str | None] = {}
    for line in lines:
        found |= {line["key"]: line["amount"]} | stated_lines(line["children"])
    return found


@given(scenarios())
def test_floor_and_ceiling_of_an_order(scenario: dict[str, Any]) -> None:
    """Under (b)(2) an order is at least the floor, and above the losses only if the floor is."""
    proven = {victim["id"]: victim["proven"] for victim in scenario["victim"]}
    for one in solve(scenario).orders:
        losses_, order = one.losses.exact, one.order.exact
        assert losses_ >= 0
        assert order >= 0
        if not proven[one.victim]:
            assert order == 0
        elif one.branch.provision == "2259(b)(1)":
            assert order == losses_
        elif one.branch.law == "current":
            assert order >= FLOOR
            assert order <= max(FLOOR, losses_)
        else:
            assert one.floor is None
            assert order <= losses_
        for share in one.methods.values():
            assert 0 <= share.exact <= losses_


@given(scenarios())
def test_the_range_spans_the_methods(scenario: dict[str, Any]) -> None:
    """The order of a method other than the whole loss lies in the range, and the ends are orders of methods."""
    for one in solve(scenario).orders:
        if one.low is None or one.high is None:
            assert one.branch.provision == "2259(b)(1)"
            continue
        assert one.low.exact <= one.high.exact
        if one.chosen != "full":
            assert one.low.exact <= one.order.exact <= one.high.exact


@given(scenarios())
def test_what_can_be_collected(scenario: dict[str, Any]) -> None:
    """Never more than the order or than the outstanding loss; with the money received, the cap is not exceeded."""
    received = {victim["id"]: Fraction(victim["received"]) for victim in scenario["victim"]}
    greatest = {victim["id"]: Fraction(victim["greatest_loss_found"]) for victim in scenario["victim"]}
    for one in solve(scenario).orders:
        if one.cap is None or one.outstanding is None or one.collectible is None:
            assert one.branch.law == "pre-2018"
            continue
        assert one.cap.exact == max(one.losses.exact, greatest[one.victim])
        assert one.collectible.exact in (one.order.exact, one.outstanding.exact)
        assert one.collectible.exact <= one.order.exact
        assert one.collectible.exact <= one.outstanding.exact
        assert one.outstanding.exact == 0 or one.outstanding.exact + received[one.victim] == one.cap.exact
        ended = received[one.victim] >= one.cap.exact
        assert ended == ("liability-terminated" in one.flags)
        assert ended == (one.outstanding.exact == 0)


@given(scenarios())
def test_totals_add_up(scenario: dict[str, Any]) -> None:
    """The case is the sum over victims; a victim's total is the orders outside groups and each group once."""
    result = solve(scenario)
    assert result.case == sum(result.by_victim.values())
    for code, total in result.by_victim.items():
        mine = [one for one in result.orders if one.victim == code]
        alone = sum((one.order.exact for one in mine if not one.joint_group), Fraction(0))
        groups = {one.joint_group: one.liability for one in mine if one.joint_group}
        assert total == alone + sum(groups.values(), Fraction(0))
        for name, liability in groups.items():
            members = [one for one in mine if one.joint_group == name]
            assert {one.liability for one in members} == {liability}
            together = sum((one.order.exact for one in members), Fraction(0))
            assert liability == min(together, max(one.losses.exact for one in members))
    for ident, total in result.by_defendant.items():
        assert total == sum((one.liability for one in result.orders if one.defendant == ident), Fraction(0))


@given(scenarios())
def test_only_deductions_are_negative(scenario: dict[str, Any]) -> None:
    """What comes off the losses is below zero, nothing else is."""
    for line in walked(solve(scenario)):
        if line.amount is not None and line.amount < 0:
            assert line.key.endswith((".abuse", ".assistance")), line.key


@given(scenarios())
def test_amounts_are_stated_as_they_are(scenario: dict[str, Any]) -> None:
    """Every stated amount has two decimals and is the amount that later lines start from."""
    result = answer("estimate", scenario)
    stated = stated_lines(result["worksheet"]["lines"])
    amounts_of = {line.key: line.amount for line in walked(solve(scenario))}
    assert set(stated) == set(amounts_of)
    for key, text in stated.items():
        amount = amounts_of[key]
        if text is None or amount is None:
            assert text is None, key
            assert amount is None, key
            continue
        assert DEDUCTION.fullmatch(text), text
        assert Fraction(text) == amount, key
    amounts = [value for order in result["orders"] for value in order["methods"].values()]
    for order in result["orders"]:
        amounts += [order[k] for k in ("full_losses", "order", "liability")]
        amounts += [order[k] for k in ("floor", "cap", "outstanding", "collectible") if order[k] is not None]
        amounts += list((order["range"] or {}).values())
    amounts += [*result["totals"]["by_victim"].values(), *result["totals"]["by_defendant"].values()]
    for text in [*amounts, result["totals"]["case"]]:
        assert AMOUNT.fullmatch(text), text


@given(scenarios())
def test_each_line_is_rounded_once(scenario: dict[str, Any]) -> None:
    """A share is its formula over the losses as stated, half up to the cent; a mixed loss counts by its part."""
    by_code = {victim["id"]: victim for victim in scenario["victim"]}
    result = solve(scenario)
    for one in result.orders:
        victim, losses_ = by_code[one.victim], one.losses.exact
        ordered = victim["ordered_defendants"] + len([o for o in result.orders if o.victim == one.victim])
        divisors: dict[str, int] = {
            "ordered": ordered,
            "predicted": ordered + victim["predicted_defendants"],
            "estimated": max(victim["estimated_offenders"], ordered),
        }
        for name, divisor in divisors.items():
            assert one.methods[f"equal-share.{name}"].exact == _half_up(losses_ / divisor)
        (defendant,) = (d for d in scenario["defendant"] if d["id"] == one.defendant)
        (conduct,) = (c for c in defendant["conduct"] if c["victim"] == one.victim)
        product = Fraction(1)
        for adjustment in conduct["adjustments"]:
            product *= Fraction(adjustment["factor"].rstrip("%")) / 100
        equal = _half_up(losses_ / divisors[scenario["apportionment"]["denominator"]])
        assert one.methods["adjusted-share"].exact == min(losses_, _half_up(equal * product))
        awards = [Fraction(award) for award in victim["prior_awards"]]
        if scenario["apportionment"]["statistic"] == "mean":
            assert one.methods["prior-awards"].exact == min(losses_, _half_up(sum(awards, Fraction(0)) / len(awards)))
        lines = {line.key: line for line in one.losses.walk()}
        for i, loss in enumerate(victim["loss"], start=1):
            deduction = lines.get(f"{one.key}.losses.{i}.abuse")
            if loss["cause"] == "mixed" and deduction and "not separated" not in deduction.label:
                whole = lines[f"{one.key}.losses.{i}"].exact
                assert whole + deduction.exact == _half_up(whole * Fraction(loss["trafficking_share"]))


def _half_up(amount: Fraction) -> Fraction:
    return Fraction(math.floor(amount * 100 + Fraction(1, 2)), 100)


@given(scenarios())
def test_the_other_way_is_what_the_choice_gives(scenario: dict[str, Any]) -> None:
    """Where mixed harm is open, both figures stand there: the losses and the order under the opposite choice too."""
    chosen = copy.deepcopy(scenario)
    chosen["apportionment"]["disaggregate"] = scenario.get("circuit") not in ("2", "9")
    held = scenario.get("circuit") in ("2", "9", "11")
    for one, other in zip(solve(scenario).orders, solve(chosen).orders, strict=True):
        (victim,) = (v for v in scenario["victim"] if v["id"] == one.victim)
        mixed = one.branch.shared and any(loss["cause"] == "mixed" for loss in victim["loss"])
        is_open = mixed and not held and "disaggregate" not in scenario["apportionment"]
        assert ("disaggregation-open" in one.flags) == is_open == (one.other_losses is not None)
        assert "disaggregation-open" not in other.flags
        if one.other_losses:
            assert one.other_losses.exact == other.losses.exact
            assert f"The order would then be {dollars(other.order.exact)}" in one.other_losses.formula


@given(scenarios())
def test_the_same_question_gets_the_same_answer(scenario: dict[str, Any]) -> None:
    """Byte for byte, whatever the order of the keys in the request."""
    request = json.dumps({"method": "estimate", "params": scenario})
    shuffled = json.dumps({"params": scenario, "method": "estimate"}, sort_keys=True)
    assert handle(request) == handle(request) == handle(shuffled)


@given(scenarios())
def test_one_order_for_each_pair(scenario: dict[str, Any]) -> None:
    """A pair has an order exactly where a §2259 count of the defendant names the victim."""
    expected = [
        (victim["id"], defendant["id"])
        for victim in scenario["victim"]
        for defendant in scenario["defendant"]
        if any(victim["id"] in c["victims"] and c["offense"] not in OUTSIDE for c in defendant["counts"])
    ]
    assert [(one.victim, one.defendant) for one in solve(scenario).orders] == expected


@given(scenarios())
def test_provision_and_text_follow_the_counts(scenario: dict[str, Any]) -> None:
    """The widest §2259 count decides the paragraph, the last day of any of them the text, to the day."""
    for one in solve(scenario).orders:
        (defendant,) = (d for d in scenario["defendant"] if d["id"] == one.defendant)
        mine = [c for c in defendant["counts"] if one.victim in c["victims"] and c["offense"] not in OUTSIDE]
        wide = any(count["offense"] in WHOLE for count in mine)
        assert one.branch.provision == ("2259(b)(1)" if wide else "2259(b)(2)")
        assert one.branch.law == ("current" if max(c["to"] for c in mine) >= "2018-12-07" else "pre-2018")
        across = any(count["from"] < "2018-12-07" <= count["to"] for count in mine)
        assert across == ("straddles-2018" in one.flags)


@given(scenarios())
def test_orders_that_pass_the_losses_are_flagged(scenario: dict[str, Any]) -> None:
    """The flag is on every order of a victim or on none, depending on whether the orders together exceed the losses."""
    orders = solve(scenario).orders
    for code in {one.victim for one in orders}:
        mine = [one for one in orders if one.victim == code]
        passed = sum(one.order.exact for one in mine) > max(one.losses.exact for one in mine)
        assert {"orders-exceed-losses" in one.flags for one in mine} == {passed}


@given(scenarios(), money)
def test_more_loss_never_lowers_an_order(scenario: dict[str, Any], amount: str) -> None:
    """A further loss from the trade in the images leaves every order unchanged or raises it."""
    more = copy.deepcopy(scenario)
    more["victim"][0]["loss"].append({"category": "other", "amount": amount})
    for before, after in zip(solve(scenario).orders, solve(more).orders, strict=True):
        assert after.order.exact >= before.order.exact
        assert after.losses.exact >= before.losses.exact
        for name, share in before.methods.items():
            assert after.methods[name].exact >= share.exact


@given(scenarios(), st.sampled_from(["ordered_defendants", "predicted_defendants", "estimated_offenders"]))
def test_one_more_to_share_with_never_raises_a_share(scenario: dict[str, Any], field: str) -> None:
    """A further defendant ordered elsewhere, predicted or estimated leaves every equal share unchanged or lowers it."""
    more = copy.deepcopy(scenario)
    more["victim"][0][field] += 1
    for before, after in zip(solve(scenario).orders, solve(more).orders, strict=True):
        for name in ("equal-share.ordered", "equal-share.predicted", "equal-share.estimated", "adjusted-share"):
            assert after.methods[name].exact <= before.methods[name].exact
        if scenario["apportionment"]["method"] in ("equal-share", "adjusted-share"):
            assert after.order.exact <= before.order.exact


@given(scenarios(SHARED))
def test_equal_shares_are_equal_and_make_the_whole(scenario: dict[str, Any]) -> None:
    """Among those ordered, the shares of one victim are the same, and make the losses again but for the rounding."""
    result = solve(scenario)
    for victim in scenario["victim"]:
        shares = [one for one in result.orders if one.victim == victim["id"]]
        if len({one.losses.exact for one in shares}) != 1:
            continue
        assert len({one.methods["equal-share.ordered"].exact for one in shares}) == 1
        divisor = victim["ordered_defendants"] + len(shares)
        off = shares[0].methods["equal-share.ordered"].exact * divisor - shares[0].losses.exact
        assert -Fraction(divisor, 200) < off <= Fraction(divisor, 200)


@given(scenarios(), money)
def test_money_received_moves_only_what_is_left(scenario: dict[str, Any], amount: str) -> None:
    """More money received changes neither losses nor order, and never raises what can be collected."""
    more = copy.deepcopy(scenario)
    paid = Fraction(scenario["victim"][0]["received"]) + Fraction(amount)
    assume(paid <= 10**12)
    more["victim"][0]["received"] = _text(int(paid * 100))
    for before, after in zip(solve(scenario).orders, solve(more).orders, strict=True):
        assert (after.losses.exact, after.order.exact) == (before.losses.exact, before.order.exact)
        if before.collectible and after.collectible:
            assert after.collectible.exact <= before.collectible.exact


@given(st.integers(0, 10**8), st.integers(1, 60), st.integers(-50, 100), st.integers(-50, 100), st.integers(0, 5))
def test_a_yearly_loss_is_the_sum_of_its_years(
    annual: int, years: int, growth: int, discount: int, starts: int
) -> None:
    """The closed form is the plain sum of the discounted years, rounded once."""
    loss = {"category": "income", "annual": _text(annual), "years": years, "starts_in": starts}
    loss |= {"growth": f"{growth}%", "discount": f"{discount}%"}
    scenario = {
        "schema": 1,
        "order_date": "2022-03-01",
        "apportionment": {"method": "full"},
        "victim": [{"id": "A", "loss": [loss]}],
        "defendant": [
            {"id": "1", "counts": [{"offense": "2251(a)", "from": "2019-01-01", "to": "2019-01-01", "victims": ["A"]}]}
        ],
    }
    grown, worth = 1 + Fraction(growth, 100), 1 + Fraction(discount, 100)
    expected = sum((Fraction(annual, 100) * grown**k / worth ** (starts + k) for k in range(years)), Fraction(0))
    assert solve(scenario).orders[0].losses.exact == _half_up(expected)
