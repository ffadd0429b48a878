"""The spreadsheet of a case as LibreOffice works it out: where it is not installed, these tests are left out."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.unit.paper_support import opened
from tests.unit.spreadsheets import Book, made
from tests.unit.test_workbook import CHANGES, FILES, NINE, ROWS, SIXTY, Change

from restitution.casefile import Document, ledger_name
from restitution.money import of_cents, to_the_cent
from restitution.papers.paper import Paper
from restitution.papers.workbook.page import Look, Page
from restitution.papers.workbook.written import written

OFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("office"),
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed"),
]
# Without this, it shows the values that a file was written with.
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""


class Office:
    """LibreOffice with a profile of its own, which works every formula out as it opens a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        profile = folder / "profile/user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(ALWAYS)

    def convert(self, files: list[Path], form: str) -> list[Path]:
        """Convert files, and return the new ones."""
        out = self.folder / form
        profile = f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"
        command = [str(OFFICE), profile, "--headless", "--convert-to", form, "--outdir", str(out), *map(str, files)]
        subprocess.run(command, check=True, capture_output=True, timeout=250)
        return [out / file.with_suffix(f".{form}").name for file in files]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def differences(content: bytes, worked: Path) -> Iterator[tuple[str, str, str, object, object]]:
    """Yield every formula of a file that comes to something else than it was written with."""
    book, now = Book.of(content), load_workbook(worked, data_only=True)
    for sheet, place, text in book.typed():
        was, is_now = book.values[sheet][place].value or "", now[sheet][place].value or ""
        if isinstance(was, int | float) and isinstance(is_now, int | float) and abs(was - is_now) < 1e-6:
            continue
        if was != is_now and (was or 0) != (is_now or 0):
            yield sheet, place, text, was, is_now


def test_it_comes_to_the_values_of_the_engine(office: Office, tmp_path: Path) -> None:
    contents = {f"{path.stem}-orders": made(opened(path)) for path in FILES}
    contents["sixty-ledger"] = made(opened(SIXTY), "ledger")
    contents["alike-ledger"] = made(Document(tables={ledger_name("A"): ROWS}), "ledger")
    files = [tmp_path / f"{name}.xlsx" for name in contents]
    for file in files:
        file.write_bytes(contents[file.stem])
    for file, worked in zip(files, office.convert(files, "xlsx"), strict=True):
        assert not list(differences(contents[file.stem], worked)), file.stem


def test_it_works_out_what_is_wrong_in_the_file(office: Office, tmp_path: Path) -> None:
    """The test above would pass in silence if the values of the file were shown."""
    content = made(opened(NINE))
    book = load_workbook(BytesIO(content))
    book["Losses"]["G8"] = 1
    file = tmp_path / "changed.xlsx"
    book.save(file)
    assert list(differences(content, office.convert([file], "xlsx")[0]))


def test_a_changed_cell_flows_to_what_the_engine_says(office: Office, tmp_path: Path) -> None:
    files: list[Path] = []
    wanted: list[bytes] = []
    change: Change
    for number, change in enumerate(CHANGES.values()):
        path, sheet, place, value, changed = change
        book = load_workbook(BytesIO(made(opened(path))))
        book[sheet][place] = value
        files.append(tmp_path / f"{number}.xlsx")
        book.save(files[-1])
        wanted.append(made(changed(opened(path))))
    for content, worked in zip(wanted, office.convert(files, "xlsx"), strict=True):
        differ = [one for one in differences(content, worked) if one[0] in ("Shares", "Orders")]
        assert not differ, worked.stem


def test_it_rounds_half_up_as_the_engine_does(office: Office, tmp_path: Path) -> None:
    """Half cents below ten billion dollars; beyond that binary numbers do not tell them from a little less."""
    page = Page("Ties", "", (20, 20, 20))
    for row in range(4000):
        number = 2 + 2 * (row % 700)
        losses = of_cents((2 * row * row * 29 + 1) * (number // 2))
        factor = Fraction(1 + row % 13, 8)
        page.put(row, 0, losses, Look.MONEY)
        page.put(row, 1, number, Look.WHOLE)
        page.put(row, 2, to_the_cent(losses / number), Look.MONEY, f"ROUND(A{row + 1}/B{row + 1},2)")
        page.put(row, 3, factor, Look.FACTOR)
        page.put(row, 4, to_the_cent(losses * factor), Look.MONEY, f"ROUND(A{row + 1}*D{row + 1},2)")
        assert (losses / number * 100).denominator == 2
    content = written([page], Paper("Ties", "", (), ""))
    file = tmp_path / "ties.xlsx"
    file.write_bytes(content)
    assert max(cell.value for (cell,) in Book.of(content).values["Ties"]["E1:E4000"]) > 1e9
    assert not list(differences(content, office.convert([file], "xlsx")[0]))


def test_it_prints_every_amount_whole_with_a_foot_on_each_page(office: Office, tmp_path: Path) -> None:
    content = made(opened(NINE))
    file = tmp_path / "print.xlsx"
    file.write_bytes(content)
    pages = [page.extract_text() for page in PdfReader(office.convert([file], "pdf")[0]).pages]
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Law as of" in page
        assert "###" not in page, "An amount is wider than its column."
    printed = " ".join(pages)
    amounts = {
        f"${cell.value:,.2f}"
        for sheet in Book.of(content).values
        for row in sheet.iter_rows()
        for cell in row
        if cell.number_format.startswith("$#,##0.00;") and cell.value
    }
    assert len(amounts) > 200
    assert amounts <= set(re.findall(r"\$[\d,]+\.\d\d", printed))
