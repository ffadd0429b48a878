"""What rows mean for each other: mistakes that no single row shows, and notices."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from operator import attrgetter, itemgetter

from restitution.dates import spelled
from restitution.ledger.notices import Notice
from restitution.ledger.rows import Entry, Mistakes
from restitution.money import dollars_of_cents

_WRITTEN_OTHERWISE = re.compile(r"[-_\s]|(?<!\d)0+(?=\d)")
"""What one case may be written with and without: hyphens and leading zeros."""
_MOST_ALIKE = 3
_SAME_CASE = "if it is the same case, write it the same way."


def check_groups(orders: Iterable[Entry], mistakes: Mistakes) -> None:
    """Refuse a case whose orders are partly in a joint group, or in two: once, at the first order that differs."""
    first: dict[str, Entry] = {}
    reported: set[str] = set()
    for entry in orders:
        other = first.setdefault(entry.case, entry)
        if other.joint != entry.joint and entry.case not in reported:
            reported.add(entry.case)
            group = f"in the joint group {other.joint}" if other.joint else "in no joint group"
            mistakes.row(
                entry.row,
                f"Case {entry.case} has an order {group} ({mistakes.other(other.row)}). All orders of a case belong "
                "to one joint group, or to none.",
                "joint",
            )


def check_reversals(payments: Iterable[Entry], reversals: Iterable[Entry], mistakes: Mistakes) -> None:
    """Refuse a reversal of more than was paid in its case by its day, the payments of that day included."""
    cases = {entry.case for entry in reversals}
    moving = [*(entry for entry in payments if entry.case in cases), *reversals]
    alike: Mapping[str, Sequence[str]] | None = None
    paid: dict[str, int] = defaultdict(int)
    # Sorted by day alone, payments stay before reversals, and either in the order of their rows.
    for entry in sorted(moving, key=attrgetter("day")):
        if entry.kind == "payment":
            paid[entry.case] += entry.amount
        elif entry.amount <= paid[entry.case]:
            paid[entry.case] -= entry.amount
        else:
            if alike is None:
                alike = _alike({entry.case for entry in payments})
            others = [case for case in alike[_plain(entry.case)] if case != entry.case]
            hint = f" {_some(others)} payments: {_SAME_CASE}" if others else ""
            mistakes.row(
                entry.row,
                f"This reversal takes back {dollars_of_cents(entry.amount)}, but only "
                f"{dollars_of_cents(paid[entry.case])} is left of what was paid in case {entry.case} by "
                f"{spelled(entry.day)}. Enter the payment that it undoes, or correct the case, the date or the "
                f"amount.{hint}",
                "amount",
            )


def across(entries: Iterable[Entry]) -> Iterator[Notice]:
    """Yield the notices that need several rows, in the order of the rows."""
    first: dict[tuple[object, ...], int] = {}
    last = None
    for entry in entries:
        row, day, kind, case, amount, _, _ = entry
        same = first.setdefault((day, kind, case, amount), row)
        if same != row:
            yield Notice(row, "duplicate", f"The same date, kind, case and amount as row {same}. It is counted anyway.")
        if last is not None and day < last:
            yield Notice(row, "out-of-order", "Dated before the row above it. It counts from its date.")
        last = day


def decided(by_kind: Mapping[str, Sequence[Entry]]) -> dict[str, int]:
    """Return the cases with an order or a finding, each with the first such row, in the order of the rows."""
    first: dict[str, int] = {}
    for entry in merge(by_kind["finding"], by_kind["order"], key=itemgetter(0)):
        first.setdefault(entry.case, entry.row)
    return first


def similar(cases: Mapping[str, int]) -> Iterator[Notice]:
    """Yield a notice for each decided case that is written like one above it, at its first row."""
    above: dict[str, list[str]] = defaultdict(list)
    for case, row in cases.items():
        others = above[_plain(case)]
        if others:
            listed = " and ".join(f"{other} (row {cases[other]})" for other in others[:_MOST_ALIKE])
            yield Notice(
                row,
                "similar-case",
                f"Case {case} is written like {listed}. They are counted as {len(others) + 1} cases. If it is the same "
                "case, write it the same way.",
            )
        others.append(case)


def unordered(payments: Iterable[Entry], cases: Mapping[str, int]) -> Iterator[Notice]:
    """Yield a notice for each payment in a case that is not decided, naming decided cases that are written alike."""
    stray = [entry for entry in payments if entry.case not in cases]
    if not stray:
        return
    alike = _alike(cases)
    for entry in stray:
        others = alike[_plain(entry.case)]
        hint = f" {_some(others)} one: {_SAME_CASE}" if others else ""
        yield Notice(
            entry.row,
            "payment-without-order",
            f"Case {entry.case} has no order and no finding.{hint} The payment is counted anyway.",
        )


def _alike(cases: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Return cases by what they are written alike in."""
    alike: dict[str, list[str]] = defaultdict(list)
    for case in sorted(cases):
        alike[_plain(case)].append(case)
    return alike


def _some(cases: Sequence[str]) -> str:
    """Return the first few cases as the subject of a sentence, with its verb."""
    return f"{' and '.join(cases[:_MOST_ALIKE])} {'has' if len(cases) == 1 else 'have'}"


def _plain(case: str) -> str:
    """Return a code without what people write now one way, now another."""
    return _WRITTEN_OTHERWISE.sub("", case).lower()
