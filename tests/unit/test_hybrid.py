"""Hybrid liability: who stays liable when different defendants owe different parts of one victim's loss."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit import support
from tests.unit.dockets import cents, dockets, hybrid
from tests.unit.support import lines_of

from restitution.docket import read_docket
from restitution.docket.replay import in_proportion
from restitution.money import dollars_of_cents, stated_cents
from restitution.protocol import FORMATS

answer = partial(support.answer, "distribute")


def docket(*owed: tuple[str, str, str], payments: tuple[tuple[str, str], ...], **more: Any) -> dict[str, Any]:
    """Restitution to victims as (victim, defendants, amount), and payments as (defendant, amount), a day apart."""
    return {
        "schema": 1,
        "sequence": "3612",
        "obligation": [
            {"id": f"R{i}", "kind": "restitution", "victim": victim, "amount": amount, "defendants": list(defendants)}
            for i, (victim, defendants, amount) in enumerate(owed, 1)
        ],
        "payment": [
            {"date": f"2020-01-{i:02d}", "defendant": defendant, "amount": amount}
            for i, (defendant, amount) in enumerate(payments, 1)
        ],
        **more,
    }


SALTI = (("A", "12", "35000"), ("A", "2", "37000"))
YALINCAK = (("A", "12", "500000"), ("A", "1", "250000"))
NESTED = (("A", "123", "300"), ("A", "23", "200"), ("A", "3", "100"))


# --- published figures and their variants ---


@pytest.mark.parametrize(
    ("owed", "payments", "received", "exposure"),
    [
        (SALTI, (("2", "5117.92"), ("1", "35000")), "40117.92", {"1": "0.00", "2": "31882.08"}),
        (SALTI, (("1", "35000"), ("2", "5117.92")), "40117.92", {"1": "0.00", "2": "31882.08"}),
        (SALTI, (("1", "35000.00"), ("1", "10")), "35000.00", {"1": "0.00", "2": "37000.00"}),
        (SALTI, (("2", "72000"), ("1", "10")), "72000.00", {"1": "0.00", "2": "0.00"}),
        (SALTI, (("2", "71999.99"), ("1", "35000")), "72000.00", {"1": "0.00", "2": "0.00"}),
        (YALINCAK, (("1", "610942.57"),), "610942.57", {"1": "139057.43", "2": "139057.43"}),
        (YALINCAK, (("1", "250000"),), "250000.00", {"1": "500000.00", "2": "500000.00"}),
        (YALINCAK, (("2", "500000"), ("1", "110942.57")), "610942.57", {"1": "139057.43", "2": "0.00"}),
        (NESTED, (("3", "250"),), "250.00", {"1": "300.00", "2": "350.00", "3": "350.00"}),
        (NESTED, (("3", "250"), ("2", "200")), "450.00", {"1": "150.00", "2": "150.00", "3": "150.00"}),
        (NESTED, (("1", "300"), ("2", "250")), "550.00", {"1": "0.00", "2": "50.00", "3": "50.00"}),
        (NESTED, (("1", "300"), ("2", "500")), "600.00", {"1": "0.00", "2": "0.00", "3": "0.00"}),
    ],
)
def test_who_stays_liable(
    owed: tuple[tuple[str, str, str], ...],
    payments: tuple[tuple[str, str], ...],
    received: str,
    exposure: dict[str, str],
) -> None:
    """Salti and Yalincak as published, in either order of payment, to the last cent; and three nested sets."""
    result = answer(docket(*owed, payments=payments))
    assert result["victims"] == {"A": received}
    assert result["exposure"] == {"A": exposure}
    assert result["payments"][-1]["exposure"] == result["exposure"]
    assert cents(result["unapplied"]) == cents(result["received"]) - cents(received)


def test_money_of_one_whose_sum_another_has_paid() -> None:
    """1 pays the joint 300; 2, who owes nothing else, is liable for the 100 that the victim lacks, booked on R2."""
    result = answer(docket(("A", "123", "300"), ("A", "3", "100"), payments=(("1", "300"), ("2", "150"))))
    first, second = result["payments"]
    assert first["exposure"] == {"A": {"1": "0.00", "2": "100.00", "3": "100.00"}}
    assert (second["applied"], second["unapplied"]) == ({"R2": "100.00"}, "50.00")
    assert [one["balance"] for one in result["obligations"]] == ["0.00", "0.00"]


def test_two_victims_in_proportion() -> None:
    """A payer's claims are what the payer can still be made to pay to each: 60 to A, whom 100 are owed, and 60 to B."""
    owed = (("A", "12", "60"), ("A", "2", "40"), ("B", "1", "60"))
    result = answer(docket(*owed, payments=(("1", "30"), ("2", "90"), ("1", "30"))))
    assert [payment["applied"] for payment in result["payments"]] == [
        {"R1": "15.00", "R3": "15.00"},
        {"R1": "45.00", "R2": "40.00"},
        {"R3": "30.00"},
    ]
    assert result["payments"][1]["unapplied"] == "5.00"
    assert result["exposure"] == {"A": {"1": "0.00", "2": "0.00"}, "B": {"1": "15.00"}}


