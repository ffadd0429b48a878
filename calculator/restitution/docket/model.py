"""A docket as typed, immutable records. Amounts are whole cents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from restitution.docket.fields import RESTITUTION, VICTIM


@dataclass(frozen=True, slots=True)
class Obligation:
    """One amount that a judgment orders to be paid.

    Attributes:
        amount: cents ordered; ``paid`` of them before the payments of the docket.
        defendants: who owes it; several owe it jointly and severally.
        to: for restitution ``victim``, ``united-states`` or ``insurer``; else empty.
        victim: code of the victim whose loss it is, or empty.
        offense: for restitution ``production``, ``trafficking`` or ``other``; else empty.
    """

    id: str
    kind: str
    amount: int
    paid: int
    defendants: tuple[str, ...]
    to: str = ""
    victim: str = ""
    offense: str = ""

    @property
    def unpaid(self) -> int:
        """Cents owed before the payments of the docket."""
        return self.amount - self.paid

    @property
    def restitution(self) -> bool:
        """Whether it is restitution, to any recipient."""
        return self.kind == RESTITUTION

    @property
    def recipient(self) -> str:
        """The victim who is paid through it; empty for any other recipient, such as the victim's insurer."""
        return self.victim if self.to == VICTIM else ""


@dataclass(frozen=True, slots=True)
class Payment:
    """Money received from one defendant, in cents."""

    date: date
    defendant: str
    amount: int


@dataclass(frozen=True, slots=True)
class Docket:
    """All that is owed and all that came in.

    Attributes:
        sequence: ``2259A`` or ``3612``.
        obligations: as listed.
        listed: the codes in the table of victims, in order.
        outstanding: cents that a victim may still receive here; a victim without an entry has no limit.
        payments: by date, then as listed.
    """

    sequence: str
    obligations: tuple[Obligation, ...]
    listed: tuple[str, ...]
    outstanding: Mapping[str, int]
    payments: tuple[Payment, ...]

    @property
    def victims(self) -> tuple[str, ...]:
        """Every victim who is listed or to whom restitution is owed, each once."""
        owed = (one.recipient for one in self.obligations if one.recipient)
        return tuple(dict.fromkeys((*self.listed, *owed)))

    @property
    def defendants(self) -> tuple[str, ...]:
        """Every defendant who owes something, each once."""
        return tuple(dict.fromkeys(code for one in self.obligations for code in one.defendants))

    def owed_to(self, victim: str) -> tuple[int, ...]:
        """Return the indexes of the obligations through which a victim is paid."""
        return tuple(i for i, one in enumerate(self.obligations) if one.recipient == victim)

    def payers(self, victim: str) -> tuple[str, ...]:
        """Return every defendant who owes a victim something, each once."""
        named = {code for i in self.owed_to(victim) for code in self.obligations[i].defendants}
        return tuple(code for code in self.defendants if code in named)

    def own(self, victim: str, defendant: str) -> tuple[Obligation, ...]:
        """Return the obligations to a victim that name a defendant."""
        return tuple(one for one in self._through(victim) if defendant in one.defendants)

    @property
    def hybrid(self) -> tuple[str, ...]:
        """Victims under hybrid liability: different sets of defendants owe them, at least one set of several.

        Where each obligation is one defendant's alone, or the same defendants owe them all, a payment raises no
        question of whose part it reduces.
        """
        sets = {victim: self._sets(victim) for victim in self.victims}
        return tuple(victim for victim, owing in sets.items() if len(owing) > 1 and any(len(one) > 1 for one in owing))

    def nested(self, victim: str) -> bool:
        """Return whether of any two sets of defendants who owe a victim one is part of the other."""
        return all(one <= other or other <= one for one, other in combinations(self._sets(victim), 2))

    def _through(self, victim: str) -> tuple[Obligation, ...]:
        return tuple(self.obligations[i] for i in self.owed_to(victim))

    def _sets(self, victim: str) -> set[frozenset[str]]:
        return {frozenset(one.defendants) for one in self._through(victim)}
