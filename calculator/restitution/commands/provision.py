"""``provision``: which rule applies to a conviction, with what follows from it: floor, assessment, Reserve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from restitution.commands.command import Answer, Command
from restitution.commands.notes.estimate import FLAGS
from restitution.commands.notes.reading import reading_notes, reading_tables
from restitution.conviction import SECTIONS, SERIES, read_conviction
from restitution.dates import spelled
from restitution.fields import Field, Kind, Reader, Reading, Table, needed
from restitution.law import LAW
from restitution.render import Cell, Note, Report
from restitution.render.as_json import amount_of, worksheet_table
from restitution.scenario import Count
from restitution.steps.provision import Provision, provision

OPTIONS = Table(
    "provision",
    (
        Field(
            "offense",
            Kind.SECTION,
            "section of the conviction, for example 2252A(a)(5)",
            "offense of conviction",
            "It decides the rule.",
            required=True,
            choices=SECTIONS,
        ),
        Field(
            "from",
            Kind.DAY,
            "first day of the offense",
            "offense conduct",
            "From the indictment or the plea.",
            required=True,
        ),
        Field(
            "to",
            Kind.DAY,
            "last day of the offense",
            "offense conduct",
            f"Which text applies turns on these dates; if they straddle {spelled(LAW.enacted.start)}, that is open.",
            required=True,
        ),
        SERIES,
        Field(
            "order_date",
            Kind.DAY,
            "date of the restitution order; the last day of the offense by default",
            "date of the order",
            "The figure of the floor is that of this date.",
        ),
    ),
)

_LISTS = {"production": "production, (c)(1)", "trafficking": "trafficking, (c)(3)", "other": "neither"}
_LISTED = ("production", "trafficking")
_OPENS = {True: "yes", False: "no", None: "open"}

_EARLIER = Note(
    "earlier offense",
    f"An offense that ended before {spelled(LAW.enacted.start)} stays under the law in effect when it was "
    "committed: §2259B(d), a sense of Congress. That law had no floor, no §2259A assessment and no Reserve. Whether a "
    "conviction for such an offense nevertheless opens the Reserve was not verified.",
)
_ONE = Note(
    "one count",
    "Where counts under (b)(1) and (b)(2) name the same victim, the broader rule is used; that is our reading. An "
    "attempt is entered under the paragraph attempted, also by our reading.",
)


@dataclass(frozen=True, slots=True)
class _Asked:
    count: Count
    order_date: date | None
    readings: tuple[Reading, ...]


def answer(params: object) -> Answer:
    """Answer with the provision and its text, the floor, the tier and cap of the assessment, and the Reserve.

    Raises:
        InputError: with every error.
    """
    asked = _read(params)
    result = provision(asked.count, asked.order_date)
    return Answer(lambda: _table(asked, result), lambda: _report(asked, result))


def _read(params: object) -> _Asked:
    reader = Reader()
    row = reader.row(OPTIONS, params)
    offense = read_conviction(reader, row)
    start, end, ordered = (row.get(name, date) for name in ("from", "to", "order_date"))
    if start and end and end < start:
        reader.refuse("to", f"The last day must not be before the first: {end} is before {start}.")
    if end and ordered and end > ordered:
        reader.refuse("to", f"The offense must not end after the date of the order: {end} is after {ordered}.")
    reader.check()
    count = Count(row.need("offense", str), needed(offense), row.need("from", date), row.need("to", date), ())
    return _Asked(count, ordered, tuple(reader.readings))


def _table(asked: _Asked, result: Provision) -> dict[str, Any]:
    offense = asked.count.offense
    return {
        "schema": 1,
        "offense": offense.section,
        "series": offense.series or None,
        "from": asked.count.start.isoformat(),
        "to": asked.count.end.isoformat(),
        "order_date": asked.order_date.isoformat() if asked.order_date else None,
        "chapter": offense.chapter,
        "list": offense.pin if offense.kind in _LISTED else None,
        "provision": result.branch.provision,
        "text": None if result.outside else _text(result),
        "statute": _statute(asked, result),
        "floor": amount_of(result.floor),
        "tier": result.tier,
        "cap": amount_of(result.cap),
        "reserve": result.opens,
        "flags": list(_flags(result)),
        "read": reading_tables(asked.readings),
        "worksheet": worksheet_table(result.lines),
    }


def _text(result: Provision) -> str:
    return "present" if result.branch.current else "earlier"


def _statute(asked: _Asked, result: Provision) -> str:
    """Return the authority that restitution comes from."""
    if result.outside or result.branch.current:
        return asked.count.offense.statute
    return "18-usc-2259-pre-2018"


def _flags(result: Provision) -> Iterator[str]:
    if result.branch.straddles:
        yield "straddles-2018"


def _report(asked: _Asked, result: Provision) -> Report:
    count = asked.count
    offense = count.offense
    facts: list[tuple[str, Cell]] = [("Rule", _rule(asked, result)), ("Chapter of title 18", offense.chapter)]
    if not result.outside:
        facts += [("List of §2259(c)", _LISTS[offense.kind]), ("Text of §2259", _text(result))]
    facts.append(("Floor", "none" if result.floor.amount is None else result.floor.amount))
    facts.append(("Tier of the §2259A assessment", result.tier or "none"))
    if result.cap:
        facts.append(("Cap of the assessment, in the statute", result.cap.amount))
    facts.append(("Opens the Reserve", _OPENS[result.opens]))
    return Report(
        "Which rule applies",
        f"Conviction under §{offense.section}: {offense.description}. "
        f"Offense from {spelled(count.start)} to {spelled(count.end)}",
        tuple(facts),
        tuple(_notes(asked, result)),
        lines=result.lines,
    )


def _rule(asked: _Asked, result: Provision) -> str:
    if result.outside:
        statute = LAW.authorities[asked.count.offense.statute]
        return f"not §2259, but {statute.citation} ({statute.title})"
    return result.branch.lines[0].label.removeprefix("Rule: ")


def _notes(asked: _Asked, result: Provision) -> Iterator[Note]:
    offense = asked.count.offense
    yield from reading_notes(asked.readings)
    for flag in _flags(result):
        yield Note(flag, FLAGS[flag])
    if offense.note and (result.outside or not result.early):
        yield Note("our reading" if offense.status == "model" else "this section", offense.note)
    if result.early:
        yield _EARLIER
    if not result.outside:
        yield _ONE


PROVISION = Command(
    "provision",
    "show which rule of §2259 applies to a conviction, the floor, the assessment and the Reserve",
    answer,
    OPTIONS,
)
