"""What is stored for a pasted cell, how it is read, and why it would be refused.

A cell is stored as it was typed, so that the reader refuses it in its place if it must. Only what the page could not
show otherwise is changed: the words of a choice, yes and no, the days of tables whose reader takes no other form than
year-month-day, and the spaces and line breaks around and within what Word and Excel put into one cell. It is told how.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from restitution.casefile.names import KINDS_OF_LOSS, plain_name
from restitution.dates import spelled
from restitution.errors import named
from restitution.fields import CODE, MISSING, Field, Kind, Reader, Table, read_as, value_of
from restitution.ledger import ROW
from restitution.ledger.cells import read_amount, read_code, read_day, read_kind, read_sheet_note
from restitution.money import cents, dollars_of_cents, parse_money
from restitution.scenario.victim_fields import CATEGORIES

_YES, _NO = ("true", "yes", "y", "x", "✓", "✔"), ("false", "no", "n")
_CODE = re.compile(CODE, re.ASCII)
_NOTHING = ("$-", "$ -")
"""Nothing, in a spreadsheet's accounting format."""
_AND = re.compile(r"\s*[,;&]\s*|\s+and\s+|\s+")
"""What people write between codes, none of which can have it within."""
_LEDGER: Mapping[str, Callable[[object], Any]] = {
    "date": read_day,
    "kind": read_kind,
    "case": read_code,
    "amount": read_amount,
    "note": read_sheet_note,
    "joint": read_code,
}


def normal(cell: str, field: Field) -> str:
    """Return what is stored for a pasted cell of a column.

    In a ledger, whose reader takes what spreadsheets write, that is what was typed, or the value of a choice.
    """
    if field in ROW.fields:
        return choice_of(cell, field) or cell if field.kind is Kind.CHOICE else cell
    text = cell.strip()
    match field.kind:
        case Kind.CHOICE:
            return choice_of(text, field) or text
        case Kind.FLAG:
            said = text.casefold()
            return "true" if said in _YES else "false" if said in _NO else text
        case Kind.DAY:
            return _iso(text)
        case Kind.MONEY:
            return "0" if " ".join(text.split()) in _NOTHING else text
        case Kind.CODE_LIST:
            parts = [part for part in _AND.split(text) if part]
            # Anything else stays as it was typed, and is refused in its place.
            return "; ".join(parts) if all(map(_CODE.fullmatch, parts)) else text
        case Kind.TEXT:
            return text if text.isprintable() else " ".join(text.split())
        case _:
            return text


def choice_of(text: str, field: Field) -> str:
    """Return the value of a choice that is named by it, by its wording or by the words with which that alone begins.

    Empty if no choice is.
    """
    plain = _plain(text)
    if not plain:
        return ""
    words = {value: _plain(wording) for value, wording in field.choices.items()}
    for value, wording in words.items():
        if plain in (_plain(value), wording):
            return value
    if field.choices is CATEGORIES and (known := KINDS_OF_LOSS.get(plain_name(text))):
        return known
    # Whole words: “Medical care” begins a wording, “Med” is a word of somebody else's.
    begun = [value for value, wording in words.items() if re.match(rf"{re.escape(plain)}(?!\w)", wording)]
    return begun[0] if len(begun) == 1 else ""


def refusal(text: str, field: Field) -> str:
    """Return why the reader would refuse a cell as it is stored; empty if it would not."""
    if not text.strip():
        return MISSING if field.required else ""
    try:
        if field in ROW.fields:
            _LEDGER[field.name](text)
            return ""
        if field.kind is Kind.MONEY:
            parse_money(text)
            return ""
    except ValueError as mistake:
        return str(mistake)
    reader = Reader()
    reader.table(Table(field.name, (field,)), {field.name: value_of(field, text)})
    return reader.errors[0].message if reader.errors else ""


def reading(cell: str, field: Field) -> tuple[str, str]:
    """Return how a cell was read, where that says it otherwise, and what it has in common with cells read like it.

    Both are empty for a cell that says the same itself, and for one that is refused.
    """
    stored = normal(cell, field)
    text = " ".join(cell.split())
    if not text or refusal(stored, field):
        return "", ""
    words, way = _words(text, cell, stored, field)
    return (f"{named(text)} is read as {words}", way) if words else ("", "")


def _words(text: str, cell: str, stored: str, field: Field) -> tuple[str, str]:
    match field.kind:
        case Kind.DAY:
            day, how = read_day(text)
            return (f"{spelled(day)}. {how}", how) if how else ("", "")
        case Kind.MONEY:
            whole = read_amount(text) if field in ROW.fields else cents(parse_money(stored))
            said = dollars_of_cents(whole)
            plain = text.replace(" ", "").replace("$", "")
            if whole < 0:
                return f"{said}. A negative payment is a reversal.", "negative"
            return (f"{said}.", "amount") if plain != said.replace("$", "") else ("", "")
        case Kind.CHOICE:
            wording = field.choices[stored.strip().lower() if stored not in field.choices else stored]
            # The kinds of a ledger are what people say; “therapy” may mean another category than its value says.
            own = _plain(text) == _plain(wording) or (field in ROW.fields and _plain(text) == _plain(stored))
            return ("", "") if own else (f"“{wording}”.", text.casefold())
        case Kind.FLAG:
            own = text.casefold() in ("true", "false", "yes", "no")
            return ("", "") if own else (f"{'yes' if stored == 'true' else 'no'}.", stored)
        case Kind.CODE_LIST:
            return (f"{stored}.", "codes") if stored != text else ("", "")
        case Kind.TEXT:
            lines = cell.strip().splitlines()
            return ("one line.", "lines") if len(lines) > 1 else ("", "")
        case _:
            said = read_as(field.kind, stored)
            return (f"{said}.", said) if said else ("", "")


def _iso(text: str) -> str:
    try:
        return read_day(text)[0].isoformat()
    except ValueError:
        return text


def _plain(text: str) -> str:
    """Return words without capitals, hyphens and the difference between apostrophes."""
    return " ".join(re.sub(r"[-_\s]+", " ", text.replace("’", "'")).split()).casefold()
