"""``restitution ledger FILE --merge SECOND``: what a second ledger brings, and the two as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from restitution.casefile import LEDGER_COLUMNS, Document, ledger_name
from restitution.casefile.document import limited
from restitution.casefile.merge import Merge, Row, merge, merged
from restitution.casefile.text import text_of_table
from restitution.cli.arguments import PAPERS
from restitution.cli.case import Asked, answer_from, open_case
from restitution.cli.files import called
from restitution.cli.progress import Tell
from restitution.errors import InputError
from restitution.protocol import rendered
from restitution.render import Cell, Grid, Note, Report

type Json = dict[str, Any]

_TABLE = ledger_name("A")
_NOTHING_WRITTEN = "Nothing was written. Correct these rows of {name} first."


@dataclass(frozen=True, slots=True)
class Compared:
    """Two ledgers compared.

    Attributes:
        first: the ledger that FILE holds, as a case.
        second: how a message names the other file.
        found: what is new, the same and in conflict.
    """

    first: Document
    second: str
    found: Merge


def compare(names: tuple[str, str], contents: tuple[bytes, bytes], tell: Tell) -> Compared:
    """Read two ledgers and compare them.

    Raises:
        InputError: if one of the files holds no rows of a ledger.
    """
    tell(f"Reading {called(names[0])} and {called(names[1])}")
    first, second = (_ledger(name, raw) for name, raw in zip(names, contents, strict=True))
    tell("Comparing the rows")
    found = merge(first.rows(_TABLE), second.rows(_TABLE))
    return Compared(first, called(names[1]), found)


def _ledger(name: str, raw: bytes) -> Document:
    opened = open_case(name, raw)
    if not opened.ledger:
        raise InputError.at("", f"{called(name)} holds no rows of a ledger: only two ledgers can be merged.")
    return opened.document


def comparison(compared: Compared, form: str, *, writing: bool, take: str) -> Any:
    """Return what the second ledger brings, before anything is written.

    Args:
        form: any format but a paper's.
        writing: whether the merged rows are then written.
        take: what is then taken.

    Raises:
        InputError: if a paper is asked for.
    """
    if form in PAPERS:
        raise InputError.at("output", f"Give --output: a {form} file is made of the merged rows, not of a comparison.")
    return _table(compared) if form == "json" else rendered(_report(compared, writing=writing, take=take), form)


def one_ledger(compared: Compared, take: str, asked: Asked, tell: Tell) -> Any:
    """Return the merged rows, as CSV or JSON, or an answer about them in another format.

    Raises:
        InputError: for a row of the second ledger that cannot be read, or a mistake in what is to be answered about.
    """
    found = compared.found
    if found.unreadable:
        raise InputError.at("", _NOTHING_WRITTEN.format(name=compared.second))
    rows = merged(compared.first.rows(_TABLE), found, take_new=take != "conflict", take_conflicts=take != "new")
    document = compared.first.with_rows(_TABLE, limited(rows))
    if asked.as_of:
        document = document.with_field("as_of", asked.as_of)
    if asked.form == "csv":
        return text_of_table(document, _TABLE)
    if asked.form == "json":
        return [_named(row) for row in document.rows(_TABLE) if any(row)]
    return answer_from(document, asked, tell)


def _named(row: Row) -> Json:
    return {name: text for name, text in zip(LEDGER_COLUMNS, row, strict=True) if text}


def _table(compared: Compared) -> Json:
    found, old, new = compared.found, compared.first.rows(_TABLE), compared.found.second
    return {
        "schema": 1,
        "new": [_named(new[at]) for at in found.new],
        "same": [
            {"first": _named(old[one.old]), "second": _named(new[one.new]), "note": one.note} for one in found.same
        ],
        "conflict": [
            {"first": _named(old[one.old]), "second": _named(new[one.new]), "kind": one.kind, "why": one.words}
            for one in found.conflict
        ],
        "unreadable": [{"row": _named(new[one.row]), "message": one.message} for one in found.unreadable],
        "kept": [_named(old[at]) for at in found.kept],
    }


def _report(compared: Compared, *, writing: bool, take: str) -> Report:
    found, old, new = compared.found, compared.first.rows(_TABLE), compared.found.second
    conflict: list[tuple[Cell, ...]] = []
    for one in found.conflict:
        conflict += [("first", *old[one.old], one.words), ("second", *new[one.new], "")]
    noted = [(*new[one.new], one.note) for one in found.same if one.note]
    grids = (
        Grid("New: only the second ledger has them", LEDGER_COLUMNS, tuple(new[at] for at in found.new)),
        Grid("In conflict: perhaps the same", ("ledger", *LEDGER_COLUMNS, "what differs"), tuple(conflict)),
        Grid("The same, with another note", (*LEDGER_COLUMNS, "the notes"), tuple(noted)),
        Grid(
            "Not readable: correct them in the second ledger",
            (*LEDGER_COLUMNS, "what is wrong"),
            tuple((*new[one.row], one.message) for one in found.unreadable),
        ),
    )
    facts = (
        ("New", len(found.new)),
        ("The same", len(found.same)),
        ("In conflict", len(found.conflict)),
        ("Not readable", len(found.unreadable)),
        ("Only in the first ledger, and kept", len(found.kept)),
    )
    return Report(
        "A second ledger beside the first",
        "Rows are compared by what they say: day, kind, case, amount and joint liability",
        facts,
        tuple(_notes(found, writing=writing, take=take)),
        tuple(_without_empty(grid) for grid in grids if grid.rows),
        advice=False,
        sheet=_sheet(compared),
    )


def _without_empty(grid: Grid) -> Grid:
    """Return a table without the columns in which nothing stands."""
    kept = [i for i in range(len(grid.columns)) if any(row[i] for row in grid.rows)]
    rows = tuple(tuple(row[i] for i in kept) for row in grid.rows)
    return Grid(grid.caption, tuple(grid.columns[i] for i in kept), rows)


def _notes(found: Merge, *, writing: bool, take: str) -> Iterator[Note]:
    if not writing:
        yield Note("not merged", "Add --output with the name of a new file to write the merged rows.")
    if found.conflict and take != "new":
        yield Note("in conflict", "The rows of the second ledger are taken in place of those of the first.")
    elif found.conflict:
        words = "The rows of the first ledger stay. Add --take both to take those of the second in their place."
        yield Note("in conflict", words)
    if found.new and take == "conflict":
        yield Note("new", "These rows are not taken. Add --take both to take them, too.")


def _sheet(compared: Compared) -> Grid:
    """Return every row as one table for CSV, told apart by the first column."""
    found, old, new = compared.found, compared.first.rows(_TABLE), compared.found.second
    rows: list[Sequence[Cell]] = [("new", "second", *new[at], "") for at in found.new]
    for kind, pairs in (("conflict", found.conflict), ("same", found.same)):
        for pair in pairs:
            rows += [(kind, "first", *old[pair.old], ""), (kind, "second", *new[pair.new], pair[-1])]
    rows += [("not readable", "second", *new[one.row], one.message) for one in found.unreadable]
    rows += [("kept", "first", *old[at], "") for at in found.kept]
    return Grid("Ledgers", ("part", "ledger", *LEDGER_COLUMNS, "words"), tuple(map(tuple, rows)))
