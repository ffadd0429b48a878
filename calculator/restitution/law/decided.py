"""The decided cases. Read when they are first asked for: an estimate does not need them."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

from restitution.law.reader import LAW, read_tables
from restitution.law.tables import Decided, Figure, LawDataError

METHODS_SEEN = MappingProxyType(
    {
        "equal-share": "an equal share of the losses",
        "adjusted-share": "an equal share, moved by the facts",
        "prior-awards": "measured by earlier awards",
        "requested": "the amount asked for",
        "fixed": "a figure that the court set",
        "floor": "the statutory floor",
        "full": "the full losses",
        "joint": "one sum, jointly and severally",
        "remaining-balance": "the unpaid balance of the losses",
        "proof-failed": "nothing, for want of proof",
        "loss-only": "only the losses were seen",
        "credit": "a credit for what others paid",
        "schedule": "a plan of payment",
        "not-seen": "how it was reached was not seen",
    }
)
"""How the amounts of decided cases were reached, by a short name."""


@cache
def decided_cases() -> tuple[Decided, ...]:
    """Every decided case with figures, in the order of the data file.

    Raises:
        LawDataError: where an entry lacks a key or has one too many, is not in the registry, or has an unknown method.
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
        if case.method not in METHODS_SEEN:
            raise LawDataError(f"{case.id} has the method {case.method!r}, which is none of {', '.join(METHODS_SEEN)}.")
    return cases
