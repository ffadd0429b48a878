"""The figures of a case as a desk shows them, worked out again only where something has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from restitution.casefile import (
    FIELDS,
    Document,
    Place,
    Read,
    Said,
    ledger_name,
    read_case,
    read_ledger_of,
)
from restitution.casefile.document import Rows, blank
from restitution.commands.estimate import live
from restitution.desk.kept import compared
from restitution.desk.orders import orders_html, worksheet_of
from restitution.desk.position import position_html
from restitution.desk.variants import variants_html
from restitution.desk.words import awards_of, one_victim, plural
from restitution.errors import InputError
from restitution.fields import Table, read_row, value_of
from restitution.ledger import Ledger, Position, position
from restitution.money import dollars, dollars_of_cents, median
from restitution.rules.losses import PINS, whole_loss
from restitution.steps.estimate import Estimate, Worked, estimate


@dataclass(frozen=True, slots=True)
class Found:
    """What a desk shows for a case.

    Attributes:
        slots: HTML by the place where it belongs. With a mistake, the figures are left out.
        totals: the foot of each table, by table and column.
        losses: the sum of all losses as stated, US dollars; ``None`` while they cannot be read.
        announcement: the answer in one sentence, for a screen reader.
    """

    slots: dict[str, str]
    mistakes: tuple[Said, ...]
    readings: tuple[Said, ...]
    totals: dict[str, dict[str, str]]
    losses: Fraction | None
    announcement: str


@dataclass(slots=True)
class Figures:
    """Works out the figures, and keeps what the next change may leave as it is."""

    _ledgers: dict[str, tuple[Rows, Ledger, tuple[Said, ...]]] = field(default_factory=dict)
    _case: tuple[Document, Read, Estimate | None] | None = None
    _victims: dict[str, Worked] = field(default_factory=dict)

    def of(self, document: Document, request: Mapping[str, Any]) -> Found:
        """Return what the view of a request shows."""
        base = str(request.get("base", ""))
        if request.get("view") == "ledger":
            return self._of_ledger(document, str(request.get("ledger") or "A"), base)
        return self._of_orders(document, str(request.get("order") or ""), base)

    def case(self, document: Document) -> tuple[Read, Estimate | None]:
        """Return the inputs of the orders as read, and the estimate if there is no mistake."""
        if self._case and self._case[0] is document:
            return self._case[1:]
        read = self._read(document)
        result = estimate(read.scenario, self._victims) if read.scenario else None
        self._case = document, read, result
        return read, result

    def _read(self, document: Document) -> Read:
        return read_case(document, {victim: self._ledger_if_right(document, victim) for victim in _taken(document)})

    def ledger(self, document: Document, victim: str) -> tuple[Ledger, tuple[Said, ...]]:
        """Return a victim's ledger as read, and the mistakes in it."""
        rows = document.rows(ledger_name(victim))
        kept = self._ledgers.get(victim)
        if kept is None or kept[0] is not rows:
            kept = (rows, *read_ledger_of(document, victim))
            self._ledgers[victim] = kept
        return kept[1:]

    def position(self, document: Document, victim: str) -> tuple[Position | None, tuple[Said, ...]]:
        """Return the position of a victim's ledger on the day that the case says, or on that of the last row.

        It is ``None`` where a row or the day is to be corrected, and for a ledger without rows.
        """
        ledger, mistakes = self.ledger(document, victim)
        try:
            day = read_row(_DAY, _given("as_of", document)).get("as_of", date)
        except InputError as refusal:
            return None, (*mistakes, *(Said(Place("as_of"), error.message) for error in refusal.errors))
        if mistakes or not ledger.entries:
            return None, mistakes
        return position(ledger, day or max(entry.day for entry in ledger.entries)), ()

    def _ledger_if_right(self, document: Document, victim: str) -> Ledger | None:
        ledger, mistakes = self.ledger(document, victim)
        return None if mistakes else ledger

    def _of_orders(self, document: Document, order: str, base: str) -> Found:
        read, result = self.case(document)
        losses = sum(_sizes(read), Fraction(0)) if read.scenario else None
        slots = {"variants": ""}
        announcement = ""
        if result:
            keys = [one.key for one in result.orders]
            order = order if order in keys or not keys else keys[0]
            example = bool(document.example)
            slots["result"] = orders_html(result, base, order, example=example, notes=list(in_step(document)))
            slots["worksheet"] = worksheet_of(result, base, order)
            announcement = live(result).announcement
        if document.variants:
            slots["variants"] = variants_html(compared(document, self._estimate_of), result)
        return Found(slots, read.mistakes, read.readings, _totals(document, losses), losses, announcement)

    def _estimate_of(self, document: Document) -> Estimate | None:
        read = self._read(document)
        return estimate(read.scenario) if read.scenario else None

    def _of_ledger(self, document: Document, victim: str, base: str) -> Found:
        now, mistakes = self.position(document, victim)
        rows = document.rows(ledger_name(victim))
        number = now.counted + now.after if now else sum(not blank(row) for row in rows)
        totals = {ledger_name(victim): {"date": plural("row", number)}}
        if now is None:
            # Blank rows are none: figures of rows that were emptied must not stay.
            return Found({} if mistakes else {"position": ""}, mistakes, (), totals, None, "")
        totals[ledger_name(victim)]["amount"] = f"{dollars_of_cents(now.received)} received"
        html = position_html(now, victim, base, example=bool(document.example))
        # Without a finding nothing can be outstanding, and a zero would look like an answer.
        remains = (
            f", outstanding {dollars_of_cents(now.outstanding)}." if now.greatest else ". No finding is entered yet."
        )
        words = f"Received {dollars_of_cents(now.received)}{remains}"
        return Found({"position": html}, (), (), totals, None, words)


