"""The plan of the desk's page: which questions and tables it has, in which order and in which short words.

Kinds, questions, reasons and choices come from the declared fields; here are only the words that a page needs beside
them: heads that fit a column, nouns, and what a section is called.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from restitution.casefile.declared import FIELDS, TABLES
from restitution.fields import Field, Table
from restitution.ledger import ROW

VIEWS = ("orders", "ledger")
"""The two views of a case: the orders against the defendants, and what came of earlier orders."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table in the page: a declared field, a head that fits, and a width in characters."""

    declared: Field
    head: str
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the case as the page shows it.

    Attributes:
        own_add: whether the table itself offers to add an entry; if not, a button outside of it does.
        more: columns that are shown when they are used or asked for, by the words of the button that asks for them.
    """

    name: str
    noun: str
    plural: str
    columns: tuple[Column, ...]
    title: str = ""
    note: str = ""
    own_add: bool = True
    more: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where the text of a control belongs: to a single field, or to the first row of a table.

    Attributes:
        label: a question of its own, where the declared one does not fit.
        along: what is put into other columns of the same row if nothing stands there, because the row needs it.
    """

    declared: Field
    path: str = ""
    table: str = ""
    label: str = ""
    along: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Part:
    """A folded section: tables, or controls for single fields, and a place for what the engine answers."""

    name: str
    title: str
    sheets: tuple[Sheet, ...] = ()
    places: tuple[Place, ...] = ()
    note: str = ""
    slot: str = ""


def _columns(table: Table, **columns: tuple[str, int]) -> tuple[Column, ...]:
    """Return the columns of a table in the declared order, each with its head and width."""
    if set(columns) != set(table.names()):
        raise ValueError(f"The columns of a {table.noun} are {', '.join(table.names())}.")
    return tuple(Column(declared, *columns[declared.name]) for declared in table.fields)


VICTIMS = Sheet(
    "victims",
    "victim",
    "victims",
    _columns(
        TABLES["victims"],
        id=("Code", 8),
        ordered_defendants=("Ordered to pay elsewhere", 11),
        predicted_defendants=("More expected", 10),
        estimated_offenders=("All offenders", 10),
        requested=("Requested", 14),
        proven=("Loss proved", 9),
        received=("Received", 14),
        greatest_loss_found=("Greatest loss found", 14),
        assistance_received=("Assistance", 14),
        ledger=("From its ledger", 9),
        ledger_case=("Case in the ledger", 10),
    ),
    note="A code for each, never a name. A number that is left empty counts as its default.",
    own_add=False,
    more=(("Column for the amount requested", ("requested",)),),
)
LOSSES = Sheet(
    "losses",
    "loss",
    "losses",
    _columns(
        TABLES["losses"],
        victim=("Victim", 8),
        category=("Kind of loss", 24),
        label=("What for", 24),
        amount=("Amount", 14),
        low=("Range from", 14),
        high=("Range to", 14),
        take=("Of the range", 12),
        annual=("Each year", 14),
        years=("Years", 7),
        months=("Months", 8),
        growth=("Growth", 8),
        discount=("Discount", 9),
        starts_in=("First in (years)", 9),
        projected=("Still to come", 9),
        cause=("Cause", 20),
        trafficking_share=("Part from the trade", 10),
        exhibit=("Exhibit", 10),
    ),
    note="One row for each loss: one amount, or a range, or a yearly loss. Rows of a spreadsheet can be pasted.",
    more=(
        ("Columns for a range", ("low", "high", "take")),
        ("Columns for a yearly loss", ("annual", "years", "months", "growth", "discount", "starts_in")),
    ),
)
AWARDS = Sheet(
    "awards",
    "award",
    "awards",
    _columns(TABLES["awards"], victim=("Victim", 8), amount=("Amount", 14), note=("Which order", 32)),
    note="What other courts ordered for a victim. Paste the column as it stands in your spreadsheet.",
)
DEFENDANTS = Sheet(
    "defendants",
    "defendant",
    "defendants",
    _columns(TABLES["defendants"], id=("Code", 8)),
    title="Defendants",
    note="A code for each, never a name.",
    own_add=False,
)
COUNTS = Sheet(
    "counts",
    "count",
    "counts",
    _columns(
        TABLES["counts"],
        **{
            "defendant": ("Defendant", 10),
            "offense": ("Section of conviction", 26),
            "from": ("First day", 12),
            "to": ("Last day", 12),
            "victims": ("Victims", 14),
            "series": ("Series", 24),
        },
    ),
    title="Counts",
)
CONDUCT = Sheet(
    "conduct",
    "row",
    "rows",
    _columns(
        TABLES["conduct"],
        defendant=("Defendant", 10),
        victim=("Victim", 8),
        images=("Images", 8),
        videos=("Videos", 8),
        distributed=("Passed on", 9),
        reproduced=("Copied", 9),
        production_link=("Link to the making", 10),
        joint_group=("Joint group", 12),
    ),
    title="Conduct and joint groups",
    note="Noted on the worksheet. Defendants with the same joint group are liable together.",
)
ADJUSTMENTS = Sheet(
    "adjustments",
    "adjustment",
    "adjustments",
    _columns(
        TABLES["adjustments"],
        defendant=("Defendant", 10),
        victim=("Victim", 8),
        guidepost=("Guidepost", 20),
        factor=("Factor", 8),
        reason=("Reason", 34),
    ),
    title="Adjustments",
    note="Only an adjustment changes a figure, and only in the adjusted share.",
)
LEDGER = Sheet(
    "ledger",
    "row",
    "rows",
    _columns(
        ROW,
        date=("Date", 12),
        kind=("What it is", 26),
        case=("Case", 10),
        amount=("Amount", 14),
        note=("Note", 26),
        joint=("Joint liability", 10),
    ),
)

