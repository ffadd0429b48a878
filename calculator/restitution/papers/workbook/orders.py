"""The sheets of shares and orders: every method side by side, the floor, the order, its range and cap, the totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from restitution.commands.notes.estimate import outside_groups
from restitution.papers.content.wording import proper
from restitution.papers.workbook.decides import DECIDES, under
from restitution.papers.workbook.inputs import FIXED, FLOOR, METHOD, STATISTIC, Inputs, VictimAt, head_of, methods_of
from restitution.papers.workbook.losses import Losses
from restitution.papers.workbook.page import Column, Look, Page, at, down, fixed, listed, quoted
from restitution.steps.estimate import Estimate, Order
from restitution.worksheet import Status

_FIRST_METHOD = 3
"""The column of the first method, after the victim, the defendant and the losses."""


def shares_sheet(inputs: Inputs, found: Losses, estimate: Estimate) -> Page:
    """Return the sheet of shares: for each order every method whose inputs are given."""
    methods = methods_of(estimate)
    decided = {name: line.status for one in estimate.orders for name, line in one.methods.items()}
    adjusted = "adjusted-share" in methods
    columns = [
        Column("Victim", "code", 10),
        Column("Defendant", "code", 11),
        Column("Losses", "US dollars, from the sheet Losses", 16),
        *(Column(head_of(name), under("US dollars", decided[name]), 17) for name in methods),
        *((Column("Product of the factors", under("", Status.DISCRETION), 12),) if adjusted else ()),
    ]
    page = Page(
        "Shares",
        "The share of each defendant by every method whose inputs are given, side by side.",
        tuple(column.width for column in columns),
    )
    page.title(
        "Shares",
        (
            "The statute gives no formula: the judge decides. A share is rounded once, and none is above the losses.",
            "The sheet Orders takes the method that is chosen on the sheet Inputs. Of an order in full, all are for "
            "comparison.",
        ),
    )
    head = page.heads(columns)
    page.frozen = head, head + 2
    making = _Shares(page, inputs, estimate, methods, _FIRST_METHOD + len(methods))
    for one in estimate.orders:
        row = page.next_row
        page.next_row += 1
        page.put(row, 0, one.victim, Look.LABEL)
        page.put(row, 1, one.defendant, Look.LABEL)
        losses = found.at[one.victim, one.branch.shared, one.branch.current]
        page.put(row, 2, one.losses.exact, Look.MONEY, losses)
        for column, name in enumerate(methods, start=_FIRST_METHOD):
            if name in one.methods:
                page.put(row, column, one.methods[name].exact, Look.MONEY, making.formula(one, name, row))
            else:
                page.put(row, column, "not given", Look.NONE)
    if METHOD in inputs.page.names:
        heads = f"={page.span((head, _FIRST_METHOD), (head, _FIRST_METHOD + len(methods) - 1))}"
        inputs.page.choose(*inputs.page.names[METHOD], heads)
    return page


@dataclass(frozen=True, slots=True)
class _Shares:
    page: Page
    inputs: Inputs
    estimate: Estimate
    methods: Sequence[str]
    factor: int

    def formula(self, one: Order, name: str, row: int) -> str:
        """Return the formula of a share: divided or stated, rounded once, and not above the losses."""
        losses, victim = at(row, 2), self.inputs.victims[one.victim]
        match name:
            case "full":
                return losses
            case "equal-share.ordered" | "equal-share.predicted" | "equal-share.estimated":
                return f"ROUND({losses}/{_number(victim, name)},2)"
            case "adjusted-share":
                return self._adjusted(one, row)
            case "prior-awards":
                stated = f'ROUND(IF({STATISTIC}="mean",AVERAGE({victim.awards}),MEDIAN({victim.awards})),2)'
            case "requested":
                stated = victim.requested
            case _:
                stated = FIXED
        return f"MIN({losses},{stated})"

    def _adjusted(self, one: Order, row: int) -> str:
        """Return the formula of the adjusted share, and put the product of its factors."""
        choice = self.estimate.scenario.apportionment
        conduct = next(d for d in self.estimate.scenario.defendants if d.id == one.defendant).conduct_toward(one.victim)
        product = Fraction(1)
        for adjustment in conduct.adjustments if conduct else ():
            product *= adjustment.factor
        factors = self.inputs.factors.get((one.victim, one.defendant))
        self.page.put(row, self.factor, product, Look.FACTOR, f"PRODUCT({factors})" if factors else "")
        equal = at(row, _FIRST_METHOD + self.methods.index(f"equal-share.{choice.denominator}"))
        return f"MIN({at(row, 2)},ROUND({equal}*{at(row, self.factor)},2))"


def _number(victim: VictimAt, name: str) -> str:
    return {"ordered": victim.ordered, "predicted": victim.predicted, "estimated": victim.estimated}[
        name.removeprefix("equal-share.")
    ]


_ORDERS = (
    Column("Victim", "code", 9),
    Column("Defendant", "code", 11),
    Column("Rule", "from the counts", 16),
    Column("Losses", under("US dollars", Status.DISCRETION), 13),
    Column("Share", "US dollars; by the method that the judge decides", 13),
    Column("Floor", under("US dollars", Status.STATUTE), 10),
    Column("Order", "US dollars", 13),
    Column("Who decides the order", "as calculated", 12),
    Column("Lowest order", "US dollars, over the methods", 13),
    Column("Highest order", "US dollars, over the methods", 13),
    Column("Cap", "US dollars: the loss here, once final, or a greater one found elsewhere", 13),
    Column("Outstanding", "US dollars: the cap less what was received", 13),
    Column("Can still be collected", "US dollars: the lesser of order and outstanding", 13),
    Column("Joint group", "code", 9),
    Column("Liability", "US dollars; one sum for a joint group; our own model", 13),
    Column("Counted in the total", "US dollars; a joint group once", 13),
)
(
    _VICTIM,
    _DEFENDANT,
    _RULE,
    _LOSSES,
    _SHARE,
    _FLOOR,
    _ORDER,
    _WHO,
    _LOW,
    _HIGH,
    _CAP,
    _OUTSTANDING,
    _COLLECTIBLE,
    _GROUP,
    _LIABILITY,
    _COUNTED,
) = range(len(_ORDERS))


@dataclass(slots=True)
class _Orders:
    page: Page
    inputs: Inputs
    shares: Page
    estimate: Estimate
    methods: Sequence[str]
    joint: bool
    rows: dict[tuple[str, str], int] = field(default_factory=dict)
    """The row of each order, the same on the sheet of shares counted from its first."""

    def put(self, one: Order, share_row: int) -> None:
        """Put one order, from its losses to what can still be collected."""
        page, row = self.page, self.rows[one.victim, one.defendant]
        victim = self.inputs.victims[one.victim]
        page.put(row, _VICTIM, one.victim, Look.LABEL)
        page.put(row, _DEFENDANT, one.defendant, Look.LABEL)
        page.put(row, _RULE, _rule_words(one), Look.TEXT)
        page.put(row, _LOSSES, one.losses.exact, Look.MONEY, self.shares.ref(share_row, 2))
        page.put(row, _WHO, DECIDES[one.order.status], Look.TEXT, self._who(one, row))
        if one.branch.shared:
            self._share(one, row, share_row)
        else:
            for column in (_SHARE, _FLOOR, _LOW, _HIGH):
                page.put(row, column, "in full", Look.NONE)
        order = at(row, _SHARE) if one.branch.shared else at(row, _LOSSES)
        if one.floor:
            order = f"MAX({order},{at(row, _FLOOR)})"
        page.put(row, _ORDER, one.order.exact, Look.TOTAL, self._proved(victim, order))
        if one.cap is None or one.outstanding is None or one.collectible is None:
            for column in (_CAP, _OUTSTANDING, _COLLECTIBLE):
                page.put(row, column, "earlier text", Look.NONE)
            return
        page.put(row, _CAP, one.cap.exact, Look.MONEY, f"MAX({at(row, _LOSSES)},{victim.greatest})")
        left = f"MAX(0,{at(row, _CAP)}-{victim.received})"
        page.put(row, _OUTSTANDING, one.outstanding.exact, Look.MONEY, left)
        lesser = f"MIN({at(row, _ORDER)},{at(row, _OUTSTANDING)})"
        page.put(row, _COLLECTIBLE, one.collectible.exact, Look.MONEY, lesser)

    def _share(self, one: Order, row: int, share_row: int) -> None:
        """Put the share by the method chosen, the floor, and the range over the methods but the whole loss."""
        page = self.page
        victim = self.inputs.victims[one.victim]
        last = _FIRST_METHOD + len(self.methods) - 1
        of_row = self.shares.span((share_row, _FIRST_METHOD), (share_row, last))
        head = self.shares.frozen[0]
        heads = self.shares.span((head, _FIRST_METHOD), (head, last))
        share = one.methods[one.chosen].exact
        page.put(row, _SHARE, share, Look.MONEY, f"INDEX({of_row},MATCH({METHOD},{heads},0))")
        # The whole loss is the first of the methods, and no part of the range.
        others = self.shares.span((share_row, _FIRST_METHOD + 1), (share_row, last))
        low, high = f"MIN({others})", f"MAX({others})"
        if one.floor:
            page.put(row, _FLOOR, one.floor.exact, Look.MONEY, FLOOR)
            low, high = f"MAX({at(row, _FLOOR)},{low})", f"MAX({at(row, _FLOOR)},{high})"
        else:
            page.put(row, _FLOOR, "none", Look.NONE)
        if one.low is not None and one.high is not None:
            page.put(row, _LOW, one.low.exact, Look.MONEY, self._proved(victim, low))
            page.put(row, _HIGH, one.high.exact, Look.MONEY, self._proved(victim, high))

    def _who(self, one: Order, row: int) -> str:
        """Return the formula of who decides the order: the judge sets a share, the statute the floor above it."""
        judge, statute, model = (
            quoted(DECIDES[status]) for status in (Status.DISCRETION, Status.STATUTE, Status.MODEL)
        )
        proven = self.inputs.victims[one.victim].proven
        if not one.branch.shared:
            return f'IF({proven}="no",{judge},{statute})'
        if not one.floor:
            return ""
        share, floor, losses = at(row, _SHARE), at(row, _FLOOR), at(row, _LOSSES)
        # No court was found deciding what the floor is above losses that are less.
        floored = f"IF({losses}<{floor},{model},{statute})"
        return f'IF({proven}="no",{judge},IF({share}<{floor},{floored},{judge}))'

    def _proved(self, victim: VictimAt, formula: str) -> str:
        return f'IF({victim.proven}="no",0,{formula})'

    def liability(self, one: Order) -> None:
        """Put what a defendant can be made to pay: alone, or with the joint group, which counts once."""
        page, row = self.page, self.rows[one.victim, one.defendant]
        members = [
            self.rows[other.victim, other.defendant]
            for other in self.estimate.orders
            if one.joint_group and (other.victim, other.joint_group) == (one.victim, one.joint_group)
        ]
        page.put(row, _GROUP, one.joint_group or "none", Look.NONE)
        formula = at(row, _ORDER)
        if one.joint is not None:
            formula = f"MIN(MAX({listed(_LOSSES, members)}),SUM({listed(_ORDER, members)}))"
        page.put(row, _LIABILITY, one.liability, Look.MONEY, formula)
        first = not members or row == members[0]
        page.put(
            row, _COUNTED, one.liability if first else Fraction(0), Look.MONEY, at(row, _LIABILITY) if first else ""
        )


def orders_sheet(inputs: Inputs, shares: Page, estimate: Estimate) -> Page:
    """Return the sheet of orders, with the totals."""
    joint = any(one.joint_group for one in estimate.orders)
    columns = _ORDERS if joint else _ORDERS[:_GROUP]
    page = Page(
        "Orders",
        "Each order with its floor, its range over the methods, its cap and what can still be collected; the totals.",
        tuple(column.width for column in columns),
    )
    page.title(
        "Orders",
        (
            "An order for trafficking is the share or the floor, whichever is greater; any other, the losses in full.",
            "The order itself is not reduced by the cap: liability ends when the money has come in, § 2259(b)(2)(C).",
            "Lowest and highest are the spread of the methods but the whole loss: not the limits of the law.",
        ),
    )
    head = page.heads(columns)
    page.frozen = head, head + 2
    first = page.next_row
    rows = {(one.victim, one.defendant): first + i for i, one in enumerate(estimate.orders)}
    making = _Orders(page, inputs, shares, estimate, methods_of(estimate), joint, rows)
    page.next_row += len(rows)
    for i, one in enumerate(estimate.orders):
        making.put(one, shares.frozen[1] + i)
        if joint:
            making.liability(one)
    if estimate.orders:
        _totals(page, estimate, rows, joint)
    if estimate.outside:
        page.section("No order under § 2259")
        for group, text in outside_groups(estimate.outside):
            pairs = ", ".join(f"victim {one.victim} and defendant {one.defendant}" for one in group)
            page.line(f"{pairs[0].upper()}{pairs[1:]}:", Look.PLAIN)
            page.line(proper(text), Look.PLAIN)
    return page


def _rule_words(one: Order) -> str:
    words = "a share, § 2259(b)(2)" if one.branch.shared else "losses in full, § 2259(b)(1)"
    if one.branch.current:
        return words
    return (
        "a share, text before December 7, 2018" if one.branch.shared else "losses in full, text before December 7, 2018"
    )


def _totals(page: Page, estimate: Estimate, rows: dict[tuple[str, str], int], joint: bool) -> None:
    """Put the totals by victim, of the case and by defendant. A joint group counts once, and whole for each member."""
    counted, owed = (_COUNTED, _LIABILITY) if joint else (_ORDER, _ORDER)
    once = "; a joint group counts once" if joint else ""
    page.section(f"Totals, US dollars{once}")
    first = page.next_row
    for victim in estimate.scenario.victims:
        of_victim = [row for (code, _), row in rows.items() if code == victim.id]
        if of_victim:
            amount = estimate.by_victim[victim.id]
            _total(page, f"Victim {victim.id}, all defendants", amount, f"SUM({listed(counted, of_victim)})")
    _total(page, "The case", estimate.case, f"SUM({down(_ORDER, first, page.next_row - 1)})")
    every = f"{fixed(min(rows.values()), _DEFENDANT)}:{fixed(max(rows.values()), _DEFENDANT)}"
    page.section("By defendant, US dollars" + ("; each owes the whole of a joint group" if joint else ""))
    for defendant in estimate.scenario.defendants:
        if any(code == defendant.id for _, code in rows):
            # EXACT, because SUMIF would take the codes 1 and 01 for the same number.
            code = page.next_row
            cells = down(owed, min(rows.values()), max(rows.values()))
            formula = f"SUMPRODUCT(EXACT({every},{at(code, _DEFENDANT)})*{cells})"
            _total(page, "Defendant", estimate.by_defendant[defendant.id], formula)
            page.put(code, _DEFENDANT, defendant.id, Look.LABEL)


def _total(page: Page, label: str, amount: Fraction, formula: str) -> None:
    row = page.line(label, Look.PLAIN)
    page.put(row, _ORDER, amount, Look.TOTAL, formula)