_DAY = Table("case", (FIELDS["as_of"],))


def _given(path: str, document: Document) -> dict[str, object]:
    value = value_of(FIELDS[path], document.field(path))
    return {} if value is None else {path: value}


def _taken(document: Document) -> Iterator[str]:
    """Yield the victims whose figures are to come from a ledger that the case has."""
    for code, taken in zip(document.column("victims", "id"), document.column("victims", "ledger"), strict=True):
        if taken.strip() == "true" and ledger_name(code.strip()) in document.tables:
            yield code.strip()


def _sizes(read: Read) -> Iterator[Fraction]:
    for victim in read.scenario.victims if read.scenario else ():
        for loss in victim.losses:
            yield whole_loss("", loss, PINS, "18-usc-2259").exact


def _totals(document: Document, losses: Fraction | None) -> dict[str, dict[str, str]]:
    awards = awards_of(document)
    totals = {"losses": {"amount": "" if losses is None else dollars(losses)}, "awards": {"amount": "", "note": ""}}
    if losses is not None and any(
        map(str.strip, (*document.column("losses", "low"), *document.column("losses", "annual")))
    ):
        # It is more than the column above it adds up to.
        totals["losses"]["amount"] += " with ranges and yearly losses"
    if awards:
        totals["awards"]["amount"] = dollars(sum(awards, Fraction(0)))
        middle = f", median {dollars(median(awards))}" if one_victim(document) else ""
        totals["awards"]["note"] = f"{plural('award', len(awards))}{middle}"
    return totals


def in_step(document: Document) -> Iterator[tuple[str, str]]:
    """Yield a note for each victim of whom something is entered that is not used, or not in step with the rest."""
    codes = document.codes("victims")
    taken = set(_taken(document))
    for victim in document.ledgers():
        if victim in taken or all(map(blank, document.rows(ledger_name(victim)))):
            continue
        yield (
            "ledger not used",
            f"No order takes its figures from the ledger of victim {victim}. If they are to, answer yes under “From "
            "its ledger” in the table of victims."
            if victim in codes
            else f"There is no victim with the code {victim}, so the ledger of {victim} counts in no order.",
        )
    links = [
        row[0].strip() or (codes[0] if len(codes) == 1 else "") for row in document.rows("awards") if not blank(row)
    ]
    for code, typed in zip(
        document.column("victims", "id"), document.column("victims", "ordered_defendants"), strict=True
    ):
        awards, number = links.count(code.strip()), typed.strip().replace(",", "")
        if awards and number.isdecimal() and int(number) != awards:
            yield (
                "awards and defendants",
                f"Victim {code.strip()}: {plural('earlier award', awards)} entered, and "
                f"{plural('defendant', int(number))} ordered to pay elsewhere. The number is used. If there are "
                "no other orders, leave it empty, and the awards are counted.",
            )
