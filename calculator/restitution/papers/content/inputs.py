"""What was typed, compact and with the labels under which it was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from restitution.casefile import FIELDS, TABLES
from restitution.casefile.document import Row as Typed
from restitution.casefile.document import blank
from restitution.dates import spelled
from restitution.desk.form_plan import ADJUSTMENTS, CONDUCT, COUNTS, LOSSES, VICTIMS
from restitution.desk.form_plan import Sheet as Planned
from restitution.desk.headings import head_of, method_words
from restitution.fields import Field, Kind
from restitution.money import dollars, median, parse_money
from restitution.papers.content.case import Orders
from restitution.papers.content.wording import BLANK, counted, first_up, typed
from restitution.papers.paper import Block, Column, Facts, Heading, Paragraph, Row, Run, Sheet, Style, Text
from restitution.scenario.fields import CIRCUITS

_MOST_COLUMNS = 7
DAY = 17
"""The width of a day in words."""
_LABELS = {"order_date": "Date of the order", "circuit": "Circuit", "apportionment.method": "Method for the share"}
_CIRCUITS = dict(
    zip(
        CIRCUITS,
        (
            *("First", "Second", "Third", "Fourth", "Fifth", "Sixth"),
            *("Seventh", "Eighth", "Ninth", "Tenth", "Eleventh", "District of Columbia"),
        ),
        strict=True,
    )
)
_LONG = 24
"""More awards than these stand in lines, not in a table: a page of blanks helps nobody."""

ELSEWHERE = "Counsel lists the court and date of each by its number."
NOTES_STAY = "Counsel's own notes on the awards are not printed."
_SINGLE = ("order_date", "circuit", *(path for path in FIELDS if path.startswith("apportionment.")))


def inputs(case: Orders) -> Iterator[Block]:
    """Yield every input but the title, which is at the head of the paper, and the user's own notes."""
    document = case.document
    yield Heading("Inputs")
    victims = [row for row in document.rows("victims") if not blank(row)]
    yield Facts((*_single(case), *(_of_the_one(victims[0]) if len(victims) == 1 else ())))
    for planned, title in (
        (VICTIMS, "Victims"),
        (LOSSES, "Losses"),
        (COUNTS, "Counts of conviction"),
        (CONDUCT, "Conduct"),
        (ADJUSTMENTS, "Adjustments"),
    ):
        rows = [row for row in document.rows(planned.name) if not blank(row)]
        if planned is LOSSES:
            yield from _losses(rows)
            yield from _awards(case)
        # Codes alone are told by the tables that use them, and what is said of one victim above.
        elif any(cell.strip() for row in rows for cell in row[1:]) and not (planned is VICTIMS and len(rows) == 1):
            yield from _tables(planned, title, rows)


def _single(case: Orders) -> Iterator[tuple[str, Text]]:
    for path in _SINGLE:
        text = case.document.field(path)
        if text:
            yield _LABELS.get(path, head_of(path)), typed(_one(case, path, text))


def _one(case: Orders, path: str, text: str) -> str:
    if path == "circuit":
        return circuit_words(text) or text
    if path == "apportionment.method":
        # A choice has one name throughout: the one that the result has.
        return first_up(method_words(case.estimate.scenario.apportionment.chosen, case.statistic))
    return text_of_cell(FIELDS[path], text)


def circuit_words(circuit: str) -> str:
    """Return a circuit as lawyers name it, ``Ninth Circuit``; empty where there is none."""
    return f"{_CIRCUITS[circuit]} Circuit" if circuit in _CIRCUITS else ""


def _of_the_one(victim: Typed) -> Iterator[tuple[str, Text]]:
    for column, text in zip(VICTIMS.columns[1:], victim[1:], strict=True):
        if text.strip():
            yield f"Victim {victim[0].strip()}: {column.head.lower()}", typed(text_of_cell(column.declared, text))


def text_of_cell(field: Field, text: str) -> str:
    """Return what was typed as the page shows it: the wording of a choice, yes or no, an amount as an amount."""
    text = text.strip()
    if field.kind is Kind.FLAG:
        return {"true": "yes", "false": "no"}.get(text, text)
    with suppress(ValueError):  # text that a ledger reads in its own way stands as it is
        if field.kind is Kind.MONEY:
            return dollars(parse_money(text))
        if field.kind is Kind.DAY:
            return spelled(date.fromisoformat(text))
    return field.choices.get(text, text)


