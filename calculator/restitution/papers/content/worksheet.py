"""The worksheet: every step with its amount, how it was reached, who decides it, and its authorities as notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from restitution.papers.citing import cites_of
from restitution.papers.content.case import LedgerOf, Orders
from restitution.papers.content.wording import WHO_DECIDES, defendants, formula_of, paragraph, said
from restitution.papers.paper import Block, Column, Heading, Row, Sheet
from restitution.steps.estimate import Order, Outside
from restitution.steps.ledger import worksheet as ledger_lines
from restitution.worksheet import Line

_COLUMNS = (Column("Step", 66), Column("Amount", 16, figures=True), Column("Who decides", 18))
_LEGEND = (
    "Statute: the text of the Code or of a regulation controls. Court decision: a court decided it, and the note names "
    "it. The judge: the judge decides, and the input stands in for that decision. Our model: a simplification by the "
    "authors of the program, explained where it is made."
)
_REPEATED = re.compile(r"\$[\d,.]+ ordered less \$[\d,.]+ paid\.")
"""How a balance was reached about which there is nothing to add."""
_IN_THE_TABLE = "A balance that is only what was ordered less what was paid stands in the table case by case above."
type _Deep = tuple[Line, int]
"""A line and how deep it stands."""


def worksheet(case: Orders) -> Iterator[Block]:
    """Yield the steps of every order, victim by victim, and the totals, which a single order is already.

    Defendants whose figures for a victim are the same in every line share one table of them.
    """
    yield Heading("Worksheet")
    yield paragraph(_LEGEND)
    lines = {line.key: line for line in case.estimate.lines}
    victims = [victim.id for victim in case.estimate.scenario.victims]
    for victim in victims:
        pairs = [one for one in case.pairs if one.victim == victim]
        if len(victims) > 1 and pairs:
            yield Heading(f"Victim {victim}", 2)
        yield from _of_victim(case, victim, pairs, lines)
    ledgers = [lines[f"ledger.{victim}"] for victim in victims if f"ledger.{victim}" in lines]
    if ledgers:
        yield _sheet("Taken from ledgers", _flat(ledgers), case.statistic)
    if case.only is None:
        totals = [*_flat(lines["total"].children), (lines["total"], 0)]
        yield _sheet("Totals of the case", totals, case.statistic, "total")


def _of_victim(case: Orders, victim: str, pairs: Sequence[Order | Outside], lines: dict[str, Line]) -> Iterator[Sheet]:
    alike: dict[tuple[object, ...], list[Order]] = {}
    for one in pairs:
        if isinstance(one, Order):
            alike.setdefault(tuple(_content(line) for line in _figures(one, lines)), []).append(one)
    several = len(pairs) > 1
    if several:
        rows = [
            row
            for one in pairs
            for row in (
                Row(((said(f"Defendant {one.defendant}", bold=True),), None, None)),
                *(_row(line, depth, case.statistic) for line, depth in _rule(one)),
            )
        ]
        yield Sheet(f"Victim {victim}: which rule and which text of the law", _COLUMNS, tuple(rows))
    for members in alike.values():
        codes = [one.defendant for one in members]
        caption = f"Victim {victim}, {defendants(codes)}"
        if several:
            caption += ": from losses to order" + (", the same for each" if len(codes) > 1 else "")
        first = members[0]
        before = [] if several else _flat(first.branch.lines)
        yield _sheet(caption, [*before, *_flat(_figures(first, lines))], case.statistic, f"{first.key}.order")
    if not several:
        for one in pairs:
            if isinstance(one, Outside):
                yield _sheet(f"Victim {victim}, defendant {one.defendant}", _flat([one.line]), case.statistic)


def _figures(one: Order, lines: dict[str, Line]) -> tuple[Line, ...]:
    """Return the steps of an order after the one that chooses the rule and the text of the law."""
    return lines[one.key].children[len(one.branch.lines) :]


def _rule(one: Order | Outside) -> list[_Deep]:
    return _flat(one.branch.lines if isinstance(one, Order) else [one.line], 1)


def _content(line: Line) -> tuple[object, ...]:
    """Return all of a line but its key."""
    return (line.label, line.amount, line.formula, line.status, line.authorities, *map(_content, line.children))


def ledger_worksheet(case: LedgerOf, *, by_case: bool) -> Iterator[Block]:
    """Yield the steps from the rows of a ledger to its position.

    Args:
        by_case: whether the table case by case stands before: a balance that is only ordered less paid is in it.
    """
    yield Heading("Worksheet")
    yield paragraph(_LEGEND)
    lines = _flat(ledger_lines(case.position))
    if by_case:
        told = [one for one in lines if not _REPEATED.fullmatch(one[0].formula)]
        if len(told) < len(lines):
            yield paragraph(_IN_THE_TABLE)
        lines = told
    yield _sheet(f"Victim {case.victim}: every step", lines, "")


def _flat(lines: Iterable[Line], depth: int = 0) -> list[_Deep]:
    return [one for line in lines for one in ((line, depth), *_flat(line.children, depth + 1))]


def _sheet(caption: str, lines: Sequence[_Deep], statistic: str, result: str = "") -> Sheet:
    """Return lines as a table; the one with the key ``result`` stands out."""
    rows = tuple(_row(line, depth, statistic, total=line.key == result) for line, depth in lines)
    return Sheet(caption, _COLUMNS, rows)


def _row(line: Line, depth: int, statistic: str, *, total: bool = False) -> Row:
    step = (
        said(line.label, bold=bool(line.children) and depth == 0),
        said(formula_of(line, statistic), *cites_of(line), small=True, below=True),
    )
    return Row((step, line.amount, (said(WHO_DECIDES[line.status]),)), depth, total)
