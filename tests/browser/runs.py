"""Two people at the desk, step by step: the tests see that they get there, and the bench how long it takes."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from tests.browser.support import engine

SIX_ANSWERS = {
    "Which section was the conviction under?": "2252A(a)(5)(B) and (b)(2)",
    "First day of the offense": "2021-02-01",
    "Last day of the offense": "2023-06-30",
    "Date of the restitution order": "2026-06-01",
    "What is the victim's total loss?": "$600,000.00",
    "How many defendants elsewhere were already ordered to pay this victim?": "99",
}
METHOD = "How does the judge set this defendant's share?"

_PASTE = """([table, text]) => {
  const grid = document.querySelector(`case-table[data-table^='{"name": "${table}"'] [role=grid]`);
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const cell = grid.querySelector("input") ?? grid;
  cell.focus();
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def new_user(page: Page, site: str) -> int:
    """Go from the first page to an answer with its reasons, for one victim. Return how many fields that took."""
    page.goto(site)
    page.get_by_role("link", name="Estimate", exact=True).first.click()
    for label, text in SIX_ANSWERS.items():
        page.get_by_label(label).fill(text)
    page.get_by_label(METHOD).select_option("equal-share")
    engine(page, "ready")
    expect(page.locator("[data-slot=result] output").first).to_be_visible()
    page.locator("summary", has_text="The whole worksheet").click()
    expect(page.get_by_role("heading", name="Worksheet: victim A, defendant 1")).to_be_visible()
    return len(SIX_ANSWERS) + 1


def losses() -> str:
    """An expert's sheet of 45 losses, as a spreadsheet puts it on the clipboard."""
    kinds = ("Medical care", "Physical or occupational therapy", "Lost income", "Attorneys' fees", "Any other")
    rows = [("Victim", "Category", "Description", "Amount", "Source")]
    for number, victim in enumerate("ABCDEFGHI", 1):
        for place, kind in enumerate(kinds, 1):
            rows.append((victim, kind, f"Item {place}", f"${number * place * 1_500:,}.00", f"Ex. {number}"))
    return "\r\n".join("\t".join(row) for row in rows)


def awards() -> str:
    """Forty earlier awards, with the court beside each."""
    rows = [("Victim", "Amount", "Court")]
    rows += [("ABCDEFGHI"[i % 9], f"$ {3_000 + 250 * (i % 7):,}.00", f"District {1 + i % 12}") for i in range(40)]
    return "\r\n".join("\t".join(row) for row in rows)


def counts() -> str:
    """A count for each of three defendants."""
    rows = [("Defendant", "Section of conviction", "First day", "Last day", "Victims")]
    rows += [("1", "2252A(a)(2)(A)", "1/15/2020", "6/30/2021", "")]
    rows += [("2", "2252A(a)(5)(B)", "3/1/2021", "8/31/2022", "A, B, C, D, E, F, G, H, I")]
    rows += [("3", "2252(a)(4)(B)", "2/2/2022", "12/31/2023", "")]
    return "\r\n".join("\t".join(row) for row in rows)


def counsel(page: Page, site: str) -> None:
    """Enter nine victims, three defendants, 45 losses and 40 awards, up to the matrix of orders."""
    page.goto(f"{site}estimate/")
    page.get_by_label("Date of the restitution order").fill("2026-06-01")
    page.get_by_label(METHOD).select_option("equal-share")
    for _ in range(8):
        page.get_by_role("button", name="Add a victim").click()
    for _ in range(2):
        page.get_by_role("button", name="Add a defendant").click()
    engine(page, "ready")
    expect(page.locator("details[data-part=victims] > summary")).to_contain_text("9 victims")
    for part, table, text in (
        ("defendants", "counts", counts()),
        ("losses", "losses", losses()),
        ("awards", "awards", awards()),
    ):
        section = page.locator(f"details[data-part={part}]")
        if section.get_attribute("open") is None:
            section.locator("> summary").click()
        page.evaluate(_PASTE, [table, text])
        page.get_by_role("button", name="Put in", exact=True).click()
        expect(page.get_by_role("dialog", name="How this is read")).to_be_hidden()
    expect(page.get_by_role("table", name="Orders, victims by defendants").locator("button[data-order]")).to_have_count(
        27
    )
