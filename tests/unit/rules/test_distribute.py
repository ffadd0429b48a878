"""In which order money is applied: the place of each thing owed, who decides it, and the doubts that are stated."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from restitution.docket import Obligation
from restitution.rules import distribute as law
from restitution.rules.distribute import AVAA, GENERAL, SEQUENCES, Money, Outcome, rank_of
from restitution.worksheet import Line, Status

SCHEDULE, JOINT, END = "18-usc-3664 (i)", "18-usc-3664 (h)", "18-usc-2259 (b)(2)(C)"
INSURERS = "18-usc-3664 (j)(1)"
FINE = Obligation("F", "fine", 1000, 0, ("1",))
VICTIM = Obligation("RA", "restitution", 1000, 200, ("1",), "victim", "A", "trafficking")
STATES = Obligation("RU", "restitution", 1000, 0, ("1",), "united-states", "", "trafficking")
INSURER = Obligation("RI", "restitution", 1000, 0, ("1",), "insurer", "A", "trafficking")


def cites(line: Line) -> list[str]:
    """What a line stands on, each as ``id pin``."""
    return [f"{cite.authority} {cite.pin}".strip() for cite in line.authorities]


def told(line: Line) -> tuple[Any, Any]:
    """The amount of a line in cents, and who decides it."""
    return line.exact * 100, line.status


def outcome(owed: Obligation, sequence: str = AVAA, here: int = 300, **more: bool) -> Outcome:
    """An obligation after three dollars were paid on it here."""
    return Outcome(owed, rank_of(owed, sequence), here, more.get("shared", False), more.get("ended", False))


def line_of(one: Outcome) -> Line:
    """The line of one obligation, as it stands under its rank."""
    (line,) = law.rank_line(one.rank, [one]).children
    return line


# --- the place in the sequence ---


@pytest.mark.parametrize(
    ("owed", "code", "status", "place"),
    [
        ("special-assessment", "1", "statute", ["(d)(2)(A)"]),
        ("victim", "2", "statute", ["(d)(2)(B)"]),
        ("assessment", "3", "statute", ["(d)(2)(C)"]),
        ("other-victim", "4a", "model", ["(d)(2)(D)"]),
        ("united-states", "4b", "model", ["(d)(2)(D)", SCHEDULE]),
        ("insurer", "4c", "model", ["(d)(2)(D)", INSURERS]),
        ("other", "4d", "model", ["(d)(2)(D)"]),
        ("fine", "5", "statute", ["(d)(2)(E)"]),
    ],
)
def test_the_sequence_of_the_avaa(owed: str, code: str, status: str, place: list[str]) -> None:
    """(A) to (E) as the statute has them; what stands where within (D) is our order, and each says why."""
    rank = SEQUENCES[AVAA][owed]
    assert (rank.code, rank.status) == (code, status)
    found = [f"{cite.authority} {cite.pin}".removeprefix("18-usc-2259A ") for cite in rank.authorities]
    assert found == place
    assert bool(rank.why) is (status == "model")
    assert rank.limb == rank.authorities[0]


@pytest.mark.parametrize(
    ("owed", "code", "place"),
    [
        ("special-assessment", "1", ["(c)(1)"]),
        ("victim", "2a", ["(c)(2)"]),
        ("other-victim", "2a", ["(c)(2)"]),
        ("united-states", "2b", ["(c)(2)", SCHEDULE]),
        ("insurer", "2c", ["(c)(2)", INSURERS]),
        ("assessment", "3", ["(c)(3)"]),
        ("other", "3", ["(c)(3)"]),
        ("fine", "3", ["(c)(3)"]),
    ],
)
def test_the_general_order(owed: str, code: str, place: list[str]) -> None:
    """(1) to (3), all fixed by statutes: among the restitution of (2) by §3664(i) and (j)(1)."""
    rank = SEQUENCES[GENERAL][owed]
    assert (rank.code, rank.status, rank.why) == (code, Status.STATUTE, "")
    assert [f"{cite.authority} {cite.pin}".removeprefix("18-usc-3612 ") for cite in rank.authorities] == place


@pytest.mark.parametrize(
    ("owed", "avaa", "general"),
    [
        (FINE, "5", "3"),
        (replace(FINE, kind="special-assessment"), "1", "1"),
        (VICTIM, "2", "2a"),
        (replace(VICTIM, offense="production"), "2", "2a"),
        (replace(VICTIM, offense="other"), "4a", "2a"),
        (STATES, "4b", "2b"),
        (INSURER, "4c", "2c"),
        (replace(INSURER, offense="other"), "4c", "2c"),
    ],
)
def test_the_rank_of_what_is_owed(owed: Obligation, avaa: str, general: str) -> None:
    """Restitution goes by who is paid and for which offense; an insurer is no victim, whatever the offense."""
    assert (rank_of(owed, AVAA).code, rank_of(owed, GENERAL).code) == (avaa, general)


@pytest.mark.parametrize(
    ("owed", "words"),
    [
        (FINE, "fine or other payment"),
        (replace(FINE, kind="assessment"), "§2259A assessment"),
        (VICTIM, "restitution to victim A"),
        (STATES, "restitution to the United States"),
        (INSURER, "restitution to an insurer or other payer of victim A"),
        (replace(INSURER, victim=""), "restitution to an insurer or other payer"),
    ],
)
def test_what_is_owed_in_words(owed: Obligation, words: str) -> None:
    """By the recipient where it is restitution; the insurer's victim where one is named."""
    assert law.described(owed) == words


