"""Answers about a case: a file that the desk saves, a scenario or the rows of a ledger, as text or as a paper to file.

The desk opens the same files, and its papers are made by the same function: the same file gives the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from restitution.casefile import EMPTY, LEDGER_COLUMNS, Document, Place, Read, Said, ledger_name, table_of
from restitution.casefile.file import Opened, read_file
from restitution.casefile.upgrade import from_scenario
from restitution.cli.arguments import PAPERS
from restitution.cli.files import base64, called, read
from restitution.cli.progress import Tell
from restitution.commands.estimate import estimate_report, estimate_table
from restitution.commands.ledger import ledger_report, ledger_table
from restitution.desk.figures import Figures
from restitution.desk.mistakes import told
from restitution.desk.words import place_words
from restitution.errors import FieldError, InputError, named
from restitution.ledger import Position
from restitution.parsing import decode, read_text, utf8
from restitution.protocol import rendered
from restitution.render import Note
from restitution.scenario.ledgers import ledger_names, place_ledgers
from restitution.steps.estimate import Estimate

ORDERS, LEDGER = "orders", "ledger"
_NO_ROWS = "There are no rows yet: open a ledger in the desk, or give its file."


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about a case.

    Attributes:
        form: the format of the answer.
        view: ``orders``, ``ledger``, or empty for what the file holds.
        ledger: the code of the victim whose ledger is shown; empty for the only one.
        parts: what goes into a Word file; ``None`` for everything that applies.
        as_of: the day of the ledger in place of the case's own, as typed.
    """

    form: str
    view: str = ""
    ledger: str = ""
    parts: tuple[str, ...] | None = None
    as_of: str = ""


def asked_about(options: Mapping[str, Any], form: str) -> Asked:
    """Return what the arguments of a command ask.

    Raises:
        InputError: for parts that no paper has, or that the format does not take.
    """
    listed = options.get("parts")
    parts = None if listed is None else tuple(part for one in listed.split(",") if (part := one.strip()))
    if parts is not None and form != "docx":
        raise InputError.at("parts", "Parts are chosen for a Word file: add --format docx, or leave --parts away.")
    if parts == ():
        raise InputError.at("parts", "Name at least one part, for example --parts summary,schedule.")
    view = {"estimate": ORDERS, "ledger": LEDGER}.get(str(options["command"]), options.get("view") or "")
    code = options.get("ledger") if options["command"] == "case" else ""
    return Asked(form, view, code or "", parts, options.get("as_of") or "")


def answer_about(name: str, raw: bytes, asked: Asked, tell: Tell) -> tuple[Any, Document]:
    """Answer about the case in a file.

    Args:
        raw: what the file holds.
        tell: is told what is being done.

    Returns:
        The answer, a table for ``json``, bytes for a paper, else text; and the case.

    Raises:
        InputError: with every mistake.
    """
    tell(f"Reading {called(name)}")
    opened = open_case(name, raw)
    for notice in opened.notices:
        sys.stderr.write(f"Note: {notice}\n")
    document = opened.document.with_field("as_of", asked.as_of) if asked.as_of else opened.document
    view = asked.view or (LEDGER if opened.ledger else ORDERS)
    return answer_from(document, replace(asked, view=view), tell), document


def answer_from(document: Document, asked: Asked, tell: Tell) -> Any:
    """Answer about a case, as a table for ``json``, bytes for a paper, else text.

    Raises:
        InputError: with every mistake.
    """
    tell("Working out the figures")
    figures = Figures()
    victim = _victim(document, asked.ledger, asked.view)
    if asked.view == LEDGER:
        now = _position(document, figures, victim)
        if asked.form not in PAPERS:
            return ledger_table(now) if asked.form == "json" else rendered(ledger_report(now), asked.form)
    else:
        read, result = _estimate(document, figures)
        if asked.form not in PAPERS:
            return _orders(document, read, result, asked.form)
    tell("Writing the paper")
    from restitution.papers.make import write

    return write(document, asked.form, asked.view, victim, asked.parts, figures)


