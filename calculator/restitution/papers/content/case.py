"""What the parts of a paper are made from: the case and its figures."""

from __future__ import annotations

from dataclasses import dataclass

from restitution.casefile import Document, Read
from restitution.ledger import Position
from restitution.steps.estimate import Estimate, Order, Outside


@dataclass(frozen=True, slots=True)
class Orders:
    """A case with the orders worked out.

    Attributes:
        in_step: names or headings, with texts, of what is entered and not used, or not in step with the rest.
    """

    document: Document
    read: Read
    estimate: Estimate
    in_step: tuple[tuple[str, str], ...]

    @property
    def only(self) -> Order | None:
        """The order, if the case has a single victim and a single defendant and there is one."""
        orders = self.estimate.orders
        return orders[0] if len(orders) == 1 and not self.estimate.outside else None

    @property
    def pairs(self) -> tuple[Order | Outside, ...]:
        """Every order, and every victim and defendant without one."""
        return (*self.estimate.orders, *self.estimate.outside)

    @property
    def statistic(self) -> str:
        """Whether the median or the mean of earlier awards is taken."""
        return self.estimate.scenario.apportionment.statistic


@dataclass(frozen=True, slots=True)
class LedgerOf:
    """A victim's ledger with its position worked out."""

    document: Document
    victim: str
    position: Position
