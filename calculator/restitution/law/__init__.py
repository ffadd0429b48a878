"""The law as data, and its reader: parameters with dates, sections, circuits, and one registry of authorities.

Nothing else in the package knows a legal number. The files beside this module hold them; they are read
and checked once, when the package is imported, so that a fault in the data can never reach a result.
"""

from restitution.law.reader import LAW, Law
from restitution.law.sections import canonical_section, find_offense
from restitution.law.tables import Authority, CircuitView, LawDataError, Offense, Parameter, Value

__all__ = [
    "LAW",
    "Authority",
    "CircuitView",
    "Law",
    "LawDataError",
    "Offense",
    "Parameter",
    "Value",
    "canonical_section",
    "find_offense",
]
