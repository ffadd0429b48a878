"""The types of entry in the law data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


class LawDataError(LookupError):
    """The law data lacks a requested entry, or contradicts itself."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A source of law or of figures, and how far it was read.

    Attributes:
        id: how lines cite it: ``18-usc-2259``, ``sainz-2016``.
        kind: ``statute``, ``regulation``, ``public-law``, ``case``, ``report`` (official reports, testimony, studies)
            or ``data``.
        confidence: ``high``, ``medium`` or ``low``.
        verified: what was read.
        not_verified: what was not; empty only where nothing is left open.
        as_of: for statutes, the last public law that the text read includes.
        court: for cases, as are ``circuit`` (``1`` to ``11``, ``dc``, ``scotus``), ``year`` and ``law``
            (``pre-2018``, ``current``, ``not-seen``, or ``other`` for a case that is not about §2259).
        precedential: for cases, where known.
    """

    id: str
    kind: str
    title: str
    citation: str
    url: str
    confidence: str
    summary: str
    verified: str
    not_verified: str
    reviewed: date
    as_of: str = ""
    court: str = ""
    circuit: str = ""
    year: int | None = None
    law: str = ""
    precedential: bool | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a parameter over a period (``end`` is the last day, ``None`` while it is in force)."""

    start: date
    end: date | None
    amount: str
    authority: str
    pin: str
    note: str = ""

    @property
    def number(self) -> Fraction:
        """The value as an exact number, in the parameter's unit."""
        return Fraction(self.amount)

    def covers(self, day: date) -> bool:
        """Return whether the value was in force on that day."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure set by law, with its values over time, earliest first."""

    id: str
    label: str
    unit: str
    values: tuple[Value, ...]
    note: str = ""

    def on(self, day: date) -> Value:
        """Return the value in force on a day.

        Raises:
            LawDataError: if the data has none; the message names the parameter and the day.
        """
        for value in self.values:
            if value.covers(day):
                return value
        raise LawDataError(f"The law data has no value of {self.id} for {day.isoformat()}.")


@dataclass(frozen=True, slots=True)
class Offense:
    """A section that can be charged, and the rules it leads to.

    Attributes:
        kind: ``production`` (§2259(c)(1)), ``trafficking`` (§2259(c)(3)), ``other`` (chapter 110, in
            neither list) or ``outside`` (another chapter: §2259 does not apply).
        statute: the authority id of the restitution statute that does apply.
        series: for §2252A(g) alone: the kind of violations that made the series.
        assessment: the tier of §2259A(a) where it is not simply that of the kind: ``possession``, or
            ``if-production`` for a chapter that §2259(c)(1) counts only where CSAM was produced.
        penalty: the place in the same section that punishes the offense, ``2252A(b)(2)``; empty where none was read.
    """

    section: str
    chapter: str
    kind: str
    description: str
    authority: str
    statute: str
    pin: str
    status: str
    note: str = ""
    series: str = ""
    assessment: str = ""
    penalty: str = ""


@dataclass(frozen=True, slots=True)
class CircuitView:
    """A circuit's position on separating out ("disaggregating") harm from the original abuse.

    Attributes:
        confidence: how well the position is known, ``high``, ``medium`` or ``low``; not how far the authority was read.
    """

    circuit: str
    disaggregate: bool
    status: str
    authority: str
    pin: str
    position: str
    confidence: str
