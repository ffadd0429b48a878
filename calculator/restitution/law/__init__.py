"""The law as data, and its reader: parameters with dates, sections, circuits, and one registry of authorities.

Nothing else in the package knows a legal number. The files beside this module hold them; they are read
and checked once, when the package is imported, so that a fault in the data can never reach a result.
"""

from restitution.law.cases import METHODS_SEEN, STANDING, decided_cases
from restitution.law.evidence import evidence
from restitution.law.holidays import is_public_holiday
from restitution.law.reader import LAW, Law
from restitution.law.sections import canonical_section, find_offense
from restitution.law.tables import (
    Authority,
    CircuitView,
    Decided,
    Evidence,
    Figure,
    LawDataError,
    Offense,
    Parameter,
    Value,
)

__all__ = [
    "LAW",
    "METHODS_SEEN",
    "STANDING",
    "Authority",
    "CircuitView",
    "Decided",
    "Evidence",
    "Figure",
    "Law",
    "LawDataError",
    "Offense",
    "Parameter",
    "Value",
    "canonical_section",
    "decided_cases",
    "evidence",
    "find_offense",
    "is_public_holiday",
]
