"""The example on the home page: without scripts, while Python starts, and live."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.drivers import until
from tests.browser.support import (
    CLIPBOARD_RIGHTS,
    ENGINE_MS,
    FIRST,
    OF_137,
    ORDER,
    PEOPLE,
    Fault,
    Held,
    control,
    did,
    engine,
    engine_states,
    missing,
    people,
    settle,
    shows,
)

OF_135 = "$8,449.56"
STALE = re.compile(r"\bwe-stale\b")
PATH = "victim[0].ordered_defendants"

# Presses the button that steps up, and types a number before the engine can have answered.
PRESS_AND_TYPE = """(text) => {
  const example = document.querySelector("worked-example");
  example.querySelector("[data-op=step][data-by='1']").click();
  const box = example.querySelector("[role=spinbutton]");
  box.value = text;
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
}"""


def status(page: Page) -> Locator:
    """The line that a screen reader speaks."""
    return page.locator("[data-slot=state]")


class TestWithoutScripts:
    """A reader whose browser runs no scripts."""

    @pytest.fixture
    def plain(self, shared_page: Callable[..., Page]) -> Page:
        """The home page as it was built."""
        return shared_page("", java_script_enabled=False)

    def test_the_figures_stand(self, plain: Page) -> None:
        shows(plain, ORDER, FIRST)
        shows(plain, "A.1.losses", "$1,140,690.48")

    def test_the_worksheet_is_complete(self, plain: Page) -> None:
        plain.locator("details.we-all > summary").click()
        rows = plain.locator("details.we-all tbody tr")
        assert rows.count() > 10
        for row in rows.all():
            expect(row.locator("th")).to_be_visible()
            assert row.locator(".we-status").inner_text()
            assert row.locator(".we-cites a").count() >= 1
        assert all(plain.locator("worked-example output").all_text_contents())

    def test_a_notice_says_so(self, plain: Page) -> None:
        # Not by its text: Playwright looks for none inside <noscript>.
        notice = plain.locator("worked-example .we-notice")
        expect(notice).to_be_visible()
        assert notice.inner_text().startswith("Scripts are off. The figures are those computed when this page was made")

    def test_there_is_no_button_that_needs_a_script(self, plain: Page) -> None:
        for name in ("Reset", "Copy with citations", "Print"):
            expect(plain.get_by_role("button", name=name)).to_have_count(0)


class TestLive:
    """A reader who changes the number."""

    def test_a_typed_number_gives_new_figures(self, home: Page) -> None:
        people(home).fill("137")
        shows(home, ORDER, OF_137)
        shows(home, "A.1.losses", "$1,140,690.48")

    @pytest.mark.parametrize(
        ("button", "number", "order"), [("More", "137", OF_137), ("Less", "135", OF_135)], ids=["more", "less"]
    )
    def test_the_buttons_step(self, home: Page, button: str, number: str, order: str) -> None:
        home.get_by_role("button", name=f"{button}: {PEOPLE}").click()
        shows(home, ORDER, order)
        expect(people(home)).to_have_value(number)

    @pytest.mark.parametrize(("key", "number", "order"), [("ArrowUp", "137", OF_137), ("ArrowDown", "135", OF_135)])
    def test_the_arrow_keys_step(self, home: Page, key: str, number: str, order: str) -> None:
        people(home).press(key)
        shows(home, ORDER, order)
        expect(people(home)).to_have_value(number)
        expect(people(home)).to_be_focused()
        expect(people(home)).to_have_attribute("aria-valuenow", number)

    def test_many_quick_steps_all_count(self, home: Page) -> None:
        for _ in range(10):
            people(home).press("ArrowUp")
        expect(people(home)).to_have_value("146")
        shows(home, ORDER, "$7,812.95")

    def test_what_is_typed_before_the_answer_to_a_press_stays(self, home: Page) -> None:
        home.evaluate(PRESS_AND_TYPE, "199")
        shows(home, ORDER, "$5,732.11")
        expect(people(home)).to_have_value("199")

    def test_the_old_figure_is_kept_beside_the_new(self, home: Page) -> None:
        people(home).fill("137")
        shows(home, ORDER, OF_137)
        for output in home.locator(f'output[name="{ORDER}"]').all():
            expect(output).to_have_attribute("data-was", FIRST)
        expect(home.locator('output[name="A.1.losses"][data-was]')).to_have_count(0)

    def test_a_change_is_announced_once(self, new_page: Callable[..., Page]) -> None:
        """Not at each key: only when the reader has paused. On a busy machine a test would pause between keys."""
        page = new_page()
        page.clock.install()
        page.goto("")
        engine(page, "ready")
        expect(status(page)).to_have_attribute("role", "status")
        page.clock.pause_at(page.evaluate("Date.now()") + 1000)
        people(page).fill("")
        for digit in "1370":
            people(page).press(digit)
            page.clock.run_for(30)
        expect(page.locator(f'output[name="{ORDER}"]').first).to_have_text("$832.62")
        page.clock.run_for(1000)
        expect(status(page)).to_have_text("Order: $832.62.")
        shows(page, ORDER, "$832.62")
        page.clock.run_for(1000)
        assert page.evaluate("sentences") == ["Order: $832.62."]

    def test_no_figure_speaks_for_itself(self, home: Page) -> None:
        people(home).fill("137")
        shows(home, ORDER, OF_137)
        assert home.locator("output").count() > 10
        expect(home.locator('output:not([aria-live="off"])')).to_have_count(0)

    def test_reset_brings_the_first_figures_back(self, home: Page) -> None:
        people(home).fill("137")
        shows(home, ORDER, OF_137)
        home.get_by_role("button", name="Reset").click()
        shows(home, ORDER, FIRST)
        expect(people(home)).to_have_value("136")
        people(home).fill("135")
        shows(home, ORDER, OF_135)

    def test_reset_wins_over_an_answer_under_way(self, home: Page) -> None:
        """The question of a change is still out when the reader resets: its answer must not come back."""
        people(home).evaluate(
            """(box) => {
              box.value = "137";
              box.dispatchEvent(new Event("input", { bubbles: true }));
              box.closest("worked-example").querySelector("[data-action=reset]").click();
            }"""
        )
        home.wait_for_timeout(1000)
        shows(home, ORDER, FIRST)
        expect(people(home)).to_have_value("136")

    def test_what_the_reader_opened_stays_open(self, home: Page) -> None:
        home.get_by_text("The whole worksheet").click()
        people(home).fill("137")
        shows(home, ORDER, OF_137)
        expect(home.locator("details.we-all")).to_have_attribute("open", "")

    def test_a_worksheet_is_right_when_it_is_unfolded(self, home: Page) -> None:
        """It follows the figures that can be seen; unfolded in the very moment of a change it has followed."""
        seen = people(home).evaluate(
            """async (box, [key]) => {
              const figures = (place) => [...document.querySelectorAll(`${place} output[name="${key}"]`)];
              const [figure] = figures("[data-slot=form]");
              const changed = new Promise((done) => {
                new MutationObserver(done).observe(figure, { childList: true, subtree: true, characterData: true });
              });
              box.value = "137";
              box.dispatchEvent(new Event("input", { bubbles: true }));
              await changed;
              document.querySelector("details.we-all > summary").click();
              return figures("details.we-all").map(({ textContent }) => textContent);
            }""",
            [ORDER],
        )
        assert seen
        assert set(seen) == {OF_137}
        expect(home.locator("details.we-all")).to_have_attribute("open", "")


class TestStart:
    """While Python starts."""

    @pytest.fixture
    def held(self, faults: dict[str, Fault]) -> Held:
        """Python's file, not yet answered."""
        faults["/runtime/pyodide.asm.wasm"] = held = Held()
        return held

    def test_what_was_typed_meanwhile_is_kept_and_applied(self, shared_page: Callable[..., Page], held: Held) -> None:
        page = shared_page("")
        engine(page, "loading")
        people(page).fill("137")
        expect(status(page)).to_have_text("Getting the calculator ready. What you typed is kept.")
        shows(page, ORDER, FIRST)
        held.let_go()
        engine(page, "ready")
        shows(page, ORDER, OF_137)
        expect(people(page)).to_have_value("137")
        expect(status(page)).to_have_text(f"Order: {OF_137}.")
        assert engine_states(page) == ["idle", "loading", "ready"]
        marks = page.evaluate("performance.getEntriesByType('mark').map((mark) => mark.name)")
        assert [name for name in marks if name.startswith("engine-")] == ["engine-start", "engine-ready"]

    def test_steps_pressed_meanwhile_all_count(self, shared_page: Callable[..., Page], held: Held) -> None:
        page = shared_page("")
        engine(page, "loading")
        for _ in range(3):
            page.get_by_role("button", name=f"More: {PEOPLE}").click()
        held.let_go()
        engine(page, "ready")
        expect(people(page)).to_have_value("139")
        shows(page, ORDER, "$8,206.41")

    def test_it_does_not_start_on_a_page_without_an_example(self, shared_page: Callable[..., Page]) -> None:
        page = shared_page("sources/")
        page.wait_for_load_state("networkidle")
        engine(page, "idle")
        assert page.evaluate("performance.getEntriesByName('engine-start').length") == 0

    def test_it_starts_when_an_example_comes_near(self, shared_page: Callable[..., Page], held: Held) -> None:
        page = shared_page("learn/how-an-award-is-worked-out/", viewport={"width": 1280, "height": 300})
        page.wait_for_load_state("networkidle")
        engine(page, "idle")
        page.locator("worked-example").first.scroll_into_view_if_needed()
        engine(page, "loading")
        held.let_go()


