"""The variants that were kept of a case: in which inputs each differs from the case as it is, and its result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest

from restitution.casefile import FIELDS, TABLES, Document, Place, Variant
from restitution.casefile.declared import ledger_of
from restitution.desk.variants import Compared, Difference
from restitution.desk.words import place_words
from restitution.fields import Field, Kind
from restitution.steps.estimate import Estimate

_MOST_DIFFERENCES = 40


def compared(document: Document, estimate: Callable[[Document], Estimate | None]) -> list[Compared]:
    """Return each variant with the inputs that differ and its result.

    Args:
        estimate: gives the result of a case; ``None`` if it has a mistake.
    """
    return [
        (one.name, _differences(document, as_case(document, one)), estimate(as_case(document, one)))
        for one in document.variants
    ]


def as_case(document: Document, variant: Variant) -> Document:
    """Return a variant as a case, with the ledgers of the case as it is."""
    ledgers = {name: rows for name, rows in document.tables.items() if ledger_of(name)}
    return Document(variant.fields, {**variant.tables, **ledgers})


def _differences(here: Document, there: Document) -> list[Difference]:
    found = list(_different(here, there))
    more = len(found) - _MOST_DIFFERENCES
    return found if more <= 0 else [*found[:_MOST_DIFFERENCES], (f"and {more:,} more", "", "")]


def _different(here: Document, there: Document) -> Iterator[Difference]:
    for path in FIELDS:
        if path != "notes" and here.field(path) != there.field(path):
            field = FIELDS[path]
            yield place_words(here, Place(path)), _worded(field, here.field(path)), _worded(field, there.field(path))
    for name, table in TABLES.items():
        empty = ("",) * len(table.fields)
        rows = zip_longest(here.rows(name), there.rows(name), fillvalue=empty)
        longer = here if len(here.rows(name)) >= len(there.rows(name)) else there
        for number, (mine, other) in enumerate(rows):
            for field, text, another in zip(table.fields, mine, other, strict=True):
                if text != another:
                    where = place_words(longer, Place("", name, number, field.name))
                    yield where, _worded(field, text), _worded(field, another)


def _worded(field: Field, text: str) -> str:
    """Return what the page shows for a text: the wording of a choice, yes or no."""
    if field.kind is Kind.FLAG:
        return {"true": "yes", "false": "no"}.get(text, text)
    return field.choices.get(text, text)
