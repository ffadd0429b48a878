"""The assessment for one conviction, step by step: 18 U.S.C. §2259A, and the special assessments beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from restitution.law import LAW
from restitution.rules import assessment as rules
from restitution.rules.assessment import Conviction, tier_of
from restitution.rules.indexing import base_year
from restitution.worksheet import Line


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer, as lines; ``None`` if the offense is in no tier.

    Attributes:
        tier: one of ``TIERS``.
        indexed: the cap indexed to the year, by base year; empty without a year.
        per_count: the maximum in total, if the cap applies per count.
        special: the special assessment of §3013.
        around: what else a reader must know about the assessment.
        additional: the additional special assessment of §3014.
    """

    tier: str | None
    place: Line
    cap: Line | None
    indexed: Mapping[int, Line]
    per_count: Line | None
    special: Line
    around: tuple[Line, ...]
    additional: Line

    @property
    def lines(self) -> tuple[Line, ...]:
        """The worksheet."""
        steps = (self.place, self.cap, *self.indexed.values(), self.per_count, *self.around, self.special)
        return (*(line for line in steps if line is not None), self.additional)


def assessment(conviction: Conviction) -> Assessment:
    """Find the tier of an offense, its cap, and the assessments beside it.

    Raises:
        LawDataError: if the year's index figure is missing; call ``missing_index`` first.

    Source of law: 18 U.S.C. §2259A, §2259B(a), §3013, §3014, §3572.
    """
    name = tier_of(conviction.offense, conviction.produced)
    place = rules.tier("tier", conviction, name)
    special = rules.special_assessment("special-assessment", conviction.counts)
    additional = rules.additional_assessment("additional-assessment", conviction.offense)
    if name is None:
        return Assessment(None, place, None, {}, None, special, (), additional)
    most, indexed = caps(name, conviction.year)
    return Assessment(
        name,
        place,
        most,
        indexed,
        rules.per_count("per-count", most, conviction.counts),
        special,
        (rules.mandatory("mandatory"), rules.amount("amount"), rules.reserve("reserve"), rules.sequence("sequence")),
        additional,
    )


def caps(name: str, year: int | None) -> tuple[Line, dict[int, Line]]:
    """Return the cap of a tier: the figure in the statute and, for a year, those indexed to it, by base year."""
    most = rules.cap("cap", name, year)
    if year is None:
        return most, {}
    bases = (base_year(), LAW.enacted.start.year)
    return most, {base: rules.indexed_cap(f"cap.base-{base}", most, year, base) for base in bases}
