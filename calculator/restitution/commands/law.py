"""``law``: the parameters and authorities that the calculator relies on."""

from __future__ import annotations

from typing import Any

from restitution.commands.command import Answer, Command
from restitution.errors import InputError
from restitution.fields import Field, Kind, Table, read_row
from restitution.law import LAW, Authority, Parameter
from restitution.render import Grid, Note, Report
from restitution.render.words import citation
from restitution.worksheet import Cite

OPTIONS = Table("law", (Field("id", Kind.TEXT, "one parameter or authority, for example trafficking.floor"),))


def answer(params: object) -> Answer:
    """Answer with every parameter and authority, or those of one id."""
    name = read_row(OPTIONS, params).get("id", str)
    parameters = [p for p in LAW.parameters.values() if name in (None, p.id)]
    authorities = [a for a in LAW.authorities.values() if name in (None, a.id)]
    if not parameters and not authorities:
        raise InputError.at("id", "No parameter or authority has this id.")
    return Answer(lambda: _table(parameters, authorities), lambda: _report(parameters, authorities))


def _table(parameters: list[Parameter], authorities: list[Authority]) -> dict[str, Any]:
    return {
        "schema": 1,
        "parameters": [_parameter_table(p) for p in parameters],
        "authorities": [_authority_table(a) for a in authorities],
    }


def _authority_table(authority: Authority) -> dict[str, Any]:
    """Return an entry of the registry of authorities; keys that do not apply to its kind are omitted."""
    fields = {name: getattr(authority, name) for name in Authority.__slots__}
    fields["reviewed"] = authority.reviewed.isoformat()
    always = ("verified", "not_verified")
    return {name: value for name, value in fields.items() if name in always or value not in ("", None)}


def _parameter_table(parameter: Parameter) -> dict[str, Any]:
    """Return a dated parameter with its values; ``to`` is the last day, ``null`` while the value is in force."""
    return {
        "id": parameter.id,
        "label": parameter.label,
        "unit": parameter.unit,
        "note": parameter.note,
        "values": [
            {
                "from": value.start.isoformat(),
                "to": value.end.isoformat() if value.end else None,
                "amount": value.amount,
                "authority": value.authority,
                "pin": value.pin,
                "note": value.note,
            }
            for value in parameter.values
        ],
    }


def _report(parameters: list[Parameter], authorities: list[Authority]) -> Report:
    grids = []
    if parameters:
        rows = tuple(
            (
                parameter.id,
                value.start.isoformat(),
                value.end.isoformat() if value.end else "in force",
                f"{value.amount} ({parameter.unit})",
                citation(Cite(value.authority, value.pin)),
            )
            for parameter in parameters
            for value in parameter.values
        )
        grids.append(Grid("Parameters", ("parameter", "from", "to", "value", "authority"), rows))
    if len(authorities) > 1:
        sources = tuple((a.id, f"{a.title}, {a.citation}", a.confidence, a.not_verified) for a in authorities)
        grids.append(Grid("Authorities", ("id", "authority", "confidence", "not verified"), sources))
    notes = [Note(p.id, p.note) for p in parameters if p.note]
    if len(parameters) + len(authorities) > 1:
        return Report("What the calculator relies on", notes=tuple(notes), grids=tuple(grids), advice=False)
    for one in authorities:
        facts = (
            ("What it says here", one.summary),
            ("Confidence", one.confidence),
            ("Read", one.verified),
            ("Not verified", one.not_verified or "nothing left open."),
            ("Address", one.url),
            ("Last reviewed", one.reviewed.isoformat()),
        )
        return Report(f"{one.id}: {one.title}, {one.citation}", facts=facts, advice=False)
    (single,) = parameters
    return Report(f"{single.id}: {single.label}", notes=tuple(notes), grids=tuple(grids), advice=False)


LAW_COMMAND = Command(
    "law", "show the parameters and authorities that the calculator relies on", answer, OPTIONS, position="id"
)