QUESTIONS: tuple[tuple[Place, ...], ...] = (
    (Place(TABLES["counts"].field("offense"), table="counts"),),
    (Place(TABLES["counts"].field("from"), table="counts"), Place(TABLES["counts"].field("to"), table="counts")),
    (Place(FIELDS["order_date"], "order_date"),),
    (
        Place(
            replace(
                TABLES["losses"].field("amount"),
                term="full amount of the victim's losses",
                why="Past and future; from bills or reports.",
            ),
            table="losses",
            label="What is the victim's total loss?",
            along=MappingProxyType({"category": "other"}),
        ),
    ),
    (Place(TABLES["victims"].field("ordered_defendants"), table="victims"),),
    (Place(FIELDS["apportionment.method"], "apportionment.method"),),
)
"""The fast path: six questions, each with the controls that answer it."""

AS_OF = Place(FIELDS["as_of"], "as_of", label="As of")
"""Its label is short, as lawyers say it; the rest stands in the line below."""

_SHARE = ("denominator", "statistic", "fixed", "disaggregate")

PARTS = (
    Part("victims", "Victims", (VICTIMS,)),
    Part("losses", "Losses", (LOSSES,)),
    Part("awards", "Earlier awards", (AWARDS,)),
    Part("defendants", "Defendants and counts", (DEFENDANTS, COUNTS)),
    Part("conduct", "Conduct, adjustments and joint groups", (CONDUCT, ADJUSTMENTS)),
    Part(
        "share",
        "The share",
        places=tuple(Place(FIELDS[path], path) for path in (f"apportionment.{name}" for name in _SHARE)),
        note="Here the judge decides. Your choice stands in for that decision.",
    ),
    Part("order", "The order", places=tuple(Place(FIELDS[path], path) for path in ("title", "circuit", "notes"))),
    Part(
        "variants",
        "Variants",
        note="Keep the case as it stands now, change it, and see up to four side by side.",
        slot="variants",
    ),
    Part("compare", "What would change this", slot="compare"),
)

SUMMED_UP_BY = MappingProxyType({"counts": "defendants"})
"""Tables whose summary stands under another name."""

EXAMPLES = (
    ("one-victim", "One victim, one defendant"),
    ("nine-and-three", "Nine victims, three defendants"),
    ("sixty-cases", "One victim, sixty cases in the ledger"),
)
"""The built-in cases to begin with: id and title. All of it is made up."""
