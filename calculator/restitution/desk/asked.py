"""Questions about a case that change nothing: its text in another form, a preview, a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from restitution.casefile import Document, table_of
from restitution.casefile.clipboard import cells_of, understand
from restitution.casefile.declared import ledger_of
from restitution.casefile.document import blank
from restitution.casefile.merge import merge
from restitution.casefile.text import rows_of_text, text_of_table
from restitution.commands.estimate import estimate_report
from restitution.commands.ledger import ledger_report
from restitution.desk.changes import compare_html
from restitution.desk.figures import Figures
from restitution.desk.headings import head_of
from restitution.desk.position import paragraph
from restitution.errors import InputError, named
from restitution.fields import Reader
from restitution.ledger import Position
from restitution.render import Report
from restitution.render.as_csv import report_csv
from restitution.scenario import LumpSum
from restitution.steps.compare import compare
from restitution.steps.estimate import Estimate

_MOST_MOVED = 3
_TENTH = Fraction(1, 10)


def answer_to(ask: object, document: Document, figures: Figures, request: Mapping[str, Any]) -> dict[str, Any]:
    """Answer one question about a case.

    Args:
        ask: a table with ``ask``: ``csv`` (of what the view shows), ``text`` (the rows of a ``table``),
            ``preview`` (of ``cells`` or ``text`` to be put into a ``table``), ``merge`` (what the ``text`` of a second
            ledger would change in a ``table``), ``compare`` or ``paragraph``.

    Raises:
        InputError: if it is none of these, or cannot be answered until something is corrected.
    """
    if not isinstance(ask, Mapping):
        raise InputError.at("ask", f"A desk does not answer {named(ask)}.")
    match ask:
        case {"ask": "csv"}:
            return {"text": report_csv(_report(document, figures, request))}
        case {"ask": "paragraph"}:
            return {"text": paragraph(_position(document, figures, request))}
        case {"ask": "text", "table": name}:
            table_of(name)
            return {"text": text_of_table(document, str(name))}
        case {"ask": "preview", "table": _}:
            return _preview(document, ask)
        case {"ask": "merge", "table": str(name), "text": str(text)}:
            return _merged(document, name, text)
        case {"ask": "compare"}:
            return {"html": compare_html(_comparison(document, figures), str(request.get("base", "")))}
    raise InputError.at("ask", f"A desk does not answer {named(ask.get('ask'))}.")


def _report(document: Document, figures: Figures, request: Mapping[str, Any]) -> Report:
    if request.get("view") == "ledger":
        return ledger_report(_position(document, figures, request))
    return estimate_report(_estimate(document, figures))


def _estimate(document: Document, figures: Figures) -> Estimate:
    read, result = figures.case(document)
    if result is None:
        raise InputError.at("", f"First correct what is marked: {plural_mistakes(len(read.mistakes))}.")
    return result


def plural_mistakes(number: int) -> str:
    """Return a number of mistakes in words."""
    return "1 entry" if number == 1 else f"{number:,} entries"


def _position(document: Document, figures: Figures, request: Mapping[str, Any]) -> Position:
    now, mistakes = figures.position(document, str(request.get("ledger") or "A"))
    if now is None:
        why = (
            f"First correct what is marked: {plural_mistakes(len(mistakes))}." if mistakes else "There are no rows yet."
        )
        raise InputError.at("", why)
    return now


def _preview(document: Document, ask: Mapping[str, Any]) -> dict[str, Any]:
    """Return how a block would be read: its columns, three rows as samples, and what would be refused."""
    name = ask["table"]
    fields = table_of(name).fields
    cells, column = ask.get("cells"), str(ask.get("column") or "")
    if cells is not None and not _is_block(cells):
        raise InputError.at("cells", "This must be rows of texts.")
    block = cells_of(str(ask.get("text") or "")) if cells is None else cells
    row = ask.get("row")
    below = len(document.rows(str(name))) - row if type(row) is int else 0
    found = understand(block, fields, column, rows_so_far=max(0, below))
    return {
        "cells": block,
        "header": found.header,
        "heads": list(found.heads),
        "columns": list(found.columns),
        "certain": found.certain,
        "samples": [list(texts) for texts in zip(*found.samples, strict=True)],
        "left": list(found.left),
        "missing": [head_of(f"{_whole(name)}.{field.name}") for field in fields if field.name in found.missing],
        "totals": list(found.totals),
        "reads": {name: " ".join(said for one, said in found.reads if one == name) for name, _ in found.reads},
        "problems": [one._asdict() for one in found.problems],
        "more": found.more,
    }


def _whole(name: object) -> str:
    return "ledger" if ledger_of(str(name)) else str(name)


def _is_block(cells: object) -> bool:
    return isinstance(cells, list) and all(
        isinstance(row, list) and all(isinstance(text, str) for text in row) for row in cells
    )


def _merged(document: Document, name: str, text: str) -> dict[str, Any]:
    if not ledger_of(name):
        raise InputError.at("table", "Only a ledger can be merged.")
    old, new = document.rows(name), rows_of_text(name, text)
    found = merge(old, new)
    return {
        "rows": len([row for row in new if not blank(row)]),
        "new": [list(new[i]) for i in found.new],
        "same": len(found.same),
        "kept": len(found.kept),
        "conflict": [
            {"old": list(old[one.old]), "new": list(new[one.new]), "why": one.words} for one in found.conflict
        ],
        "unreadable": [{"row": list(new[one.row]), "message": one.message} for one in found.unreadable],
    }


def _comparison(document: Document, figures: Figures) -> Any:
    read, _ = figures.case(document)
    _estimate(document, figures)
    return compare(read.tables, list(_moves(figures, document)), Reader())


def _moves(figures: Figures, document: Document) -> list[str]:
    """Return what is varied: the number of defendants halved and doubled, and the greatest losses by a tenth."""
    read, _ = figures.case(document)
    victims = read.scenario.victims if read.scenario else ()
    spans = [
        f"victim[{i}].ordered_defendants={victim.ordered_defendants // 2}..{victim.ordered_defendants * 2}"
        for i, victim in enumerate(victims)
        if victim.ordered_defendants and victim.ledger is None
    ]
    sums = sorted(
        (
            (loss.size.amount, i, j)
            for i, victim in enumerate(victims)
            for j, loss in enumerate(victim.losses)
            if isinstance(loss.size, LumpSum) and loss.size.amount
        ),
        reverse=True,
    )
    for amount, i, j in sums[:_MOST_MOVED]:
        low, high = (str(round(amount * part)) for part in (1 - _TENTH, 1 + _TENTH))
        spans.append(f"victim[{i}].loss[{j}].amount={low}..{high}")
    return spans[: 2 * _MOST_MOVED]
