"""The guard over the other tests: what it is there to catch, it catches."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.browser.support import Watch, settle

WORKER = """async (code) => {
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  await new Promise((done) => { new Worker(url).onmessage = done; });
}"""


@pytest.fixture
def quiet_page(shared_page: Callable[..., Page]) -> Page:
    """A page without an example, and without the policy that would stop what the guard is to see."""
    page = shared_page("reference/parameters/", bypass_csp=True)
    page.wait_for_load_state()
    return page


def test_an_orderly_page_is_no_fault(quiet_page: Page, watch: Watch) -> None:
    settle(quiet_page)
    assert watch.requests
    assert watch.faults(provoked=False) == []


@pytest.mark.parametrize("url", ["https://example.com/x", "http://192.0.2.1/x"], ids=["name", "address"])
def test_a_request_to_elsewhere_is_stopped_and_seen(quiet_page: Page, watch: Watch, url: str) -> None:
    stopped = quiet_page.evaluate("(url) => fetch(url).then(() => false, () => true)", url)
    assert stopped is True
    settle(quiet_page)
    assert watch.faults(provoked=True) == [f"request to another origin: GET {url}"]


def test_a_request_of_a_worker_is_seen(quiet_page: Page, watch: Watch) -> None:
    quiet_page.evaluate(WORKER, "fetch('https://example.com/w').catch(() => postMessage(1))")
    settle(quiet_page)
    assert watch.faults(provoked=True) == ["request to another origin: GET https://example.com/w"]


@pytest.mark.parametrize("how", ["error", "warn"])
def test_the_console_is_heard(quiet_page: Page, watch: Watch, how: str) -> None:
    quiet_page.evaluate("(how) => console[how]('amiss')", how)
    settle(quiet_page)
    (fault,) = watch.faults(provoked=False)
    assert "amiss" in fault


def test_the_console_of_a_worker_is_heard(quiet_page: Page, watch: Watch) -> None:
    quiet_page.evaluate(WORKER, "console.error('amiss'); postMessage(1)")
    settle(quiet_page)
    (fault,) = watch.faults(provoked=False)
    assert "amiss" in fault


def test_an_error_nobody_catches_is_seen(quiet_page: Page, watch: Watch) -> None:
    quiet_page.evaluate("new Promise((done) => { setTimeout(() => { done(); throw new Error('amiss'); }); })")
    settle(quiet_page)
    (fault,) = watch.faults(provoked=False)
    assert "amiss" in fault
