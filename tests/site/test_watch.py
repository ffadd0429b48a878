"""Following changes: what is done at once about a change, which pages reload, and that nothing of it is published."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path

import pytest

from sitebuild.build import preview
from sitebuild.paths import ASSETS, BUILT_SITE, CONTENT, PACKAGE, ROOT
from sitebuild.publish.styles import STYLES
from sitebuild.serve import serving
from sitebuild.watch import (
    EVENTS,
    RELOAD,
    Plan,
    Readers,
    WatchHandler,
    bring,
    files_of,
    is_source,
    plan,
    shows,
    with_reload,
)

STYLE = STYLES / "page.css"
SCRIPT = ASSETS / "restitution" / "typing.js"
PAGE = CONTENT / "learn" / "losses.md"
RULE = PACKAGE / "rules" / "losses.py"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({SCRIPT}, Plan((SCRIPT,), False, frozenset(), False)),
        ({STYLE}, Plan((), True, frozenset(), False)),
        ({PAGE}, Plan((), False, frozenset({"learn/losses.md"}), False)),
        ({RULE}, Plan((), False, frozenset(), True)),
        ({ASSETS / "main.html"}, Plan((), False, frozenset(), True)),
        ({CONTENT / "glossary.toml"}, Plan((), False, frozenset(), True)),
        ({SCRIPT, STYLE, PAGE, RULE}, Plan((SCRIPT,), True, frozenset({"learn/losses.md"}), True)),
    ],
)
def test_what_is_done_at_once(changed: set[Path], expected: Plan) -> None:
    assert plan(changed) == expected


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        (STYLE, True),
        (SCRIPT, True),
        (PAGE, True),
        (RULE, True),
        (ROOT / "mkdocs.yml", True),
        (ROOT / "pyproject.toml", False),
        (ASSETS / "runtime" / "manifest.js", False),
        (PACKAGE / "__pycache__" / "money.cpython-313.pyc", False),
        (CONTENT / ".losses.md.swp", False),
        (CONTENT / ".#losses.md", False),
        (BUILT_SITE / "index.html", False),
    ],
)
def test_what_a_person_writes_is_followed(path: Path, is_one: bool) -> None:
    assert is_source(path) == is_one


@pytest.mark.parametrize(
    ("page", "changed", "does"),
    [
        ("/learn/losses/", ["learn/losses/index.html"], True),
        ("/learn/losses/", ["learn/paroline/index.html"], False),
        ("/learn/losses/", ["restitution/style.css"], True),
        ("/learn/losses/", ["service-worker.js", "search/search_index.json", "sitemap.xml"], False),
        ("/", ["index.html"], True),
        ("/", ["learn/index.html"], False),
        ("/", [], False),
    ],
)
def test_which_pages_load_again(page: str, changed: list[str], does: bool) -> None:
    assert shows(page, changed) == does


def test_only_readers_of_what_changed_are_told() -> None:
    readers = Readers()
    assert readers.pages() == {"/"}
    one, other = readers.join("/learn/losses/"), readers.join("/estimate/")
    assert readers.pages() == {"/learn/losses/", "/estimate/"}
    readers.tell(["estimate/index.html"])
    assert one.empty()
    assert other.get_nowait() == "reload"
    readers.leave(one)
    readers.leave(other)
    # A page that is loading again has left for a moment.
    assert readers.pages() == {"/estimate/"}


def test_only_what_differs_is_brought(tmp_path: Path) -> None:
    new, old = tmp_path / "new", tmp_path / "old"
    for folder, files in {new: {"a": "1", "b": "2", "c/d": "3"}, old: {"a": "1", "b": "x"}}.items():
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    assert bring(new, old, files_of(new)) == ["b", "c/d"]
    assert files_of(old) == files_of(new)
    assert bring(new, old, files_of(new)) == []


def test_a_page_built_alone_is_as_in_the_whole_guide(tmp_path: Path) -> None:
    """But for the page that lists every sentence, which is left to the whole build."""
    preview({"learn/losses.md", "reference/audit.md"}, {"/", "/cases/alalade-2000/", "/estimate/"}, tmp_path)
    names = ["cases/alalade-2000/index.html", "estimate/index.html", "index.html", "learn/losses/index.html"]
    assert files_of(tmp_path) == names
    for name in names:
        assert (tmp_path / name).read_bytes() == (BUILT_SITE / name).read_bytes()


def test_the_script_is_in_what_is_served_and_not_in_what_is_built() -> None:
    with serving(BUILT_SITE, handler=WatchHandler) as base:
        with urllib.request.urlopen(f"{base}learn/losses/") as answer:
            policy, page = answer.headers["Content-Security-Policy"], answer.read()
        with urllib.request.urlopen(f"{base.rstrip('/')}{RELOAD}") as answer:
            script = answer.read().decode()
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{base}service-worker.js")
    built = (BUILT_SITE / "learn" / "losses" / "index.html").read_bytes()
    assert page == with_reload(built) != built
    assert EVENTS in script
    # The policy is that of the published guide: it lets a page load and ask its own server.
    assert {"script-src 'self'", "connect-src 'self'"} <= {
        " ".join(directive.split()[:2]) for directive in policy.split("; ")
    }
    assert not any(b"__watch__" in (BUILT_SITE / name).read_bytes() for name in files_of(BUILT_SITE))
