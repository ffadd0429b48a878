"""What the guide changes in the theme's pages, and what its own files count on there.

A change is a swap of one piece of text for another. A theme that has not this text, or has it twice, stops the build:
else the change would be lost without a word. The same holds for the names in the theme that the guide's scripts, styles
and templates use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from jinja2 import Environment

from sitebuild.paths import ASSETS

_OWN = ASSETS / "restitution"
_TEMPLATE = "main.html"
_CLASS = re.compile(r"\.(md-[a-z_-]*[a-z])")

COUNTED_ON = (
    (
        "partials/javascripts/base.html",
        "__md_set=(",
        "before-theme.js stands before the browser's store",
    ),
    ("assets/javascripts/bundle.*.min.js", '__md_set("__palette"', "before-theme.js lets the reader's look be kept"),
    ("assets/javascripts/bundle.*.min.js", '"search/search_index.json"', "search-later.js has this file wait"),
    ("assets/javascripts/bundle.*.min.js", "new XMLHttpRequest", "search-later.js has this kind of request wait"),
    ("base.html", 'id="__search"', "search-later.js waits for this switch"),
    ("partials/palette.html", 'data-md-component="palette"', "before-theme.js sees a choice of look by it"),
)
"""File of the theme, text in it, and what in `site/assets/restitution` counts on that."""


class ThemeError(Exception):
    """The theme is not as the guide counts on; the message says where."""


def swap(text: str, old: str, new: str) -> str:
    """A text of the theme with one piece in place of another, as a filter for templates.

    Raises:
        ThemeError: if the piece is not there, or more than once.
    """
    if text.count(old) != 1:
        raise ThemeError(f"{_TEMPLATE}: the theme has {old!r} {text.count(old)} times here, not once.")
    return text.replace(old, new)


def check_theme(env: Environment, theme: Path, own: Path = _OWN) -> None:
    """Check what the guide's files count on in the theme.

    Args:
        env: the templates, the guide's over the theme's.
        theme: the folder of the theme.
        own: the guide's scripts and styles.

    Raises:
        ThemeError: for everything that is not there.
    """
    faults = [
        f"{pattern}: the theme has no {text!r}; {why}."
        for pattern, text, why in COUNTED_ON
        if not any(text in path.read_text(encoding="utf-8") for path in theme.glob(pattern))
    ]
    styles = {path.name: path.read_text(encoding="utf-8") for path in sorted(own.glob("**/*.css"))}
    faults += unknown_classes(styles, (path.read_text(encoding="utf-8") for path in _of_theme(theme)))
    base, page = env.get_template("base.html").blocks, env.get_template(_TEMPLATE).blocks
    faults += [f"{_TEMPLATE}: the theme has no block {name!r}." for name in page if name not in base]
    if faults:
        raise ThemeError("\n".join(faults))


def _of_theme(theme: Path) -> Iterable[Path]:
    """Where the theme names its classes."""
    return (*theme.glob("*.html"), *theme.glob("partials/**/*.html"), *theme.glob("assets/**/*.css"))


def unknown_classes(styles: Mapping[str, str], of_theme: Iterable[str]) -> list[str]:
    """The theme's classes that the guide's style sheets name and the theme does not."""
    known = set(re.findall(r"md-[a-z_-]*[a-z]", "\n".join(of_theme)))
    return [
        f"{name}: the theme has no class {one!r}."
        for name, text in styles.items()
        for one in sorted(set(_CLASS.findall(text)) - known)
    ]
