"""From the document of a case to the scenario that is calculated, with every mistake at the cell where it was typed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from restitution.casefile.declared import FIELDS, TABLES, ledger_name
from restitution.casefile.document import Document, Row, blank
from restitution.errors import FieldError, InputError
from restitution.fields import Field, Reader, value_of
from restitution.ledger import Ledger, read_cells
from restitution.scenario import Scenario, read_scenario
from restitution.scenario.paths import place

_PART = re.compile(r"(.*)\.([a-z_]+)(?:\[\d+\])?", re.ASCII)
_CELL = re.compile(r"\[(\d+)\](?:\.([a-z_]+))?", re.ASCII)
_EVERY = ""


class Place(NamedTuple):
    """Where something was typed: a single field by its path, or a table with row (from 0) and column, if known."""

    field: str = ""
    table: str = ""
    row: int | None = None
    column: str = ""


class Said(NamedTuple):
    """A mistake, or what was read, in words, at its place."""

    place: Place
    words: str


@dataclass(frozen=True, slots=True)
class Read:
    """A case as read.

    Attributes:
        tables: the scenario as plain tables.
        scenario: what can be calculated; ``None`` if there is a mistake.
        mistakes: every mistake, in the order of the fields.
        readings: what was read of text that says it in another way.
    """

    tables: dict[str, Any]
    scenario: Scenario | None
    mistakes: tuple[Said, ...]
    readings: tuple[Said, ...] = ()


def read_ledger_of(document: Document, victim: str) -> tuple[Ledger, tuple[Said, ...]]:
    """Read a victim's ledger. With mistakes the rows without any are returned, not to be used for figures."""
    name = ledger_name(victim)
    reader = Reader()
    ledger = read_cells(document.rows(name), reader, "")
    try:
        reader.check()
    except InputError as refusal:
        return ledger, tuple(Said(_place_in_ledger(name, error), error.message) for error in refusal.errors)
    return ledger, ()


def _place_in_ledger(name: str, error: FieldError) -> Place:
    cell = _CELL.fullmatch(error.path)
    return Place(table=name, row=int(cell[1]), column=cell[2] or "") if cell else Place(table=name)


def read_case(document: Document, ledgers: Mapping[str, Ledger | None]) -> Read:
    """Read the inputs of the orders of a case.

    Args:
        ledgers: by victim, the ledgers as read; ``None`` for one with mistakes.
    """
    made = _Made(document, ledgers)
    tables = made.scenario()
    try:
        read = read_scenario(tables)
    except InputError as refusal:
        said = tuple(made.said(error.path, error.message) for error in refusal.errors)
        return Read(tables, None, (*made.mistakes, *(one for one in said if one.place not in made.refused)))
    readings = tuple(made.said(reading.path, reading.words) for reading in read.readings)
    return Read(tables, None if made.mistakes else read, tuple(made.mistakes), (*made.readings, *readings))


