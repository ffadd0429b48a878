"""The caption, for counsel to fill: no field of a case asks for a name, a court or a docket number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from restitution.papers.content.wording import BLANK, listed
from restitution.papers.paper import Block, Caption, Paragraph, Run, Style

_MOST = 12
"""The most defendants with a line of their own, and the most victims who are listed."""


def caption(victims: Sequence[str], defendants: Sequence[str]) -> Iterator[Block]:
    """Yield the caption with the parties by code; without codes of defendants there is one blank for them."""
    lines = [f"{BLANK} (defendant {code})" for code in defendants[:_MOST]] or [f"{BLANK}"]
    if len(defendants) > _MOST:
        lines.append(f"and {len(defendants) - _MOST:,} more defendants")
    yield Caption(
        ("UNITED STATES DISTRICT COURT", f"{BLANK} DISTRICT OF {BLANK}"),
        ("UNITED STATES OF AMERICA", "v.", *lines),
        (f"Case No. {BLANK}", f"Judge {BLANK}"),
    )
    people = f"Victim {victims[0]} is" if len(victims) == 1 else f"Victims {listed(victims)} are"
    if len(victims) > _MOST:
        people = f"The {len(victims):,} victims are"
    if victims:
        yield Paragraph((Run(f"{people} named by code only."),), Style.CAPTION)
