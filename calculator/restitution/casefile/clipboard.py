"""What was pasted, understood as columns of a table: known names first, then what is in them, and never silently.

Nothing is stored here. ``understand`` says how a block of cells would be read, so that the page can show it before it
is taken: which column is which, what is left out, how dates and words were read, and what would be refused where.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from restitution.casefile.cells import cells_of
from restitution.casefile.names import known_columns
from restitution.casefile.stored import normal, reading, refusal
from restitution.casefile.totals import Totals
from restitution.errors import named
from restitution.fields import Field, Kind
from restitution.ledger.cells import read_amount, read_day
from restitution.ledger.cut import cut_amount, may_be_cut
from restitution.ledger.sheet import MOST_TITLES

__all__ = ["MOST_PROBLEMS", "Problem", "Understood", "cells_of", "normal", "understand"]

MOST_PROBLEMS = 20
"""The number of problems that are told; the others are counted."""
_MOST_READS = 12
"""The ways of reading that are told of one column."""
_MOST_READ = 1_000
"""The different cells of a column among which these are looked for."""
_SAMPLES = 3
_LOOKED_AT = 50
"""The cells of a column by which its kind is recognized."""
_SHORT = 4
"""The longest codes by which a column of codes is recognized; a longer word may be any."""
_GUESSED = (Kind.DAY, Kind.CHOICE, Kind.MONEY, Kind.CODE, Kind.TEXT)
"""The kinds that a column is recognized as by what is in it, the surest first."""


class Problem(NamedTuple):
    """What would be refused.

    Attributes:
        row: its place in the block, from 0, counting the header.
        column: the name of the column; empty for the row as a whole.
    """

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Understood:
    """How a block of cells is understood.

    Attributes:
        header: whether its first row names the columns, and is no row of the table.
        heads: the names that the block gives its columns, as typed; empty without a header.
        columns: for each column of the block that of the table which it is, or nothing if it is left out.
        certain: whether every column with content has a known name; or whether, without a header, the columns are those
            of the table from the cell pasted at, and most of their cells can be read.
        samples: the first three rows below the header, as typed.
        left: a sentence for each column with content that is left out.
        missing: columns that the table requires, and the block does not have.
        reads: how the first cells of a column were read where that says it otherwise, as (column, sentence).
        totals: rows that are totals of others, which would be counted twice. Each is among the problems.
        problems: what would be refused, up to ``MOST_PROBLEMS``, in the order of the rows.
        more: the number of further problems.
    """

    header: bool
    heads: tuple[str, ...]
    columns: tuple[str, ...]
    certain: bool
    samples: tuple[tuple[str, ...], ...]
    left: tuple[str, ...]
    missing: tuple[str, ...]
    reads: tuple[tuple[str, str], ...]
    totals: tuple[int, ...]
    problems: tuple[Problem, ...]
    more: int


class _Column:
    """A column of the table, and what is known of the cells that were pasted into it."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self._refused: dict[str, str] = {}

    def refused(self, cell: str) -> str:
        """Return why a pasted cell would be refused; each text is read once."""
        if (message := self._refused.get(cell)) is None:
            message = self._refused[cell] = refusal(normal(cell, self.field), self.field)
        return message

    def fits(self, cells: Sequence[str]) -> bool:
        """Return whether most of these cells can be read, of those that are not empty."""
        some = list(islice(filter(str.strip, cells), _LOOKED_AT))
        return sum(not self.refused(cell) for cell in some) * 2 > len(some) or not some

    def reads(self, cells: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield how cells were read, each way of reading once."""
        told: set[str] = set()
        for cell in islice(dict.fromkeys(cells), _MOST_READ):
            said, way = reading(cell, self.field)
            if said and way not in told:
                told.add(way)
                yield self.field.name, said
                if len(told) == _MOST_READS:
                    return


def understand(
    cells: Sequence[Sequence[str]], columns: Sequence[Field], at: str = "", *, rows_so_far: int = 0
) -> Understood:
    """Say how a block of cells would be read as columns of a table.

    Args:
        cells: the block, as from ``cells_of``.
        columns: the columns of the table, in their order.
        at: the column of the cell pasted at; empty for the first.
        rows_so_far: rows that the table has from the cell pasted at on. What they need is in them; rows that are added
            below them must bring it along.
    """
    table = {field.name: _Column(field) for field in columns}
    width = max(map(len, cells), default=0)
    block = [[*row, *[""] * (width - len(row))] for row in cells]
    known = known_columns(block[0], columns) if block else ()
    place = _from(list(table), at, width)
    header = _is_header(block, known, [table[name] for name in place])
    body = block[1:] if header else block
    across = [list(column) for column in zip(*body, strict=True)] if body else [[] for _ in range(width)]
    filled = [any(map(str.strip, column)) for column in across]
    if header and any(known):
        kinds = [table[name].field.kind for name in known if name]
        # A single word over words may be one of them.
        certain = all(name or not full for name, full in zip(known, filled, strict=True)) and kinds != [Kind.TEXT]
        found = known
    else:
        found, certain = _by_place([] if header else place, across, table)
    used = {index: table[name] for index, name in enumerate(found) if name}
    problems, totals = _problems(block, used, int(header), rows_so_far)
    cut = list(_cut_amounts(block, used)) if getattr(cells, "sign", "") == "," else []
    problems = sorted([*cut, *problems], key=lambda problem: problem.row)
    below = "" if header else _header_below(block, columns)
    if below:
        problems.insert(0, Problem(0, "", below))
    rows = [tuple(row) for row in body if any(map(str.strip, row))]
    heads = tuple(block[0]) if header else ()
    return Understood(
        header=header,
        heads=heads,
        columns=found,
        certain=certain and not below and not cut,
        samples=tuple(rows[:_SAMPLES]),
        left=tuple(_left(index, heads) for index, full in enumerate(filled) if full and not found[index]),
        missing=tuple(field.name for field in columns if field.required and field.name not in found)
        if len(rows) > rows_so_far
        else (),
        reads=tuple(said for index, column in used.items() for said in column.reads(across[index])),
        totals=tuple(totals),
        problems=tuple(problems[:MOST_PROBLEMS]),
        more=max(0, len(problems) - MOST_PROBLEMS),
    )


def _from(names: list[str], at: str, width: int) -> list[str]:
    """Return the columns of the table that a block covers from the cell pasted at; none if there are not so many."""
    start = names.index(at) if at in names else 0
    return names[start : start + width] if start + width <= len(names) else []


def _is_header(block: Sequence[Sequence[str]], known: Sequence[str], place: Sequence[_Column]) -> bool:
    """Return whether the first row of a block names its columns.

    It has no figure. Some name is known; or else some name stands over figures, and is none that fits there.
    """
    if not block or not any(map(str.strip, block[0])) or any(map(_is_figure, block[0])):
        return False
    if any(known):
        return True
    if place and not any(column.refused(cell) for column, cell in zip(place, block[0], strict=True) if cell.strip()):
        return False
    for index, name in enumerate(block[0]):
        below = [row[index] for row in block[1:_LOOKED_AT] if row[index].strip()]
        if name.strip() and len(below) > 1 and all(map(_is_figure, below)):
            return True
    return False


def _is_figure(cell: str) -> bool:
    """Return whether a cell is an amount or a date."""
    if not any(map(str.isdecimal, cell)):
        return False
    for read in (read_amount, read_day):
        with suppress(ValueError):
            read(cell)
            return True
    return False


def _by_place(
    place: Sequence[str], across: Sequence[Sequence[str]], table: Mapping[str, _Column]
) -> tuple[tuple[str, ...], bool]:
    """Return which columns the columns of a block are that are not named, and whether that is certain.

    They are those that the block covers. Where what is in one does not fit there, it may be another by its kind; if
    little fits, each is what its kind says.
    """
    misfits = [index for index, name in enumerate(place) if not table[name].fits(across[index])]
    filled = [index for index, cells in enumerate(across) if any(map(str.strip, cells))]
    if place and not misfits:
        return tuple(place), True
    if not place or len(misfits) * 2 > len(filled):
        return _by_kind(across, [""] * len(across), table), False
    # Words for a choice that are not known stay in its column, where each is refused.
    moved = [index for index in misfits if table[place[index]].field.kind is not Kind.CHOICE]
    found = ["" if index in moved else name for index, name in enumerate(place)]
    return _by_kind(across, found, table), False


def _by_kind(across: Sequence[Sequence[str]], found: list[str], table: Mapping[str, _Column]) -> tuple[str, ...]:
    """Return which columns those not found yet may be by what is in them: the first of a kind that takes all cells."""
    some = [list(islice(filter(str.strip, cells), _LOOKED_AT)) for cells in across]
    for kind in _GUESSED:
        telling = [index for index, cells in enumerate(some) if cells and _tells(cells, kind)]
        # Amounts may be whole numbers without any sign, but a column with signs is more likely one of amounts.
        others = [index for index in range(len(some)) if index not in telling] if kind is Kind.MONEY else []
        for index in (*telling, *others):
            if not found[index] and some[index] and not _counts(some[index]):
                found[index] = next(
                    (
                        name
                        for name, column in table.items()
                        if column.field.kind is kind and name not in found and not any(map(column.refused, some[index]))
                    ),
                    "",
                )
    return tuple(found)


def _tells(cells: Sequence[str], kind: Kind) -> bool:
    """Return whether cells look like those of a kind, as far as other kinds might be written so too."""
    match kind:
        case Kind.MONEY:
            return any(set("$,.").intersection(cell) for cell in cells)
        case Kind.CODE:
            return all(len(cell.strip()) <= _SHORT for cell in cells)
        case Kind.TEXT:
            return not all(map(_is_figure, cells))
        case _:
            return True


def _counts(cells: Sequence[str]) -> bool:
    """Return whether cells number the rows."""
    return len(cells) > 1 and [cell.strip() for cell in cells] == [str(n) for n in range(1, len(cells) + 1)]


def _problems(
    block: Sequence[Sequence[str]], used: Mapping[int, _Column], start: int, rows_so_far: int
) -> tuple[list[Problem], list[int]]:
    """Return what would be refused, and the rows of totals."""
    totals = Totals({at: column.field for at, column in used.items()}, lambda at, cell: used[at].refused(cell))
    problems: list[Problem] = []
    found: list[int] = []
    last = max((at for at, row in enumerate(block) if any(map(str.strip, row))), default=0)
    for at, row in enumerate(block[start:], start):
        if not any(map(str.strip, row)):
            continue
        told, certain = totals.add(row, last=at == last)
        if told:
            problems.append(Problem(at, "", told))
        if certain:
            found.append(at)
            continue
        added = at - start >= rows_so_far
        for index, column in used.items():
            cell = row[index]
            if (message := column.refused(cell)) and (added or cell.strip()):
                problems.append(Problem(at, column.field.name, message))
    return problems, found


def _cut_amounts(block: Sequence[Sequence[str]], used: Mapping[int, _Column]) -> Iterator[Problem]:
    """Yield the amounts whose commas may have divided them, in text that commas divide into cells."""
    amounts = [(index, column.field.name) for index, column in used.items() if column.field.kind is Kind.MONEY]
    for at, row in enumerate(block):
        for index, name in amounts:
            if index + 1 < len(row) and may_be_cut(row[index + 1]) and (told := cut_amount(row, index)):
                yield Problem(at, name, told)


def _header_below(block: Sequence[Sequence[str]], columns: Sequence[Field]) -> str:
    """Return what to do if the names of the columns are below rows of titles."""
    for number, row in enumerate(block[1:MOST_TITLES], 2):
        if sum(map(bool, known_columns(row, columns))) > 1 and not any(map(_is_figure, row)):
            return f"Row {number} names the columns: leave out the rows above it."
    return ""


def _left(index: int, heads: Sequence[str]) -> str:
    name = " ".join(heads[index].split()) if heads else ""
    return f"Column {index + 1}, {named(name)}, is left out." if name else f"Column {index + 1} is left out."
