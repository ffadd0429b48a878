"""The words of a desk for its own parts: places, steps that can be undone, and what a folded section holds."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from fractions import Fraction
from typing import Any

from restitution.casefile import FIELDS, Document, Place, table_of
from restitution.casefile.declared import ledger_of
from restitution.casefile.document import blank
from restitution.dates import spelled
from restitution.desk.headings import head_of
from restitution.fields import Field
from restitution.money import dollars, median, parse_money
from restitution.scenario.fields import CIRCUITS

_PLURALS = {"loss": "losses", "row of conduct": "rows of conduct", "row of the ledger": "rows of the ledger"}
_NOUNS = {"conduct": "row of conduct"}
_MOST_CODES = 12


def plural(noun: str, number: int) -> str:
    """Return a number of things: ``1 loss``, ``45 losses``."""
    noun = _NOUNS.get(noun, noun)
    return f"{number:,} {noun if number == 1 else _many(noun)}"


def _many(noun: str) -> str:
    noun = _NOUNS.get(noun, noun)
    return _PLURALS.get(noun, f"{noun}s")


def place_words(document: Document, place: Place) -> str:
    """Return a place in words, for a list of mistakes: ``Loss 3, amount``."""
    if place.field:
        return head_of(place.field)
    if not place.table:
        return "The case"
    table = table_of(place.table)
    victim = ledger_of(place.table)
    if place.row is None:
        return f"Ledger of victim {victim}" if victim else _many(table.noun).capitalize()
    code = document.rows(place.table)[place.row][0].strip() if place.table in ("victims", "defendants") else ""
    noun = f"Ledger of victim {victim}, row" if victim else _ROWS.get(table.noun, table.noun.capitalize())
    where = f"{noun} {code or place.row + 1}"
    if not place.column:
        return where
    head = head_of(f"{'ledger' if victim else place.table}.{place.column}")
    return f"{where}, {head[0].lower()}{head[1:]}"


_ROWS = {"conduct": "Conduct, row"}


def step_words(edit: Mapping[str, Any]) -> str:
    """Return what an edit does, for the buttons that undo it or do it again."""
    name = str(edit.get("table", ""))
    noun = table_of(name).noun if name else ""
    noun = _NOUNS.get(noun, noun)
    if ledger_of(name):
        noun = "row of the ledger"
    match edit["op"]:
        case "set":
            return f"Change: {head_of(edit['field'])}"
        case "cell" | "clear":
            return f"Change {noun} {edit['row'] + 1}"
        case "add":
            return f"Add {plural(noun, edit.get('count', 1))}"
        case "remove":
            return f"Remove {plural(noun, edit.get('count', 1))}"
        case "move":
            return f"Move {plural(noun, edit.get('count', 1))}"
        case "fill" | "rows":
            rows = len(edit["cells"]) - (1 if edit.get("header") is True else 0)
            return f"Paste {plural(noun, rows)}"
        case "read":
            return f"Read {_many(noun)} from text"
        case "merge":
            return "Merge a second ledger"
        case "take":
            return "Take the figures from the ledger"
        case "empty":
            return "Start empty"
        case "keep":
            return "Keep a variant"
        case "use":
            return "Use a variant"
        case "drop":
            return "Remove a variant"
        case "open":
            return "Open a file"
        case _:
            return "Open an example"


def summaries(document: Document, losses: Fraction | None) -> dict[str, str]:
    """Return what each folded section holds, in one line.

    Args:
        losses: the sum of all losses as stated, US dollars; ``None`` while they cannot be read.
    """
    victims, defendants = document.codes("victims"), document.codes("defendants")
    filled = {name: [row for row in document.rows(name) if not blank(row)] for name in _COUNTED}
    amount = f", {dollars(losses)} in all" if losses is not None and filled["losses"] else ""
    return {
        "victims": _coded("victim", victims),
        "defendants": f"{_coded('defendant', defendants)}; {plural('count', len(filled['counts']))}",
        "losses": f"{plural('loss', len(filled['losses']))}{amount}",
        "awards": _awards(document),
        "conduct": _conduct(document, len(filled["conduct"]), len(filled["adjustments"])),
        "share": _share(document),
        "order": _order(document),
        "variants": plural("variant", len(document.variants)) + " kept" if document.variants else "none kept",
    }


_COUNTED = ("losses", "counts", "conduct", "adjustments")


def _coded(noun: str, codes: tuple[str, ...]) -> str:
    if not codes:
        return f"no {noun} yet"
    listed = ", ".join(codes[:_MOST_CODES])
    return f"{plural(noun, len(codes))}: {listed}{', …' if len(codes) > _MOST_CODES else ''}"


def _awards(document: Document) -> str:
    number = sum(not blank(row) for row in document.rows("awards"))
    amounts = awards_of(document)
    if not number:
        return "none"
    middle = f"median {dollars(median(amounts))}, " if amounts and one_victim(document) else ""
    return plural("earlier award", number) + (f": {middle}sum {dollars(sum(amounts, Fraction(0)))}" if amounts else "")


def awards_of(document: Document) -> list[Fraction]:
    """Return the earlier awards, US dollars; none as long as one of them cannot be read."""
    try:
        return [parse_money(row[1]) for row in document.rows("awards") if not blank(row)]
    except ValueError:
        return []


def one_victim(document: Document) -> bool:
    """Return whether all earlier awards are those of one victim: only then has their median a meaning."""
    return len({row[0].strip() for row in document.rows("awards") if not blank(row)}) == 1


def _conduct(document: Document, rows: int, adjustments: int) -> str:
    groups = {group.strip() for group in document.column("conduct", "joint_group") if group.strip()}
    parts = [
        words
        for number, words in (
            (rows, plural("conduct", rows)),
            (adjustments, plural("adjustment", adjustments)),
            (len(groups), plural("joint group", len(groups))),
        )
        if number
    ]
    return ", ".join(parts) or "nothing noted"


def _share(document: Document) -> str:
    method = chosen(document, "apportionment.method")
    words = [method or "no method chosen yet"]
    if document.field("apportionment.method") in ("equal-share", "adjusted-share"):
        words.append(chosen(document, "apportionment.denominator").lower())
    if document.field("apportionment.method") == "prior-awards":
        words.append(chosen(document, "apportionment.statistic").lower())
    if document.field("apportionment.method") == "fixed":
        words.append(document.field("apportionment.fixed") or "not entered yet")
    return ": ".join(words)


def chosen(document: Document, path: str) -> str:
    """Return the wording of a choice, the default if it is left open; empty if there is none."""
    declared: Field = FIELDS[path]
    return declared.choices.get(document.field(path) or declared.default or "", "")


def _order(document: Document) -> str:
    day, circuit = document.field("order_date"), document.field("circuit")
    words = [_day(day) if day else "no date yet"]
    words.append(f"{CIRCUITS[circuit]} Circuit" if circuit in CIRCUITS else "no circuit given")
    return ", ".join(words)


def _day(text: str) -> str:
    with suppress(ValueError):
        return spelled(date.fromisoformat(text))
    return text
