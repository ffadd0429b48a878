"""Which restitution provision applies, and which text of it: 18 U.S.C. §2259(a), (b)(1)-(2), (c)(3); §2259B(d)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from restitution.law import LAW, Offence
from restitution.scenario import Count
from restitution.worksheet import Cite, Line, Status, rule

FULL_LOSSES = "2259(b)(1)"
TRAFFICKING = "2259(b)(2)"
NOT_2259 = "not-2259"
CURRENT = "current"
PRE_2018 = "pre-2018"

_PROVISIONS = {"production": FULL_LOSSES, "other": FULL_LOSSES, "trafficking": TRAFFICKING, "outside": NOT_2259}


@dataclass(frozen=True, slots=True)
class Branch:
    """Where the counts lead: the provision, the law's version, and the lines that say why."""

    provision: str
    law: str
    straddles: bool
    lines: tuple[Line, ...]

    @property
    def shared(self) -> bool:
        """Whether the order is a share of the losses (trafficking) and not the whole of them."""
        return self.provision == TRAFFICKING

    @property
    def floored(self) -> bool:
        """Whether the $3,000 floor applies: trafficking under the current text."""
        return self.shared and self.law == CURRENT


def branch(key: str, counts: Sequence[Count]) -> Branch:
    """The branch for one victim and one defendant, from the counts that name the victim (at least one)."""
    under_2259 = [count for count in counts if provision_of(count.offence) != NOT_2259]
    lines = [count_line(f"{key}.count.{i}", count) for i, count in enumerate(counts, start=1)]
    if not under_2259:
        return Branch(NOT_2259, CURRENT, False, tuple(lines))
    version = law_version(f"{key}.law", under_2259)
    return Branch(
        max_provision([provision_of(count.offence) for count in under_2259]),
        version_of(under_2259),
        straddles(under_2259),
        (chosen_provision(f"{key}.provision", under_2259, tuple(lines)), version),
    )


def provision_of(offence: Offence) -> str:
    """The provision for one offence, by its place in the offence table."""
    return _PROVISIONS[offence.kind]


def max_provision(provisions: Sequence[str]) -> str:
    """The widest of several provisions: the full losses of (b)(1) take in the share of (b)(2)."""
    return FULL_LOSSES if FULL_LOSSES in provisions else TRAFFICKING


def version_of(counts: Sequence[Count]) -> str:
    """The law's version: the old one only where every offence ended before the Act."""
    return PRE_2018 if all(count.end < _enacted() for count in counts) else CURRENT


def straddles(counts: Sequence[Count]) -> bool:
    """Whether an offence began before the Act and ended on its day or later."""
    return any(count.start < _enacted() <= count.end for count in counts)


def _enacted() -> date:
    return date.fromisoformat(LAW.enacted.amount)


@rule
def count_line(key: str, count: Count) -> Line:
    """§2259(a): "the court shall order restitution for any offense under this chapter" (chapter 110).

    (c)(3) lists the trafficking offences, for which (b)(2) applies; any other chapter 110 offence falls
    under (b)(1). An offence of another chapter has a restitution statute of its own.
    """
    offence = count.offence
    provision = provision_of(offence)
    if provision == NOT_2259:
        statute = LAW.authorities[offence.statute]
        leads_to = f"chapter {offence.chapter}: §2259 does not apply; see {statute.citation} ({statute.title})"
        cites = (Cite("18-usc-2259", "(a)"), Cite(offence.statute))
    else:
        leads_to = f"{_kind_words(offence)}: §{provision}"
        cites = (Cite("18-usc-2259", offence.pin), Cite(offence.authority))
    return Line(
        key,
        f"Count under 18 U.S.C. §{count.section}: {offence.description}",
        None,
        f"{leads_to}. Offence from {count.start} to {count.end}." + (f" {offence.note}" if offence.note else ""),
        Status(offence.status),
        cites,
    )


def _kind_words(offence: Offence) -> str:
    return {
        "production": "production offence, listed in (c)(1)",
        "trafficking": "trafficking offence, listed in (c)(3)",
        "other": "chapter 110 offence in neither list",
    }[offence.kind]


@rule
def chosen_provision(key: str, counts: Sequence[Count], lines: tuple[Line, ...]) -> Line:
    """§2259(b)(1): "Except as provided in paragraph (2)"; (b)(2): "convicted of trafficking in child pornography".

    Where several counts name the same victim, the widest provision is used. That is our own reading of how
    the two paragraphs meet: no court was found saying it.
    """
    provisions = {provision_of(count.offence) for count in counts}
    widest = max_provision(sorted(provisions))
    words = {
        FULL_LOSSES: "the full amount of the victim's losses",
        TRAFFICKING: "a share of the losses that reflects the defendant's relative role",
    }[widest]
    pin = widest.removeprefix("2259")
    several = "Several counts name this victim; the widest provision is used: " if len(provisions) > 1 else ""
    return Line(
        key,
        f"Provision: 18 U.S.C. §{widest}",
        None,
        f"{several}{words}.",
        Status.MODEL if len(provisions) > 1 else Status.STATUTE,
        (Cite("18-usc-2259", pin),),
        lines,
    )


@rule
def law_version(key: str, counts: Sequence[Count]) -> Line:
    """§2259B(d): offences before the Act are "subject to the statutory scheme that was in effect at the time".

    It is a "sense of Congress", not an ordinary command; the Ex Post Facto reasoning of Ellingburg, on the
    general restitution statute, points the same way. For an offence that straddles the day no authority was
    seen: the current text is used and the order is flagged.
    """
    act = LAW.enacted
    if version_of(counts) == PRE_2018:
        text = f"Every offence ended before {act.amount}: the text before the AVAA (no floor, no cap, no Reserve)."
        status = Status.STATUTE
    elif straddles(counts):
        text = f"An offence began before {act.amount} and ended on or after it: current text, but this is open."
        status = Status.MODEL
    else:
        text = f"The offence ended on or after {act.amount}: current text."
        status = Status.STATUTE
    return Line(
        key,
        "Which text of §2259",
        None,
        text,
        status,
        (Cite("18-usc-2259B", "(d)"), Cite(act.authority, act.pin), Cite("ellingburg-2026")),
    )
