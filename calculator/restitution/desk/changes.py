"""What would change a result: the same facts under each method, each text of the law, both ways of mixed harm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from html import escape

from restitution.casefile import TABLES
from restitution.commands.compare import NOTES
from restitution.commands.estimate import FEW
from restitution.commands.notes.estimate import NO_ORDER
from restitution.desk.headings import head_of, method_words
from restitution.desk.notes import Noted, notes_html
from restitution.fields import Kind
from restitution.money import dollars, parse_money
from restitution.render import Cell, Grid
from restitution.render.as_html import chart_html, grid_html
from restitution.render.charts import Swing, tornado
from restitution.render.words import NOTICE
from restitution.scenario import Scenario
from restitution.scenario.paths import field_at
from restitution.steps.compare import Comparison, Move, Variant

_LAWS = {"pre-2018": "The text before the AVAA", "current": "The present text"}
_MIXED = {"left in": "Its part left in", "taken out": "Its part taken out"}

_INNER = {"loss": "loss", "counts": "count", "conduct": "conduct"}

_METHODS_MEAN = (
    "Every method whose inputs are given, for the same facts. The judge decides which amount reflects the relative "
    "role of a defendant."
)
_LAWS_MEAN = (
    "The same facts as if every offense had been committed under that text. Nobody chooses it: it follows from the "
    "dates of the offense."
)
_MIXED_MEAN = (
    "With and without the part of a mixed loss that the original abuse caused. The court decides: the Second and the "
    "Ninth Circuit required it to be taken out, the Eleventh requires no set step; all three under the earlier text."
)
_MOVES_MEAN = (
    "One input is varied at a time, all others as entered; the widest swing comes first. The inputs stand in for what "
    "the judge finds."
)


def compare_html(comparison: Comparison, base: str) -> str:
    """Return what would change the result: tables, a range over the methods and the swing of each input.

    Args:
        base: relative path from the page to the root of the site.
    """
    head = (
        '<section class="dk-answer" aria-labelledby="changes">'
        '<h2 id="changes" tabindex="-1">What would change this</h2>'
    )
    if comparison.base.no_order:
        return (
            f'{head}<p class="dk-lead">There is {NO_ORDER} in this case, so there is nothing to compare.</p></section>'
        )
    scenario = comparison.base.scenario
    total = dollars(comparison.base.case)
    parts = [head, f'<p class="dk-lead">As entered: {total}. {escape(range_in_words(comparison))}</p>']
    named = [(_method_named(one.name, scenario), one) for one in comparison.methods]
    parts.append(_part("By method", _METHODS_MEAN, "method", named))
    parts.append(_part("By text of the law", _LAWS_MEAN, "text", [(_LAWS[one.name], one) for one in comparison.laws]))
    if any(loss.cause == "mixed" for victim in scenario.victims for loss in victim.losses):
        mixed = [(_MIXED[one.name], one) for one in comparison.disaggregation]
        parts.append(_part("By the harm of the original abuse", _MIXED_MEAN, "part", mixed))
    if comparison.moves:
        swings = [
            Swing(
                _of(scenario, move.path, _label(move)),
                move.low,
                move.high,
                _input(move.path, move.low_input),
                _input(move.path, move.high_input),
            )
            for move in comparison.moves
        ]
        drawn = tornado("moved", "What each input changes in the total of the case", swings, comparison.base.case)
        parts.append(f"<h3>By input</h3><p>{_MOVES_MEAN}</p>{chart_html(drawn, 'changes')}")
    parts.append(notes_html((Noted(note.name, note.text) for note in NOTES), "dk-more-changes"))
    parts.append(f'<p class="dk-notice">{escape(NOTICE)}</p></section>')
    return "".join(parts)


def range_in_words(comparison: Comparison) -> str:
    """Return the least and the greatest total over the methods, the undivided loss excluded; empty without any."""
    totals = [one.line.exact for one in comparison.methods if one.name != "full"]
    if not totals:
        return "No order here is set by a share, so every method gives the same."
    low, high = min(totals), max(totals)
    if low == high:
        return (
            f"Apart from the undivided loss, {_methods(len(totals))} the same total, {dollars(low)}. That is no limit "
            "of the law."
        )
    return (
        f"Over the {len(totals)} methods shown, each share after any floor and the undivided loss excluded: "
        f"{dollars(low)} to {dollars(high)}. These are results of the methods, not limits of the law."
    )


def _methods(number: int) -> str:
    return "the one method shown gives" if number == 1 else f"the {number} methods shown give"


def _part(title: str, meaning: str, column: str, variants: Sequence[tuple[str, Variant]]) -> str:
    """Return one table with the sentence that says what it means; empty without rows."""
    if not variants:
        return ""
    grid = _grid(title, column, variants)
    return (
        f"<h3>{escape(title)}</h3><p>{escape(meaning)}</p>"
        f'<div class="dk-scroll" role="region" tabindex="0" aria-label="{escape(title)}">{grid_html(grid)}</div>'
    )


def _grid(title: str, column: str, variants: Sequence[tuple[str, Variant]]) -> Grid:
    """Return the orders beside the total where they are few and more than one."""
    keys = list(dict.fromkeys(key for _, one in variants for key in one.orders))
    if not 1 < len(keys) <= FEW:
        keys = []
    rows: list[tuple[Cell, ...]] = [
        (name, *(one.orders.get(key) for key in keys), one.line.exact) for name, one in variants
    ]
    return Grid(f"{title}: totals", (column, *(f"order {key}" for key in keys), "total of the case"), tuple(rows))


def _method_named(name: str, scenario: Scenario) -> str:
    words = method_words(name, scenario.apportionment.statistic)
    chosen = ", as chosen" if name == scenario.apportionment.chosen else ""
    return f"{words[0].upper()}{words[1:]}{chosen}"


def _label(move: Move) -> str:
    """Return the head under which the page has an input; the statute's term for one that stands in no table."""
    found = _COLUMN.fullmatch(move.path)
    table = {"": f"{found[1]}s", "loss": "losses"}.get(found[2] or "", found[2]) if found else ""
    name = found[3] if found else ""
    if table in TABLES and name in TABLES[table].names():
        return head_of(f"{table}.{name}")
    return move.label


_COLUMN = re.compile(r"(victim|defendant)\[\d+\](?:\.(loss|counts|conduct)\[\d+\])?\.(\w+)", re.ASCII)


def _input(path: str, text: str) -> str:
    """Return an input as it is shown: an amount with its sign."""
    with suppress(ValueError):
        if field_at(path).kind is Kind.MONEY:
            return dollars(parse_money(text))
    return text


def _of(scenario: Scenario, path: str, label: str) -> str:
    """Return the label of an input with whose it is, where there are several."""
    whose = ", ".join(_whose(scenario, path))
    return f"{label} ({whose})" if whose else label


def _whose(scenario: Scenario, path: str) -> Iterator[str]:
    found = re.match(r"(victim|defendant)\[(\d+)\]", path)
    if found:
        of = scenario.victims if found[1] == "victim" else scenario.defendants
        if len(of) > 1:
            yield f"{found[1]} {of[int(found[2])].id}"
    inner = re.search(r"\]\.(loss|counts|conduct)\[(\d+)\]", path)
    if inner:
        yield f"{_INNER[inner[1]]} {int(inner[2]) + 1}"
