"""Losses: what is taken out for the original abuse, who decides it, and the text that each line stands on."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from restitution.rules.losses import (
    PINS,
    assistance,
    disaggregated,
    disaggregates,
    expert_range,
    full_losses,
    head,
    losses,
    lump_sum,
    stream,
    stream_year,
    whole_loss,
)
from restitution.rules.provision import CURRENT, FULL_LOSSES, PRE_2018, TRAFFICKING, Branch
from restitution.scenario import Apportionment, ExpertRange, Loss, LumpSum, Stream, Victim
from restitution.scenario.victim_fields import CATEGORIES
from restitution.worksheet import Cite, Line, Status

NOTHING = Fraction(0)
CITES = (Cite("18-usc-2259", "(c)(2)(A)"),)
SHARE = Branch(TRAFFICKING, CURRENT, False, ())
OLD_SHARE = Branch(TRAFFICKING, PRE_2018, False, ())
WHOLE = Branch(FULL_LOSSES, CURRENT, False, ())
OLD_WHOLE = Branch(FULL_LOSSES, PRE_2018, False, ())
THERAPY = Loss("therapy", "", LumpSum(Fraction(1000)), False, "trafficking", Fraction(1), "")
PAROLINE = "paroline-2014 slip op. 22-23"


def cites(line: Line) -> list[str]:
    """What a line stands on, each as ``id pin``."""
    return [f"{cite.authority} {cite.pin}".strip() for cite in line.authorities]


def told(line: Line) -> tuple[Any, Any]:
    """The amount of a line, and who decides it."""
    return line.amount, line.status


def victim(*stated: Loss, assistance: int = 0) -> Victim:
    """Victim A with losses."""
    return Victim("A", 0, 0, 0, (), None, True, NOTHING, NOTHING, Fraction(assistance), None, stated)


def apportionment(disaggregate: bool | None = None) -> Apportionment:
    """An equal share, with or without a decision on mixed losses."""
    return Apportionment("equal-share", "ordered", "median", None, disaggregate)


def worked(stated: Loss, where: Branch, disaggregate: bool | None = None, circuit: str = "") -> Line:
    """The losses of a victim with one loss."""
    return losses("L", victim(stated), where, apportionment(disaggregate), circuit)


@pytest.mark.parametrize(
    ("changed", "label"),
    [
        ({}, CATEGORIES["therapy"]),
        ({"label": "Sessions"}, "Sessions"),
        ({"exhibit": "Ex. 4"}, f"{CATEGORIES['therapy']} (Ex. 4)"),
        ({"label": "Sessions", "exhibit": "Ex. 4", "projected": True}, "Sessions (Ex. 4), projected"),
    ],
)
def test_a_loss_is_named_as_the_user_names_it(changed: dict[str, Any], label: str) -> None:
    """Its own label, else that of its head; with the exhibit, and whether it is still to come."""
    line = whole_loss("L", replace(THERAPY, **changed), PINS, "18-usc-2259")
    assert line.label == label
    assert told(line) == (1000, Status.DISCRETION)


@pytest.mark.parametrize(
    ("projected", "authority", "hoskins"),
    [(True, "18-usc-2259-pre-2018", True), (False, "18-usc-2259-pre-2018", False), (True, "18-usc-2259", False)],
)
def test_costs_to_come_under_the_earlier_text_rest_on_a_decision(
    projected: bool, authority: str, hoskins: bool
) -> None:
    """The present text names projected costs; the earlier one did not, and a circuit counted them."""
    line = whole_loss("L", replace(THERAPY, projected=projected), PINS, authority)
    assert ("hoskins-2017" in cites(line)) is hoskins
    assert f"{authority} {PINS['therapy']}" in cites(line)


@pytest.mark.parametrize(
    ("take", "amount", "word"), [("low", 1000, "lower"), ("high", 4000, "higher"), ("mean", 2500, "mean")]
)
def test_where_in_a_range_is_for_the_judge(take: str, amount: int, word: str) -> None:
    """The figure taken, its name, and that a judge takes it."""
    line = expert_range("L", "", ExpertRange(Fraction(1000), Fraction(4000), take), CITES)
    assert told(line) == (amount, Status.DISCRETION)
    assert word in line.formula.lower()
    assert "watkins-2014" in cites(line)


def test_an_amount_stated_is_for_the_judge_to_find() -> None:
    """It needs proof: §3664(e)."""
    line = lump_sum("L", "", LumpSum(Fraction(7)), CITES)
    assert told(line) == (7, Status.DISCRETION)
    assert "18-usc-3664 (e)" in cites(line)


def test_the_method_of_discounting_is_ours() -> None:
    """The statute prescribes none; months are told only where there are any."""
    size = Stream(Fraction(1200), 2, 6, NOTHING, NOTHING, 0)
    line = stream("L", "", size, CITES)
    assert told(line) == (3000, Status.MODEL)
    assert "6/12" in line.formula
    assert "/12" not in stream("L", "", replace(size, months=0), CITES).formula
    assert stream_year("L", size, 0, CITES[0]).status == Status.MODEL


@pytest.mark.parametrize("months", [0, 5])
def test_growth_and_discount_alike_leave_the_yearly_amount(months: int) -> None:
    """Then every year is worth the same, and the formula of the sum would divide by zero."""
    size = Stream(Fraction(1200), 3, months, Fraction("0.04"), Fraction("0.04"), 0)
    assert stream("L", "", size, CITES).amount == 3600 + 100 * months


def test_a_head_is_the_sum_of_its_losses() -> None:
    """Whole, with the losses under it, and for the court to find."""
    lines = [whole_loss(f"L.{i}", THERAPY, PINS, "18-usc-2259") for i in (1, 2)]
    line = head("h", "therapy", lines)
    assert told(line) == (2000, Status.DISCRETION)
    assert line.children == tuple(lines)
    assert cites(line) == [f"18-usc-2259 {PINS['therapy']}"]


@pytest.mark.parametrize(
    ("where", "label", "stands_on", "proximate"),
    [
        (SHARE, "trade", ["18-usc-2259 (b)(2)(A)", "18-usc-2259 (c)(2)"], False),
        (WHOLE, "Full amount", ["18-usc-2259 (b)(1)", "18-usc-2259 (c)(2)"], True),
        (OLD_SHARE, "trade", ["18-usc-2259-pre-2018 (b)(3)", PAROLINE], False),
        (OLD_WHOLE, "Full amount", ["18-usc-2259-pre-2018 (b)(3)"], True),
    ],
)
def test_which_losses_count(where: Branch, label: str, stands_on: list[str], proximate: bool) -> None:
    """Those of the trade for a share, those that the offense caused for the whole; each text on its own words."""
    line = full_losses("L", where, [])
    assert label in line.label
    assert cites(line) == stands_on
    assert ("proximately" in line.formula) is proximate
    assert "No loss is stated" in line.formula
    assert told(line) == (0, Status.DISCRETION)
    assert "No loss is stated" not in worked(THERAPY, where).formula


@pytest.mark.parametrize(
    ("where", "pin"),
    [
        (SHARE, f"18-usc-2259 {PINS['therapy']}"),
        (OLD_SHARE, "18-usc-2259-pre-2018 (b)(3)(B)"),
        (WHOLE, f"18-usc-2259 {PINS['therapy']}"),
        (OLD_WHOLE, "18-usc-2259-pre-2018 (b)(3)(B)"),
    ],
)
def test_a_head_of_loss_is_cited_in_the_text_of_the_time(where: Branch, pin: str) -> None:
    """(c)(2) is the present place of the list; before the Act it stood in (b)(3)."""
    assert pin in cites(worked(THERAPY, where).children[0])


@pytest.mark.parametrize(
    ("where", "total", "limb"),
    [
        (SHARE, 0, "18-usc-2259 (b)(2)(A)"),
        (OLD_SHARE, 0, PAROLINE),
        (WHOLE, 1000, ""),
        (OLD_WHOLE, 1000, ""),
    ],
)
def test_the_original_abuse_is_left_out_of_a_share_alone(where: Branch, total: int, limb: str) -> None:
    """By our reading a trafficker does not owe it; whoever owes the full losses does."""
    line = worked(replace(THERAPY, cause="initial-abuse"), where)
    assert line.amount == total
    out = [child for child in line.children if child.key == "L.1.abuse"]
    assert [(*told(child), cites(child)) for child in out] == ([(-1000, Status.MODEL, [limb])] if limb else [])


MIXED = replace(THERAPY, cause="mixed", trafficking_share=Fraction(1, 4))


@pytest.mark.parametrize(
    ("disaggregate", "circuit", "total", "status", "extra", "words"),
    [
        (None, "", 1000, "model", [], "not separated: no circuit is given"),
        (None, "1", 1000, "model", [], "not separated: The First Circuit"),
        (None, "7", 1000, "model", ["sainz-2016"], "not separated: The Seventh Circuit"),
        (None, "2", 250, "holding", ["lundquist-2013"], ", separated: The Second Circuit"),
        (True, "", 250, "discretion", [], ", separated: the court so decides"),
        (True, "1", 250, "discretion", [], ", separated: the court so decides"),
        (False, "2", 1000, "discretion", [], "not separated: the court so decides"),
    ],
)
def test_who_decides_that_a_mixed_loss_is_separated(
    disaggregate: bool | None, circuit: str, total: int, status: str, extra: list[str], words: str
) -> None:
    """The judge, where the user says so; else the circuit's holding; where none has spoken, our own choice."""
    line = worked(MIXED, SHARE, disaggregate, circuit)
    out = line.children[1]
    assert line.amount == total
    assert told(out) == (total - 1000, status)
    assert cites(out) == ["18-usc-2259 (b)(2)(A)", *extra]
    assert words in out.label
    assert disaggregates(apportionment(disaggregate), circuit) is (total == 250)


