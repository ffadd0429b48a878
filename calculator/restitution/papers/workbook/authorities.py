"""The sheet of authorities: every citation of the worksheet in full, what rests on it, and how far it was read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from restitution.law import LAW
from restitution.papers.citing import BUT_SEE, Signaled, cites_of, full, is_dissent
from restitution.papers.content.wording import proper
from restitution.papers.workbook.decides import DECIDES
from restitution.papers.workbook.page import Column, Look, Page
from restitution.worksheet import Cite, Line

_COLUMNS = (
    Column("Authority", "cited in full, with the place", 36),
    Column("What it is cited for", "lines of the worksheet", 32),
    Column("Who decides", "those lines", 16),
    Column("What it says", "in our words", 46),
    Column("What was not read", "", 36),
    Column("Where it was read", "address", 32),
)
_DISSENT = "a dissenting opinion"
_SAYS = "A dissenting opinion: it decides nothing. What the Court decided stands beside the other places."
_AGAINST = {True: "it went the other way", False: "only to compare"}
"""By whether a decision is contrary, in place of who decides: no line rests on it."""
_MOST = 4
"""Lines that are named; a statute's first words carry most of a worksheet."""
_KINDS = ("statute", "regulation", "public-law", "case", "report", "data")
_ORDER = {name: place for place, name in enumerate(LAW.authorities)}
_SPLIT = re.compile(r"[()]+")
_WHOSE = re.compile(r"^(?:Victim|Case|Year) \S+?[:,].*|^Count under .*")


def authorities_sheet(lines: Iterable[Line]) -> Page:
    """Return the sheet for the lines of a worksheet."""
    page = Page(
        "Authorities",
        "What each figure rests on, cited in full, and how far each source was read.",
        tuple(column.width for column in _COLUMNS),
    )
    page.title(
        "Authorities",
        ("Open a source itself before you rely on it. Pages of the U.S. Reports were not seen.",),
    )
    head = page.heads(_COLUMNS)
    page.frozen = head, head + 2
    used = _used(lines)
    before = ""
    for cite in sorted(used, key=_place):
        authority, resting = LAW.authorities[cite.authority], used[cite]
        row = page.next_row
        page.next_row += 1
        labels = list(dict.fromkeys(_label(line) for line in resting))
        more = f"; and {len(labels) - _MOST} more" if len(labels) > _MOST else ""
        signal = f"{cite.signal} " if isinstance(cite, Signaled) else ""
        page.put(row, 0, f"{signal}{full(cite)}", Look.TEXT)
        page.put(row, 1, "; ".join(labels[:_MOST]) + more, Look.TEXT)
        page.put(row, 2, _who_decides(cite, resting), Look.TEXT)
        if is_dissent(cite):
            # The summary in the registry is of what the Court decided.
            page.put(row, 3, _SAYS, Look.TEXT)
            continue
        if authority.id != before:
            # Said once: the other rows are further places in it.
            page.put(row, 3, proper(authority.summary), Look.TEXT)
            page.put(row, 4, proper(authority.not_verified), Look.TEXT)
            page.put(row, 5, authority.url, Look.TEXT)
        before = authority.id
    return page


def _who_decides(cite: Cite, resting: Iterable[Line]) -> str:
    if is_dissent(cite):
        return _DISSENT
    if isinstance(cite, Signaled):
        return _AGAINST[cite.signal == BUT_SEE]
    return "; ".join(dict.fromkeys(DECIDES[line.status] for line in resting))


def _used(lines: Iterable[Line]) -> dict[Cite, list[Line]]:
    used: dict[Cite, list[Line]] = {}
    for top in lines:
        for line in top.walk():
            for cite in cites_of(line):
                used.setdefault(cite, []).append(line)
    return used


def _place(cite: Cite) -> tuple[int, int, bool, bool, list[str]]:
    """Return where a citation stands: statutes before cases, as in the registry, and their places in order.

    Of one decision what supports a line comes first, and a dissent last.
    """
    authority = LAW.authorities[cite.authority]
    return (
        _KINDS.index(authority.kind),
        _ORDER[authority.id],
        is_dissent(cite),
        isinstance(cite, Signaled),
        _SPLIT.split(cite.pin),
    )


def _label(line: Line) -> str:
    """Return what a line is, without whose it is."""
    if line.label.startswith("Count under"):
        return "Counts of conviction"
    return "Totals and orders" if _WHOSE.match(line.label) else proper(line.label)
