"""Words of the field in the text of a page: the first use of each leads to its meaning.

A Markdown extension. Without a script the word is a link to the glossary; `reading.js` shows the note beside it on a
press, a tap, Enter or a resting pointer. A link and not a button: a button cannot break over two lines.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER, AtomicString

from sitebuild.pages.guide import Term, read_terms
from sitebuild.paths import SITE_MARK

# Text in these is left alone: names of things, links, code, and what is no running text.
_LEFT = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "a", "code", "pre", "button", "summary", "th"))

# After the links and emphasis of a line are made (20), before the links are checked (0).
_PRIORITY = 5


_PLACE = re.compile(HTML_PLACEHOLDER % r"(\d+)")


class GlossaryExtension(Extension):
    """Registers the step."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Called by Markdown for each page's converter."""
        md.treeprocessors.register(_Terms(md), "glossary", _PRIORITY)


class _Terms(Treeprocessor):
    def run(self, root: Element) -> None:
        terms = read_terms()
        by_form = {form.lower(): term for term in terms for form in (term.term, *term.forms)}
        # The longest first: "full losses" before "losses".
        forms = sorted(by_form, key=len, reverse=True)
        pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?![\w-])", re.IGNORECASE)
        self._walk(root, pattern, by_form, set())

    def _walk(self, element: Element, pattern: re.Pattern[str], by_form: dict[str, Term], used: set[str]) -> None:
        if element.tag in _LEFT or "admonition-title" in element.get("class", ""):
            return
        if element.text and not isinstance(element.text, AtomicString):
            element.text = self._marked(element.text, pattern, by_form, used)
        for child in element:
            self._walk(child, pattern, by_form, used)
            if child.tail:
                child.tail = self._marked(child.tail, pattern, by_form, used)

    def _marked(self, text: str, pattern: re.Pattern[str], by_form: dict[str, Term], used: set[str]) -> str:
        linked = self._linked(text)

        def mark(match: re.Match[str]) -> str:
            term = by_form[match[0].lower()]
            if any(match.start() in span for span in linked):
                return match[0]
            other = term.term[0].isupper() and match[0][0].islower()  # "reserve" is not the Reserve
            # Inside a quotation the words are somebody else's: nothing is put among them.
            if term.id in used or other or text.count('"', 0, match.start()) % 2:
                return match[0]
            used.add(term.id)
            return self.md.htmlStash.store(_note(term, match[0]))

        return pattern.sub(mark, text)

    def _linked(self, text: str) -> list[range]:
        """Where the text stands inside a link that is written as HTML: its tags are put away, in numbered places."""
        tags = [(place, str(self.md.htmlStash.rawHtmlBlocks[int(place[1])])) for place in _PLACE.finditer(text)]
        opened = [place.end() for place, tag in tags if tag.startswith("<a ")]
        closed = [place.start() for place, tag in tags if tag.startswith("</a")]
        return [range(start, end) for start, end in zip(opened, closed, strict=False)]


def _note(term: Term, words: str) -> str:
    ident, glossary = f"term-{term.id}", f"{SITE_MARK}reference/glossary/#{term.id}"
    return (
        f'<a class="term" href="{glossary}" data-note="{ident}">{escape(words)}</a>'
        f'<span class="term-note" id="{ident}" popover data-search-exclude><b>{escape(term.term)}</b> '
        f'{escape(term.plain)} <a href="{glossary}">Glossary</a></span>'
    )


def makeExtension(**settings: Any) -> GlossaryExtension:
    """Called by Markdown with the settings of `mkdocs.yml`."""
    return GlossaryExtension(**settings)
