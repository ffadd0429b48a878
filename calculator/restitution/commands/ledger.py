"""``ledger``: one victim's totals over many cases, as of a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from restitution.commands.command import Answer, Command
from restitution.commands.notes.position import FLAGS, POINTS, flagged
from restitution.dates import spelled
from restitution.fields import Field, Kind, Reader, Table
from restitution.ledger import CasePosition, Ledger, Moment, Position, Turn, in_brief, position, read_ledger
from restitution.money import of_cents, stated_cents
from restitution.render import Cell, Chart, Grid, Note, Report
from restitution.render.as_json import worksheet_table
from restitution.render.charts import Step, over_time
from restitution.steps.ledger import worksheet

OPTIONS = Table(
    "ledger",
    (
        Field(
            "ledger",
            Kind.LEDGER,
            "one victim's findings, orders and payments: CSV with the header date,kind,case,amount,note, or a list",
            required=True,
        ),
        Field("as_of", Kind.DAY, "date to add up to, for example 2026-06-30; later rows are excluded", required=True),
    ),
)

_MOST_EVENTS = 12


def answer(params: object) -> Answer:
    """Add up the ledger in ``params``.

    Raises:
        InputError: with every error.
    """
    reader = Reader()
    row = reader.row(OPTIONS, params)
    ledger = read_ledger(row.get("ledger", object), reader) if "ledger" in row.given else Ledger((), ())
    reader.check()
    now = position(ledger, row.need("as_of", date))
    return Answer(lambda: ledger_table(now), lambda: ledger_report(now))


def ledger_table(now: Position) -> dict[str, Any]:
    """Return the JSON answer to ``ledger``. Amounts are text with two decimals, US dollars."""
    return {
        "schema": 1,
        "as_of": now.as_of.isoformat(),
        "rows": {"counted": now.counted, "after": now.after},
        "greatest_finding": stated_cents(now.greatest_finding),
        "ordered": stated_cents(now.ordered),
        "received": stated_cents(now.received),
        "reversed": stated_cents(now.reversed),
        "outstanding": stated_cents(now.outstanding),
        "over_collected": stated_cents(now.over_collected),
        "terminated_on": now.terminated_on.isoformat() if now.terminated_on else None,
        "assistance": stated_cents(now.assistance),
        "civil": stated_cents(now.civil),
        "cases": [_case(case) for case in now.cases],
        "flags": list(now.flags),
        "notices": [notice._asdict() for notice in now.notices],
        "worksheet": worksheet_table(worksheet(now)),
    }


def _case(case: CasePosition) -> dict[str, str | None]:
    return {
        "case": case.case,
        "finding": None if case.finding is None else stated_cents(case.finding),
        "ordered": stated_cents(case.ordered),
        "paid": stated_cents(case.paid),
        "reversed": stated_cents(case.reversed),
        "balance": stated_cents(case.balance),
        "overpaid": stated_cents(case.overpaid),
        "civil": stated_cents(case.civil),
        "payable": stated_cents(case.payable),
        "joint": case.joint,
    }


def ledger_report(now: Position) -> Report:
    """Return the report of a ledger's position."""
    facts = tuple(facts_of(now))
    flags = tuple(Note(flag, FLAGS[flag]) for flag in now.flags)
    return Report(
        "Ledger of one victim",
        f"As of {spelled(now.as_of)}, including the rows of that date",
        facts,
        (*flagged(now.flags), *_noticed(now), *POINTS),
        (cases_grid(now),) if now.cases else (),
        (position_chart(now),) if now.history else (),
        worksheet(now),
        sheet=_sheet(now, facts, flags),
    )


def facts_of(now: Position) -> Iterator[tuple[str, Cell]]:
    """Yield the position in brief, label by label."""
    yield "Greatest loss found", of_cents(now.greatest_finding) if now.greatest else "no finding yet"
    yield "Received", of_cents(now.received)
    if now.reversals:
        yield "Payments reversed, already taken off", of_cents(now.reversed)
    if now.greatest:
        yield "Outstanding", of_cents(now.outstanding)
        yield "Received above the greatest finding", of_cents(now.over_collected)
        yield "Liability ended on", spelled(now.terminated_on) if now.terminated_on else "not ended"
    yield "Total ordered", of_cents(now.ordered)
    yield "Defined monetary assistance, shown separately", of_cents(now.assistance)
    yield "Civil damages, shown separately", of_cents(now.civil)
    yield "Rows counted", now.counted
    yield "Rows after this date, excluded", now.after


