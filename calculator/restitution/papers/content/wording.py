"""The words of a paper: authorities after what they support, methods and codes as a reader says them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from restitution.desk.headings import HEADINGS, METHODS, method_words
from restitution.papers.paper import Paragraph, Run, Style, Text
from restitution.worksheet import Cite, Line, Status

BLANK = "____________"
"""A blank for counsel or the court to fill."""

WHO_DECIDES = {
    Status.STATUTE: "Statute",
    Status.HOLDING: "Court decision",
    Status.DISCRETION: "The judge",
    Status.MODEL: "Our model",
}
"""Who decides a step, in a word or two."""

_SECTION = re.compile(r"(§+)(?=[\dA-Z])")
_METHOD = re.compile("|".join(re.escape(name) for name in sorted(METHODS, key=len, reverse=True)))
_NOTICED = "Noticed about its rows: "
_KIND = re.compile(rf"\b({'|'.join(map(re.escape, HEADINGS))}): ")
_COMMANDS = (" The command compare shows both.", ": see distribute")
"""What only a user of the program can follow."""


def proper(text: str) -> str:
    """Return our own words as lawyers print them: a space after the section sign."""
    return _SECTION.sub(r"\1 ", text)


def said(text: str, *cites: Cite, bold: bool = False, small: bool = False, below: bool = False) -> Run:
    """Return words of our own as a run, with what they rest on."""
    return Run(proper(text), bold=bold, cites=cites, small=small, below=below)


def paragraph(text: str, *cites: Cite, style: Style = Style.BODY) -> Paragraph:
    """Return a paragraph of our own words, with what it rests on."""
    return Paragraph((said(text, *cites),), style)


def made_up() -> Paragraph:
    """Return the notice of a paper that was begun from a built-in example."""
    return paragraph("Built-in example: figures that were not changed are made up.", style=Style.NOTICE)


def typed(text: str) -> Text:
    """Return what somebody typed, as it is."""
    return (Run(text),)


def formula_of(line: Line, statistic: str) -> str:
    """Return how a line was reached, without the names that methods and notices have for machines."""
    text = line.formula
    for words in _COMMANDS:
        text = text.replace(words, "")
    if text[:1].islower():
        text = first_up(text)
    if line.key.endswith((".range.low", ".range.high")):
        head, _, rest = text.partition(": ")
        names, _, tail = rest.partition(". ")
        return f"{head}: {'; '.join(method_words(name, statistic) for name in names.split(', '))}. {tail}"
    if line.key.endswith(".share"):
        return _METHOD.sub(lambda found: method_words(found[0], statistic), text)
    before, noticed, after = text.partition(_NOTICED)
    return f"{before}{noticed}{_KIND.sub(lambda found: f'{HEADINGS[found[1]]}: ', after)}" if noticed else text


def listed(words: Sequence[str]) -> str:
    """Return a list as a sentence has it: ``1, 2 and 3``."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def counted(number: int, noun: str) -> str:
    """Return a number of things: ``1 victim``, ``9 victims``."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def pairs_in_words(pairs: Iterable[tuple[str, str]]) -> str:
    """Return victims and defendants in words: ``victims A and C, defendants 1 and 2; victim B, defendant 1``."""
    by_victim: dict[str, list[str]] = {}
    for victim, defendant in pairs:
        by_victim.setdefault(victim, []).append(defendant)
    groups: dict[tuple[str, ...], list[str]] = {}
    for victim, codes in by_victim.items():
        groups.setdefault(tuple(codes), []).append(victim)
    return "; ".join(
        f"victim{'' if len(victims) == 1 else 's'} {listed(victims)}, {defendants(codes)}"
        for codes, victims in groups.items()
    )


def defendants(codes: Sequence[str]) -> str:
    """Return defendants by their codes: ``defendants 1 and 3``."""
    return f"defendant{'' if len(codes) == 1 else 's'} {listed(codes)}"


def first_up(text: str) -> str:
    """Return the text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