def test_a_limit_ends_every_exposure() -> None:
    """Nobody can be made to pay more than the victim may still receive; at the limit liability has ended for all."""
    asked = docket(*SALTI, payments=(("1", "9000"),), victim=[{"id": "A", "outstanding": "10000"}])
    assert answer(asked)["exposure"] == {"A": {"1": "1000.00", "2": "1000.00"}}
    asked["payment"].append({"date": "2020-02-01", "defendant": "2", "amount": "1500"})
    result = answer(asked)
    assert result["exposure"] == {"A": {"1": "0.00", "2": "0.00"}}
    assert (result["unapplied"], result["flags"]) == ("500.00", ["liability-ended", "money-left-over"])


def test_what_was_paid_before() -> None:
    """By the only one who owes it: that one's. By one of several: the victim's alone, and the line says so."""
    asked = docket(*SALTI, payments=())
    asked["obligation"][1]["paid"] = "37000"
    result = answer(asked)
    assert result["exposure"] == {"A": {"1": "35000.00", "2": "35000.00"}}
    line = lines_of(result)["exposure.A.2"]
    assert line["status"] == "holding"
    assert "is not known" not in line["formula"]
    asked["obligation"][0]["paid"] = "5000"
    result = answer(asked)
    assert result["exposure"] == {"A": {"1": "30000.00", "2": "30000.00"}}
    line = lines_of(result)["exposure.A.1"]
    assert line["status"] == "model"
    assert "Who paid $5,000.00 before is not known" in line["formula"]
    assert (
        "Ordered against this defendant $35,000.00 (R1), less $0.00 paid by this defendant: $35,000.00."
        in line["formula"]
    )


def test_each_rank_in_its_turn() -> None:
    """The payer's own sum in a rank comes before the assessment, also where another has paid that obligation."""
    asked = docket(("A", "12", "100"), ("A", "1", "50"), payments=(("1", "100"), ("2", "70")), sequence="2259A")
    asked["obligation"][1]["offense"] = "other"
    asked["obligation"] += [
        {"id": "AS", "kind": "assessment", "amount": "500", "defendants": ["2"]},
        {"id": "SA", "kind": "special-assessment", "amount": "10", "defendants": ["2"]},
        {"id": "RI", "kind": "restitution", "to": "insurer", "victim": "A", "amount": "30", "defendants": ["2"]},
    ]
    result = answer(asked)
    assert [payment["applied"] for payment in result["payments"]] == [
        {"R1": "100.00"},
        {"SA": "10.00", "R2": "50.00", "AS": "10.00"},
    ]
    asked["sequence"] = "3612"
    general = answer(asked)["payments"]
    assert [payment["applied"] for payment in general] == [
        {"R2": "50.00", "R1": "50.00"},
        {"SA": "10.00", "R1": "50.00", "RI": "10.00"},
    ]


def test_sets_that_do_not_overlap() -> None:
    """The rule's words reach them too, by our reading, which the line says with the status of a model."""
    result = answer(docket(("A", "12", "500"), ("A", "3", "200"), payments=(("1", "500"),)))
    assert result["exposure"] == {"A": {"1": "0.00", "2": "200.00", "3": "200.00"}}
    line = lines_of(result)["hybrid.A"]
    assert (line["status"], lines_of(result)["exposure.A.2"]["status"]) == ("model", "model")
    assert "our reading" in line["formula"]
    chained = answer(docket(("A", "12", "500"), ("A", "23", "200"), payments=()))
    assert lines_of(chained)["hybrid.A"]["status"] == "model"
    three = answer(docket(("A", "123", "500"), ("A", "12", "200"), ("A", "2", "100"), payments=()))
    assert lines_of(three)["hybrid.A"]["status"] == "holding"
    assert "our reading" not in lines_of(three)["hybrid.A"]["formula"]


