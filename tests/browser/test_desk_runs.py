"""Two people who have never seen the desk get what they came for."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.browser.runs import counsel, new_user
from tests.browser.support import engine, shows

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


def test_columns_for_a_range_and_a_yearly_loss_come_when_they_are_asked_for(shared_page: Callable[..., Page]) -> None:
    page = shared_page("estimate/")
    engine(page, "ready")
    page.locator("details[data-part=losses] > summary").click()
    table = page.get_by_role("grid", name="Losses")
    expect(table.get_by_role("columnheader", name="Each year")).to_be_hidden()
    page.get_by_role("button", name="Columns for a yearly loss").click()
    expect(table.get_by_role("columnheader", name="Each year")).to_be_visible()
    page.get_by_label("What is the victim's total loss?").fill("5000")
    expect(page.locator("details[data-part=losses] > summary")).to_contain_text("1 loss")
    # An answer of the engine leaves the columns that were asked for.
    expect(table.get_by_role("columnheader", name="Each year")).to_be_visible()
    expect(table.get_by_role("columnheader", name="Range from")).to_be_hidden()
