"""The names by which the columns of a case are known in other people's tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType

from restitution.fields import Field

SYNONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        # of victims and defendants
        "id": ("victim", "victim id", "victim code", "claimant", "defendant", "defendant id", "defendant code", "code"),
        "ordered_defendants": (
            "ordered to pay elsewhere",
            "defendants ordered",
            "past defendants",
            "prior defendants",
            "earlier orders",
        ),
        "predicted_defendants": ("more expected", "future defendants", "expected defendants", "future offenders"),
        "estimated_offenders": ("all offenders", "offenders", "number of offenders", "broader number of offenders"),
        "requested": ("request", "requested amount", "claim", "amount claimed", "demand"),
        "proven": ("proved", "loss proved", "loss proven"),
        "received": ("amount received", "restitution received", "received to date", "paid to date", "collected"),
        "greatest_loss_found": ("greatest loss", "loss found", "greatest finding"),
        "assistance_received": ("assistance", "monetary assistance", "reserve payment"),
        "ledger": ("from its ledger",),
        "ledger_case": ("case in the ledger", "this case"),
        # of losses, earlier awards and ledgers
        "victim": ("victim id", "victim code", "victims", "claimant", "payee"),
        "category": (
            *("type", "kind", "kind of loss", "type of loss", "loss type", "loss category", "nature of loss"),
            *("head", "head of loss", "head of damage", "heads of damage"),
        ),
        "label": (
            "what for",
            "description",
            "item",
            "details",
            "detail",
            "particulars",
            "purpose",
            "expense",
            "service",
        ),
        "amount": (
            *("amounts", "total", "total amount", "sum", "cost", "costs", "total cost", "value", "us dollars", "usd"),
            *("loss amount", "amount of loss", "amount of the loss", "total loss", "damages", "charge", "charges"),
            *("award", "awards", "award amount", "amount awarded", "amount ordered", "ordered", "restitution"),
            *("restitution ordered", "restitution amount", "payment amount", "amount paid", "amount received"),
        ),
        "low": ("range from", "low estimate", "lower", "lower figure", "minimum", "min", "low end", "from"),
        "high": ("range to", "high estimate", "higher", "higher figure", "maximum", "max", "high end", "to"),
        "annual": ("each year", "yearly", "per year", "annual loss", "annual cost", "yearly loss", "yearly amount"),
        "years": ("number of years", "duration", "duration in years"),
        "months": ("number of months", "extra months"),
        "growth": ("inflation", "annual growth"),
        "discount": ("annual discount", "discount to present value"),
        "starts_in": ("first in", "first payment", "first payment in"),
        "projected": ("still to come", "future", "future cost", "future costs", "projected cost", "not yet incurred"),
        "trafficking_share": (
            "part from the trade",
            "trafficking part",
            "part from trafficking",
            "share from trafficking",
        ),
        "take": ("of the range", "point in the range"),
        "exhibit": (
            *("source", "sources", "exhibits", "ex", "exh", "exhibit number", "exhibit no", "proof", "evidence"),
            *("document", "documents", "documentation", "support", "bates", "bates no", "bates number"),
        ),
        "note": ("notes", "memo", "remark", "remarks", "comment", "comments", "court", "district"),
        "date": (
            *("day", "paid on", "payment date", "date paid", "date of payment", "received on", "date received"),
            *("order date", "date of order", "transaction date", "posting date", "posted"),
        ),
        "kind": ("what it is", "type", "type of entry", "transaction", "transaction type", "entry"),
        # A docket number under such a name is recognized, and then refused as a code: it is too long for one.
        "case": ("cases", "case code", "case id", "case no", "case number"),
        "joint": ("joint group", "joint and several", "joint liability", "group"),
        # of counts, conduct and adjustments
        "defendant": ("defendant id", "defendant code", "deft"),
        "offense": (
            *(
                "section",
                "sections",
                "section of conviction",
                "statute",
                "statute of conviction",
                "statutes",
                "offenses",
            ),
            *(
                "offense of conviction",
                "count",
                "count of conviction",
                "charge",
                "charges",
                "conviction",
                "code section",
            ),
        ),
        "from": ("first day", "start", "start date", "begin", "begin date", "date from", "from date"),
        "to": ("last day", "end", "end date", "date to", "to date", "through"),
        "victims": ("victim", "victim codes", "victims of this count"),
        "images": ("number of images", "image count"),
        "videos": ("number of videos", "video count"),
        "distributed": ("passed on", "distribution"),
        "reproduced": ("copied", "reproduction"),
        "production_link": ("link to the making", "link to production", "link to the production"),
        "joint_group": ("joint group", "joint and several", "group"),
        "factor": ("multiplier", "adjustment"),
        "reason": ("reasons", "why", "explanation"),
    }
)
"""What the columns of experts', clerks' and counsel's tables are called, by the column of a case that they mean."""

KINDS_OF_LOSS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("counseling", "counselling", "mental health", "mental health care"), "medical"),
        **dict.fromkeys(("psychological care", "psychiatric care", "medical expenses", "medical costs"), "medical"),
        **dict.fromkeys(("occupational therapy", "physical therapy", "rehabilitation"), "therapy"),
        **dict.fromkeys(("travel", "childcare", "child care", "temporary housing"), "transport"),
        **dict.fromkeys(("wages", "lost wages", "earnings", "lost earnings", "wage loss"), "income"),
        **dict.fromkeys(("attorney fees", "attorneys fees", "attorney s fees", "legal fees", "counsel fees"), "fees"),
    }
)
"""What experts call the kinds of loss that §2259(c)(2)(A) to (E) name, by category. Each is told when it is read."""

_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NO_WORD = re.compile(r"[\W_]+")
_MOST = 200
"""Characters. A longer cell is no name of a column."""


def plain_name(text: str) -> str:
    """Return the name of a column without capitals, signs and what is in brackets: ``Amount (US$)*`` is ``amount``."""
    return _NO_WORD.sub(" ", _ASIDE.sub(" ", text)).strip().casefold() if len(text) <= _MOST else ""


def known_columns(names: Sequence[str], columns: Sequence[Field]) -> tuple[str, ...]:
    """Return which column of a table each name means, or nothing.

    The field's own name comes before the words of other people's tables, these before its question and its term. A name
    that may mean two columns means none, and no column is meant twice.
    """
    plain = [plain_name(name) for name in names]
    found = [""] * len(plain)
    for known in _ranks(columns):
        for at, name in enumerate(plain):
            column = known.get(name, "") if name and not found[at] else ""
            if column and column not in found:
                found[at] = column
    return tuple(found)


def _ranks(columns: Sequence[Field]) -> Iterator[dict[str, str]]:
    """Yield the columns by what they may be called, the surest names first."""
    yield {plain_name(field.name): field.name for field in columns}
    yield _unambiguous((word, field.name) for field in columns for word in SYNONYMS.get(field.name, ()))
    yield _unambiguous((plain_name(field.question), field.name) for field in columns)
    yield _unambiguous(
        chain.from_iterable(
            ((plain_name(field.term), field.name), (plain_name(field.term.partition(":")[0]), field.name))
            for field in columns
        )
    )


def _unambiguous(named: Iterator[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word, column in named:
        found[word] = column if found.get(word, column) == column else ""
    return found