class TestBadInput:
    """A reader who types what is no number of people."""

    @pytest.mark.parametrize("typed", ["abc", "-1", "", "0", "1.5", "1e3", "９"])
    def test_it_is_refused_at_the_field(self, home: Page, typed: str) -> None:
        example = home.locator("worked-example")
        people(home).fill(typed)
        expect(people(home)).to_have_attribute("aria-invalid", "true")
        described = (people(home).get_attribute("aria-describedby") or "").split()
        message = home.locator(f"[id='{described[0]}']")
        expect(message).to_be_visible()
        words = message.inner_text()
        assert words
        expect(example.locator(".we-errors li")).to_have_text([words])
        expect(example).to_have_class(STALE)
        shows(home, ORDER, FIRST)
        expect(people(home)).to_have_value(typed)
        expect(status(home)).to_contain_text(words)

    def test_the_list_leads_to_the_field(self, home: Page) -> None:
        people(home).fill("abc")
        home.locator(".we-errors a").click()
        expect(people(home)).to_be_focused()
        home.evaluate("history.replaceState(null, '', location.pathname)")

    def test_a_number_after_it_is_taken(self, home: Page) -> None:
        people(home).fill("abc")
        expect(people(home)).to_have_attribute("aria-invalid", "true")
        people(home).fill("137")
        shows(home, ORDER, OF_137)
        expect(people(home)).not_to_have_attribute("aria-invalid", "true")
        expect(home.locator("worked-example")).not_to_have_class(STALE)
        expect(home.locator(".we-errors, .we-error")).to_have_count(0)

    def test_what_was_typed_stays_when_the_focus_leaves(self, home: Page) -> None:
        people(home).fill("12 people")
        expect(people(home)).to_have_attribute("aria-invalid", "true")
        people(home).blur()
        settle(home)
        expect(people(home)).to_have_value("12 people")

    def test_figures_that_no_longer_hold_look_so_and_go_nowhere(self, home: Page) -> None:
        home.evaluate("() => { navigator.clipboard.write = () => { window.copied = true; }; }")
        people(home).fill("many")
        order = home.locator(f'output[name="{ORDER}"]').filter(visible=True).first
        expect(order).to_have_css("text-decoration-line", "line-through")
        home.get_by_role("button", name="Copy with citations").click()
        expect(did(home)).to_have_text("Not copied: first correct what is marked.")
        assert not home.evaluate("window.copied")
        home.emulate_media(media="print")
        expect(home.locator(".we-answer").filter(visible=True)).to_have_count(0)
        expect(home.locator(".we-state")).to_be_visible()
        home.emulate_media(media="screen")
        people(home).fill("136")
        expect(order).to_have_css("text-decoration-line", "none")
        home.evaluate("() => { delete navigator.clipboard.write; }")


