"""From the document of a case to the scenario that is calculated, with every mistake at the cell where it was typed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from restitution.casefile.declared import FIELDS, TABLES, ledger_name
from restitution.casefile.document import Document, Row, blank
from restitution.casefile.stored import normal
from restitution.casefile.totals import is_total
from restitution.dates import spelled
from restitution.errors import MOST_MISTAKES, FieldError, InputError, named
from restitution.fields import Field, Kind, Reader, value_of
from restitution.ledger import Ledger, read_cells
from restitution.scenario import Scenario, read_scenario
from restitution.scenario.paths import place

_PART = re.compile(r"(.*)\.([a-z_]+)(?:\[\d+\])?", re.ASCII)
_CELL = re.compile(r"\[(\d+)\](?:\.([a-z_]+))?", re.ASCII)
_OWNED = re.compile(r"((?:victim|defendant)\[\d+\])\.(?:counts|prior_awards)", re.ASCII)
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
        errors = [error for error in refusal.errors if not made.is_implied(error.path)]
        said = [made.said(error.path, error.message) for error in errors or refusal.errors]
        refused = {one.place for one in made.mistakes}
        mistakes = _few([*made.mistakes, *(one for one in said if one.place not in refused)])
        return Read(tables, None, mistakes, tuple(made.readings))
    readings = tuple(made.said(reading.path, reading.words) for reading in read.readings)
    return Read(tables, None if made.mistakes else read, _few(made.mistakes), (*made.readings, *readings))


def _few(mistakes: list[Said]) -> tuple[Said, ...]:
    """Return the first mistakes, and how many more there are."""
    more = len(mistakes) - MOST_MISTAKES
    last = [Said(Place(), f"More mistakes after these {MOST_MISTAKES}: {more:,}.")] if more > 0 else []
    return (*mistakes[:MOST_MISTAKES], *last)


@dataclass(slots=True)
class _Made:
    """The scenario while it is made from the tables, and where each part of it was typed."""

    document: Document
    ledgers: Mapping[str, Ledger | None]
    origin: dict[str, Place] = field(default_factory=dict)
    mistakes: list[Said] = field(default_factory=list)
    readings: list[Said] = field(default_factory=list)
    owners: dict[str, dict[str, list[tuple[int, dict[str, Any]]]]] = field(default_factory=dict)
    implied: list[str] = field(default_factory=list)
    """Paths of codes that nobody typed there: what is wrong with them is told where they were typed."""
    rows: dict[str, list[tuple[int, dict[str, Any]]]] = field(default_factory=dict)

    def is_implied(self, path: str) -> bool:
        return (path.endswith("]") and path.rpartition("[")[0] in self.implied) or path in self.implied

    def scenario(self) -> dict[str, Any]:
        self.mistakes += strays(self.document)
        tables: dict[str, Any] = {"schema": 1}
        for path, declared in FIELDS.items():
            if path not in ("notes", "as_of"):
                place(tables, path, _value(declared, self.document.field(path)))
                self.note(declared, self.document.field(path), Place(path))
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
        days = [(at, declared) for at, declared in enumerate(fields) if declared.kind is Kind.DAY]
        for number, row in self.filled(name):
            for at, declared in days:
                self.note(declared, row[at], Place("", name, number, declared.name))
            yield number, _plain(fields, row)

    def note(self, declared: Field, text: str, where: Place) -> None:
        """Note how a day was read that is not written as year-month-day."""
        if declared.kind is Kind.DAY and (day := _value(declared, text)) != value_of(declared, text):
            self.readings.append(Said(where, spelled(date.fromisoformat(str(day)))))

    def filled(self, name: str) -> Iterator[tuple[int, Row]]:
        return ((number, row) for number, row in enumerate(self.document.rows(name)) if not blank(row))

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
            # A typed zero is a number, too. A ledger counts its own orders.
            if not self.typed("victims", row, "ordered_defendants") and entry.get("ledger") is not True:
                entry["ordered_defendants"] = len(awards)
                words = f"{len(awards):,}: the number of earlier awards of this victim"
                self.readings.append(Said(Place("", "victims", row, "ordered_defendants"), words))
        taken = entry.pop("ledger", False)
        if taken is True:
            self.take_ledger(code, row, entry)
        elif taken is not False:
            # Left out of the scenario, it would count as no in silence.
            self.mistakes.append(
                Said(Place("", "victims", row, "ledger"), f"This must be yes or no, not {named(taken)}.")
            )
        return entry

    def typed(self, table: str, row: int, column: str) -> str:
        return self.document.rows(table)[row][TABLES[table].names().index(column)].strip()

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
            if "victims" not in count:
                count["victims"] = list(self.document.codes("victims"))
                self.implied.append(f"{path}.counts[{j}].victims")
        self.origin[f"{path}.counts"] = Place(table="counts")
        entry["counts"] = [count for _, count in counts]
        conduct = self.conduct(code)
        for j, one in enumerate(conduct):
            self.origin[f"{path}.conduct[{j}]"] = Place(table="conduct", row=one.row)
            if "victim" not in one.cells:
                self.implied.append(f"{path}.conduct[{j}].victim")
            for column, number in one.cells.items():
                self.origin[f"{path}.conduct[{j}].{column}"] = Place("", "conduct", number, column)
            for k, number in enumerate(one.adjustments):
                self.origin[f"{path}.conduct[{j}].adjustments[{k}]"] = Place(table="adjustments", row=number)
        entry["conduct"] = [one.entry for one in conduct]
        return entry

    def conduct(self, defendant: object) -> list[_Conduct]:
        """Return the conduct of a defendant toward each victim, with what is said of every victim or defendant.

        What is said of one victim goes before what is said of all, and so what is said of one defendant.
        """
        found: dict[str, _Conduct] = {}
        for number, entry in self.said_of("conduct", defendant):
            for victim in self.toward(entry.get("victim", _EVERY)):
                one = found.setdefault(victim, _Conduct({"victim": victim}))
                one.entry |= entry
                one.cells |= dict.fromkeys(entry, number)
                one.row = number
        for number, entry in self.said_of("adjustments", defendant):
            for victim in self.toward(entry.pop("victim", _EVERY)):
                one = found.setdefault(victim, _Conduct({"victim": victim}))
                one.entry.setdefault("adjustments", []).append(entry)
                one.adjustments.append(number)
        return list(found.values())

    def said_of(self, name: str, defendant: object) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the rows of a table that are about a defendant: of conduct, those that say it of all before others."""
        if name not in self.rows:
            # A default that is typed counts: it takes back what is said of all.
            whole = [
                (number, _plain(TABLES[name].fields, row, open_only=name == "conduct"))
                for number, row in self.filled(name)
            ]
            if name == "conduct":
                whole.sort(key=lambda one: ("victim" in one[1], "defendant" in one[1]))
            self.rows[name] = whole
        for number, entry in self.rows[name]:
            if entry.get("defendant", _EVERY) in (_EVERY, defendant):
                yield number, {key: value for key, value in entry.items() if key != "defendant"}

    def toward(self, victim: str) -> Sequence[str]:
        return [victim] if victim else self.document.codes("victims")

    def said(self, path: str, words: str) -> Said:
        """Return words about a path of the scenario at the place where it was typed."""
        where = self.place(path)
        owner = _OWNED.fullmatch(path)
        if owner and where.row is None and where.table:
            # A table as a whole says not whose rows are missing.
            found = self.origin[owner[1]]
            code = self.document.rows(found.table)[found.row or 0][0].strip()
            if len(self.document.codes(found.table)) > 1 and code:
                words = f"{words.removesuffix('.')} of {found.table.removesuffix('s')} {code}."
        return Said(where, words)

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
    cells: dict[str, int] = field(default_factory=dict)
    """The row in which each of its values stands: some are said of all."""
    adjustments: list[int] = field(default_factory=list)


