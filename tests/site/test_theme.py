"""Every change to the theme's pages stops the build where the theme is no longer as it counts on."""

from __future__ import annotations

import re
import shutil
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import ChoiceLoader, DictLoader, Environment
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from sitebuild.pages.theme import COUNTED_ON, ThemeError, check_theme, swap, unknown_classes
from sitebuild.paths import ASSETS, ROOT

THEME = Path(str(files("material") / "templates"))
MAIN = (ASSETS / "main.html").read_text(encoding="utf-8")


@pytest.fixture
def env() -> Environment:
    """The templates as MkDocs has them."""
    found: Environment = load_config(str(ROOT / "mkdocs.yml")).theme.get_env()
    found.filters["swap"] = swap
    return found


@pytest.fixture(scope="module")
def theme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the theme to spoil."""
    folder = tmp_path_factory.mktemp("theme")
    for part in ("partials", "assets"):
        shutil.copytree(THEME / part, folder / part, ignore=shutil.ignore_patterns("*.map", "lunr", "*.svg"))
    for path in THEME.glob("*.html"):
        shutil.copy(path, folder)
    return folder


def test_a_piece_is_swapped_for_another() -> None:
    assert swap("a <b> c", "<b>", "<i>") == "a <i> c"


@pytest.mark.parametrize(("text", "times"), [("a c", 0), ("<b> <b>", 2)])
def test_a_piece_that_is_not_there_once_stops_the_build(text: str, times: int) -> None:
    with pytest.raises(ThemeError, match=f"the theme has '<b>' {times} times here"):
        swap(text, "<b>", "<i>")


def test_the_theme_is_as_the_guide_counts_on(env: Environment) -> None:
    check_theme(env, THEME)


@pytest.mark.parametrize(("pattern", "text", "why"), COUNTED_ON)
def test_what_a_script_counts_on_stops_the_build_when_it_is_gone(
    env: Environment, theme: Path, pattern: str, text: str, why: str
) -> None:
    (path,) = theme.glob(pattern)
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace(text, ""), encoding="utf-8")
    try:
        with pytest.raises(ThemeError) as stop:
            check_theme(env, theme)
    finally:
        path.write_text(whole, encoding="utf-8")
    assert str(stop.value) == f"{pattern}: the theme has no {text!r}; {why}."


def test_a_class_that_the_theme_no_longer_has_stops_the_build(env: Environment, tmp_path: Path) -> None:
    (tmp_path / "style.css").write_text(".md-header__inner {} .md-gone {}", encoding="utf-8")
    with pytest.raises(ThemeError, match=r"^style\.css: the theme has no class 'md-gone'\.$"):
        check_theme(env, THEME, tmp_path)
    assert unknown_classes({"a.css": ".md-a.md-b"}, ['<p class="md-a md-bc">']) == [
        "a.css: the theme has no class 'md-b'."
    ]


def test_a_block_that_the_theme_no_longer_has_stops_the_build() -> None:
    env = Environment(loader=DictLoader({"base.html": "{% block header %}{% endblock %}", "main.html": MAIN}))
    env.filters |= {"swap": swap, "url": str}
    with pytest.raises(ThemeError) as stop:
        check_theme(env, THEME)
    gone = re.findall(r"no block '(\w+)'", str(stop.value))
    assert set(gone) == set(re.findall(r"{% block (\w+) %}", MAIN)) - {"header"}


def test_the_template_changes_the_theme_in_no_other_way() -> None:
    assert "replace(" not in MAIN
    assert MAIN.count("| swap(") == 4


# Each piece of the theme that main.html swaps, and the template that brings it.
SWAPPED = [
    ("base.html", '<link rel="next"', 'rel="next"'),
    ("partials/search.html", 'role="dialog"', 'role="dialog"'),
    ("partials/header.html", '<nav class="md-header__inner', "md-header__inner"),
    ("base.html", "<script src=\"{{ 'assets/javascripts/bundle", "assets/javascripts/bundle"),
]


def rendered(env: Environment) -> str:
    """A small page with another after it."""
    after = SimpleNamespace(url="next/", title="Next", meta={})
    nothing: dict[str, Any] = {
        "previous_page": None,
        "canonical_url": None,
        "is_homepage": False,
        "toc": [],
        "ancestors": [],
    }
    page = SimpleNamespace(title="Page", url="page/", content="<p>Words.</p>", meta={}, next_page=after, **nothing)
    config = load_config(str(ROOT / "mkdocs.yml"))
    context = {**get_context(Navigation([], []), Files([]), config, base_url="."), "page": page}
    return env.get_template("main.html").render(context)


def test_every_piece_is_swapped(env: Environment) -> None:
    made = rendered(env)
    assert 'rel="next"' not in made
    assert 'role="dialog" aria-label="Search"' in made
    assert re.search(r'class="leave-link md-skip".*?</a>\s*<nav class="md-header__inner', made, re.DOTALL)
    assert re.search(r'<script defer src="[^"]*assets/javascripts/bundle', made)


@pytest.mark.parametrize(("template", "piece", "named"), SWAPPED)
def test_a_piece_that_the_theme_no_longer_has_stops_a_page(
    env: Environment, template: str, piece: str, named: str
) -> None:
    text = (THEME / template).read_text(encoding="utf-8")
    assert piece in text
    assert env.loader is not None
    env.loader = ChoiceLoader([DictLoader({template: text.replace(piece, "<gone ")}), env.loader])
    with pytest.raises(ThemeError, match=re.escape(named)):
        rendered(env)