def open_case(name: str, raw: bytes) -> Opened:
    """Open a file as a desk does that has just been begun. Ledgers that a scenario names are read, too.

    Raises:
        InputError: with every mistake.
    """
    opened = read_file(name, base64(raw))
    if opened.ledger:
        table = ledger_name("A")
        return opened._replace(document=EMPTY.with_rows(table, opened.document.rows(table)))
    if not any(opened.document.column("victims", "ledger")):
        return opened
    text = utf8(decode(raw), called(name))
    content = read_text(text, "json" if text.lstrip().startswith("{") else "toml")
    names = ledger_names(content)
    if not names:
        return opened
    folder = Path(name).parent
    place_ledgers(content, {one: _rows(folder / one if one else Path(), one) for one in names})
    document, notices = from_scenario(content)
    return Opened(document, notices=notices)


def _rows(path: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of a ledger that a scenario names."""
    if not name:
        raise InputError.at("ledger", "Name a file, for example victim-a.csv.")
    opened = read_file(name, base64(read(str(path))))
    if not opened.ledger:
        raise InputError.at("ledger", f"{called(name)} holds no rows of a ledger.")
    rows = opened.document.rows(ledger_name("A"))
    return [dict(zip(LEDGER_COLUMNS, row, strict=True)) for row in rows]


def _victim(document: Document, typed: str, view: str) -> str:
    """Return the victim whose ledger is meant."""
    codes = document.ledgers()
    if typed and typed not in codes:
        has = f"only of {', '.join(codes)}" if codes else "nor any other"
        raise InputError.at("ledger", f"The case has no ledger of {named(typed)}, {has}.")
    if not typed and view == LEDGER and len(codes) > 1:
        raise InputError.at("ledger", f"Whose ledger? Add --ledger with one of {', '.join(codes)}.")
    return typed or (codes[0] if codes else "A")


def _position(document: Document, figures: Figures, victim: str) -> Position:
    now, mistakes = figures.position(document, victim)
    if now is None:
        raise refusal(document, mistakes) if mistakes else InputError.at("", _NO_ROWS)
    return now


def _estimate(document: Document, figures: Figures) -> tuple[Read, Estimate]:
    read, result = figures.case(document)
    if result is None:
        taken = zip(document.column("victims", "id"), document.column("victims", "ledger"), strict=True)
        codes = [code.strip() for code, ledger in taken if ledger.strip() == "true"]
        rows = [said for code in codes if code in document.ledgers() for said in figures.ledger(document, code)[1]]
        raise refusal(document, [*read.mistakes, *rows])
    return read, result


def refusal(document: Document, mistakes: Iterable[Said]) -> InputError:
    """Return the refusal of a case, each mistake in the words of the desk, at the place where it was typed."""
    return InputError(tuple(FieldError(_where(document, said.place), told(said).words) for said in mistakes))


def _where(document: Document, place: Place) -> str:
    return "" if place == Place() else place_words(document, place)


def _orders(document: Document, read: Read, result: Estimate, form: str) -> Any:
    if form == "json":
        table = estimate_table(result)
        read_as = [
            {"path": _where(document, said.place), "typed": _typed(document, said.place), "read_as": said.words}
            for said in read.readings
        ]
        return {**table, "read": read_as}
    report = estimate_report(result)
    # What the scenario notes of its own is told here at the cell where it was typed.
    notes = [note for note in report.notes if note.name != "read"]
    notes = [*(_note(document, said) for said in read.readings), *notes]
    return rendered(replace(report, notes=tuple(notes)), form)


def _note(document: Document, said: Said) -> Note:
    typed = _typed(document, said.place)
    return Note("read", f"{_where(document, said.place)}: {f'“{typed}” as ' if typed else ''}{said.words}.")


def _typed(document: Document, place: Place) -> str:
    """Return what stands at a place; empty if nothing does."""
    if place.field:
        return document.field(place.field)
    if place.row is None or not place.column:
        return ""
    return document.rows(place.table)[place.row][table_of(place.table).names().index(place.column)]
