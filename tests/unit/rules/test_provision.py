"""Which provision and which text of it: what each line says, who decides it, and what it stands on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from restitution.law import find_offense
from restitution.rules.provision import (
    CURRENT,
    FULL_LOSSES,
    NOT_2259,
    PRE_2018,
    TRAFFICKING,
    Branch,
    branch,
    chosen_provision,
    count_line,
    law_version,
    straddles,
    version_of,
)
from restitution.scenario import Count
from restitution.worksheet import Cite, Line, Status

ACT = date(2018, 12, 7)
BEFORE = ACT - timedelta(1)


def count(section: str = "2252A(a)(5)", start: date = ACT, end: date = ACT) -> Count:
    """A count that names victim A."""
    return Count(section, find_offense(section, None), start, end, ("A",))


def cites(line: Line) -> set[str]:
    """What a line stands on, each as ``id pin``."""
    return {f"{cite.authority} {cite.pin}".strip() for cite in line.authorities}


@pytest.mark.parametrize(
    ("provision", "law", "shared", "floored", "limb"),
    [
        (TRAFFICKING, CURRENT, True, True, Cite("18-usc-2259", "(b)(2)(B)")),
        (TRAFFICKING, PRE_2018, True, False, Cite("paroline-2014", "slip op. 21")),
        (FULL_LOSSES, CURRENT, False, False, Cite("18-usc-2259", "(b)(1)")),
        (FULL_LOSSES, PRE_2018, False, False, Cite("18-usc-2259-pre-2018", "(b)(1)")),
    ],
)
def test_what_sets_the_amount(provision: str, law: str, shared: bool, floored: bool, limb: Cite) -> None:
    """A share and a floor for trafficking alone, the floor under the present text alone, each limb on its own text."""
    found = Branch(provision, law, False, ())
    assert (found.shared, found.floored, found.current, found.limb) == (shared, floored, law == CURRENT, limb)


@pytest.mark.parametrize(
    ("days", "version", "across"),
    [
        ([(BEFORE, BEFORE)], PRE_2018, False),
        ([(BEFORE, ACT)], CURRENT, True),
        ([(ACT, ACT)], CURRENT, False),
        ([(BEFORE, BEFORE), (ACT, ACT)], CURRENT, False),
        ([(ACT, ACT), (BEFORE, BEFORE)], CURRENT, False),
        ([(BEFORE, BEFORE), (BEFORE, ACT)], CURRENT, True),
        ([(BEFORE, BEFORE), (BEFORE, BEFORE)], PRE_2018, False),
    ],
)
def test_the_day_of_the_act_decides_the_text(days: list[tuple[date, date]], version: str, across: bool) -> None:
    """The earlier text only where every offense ended before the day; across it, an offense on both sides of it."""
    counts = [count(start=start, end=end) for start, end in days]
    assert (version_of(counts), straddles(counts)) == (version, across)


@pytest.mark.parametrize(
    ("section", "version", "status", "stands_on", "words", "noted"),
    [
        ("2252A(a)(5)", CURRENT, "statute", {"18-usc-2259 (c)(3)", "18-usc-2252A"}, "as trafficking in (c)(3)", True),
        ("2252A(a)(2)", CURRENT, "statute", {"18-usc-2259 (c)(3)", "18-usc-2252A"}, "§2259(b)(2)", False),
        ("2251(a)", CURRENT, "statute", {"18-usc-2259 (c)(1)", "18-usc-2251"}, "as production in (c)(1)", False),
        (
            "2260A",
            CURRENT,
            "model",
            {"18-usc-2259 (a), (b)(1)", "18-usc-2260A"},
            "neither as production nor as trafficking",
            True,
        ),
        ("2252A(a)(5)", PRE_2018, "statute", {"18-usc-2259-pre-2018 (a)", "18-usc-2252A"}, "the present text", False),
        ("2260A", PRE_2018, "statute", {"18-usc-2259-pre-2018 (a)", "18-usc-2260A"}, "the present text", False),
        ("1466A", CURRENT, "statute", {"18-usc-2259 (a)", "18-usc-3663"}, "§2259 does not apply", True),
        ("1466A", PRE_2018, "statute", {"18-usc-2259 (a)", "18-usc-3663"}, "§2259 does not apply", True),
    ],
)
def test_where_a_count_belongs(
    section: str, version: str, status: str, stands_on: set[str], words: str, noted: bool
) -> None:
    """The list it stands in, under the present text with the note on it; another chapter has its own statute."""
    line = count_line("c", count(section), version)
    note = find_offense(section, None).note
    assert line.status == status
    assert cites(line) == stands_on
    assert words in line.formula
    assert (bool(note) and line.formula.endswith(note)) is noted
    assert "December 7, 2018 to December 7, 2018" in line.formula


@pytest.mark.parametrize(
    ("widest", "several", "version", "status", "stands_on", "label"),
    [
        (TRAFFICKING, False, CURRENT, "statute", {"18-usc-2259 (b)(2)"}, "§2259(b)(2)"),
        (FULL_LOSSES, False, CURRENT, "statute", {"18-usc-2259 (b)(1)"}, "§2259(b)(1)"),
        (FULL_LOSSES, True, CURRENT, "model", {"18-usc-2259 (b)(1)"}, "§2259(b)(1)"),
        (
            TRAFFICKING,
            False,
            PRE_2018,
            "holding",
            {"18-usc-2259-pre-2018 (b)(1)", "paroline-2014 slip op. 21"},
            "earlier text, as read in Paroline",
        ),
        (FULL_LOSSES, False, PRE_2018, "statute", {"18-usc-2259-pre-2018 (b)(1)"}, "§2259(b)(1), earlier text"),
        (FULL_LOSSES, True, PRE_2018, "model", {"18-usc-2259-pre-2018 (b)(1)"}, "§2259(b)(1), earlier text"),
    ],
)
def test_who_decides_the_provision(
    widest: str, several: bool, version: str, status: str, stands_on: set[str], label: str
) -> None:
    """The statute; before the Act Paroline for a share. That the broader of two rules is used is our own reading."""
    line = chosen_provision("p", widest, several, version, ())
    assert line.status == status
    assert cites(line) == stands_on
    assert line.label.endswith(label)
    assert ("share" in line.formula) is (widest == TRAFFICKING)
    assert ("the broader one is used" in line.formula) is several


@pytest.mark.parametrize(
    ("days", "status", "cases", "words"),
    [
        ([(ACT, ACT)], Status.STATUTE, set(), "on or after"),
        (
            [(BEFORE, BEFORE)],
            Status.MODEL,
            {"lloyd-2020", "ellingburg-2026", "evans-2022"},
            "Every offense ended before",
        ),
        ([(BEFORE, ACT)], Status.MODEL, {"ellingburg-2026"}, "began before"),
        ([(BEFORE, BEFORE), (ACT, ACT)], Status.MODEL, {"ellingburg-2026"}, "One count ended before"),
    ],
)
def test_who_decides_the_text(days: list[tuple[date, date]], status: Status, cases: set[str], words: str) -> None:
    """Only for an offense wholly under the present text is it the statute; for every other the doubt is said."""
    line = law_version("l", [count(start=start, end=end) for start, end in days])
    assert line.status == status
    assert cites(line) == {"18-usc-2259B (d)", "pub-l-115-299 132 Stat. 4383", *cases}
    assert words in line.formula
    assert "December 7, 2018" in line.formula


def test_the_wider_provision_is_used() -> None:
    """Production beside trafficking: the full losses, as our reading; two counts under one rule are no such case."""
    mixed = branch("k", [count(), count("2251(a)")])
    assert (mixed.provision, mixed.lines[0].status) == (FULL_LOSSES, Status.MODEL)
    alike = branch("k", [count(), count("2252A(a)(2)")])
    assert (alike.provision, alike.lines[0].status) == (TRAFFICKING, Status.STATUTE)
    assert [line.key for line in alike.lines] == ["k.provision", "k.law"]
    assert [line.key for line in alike.lines[0].children] == ["k.count.1", "k.count.2"]


def test_a_count_outside_the_chapter_decides_nothing() -> None:
    """Beside a count under §2259 it changes neither the provision nor the text; alone it leaves no order."""
    beside = branch("k", [count("1466A", BEFORE, ACT), count(start=BEFORE, end=BEFORE)])
    assert (beside.provision, beside.law, beside.straddles) == (TRAFFICKING, PRE_2018, False)
    assert beside.lines[0].status == Status.HOLDING
    alone = branch("k", [count("1466A", BEFORE, ACT)])
    assert (alone.provision, alone.law, alone.straddles) == (NOT_2259, CURRENT, False)
    assert [line.key for line in alone.lines] == ["k.count.1"]
    assert branch("k", [count(start=BEFORE)]).straddles
