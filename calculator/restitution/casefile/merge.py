"""A second ledger beside a first: what is new in it, what is the same, and what is in conflict.

Rows are compared by what they say, not by how it is written: ``5/2/2021`` is ``2021-05-02``, and ``(60.00)`` in a
payment is a reversal of 60. Each row is matched with at most one other, so that two equal payments of one day stay two.
Nothing is changed until ``merged`` is asked to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from restitution.dates import spelled
from restitution.errors import named
from restitution.fields import Reader
from restitution.ledger import Entry
from restitution.ledger.rows import Mistakes, rows_of_cells
from restitution.money import dollars_of_cents

type Row = tuple[str, ...]
"""The cells of a row of a ledger as they are typed, in the order of its declaration."""
_NEAR = tuple(timedelta(days) for away in (1, 2, 3) for days in (-away, away))
"""The days, nearest first, on which what may be the same payment is looked for."""


class Same(NamedTuple):
    """A row of the first ledger and the row of the second that says the same.

    Attributes:
        note: how their notes differ, as a sentence; empty if they do not.
    """

    old: int
    new: int
    note: str


class Conflict(NamedTuple):
    """A row of the first ledger and a row of the second that may be meant as the same, and differ.

    Attributes:
        kind: ``amount``; ``joint``, if only their joint liability differs; or ``near``, if only their days do.
        words: what differs, as a sentence.
    """

    old: int
    new: int
    kind: str
    words: str


class Unread(NamedTuple):
    """A row of the second ledger that is refused.

    Attributes:
        message: what is wrong with it, each mistake after the name of its column.
    """

    row: int
    message: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Two ledgers compared. Rows are given by their place, from 0; blank rows are left out.

    Attributes:
        second: the rows of the second ledger as typed.
        days: the day of each row of the first; ``None`` for one that is refused or blank.
        new: rows that only the second has.
        kept: rows that only the first has.
        same: in the order of the second, like all that follow.
    """

    second: tuple[Row, ...]
    days: tuple[date | None, ...]
    new: tuple[int, ...]
    kept: tuple[int, ...]
    same: tuple[Same, ...]
    conflict: tuple[Conflict, ...]
    unreadable: tuple[Unread, ...]

    @property
    def words(self) -> str:
        """How many rows of the second are what, as a sentence."""
        rows = sum(map(len, (self.new, self.same, self.conflict, self.unreadable)))
        return (
            f"{rows:,} row{'' if rows == 1 else 's'}: {len(self.new):,} new, {len(self.same):,} the same, "
            f"{len(self.conflict):,} in conflict, {len(self.unreadable):,} not readable."
        )


class _Told(Mistakes):
    """Mistakes by their row, however many there are."""

    def __init__(self) -> None:
        super().__init__(Reader(), "", "")
        self.by_row: dict[int, list[str]] = defaultdict(list)

    def row(self, row: int, message: str, name: str = "") -> None:
        """Note an error in a row or a cell."""
        self.by_row[row].append(f"{name}: {message}" if name else message)


class _Pairs:
    """The rows of two ledgers that are not matched yet."""

    def __init__(self, old: Iterable[Entry], new: Iterable[Entry]) -> None:
        self.old = list(old)
        self.new = list(new)

    def match(self, key: Callable[[Entry], Hashable], theirs: Callable[[Entry], Hashable] | None = None) -> _Matched:
        """Match the rows that have the same key, one with one, each in its order, and return them.

        Args:
            theirs: the key of rows of the second ledger, if it is another.
        """
        theirs = theirs or key
        waiting: dict[Hashable, list[Entry]] = defaultdict(list)
        for entry in reversed(self.old):
            waiting[key(entry)].append(entry)
        matched: _Matched = []
        rest: list[Entry] = []
        for entry in self.new:
            if first := waiting.get(theirs(entry)):
                matched.append((first.pop(), entry))
            else:
                rest.append(entry)
        if matched:
            gone = {old.row for old, _ in matched}
            self.old = [entry for entry in self.old if entry.row not in gone]
            self.new = rest
        return matched


type _Matched = list[tuple[Entry, Entry]]


