"""The fields of a victim and of a loss, declared once, in the order in which they are asked."""

from __future__ import annotations

from fractions import Fraction

from restitution.fields import Field, Kind, Table, choices

CATEGORIES = choices(
    medical="Medical care, also psychiatric or psychological",
    therapy="Physical or occupational therapy, or rehabilitation",
    transport="Transportation, temporary housing, child care",
    income="Lost income",
    fees="Attorneys' fees and other costs",
    other="Any other relevant loss",
)
"""The categories of loss of §2259(c)(2), in the order of its subparagraphs (A) to (F)."""

LOSS = Table(
    "loss",
    (
        Field(
            "category",
            Kind.CHOICE,
            "What kind of loss is it?",
            "§2259(c)(2)(A)-(F)",
            "The statute lists six categories; the list is open.",
            required=True,
            choices=CATEGORIES,
        ),
        Field("label", Kind.TEXT, "What is it for?", "label", "A short note for the worksheet. No names.", default=""),
        Field(
            "amount",
            Kind.MONEY,
            "How much, as one amount?",
            "costs incurred or reasonably projected",
            "From bills, or from an expert's report. Leave it empty for a range or a yearly loss.",
        ),
        Field("low", Kind.MONEY, "Or a range: from", "expert's range", "The lower figure of an expert's estimate."),
        Field("high", Kind.MONEY, "to", "expert's range", "The higher figure of the same estimate."),
        Field(
            "take",
            Kind.CHOICE,
            "Which figure of the range?",
            "point in the range",
            "The judge decides; the mean is the default.",
            default="mean",
            choices=choices(mean="The mean", low="The lower", high="The higher"),
        ),
        Field(
            "annual",
            Kind.MONEY,
            "Or a yearly loss",
            "annual amount",
            "In today's dollars, from an economist's report.",
        ),
        Field("years", Kind.WHOLE, "For how many years?", "years", "Whole years, 1 to 100.", most=Fraction(100)),
        Field(
            "months",
            Kind.WHOLE,
            "And how many more months?",
            "part of a year",
            "0 to 11. The part year counts its months over 12, at the level and discount of that year.",
            default="0",
            most=Fraction(11),
        ),
        Field(
            "growth",
            Kind.RATE,
            "Growing each year by",
            "growth rate",
            "For example 2%. From the economist's report.",
            default="0%",
            least=Fraction(-1),
            most=Fraction(1),
            above=True,
        ),
        Field(
            "discount",
            Kind.RATE,
            "Discounted each year by",
            "discount rate",
            "Discounts later years to present value. From the economist's report.",
            default="0%",
            least=Fraction(-1),
            most=Fraction(1),
            above=True,
        ),
        Field(
            "starts_in",
            Kind.WHOLE,
            "First payment in how many years?",
            "years until the first payment",
            "0 means now, 1 a year from now.",
            default="1",
            most=Fraction(100),
        ),
        Field(
            "projected",
            Kind.FLAG,
            "Not yet incurred?",
            "reasonably projected to be incurred",
            "The statute counts future costs too, if they are reasonably projected. The part of a yearly loss that "
            "falls after the date of the order counts so in any case.",
            default="false",
        ),
        Field(
            "cause",
            Kind.CHOICE,
            "What caused it?",
            "proximate result",
            "For trafficking offenses only losses from the trade in the images count.",
            default="trafficking",
            choices=choices(
                trafficking="The trade in the images", initial_abuse="The original abuse", mixed="Both together"
            ),
        ),
        Field(
            "trafficking_share",
            Kind.FACTOR,
            "If both: what part comes from the trade?",
            "disaggregation",
            "0 to 1, for example 0.5. From expert evidence; used where the court separates the two.",
            most=Fraction(1),
        ),
        Field("exhibit", Kind.TEXT, "Where is the proof?", "exhibit", "For example Ex. 4.", default="", length=60),
    ),
)

VICTIM = Table(
    "victim",
    (
        Field(
            "id",
            Kind.CODE,
            "A code for the victim",
            "victim",
            "A letter, a digit or a short code. Never a name.",
            required=True,
        ),
        Field(
            "ordered_defendants",
            Kind.WHOLE,
            "How many defendants elsewhere were already ordered to pay this victim?",
            "past defendants: first guidepost",
            "From the victim's counsel or the Government. Do not count the defendants of this case.",
            default="0",
        ),
        Field(
            "predicted_defendants",
            Kind.WHOLE,
            "How many more are reasonably expected to be convicted?",
            "future offenders: second guidepost",
            "A reasonable prediction, where one is in evidence.",
            default="0",
        ),
        Field(
            "estimated_offenders",
            Kind.WHOLE,
            "How many offenders in all, caught or not?",
            "broader number of offenders: third guidepost",
            "Only where a reasonably reliable estimate is in evidence; 0 means none was offered.",
            default="0",
        ),
        Field(
            "prior_awards",
            Kind.MONEY_LIST,
            "Earlier orders for this victim",
            "prior awards",
            "Amounts ordered in other cases: a list, or a column pasted from a spreadsheet.",
        ),
        Field(
            "requested",
            Kind.MONEY,
            "How much is requested from each defendant here?",
            "amount requested",
            "From the Government's or the victim's request.",
        ),
        Field(
            "proven",
            Kind.FLAG,
            "Did the court find a loss proved?",
            "burden of proof, §3664(e)",
            "If the court finds no loss proved, there is no order for this victim. Whether a floor is owed is open.",
            default="true",
        ),
        Field(
            "received",
            Kind.MONEY,
            "How much restitution has this victim received so far?",
            "received, §2259(b)(2)(C)",
            "Money that has come in under §2259 in all cases, not money ordered.",
            default="0",
        ),
        Field(
            "greatest_loss_found",
            Kind.MONEY,
            "What is the greatest loss another court found?",
            "greatest amount of such losses found",
            "From final restitution orders in other cases for this victim. 0 if none.",
            default="0",
        ),
        Field(
            "assistance_received",
            Kind.MONEY,
            "Was defined monetary assistance paid? How much?",
            "defined monetary assistance, §2259(d)",
            "A one-time payment from the Reserve. It is deducted from the losses.",
            default="0",
        ),
        Field(
            "ledger",
            Kind.LEDGER,
            "A ledger of this victim's cases",
            "ledger",
            "A CSV file, or its rows. The amount received, the greatest loss found, earlier orders, their number and "
            "assistance are then taken from it, as of the date of the order.",
        ),
        Field(
            "ledger_case",
            Kind.CODE,
            "Which case of the ledger is this one?",
            "this case",
            "Its finding and its order are excluded: those of the other cases count.",
        ),
        Field("loss", Kind.TABLES, "Losses", "full amount of the victim's losses", table=LOSS),
    ),
)
