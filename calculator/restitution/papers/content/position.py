"""The position of one victim's ledger: in brief, with the paragraph for a filing, case by case and row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from restitution.casefile import ledger_name
from restitution.casefile.document import blank
from restitution.commands.ledger import cases_grid, facts_of
from restitution.dates import spelled
from restitution.desk.form_plan import LEDGER
from restitution.desk.position import paragraph as filing
from restitution.fields import Kind
from restitution.papers.citing import cites_of
from restitution.papers.content.case import LedgerOf
from restitution.papers.content.inputs import DAY, text_of_cell
from restitution.papers.content.wording import first_up, made_up, proper, said, typed
from restitution.papers.paper import Block, Column, Facts, Heading, Paragraph, Row, Run, Sheet, Text
from restitution.render import Cell
from restitution.render.words import cell_text
from restitution.steps.ledger import worksheet
from restitution.worksheet import Line


def position_summary(case: LedgerOf) -> Iterator[Block]:
    """Yield the position in brief and the paragraph for a filing."""
    yield Heading("Summary")
    if case.document.example:
        yield made_up()
    lines = {line.label: line for line in worksheet(case.position)}
    yield Facts(tuple(_fact(label.strip(), cell, lines) for label, cell in facts_of(case.position)))
    yield Heading("The paragraph for the filing", 2)
    yield Paragraph((Run(proper(filing(case.position))),))


_STEPS = {"Liability ended on": "End of liability"}


def _fact(label: str, cell: Cell, lines: Mapping[str, Line]) -> tuple[str, Text]:
    """Return a fact with what the step of the worksheet that it comes from rests on."""
    line = lines.get(_STEPS.get(label, label.partition(",")[0]))
    return label, (said(cell_text(cell), *(cites_of(line) if line else ())),)


def cases(case: LedgerOf) -> Iterator[Block]:
    """Yield the balances case by case."""
    if not case.position.cases:
        return
    grid = cases_grid(case.position)
    yield Heading("Case by case")
    figures = [any(isinstance(row[i], Fraction) for row in grid.rows) for i in range(len(grid.columns))]
    columns = tuple(
        Column(first_up(head), 14 if figure else 10, figures=figure)
        for head, figure in zip(grid.columns, figures, strict=True)
    )
    rows = tuple(Row(tuple(map(_cell, row))) for row in grid.rows)
    joint = "; the cases of a joint group show its one liability" if case.position.groups else ""
    yield Sheet(f"Victim {case.victim}: the balance of each case{joint}", columns, rows, dense=True)


def _cell(cell: Cell) -> Text | Fraction | int | None:
    return typed(cell) if isinstance(cell, str) else cell


def ledger_rows(case: LedgerOf) -> Iterator[Block]:
    """Yield the rows of the ledger as they were typed, without the user's own notes."""
    rows = [row for row in case.document.rows(ledger_name(case.victim)) if not blank(row)]
    used = [
        i
        for i, column in enumerate(LEDGER.columns)
        if column.declared.name != "note" and any(row[i].strip() for row in rows)
    ]
    heads = [LEDGER.columns[i] for i in used]
    yield Heading("Rows of the ledger")
    yield Sheet(
        f"Ledger of victim {case.victim}, as entered; figures as of {spelled(case.position.as_of)}",
        tuple(
            Column(
                head.head,
                DAY if head.declared.kind is Kind.DAY else head.width,
                figures=head.declared.name == "amount",
            )
            for head in heads
        ),
        tuple(Row(tuple(typed(text_of_cell(LEDGER.columns[i].declared, row[i])) for i in used)) for row in rows),
        dense=True,
    )
