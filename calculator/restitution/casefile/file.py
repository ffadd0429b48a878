"""A case as one file: JSON, its version stated, with every cell as it was typed. Older versions are brought up to date.

Version 1 is the scenario, in TOML or JSON, as it was before a case was one document. A ledger in CSV opens too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from restitution.casefile.declared import FIELDS, LEDGER_COLUMNS, TABLES, is_code, ledger_name, table_of
from restitution.casefile.document import (
    MOST_ROWS,
    MOST_TEXT,
    MOST_VARIANTS,
    Document,
    Row,
    Rows,
    Variant,
    blank,
    limited,
)
from restitution.casefile.text import rows_of_text
from restitution.casefile.upgrade import from_rows, from_scenario
from restitution.errors import InputError, named
from restitution.fields import Reader
from restitution.law import LAW
from restitution.ledger import encoding_notice
from restitution.parsing import Guessed, read_base64, read_text, utf8
from restitution.version import VERSION

SCHEMA = 2
_MARK = "case"
_KEYS = ("restitution", "schema", "program", "law", "example", "fields", "tables", "ledgers", "variants")


class Opened(NamedTuple):
    """What a file holds.

    Attributes:
        document: the case; of a file with the rows of a ledger only, a case with nothing else.
        ledger: whether it holds the rows of one ledger only.
        notices: what a reader must know about how it was read.
    """

    document: Document
    ledger: bool = False
    notices: tuple[str, ...] = ()


def write_file(document: Document) -> str:
    """Return a case as the text of a file. The same document always gives the same text."""
    law = LAW.authorities["18-usc-2259"].as_of
    parts: dict[str, str] = {
        "restitution": _json(_MARK),
        "schema": _json(SCHEMA),
        "program": _json(VERSION),
        "law": _json(law),
    }
    if document.example:
        parts["example"] = _json(document.example)
    parts |= _inputs(document.fields, document.tables, "  ")
    ledgers = {victim: document.rows(ledger_name(victim)) for victim in document.ledgers()}
    if ledgers:
        parts["ledgers"] = _table(
            {code: _written(ledger_name(code), rows, "    ") for code, rows in ledgers.items()}, "  "
        )
    if document.variants:
        kept = [_variant(variant, "    ") for variant in document.variants]
        parts["variants"] = "[\n    " + ",\n    ".join(kept) + "\n  ]"
    return _table(parts, "") + "\n"


def _inputs(fields: Mapping[str, str], tables: Mapping[str, Rows], indent: str) -> dict[str, str]:
    used = {path: _json(fields[path]) for path in FIELDS if fields.get(path)}
    rows = {name: _written(name, tables[name], indent + "  ") for name in TABLES if _content(tables.get(name, ()))}
    return {"fields": _table(used, indent), "tables": _table(rows, indent)}


def _variant(variant: Variant, indent: str) -> str:
    return _table({"name": _json(variant.name), **_inputs(variant.fields, variant.tables, indent + "  ")}, indent)


def _content(rows: Rows) -> Rows:
    """Return the rows without blank ones at the end."""
    last = max((i + 1 for i, row in enumerate(rows) if not blank(row)), default=0)
    return rows[:last]


def _written(name: str, rows: Rows, indent: str) -> str:
    """Return a table: the columns with content, and each row on a line of its own."""
    rows = _content(rows)
    names = table_of(name).names()
    kept = [i for i in range(len(names)) if any(row[i] for row in rows)]
    lines = [_json([row[i] for i in kept]) for row in rows]
    inner = f",\n{indent}    ".join(lines)
    listed = f"[\n{indent}    {inner}\n{indent}  ]" if lines else "[]"
    return _table({"columns": _json([names[i] for i in kept]), "rows": listed}, indent)


def _table(parts: Mapping[str, str], indent: str) -> str:
    if not parts:
        return "{}"
    inner = ",\n".join(f"{indent}  {_json(key)}: {text}" for key, text in parts.items())
    return f"{{\n{inner}\n{indent}}}"


def _json(value: object) -> str:
    text = _PAIR.sub(
        lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), json.dumps(value, ensure_ascii=False)
    )
    # Half of a surrogate pair is no text, and would not survive the way through a file unless it is escaped.
    return _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_HALF = re.compile("[\ud800-\udfff]")


def read_file(name: str, sent: str) -> Opened:
    """Read a file that a user opened.

    Args:
        name: its name; what it contains decides, where the two differ.
        sent: its bytes, in base64.

    Raises:
        InputError: with every mistake.
    """
    raw = read_base64(sent, "csv")
    text = raw.text if isinstance(raw, Guessed) else raw
    if not text.strip():
        raise InputError.at("", "This file is empty.")
    match _kind(text, name.lower()):
        case "csv":
            pass
        case kind:
            return _opened(read_text(utf8(raw), kind))
    rows = limited(rows_of_text(ledger_name("A"), raw), "")
    notices = (encoding_notice(raw).message,) if isinstance(raw, Guessed) else ()
    return Opened(Document().with_rows(ledger_name("A"), rows), ledger=True, notices=notices)


def _kind(text: str, name: str) -> str:
    """Return what a text is: by what it begins with, and only where that may be anything by its name."""
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("{") or _ROWS_IN_JSON.match(start):
        return "json"
    if _looks_like_toml(text):
        return "toml"
    first = start.splitlines()[0].casefold()
    if sum(column in first for column in LEDGER_COLUMNS) > 1:
        return "csv"
    return next((kind for kind in ("json", "toml") if name.endswith(f".{kind}")), "csv")


_ROWS_IN_JSON = re.compile(r"\[\s*(?:\{|\]\s*\Z)")


def _looks_like_toml(text: str) -> bool:
    lines = (line.strip() for line in text.splitlines()[:200])
    return any(line.startswith(("[[victim", "[apportionment", "schema =", "schema=")) for line in lines)


def _opened(content: object) -> Opened:
    if isinstance(content, list):
        return Opened(from_rows(content), ledger=True)
    if not isinstance(content, dict):
        raise InputError.at("", f"A file must hold a case, a scenario or the rows of a ledger, not {named(content)}.")
    if content.get("restitution") != _MARK:
        document, notices = from_scenario(content)
        return Opened(document, notices=notices)
    schema = content.get("schema")
    if type(schema) is not int or schema < 1:
        raise InputError.at(
            "schema", f"The version of this case must be a number from 1 to {SCHEMA}, not {named(schema)}."
        )
    if schema > SCHEMA:
        raise InputError.at(
            "schema",
            f"This case was written in version {named(schema)}; this program reads versions up to {SCHEMA}. Open it "
            "with a newer program.",
        )
    return Opened(_read_case(content), notices=_other_law(content))


def _other_law(content: Mapping[str, Any]) -> tuple[str, ...]:
    law = LAW.authorities["18-usc-2259"].as_of
    written = content.get("law")
    if written == law:
        return ()
    if not isinstance(written, str):
        return (f"This case does not say under which law it was saved. Its figures are now worked out as of {law}.",)
    return (f"This case was saved with the law as of {named(written)}. Its figures are now worked out as of {law}.",)


def _read_case(content: Mapping[str, Any]) -> Document:
    reader = Reader()
    reader.known(_KEYS, content)
    fields, tables = _read_inputs(content, reader, "")
    for code, table in _mapping(content.get("ledgers", {}), reader, "ledgers").items():
        if not is_code(code):
            reader.refuse("ledgers", f"{named(code)} is no code of a victim.")
            continue
        tables[ledger_name(code)] = _read_rows(ledger_name(code), table, reader, f"ledgers.{code}")
    variants: list[Variant] = []
    for i, variant in enumerate(_list(content.get("variants", []), reader, "variants")):
        table = _mapping(variant, reader, f"variants[{i}]")
        reader.known(("name", "fields", "tables"), table, f"variants[{i}]")
        name = _text(table.get("name", ""), reader, f"variants[{i}].name")
        variants.append(Variant(name, *_read_inputs(table, reader, f"variants[{i}].")))
    if len(variants) > MOST_VARIANTS:
        reader.refuse("variants", f"At most {MOST_VARIANTS} variants can be kept, and these are {len(variants):,}.")
    example = _text(content.get("example", ""), reader, "example")
    reader.check()
    return Document(fields, tables, example, tuple(variants))


def _read_inputs(content: Mapping[str, Any], reader: Reader, path: str) -> tuple[dict[str, str], dict[str, Rows]]:
    fields = _mapping(content.get("fields", {}), reader, f"{path}fields")
    reader.known(tuple(FIELDS), fields, f"{path}fields")
    tables = _mapping(content.get("tables", {}), reader, f"{path}tables")
    reader.known(tuple(TABLES), tables, f"{path}tables")
    texts = {name: _text(fields[name], reader, f"{path}fields.{name}") for name in FIELDS if name in fields}
    rows = {name: _read_rows(name, tables[name], reader, f"{path}tables.{name}") for name in TABLES if name in tables}
    given = {name: text for name, text in texts.items() if text}
    return given, {name: found for name, found in rows.items() if found}


def _read_rows(name: str, value: object, reader: Reader, path: str) -> Rows:
    table = _mapping(value, reader, path)
    reader.known(("columns", "rows"), table, path)
    names = table_of(name).names()
    columns = _list(table.get("columns", []), reader, f"{path}.columns")
    if not all(isinstance(column, str) and column in names for column in columns) or len(set(columns)) < len(columns):
        reader.refuse(f"{path}.columns", f"These must be columns of this table, each once: {', '.join(names)}.")
        return ()
    at = [names.index(column) for column in columns]
    rows: list[Row] = []
    listed = _list(table.get("rows", []), reader, f"{path}.rows")
    if len(listed) > MOST_ROWS:
        reader.refuse(f"{path}.rows", f"A table can have at most {MOST_ROWS:,} rows, and these are {len(listed):,}.")
        return ()
    for i, texts in enumerate(listed):
        if not isinstance(texts, list) or len(texts) != len(at):
            reader.refuse(f"{path}.rows[{i}]", f"This must be a list of {len(at)} texts, one for each column.")
            continue
        row = [""] * len(names)
        for column, text in zip(at, texts, strict=True):
            row[column] = _text(text, reader, f"{path}.rows[{i}]")
        rows.append(tuple(row))
    return tuple(rows)


def _text(value: object, reader: Reader, path: str) -> str:
    if isinstance(value, str) and len(value) <= MOST_TEXT:
        return value
    reader.refuse(path, f"This must be text of at most {MOST_TEXT:,} characters, not {named(value)}.")
    return ""


def _mapping(value: object, reader: Reader, path: str) -> Mapping[str, Any]:
    return _shaped(value, dict, {}, reader, path, "a table")


def _list(value: object, reader: Reader, path: str) -> list[Any]:
    return _shaped(value, list, [], reader, path, "a list")


def _shaped[T](value: object, shape: type[T], otherwise: T, reader: Reader, path: str, words: str) -> T:
    if isinstance(value, shape):
        return value
    reader.refuse(path, f"This must be {words}, not {named(value)}.")
    return otherwise
