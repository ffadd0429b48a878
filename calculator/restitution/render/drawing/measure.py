"""Text in a drawing: how wide it is, and how it is cut or wrapped to fit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import east_asian_width

SIZES = {"label": 15, "strong": 15, "note": 14}
"""The font size of each kind of text, in units of the drawing."""
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML document can contain."""
_EMS = {
    **dict.fromkeys("Iijl|!',.:; ", 31),
    **dict.fromkeys("frt()[]/\\`", 40),
    **dict.fromkeys('"*-^{}', 50),
    **dict.fromkeys("acekszvxyJFL?", 59),
    **dict.fromkeys("ABEKPRSTVXYZ&", 70),
    **dict.fromkeys("CDGHNOQU", 80),
    **dict.fromkeys("mwM", 92),
    **dict.fromkeys("W@%…—", 102),
}
"""Character widths, in hundredths of the font size, in the widest of the fonts in use."""
_EM, _FOREIGN, _WIDE = 66, 90, 125
"""The same for digits and other ASCII characters, for non-ASCII characters, and for full-width characters."""
_WEIGHT = {"label": 100, "strong": 107, "note": 100}
"""The width at each weight, in percent of the regular width."""


def units(text: str, kind: str) -> int:
    """Return the maximum width at which the text is drawn, rounded up."""
    return -(-sum(_width(character, kind) for character in text) // 10_000)


def _width(character: str, kind: str) -> int:
    """Return the width of a character, in ten-thousandths of a unit."""
    if character in _EMS:
        ems = _EMS[character]
    elif character.isascii() or character == "−":
        ems = _EM
    else:
        ems = _WIDE if east_asian_width(character) in "WF" else _FOREIGN
    return ems * SIZES[kind] * _WEIGHT[kind]


def clean(text: str) -> str:
    """Return text that any XML document can contain, on one line."""
    return " ".join(_UNFIT.sub("\ufffd", text).split())


def _fitting(text: str, room: int, kind: str) -> int:
    """Return how many characters fit, at least one."""
    left = room * 10_000
    for n, character in enumerate(text):
        left -= _width(character, kind)
        if left < 0:
            return max(n, 1)
    return len(text)


def cut(text: str, room: int, kind: str) -> str:
    """Return the text, with an ellipsis in place of what does not fit."""
    if _fitting(text, room, kind) == len(text):
        return text
    return text[: _fitting(text, room - units("…", kind), kind)].rstrip() + "…"


def wrapped(text: str, rooms: Sequence[int], kind: str) -> list[str]:
    """Return the text in lines, each within its width; if the last does not fit, it ends in an ellipsis."""
    lines: list[str] = []
    rest = text
    for room in rooms[:-1]:
        fits = _fitting(rest, room, kind)
        if fits == len(rest):
            break
        space = rest.rfind(" ", 1, fits + 1)
        end = space if space > 0 else fits
        lines.append(rest[:end])
        rest = rest[end:].lstrip()
    return [*lines, cut(rest, rooms[len(lines)], kind)]
