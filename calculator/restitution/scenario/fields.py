"""The fields of a scenario, declared once, in the order in which they are asked."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType

from restitution.fields import Field, Kind, Table, choices
from restitution.scenario.defendant_fields import DEFENDANT
from restitution.scenario.victim_fields import VICTIM

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