def _losses(rows: list[Typed]) -> Iterator[Sheet]:
    """Yield the losses with one column for what was entered of each, however much that is."""
    columns = {"victim": 6, "category": 40, "label": 24, "exhibit": 10}
    used = [name for name in columns if any(_of(row, name) for row in rows)]
    if rows:
        yield Sheet(
            "Losses",
            (*(Column(head_of(f"losses.{name}"), columns[name]) for name in used), Column("As entered", 54)),
            tuple(Row((*(typed(_shown(row, name)) for name in used), typed(_size(row)))) for row in rows),
            dense=True,
        )


_AT = {name: at for at, name in enumerate(TABLES["losses"].names())}


def _of(row: Typed, name: str) -> str:
    return row[_AT[name]].strip()


def _shown(row: Typed, name: str) -> str:
    return text_of_cell(TABLES["losses"].field(name), _of(row, name))


def _size(row: Typed) -> str:
    """Return an amount, a range or a yearly loss with its rates, and its cause, as they were entered."""
    parts = [_shown(row, "amount")]
    if _of(row, "low"):
        parts.append(f"{_shown(row, 'low')} to {_shown(row, 'high')}")
    if _of(row, "take"):
        parts.append(_shown(row, "take").lower())
    if _of(row, "annual"):
        parts.append(f"{_shown(row, 'annual')} each year")
    for name, words in _YEARLY.items():
        if _of(row, name):
            parts.append(words.format(_shown(row, name)))
    if _of(row, "projected"):
        parts.append("still to come" if _of(row, "projected") == "true" else "not still to come")
    if _of(row, "cause"):
        parts.append(f"cause: {_shown(row, 'cause').lower()}")
    else:
        parts.append("cause not stated")
    if _of(row, "trafficking_share"):
        parts.append(f"part from the trade {_shown(row, 'trafficking_share')}")
    return ", ".join(part for part in parts if part)


_YEARLY = {
    "years": "for {} years",
    "months": "and {} months",
    "growth": "growth {}",
    "discount": "discount {}",
    "starts_in": "first in {} years",
}


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
            dense=True,
        )


def _column(planned: Planned, at: int) -> Column:
    column = planned.columns[at]
    figures = column.declared.kind in (Kind.MONEY, Kind.WHOLE, Kind.RATE, Kind.FACTOR)
    # A day is longer in words than as the page shows it.
    width = DAY if column.declared.kind is Kind.DAY else column.width
    return Column(column.head, width, figures=figures)


def _awards(case: Orders) -> Iterator[Block]:
    """Yield the earlier awards of each victim, numbered, with a blank in which counsel identifies each."""
    codes = case.document.codes("victims")
    by_victim: dict[str, list[Typed]] = {}
    for row in case.document.rows("awards"):
        if not blank(row):
            by_victim.setdefault(row[0].strip() or codes[0], []).append(row)
    if by_victim:
        yield Heading("Earlier awards", 3)
        yield Paragraph((Run(NOTES_STAY),), Style.SMALL)
    for victim, rows in by_victim.items():
        amounts = [parse_money(row[1]) for row in rows]
        caption = (
            f"Victim {victim}: {counted(len(rows), 'earlier award')}, median {dollars(median(amounts))}, sum "
            f"{dollars(sum(amounts[1:], amounts[0]))}"
        )
        if len(rows) > _LONG:
            listed = "; ".join(f"{number:,}: {dollars(amount)}" for number, amount in enumerate(amounts, start=1))
            yield Paragraph((Run(f"{caption}. {ELSEWHERE} {listed}."),), Style.SMALL)
            continue
        yield Sheet(
            caption,
            (Column("Award", 14), Column("Amount", 18, figures=True), Column("Court and date", 48)),
            tuple(
                Row((typed(f"Award {number:,}"), amount, typed(BLANK * 3)))
                for number, amount in enumerate(amounts, start=1)
            ),
            dense=True,
        )
