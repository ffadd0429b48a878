"""The full amount of the victim's losses: 18 U.S.C. §2259(c)(2), (b)(2)(A) and (d)(2)(C)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from restitution.law import LAW
from restitution.money import dollars, percent, plain, to_the_cent
from restitution.rules.provision import Branch
from restitution.scenario import Apportionment, ExpertRange, Loss, LumpSum, Stream, Victim
from restitution.scenario.victim_fields import CATEGORIES
from restitution.worksheet import Cite, Line, Status, rule

PINS = dict(
    zip(CATEGORIES, ("(c)(2)(A)", "(c)(2)(B)", "(c)(2)(C)", "(c)(2)(D)", "(c)(2)(E)", "(c)(2)(F)"), strict=True)
)
"""Where §2259 names each category."""
_MONTHS = 12
_OLD_PINS = {category: pin.replace("(c)(2)", "(b)(3)") for category, pin in PINS.items()}


@rule
def lump_sum(key: str, label: str, size: LumpSum, cites: tuple[Cite, ...]) -> Line:
    """§2259(c)(2): "any costs incurred, or that are reasonably projected to be incurred in the future".

    The statute names the categories; the amount is proved to the court, §3664(e). The text before the AVAA did not
    name projected costs; the Eighth Circuit counted a reasonable estimate of future care (Hoskins).
    """
    proof = Cite("18-usc-3664", "(e)")
    formula = "As stated; used in place of the court's finding."
    return Line(key, label, size.amount, formula, Status.DISCRETION, (*cites, proof))


@rule
def expert_range(key: str, label: str, size: ExpertRange, cites: tuple[Cite, ...]) -> Line:
    """§2259(c)(2), "reasonably projected": where in an expert's range the projection falls is for the judge.

    A recommended order in Watkins took the average of the low and the high estimate.
    """
    mean = to_the_cent((size.low + size.high) / 2)
    amount = {"low": size.low, "high": size.high, "mean": mean}[size.take]
    words = {"low": "the lower figure", "high": "the higher figure", "mean": "the mean"}[size.take]
    return Line(
        key,
        label,
        amount,
        f"{words.capitalize()} of {dollars(size.low)} to {dollars(size.high)}.",
        Status.DISCRETION,
        (*cites, Cite("watkins-2014")),
    )


@rule
def stream(key: str, label: str, size: Stream, cites: tuple[Cite, ...]) -> Line:
    """§2259(c)(2), "reasonably projected to be incurred": a yearly loss, grown and discounted to present value.

    The sum, for each year k from 0, of annual × (1 + growth)^k ÷ (1 + discount)^(starts_in + k), rounded once. Months
    beyond whole years are a last, part year: its months over 12 of that year's figure. The statute prescribes no method
    of discounting: this one is ours, the rates are the user's.
    """
    part = f" and {size.months}/{_MONTHS} of one" if size.months else ""
    return Line(
        key,
        label,
        through(size, size.rows),
        f"{dollars(size.annual)} a year, years counted: {size.years}{part}. Growing by {percent(size.growth)} and "
        f"discounted by {percent(size.discount)} a year. Years until the first payment: {size.starts_in}.",
        Status.MODEL,
        cites,
    )


# Its powers of fractions are most of the work of a case with yearly losses, and most of those stay as they were.
@lru_cache(maxsize=1024)
def through(size: Stream, rows: int) -> Fraction:
    """Return the present value of the first years of a yearly loss, a part year included, rounded once: US dollars."""
    years = min(rows, size.years)
    ratio = (1 + size.growth) / (1 + size.discount)
    first = size.annual / (1 + size.discount) ** size.starts_in
    total = first * (years if ratio == 1 else (1 - ratio**years) / (1 - ratio))
    if rows > size.years:
        total += first * ratio**size.years * Fraction(size.months, _MONTHS)
    return to_the_cent(total)


@rule
def stream_year(key: str, size: Stream, year: int, cite: Cite) -> Line:
    """§2259(c)(2), "reasonably projected to be incurred": one year of a yearly loss, discounted to present value.

    Year ``year``, counted from 0: annual × (1 + growth)^year ÷ (1 + discount)^(starts_in + year). The year after the
    whole ones is the part year: its months over 12. It is what the year adds to the rounded sum of those before it,
    which may be a cent off its own figure: so the years add up to the loss.
    """
    away = size.starts_in + year
    part = Fraction(1) if year < size.years else Fraction(size.months, _MONTHS)
    grown = size.annual * (1 + size.growth) ** year * part
    months = "" if part == 1 else f" for {size.months} of {_MONTHS} months"
    return Line(
        key,
        f"Year {year + 1}",
        through(size, year + 1) - through(size, year),
        f"{dollars(grown)}{months}, ÷ (1 + {percent(size.discount)})^{away}. Years from the order: {away}.",
        Status.MODEL,
        (cite,),
    )


def whole_loss(key: str, loss: Loss, pins: dict[str, str], authority: str) -> Line:
    """Return one loss in full, before its cause is considered."""
    cites: tuple[Cite, ...] = (Cite(authority, pins[loss.category]),)
    if loss.comes_later and authority != "18-usc-2259":
        cites = (*cites, Cite("hoskins-2017"))
    label = loss.label or CATEGORIES[loss.category]
    if loss.exhibit:
        label = f"{label} ({loss.exhibit})"
    if loss.comes_later:
        label = f"{label}, projected{'' if loss.all_comes_later else ' in part'}"
    match loss.size:
        case LumpSum():
            return lump_sum(key, label, loss.size, cites)
        case ExpertRange():
            return expert_range(key, label, loss.size, cites)
        case Stream():
            return stream(key, label, loss.size, cites)


@rule
def head(key: str, category: str, lines: Sequence[Line]) -> Line:
    """§2259(c)(2)(A) to (c)(2)(F): the losses of one category. The list is open: "any other relevant losses"."""
    return Line(
        key,
        CATEGORIES[category],
        sum((line.exact for line in lines), Fraction(0)),
        "The sum of the lines below, in full: their cause is considered when a share is set.",
        Status.DISCRETION,
        (Cite("18-usc-2259", PINS[category]),),
        tuple(lines),
    )


def disaggregates(apportionment: Apportionment, circuit: str) -> bool:
    """Return whether only the trafficking part of a mixed loss counts: the user's choice, else the circuit's view."""
    if apportionment.disaggregate is not None:
        return apportionment.disaggregate
    view = LAW.circuits.get(circuit)
    return view is not None and view.disaggregate


@rule
def left_out(key: str, label: str, whole: Line, limb: Cite) -> Line:
    """§2259(b)(2)(A): losses "as a result of the trafficking in child pornography depicting the victim".

    By our reading of these words harm from the original abuse alone is not part of what a trafficker owes; no
    appellate decision was found saying so. Under the earlier text Paroline let a court start from the losses
    "caused by the continuing traffic in the victim's images".
    """
    return Line(
        key,
        label,
        -whole.exact,
        f"Excluded: {dollars(whole.exact)} caused by the original abuse, not by the trade in the images. That is "
        "our reading; no appellate decision was found saying so.",
        Status.MODEL,
        (limb,),
    )


@rule
def disaggregated(key: str, label: str, whole: Line, share: Fraction, status: Status, cites: tuple[Cite, ...]) -> Line:
    """§2259(b)(2)(A), "as a result of the trafficking": the part of a mixed loss that the trafficking caused.

    Circuits differ on whether a court must separate it: the Second and the Ninth required it, the Eleventh
    requires no set step. All three spoke under the earlier text.
    """
    return Line(
        key,
        label,
        to_the_cent(whole.exact * share) - whole.exact,
        f"{dollars(whole.exact)} × {plain(1 - share)}: the part that the original abuse caused is excluded.",
        status,
        cites,
    )


@rule
def assistance(key: str, victim: Victim, before: Fraction) -> Line:
    """§2259(d)(2)(C): "the court shall deduct the amount the victim received in defined monetary assistance".

    It is deducted from the victim's losses, not from one defendant's share, and never below zero.
    """
    return Line(
        key,
        "Defined monetary assistance already received",
        -min(victim.assistance_received, before),
        f"{dollars(victim.assistance_received)} deducted from the losses, not below zero.",
        Status.STATUTE,
        (Cite("18-usc-2259", "(d)(2)(C)"),),
    )


@rule
def full_losses(key: str, branch: Branch, lines: Sequence[Line]) -> Line:
    """§2259(b)(2)(A): the court "shall determine the full amount of the victim's losses"; (c)(2) says what counts.

    For trafficking the losses from all trafficking in the victim's images count together; otherwise those that are
    "a proximate result of the offenses involving the victim". The sum of the lines under it.
    """
    formula = "The sum of the lines below." if lines else "No loss is stated."
    if branch.shared:
        label, pin = "Losses from the trade in the images", "(b)(2)(A)"
    else:
        label, pin = "Full amount of the victim's losses", "(b)(1)"
        formula += " Only losses that the offense proximately caused belong here."
    cites: tuple[Cite, ...] = (Cite("18-usc-2259", pin), Cite("18-usc-2259", "(c)(2)"))
    if not branch.current:
        traffic = (Cite("paroline-2014", "slip op. 22-23"),) if branch.shared else ()
        cites = (Cite("18-usc-2259-pre-2018", "(b)(3)"), *traffic)
    total = sum((line.exact for line in lines), Fraction(0))
    return Line(key, label, total, formula, Status.DISCRETION, cites, tuple(lines))


def left_open(victim: Victim, branch: Branch, apportionment: Apportionment, circuit: str) -> bool:
    """Return whether a mixed loss counts by our default alone: the court has not chosen, nor has the circuit held."""
    if not branch.shared or apportionment.disaggregate is not None:
        return False
    view = LAW.circuits.get(circuit)
    held = view is not None and view.status == Status.HOLDING
    return not held and any(loss.cause == "mixed" for loss in victim.losses)


@rule
def other_way(key: str, other: Line, separated: bool, orders: tuple[Fraction, Fraction], limb: Cite) -> Line:
    """§2259(b)(2)(A): the losses, and the order, if the harm of mixed cause were treated the other way.

    No decision of this circuit that settles it is known, or no circuit is given. The Second and the Ninth Circuit
    required the parts to be separated, the Eleventh requires no set step; all three spoke under the earlier text.

    Args:
        orders: the order on our default, and the order on these losses by the same method, US dollars.
    """
    default, instead = orders
    moves = f"{dollars(instead)}, not {dollars(default)}" if instead != default else f"{dollars(instead)} all the same"
    return Line(
        key,
        "Losses if the part of mixed losses caused by the original abuse were "
        f"{'excluded' if separated else 'included'}",
        other.amount,
        f"Open: the losses above follow our default, and a court may decide the other way. The order would then be "
        f"{moves}, by the same method. This line changes no figure below. The command compare shows both.",
        Status.MODEL,
        (limb, Cite("lundquist-2013"), Cite("galan-2015"), Cite("rothenberg-2019")),
    )


def losses(key: str, victim: Victim, branch: Branch, apportionment: Apportionment, circuit: str) -> Line:
    """Return the losses L of a victim under a branch, from each loss to what counts."""
    pins, authority = (PINS, "18-usc-2259") if branch.current else (_OLD_PINS, "18-usc-2259-pre-2018")
    limb = mixed_limb(branch)
    lines: list[Line] = []
    for i, loss in enumerate(victim.losses, start=1):
        whole = whole_loss(f"{key}.{i}", loss, pins, authority)
        lines.append(whole)
        if branch.shared and loss.cause == "initial-abuse":
            lines.append(left_out(f"{key}.{i}.abuse", "Original abuse", whole, limb))
        elif branch.shared and loss.cause == "mixed":
            lines.append(_mixed(f"{key}.{i}.abuse", loss, whole, apportionment, circuit, limb))
    if branch.current and victim.assistance_received:
        before = sum((line.exact for line in lines), Fraction(0))
        lines.append(assistance(f"{key}.assistance", victim, before))
    return full_losses(key, branch, lines)


def mixed_limb(branch: Branch) -> Cite:
    """Return the words on which losses from the trade in the images rest."""
    return Cite("18-usc-2259", "(b)(2)(A)") if branch.current else Cite("paroline-2014", "slip op. 22-23")


def _mixed(key: str, loss: Loss, whole: Line, apportionment: Apportionment, circuit: str, limb: Cite) -> Line:
    view = LAW.circuits.get(circuit)
    cites: tuple[Cite, ...] = (limb,)
    if apportionment.disaggregate is not None:
        status = Status.DISCRETION
        why = "the court so decides"
    elif view is None:
        status = Status.MODEL
        why = "no circuit is given"
    else:
        status = Status(view.status)
        if view.authority != "18-usc-2259":
            cites = (limb, Cite(view.authority, view.pin))
        why = view.position
    separates = disaggregates(apportionment, circuit)
    label = f"Mixed cause, {'separated' if separates else 'not separated'}: {why}"
    share = loss.trafficking_share if separates else Fraction(1)
    return disaggregated(key, label, whole, share, status, cites)
