"""The position of one victim's ledger: its facts, the paragraph for a filing, the chart, the cases and what to know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape

from restitution.commands.ledger import cases_grid, facts_of, position_chart
from restitution.commands.notes.position import POINTS, flagged
from restitution.dates import spelled
from restitution.desk.notes import Noted, made_up_html, notes_html
from restitution.ledger import Position, in_brief
from restitution.money import dollars_of_cents
from restitution.render.as_html import chart_html, facts_html, grid_html
from restitution.render.words import NOTICE, citation
from restitution.rules.ledger import END
from restitution.worksheet import Cite

_ASSISTANCE = Cite("18-usc-2259", "(d)")
_LATER_CIVIL = Cite("18-usc-3664", "(j)(2)")
_EVANS = Cite("evans-2022")

MOST_CASES = 200
"""The most cases in the table: a page with thousands of rows would answer each edit late."""

_CHECK = next(point.text for point in POINTS if point.name == "findings")
"""What the writer of a filing must see to: it is not known here which orders are final."""


def position_html(position: Position, victim: str, base: str, *, example: bool = False) -> str:
    """Return the position of a victim's ledger.

    Args:
        victim: the victim's code.
        base: relative path from the page to the root of the site.
        example: whether the case was begun from a built-in example.
    """
    day = spelled(position.as_of)
    parts = [
        '<section class="dk-answer" aria-labelledby="position">'
        f'<h2 id="position" tabindex="-1">Victim {escape(victim)}: position on {day}</h2>',
        made_up_html(example),
        facts_html((label.strip(), cell) for label, cell in facts_of(position)),
        '<h3>The paragraph for the filing</h3><p class="dk-paragraph" id="dk-paragraph">'
        f"{escape(paragraph(position))}</p>"
        '<p class="dk-press"><button type="button" data-do="copy-paragraph">Copy the paragraph</button></p>'
        f'<p class="dk-check"><strong>Before it is filed:</strong> {escape(_CHECK)}</p>',
    ]
    if position.history:
        parts.append(chart_html(position_chart(position), "position"))
    if position.cases:
        parts.append(_cases_html(position))
    parts.append(notes_html(_noted(position), "dk-more-position"))
    parts.append(f'<p class="dk-notice">{escape(NOTICE)}</p></section>')
    return "".join(parts)


def _cases_html(position: Position) -> str:
    grid = cases_grid(position)
    more = len(grid.rows) - MOST_CASES
    rest = f"<p>The first {MOST_CASES:,} of {len(grid.rows):,} cases are shown. The CSV file has all of them.</p>"
    return (
        '<div class="dk-scroll" role="region" tabindex="0" aria-label="Balances by case">'
        f"{grid_html(replace(grid, rows=grid.rows[:MOST_CASES]))}</div>{rest if more > 0 else ''}"
    )


def _noted(position: Position) -> Iterator[Noted]:
    for flag in flagged(position.flags):
        yield Noted(flag.name, flag.text)
    if not position.counted and not position.after:
        yield Noted("no rows", "The ledger has no rows yet, so every figure is zero.")
    for kind, words in in_brief(position.notices):
        yield Noted(kind, words)
    for point in POINTS:
        if point.text != _CHECK:
            yield Noted(point.name, point.text)


def paragraph(position: Position) -> str:
    """Return the position as the paragraph of a filing, with its figures and sections.

    It says no more than the rows do: that each finding comes from a case with a final order is for its writer to see
    to, and whether the victim has been made whole is for the court to decide.
    """
    sentences = [*_received(position), *_turned(position)]
    if position.assistance:
        sentences.append(
            f"Separately, the victim received {dollars_of_cents(position.assistance)} in defined monetary assistance, "
            f"which is not restitution received. {citation(_ASSISTANCE)}."
        )
    if position.civil:
        later = sum(case.civil for case in position.cases)
        sentences.append(
            f"Separately, the victim recovered {dollars_of_cents(position.civil)} in civil damages, not counted above; "
            f"of it, {dollars_of_cents(later)} was recovered after the first order in its case. An order is reduced by "
            "any amount later recovered as compensatory damages for the same loss, in a State proceeding to the extent "
            "provided by State law. "
            f"{citation(_LATER_CIVIL)}."
        )
    return " ".join(sentences)


def _received(position: Position) -> Iterator[str]:
    paying = sum(case.paid > 0 for case in position.cases)
    cases = f" in {paying:,} case{'' if paying == 1 else 's'}" if paying else ""
    reversals = (
        f" (payments of {dollars_of_cents(position.received + position.reversed)} less reversals of "
        f"{dollars_of_cents(position.reversed)})"
        if position.reversals
        else ""
    )
    has = (
        f"As of {spelled(position.as_of)}, the victim has received {dollars_of_cents(position.received)} in "
        f"restitution under {citation(Cite('18-usc-2259'))}{cases}{reversals}"
    )
    if position.greatest is None:
        yield (
            f"{has}. No finding of the victim's losses in a case with a final restitution order is entered, so the "
            f"amount outstanding cannot be stated. {citation(END)}."
        )
        return
    yield (
        f"{has}, of {dollars_of_cents(position.greatest.amount)}, the greatest amount of losses found in any case "
        f"(case {position.greatest.case}, finding of {spelled(position.greatest.day)}); {_remaining(position)}. "
        f"{citation(END)}."
    )
    if position.ended:
        yield (
            f"By {spelled(position.ended.day)} the victim had received {dollars_of_cents(position.ended.received)}, at "
            f"least the greatest amount found by then, {dollars_of_cents(position.ended.finding)}; on these figures "
            "the liability of each defendant for those losses has ended, whatever the orders still show as unpaid. "
            f"Whether the victim has been made whole is for the court to decide. {citation(END)}; {citation(_EVANS)}."
        )


def _remaining(position: Position) -> str:
    if not position.greatest_finding:
        return "with no loss found, the end of liability cannot be measured"
    if position.over_collected:
        return (
            f"nothing remains outstanding, and {dollars_of_cents(position.over_collected)} has been received above "
            "that amount; no decision was found on what becomes of the rest"
        )
    if not position.outstanding:
        return "nothing remains outstanding"
    return f"{dollars_of_cents(position.outstanding)} remains outstanding"


def _turned(position: Position) -> Iterator[str]:
    """Say when liability had ended and was reopened. No decision was found that says so."""
    again = [turn for turn in position.turns if not turn.ended]
    if not again:
        return
    last = again[-1]
    causes = [words for words, cause in (("a greater finding", last.found), ("a reversal", last.reversed)) if cause]
    before = next(turn for turn in reversed(position.turns[: position.turns.index(last)]) if turn.ended)
    yield (
        f"On these figures liability had ended on {spelled(before.moment.day)}, and it is treated as reopened on "
        f"{spelled(last.moment.day)} by {' and '.join(causes)}; no decision on that point was found."
    )
