"""The case as it is beside its variants: the inputs and the figures that differ, marked in words."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from restitution.commands.notes.estimate import NO_ORDER
from restitution.money import dollars
from restitution.render.words import NOTICE
from restitution.steps.estimate import Estimate

type Difference = tuple[str, str, str]
"""An input that differs: its label, its text in the case as it is, and its text in the variant."""

type Compared = tuple[str, Sequence[Difference], Estimate | None]
"""A variant: its name, the inputs in which it differs from the case as it is, and its result if it has one."""

MOST_SHOWN = 4
_PRESENT = "As it is now"
_NO_RESULT = "cannot be calculated yet"
_EMPTY = "(empty)"


def variants_html(variants: Sequence[Compared], present: Estimate | None) -> str:
    """Return the first few variants side by side with the case as it is.

    Args:
        present: the result of the case as it is; ``None`` if it cannot be calculated.
    """
    head = '<section class="dk-answer" aria-labelledby="variants"><h2 id="variants" tabindex="-1">Side by side</h2>'
    if not variants:
        return f"{head}<p>No variant is kept. Keep one, then change the case: both then stand here.</p></section>"
    shown = variants[:MOST_SHOWN]
    names = [_PRESENT, *(name for name, _, _ in shown)]
    body = _group("Figures", names, _figures([present, *(estimate for _, _, estimate in shown)]))
    inputs = _inputs(shown)
    body += _group("Inputs that differ", names, inputs) if inputs else ""
    heads = "".join(
        f'<th scope="col" role="columnheader"><bdi>{escape(name)}</bdi></th>' for name in ("Input or figure", *names)
    )
    more = len(variants) - len(shown)
    rest = f"<p>{more:,} more {'is' if more == 1 else 'are'} kept but not shown.</p>" if more else ""
    return (
        f'{head}<div class="we-scroll dk-scroll" role="region" tabindex="0" aria-label="Variants side by side">'
        '<table class="report-grid dk-variants" role="table"><caption>The case as it is, and its variants. What '
        'differs from the case as it is says so.</caption><thead role="rowgroup"><tr role="row">'
        f'{heads}</tr></thead>{body}</table></div>{rest}<p class="dk-notice">{escape(NOTICE)}</p></section>'
    )


type Row = tuple[str, list[str]]
"""A label, and the text of each column, that of the case as it is first."""


def _group(title: str, names: Sequence[str], rows: Sequence[Row]) -> str:
    html = (
        f'<tr class="dk-group" role="row"><th scope="rowgroup" role="rowheader" colspan="{len(names) + 1}">'
        f"{escape(title)}</th></tr>"
    )
    for label, texts in rows:
        cells = "".join(_cell(name, text, texts[0]) for name, text in zip(names, texts, strict=True))
        html += f'<tr role="row"><th scope="row" role="rowheader"><bdi>{escape(label)}</bdi></th>{cells}</tr>'
    return f'<tbody role="rowgroup">{html}</tbody>'


def _cell(name: str, text: str, present: str) -> str:
    """Return a cell. Its text may be anything that was typed: ``bdi`` keeps its direction to itself."""
    kind, mark = (' class="dk-differs"', ' <span class="dk-mark">differs</span>') if text != present else ("", "")
    return f'<td role="cell" data-column="{escape(name)}"{kind}><bdi>{escape(text or _EMPTY)}</bdi>{mark}</td>'


def _figures(estimates: Sequence[Estimate | None]) -> list[Row]:
    """Return the total of the case, and those of its victims and defendants where there are several."""
    rows: list[Row] = [("Total of the case", [_case(one) for one in estimates])]
    victims = list(dict.fromkeys(code for one in estimates if one for code in one.by_victim))
    defendants = list(dict.fromkeys(code for one in estimates if one for code in one.by_defendant))
    if len(victims) > 1:
        rows += [(f"Victim {code}", [_victim(one, code) for one in estimates]) for code in victims]
    if len(defendants) > 1:
        rows += [(f"Defendant {code}", [_defendant(one, code) for one in estimates]) for code in defendants]
    return rows


def _case(one: Estimate | None) -> str:
    if one is None:
        return _NO_RESULT
    return NO_ORDER if one.no_order else dollars(one.case)


def _victim(one: Estimate | None, code: str) -> str:
    if one is None:
        return _NO_RESULT
    if code not in one.by_victim:
        return "not in it"
    return dollars(one.by_victim[code]) if any(order.victim == code for order in one.orders) else NO_ORDER


def _defendant(one: Estimate | None, code: str) -> str:
    if one is None:
        return _NO_RESULT
    if code not in one.by_defendant:
        return "not in it"
    return dollars(one.by_defendant[code]) if any(order.defendant == code for order in one.orders) else NO_ORDER


def _inputs(shown: Sequence[Compared]) -> list[Row]:
    """Return each input in which any of them differs, with the text of each."""
    here: dict[str, str] = {}
    there: list[dict[str, str]] = []
    for _, differences, _ in shown:
        there.append({})
        for label, now, then in differences:
            here.setdefault(label, now)
            there[-1][label] = then
    return [(label, [now, *(other.get(label, now) for other in there)]) for label, now in here.items()]
