"""The public names of the package, which ``restitution`` takes from here when one is first used."""

from restitution.errors import FieldError, InputError
from restitution.law import LAW
from restitution.protocol import handle
from restitution.scenario import Scenario, read_scenario
from restitution.steps.estimate import Estimate, Order, estimate
from restitution.worksheet import Cite, Line, Status

__all__ = [
    "LAW",
    "Cite",
    "Estimate",
    "FieldError",
    "InputError",
    "Line",
    "Order",
    "Scenario",
    "Status",
    "estimate",
    "handle",
    "read_scenario",
]
