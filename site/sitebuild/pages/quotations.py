"""Quotations: each must stand, letter for letter, in a passage of `content/quotes/`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from restitution import LAW
from sitebuild.paths import CONTENT

LEAST_WORDS = 3
"""Fewer words than this between quotation marks are a term, not somebody's sentence."""

_QUOTED = re.compile(r'"([^"]+)"|“([^”]+)”')


class QuotesError(Exception):
    """The file of passages cannot be used; the message lists every fault."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a source as they were read there, cuts shown by `…`."""

    source: str
    pin: str
    confidence: str
    text: str

    def has(self, words: str) -> bool:
        """Whether the words stand here as they are, the pieces around a cut in their order."""
        at = 0
        for piece in words.split("…"):
            found = self.text.find(piece.strip(), at)
            if found < 0:
                return False
            at = found + len(piece.strip())
        return True


def read_passages(folder: Path = CONTENT / "quotes") -> tuple[Passage, ...]:
    """Every passage of the files in the folder, one file for each kind of source.

    Raises:
        QuotesError: for a passage without source, pin or confidence, of an unknown source or one of another kind, too
            short, or given twice.
    """
    return tuple(passage for file in sorted(folder.glob("*.toml")) for passage in _read(file))


def _read(file: Path) -> tuple[Passage, ...]:
    entries = tomllib.loads(file.read_text(encoding="utf-8"))["passage"]
    try:
        passages = tuple(Passage(**entry) for entry in entries)
    except TypeError as fault:
        raise QuotesError(f"{file.name}: a passage lacks a key or has one too many: {fault}") from None
    faults = []
    for i, passage in enumerate(passages):
        where = f"{file.name}: passage {i + 1} ({passage.text[:40]})"
        if passage.source not in LAW.authorities:
            faults.append(f"{where}: there is no authority {passage.source!r}")
        elif f"{LAW.authorities[passage.source].kind}s" != file.stem:
            faults.append(f"{where}: {passage.source} belongs into another file")
        if not passage.pin:
            faults.append(f"{where}: there is no pin")
        if passage.confidence not in ("high", "medium", "low"):
            faults.append(f"{where}: confidence must be high, medium or low")
        if len(passage.text.split()) < LEAST_WORDS:
            faults.append(f"{where}: this is shorter than a quotation")
        if (passage.source, passage.text) in {(other.source, other.text) for other in passages[:i]}:
            faults.append(f"{where}: it stands here twice")
    if faults:
        raise QuotesError("\n".join(faults))
    return passages


def quotations(text: str) -> list[str]:
    """What a text quotes, where it is long enough to be somebody's words."""
    flat = re.sub(r"\s+", " ", text)
    found = [straight or curly for straight, curly in _QUOTED.findall(flat)]
    return [words for words in found if len(words.split()) >= LEAST_WORDS]


def unquoted(text: str) -> str:
    """A text without what stands between quotation marks."""
    return _QUOTED.sub(" ", text.replace('"""', " "))
