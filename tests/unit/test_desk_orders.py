"""The result of a case on the desk: the sentence, the table of orders, the flags in words, and the worksheet."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from tests.unit.desk_support import (
    ELSEWHERE,
    HOSTILE,
    PRODUCTION,
    SPANNING,
    case,
    nine_and_three,
    parsed,
    result,
    words,
)

import restitution
from restitution.commands import COMMANDS
from restitution.commands.compare import NOTES
from restitution.commands.notes.estimate import FLAGS
from restitution.commands.notes.position import FLAGS as POSITION_FLAGS
from restitution.commands.notes.position import POINTS
from restitution.desk.headings import HEADINGS, METHODS, heading_of, method_words, weight_of
from restitution.desk.notes import MADE_UP, SHOWN, Noted, in_short, notes_html
from restitution.desk.orders import in_words, orders_html, worksheet_of
from restitution.money import dollars
from restitution.render.words import NOTICE
from restitution.steps.estimate import Estimate

LEDGER_MODULES = sorted((Path(restitution.__file__).parent / "ledger").glob("*.py"))


def _drawn(made: Estimate, selected: str = "A.1", **options: Any) -> BeautifulSoup:
    return parsed(orders_html(made, "../", selected, **options))


def _one(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    found = soup.select_one(selector)
    assert found is not None, selector
    return found


def _stated(tables: dict[str, Any]) -> dict[str, Any]:
    return COMMANDS["estimate"].answer(tables).table()


def _as_people(amount: str) -> str:
    whole, cents = amount.split(".")
    return f"${int(whole):,}.{cents}"


# --- Headings ---


@pytest.mark.parametrize("name", [*FLAGS, *POSITION_FLAGS, *(point.name for point in (*POINTS, *NOTES)), "not-2259"])
def test_every_flag_and_point_has_a_heading(name: str) -> None:
    assert heading_of(name) != name


def test_every_kind_of_notice_has_a_heading() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in LEDGER_MODULES)
    kinds = set(re.findall(r'Notice\(\s*[a-z.]+,\s*"([a-z-]+)"', source))
    assert {"duplicate", "dates", "zero", "encoding", "payment-without-order"} <= kinds
    assert len(re.findall(r"(?<!class )Notice\(\s*[a-z]", source)) == len(
        re.findall(r'Notice\(\s*[a-z.]+,\s*"', source)
    )
    assert kinds <= set(HEADINGS)


def test_a_heading_is_short_and_is_no_name() -> None:
    for heading in HEADINGS.values():
        assert heading[0].isupper()
        assert "-" not in heading
        assert not heading.endswith(".")
        assert len(heading) <= 50
    assert len(set(HEADINGS.values())) == len(HEADINGS)


def test_what_changes_whether_anything_is_owed_weighs_most() -> None:
    names = ["orders-exceed-losses", "encoding", "straddles-2018", "my own", "not-proven", "duplicate"]
    assert sorted(names, key=weight_of) == [
        "not-proven",
        "straddles-2018",
        "orders-exceed-losses",
        "duplicate",
        "encoding",
        "my own",
    ]


def test_every_method_is_in_words() -> None:
    tables = case(prior_awards=["3000"], requested="1", estimated_offenders=9)
    tables["apportionment"]["fixed"] = "5"
    assert list(METHODS) == list(result(tables).orders[0].methods)
    assert method_words("prior-awards", "mean") == "the mean of earlier awards"


# --- Notes ---


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ((), ""),
        (("A.1",), "A.1"),
        (("A.1", "A.2"), "A.1 and A.2"),
        (("A.1", "A.2", "A.3"), "A.1, A.2 and A.3"),
        (tuple(f"A.{i}" for i in range(1, 10)), "A.1, A.2 and 7 more"),
    ],
)
def test_a_list_of_codes_in_short(codes: tuple[str, ...], said: str) -> None:
    assert in_short(codes) == said


@pytest.mark.parametrize(("number", "shown", "folded"), [(0, 0, 0), (2, 2, 0), (3, 3, 0), (4, 2, 2), (9, 2, 7)])
def test_the_first_notes_are_shown_and_the_others_folded(number: int, shown: int, folded: int) -> None:
    """A single note is not folded: the press would cost more than its lines."""
    soup = parsed(notes_html([Noted(f"name {i}", "Text.") for i in range(number)], "more"))
    assert len(soup.select("li")) == number
    assert len(soup.select("details li")) == folded
    assert len(soup.select("ul:first-child > li")) >= min(number, SHOWN)
    assert len(soup.select("li")) - folded == shown
    if folded:
        assert words(_one(soup, "summary")) == f"{folded} more to know"


# --- One order ---


def test_one_order_is_told_in_a_sentence_and_drawn_in_steps() -> None:
    tables = case(prior_awards=["3000", "9000"], requested="8000")
    made = result(tables)
    soup = _drawn(made)
    heading = _one(soup, "h2#result[tabindex='-1']")
    assert words(heading) == "The result"
    assert words(_one(soup, ".dk-lead")) == (
        "By an equal share among 101, the order is $5,940.59. The judge decides; the methods shown give $5,940.59 to "
        "$8,000.00."
    )
    assert words(_one(soup, ".dk-figure")) == "Order $5,940.59"
    assert words(_one(soup, ".we-decided")).startswith("Share $5,940.59 this step sets the order")
    assert not soup.select("table, button")
    assert words(soup).count(NOTICE) == 1
    assert MADE_UP not in words(soup)
    assert words(_one(_drawn(made, example=True), ".dk-made-up")) == MADE_UP


@pytest.mark.parametrize(
    ("method", "more", "said"),
    [
        ("equal-share", {"denominator": "predicted"}, "By an equal share among 131, future offenders included, the or"),
        ("equal-share", {"denominator": "estimated"}, "By an equal share among 120, by estimate, the order is $5,000"),
        ("adjusted-share", {}, "By an equal share, adjusted under the guideposts, the order is $5,940.59."),
        ("prior-awards", {}, "By the median of 2 earlier awards, the order is $6,000.00."),
        ("prior-awards", {"statistic": "mean"}, "By the mean of 2 earlier awards, the order is $6,000.00."),
        ("requested", {}, "By the amount requested, the order is $8,000.00."),
        ("fixed", {"fixed": "7000"}, "By a figure that the judge states, the order is $7,000.00."),
        (
            "fixed",
            {"fixed": "70"},
            "By a figure that the judge states, the share is $70.00. The floor raises the order t",
        ),
        ("full", {}, "By the whole loss, undivided, the order is $600,000.00."),
    ],
)
def test_the_method_is_said_with_its_number(method: str, more: dict[str, str], said: str) -> None:
    tables = case(prior_awards=["3000", "9000"], requested="8000", predicted_defendants=30, estimated_offenders=120)
    tables["apportionment"] = {"method": method, **more}
    assert in_words(result(tables)).startswith(said)


def test_other_orders_are_told_in_their_own_words() -> None:
    production = in_words(result(case(1, ({"offense": PRODUCTION},))))
    assert production == (
        "The order is the full amount of the victim's losses, $600,000.00: §2259(b)(1). The judge decides."
    )
    early = in_words(result(case(1, ({"offense": PRODUCTION, "span": ("2012-01-01", "2013-01-01")},))))
    assert "$600,000.00: §2259(b)(1), earlier text." in early
    none = in_words(result(case(proven=False)))
    assert none == (
        "The court finds no loss proved for this victim, so there is no order. Whether the floor of $3,000.00 is owed "
        "all the same is open. The judge decides."
    )
    paid = in_words(result(case(received="599000")))
    assert "the order is $5,940.59. Of it, $1,000.00 can still be collected." in paid


def test_no_order_is_never_a_zero() -> None:
    soup = _drawn(result(case(1, ({"offense": ELSEWHERE},))))
    said = words(soup)
    assert "There is no order under §2259 in this case: see 18 U.S.C. § 1593." in said
    assert "Restitution is governed by 18 U.S.C. § 1593" in said
    assert "$" not in said
    assert not soup.select("table, output")


# --- Several orders ---


def test_the_figures_of_the_table_are_those_of_the_answer() -> None:
    """Each order, each range and each total, as stated for machines."""
    tables = nine_and_three()
    stated, soup = _stated(tables), _drawn(result(tables), "C.2")
    outputs = {tag["name"]: tag.get_text() for tag in soup.select("output")}
    expected = {f"{o['victim']}.{o['defendant']}.order": o["order"] for o in stated["orders"]}
    expected |= {f"total.{code}": amount for code, amount in stated["totals"]["by_victim"].items()}
    expected |= {f"defendant.{code}": amount for code, amount in stated["totals"]["by_defendant"].items()}
    expected["total"] = stated["totals"]["case"]
    assert outputs == {key: _as_people(amount) for key, amount in expected.items()}
    for order in stated["orders"]:
        button = _one(soup, f'button[data-order="{order["victim"]}.{order["defendant"]}"]')
        assert button["type"] == "button"
        assert button["data-do"] == "order"
        assert words(button).startswith(f"Victim {order['victim']}, defendant {order['defendant']}: $")
        span = order["range"]
        said = [words(small) for small in button.select(".dk-range")]
        if span is None:
            assert said == []
        elif span["low"] == span["high"]:
            assert said == ["the same by each method"]
        else:
            assert said == [f"{_as_people(span['low'])} to {_as_people(span['high'])}"]
        assert bool(button.select_one(".dk-flag")) is bool(order["flags"])
        for flag in order["flags"]:
            assert heading_of(flag) in words(button)
    pressed = soup.select('[aria-pressed="true"]')
    assert [one["data-order"] for one in pressed] == ["C.2"]


def test_the_table_is_a_table() -> None:
    soup = _drawn(result(nine_and_three()))
    assert words(_one(soup, ".dk-figure")).startswith("Total of the case $")
    heads = [words(head) for head in soup.select("thead th")]
    assert heads == ["Victim", "Defendant 1", "Defendant 2", "Defendant 3", "All defendants"]
    rows = soup.select("tbody tr")
    assert [words(_one(row, "th[scope=row]")) for row in rows] == [*(f"Victim {c}" for c in "ABCDEFGHI"), "All victims"]
    for row in rows[:-1]:
        assert [cell["data-column"] for cell in row.select("td")] == heads[1:]
    assert len(soup.select("button")) == len("ABCDEFGHI") * 3


def test_a_mark_is_explained_where_there_is_one() -> None:
    marked = " A mark beside an order: a note below is about it."
    assert words(_one(_drawn(result(nine_and_three())), "caption")).endswith(marked)
    assert marked not in words(_one(_drawn(result(case(2))), "caption"))


def test_several_orders_are_told_in_two_sentences() -> None:
    made = result(nine_and_three())
    assert in_words(made) == (
        f"The 27 orders of this case come to {dollars(made.case)}, for 9 victims and against 3 defendants. Shares "
        "are set by an equal share among those ordered to pay. The judge decides; each order has the range of the "
        "methods shown."
    )
    full = in_words(result(case(1, ({"offense": PRODUCTION}, {"offense": PRODUCTION}))))
    assert full.endswith("for 1 victim and against 2 defendants. The judge decides.")


def test_a_cell_without_an_order_says_why() -> None:
    tables = case(2, ({}, {"offense": ELSEWHERE}, {"names": ["A"]}))
    soup = _drawn(result(tables))
    outside = _one(soup, 'button[data-order="B.2"]')
    assert words(outside) == "Victim B, defendant 2: no order under §2259"
    unnamed = soup.select("tbody tr")[1].select("td")[2]
    assert words(unnamed) == "— no count names this victim"
    assert words(_one(unnamed, "[aria-hidden=true]")) == "—"
    totals = soup.select(".dk-totals td")
    assert words(totals[1]) == "no order under §2259"
    assert "$0.00" not in words(soup)
    noted = _one(soup, ".dk-notes li")
    assert words(noted).startswith("No order under §2259 A.2 and B.2 The counts that name the victim are not under")


def test_one_order_beside_a_pair_without_has_steps_and_table() -> None:
    soup = _drawn(result(case(1, ({}, {"offense": ELSEWHERE}))))
    assert soup.select(".we-ladder")
    assert len(soup.select("button")) == 2


def test_a_joint_group_is_counted_as_the_totals_do() -> None:
    tables = case(1, ({"offense": PRODUCTION, "joint": "g"}, {"offense": PRODUCTION, "joint": "g"}))
    soup = _drawn(result(tables))
    assert words(_one(soup, "ul.dk-joint")) == ("Victim A, joint group g (A.1 and A.2): one liability of $600,000.00.")
    assert words(_one(soup, "output[name=total]")) == "$600,000.00"
    assert words(_one(soup, 'output[name="defendant.2"]')) == "$600,000.00"


def test_each_flag_is_told_once_with_its_orders() -> None:
    soup = _drawn(result(nine_and_three()))
    told = [words(one) for one in soup.select(".dk-notes strong")]
    assert told == [HEADINGS[name] for name in ("straddles-2018", "disaggregation-open", "orders-exceed-losses")]
    touched = [words(one) for one in soup.select(".dk-touched")]
    assert touched == ["A.2, B.2 and 7 more", "A.1, A.2 and 16 more", "all 27 orders"]
    for flag in FLAGS:
        assert flag not in words(soup)


def test_a_flag_of_one_order_needs_no_list() -> None:
    soup = _drawn(result(case(1, ({"span": SPANNING},))))
    assert words(_one(soup, ".dk-notes strong")) == "The offense spans December 7, 2018"
    assert not soup.select(".dk-touched")


def test_notices_of_a_ledger_name_the_victim() -> None:
    row = {"date": "2020-01-01", "kind": "payment", "case": "C1", "amount": "5", "note": ""}
    tables = case(2)
    del tables["victim"][1]["ordered_defendants"]
    tables["victim"][1]["ledger"] = [row, row]
    said = words(_drawn(result(tables)))
    assert "Ledger of victim B: The same row twice Row 2 is the same as an earlier row" in said


# --- Hostile text ---


def test_text_of_the_case_stays_text() -> None:
    tables = nine_and_three() | {"title": HOSTILE}
    tables["victim"][0]["loss"][0] |= {"label": HOSTILE, "exhibit": HOSTILE}
    tables["defendant"][0]["conduct"][0]["adjustments"] = [
        {"guidepost": "distributed", "factor": "1.5", "reason": HOSTILE}
    ]
    made = result(tables)
    soup = _drawn(made, HOSTILE, notes=[(HOSTILE, HOSTILE)])
    assert words(soup).count("alert") == 2
    assert not soup.select('[aria-pressed="true"]')
    worksheet = worksheet_of(made, "../", "A.1")
    parsed(worksheet)
    assert worksheet.count("&lt;script&gt;") >= 3


# --- The worksheet ---


def test_the_worksheet_of_one_order_has_all_its_lines_and_the_totals() -> None:
    tables = nine_and_three()
    made = result(tables)
    soup = parsed(worksheet_of(made, "../", "B.3"))
    assert words(_one(soup, "h3#worksheet")) == "Worksheet: victim B, defendant 3"
    assert soup.select(".we-ladder")
    top = {line.key: line for line in made.lines}
    expected = [
        (line.key, dollars(line.amount))
        for key in ("B.3", "total")
        for line in top[key].walk()
        if line.amount is not None
    ]
    found = [(tag["name"], tag.get_text()) for tag in soup.select(".we-table output")]
    assert found == expected
    assert all(str(link["href"]).startswith("../") for link in soup.select("a"))


def test_the_worksheet_says_why_there_is_no_order() -> None:
    made = result(case(1, ({}, {"offense": ELSEWHERE})))
    assert "no order under §2259" in words(parsed(worksheet_of(made, "../", "A.2")))
    assert worksheet_of(made, "../", "Z.9") == ""
    assert not parsed(worksheet_of(result(case()), "../", "A.1")).select(".we-ladder")


def test_the_worksheet_shows_what_comes_from_the_ledger() -> None:
    tables = case()
    del tables["victim"][0]["ordered_defendants"]
    tables["victim"][0]["ledger"] = [{"date": "2020-01-01", "kind": "order", "case": "C1", "amount": "5", "note": ""}]
    assert "Victim A: taken from the ledger" in words(parsed(worksheet_of(result(tables), "../", "A.1")))
