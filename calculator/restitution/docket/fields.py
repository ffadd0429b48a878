"""Every field of a docket of obligations and payments, declared once."""

from __future__ import annotations

from fractions import Fraction

from restitution.fields import Field, Kind, Table, choices

RESTITUTION = "restitution"
VICTIM = "victim"
"""The default recipient of restitution."""

OBLIGATION = Table(
    "obligation",
    (
        Field("id", Kind.CODE, "A code for the obligation", "obligation", "For example R1. No names.", required=True),
        Field(
            "kind",
            Kind.CHOICE,
            "What is owed?",
            "obligations of §2259A(d)(2)(A)-(E)",
            "From the judgment. Do not enter an assessment under §3014: it waits for fines and restitution.",
            required=True,
            choices=choices(
                special_assessment="The special assessment of §3013",
                restitution="Restitution",
                assessment="The §2259A assessment",
                other="Another order under title 18",
                fine="A fine, penalty, cost or other payment",
            ),
        ),
        Field("amount", Kind.MONEY, "How much was ordered?", "amount", "From the judgment.", required=True),
        Field(
            "paid",
            Kind.MONEY,
            "How much of it was already paid?",
            "paid",
            "Before the payments listed. Where several owe it, it is credited to the victim but to none of them.",
            default="0",
        ),
        Field(
            "defendants",
            Kind.CODE_LIST,
            "Which defendants owe it?",
            "joint and several, §3664(h)",
            "Several owe it jointly and severally: it is paid only once, whichever of them pays.",
            required=True,
        ),
        Field(
            "to",
            Kind.CHOICE,
            "To whom is the restitution owed?",
            "§3664(i), (j)(1)",
            "An insurer or other payer of the victim's loss, and the United States, come after the victims.",
            default=VICTIM,
            choices=choices(
                victim="A victim",
                united_states="The United States",
                insurer="A provider of compensation, such as an insurer",
            ),
        ),
        Field(
            "victim",
            Kind.CODE,
            "Whose loss is it?",
            "victim",
            "The victim's code: a letter, a digit or a short code. Never a name.",
        ),
        Field(
            "offense",
            Kind.CHOICE,
            "For what kind of offense?",
            "§2259A(d)(2)(B)",
            "Restitution to victims of production or trafficking comes before the assessment, other restitution after.",
            default="trafficking",
            choices=choices(production="Production", trafficking="Trafficking", other="Any other offense"),
        ),
    ),
)

OWED_VICTIM = Table(
    "victim",
    (
        Field("id", Kind.CODE, "The victim's code", "victim", "The same code as in the obligations.", required=True),
        Field(
            "outstanding",
            Kind.MONEY,
            "How much may this victim still receive?",
            "§2259(b)(2)(C)",
            "The greatest loss found, less what was received in all cases. The ledger calculates it. Empty: no limit.",
        ),
    ),
)

PAYMENT = Table(
    "payment",
    (
        Field("date", Kind.DAY, "When was it received?", "date", "From the clerk's record.", required=True),
        Field("defendant", Kind.CODE, "Which defendant paid?", "defendant", "The code of one.", required=True),
        Field("amount", Kind.MONEY, "How much?", "money received", "The whole payment.", required=True),
    ),
)

DOCKET = Table(
    "docket",
    (
        Field("schema", Kind.WHOLE, required=True, least=Fraction(1), most=Fraction(1)),
        Field(
            "sequence",
            Kind.CHOICE,
            "In which order is the money applied?",
            "§2259A(d)(2) or §3612(c)",
            "The first for a sentence with a §2259A assessment; the second is the general order.",
            default="2259A",
            choices=choices(
                **{"2259A": "The order of §2259A(d)(2)", "3612": "The general order of §3612(c)"},
            ),
        ),
        Field("obligation", Kind.TABLES, "Obligations", "obligation", required=True, table=OBLIGATION),
        Field("victim", Kind.TABLES, "Victims with a limit", "outstanding", table=OWED_VICTIM),
        Field("payment", Kind.TABLES, "Payments", "money received", table=PAYMENT),
    ),
)
"""All that is owed and all that came in."""
