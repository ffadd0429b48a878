"""The law as data, and its reader: dated parameters, sections, circuits, and one registry of authorities.

No other part of the package contains a legal figure. The data files beside this module are read once and checked, so
that an error in the data can never reach a result: figures, offenses and circuits when the package is imported, with
the id of every authority that they cite; an entry of the registry of authorities, a decided case, a holiday or a kind
of evidence before it is first used. The tests check all of them together (``tests/law``), and a build of the guide uses
every one.

Decided cases, evidence and holidays have modules of their own below, which few questions need.
"""

from restitution.law.reader import LAW, Law
from restitution.law.sections import Charges, canonical_section, find_offense, read_charge, read_charges
from restitution.law.tables import (
    Authority,
    CircuitView,
    LawDataError,
    Offense,
    Parameter,
    Value,
)

__all__ = [
    "LAW",
    "Authority",
    "Charges",
    "CircuitView",
    "Law",
    "LawDataError",
    "Offense",
    "Parameter",
    "Value",
    "canonical_section",
    "find_offense",
    "read_charge",
    "read_charges",
]
