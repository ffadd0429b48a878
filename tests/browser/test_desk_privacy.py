"""The desk keeps to itself what is typed, and its address does nothing but name an example."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.support import CLIPBOARD_RIGHTS, FIRST, ORDER, Watch, control, engine, shows

COUNT = "victims.ordered_defendants"
AMOUNT = "losses.amount"
EXAMPLE = "estimate/#example=equal-share-136"

# Every section; an open menu would lie over what is pressed.
UNFOLD = "document.querySelectorAll('case-desk details:not(.ds-menu)').forEach((part) => { part.open = true; })"

# Nothing of it may turn up where it does not belong.
TYPED = ("typedtitle", "7654321")


@pytest.fixture
def desk(shared_page: Callable[..., Page]) -> Page:
    """The desk with the case of an example, calculated, and every part of it open."""
    page = shared_page(EXAMPLE, permissions=CLIPBOARD_RIGHTS)
    engine(page, "ready")
    shows(page, ORDER, FIRST)
    page.evaluate(UNFOLD)
    return page


def test_what_is_typed_leaves_no_trace(desk: Page, watch: Watch) -> None:
    """Not in an address, not in a request, not in what a browser keeps."""
    address = desk.url
    control(desk, "title").fill("typedtitle")
    desk.get_by_label("Notes").fill("typedtitle")
    control(desk, COUNT).fill("7654321")
    control(desk, COUNT).press("Enter")
    control(desk, COUNT).fill("135")
    desk.locator("[data-text=awards] > button").click()
    desk.locator("#desk-text-awards-box").fill("amount\n7654321")
    desk.locator("[data-text=awards] [data-do=read]").click()
    control(desk, AMOUNT).fill("7654321.99")
    shows(desk, "A.1.losses", "$7,654,321.99")
    assert desk.url == address
    told = [f"{request.url} {request.headers} {request.post_data}" for request in watch.requests]
    assert not [one for one in told if any(typed in one for typed in TYPED)]
    assert desk.evaluate("Object.keys(localStorage).concat(Object.keys(sessionStorage))") == []
    assert desk.evaluate("document.cookie") == ""
    assert desk.context.cookies() == []
    assert desk.evaluate("indexedDB.databases()") == []
    assert desk.evaluate("caches.keys()") == []


def test_a_link_opens_its_example(shared_page: Callable[..., Page]) -> None:
    page = shared_page("")
    page.get_by_role("link", name="Open in Estimate").first.click()
    page.wait_for_url(f"**/{EXAMPLE}")
    engine(page, "ready")
    shows(page, ORDER, FIRST)
    expect(control(page, COUNT)).to_have_value("135")
    expect(control(page, AMOUNT)).to_have_value("1,140,690.48")
    control(page, COUNT).fill("136")
    shows(page, ORDER, "$8,326.21")


@pytest.mark.provokes_errors
def test_a_link_to_an_unknown_example_says_so(shared_page: Callable[..., Page]) -> None:
    page = shared_page("estimate/#example=no-such-example")
    expect(page.locator("[data-slot=state]")).to_have_text("There is no example with this name.")
    expect(control(page, AMOUNT)).to_have_value("")


@pytest.mark.parametrize("fragment", ["example=../../etc", "example=%2e%2e", "victims.received=5", "example="])
def test_no_other_fragment_does_anything(shared_page: Callable[..., Page], watch: Watch, fragment: str) -> None:
    """No case is asked for, and the desk stays as it was built."""
    page = shared_page(f"estimate/#{fragment}")
    engine(page, "ready")
    expect(page.locator("[data-slot=mark]")).to_have_text("")
    texts: list[str] = page.locator("case-desk :is(input[type=text], textarea)[name]").evaluate_all(
        "(boxes) => boxes.map(({ value }) => value)"
    )
    assert len(texts) > 5
    assert set(texts) == {""}
    assert not [one.url for one in watch.requests if "/scenarios/" in one.url or "/examples/" in one.url]
