"""After the build: lead links to the site's root, and check what no single page can see.

A fence does not know how deep its page lies, so it writes `@site/` for the root; here that becomes the way there.
"""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sitebuild.paths import BUILT_SITE, SITE_MARK

_FETCHED = {("script", "src"), ("link", "href"), ("img", "src"), ("source", "src"), ("iframe", "src"), ("use", "href")}


class FinishError(Exception):
    """The built site has a fault; the message lists every one."""


def finish(site: Path = BUILT_SITE) -> None:
    """Finish the pages of a built site and check them.

    Raises:
        FinishError: for a dead link or anchor inside the site, or something a page would fetch from elsewhere.
    """
    pages = sorted(site.rglob("*.html"))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        if SITE_MARK in text:
            up = os.path.relpath(site, page.parent).replace(os.sep, "/")
            page.write_text(text.replace(SITE_MARK, f"{up}/"), encoding="utf-8")
    faults = check(site, pages)
    if faults:
        raise FinishError("\n".join(faults))


def check(site: Path, pages: list[Path]) -> list[str]:
    """Every dead link and every outside request of the pages."""
    facts = {page: _read(page) for page in pages}
    faults: list[str] = []
    for page, fact in facts.items():
        name = page.relative_to(site).as_posix()
        faults += [f"{name}: fetches {url} from elsewhere" for url in fact.fetched if urlsplit(url).netloc]
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
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        # A canonical or alternate link is only a statement; the browser does not fetch it.
        if given.get("rel") not in ("canonical", "alternate", "prev", "next"):
            self.fetched += [given[name] for name in given if (tag, name) in _FETCHED]


def _read(page: Path) -> _Facts:
    facts = _Facts()
    facts.feed(page.read_text(encoding="utf-8"))
    return facts
