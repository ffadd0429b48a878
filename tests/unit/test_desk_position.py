"""The position of a ledger on the desk: the facts, the paragraph for a filing, the cases and the notices."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from tests.unit.desk_support import HOSTILE, parsed, words

from restitution.commands import COMMANDS
from restitution.commands.notes.position import FLAGS, POINTS
from restitution.desk.headings import HEADINGS
from restitution.desk.notes import MADE_UP
from restitution.desk.position import MOST_CASES, paragraph, position_html
from restitution.fields import Reader
from restitution.ledger import Position, position, read_ledger
from restitution.render.words import NOTICE

AS_OF = date(2026, 6, 30)

type Rows = tuple[str, ...]
"""Rows as ``date kind case amount``; the case of assistance and civil damages may be ``-``."""

FOUND: Rows = ("2019-05-02 finding C7 1140690.48", "2019-05-02 order C7 3000", "2020-01-05 finding C8 9000")


def _tables(rows: Rows) -> list[dict[str, str]]:
    return [
        {"date": day, "kind": kind, "case": case.removeprefix("-"), "amount": amount, "note": ""}
        for day, kind, case, amount in (row.split() for row in rows)
    ]


def _position(rows: Rows) -> Position:
    reader = Reader()
    ledger = read_ledger(_tables(rows), reader)
    reader.check()
    return position(ledger, AS_OF)


def _drawn(rows: Rows, **options: Any) -> BeautifulSoup:
    return parsed(position_html(_position(rows), "A", "../", **options))


def _stated(rows: Rows) -> dict[str, Any]:
    params = {"ledger": _tables(rows), "as_of": AS_OF.isoformat()}
    return COMMANDS["ledger"].answer(params).table()


# --- The paragraph ---


def test_what_is_outstanding() -> None:
    paid = (*(f"2021-01-0{i} payment C{i} 5000" for i in range(1, 9)), "2022-01-01 payment C8 1200.50")
    assert paragraph(_position(FOUND + paid)) == (
        "As of June 30, 2026, the victim has received $41,200.50 in restitution under 18 U.S.C. § 2259 in 8 cases, of "
        "$1,140,690.48, the greatest amount of losses found in any case (case C7, finding of May 2, 2019); "
        "$1,099,489.98 remains outstanding. 18 U.S.C. § 2259(b)(2)(C)."
    )


def test_no_finding() -> None:
    said = paragraph(_position(("2021-01-01 payment C1 500",)))
    assert said == (
        "As of June 30, 2026, the victim has received $500.00 in restitution under 18 U.S.C. § 2259 in 1 case. No "
        "finding of the victim's losses in a case with a final restitution order is entered, so the amount outstanding "
        "cannot be stated. 18 U.S.C. § 2259(b)(2)(C)."
    )
    assert "has received $0.00 in restitution under 18 U.S.C. § 2259. No finding" in paragraph(_position(()))


def test_a_finding_of_nothing() -> None:
    said = paragraph(_position(("2021-01-01 finding C1 0", "2021-02-01 payment C1 5")))
    assert "with no loss found, the end of liability cannot be measured." in said
    assert "has ended" not in said


def test_the_end_of_liability_is_for_the_court() -> None:
    said = paragraph(_position(("2021-01-01 finding C1 900", "2022-01-01 payment C2 400", "2023-01-01 payment C1 500")))
    assert "nothing remains outstanding. 18 U.S.C. § 2259(b)(2)(C)." in said
    assert (
        "By January 1, 2023 the victim had received $900.00, at least the greatest amount found by then, $900." in said
    )
    assert "Whether the victim has been made whole is for the court to decide." in said
    assert said.endswith("18 U.S.C. § 2259(b)(2)(C); United States v. Evans, 48 F.4th 888 (8th Cir. 2022).")


def test_more_than_was_found() -> None:
    said = paragraph(_position(("2021-01-01 finding C1 900", "2022-01-01 payment C2 950.01")))
    assert "nothing remains outstanding, and $50.01 has been received above that amount; no decision was found" in said


@pytest.mark.parametrize(
    ("row", "cause"),
    [("2024-01-01 finding C2 2000", "a greater finding"), ("2024-01-01 reversal C1 1", "a reversal")],
)
def test_liability_that_was_reopened(row: str, cause: str) -> None:
    said = paragraph(_position(("2021-01-01 finding C1 900", "2022-01-01 payment C1 900", row)))
    assert said.endswith(
        "On these figures liability had ended on January 1, 2022, and it is treated as reopened on January 1, 2024 by "
        f"{cause}; no decision on that point was found."
    )
    assert "has ended" not in said
    again = paragraph(
        _position(("2021-01-01 finding C1 900", "2022-01-01 payment C1 900", row, "2025-01-01 payment C1 1100"))
    )
    assert "By January 1, 2025 the victim had received" in again
    assert "it is treated as reopened on January 1, 2024" in again


def test_reversals_assistance_and_civil_damages() -> None:
    rows = (
        *FOUND,
        "2021-01-01 payment C7 500",
        "2021-02-01 reversal C7 100.25",
        "2022-01-01 assistance - 35000",
        "2018-01-01 civil C7 10",
        "2022-06-01 civil C7 4000",
    )
    said = paragraph(_position(rows))
    assert "received $399.75 in restitution" in said
    assert "in 1 case (payments of $500.00 less reversals of $100.25), of $1,140,690.48" in said
    assert (
        "Separately, the victim received $35,000.00 in defined monetary assistance, which is not restitution " in said
    )
    assert "received. 18 U.S.C. § 2259(d)." in said
    assert "the victim recovered $4,010.00 in civil damages, not counted above" in said
    assert "for the same loss, in a State proceeding to the extent provided by State law." in said
    assert "of it, $4,000.00 was recovered after the first order in its case." in said
    assert said.endswith("18 U.S.C. § 3664(j)(2).")


@pytest.mark.parametrize(
    "rows",
    [
        FOUND,
        (*FOUND, "2021-01-01 payment C7 500", "2021-02-01 reversal C7 100.25", "2022-01-01 assistance - 35000"),
        ("2021-01-01 finding C1 900", "2022-01-01 payment C2 950.01"),
    ],
)
def test_every_figure_of_the_paragraph_is_one_of_the_answer(rows: Rows) -> None:
    stated = _stated(rows)
    known = {
        f"${whole:,}.{cents}"
        for value in [*stated.values(), *(line["amount"] for line in stated["worksheet"]["lines"]), "500.00", "100.25"]
        if isinstance(value, str) and re.fullmatch(r"\d+\.\d\d", value)
        for whole, cents in [(int(value[:-3]), value[-2:])]
    }
    figures = re.findall(r"\$[\d,]+\.\d\d", paragraph(_position(rows)))
    assert figures
    assert set(figures) <= known


# --- The answer ---


def test_the_answer_has_its_parts() -> None:
    rows = (*FOUND, "2021-01-01 payment C7 500")
    soup = _drawn(rows)
    assert words(soup.select("h2#position[tabindex='-1']")[0]) == "Victim A: position on June 30, 2026"
    facts = dict(zip(map(words, soup.select("dt")), map(words, soup.select("dd")), strict=True))
    stated = _stated(rows)
    for label, name in (("Received", "received"), ("Outstanding", "outstanding"), ("Total ordered", "ordered")):
        assert facts[label].replace("$", "").replace(",", "") == stated[name]
    assert facts["Liability ended on"] == "not ended"
    assert words(soup.select("#dk-paragraph")[0]) == paragraph(_position(rows))
    assert words(soup.select('button[type="button"][data-do="copy-paragraph"]')[0]) == "Copy the paragraph"
    assert soup.select("figure svg")
    table = soup.select(".dk-scroll[tabindex='0'] table")[0]
    assert [words(head) for head in table.select("tbody th")] == ["C7", "C8"]
    assert words(soup).count(NOTICE) == 1
    assert MADE_UP not in words(soup)
    assert MADE_UP in words(_drawn(rows, example=True))


def test_which_findings_count_stands_at_the_paragraph() -> None:
    """Not among the folded points: it is what the writer of a filing must see to."""
    soup = _drawn(FOUND)
    text = next(point.text for point in POINTS if point.name == "findings")
    assert words(soup).count(text) == 1
    assert words(soup.select(".dk-check")[0]) == f"Before it is filed: {text}"


def test_notices_are_under_headings_and_heaviest_first() -> None:
    row = "2022-01-01 payment C9 5"
    soup = _drawn((*FOUND, row, row, "2021-12-31 payment C7 0"))
    told = [words(one) for one in soup.select("strong")][1:]
    assert told[:4] == [HEADINGS[n] for n in ("duplicate", "payment-without-order", "out-of-order", "zero")]
    assert len(soup.select("details li")) == len(told) - 2
    ended = _drawn(("2021-01-01 finding C1 900", "2022-01-01 payment C1 950"))
    shown = [words(one) for one in ended.select(".dk-notes")[0].select("strong")]
    assert shown == ["Nothing is outstanding", "More has been received than was found"]
    for name in FLAGS:
        assert name not in words(ended)


@pytest.mark.parametrize("number", [MOST_CASES, MOST_CASES + 1])
def test_of_very_many_cases_the_first_are_shown(number: int) -> None:
    soup = _drawn(tuple(f"2021-01-01 order C{i} 3000" for i in range(number)))
    assert len(soup.select("tbody tr")) == MOST_CASES
    said = "The first 200 of 201 cases are shown. The CSV file has all of them."
    assert (said in words(soup)) is (number > MOST_CASES)


def test_an_empty_ledger() -> None:
    soup = _drawn(())
    assert "The ledger is empty" in words(soup)
    assert not soup.select("table, figure")


def test_text_of_the_ledger_stays_text() -> None:
    """Codes are refused where they are no codes; the victim's code comes from the page."""
    parsed(position_html(_position(FOUND), HOSTILE, "../"))
