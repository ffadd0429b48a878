"""The definition of a worked example: a question, the fields that a reader may change, and the lines to show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from restitution.commands import COMMANDS
from restitution.errors import FieldError, InputError
from restitution.example.form import PLACE, Control
from restitution.fields import Kind, Reader, Table
from restitution.law import LAW
from restitution.money import parse_factor
from restitution.parsing import read_text
from restitution.scenario.paths import field_at

_KEYS = ("id", "scenario", "command", "params", "ask", "sentence", "fields", "lines", "ladder", "sources")
_FIELD_KEYS = ("path", "label", "step", "plus", "stops")


@dataclass(frozen=True, slots=True)
class Example:
    """A checked definition.

    Attributes:
        id: a short name, unique on the site; prefixes the ids of its controls.
        command: the command to run; ``estimate`` if the definition gives a scenario.
        params: the input as plain tables (a definition may give a scenario as the text of its TOML file).
        ask: the question, one line.
        sentence: the answer as a sentence with ``{field:PATH}`` and ``{line:KEY}`` in it.
        controls: the fields that may be changed. ``plus`` is added to a whole number when it is shown, so that
            "136 ordered to pay, this one included" can stand for 135 ordered elsewhere. ``stops`` are the days of a
            slider beside a date.
        lines: keys of the worksheet lines to show first.
        ladder: key of the order whose steps are drawn, or empty.
        sources: authority ids whose confidence and open points are shown.
    """

    id: str
    command: str
    params: dict[str, Any]
    ask: str = ""
    sentence: str = ""
    controls: tuple[Control, ...] = ()
    lines: tuple[str, ...] = ()
    ladder: str = ""
    sources: tuple[str, ...] = ()


def read_example(definition: object) -> Example:
    """Check a definition: its fields, paths and authorities. `check_lines` checks what depends on its figures.

    Raises:
        InputError: with every mistake.
    """
    if not isinstance(definition, Mapping):
        raise InputError.at("example", "This must be a table.")
    reader = Reader()
    reader.known(_KEYS, definition)
    ident, command, params = definition.get("id"), definition.get("command"), definition.get("params")
    if "scenario" in definition:
        for key in ("command", "params"):
            if key in definition:
                reader.refuse(key, "Give a scenario, or a command with its params.")
        command, params = "estimate", definition["scenario"]
        params = _read(params) if isinstance(params, str) else params
    elif not isinstance(command, str) or command not in COMMANDS:
        reader.refuse("command", f"The command must be one of {', '.join(COMMANDS)}.")
    if not isinstance(ident, str) or not re.fullmatch(r"[a-z0-9-]{1,40}", ident):
        reader.refuse("id", "This must be a short name in lowercase letters, digits and hyphens.")
    if not isinstance(params, dict):
        reader.refuse("scenario" if "scenario" in definition else "params", "This must be a table.")
    texts = {key: definition.get(key, "") for key in ("ask", "sentence", "ladder")}
    for key, value in texts.items():
        if not isinstance(value, str):
            reader.refuse(key, "This must be text.")
    lists = {key: definition.get(key, []) for key in ("fields", "lines", "sources")}
    for key, entries in lists.items():
        if not isinstance(entries, list):
            reader.refuse(key, "This must be a list.")
            continue
        for i, entry in enumerate(entries):
            if key != "fields" and not isinstance(entry, str):
                reader.refuse(f"{key}[{i}]", "This must be text.")
    reader.check()
    root = COMMANDS[str(command)].options
    controls = tuple(_control(entry, f"fields[{i}]", root, reader) for i, entry in enumerate(lists["fields"]))
    for i, source in enumerate(lists["sources"]):
        if source not in LAW.authorities:
            reader.refuse(f"sources[{i}]", f"There is no authority {source!r} in the registry.")
    paths = {control.path for control in controls if control}
    for kind, name in PLACE.findall(texts["sentence"]):
        if kind == "field" and name not in paths:
            reader.refuse("sentence", f"{name} is not among the fields of this example.")
    reader.check()
    return Example(
        str(ident),
        str(command),
        dict(params or {}),
        **texts,
        controls=tuple(c for c in controls if c),
        lines=tuple(lists["lines"]),
        sources=tuple(lists["sources"]),
    )


def _read(scenario: str) -> dict[str, Any]:
    """Return the tables of a scenario's text; mistakes in it are reported at this field of the definition."""
    try:
        tables: dict[str, Any] = read_text(scenario, "toml")
        return tables
    except InputError as refusal:
        raise InputError(tuple(FieldError("scenario", e.message) for e in refusal.errors)) from None


def check_lines(example: Example) -> None:
    """Compute an example as written and check that every line it names exists.

    Raises:
        InputError: if the scenario is refused or a line is unknown.
    """
    report = COMMANDS[example.command].answer(example.params).report()
    known = {line.key for top in report.lines for line in top.walk()}
    named = [("lines", key) for key in example.lines] + ([("ladder", example.ladder)] if example.ladder else [])
    named += [("sentence", name) for kind, name in PLACE.findall(example.sentence) if kind == "line"]
    wrong = [FieldError(where, f"The worksheet has no line {key!r}.") for where, key in named if key not in known]
    if wrong:
        raise InputError(tuple(wrong))


def _control(entry: object, path: str, root: Table, reader: Reader) -> Control | None:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("path"), str):
        reader.refuse(path, "This must be a table with path and label.")
        return None
    reader.known(_FIELD_KEYS, entry, path)
    try:
        declared = field_at(entry["path"], root)
        step = parse_factor(str(entry["step"])) if "step" in entry else None
    except ValueError as mistake:
        reader.refuse(f"{path}.path", str(mistake))
        return None
    plus = entry.get("plus", 0)
    if declared.table is not None:
        reader.refuse(f"{path}.path", "This leads to a table, not to a field.")
    if isinstance(plus, bool) or not isinstance(plus, int) or (plus and declared.kind is not Kind.WHOLE):
        reader.refuse(f"{path}.plus", "This must be a whole number, for a whole-number field.")
        plus = 0
    if step is None and declared.kind is Kind.WHOLE:
        step = Fraction(1)
    stops = entry.get("stops", [])
    if stops != [] and (declared.kind is not Kind.DAY or not _are_days(stops)):
        reader.refuse(f"{path}.stops", "This must be a list of dates in order, for a date field.")
        stops = []
    return Control(entry["path"], declared, str(entry.get("label") or declared.question), step, plus, tuple(stops))


def _are_days(stops: object) -> bool:
    try:
        return isinstance(stops, list) and [date.fromisoformat(stop).isoformat() for stop in stops] == sorted(stops)
    except (TypeError, ValueError):
        return False
