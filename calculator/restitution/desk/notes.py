"""What a reader must know about a result: under human headings, heaviest first, two shown and the others folded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from restitution.desk.headings import heading_of, weight_of

SHOWN = 2
"""How many are shown before the others are folded."""
_MOST_LISTED = 3
_FIRST_LISTED = 2

MADE_UP = "Built-in example: figures that you have not changed are made up."


@dataclass(frozen=True, slots=True)
class Noted:
    """A flag, notice or point.

    Attributes:
        name: its name in the answers for machines, or a heading.
        touched: what it is about, such as ``A.1``; empty if that goes without saying.
        place: what is put before the heading, such as ``Ledger of victim A``.
    """

    name: str
    text: str
    touched: tuple[str, ...] = ()
    place: str = ""

    @property
    def heading(self) -> str:
        """The heading with its place."""
        return f"{self.place}: {heading_of(self.name)}" if self.place else heading_of(self.name)


def notes_html(notes: Iterable[Noted], ident: str) -> str:
    """Return all notes, heaviest first; empty if there are none.

    Args:
        ident: the id of the folded part, so that a new answer finds it again and leaves it open.
    """
    ordered = sorted(notes, key=lambda one: weight_of(one.name))
    if not ordered:
        return ""
    # One more behind a press would cost more than it saves.
    first = len(ordered) if len(ordered) == SHOWN + 1 else SHOWN
    shown, folded = ordered[:first], ordered[first:]
    html = f'<ul class="dk-notes" aria-label="What to know about this result">{_items(shown)}</ul>'
    if folded:
        html += (
            f'<details class="dk-more" id="{escape(ident)}"><summary>{len(folded)} more to know</summary>'
            f'<ul class="dk-notes">{_items(folded)}</ul></details>'
        )
    return html


def _items(notes: Sequence[Noted]) -> str:
    return "".join(
        f"<li><strong>{escape(one.heading)}</strong>"
        + (f' <span class="dk-touched">{escape(in_short(one.touched))}</span>' if one.touched else "")
        + f"<p>{escape(one.text)}</p></li>"
        for one in notes
    )


def in_short(codes: Sequence[str]) -> str:
    """Return a list of codes in a few words: ``A.1, A.2 and 7 more``."""
    if len(codes) > _MOST_LISTED:
        return f"{', '.join(codes[:_FIRST_LISTED])} and {len(codes) - _FIRST_LISTED:,} more"
    return " and ".join([", ".join(codes[:-1]), codes[-1]]) if len(codes) > 1 else "".join(codes)


def made_up_html(example: bool) -> str:
    """Return the line that says that the figures of a built-in example are made up."""
    return f'<p class="dk-made-up">{MADE_UP}</p>' if example else ""
