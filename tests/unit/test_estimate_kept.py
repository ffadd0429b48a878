"""A case that is edited: what was worked out before for a victim is used only as long as all of it still holds."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest

from restitution.casefile import read_case
from restitution.casefile.edits import apply
from restitution.casefile.file import read_file
from restitution.scenario import Scenario
from restitution.steps import estimate as steps
from restitution.steps.estimate import Worked, estimate

NINE = Path(__file__).parents[2] / "content" / "examples" / "nine-and-three.json"

CHANGES: dict[str, dict[str, object]] = {
    "a victim": {"op": "cell", "table": "victims", "row": 2, "column": "ordered_defendants", "text": "77"},
    "a loss": {"op": "cell", "table": "losses", "row": 3, "column": "amount", "text": "1,234.56"},
    "an earlier award": {"op": "remove", "table": "awards", "at": 0, "count": 1},
    "a victim less": {"op": "remove", "table": "victims", "at": 8, "count": 1},
    "a count": {"op": "cell", "table": "counts", "row": 0, "column": "offense", "text": "2251(a)"},
    "a day of a count": {"op": "cell", "table": "counts", "row": 1, "column": "from", "text": "2010-01-01"},
    "conduct": {"op": "add", "table": "conduct", "at": 0, "count": 1},
    "the method": {"op": "set", "field": "apportionment.method", "text": "adjusted-share"},
    "the day of the order": {"op": "set", "field": "order_date", "text": "2026-07-01"},
    "the circuit": {"op": "set", "field": "circuit", "text": "5"},
}


def scenarios(change: dict[str, object]) -> tuple[Scenario, Scenario]:
    """Return the case as it is and after a change."""
    document = read_file(NINE.name, b64encode(NINE.read_bytes()).decode()).document
    edited = apply(document, change)
    before, after = read_case(document, {}).scenario, read_case(edited, {}).scenario
    assert before
    assert after
    return before, after


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_case_is_as_if_nothing_had_been_kept(change: dict[str, object]) -> None:
    before, after = scenarios(change)
    kept: dict[str, Worked] = {}
    assert estimate(before, kept) == estimate(before)
    assert estimate(after, kept) == estimate(after)
    assert estimate(before, kept) == estimate(before)
    assert list(kept) == [victim.id for victim in before.victims]


def test_only_the_victim_that_has_changed_is_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = scenarios(CHANGES["a victim"])
    kept: dict[str, Worked] = {}
    estimate(before, kept)
    again: list[str] = []
    plain = steps._for

    def counted(scenario: Scenario, victim: object, *more: object) -> object:
        again.append(victim.id)  # type: ignore[attr-defined]
        return plain(scenario, victim, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(steps, "_for", counted)
    estimate(after, kept)
    assert again == [before.victims[2].id]
