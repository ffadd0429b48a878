"""A finished drawing. Apart from what draws it, which most answers do not need."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing and its text alternative.

    Attributes:
        title: a neutral name, not drawn: it belongs in the caption.
        alternative: the same facts in plain sentences, for text, Markdown and screen readers.
        svg: one ``svg`` element without script, style or external resources, ready to embed in a page.
        ident: the prefix of the ids in the drawing.
    """

    title: str
    alternative: str
    svg: str
    ident: str

    def within(self, prefix: str) -> str:
        """Return the drawing for a page that may contain another with the same ids: the prefix is put before them."""
        known = rf'(?<=[" #]){re.escape(self.ident)}-(?=(?:title|desc|hatch)\b)'
        return re.sub(known, f"{safe(prefix)}-{self.ident}-", self.svg)


def safe(ident: str) -> str:
    """Return an id that is valid in attributes and references; different ids stay different."""
    return re.sub("[^A-Za-z0-9_-]", lambda found: f"_{ord(found[0]):x}_", ident)
