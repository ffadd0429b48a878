"""The ledger of one victim over many cases: its rows, and its totals as of a day. Amounts are whole cents."""

from restitution.ledger.declared import KINDS, ROW
from restitution.ledger.notices import Notice, in_brief
from restitution.ledger.position import CasePosition, Moment, Position, Turn, position
from restitution.ledger.reader import Ledger, cells_of_ledger, encoding_notice, read_cells, read_ledger
from restitution.ledger.rows import Entry

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
    "cells_of_ledger",
    "encoding_notice",
    "in_brief",
    "position",
    "read_cells",
    "read_ledger",
]
