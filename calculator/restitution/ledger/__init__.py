"""The ledger of one victim over many cases: its rows, and its totals as of a day."""

from restitution.ledger.position import CasePosition, Moment, Position, Turn, position
from restitution.ledger.rows import KINDS, ROW, Entry, Ledger, Notice, read_ledger

__all__ = [
    "KINDS",
    "ROW",
    "CasePosition",
    "Entry",
    "Ledger",
    "Moment",
    "Notice",
    "Position",
    "Turn",
    "position",
    "read_ledger",
]
