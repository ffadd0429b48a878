"""The built pages as files, the fences that make their examples, and the last check of the build."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.names.search import Names

import sitebuild.pages.fence
from sitebuild.pages.citations import AUDIT_PLACE
from sitebuild.pages.fence import FenceError, authorities, worked_example
from sitebuild.pages.quotations import unquoted
from sitebuild.paths import BUILT_SITE
from sitebuild.publish.links import PageError, check_pages

# Pages that are not about the law: any other page must say when it was last reviewed.
NOT_OF_LAW = {"404.html", "privacy/index.html"} | {
    f"reference/{name}/index.html"
    for name in ("api", "architecture", "audit", "how-it-is-built", "leans-on-others", "licenses", "python")
}

# Elements whose text is one piece.
BLOCKS = {"p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "h4", "pre", "caption", "summary", "legend", "label"}
BLOCKS |= {"title", "option", "button", "figcaption"}

# Attributes that a browser shows or a screen reader announces.
SPOKEN = {"title", "aria-label", "alt", "content", "placeholder"}

FETCHES = {
    ("script", "src"),
    ("img", "src"),
    ("img", "srcset"),
    ("source", "src"),
    ("source", "srcset"),
    ("iframe", "src"),
    ("embed", "src"),
    ("object", "data"),
    ("video", "src"),
    ("audio", "src"),
    ("track", "src"),
    ("use", "href"),
    ("image", "href"),
    ("form", "action"),
}
NOT_FETCHED = {"canonical", "alternate", "prev", "next", "author", "license"}

MONEY = re.compile(r"[-−]?\$\d{1,3}(,\d{3})*\.\d\d")


@dataclass
class Example:
    """A worked example as in a page before any script runs."""

    definition: dict[str, Any]
    outputs: list[tuple[str, str]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


class Reader(HTMLParser):
    """What these tests look for in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = [""]
        self.fetched: list[str] = []
        self.boxes: list[dict[str, str]] = []
        self.examples: list[Example] = []
        self._inside: list[Example] = []
        self._silent = 0
        self._worksheet = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of an element."""
        given = {name: value or "" for name, value in attrs}
        self.pieces += [given[name] for name in SPOKEN if name in given]
        if tag in BLOCKS:
            self.pieces.append("")
        self.fetched += [given[name] for name in given if (tag, name) in FETCHES]
        if tag == "link" and given.get("rel") not in NOT_FETCHED:
            self.fetched.append(given.get("href", ""))
        if tag in ("input", "select", "textarea"):
            self.boxes.append(given)
        if tag in ("script", "style"):
            self._silent += 1
        if tag == "worked-example":
            self._inside.append(Example(json.loads(given["data-example"])))
            self.examples.append(self._inside[-1])
            self.pieces.append(given["data-example"])
        if self._inside and tag == "output":
            self._inside[-1].outputs.append((given["name"], ""))
        if tag == "table":
            self._worksheet = given.get("class") == "we-table"
        if self._inside and self._worksheet and tag == "tr":
            self._inside[-1].rows.append([])
        if self._inside and self._worksheet and tag in ("td", "th"):
            self._inside[-1].rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if tag in BLOCKS:
            self.pieces.append("")
        if tag in ("script", "style"):
            self._silent -= 1
        if tag == "worked-example":
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        """Collect the text."""
        if self._silent:
            return
        self.pieces[-1] += data
        if self._inside and self.get_starttag_text() and self._inside[-1].outputs:
            self._figure(data)
        if self._inside and self._worksheet and self._inside[-1].rows and self._inside[-1].rows[-1]:
            self._inside[-1].rows[-1][-1] += data

    def _figure(self, data: str) -> None:
        """The text of an output comes directly after its tag."""
        if (self.get_starttag_text() or "").startswith("<output"):
            name, text = self._inside[-1].outputs[-1]
            if not text:
                self._inside[-1].outputs[-1] = (name, data)


def built() -> list[str]:
    """Return every page of the built site."""
    return [path.relative_to(BUILT_SITE).as_posix() for path in sorted(BUILT_SITE.rglob("*.html"))]


def read(name: str) -> Reader:
    """Read one page."""
    reader = Reader()
    reader.feed((BUILT_SITE / name).read_text(encoding="utf-8"))
    reader.close()
    return reader


class TestBuiltPages:
    """Every page, as written to disk."""

    def test_there_are_pages(self) -> None:
        assert {"index.html", "404.html", "estimate/index.html", "sources/index.html"} <= set(built())

    def test_exceptions_are_pages(self) -> None:
        assert set(built()) >= NOT_OF_LAW

    @pytest.mark.parametrize("name", sorted(set(built()) - NOT_OF_LAW))
    def test_a_page_of_law_says_when_it_was_reviewed(self, name: str) -> None:
        text = " ".join(read(name).pieces)
        assert re.search(r"Law as of Pub\. L\. \d+-\d+\. Last reviewed [A-Z][a-z]+ \d{1,2}, 20\d\d\.", text)

    @pytest.mark.parametrize("name", [*built(), "search/search_index.json"])
    def test_no_page_names_a_victim_or_a_series(self, name: str) -> None:
        text = html.unescape((BUILT_SITE / name).read_text(encoding="utf-8"))
        assert Names.read().lines(text) == []

    def test_the_check_of_words_sees_what_it_looks_for(self) -> None:
        assert "word" in unquoted('the word, and "a quotation"')
        assert "word" not in unquoted('"the word", and “the word”')

    @pytest.mark.parametrize("name", built())
    def test_the_statute_s_word_stands_only_in_quotations(self, name: str) -> None:
        word = re.compile(r"child\s+pornography", re.IGNORECASE)
        found = [piece for piece in read(name).pieces if word.search(unquoted(piece))]
        assert not found

    @pytest.mark.parametrize("name", built())
    def test_a_page_fetches_nothing_from_elsewhere(self, name: str) -> None:
        fetched = read(name).fetched
        assert fetched
        assert [url for url in fetched if urlsplit(url).scheme or urlsplit(url).netloc] == []

    def test_style_sheets_fetch_nothing_from_elsewhere(self) -> None:
        sheets = list(BUILT_SITE.rglob("*.css"))
        assert sheets
        for sheet in sheets:
            text = sheet.read_text(encoding="utf-8")
            urls = re.findall(r"url\(\s*['\"]?([^'\")]+)", text) + re.findall(r"@import\s+['\"]([^'\"]+)", text)
            assert [url for url in urls if re.match(r"(https?:)?//", url)] == [], sheet.name

    @pytest.mark.parametrize("name", built())
    def test_no_browser_is_to_keep_or_send_what_is_typed(self, name: str) -> None:
        """No suggestions, no restoring, and no spell checking, which some browsers do on a server."""
        boxes = [box for box in read(name).boxes if box.get("type") not in ("radio", "checkbox")]
        assert boxes
        assert [box for box in boxes if box.get("autocomplete") != "off"] == []
        written = [box for box in boxes if box.get("type") in ("text", "search")]
        assert [box for box in written if box.get("spellcheck") != "false"] == []

    @pytest.mark.parametrize("name", built())
    def test_no_mark_of_the_build_is_left(self, name: str) -> None:
        assert "@site/" not in (BUILT_SITE / name).read_text(encoding="utf-8")

    def test_the_examples_are_complete_without_a_script(self) -> None:
        examples = [example for name in built() for example in read(name).examples]
        assert len(examples) >= 5
        for example in examples:
            ident = example.definition["id"]
            figures = dict(example.outputs)
            assert figures, ident
            for key, text in example.outputs:
                assert MONEY.fullmatch(text), f"{ident}: {key} is {text!r}"
                assert text == figures[key], f"{ident}: {key} differs from place to place"
            wanted = set(re.findall(r"\{line:([^{}]+)\}", example.definition.get("sentence", "")))
            if example.definition.get("ladder"):
                wanted.add(f"{example.definition['ladder']}.order")
            assert wanted <= set(figures), ident
            for row in example.rows:
                assert len(row) == len(example.rows[0]), ident
                label, _amount, status, cites = row
                assert label.strip(), ident
                assert status.strip(), f"{ident}: {label}"
                assert cites.strip(), f"{ident}: {label}"

    def test_ids_of_a_page_are_its_own(self) -> None:
        """Two examples on a page must not share the ids of their controls."""
        for name in built():
            ids = re.findall(r'\sid="([^"]+)"', (BUILT_SITE / name).read_text(encoding="utf-8"))
            assert sorted(set(ids)) == sorted(ids), name


SCENARIO = """schema = 1
order_date = 2021-06-01
[apportionment]
method = "equal-share"
[[victim]]
id = "A"
ordered_defendants = 9
loss = [{ category = "other", amount = "50000" }]
[[defendant]]
id = "1"
counts = [{ offense = "2252A(a)(5)", from = 2019-01-01, to = 2020-03-01, victims = ["A"] }]
"""

GOOD = """id = "good"
file = "plain.toml"
ask = "How much?"
sentence = "With {field:victim[0].ordered_defendants} it is {line:A.1.order}."
lines = ["A.1.order"]
ladder = "A.1"
sources = ["paroline-2014"]

