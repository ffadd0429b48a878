"""The assessment that funds the Reserve, 18 U.S.C. §2259A, and the two special assessments beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from restitution.law import LAW, Offense, Value
from restitution.money import dollars, plain
from restitution.rules.indexing import indexing
from restitution.worksheet import Cite, Line, Status, rule

TIERS = ("possession", "trafficking", "production")
"""The tiers of §2259A(a)(1) to (3), each with a parameter of its own."""

_IF_PRODUCTION = "if-production"
_ADDITIONAL_CHAPTERS = ("77", "109A", "110", "117")
"""The chapters of title 18 named in §3014(a)(1) to (4)."""
_NO_BASE_NAMED = "§2259A(b) names no index series, base, start or rounding, and no published figure was found"


@dataclass(frozen=True, slots=True)
class Conviction:
    """The conviction to assess.

    Attributes:
        produced: whether an offense of chapter 109A or 117 involved the production of CSAM.
        year: the year to which the caps are indexed; ``None`` if they are not.
        counts: number of counts of this offense.
    """

    offense: Offense
    produced: bool = False
    year: int | None = None
    counts: int = 1


def tier_of(offense: Offense, produced: bool) -> str | None:
    """Return the tier of an offense, or ``None`` if it has none."""
    if offense.assessment == _IF_PRODUCTION:
        return "production" if produced else None
    name = offense.assessment or offense.kind
    return name if name in TIERS else None


def _figure(name: str, year: int | None) -> Value:
    """Return the figure of a tier for a year, or the latest one."""
    parameter = LAW.parameter(f"assessment.{name}")
    return parameter.values[-1] if year is None else parameter.on(date(year, 1, 1))


@rule
def tier(key: str, conviction: Conviction, name: str | None) -> Line:
    """§2259A(a)(1): "convicted of an offense under section 2252(a)(4) or 2252A(a)(5)". (a)(2): other trafficking.

    (a)(3) is for "a child pornography production offense". §2259(c)(1) lists the production offenses and (c)(3) the
    trafficking offenses. An attempt is entered under the paragraph attempted; Johnson had attempted production. An
    offense of chapter 110 on neither list has no tier, by our reading.
    """
    offense = conviction.offense
    text, status, listed = _place(offense, name)
    value = _figure(name, conviction.year) if name else None
    limb = Cite(value.authority, value.pin) if value else Cite("18-usc-2259A", "(a)")
    return Line(
        key,
        f"Tier: {name or 'none'}",
        None,
        f"§{offense.section} ({offense.description}) is {text}.",
        status,
        (limb, Cite("18-usc-2259", listed), Cite(offense.authority)),
    )


def _place(offense: Offense, name: str | None) -> tuple[str, Status, str]:
    """Return why an offense is in a tier or in none, who decides that, and the provision of §2259 that controls."""
    chapter = f"of chapter {offense.chapter}"
    if offense.assessment == _IF_PRODUCTION:
        stated = "which is assumed" if name else "which is not stated, so it has no tier"
        text = f"{chapter}, and counts as production if it involved the production of CSAM, {stated}"
        return text, Status.DISCRETION if name else Status.STATUTE, "(c)(1)"
    if offense.kind == "outside":
        return f"{chapter}, and so neither trafficking nor production", Status.STATUTE, "(c)(3)"
    if name is None:
        text = f"{chapter}, but listed neither as production nor as trafficking: no tier, by our reading"
        return text, Status(offense.status), "(c)(3)"
    return _WHY[name], Status(offense.status), offense.pin


_WHY = {
    "possession": "one of the two offenses of the lowest tier, which covers §2252(a)(4) and §2252A(a)(5) only",
    "trafficking": "listed as trafficking in (c)(3), and not one of the two possession offenses of the lowest tier",
    "production": "listed as production in (c)(1)",
}


@rule
def cap(key: str, name: str, year: int | None) -> Line:
    """§2259A(a): "the court shall assess" for each tier "not more than" its figure: (a)(1), (a)(2), (a)(3).

    A ceiling. No minimum is stated.
    """
    value = _figure(name, year)
    return Line(
        key,
        "Cap: the figure in the statute",
        value.number,
        f"Not more than {dollars(value.number)}, before any adjustment for inflation. It is a ceiling, not the amount; "
        "no minimum is stated.",
        Status.STATUTE,
        (Cite(value.authority, value.pin),),
    )


@rule
def indexed_cap(key: str, most: Line, year: int, base: int) -> Line:
    """§2259A(b): the figures "shall be adjusted annually in conformity with the Consumer Price Index".

    The text names no series, base, start or rounding, nor the date that decides which year's figure is used, and no
    published figure was found. The index of the prior year over that of a base year is borrowed from §2259(d)(1)(D).
    """
    ratio = indexing(year, base)
    return Line(
        key,
        f"Illustration: the cap adjusted to {year}, base year {base}",
        ratio.apply(most.exact),
        f"{dollars(most.exact)} × {ratio.words}, never below the figure in the statute. {_NO_BASE_NAMED}: base and "
        "method are ours.",
        Status.MODEL,
        (Cite("18-usc-2259A", "(b)"), *ratio.cites),
    )


@rule
def per_count(key: str, most: Line, counts: int) -> Line:
    """§2259A(a): on "any person convicted of an offense", (a)(1). Per count or once: settled by no authority seen.

    On the similar words of §3014(a) circuits differ: per conviction in Johnman, once per offender in Haverkamp.
    """
    return Line(
        key,
        f"Maximum for {counts:,} of these counts, if the cap applies per count",
        most.exact * counts,
        f"{dollars(most.exact)} × {counts:,}; {dollars(most.exact)} in total if it applies once per defendant. No "
        "authority seen settles it: on the similar words of §3014 the Third Circuit counts each conviction, the "
        "Second each offender.",
        Status.MODEL,
        (Cite("18-usc-2259A", "(a)"), Cite("johnman-2020"), Cite("haverkamp-2020")),
    )


@rule
def mandatory(key: str) -> Line:
    """§2259A(a): "the court shall assess". Johnson: "mandatory, regardless of the defendant's ability to pay".

    The Seventh Circuit so held, and vacated a figure that was not explained. That an assessment of zero would not
    suffice is our reading: no minimum is stated.
    """
    return Line(
        key,
        "Some assessment is mandatory, regardless of ability to pay (Seventh Circuit)",
        None,
        "Inability to pay does not excuse it; the defendant's means are weighed in setting the amount. That it must be "
        "more than zero is our reading. The date of the decision was not verified.",
        Status.HOLDING,
        (Cite("18-usc-2259A", "(a)"), Cite("johnson")),
    )


@rule
def amount(key: str) -> Line:
    """§2259A(c): "the court shall consider the factors set forth in sections 3553(a) and 3572".

    Among them are "the defendant's income, earning capacity, and financial resources", §3572(a)(1), and "whether
    restitution is ordered or made and the amount of such restitution", §3572(a)(4). Johnson (7th Cir.): the amount
    needs reasons.
    """
    return Line(
        key,
        "The judge sets the amount, up to the cap",
        None,
        "By the factors of §3553(a) and §3572: among them the defendant's resources and earning capacity, and the "
        "restitution ordered. The Seventh Circuit vacated a figure that was not explained.",
        Status.DISCRETION,
        (
            Cite("18-usc-2259A", "(c)"),
            Cite("18-usc-3572", "(a)(1)"),
            Cite("18-usc-3572", "(a)(4)"),
            Cite("johnson"),
        ),
    )


@rule
def reserve(key: str) -> Line:
    """§2259B(a): "all assessments collected under section 2259A" go into the Reserve.

    The Reserve pays only defined monetary assistance; the victims of this case receive none of the money as such.
    """
    return Line(
        key,
        "The money goes to the Reserve, not to the victims of the case",
        None,
        "The Reserve pays only defined monetary assistance.",
        Status.STATUTE,
        (Cite("18-usc-2259B", "(a)"), Cite("18-usc-2259B", "(b)")),
    )


@rule
def sequence(key: str) -> Line:
    """§2259A(d)(2): money received pays each obligation "in full in the following sequence".

    "A special assessment under section 3013", (d)(2)(A); "Restitution to victims of any child pornography production
    or trafficking offense that the defendant committed", (d)(2)(B); then "An assessment under this section",
    (d)(2)(C). It does not "entitle a defendant to reduce the amount of any other penalty".
    """
    return Line(
        key,
        "Restitution is paid before it and is not reduced by it",
        None,
        "Money received goes to the §3013 assessment, then to restitution of the victims of production or trafficking "
        "offenses, then to this assessment. Nothing is set off.",
        Status.STATUTE,
        (Cite("18-usc-2259A", "(d)(2)"), Cite("18-usc-2259A", "(d)(2)(B)"), Cite("18-usc-2259A", "(d)(2)(C)")),
    )


@rule
def special_assessment(key: str, counts: int) -> Line:
    """§3013(a)(2)(A): for a felony "the amount of $100 if the defendant is an individual", assessed by (a).

    That it is due for every count rests on a Supreme Court decision seen only as another paper describes it.
    "The obligation to pay an assessment ceases five years after the date of the judgment", (c).
    """
    value = LAW.parameter("special-assessment.felony").values[-1]
    years = LAW.parameter("special-assessment.term-years").values[-1]
    several = " That it is due for every count rests on a decision that was not read." if counts > 1 else ""
    return Line(
        key,
        "Special assessment, paid first",
        value.number * counts,
        f"{dollars(value.number)} × {counts:,}, each count assumed to be a felony.{several} The obligation ends "
        f"{plain(years.number)} years after the judgment.",
        Status.MODEL if several else Status.STATUTE,
        (Cite(value.authority, value.pin), Cite(years.authority, years.pin)),
    )


@rule
def additional_assessment(key: str, offense: Offense) -> Line:
    """§3014(a): "the court shall assess an amount of $5,000 on any non-indigent person".

    The assessment covers chapters 77, 109A, 110 and 117, (a)(1) to (a)(4). It is not payable until what is owed to
    victims is satisfied, (b). By its text it ended on September 30, 2025, until Pub. L. 119-75 struck the end; what
    holds for the months between is open.
    """
    value = LAW.parameter("additional-assessment.amount").values[-1]
    listed = offense.chapter in _ADDITIONAL_CHAPTERS
    limits = "" if listed else f" This offense is of chapter {offense.chapter}, which is not among them."
    return Line(
        key,
        "Additional special assessment, not included in the figures above",
        None,
        f"The assessment is {dollars(value.number)} on a non-indigent person, for an offense of chapter "
        f"{', '.join(_ADDITIONAL_CHAPTERS[:-1])} or {_ADDITIONAL_CHAPTERS[-1]}.{limits} By its text it ended on "
        "September 30, 2025; Pub. L. 119-75 struck the end on February 3, 2026, and what holds for the time between is "
        "open. It is not payable until fines, restitution and whatever else is owed to victims are paid. Circuits "
        "differ on whether it is due per count.",
        Status.STATUTE,
        (
            Cite(value.authority, value.pin),
            Cite("pub-l-119-75", "div. I, § 5012"),
            Cite("18-usc-3014", "(b)"),
            Cite("johnman-2020"),
            Cite("haverkamp-2020"),
        ),
    )
