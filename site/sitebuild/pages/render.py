"""Render the pages with MkDocs. A page that comes out as it did last time is not converted again.

Converting Markdown, running the fences and cutting the text for the search take nine tenths of MkDocs' time. What came
of a page is kept under a digest of its source and of the code, together with the fences it holds and the digest of what
each gave. It is used again where the source and the code are the same and each fence still gives the same; so after a
change to the calculator only those pages are converted whose figures have changed. The theme's templates run for every
page, because each shows the navigation.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import _build_page, _populate_page, build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from pymdownx.superfences import SuperFencesException

from sitebuild.cache import Cache, build_code, digest, digest_of_files, engine_code
from sitebuild.pages import fence
from sitebuild.pages.theme import ThemeError, check_theme, swap
from sitebuild.paths import CONTENT, ROOT

_SETTINGS = ROOT / "mkdocs.yml"
_DECIDED = ROOT / "tests" / "cases" / "decided"
_THIRD_PARTY = (ROOT / "site" / "third-party.toml", ROOT / "site" / "package-lock.json")
_SEARCH = "material/search"
_POINTERS = ("way", "where")


class RenderError(Exception):
    """MkDocs or a fence finds fault with a page; what it is has been printed, or is the message."""


@dataclass(slots=True)
class _Rendered:
    """What came of a page's Markdown."""

    html: str = ""
    toc: TableOfContents = field(default_factory=lambda: TableOfContents([]))
    title: str | None = None
    """Its first heading, where nothing else names the page."""
    fences: list[tuple[str, str, str]] = field(default_factory=list)
    """Name and source of each fence, and the digest of what it gave."""
    search: list[dict[str, Any]] | None = None
    """Its entries in the search index."""


def render() -> None:
    """Build the site with MkDocs, in `build/site`.

    Raises:
        RenderError: if MkDocs or a fence finds fault with a page.
    """
    fences, pages = Cache("fences"), Cache("pages")
    with _mkdocs(fences, pages) as config:
        build(config)
    fences.save()
    pages.save()


def render_some(wanted: Callable[[File], bool], site: Path) -> list[Path]:
    """Render a few pages alone into a folder, as they come in the whole site; gives their files.

    It goes through MkDocs' own steps, without those that concern all pages.

    Raises:
        RenderError: if MkDocs or a fence finds fault with one of them.
    """
    with _mkdocs(Cache("fences"), Cache("pages")) as config:
        config.site_dir = str(site)
        config = config.plugins.on_config(config)
        files = get_files(config)
        env = config.theme.get_env()
        files.add_files_from_theme(env, config)
        files = config.plugins.on_files(files, config=config)
        set_exclusions(files, config)
        navigation = config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
        for page in navigation.pages:
            page.read_source(config)  # where the navigation gives no title, the page does
        listed = files.documentation_pages()
        found = [(file.page or Page(None, file, config), file) for file in listed if wanted(file)]
        for page, _ in found:
            _populate_page(page, config, files)
        env = config.plugins.on_env(env, config=config, files=files)
        for page, _ in found:
            _build_page(page, config, listed, navigation, env)
    return [Path(file.abs_dest_path) for _, file in found]


@contextmanager
def _mkdocs(fences: Cache, pages: Cache) -> Iterator[MkDocsConfig]:
    """The settings of MkDocs, with what is kept from an earlier build; what it says goes to standard error."""
    logger = logging.getLogger("mkdocs")
    told = logging.StreamHandler(sys.stderr)
    told.setFormatter(logging.Formatter("%(levelname)s - %(message)s"))
    logger.addHandler(told)
    # Warnings too: with MkDocs' own --quiet they would not be counted, and --strict would let them pass.
    logger.setLevel(logging.WARNING)
    try:
        config = load_config(str(_SETTINGS), strict=True)
        config.plugins["rendered"] = _Renderer(fences, pages)
        config.plugins.on_startup(command="build", dirty=False)
        yield config
    except (Abort, SuperFencesException, ThemeError) as fault:
        raise RenderError(str(fault)) from None
    finally:
        logger.removeHandler(told)
        fence.listen(None)


def _of_fences() -> str:
    """Stand for everything but its own text that a fence may read."""
    read = (
        *CONTENT.glob("*.toml"),
        *(CONTENT / "scenarios").glob("*.toml"),
        *(CONTENT / "quotes").glob("*.toml"),
        *_DECIDED.glob("*.toml"),
        *_THIRD_PARTY,
        *ROOT.glob("requirements*.txt"),
        *(ROOT / "site" / "licenses").glob("*.txt"),
        ROOT / "pyproject.toml",
        ROOT / "LICENSE",
    )
    return digest(build_code(), engine_code(), digest_of_files(read))


class _Renderer(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Puts what is kept in place of what MkDocs would make, and keeps what it has made."""

    def __init__(self, fences: Cache, pages: Cache) -> None:
        self._fences = fences
        self._pages = pages
        self._of_fences = _of_fences()
        self._of_pages = ""
        self._now: _Rendered | None = None
        self._kept: dict[str, _Rendered] = {}
        self._new: set[str] = set()

    def on_files(self, files: Files, *, config: MkDocsConfig) -> None:
        """Before the pages: what they all depend on, and ears for the fences and the search."""
        places = sorted(file.src_uri for file in files)
        glossary = (CONTENT / "glossary.toml").read_bytes()
        self._of_pages = digest(build_code(), _SETTINGS.read_bytes(), glossary, *places)
        fence.listen(self._fence)
        index = config.plugins[_SEARCH].search_index  # type: ignore[attr-defined]
        index.add_entry_from_context = self._searched(index, index.add_entry_from_context)

    def _fence(self, name: str, source: str, make: Callable[[], str]) -> str:
        # What points at the code is looked at each time: it reads files of every kind.
        html = make() if name in _POINTERS else self._fences.get(digest(self._of_fences, name, source), make)
        if self._now is not None:
            self._now.fences.append((name, source, digest(html)))
        return html

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Before the templates: what they do to the theme's, and whether the theme is as they count on."""
        env.filters["swap"] = swap
        check_theme(env, Path(str(resources("material") / "templates")))

    @event_priority(-100)
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
        """Take a page's Markdown away where what comes of it is known."""
        key = digest(self._of_pages, page.file.src_uri, page.file.content_string)
        found = self._pages.find(key)
        self._now = None
        if isinstance(found, _Rendered) and all(
            digest(fence.render(name, source)) == gave for name, source, gave in found.fences
        ):
            self._kept[page.file.src_uri] = found
            return ""
        self._now = _Rendered()
        self._pages.put(key, self._now)
        return None

    @event_priority(100)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
        """Give a page what is kept of it, or keep what has come of it."""
        place = page.file.src_uri
        if place in self._kept:
            kept = self._kept[place]
            page.toc, page._title_from_render = kept.toc, kept.title
            return kept.html
        assert self._now is not None
        made = self._now
        self._now = None
        made.html, made.toc, made.title = html, page.toc, page._title_from_render
        self._kept[place] = made
        return None

    def _searched(self, index: Any, add: Callable[[Page], None]) -> Callable[[Page], None]:
        """Material's way of adding a page to the search index, done once for each text."""

        def added(page: Page) -> None:
            made = self._kept[page.file.src_uri]
            if made.search is None:
                before = len(index.entries)
                add(page)
                made.search = index.entries[before:]
            else:
                index.entries += made.search

        return added
