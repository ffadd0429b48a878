"""The estimate form: every field, every mistake, rows, links to it, and that it keeps what is typed to itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.support import Watch, control, engine, first_figures, shows

from restitution.fields import Kind, Table
from restitution.scenario.fields import SCENARIO

ORDER = "A.1.order"
FIRST = "$6,000.00"

# What the form does not ask for: codes, which are constants in it; joint liability, which needs several
# defendants; a ledger, which is a file; and the number of the file format.
NOT_ASKED = {
    "schema",
    "victim[0].id",
    "defendant[0].id",
    "defendant[0].counts[0].victims",
    "defendant[0].conduct[0].victim",
    "defendant[0].conduct[0].joint_group",
    "victim[0].ledger",
    "victim[0].ledger_case",
}

LOSSES = "victim[0].loss"
AMOUNT = f"{LOSSES}[0].amount"
SOMETHING = re.compile(r"\w")

COUNTS = "defendant[0].counts"
ADJUSTMENTS = "defendant[0].conduct[0].adjustments"


def paths(table: Table = SCENARIO, prefix: str = "") -> Iterator[str]:
    """The path of every field of a scenario, in the first entry of each list."""
    for field in table.fields:
        path = f"{prefix}{field.name}"
        if field.table is None:
            yield path
        else:
            yield from paths(field.table, f"{path}[0]." if field.kind is Kind.TABLES else f"{path}.")


def unfold(page: Page) -> None:
    """Open every folded part of the form."""
    page.evaluate("document.querySelectorAll('[data-slot=form] details').forEach((part) => { part.open = true; })")


def row(page: Page, path: str) -> Locator:
    """One row of a list."""
    return page.locator(f'[data-row="{path}"]')


def add(page: Page, noun: str) -> None:
    """Press the button that adds a row."""
    page.get_by_role("button", name=f"Add a {noun}", exact=True).or_(
        page.get_by_role("button", name=f"Add an {noun}", exact=True)
    ).click()


@pytest.fixture
def form(form: Page) -> Page:
    """The form with every part of it open."""
    unfold(form)
    return form


def test_the_starting_figures(form: Page) -> None:
    shows(form, ORDER, FIRST)
    shows(form, "A.1.losses", "$600,000.00")


def test_every_field_of_a_scenario_has_a_control(form: Page) -> None:
    add(form, "adjustment")
    expect(row(form, f"{ADJUSTMENTS}[0]")).to_be_visible()
    wanted = set(paths()) - NOT_ASKED
    assert wanted >= {"order_date", "victim[0].received", f"{LOSSES}[0].annual", f"{ADJUSTMENTS}[0].factor"}
    boxes = form.locator("[data-slot=form] :is(input, select)")
    names = {re.sub(r"\[\d+\]", "[0]", name) for name in boxes.evaluate_all("(all) => all.map(({ name }) => name)")}
    assert wanted - names == set()
    assert names - wanted == set()


def test_every_control_has_a_label_and_says_why_it_asks(form: Page) -> None:
    boxes = form.locator("[data-slot=form] :is(input, select)")
    assert boxes.count() > 30
    for box in boxes.all():
        expect(box).to_have_accessible_name(SOMETHING)
        expect(box).to_have_accessible_description(SOMETHING)


def test_every_mistake_stands_at_its_field_at_once(form: Page) -> None:
    wrong = {
        "victim[0].ordered_defendants": "many",
        "victim[0].received": "12.345",
        f"{LOSSES}[0].amount": "-5",
        f"{LOSSES}[1].trafficking_share": "2",
        f"{COUNTS}[0].offense": "9999",
    }
    for path, text in wrong.items():
        control(form, path).fill(text)
    expect(form.locator(".we-errors li")).to_have_count(len(wrong))
    for path, text in wrong.items():
        box = control(form, path)
        expect(box).to_have_attribute("aria-invalid", "true")
        expect(box).to_have_value(text)
        error = form.locator(f"[id='{(box.get_attribute('aria-describedby') or '').split()[0]}']")
        expect(error).to_be_visible()
        assert error.inner_text() in form.locator(".we-errors li").all_inner_texts()
    expect(form.locator("[aria-invalid]")).to_have_count(len(wrong))
    shows(form, ORDER, FIRST)
    form.locator(".we-errors a").last.click()
    assert form.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    form.evaluate("history.replaceState(null, '', location.pathname)")


def test_figures_that_no_longer_hold_look_so_and_go_nowhere(form: Page) -> None:
    form.evaluate("() => { navigator.clipboard.write = () => { window.copied = true; }; }")
    control(form, AMOUNT).fill("5 million")
    order = form.locator(f'output[name="{ORDER}"]').filter(visible=True).first
    expect(order).to_have_css("text-decoration-line", "line-through")
    form.get_by_role("button", name="Copy with citations").click()
    expect(form.locator(".we-did")).to_have_text("Not copied: first correct what is marked.")
    assert not form.evaluate("window.copied")
    form.emulate_media(media="print")
    expect(form.locator(".we-answer").filter(visible=True)).to_have_count(0)
    expect(form.locator(".we-state")).to_be_visible()
    form.emulate_media(media="screen")
    control(form, AMOUNT).fill("120,000")
    expect(order).to_have_css("text-decoration-line", "none")


def test_a_mistake_in_a_folded_part_is_shown(form: Page) -> None:
    first_figures(form)
    control(form, "defendant[0].conduct[0].images").evaluate(
        """(box) => { box.value = "few"; box.dispatchEvent(new Event("input", { bubbles: true })); }"""
    )
    expect(control(form, "defendant[0].conduct[0].images")).to_have_attribute("aria-invalid", "true")
    expect(control(form, "defendant[0].conduct[0].images")).to_be_visible()


def test_a_loss_is_added_and_counted(form: Page) -> None:
    add(form, "loss")
    new = row(form, f"{LOSSES}[2]")
    expect(new).to_be_visible()
    # An empty row is no mistake.
    shows(form, ORDER, FIRST)
    control(form, f"{LOSSES}[2].category").select_option("other")
    control(form, f"{LOSSES}[2].amount").fill("60,000")
    shows(form, "A.1.losses", "$660,000.00")
    shows(form, ORDER, "$6,600.00")
    form.get_by_role("button", name="Remove loss 1", exact=True).click()
    shows(form, "A.1.losses", "$540,000.00")
    expect(row(form, f"{LOSSES}[2]")).to_have_count(0)
    expect(control(form, f"{LOSSES}[0].amount")).to_have_value("480,000")
    expect(control(form, f"{LOSSES}[1].amount")).to_have_value("60,000")


# Presses a button and types into a control before the engine can have answered the press.
PRESS_AND_TYPE = """([button, name, text]) => {
  const example = document.querySelector("worked-example");
  example.querySelector(button).click();
  const box = example.querySelector(`[name="${name}"]`);
  box.value = text;
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
}"""
COUNT = "victim[0].ordered_defendants"


@pytest.mark.parametrize(
    ("button", "typed_in", "found_in", "text", "figure"),
    [
        (f'[data-op="add"][data-list="{LOSSES}"]', COUNT, COUNT, "199", (ORDER, "$3,000.00")),
        (f'[data-op="remove"][data-list="{LOSSES}"]', f"{LOSSES}[1].amount", AMOUNT, "700000", (ORDER, "$7,000.00")),
        (f'[data-op="step"][data-path="{COUNT}"]', COUNT, COUNT, "299", ("A.1.share.equal-share.ordered", "$2,000.00")),
    ],
    ids=["while a row is added", "while a row is removed", "while the number is stepped"],
)
def test_what_is_typed_before_the_answer_to_a_press_stays(
    form: Page, button: str, typed_in: str, found_in: str, text: str, figure: tuple[str, str]
) -> None:
    form.evaluate(PRESS_AND_TYPE, [button, typed_in, text])
    shows(form, *figure)
    expect(control(form, found_in)).to_have_value(text)


def test_the_last_loss_cannot_be_removed(form: Page) -> None:
    form.get_by_role("button", name="Remove loss 2", exact=True).click()
    shows(form, "A.1.losses", "$120,000.00")
    expect(form.get_by_role("button", name="Remove loss")).to_have_count(0)


def test_counts_and_adjustments_are_added_and_removed(form: Page) -> None:
    add(form, "count")
    expect(row(form, f"{COUNTS}[1]")).to_be_visible()
    add(form, "adjustment")
    expect(row(form, f"{ADJUSTMENTS}[0]")).to_be_visible()
    control(form, "apportionment.method").select_option("adjusted-share")
    control(form, f"{ADJUSTMENTS}[0].guidepost").fill("distributed")
    control(form, f"{ADJUSTMENTS}[0].factor").fill("1.5")
    shows(form, ORDER, "$9,000.00")
    form.get_by_role("button", name="Remove adjustment 1", exact=True).click()
    shows(form, ORDER, FIRST)
    form.get_by_role("button", name="Remove count 2", exact=True).click()
    expect(row(form, f"{COUNTS}[1]")).to_have_count(0)


def test_nothing_typed_is_lost(form: Page) -> None:
    """Whatever stands in the text fields, right or wrong, stands there after rows come and go."""
    boxes = form.locator("[data-slot=form] input[type=text]")
    names: list[str] = boxes.evaluate_all("(boxes) => boxes.map(({ name }) => name)")
    assert len(names) > 20
    typed = {name: f"typed {number}" for number, name in enumerate(names)}
    for name, text in typed.items():
        control(form, name).fill(text)
    add(form, "loss")
    expect(row(form, f"{LOSSES}[2]")).to_be_visible()
    for name, text in typed.items():
        expect(control(form, name)).to_have_value(text)
    form.get_by_role("button", name="Remove loss 3", exact=True).click()
    expect(row(form, f"{LOSSES}[2]")).to_have_count(0)
    for name, text in typed.items():
        expect(control(form, name)).to_have_value(text)


@pytest.mark.parametrize(
    ("keys", "typed"),
    [
        (["End", "5"], "1200005"),
        (["Home", "5"], "5120000"),
        (["Home", "ArrowRight", "5"], "1520000"),
        (["End", "Backspace"], "12000"),
        (["Home", "Delete", "7"], "720000"),
        (["Home", "Shift+End", "7"], "7"),
        (["Home", "ArrowRight", "Shift+End", "7", "5", "0"], "1750"),
    ],
)
def test_an_amount_loses_its_commas_with_the_first_edit(form: Page, keys: list[str], typed: str) -> None:
    """They would stand in the wrong places, and the amount would be refused at every key."""
    box = control(form, AMOUNT)
    box.click()
    expect(box).to_have_value("120,000")
    for key in keys:
        form.keyboard.press(key)
    expect(box).to_have_value(typed)
    shows(form, "A.1.losses", f"${480_000 + int(typed):,}.00")
    expect(form.locator(".we-errors, .we-error")).to_have_count(0)


@pytest.mark.parametrize(
    ("keys", "typed"),
    [(["Home", "Shift+End", "1", ",", "5"], "1,5"), (["End", ","], "120,000,"), (["End", "."], "120,000.")],
)
def test_a_comma_that_the_reader_types_stays(form: Page, keys: list[str], typed: str) -> None:
    """Where it may stand for a decimal point the amount is refused, not read as something else."""
    box = control(form, AMOUNT)
    box.click()
    for key in keys:
        form.keyboard.press(key)
    expect(box).to_have_value(typed)
    box.blur()
    expect(box).to_have_value(typed)
    if not typed.endswith("."):
        expect(box).to_have_attribute("aria-invalid", "true")


def test_a_comma_in_words_stays(form: Page) -> None:
    box = control(form, "title")
    box.fill("120,000")
    box.press("5")
    expect(box).to_have_value("120,0005")


def test_what_was_read_is_shown_back(form: Page) -> None:
    control(form, f"{COUNTS}[0].offense").fill("18 U.S.C. §§ 2252a(a)(5)(B) and (b)(2)")
    expect(form.get_by_text("Read as 2252A(a)(5), with its penalty provision (b)(2).")).to_be_visible()
    shows(form, ORDER, FIRST)
    control(form, "victim[0].prior_awards").fill("$3,000, $5,000 and $7,500")
    expect(form.get_by_text("Read as 3 amounts: median $5,000.00, sum $15,500.00.")).to_be_visible()


def test_no_order_is_not_an_order_of_nothing(form: Page) -> None:
    control(form, f"{COUNTS}[0].offense").fill("1591")
    expect(form.locator(".we-no-order")).to_have_text("No order under §2259: see 18 U.S.C. § 1593.")
    expect(form.get_by_text("$0.00")).to_have_count(0)
    control(form, f"{COUNTS}[0].offense").fill("2252A(a)(5)")
    expect(form.locator(".we-no-order")).to_have_count(0)
    expect(form.locator(f'output[name="{ORDER}"]').first).to_have_text(FIRST)


def test_a_rate_is_shown_with_its_sign_and_a_bare_one_that_is_high_is_refused(form: Page) -> None:
    growth = control(form, f"{LOSSES}[0].growth")
    expect(growth).to_have_value("0%")
    growth.fill("1")
    told = "This would be 100% a year. Write 1% for one percent; a rate above 25 percent needs its sign."
    expect(form.get_by_text(told).first).to_be_visible()
    control(form, AMOUNT).fill("")
    control(form, f"{LOSSES}[0].annual").fill("12,000")
    control(form, f"{LOSSES}[0].years").fill("10")
    growth.fill("0.2")
    expect(form.get_by_text("Read as 20% a year.")).to_be_visible()
    growth.fill("0.2%")
    expect(form.get_by_text("Read as 20% a year.")).to_have_count(0)


def test_the_range_between_the_methods_is_shown(form: Page) -> None:
    shows(form, "A.1.range.low", FIRST)
    shows(form, "A.1.range.high", FIRST)
    control(form, "victim[0].requested").fill("10000")
    control(form, "victim[0].prior_awards").fill("3000; 5000; 12,500.50")
    shows(form, "A.1.range.low", "$5,000.00")
    shows(form, "A.1.range.high", "$10,000.00")
    shows(form, ORDER, FIRST)


def test_a_link_opens_its_example(shared_page: Callable[..., Page]) -> None:
    page = shared_page("")
    link = page.get_by_role("link", name="Open in Estimate")
    link.click()
    page.wait_for_url("**/estimate/#example=equal-share-136")
    shows_after_start(page, ORDER, "$8,387.43")
    expect(control(page, "victim[0].ordered_defendants")).to_have_value("135")
    expect(control(page, f"{LOSSES}[0].amount")).to_have_value("1,140,690.48")
    expect(row(page, f"{LOSSES}[1]")).to_have_count(0)
    control(page, "victim[0].ordered_defendants").fill("136")
    shows(page, ORDER, "$8,326.21")


@pytest.mark.provokes_errors
@pytest.mark.parametrize("ident", ["no-such-example"])
def test_a_link_to_an_unknown_example_says_so(shared_page: Callable[..., Page], ident: str) -> None:
    page = shared_page(f"estimate/#example={ident}")
    expect(page.locator("[data-slot=state]")).to_have_text("There is no example with this name.")
    shows(page, ORDER, FIRST)


@pytest.mark.parametrize("fragment", ["example=../../etc", "example=%2e%2e", "victim[0].received=5", "example="])
def test_no_other_fragment_does_anything(shared_page: Callable[..., Page], watch: Watch, fragment: str) -> None:
    page = shared_page(f"estimate/#{fragment}")
    engine(page, "loading")
    shows(page, ORDER, FIRST)
    assert not [request.url for request in watch.requests if request.url.endswith(".toml")]


def test_what_is_typed_leaves_no_trace(form: Page, watch: Watch) -> None:
    """Not in an address, not in a request, not in what a browser keeps."""
    address = form.url
    control(form, "title").fill("typedtitle")
    control(form, "victim[0].received").fill("7654321")
    control(form, "victim[0].received").press("Enter")
    control(form, f"{LOSSES}[0].amount").fill("7654321.99")
    shows(form, "A.1.losses", "$8,134,321.99")
    assert form.url == address
    told = [f"{request.url} {request.headers} {request.post_data}" for request in watch.requests]
    assert not [one for one in told if "typedtitle" in one or "7654321" in one]
    assert form.evaluate("Object.keys(localStorage).concat(Object.keys(sessionStorage))") == []
    assert form.evaluate("document.cookie") == ""
    assert form.context.cookies() == []
    assert form.evaluate("indexedDB.databases()") == []
    assert form.evaluate("caches.keys()") == []


def shows_after_start(page: Page, key: str, text: str) -> None:
    """Like `shows`, but Python has to start first."""
    engine(page, "ready")
    shows(page, key, text)
