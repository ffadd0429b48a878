"""JSON Schema (draft 2020-12) of every input, generated from the declared fields so that the two cannot differ.

It states shapes, limits and descriptions. The reader checks what involves several fields, such as whether the victim
that a count names exists.
"""

from __future__ import annotations

from typing import Any

from restitution.fields import CODE, Field, Kind, Table

type Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"

_AMOUNT: Schema = {
    "type": "string",
    "pattern": r"^\s*\$?\s*(\d{1,3}([,_]\d{3})+|\d+)?(\.\d{0,2})?\s*$",
}
_RATE: Schema = {"type": "string", "pattern": r"^\s*[-−]?(\d+(\.\d*)?|\.\d+)\s*%?\s*$"}
_DAY: Schema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_CODE: Schema = {"type": "string", "pattern": f"^{CODE}$"}

_CELLS = {
    Kind.DAY: r"^\s*(\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/(\d{2}|\d{4})|\d{1,2}-[A-Za-z]{3,9}-(\d{2}|\d{4}))\s*$",
    Kind.MONEY: r"^[\s$(−-]*(\d{1,3}([,_]\d{3})+|\d+)?(\.\d{0,2})?[\s)]*$",
    Kind.CODE: r"^\s*[A-Za-z0-9][A-Za-z0-9_-]{0,11}\s*$",
}
"""What a cell of a ledger may be, where it is more than a field of that kind."""


def schema_of(name: str, table: Table, rows: Table | None = None) -> Schema:
    """Return the schema of one input.

    Args:
        name: the name of the input, such as ``scenario``.
        table: its declaration.
        rows: the declaration of a ledger row, for a table that contains a ledger.
    """
    return {"$schema": DRAFT, "title": f"Restitution: {name}", **_table(table, rows)}


def _table(table: Table, rows: Table | None) -> Schema:
    required = [field.name for field in table.fields if field.required]
    schema: Schema = {
        "type": "object",
        "properties": {field.name: _field(field, rows) for field in table.fields},
        "additionalProperties": False,
    }
    return schema | ({"required": required} if required else {})


def _field(field: Field, rows: Table | None) -> Schema:
    unit = "US dollars as text, at most two decimals." if field.kind in (Kind.MONEY, Kind.MONEY_LIST) else ""
    said = " ".join(part for part in (field.words, unit) if part)
    words = {name: text for name, text in (("title", field.term), ("description", said)) if text}
    return words | _shape(field, rows) | _default(field)


def _row(rows: Table) -> Schema:
    """Return the schema of a ledger row, whose cells are read as those of a spreadsheet are."""
    schema = _table(rows, None)
    for field in rows.fields:
        shape = schema["properties"][field.name]
        if field.kind is Kind.CHOICE:
            # As the field says it, for editors, or in capitals and with spaces around it.
            said = "|".join("".join(_either(letter) for letter in choice) for choice in field.choices)
            shape["anyOf"] = [{"enum": shape.pop("enum")}, {"type": "string", "pattern": rf"^\s*({said})\s*$"}]
        elif field.kind in _CELLS:
            shape.pop("format", None)
            shape["pattern"] = _CELLS[field.kind]
        if not field.required:
            schema["properties"][field.name] = {"anyOf": [shape, {"type": "string", "pattern": r"^\s*$"}]}
    return schema


def _either(letter: str) -> str:
    return f"[{letter.upper()}{letter}]" if letter.isalpha() else letter


def _default(field: Field) -> Schema:
    if field.default is None or (field.kind is Kind.CHOICE and not field.default):
        return {}
    if field.kind is Kind.WHOLE:
        return {"default": int(field.default)}
    return {"default": field.default == "true" if field.kind is Kind.FLAG else field.default}


def _shape(field: Field, rows: Table | None) -> Schema:
    match field.kind:
        case Kind.MONEY:
            return _AMOUNT
        case Kind.RATE | Kind.FACTOR:
            return _RATE
        case Kind.DAY:
            return _DAY
        case Kind.CODE:
            return _CODE
        case Kind.WHOLE:
            return {"type": "integer", "minimum": int(field.least), "maximum": int(field.most)}
        case Kind.FLAG:
            return {"type": "boolean"}
        case Kind.CHOICE:
            return {"enum": list(field.choices)}
        case Kind.TEXT:
            return {"type": "string", "maxLength": field.length}
        case Kind.SECTION | Kind.SECTIONS:
            return {"type": "string"}
        case Kind.MONEY_LIST:
            return {"anyOf": [{"type": "array", "items": _AMOUNT}, {"type": "string"}]}
        case Kind.CODE_LIST:
            return {"type": "array", "items": _CODE} | ({"minItems": 1} if field.required else {})
        case Kind.TEXT_LIST:
            return {"type": "array", "items": {"type": "string", "maxLength": field.length}}
        case Kind.TABLE if field.table:
            return _table(field.table, rows)
        case Kind.TABLES if field.table:
            return {"type": "array", "items": _table(field.table, rows)} | ({"minItems": 1} if field.required else {})
        case Kind.LEDGER if rows:
            return {"anyOf": [{"type": "string"}, {"type": "array", "items": _row(rows)}]}
        case _:
            return {"type": "object"}
