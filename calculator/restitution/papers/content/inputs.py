"""What was typed, compact and with the labels under which it was asked for."""

from __future__ import annotations

from collections.abc import Iterator

from restitution.casefile import FIELDS
from restitution.casefile.document import Row as Typed
from restitution.casefile.document import blank
from restitution.desk.form_plan import ADJUSTMENTS, CONDUCT, COUNTS, LOSSES, VICTIMS
from restitution.desk.form_plan import Sheet as Planned
from restitution.desk.headings import head_of
from restitution.fields import Field, Kind
from restitution.money import dollars, median, parse_money
from restitution.papers.content.case import Orders
from restitution.papers.content.wording import typed
from restitution.papers.paper import Block, Column, Facts, Heading, Paragraph, Row, Run, Sheet

_MOST_COLUMNS = 7
_LABELS = {"order_date": "Date of the order", "apportionment.method": "Method for the share"}
_SINGLE = ("title", "order_date", "circuit", *(path for path in FIELDS if path.startswith("apportionment.")))


def inputs(case: Orders) -> Iterator[Block]:
    """Yield every input, without the user's own notes on the case."""
    document = case.document
    yield Heading("Inputs")
    given = [(path, document.field(path)) for path in _SINGLE if document.field(path)]
    yield Facts(
        tuple((_LABELS.get(path, head_of(path)), typed(text_of_cell(FIELDS[path], text))) for path, text in given)
    )
    for planned, title in (
        (VICTIMS, "Victims"),
        (LOSSES, "Losses"),
        (COUNTS, "Counts of conviction"),
        (CONDUCT, "Conduct"),
        (ADJUSTMENTS, "Adjustments"),
    ):
        rows = [row for row in document.rows(planned.name) if not blank(row)]
        if rows:
            yield from _tables(planned, title, rows)
        if planned is LOSSES:
            yield from _awards(case)


def text_of_cell(field: Field, text: str) -> str:
    """Return what was typed as the page shows it: the wording of a choice, yes or no, an amount as an amount."""
    text = text.strip()
    if field.kind is Kind.FLAG:
        return {"true": "yes", "false": "no"}.get(text, text)
    if field.kind is Kind.MONEY and text:
        try:
            return dollars(parse_money(text))
        except ValueError:
            return text
    return field.choices.get(text, text)


def _tables(planned: Planned, title: str, rows: list[Typed]) -> Iterator[Sheet]:
    used = [i for i in range(len(planned.columns)) if any(row[i].strip() for row in rows)]
    first, rest = used[:1], used[1:]
    room = _MOST_COLUMNS - 1
    for at in range(0, max(len(rest), 1), room):
        part = [*first, *rest[at : at + room]]
        yield Sheet(
            title if at == 0 else f"{title}, continued",
            tuple(_column(planned, i) for i in part),
            tuple(Row(tuple(typed(text_of_cell(planned.columns[i].declared, row[i])) for i in part)) for row in rows),
        )


def _column(planned: Planned, at: int) -> Column:
    column = planned.columns[at]
    figures = column.declared.kind in (Kind.MONEY, Kind.WHOLE, Kind.RATE, Kind.FACTOR)
    return Column(column.head, column.width, figures=figures)


def _awards(case: Orders) -> Iterator[Block]:
    """Yield the earlier awards of each victim in one dense paragraph."""
    codes = case.document.codes("victims")
    by_victim: dict[str, list[Typed]] = {}
    for row in case.document.rows("awards"):
        if not blank(row):
            by_victim.setdefault(row[0].strip() or codes[0], []).append(row)
    if by_victim:
        yield Heading("Earlier awards", 3)
    for victim, rows in by_victim.items():
        amounts = [parse_money(row[1]) for row in rows]
        head = (
            f"Victim {victim}: {len(rows):,} earlier award{'' if len(rows) == 1 else 's'}, median "
            f"{dollars(median(amounts))}, sum {dollars(sum(amounts[1:], amounts[0]))}. "
        )
        each = [
            dollars(amount) + (f" ({row[2].strip()})" if row[2].strip() else "")
            for row, amount in zip(rows, amounts, strict=True)
        ]
        yield Paragraph((Run(head, bold=False), Run("; ".join(each) + ".", small=True)))
