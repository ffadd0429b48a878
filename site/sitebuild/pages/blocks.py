"""A built page as its readers meet it: blocks of text, each with its section, its layer and where its links lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

_HEADINGS = ("h1", "h2", "h3", "h4")
_BLOCKS = frozenset((*_HEADINGS, "p", "li", "tr", "dt", "dd", "summary", "figcaption", "caption", "blockquote"))
# Not read as text: what explains a term on request, the sign beside a heading, code, and what only a machine reads.
_SILENT = frozenset(("script", "style", "pre", "svg", "template"))
_SILENT_CLASSES = frozenset(("headerlink", "term-note", "md-content__button", "reviewed"))

# A point that does not end a sentence.
_ABBREVIATION = re.compile(
    r"\b(?:No|Nos|v|vs|U\.S|Pub|L|Cir|Dist|Supp|Ed|Fed|Inc|Dr|Mr|Ms|op|slip|diss|Ct|Ex|Stat|cl|e\.g|i\.e|F|D|S|E|N|W|"
    r"[A-Z]|Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec|Ark|Cal|Colo|Fla|Ga|Ill|Ind|Kan|Ky|Mass|Mich|Minn|Mo|Mont|Neb|Nev|"
    r"Okla|Or|Pa|Tenn|Tex|Va|Wash|Wis|cf|n)\.$"
)


# The address of an authority on the page of sources, or of the page of a case, which has the authority's id.
_AUTHORITY = re.compile(r"(?:sources(?:/|\.md)?#|cases/(?!index))([a-z0-9][A-Za-z0-9-]*)(?:\.md|/)?$")

_SENTENCE_END = re.compile(r"(?:(?<=[.?!])|(?<=[.?!][\"”)]))\s+(?=[A-Z\"“§$(\d])")


class Layer(Enum):
    """Who a block is written for."""

    PLAIN = "plain"
    EXACT = "exact"
    EXAMPLE = "example"
    """Made by the calculator: its lines carry their own status and authority."""
    DATA = "data"
    """A row of a table of the law data or of the cases, with a place of its own for its source."""
    HEADING = "heading"
    NOTE = "note"
    """A content note: it states no law."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, item, row or heading of a page."""

    layer: Layer
    section: str
    anchor: str
    aside: bool
    """Whether the section states no law, by the mark `{ .aside }` of its heading."""
    text: str
    authorities: tuple[str, ...]
    """Ids of the authorities and cases that it links."""

    def sentences(self) -> list[str]:
        """Its sentences, in order."""
        return sentences(self.text)


def blocks_of(html: str) -> list[Block]:
    """The blocks of a page, in reading order; only what lies in its `article`, if it has one."""
    start, end = html.find("<article"), html.rfind("</article>")
    root = BeautifulSoup(html[start:end] if 0 <= start < end else html, "html.parser")
    section, anchor, aside = "", "", False
    found = []
    for tag in root.find_all(_BLOCKS):
        if not _read(tag, root):
            continue
        if tag.name in _HEADINGS:
            section, anchor = _text(tag), str(tag.get("id", ""))
            # A third-level heading stays in the aside of the second-level one above it.
            aside = "aside" in tag.get_attribute_list("class") or (aside and tag.name in ("h3", "h4"))
        text = _text(tag)
        if text:
            found.append(Block(_layer(tag), section, anchor, aside, text, tuple(_authorities(tag))))
    return found


def _read(tag: Tag, root: Tag) -> bool:
    above = [tag, *tag.parents]
    above = above[: above.index(root)]
    silent = any(one.name in _SILENT or _SILENT_CLASSES & set(one.get_attribute_list("class")) for one in above)
    return not silent and not any(one.name == "tr" for one in above[1:])


def _layer(tag: Tag) -> Layer:
    if tag.name in (*_HEADINGS, "summary"):
        return Layer.HEADING
    for one in (tag, *tag.parents):
        classes = set(one.get_attribute_list("class"))
        if classes & {"we-frame", "chart"} or one.name == "worked-example":
            return Layer.EXAMPLE
        if classes & {"law-data", "source"}:
            return Layer.DATA
        if "exact" in classes:
            return Layer.EXACT
        if "admonition" in classes:
            return Layer.NOTE
    return Layer.PLAIN


def _text(tag: Tag) -> str:
    return re.sub(r"\s+", " ", "".join(_pieces(tag))).strip()


def _pieces(tag: Tag) -> Iterator[str]:
    """The text of a block without the blocks inside it; of a row, all of it."""
    for child in tag.children:
        if isinstance(child, NavigableString):
            yield str(child) if type(child) is NavigableString else ""
        elif isinstance(child, Tag):
            if child.name in _SILENT or _SILENT_CLASSES & set(child.get_attribute_list("class")):
                continue
            if tag.name != "tr" and child.name in _BLOCKS:
                continue
            if child.name in ("td", "th", "div", "br", "ul", "ol", "table"):
                yield " "
            yield from _pieces(child)


def _authorities(tag: Tag) -> Iterator[str]:
    for link in tag.find_all("a", href=True):
        target = _AUTHORITY.search(str(link["href"]))
        if target and (tag.name == "tr" or _owner(link) is tag):
            yield target[1]


def _owner(link: Tag) -> Tag | None:
    return next((one for one in link.parents if one.name in _BLOCKS), None)


def sentences(text: str) -> list[str]:
    """A text cut into its sentences, by the points that end one."""
    found: list[str] = []
    begun = ""
    for piece in _SENTENCE_END.split(text):
        begun = f"{begun} {piece}" if begun else piece
        if not _ABBREVIATION.search(begun):
            found.append(begun)
            begun = ""
    return [*found, begun] if begun else found
