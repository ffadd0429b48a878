"""Every field of a scenario, declared once, in the order of the form."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType

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
            "How much, as a lump sum?",
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
            "For example 0.02. From the economist's report.",
            default="0",
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
            default="0",
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
            "The statute counts future costs too, if they are reasonably projected.",
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
            Kind.RATE,
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
            "Amounts ordered in other cases, separated by spaces or semicolons.",
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
            "If the court finds no loss proved, there is no order for this victim.",
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

COUNT = Table(
    "count",
    (
        Field(
            "offense",
            Kind.SECTION,
            "Which section was the conviction under?",
            "offense of conviction",
            "From the judgment, for example 2252A(a)(5).",
            required=True,
        ),
        Field(
            "from",
            Kind.DAY,
            "First day of the offense",
            "offense conduct",
            "From the indictment or the plea.",
            required=True,
        ),
        Field(
            "to",
            Kind.DAY,
            "Last day of the offense",
            "offense conduct",
            "Which text applies turns on these dates; if they straddle December 7, 2018, that is open.",
            required=True,
        ),
        Field("victims", Kind.CODE_LIST, "Victims of this count", "victim", "Their codes.", required=True),
        Field(
            "series",
            Kind.CHOICE,
            "For 2252A(g) only: what was the series made of?",
            "series of felony violations",
            "It decides which paragraph of §2259(b) applies.",
            choices=choices(
                production="At least one production offense",
                trafficking="Only trafficking offenses",
                other="Other offenses",
            ),
        ),
    ),
)

GUIDEPOSTS = MappingProxyType(
    {
        "past-defendants": "past defendants",
        "future-offenders": "future offenders",
        "broader-offenders": "broader number of offenders",
        "distributed": "reproduced or distributed",
        "production-link": "link to the production",
        "images": "number of images",
        "other": "other facts",
    }
)
"""The seven guideposts of Paroline, slip op. 23, by short name."""

ADJUSTMENT = Table(
    "adjustment",
    (
        Field(
            "guidepost",
            Kind.TEXT,
            "Which guidepost?",
            "guidepost",
            "Paroline's list is open: images, distributed, production-link, other …",
            required=True,
            length=60,
        ),
        Field(
            "factor",
            Kind.RATE,
            "By what factor does the judge adjust the share?",
            "factor",
            "1 leaves the share as it is. No opinion gives weights.",
            required=True,
            most=Fraction(1_000_000),
        ),
        Field("reason", Kind.TEXT, "Why?", "reason", "For the worksheet. No names.", default=""),
    ),
)

CONDUCT = Table(
    "conduct",
    (
        Field("victim", Kind.CODE, "Toward which victim?", "victim", "Its code.", required=True),
        Field(
            "images",
            Kind.WHOLE,
            "How many images of this victim?",
            "number of images: sixth guidepost",
            "Noted on the worksheet. The statute sets no price for an image.",
            default="0",
        ),
        Field("videos", Kind.WHOLE, "How many videos of this victim?", "number of images", "Also noted.", default="0"),
        Field(
            "distributed",
            Kind.FLAG,
            "Did the defendant pass images on?",
            "distributed: fourth guidepost",
            "From the plea or the judge's findings. It changes no figure by itself.",
            default="false",
        ),
        Field(
            "reproduced",
            Kind.FLAG,
            "Did the defendant copy images?",
            "reproduced: fourth guidepost",
            "It changes no figure by itself.",
            default="false",
        ),
        Field(
            "production_link",
            Kind.FLAG,
            "Any connection to the making of the images?",
            "initial production: fifth guidepost",
            "It changes no figure by itself.",
            default="false",
        ),
        Field(
            "adjustments",
            Kind.TABLES,
            "Adjustments to the share",
            "guideposts",
            "Used by the adjusted share.",
            table=ADJUSTMENT,
        ),
        Field(
            "joint_group",
            Kind.TEXT,
            "Liable together with others of this case?",
            "joint and several, §3664(h)",
            "One short code for all members. No decision was found on it under the present trafficking rule.",
            default="",
            length=20,
        ),
    ),
)

DEFENDANT = Table(
    "defendant",
    (
        Field(
            "id", Kind.CODE, "A code for the defendant", "defendant", "A letter or digit. Never a name.", required=True
        ),
        Field("counts", Kind.TABLES, "Counts of conviction", "offense", required=True, table=COUNT),
        Field("conduct", Kind.TABLES, "Conduct toward each victim", "relative role", table=CONDUCT),
    ),
)

APPORTIONMENT = Table(
    "apportionment",
    (
        Field(
            "method",
            Kind.CHOICE,
            "How does the judge set this defendant's share?",
            "relative role, §2259(b)(2)(B)",
            "The statute gives no formula. Every method whose inputs are given is shown beside the chosen one.",
            required=True,
            choices=choices(
                equal_share="An equal share for each offender counted",
                adjusted_share="An equal share, adjusted under the guideposts",
                prior_awards="The median or mean of earlier awards",
                requested="The amount requested",
                fixed="A figure the judge states",
                full="The whole loss (refused in Paroline for a possessor; for comparison)",
            ),
        ),
        Field(
            "denominator",
            Kind.CHOICE,
            "Who counts in an equal share?",
            "number of offenders",
            "Courts disagree on who should count.",
            default="ordered",
            choices=choices(
                ordered="Those ordered to pay",
                predicted="Those and the ones expected",
                estimated="All offenders, by estimate",
            ),
        ),
        Field(
            "statistic",
            Kind.CHOICE,
            "Median or mean of earlier awards?",
            "median or mean",
            "A few very large awards pull the mean.",
            default="median",
            choices=choices(median="The median", mean="The mean"),
        ),
        Field(
            "fixed",
            Kind.MONEY,
            "The figure the judge states",
            "fixed figure",
            "For each victim and each defendant.",
        ),
        Field(
            "disaggregate",
            Kind.FLAG,
            "Does the court separate the harm of the original abuse?",
            "disaggregation",
            "Left open, the circuit decides: the Second and the Ninth required it, before the present text.",
        ),
    ),
)

CIRCUITS = MappingProxyType({str(n): f"{n}" for n in range(1, 12)} | {"dc": "D.C."})

SCENARIO = Table(
    "scenario",
    (
        Field("schema", Kind.WHOLE, required=True, least=Fraction(1), most=Fraction(1)),
        Field("title", Kind.TEXT, "A title for this estimate", "title", "For your own use. No names.", default=""),
        Field(
            "order_date",
            Kind.DAY,
            "Date of the restitution order",
            "date of order",
            "The day the court orders restitution, or the day you assume.",
            required=True,
        ),
        Field(
            "circuit",
            Kind.CHOICE,
            "Which federal circuit?",
            "circuit",
            "Affects only notes and whether mixed harm is separated.",
            default="",
            choices=CIRCUITS,
        ),
        Field("apportionment", Kind.TABLE, "The share", "relative role", required=True, table=APPORTIONMENT),
        Field("victim", Kind.TABLES, "Victims", "victim", required=True, table=VICTIM),
        Field("defendant", Kind.TABLES, "Defendants", "defendant", required=True, table=DEFENDANT),
    ),
)
"""The whole scenario."""
