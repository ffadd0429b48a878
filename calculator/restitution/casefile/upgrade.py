"""Bring what was written before a case was one document up to date: a scenario, and the rows of a ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from restitution.casefile.declared import FIELDS, LEDGER_COLUMNS, TABLES, is_code, ledger_name
from restitution.casefile.document import MOST_ROWS, MOST_TEXT, Document, Rows, limited
from restitution.casefile.text import rows_of_text
from restitution.errors import InputError, named
from restitution.fields import Reader, Table, brackets
from restitution.fields.amounts import read_amounts
from restitution.money import stated
from restitution.parsing import ONE_TABLE, Unquoted
from restitution.scenario.defendant_fields import CONDUCT, DEFENDANT
from restitution.scenario.fields import SCENARIO
from restitution.scenario.victim_fields import VICTIM

type Cells = dict[str, str]


def from_scenario(content: Mapping[str, Any]) -> tuple[Document, tuple[str, ...]]:
    """Return the case that a scenario describes, with what a reader must know about it.

    A value that cannot be used stays as it is written, and the reader of the case refuses it at its cell.

    Raises:
        InputError: for a key that no scenario has, or where a table or a list is something else.
    """
    made = _Made()
    made.scenario(content)
    for name, rows in (*made.tables.items(), *made.ledgers.items()):
        if len(rows) > MOST_ROWS:
            made.reader.refuse(
                "", f"A table ({name}) can have at most {MOST_ROWS:,} rows, and these are {len(rows):,}."
            )
    made.reader.check()
    tables = {name: _rows(TABLES[name], cells) for name, cells in made.tables.items() if cells}
    return Document(made.fields, {**tables, **made.ledgers}), tuple(made.notices)


class _Made:
    def __init__(self) -> None:
        self.reader = Reader()
        self.fields: dict[str, str] = {}
        self.tables: dict[str, list[Cells]] = {name: [] for name in TABLES}
        self.ledgers: dict[str, Rows] = {}
        self.notices: list[str] = []

    def scenario(self, content: Mapping[str, Any]) -> None:
        self.reader.known(SCENARIO.names(), content)
        if not content:
            self.reader.refuse("", "This file holds no case: nothing is in it.")
        if type(content.get("schema", 1)) is not int or content.get("schema", 1) != 1:
            self.reader.refuse("schema", f"The version of a scenario must be 1, not {named(content['schema'])}.")
        apportionment = self.mapping(content.get("apportionment", {}), "apportionment")
        self.reader.known(SCENARIO.field("apportionment").table.names(), apportionment, "apportionment")  # type: ignore[union-attr]
        for path in FIELDS:
            _, dot, name = path.partition(".")
            value = apportionment.get(name) if dot else content.get(path)
            if value is not None and (text := self.text(value, path)):
                self.fields[path] = text
        for i, victim in enumerate(self.listed(content.get("victim", []), "victim")):
            self.victim(self.mapping(victim, f"victim[{i}]"), f"victim[{i}]")
        for i, defendant in enumerate(self.listed(content.get("defendant", []), "defendant")):
            self.defendant(self.mapping(defendant, f"defendant[{i}]"), f"defendant[{i}]")

    def victim(self, victim: Mapping[str, Any], path: str) -> None:
        self.reader.known(VICTIM.names(), victim, path)
        code = self.text(victim.get("id", ""), f"{path}.id")
        cells = self.cells("victims", victim, path)
        if "ledger" in victim:
            cells["ledger"] = "true"
            if is_code(code):
                self.ledger(code, victim["ledger"], f"{path}.ledger")
            else:
                self.reader.refuse(
                    f"{path}.id", f"A victim with a ledger needs a code, not {named(code)}. Never a name."
                )
        self.tables["victims"].append(cells)
        for i, loss in enumerate(self.listed(victim.get("loss", []), f"{path}.loss")):
            where = f"{path}.loss[{i}]"
            table = self.mapping(loss, where)
            self.reader.known(VICTIM.field("loss").table.names(), table, where)  # type: ignore[union-attr]
            self.tables["losses"].append({"victim": code, **self.cells("losses", table, where)})
        self.awards(code, victim.get("prior_awards", []), f"{path}.prior_awards")
        if victim.get("prior_awards") and not {"ordered_defendants", "ledger"} & set(victim):
            # Left open, a case would count the awards; a scenario does not.
            cells["ordered_defendants"] = "0"

    def awards(self, code: str, value: object, path: str) -> None:
        texts = value if isinstance(value, list) else [value]
        if isinstance(value, str):
            amounts, mistakes = read_amounts(value)
            texts = [value] if mistakes else [stated(amount) for amount in amounts]
        for text in texts:
            self.tables["awards"].append({"victim": code, "amount": self.text(text, path)})

    def ledger(self, code: str, source: object, path: str) -> None:
        name = ledger_name(code)
        if isinstance(source, list):
            self.ledgers[name] = rows_of_tables(source, self.reader, path)
        elif isinstance(source, str) and ("\n" in source or "\r" in source):
            try:
                self.ledgers[name] = limited(rows_of_text(name, source))
            except InputError as refusal:
                for error in refusal.errors:
                    self.reader.refuse(path, f"{error.path}: {error.message}" if error.path else error.message)
        else:
            self.ledgers[name] = ()
            self.notices.append(f"The file names a ledger, {named(source)}: open it as the ledger of victim {code}.")

    def defendant(self, defendant: Mapping[str, Any], path: str) -> None:
        self.reader.known(DEFENDANT.names(), defendant, path)
        code = self.text(defendant.get("id", ""), f"{path}.id")
        self.tables["defendants"].append({"id": code})
        for i, count in enumerate(self.listed(defendant.get("counts", []), f"{path}.counts")):
            where = f"{path}.counts[{i}]"
            table = self.mapping(count, where)
            self.reader.known(TABLES["counts"].names()[1:], table, where)
            if not table.get("victims"):
                self.notices.append(
                    f"Count {i + 1} of defendant {code} names no victim. On the desk that means every victim."
                )
            self.tables["counts"].append({"defendant": code, **self.cells("counts", table, where)})
        for i, conduct in enumerate(self.listed(defendant.get("conduct", []), f"{path}.conduct")):
            self.conduct(code, self.mapping(conduct, f"{path}.conduct[{i}]"), f"{path}.conduct[{i}]")

    def conduct(self, code: str, conduct: Mapping[str, Any], path: str) -> None:
        self.reader.known(CONDUCT.names(), conduct, path)
        cells = self.cells("conduct", conduct, path)
        link = {"defendant": code, "victim": cells.get("victim", "")}
        if not link["victim"]:
            self.notices.append(f"Conduct of defendant {code} names no victim. On the desk that means every victim.")
        if len(cells) > 1 or not conduct.get("adjustments"):
            self.tables["conduct"].append({**cells, **link})
        for i, adjustment in enumerate(self.listed(conduct.get("adjustments", []), f"{path}.adjustments")):
            where = f"{path}.adjustments[{i}]"
            table = self.mapping(adjustment, where)
            self.reader.known(TABLES["adjustments"].names()[2:], table, where)
            self.tables["adjustments"].append({**link, **self.cells("adjustments", table, where)})

    def cells(self, name: str, values: Mapping[str, Any], path: str) -> Cells:
        """Return the texts of one row for the columns that a table of the case has."""
        names = TABLES[name].names()
        return {
            key: self.text(value, f"{path}.{key}") for key, value in values.items() if key in names and key != "ledger"
        }

    def text(self, value: object, path: str) -> str:
        if isinstance(value, str):
            if len(value) > MOST_TEXT:
                self.reader.refuse(path, f"This is too long: at most {MOST_TEXT:,} characters can be kept.")
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, int | Unquoted):
            return str(value)
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return ", ".join(value)
        self.reader.refuse(path, f"This must be text, a number or a list of codes, not {named(value)}.")
        return ""

    def mapping(self, value: object, path: str) -> Mapping[str, Any]:
        if isinstance(value, Mapping):
            return value
        self.reader.refuse(path, f"This must be a table of fields, not {named(value)}.")
        return {}

    def listed(self, value: object, path: str) -> list[Any]:
        if isinstance(value, list):
            return value
        self.reader.refuse(path, f"This must be a list, not {named(value)}.{brackets(value, path)}")
        return []


def _rows(table: Table, cells: list[Cells]) -> Rows:
    return tuple(tuple(row.get(name, "") for name in table.names()) for row in cells)


def from_rows(content: list[Any]) -> Document:
    """Return a case with one ledger, from its rows in JSON.

    Raises:
        InputError: for rows that are no tables of texts, and for a list of anything else.
    """
    if not all(isinstance(row, Mapping) and set(row) <= set(LEDGER_COLUMNS) for row in content):
        raise InputError.at("", ONE_TABLE)
    reader = Reader()
    rows = rows_of_tables(content, reader, "ledger")
    reader.check()
    return Document({}, {ledger_name("A"): limited(rows, "")})


def rows_of_tables(content: list[Any], reader: Reader, path: str) -> Rows:
    """Return the rows of a ledger in JSON as texts."""
    rows = []
    for i, row in enumerate(content):
        if not isinstance(row, Mapping):
            reader.refuse(f"{path}[{i}]", f"This must be a table of texts (row of the ledger), not {named(row)}.")
            continue
        if unquoted := [name for name, text in row.items() if not isinstance(text, str)]:
            for name in unquoted:
                reader.refuse(f"{path}[{i}].{name}", f"This must be text, in quotes, not {named(row[name])}.")
            continue
        reader.known(LEDGER_COLUMNS, row, f"{path}[{i}]")
        if any(len(text) > MOST_TEXT for text in row.values()):
            reader.refuse(f"{path}[{i}]", f"This is too long: at most {MOST_TEXT:,} characters can be kept.")
        rows.append(tuple(row.get(name, "") for name in LEDGER_COLUMNS))
    return tuple(rows)