@pytest.mark.parametrize(
    ("owed", "nested"),
    [
        (("12", "3"), False),
        (("12", "23"), False),
        (("12", "2"), True),
        (("123", "12", "2"), True),
        (("123", "12", "3"), False),
        (("123",), True),
    ],
)
def test_one_set_of_defendants_is_part_of_the_other(owed: tuple[str, ...], nested: bool) -> None:
    """Any two, in whatever order they are listed."""
    for order in (owed, owed[::-1]):
        read = read_docket(docket(*(("A", group, "1") for group in order), payments=()))
        assert read.nested("A") is nested


# --- lines, formats ---


def test_the_lines_and_their_authorities() -> None:
    """One line for the victim, one under it for each defendant, both decisions with their pins; no other for joint."""
    result = answer(docket(*SALTI, ("B", "12", "5"), payments=(("2", "5117.92"), ("1", "35000"))))
    lines = lines_of(result)
    hybrids = ["hybrid.A", "exposure.A.1", "exposure.A.2"]
    assert [key for key in lines if key.startswith(("hybrid", "exposure"))] == hybrids
    for key in hybrids:
        assert lines[key]["status"] == "holding"
        cites = [(cite["id"], cite["pin"]) for cite in lines[key]["authorities"]]
        assert cites == [
            ("18-usc-3664", "(h)"),
            ("salti-2023", ""),
            ("yalincak-2022", "opening of the opinion"),
        ]
    assert lines["joint"]["formula"].startswith("R3 by defendants 1 and 2. ")
    assert "pro rata" in lines["obligation.R1"]["formula"]
    assert lines["obligation.R2"]["status"] == "model"


def test_one_claim_in_a_rank_is_not_shared() -> None:
    """Two obligations to one victim under hybrid liability are one claim: nothing is split pro rata."""
    result = answer(docket(*SALTI, payments=()))
    assert "proportion" not in lines_of(result)
    assert "pro rata" not in str(lines_of(result)["obligation.R2"])


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_shows_who_stays_liable(form: str) -> None:
    """Each defendant's figure, after the last payment and after the first."""
    result = answer(docket(*SALTI, payments=(("2", "5117.92"), ("1", "35000"))), form)
    text = str(result).replace(",", "")
    assert "31882.08" in text
    assert "66882.08" in text


def test_what_all_can_be_made_to_pay_is_said_where_the_figures_may_not_be_added() -> None:
    """10,000 by 1 alone and 4,000 by both; 1 paid 11,000: each can be made to pay 3,000, together no more."""
    asked = docket(("A", "1", "10000"), ("A", "12", "4000"), payments=(("1", "11000"),))
    row = " ".join(answer(asked, "text").partition("TOGETHER AT MOST".lower())[2].split())
    assert row.startswith("$3,000.00")
    assert "together at most" not in answer(docket(("A", "1", "10"), ("A", "2", "5"), payments=()), "text")
    asked["victim"] = [{"id": "A", "outstanding": "12000"}]
    row = " ".join(answer(asked, "text").partition("together at most")[2].split())
    assert row.startswith("$1,000.00")
    assert "The victim may still receive $1,000.00 here." in lines_of(answer(asked))["exposure.A.2"]["formula"]


# --- whole dockets ---


