"""Federal restitution for victims of child sexual abuse material, 18 U.S.C. §2259, calculated step by step.

``estimate(read_scenario(tables))`` returns orders, totals and a worksheet in which every line cites its
authority; ``handle`` returns the same as JSON. Amounts are US dollars, whole cents. Legal information, not advice.
"""

from restitution.errors import FieldError, InputError
from restitution.law import LAW
from restitution.protocol import handle
from restitution.scenario import Scenario, read_scenario
from restitution.steps.estimate import Estimate, Order, estimate
from restitution.worksheet import Cite, Line, Status

__version__ = "0.1.0"

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
