"""The first sheet: what the workbook is, how to read it, the result, what to know, and how to check it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from restitution.desk.notes import MADE_UP
from restitution.papers.paper import Block, Facts, Heading, Paper, Paragraph, Text
from restitution.papers.workbook.page import Look, Page
from restitution.render.words import STATUSES


def _reading(pages: Sequence[Page]) -> Iterator[tuple[str, str]]:
    """Yield how the sheets are read, of those that there are."""
    yield (
        "Tinted cells",
        "hold what was typed. Change one, and the program in which you read this works every sheet out.",
    )
    yield "Other amounts", "are formulas, or are taken from the sheet that the formula names. Press a cell to see it."
    exact = " Figures before rounding stand only on the sheet Year by year." if _has(pages, "Year by year") else ""
    yield (
        "Rounding",
        "Each line is rounded once, half up to the cent, and every later line starts from that amount: so the sheets "
        f"add up by hand.{exact}",
    )
    fixed = ["Which rule an order falls under (it follows from the counts of conviction)"] * _has(pages, "Orders")
    fixed += ["the day on which liability ended, the day of the first order of a case"] * _has(pages, "Position")
    texts = "the words under the heads, and the texts of the sheets: they stay as they were when this file was made."
    words = ", ".join([*fixed, texts])
    yield "What is no formula", f"{words[0].upper()}{words[1:]}"


def _has(pages: Sequence[Page], name: str) -> bool:
    return any(page.name.startswith(name) for page in pages)


def front_sheet(paper: Paper, result: Iterable[str], pages: Sequence[Page], example: bool) -> Page:
    """Return the first sheet.

    Args:
        paper: the title, the notes and how to check, in the words of the paper for Word.
        result: the result in sentences.
        pages: the other sheets.
    """
    page = Page("Read me", "", (27, 92), landscape=False)
    page.line(paper.title, Look.TITLE)
    page.line(paper.about, Look.ABOUT)
    if example:
        page.line(MADE_UP, Look.ABOUT)
    page.section("Result, when this file was made")
    for sentence in result:
        _row(page, "", sentence)
    page.section("Sheets")
    for one in pages:
        _row(page, one.name, one.holds)
    page.section("How to read it")
    for label, text in _reading(pages):
        _row(page, label, text)
    page.section("Who decides: the words under the heads and beside the orders")
    for words, meaning in zip(
        ("the statute controls", "a court decided it", "the judge decides", "our own model"),
        STATUSES.values(),
        strict=True,
    ):
        _row(page, words, meaning)
    last = ""
    for block in paper.blocks:
        # Notes of one kind stand under one heading.
        if isinstance(block, Heading) and block.text == last:
            continue
        last = block.text if isinstance(block, Heading) else last
        _block(page, block)
    return page


def _row(page: Page, label: str, text: str) -> None:
    row = page.line(label, Look.LABEL)
    page.put(row, 1, text, Look.TEXT)


def _block(page: Page, block: Block) -> None:
    match block:
        case Heading():
            if block.level == 1:
                page.section(block.text)
            else:
                page.line(block.text, Look.SUBHEAD)
        case Paragraph():
            _row(page, "", _plain(block.text))
        case Facts():
            for label, text in block.rows:
                _row(page, label, _plain(text))
        case _:
            raise TypeError(f"The first sheet has no place for {type(block).__name__}.")


def _plain(text: Text) -> str:
    return "".join(run.text for run in text)
