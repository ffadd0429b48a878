"""The worksheet: every step of a result, its authority and who decides it.

The worksheet is not a log of the computation but its result: a rule returns a ``Line`` with its amount, rounded to the
cent, and later rules read the amount from that line. So the figures add up as they are printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import wraps

from restitution.money import whole_cents


class Status(StrEnum):
    """Who decides a step."""

    STATUTE = "statute"
    """The text of the Code or of a regulation controls."""
    HOLDING = "holding"
    """A court decided it; the circuit is named."""
    DISCRETION = "discretion"
    """The judge decides; the user's input stands in for that decision."""
    MODEL = "model"
    """Our own simplification, explained where it is made."""


@dataclass(frozen=True, slots=True)
class Cite:
    """An authority of the registry and the place in it."""

    authority: str
    pin: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a worksheet: what, how much, how, and why.

    Attributes:
        key: stable and unique in a worksheet: ``A.1.losses`` is victim A, defendant 1.
        label: what the line is, in words.
        amount: US dollars, whole cents; ``None`` where the step is not an amount. A deduction is negative.
        formula: how it was reached, in words and stated figures.
        status: who decides it.
        authorities: never empty; at least one has a pin.
        children: the steps it is made of.
        rule: dotted name of the function that made it; empty for a line that only groups others.

    Raises:
        ValueError: for a fraction of a cent: the rule has not rounded what it states.
    """

    key: str
    label: str
    amount: Fraction | None
    formula: str
    status: Status
    authorities: tuple[Cite, ...]
    children: tuple[Line, ...] = ()
    rule: str = ""

    def __post_init__(self) -> None:
        """Refuse an amount that could not be printed as it is."""
        if self.amount is not None and not whole_cents(self.amount):
            raise ValueError(f"{self.key} states a fraction of a cent")

    def walk(self) -> Iterator[Line]:
        """Yield this line and every line under it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    def under(self, old: str, new: str) -> Line:
        """Return this line and every line under it with the beginning ``old`` of their keys replaced."""
        return Line(
            new + self.key.removeprefix(old),
            self.label,
            self.amount,
            self.formula,
            self.status,
            self.authorities,
            tuple([child.under(old, new) for child in self.children]) if self.children else (),
            self.rule,
        )

    @property
    def exact(self) -> Fraction:
        """The amount of a line that must have one."""
        if self.amount is None:
            raise TypeError(f"{self.key} is not an amount")
        return self.amount


RULES: dict[str, Callable[..., Line]] = {}
"""Every rule function by its dotted name, so that a page can show the source of a line."""


def rule[**P](function: Callable[P, Line]) -> Callable[P, Line]:
    """Mark a function as a rule of law: the lines it returns record its name."""
    name = f"{function.__module__}.{function.__name__}"

    @wraps(function)
    def signed(*args: P.args, **kwargs: P.kwargs) -> Line:
        line = function(*args, **kwargs)
        # Not dataclasses.replace(), which takes three times as long: a ledger may have a line for each of many cases.
        return Line(
            line.key,
            line.label,
            line.amount,
            line.formula,
            line.status,
            line.authorities,
            line.children,
            name,
        )

    RULES[name] = function
    return signed