def merge(old: Sequence[Row], new: Sequence[Row]) -> Merge:
    """Compare a second ledger with a first, row by row. The notes do not count for sameness."""
    told = _Told()
    first = rows_of_cells(old, _Told()).entries
    pairs = _Pairs(first, rows_of_cells(new, told).entries)
    # Everything, then all but the note, so that equal payments are matched by their notes where they have them.
    same = [*pairs.match(lambda entry: entry[1:]), *pairs.match(_without_note)]
    differ = [
        *pairs.match(lambda entry: (entry.day, entry.kind, entry.case, entry.amount)),
        *pairs.match(lambda entry: (entry.day, entry.kind, entry.case, entry.joint)),
        *pairs.match(lambda entry: (entry.day, entry.kind, entry.case)),
    ]
    near = [pair for away in _NEAR if pairs.old and pairs.new for pair in pairs.match(_on_its_day, _after(away))]
    days: list[date | None] = [None] * len(old)
    for entry in first:
        days[entry.row - 1] = entry.day
    return Merge(
        second=tuple(map(tuple, new)),
        days=tuple(days),
        new=tuple(entry.row - 1 for entry in pairs.new),
        kept=tuple(entry.row - 1 for entry in pairs.old),
        same=tuple(Same(a.row - 1, b.row - 1, _notes(a, b)) for a, b in sorted(same, key=_by_second)),
        conflict=tuple(map(_conflict, sorted([*differ, *near], key=_by_second))),
        unreadable=tuple(Unread(row - 1, " ".join(messages)) for row, messages in sorted(told.by_row.items())),
    )


def merged(old: Sequence[Row], merge: Merge, *, take_new: bool, take_conflicts: bool) -> tuple[Row, ...]:
    """Return the rows of the first ledger with those of the second that are taken, in the order of their days.

    A row that cannot be read stays below the row that it is below, and blank rows at the end stay there. If nothing is
    taken, the rows are those of the first ledger in their order.

    Args:
        take_new: add the rows that only the second ledger has.
        take_conflicts: replace the row of the first ledger by that of the second, where they are in conflict.
    """
    added = merge.new if take_new else ()
    replaced = {pair.old: pair.new for pair in merge.conflict} if take_conflicts else {}
    if not added and not replaced:
        return tuple(old)
    days = _days(merge.second, (*added, *replaced.values()))
    rows: list[tuple[date, Row]] = []
    above = date.min
    for at, (row, day) in enumerate(zip(old, merge.days, strict=True)):
        if at in replaced:
            above = days[replaced[at]]
            rows.append((above, merge.second[replaced[at]]))
        else:
            above = day or above
            rows.append((above, row))
    end = len(rows)
    while end and not any(cell.strip() for cell in rows[end - 1][1]):
        end -= 1
    blank = [row for _, row in rows[end:]]
    rows[end:] = [(days[at], merge.second[at]) for at in added]
    # Sorted by the day alone, rows of one day stay in their order, those of the second ledger last.
    rows.sort(key=lambda one: one[0])
    return (*(row for _, row in rows), *blank)


def _days(rows: Sequence[Row], taken: Iterable[int]) -> dict[int, date]:
    """Return the days of some rows, all of which can be read."""
    places = list(taken)
    entries = rows_of_cells([rows[at] for at in places], _Told()).entries
    return {at: entry.day for at, entry in zip(places, entries, strict=True)}


def _without_note(entry: Entry) -> Hashable:
    return entry[1:5], entry.joint


def _on_its_day(entry: Entry) -> Hashable:
    return entry[1:5]


def _after(away: timedelta) -> Callable[[Entry], Hashable]:
    """Return the key that a row has for rows that many days after it."""

    def key(entry: Entry) -> Hashable:
        try:
            return (entry.day + away, *entry[2:5])
        except OverflowError:  # the first or the last days that a date can have
            return None

    return key


def _by_second(pair: tuple[Entry, Entry]) -> int:
    return pair[1].row


def _notes(old: Entry, new: Entry) -> str:
    """Return how the notes of two rows differ."""
    if old.note == new.note:
        return ""
    if not old.note or not new.note:
        return f"Only the {'first' if old.note else 'second'} has a note: {named(old.note or new.note)}."
    return f"The notes differ: {named(old.note)} and {named(new.note)}."


def _conflict(pair: tuple[Entry, Entry]) -> Conflict:
    old, new = pair
    at = old.row - 1, new.row - 1
    joint = f"The joint liabilities differ: {old.joint or 'none'} and {new.joint or 'none'}."
    if old.day != new.day:
        days = abs((new.day - old.day).days)
        words = (
            f"Perhaps the same {old.kind} entered on another day: {spelled(old.day)} and {spelled(new.day)}, "
            f"{days} day{'' if days == 1 else 's'} apart."
        )
        return Conflict(*at, "near", f"{words} {joint}" if old.joint != new.joint else words)
    if old.amount == new.amount:
        return Conflict(*at, "joint", joint)
    words = f"The amounts differ: {dollars_of_cents(old.amount)} and {dollars_of_cents(new.amount)}."
    return Conflict(*at, "amount", f"{words} {joint}" if old.joint != new.joint else words)
