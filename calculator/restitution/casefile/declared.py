"""The fields and tables of a case, declared from the fields of a scenario and a ledger.

A scenario nests its losses under victims and its counts under defendants. A case keeps each kind in one flat table,
with the victim or the defendant as a column, because that is how an expert's spreadsheet and a list of counts come.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from restitution.errors import InputError, named
from restitution.fields import CODE, Field, Kind, Table
from restitution.ledger import ROW
from restitution.scenario.defendant_fields import ADJUSTMENT, CONDUCT, COUNT, DEFENDANT
from restitution.scenario.fields import APPORTIONMENT, SCENARIO
from restitution.scenario.victim_fields import LOSS, VICTIM


def _whose(noun: str, empty: str) -> Field:
    """Return the column that links a row to a victim or a defendant by its code."""
    return Field(noun, Kind.CODE, f"Which {noun}?", f"{noun}", f"The code of the {noun}. {empty}")


_ONE_VICTIM = "May stay empty where the case has one victim."
_ONE_DEFENDANT = "May stay empty where the case has one defendant."

FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        **{name: SCENARIO.field(name) for name in ("title", "order_date", "circuit")},
        "notes": Field(
            "notes",
            Kind.TEXT,
            "Notes on the case",
            "notes",
            "For your own use: they change no figure. No names.",
            default="",
            length=20_000,
        ),
        "as_of": Field(
            "as_of",
            Kind.DAY,
            "As of",
            "day of the ledger",
            "The day to which a ledger is added up; later rows are left out. Empty: the day of its last row.",
        ),
        **{f"apportionment.{field.name}": field for field in APPORTIONMENT.fields},
    }
)
"""The single fields of a case, by path."""

_VICTIM = (
    *(VICTIM.field(name) for name in ("id", "ordered_defendants", "predicted_defendants", "estimated_offenders")),
    *(VICTIM.field(name) for name in ("requested", "proven", "received", "greatest_loss_found", "assistance_received")),
    Field(
        "ledger",
        Kind.FLAG,
        "Take the figures of other cases from this victim's ledger?",
        "ledger",
        "The amount received, the greatest loss found, earlier orders, their number and assistance then come from the "
        "rows of the ledger, as of the date of the order.",
        default="false",
    ),
    VICTIM.field("ledger_case"),
)

_AWARD = (
    _whose("victim", _ONE_VICTIM),
    replace(ROW.field("amount"), question="How much was ordered?", term="prior award", why="An order of another case."),
    replace(ROW.field("note"), question="Which order?", why="The court or the date, for your own use. No names."),
)

TABLES: Mapping[str, Table] = MappingProxyType(
    {
        "victims": Table("victim", _VICTIM),
        "losses": Table("loss", (_whose("victim", _ONE_VICTIM), *LOSS.fields)),
        "awards": Table("earlier award", _AWARD),
        "defendants": Table("defendant", (DEFENDANT.field("id"),)),
        "counts": Table(
            "count",
            (
                _whose("defendant", _ONE_DEFENDANT),
                *(COUNT.field(name) for name in ("offense", "from", "to")),
                replace(COUNT.field("victims"), required=False, why="Their codes. Empty: every victim of the case."),
                COUNT.field("series"),
            ),
        ),
        "conduct": Table(
            "conduct",
            (
                _whose("defendant", "Empty: every defendant."),
                _whose("victim", "Empty: every victim."),
                *(field for field in CONDUCT.fields if field.name not in ("victim", "adjustments")),
            ),
        ),
        "adjustments": Table(
            "adjustment",
            (
                _whose("defendant", "Empty: every defendant."),
                _whose("victim", "Empty: every victim."),
                *ADJUSTMENT.fields,
            ),
        ),
    }
)
"""The tables of a case but its ledgers, by name. Their columns are in the order of the cells of a row."""

_LEDGER = "ledger/"
_CODE = re.compile(CODE, re.ASCII)
LEDGER_COLUMNS = ROW.names()


def ledger_name(victim: str) -> str:
    """Return the name of the table that holds a victim's ledger."""
    return f"{_LEDGER}{victim}"


def ledger_of(name: str) -> str:
    """Return the victim whose ledger a table is; empty for a table that is no ledger."""
    return name.removeprefix(_LEDGER) if name.startswith(_LEDGER) else ""


def is_code(text: str) -> bool:
    """Return whether a text can be the code of a victim or a defendant."""
    return _CODE.fullmatch(text) is not None


def table_of(name: object) -> Table:
    """Return the declaration of a table by its name: ``losses``, or ``ledger/A``.

    Raises:
        InputError: if a case has no such table.
    """
    if isinstance(name, str):
        if name in TABLES:
            return TABLES[name]
        if is_code(ledger_of(name)):
            return ROW
        if name.startswith(_LEDGER):
            raise InputError.at(
                "table", f"A ledger needs the code of its victim, and {named(ledger_of(name))} is none."
            )
    raise InputError.at("table", f"A case has no table {named(name)}.")
