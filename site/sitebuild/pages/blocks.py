"""A built page as its readers meet it: blocks of text, each with its section, its layer and where its links lead."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import Enum

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sitebuild.pages.guide import STANDINGS

_HEADINGS = ("h1", "h2", "h3", "h4")
_BLOCKS = frozenset((*_HEADINGS, "p", "li", "tr", "dt", "dd", "summary", "figcaption", "caption", "blockquote"))
# Not read as text: what explains a term on request, the sign beside a heading, badges, code, and what only a machine
# reads.
_SILENT = frozenset(("script", "style", "pre", "svg", "template"))
_SILENT_CLASSES = frozenset(("headerlink", "term-note", "md-content__button", "reviewed", *STANDINGS))

# Elements whose text is apart from the text before them.
_APART = frozenset(("td", "th", "div", "br", "ul", "ol", "table"))

_SPACE = re.compile(r"\s+")

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


@dataclass(slots=True)
class _Draft:
    """A block whose end has not been reached yet."""

    layer: Layer
    pieces: list[str] = field(default_factory=list)
    authorities: list[str] = field(default_factory=list)
    heading: LexborNode | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """What the elements around a node say about it."""

    layer: Layer = Layer.PLAIN
    read: bool = True
    """Whether blocks here are read: not in silent elements, and not in a row, which is one block."""
    text: _Draft | None = None
    """Where text goes, if anywhere."""
    links: _Draft | None = None
    """Where the authorities of links go, if anywhere."""
    row: bool = False


def parse(html: str) -> LexborHTMLParser:
    """A page as a tree. One tree serves every check of the page."""
    return LexborHTMLParser(html)


def blocks_of(html: str) -> list[Block]:
    """The blocks of a page, in reading order; only what lies in its `article`, if it has one."""
    return blocks_in(parse(html))


def blocks_in(page: LexborHTMLParser) -> list[Block]:
    """The same from a page that is parsed."""
    root = page.css_first("article") or page.body
    drafts: list[_Draft] = []
    if root is not None:
        _walk(root, _Place(), drafts)
    section, anchor, aside = "", "", False
    found = []
    for draft in drafts:
        text = _SPACE.sub(" ", "".join(draft.pieces)).strip()
        if (heading := draft.heading) is not None:
            section, anchor = text, heading.attributes.get("id") or ""
            # A third-level heading stays in the aside of the second-level one above it.
            aside = "aside" in _classes(heading) or (aside and heading.tag in ("h3", "h4"))
        if text:
            found.append(Block(draft.layer, section, anchor, aside, text, tuple(draft.authorities)))
    return found


def _classes(node: LexborNode) -> frozenset[str]:
    return frozenset((node.attributes.get("class") or "").split())


def _walk(node: LexborNode, around: _Place, drafts: list[_Draft]) -> None:
    """Go through an element in reading order and fill the drafts of its blocks."""
    tag, classes = str(node.tag), _classes(node)
    here = _entered(node, tag, classes, around, drafts)
    if tag == "a" and here.links is not None:
        target = _AUTHORITY.search(node.attributes.get("href") or "")
        if target:
            here.links.authorities.append(target[1])
    child = node.child
    while child is not None:
        if child.is_text_node:
            if here.text is not None:
                here.text.pieces.append(child.text_content or "")
        elif child.is_element_node:
            _walk(child, here, drafts)
        child = child.next


def _entered(node: LexborNode, tag: str, classes: frozenset[str], around: _Place, drafts: list[_Draft]) -> _Place:
    """The place inside an element; begins a draft where the element is a block that is read."""
    silent = tag in _SILENT or not _SILENT_CLASSES.isdisjoint(classes)
    layer = _layer(tag, classes) or around.layer
    if tag not in _BLOCKS:
        if around.text is not None and not silent and tag in _APART:
            around.text.pieces.append(" ")
        return replace(around, layer=layer, read=around.read and not silent, text=None if silent else around.text)
    if silent or not around.read:
        # Its text is nobody's; its links are still those of the row around it.
        return replace(around, layer=layer, read=False, text=None, links=around.links if around.row else None)
    heading = tag in _HEADINGS
    draft = _Draft(Layer.HEADING if heading or tag == "summary" else layer, heading=node if heading else None)
    drafts.append(draft)
    row = tag == "tr"
    return _Place(layer, read=not row, text=draft, links=draft, row=row)


def _layer(tag: str, classes: frozenset[str]) -> Layer | None:
    """The layer that an element gives to what lies in it, if it gives one."""
    if tag == "worked-example" or classes & {"we-frame", "chart"}:
        return Layer.EXAMPLE
    if classes & {"law-data", "source"}:
        return Layer.DATA
    if "exact" in classes:
        return Layer.EXACT
    return Layer.NOTE if "admonition" in classes else None


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