@given(dockets())
def test_exposures_are_within_bounds(asked: dict[str, Any]) -> None:
    """After every payment: the lesser of what is left of the own sum, of what the victim is owed, and of the limit."""
    result = answer(asked)
    owed = [one for one in asked["obligation"] if one.get("to") == "victim"]
    mixed = hybrid(asked)
    left = {row["id"]: cents(row["outstanding"]) for row in asked["victim"] if "outstanding" in row}
    paid: Counter[tuple[str, str]] = Counter()
    booked: Counter[str] = Counter({one["id"]: cents(one["paid"]) for one in owed})
    for one in owed:
        if len(one["defendants"]) == 1:
            paid[one["victim"], one["defendants"][0]] += cents(one["paid"])
    for payment in [*result["payments"], {"applied": {}, "exposure": result["exposure"]}]:
        for one in owed:
            part = cents(payment["applied"].get(one["id"], "0.00"))
            booked[one["id"]] += part
            left[one["victim"]] = left.get(one["victim"], 10**18) - part
            if part:
                paid[one["victim"], payment["defendant"]] += part
        assert set(payment["exposure"]) == {one["victim"] for one in owed}
        for victim, exposure in payment["exposure"].items():
            through = [one for one in owed if one["victim"] == victim]
            short = sum(cents(one["amount"]) - booked[one["id"]] for one in through)
            assert set(exposure) == {defendant for one in through for defendant in one["defendants"]}
            for defendant, text in exposure.items():
                own = sum(cents(one["amount"]) for one in through if defendant in one["defendants"])
                assert cents(text) == max(0, min(own - paid[victim, defendant], short, left[victim]))
            whole = all(
                paid[victim, d] >= sum(cents(one["amount"]) for one in through if d in one["defendants"])
                for d in exposure
            )
            if not any(map(cents, exposure.values())):
                assert short == 0 or whole or left[victim] == 0
            if short == 0:
                assert not any(map(cents, exposure.values()))
            if victim in mixed and payment["applied"] and cents(payment["unapplied"]):
                assert cents(exposure.get(payment["defendant"], "0.00")) == 0
    lines = lines_of(result)
    for victim in mixed:
        through = [one for one in owed if one["victim"] == victim]
        assert cents(lines[f"hybrid.{victim}"]["amount"]) == sum(
            cents(one["amount"]) - booked[one["id"]] for one in through
        )
        for defendant, text in result["exposure"][victim].items():
            line = lines[f"exposure.{victim}.{defendant}"]
            assert line["amount"] == text
            limited = left[victim] < 10**17
            assert (
                f"The victim may still receive {dollars_of_cents(left[victim])} here." in line["formula"]
            ) == limited


@given(dockets(), st.randoms(use_true_random=False))
def test_the_order_of_the_list_moves_no_exposure(asked: dict[str, Any], chance: Any) -> None:
    """One victim, all in one rank: which obligation the money is booked on makes no difference to anybody."""
    for one in asked["obligation"]:
        one["kind"] = "restitution"
        one |= {"to": "victim", "victim": "A", "offense": "other"}
    expected = answer(asked)
    chance.shuffle(asked["obligation"])
    shuffled = answer(asked)
    assert shuffled["victims"] == expected["victims"]
    assert [p["exposure"] for p in shuffled["payments"]] == [p["exposure"] for p in expected["payments"]]
    assert shuffled["unapplied"] == expected["unapplied"]


@given(dockets(hybrids=False))
def test_without_hybrid_liability_what_one_pays_is_paid_for_all(asked: dict[str, Any]) -> None:
    """The plain replay: by rank, in proportion among victims and then among their obligations, none past the limit."""
    result = answer(asked)
    assert not hybrid(asked)
    codes = [one["rank"] for one in result["obligations"]]
    owed = [cents(one["amount"]) - cents(one["paid"]) for one in asked["obligation"]]
    left = {row["id"]: cents(row["outstanding"]) for row in asked["victim"] if "outstanding" in row}
    whose = [one["victim"] if one.get("to") == "victim" else "" for one in asked["obligation"]]
    payments = sorted(asked["payment"], key=lambda payment: payment["date"])
    for payment, told in zip(payments, result["payments"], strict=True):
        money, parts = cents(payment["amount"]), {}
        for code in sorted(set(codes)):
            claims: dict[object, list[int]] = {}
            for i, one in enumerate(asked["obligation"]):
                if codes[i] == code and payment["defendant"] in one["defendants"]:
                    claims.setdefault(whose[i] or i, []).append(i)
            whole = {key: sum(owed[i] for i in claim) for key, claim in claims.items()}
            most = [min(balance, left.get(str(key), balance)) for key, balance in whole.items()]
            for key, share in zip(claims, in_proportion(money, most), strict=True) if claims else ():
                money -= share
                if str(key) in left:
                    left[str(key)] -= share
                for i, part in zip(claims[key], in_proportion(share, [owed[i] for i in claims[key]]), strict=True):
                    owed[i] -= part
                    if part:
                        parts[asked["obligation"][i]["id"]] = stated_cents(part)
        assert (told["applied"], told["unapplied"]) == (parts, stated_cents(money))
