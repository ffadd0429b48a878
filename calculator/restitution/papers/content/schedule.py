"""For the schedule of restitution in the judgment: under headings of our own, not those of any form."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from restitution.commands.notes.estimate import NO_ORDER
from restitution.money import dollars
from restitution.papers.citing import cites_of
from restitution.papers.content.case import Orders
from restitution.papers.content.wording import BLANK, listed, paragraph, said
from restitution.papers.paper import Block, Column, Heading, Paragraph, Row, Sheet, Text
from restitution.steps.estimate import Order
from restitution.worksheet import Cite

_STATES = Cite("18-usc-3612", "(b)(1)")
_AMOUNT = Cite("18-usc-3664", "(f)(1)(A)")
_EACH_PAYEE = Cite("18-usc-3664", "(i)")
_JOINT = Cite("18-usc-3664", "(h)")

_COLUMNS = (
    Column("Payee", 22),
    Column("Total loss", 22, figures=True),
    Column("Restitution ordered", 26, figures=True),
    Column("Priority or percentage", 30),
)


def schedule(case: Orders) -> Iterator[Block]:
    """Yield a table for each defendant, and one of what several owe together."""
    yield Heading("For the schedule of restitution in the judgment")
    yield Paragraph(
        (
            said("Each payee is named by code, with the total loss and the restitution ordered.", _STATES, _AMOUNT),
            said(" Priority or percentage is left to the court.", _EACH_PAYEE),
        )
    )
    for defendant in case.estimate.scenario.defendants:
        rows = tuple(_rows(case, defendant.id))
        if rows:
            yield Sheet(f"Defendant {defendant.id}", _COLUMNS, rows)
        else:
            yield paragraph(f"Defendant {defendant.id}: no count names a victim.")
    if joint := tuple(_joint(case)):
        yield Sheet(
            "Joint and several",
            (
                Column("Defendant", 18),
                Column("Ordered by itself", 24, figures=True),
                Column("Joint and several amount", 30, figures=True),
                Column("Corresponding payee", 28),
            ),
            joint,
        )


def _rows(case: Orders, defendant: str) -> Iterator[Row]:
    blank: Text = (said(BLANK),)
    orders = [one for one in case.estimate.orders if one.defendant == defendant]
    for one in orders:
        yield Row(((said(f"Victim {one.victim}"),), one.losses.amount, one.order.amount, blank))
    for out in case.estimate.outside:
        if out.defendant == defendant:
            yield Row(((said(f"Victim {out.victim}"),), None, (said(NO_ORDER),), (said("—"),)))
    if len(orders) > 1:
        total = sum((one.order.exact for one in orders), Fraction(0))
        yield Row(((said("Total"),), None, total, None), total=True)


def _joint(case: Orders) -> Iterator[Row]:
    groups: dict[tuple[str, str], list[Order]] = {}
    for one in case.estimate.orders:
        if one.joint_group:
            groups.setdefault((one.victim, one.joint_group), []).append(one)
    for (victim, _), members in groups.items():
        for one in members:
            others = [other.defendant for other in members if other is not one]
            whole = said(dollars(one.liability), *(cites_of(one.joint) if one.joint else (_JOINT,)))
            beside = said(f"with defendant{'' if len(others) == 1 else 's'} {listed(others)}", small=True, below=True)
            yield Row(
                (
                    (said(f"Defendant {one.defendant}"),),
                    one.order.amount,
                    (whole, beside) if others else (whole,),
                    (said(f"Victim {victim}"),),
                )
            )