def _noticed(now: Position) -> Iterator[Note]:
    if not now.counted and not now.after:
        yield Note("no rows", "The ledger has no rows yet, so every figure is zero.")
    for kind, words in in_brief(now.notices):
        yield Note(kind, words)


_AMOUNTS = ("finding", "ordered", "paid", "reversed", "balance", "overpaid", "later civil", "payable")


def _amounts(case: CasePosition) -> tuple[Cell, ...]:
    whole = (case.ordered, case.paid, case.reversed, case.balance, case.overpaid, case.civil, case.payable)
    return (None if case.finding is None else of_cents(case.finding), *map(of_cents, whole))


_ALWAYS = ("case", "ordered", "paid", "balance")


def cases_grid(now: Position) -> Grid:
    """Return the cases for people, without the columns that have nothing in any of them."""
    rows = [(case.case, *_amounts(case), case.joint) for case in now.cases]
    heads = ("case", *_AMOUNTS, "joint")
    nothing = {head for i, head in enumerate(heads) if not any(row[i] for row in rows)}
    if all(case.payable == case.balance for case in now.cases):
        nothing.add("payable")
    kept = [i for i, head in enumerate(heads) if head in _ALWAYS or head not in nothing]
    joint = "; the cases of a joint group show its one liability" if now.groups else ""
    return Grid(
        f"Case by case{joint}",
        tuple(heads[i] for i in kept),
        tuple(tuple(row[i] for i in kept) for row in rows),
    )


def _sheet(now: Position, facts: tuple[tuple[str, Cell], ...], flags: tuple[Note, ...]) -> Grid:
    """Return the whole answer as one table: totals, flags, notices and cases, told apart by the first column."""
    empty = ("",) * (len(_AMOUNTS) + 1)
    rows: list[tuple[Cell, ...]] = []
    for label, cell in facts:
        amount, text = (cell, "") if isinstance(cell, Fraction) else ("", cell)
        rows.append(("total", label.strip(), "", amount, text, *empty))
    rows += [("flag", flag.name, "", "", flag.text, *empty) for flag in flags]
    rows += [("notice", notice.kind, notice.row, "", notice.message, *empty) for notice in now.notices]
    rows += [("case", case.case, "", "", _joint(case), *_amounts(case), case.joint) for case in now.cases]
    return Grid("Ledger", ("part", "name", "row", "amount", "text", *_AMOUNTS, "joint"), tuple(rows))


def _joint(case: CasePosition) -> str:
    """Return what a sum over the cases must know."""
    return (
        f"The one liability of the joint group {case.joint}, in each of its cases: count it once." if case.joint else ""
    )


def position_chart(now: Position) -> Chart:
    """Chart the amount received against the greatest finding, up to the date requested."""
    until = Moment(now.as_of, now.received, now.greatest_finding)
    moments = (*now.history, until)
    # Findings are few and days are many: one amount for each finding.
    findings = {cents: of_cents(cents) for cents in {moment.finding for moment in moments}}
    steps = [Step(moment.day, of_cents(moment.received), findings[moment.finding]) for moment in moments]
    events = [(turn.moment.day, _event(turn)) for turn in now.turns[-_MOST_EVENTS:]]
    return over_time("ledger", "Received and found, over time", steps, events)


def _event(turn: Turn) -> str:
    if turn.ended:
        return "liability ends"
    causes = [words for words, cause in (("a greater finding", turn.found), ("a reversal", turn.reversed)) if cause]
    return f"reopened by {' and '.join(causes)}"


LEDGER = Command(
    "ledger",
    "add up one victim's findings, orders and payments over many cases",
    answer,
    OPTIONS,
    file="the rows of a ledger, in CSV or as a list in JSON",
    file_key="ledger",
)
