"""Two people who have never seen the desk get what they came for."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.browser.runs import counsel, new_user
from tests.browser.support import shows

MOST_FIELDS = 12


def test_from_the_first_page_to_an_answer_with_its_reasons(site: str, shared_page: Callable[..., Page]) -> None:
    page = shared_page("")
    assert new_user(page, site) <= MOST_FIELDS
    shows(page, "A.1.order", "$6,000.00")


def test_nine_victims_and_three_defendants_by_paste(site: str, shared_page: Callable[..., Page]) -> None:
    page = shared_page("estimate/")
    counsel(page, site)
    # Victim I has 4 earlier awards, and 3 defendants here: $202,500 in seven parts.
    shows(page, "I.1.order", "$28,928.57")
    expect(page.locator("details[data-part=losses] > summary")).to_contain_text("45 losses")
    expect(page.locator("details[data-part=awards] > summary")).to_contain_text("40 earlier awards")
