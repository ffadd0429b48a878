"""The fields of a defendant: counts, and conduct toward each victim; declared once, in the order of asking."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType

from restitution.conviction import SERIES
from restitution.fields import Field, Kind, Table

COUNT = Table(
    "count",
    (
        Field(
            "offense",
            Kind.SECTIONS,
            "Which section was the conviction under?",
            "offense of conviction",
            "As in the judgment, for example 2252A(a)(5)(B) and (b)(2). Several sections are a count each.",
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
            SERIES.term,
            "It decides which paragraph of §2259(b) applies.",
            choices=SERIES.choices,
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
            Kind.FACTOR,
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
