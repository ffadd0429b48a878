"""The tables of the guide as HTML: statements, mistakes, words of the field, circuits and offenses.

On a narrow screen each row becomes a list in which every cell says what it is: see `.report-grid` in the style sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from restitution import LAW
from restitution.law import CircuitView, Offense
from restitution.money import dollars
from restitution.render.as_html import status_html
from restitution.render.words import short_citation
from restitution.rules.assessment import tier_of
from restitution.worksheet import Cite
from sitebuild.pages.guide import VERDICTS, Statement, Term, read_mistakes, read_statements, read_terms
from sitebuild.paths import SITE_MARK

type HtmlCell = str | tuple[str, str]
"""A cell as HTML, or as HTML and what it is sorted by."""


CIRCUIT_ORDER = ("scotus", *(str(n) for n in range(1, 12)), "dc")
"""The circuits of the registry as they are listed: the Supreme Court first."""


def table_html(
    ident: str, caption: str, columns: Sequence[str], rows: Iterable[Sequence[HtmlCell]], *, search: str = ""
) -> str:
    """A table whose columns sort by a press on their heads, and with `search` a box that keeps the rows that match.

    Args:
        rows: their cells; the first names its row.
        search: the label of the box.
    """
    body = "".join(_row(columns, cells) for cells in rows)
    heads = "".join(f'<th scope="col" role="columnheader">{escape(name)}</th>' for name in columns)
    box = ""
    if search:
        box = (
            f'<div class="table-search" data-needs-script hidden><label for="{ident}-search">{escape(search)}</label>'
            f'<input type="search" id="{ident}-search" autocomplete="off" spellcheck="false" aria-controls="{ident}">'
            '<p role="status"></p></div>'
        )
    return (
        f'{box}<div class="we-scroll law-data"><table class="report-grid sortable asc" id="{ident}" role="table">'
        f'<caption>{escape(caption)}</caption><thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table></div>'
    )


def _row(columns: Sequence[str], cells: Sequence[HtmlCell]) -> str:
    (first, sorted_by), *others = map(_keyed, cells)
    rest = "".join(
        f'<td role="cell" data-column="{escape(name)}"{key}><span>{cell}</span></td>'
        for name, (cell, key) in zip(columns[1:], others, strict=True)
    )
    return f'<tr role="row"><th scope="row" role="rowheader"{sorted_by}>{first}</th>{rest}</tr>'


def _keyed(cell: HtmlCell) -> tuple[str, str]:
    """The HTML of a cell, and the attribute that says what it is sorted by, if that is not its text."""
    return (cell, "") if isinstance(cell, str) else (cell[0], f' data-sort="{escape(cell[1])}"')


def statement_html(statement: Statement) -> str:
    """One statement as a box on the page that explains it."""
    return (
        f'<div class="statement law-data" id="said-{statement.id}"><p class="statement-says">Often said: '
        f"<em>{escape(statement.says)}</em></p><p>{_verdict(statement)}. {escape(statement.answer)} "
        f"{_standing(statement)}</p>"
        f'<p class="we-cites">{_cites(statement.authorities)}</p></div>'
    )


def statements_html() -> str:
    """Every statement with its verdict."""
    rows = [
        (
            f"<em>{escape(one.says)}</em>",
            f"{_verdict(one)} {_standing(one)}",
            _with_cites(one.answer, one.authorities),
            _page(one.page, f"said-{one.id}") + (f", {_page(one.page, one.example, 'numbers')}" if one.example else ""),
        )
        for one in read_statements()
    ]
    columns = ("What is said", "Verdict", "Why", "Where")
    return table_html("statements", "Common statements, checked", columns, rows, search="Search the statements")


def mistakes_html() -> str:
    """Every common mistake with what is right."""
    rows = [
        (
            f"<em>{escape(one.said)}</em>",
            _with_cites(one.correct, one.authorities),
            escape(one.topic),
            _page(one.page),
        )
        for one in read_mistakes()
    ]
    columns = ("Often said", "What is right", "Topic", "More")
    return table_html("mistakes", f"{len(rows)} common mistakes", columns, rows, search="Search the mistakes")


def _with_cites(text: str, cites: Iterable[Cite]) -> str:
    return f'{escape(text)} <span class="we-how we-cites">{_cites(cites)}</span>'


def glossary_html() -> str:
    """Every word of the field with its meaning."""
    return f'<dl class="glossary law-data">{"".join(map(_term, read_terms()))}</dl>'


def _term(term: Term) -> str:
    where = _cites((term.authority,)) if term.authority else ""
    more = _page(term.page) if term.page else ""
    links = ". ".join(link for link in (where, more) if link)
    meaning = f'{escape(term.plain)} <span class="we-cites">{links}</span>'
    return f'<dt id="{term.id}">{escape(term.term)}</dt><dd>{meaning}</dd>'


def circuits_html() -> str:
    """Where each circuit stands on taking out the harm of the original abuse: a grid to look at, a table to read."""
    views = list(LAW.circuits.values())
    tiles = "".join(
        f'<li data-view="{_view(view)}"><a href="#circuit-{view.circuit}"><b>{circuit_name(view.circuit)}</b> '
        f"{_VIEWS[_view(view)]}</a></li>"
        for view in views
    )
    rows = [
        (
            f'<span id="circuit-{view.circuit}">{circuit_name(view.circuit)}</span>',
            _VIEWS[_view(view)],
            escape(view.position),
            status_html(view.status),
            _cites((Cite(view.authority, view.pin),)),
            view.confidence,
        )
        for view in views
    ]
    columns = ("Circuit", "Must it come out?", "What it decided", "Status", "Authority", "Confidence")
    return f'<ul class="circuits law-data" aria-label="The circuits at a glance">{tiles}</ul>' + table_html(
        "circuits", "The circuits, one by one", columns, rows
    )


_VIEWS = {"yes": "required", "no": "not required", "open": "open"}


def _view(view: CircuitView) -> str:
    return "open" if view.status != "holding" else "yes" if view.disaggregate else "no"


def circuit_name(circuit: str) -> str:
    """A circuit of the registry as it is cited: `2d`, `9th`, `D.C.`."""
    names = {"scotus": "Supreme Court", "1": "1st", "2": "2d", "3": "3d", "dc": "D.C."}
    return names.get(circuit, f"{circuit}th")


def offenses_html() -> str:
    """Every section that can be charged, and where it leads."""
    rows = [
        (
            f"§ {escape(one.section)}" + (f", series of {escape(one.series)}" if one.series else ""),
            escape(one.description) + (f' <span class="we-how">{escape(one.note)}</span>' if one.note else ""),
            one.chapter,
            _rule(one),
            _tier(one),
            "yes" if one.kind == "trafficking" else "no",
            status_html(one.status),
            _cites((Cite(one.authority), Cite(one.statute, one.pin))),
        )
        for one in LAW.offenses
    ]
    columns = (
        "Section",
        "What it is",
        "Chapter",
        "Restitution",
        "Assessment, at most",
        "Opens the Reserve",
        "Status",
        "Authority",
    )
    return table_html("offenses", "Offenses and where they lead", columns, rows, search="Search the offenses")


_RULES = {"production": "full losses", "other": "full losses", "trafficking": "a share, at least the floor"}


def _rule(offense: Offense) -> str:
    return _RULES.get(offense.kind) or f"another statute: {escape(LAW.authorities[offense.statute].citation)}"


def _tier(offense: Offense) -> str:
    tier = tier_of(offense, False)
    if tier:
        return _cap(tier)
    produced = tier_of(offense, True)
    return f"{_cap(produced)} where CSAM was produced" if produced else "none stated"


def _cap(tier: str) -> str:
    return dollars(LAW.parameter(f"assessment.{tier}").values[-1].number)


def _verdict(statement: Statement) -> str:
    return f'<span class="verdict" data-verdict="{statement.verdict}">{VERDICTS[statement.verdict].capitalize()}</span>'


def _standing(statement: Statement) -> str:
    return f'<em class="{statement.standing}">{statement.standing.capitalize()}</em>'


def _cites(cites: Iterable[Cite]) -> str:
    return ", ".join(
        f'<a href="{SITE_MARK}sources/#{escape(cite.authority)}">{escape(short_citation(cite))}</a>' for cite in cites
    )


def _page(page: str, anchor: str = "", name: str = "") -> str:
    words = name or page.rpartition("/")[2].replace("-", " ")
    return f'<a href="{SITE_MARK}{escape(page)}/{f"#{escape(anchor)}" if anchor else ""}">{escape(words)}</a>'
