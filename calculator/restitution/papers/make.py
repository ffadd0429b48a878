"""Make a paper of a case, and write it as a file: the one entry point for the page and the command line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType

from restitution.casefile import Document
from restitution.casefile.scenario import Said
from restitution.dates import spelled
from restitution.desk.figures import Figures, in_step
from restitution.desk.words import place_words
from restitution.errors import FieldError, InputError, named
from restitution.papers.content.caption import caption
from restitution.papers.content.case import LedgerOf, Orders
from restitution.papers.content.check import FILE, check, law_as_of, notice
from restitution.papers.content.inputs import inputs
from restitution.papers.content.notes import ledger_notes, notes
from restitution.papers.content.position import cases, ledger_rows, position_summary
from restitution.papers.content.schedule import schedule
from restitution.papers.content.summary import summary
from restitution.papers.content.worksheet import ledger_worksheet, worksheet
from restitution.papers.paper import Block, Paper
from restitution.version import VERSION

PARTS: Mapping[str, str] = MappingProxyType(
    {
        "caption": "Caption, with blanks for counsel to fill",
        "summary": "Summary",
        "schedule": "Table for the schedule of restitution in the judgment",
        "cases": "Case by case",
        "rows": "Rows of the ledger",
        "notes": "Method and open points",
        "inputs": "Inputs",
        "worksheet": "Worksheet, every step",
        "check": "How to check the paper",
    }
)
"""The parts of a paper, in their order, in words for the reader."""

APPLY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "orders": ("caption", "summary", "schedule", "notes", "inputs", "worksheet", "check"),
        "ledger": ("caption", "summary", "cases", "rows", "notes", "worksheet", "check"),
    }
)
"""The parts that a paper of each view has, in their order."""

FORMS = ("docx", "xlsx")


def paper(
    document: Document,
    view: str = "orders",
    ledger: str = "A",
    parts: Collection[str] | None = None,
    figures: Figures | None = None,
) -> Paper:
    """Return a case as a paper.

    Args:
        view: ``orders``, or ``ledger`` for the ledger of one victim.
        ledger: the code of that victim.
        parts: the ids of the parts that go in; without them all that apply. Their order is always the same.
        figures: what has been worked out of this case before.

    Raises:
        InputError: with every mistake of the case; without a result; for an unknown view or part.
    """
    chosen = _parts(view, parts)
    figures = figures or Figures()
    return _of_ledger(document, ledger, chosen, figures) if view == "ledger" else _of_orders(document, chosen, figures)


def write(
    document: Document,
    form: str,
    view: str = "orders",
    ledger: str = "A",
    parts: Collection[str] | None = None,
    figures: Figures | None = None,
) -> bytes:
    """Return a paper as a file: ``docx`` for Word, ``xlsx`` for a spreadsheet, which always has all of its sheets.

    Raises:
        InputError: as ``paper`` does, for another form, and for a spreadsheet where the library for it is missing.
    """
    if form == "docx":
        from restitution.papers.as_docx import docx

        return docx(paper(document, view, ledger, parts, figures))
    if form == "xlsx":
        _parts(view, parts)
        try:
            from restitution.papers.workbook import workbook

            return workbook(document, view, ledger, figures or Figures())
        except ModuleNotFoundError as missing:
            if missing.name != "xlsxwriter":
                raise
            needs = "A spreadsheet needs the library XlsxWriter: install the program with [sheets] after its name."
            raise InputError.at("form", needs) from missing
    raise InputError.at("form", f"A paper can be written as {' or '.join(FORMS)}, not as {named(form)}.")


def _parts(view: str, parts: Collection[str] | None) -> tuple[str, ...]:
    if view not in APPLY:
        raise InputError.at("view", f"The view must be one of {', '.join(APPLY)}, not {named(view)}.")
    known = APPLY[view]
    if parts is None:
        return known
    unknown = [one for one in dict.fromkeys(parts) if one not in known]
    if unknown:
        raise InputError(
            tuple(
                FieldError("parts", f"This paper has no part {named(one)}: its parts are {', '.join(known)}.")
                for one in unknown
            )
        )
    if not parts:
        raise InputError.at("parts", f"Choose at least one part: {', '.join(known)}.")
    return tuple(one for one in known if one in parts)


def _of_orders(document: Document, parts: tuple[str, ...], figures: Figures) -> Paper:
    read, estimate = figures.case(document)
    if estimate is None:
        raise _refused(document, read.mistakes, "There is nothing to calculate yet: enter a case.")
    scenario = estimate.scenario
    case = Orders(document, read, estimate, tuple(in_step(document)))
    victims = [victim.id for victim in scenario.victims]
    defendants = [defendant.id for defendant in scenario.defendants]
    makers: Mapping[str, Callable[[], Iterator[Block]]] = {
        "caption": lambda: caption(victims, defendants),
        "summary": lambda: summary(case),
        "schedule": lambda: schedule(case),
        "notes": lambda: notes(case),
        "inputs": lambda: inputs(case),
        "worksheet": lambda: worksheet(case),
        "check": lambda: check(document, f"case {FILE}"),
    }
    named_so = f"{scenario.title}. " if scenario.title else ""
    about = f"{named_so}Worked out for an order of {spelled(scenario.order_date)}"
    return _made("Restitution under 18 U.S.C. § 2259", about, makers, parts)


def _of_ledger(document: Document, victim: str, parts: tuple[str, ...], figures: Figures) -> Paper:
    now, mistakes = figures.position(document, victim)
    if now is None:
        raise _refused(document, mistakes, f"The ledger of victim {victim} has no rows yet.")
    case = LedgerOf(document, victim, now)
    makers: Mapping[str, Callable[[], Iterator[Block]]] = {
        "caption": lambda: caption([victim], []),
        "summary": lambda: position_summary(case),
        "cases": lambda: cases(case),
        "rows": lambda: ledger_rows(case),
        "notes": lambda: ledger_notes(case),
        "worksheet": lambda: ledger_worksheet(case, by_case="cases" in parts),
        "check": lambda: check(document, f"case {FILE} --view ledger --ledger {victim}"),
    }
    about = f"Victim {victim}, as of {spelled(now.as_of)}, including the rows of that date"
    return _made("Restitution received, and what is outstanding", about, makers, parts)


def _made(title: str, about: str, makers: Mapping[str, Callable[[], Iterator[Block]]], parts: tuple[str, ...]) -> Paper:
    blocks = tuple(block for part in parts for block in makers[part]())
    return Paper(title, about, (*blocks, notice()), f"Law as of {law_as_of()}. restitution {VERSION}")


def _refused(document: Document, mistakes: tuple[Said, ...], otherwise: str) -> InputError:
    errors = tuple(FieldError(place_words(document, one.place), one.words) for one in mistakes)
    return InputError(errors or (FieldError("", otherwise),))
