"""``distribute``: money received, applied to what is owed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from restitution.commands.command import Answer, Command
from restitution.dates import spelled
from restitution.docket import Applied, Docket, Exposure, read_docket
from restitution.docket.fields import DOCKET
from restitution.money import dollars_of_cents as dollars
from restitution.money import of_cents, stated_cents
from restitution.render import Cell, Grid, Note, Report
from restitution.render.as_json import worksheet_table
from restitution.rules.distribute import ASSESSMENT, AVAA, GENERAL, Outcome, described
from restitution.steps.distribute import Distribution, distribute

type Json = dict[str, Any]

_SEQUENCES = {AVAA: "in the sequence of §2259A(d)(2)", GENERAL: "in the general order of §3612(c)"}
_NAMED = 6
"""The most obligations named in a note; the table has them all."""


def answer(params: object) -> Answer:
    """Apply the payments of the docket in ``params`` to its obligations."""
    result = distribute(read_docket(params))
    return Answer(lambda: distribution_table(result), lambda: distribution_report(result))


def distribution_table(result: Distribution) -> Json:
    """Return the JSON answer to ``distribute``. Amounts are text with two decimals, US dollars.

    ``received`` is ``applied`` plus ``unapplied``; ``applied`` is the sum over payments, and over obligations, of what
    these payments paid. ``exposure`` is what each defendant can still be made to pay, by victim and defendant; that of
    a payment is as of its day, after it. ``contrast`` has the amounts that the general order would have paid
    differently, by obligation; ``null`` if the general order was requested. The flags:

    * ``liability-ended``: a victim has received the full outstanding amount, and something is still unpaid.
    * ``past-the-outstanding``: more is unpaid to a victim than the victim may still receive.
    * ``money-left-over``: a payment, or part of one, could not be applied to anything.
    * ``payer-owes-nothing``: a payment is by a defendant whom no obligation names.
    * ``victim-owed-nothing``: a victim is listed to whom no obligation is owed.
    * ``assessment-under-3612``: the general order was requested although a §2259A assessment is listed.
    """
    docket, done = result.docket, result.replay
    exposures = _Exposures().stated
    return {
        "schema": 1,
        "obligations": [_obligation(outcome) for outcome in result.outcomes],
        "payments": [_payment(applied, docket, exposures) for applied in done.applied],
        "victims": {victim: stated_cents(received) for victim, received in done.received.items()},
        "exposure": exposures(done.exposure),
        "received": stated_cents(result.money.received),
        "applied": stated_cents(result.money.applied),
        "unapplied": stated_cents(result.money.unapplied),
        "flags": [name for name, test in _FLAGS.items() if test(result)],
        "contrast": None
        if result.contrast is None
        else {
            "sequence": GENERAL,
            "paid": {ident: stated_cents(there) for ident, (_, there) in result.contrast.items()},
        },
        "worksheet": worksheet_table(result.lines),
    }


def _obligation(outcome: Outcome) -> Json:
    one = outcome.obligation
    return {
        "id": one.id,
        "kind": one.kind,
        "rank": outcome.rank.code,
        "amount": stated_cents(one.amount),
        "paid": stated_cents(outcome.paid),
        "balance": stated_cents(outcome.balance),
        "ended": outcome.ended,
    }


class _Exposures:
    """States exposures as text. A victim whom a payment does not reach keeps the table of the payment before."""

    def __init__(self) -> None:
        self.last: dict[str, tuple[Mapping[str, int], Json]] = {}

    def stated(self, exposure: Exposure) -> Json:
        for victim, owed in exposure.items():
            if victim not in self.last or self.last[victim][0] is not owed:
                self.last[victim] = owed, {defendant: stated_cents(cents) for defendant, cents in owed.items()}
        return {victim: self.last[victim][1] for victim in exposure}


def _payment(applied: Applied, docket: Docket, exposures: Callable[[Exposure], Json]) -> Json:
    payment = applied.payment
    return {
        "date": payment.date.isoformat(),
        "defendant": payment.defendant,
        "amount": stated_cents(payment.amount),
        "applied": {docket.obligations[i].id: stated_cents(part) for i, part in applied.parts.items()},
        "unapplied": stated_cents(applied.unapplied),
        "exposure": exposures(applied.exposure),
    }


def _ended(result: Distribution) -> list[Outcome]:
    return [outcome for outcome in result.outcomes if outcome.ended]


def _past(result: Distribution) -> list[tuple[str, int, int]]:
    """Return the victims to whom more is unpaid than they may still receive, both in cents."""
    limits = ((victim, result.owed_to(victim), result.left(victim)) for victim in result.docket.outstanding)
    return [(victim, owed, left) for victim, owed, left in limits if left and owed > left]


_FLAGS: dict[str, Callable[[Distribution], bool]] = {
    "liability-ended": lambda result: bool(_ended(result)),
    "past-the-outstanding": lambda result: bool(_past(result)),
    "money-left-over": lambda result: result.money.unapplied > 0,
    "payer-owes-nothing": lambda result: bool(result.strangers),
    "victim-owed-nothing": lambda result: bool(result.unowed),
    "assessment-under-3612": lambda result: (
        result.docket.sequence == GENERAL and any(one.kind == ASSESSMENT for one in result.docket.obligations)
    ),
}


def distribution_report(result: Distribution) -> Report:
    """Return the report: money received and applied, payment by payment and obligation by obligation."""
    days = [payment.date for payment in result.docket.payments]
    span = f"Received from {spelled(days[0])} to {spelled(days[-1])}, applied" if days else "Nothing received; applied"
    return Report(
        "Money received and how it was applied",
        f"{span} {_SEQUENCES[result.docket.sequence]}",
        tuple(_facts(result)),
        tuple(_notes(result)),
        tuple(_grids(result)),
        lines=result.lines,
    )


def _facts(result: Distribution) -> Iterator[tuple[str, Cell]]:
    yield "Received", of_cents(result.money.received)
    yield "Applied to obligations", of_cents(result.money.applied)
    yield "Left over", of_cents(result.money.unapplied)
    ended = sum(outcome.balance for outcome in _ended(result))
    yield "Still owed", of_cents(sum(outcome.balance for outcome in result.outcomes) - ended)
    if ended:
        yield "Unpaid, but no longer owed", of_cents(ended)


def _notes(result: Distribution) -> Iterator[Note]:
    ended = [f"{outcome.obligation.id} ({dollars(outcome.balance)} unpaid)" for outcome in _ended(result)]
    past = [
        f"victim {victim} may still receive {dollars(left)} and is unpaid {dollars(owed)}"
        for victim, owed, left in _past(result)
    ]
    texts = {
        "liability-ended": f"Liability has ended on {_some(ended)}: the victim has received the full outstanding "
        "amount.",
        "past-the-outstanding": f"Not all of the restitution can be collected: {_some(past)}.",
        "money-left-over": f"{dollars(result.money.unapplied)} could not be applied: when it was received, its payer "
        "owed nothing more here that it could be applied to. What becomes of it is not determined here.",
        "payer-owes-nothing": f"No obligation names {_some(result.strangers, 'defendant ')}. Is the code right?",
        "victim-owed-nothing": f"No restitution is owed to {_some(result.unowed, 'victim ')}. Is the code right?",
        "assessment-under-3612": "A §2259A assessment is listed. That section's own sequence then applies, under its "
        "(d)(1), in place of the general order of §3612(c) that is used here.",
    }
    for name, test in _FLAGS.items():
        if test(result):
            yield Note(name, texts[name])
    if result.contrast:
        changes = (
            f"{ident} {dollars(there)} instead of {dollars(here)}" for ident, (here, there) in result.contrast.items()
        )
        words = f"Under the general order of §3612(c) these would have been paid differently: {_some(list(changes))}."
        yield Note("under-3612", words)


def _some(texts: Sequence[str], before: str = "") -> str:
    """List the first few, and how many more there are."""
    more = len(texts) - _NAMED
    named = ", ".join(f"{before}{text}" for text in texts[:_NAMED])
    return f"{named} and {more} more" if more > 0 else named


def _grids(result: Distribution) -> Iterator[Grid]:
    docket, done = result.docket, result.replay
    paid: tuple[str, ...] = ("date", "defendant", "amount", "applied to", "left over")
    # Only under hybrid liability is the figure after a payment more than the balances before it less the payment.
    hybrid = docket.hybrid
    after = (*paid, "can still be made to pay") if hybrid else paid
    payments = tuple(_paid(applied, docket, hybrid) for applied in done.applied)
    yield Grid("Payments and what each was applied to", after, payments)
    heads: tuple[str, ...] = ("obligation", "what it is", "rank", "amount", "paid", "unpaid", "status")
    rows = [_row(outcome) for outcome in result.outcomes]
    if result.contrast:
        # Only where it differs, so that the column shows at a glance what the sequence changes.
        heads = (*heads, "paid under §3612(c)")
        others = {ident: of_cents(there) for ident, (_, there) in result.contrast.items()}
        rows = [(*row, others.get(str(row[0]))) for row in rows]
    yield Grid("Obligations after these payments", heads, tuple(rows))
    if done.received:
        yield Grid(
            "Victims",
            ("victim", "received here", "may still receive", "unpaid"),
            tuple(
                (victim, of_cents(received), "no limit given" if left is None else of_cents(left), of_cents(owed))
                for victim, received in done.received.items()
                for left, owed in [(result.left(victim), result.owed_to(victim))]
            ),
        )
    if done.exposure:
        yield Grid(
            "Restitution to victims that each defendant can still be made to pay",
            (
                "victim",
                "defendant",
                "ordered against this defendant",
                "paid by this defendant",
                "can still be made to pay",
            ),
            tuple(
                (
                    victim,
                    defendant,
                    of_cents(sum(one.amount for one in docket.own(victim, defendant))),
                    of_cents(done.paid_by[victim][defendant]),
                    of_cents(exposed),
                )
                for victim, owed in done.exposure.items()
                for defendant, exposed in owed.items()
            )
            + tuple(
                (victim, "together at most", None, None, of_cents(most))
                for victim, owed in done.exposure.items()
                if (most := result.still_payable(victim)) < sum(owed.values())
            ),
        )


def _paid(applied: Applied, docket: Docket, hybrid: Sequence[str]) -> tuple[Cell, ...]:
    payment = applied.payment
    row: tuple[Cell, ...] = (
        payment.date.isoformat(),
        payment.defendant,
        of_cents(payment.amount),
        "; ".join(f"{docket.obligations[i].id} {dollars(part)}" for i, part in applied.parts.items()),
        of_cents(applied.unapplied),
    )
    exposures = (
        f"victim {victim}: " + ", ".join(f"{d} {dollars(cents)}" for d, cents in applied.exposure[victim].items())
        for victim in hybrid
    )
    return (*row, "; ".join(exposures)) if hybrid else row


def _row(outcome: Outcome) -> tuple[Cell, ...]:
    one = outcome.obligation
    status = "ended" if outcome.ended else "owed" if outcome.balance else "paid"
    what = f"{described(one)}, by {' and '.join(one.defendants)}"
    figures = (of_cents(one.amount), of_cents(outcome.paid), of_cents(outcome.balance))
    return (one.id, what, outcome.rank.code, *figures, status)


DISTRIBUTE = Command(
    "distribute",
    "apply money received to what is owed, in the order of the statute",
    answer,
    DOCKET,
    file="obligations and payments in TOML or JSON",
)
