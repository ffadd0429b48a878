"""What the next key is likely to ask is answered before it comes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.support import COUNTER, FIRST, OF_137, ORDER, PEOPLE, SAVING, engine, people, shows

# Until all that is likely has been asked, which happens while the browser is idle.
FORESEEN = """() => new Promise((done) => {
  let before = -1;
  const look = setInterval(() => {
    if (asked === answered && asked === before) done(clearInterval(look));
    before = asked;
  }, 500);
})"""

# For every new figure: how many answers came between the event that asked for it and the figure.
RECORD = """(order) => {
  const figure = document.querySelector(`[data-slot=form] output[name="${order}"]`);
  window.figures = [];
  let shown = figure.textContent;
  let before = answered;
  for (const name of ["input", "keydown", "click"]) document.addEventListener(name, () => (before = answered), true);
  new MutationObserver(() => {
    if (figure.textContent === shown) return;
    shown = figure.textContent;
    figures.push([shown, answered - before]);
  }).observe(figure, { subtree: true, childList: true, characterData: true });
}"""


@pytest.fixture
def counted(shared_page: Callable[..., Page]) -> Page:
    """The first page, its engine ready, its questions counted."""
    page = shared_page("", COUNTER)
    engine(page, "ready")
    page.evaluate(RECORD, ORDER)
    return page


def test_a_digit_and_its_figures_are_one_change(counted: Page) -> None:
    people(counted).press("End")
    for key in ("Backspace", "7", "Backspace", "6"):
        counted.evaluate(FORESEEN)
        people(counted).press(key)
    shows(counted, ORDER, FIRST)
    figures = counted.evaluate("figures")
    assert [answers for _, answers in figures] == [0, 0, 0, 0]
    assert figures[1][0] == OF_137
    assert figures[3][0] == FIRST


def test_a_digit_in_the_middle_and_over_a_selection(counted: Page) -> None:
    box = people(counted)
    box.press("Home")
    box.press("ArrowRight")
    box.press("Shift+ArrowRight")
    counted.evaluate(FORESEEN)
    box.press("3")  # the same number again
    expect(box).to_have_value("136")
    counted.evaluate(FORESEEN)
    box.press("Delete")
    expect(box).to_have_value("13")
    counted.evaluate(FORESEEN)
    box.press("7")
    shows(counted, ORDER, OF_137)
    assert counted.evaluate("figures.at(-1)") == [OF_137, 0]


def test_a_step_is_foreseen(counted: Page) -> None:
    people(counted).focus()
    counted.evaluate(FORESEEN)
    people(counted).press("ArrowUp")
    shows(counted, ORDER, OF_137)
    less = counted.get_by_role("button", name=f"Less: {PEOPLE}")
    less.focus()
    counted.evaluate(FORESEEN)
    less.press("Enter")
    shows(counted, ORDER, FIRST)
    assert counted.evaluate("figures") == [[OF_137, 0], [FIRST, 0]]


def test_what_was_not_foreseen_is_asked(counted: Page) -> None:
    people(counted).focus()
    counted.evaluate(FORESEEN)
    people(counted).fill("200")
    shows(counted, ORDER, "$5,703.45")
    [[_, answers]] = counted.evaluate("figures")
    assert answers >= 1


def test_nothing_is_asked_for_a_field_that_was_left(counted: Page) -> None:
    people(counted).evaluate("(box) => { box.focus(); box.blur(); }")
    counted.evaluate(FORESEEN)
    assert counted.evaluate("asked") == 0


def test_nothing_is_asked_early_where_the_reader_saves(shared_page: Callable[..., Page]) -> None:
    page = shared_page("", SAVING + COUNTER)
    people(page).focus()
    engine(page, "ready")
    people(page).fill("137")
    shows(page, ORDER, OF_137)
    page.evaluate(FORESEEN)
    assert page.evaluate("asked") == 1