[[fields]]
path = "victim[0].ordered_defendants"
plus = 1
"""


@pytest.mark.parametrize("name", built())
def test_a_page_with_an_exact_panel_keeps_room_for_it(name: str) -> None:
    """The template looks for the panel as the Markdown extension writes it."""
    text = (BUILT_SITE / name).read_text(encoding="utf-8")
    assert ('class="exact-room"' in text) == bool(re.search(r'<details[^>]*\bclass="[^"]*\bexact\b', text))


class TestFence:
    """A fault in a fence stops the build, and says where it is."""

    @pytest.fixture
    def content(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """Return a small source tree in place of the guide's."""
        (tmp_path / "scenarios").mkdir()
        (tmp_path / "scenarios" / "plain.toml").write_text(SCENARIO, encoding="utf-8")
        monkeypatch.setattr(sitebuild.pages.fence, "CONTENT", tmp_path)
        return tmp_path

    @pytest.fixture
    def refused(self, content: Path) -> Callable[..., str]:
        """Put a fence into a page, on line 5, and return why it was refused."""

        def why(source: str, fence: Callable[[str], str] = worked_example) -> str:
            (content / "part").mkdir()
            page = content / "part" / "page.md"
            page.write_text(f"# A page\n\nWith words.\n\n```a-fence\n{source}```\n", encoding="utf-8")
            with pytest.raises(FenceError) as refusal:
                fence(source)
            return str(refusal.value)

        return why

    def test_a_good_one_is_computed(self, content: Path) -> None:
        made = worked_example(GOOD)
        assert content.exists()
        assert '<output name="A.1.order" aria-live="off">$5,000.00</output>' in made
        assert "Open in Estimate" in made

    @pytest.mark.parametrize(
        ("old", "new", "says"),
        [
            ("victim[0].ordered_defendants", "victim[0].ordered", "No field of the scenario has the path"),
            ('ask = "How', 'aks = "How', "aks: There is no field with this name"),
            ("plus = 1", "plus = 1\nstrp = 2", "strp: There is no field with this name"),
            ("plain.toml", "gone.toml", "there is no scenario gone.toml"),
            ("plain.toml", "../plain.toml", "there is no scenario ../plain.toml"),
            ("paroline-2014", "nobody-1999", "no authority 'nobody-1999'"),
            ('["A.1.order"]', '["A.1.oder"]', "no line 'A.1.oder'"),
            ("{line:A.1.order}", "{line:A.2.order}", "no line 'A.2.order'"),
            ('ladder = "A.1"', 'ladder = "A.9"', "no line 'A.9'"),
            ("{field:victim[0].ordered_defendants}", "{field:victim[0].received}", "victim[0].received is not among"),
            ('id = "good"', 'id = "Not Good"', "id: "),
            ("plus = 1", "plus = ", "this is not TOML"),
        ],
    )
    def test_a_bad_one_is_refused_with_its_place(
        self, refused: Callable[..., str], old: str, new: str, says: str
    ) -> None:
        assert old in GOOD
        message = refused(GOOD.replace(old, new))
        assert says in message
        assert all(line.startswith("content/part/page.md:5: ") for line in message.splitlines())

    @pytest.mark.parametrize(
        ("old", "new", "says"),
        [
            ("2252A(a)(5)", "9999", "offense"),
            ("ordered_defendants = 9", "ordered_defendants = -9", "ordered_defendants"),
            ("ordered_defendants = 9", "ordred_defendants = 9", "ordred_defendants"),
            ('"50000"', "50000.5", "amount"),
        ],
    )
    def test_a_bad_scenario_is_refused_with_its_place(
        self, content: Path, refused: Callable[..., str], old: str, new: str, says: str
    ) -> None:
        assert old in SCENARIO
        (content / "scenarios" / "plain.toml").write_text(SCENARIO.replace(old, new), encoding="utf-8")
        message = refused(GOOD)
        assert says in message
        assert message.startswith("content/part/page.md:5: ")

    def test_a_scenario_that_is_not_toml_is_named(self, content: Path, refused: Callable[..., str]) -> None:
        (content / "scenarios" / "plain.toml").write_text("schema = ", encoding="utf-8")
        assert refused(GOOD).startswith("content/scenarios/plain.toml: this is not TOML")

    def test_every_mistake_is_listed(self, refused: Callable[..., str]) -> None:
        message = refused(GOOD.replace('["A.1.order"]', '["A.1.x", "A.1.y"]'))
        assert "A.1.x" in message
        assert "A.1.y" in message

    def test_an_unknown_kind_of_authority_is_refused(self, refused: Callable[..., str]) -> None:
        message = refused('kind = "rumour"\n', authorities)
        assert message.startswith("content/part/page.md:5: kind must be one of statute")


