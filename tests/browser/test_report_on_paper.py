"""The command line's HTML file on paper: its worksheet is printed, whether it is open or folded."""

from __future__ import annotations

import io
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from restitution.commands import COMMANDS
from restitution.parsing import read_text
from restitution.protocol import rendered
from restitution.worksheet import Line
from sitebuild.paths import CONTENT

SCENARIO = (CONTENT / "scenarios" / "equal-share-136.toml").read_text(encoding="utf-8")


def words(text: str) -> str:
    """Return a text without what the page has made of it: ligatures, and spaces and hyphens where a line ends."""
    return "".join(normalize("NFKC", text).split()).replace("-", "")


@pytest.mark.parametrize("folded", [False, True], ids=["open", "folded"])
def test_every_line_of_the_worksheet_is_printed(browser: Browser, folded: bool) -> None:
    """With its amount, and a number on every page."""
    report = COMMANDS["estimate"].answer(read_text(SCENARIO, "toml")).report()
    page = browser.new_page()
    page.set_content(rendered(report, "html"))
    assert page.locator("details:not([open])").count() == 0
    if folded:
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = false")
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    page.close()
    texts = [sheet.extract_text() for sheet in printed]
    lines: list[Line] = [line for top in report.lines for line in top.walk()]
    assert len(lines) > 10
    missing = [line.label for line in lines if words(line.label) not in words("".join(texts))]
    assert missing == []
    assert all(f"Page {i} of {len(texts)}" in text for i, text in enumerate(texts, 1))
    assert {(int(sheet.mediabox.width), int(sheet.mediabox.height)) for sheet in printed} == {(612, 792)}
