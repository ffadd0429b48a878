"""A paper to file: its title, its blocks and its foot. Each writer, of Word or of HTML, writes it in its own way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from restitution.worksheet import Cite


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text, and the authorities that one footnote after it cites.

    Attributes:
        small: whether it is set smaller, as what explains a figure is.
        below: whether it begins a line of its own in its paragraph or cell.
    """

    text: str
    bold: bool = False
    italic: bool = False
    cites: tuple[Cite, ...] = ()
    small: bool = False
    below: bool = False

    @property
    def note(self) -> tuple[Cite, ...]:
        """What the footnote cites, each authority and place once."""
        return tuple(dict.fromkeys(self.cites))


type Text = tuple[Run, ...]


class Style(StrEnum):
    """What a paragraph is."""

    BODY = "body"
    CAPTION = "caption"
    """A line of the caption, for counsel to fill."""
    NOTICE = "notice"
    """What a reader must know, under a heading of its own."""
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Caption:
    """The caption of a paper for a court, with blanks for counsel to fill. As the first block it precedes the title.

    Attributes:
        court: the lines in the middle.
        parties: the lines on the left.
        case: the lines on the right.
    """

    court: tuple[str, ...]
    parties: tuple[str, ...]
    case: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 begins a part of the paper."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text."""

    text: Text
    style: Style = Style.BODY


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels, each with what belongs to it: an answer in brief, or inputs."""

    rows: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in characters, and whether it holds figures, which stand to the right.

    A table that is narrower than the page stays so; the widths of a wider one are shares of the page. No figure is
    broken over two lines, whatever the width.
    """

    head: str
    width: int
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: as many cells as there are columns.

    A cell is text, an exact amount in US dollars, a count, or empty.

    Attributes:
        depth: how deep its first cell stands.
        total: whether it is a sum, or the figure that a table leads to.
    """

    cells: tuple[Text | Fraction | int | None, ...]
    depth: int = 0
    total: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. Its head is repeated on every page, and no row is split.

    Attributes:
        dense: whether it is set smaller and closer, as long lists are.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    dense: bool = False


type Block = Caption | Heading | Paragraph | Facts | Sheet


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper.

    Attributes:
        title: what it is.
        about: one line under the title, such as the day it is calculated for.
        blocks: what it says, in order.
        foot: what stands at the foot of every page beside its number: law as of, version.
    """

    title: str
    about: str
    blocks: tuple[Block, ...]
    foot: str

    def cited(self) -> Iterator[tuple[Cite, ...]]:
        """Yield the citations of every place that has some, in the order in which they are read: one note each."""
        for block in self.blocks:
            match block:
                case Paragraph(text):
                    yield from _cited(text)
                case Facts(rows):
                    for _, text in rows:
                        yield from _cited(text)
                case Sheet():
                    for row in block.rows:
                        for cell in row.cells:
                            if isinstance(cell, tuple):
                                yield from _cited(cell)


def _cited(text: Text) -> Iterator[tuple[Cite, ...]]:
    for run in text:
        if run.cites:
            yield run.note
