"""The Word file, as others read it: a validator of Office's schemas, python-docx-ng, LibreOffice where there is one."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx as reader
import pytest
from docx.shared import Inches
from hypothesis import given
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator
from pypdf import PdfReader
from tests.unit.desk_support import ELSEWHERE, HOSTILE, PRODUCTION, SPANNING, case
from tests.unit.paper_support import VIEWS, built_in, of_scenario, sheets, texts

from restitution.casefile import Document
from restitution.papers.as_docx import docx
from restitution.papers.citing import noted
from restitution.papers.make import paper, write
from restitution.papers.paper import Column, Facts, Heading, Paper, Paragraph, Row, Run, Sheet
from restitution.papers.zipped import zipped

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FORBIDDEN = "\x00\x0b\x1f\ufffe\ud800\u202e"


def parts(made: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tree(made: bytes, part: str = "word/document.xml") -> ElementTree.Element:
    return ElementTree.fromstring(parts(made)[part])


def text_of(element: ElementTree.Element) -> str:
    return "".join(one.text or "" for one in element.iter(f"{WORD}t"))


def without_marks(element: ElementTree.Element) -> str:
    """Return the text without the marks of notes."""
    style = f"{WORD}rPr/{WORD}rStyle"
    runs = (
        one
        for one in element.iter(f"{WORD}r")
        if (found := one.find(style)) is None or found.get(f"{WORD}val") != "FootnoteReference"
    )
    return "".join(map(text_of, runs))


def faults(made: bytes, folder: Path) -> list[str]:
    path = folder / "paper.docx"
    path.write_bytes(made)
    return [str(error) for error in OpenXmlValidator().validate(path).errors]


@pytest.mark.parametrize(("name", "view"), VIEWS)
def test_a_validator_finds_nothing(name: str, view: str, tmp_path: Path) -> None:
    assert not faults(write(built_in(name), "docx", view), tmp_path)


@pytest.mark.parametrize(
    "scenario",
    [
        case(1, [{"offense": ELSEWHERE}]),
        case(2, [{"joint": "J"}, {"joint": "J", "span": SPANNING}, {"offense": PRODUCTION, "names": ["B"]}]),
        pytest.param(case(26, [{}] * 9), marks=pytest.mark.slow),
        case(1, loss=[]),
    ],
    ids=["no order", "joint", "many", "no loss"],
)
def test_a_validator_finds_nothing_in_other_cases(scenario: dict[str, object], tmp_path: Path) -> None:
    assert not faults(write(of_scenario(scenario), "docx"), tmp_path)


@pytest.mark.parametrize(
    ("part", "right", "wrong"),
    [
        ("word/document.xml", "<w:cantSplit/><w:tblHeader/>", "<w:tblHeader/><w:split/>"),
        ("word/footnotes.xml", 'w:type="separator"', 'w:type="line"'),
        ("word/document.xml", '<w:footnoteReference w:id="2"/>', '<w:footnoteReference w:id="two"/>'),
        ("word/_rels/document.xml.rels", "theme/theme1.xml", "theme/theme2.xml"),
    ],
)
def test_the_validator_finds_a_planted_fault(part: str, right: str, wrong: str, tmp_path: Path) -> None:
    members = parts(write(built_in("one-victim"), "docx"))
    assert right in members[part].decode()
    members[part] = members[part].decode().replace(right, wrong, 1).encode()
    assert faults(zipped(members), tmp_path)


def _style(paragraph: Any) -> str:
    return str(paragraph.style.name)


@pytest.mark.parametrize(("name", "view"), VIEWS)
def test_another_reader_finds_every_text_and_note(name: str, view: str) -> None:
    document = built_in(name)
    made = paper(document, view)
    read = reader.Document(BytesIO(docx(made)))
    assert read.core_properties.title == made.title
    assert read.core_properties.author == ""
    assert read.core_properties.created is None
    section = read.sections[0]
    assert (section.page_width, section.page_height) == (Inches(8.5), Inches(11))
    assert {section.left_margin, section.right_margin, section.top_margin, section.bottom_margin} == {Inches(1)}
    assert section.footer.paragraphs[0].text == f"{made.foot}\tPage 1 of 1"
    shown = without_marks(tree(docx(made))).replace("\xa0", " ")
    for text in texts(made):
        for line in text.split("\n"):
            assert line.replace("\xa0", " ") in shown or line == made.foot, line
    cited = list(dict.fromkeys(made.cited()))
    notes = list(read.footnotes)
    assert len(notes) == len(cited)
    for note, cites in zip(notes, cited, strict=True):
        told = "".join(one.text for one in note.paragraphs)
        assert told.replace("\xa0", " ").strip() == noted(cites).replace("\xa0", " ")
    headed = [one.text for one in read.paragraphs if _style(one).startswith("Heading")]
    plain = [block.text for block in made.blocks if isinstance(block, Heading)]
    assert [one.replace("\xa0", " ") for one in headed] == plain
    captions = [one.text.replace("\xa0", " ") for one in read.paragraphs if _style(one) == "Caption"]
    assert captions == [sheet.caption for sheet in sheets(made)]


def test_a_citation_is_a_note_once_and_a_reference_to_it_later() -> None:
    made = write(built_in("nine-and-three"), "docx")
    root = tree(made)
    notes = [int(one.get(f"{WORD}id", "")) for one in root.iter(f"{WORD}footnoteReference")]
    assert notes == list(range(1, len(notes) + 1))
    marks = {one.get(f"{WORD}name"): int(one.get(f"{WORD}id", "")) for one in root.iter(f"{WORD}bookmarkStart")}
    fields = 0
    for paragraph in root.iter(f"{WORD}p"):
        runs = list(paragraph.iter(f"{WORD}r"))
        for before, run in pairwise(runs):
            if (told := before.find(f"{WORD}instrText")) is not None:
                target = re.fullmatch(r" NOTEREF (_Note\d+) \\f \\h ", told.text or "")
                assert target
                assert text_of(run) == str(marks[target[1]])
                fields += 1
    assert fields > len(notes)
    cited = list(paper(built_in("nine-and-three")).cited())
    assert len(notes) == len(set(cited))


def test_heads_are_repeated_and_no_row_is_split() -> None:
    root = tree(write(built_in("nine-and-three"), "docx"))
    rows = list(root.iter(f"{WORD}tr"))
    assert rows
    assert all(row.find(f"{WORD}trPr/{WORD}cantSplit") is not None for row in rows)
    made = paper(built_in("nine-and-three"))
    heads = [row for row in rows if row.find(f"{WORD}trPr/{WORD}tblHeader") is not None]
    assert len(heads) == len(sheets(made))
    for table in root.iter(f"{WORD}tbl"):
        widths = [int(one.get(f"{WORD}w", "")) for one in table.iter(f"{WORD}gridCol")]
        assert sum(widths) <= 9360


@pytest.mark.parametrize(
    ("figures", "dense", "size"), [(4, False, ""), (4, True, "Dense"), (5, False, "Dense"), (6, True, "Fine")]
)
def test_no_figure_is_wider_than_its_column(figures: int, dense: bool, size: str) -> None:
    amount = (Run("$1,000,000,000.00"),)
    columns = (Column("Case", 8), *[Column("Paid", 6, figures=True)] * figures, Column("Note", 60))
    sheet = Sheet("Wide", columns, (Row(((Run("C1"),), *[amount] * figures, (Run("Some words on it"),))),), dense)
    root = tree(docx(Paper("Title", "About", (sheet,), "Foot")))
    widths = [int(one.get(f"{WORD}w", "")) for one in root.iter(f"{WORD}gridCol")]
    assert sum(widths) <= 9360
    assert {_named(one) for one in root.iter(f"{WORD}p")} >= {f"TableText{size}", f"TableHead{size}"}
    # Half of the size for a digit, and a quarter for a comma or point; the size is in half points.
    half_points = {"": 20, "Dense": 18, "Fine": 15}[size]
    assert min(widths[1 : figures + 1]) >= (13 * 10 + 4 * 5) * half_points / 2 + 144


def hostile() -> Document:
    """A case with text in each place that takes any; what the reader refuses elsewhere, the note of an award holds."""
    scenario = case(1)
    scenario["title"] = HOSTILE
    scenario["victim"][0]["loss"] = [
        {"category": "therapy", "label": HOSTILE, "exhibit": HOSTILE[:50], "amount": "600000"}
    ]
    return of_scenario(scenario).with_rows("awards", (("A", "5000", f"{HOSTILE}{FORBIDDEN}"),))


def test_hostile_text_is_inert(tmp_path: Path) -> None:
    made = write(hostile(), "docx")
    assert not faults(made, tmp_path)
    xml = parts(made)["word/document.xml"].decode()
    assert "<script" not in xml
    assert text_of(tree(made)).count(HOSTILE) >= 4
    assert not [sign for sign in FORBIDDEN if sign in xml]


def test_the_same_paper_gives_the_same_bytes() -> None:
    document = built_in("nine-and-three")
    made = write(document, "docx")
    assert made == write(replace(document), "docx")
    with zipfile.ZipFile(BytesIO(made)) as archive:
        members = archive.infolist()
    assert {(one.compress_type, one.date_time, one.create_system) for one in members} == {
        (zipfile.ZIP_STORED, (1980, 1, 1, 0, 0, 0), 3)
    }
    assert members[0].filename == "[Content_Types].xml"
    assert made != write(document.with_field("order_date", "2026-06-02"), "docx")


@given(st.text(), st.text(alphabet=st.characters()), st.booleans())
def test_any_text_is_shown_as_it_is_but_for_what_xml_cannot_hold(first: str, second: str, below: bool) -> None:
    cell = (Run(first, bold=below), Run(second, small=True, below=below))
    row = Row((cell, Fraction(-12345678901, 100), 1234, None))
    sheet = Sheet(second, (Column(first, 9), *[Column("n", 9, figures=True)] * 3), (row, row))
    blocks = (Heading(first), Paragraph((Run(second),)), Facts(((first, cell),)), sheet)
    made = docx(Paper(first, second, blocks, first))
    root = tree(made)
    for part in ("word/footer1.xml", "docProps/core.xml", "word/footnotes.xml"):
        tree(made, part)
    held = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]", "", first)
    (heading,) = [one for one in root.iter(f"{WORD}p") if _named(one) == "Heading1"]
    assert text_of(heading) == re.sub("[\t\n\r]+", " ", held).replace("§ ", "§\xa0")
    assert text_of(root).count("−$123,456,789.01") >= 2


def _named(paragraph: ElementTree.Element) -> str:
    style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    return "" if style is None else style.get(f"{WORD}val", "")


@pytest.mark.parametrize("names", [[], ["a"], ["[Content_Types].xml", "b/c.xml", "d"]])
def test_a_zip_is_read_by_others(names: list[str], tmp_path: Path) -> None:
    members = {name: name.encode() * 1000 + bytes(range(256)) for name in names}
    made = zipped(members)
    with zipfile.ZipFile(BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == names
        assert {name: archive.read(name) for name in names} == members
        assert all(one.external_attr >> 16 == 0o100644 for one in archive.infolist())
    if names and shutil.which("unzip"):
        (tmp_path / "made.zip").write_bytes(made)
        subprocess.run(["unzip", "-tq", str(tmp_path / "made.zip")], check=True, capture_output=True)


PAGES = {
    ("one-victim", "orders"): 4,
    ("nine-and-three", "orders"): 26,
    ("sixty-cases", "orders"): 5,
    ("sixty-cases", "ledger"): 15,
}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(("name", "view"), VIEWS)
def test_libreoffice_prints_it_on_few_pages_each_numbered(name: str, view: str, tmp_path: Path) -> None:
    path = tmp_path / "paper.docx"
    made = paper(built_in(name), view)
    path.write_bytes(docx(made))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=200)
    pages = [page.extract_text() for page in PdfReader(tmp_path / "paper.pdf").pages]
    assert len(pages) <= PAGES[name, view]
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text
        assert made.foot in text


def test_the_last_line_is_kept_with_what_stands_before_it() -> None:
    root = tree(write(built_in("one-victim"), "docx"))
    told = [one for one in root.iter(f"{WORD}p") if text_of(one).strip()]
    assert text_of(told[-1]).startswith("Legal information")
    at = next(i for i, one in enumerate(told) if text_of(one) == "How to check this paper")
    # The heading is kept by its style.
    assert len(told) - at > 3
    for one in told[at + 1 : -1]:
        assert one.find(f"{WORD}pPr/{WORD}keepNext") is not None, text_of(one)
