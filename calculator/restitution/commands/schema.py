"""``schema``: the fields of an input, as JSON Schema and as a table for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from restitution.commands.command import Answer, Command
from restitution.errors import InputError
from restitution.fields import Field, Kind, Table, read_row
from restitution.fields.json_schema import schema_of
from restitution.ledger import ROW
from restitution.render import Cell, Grid, Report

OPTIONS = Table(
    "schema", (Field("input", Kind.TEXT, "the command whose input to describe, estimate by default", default=""),)
)


def schema_command(inputs: Mapping[str, Table]) -> Command:
    """Return the command that describes the inputs of the others, by command name."""

    def answer(params: object) -> Answer:
        name = read_row(OPTIONS, params).get("input", str) or "estimate"
        if name not in inputs:
            raise InputError.at("input", f"This must be one of {', '.join(inputs)}.")
        return Answer(lambda: schema_of(name, inputs[name], ROW), lambda: _report(name, inputs[name]))

    return Command("schema", "describe the input of a command, as JSON Schema", answer, OPTIONS, position="input")


def _report(name: str, table: Table) -> Report:
    grid = Grid("Fields", ("field", "kind", "required", "what it asks"), tuple(_rows(table, "")))
    return Report(f"The input of {name}", grids=(grid,), advice=False)


def _rows(table: Table, prefix: str) -> Iterator[tuple[Cell, ...]]:
    for field in table.fields:
        many = field.kind in (Kind.TABLES, Kind.LEDGER)
        path = f"{prefix}{field.name}{'[]' if many else ''}"
        kind = ", ".join(field.choices) if field.kind is Kind.CHOICE else field.kind.name.lower().replace("_", " ")
        yield (path, kind, "yes" if field.required else "", field.words)
        within = ROW if field.kind is Kind.LEDGER else field.table
        if within:
            yield from _rows(within, f"{path}.")
