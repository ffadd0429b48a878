"""One victim's ledger over many cases: 18 U.S.C. §2259(b)(2)(C) and (d)(2)(C), §3664(h) and (j)(2)."""

from __future__ import annotations

from restitution.dates import spelled
from restitution.ledger import CasePosition, Position, in_brief
from restitution.money import dollars, dollars_of_cents, of_cents
from restitution.scenario import Victim
from restitution.worksheet import Cite, Line, Status, rule

END = Cite("18-usc-2259", "(b)(2)(C)")
ENFORCED = Cite("18-usc-2259", "(b)(3)")
_JOINT = Cite("18-usc-3664", "(h)")
_LATER_CIVIL = Cite("18-usc-3664", "(j)(2)")
_EVANS = Cite("evans-2022")


@rule
def taken(key: str, victim: Victim, position: Position) -> Line:
    """§2259(b)(2)(C): the court "may require the victim to provide information" on restitution paid in other cases.

    What an estimate takes from the victim's ledger, as of the date of the order. A case counts as one defendant.
    """
    return Line(
        key,
        f"Victim {victim.id}: taken from the ledger",
        None,
        f"As of {spelled(position.as_of)}: {dollars(victim.received)} received in all cases; the greatest finding of "
        f"another case is {dollars(victim.greatest_loss_found)}; {_counted(victim.ordered_defendants, 'case')} with "
        f"an order, each counted as one defendant; assistance received: {dollars(victim.assistance_received)}. Later "
        f"rows excluded: {position.after}.{_noticed(position)}",
        Status.DISCRETION,
        (END,),
    )


def _noticed(position: Position) -> str:
    noticed = " ".join(f"{kind}: {words}" for kind, words in in_brief(position.notices))
    return f" Noticed about its rows: {noticed}" if noticed else ""


@rule
def greatest_finding(key: str, position: Position) -> Line:
    """§2259(b)(2)(C): losses "as measured by the greatest amount of such losses found in any case".

    Only a case "that has resulted in a final restitution order under this section" counts; the user must make sure
    that each finding entered comes from one.
    """
    row = position.greatest
    return Line(
        key,
        "Greatest loss found",
        of_cents(position.greatest_finding),
        f"The greatest of {_counted(position.findings, 'finding')}: case {row.case}, {spelled(row.day)}. Each must be "
        "from a case with a final order under §2259."
        if row
        else "No finding is entered, so nothing can be measured yet: zero is used.",
        Status.STATUTE if row else Status.MODEL,
        (END,),
    )


@rule
def received(key: str, position: Position) -> Line:
    """§2259(b)(2)(C): the test is whether the victim "has received restitution", not whether it was ordered.

    Evans (8th Cir. 2022): before money is taken from a prison account the court must decide whether the victim has
    been made whole.
    """
    return Line(
        key,
        "Received",
        of_cents(position.received),
        f"{_paid(position)}, from all cases. Amounts ordered but not paid, assistance and civil damages are not "
        "included.",
        Status.STATUTE,
        (END, _EVANS),
    )


def _paid(position: Position) -> str:
    if not position.reversals:
        return f"The sum of {_counted(position.payments, 'payment')}"
    return (
        f"{_counted(position.payments, 'payment')}, {dollars_of_cents(position.received + position.reversed)}, less "
        f"{_counted(position.reversals, 'reversal')}, {dollars_of_cents(position.reversed)}"
    )


@rule
def outstanding(key: str, position: Position) -> Line:
    """§2259(b)(2)(C): recovery "shall not exceed the full amount of the victim's demonstrated losses"."""
    return _difference(key, "Outstanding", position, position.greatest_finding, position.received)


@rule
def over_collected(key: str, position: Position) -> Line:
    """§2259(b)(2)(C): recovery "shall not exceed the full amount of the victim's demonstrated losses".

    No decision was found on what becomes of money received above them.
    """
    doubt = " No decision was found on what becomes of it." if position.over_collected else ""
    label = "Received above the greatest finding"
    return _difference(key, label, position, position.received, position.greatest_finding, doubt)


def _difference(key: str, label: str, position: Position, whole: int, less: int, doubt: str = "") -> Line:
    if position.greatest is None:
        doubt = " There is no finding yet, so this is measured against zero and is not meaningful."
    return Line(
        key,
        label,
        of_cents(max(0, whole - less)),
        f"{dollars_of_cents(whole)} less {dollars_of_cents(less)}, not below zero.{doubt}",
        Status.MODEL if doubt else Status.STATUTE,
        (END, _EVANS),
    )


