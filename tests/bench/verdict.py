"""Evaluation of measured values: pure functions over the bars, which are in `bars.toml`."""

from __future__ import annotations

import statistics
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

BARS = Path(__file__).with_name("bars.toml")


class Verdict(Enum):
    """The relation of a value to its bar."""

    AIM = "aim met"
    BAR = "bar met"
    EXCUSED = "missed, see the reason"
    MISSED = "MISSED"
    UNKNOWN = "NOT MEASURED"


@dataclass(frozen=True)
class Bar:
    """One bar: a value may be no more than `most` and no less than `least`.

    A value that misses it may be as bad as `excused` if a `reason` for that is given.
    """

    measure: str
    says: str
    unit: str
    most: float | None = None
    least: float | None = None
    aim: float | None = None
    excused: float | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.most is None and self.least is None:
            raise ValueError(f"{self.measure}: neither most nor least")
        if self.aim is not None and (self.most is None or self.aim > self.most):
            raise ValueError(f"{self.measure}: an aim lies below a bar that a value may not pass")
        if (self.excused is None) != (not self.reason) or (self.excused is not None and self.holds(self.excused)):
            raise ValueError(f"{self.measure}: a reason excuses values beyond the bar, and says how far")

    def holds(self, value: float) -> bool:
        """Return whether a value is within the bar."""
        return (self.most is None or value <= self.most) and (self.least is None or value >= self.least)

    def excuses(self, value: float) -> bool:
        """Return whether the reason covers the value."""
        if self.excused is None:
            return False
        return value <= self.excused if self.most is not None else value >= self.excused

    def limit(self) -> str:
        """The bar in symbols."""
        if self.most == self.least:
            return f"= {number(self.most or 0)}"
        return f"≤ {number(self.most)}" if self.most is not None else f"≥ {number(self.least or 0)}"


@dataclass(frozen=True)
class Finding:
    """A measured value, with a note on how: counts, spreads, and the figures behind a ratio."""

    measure: str
    value: float
    note: str = ""


def read_bars(text: str | None = None) -> list[Bar]:
    """Return the bars, in the order in which they are shown."""
    entries: list[dict[str, Any]] = tomllib.loads(BARS.read_text(encoding="utf-8") if text is None else text)["bar"]
    bars = [Bar(**entry) for entry in entries]
    twice = {bar.measure for bar in bars if sum(other.measure == bar.measure for other in bars) > 1}
    if twice:
        raise ValueError(f"more than one bar for {', '.join(sorted(twice))}")
    return bars


def verdict(bar: Bar, finding: Finding | None) -> Verdict:
    """Return the verdict on a finding; a bar without a measurement is not met."""
    if finding is None:
        return Verdict.UNKNOWN
    if not bar.holds(finding.value):
        return Verdict.EXCUSED if bar.excuses(finding.value) else Verdict.MISSED
    if bar.aim is not None and finding.value <= bar.aim:
        return Verdict.AIM
    return Verdict.BAR


def judge(bars: Sequence[Bar], findings: Iterable[Finding]) -> list[tuple[Bar, Finding | None, Verdict]]:
    """Return every bar with its finding and verdict.

    Raises:
        ValueError: for a finding without a bar, or two of one measure: a row would be lost silently.
    """
    found: dict[str, Finding] = {}
    for finding in findings:
        if finding.measure in found:
            raise ValueError(f"{finding.measure} was measured twice")
        found[finding.measure] = finding
    without = found.keys() - {bar.measure for bar in bars}
    if without:
        raise ValueError(f"no bar for {', '.join(sorted(without))}")
    return [(bar, found.get(bar.measure), verdict(bar, found.get(bar.measure))) for bar in bars]


def passes(verdicts: Iterable[Verdict]) -> bool:
    """Return whether a run passes: nothing missed without a reason, nothing left out."""
    return not {Verdict.MISSED, Verdict.UNKNOWN} & set(verdicts)


# --- calculation of values ---


def ratio_of_medians(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the ratio of our median to theirs; medians, since other load on the machine only ever slows a run."""
    return statistics.median(ours) / statistics.median(theirs)


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value that the given percentage of values do not exceed."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def spread(values: Sequence[float], unit: str) -> str:
    """Return the median, minimum and maximum."""
    return f"{statistics.median(values):,.0f} {unit} ({min(values):,.0f} to {max(values):,.0f})"


def compared(measure: str, ours: Sequence[float], peer: str, theirs: Sequence[float], unit: str = "ms") -> Finding:
    """Return a ratio, with its two figures."""
    runs = f"{len(ours)} runs" if len(ours) == len(theirs) else f"{len(ours)} and {len(theirs)} runs"
    note = f"ours {spread(ours, unit)}, {peer} {spread(theirs, unit)}; {runs} each, by turns"
    return Finding(measure, ratio_of_medians(ours, theirs), note)


def stale(shown: Iterable[tuple[str, str]], right: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the results that did not match the number in the field when they were shown."""
    return [(number, result) for number, result in shown if right[number] != result]


def number(value: float) -> str:
    """Return a value as shown, in significant digits."""
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.1f}" if abs(value) >= 10 else f"{value:.2f}"
