"""The scenario: all inputs of an estimate, read with every error reported."""

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
