"""``ledger``: one victim's totals over many cases, as of a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from restitution.commands.command import Answer, Command
from restitution.dates import spelled
from restitution.fields import Field, Kind, Reader, Table
from restitution.ledger import CasePosition, Ledger, Moment, Position, position, read_ledger
from restitution.money import stated
from restitution.render import Cell, Chart, Grid, Note, Report
from restitution.render.as_json import worksheet_table
from restitution.render.charts import Step, over_time
from restitution.steps.ledger import worksheet
from restitution.worksheet import Line

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

_FLAGS = {
    "no-finding": "No finding of loss is entered up to this date. The amounts outstanding and received above the "
    "finding are then measured against zero and are not meaningful yet.",
    "reopened": "Liability had ended, and then a greater loss was found. It is shown as reopened, which is our "
    "reading: no decision on it was found.",
    "liability-terminated": "By these rows the victim has received the greatest loss found, so the liability of each "
    "defendant for these losses has ended, whatever the orders still show as unpaid. Whether the victim has been made "
    "whole is for the court to decide.",
    "over-collected": "More has been received than the greatest loss found. Recovery may not exceed it; no decision "
    "was found on what becomes of the rest.",
    "orders-exceed-finding": "The orders together are more than the greatest loss found. That alone ends no liability: "
    "money received does.",
}
"""The text of each flag."""

_NOTICES = {
    "duplicate": "the same as an earlier row, but still counted. Remove anything entered twice.",
    "out-of-order": "dated before the row above, and counted from that date. Check the dates for typing errors.",
}
"""The text of each kind of notice, after the rows it is about."""

_POINTS = (
    Note(
        "findings",
        "Only a loss found in a case with a final order under §2259 counts, §2259(b)(2)(C). Leave out a finding of a "
        "case whose order is not final, or is no longer in force.",
    ),
    Note(
        "orders",
        "Orders of one case are added up. An amended order replaces the first: change its row, or enter only what was "
        "added.",
    ),
    Note(
        "which orders",
        "§2259(b)(2)(C) is in the paragraph on trafficking. That it also ends liability under an order for another "
        "offense of chapter 110 is our reading. The Eighth Circuit applied it to an order made under the earlier text "
        "(Evans).",
    ),
    Note(
        "cases",
        "One code means one defendant; elsewhere each case with an order counts as one defendant ordered to pay. Give "
        "two defendants of one judgment two codes, with one joint code if they owe the same money.",
    ),
    Note(
        "received",
        "The cap is measured by restitution received, from any payer. Assistance and civil damages are not included.",
    ),
)
"""Notes that apply to every ledger."""

_MOST_ROWS = 20
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
    lines = worksheet(now)
    return Answer(lambda: _table(now, ledger, lines), lambda: _report(now, ledger, lines))


def _table(now: Position, ledger: Ledger, lines: tuple[Line, ...]) -> dict[str, Any]:
    return {
        "schema": 1,
        "as_of": now.as_of.isoformat(),
        "rows": {"counted": now.counted, "after": now.after},
        "greatest_finding": stated(now.greatest_finding),
        "ordered": stated(now.ordered),
        "received": stated(now.received),
        "outstanding": stated(now.outstanding),
        "over_collected": stated(now.over_collected),
        "terminated_on": now.terminated_on.isoformat() if now.terminated_on else None,
        "assistance": stated(now.assistance),
        "civil": stated(now.civil),
        "cases": [_case(case) for case in now.cases],
        "flags": list(now.flags),
        "notices": [notice._asdict() for notice in ledger.notices],
        "worksheet": worksheet_table(lines),
    }


def _case(case: CasePosition) -> dict[str, str | None]:
    return {
        "case": case.case,
        "finding": None if case.finding is None else stated(case.finding),
        "ordered": stated(case.ordered),
        "paid": stated(case.paid),
        "balance": stated(case.balance),
        "overpaid": stated(case.overpaid),
        "civil": stated(case.civil),
        "payable": stated(case.payable),
        "joint": case.joint,
    }


def _report(now: Position, ledger: Ledger, lines: tuple[Line, ...]) -> Report:
    return Report(
        "Ledger of one victim",
        f"As of {spelled(now.as_of)}, including the rows of that date",
        tuple(_facts(now)),
        (*(Note(flag, _FLAGS[flag]) for flag in now.flags), *_noticed(ledger), *_POINTS),
        (_grid(now),) if now.cases else (),
        (_chart(now),) if now.history else (),
        lines,
    )


def _facts(now: Position) -> Iterator[tuple[str, Cell]]:
    yield "Greatest loss found", now.greatest_finding if now.greatest else "no finding yet"
    yield "Received", now.received
    if now.greatest:
        yield "Outstanding", now.outstanding
        yield "Received above the greatest finding", now.over_collected
        yield "Liability ended on", spelled(now.terminated_on) if now.terminated_on else "not ended"
    yield "Total ordered", now.ordered
    yield "Defined monetary assistance, shown separately", now.assistance
    yield "Civil damages, shown separately", now.civil
    yield "Rows counted", now.counted
    yield "Rows after this date, excluded", now.after


def _noticed(ledger: Ledger) -> Iterator[Note]:
    if not ledger.entries:
        yield Note("no rows", "The ledger has no rows yet, so every figure is zero.")
    for kind, words in _NOTICES.items():
        rows = [f"{notice.row:,}" for notice in ledger.notices if notice.kind == kind]
        if rows:
            more = f" and {len(rows) - _MOST_ROWS:,} more" if len(rows) > _MOST_ROWS else ""
            listed = f"Row {rows[0]} is" if len(rows) == 1 else f"Rows {', '.join(rows[:_MOST_ROWS])}{more} are"
            yield Note(kind, f"{listed} {words}")


def _grid(now: Position) -> Grid:
    columns = ("case", "finding", "ordered", "paid", "balance", "overpaid", "later civil", "payable", "joint")
    rows = tuple(
        (c.case, c.finding, c.ordered, c.paid, c.balance, c.overpaid, c.civil, c.payable, c.joint) for c in now.cases
    )
    joint = "; the cases of a joint group show its one liability" if now.groups else ""
    return Grid(f"Case by case{joint}", columns, rows)


def _chart(now: Position) -> Chart:
    """Chart the amount received against the greatest finding, up to the date requested."""
    until = Moment(now.as_of, now.received, now.greatest_finding)
    steps = [Step(moment.day, moment.received, moment.finding) for moment in (*now.history, until)]
    events = [
        (turn.moment.day, "liability ends" if turn.ended else "reopened by a greater finding")
        for turn in now.turns[-_MOST_EVENTS:]
    ]
    return over_time("ledger", "Received and found, over time", steps, events)


LEDGER = Command(
    "ledger",
    "add up one victim's findings, orders and payments over many cases",
    answer,
    OPTIONS,
    file="the rows of a ledger, in CSV or as a list in JSON",
    file_key="ledger",
)
