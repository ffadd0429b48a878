"""Citations as lawyers in the United States write them, from the registry of authorities."""

from __future__ import annotations

import re
from functools import cache

from restitution.law import LAW
from restitution.render.words import citation
from restitution.worksheet import Cite

_SLIP = re.compile(r"(?:(?P<who>.+), )?slip op\. (?P<page>\d+(?:-\d+)?)")
_SAID = re.compile(r"\((?:unpublished|summary order|not precedential|certiorari denied)\)")
"""What the registry says itself about the weight of a decision."""
_BY_REPORTER = "F. App'x"


@cache
def full(cite: Cite) -> str:
    """Return a citation in full: ``Paroline v. United States, 572 U.S. 434 (2014) (slip op. at 23)``.

    A page of the U.S. Reports is never given: none was seen, so the page is that of the slip opinion. A decision that
    the registry knows to be without precedential effect is marked.
    """
    authority = LAW.authorities[cite.authority]
    if authority.kind != "case":
        return citation(cite)
    text = f"{authority.title}, {authority.citation}"
    if authority.precedential is False and not _SAID.search(authority.citation) and _is_appellate(authority.court):
        text += " (unpublished)" if _BY_REPORTER in authority.citation else " (not precedential)"
    return text + _pinned(cite.pin)


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