def _plain(fields: Sequence[Field], row: Row, *, open_only: bool = False) -> dict[str, Any]:
    """Return the plain values of a row, without what is left open and, unless only that, what is at its default."""
    return {
        declared.name: _value(declared, text)
        for declared, text in zip(fields, row, strict=True)
        if text and (stripped := text.strip()) and (open_only or stripped != declared.default)
    }


def _value(declared: Field, text: str) -> object:
    """Return the plain value of a text; of a day also as US courts and spreadsheets write it."""
    return value_of(declared, normal(text, declared) if declared.kind is Kind.DAY else text)


def strays(document: Document) -> Iterator[Said]:
    """Yield the rows that no figure would count: they belong to no victim or defendant of the case, or say it again."""
    yield from _said_twice(document)
    yield from _totals(document)
    for table, link, noun in _LINKS:
        known = document.codes(f"{noun}s")
        at = TABLES[table].names().index(link)
        for number, row in enumerate(document.rows(table)):
            code = row[at].strip()
            if blank(row) or code in known:
                continue
            where = Place("", table, number, link)
            if is_total(code):
                continue
            if code:
                yield Said(where, f"There is no {noun} with the code {code}.")
            elif table in _NEEDS_ONE and len(known) > 1:
                yield Said(where, f"Which {noun}? Give one of the codes {', '.join(dict.fromkeys(known))}.")


_LINKS = tuple(
    (name, noun, noun) for name, table in TABLES.items() for noun in ("victim", "defendant") if noun in table.names()
)
_NEEDS_ONE = ("losses", "awards", "counts")


def _totals(document: Document) -> Iterator[Said]:
    """Yield the rows of losses and awards that a word calls totals: each would be counted once more."""
    for table in ("losses", "awards"):
        names = TABLES[table].names()
        for number, row in enumerate(document.rows(table)):
            if column := next((name for name, text in zip(names, row, strict=True) if is_total(text)), ""):
                words = "This row stands for a total of others, which would be counted once more: remove it."
                yield Said(Place("", table, number, column), words)


def _said_twice(document: Document) -> Iterator[Said]:
    """Yield the conduct of a defendant toward a victim that another row has, too: one of them would give way."""
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(document.rows("conduct")):
        whose = row[0].strip(), row[1].strip()
        if not blank(row) and whose in seen:
            defendant, victim = whose
            toward = f"{f'defendant {defendant}' if defendant else 'every defendant'} toward "
            toward += f"victim {victim}" if victim else "every victim"
            yield Said(Place("", "conduct", number), f"Conduct of {toward} is entered twice: join the two rows.")
        seen.add(whose)
