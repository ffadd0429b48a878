"""The plan of the estimate form: how the fields are grouped, for one victim and one defendant.

The codes of the victim and the defendant are constants here: a form on a public page must not ask who they are.
Joint groups need several defendants and are left to scenario files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from restitution.fields import Field
from restitution.scenario.paths import field_at


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under a heading; ``folded`` groups open on request, or if something is typed in them."""

    title: str
    items: tuple[Any, ...]
    note: str = ""
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A list whose entries are rows of the form. ``constants`` complete each entry."""

    path: str
    noun: str
    items: tuple[Any, ...]
    least: int = 0
    constants: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def fields(self) -> Iterator[tuple[str, Field]]:
        """Yield every field of a row, by name, in the order of the form."""
        for name in _names(self.items):
            yield name, field_at(f"{self.path}[0].{name}")


def _names(items: tuple[Any, ...]) -> Iterator[str]:
    for item in items:
        if isinstance(item, str):
            yield item
        else:
            yield from _names(item.items)


COUNTS = Rows(
    "defendant[0].counts",
    "count",
    ("offense", "from", "to", "series"),
    least=1,
    constants=MappingProxyType({"victims": ["A"]}),
)
LOSSES = Rows(
    "victim[0].loss",
    "loss",
    (
        "category",
        "label",
        "amount",
        Group("A range instead of one amount", ("low", "high", "take"), folded=True),
        Group("An annual loss instead", ("annual", "years", "months", "growth", "discount", "starts_in"), folded=True),
        "projected",
        "cause",
        "trafficking_share",
        "exhibit",
    ),
    least=1,
)
ADJUSTMENTS = Rows("defendant[0].conduct[0].adjustments", "adjustment", ("guidepost", "factor", "reason"))

FORM: tuple[Group, ...] = (
    Group("The conviction", (COUNTS,), "These determine which law applies, and which paragraph of it."),
    Group("The losses", (LOSSES,), "What the victim lost and will lose, one entry for each kind."),
    Group(
        "Other cases and money received",
        (
            "victim[0].ordered_defendants",
            "victim[0].predicted_defendants",
            "victim[0].estimated_offenders",
            "victim[0].prior_awards",
            "victim[0].received",
            "victim[0].greatest_loss_found",
            "victim[0].assistance_received",
        ),
        "What happened in this victim's other cases.",
    ),
    Group(
        "The share",
        (
            "apportionment.method",
            "apportionment.denominator",
            "apportionment.statistic",
            "victim[0].requested",
            "apportionment.fixed",
            "apportionment.disaggregate",
            "victim[0].proven",
        ),
        "Here the judge decides. Your choice stands in for that decision.",
    ),
    Group(
        "The defendant's conduct",
        (
            "defendant[0].conduct[0].images",
            "defendant[0].conduct[0].videos",
            "defendant[0].conduct[0].distributed",
            "defendant[0].conduct[0].reproduced",
            "defendant[0].conduct[0].production_link",
            ADJUSTMENTS,
        ),
        "Noted on the worksheet. Only an adjustment changes a figure, and only in the adjusted share.",
        folded=True,
    ),
    Group("The order", ("order_date", "circuit", "title")),
)

CONSTANTS: Mapping[str, object] = MappingProxyType(
    {"victim[0].id": "A", "defendant[0].id": "1", "defendant[0].conduct[0].victim": "A"}
)
"""Values that every scenario of the form has and no control asks for, by path."""


def row_lists() -> tuple[Rows, ...]:
    """Return every list of the form whose entries are rows."""
    return (COUNTS, LOSSES, ADJUSTMENTS)