class TestActions:
    """What stands under the example."""

    @pytest.mark.parametrize("changed", [False, True], ids=["at first", "after a change"])
    def test_copy_takes_the_citations_along(self, home: Page, changed: bool) -> None:
        if changed:
            people(home).fill("137")
            shows(home, ORDER, OF_137)
        home.get_by_role("button", name="Copy with citations").click()
        expect(did(home)).to_have_text("Copied, with the citations.")
        copied = home.evaluate("navigator.clipboard.readText()")
        assert (OF_137 if changed else FIRST) in copied
        assert (FIRST if changed else OF_137) not in copied
        assert "18 U.S.C. § 2259" in copied
        assert "827 F.3d 602" in copied
        assert "Legal information, not legal advice" in copied

    def test_what_copying_says_is_not_spoken_over(self, home: Page) -> None:
        """The sentence of a change comes a moment after the change: one who has copied by then needs the other."""
        people(home).fill("137")
        shows(home, ORDER, OF_137)
        home.get_by_role("button", name="Copy with citations").click()
        expect(did(home)).to_have_text("Copied, with the citations.")
        home.wait_for_timeout(600)
        expect(did(home)).to_have_text("Copied, with the citations.")

    def test_copy_after_reset_is_of_the_first_figures(self, home: Page) -> None:
        people(home).fill("137")
        shows(home, ORDER, OF_137)
        home.get_by_role("button", name="Reset").click()
        home.get_by_role("button", name="Copy with citations").click()
        expect(did(home)).to_have_text("Copied, with the citations.")
        assert FIRST in home.evaluate("navigator.clipboard.readText()")

    @pytest.mark.parametrize("width", [1280, 390])
    def test_what_a_press_did_stands_beside_it_until_the_next_change(self, home: Page, width: int) -> None:
        """The result, and the line above it, may be out of sight by then."""
        home.set_viewport_size({"width": width, "height": 500})
        for name, words in (("Copy with citations", "Copied, with the citations."), ("Reset", "Reset to the original")):
            home.get_by_role("button", name=name).click()
            expect(did(home)).to_contain_text(words)
            expect(did(home)).to_be_in_viewport(ratio=1)
        home.set_viewport_size({"width": 1280, "height": 900})
        people(home).fill("137")
        expect(did(home)).to_have_text("")

    @pytest.mark.parametrize("changed", [False, True], ids=["at first", "after a change"])
    def test_one_press_copies_before_the_calculator_is_ready(
        self, shared_page: Callable[..., Page], faults: dict[str, Fault], changed: bool
    ) -> None:
        faults["/restitution/worker.js"] = held = Held()
        page = shared_page("", permissions=CLIPBOARD_RIGHTS)
        if changed:
            people(page).fill("137")
        page.get_by_role("button", name="Copy with citations").click()
        expect(did(page)).to_have_text("Will copy as soon as the calculator is ready.")
        expect(did(page)).to_be_in_viewport(ratio=1)
        held.let_go()
        expect(did(page)).to_have_text("Copied, with the citations.", timeout=ENGINE_MS)
        assert (OF_137 if changed else FIRST) in page.evaluate("navigator.clipboard.readText()")

    @pytest.mark.provokes_errors
    def test_a_copy_that_the_calculator_cannot_write_is_not_waited_for(
        self, shared_page: Callable[..., Page], faults: dict[str, Fault]
    ) -> None:
        faults["/restitution/worker.js"] = held = Held()
        page = shared_page("")
        page.get_by_role("button", name="Copy with citations").click()
        expect(did(page)).to_have_text("Will copy as soon as the calculator is ready.")
        faults["/runtime/pyodide.mjs"] = missing
        held.let_go()
        expect(did(page)).to_have_text("The calculator is not running.", timeout=ENGINE_MS)

    def test_copying_that_the_browser_forbids_is_said(self, shared_page: Callable[..., Page]) -> None:
        page = shared_page("")
        engine(page, "ready")
        page.evaluate("() => { navigator.clipboard.write = () => Promise.reject(new Error('forbidden')); }")
        page.get_by_role("button", name="Copy with citations").click()
        expect(did(page)).to_have_text("The browser did not allow copying. Select the text and copy it by hand.")

    def test_print_asks_the_browser_to_print(self, home: Page) -> None:
        home.evaluate("() => { window.printed = 0; window.print = () => { printed += 1; }; }")
        home.get_by_role("button", name="Print").click()
        assert home.evaluate("printed") == 1

    def test_on_paper_the_figures_stand(self, home: Page) -> None:
        people(home).fill("137")
        shows(home, ORDER, OF_137)
        home.emulate_media(media="print")
        for output in home.locator(f'output[name="{ORDER}"]').all():
            if not output.evaluate("(output) => output.closest('details:not([open])') !== null"):
                expect(output).to_be_visible()
        expect(people(home)).to_be_visible()
        expect(home.get_by_role("button", name="Reset")).to_be_hidden()
        home.emulate_media(media="null")


