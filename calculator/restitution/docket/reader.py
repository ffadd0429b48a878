"""Read a docket from tables of plain values, reporting every error and repairing none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from restitution.docket.fields import DOCKET, RESTITUTION, VICTIM
from restitution.docket.model import Docket, Obligation, Payment
from restitution.fields import Reader, Row
from restitution.money import cents, dollars

_OF_RESTITUTION = ("to", "victim", "offense")
"""The fields that only restitution has."""
_UNITED_STATES = "united-states"


def read_docket(tables: object) -> Docket:
    """Read obligations, victims and payments as parsed from TOML or JSON.

    Args:
        tables: a mapping of plain values: text, whole numbers, dates (or their ISO text), lists and mappings.
            Amounts are text in US dollars: a number without quotes is refused.

    Raises:
        InputError: with every error, each with its path and a message.
    """
    reader = Reader()
    row = reader.row(DOCKET, tables)
    for kind in ("obligation", "victim"):
        _unique(reader, [entry.get("id", str) if entry else None for entry in row.entries(kind, Row)], kind, ".id")
    for i, obligation in enumerate(row.entries("obligation", Row)):
        if obligation:
            _check(reader, obligation, f"obligation[{i}]")
    reader.check()
    return _docket(row)


def _unique(reader: Reader, codes: Iterable[str | None], path: str, end: str = "") -> None:
    seen: set[str] = set()
    for i, code in enumerate(codes):
        if code is not None and code in seen:
            reader.refuse(f"{path}[{i}]{end}", f"The code {code} is used twice.")
        elif code is not None:
            seen.add(code)


def _check(reader: Reader, row: Row, path: str) -> None:
    """Check an obligation across its fields."""
    _unique(reader, row.entries("defendants", str), f"{path}.defendants")
    amount, paid = row.get("amount", Fraction), row.get("paid", Fraction)
    if amount is not None and paid is not None and paid > amount:
        reader.refuse(f"{path}.paid", f"What was paid cannot be more than the amount, {dollars(amount)}.")
    given, to, kind = row.given, row.get("to", str), row.get("kind", str)
    if kind == RESTITUTION:
        if to == VICTIM and "victim" not in given:
            reader.refuse(f"{path}.victim", "Restitution to a victim needs the code of the victim whose loss it is.")
        if to == _UNITED_STATES and "victim" in given:
            reader.refuse(f"{path}.victim", "Restitution to the United States has no other victim's code.")
    elif kind is not None:
        for name in _OF_RESTITUTION:
            if name in given:
                reader.refuse(f"{path}.{name}", f"This belongs to restitution only, not to kind {kind}.")


def _docket(row: Row) -> Docket:
    limits = {one.need("id", str): one.get("outstanding", Fraction) for one in row.every("victim", Row)}
    payments = (_payment(one) for one in row.every("payment", Row))
    return Docket(
        sequence=row.need("sequence", str),
        obligations=tuple(_obligation(one) for one in row.every("obligation", Row)),
        listed=tuple(limits),
        outstanding={victim: cents(limit) for victim, limit in limits.items() if limit is not None},
        # Sorting keeps the listed order of payments of the same day.
        payments=tuple(sorted(payments, key=lambda payment: payment.date)),
    )


def _payment(row: Row) -> Payment:
    return Payment(row.need("date", date), row.need("defendant", str), cents(row.need("amount", Fraction)))


def _obligation(row: Row) -> Obligation:
    kind = row.need("kind", str)
    named = _OF_RESTITUTION if kind == RESTITUTION else ()
    return Obligation(
        row.need("id", str),
        kind,
        cents(row.need("amount", Fraction)),
        cents(row.need("paid", Fraction)),
        row.every("defendants", str),
        **{name: row.get(name, str) or "" for name in named},
    )
