"""Random dockets of obligations and payments, and their figures in cents."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from restitution.money import stated_cents


def cents(text: str) -> int:
    """Return an amount of the answer in cents."""
    whole, part = text.split(".")
    return int(whole) * 100 + int(part)


amounts = st.integers(0, 60).map(stated_cents) | st.integers(0, 10**6).map(stated_cents)
people = st.sampled_from(["1", "2", "3"])


@st.composite
def dockets(draw: st.DrawFn, *, limits: bool = True, hybrids: bool = True) -> dict[str, Any]:
    """Obligations of every kind, some joint, some paid in part; limits; payments on few days, some by third parties.

    Without hybrids the same defendants owe a victim everything, or each obligation to the victim is one defendant's.
    """
    obligations = []
    groups = st.lists(people, min_size=1, max_size=3, unique=True)
    owing = {victim: draw(st.none() | groups) for victim in "ABC"}
    for i in range(draw(st.integers(1, 9))):
        kind = draw(
            st.sampled_from(["restitution"] * 5 + ["special-assessment", "assessment", "other", "fine"]),
        )
        owed = cents(draw(amounts))
        one: dict[str, Any] = {
            "id": f"o{i}",
            "kind": kind,
            "amount": stated_cents(owed),
            "paid": stated_cents(draw(st.sampled_from([0, 0, 0, owed, owed // 3]))),
            "defendants": draw(groups),
        }
        if kind == "restitution":
            one["to"] = draw(st.sampled_from(["victim"] * 4 + ["united-states", "insurer"]))
            one["offense"] = draw(st.sampled_from(["production", "trafficking", "other"]))
            if one["to"] != "united-states":
                one["victim"] = draw(st.sampled_from("ABC"))
            if not hybrids and one["to"] == "victim":
                one["defendants"] = owing[one["victim"]] or [draw(people)]
        obligations.append(one)
    asked: dict[str, Any] = {"schema": 1, "obligation": obligations}
    asked["sequence"] = draw(st.sampled_from(["2259A", "3612"]))
    if limits:
        listed = draw(st.lists(st.sampled_from("ABCD"), unique=True))
        asked["victim"] = [
            {"id": victim} | ({"outstanding": draw(amounts)} if draw(st.booleans()) else {}) for victim in listed
        ]
    asked["payment"] = [
        {
            "date": (date(2021, 6, 1) + timedelta(draw(st.integers(0, 3)))).isoformat(),
            "defendant": draw(people | st.just("9")),
            "amount": draw(amounts),
        }
        for _ in range(draw(st.integers(0, 6)))
    ]
    return asked


def hybrid(asked: dict[str, Any]) -> set[str]:
    """The victims of a docket whom different sets of defendants owe, at least one set of several."""
    sets: dict[str, set[frozenset[str]]] = {}
    for one in asked["obligation"]:
        if one["kind"] == "restitution" and one.get("to", "victim") == "victim":
            sets.setdefault(one["victim"], set()).add(frozenset(one["defendants"]))
    return {victim for victim, owing in sets.items() if len(owing) > 1 and max(map(len, owing)) > 1}
