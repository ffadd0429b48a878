"""``assessment``: the tier and cap of the §2259A assessment for an offense, and the assessments beside it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from restitution.commands.command import Answer, Command
from restitution.commands.notes.reading import reading_notes, reading_tables
from restitution.conviction import SECTIONS, SERIES, read_conviction
from restitution.dates import spelled
from restitution.fields import Field, Kind, Reader, Reading, Table, needed
from restitution.law import LAW
from restitution.money import stated
from restitution.render import Cell, Grid, Note, Report
from restitution.render.as_json import amount_of, worksheet_table
from restitution.rules.assessment import TIERS, Conviction, tier_of
from restitution.rules.indexing import first_year, missing_index
from restitution.steps.assessment import Assessment, assessment, caps

_LAST_YEAR = Fraction(9999)
_MOST_COUNTS = Fraction(10_000)

OPTIONS = Table(
    "assessment",
    (
        Field(
            "offense",
            Kind.SECTION,
            "section of the conviction, for example 2252A(a)(5)",
            "offense",
            "It decides the tier.",
            required=True,
            choices=SECTIONS,
        ),
        SERIES,
        Field(
            "production",
            Kind.FLAG,
            "for an offense of chapter 109A or 117: it involved the production of CSAM",
            "involved the production of child pornography",
            "§2259(c)(1) counts such an offense as production.",
            default="false",
        ),
        Field(
            "year",
            Kind.WHOLE,
            f"year, {first_year()} or later, to which to index the caps",
            "adjusted annually",
            "By law the caps are adjusted each year; no published figures were found.",
            least=Fraction(first_year()),
            most=_LAST_YEAR,
        ),
        Field(
            "counts",
            Kind.WHOLE,
            "number of counts of this offense; one by default",
            "counts",
            "From the judgment.",
            default="1",
            least=Fraction(1),
            most=_MOST_COUNTS,
        ),
    ),
)

_COVERS = {
    "possession": "Possession, or access with intent to view: §2252(a)(4), §2252A(a)(5)",
    "trafficking": "Any other trafficking offense of §2259(c)(3), receipt included",
    "production": "Production, §2259(c)(1)",
}
"""The offenses that each tier covers."""

_IN_A_TIER = (
    Note(
        "mandatory",
        "The court must impose the assessment, regardless of ability to pay, but the judge sets the amount, up to the "
        "cap, by the factors of §3553(a) and §3572; ability to pay counts there. One circuit, the Seventh, was seen "
        "saying so. That the amount must be more than zero is our reading.",
    ),
    Note(
        "per count or per defendant",
        "No authority seen settles whether the cap applies per count or once per defendant.",
    ),
    Note(
        "earlier offense",
        f"An offense that ended before {spelled(LAW.enacted.start)} stays under the law in effect when it was "
        "committed, which had no such assessment: §2259B(d), a sense of Congress.",
    ),
    Note(
        "where it goes",
        "The assessment goes to the Reserve, which pays defined monetary assistance. Restitution to the victims of "
        "production or trafficking is paid before it and is not reduced by it.",
    ),
)
_NO_TIER = Note(
    "no tier",
    "This offense is in no tier of §2259A; of an offense of chapter 110 that is our reading. An offense of chapter "
    "109A or 117 is in one, as production, if it involved the production of CSAM.",
)
_INDEXED = Note(
    "indexed figures",
    "§2259A(b) has the caps adjusted each year but names no index series, base, start or rounding, and no published "
    "figure was found. The indexed figures are illustrations from two base years, not figures of the law.",
)
_PRODUCTION = Note(
    "production",
    "Whether production was involved affects the tier only for an offense of chapter 109A or 117; for this offense the "
    "section of conviction controls.",
)


def answer(params: object) -> Answer:
    """Answer with the tier of the offense, the cap in the statute and indexed, and the other assessments.

    Raises:
        InputError: with every error; a year without its index figure is one at ``year``.
    """
    conviction, readings = _read(params)
    result = assessment(conviction)
    return Answer(lambda: _table(conviction, result, readings), lambda: _report(conviction, result, readings))


def _read(params: object) -> tuple[Conviction, list[Reading]]:
    reader = Reader()
    row = reader.row(OPTIONS, params)
    offense, year = read_conviction(reader, row), row.get("year", int)
    if year is not None and (missing := missing_index(year)):
        reader.refuse("year", missing)
    reader.check()
    conviction = Conviction(needed(offense), row.need("production", bool), year, row.need("counts", int))
    return conviction, reader.readings


def _table(conviction: Conviction, result: Assessment, readings: list[Reading]) -> dict[str, Any]:
    indexed = {f"base-{base}": stated(line.exact) for base, line in result.indexed.items()}
    return {
        "schema": 1,
        "offense": conviction.offense.section,
        "tier": result.tier,
        "cap": amount_of(result.cap),
        "year": conviction.year,
        "indexed": indexed or None,
        "counts": conviction.counts,
        "if_per_count": amount_of(result.per_count),
        "special_assessment": amount_of(result.special),
        "read": reading_tables(readings),
        "worksheet": worksheet_table(result.lines),
    }


def _report(conviction: Conviction, result: Assessment, readings: list[Reading]) -> Report:
    offense = conviction.offense
    facts: list[tuple[str, Cell]] = [("Tier", result.tier or "none")]
    steps = (result.cap, *result.indexed.values(), result.per_count, result.special)
    facts += [(line.label, line.amount) for line in steps if line is not None]
    notes = [*reading_notes(readings), *(_IN_A_TIER if result.tier else (_NO_TIER,))]
    if result.indexed:
        notes.append(_INDEXED)
    if conviction.produced and tier_of(offense, True) == tier_of(offense, False):
        notes.append(_PRODUCTION)
    notes.append(Note("additional special assessment", result.additional.formula))
    return Report(
        "Assessments",
        f"Conviction under §{offense.section}: {offense.description}",
        tuple(facts),
        tuple(notes),
        (_grid(conviction, result),),
        lines=result.lines,
    )


def _grid(conviction: Conviction, result: Assessment) -> Grid:
    """Return the three tiers, with the figures of the statute and those indexed to the year."""
    rows: list[tuple[Cell, ...]] = []
    bases: list[int] = []
    for name in TIERS:
        most, indexed = caps(name, conviction.year)
        bases = list(indexed)
        here = "this offense" if name == result.tier else ""
        rows.append((name, _COVERS[name], here, most.amount, *(line.amount for line in indexed.values())))
    heads = (f"{conviction.year}, base {base}" for base in bases)
    return Grid("The three tiers: maximum", ("tier", "for", "here", "in the statute", *heads), tuple(rows))


ASSESSMENT = Command(
    "assessment",
    "show the tier and cap of the §2259A assessment, and the special assessment, for an offense",
    answer,
    OPTIONS,
)
