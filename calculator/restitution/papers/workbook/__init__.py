"""A case as a spreadsheet with live formulas, whose values are the engine's to the cent."""

from __future__ import annotations

from collections import Counter

from restitution.casefile import Document
from restitution.desk.figures import Figures
from restitution.desk.orders import in_words
from restitution.desk.position import paragraph
from restitution.papers.content.case import Orders
from restitution.papers.make import paper
from restitution.papers.workbook.authorities import authorities_sheet
from restitution.papers.workbook.front import front_sheet
from restitution.papers.workbook.inputs import begun, finished
from restitution.papers.workbook.losses import losses
from restitution.papers.workbook.orders import orders_sheet, shares_sheet
from restitution.papers.workbook.page import Page
from restitution.papers.workbook.position import LedgerSheets, ledger_sheets
from restitution.papers.workbook.written import written
from restitution.steps.ledger import worksheet

_PARTS = ("notes", "check")
"""What the first sheet takes from the paper for Word."""


def workbook(document: Document, view: str, ledger: str, figures: Figures) -> bytes:
    """Return a case, or the ledger of one of its victims, as a workbook for Excel and LibreOffice.

    Every amount is in US dollars. A cell that was typed is tinted, and what follows from it is a formula with the
    engine's value. The same case gives the same bytes everywhere.

    Args:
        view: ``orders``, or ``ledger`` for the ledger of one victim.
        ledger: the code of that victim.

    Raises:
        InputError: with every mistake of the case, and without a result.
    """
    words = paper(document, view, ledger, _PARTS, figures)
    if view == "ledger":
        result, pages = _of_ledger(document, ledger, figures)
    else:
        read, estimate = figures.case(document)
        if estimate is None:
            raise TypeError("A paper was made of a case without a result.")
        result, pages = in_words(estimate), _of_orders(Orders(document, read, estimate, ()), figures)
    return written((front_sheet(words, [result], pages, bool(document.example)), *pages), words)


def _of_orders(case: Orders, figures: Figures) -> tuple[Page, ...]:
    document, estimate = case.document, case.estimate
    inputs = begun(estimate)
    own = dict(zip(document.codes("victims"), _own_cases(document), strict=True))
    alike = Counter[str]()
    ledgers: dict[str, LedgerSheets] = {}
    for victim in estimate.scenario.victims:
        if victim.ledger:
            alike[victim.id.casefold()] += 1
            entries = figures.ledger(document, victim.id)[0].entries
            number = alike[victim.id.casefold()]
            ledgers[victim.id] = ledger_sheets(
                victim.id, victim.ledger, entries, inputs.order_date, own[victim.id], number
            )
    finished(inputs, estimate, {victim: sheets.taken for victim, sheets in ledgers.items() if sheets.taken})
    found = losses(inputs, case)
    shares = shares_sheet(inputs, found, estimate)
    orders = orders_sheet(inputs, shares, estimate)
    rows = (page for sheets in ledgers.values() for page in sheets.pages)
    return (inputs.page, found.page, *found.years, shares, orders, *rows, authorities_sheet(estimate.lines))


def _own_cases(document: Document) -> list[str]:
    """Return, for each victim with a code, the case of its ledger that is this one, or nothing."""
    codes, cases = document.column("victims", "id"), document.column("victims", "ledger_case")
    return [case.strip() for code, case in zip(codes, cases, strict=True) if code.strip()]


def _of_ledger(document: Document, victim: str, figures: Figures) -> tuple[str, tuple[Page, ...]]:
    position, _ = figures.position(document, victim)
    if position is None:
        raise TypeError("A paper was made of a ledger without a position.")
    entries = figures.ledger(document, victim)[0].entries
    pages = ledger_sheets(victim, position, entries).pages
    return paragraph(position), (*pages, authorities_sheet(worksheet(position)))
