"""The decided cases, loaded on first use: an estimate does not need them."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

from restitution.law.reader import LAW, read_tables
from restitution.law.tables import Decided, Figure, LawDataError

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
        "not-csam": "This is not a CSAM case",
    }
)
"""What became of the awards of decided cases, by short name, each as a sentence without its period."""


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
