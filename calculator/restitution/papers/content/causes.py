"""Losses whose cause was left empty: whose they are, what they count as, and what the circuit said of mixed losses."""

from __future__ import annotations

from restitution.casefile import TABLES, Document
from restitution.casefile.document import blank
from restitution.law import LAW
from restitution.papers.content.case import Orders
from restitution.papers.content.wording import counted, listed, paragraph
from restitution.papers.paper import Paragraph
from restitution.worksheet import Cite

NOT_STATED = "not stated; counted as losses from the trade in the images"
"""What stands in place of a cause that was left empty."""
HEADING = "The cause of losses is not stated"
_WHOSE, _CAUSE = (TABLES["losses"].names().index(name) for name in ("victim", "cause"))
_ANY_CIRCUIT = (
    "No circuit is named here. The Second and the Ninth Circuit required the parts to be separated, the Eleventh "
    "requires no set step; all three spoke under the earlier text."
)
_LIMB = Cite("18-usc-2259", "(b)(2)(A)")
_DECIDED = (Cite("lundquist-2013"), Cite("galan-2015"), Cite("rothenberg-2019"))


def causes_stated(document: Document, victim: str) -> tuple[bool, ...]:
    """Return for each loss of a victim, in order, whether its cause was entered."""
    codes = document.codes("victims")
    only = codes[0] if len(codes) == 1 else ""
    rows = [row for row in document.rows("losses") if not blank(row)]
    return tuple(bool(row[_CAUSE].strip()) for row in rows if (row[_WHOSE].strip() or only) == victim)


def causes_open(case: Orders) -> tuple[Paragraph, ...]:
    """Return what must be known where an order is a share of losses whose cause was left empty; else nothing."""
    shared = dict.fromkeys(one.victim for one in case.estimate.orders if one.branch.shared)
    left = {victim: causes_stated(case.document, victim).count(False) for victim in shared}
    left = {victim: number for victim, number in left.items() if number}
    if not left:
        return ()
    number = sum(left.values())
    each = "it counts here as a loss" if number == 1 else "each counts here as a loss"
    whose = (
        f"{counted(number, 'loss') if number == 1 else f'{number:,} losses'} of victim{'' if len(left) == 1 else 's'}"
    )
    view = LAW.circuits.get(case.estimate.scenario.circuit)
    named = view is not None and view.authority != _LIMB.authority
    cites = (Cite(view.authority, view.pin),) if view and named else () if view else _DECIDED
    return (
        paragraph(
            f"No cause is stated for {whose} {listed(tuple(left))}: {each} from the trade in the images. What the "
            "original abuse caused, alone or together with the trade, may have to be taken out (disaggregation). "
            f"{view.position if view else _ANY_CIRCUIT}",
            _LIMB,
            *cites,
        ),
    )
