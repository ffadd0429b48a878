"""Read a docket from tables of plain values, with every mistake found and none repaired."""

from __future__ import annotations

from collections.abc import Sequence

from restitution.docket.fields import DOCKET, RESTITUTION, VICTIM
from restitution.docket.model import Docket, Obligation, Payment
from restitution.fields import Reader, Row
from restitution.money import cents, dollars

_OF_RESTITUTION = ("to", "victim", "offense")
"""What only restitution has."""
_UNITED_STATES = "united-states"


def read_docket(tables: object) -> Docket:
    """Read obligations, victims and payments as TOML or JSON gives them.

    Args:
        tables: a mapping of plain values: text, whole numbers, dates (or their ISO text), lists and mappings.
            Amounts are text in US dollars: a number without quotes is refused.

    Raises:
        InputError: with every mistake, each with its path and a sentence.
    """
    reader = Reader()
    row = reader.table(DOCKET, tables) or {}
    for kind in ("obligation", "victim"):
        _unique(reader, [entry["id"] if entry else None for entry in row.get(kind) or []], kind, ".id")
    for i, obligation in enumerate(row.get("obligation") or []):
        if obligation:
            _check(reader, obligation, f"obligation[{i}]")
    reader.check()
    return _docket(row)


def _unique(reader: Reader, codes: Sequence[str | None], path: str, end: str = "") -> None:
    seen: set[str] = set()
    for i, code in enumerate(codes):
        if code is not None and code in seen:
            reader.refuse(f"{path}[{i}]{end}", f"The code {code} is used twice.")
        elif code is not None:
            seen.add(code)


def _check(reader: Reader, row: Row, path: str) -> None:
    """What one field of an obligation cannot see."""
    _unique(reader, row["defendants"] or [], f"{path}.defendants")
    amount, paid = row["amount"], row["paid"]
    if amount is not None and paid is not None and paid > amount:
        reader.refuse(f"{path}.paid", f"What was paid cannot be more than the amount, {dollars(amount)}.")
    given, to = row["_given"], row["to"]
    if row["kind"] == RESTITUTION:
        if to == VICTIM and "victim" not in given:
            reader.refuse(f"{path}.victim", "Restitution to a victim needs the code of the victim whose loss it is.")
        if to == _UNITED_STATES and "victim" in given:
            reader.refuse(f"{path}.victim", "Restitution to the United States has no other victim's code.")
    elif row["kind"] is not None:
        for name in _OF_RESTITUTION:
            if name in given:
                reader.refuse(f"{path}.{name}", f"This belongs to restitution only, not to kind {row['kind']}.")


def _docket(row: Row) -> Docket:
    victims, payments = row["victim"] or (), row["payment"] or ()
    return Docket(
        sequence=row["sequence"],
        obligations=tuple(_obligation(one) for one in row["obligation"]),
        listed=tuple(one["id"] for one in victims),
        outstanding={one["id"]: cents(one["outstanding"]) for one in victims if one["outstanding"] is not None},
        # Sorting keeps the listed order of payments of the same day.
        payments=tuple(
            sorted(
                (Payment(one["date"], one["defendant"], cents(one["amount"])) for one in payments),
                key=lambda payment: payment.date,
            )
        ),
    )


def _obligation(row: Row) -> Obligation:
    of_restitution = {name: row[name] or "" for name in _OF_RESTITUTION} if row["kind"] == RESTITUTION else {}
    return Obligation(
        row["id"],
        row["kind"],
        cents(row["amount"]),
        cents(row["paid"]),
        tuple(row["defendants"]),
        **of_restitution,
    )
