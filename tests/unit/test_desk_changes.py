"""What would change a result, and variants side by side."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
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

from restitution.commands import COMMANDS
from restitution.desk.changes import compare_html, range_in_words
from restitution.desk.variants import MOST_SHOWN, Compared, variants_html
from restitution.fields import Reader
from restitution.render.words import NOTICE
from restitution.steps.compare import Comparison, compare
from restitution.steps.estimate import Estimate


def _compared(tables: dict[str, Any], *vary: str) -> Comparison:
    return compare(tables, vary, Reader())


def _drawn(tables: dict[str, Any], *vary: str) -> BeautifulSoup:
    return parsed(compare_html(_compared(tables, *vary), "../"))


def _as_stated(text: str) -> str:
    return text.replace("$", "").replace(",", "")


# --- What would change this ---


def test_the_totals_are_those_of_the_answer() -> None:
    tables = nine_and_three()
    stated = COMMANDS["compare"].answer({"scenario": tables}).table()
    soup = _drawn(tables)
    found = [[_as_stated(words(row.select("td")[-1])) for row in t.select("tbody tr")] for t in soup.select("table")]
    names = ("methods", "laws", "disaggregation")
    assert found == [[one["total"] for one in stated[name]] for name in names]
    assert f"As entered: ${int(stated['base']['total'][:-3]):,}" in words(soup)


def test_many_orders_show_totals_only() -> None:
    heads = [words(head) for head in _drawn(nine_and_three()).select("table")[0].select("thead th")]
    assert heads == ["method", "total of the case"]
    one = [words(head) for head in _drawn(case()).select("table")[0].select("thead th")]
    assert one == ["method", "total of the case"]
    two = [words(head) for head in _drawn(case(2)).select("table")[0].select("thead th")]
    assert two == ["method", "order A.1", "order B.1", "total of the case"]


def test_methods_are_in_words_and_the_chosen_one_is_marked() -> None:
    rows = [words(head) for head in _drawn(case(prior_awards=["3000"])).select("table")[0].select("tbody th")]
    assert rows == [
        "The whole loss, undivided",
        "An equal share among those ordered to pay, as chosen",
        "An equal share among those ordered to pay and those expected to be",
        "An equal share, adjusted under the guideposts",
        "The median of earlier awards",
    ]


def test_mixed_harm_is_compared_where_there_is_any() -> None:
    titles = [words(one) for one in _drawn(case()).select("h3")]
    assert titles == ["By method", "By text of the law"]
    mixed = {"category": "therapy", "amount": "9000000", "cause": "mixed", "trafficking_share": "0.5"}
    soup = _drawn(case(loss=[mixed]))
    assert [words(one) for one in soup.select("h3")][2] == "By the harm of the original abuse"
    assert "The court decides" in words(soup)


def test_the_range_leaves_out_the_whole_loss() -> None:
    tables = case(prior_awards=["3000"], requested="8000")
    assert range_in_words(_compared(tables)).startswith(
        "Over the 5 methods shown, each share after any floor and the undivided loss excluded: $3,000.00 to $8,000.00."
    )
    same = range_in_words(_compared(case(ordered_defendants=5000)))
    assert same.startswith("Apart from the undivided loss, the 3 methods shown give the same total, $3,000.00.")
    whole = range_in_words(_compared(case(1, ({"offense": PRODUCTION},))))
    assert whole == "No order here is set by a share, so every method gives the same."


def test_the_swings_say_whose_input_it_is() -> None:
    tables = case(2, ({}, {"span": SPANNING}))
    vary = (
        "victim[1].ordered_defendants=50..500",
        "victim[0].loss[0].amount=1..2",
        "order_date=2021-01-01..2022-01-01",
    )
    soup = _drawn(tables, *vary)
    drawing = words(soup.select("figure svg")[0])
    assert "(victim B)" in drawing
    assert "(victim A, loss 1)" in drawing
    one = words(_drawn(case(), "victim[0].ordered_defendants=50..500").select("figure svg")[0])
    assert "(victim" not in one
    assert not _drawn(case()).select("figure")


def test_without_an_order_there_is_nothing_to_compare() -> None:
    soup = _drawn(case(1, ({"offense": ELSEWHERE},)))
    assert "There is no order under §2259 in this case, so there is nothing to compare." in words(soup)
    assert "$" not in words(soup)


def test_each_part_says_what_it_means() -> None:
    soup = _drawn(nine_and_three(), "victim[0].ordered_defendants=50..500")
    assert words(soup).count(NOTICE) == 1
    for title in soup.select("h3"):
        said = title.find_next_sibling()
        assert said is not None
        assert said.name == "p"
        assert words(said).endswith(".")
    assert words(soup.select("h2#changes[tabindex='-1']")[0]) == "What would change this"
    assert all(region["tabindex"] == "0" and region["aria-label"] for region in soup.select("[role=region]"))


# --- Variants ---


def _variants(*variants: Compared, present: Estimate | None = None) -> BeautifulSoup:
    return parsed(variants_html(variants, present))


def test_what_differs_is_marked_in_words() -> None:
    present, other = result(case(2)), result(case(2, ordered_defendants=50))
    soup = _variants(
        ("Fewer defendants", [("Victim A: ordered", "100", "50")], other),
        ("The same", [("Title", "", "Mine")], present),
        present=present,
    )
    rows = {words(row.select("th")[0]): [words(cell) for cell in row.select("td")] for row in soup.select("tbody tr")}
    assert list(rows) == [
        "Figures",
        "Total of the case",
        "Victim A",
        "Victim B",
        "Inputs that differ",
        "Victim A: ordered",
        "Title",
    ]
    assert rows["Victim A: ordered"] == ["100", "50 differs", "100"]
    assert rows["Title"] == ["(empty)", "(empty)", "Mine differs"]
    assert rows["Victim A"] == ["$5,940.59", "$11,764.71 differs", "$5,940.59"]
    assert rows["Total of the case"] == ["$11,881.18", "$23,529.42 differs", "$11,881.18"]
    assert [words(head) for head in soup.select("thead th")][1:] == ["As it is now", "Fewer defendants", "The same"]
    assert len(soup.select(".dk-differs")) == len(soup.select(".dk-mark")) == 5


@pytest.mark.parametrize("kept", [MOST_SHOWN, MOST_SHOWN + 1, MOST_SHOWN + 2])
def test_up_to_four_are_shown(kept: int) -> None:
    soup = _variants(*((f"v{i}", [], None) for i in range(kept)), present=result(case()))
    assert len(soup.select("thead th")) == 2 + MOST_SHOWN
    more = {0: None, 1: "1 more is kept but not shown.", 2: "2 more are kept but not shown."}[kept - MOST_SHOWN]
    said = [words(one) for one in soup.select("section > p")]
    assert said == [*([more] if more else []), NOTICE]


def test_a_variant_without_a_result_and_one_without_an_order() -> None:
    outside = result(case(1, ({}, {"offense": ELSEWHERE})))
    none = result(case(1, ({"offense": ELSEWHERE}, {"offense": ELSEWHERE})))
    other = result(case(2, ({},)))
    soup = _variants(("a", [], none), ("b", [], None), ("c", [], other), present=outside)
    rows = {words(row.select("th")[0]): [words(cell) for cell in row.select("td")] for row in soup.select("tbody tr")}
    assert rows["Total of the case"][1:3] == ["no order under §2259 differs", "cannot be calculated yet differs"]
    assert rows["Defendant 2"] == [
        "no order under §2259",
        "no order under §2259",
        "cannot be calculated yet differs",
        "not in it differs",
    ]
    assert rows["Victim B"][0] == "not in it"
    assert "$0.00" not in words(soup)


def test_no_variant_is_kept() -> None:
    assert "No variant is kept." in words(_variants(present=result(case())))


def test_names_and_inputs_stay_text() -> None:
    hostile = f"{HOSTILE}\u202e"
    soup = _variants((hostile, [(hostile, hostile, hostile * 2)], None), present=None)
    assert [one.get_text() for one in soup.select("thead bdi")][-1] == hostile
    assert soup.select(".dk-differs bdi")[0].get_text() == hostile * 2
