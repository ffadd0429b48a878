"""Which fields and columns can matter in a case as it stands. One that holds something is always shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from restitution.casefile import TABLES, Document

_RANGE = ("low", "high", "take")
_YEARLY = ("annual", "years", "months", "growth", "discount", "starts_in")
_SHARED = ("equal-share", "adjusted-share")


def shown_fields(document: Document) -> dict[str, bool]:
    """Return, by path, whether a single field can matter."""
    method = document.field("apportionment.method")
    mixed = "mixed" in document.column("losses", "cause")
    matters = {
        "apportionment.denominator": method in _SHARED or not method,
        "apportionment.statistic": method == "prior-awards",
        "apportionment.fixed": method == "fixed",
        "apportionment.disaggregate": mixed,
    }
    return {path: needed or bool(document.field(path)) for path, needed in matters.items()}


def shown_columns(document: Document) -> dict[str, dict[str, bool]]:
    """Return, by table and column, whether a column can matter; columns that always can are left out."""
    victims, defendants = len(document.codes("victims")), len(document.codes("defendants"))
    ledger = bool(document.ledgers())
    mixed = "mixed" in document.column("losses", "cause")
    several = {"victim": victims > 1, "defendant": defendants > 1}
    return {
        "victims": _shown(
            document,
            "victims",
            {
                "requested": document.field("apportionment.method") == "requested",
                "ledger": ledger,
                "ledger_case": "true" in document.column("victims", "ledger"),
            },
        ),
        "losses": _shown(
            document,
            "losses",
            {
                "victim": victims > 1,
                **dict.fromkeys(_RANGE, _used(document, "losses", _RANGE)),
                **dict.fromkeys(_YEARLY, _used(document, "losses", _YEARLY)),
                "trafficking_share": mixed,
            },
        ),
        "awards": _shown(document, "awards", {"victim": victims > 1}),
        "counts": _shown(
            document,
            "counts",
            {
                "defendant": defendants > 1,
                "victims": victims > 1,
                "series": any(
                    "2252a(g)" in text.lower().replace(" ", "") for text in document.column("counts", "offense")
                ),
            },
        ),
        "conduct": _shown(document, "conduct", {**several, "joint_group": defendants > 1}),
        "adjustments": _shown(document, "adjustments", several),
    }


def _shown(document: Document, table: str, matters: Mapping[str, bool]) -> dict[str, bool]:
    return {name: needed or _used(document, table, (name,)) for name, needed in matters.items()}


def _used(document: Document, table: str, columns: Iterable[str]) -> bool:
    at = [TABLES[table].names().index(name) for name in columns]
    return any(row[i].strip() for row in document.rows(table) for i in at)
