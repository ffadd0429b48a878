"""What an answer says about rows of a victim's ledger that were counted anyway."""

from __future__ import annotations

from restitution.ledger import in_brief
from restitution.render import Note
from restitution.scenario import Scenario


def ledger_notes(scenario: Scenario) -> tuple[Note, ...]:
    """Return the notices of every victim's ledger, in brief."""
    return tuple(
        Note(f"ledger of victim {victim.id}, {kind}", words)
        for victim in scenario.victims
        if victim.ledger
        for kind, words in in_brief(victim.ledger.notices)
    )


def ledger_notices(scenario: Scenario) -> list[dict[str, str | int]]:
    """Return the notices of every victim's ledger, for JSON: the victim, the row, the kind and a message."""
    return [
        {"victim": victim.id, **notice._asdict()}
        for victim in scenario.victims
        if victim.ledger
        for notice in victim.ledger.notices
    ]
