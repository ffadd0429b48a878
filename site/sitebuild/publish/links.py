"""After the build: lead links to the site's root, and check what no single page can see.

A fence does not know how deep its page lies, so it writes `@site/` for the root; here that becomes the way there. The
audit page gets its list here, too: it is made from all others.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from sitebuild.cache import Cache, build_code, digest
from sitebuild.pages.blocks import Block, blocks_in, parse
from sitebuild.pages.citations import AUDIT_PLACE, audit_html, faults_of
from sitebuild.pages.quotations import Passage, read_passages
from sitebuild.paths import BUILT_SITE, SITE_MARK

_FETCHED = {"script": "src", "link": "href", "img": "src", "source": "src", "iframe": "src", "use": "href"}

# A canonical or alternate link is only a statement; the browser does not fetch it.
_STATED = ("canonical", "alternate", "prev", "next")

NOT_FOUND = "404.html"


class PageError(Exception):
    """The built site has a fault; the message lists every one."""


@dataclass(frozen=True, slots=True)
class Links:
    """The places of a page that links may lead to, and where its own lead."""

    ids: frozenset[str]
    links: tuple[str, ...]
    written: tuple[str, ...]
    """Those in the text of the page, not in its navigation."""
    fetched: tuple[str, ...]

    def led(self, root: str) -> Links:
        """The same with the way to the site's root in place of its mark."""
        here, written, fetched = (
            tuple(url.replace(SITE_MARK, root) for url in urls) for urls in (self.links, self.written, self.fetched)
        )
        return replace(self, links=here, written=written, fetched=fetched)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the checks need to know of a page."""

    title: str
    blocks: tuple[Block, ...]
    links: Links
    faults: tuple[str, ...]
    """What is quoted wrongly, or said about the law without an authority."""


def check_pages(site: Path = BUILT_SITE, cache: Cache | None = None) -> None:
    """Lead the links of a built site, fill its audit page, and check all pages.

    Args:
        site: where the built pages lie.
        cache: what an earlier build has found out about pages that are the same now.

    Raises:
        PageError: for a dead or malformed link, a page that no other leads to, something a page would fetch from
            elsewhere, a quotation that stands in no passage, or a legal sentence without an authority.
    """
    texts = {page.relative_to(site).as_posix(): page.read_text(encoding="utf-8") for page in site.rglob("*.html")}
    texts = dict(sorted(texts.items()))
    passages = read_passages()
    known = digest(build_code(), repr(passages))

    def facts_at(name: str, text: str) -> Facts:
        found = partial(facts_of, name, text, passages)
        return cache.get(digest(known, name, text), found) if cache else found()

    facts = {name: facts_at(name, text) for name, text in texts.items()}
    audit = audit_html({name: (found.title, found.blocks) for name, found in facts.items()})
    links = {}
    for name, text in texts.items():
        filled = text.replace(AUDIT_PLACE, audit)
        found = facts[name].links
        if AUDIT_PLACE in text:
            # The list leads to every page, which makes none of them found by a reader.
            found = replace(facts_at(name, filled).links, written=found.written)
        links[name] = found.led(_root(name))
        if SITE_MARK in filled:
            (site / name).write_text(led(name, filled), encoding="utf-8")
    faults = check_links(links, (path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()))
    faults += [fault for found in facts.values() for fault in found.faults]
    if faults:
        raise PageError("\n".join(faults))


def facts_of(name: str, text: str, passages: Sequence[Passage]) -> Facts:
    """What the checks need to know of a page, from one reading of it."""
    page = parse(text)
    title = page.css_first("title")
    blocks = tuple(blocks_in(page))
    called = (title.text() if title else "").partition(" - ")[0]
    return Facts(called, blocks, _links(page), tuple(faults_of(name, blocks, passages)))


def _links(page: LexborHTMLParser) -> Links:
    ids = {node.attributes.get(name) for node in page.css("[id], [name]") for name in ("id", "name")}
    fetched = [
        url
        for node in page.css(",".join(f"{tag}[{name}]" for tag, name in _FETCHED.items()))
        if node.attributes.get("rel") not in _STATED and (url := node.attributes.get(_FETCHED[str(node.tag)]))
    ]
    return Links(
        frozenset(one for one in ids if one is not None),
        tuple(node.attributes.get("href") or "" for node in page.css("a[href]")),
        tuple(node.attributes.get("href") or "" for node in page.css("article a[href]")),
        tuple(fetched),
    )


def led(name: str, text: str) -> str:
    """A page with the way to the site's root in place of its mark."""
    return text.replace(SITE_MARK, _root(name))


def _root(name: str) -> str:
    """The way from a page to the root of the site."""
    # The page for a wrong address is served at any depth.
    return "/" if name == NOT_FOUND else f"{posixpath.relpath('.', posixpath.dirname(name) or '.')}/"


def check_links(pages: Mapping[str, Links], files: Iterable[str]) -> list[str]:
    """Every dead or malformed link, lonely page and outside request.

    Args:
        pages: by place in the site.
        files: the places of all files of the site.
    """
    there = set(files)
    faults = _lonely(pages, there)
    for name, page in pages.items():
        faults += [f"{name}: fetches {url} from elsewhere" for url in page.fetched if urlsplit(url).netloc]
        faults += [f"{name}: leads to {url}, which is no address" for url in page.links if not _well_formed(url)]
        # The page for a wrong address is served at any depth: the theme writes its links from the root.
        for url in [] if name == NOT_FOUND else page.links:
            target = _target(name, url, there)
            if target is None:
                continue
            path, fragment = target
            if path not in there:
                faults.append(f"{name}: leads to {url}, which is not there")
            elif fragment and path in pages and fragment not in pages[path].ids:
                faults.append(f"{name}: leads to {url}, which has no such place")
    return faults


def _lonely(pages: Mapping[str, Links], there: set[str]) -> list[str]:
    """Pages that the text of no other page leads to: a reader would not come upon them."""
    reached = {
        target[0]
        for name, page in pages.items()
        for url in page.written
        if (target := _target(name, url, there)) and target[0] != name
    }
    return [f"{name}: no page leads here" for name in pages if name not in reached | {"index.html", NOT_FOUND}]


def _well_formed(url: str) -> bool:
    parts = urlsplit(url)
    if not parts.scheme and not parts.netloc:
        return True
    return parts.scheme in ("http", "https") and "." in parts.netloc and not re.search(r"[\s<>\"']", url)


def _target(page: str, url: str, there: set[str]) -> tuple[str, str] | None:
    """The file and the place in it that a link of this site leads to; nothing for a link to elsewhere."""
    parts = urlsplit(url)
    if parts.scheme or parts.netloc:
        return None
    path = page
    if parts.path:
        start = "" if parts.path.startswith("/") else posixpath.dirname(page)
        path = posixpath.normpath(posixpath.join(start, unquote(parts.path).lstrip("/")))
    index = posixpath.normpath(posixpath.join(path, "index.html"))
    if index in there:
        path = index
    # An example's id after the sign is read by the desk; it is not a place in the page.
    fragment = "" if re.fullmatch(r"example=[a-z0-9-]+", parts.fragment) else unquote(parts.fragment)
    return path, fragment
