"""Rows of totals in a pasted block: taken as rows, they would count every amount twice.

A word alone does not make one, as a loss may well be “Total disability”: a row is one of totals if it has such a word
and lacks what a row needs, or is the sum of the rows above it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from restitution.errors import named
from restitution.fields import Field, Kind
from restitution.ledger.cells import read_amount
from restitution.money import dollars_of_cents

_WORD = re.compile(r"(?:(?:grand|sub|running|overall)?[ -]?totals?|sum)\s*:?", re.IGNORECASE)
"""What stands beside a total and nothing else does."""
_PHRASE = re.compile(r"(?:(?:grand|sub|running|overall)?[ -]?totals?|sum|balance)\b.*", re.IGNORECASE | re.DOTALL)
"""What may stand beside a total."""
_LABELS = 3
_FEW, _SEVERAL = 2, 3
"""The fewest amounts whose sum is told as their total: beside a word for it, and without."""


def is_total(text: str) -> bool:
    """Return whether a cell holds a word for a total and nothing else."""
    return _WORD.fullmatch(text.strip()) is not None


class Totals:
    """The sums of the columns of amounts, as the rows of a block are gone through in their order.

    Args:
        used: the fields of the columns of the block that are taken, by their place.
        refused: tells why a cell of a column is refused, or nothing.
    """

    def __init__(self, used: Mapping[int, Field], refused: Callable[[int, str], str]) -> None:
        self._used = used
        self._refused = refused
        self._amounts = [at for at, field in used.items() if field.kind is Kind.MONEY]
        self._needed = [at for at, field in used.items() if field.required and field.kind is not Kind.MONEY]
        self._all = dict.fromkeys(self._amounts, 0)
        self._since = dict.fromkeys(self._amounts, 0)
        self._count = self._count_since = 0

    def add(self, row: Sequence[str], *, last: bool) -> tuple[str, bool]:
        """Count a row, unless it is a total of those above.

        Returns:
            what to do with it, or nothing; and whether it certainly is a total.
        """
        amounts = {at: cents for at in self._amounts if (cents := _cents(row[at])) is not None}
        labels = [(at, cell.strip()) for at, cell in enumerate(row) if at not in amounts and cell.strip()]
        for at, text in labels[:_LABELS]:
            if _PHRASE.fullmatch(text) and self._is_total(row, at, text, amounts):
                self._since = dict.fromkeys(self._amounts, 0)
                self._count_since = 0
                return (
                    f"{named(text.rstrip(':'))} stands for a total, which would be counted once more: leave this row "
                    "out.",
                    True,
                )
        if last and not labels and self._is_sum(amounts, _SEVERAL):
            told = dollars_of_cents(next(iter(amounts.values())))
            return (
                f"{told} is the sum of the amounts above. If it is their total, leave this row out: it would be "
                "counted once more.",
                False,
            )
        for at, cents in amounts.items():
            self._all[at] += cents
            self._since[at] += cents
        self._count += bool(amounts)
        self._count_since += bool(amounts)
        return "", False

    def _is_total(self, row: Sequence[str], at: int, text: str, amounts: Mapping[int, int]) -> bool:
        if any(not row[need].strip() for need in self._needed) or self._is_sum(amounts, _FEW):
            return True
        if not _WORD.fullmatch(text):
            return False
        # “Total” may be the code of a case, in a row that has all that it needs.
        coded = at in self._used and self._used[at].kind is Kind.CODE
        return not (coded and self._needed) or any(self._refused(need, row[need]) for need in self._needed)

    def _is_sum(self, amounts: Mapping[int, int], least: int) -> bool:
        """Return whether all amounts of a row are the sums of those above, or of those below the last total."""
        return bool(amounts) and any(
            count >= least and all(sums[at] == cents for at, cents in amounts.items())
            for count, sums in ((self._count, self._all), (self._count_since, self._since))
        )


def _cents(cell: str) -> int | None:
    if not cell.strip():
        return None
    try:
        return read_amount(cell)
    except ValueError:
        return None