# --- the lines ---


@pytest.mark.parametrize(
    ("money", "words"),
    [
        (Money(1, 500, 0), "1 payment, $5.00 received, $5.00 applied."),
        (Money(2, 500, 100), "2 payments, $5.00 received, $4.00 applied. $1.00 is left over:"),
        (Money(0, 0, 0), "0 payments, $0.00 received, $0.00 applied."),
    ],
)
def test_all_money_in_words(money: Money, words: str) -> None:
    """What came in, what it went to, and what is left over only where something is."""
    assert money.words.startswith(words)
    assert ("left over" in money.words) is (money.unapplied > 0)
    assert law.avaa_sequence("a", money, [], ()).exact * 100 == money.applied


@pytest.mark.parametrize(
    ("unassessed", "status", "words"),
    [
        ([], "statute", ""),
        (["2"], "model", "for defendant 2:"),
        (["1", "2", "3"], "model", "for defendants 1, 2 and 3:"),
    ],
)
def test_the_avaa_governs_without_an_assessment_by_our_reading(unassessed: list[str], status: str, words: str) -> None:
    """Whoever has none listed is named; otherwise the sequence is the statute's."""
    line = law.avaa_sequence("a", Money(1, 5, 0), unassessed, ())
    assert line.status == status
    assert ("our reading" in line.formula) is bool(unassessed)
    assert words in line.formula
    assert cites(line) == ["18-usc-2259A (d)(2)", "18-usc-2259A (d)(1)"]


@pytest.mark.parametrize(("assessed", "status"), [(False, Status.STATUTE), (True, Status.MODEL)])
def test_the_general_order_is_displaced_by_an_assessment(assessed: bool, status: Status) -> None:
    """Then it is shown because the input asks for it, which is told with its place in the law."""
    line = law.general_sequence("a", Money(1, 5, 0), assessed, ())
    assert told(line) == (5, status)
    assert ("§2259A(d)(1)" in line.formula) is assessed
    assert cites(line) == ["18-usc-3612 (c)", *(["18-usc-2259A (d)(1)"] if assessed else [])]


@pytest.mark.parametrize("sequence", [AVAA, GENERAL])
def test_a_rank_adds_up_what_was_paid_in_it(sequence: str) -> None:
    """One obligation or several; each line is made by the rule of its own sequence."""
    ones = [outcome(VICTIM, sequence), outcome(replace(VICTIM, id="RB"), sequence, here=5)]
    line = law.rank_line(ones[0].rank, ones)
    assert told(line) == (305, Status.STATUTE)
    assert line.formula == "Paid here on 2 obligations."
    assert law.rank_line(ones[0].rank, ones[:1]).formula == "Paid here on 1 obligation."
    rule = {AVAA: "avaa_obligation", GENERAL: "general_obligation"}[sequence]
    assert [child.rule.rpartition(".")[2] for child in line.children] == [rule, rule]
    assert [child.key for child in line.children] == ["obligation.RA", "obligation.RB"]


def test_a_rank_that_is_our_order_says_why() -> None:
    """And has our status, as have the obligations in it."""
    line = law.rank_line(SEQUENCES[AVAA]["other"], [outcome(replace(FINE, kind="other"))])
    assert line.status == line.children[0].status == Status.MODEL
    assert line.formula.endswith("is our sequence.")
    assert line.label == "Rank 4d: other orders under title 18"