class TestMotion:
    """What moves when a figure changes."""

    @pytest.mark.parametrize(("wish", "moves"), [("no-preference", True), ("reduce", False)])
    def test_nothing_moves_for_those_who_wish_so(self, home: Page, wish: str, moves: bool) -> None:
        home.emulate_media(reduced_motion="reduce" if wish == "reduce" else "no-preference")
        home.evaluate(
            """window.moved = [];
            for (const kind of ["animationstart", "transitionrun"]) {
              document.querySelector("worked-example").addEventListener(kind, (event) => moved.push(event.type));
            }"""
        )
        people(home).fill("137")
        shows(home, ORDER, OF_137)
        if moves:
            until(lambda: home.evaluate("moved"))
        else:
            home.wait_for_timeout(300)
        assert bool(home.evaluate("moved")) is moves
        home.emulate_media(reduced_motion="null")


class TestKeyboard:
    """A reader without a mouse."""

    def test_from_the_number_to_an_authority(self, shared_page: Callable[..., Page]) -> None:
        page = shared_page("")
        engine(page, "ready")

        def tab_to(target: Locator) -> None:
            for _ in range(60):
                if target.evaluate("(element) => element === document.activeElement"):
                    return
                page.keyboard.press("Tab")
            pytest.fail(f"no way by Tab to {target}")

        tab_to(people(page))
        page.keyboard.press("Control+A")
        page.keyboard.type("137")
        shows(page, ORDER, OF_137)
        whole = page.locator("details.we-all")
        tab_to(whole.locator("summary"))
        page.keyboard.press("Enter")
        expect(whole).to_have_attribute("open", "")
        authority = whole.locator('.we-cites a[href*="sources/#"]').first
        tab_to(authority)
        expect(authority).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/sources/#[\w-]+$"))
        expect(page.locator("section.source:target")).to_be_in_viewport()

    def test_where_the_focus_is_can_be_seen(self, home: Page) -> None:
        people(home).focus()
        home.keyboard.press("Tab")
        home.keyboard.press("Shift+Tab")
        look = people(home).evaluate(
            """(box) => {
              const seen = getComputedStyle(box);
              return seen.outlineStyle !== "none" && parseFloat(seen.outlineWidth) >= 1 || seen.boxShadow !== "none";
            }"""
        )
        assert look is True


def test_the_control_has_one_name(home: Page) -> None:
    """The label that the tests go by is the one that a screen reader speaks."""
    expect(control(home, PATH)).to_have_accessible_name(PEOPLE)
