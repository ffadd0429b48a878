"""The flags and open points of a ledger's position, in words."""

from __future__ import annotations

from collections.abc import Sequence

from restitution.render import Note

FLAGS = {
    "no-finding": "No finding of loss is entered up to this date. The amounts outstanding and received above the "
    "finding are then measured against zero and are not meaningful yet.",
    "reopened": "Liability had ended, and then a greater loss was found or a payment was reversed. It is shown as "
    "reopened, which is our reading: no decision on a greater finding was found.",
    "liability-terminated": "By these rows the victim has received the greatest loss found, so the liability of each "
    "defendant for these losses has ended, whatever the orders still show as unpaid. Whether the victim has been made "
    "whole is for the court to decide.",
    "over-collected": "More has been received than the greatest loss found. Recovery may not exceed it; no decision "
    "was found on what becomes of the rest.",
    "orders-exceed-finding": "The orders together are more than the greatest loss found. That alone ends no liability: "
    "money received does.",
}
"""The text of each flag."""


def flagged(flags: Sequence[str]) -> tuple[Note, ...]:
    """Return the flags of a position that are said in words.

    Without a finding of loss nothing can be more than what was found: that flag, which compares with zero, is left out.
    """
    return tuple(Note(flag, FLAGS[flag]) for flag in flags if flag != "over-collected" or "no-finding" not in flags)


POINTS = (
    Note(
        "findings",
        "Only a loss found in a case with a final order under §2259 counts, §2259(b)(2)(C). Leave out a finding of a "
        "case whose order is not final, or is no longer in force.",
    ),
    Note(
        "orders",
        "Orders of one case are added up. An amended order replaces the first: change its row, or enter only what was "
        "added.",
    ),
    Note(
        "which orders",
        "§2259(b)(2)(C) is in the paragraph on trafficking. That it also ends liability under an order for another "
        "offense of chapter 110 is our reading. The Eighth Circuit applied it to an order made under the earlier text "
        "(Evans).",
    ),
    Note(
        "cases",
        "One code means one defendant; elsewhere each case with an order counts as one defendant ordered to pay. Give "
        "two defendants of one judgment two codes, with one joint code if they owe the same money.",
    ),
    Note(
        "received",
        "The cap is measured by restitution received, from any payer. Assistance and civil damages are not included.",
    ),
    Note(
        "reversals",
        "A reversal takes back what was paid in its case, from its own date on: enter the day on which a check was "
        "returned, a payment refunded or an entry corrected.",
    ),
)
"""Notes that apply to every ledger."""
