"""The worksheet: every step with its amount, how it was reached, who decides it, and its authorities as notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from restitution.papers.content.case import LedgerOf, Orders
from restitution.papers.content.wording import WHO_DECIDES, defendants, formula_of, paragraph, said
from restitution.papers.paper import Block, Column, Heading, Row, Sheet
from restitution.steps.ledger import worksheet as ledger_lines
from restitution.worksheet import Line

_COLUMNS = (Column("Step", 68), Column("Amount", 17, figures=True), Column("Who decides", 15))
_LEGEND = (
    "Statute: the text of the Code or of a regulation controls. Court decision: a court decided it, and the note names "
    "it. The judge: the judge decides, and the input stands in for that decision. Our model: a simplification by the "
    "authors of the program, explained where it is made."
)


def worksheet(case: Orders) -> Iterator[Block]:
    """Yield the steps of every order. Orders for one victim that are the same in every line share one table."""
    yield Heading("Worksheet")
    yield paragraph(_LEGEND)
    lines = {line.key: line for line in case.estimate.lines}
    alike: dict[tuple[object, ...], list[str]] = {}
    for one in case.pairs:
        line = lines[f"{one.victim}.{one.defendant}"]
        alike.setdefault((one.victim, *map(_content, line.children)), []).append(one.defendant)
    several = len(case.estimate.scenario.victims) > 1
    before = ""
    for (victim, *_), codes in alike.items():
        if several and victim != before:
            yield Heading(f"Victim {victim}", 2)
            before = str(victim)
        line = lines[f"{victim}.{codes[0]}"]
        caption = f"Victim {victim}, {defendants(codes)}{': the same for each' if len(codes) > 1 else ''}"
        top = () if line.amount is not None else ((line, 0),)
        yield _sheet(caption, [*top, *_flat(line.children)], case.statistic, f"{line.key}.order")
    ledgers = [lines[f"ledger.{victim.id}"] for victim in case.estimate.scenario.victims if victim.ledger]
    if ledgers:
        yield _sheet("Taken from ledgers", _flat(ledgers), case.statistic)
    yield _sheet("Totals of the case", _flat(lines["total"].children), case.statistic, last=lines["total"])


def _content(line: Line) -> tuple[object, ...]:
    """Return all of a line but its key."""
    return (line.label, line.amount, line.formula, line.status, line.authorities, *map(_content, line.children))


def ledger_worksheet(case: LedgerOf) -> Iterator[Block]:
    """Yield the steps from the rows of a ledger to its position."""
    yield Heading("Worksheet")
    yield paragraph(_LEGEND)
    yield _sheet(f"Victim {case.victim}: every step", _flat(ledger_lines(case.position)), "")


def _flat(lines: Iterable[Line], depth: int = 0) -> list[tuple[Line, int]]:
    return [one for line in lines for one in ((line, depth), *_flat(line.children, depth + 1))]


def _sheet(
    caption: str, lines: Sequence[tuple[Line, int]], statistic: str, result: str = "", last: Line | None = None
) -> Sheet:
    """Return lines as a table; the one with the key ``result`` stands out, and ``last`` is the total under them."""
    rows = [_row(line, depth, statistic, total=line.key == result) for line, depth in lines]
    if last:
        rows.append(_row(last, 0, statistic, total=True))
    return Sheet(caption, _COLUMNS, tuple(rows))


def _row(line: Line, depth: int, statistic: str, *, total: bool) -> Row:
    step = (
        said(line.label, bold=bool(line.children) and depth == 0),
        said(formula_of(line, statistic), *line.authorities, small=True, below=True),
    )
    return Row((step, line.amount, (said(WHO_DECIDES[line.status]),)), depth, total)