@pytest.mark.parametrize("where", [WHOLE, OLD_WHOLE])
def test_a_mixed_loss_is_whole_for_who_owes_the_whole(where: Branch) -> None:
    """Separating is for a share: it has no line where the full losses are owed."""
    line = worked(MIXED, where, disaggregate=True)
    assert line.amount == 1000
    assert [child.key for child in line.children] == ["L.1"]


@pytest.mark.parametrize(
    ("where", "received", "total", "lines"),
    [(SHARE, 300, 700, 2), (SHARE, 1000, 0, 2), (SHARE, 1001, 0, 2), (SHARE, 0, 1000, 1), (OLD_SHARE, 300, 1000, 1)],
)
def test_assistance_comes_off_the_losses(where: Branch, received: int, total: int, lines: int) -> None:
    """Not below zero, by the statute, and not under the text that did not know it."""
    line = losses("L", victim(THERAPY, assistance=received), where, apportionment(), "")
    assert line.amount == total
    assert len(line.children) == lines
    if lines > 1:
        assert line.children[1].status == Status.STATUTE
        assert cites(line.children[1]) == ["18-usc-2259 (d)(2)(C)"]


def test_assistance_comes_off_what_is_left_after_the_abuse() -> None:
    """Of 1,000 and 1,000 with the abuse's thousand out, 1,500 of assistance leaves nothing, and not 500."""
    stated = (THERAPY, replace(THERAPY, cause="initial-abuse"))
    line = losses("L", victim(*stated, assistance=1500), SHARE, apportionment(), "")
    assert line.amount == 0
    assert [child.key for child in line.children] == ["L.1", "L.2", "L.2.abuse", "L.assistance"]
    assert assistance("a", victim(assistance=5), Fraction(3)).amount == -3


def test_the_part_of_a_mixed_loss_is_stated() -> None:
    """The part taken out, in the amount and in the words: what the trafficking did not cause."""
    whole = Line("A.1.whole", "Whole", Fraction(1000), "", Status.DISCRETION, CITES)
    line = disaggregated("A.1.mixed", "Mixed", whole, Fraction(1, 4), Status.DISCRETION, CITES)
    assert line.amount == -750
    assert line.formula.startswith("$1,000.00 × 0.75: ")
