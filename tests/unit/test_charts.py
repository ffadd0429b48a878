"""The charts: well-formed, inside their box, in proportion, and with every fact in words."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import floor
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restitution.dates import spelled
from restitution.money import MOST_DOLLARS, dollars
from restitution.render.charts import Bar, Chart, Step, Swing, loss_build_up, over_time, side_by_side, tornado
from restitution.render.drawing.scale import Scale

NS = "{http://www.w3.org/2000/svg}"
LONG = (
    "A head of loss whose name somebody typed in full, with every word that the finding of the court uses for it there"
)
NASTY = "</svg><script>alert('1')</script> & \"both\" \x00\x1b\ud800\uffff ]]>"
DAY = date(2016, 2, 29)
LEFT, RIGHT = 1, 319
"""The range within which bars are drawn."""


def parsed(chart: Chart) -> ET.Element:
    """Parse the drawing, checking what holds for every chart."""
    root = ET.fromstring(chart.svg)
    assert root.tag == f"{NS}svg"
    _only_what_is_allowed(chart, root)
    _named(chart, root)
    _inside(root)
    return root


def _only_what_is_allowed(chart: Chart, root: ET.Element) -> None:
    tags = {element.tag.removeprefix(NS) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "defs", "pattern", "path", "rect", "text"}
    for element in root.iter():
        for name, value in element.attrib.items():
            assert name not in {"style", "href"}
            assert not name.startswith("on")
            # All numbers in attributes are integers.
            assert not re.search(r"\d\.\d|[eE][-+]\d", value), f"{name}={value}"
            assert "//" not in value
            assert "url(" not in value or value.startswith("url(#")
    assert "style=" not in chart.svg
    assert "<script" not in chart.svg
    chart.svg.encode()
    chart.alternative.encode()


def _named(chart: Chart, root: ET.Element) -> None:
    assert root.get("role") == "img"
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    title, desc = root[0], root[1]
    assert (title.tag, desc.tag) == (f"{NS}title", f"{NS}desc")
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert (title.text or "", desc.text) == (chart.title, chart.alternative)
    assert chart.alternative
    used = re.findall(r"url\(#([^)]*)\)", chart.svg)
    assert set(used) <= set(ids)


def _inside(root: ET.Element) -> None:
    """Check that nothing leaves the box, by coordinates and, for text, by a conservative estimate of its width."""
    _, _, width, height = (int(part) for part in root.attrib["viewBox"].split())
    for rect in root.iter(f"{NS}rect"):
        x, y, w, h = (int(rect.attrib[name]) for name in ("x", "y", "width", "height"))
        assert x >= 0
        assert y >= 0
        assert w >= 1
        assert h >= 1
        assert x + w <= width
        assert y + h <= height
    for text in root.iter(f"{NS}text"):
        x, y, size = (int(text.attrib[name]) for name in ("x", "y", "font-size"))
        assert size >= 12
        assert size <= y <= height - 4
        about = _about(words(text), size)
        left = x - {"start": 0, "middle": about // 2, "end": about}[text.get("text-anchor", "start")]
        assert left >= 0
        assert left + about <= width
    for path in root.iter(f"{NS}path"):
        if path.get("class") != "chart-hatch":
            for x, y in points(path.attrib["d"]):
                assert 0 <= x <= width
                assert 0 <= y <= height


def _about(shown: str, size: int) -> int:
    """Estimate the width of text: a little less than the narrowest of the fonts in use would need."""
    return sum(22 if c in "Iijl!'.,:; |()[]ft" else 50 for c in shown) * size // 100


def words(text: ET.Element) -> str:
    """Return the text that an element shows, without the full label of a truncated one."""
    return (text.text or "") + "".join(child.tail or "" for child in text)


def shown(root: ET.Element) -> list[str]:
    return [words(text) for text in root.iter(f"{NS}text")]


def points(d: str) -> list[tuple[int, int]]:
    """Return every point on a path."""
    x = y = 0
    found = []
    for letter, numbers in re.findall(r"([MLHVhvlz])([-\d ]*)", d):
        values = [int(n) for n in numbers.split()]
        match letter:
            case "M" | "L":
                x, y = values
            case "H":
                (x,) = values
            case "V":
                (y,) = values
            case "h":
                x += values[0]
            case "v":
                y += values[0]
            case "l":
                x, y = x + values[0], y + values[1]
        found.append((x, y))
    return found


def bars(root: ET.Element) -> list[tuple[int, int]]:
    """Return where each bar begins and how wide it is, from top to bottom."""
    rects = [rect for rect in root.iter(f"{NS}rect") if "chart-bar" in rect.attrib["class"]]
    return [(int(rect.attrib["x"]), int(rect.attrib["width"])) for rect in rects]


def path(root: ET.Element, kind: str, n: int = -1) -> str:
    return [p.attrib["d"] for p in root.iter(f"{NS}path") if p.get("class") == f"chart-{kind}"][n]


def money(amount: int | str) -> Fraction:
    return Fraction(amount)


HEADS = [
    Bar("Psychological care", money(412300), "for 20 years"),
    Bar("Lost income", money(690390)),
    Bar("Paid by insurance", money(-2699), mark="taken out"),
]
METHODS = [
    Bar("Equal share", money("8387.43"), mark="chosen"),
    Bar("Part of all known images", money("2210.07")),
    Bar("Entered by hand", money(15000), "by the judge"),
]
FLOOR = Bar("Floor", money(3000))
LEDGER = [
    Step(date(2016, 2, 3), money(0), money(300000)),
    Step(date(2018, 5, 1), money(120000), money(655000)),
    Step(date(2023, 11, 20), money(655000), money(655000)),
]
SWINGS = [
    Swing("Years of care", money(990), money(1270), "10 years", "30 years"),
    Swing("Discount rate", money(1320), money(500), "1%", "3%"),
]


# --- What each says ---


def test_losses_step_by_step() -> None:
    chart = loss_build_up("c", "Losses, step by step", HEADS)
    assert chart.title == "Losses, step by step"
    assert chart.alternative == (
        "Psychological care: $412,300.00 (for 20 years); Lost income: $690,390.00; "
        "Paid by insurance: −$2,699.00 (taken out). Total: $1,099,991.00."
    )
    root = parsed(chart)
    assert {"$412,300.00", "−$2,699.00", "Total", "$1,099,991.00", "for 20 years", "taken out"} <= set(shown(root))
    first, second, third, total = bars(root)
    assert first[0] == total[0] == LEFT
    assert sum(first) == second[0]
    assert sum(second) == sum(third) == RIGHT
    assert third[0] == sum(total)
    assert len([r for r in root.iter(f"{NS}rect") if "chart-less" in r.attrib["class"]]) == 1


def test_no_losses_step_by_step() -> None:
    assert loss_build_up("c", "t", []).alternative == "Total: $0.00."


def test_methods_side_by_side() -> None:
    chart = side_by_side("c", "The same facts under each method", METHODS, FLOOR)
    assert chart.alternative == (
        "Equal share: $8,387.43 (chosen); Part of all known images: $2,210.07; "
        "Entered by hand: $15,000.00 (by the judge). Floor: $3,000.00; below it: Part of all known images."
    )
    root = parsed(chart)
    assert {"chosen", "Floor: $3,000.00", "$0", "$5,000", "$10,000", "$15,000"} <= set(shown(root))
    for bar, (x, width) in zip(METHODS, bars(root), strict=True):
        assert x == LEFT
        assert abs(width - bar.amount * (RIGHT - LEFT) / 15000) <= 1
    full = [r for r in root.iter(f"{NS}rect") if "chart-full" in r.attrib["class"]]
    assert [int(r.attrib["width"]) for r in full] == [bars(root)[0][1]]


def test_the_line_stands_at_its_amount() -> None:
    root = parsed(side_by_side("c", "t", METHODS, FLOOR))
    line = {x for x, _ in points(path(root, "line"))}
    assert len(line) == 1
    (x,) = line
    assert abs(x - LEFT - Fraction(3000 * (RIGHT - LEFT), 15000)) <= 1
    assert points(path(root, "solid", 0))[0][0] == x
    # A gap is left in the two bars that the line crosses, and in no other.
    assert [points(p.attrib["d"])[0][0] for p in root.iter(f"{NS}path") if p.attrib["class"] == "chart-edge"] == [x, x]
    assert "chart-line" not in side_by_side("c", "t", METHODS).svg


def test_what_did_not_stand_is_hatched() -> None:
    some = [Bar("Stood", money(100)), Bar("Fell", money(50), "set aside", struck=True), Bar("Nothing", money(0))]
    chart = side_by_side("c", "t", some)
    assert "Fell: $50.00 (set aside)" in chart.alternative
    root = parsed(chart)
    drawn = [r for r in root.iter(f"{NS}rect") if "chart-bar" in r.attrib["class"]]
    assert ["chart-less" in r.attrib["class"] for r in drawn] == [False, True]
    assert {"set aside", "$0.00"} <= set(shown(root))


def test_drawings_with_one_scale_and_words_below() -> None:
    low, high = (side_by_side("c", "t", [bar], reach=money(200)) for bar in (Bar("A", money(50)), Bar("B", money(200))))
    assert bars(parsed(high))[0][1] == RIGHT - LEFT
    assert abs(bars(parsed(low))[0][1] - Fraction(RIGHT - LEFT, 4)) <= 1
    below = "Not drawn, because nothing was seen of it: " + "; ".join(f"Case {n}" for n in range(40)) + "."
    chart = side_by_side("c", "t", [Bar("A", money(50))], below=below)
    assert chart.alternative == f"A: $50.00. {below}"
    assert " ".join(shown(parsed(chart))).endswith("Case 39.")


def test_received_and_found_over_time() -> None:
    told = [(date(2023, 11, 20), "liability ends."), (date(2018, 5, 1), "a greater finding")]
    chart = over_time("c", "Received and found", LEDGER, told)
    assert chart.alternative == (
        "Received by February 3, 2016: $0.00; by November 20, 2023: $655,000.00. Greatest finding: $300,000.00 from "
        "February 3, 2016; $655,000.00 from May 1, 2018. May 1, 2018: a greater finding. November 20, 2023: liability "
        "ends."
    )
    root = parsed(chart)
    assert {"Total received", "Greatest finding", "1", "2", "May 1, 2018: a greater finding", "2018", "2020"} <= set(
        shown(root)
    )
    received, found = points(path(root, "ink")), points(path(root, "dashes"))
    assert received[-1] == found[-1]
    assert received[-1][0] == RIGHT
    assert received[0][1] == points(path(root, "base"))[0][1]
    zero, top = received[0][1], found[-1][1]
    assert abs(zero - found[0][1] - Fraction(300000 * (zero - top), 655000)) <= 1
    assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(received)), "a stepped line has no slope"
    assert "stroke-dasharray" in chart.svg
    # The second event's line is where the last payment rises.
    assert points(path(root, "event"))[0][0] == received[-2][0]


def test_on_a_single_day() -> None:
    chart = over_time("c", "t", [Step(DAY, money(100), money(300))], [(DAY, "one"), (DAY, "two"), (DAY, "three")])
    assert chart.alternative.startswith("On February 29, 2016, total received: $100.00. Greatest finding: $300.00 ")
    root = parsed(chart)
    assert "Feb 29, 2016" in shown(root)
    heights = {t.attrib["y"] for t in root.iter(f"{NS}text") if words(t) in {"1", "2", "3"} and t.get("text-anchor")}
    assert len(heights) == 3, "numbers on the same day stand below each other"


def test_what_each_input_changes() -> None:
    chart = tornado("c", "What each input changes", SWINGS, money(1100))
    assert chart.alternative == (
        "As entered: $1,100.00. Discount rate: 1% gives $1,320.00, 3% gives $500.00. "
        "Years of care: 10 years gives $990.00, 30 years gives $1,270.00."
    )
    root = parsed(chart)
    assert {"As entered: $1,100.00", "10 years", "$990.00", "1%", "$500.00"} <= set(shown(root))
    base = points(path(root, "line"))[0][0]
    unit = Fraction(RIGHT - LEFT, 1320 - 500)
    assert abs(base - LEFT - 600 * unit) <= 1
    lows = [r for r in root.iter(f"{NS}rect") if "chart-bar" in r.attrib["class"]][::2]
    assert all(r.attrib["fill"] == "url(#c-hatch)" for r in lows), "hatching, not color, tells low from high"
    wide = bars(root)
    for (x, width), low, high in zip(wide, (1100, 500, 990, 1100), (1320, 1100, 1100, 1270), strict=True):
        assert abs(x - LEFT - (low - 500) * unit) <= 1
        assert abs(width - (high - low) * unit) <= 1


# --- Extremes ---


@pytest.mark.parametrize("amount", [money(0), money("0.01"), money(1), MOST_DOLLARS], ids=str)
@pytest.mark.parametrize("number", [1, 2, 40])
def test_every_amount_the_same(amount: Fraction, number: int) -> None:
    some = [Bar(f"Head {n}", amount) for n in range(number)]
    for chart in (
        loss_build_up("c", "t", some),
        side_by_side("c", "t", some, Bar("Floor", amount)),
        over_time("c", "t", [Step(DAY + timedelta(n), amount, amount) for n in range(number)], []),
        tornado("c", "t", [Swing(bar.label, amount, amount, "a", "b") for bar in some], amount),
    ):
        root = parsed(chart)
        assert dollars(amount) in chart.alternative
        assert dollars(amount) in "\n".join(shown(root))
    widths = {width for _, width in bars(parsed(side_by_side("c", "t", some)))}
    assert widths == ({RIGHT - LEFT} if amount else set())


def test_an_amount_that_is_not_zero_is_seen() -> None:
    tiny = [Bar("Most", MOST_DOLLARS), Bar("Least", Fraction(1, 1000)), Bar("None", money(0))]
    assert bars(parsed(side_by_side("c", "t", tiny)))[1] == (LEFT, 1)
    built = bars(parsed(loss_build_up("c", "t", tiny)))
    assert built[1] == (RIGHT - 1, 1), "inside the box at the right edge too"
    assert len(built) == 3
    received = points(path(parsed(over_time("c", "t", [Step(DAY, money(1), MOST_DOLLARS)], [])), "ink"))
    assert (
        received[0][1]
        == points(path(parsed(over_time("c", "t", [Step(DAY, money(1), MOST_DOLLARS)])), "base"))[0][1] - 1
    )


def test_deductions_below_zero() -> None:
    chart = loss_build_up("c", "t", [Bar("A", money(10)), Bar("B", money(-30)), Bar("C", money(5))])
    root = parsed(chart)
    assert {"−$20", "−$10", "$0", "$10", "−$15.00"} <= set(shown(root))
    assert bars(root)[1] == (LEFT, RIGHT - LEFT)


def test_nothing_at_all() -> None:
    assert parsed(loss_build_up("c", "t", [])) is not None
    assert side_by_side("c", "t", []).alternative == "Nothing is entered."
    assert side_by_side("c", "t", [], FLOOR).alternative == "Floor: $3,000.00."
    assert over_time("c", "t", [], [(DAY, "ends")]).alternative == "Nothing is entered. February 29, 2016: ends."
    assert tornado("c", "t", [], money(5)).alternative == "As entered: $5.00."
    for chart in (side_by_side("c", "t", []), side_by_side("c", "t", [], FLOOR), over_time("c", "t", [])):
        parsed(chart)
    parsed(tornado("c", "t", [], money(5)))


def each(label: str) -> list[Chart]:
    """Return all four charts with this label wherever a label can appear."""
    bar = Bar(label, money(5000), label, label)
    return [
        loss_build_up("c", label, [bar, bar]),
        side_by_side("c", label, [bar], Bar(label, MOST_DOLLARS)),
        over_time("c", label, LEDGER, [(DAY, label)]),
        tornado("c", label, [Swing(label, money(1), money(9), label, label)], money(5)),
    ]


def test_a_long_label_is_cut_in_the_drawing_and_whole_in_words() -> None:
    assert len(LONG) <= 120
    for chart in each(LONG):
        root = parsed(chart)
        assert LONG in chart.alternative
        assert LONG not in shown(root)
        cut = [text for text in root.iter(f"{NS}text") if words(text).endswith("…")]
        assert cut
        assert all(LONG in (text.findtext(f"{NS}title") or "") for text in cut)


@pytest.mark.parametrize("label", ["W" * 120, "心" * 120, "i" * 120, " ", "", "a  b\nc"])
def test_labels_of_any_shape(label: str) -> None:
    for chart in each(label):
        parsed(chart)


def test_what_is_typed_stays_text() -> None:
    for chart in each(NASTY):
        parsed(chart)
        assert "</svg><script>alert('1')</script> & \"both\"" in chart.alternative


def test_an_id_can_be_of_anything() -> None:
    svg = parsed(loss_build_up('v 1"><', "t", HEADS))
    assert svg.attrib["aria-labelledby"] == "v_20_1_22__3e__3c_-title v_20_1_22__3e__3c_-desc"
    assert len({side_by_side(i, "t", METHODS).svg for i in ("a b", "a-b", "a_b", "ab")}) == 4


def test_a_long_ledger_is_thinned() -> None:
    """First, last and every new finding are kept."""
    changes = range(0, 5000, 450)
    ledger = [Step(DAY + timedelta(n), money(n * 10), money(50_000 + n // 450 * 1000)) for n in range(5000)]
    chart = over_time("c", "t", ledger)
    root = parsed(chart)
    assert len(chart.svg) < 20_000
    received, found = points(path(root, "ink")), points(path(root, "dashes"))
    assert len(received) <= 800
    assert len(found) == 2 * len(changes)
    span = RIGHT - received[0][0]
    rises = [a[0] for a, b in pairwise(found) if a[0] == b[0]]
    for n, x in zip(changes[1:], rises, strict=True):
        assert abs(x - received[0][0] - Fraction(n * span, 4999 + 4999 // 20)) <= 1
    assert received[-1][1] == round(Fraction(received[0][1] * 1) - Fraction(49990 * 170, 61000))
    assert "$49,990.00" in chart.alternative
    assert f"$61,000.00 from {spelled(ledger[4950].day)}" in chart.alternative


def test_a_finding_of_a_single_day_is_not_thinned_out() -> None:
    ledger = [Step(DAY + timedelta(n), money(n), money(90 if n == 1234 else 50)) for n in range(5000)]
    heights = [y for _, y in points(path(parsed(over_time("c", "t", ledger)), "dashes"))]
    assert len(set(heights)) == 2


def test_too_many_findings_and_events_are_counted() -> None:
    ledger = [Step(DAY + timedelta(n), money(n), money(n % 2 + 1)) for n in range(5000)]
    told = [(DAY + timedelta(n), f"event {n}") for n in range(30)]
    chart = over_time("c", "t", ledger, told)
    assert "and after 4988 more changes $2.00" in chart.alternative
    assert all(f": event {n}." in chart.alternative for n in range(30))
    assert "and 18 more, not drawn" in shown(parsed(chart))
    assert len(chart.svg) < 30_000


def test_days_out_of_order_and_at_the_ends_of_the_calendar() -> None:
    ledger = [Step(date.max, money(2), money(3)), Step(date.min, money(1), money(3))]
    chart = over_time("c", "t", ledger, [(date(2000, 1, 1), "between")])
    parsed(chart)
    assert chart.alternative.startswith("Received by January 1, 1: $1.00; by December 31, 9999: $2.00.")


def test_gridlines_are_few_and_round() -> None:
    for most, labels in {
        "0.03": ["$0", "$0.01", "$0.02", "$0.03"],
        "7": ["$0", "$5"],
        "310000": ["$0", "$200,000"],
        "4000000": ["$0", "$2 million", "$4 million"],
        "1250000": ["$0", "$500,000", "$1 million"],
        "1000000000000": ["$0", "$500 billion", "$1 trillion"],
    }.items():
        texts = parsed(side_by_side("c", "t", [Bar("A", money(most))])).iter(f"{NS}text")
        assert [words(text) for text in texts if text.get("text-anchor") == "middle"] == labels


# --- Whatever is entered ---

amounts = st.one_of(
    st.integers(0, 10**9).map(lambda n: Fraction(n, 100)),
    st.fractions(0, 10**6, max_denominator=1000),
    st.sampled_from([Fraction(0), Fraction(1, 100), Fraction(3000), MOST_DOLLARS]),
)
labels = st.text(max_size=120)
named = st.builds(Bar, labels, amounts, labels, st.sampled_from(["", "", "chosen"]))
signed = st.builds(Bar, labels, amounts | amounts.map(lambda a: -a), labels)
days = st.dates(date(1990, 1, 1), date(2040, 1, 1))


@given(st.lists(signed, max_size=12))
def test_any_losses(some: list[Bar]) -> None:
    total = sum((bar.amount for bar in some), Fraction(0))
    chart = loss_build_up("c", "t", some)
    root = parsed(chart)
    assert chart == loss_build_up("c", "t", some)
    assert dollars(total) in shown(root)
    assert all(dollars(bar.amount) in shown(root) for bar in some)


@given(st.lists(named, min_size=1, max_size=12), named)
def test_any_methods(some: list[Bar], line: Bar) -> None:
    chart = side_by_side("c", "t", some, line)
    root = parsed(chart)
    assert chart == side_by_side("c", "t", some, line)
    most = max(line.amount, *(bar.amount for bar in some)) or 1
    drawn = [bar for bar in some if bar.amount]
    for bar, (x, width) in zip(drawn, bars(root), strict=True):
        assert x == LEFT
        assert abs(width - bar.amount * (RIGHT - LEFT) / most) <= 1
        assert dollars(bar.amount) in shown(root)
        assert " ".join(bar.note.split()) in chart.alternative or re.search(
            "[\x00-\x1f\x7f-\x9f\ufffe-\uffff]", bar.note
        )
    assert abs(points(path(root, "line"))[0][0] - LEFT - line.amount * (RIGHT - LEFT) / most) <= 1


@given(st.lists(st.builds(Step, days, amounts, amounts), max_size=30), st.lists(st.tuples(days, labels), max_size=15))
def test_any_ledger(steps: list[Step], told: list[tuple[date, str]]) -> None:
    chart = over_time("c", "t", steps, told)
    parsed(chart)
    assert chart == over_time("c", "t", steps, told)
    assert all(f"{spelled(day)}: " in chart.alternative for day, _ in told)


@given(st.lists(st.builds(Swing, labels, amounts, amounts, labels, labels), max_size=8), amounts)
def test_any_swings(rows: list[Swing], base: Fraction) -> None:
    chart = tornado("c", "t", rows, base)
    root = parsed(chart)
    assert chart == tornado("c", "t", rows, base)
    assert all({dollars(row.low), dollars(row.high)} <= set(shown(root)) for row in rows)
    assert len(bars(root)) == sum((row.low != base) + (row.high != base) for row in rows)


@given(
    st.fractions(-(10**6), 10**6, max_denominator=700),
    st.fractions(Fraction(1, 700), 10**6, max_denominator=700),
    st.fractions(-(10**6), 10**6, max_denominator=700),
    st.integers(-400, 400),
    st.integers(-400, 400),
)
def test_a_place_is_the_nearest_whole_one(
    low: Fraction, reach: Fraction, value: Fraction, start: int, end: int
) -> None:
    """The sum in whole numbers is the one in fractions, rounded half up."""
    exact = start + (value - low) * (end - start) / reach
    assert Scale(low, low + reach, start, end).at(value) == floor(exact + Fraction(1, 2))