@rule
def termination(key: str, position: Position) -> Line:
    """§2259(b)(2)(C): then liability "shall be terminated", of each defendant "who is or has been ordered to pay".

    Ours: all rows of a day count together, and a greater finding after liability has ended reopens it. No decision on
    either was found. That the reversal of a payment reopens it, for the money has then not been received, is ours too.
    Evans (8th Cir. 2022): the court must decide whether the victim has been made whole.
    """
    again = ""
    if any(turn.found for turn in position.turns):
        again = " It had ended before, and a greater finding reopened it: our reading; no decision was found."
    if any(turn.reversed for turn in position.turns):
        again += " It had ended before, and the reversal of a payment reopened it: our reading."
    return Line(
        key,
        "End of liability",
        None,
        f"{_ended(position)}{again} Whether the victim has been made whole is for the court to decide.",
        Status.MODEL if position.reopened or not position.greatest_finding else Status.STATUTE,
        (END, _EVANS),
    )


def _ended(position: Position) -> str:
    if position.ended:
        end = position.ended
        return (
            f"Ended on {spelled(end.day)}: {dollars_of_cents(end.received)} had been received by then, and the "
            f"greatest finding was {dollars_of_cents(end.finding)}."
        )
    if position.greatest_finding:
        return "Not ended: less has been received than the greatest finding."
    return "Not known: the greatest finding is zero." if position.greatest else "Not known: there is no finding yet."


@rule
def ordered(key: str, position: Position) -> Line:
    """§2259(b)(2)(C): orders do not end liability; each defendant "who is or has been ordered to pay" is bound.

    Orders with the same joint code are treated as one liability under §3664(h), at the largest amount stated: our
    model. No decision was found on how joint liability interacts with §2259(b)(2)(B).
    """
    groups = len(position.groups)
    cases = sum(case.first_order is not None for case in position.cases)
    together = (
        f" {_counted(groups, 'joint group')} counted once, at the largest amount that any order states."
        if groups
        else ""
    )
    return Line(
        key,
        "Total ordered",
        of_cents(position.ordered),
        f"The sum of the orders of {_counted(cases, 'case')}.{together}",
        Status.MODEL if groups else Status.DISCRETION,
        (END, _JOINT, Cite("lundquist-2013"), Cite("grovo-2016")) if groups else (END,),
    )


@rule
def assistance(key: str, position: Position) -> Line:
    """§2259(d)(2)(C): a court that finds losses later "shall deduct the amount the victim received".

    So it reduces later findings, not what is outstanding under an earlier one, and it is not restitution received.
    """
    return Line(
        key,
        "Defined monetary assistance",
        of_cents(position.assistance),
        "Shown separately. A court deducts it when it finds losses later, so a later finding should already be net "
        "of it; it is not restitution received.",
        Status.STATUTE,
        (Cite("18-usc-2259", "(d)(2)(C)"),),
    )


@rule
def civil(key: str, position: Position) -> Line:
    """§3664(j)(2): "reduced by any amount later recovered as compensatory damages for the same loss by the victim".

    In a State proceeding only "to the extent provided by the law of the State". Whether liquidated damages under
    §2255 are compensatory in this sense is not stated. That later damages reduce what is payable under the order of
    their own case, and not what counts as received, is our reading.
    """
    later = sum(case.civil for case in position.cases)
    return Line(
        key,
        "Civil damages",
        of_cents(position.civil),
        f"Shown separately; {dollars_of_cents(later)} of it is later than the first order of its case and reduces what "
        "is payable there. Only compensatory damages for the same loss count; those of a State suit only as State law "
        "provides. Whether liquidated damages under §2255 count is not stated.",
        Status.MODEL,
        (_LATER_CIVIL,),
    )


@rule
def case_balance(key: str, case: CasePosition) -> Line:
    """§2259(b)(3): an order "shall be issued and enforced in accordance with section 3664": its unpaid balance.

    A joint group has one liability, §3664(h), and one balance. A ledger names no defendants, so it cannot tell what one
    held to a part only still owes (hybrid liability; Salti, Yalincak). Later civil damages, §3664(j)(2), reduce what is
    payable.
    """
    on_order = case.ordered - case.balance + case.overpaid
    ordered, paid = dollars_of_cents(case.ordered), dollars_of_cents(case.paid)
    parts = [f"{ordered} ordered less {dollars_of_cents(on_order)} paid"]
    if case.joint:
        parts = [f"One liability of the joint group {case.joint}: {parts[0]}, {paid} of it in this case"]
        parts.append("If this judgment orders only a part, its defendant may owe less: see distribute")
    elif case.first_order is None:
        parts = [f"No order is entered. Paid: {paid}"]
    if case.reversed:
        parts.append(f"Reversals of {dollars_of_cents(case.reversed)} are already taken off what was paid")
    if case.overpaid:
        parts.append(f"Paid beyond what was ordered: {dollars_of_cents(case.overpaid)}")
    if case.payable != case.balance:
        parts.append(f"Payable after later civil damages: {dollars_of_cents(case.payable)}")
    cites = [ENFORCED]
    if case.joint:
        cites.append(_JOINT)
    if case.payable != case.balance:
        cites.append(_LATER_CIVIL)
    return Line(
        key,
        f"Case {case.case}: balance",
        of_cents(case.balance),
        ". ".join(parts) + ".",
        Status.STATUTE if len(cites) == 1 else Status.MODEL,
        tuple(cites),
    )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