class TestCheckedPages:
    """The last step of the build checks what no single page shows."""

    @pytest.fixture
    def site(self, tmp_path: Path) -> Path:
        """Return a site of two pages, in order."""
        (tmp_path / "below").mkdir()
        first, second = "<article><p id=here>{}</p></article>", "<article><p id=there>{}</p></article>"
        (tmp_path / "index.html").write_text(first.format('<a href="below/#there">x</a>'), encoding="utf-8")
        (tmp_path / "below" / "index.html").write_text(second.format('<a href="@site/#here">x</a>'), encoding="utf-8")
        return tmp_path

    def test_an_orderly_site_passes_with_its_links_led(self, site: Path) -> None:
        check_pages(site)
        assert '<a href="../#here">' in (site / "below" / "index.html").read_text(encoding="utf-8")

    def test_the_page_for_a_wrong_address_leads_from_the_root(self, site: Path) -> None:
        """It is served at any depth."""
        page = site / "404.html"
        page.write_text('<a href="@site/below/">x</a>', encoding="utf-8")
        check_pages(site)
        assert page.read_text(encoding="utf-8") == '<a href="/below/">x</a>'

    @pytest.mark.parametrize(
        ("element", "says"),
        [
            ('<a href="gone/">x</a>', "leads to gone/, which is not there"),
            ('<a href="below/#nowhere">x</a>', "leads to below/#nowhere, which has no such place"),
            ('<a href="#nowhere">x</a>', "leads to #nowhere, which has no such place"),
            ('<a href="@site/gone.toml">x</a>', "leads to ./gone.toml, which is not there"),
            ('<script src="https://example.com/a.js"></script>', "fetches https://example.com/a.js from elsewhere"),
            ('<img src="//example.com/a.png">', "fetches //example.com/a.png from elsewhere"),
            ('<link rel="stylesheet" href="https://example.com/a.css">', "fetches https://example.com/a.css"),
            ('<a href="https://example/a">x</a>', "leads to https://example/a, which is no address"),
            ('<a href="http:/example.com/">x</a>', "leads to http:/example.com/, which is no address"),
            ('<a href="https://example.com/a b">x</a>', "leads to https://example.com/a b, which is no address"),
            ('<a href="javascript:void(0)">x</a>', "leads to javascript:void(0), which is no address"),
        ],
    )
    def test_a_fault_is_reported_with_its_page(self, site: Path, element: str, says: str) -> None:
        page = site / "index.html"
        page.write_text(page.read_text(encoding="utf-8") + element, encoding="utf-8")
        with pytest.raises(PageError) as refusal:
            check_pages(site)
        assert str(refusal.value).startswith(f"index.html: {says}")

    def test_a_page_that_only_the_navigation_leads_to_is_lonely(self, site: Path) -> None:
        page = site / "index.html"
        page.write_text('<nav><a href="below/">x</a></nav><article></article>', encoding="utf-8")
        with pytest.raises(PageError, match=r"^below/index.html: no page leads here\n"):
            check_pages(site)

    def test_a_page_that_only_the_list_of_legal_sentences_leads_to_is_lonely(self, site: Path) -> None:
        text = '<article><h2 id=h>A</h2><p>Of the law: <a href="@site/sources/#18-usc-2259">it</a>.</p></article>'
        for name in ("learn", "sources"):
            (site / name).mkdir()
            (site / name / "index.html").write_text(text.replace("id=h", "id=18-usc-2259"), encoding="utf-8")
        front = site / "index.html"
        front.write_text(f'<article><a href="below/">x</a>{AUDIT_PLACE}</article>', encoding="utf-8")
        with pytest.raises(PageError, match=r"^learn/index.html: no page leads here"):
            check_pages(site)
        assert "Open the page" in front.read_text(encoding="utf-8")

    def test_a_quotation_without_a_passage_stops_the_build(self, site: Path) -> None:
        page = site / "below" / "index.html"
        quoting = page.read_text(encoding="utf-8").replace("x</a>", 'x</a> It is "so very wrong".')
        page.write_text(quoting, encoding="utf-8")
        with pytest.raises(PageError, match="this is in no passage of content/quotes/: so very wrong"):
            check_pages(site)

    def test_the_audit_page_lists_the_sentences_of_the_others(self, site: Path) -> None:
        (site / "learn").mkdir()
        law = '<article><h1>Law</h1><p>It is so. <a href="@site/sources/#18-usc-2259">That</a></p></article>'
        (site / "learn" / "index.html").write_text(law, encoding="utf-8")
        (site / "sources").mkdir()
        (site / "sources" / "index.html").write_text('<p id="18-usc-2259">', encoding="utf-8")
        page = site / "below" / "index.html"
        links = '@audit@<a href="../learn/">x</a><a href="../sources/">x</a>'
        page.write_text(page.read_text(encoding="utf-8").replace("x</a>", f"x</a>{links}"), encoding="utf-8")
        check_pages(site)
        listed = page.read_text(encoding="utf-8")
        assert "<td>It is so.</td>" in listed
        assert '<a href="../sources/#18-usc-2259">18 U.S.C. § 2259</a></td>' in listed

    def test_every_fault_is_reported(self, site: Path) -> None:
        (site / "index.html").write_text('<a href="one"></a><a href="two"></a>', encoding="utf-8")
        with pytest.raises(PageError, match=r"(?s)leads to one.*leads to two"):
            check_pages(site)

    @pytest.mark.parametrize(
        "element",
        [
            '<a href="https://example.com/">x</a>',
            '<a href="below/#example=equal-share-136">x</a>',
            '<link rel="canonical" href="https://example.com/">',
        ],
    )
    def test_what_is_no_fault(self, site: Path, element: str) -> None:
        page = site / "index.html"
        page.write_text(page.read_text(encoding="utf-8") + element, encoding="utf-8")
        check_pages(site)