@pytest.mark.parametrize(
    ("one", "status", "stands_on", "said"),
    [
        (outcome(VICTIM), "statute", ["18-usc-2259A (d)(2)(B)"], set()),
        (outcome(VICTIM, shared=True), "model", ["18-usc-2259A (d)(2)(B)", SCHEDULE], {"pro rata"}),
        (outcome(FINE, shared=True), "model", ["18-usc-2259A (d)(2)(E)"], {"pro rata"}),
        (outcome(STATES, shared=True), "model", ["18-usc-2259A (d)(2)(D)", SCHEDULE], {"pro rata"}),
        (
            outcome(replace(VICTIM, defendants=("1", "2"))),
            "statute",
            ["18-usc-2259A (d)(2)(B)", JOINT],
            {"Paid only once"},
        ),
        (outcome(VICTIM, ended=True), "statute", ["18-usc-2259A (d)(2)(B)", END], {"Liability ended: victim A"}),
        (
            outcome(replace(VICTIM, defendants=("1", "2")), GENERAL, shared=True, ended=True),
            "model",
            ["18-usc-3612 (c)(2)", SCHEDULE, JOINT, END],
            {"pro rata", "Paid only once", "Liability ended: victim A"},
        ),
    ],
)
def test_what_is_told_of_an_obligation(one: Outcome, status: str, stands_on: list[str], said: set[str]) -> None:
    """That it is shared, joint or ended, each only where it is; a proportion is our model and cited for restitution."""
    line = line_of(one)
    assert told(line) == (one.here, status)
    assert cites(line) == stands_on
    assert {
        words for words in ("pro rata", "Paid only once", "Liability ended: victim A") if words in line.formula
    } == said


def test_the_figures_of_an_obligation() -> None:
    """Ten dollars owed: two paid before, three here, five not."""
    one = outcome(VICTIM)
    assert (one.paid, one.balance) == (500, 500)
    line = line_of(one)
    assert "Owed $10.00; paid $2.00 before and $3.00 here; $5.00 unpaid." in line.formula
    assert line.label == "RA: restitution to victim A, defendant 1"
    joint = line_of(outcome(replace(VICTIM, defendants=("1", "2"))))
    assert joint.label.endswith(", defendants 1 and 2")


@pytest.mark.parametrize(("several", "status"), [(False, Status.STATUTE), (True, Status.MODEL)])
def test_who_comes_after_the_victims(several: bool, status: Status) -> None:
    """By the statute with one payer; asked of each of several payers it is our reading."""
    for line, cite in (
        (law.united_states_last("u", ["RU", "RV"], 250, several), SCHEDULE),
        (law.insurers_last("i", ["RU", "RV"], 250, several), INSURERS),
    ):
        assert told(line) == (250, status)
        assert cites(line) == [cite]
        assert line.formula.startswith("RU and RV: $2.50 paid here")
        assert ("our reading" in line.formula) is several
        assert line.formula.count("paid here") == 1


def test_what_no_statute_says_is_ours() -> None:
    """The proportion within a rank, and where the United States and insurers stand."""
    assert law.proportion("p").status == Status.MODEL
    assert law.place_in_sequence("p").status == Status.MODEL


def test_joint_liability_speaks_of_restitution() -> None:
    """For restitution the court may order it; for anything else it is the input's word, and named as such."""
    both = replace(VICTIM, defendants=("1", "2"))
    line = law.joint_and_several("j", [both])
    assert (line.status, cites(line)) == (Status.DISCRETION, [JOINT])
    assert line.formula.startswith("RA by defendants 1 and 2. ")
    assert "as the input has it" not in line.formula
    strange = law.joint_and_several("j", [both, replace(FINE, defendants=("1", "3"))])
    assert strange.status == Status.MODEL
    assert strange.formula.startswith("RA by defendants 1 and 2; F by defendants 1 and 3. ")
    assert "; F is treated as entered" in strange.formula


@pytest.mark.parametrize(
    ("through", "here", "status", "ended"),
    [
        ([VICTIM], 300, "statute", False),
        ([VICTIM], 500, "statute", True),
        ([VICTIM, replace(VICTIM, offense="other")], 300, "model", False),
        ([replace(VICTIM, offense="production")], 500, "model", True),
        ([], 0, "statute", False),
    ],
)
def test_how_far_a_victim_may_still_be_paid(through: list[Obligation], here: int, status: str, ended: bool) -> None:
    """Five dollars outstanding. The limb is about trafficking: for another offense it is our reading."""
    line = law.victim_limit("v", "A", 500, here, through)
    assert told(line) == (here, status)
    assert cites(line) == [END]
    assert f"${5 - here // 100}.00 may still be received" in line.formula
    assert ("Liability has ended" in line.formula) is ended
    assert ("our reading" in line.formula) is (status == "model")


def test_what_the_general_order_would_have_paid() -> None:
    """Each figure that differs, with both sums; or that none does. The comparison is ours."""
    line = law.general_order_contrast("c", {"AS": (300, 0), "RI": (0, 300)})
    assert line.formula == "Would be paid: AS $0.00, not $3.00; RI $3.00, not $0.00."
    assert line.status == Status.MODEL
    assert law.general_order_contrast("c", {}).formula == "Each obligation would be paid the same."