@dataclass(slots=True)
class _Made:
    """The scenario while it is made from the tables, and where each part of it was typed."""

    document: Document
    ledgers: Mapping[str, Ledger | None]
    origin: dict[str, Place] = field(default_factory=dict)
    mistakes: list[Said] = field(default_factory=list)
    readings: list[Said] = field(default_factory=list)
    owners: dict[str, dict[str, list[tuple[int, dict[str, Any]]]]] = field(default_factory=dict)

    @property
    def refused(self) -> set[Place]:
        return {said.place for said in self.mistakes}

    def scenario(self) -> dict[str, Any]:
        self.mistakes += strays(self.document)
        tables: dict[str, Any] = {"schema": 1}
        for path, declared in FIELDS.items():
            if path not in ("notes", "as_of"):
                place(tables, path, value_of(declared, self.document.field(path)))
        tables.setdefault("apportionment", {})
        tables["victim"] = [self.victim(i, row, entry) for i, (row, entry) in enumerate(self.entries("victims"))]
        tables["defendant"] = [
            self.defendant(i, row, entry) for i, (row, entry) in enumerate(self.entries("defendants"))
        ]
        return tables

    def entries(self, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield every row in which something is typed with its plain values; what is left open is omitted.

        A choice left at its default is not an entry: "take the mean" means nothing for a single amount.
        """
        fields = TABLES[name].fields
        for number, row in enumerate(self.document.rows(name)):
            if not blank(row):
                yield number, _plain(fields, row)

    def victim(self, i: int, row: int, entry: dict[str, Any]) -> dict[str, Any]:
        path = f"victim[{i}]"
        self.origin[path] = Place(table="victims", row=row)
        code = entry.get("id")
        losses = self.owned("losses", "victim", code)
        for j, (number, _) in enumerate(losses):
            self.origin[f"{path}.loss[{j}]"] = Place(table="losses", row=number)
        entry["loss"] = [loss for _, loss in losses]
        awards = self.owned("awards", "victim", code)
        for j, (number, _) in enumerate(awards):
            self.origin[f"{path}.prior_awards[{j}]"] = Place(table="awards", row=number, column="amount")
        self.origin[f"{path}.prior_awards"] = Place(table="awards")
        if awards:
            entry["prior_awards"] = [award.get("amount", "") for _, award in awards]
            if "ordered_defendants" not in entry:
                entry["ordered_defendants"] = len(awards)
                words = f"{len(awards):,}: the number of earlier awards of this victim"
                self.readings.append(Said(Place("", "victims", row, "ordered_defendants"), words))
        if entry.pop("ledger", False) is True:
            self.take_ledger(code, row, entry)
        return entry

    def take_ledger(self, code: object, row: int, entry: dict[str, Any]) -> None:
        where = Place("", "victims", row, "ledger")
        ledger = self.ledgers.get(str(code))
        if ledger is not None and ledger.entries:
            entry["ledger"] = ledger
        elif ledger is None and code in self.ledgers:
            self.mistakes.append(Said(where, f"The ledger of victim {code} has rows to be corrected first."))
        else:
            self.mistakes.append(
                Said(where, f"The ledger of victim {code} has no rows yet: enter, paste or open them.")
            )

    def owned(self, name: str, link: str, code: object) -> list[tuple[int, dict[str, Any]]]:
        """Return the rows of a table that belong to a victim or a defendant, without the column that says so."""
        if name not in self.owners:
            self.owners[name] = self._by_owner(name, link)
        return self.owners[name][code if isinstance(code, str) else ""]

    def _by_owner(self, name: str, link: str) -> dict[str, list[tuple[int, dict[str, Any]]]]:
        found: dict[str, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
        codes = self.document.codes(f"{link}s")
        for number, entry in self.entries(name):
            code = entry.pop(link, "") or (codes[0] if len(codes) == 1 else "")
            found[str(code)].append((number, entry))
        return found

    def defendant(self, i: int, row: int, entry: dict[str, Any]) -> dict[str, Any]:
        path = f"defendant[{i}]"
        self.origin[path] = Place(table="defendants", row=row)
        code = entry.get("id")
        counts = self.owned("counts", "defendant", code)
        for j, (number, count) in enumerate(counts):
            self.origin[f"{path}.counts[{j}]"] = Place(table="counts", row=number)
            count.setdefault("victims", list(self.document.codes("victims")))
        self.origin[f"{path}.counts"] = Place(table="counts")
        entry["counts"] = [count for _, count in counts]
        conduct = self.conduct(code)
        for j, one in enumerate(conduct):
            self.origin[f"{path}.conduct[{j}]"] = Place(table="conduct", row=one.row)
            for k, number in enumerate(one.adjustments):
                self.origin[f"{path}.conduct[{j}].adjustments[{k}]"] = Place(table="adjustments", row=number)
        entry["conduct"] = [one.entry for one in conduct]
        return entry

    def conduct(self, defendant: object) -> list[_Conduct]:
        """Return the conduct of a defendant toward each victim, with what is said of every victim or defendant."""
        found: dict[str, _Conduct] = {}
        for name in ("conduct", "adjustments"):
            for number, entry in self.entries(name):
                if entry.pop("defendant", _EVERY) not in (_EVERY, defendant):
                    continue
                named = entry.pop("victim", _EVERY)
                for victim in [named] if named else self.document.codes("victims"):
                    one = found.setdefault(victim, _Conduct({"victim": victim}))
                    if name == "conduct":
                        # What is said of one victim goes before what is said of all.
                        one.entry = one.entry | entry if named else entry | one.entry
                        one.row = number if named or one.row is None else one.row
                    else:
                        one.entry.setdefault("adjustments", []).append(entry)
                        one.adjustments.append(number)
        return list(found.values())

    def said(self, path: str, words: str) -> Said:
        """Return words about a path of the scenario at the place where it was typed."""
        return Said(self.place(path), words)

    def place(self, path: str) -> Place:
        if path in FIELDS:
            return Place(path)
        if path in ("victim", "defendant"):
            return Place(table=f"{path}s")
        column = ""
        while path:
            if found := self.origin.get(path):
                names = TABLES[found.table].names() if found.row is not None else ()
                return found._replace(column=column if column in names else found.column)
            part = _PART.fullmatch(path)
            path, column = (part[1], part[2]) if part else ("", "")
        return Place()


@dataclass(slots=True)
class _Conduct:
    entry: dict[str, Any]
    row: int | None = None
    adjustments: list[int] = field(default_factory=list)


def _plain(fields: Sequence[Field], row: Row) -> dict[str, Any]:
    """Return the plain values of a row, without what is left open or at its default."""
    return {
        declared.name: value_of(declared, text)
        for declared, text in zip(fields, row, strict=True)
        if text and (stripped := text.strip()) and stripped != declared.default
    }


def strays(document: Document) -> Iterator[Said]:
    """Yield the rows that belong to no victim or defendant of the case, which no figure would count."""
    for table, link, noun in _LINKS:
        known = document.codes(f"{noun}s")
        at = TABLES[table].names().index(link)
        for number, row in enumerate(document.rows(table)):
            code = row[at].strip()
            if blank(row) or code in known:
                continue
            where = Place("", table, number, link)
            if code:
                yield Said(where, f"There is no {noun} with the code {code}.")
            elif table in _NEEDS_ONE and len(known) > 1:
                yield Said(where, f"Which {noun}? Give one of the codes {', '.join(known)}.")


_LINKS = tuple(
    (name, noun, noun) for name, table in TABLES.items() for noun in ("victim", "defendant") if noun in table.names()
)
_NEEDS_ONE = ("losses", "awards", "counts")
