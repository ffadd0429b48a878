"""``cases``: the decided cases for which a figure is known, and whether the calculation can be redone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from restitution.commands.command import Answer, Command
from restitution.dates import spelled
from restitution.errors import InputError
from restitution.fields import Field, Kind, Table, read_row
from restitution.law import LAW
from restitution.law.cases import AWARD_OUTCOMES, METHODS_SEEN, Decided, Figure, decided_cases
from restitution.money import dollars, stated
from restitution.render import Cell, Grid, Note, Report
from restitution.render.awards import awards_charts, awards_grid, is_csam
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

_FLOOR = LAW.parameter("trafficking.floor").values[-1]

_READ = Note("read in part", "Most decisions were read only in part. Open the opinion before you rely on one.")
_GRADES = Note(
    "grades",
    "A: inputs and result are printed and the arithmetic checks out. B: both are printed, but no formula was seen. "
    "C: one side is our own arithmetic. X: the printed figures do not add up.",
)
_NOTES = (
    Note("no typical award", "These are cases that were found, not a sample: nothing here shows what is usual."),
    _READ,
    Note(
        "awards",
        "Where one sum was ordered for several victims, the sum for each is our division of it. An award stands if "
        "nothing that was seen set it aside. What was not seen is marked as such, not guessed. "
        f"The floor of {dollars(_FLOOR.number)} applies to offenses since {spelled(_FLOOR.start)}: under the earlier "
        "text there was none.",
    ),
    _GRADES,
)
_SHOWN = 3
"""How many figures of a case a row of the table shows."""


def answer(params: object) -> Answer:
    """Answer with the decided cases of a circuit, by a method, or all of them."""
    row = read_row(OPTIONS, params)
    circuit, method, ident = (row.get(name, str) for name in ("circuit", "method", "id"))
    if ident is not None and ident not in {case.id for case in decided_cases()}:
        raise InputError.at("id", "No decided case has this id.")
    found = [
        case
        for case in decided_cases()
        if circuit in (None, LAW.authorities[case.id].circuit)
        and method in (None, case.method)
        and ident in (None, case.id)
    ]
    return Answer(lambda: {"schema": 1, "cases": [_table(case) for case in found]}, lambda: _report(found))


def _table(case: Decided) -> dict[str, Any]:
    authority = LAW.authorities[case.id]
    known = ("title", "citation", "court", "circuit", "year", "law", "precedential")
    read = ("confidence", "verified", "not_verified", "url")
    return {
        "id": case.id,
        **{name: getattr(authority, name) for name in known},
        **asdict(case),
        "for_each_victim": None if case.for_each_victim is None else stated(case.for_each_victim),
        "divided": case.divided,
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
            Note("award", f"{AWARD_OUTCOMES[one.award_stands]}. {one.award_note}".rstrip()),
            *(Note(number.what, figure_note(number)) for number in one.numbers),
            Note("redo", one.redo),
            *((Note("not recomputed", one.why_not),) if one.why_not else ()),
            Note("confidence", f"{authority.confidence}. Read: {authority.verified}"),
            Note("not verified", authority.not_verified or "nothing left open."),
            _READ,
            _GRADES,
        )
        title = f"{authority.title}, {authority.citation}"
        return Report(title, authority.summary, tuple(_ordered(one)), notes, (grid,))
    csam = [case for case in cases if is_csam(case)]
    facts = (
        ("Cases found", len(cases)),
        ("About CSAM", len(csam)),
        ("With the sum for each victim", sum(case.for_each_victim is not None for case in csam)),
    )
    grids = (grid, awards_grid(csam)) if csam else (grid,)
    return Report("Decided cases", f"{len(cases)} found", facts, _NOTES, grids, awards_charts(csam))


def _ordered(case: Decided) -> Iterator[tuple[str, Cell]]:
    """Yield what was ordered, as far as it was seen."""
    yield "Total ordered", Fraction(case.award) if case.award else "not seen"
    yield "Victims", case.award_victims or "not seen"
    if case.for_each_victim is not None:
        yield "For each victim" + (", our division" if case.divided else ""), case.for_each_victim


def figure_text(figure: Figure) -> str:
    """Return a figure in brief: ``Award: $8,387.43``."""
    return f"{figure.what}: {dollars(figure.number) if figure.unit == 'USD' else figure.value}"


def figure_note(figure: Figure) -> str:
    """Return a figure, whether it is printed, and its note."""
    value = dollars(figure.number) if figure.unit == "USD" else f"{figure.value} {figure.unit}"
    return " ".join(part for part in (f"{value}, {'printed' if figure.printed else 'ours'}.", figure.note) if part)


CASES = Command("cases", "show the decided cases that have figures", answer, OPTIONS)
