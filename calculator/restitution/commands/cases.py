"""``cases``: the decided cases for which a figure is known, and whether a reader can redo the sum."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from restitution.commands.command import Answer, Command
from restitution.errors import InputError
from restitution.fields import Field, Kind, Table, read_row
from restitution.law import LAW, METHODS_SEEN, Decided, Figure, decided_cases
from restitution.money import dollars
from restitution.render import Grid, Note, Report
from restitution.render.words import short_citation
from restitution.scenario.fields import CIRCUITS
from restitution.worksheet import Cite

OPTIONS = Table(
    "cases",
    (
        Field(
            "circuit",
            Kind.CHOICE,
            "only cases of this circuit: 1 to 11, dc, or scotus",
            choices={**CIRCUITS, "scotus": "Supreme Court"},
        ),
        Field("method", Kind.CHOICE, "only cases by this method, for example equal-share", choices=METHODS_SEEN),
        Field("id", Kind.TEXT, "only this case, for example sainz-2016"),
    ),
)

_NOTES = (
    Note("no typical award", "These are cases that were found, not a sample: nothing here says what is usual."),
    Note("read in part", "Most decisions were read only in part. Open the opinion before you rely on one."),
    Note(
        "grades",
        "A: inputs and result are printed and the sum closes. B: both are printed, but no formula was seen. "
        "C: one side is our own arithmetic. X: the printed figures do not close.",
    ),
)
_SHOWN = 3
"""Figures of a case that a row of the table shows."""


def answer(params: object) -> Answer:
    """The decided cases of a circuit, by a method, or all of them."""
    row = read_row(OPTIONS, params)
    if row["id"] is not None and row["id"] not in {case.id for case in decided_cases()}:
        raise InputError.at("id", "No decided case has this id.")
    found = [
        case
        for case in decided_cases()
        if row["circuit"] in (None, LAW.authorities[case.id].circuit)
        and row["method"] in (None, case.method)
        and row["id"] in (None, case.id)
    ]
    return Answer({"schema": 1, "cases": [_table(case) for case in found]}, lambda: _report(found))


def _table(case: Decided) -> dict[str, Any]:
    authority = LAW.authorities[case.id]
    known = ("title", "citation", "court", "circuit", "year", "law", "precedential")
    read = ("confidence", "verified", "not_verified", "url")
    return {
        "id": case.id,
        **{name: getattr(authority, name) for name in known},
        **asdict(case),
        **{name: getattr(authority, name) for name in read},
        "reviewed": authority.reviewed.isoformat(),
    }


def _report(cases: list[Decided]) -> Report:
    rows = tuple(
        (
            short_citation(Cite(case.id)),
            LAW.authorities[case.id].circuit,
            LAW.authorities[case.id].law,
            case.method,
            "; ".join(figure_text(figure) for figure in case.numbers[:_SHOWN]),
            case.grade,
        )
        for case in cases
    )
    grid = Grid("Decided cases", ("case", "circuit", "text applied", "method", "figures", "grade"), rows)
    if len(cases) == 1:
        (one,) = cases
        authority = LAW.authorities[one.id]
        notes = (
            Note("facts", one.facts),
            Note("method", f"{METHODS_SEEN[one.method].capitalize()}. {one.method_note}"),
            Note("outcome", one.outcome),
            *(Note(number.what, figure_note(number)) for number in one.numbers),
            Note("redo", one.redo),
            *((Note("not recomputed", one.why_not),) if one.why_not else ()),
            Note("confidence", f"{authority.confidence}. Read: {authority.verified}"),
            Note("not verified", authority.not_verified or "nothing left open."),
            *_NOTES[1:],
        )
        title = f"{authority.title}, {authority.citation}"
        return Report(title, authority.summary, notes=notes, grids=(grid,))
    return Report("Decided cases", f"{len(cases)} found", notes=_NOTES, grids=(grid,))


def figure_text(figure: Figure) -> str:
    """A figure in brief: ``Award: $8,387.43``."""
    return f"{figure.what}: {dollars(figure.number) if figure.unit == 'USD' else figure.value}"


def figure_note(figure: Figure) -> str:
    """A figure with whether it is printed and what is to be known about it."""
    value = dollars(figure.number) if figure.unit == "USD" else f"{figure.value} {figure.unit}"
    return " ".join(part for part in (f"{value}, {'printed' if figure.printed else 'ours'}.", figure.note) if part)


CASES = Command("cases", "show the decided cases that have figures", answer, OPTIONS)
