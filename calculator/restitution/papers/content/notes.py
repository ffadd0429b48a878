"""What a reader must know: the method, what the judge decides, flags, and how cells were read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from restitution.casefile import Said
from restitution.commands.notes.estimate import FLAGS, outside_groups
from restitution.commands.notes.position import POINTS, flagged
from restitution.desk.headings import method_words, weight_of
from restitution.desk.notes import Noted
from restitution.desk.words import place_words
from restitution.ledger import in_brief
from restitution.papers.content.case import LedgerOf, Orders
from restitution.papers.content.causes import HEADING, causes_open
from restitution.papers.content.wording import pairs_in_words, paragraph, proper, said
from restitution.papers.paper import Block, Heading, Paragraph, Run
from restitution.rules.provision import NOT_2259
from restitution.worksheet import Cite

_LIMB = Cite("18-usc-2259", "(b)(2)(B)")
_NO_FORMULA = Cite("paroline-2014", "slip op. 22-23")
_FOR_THE_USER = ("ledger not used",)
"""What reminds whoever works on the case, and tells a court nothing."""
_PROOF = Cite("18-usc-3664", "(e)")


def notes(case: Orders) -> Iterator[Block]:
    """Yield the method, what the judge decides, each flag with the orders it touches, and how cells were read."""
    yield Heading("Method and open points")
    yield Heading("What the judge decides", 3)
    shared = [one for one in case.estimate.orders if one.branch.shared]
    if shared:
        method = method_words(shared[0].chosen, case.statistic)
        yield paragraph(
            f"The share of a trafficking defendant is set here by {method}. The statute prescribes no formula: that "
            "choice stands in for the judge's decision. Every other method whose inputs are given is worked out too, "
            "and the range beside an order is the spread of those methods, not the limits of the law.",
            _LIMB,
            _NO_FORMULA,
        )
    yield paragraph(
        "Each loss stands as stated, in place of the court's finding: the judge decides what is proved, and who "
        "counts.",
        _PROOF,
    )
    if unstated := causes_open(case):
        yield Heading(HEADING, 3)
        yield from unstated
    yield from _listed(_noted(case))
    if case.read.readings:
        yield Heading("How entries were read", 3)
        yield from (_read(case, one) for one in case.read.readings)


def _read(case: Orders, one: Said) -> Paragraph:
    place = one.place
    words = f"{place_words(case.document, place)}: "
    if place.table and place.row is not None and place.column:
        typed = case.document.column(place.table, place.column)[place.row]
        if typed.strip():
            words += f"“{typed.strip()}” as "
    return Paragraph((Run(f"{words}{one.words}."),))


def _noted(case: Orders) -> Iterator[Noted]:
    estimate = case.estimate
    several = len(case.pairs) > 1
    for group, text in outside_groups(estimate.outside):
        touched = pairs_in_words((one.victim, one.defendant) for one in group)
        yield Noted(NOT_2259, text, (touched,) if several else ())
    flagged: dict[str, list[tuple[str, str]]] = {}
    for one in estimate.orders:
        for flag in one.flags:
            flagged.setdefault(flag, []).append((one.victim, one.defendant))
    for flag, pairs in flagged.items():
        every = len(pairs) == len(case.pairs)
        touched = f"all {len(pairs):,} orders" if every else pairs_in_words(pairs)
        yield Noted(flag, FLAGS[flag], (touched,) if several else ())
    for victim in estimate.scenario.victims:
        if victim.ledger:
            for kind, words in in_brief(victim.ledger.notices):
                yield Noted(kind, words, place=f"Ledger of victim {victim.id}")
    for name, text in case.in_step:
        if name in _FOR_THE_USER:
            continue
        # What follows tells the user of the page what to press.
        yield Noted(name, f"{text.partition('. ')[0].removesuffix('.')}.")


def _listed(noted: Iterable[Noted]) -> Iterator[Block]:
    """Yield the notes, heaviest first; those of the same kind under one heading."""
    before = ""
    for one in sorted(noted, key=lambda note: weight_of(note.name)):
        if one.heading != before:
            yield Heading(proper(one.heading), 3)
        before = one.heading
        concerns = (said(f" It concerns {'; '.join(one.touched)}."),) if one.touched else ()
        yield Paragraph((said(one.text), *concerns))


def ledger_notes(case: LedgerOf) -> Iterator[Block]:
    """Yield each flag, notice and point of a ledger."""
    yield Heading("Notes and open points")
    now = case.position
    flags = (Noted(flag.name, flag.text) for flag in flagged(now.flags))
    notices = (Noted(kind, words) for kind, words in in_brief(now.notices))
    points = (Noted(point.name, point.text) for point in POINTS)
    yield from _listed([*flags, *notices, *points])
