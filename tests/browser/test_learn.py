"""The three worked examples of the page on how an award is worked out, and where their lines lead."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urldefrag, urlsplit

import pytest
from playwright.sync_api import Page, expect
from tests.browser.support import control, example, shows

from sitebuild.paths import BUILT_SITE

# What each example shows at first: its id, and figures by line.
FIRST = {
    "equal-share": {"A.1.losses": "$1,140,690.48", "A.1.order": "$8,387.43"},
    "four-heads": {"A.1.losses": "$1,043,269.17", "A.1.order": "$2,191.74"},
    "nine-of-ten": {"A.1.order": "$3,000.00", "J.1.order": "$0.00", "total": "$27,000.00"},
}

# Id, what the reader changes (path and value), and the figures after it.
CHANGES: list[Any] = [
    pytest.param("equal-share", {"victim[0].ordered_defendants": "137"}, {"A.1.order": "$8,326.21"}, id="one more"),
    pytest.param(
        "equal-share",
        {"victim[0].loss[0].amount": "2,000,000"},
        {"A.1.losses": "$2,000,000.00", "A.1.order": "$14,705.88"},
        id="another loss",
    ),
    pytest.param("four-heads", {"victim[0].ordered_defendants": "477"}, {"A.1.order": "$2,187.15"}, id="477 orders"),
    pytest.param(
        "four-heads",
        {"victim[0].loss[0].take": "low"},
        {"A.1.losses.1": "$108,975.00", "A.1.losses": "$1,040,956.67", "A.1.order": "$2,186.88"},
        id="lower figure",
    ),
    pytest.param(
        "four-heads",
        {"victim[0].loss[0].take": "high"},
        {"A.1.losses.1": "$113,600.00", "A.1.losses": "$1,045,581.67", "A.1.order": "$2,196.60"},
        id="higher figure",
    ),
    pytest.param(
        "nine-of-ten", {"apportionment.fixed": "2,000"}, {"A.1.order": "$3,000.00", "total": "$27,000.00"}, id="below"
    ),
    pytest.param(
        "nine-of-ten", {"apportionment.fixed": "4,000"}, {"A.1.order": "$4,000.00", "total": "$36,000.00"}, id="above"
    ),
    pytest.param(
        "nine-of-ten",
        {"victim[9].proven": "true"},
        {"J.1.order": "$3,000.00", "total": "$30,000.00"},
        id="tenth proved",
    ),
    pytest.param(
        "nine-of-ten",
        {"apportionment.fixed": "4,000", "victim[9].proven": "true"},
        {"J.1.order": "$4,000.00", "total": "$40,000.00"},
        id="above, tenth proved",
    ),
]

LOSS = "victim[0].loss[0].amount"

# Lines lead to these pages. The site's root is never far from the page that asks.
LINKS = """() => [...document.querySelectorAll("worked-example tbody tr")].map((row) => ({
  line: row.querySelector("th").textContent,
  cites: [...row.querySelectorAll(".we-cites a:not(.we-python)")].map((link) => link.href),
  python: [...row.querySelectorAll("a.we-python")].map((link) => link.href),
}))"""


def test_the_page_has_these_examples(learn: Page) -> None:
    assert learn.locator("worked-example").count() == len(FIRST)


@pytest.mark.parametrize("ident", FIRST)
def test_the_first_figures(learn: Page, ident: str) -> None:
    for key, text in FIRST[ident].items():
        shows(example(learn, ident), key, text)


@pytest.mark.parametrize(("ident", "changes", "figures"), CHANGES)
def test_a_change_and_back(learn: Page, ident: str, changes: dict[str, str], figures: dict[str, str]) -> None:
    here = example(learn, ident)
    before: dict[str, str] = {}
    for path, value in changes.items():
        box = control(here, path)
        before[path] = box.input_value()
        if box.evaluate("(box) => box.localName") == "select":
            box.select_option(value)
        else:
            box.fill(value)
    for key, text in figures.items():
        shows(here, key, text)
    for other, first in FIRST.items():
        if other != ident:
            shows(example(learn, other), "A.1.order", first["A.1.order"])
    here.get_by_role("button", name="Reset").click()
    for key, text in FIRST[ident].items():
        shows(here, key, text)
    for path, value in before.items():
        expect(control(here, path)).to_have_value(value)


def test_an_amount_steps_by_what_the_example_says(learn: Page) -> None:
    here = example(learn, "nine-of-ten")
    box = control(here, "apportionment.fixed")
    for number in ("3,500", "4,000"):
        box.press("ArrowUp")
        expect(box).to_have_value(number)
    shows(here, "total", "$36,000.00")


def test_an_amount_does_not_step_below_nothing(learn: Page) -> None:
    here = example(learn, "nine-of-ten")
    box = control(here, "apportionment.fixed")
    box.fill("200")
    here.get_by_role("button", name="Less: The figure that the judge sets for each victim").click()
    expect(box).to_have_value("0")
    shows(here, "total", "$27,000.00")


@pytest.mark.parametrize("changed", [False, True], ids=["as built", "recomputed"])
def test_every_line_leads_to_its_authority_and_its_python(learn: Page, site: str, changed: bool) -> None:
    if changed:
        control(example(learn, "equal-share"), "victim[0].ordered_defendants").fill("137")
        control(example(learn, "four-heads"), "victim[0].ordered_defendants").fill("477")
        control(example(learn, "nine-of-ten"), "apportionment.fixed").fill("4000")
        shows(example(learn, "equal-share"), "A.1.order", "$8,326.21")
        shows(example(learn, "four-heads"), "A.1.order", "$2,187.15")
        shows(example(learn, "nine-of-ten"), "total", "$36,000.00")
    rows = learn.evaluate(LINKS)
    assert len(rows) > 50
    for row in rows:
        assert row["cites"], row["line"]
    for kind, path, least in (("cites", "sources/", 5), ("python", "reference/python/", 5)):
        links = {urldefrag(link) for row in rows for link in row[kind]}
        assert {page for page, _ in links} == {site + path}
        named = {anchor for _, anchor in links}
        assert len(named) >= least
        built = (BUILT_SITE / path / "index.html").read_text(encoding="utf-8").partition("<main")[2]
        assert named <= set(re.findall(r'<section\s[^>]*\bid="([^"]+)"', built))


def test_show_the_python_leads_to_the_source_of_the_line(shared_page: Callable[..., Page]) -> None:
    page = shared_page("learn/how-an-award-is-worked-out/", java_script_enabled=False)
    line = example(page, "equal-share").locator("tbody tr").filter(has=page.locator('output[name="A.1.order"]')).first
    link = line.get_by_role("link", name="Show the Python of: ")
    wanted = urlsplit(link.get_attribute("href") or "").fragment
    link.click()
    source = page.locator("section.rule:target")
    expect(source).to_be_in_viewport()
    expect(source).to_have_attribute("id", wanted)
    assert f"def {wanted.rpartition('.')[2]}(" in source.inner_text()


@pytest.mark.parametrize(
    ("keys", "typed"),
    [
        (["End", "5"], "20000005"),
        (["Home", "5"], "52000000"),
        (["Home", "ArrowRight", "5"], "25000000"),
        (["End", "Backspace"], "200000"),
        (["Home", "Delete", "7"], "7000000"),
        (["Home", "Shift+End", "7"], "7"),
        (["Home", "ArrowRight", "Shift+End", "7", "5", "0"], "2750"),
    ],
)
def test_an_amount_loses_its_commas_with_the_first_edit(learn: Page, keys: list[str], typed: str) -> None:
    """They would stand in the wrong places, and the amount would be refused at every key."""
    here = example(learn, "equal-share")
    box = control(here, LOSS)
    box.fill("2,000,000")
    shows(here, "A.1.losses", "$2,000,000.00")
    for key in keys:
        box.press(key)
    expect(box).to_have_value(typed)
    shows(here, "A.1.losses", f"${int(typed):,}.00")
    expect(here.locator(".we-errors, .we-error")).to_have_count(0)


@pytest.mark.parametrize(
    ("keys", "typed"),
    [(["Home", "Shift+End", "1", ",", "5"], "1,5"), (["End", ","], "120,000,"), (["End", "."], "120,000.")],
)
def test_a_comma_that_the_reader_types_stays(learn: Page, keys: list[str], typed: str) -> None:
    """Where it may stand for a decimal point the amount is refused, not read as something else."""
    here = example(learn, "equal-share")
    box = control(here, LOSS)
    box.fill("120,000")
    for key in keys:
        box.press(key)
    expect(box).to_have_value(typed)
    box.blur()
    expect(box).to_have_value(typed)
    if not typed.endswith("."):
        expect(box).to_have_attribute("aria-invalid", "true")
