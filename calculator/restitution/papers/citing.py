"""Citations as lawyers in the United States write them, from the registry of authorities.

A decision that refused what it is cited for, or that was undone, never stands as plain support: it has a signal, and
what became of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from restitution.law import LAW
from restitution.law.cases import Decided, decided_cases
from restitution.render.words import citation
from restitution.worksheet import Cite, Line, Status

_SLIP = re.compile(r"(?:(?P<who>.+), )?slip op\. (?P<page>\d+(?:-\d+)?)")
_SAID = re.compile(r"\((?:unpublished|summary order|not precedential|certiorari denied)\)")
"""What the registry says itself about the weight of a decision."""
_BY_REPORTER = "F. App'x"
_SHARES = "restitution.rules.shares."
_METHODS = MappingProxyType(
    {
        "equal_share_ordered": "equal-share",
        "equal_share_predicted": "equal-share",
        "equal_share_estimated": "equal-share",
        "adjusted_share": "adjusted-share",
        "prior_awards": "prior-awards",
        "requested": "requested",
        "fixed": "fixed",
    }
)
"""The method of a decided case that each rule for a share goes by."""
BUT_SEE, COMPARE = "But see", "Cf."


@dataclass(frozen=True, slots=True)
class Signaled(Cite):
    """A citation that is no plain support for what it stands beside.

    Attributes:
        signal: what introduces it, as lawyers write it.
    """

    signal: str = BUT_SEE


def cites_of(line: Line) -> tuple[Cite, ...]:
    """Return what a line rests on, and after it, with their signals, the decisions that went another way."""
    cites = [_signaled(cite, line) for cite in line.authorities]
    return tuple(sorted(cites, key=lambda cite: isinstance(cite, Signaled)))


def _signaled(cite: Cite, line: Line) -> Cite:
    name = line.rule.removeprefix(_SHARES)
    if name == line.rule or name not in _METHODS:
        return cite
    case = _decided().get(cite.authority)
    if is_dissent(cite):
        return Signaled(cite.authority, cite.pin, BUT_SEE)
    if case and case.method == "proof-failed":
        # What is a model of our own may be what such a court had in mind; it decided nothing for it.
        return Signaled(cite.authority, cite.pin, COMPARE if line.status is Status.MODEL else BUT_SEE)
    if case and case.method == _METHODS[name] and case.award_stands == "set-aside":
        return Signaled(cite.authority, cite.pin, BUT_SEE)
    return cite


def is_dissent(cite: Cite) -> bool:
    """Return whether the place is in a dissenting opinion, which decides nothing."""
    return "dissenting" in cite.pin


def in_a_note(cites: Iterable[Cite]) -> Iterator[tuple[str, bool]]:
    """Yield the text of one note of several citations in pieces, each with whether it is set in italics."""
    signal = between = ""
    for cite in cites:
        if between:
            yield between, False
        between = "; "
        if isinstance(cite, Signaled) and cite.signal != signal:
            signal = cite.signal
            yield signal, True
            yield " ", False
        if name := name_of(cite):
            yield name, True
        yield full(cite).removeprefix(name), False
    yield ".", False


def noted(cites: Iterable[Cite]) -> str:
    """Return the text of one note of several citations."""
    return "".join(text for text, _ in in_a_note(cites))


@cache
def _decided() -> dict[str, Decided]:
    return {case.id: case for case in decided_cases()}


def _undone(cite: Cite) -> str:
    """Return what became of an award that was set aside or refused, as words in brackets; else nothing."""
    case = _decided().get(cite.authority)
    if case is None or is_dissent(cite):
        return ""
    if case.award_stands == "set-aside":
        said = f"award {case.award_note[:1].lower()}{case.award_note[1:]}"
    elif case.method == "proof-failed":
        said = case.method_note[:1].lower() + case.method_note[1:]
    else:
        return ""
    return f" ({said.partition('. ')[0].removesuffix('.')})"


@cache
def full(cite: Cite) -> str:
    """Return a citation in full: ``Paroline v. United States, 572 U.S. 434 (2014) (slip op. at 23)``.

    A page of the U.S. Reports is never given: none was seen, so the page is that of the slip opinion. A decision that
    the registry knows to be without precedential effect is marked, and so is one whose award was undone or refused.
    """
    authority = LAW.authorities[cite.authority]
    if authority.kind != "case":
        return citation(cite)
    text = f"{authority.title}, {authority.citation}"
    if authority.precedential is False and not _SAID.search(authority.citation) and _is_appellate(authority.court):
        text += " (unpublished)" if _BY_REPORTER in authority.citation else " (not precedential)"
    return text + _pinned(cite.pin) + _undone(cite)


@cache
def name_of(cite: Cite) -> str:
    """Return the name of the case with which a full citation begins, which is set in italics; empty for no case."""
    authority = LAW.authorities[cite.authority]
    return authority.title if authority.kind == "case" else ""


def _is_appellate(court: str) -> bool:
    """Return whether a court makes precedents at all: no district court does, so it is not said of its decisions."""
    return "Cir." in court or "Court of Appeals" in court or "Supreme Court" in court


def _pinned(pin: str) -> str:
    if not pin:
        return ""
    slip = _SLIP.fullmatch(pin)
    if slip is None:
        return f" ({pin})"
    page = slip["page"].replace("-", "–")
    return f" ({slip['who']}, slip op. at {page})" if slip["who"] else f" (slip op. at {page})"
