"""Wording shared by all renderers."""

from __future__ import annotations

import re
from fractions import Fraction

from restitution.law import LAW
from restitution.money import dollars
from restitution.render.report import Cell
from restitution.worksheet import Cite

NOTICE = "Legal information, not legal advice. The judge decides; a court may reach other figures."

STATUSES = {
    "statute": "The text of the Code or of a regulation controls.",
    "holding": "A court decided this; the circuit is named.",
    "discretion": "The judge decides; the input stands in for that decision.",
    "model": "Our own simplification, explained where it is made.",
}
"""The meaning of each status, for readers."""


def cell_text(cell: Cell) -> str:
    """Return a cell as people read it: an amount with its sign and separators."""
    if isinstance(cell, Fraction):
        return dollars(cell)
    return "" if cell is None else f"{cell:,}" if isinstance(cell, int) else cell


def citation(cite: Cite) -> str:
    """Return a citation: ``18 U.S.C. § 2259(b)(2)(B)``, ``United States v. Sainz, 827 F.3d 602 (7th Cir. 2016)``."""
    authority = LAW.authorities[cite.authority]
    if authority.kind == "case":
        pin = f", {cite.pin}" if cite.pin else ""
        return f"{authority.title}, {authority.citation}{pin}"
    if cite.pin in authority.citation:
        return authority.citation
    if not cite.pin.startswith("("):
        return f"{authority.citation} {cite.pin}"
    section, bracket, when = authority.citation.partition(" (")
    return f"{section}{cite.pin}{bracket}{when}"


def short_citation(cite: Cite) -> str:
    """Return a citation as shown beside a figure, where a link leads to the full one: ``Sainz (7th Cir. 2016)``."""
    authority = LAW.authorities[cite.authority]
    if authority.kind != "case":
        return citation(cite)
    name = authority.title.removeprefix("United States v. ").removesuffix(" v. United States")
    court = re.search(r"\([^()]*\d{4}\)", authority.citation)
    pin = f", {cite.pin}" if cite.pin else ""
    where = court[0] if court else f"({authority.year or 'date not verified'})"
    return f"{name} {where}{pin}"
