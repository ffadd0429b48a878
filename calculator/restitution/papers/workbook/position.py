"""The sheets of one victim's ledger: its rows, and its position with the balance of each case, as live sums."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from restitution.dates import spelled
from restitution.ledger import CasePosition, Entry, Position
from restitution.money import of_cents
from restitution.papers.workbook.decides import DECIDES
from restitution.papers.workbook.page import Column, Look, Page, Value, at, down, fixed, quoted
from restitution.worksheet import Status


class Taken(NamedTuple):
    """Where a ledger states what an input of an order would, as formulas of other sheets refer to it."""

    ordered_defendants: str
    received: str
    greatest: str
    assistance: str
    awards: str


@dataclass(frozen=True, slots=True)
class LedgerSheets:
    """The sheets of a ledger, and what the orders take from them; ``None`` for a ledger by itself."""

    pages: tuple[Page, Page]
    taken: Taken | None


_ROWS = (
    Column("Date", "of receipt, or of the order", 13),
    Column("Kind", "", 12),
    Column("Case", "code", 13),
    Column("Amount", "US dollars", 15),
    Column("Received so far", "US dollars, all cases", 16),
    Column("Greatest finding so far", "US dollars", 16),
    Column("Joint", "code of a joint liability", 11),
)
_DATE, _KIND, _CASE, _AMOUNT, _RECEIVED, _FOUND, _JOINT = range(len(_ROWS))

_CASES = (
    Column("Case", "code", 22),
    Column("Joint", "code", 12),
    Column("Greatest finding", "US dollars; a court found it", 15),
    Column("Ordered", "US dollars; of a joint group the one liability", 15),
    Column("Paid", "US dollars, less reversals", 15),
    Column("Reversed", "US dollars, taken off already", 15),
    Column("Balance", "US dollars; the statute controls", 15),
    Column("Paid beyond the order", "US dollars", 15),
    Column("First order", "date; not a formula", 14),
    Column("Civil damages after it", "US dollars", 15),
    Column("Payable after these", f"US dollars; {DECIDES[Status.MODEL]}", 15),
    Column("Earlier award", "US dollars; counts as one defendant", 15),
)
_CODE, _GROUP, _FINDING, _ORDERED, _PAID, _REVERSED, _BALANCE, _OVER, _FIRST, _CIVIL, _PAYABLE, _AWARD = range(
    len(_CASES)
)
_VALUE, _WHO = 2, 3
"""The columns of the totals: their labels run over two."""

_MATCHES_ITSELF = re.compile(r"[A-Za-z]{1,2}(?![A-Za-z]).*", re.ASCII)
"""A code that a condition of SUMIFS cannot take for a number, a date or a truth value."""


def ledger_sheets(
    victim: str, position: Position, entries: Sequence[Entry], order_date: str = "", own: str = "", number: int = 1
) -> LedgerSheets:
    """Return the sheets of a victim's ledger.

    Args:
        entries: the rows as read.
        order_date: the cell with the date of the order, if an order takes its figures from the ledger.
        own: the case of the ledger that is the case of the order: its finding and its order do not count there.
        number: which of the victims this is whose codes differ only in capitals, as names of sheets may not.
    """
    rows = sorted(entries, key=attrgetter("day"))
    name = f"{victim} ({number})" if number > 1 else victim
    listed = _listed(victim, name, rows)
    making = _Making(victim, name, position, listed, rows, order_date, own)
    return LedgerSheets((making.page, listed), making.made())


def _listed(victim: str, name: str, rows: Sequence[Entry]) -> Page:
    # The last column is left out where nothing is in it: the amounts then fit a page better. Notes are the user's own.
    columns = _ROWS if any(entry.joint for entry in rows) else _ROWS[:_JOINT]
    page = Page(
        f"Ledger {name}",
        f"The rows of the ledger of victim {victim}: findings, orders, payments and what else was received.",
        tuple(column.width for column in columns),
        landscape=False,
    )
    page.title(
        f"Ledger of victim {victim}",
        (
            "Rows in the order of their dates. A reversal is a payment undone. What is ordered is not yet received.",
            "The running figures are of all rows, those after the day of the position included.",
        ),
    )
    head = page.heads(columns)
    page.frozen = head, head + 2
    received = found = 0
    for entry in rows:
        row = page.next_row
        page.next_row += 1
        first = row == head + 2
        page.put(row, _DATE, entry.day, Look.DAY_IN)
        page.put(row, _KIND, entry.kind, Look.TEXT_IN)
        if entry.case:
            page.put(row, _CASE, entry.case, Look.TEXT_IN)
        page.put(row, _AMOUNT, of_cents(entry.amount), Look.MONEY_IN)
        if entry.joint:
            page.put(row, _JOINT, entry.joint, Look.TEXT_IN)
        received += {"payment": 1, "reversal": -1}.get(entry.kind, 0) * entry.amount
        found = max(found, entry.amount if entry.kind == "finding" else 0)
        kind, amount = at(row, _KIND), at(row, _AMOUNT)
        moved = f'IF({kind}="payment",{amount},IF({kind}="reversal",-{amount},0))'
        page.put(
            row, _RECEIVED, of_cents(received), Look.MONEY, moved if first else f"{at(row - 1, _RECEIVED)}+{moved}"
        )
        of_row = f'IF({kind}="finding",{amount},0)'
        greatest = of_row if first else f"MAX({at(row - 1, _FOUND)},{of_row})"
        page.put(row, _FOUND, of_cents(found), Look.MONEY_OR_NONE, greatest)
    return page


class _Making:
    """The sheet of a position while it is made: the totals first, then the cases on which they rest."""

    def __init__(
        self, victim: str, name: str, position: Position, listed: Page, rows: Sequence[Entry], order_date: str, own: str
    ) -> None:
        self.position, self.own, self.order_date = position, own, order_date
        first, last = listed.frozen[1], listed.frozen[1] + max(len(rows), 1) - 1
        self.dates, self.kinds, self.codes, self.amounts, self.joints = (
            listed.span((first, column), (last, column)) for column in (_DATE, _KIND, _CASE, _AMOUNT, _JOINT)
        )
        codes = [case.case for case in position.cases]
        self.plain = all(map(_MATCHES_ITSELF.fullmatch, codes)) and len({c.casefold() for c in codes}) == len(codes)
        self.page = Page(
            f"Position {name}",
            f"What was found, ordered and received for victim {victim}, and the balance of each case.",
            tuple(column.width for column in _CASES),
        )
        day = "the date of the order" if order_date else "the day below"
        self.page.title(
            f"Position of victim {victim}",
            (
                f"As of {day}: rows after it are left out. Each sum is over the rows of the sheet {listed.name}.",
                "Only findings of cases with a final order under § 2259 count. Whether the victim has been made whole "
                "is for the court to decide.",
            ),
        )
        self.groups: dict[str, str] = {}
        self.as_of = ""
        # The totals come first and refer to the cases below them.
        self.head = (
            self.page.next_row
            + _TOTALS
            + bool(own)
            + bool(order_date) * 2
            + (len(position.groups) + 2 if position.groups else 0)
        )
        self.cases = self.head + 2, self.head + 1 + len(position.cases)

    def made(self) -> Taken | None:
        position, page = self.position, self.page
        day = self.fact("As of", position.as_of, "" if self.order_date else "Change the day to add up to another.")
        self.as_of = fixed(day, _VALUE)
        page.put(day, _VALUE, position.as_of, Look.DAY if self.order_date else Look.DAY_IN, self.order_date)
        statute = "The statute controls: § 2259(b)(2)(C)."
        finding = self.money("Greatest loss found", position.greatest_finding, self.largest("finding"), statute)
        payments = self.money("Payments", position.received + position.reversed, self.total("payment"), "All cases.")
        reversals = self.money("Reversals", position.reversed, self.total("reversal"), "Payments undone.")
        received = self.money(
            "Received",
            position.received,
            f"{at(payments, _VALUE)}-{at(reversals, _VALUE)}",
            f"{statute} Not what is ordered.",
        )
        pair = at(finding, _VALUE), at(received, _VALUE)
        self.money("Outstanding", position.outstanding, f"MAX(0,{pair[0]}-{pair[1]})", f"{statute} Not below zero.")
        over = "What becomes of it: no decision was found."
        self.money("Received above the finding", position.over_collected, f"MAX(0,{pair[1]}-{pair[0]})", over)
        self.money(
            "Total ordered", position.ordered, self.ordered(), "A joint group counts once, at its largest order."
        )
        assistance = self.money(
            "Monetary assistance", position.assistance, self.total("assistance"), "Shown separately: § 2259(d)."
        )
        self.money("Civil damages", position.civil, self.total("civil"), "Shown separately: § 3664(j)(2).")
        ended = spelled(position.terminated_on) if position.terminated_on else "not ended"
        row = self.fact("Liability ended", ended if position.greatest else "no finding", "By the rows; not a formula.")
        page.cells[row, _VALUE] = page.cells[row, _VALUE]._replace(look=Look.NONE)
        counted = f'COUNTIF({self.dates},"<="&{self.as_of})'
        self.whole("Rows counted", position.counted, counted)
        self.whole("Rows after that day", position.after, f"COUNT({self.dates})-{at(page.next_row - 1, _VALUE)}")
        taken = self.taken(received, assistance) if self.order_date else None
        self.joint_groups()
        page.section("Case by case")
        head = page.heads(self.columns())
        if head != self.head:
            raise AssertionError(f"The cases begin in row {head}, and the totals refer to {self.head}.")
        for case in position.cases:
            self.case(case)
        return taken

    def columns(self) -> tuple[Column, ...]:
        return _CASES if self.order_date else _CASES[:_AWARD]

    def fact(self, label: str, value: Value, note: str) -> int:
        row = self.page.line(label, Look.PLAIN)
        self.page.put(row, _VALUE, value, Look.LABEL)
        if note:
            self.page.put(row, _WHO, note, Look.PLAIN)
        return row

    def money(self, label: str, cents: int, formula: str, note: str) -> int:
        row = self.fact(label, "", note)
        self.page.put(row, _VALUE, of_cents(cents), Look.TOTAL, formula)
        return row

    def whole(self, label: str, number: int, formula: str) -> int:
        row = self.fact(label, "", "")
        self.page.put(row, _VALUE, number, Look.WHOLE, formula)
        return row

    def taken(self, received: int, assistance: int) -> Taken:
        """Put what an order takes beyond the totals, and return where all of it is."""
        position, page = self.position, self.page
        others = [case for case in position.cases if case.case != self.own]
        first, last = self.cases
        awards = f"{fixed(first, _AWARD)}:{fixed(last, _AWARD)}" if position.cases else ""
        number = sum(case.ordered > 0 for case in others)
        count = self.whole("Other cases with an order", number, f"COUNT({awards})" if awards else "")
        rows = [first + i for i, case in enumerate(position.cases) if case.case != self.own]
        most = max((case.finding or 0 for case in others), default=0)
        formula = f"MAX({_blocks(_FINDING, rows)})" if rows else ""
        greatest = self.money(
            "Greatest finding elsewhere", most, formula, "Of the other cases: the cap starts from it."
        )
        if self.own:
            self.fact("This case in the ledger", self.own, "Its finding and its order do not count for the order.")
        return Taken(
            page.ref(count, _VALUE),
            page.ref(received, _VALUE),
            page.ref(greatest, _VALUE),
            page.ref(assistance, _VALUE),
            f"{page.prefix}{awards}" if number else "",
        )

    def joint_groups(self) -> None:
        """Put the one liability of each joint group: the largest amount that any of its orders states."""
        if not self.position.groups:
            return
        self.page.section("Joint groups: one liability each, § 3664(h); our own model")
        for code, liability in self.position.groups.items():
            row = self.money(code, liability, self.largest("order", self.joints, code), "The largest of its orders.")
            self.groups[code] = fixed(row, _VALUE)

    def case(self, case: CasePosition) -> None:
        page, row = self.page, self.page.next_row
        page.next_row += 1
        code = at(row, _CODE)
        page.put(row, _CODE, case.case, Look.LABEL)
        if case.joint:
            page.put(row, _GROUP, case.joint, Look.LABEL)
        page.put(
            row, _FINDING, of_cents(case.finding or 0), Look.MONEY_OR_NONE, self.largest("finding", self.codes, code)
        )
        ordered = self.groups[case.joint] if case.joint else self.total("order", code)
        page.put(row, _ORDERED, of_cents(case.ordered), Look.MONEY, ordered)
        page.put(row, _REVERSED, of_cents(case.reversed), Look.MONEY_OR_NONE, self.total("reversal", code))
        paid = f"{self.total('payment', code)}-{at(row, _REVERSED)}"
        page.put(row, _PAID, of_cents(case.paid), Look.MONEY, paid)
        of_all = self.of_group(_PAID, row, case.joint)
        page.put(row, _BALANCE, of_cents(case.balance), Look.MONEY, f"MAX(0,{at(row, _ORDERED)}-{of_all})")
        page.put(row, _OVER, of_cents(case.overpaid), Look.MONEY_OR_NONE, f"MAX(0,{of_all}-{at(row, _ORDERED)})")
        civil = ""
        if case.first_order:
            page.put(row, _FIRST, case.first_order, Look.DAY)
            civil = self.total("civil", code, at(row, _FIRST))
        page.put(row, _CIVIL, of_cents(case.civil), Look.MONEY_OR_NONE, civil)
        later = self.of_group(_CIVIL, row, case.joint)
        page.put(row, _PAYABLE, of_cents(case.payable), Look.MONEY, f"MAX(0,{at(row, _BALANCE)}-{later})")
        if not self.order_date:
            return
        if case.case == self.own:
            page.put(row, _AWARD, "this case", Look.NONE)
        else:
            ordered = at(row, _ORDERED)
            value: Value = of_cents(case.ordered) if case.ordered else ""
            page.put(row, _AWARD, value, Look.MONEY, f'IF({ordered}>0,{ordered},"")')

    def of_group(self, column: int, row: int, joint: str) -> str:
        """Return a figure of a case, or its sum over the cases of a joint group."""
        if not joint:
            return at(row, column)
        first, last = self.cases
        return f"SUMPRODUCT(EXACT({down(_GROUP, first, last)},{at(row, _GROUP)})*{down(column, first, last)})"

    def ordered(self) -> str:
        """Return the formula of all that is ordered: each joint group once."""
        first, last = self.cases
        if not self.position.cases:
            return ""
        cells = down(_ORDERED, first, last)
        if not self.position.groups:
            return f"SUM({cells})"
        # The groups stand between the totals and the cases.
        groups = down(_VALUE, self.head - 2 - len(self.position.groups), self.head - 3)
        return f'SUMPRODUCT(({down(_GROUP, first, last)}="")*{cells})+SUM({groups})'

    def total(self, kind: str, code: str = "", after: str = "") -> str:
        """Return the formula of the sum of the rows of a kind, of one case or of all, after a day or not."""
        if self.plain:
            case = f",{self.codes},{code}" if code else ""
            later = f',{self.dates},">"&{after}' if after else ""
            return f'SUMIFS({self.amounts},{self.kinds},"{kind}",{self.dates},"<="&{self.as_of}{case}{later})'
        case = f"*EXACT({self.codes},{code})" if code else ""
        later = f"*({self.dates}>{after})" if after else ""
        return f'SUMPRODUCT(({self.kinds}="{kind}")*({self.dates}<={self.as_of}){case}{later}*{self.amounts})'

    def largest(self, kind: str, cells: str = "", code: str = "") -> str:
        """Return the formula of the largest amount of a kind: of all, or of those with a code."""
        if cells == self.joints and code:
            code = quoted(code)
        same = f"*EXACT({cells},{code})" if cells else ""
        return f'SUMPRODUCT(MAX(({self.kinds}="{kind}")*({self.dates}<={self.as_of}){same}*{self.amounts}))'


_TOTALS = 15
"""Rows from the day of a position to the heading of its cases, without those of joint groups and for orders."""


def _blocks(column: int, rows: Sequence[int]) -> str:
    """Return cells of a column without one between them: two blocks at most."""
    gap = next((i for i in range(1, len(rows)) if rows[i] != rows[i - 1] + 1), len(rows))
    parts = [part for part in (rows[:gap], rows[gap:]) if part]
    return ",".join(down(column, part[0], part[-1]) for part in parts)
