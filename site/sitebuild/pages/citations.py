"""What the pages say about the law: every quotation from the passages, every legal sentence with an authority.

The build fails on a fault; what is sound goes into the audit page, sentence by sentence, for a reader to go through.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from restitution import LAW
from restitution.render.words import citation
from restitution.worksheet import Cite
from sitebuild.pages.blocks import Block, Layer
from sitebuild.pages.quotations import Passage, quotations
from sitebuild.paths import SITE_MARK

AUDIT_PLACE = "@audit@"
"""Stands in the audit page for the list, which needs every other page."""

# Where every section must have its authority. Elsewhere tables of data carry their own, or no law is stated.
_OF_LAW = ("index.html", "learn/")

_WRITTEN = (Layer.PLAIN, Layer.EXACT)


def of_law(page: str) -> bool:
    """Whether a page, by its place in the site, states the law in prose."""
    return page.startswith(_OF_LAW)


def faults_of(page: str, blocks: Sequence[Block], passages: Sequence[Passage]) -> list[str]:
    """Everything on a page that is quoted wrongly, or said about the law without an authority."""
    found = []
    sections = _sections(blocks)
    for block in blocks:
        where = f"{page}: {block.text[:70]!r}"
        near = sections[block.section, block.anchor]
        found += [f"{where}: {fault}" for fault in _quoted_wrongly(block, near, passages)]
        if of_law(page) and block.layer is Layer.EXACT and not block.authorities:
            found.append(f"{where}: the exact layer says this without an authority")
    opening = next((block.section for block in blocks if block.layer is Layer.HEADING), "")
    for section in sections.values() if of_law(page) else ():
        written = [block for block in section if block.layer in _WRITTEN and not block.aside]
        cited = any(block.authorities for block in section)
        # The opening sums up what the sections then say.
        if written and not cited and written[0].section not in ("", opening):
            found.append(f"{page}: the section {written[0].section!r} has no authority; is it an aside?")
    return found


def _quoted_wrongly(block: Block, section: Sequence[Block], passages: Sequence[Passage]) -> list[str]:
    found = []
    if block.text.count('"') % 2 or block.text.count("“") != block.text.count("”"):
        found.append("a quotation mark is not closed")
    for words in quotations(block.text):
        places = [passage for passage in passages if passage.has(words)]
        if not places:
            found.append(f"this is in no passage of content/quotes/: {words}")
            continue
        if block.layer not in _WRITTEN:
            continue
        near = [block] if block.layer is Layer.EXACT else section
        linked = {one for part in near for one in part.authorities}
        cited = [passage for passage in places if passage.source in linked]
        if not cited:
            found.append(f"no link to the source of the quotation ({places[0].source}): {words}")
        elif block.layer is Layer.EXACT and not any(passage.pin in block.text for passage in cited):
            found.append(f"the quotation has no pin ({cited[0].pin}): {words}")
    return found


def _sections(blocks: Iterable[Block]) -> dict[tuple[str, str], list[Block]]:
    """The blocks of each section, by its heading and anchor."""
    found: dict[tuple[str, str], list[Block]] = {}
    for block in blocks:
        found.setdefault((block.section, block.anchor), []).append(block)
    return found


def audit_html(pages: Mapping[str, tuple[str, Sequence[Block]]]) -> str:
    """Every sentence of the pages of law with the authorities it stands on.

    Args:
        pages: by place in the site, the title and the blocks of each.
    """
    return "".join(_page_html(page, title, blocks) for page, (title, blocks) in pages.items() if of_law(page))


def _page_html(page: str, title: str, blocks: Sequence[Block]) -> str:
    rows = []
    count = 0
    sections = _sections(blocks)
    for block in blocks:
        if block.layer is Layer.HEADING:
            if block.text == block.section:
                rows.append(f'<tr><th colspan="3" scope="rowgroup">{escape(block.text)}</th></tr>')
        elif block.layer in (*_WRITTEN, Layer.DATA) and not block.aside:
            for sentence in block.sentences():
                count += 1
                rows.append(
                    f"<tr><td>{escape(sentence)}</td><td>{block.layer.value}</td>"
                    f"<td>{_stands_on(block, sections[block.section, block.anchor])}</td></tr>"
                )
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Sentence", "Layer", "Stands on"))
    link = f'<a href="{SITE_MARK}{escape(page.removesuffix("index.html"))}">Open the page</a>'
    return (
        f"<details><summary>{escape(title)}: {count} sentences</summary><p>{link}</p>"
        f'<div class="we-scroll"><table class="audit"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div></details>"
    )


def _stands_on(block: Block, section: Sequence[Block]) -> str:
    own = list(dict.fromkeys(block.authorities))
    if own:
        return "; ".join(map(_linked, own))
    said = [part for part in section if part.layer in (*_WRITTEN, Layer.DATA)]
    shared = list(dict.fromkeys(one for part in said for one in part.authorities))
    return f"its section: {'; '.join(map(_linked, shared))}" if shared else "what the page says below"


def _linked(ident: str) -> str:
    name = escape(citation(Cite(ident))) if ident in LAW.authorities else escape(ident)
    return f'<a href="{SITE_MARK}sources/#{escape(ident)}">{name}</a>'
