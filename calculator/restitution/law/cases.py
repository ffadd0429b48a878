"""The decided cases, loaded on first use: an estimate does not need them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from types import MappingProxyType

from restitution.law.reader import LAW, read_tables
from restitution.law.tables import LawDataError

METHODS_SEEN = MappingProxyType(
    {
        "equal-share": "an equal share of the losses",
        "adjusted-share": "an equal share, adjusted for the facts",
        "prior-awards": "measured by earlier awards",
        "requested": "the amount asked for",
        "fixed": "a figure set by the court",
        "floor": "the statutory floor",
        "full": "the full losses",
        "joint": "one sum, jointly and severally",
        "remaining-balance": "the unpaid balance of the losses",
        "proof-failed": "nothing, for want of proof",
        "loss-only": "only the losses were seen",
        "credit": "a credit for what others paid",
        "schedule": "a plan of payment",
        "not-seen": "the method was not seen",
    }
)
"""How the amounts of decided cases were reached, by short name."""

AWARD_OUTCOMES = MappingProxyType(
    {
        "yes": "No decision that set it aside was seen",
        "set-aside": "Set aside, in whole or in part",
        "not-seen": "The award was not seen",
        "history-not-seen": "Whether the award still stands was not seen",
        "not-csam": "This is not a CSAM case",
    }
)
"""What became of the awards of decided cases, by short name, each as a sentence without its period."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a decided case.

    Attributes:
        unit: ``USD``, ``persons``, ``images``, ``victims`` or ``ratio``.
        printed: whether it appears in what was read; otherwise it is our own arithmetic, and the note says so.
    """

    what: str
    value: str
    unit: str
    printed: bool
    note: str

    @property
    def number(self) -> Fraction:
        """The figure as an exact number, in its unit."""
        return Fraction(self.value)


@dataclass(frozen=True, slots=True)
class Decided:
    """A decided case for which a figure is known. The authority has the citation, confidence and open points.

    Attributes:
        id: the authority's id.
        method: how the amount was reached, as a key of ``METHODS_SEEN``.
        award: the total ordered, in US dollars, as it stood after the decision, or as ordered below where it was set
            aside; empty where it was not seen.
        award_victims: how many victims it covers; 0 where that was not seen.
        award_each: the amount for each victim, if a source gives it and it is the same for all; else empty.
        award_stands: ``yes`` where nothing that was seen set it aside; ``set-aside``, in whole or in part, and the note
            says which; ``history-not-seen`` where it may have been set aside later; ``not-seen``; ``not-csam`` for
            another kind of case.
        award_same_as: the id of the case under which the same award is counted, or empty.
        award_note: what a reader must know besides the award; it begins with ``Set aside`` if it was.
        grade: whether a reader can recalculate the amount: ``A`` inputs and result are printed and the arithmetic
            checks out; ``B`` both are printed, no formula was seen; ``C`` one side is our own arithmetic; ``X`` the
            printed figures do not add up; else empty.
        redo: how, or why not, in a sentence.
        recomputed: the name of the test that recalculates it, or empty; ``why_not`` then says what is missing.
    """

    id: str
    facts: str
    method: str
    method_note: str
    outcome: str
    award: str
    award_victims: int
    award_each: str
    award_stands: str
    award_same_as: str
    award_note: str
    numbers: tuple[Figure, ...]
    grade: str
    redo: str
    recomputed: str
    why_not: str

    @property
    def for_each_victim(self) -> Fraction | None:
        """The amount ordered for each victim: as a source gives it, or our division of the total; else ``None``."""
        if self.award_each:
            return Fraction(self.award_each)
        return Fraction(self.award) / self.award_victims if self.award and self.award_victims else None

    @property
    def single_awards(self) -> tuple[Fraction, ...]:
        """The amounts for the individual victims, if a source gives every one of them; else empty."""
        given = tuple(f.number for f in self.numbers if f.printed and f.what.startswith("Award to Victim "))
        return given if len(given) == self.award_victims else ()

    @property
    def divided(self) -> bool:
        """Whether the amount for each victim is our own division of a total for several."""
        return not self.award_each and self.award_victims > 1 and bool(Fraction(self.award or 0))


@cache
def decided_cases() -> tuple[Decided, ...]:
    """Return every decided case with figures, in the order of the data.

    Raises:
        LawDataError: if an entry lacks a key or has an extra one, is not in the registry, has an unknown method or
            standing, or counts its award under a case that has no entry.
    """
    try:
        cases = tuple(
            Decided(**{**entry, "numbers": tuple(Figure(**number) for number in entry["numbers"])})
            for entry in read_tables("cases")["case"]
        )
    except (KeyError, TypeError) as fault:
        raise LawDataError(f"An entry of the decided cases lacks a key, or has one too many: {fault}.") from fault
    for case in cases:
        if case.id not in LAW.authorities:
            raise LawDataError(f"The decided case {case.id!r} is not in the registry of authorities.")
        for given, known in ((case.method, METHODS_SEEN), (case.award_stands, AWARD_OUTCOMES)):
            if given not in known:
                raise LawDataError(f"{case.id} has {given!r}, which is none of {', '.join(known)}.")
        if case.award_same_as and case.award_same_as not in {other.id for other in cases}:
            raise LawDataError(f"{case.id} counts its award under {case.award_same_as!r}, which has no entry.")
    return cases
