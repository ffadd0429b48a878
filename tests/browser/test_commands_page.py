"""The commands on their page: each answers to a change, with the figures of this Python."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.support import control, example, shows

# Id, what the reader changes, and words of the answer after it.
CHANGES: list[Any] = [
    pytest.param("rule", {"offense": "2251(a)"}, ["§2259(b)(1)", "Floornone", "$50,000.00"], id="full losses"),
    pytest.param("rule", {"offense": "2252A(g)", "series": "trafficking"}, ["$35,000.00"], id="a series"),
    pytest.param("books", {"as_of": "2021-12-31"}, ["Received$1,500.00", "Outstanding$118,500.00"], id="earlier day"),
    pytest.param(
        "books", {"ledger[7].amount": "200,000"}, ["Outstanding$0.00", "August 15, 2023", "over-collected"], id="paid"
    ),
    pytest.param("reserve", {"order_date": "2026-02-02"}, ["$45,969.34"], id="another year"),
    pytest.param("reserve", {"received_before": "true"}, ["received-before"], id="once only"),
    pytest.param("tiers", {"offense": "2251(a)"}, ["$50,000.00"], id="production"),
    pytest.param("money", {"payment[0].amount": "9,100"}, ["S1 $100.00; RA $6,000.00; RB $3,000.00"], id="all paid"),
    pytest.param("months", {"monthly": "1,000"}, ["until the principal is paid668"], id="more a month"),
    pytest.param("months", {"released": "2029-06-03", "prison": "true"}, ["June 3, 2049"], id="in prison"),
    pytest.param(
        "choices",
        {"scenario.victim[0].ordered_defendants": "9"},
        ["Total of the case as given$12,000.00"],
        id="few",
    ),
]


@pytest.mark.parametrize(("ident", "changes", "words"), CHANGES)
def test_a_change_and_back(commands: Page, ident: str, changes: dict[str, str], words: list[str]) -> None:
    here = example(commands, ident)
    answer = here.locator("[data-slot=answer]")
    before = answer.inner_text()
    for path, value in changes.items():
        box = control(here, path)
        if box.evaluate("(box) => box.localName") == "select":
            box.select_option(value)
        else:
            box.fill(value)
    for word in words:
        expect(answer).to_contain_text(word)
    here.get_by_role("button", name="Reset").click()
    expect(answer).to_have_text(before, use_inner_text=True)


def test_a_figure_in_a_sentence_follows(commands: Page) -> None:
    here = example(commands, "books")
    control(here, "ledger[3].amount").press("ArrowUp")
    shows(here, "outstanding", "$121,000.00")
    here.get_by_role("button", name="Reset").click()
    shows(here, "outstanding", "$111,000.00")


def test_a_mistake_stands_at_its_control(commands: Page) -> None:
    here = example(commands, "reserve")
    box = control(here, "order_date")
    box.fill("2099-01-01")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(here).to_contain_text("CPI-U")
    here.get_by_role("button", name="Reset").click()
    expect(box).not_to_have_attribute("aria-invalid", "true")
