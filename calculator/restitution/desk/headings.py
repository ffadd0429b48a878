"""The human headings of flags, notices and points, heaviest first, and the methods in words. Data: no rule is here."""

from __future__ import annotations

from types import MappingProxyType

from restitution.casefile import FIELDS
from restitution.desk.form_plan import LEDGER, PARTS

HEADINGS = MappingProxyType(
    {
        # Whether there is anything to pay.
        "not-2259": "No order under §2259",
        "not-proven": "No loss is proved",
        "no-proven-loss": "The floor stands without a proved loss",
        "no rows": "The ledger is empty",
        "no-finding": "No finding of loss is entered",
        "liability-terminated": "Nothing is outstanding",
        "over-collected": "More has been received than was found",
        "reopened": "Liability is shown as reopened",
        # What may change an amount.
        "floor-exceeds-losses": "The floor is above the losses",
        "straddles-2018": "The offense spans December 7, 2018",
        "disaggregation-open": "Losses of mixed cause are counted by our default",
        # What changes no amount by itself.
        "orders-exceed-losses": "The orders together exceed the losses",
        "orders-exceed-finding": "The orders together exceed the greatest loss found",
        # What is entered and not used, or not in step.
        "ledger not used": "A ledger is not used here",
        "awards and defendants": "Awards and defendants differ in number",
        # Rows that may be wrong: they move money.
        "duplicate": "The same row twice",
        "payment-without-order": "A payment in a case without an order",
        "similar-case": "Case codes that are written alike",
        "reversal-read": "Negative payments are read as reversals",
        "dates": "How dates were read",
        "out-of-order": "Rows that are not in the order of their dates",
        "zero": "Rows that change no figure",
        "encoding": "How the characters of the file were read",
        "read": "How your words were read",
        # What holds for every ledger and for every comparison.
        "findings": "Which findings count",
        "which orders": "Which orders end",
        "received": "What counts as received",
        "orders": "Several orders in one case",
        "cases": "What a case code stands for",
        "reversals": "From when a reversal counts",
        "no formula": "The statute gives no formula",
        "which text": "Which text of the law applies",
    }
)
"""The heading of each flag, kind of notice and point. Their order here is the order in which they are shown."""

_WEIGHTS = {name: weight for weight, name in enumerate(HEADINGS)}

METHODS = MappingProxyType(
    {
        "full": "the whole loss, undivided",
        "equal-share.ordered": "an equal share among those ordered to pay",
        "equal-share.predicted": "an equal share among those ordered to pay and those expected to be",
        "equal-share.estimated": "an equal share among all offenders, by estimate",
        "adjusted-share": "an equal share, adjusted under the guideposts",
        "prior-awards": "earlier awards",
        "requested": "the amount requested",
        "fixed": "a figure that the judge states",
    }
)
"""Each method as a sentence names it. For earlier awards the statistic is put before: "the median of"."""


def heading_of(name: str) -> str:
    """Return the heading of a flag, kind of notice or point; another name is a heading already."""
    return HEADINGS.get(name, name)


def weight_of(name: str) -> int:
    """Return its place in the order in which they are shown; an unknown name comes last."""
    return _WEIGHTS.get(name, len(_WEIGHTS))


def method_words(name: str, statistic: str) -> str:
    """Return a method in words: ``the median of earlier awards``."""
    return f"the {statistic} of {METHODS[name]}" if name == "prior-awards" else METHODS[name]


_HEADS = {
    f"{sheet.name}.{column.declared.name}": column.head
    for sheet in (*(sheet for part in PARTS for sheet in part.sheets), LEDGER)
    for column in sheet.columns
}


def head_of(path: str) -> str:
    """Return what the page calls a single field, or a column: ``Amount`` for ``losses.amount``."""
    return _HEADS[path] if path in _HEADS else FIELDS[path].question.rstrip("?")
