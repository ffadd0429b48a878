"""Defined monetary assistance from the Reserve: 18 U.S.C. §2259(d) and §2259B(b)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from restitution.dates import spelled
from restitution.law import LAW, Offense
from restitution.money import dollars, down_to_the_cent, percent
from restitution.rules.indexing import Indexing, first_year
from restitution.worksheet import Cite, Line, Status, rule

_REGULATION = "28-cfr-81-53"


@rule
def no_amount(key: str, order_date: date) -> Line:
    """§2259(d)(1)(D)(i): the first amount is for "the first calendar year after the date of enactment".

    An order of an earlier year has none. That none is payable under an order made in the last days of 2018, when
    the section was already in effect, is our reading of these words.
    """
    standing = order_date >= LAW.enacted.start
    doubt = " By our reading none applies in the last days of 2018 either, when the section was already in effect."
    return Line(
        key,
        f"Amount for an order of {order_date.year}: none",
        None,
        f"The section fixes amounts for {first_year()} and later years.{doubt if standing else ''}",
        Status.MODEL if standing else Status.STATUTE,
        (Cite("18-usc-2259", "(d)(1)(D)(i)"),),
    )


@rule
def base(key: str, order_date: date) -> Line:
    """§2259(d)(1)(D)(i): "for the first calendar year after the date of enactment of this subsection, $35,000"."""
    value = LAW.parameter("assistance.base").on(order_date)
    return Line(
        key,
        f"Amount for {first_year()}, before indexing",
        value.number,
        f"{dollars(value.number)}, fixed by the section.",
        Status.STATUTE,
        (Cite(value.authority, value.pin),),
    )


@rule
def first_amount(key: str, start: Line) -> Line:
    """§2259(d)(1)(D)(i): "for the first calendar year after the date of enactment of this subsection, $35,000".

    The Act dates from December 7, 2018, so that year is 2019. It is a fixed sum, not a ceiling.
    """
    return Line(
        key,
        f"Amount for an order of {first_year()}",
        start.amount,
        f"{dollars(start.exact)}: no more and no less.",
        Status.STATUTE,
        (Cite("18-usc-2259", "(d)(1)(D)(i)"), Cite(_REGULATION, "(b)")),
        (start,),
    )


@rule
def index_ratio(key: str, ratio: Indexing) -> Line:
    """§2259(d)(1)(D)(ii): "$35,000 multiplied by the ratio (not less than one)".

    The numerator is the index of the year before the order, (d)(1)(D)(ii)(I). The denominator is the index "for the
    calendar year 2 years before the calendar year described in clause (i)", (d)(1)(D)(ii)(II): always that of 2017.
    """
    return Line(
        key,
        "Index ratio",
        None,
        f"{ratio.words} = {ratio.stated}, shown to six decimals but calculated exactly. It is never less than one.",
        Status.STATUTE,
        (Cite("18-usc-2259", "(d)(1)(D)(ii)(I)"), Cite("18-usc-2259", "(d)(1)(D)(ii)(II)")),
    )


@rule
def index_figures(key: str, ratio: Indexing) -> Line:
    """§2259(d)(1)(D)(ii)(I): the CPI-U "as published by the Bureau of Labor Statistics of the Department of Labor".

    The section specifies the calendar year, but neither which average nor which area. That it means the annual
    average for all cities and all items, not seasonally adjusted, is our reading.
    """
    remark = f" {ratio.index.start.year}: {ratio.index.note}" if ratio.index.note else ""
    return Line(
        key,
        "Index figures",
        None,
        "Annual averages, U.S. city average, all items, not seasonally adjusted: that these are meant is our "
        f"reading.{remark}",
        Status.MODEL,
        (Cite("18-usc-2259", "(d)(1)(D)(ii)(I)"), *ratio.cites),
    )


@rule
def indexed_amount(key: str, order_date: date, start: Line, ratio: Indexing, steps: tuple[Line, ...]) -> Line:
    """§2259(d)(1)(D)(ii): "for each calendar year after the year described in clause (i), $35,000 multiplied by".

    The year is that of the court's order, 28 C.F.R. §81.53(b). The section states no rounding: to the cent, half up,
    is ours. No published table was found, so a court's order governs. It is a fixed sum, not a ceiling.
    """
    return Line(
        key,
        f"Amount for an order of {order_date.year}",
        ratio.apply(start.exact),
        f"{dollars(start.exact)} × {ratio.words}, rounded half up to the cent: no more and no less. The section states "
        "no rounding and no official table was found; the court's order governs.",
        Status.MODEL,
        (Cite("18-usc-2259", "(d)(1)(D)(ii)"), Cite(_REGULATION, "(b)")),
        steps,
    )


@rule
def order_year(key: str, order_date: date, met: bool) -> Line:
    """§2259(d)(1)(D)(i): the amounts begin with "the first calendar year after the date of enactment"."""
    standing = order_date >= LAW.enacted.start
    return Line(
        key,
        _verdict("Year of the order", met),
        None,
        f"The order is dated {spelled(order_date)}; the section has amounts for {first_year()} and later.",
        Status.STATUTE if met or not standing else Status.MODEL,
        (Cite("18-usc-2259", "(d)(1)(D)(i)"),),
    )


@rule
def conviction(key: str, offense: Offense | None, met: bool) -> Line:
    """§2259(d)(1)(A): it is for a victim of "that trafficking in child pornography" of which someone was convicted.

    (c)(3) lists the trafficking offenses; possession is one of them. A conviction for production alone does not open
    the assistance. That an offense of chapter 110 on neither list does not is our reading. Whether a conviction for
    an offense that predates the Act is enough was not verified.
    """
    label = _verdict("Conviction for trafficking", met)
    opens = Cite("18-usc-2259", "(d)(1)(A)")
    act = spelled(LAW.enacted.start)
    early = f" Whether a conviction for an offense before {act} is enough is open." if met else ""
    if offense is None:
        text = f"No section is given: a conviction for trafficking is assumed.{early}"
        return Line(key, label, None, text, Status.MODEL, (opens, Cite("18-usc-2259", "(c)(3)")))
    where = {
        "trafficking": "listed as trafficking in (c)(3)",
        "production": "listed as production in (c)(1), and not as trafficking",
        "other": "of chapter 110, but on neither list: that it is not trafficking is our reading",
        "outside": f"of chapter {offense.chapter}, which the list of (c)(3) does not reach",
    }[offense.kind]
    note = f" {offense.note}" if offense.note and offense.kind in ("trafficking", "production") else ""
    place = Cite(offense.statute, offense.pin) if offense.kind != "outside" else Cite("18-usc-2259", "(c)(3)")
    return Line(
        key,
        label,
        None,
        f"§{offense.section} ({offense.description}) is {where}.{note}{early}",
        Status(offense.status),
        (opens, place, Cite(offense.authority)),
    )


@rule
def once(key: str, met: bool) -> Line:
    """§2259(d)(2)(A): a victim "may only obtain defined monetary assistance under this subsection once".

    Once per victim, regardless of the number of cases, defendants or image series.
    """
    had = "none was received before" if met else "it was received before"
    return Line(
        key,
        _verdict("Once only", met),
        None,
        f"Once per victim, not once per case or series: {had}.",
        Status.STATUTE,
        (Cite("18-usc-2259", "(d)(2)(A)"), Cite(_REGULATION, "(d)(1)")),
    )


@rule
def collected(key: str, received: Fraction, payable: Line) -> Line:
    """§2259(d)(3): who "has collected payment of restitution pursuant to this section in an amount greater than" it.

    Money collected from any defendant counts; money ordered does not. An equal amount is not greater. The amount
    compared is the one payable, in whole cents.
    """
    name = "Restitution collected so far"
    cites = (Cite("18-usc-2259", "(d)(3)"), Cite(_REGULATION, "(d)(3)"))
    if payable.amount is None:
        text = f"{dollars(received)} collected: there is no amount to compare it with."
        return Line(key, f"{name}: not compared", None, text, Status.STATUTE, cites)
    met = received <= payable.amount
    compared = "equal to" if received == payable.amount else "less than" if met else "more than"
    return Line(
        key,
        _verdict(name, met),
        None,
        f"{dollars(received)} collected is {compared} {dollars(payable.exact)}. Only a greater amount bars it, and "
        "amounts ordered but not paid do not count.",
        Status.STATUTE,
        cites,
    )


@rule
def victim_found(key: str) -> Line:
    """§2259(d)(1)(B): "a court shall determine whether the claimant is a victim of the defendant who was convicted".

    The Department of Justice may find the case and present the claim; it does not decide. The case in which the
    claimant is a victim may be closed.
    """
    return Line(
        key,
        "The court finds the claimant a victim of that defendant: assumed",
        None,
        "A federal court makes the finding and orders payment, not the Department of Justice, which may present the "
        "claim. The case may be open or closed. A person convicted under chapter 110 of an act against the victim "
        "receives nothing on the victim's behalf.",
        Status.DISCRETION,
        (Cite("18-usc-2259", "(d)(1)(B)"), Cite(_REGULATION, "(a)"), Cite(_REGULATION, "(d)(2)")),
    )


@rule
def choice(key: str) -> Line:
    """§2259(d)(1)(A): a victim "may choose to receive defined monetary assistance". (d)(2)(B): "not be barred".

    A victim who takes it may still have restitution. Under §2259 it is deducted from the losses; for offenses outside
    the section nothing changes.
    """
    return Line(
        key,
        "The choice is the victim's",
        None,
        "Taking it does not end the right to restitution: it is deducted from the losses of a later claim under §2259, "
        "(d)(2)(C), and leaves other restitution unchanged, (d)(2)(B).",
        Status.STATUTE,
        (Cite("18-usc-2259", "(d)(1)(A)"), Cite("18-usc-2259", "(d)(2)(B)")),
    )


@rule
def eligible(key: str, failed: Sequence[Line], tests: tuple[Line, ...]) -> Line:
    """§2259(d)(1)(A): "any victim of that trafficking in child pornography may choose to receive" the assistance.

    Paragraphs (2) and (3) limit it. Each test has its own line; the court decides what figures cannot show.
    """
    if failed:
        label = "Eligible: no"
        text = f"Tests not met: {len(failed)}."
        readings = all(test.status is Status.MODEL for test in failed)
        status = Status.MODEL if readings else Status.STATUTE
    else:
        label = "Eligible: yes, if the court so finds"
        text = "Every test that can be made here is met."
        status = Status.DISCRETION
    return Line(key, label, None, text, status, (Cite("18-usc-2259", "(d)(1)(A)"),), tests)


@rule
def fee_cap(key: str, payable: Line, order_date: date) -> Line:
    """§2259(d)(4)(A): no fees and costs that "in the aggregate exceeds 15 percent of any payment made".

    Fees and costs together, out of this payment. It does not mention restitution. Rounded down: a cent more would
    exceed it.
    """
    value = LAW.parameter("assistance.fee-cap").on(order_date)
    return Line(
        key,
        "Maximum that counsel may take, fees and costs together",
        down_to_the_cent(value.number * payable.exact),
        f"{percent(value.number)} of the {dollars(payable.exact)}, rounded down. The limit does not mention "
        "restitution.",
        Status.STATUTE,
        (Cite(value.authority, value.pin),),
    )


@rule
def losses_after(key: str, losses: Fraction, payable: Line) -> Line:
    """§2259(d)(2)(C): "the court shall deduct the amount the victim received in defined monetary assistance".

    It is deducted from the full losses, before any defendant's share of them is set; never below zero.
    """
    return Line(
        key,
        "Losses remaining to claim under §2259 after the assistance",
        max(Fraction(0), losses - payable.exact),
        f"{dollars(losses)} less {dollars(payable.exact)}, not below zero: deducted from the losses before a share is "
        "set, not from one defendant's order.",
        Status.STATUTE,
        (Cite("18-usc-2259", "(d)(2)(C)"), Cite(_REGULATION, "(e)")),
    )


@rule
def paid_from_reserve(key: str) -> Line:
    """§2259B(b): "such payments as it can satisfy in full", "with the earliest-ordered payments made first".

    The Reserve pays, not the defendant. A payment is made in full or it waits: nothing is paid in part.
    """
    return Line(
        key,
        "Paid by the Reserve, which may take time",
        None,
        "If the Reserve is short, it pays the earliest-ordered payments first, each in full: a payment may wait, but "
        "is not made in part.",
        Status.STATUTE,
        (Cite("18-usc-2259B", "(b)"),),
    )


def _verdict(test: str, met: bool) -> str:
    return f"{test}: {'met' if met else 'not met'}"
