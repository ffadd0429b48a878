"""The same facts under other choices: what the law leaves open, calculated side by side."""

from __future__ import annotations

from fractions import Fraction

from restitution.money import dollars
from restitution.worksheet import Cite, Line, Status, rule

_RELATIVE_ROLE = Cite("18-usc-2259", "(b)(2)(B)")


@rule
def under_method(key: str, method: str, total: Fraction, chosen: bool) -> Line:
    """§2259(b)(2)(B) gives no formula: all orders of the case if this method set every share.

    A defendant who owes the full losses under (b)(1) owes them under every method. The whole loss is included for
    comparison: Paroline refused to charge one possessor with it.
    """
    mark = " The scenario's own choice." if chosen else ""
    cites: tuple[Cite, ...] = (_RELATIVE_ROLE, Cite("paroline-2014", "slip op. 22-23"))
    if method == "full":
        mark += " For comparison: Paroline refused to charge one possessor with the whole loss."
        cites = (_RELATIVE_ROLE, Cite("paroline-2014", "slip op. 18-19"))
    return Line(
        key,
        f"All orders under {method}",
        total,
        f"{dollars(total)}, each share after any floor.{mark}",
        Status.MODEL,
        cites,
    )


@rule
def under_law(key: str, version: str, total: Fraction) -> Line:
    """§2259B(d): the text in effect at the time of the offense. Here the same facts under each text, for comparison.

    Before the AVAA there was no floor, no deduction for assistance and no cap rule.
    """
    return Line(
        key,
        f"All orders under {'the present text' if version == 'current' else 'the text before the AVAA'}",
        total,
        f"{dollars(total)}, as if every offense had been committed under that text. Which text applies is not a "
        "choice: it follows from the dates of the offense.",
        Status.MODEL,
        (Cite("18-usc-2259B", "(d)"), Cite("18-usc-2259-pre-2018", "(b)(3)")),
    )


@rule
def separated(key: str, separates: bool, total: Fraction) -> Line:
    """§2259(b)(2)(A): with and without taking out the original abuse's part of a mixed loss.

    The Second and Ninth Circuits required it, the Eleventh requires no set step; all three under the earlier text.
    """
    return Line(
        key,
        f"All orders with the original abuse's part {'taken out' if separates else 'left in'}",
        total,
        f"{dollars(total)}. It matters only where a loss has a mixed cause.",
        Status.MODEL,
        (Cite("18-usc-2259", "(b)(2)(A)"), Cite("lundquist-2013"), Cite("galan-2015"), Cite("rothenberg-2019")),
    )


@rule
def moved(key: str, label: str, low: tuple[str, Fraction], high: tuple[str, Fraction]) -> Line:
    """§2259(b)(2)(B): how far one input moves all orders of the case, everything else as stated.

    Args:
        low: the low input in words, and the total of the case with it, US dollars.
        high: the same for the high input.
    """
    return Line(
        key,
        label,
        abs(high[1] - low[1]),
        f"{dollars(low[1])} with {low[0]}, {dollars(high[1])} with {high[0]}.",
        Status.MODEL,
        (_RELATIVE_ROLE, Cite("paroline-2014", "slip op. 23")),
    )
