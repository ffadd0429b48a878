"""The columns of a ledger and the kinds of row, declared once, as every input is."""

from __future__ import annotations

from restitution.fields import Field, Kind, Table, choices

KINDS = choices(
    finding="A loss that a court found, in a case with a final order",
    order="What a defendant was ordered to pay",
    payment="Restitution that the victim received",
    reversal="A payment undone: a returned check, a refund, a clerk's correction",
    assistance="Defined monetary assistance that the victim received",
    civil="Compensatory damages for the same loss, recovered in a civil suit",
)
"""The kinds of row, with their labels."""

ROW = Table(
    "row of the ledger",
    (
        Field(
            "date",
            Kind.DAY,
            "On what date?",
            "date",
            "Year-month-day. For money, the date it was received; for a finding or an order, the date of the order.",
            required=True,
        ),
        Field(
            "kind",
            Kind.CHOICE,
            "What is it?",
            "kind",
            "Payments less reversals count as received; amounts ordered but not paid do not.",
            required=True,
            choices=KINDS,
        ),
        Field(
            "case",
            Kind.CODE,
            "In which case?",
            "any case involving that victim",
            "A short code of your own, such as C1, for one defendant. Never a name. Not needed for assistance and "
            "civil damages.",
        ),
        Field(
            "amount",
            Kind.MONEY,
            "How much?",
            "amount",
            "US dollars, for example 1,234.50. A payment that is negative or in brackets is read as a reversal.",
            required=True,
        ),
        Field(
            "note",
            Kind.TEXT,
            "Any note?",
            "note",
            "For your own use: it changes no figure. No names.",
            default="",
        ),
        Field(
            "joint",
            Kind.CODE,
            "Part of which joint liability?",
            "§3664(h)",
            "For orders only. Orders with the same code are one liability stated in several judgments: it counts once, "
            "at the largest amount.",
        ),
    ),
)
"""One row. The header of a CSV ledger has these names, in any order."""

WITHOUT_CASE = ("assistance", "civil")
"""The kinds that need no case."""
