"""The scenario: what is asked of the calculator, read from text or tables with all mistakes at once."""

from restitution.scenario.model import (
    Adjustment,
    Apportionment,
    Conduct,
    Count,
    Defendant,
    ExpertRange,
    Loss,
    LumpSum,
    Scenario,
    Stream,
    Victim,
)
from restitution.scenario.reader import read_scenario

__all__ = [
    "Adjustment",
    "Apportionment",
    "Conduct",
    "Count",
    "Defendant",
    "ExpertRange",
    "Loss",
    "LumpSum",
    "Scenario",
    "Stream",
    "Victim",
    "read_scenario",
]
