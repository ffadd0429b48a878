"""Federal restitution for victims of child sexual abuse material, 18 U.S.C. §2259, calculated step by step.

``estimate(read_scenario(tables))`` returns orders, totals and a worksheet in which every line cites its
authority; ``handle`` returns the same as JSON. Amounts are US dollars, whole cents. Legal information, not advice.
"""

from typing import TYPE_CHECKING

from restitution.version import VERSION

if TYPE_CHECKING:
    from restitution.api import (
        LAW,
        Cite,
        Estimate,
        FieldError,
        InputError,
        Line,
        Order,
        Scenario,
        Status,
        estimate,
        handle,
        read_scenario,
    )
else:

    def __getattr__(name: str) -> object:
        """Import the public names when one is first used: the command line needs few of them, and starts sooner."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from restitution import api

        return getattr(api, name)


__version__ = VERSION

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
