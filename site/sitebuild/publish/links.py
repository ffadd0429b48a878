"""After the build: lead links to the site's root, and check what no single page can see.

A fence does not know how deep its page lies, so it writes `@site/` for the root; here that becomes the way there. The
audit page gets its list here, too: it is made from all others.
"""

from __future__ import annotations

import os
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sitebuild.pages.blocks import blocks_of
from sitebuild.pages.citations import AUDIT_PLACE, audit_html, faults_of
from sitebuild.pages.quotations import read_passages
from sitebuild.paths import BUILT_SITE, SITE_MARK

_FETCHED = {("script", "src"), ("link", "href"), ("img", "src"), ("source", "src"), ("iframe", "src"), ("use", "href")}


class PageError(Exception):
    """The built site has a fault; the message lists every one."""


def check_pages(site: Path = BUILT_SITE) -> None:
    """Finish the pages of a built site and check them.

    Raises:
        PageError: for a dead or malformed link, a page that no other leads to, something a page would fetch from
            elsewhere, a quotation that stands in no passage, or a legal sentence without an authority.
    """
    pages = sorted(site.rglob("*.html"))
    texts = {page: page.read_text(encoding="utf-8") for page in pages}
    blocks = {page.relative_to(site).as_posix(): blocks_of(text) for page, text in texts.items()}
    audit = audit_html({name: (_title(texts[site / name]), found) for name, found in blocks.items()})
    for page, text in texts.items():
        filled = text.replace(AUDIT_PLACE, audit)
        if SITE_MARK in filled:
            page.write_text(filled.replace(SITE_MARK, _root(site, page)), encoding="utf-8")
    faults = check(site, pages)
    passages = read_passages()
    faults += [fault for name, found in blocks.items() for fault in faults_of(name, found, passages)]
    if faults:
        raise PageError("\n".join(faults))


def _root(site: Path, page: Path) -> str:
    """The way from a page to the root of the site."""
    # The page for a wrong address is served at any depth.
    return "/" if page == site / "404.html" else f"{os.path.relpath(site, page.parent).replace(os.sep, '/')}/"


def _title(text: str) -> str:
    found = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
    return unescape(found[1]).partition(" - ")[0] if found else ""


def check(site: Path, pages: list[Path]) -> list[str]:
    """Every dead or malformed link, lonely page and outside request."""
    facts = {page: _read(page) for page in pages}
    faults = _lonely(site, facts)
    for page, fact in facts.items():
        name = page.relative_to(site).as_posix()
        faults += [f"{name}: fetches {url} from elsewhere" for url in fact.fetched if urlsplit(url).netloc]
        faults += [f"{name}: leads to {url}, which is no address" for url in fact.links if not _well_formed(url)]
        # The page for a wrong address is served at any depth: the theme writes its links from the root.
        for url in [] if name == "404.html" else fact.links:
            target = _target(site, page, url)
            if target is None:
                continue
            path, fragment = target
            if not path.exists():
                faults.append(f"{name}: leads to {url}, which is not there")
            elif fragment and path in facts and fragment not in facts[path].ids:
                faults.append(f"{name}: leads to {url}, which has no such place")
    return faults


def _lonely(site: Path, facts: dict[Path, _Facts]) -> list[str]:
    """Pages that the text of no other page leads to: a reader would not come upon them."""
    reached = {
        target[0]
        for page, fact in facts.items()
        for url in fact.written
        if (target := _target(site, page, url)) and target[0] != page
    }
    kept = {site / "index.html", site / "404.html"}
    return [f"{page.relative_to(site).as_posix()}: no page leads here" for page in facts if page not in reached | kept]


def _well_formed(url: str) -> bool:
    parts = urlsplit(url)
    if not parts.scheme and not parts.netloc:
        return True
    return parts.scheme in ("http", "https") and "." in parts.netloc and not re.search(r"[\s<>\"']", url)


def _target(site: Path, page: Path, url: str) -> tuple[Path, str] | None:
    parts = urlsplit(url)
    if parts.scheme or parts.netloc:
        return None
    path = page if not parts.path else Path(os.path.normpath(page.parent / unquote(parts.path)))
    if parts.path.startswith("/"):
        path = site / unquote(parts.path).lstrip("/")
    if path.is_dir():
        path /= "index.html"
    # An example's id after the sign is read by the estimate form; it is not a place in the page.
    fragment = "" if re.fullmatch(r"example=[a-z0-9-]+", parts.fragment) else unquote(parts.fragment)
    return path, fragment


class _Facts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.written: list[str] = []  # those in the text of the page, not in its navigation
        self._depth = 0
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[name] for name in ("id", "name") if name in given}
        self._depth += tag == "article"
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
            if self._depth:
                self.written.append(given["href"])
        # A canonical or alternate link is only a statement; the browser does not fetch it.
        if given.get("rel") not in ("canonical", "alternate", "prev", "next"):
            self.fetched += [given[name] for name in given if (tag, name) in _FETCHED]

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "article"


def _read(page: Path) -> _Facts:
    facts = _Facts()
    facts.feed(page.read_text(encoding="utf-8"))
    return facts
