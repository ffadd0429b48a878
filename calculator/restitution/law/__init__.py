"""The law as data, and its reader: dated parameters, sections, circuits, and one registry of authorities.

No other part of the package contains a legal figure. The data files beside this module are read and
checked once, when the package is imported, so that an error in the data can never reach a result.
"""

from restitution.law.cases import AWARD_OUTCOMES, METHODS_SEEN, decided_cases
from restitution.law.evidence import evidence
from restitution.law.holidays import is_public_holiday
from restitution.law.reader import LAW, Law
from restitution.law.sections import Charges, canonical_section, find_offense, read_charge, read_charges
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
    "AWARD_OUTCOMES",
    "LAW",
    "METHODS_SEEN",
    "Authority",
    "Charges",
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
    "read_charge",
    "read_charges",
]
