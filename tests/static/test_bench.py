"""The bench's verdicts on given values, without measuring."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.bench import keystroke
from tests.bench.__main__ import MEASURES
from tests.bench.lighthouse import CATEGORIES, lost, scores, together
from tests.bench.memory import by_part
from tests.bench.pages import KINDS
from tests.bench.peers import HERE
from tests.bench.served import Asked, sent_bytes
from tests.bench.verdict import (
    Bar,
    Finding,
    Verdict,
    compared,
    judge,
    number,
    passes,
    percentile,
    ratio_of_medians,
    read_bars,
    stale,
    verdict,
)

from sitebuild.paths import ROOT

AT_MOST = Bar("m", "a measure", "ms", most=0.3, aim=0.2)
AT_LEAST = Bar("m", "a measure", "points", least=100)
EXACTLY = Bar("m", "a measure", "results", least=1, most=1)


@pytest.mark.parametrize(
    ("bar", "value", "wanted"),
    [
        (AT_MOST, 0.2, Verdict.AIM),
        (AT_MOST, 0.21, Verdict.BAR),
        (AT_MOST, 0.3, Verdict.BAR),
        (AT_MOST, 0.301, Verdict.MISSED),
        (AT_LEAST, 100, Verdict.BAR),
        (AT_LEAST, 99, Verdict.MISSED),
        (EXACTLY, 1, Verdict.BAR),
        (EXACTLY, 0, Verdict.MISSED),
        (EXACTLY, 2, Verdict.MISSED),
    ],
)
def test_a_value_is_held_against_its_bar(bar: Bar, value: float, wanted: Verdict) -> None:
    assert verdict(bar, Finding("m", value)) is wanted


def test_a_miss_with_a_written_reason_is_shown_as_one() -> None:
    bar = Bar("m", "a measure", "ms", most=1, excused=2, reason="the display shows sixty frames a second")
    assert verdict(bar, Finding("m", 1)) is Verdict.BAR
    assert verdict(bar, Finding("m", 2)) is Verdict.EXCUSED
    assert verdict(bar, Finding("m", 2.1)) is Verdict.MISSED


@pytest.mark.parametrize(
    "given",
    [{"reason": "the display"}, {"excused": 2}, {"excused": 0.9, "reason": "the display"}],
    ids=["no end", "no words", "within the bar"],
)
def test_a_reason_says_how_far_it_goes(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="says how far"):
        Bar("m", "a measure", "ms", most=1, **given)


def test_a_bar_that_nothing_was_measured_for_fails_the_run() -> None:
    ((_, finding, found),) = judge([AT_MOST], [])
    assert (finding, found) == (None, Verdict.UNKNOWN)
    assert not passes([found])


@pytest.mark.parametrize(
    ("verdicts", "wanted"),
    [
        ([Verdict.AIM, Verdict.BAR, Verdict.EXCUSED], True),
        ([Verdict.AIM, Verdict.MISSED], False),
        ([Verdict.UNKNOWN], False),
    ],
)
def test_a_run_is_good_when_nothing_is_missed_without_a_reason(verdicts: list[Verdict], wanted: bool) -> None:
    assert passes(verdicts) is wanted


def test_a_finding_without_a_bar_or_measured_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="no bar for n"):
        judge([AT_MOST], [Finding("n", 1)])
    with pytest.raises(ValueError, match="measured twice"):
        judge([AT_MOST], [Finding("m", 1), Finding("m", 2)])


@pytest.mark.parametrize(
    "entries",
    [
        'measure = "m"\nsays = "s"\nunit = "ms"',
        'measure = "m"\nsays = "s"\nunit = "ms"\nmost = 1\naim = 2',
        'measure = "m"\nsays = "s"\nunit = "ms"\nleast = 1\naim = 2',
        'measure = "m"\nsays = "s"\nunit = "ms"\nmost = 1\n[[bar]]\nmeasure = "m"\nsays = "s"\nunit = "ms"\nmost = 1',
    ],
    ids=["no limit", "aim above the bar", "aim of a least", "twice"],
)
def test_a_bar_that_says_nothing_or_two_things_is_refused(entries: str) -> None:
    with pytest.raises(ValueError, match="m"):
        read_bars(f"[[bar]]\n{entries}")


def test_the_bars_in_use_are_read_and_say_what_they_measure() -> None:
    bars = read_bars()
    assert all(bar.says and bar.unit for bar in bars)
    assert {f"lighthouse-{kind}" for kind in KINDS} <= {bar.measure for bar in bars}
    assert {"command", "readable", "starts", "keystroke", "desk", "rapid", "memory", "lighthouse"} == set(MEASURES)


def test_a_ratio_is_of_medians_and_one_slow_run_does_not_move_it() -> None:
    assert ratio_of_medians([1, 1, 90], [4, 4, 4]) == 0.25
    found = compared("m", [100, 200, 300], "stock", [400, 400, 900])
    assert found.value == 0.5
    assert "200 ms (100 to 300)" in found.note
    assert "400 ms (400 to 900)" in found.note
    assert "3 runs" in found.note


def test_a_percentile_is_not_passed_by_so_many() -> None:
    assert percentile(range(101), 95) == 95
    assert percentile([5.0] * 10, 95) == 5


def test_a_result_of_another_number_is_stale() -> None:
    right = {"1": "one", "2": "two"}
    assert stale([("1", "one"), ("2", "two")], right) == []
    assert stale([("1", "one"), ("2", "one")], right) == [("2", "one")]


@pytest.mark.parametrize(("value", "shown"), [(16, "16"), (1234, "1,234"), (0.298, "0.30"), (15.96, "16.0"), (0, "0")])
def test_a_value_is_shown_with_the_digits_that_say_something(value: float, shown: str) -> None:
    assert number(value) == shown


def test_what_did_not_change_or_is_not_there_costs_no_bytes(tmp_path: Path) -> None:
    file = tmp_path / "a.woff2"
    file.write_bytes(b"x" * 50)
    fresh, kept = Asked("/a.woff2", 200, file), Asked("/a.woff2", 304, file)
    lost_file = Asked("/b", 404, tmp_path / "b")
    assert sent_bytes([fresh, kept, lost_file]) == {"/a.woff2": 50, "/b": 0}
    assert sent_bytes([fresh, fresh]) == {"/a.woff2": 100}


def test_memory_of_a_worker_is_the_engines() -> None:
    def entry(size: int, *scopes: str) -> dict[str, object]:
        return {"bytes": size, "attribution": [{"scope": scope} for scope in scopes]}

    breakdown = [entry(5, "Window"), entry(7, "DedicatedWorkerGlobalScope"), entry(1), entry(2, "Window")]
    assert by_part(breakdown) == {"page": 8, "engine": 7}


def test_lighthouse_points_and_what_cost_them_are_read_from_its_report() -> None:
    audits = {"a": {"score": 0.5, "displayValue": "2 s"}, "b": {"score": 1}, "c": {"score": 0}, "d": {"score": None}}
    refs = [{"id": "a", "weight": 10}, {"id": "b", "weight": 1}, {"id": "c", "weight": 0}, {"id": "d", "weight": 1}]
    category = {"score": 0.956, "auditRefs": refs}
    report = {"audits": audits, "categories": dict.fromkeys(CATEGORIES, category)}
    assert scores(report) == dict.fromkeys(CATEGORIES, 96)
    assert lost(report) == {"a 2 s"}


def trace_of_a_key(pressed: float) -> list[dict[str, object]]:
    """Return a trace: the key's event ends after 3 ms, its layout at 5; the frame takes from 12 to 15, shown at 22."""
    page = {"pid": 1, "tid": 2}
    at = pressed * 1000 + 7_000_000
    timing = {
        "type": "input",
        "timeStamp": pressed,
        "processingEnd": pressed + 3,
        "commitFinishTime": pressed + 15,
        "duration": 22.0,
    }
    return [
        {**page, "name": "EventTiming", "ph": "b", "ts": at, "args": {"data": timing}},
        {**page, "name": "EventTiming", "ph": "b", "ts": at, "args": {"data": {**timing, "type": "keydown"}}},
        {**page, "name": "EventDispatch", "ph": "X", "ts": at - 1000, "dur": 6000},
        {**page, "name": "EventDispatch", "ph": "X", "ts": at + 500, "dur": 2500},
        {**page, "name": "AnimationFrame::Render", "ph": "b", "ts": at + 12_000},
        {**page, "name": "AnimationFrame::Render", "ph": "e", "ts": at + 13_000},
        {**page, "tid": 3, "name": "AnimationFrame::Render", "ph": "b", "ts": at + 6_000},
    ]


def test_the_wait_for_the_display_is_told_apart_from_the_pages_work() -> None:
    keys = [1000.0 + 100 * i for i in range(20)]
    events = [event for pressed in keys for event in trace_of_a_key(pressed)]
    with_its_key = [{"pressed": pressed, "placed": 2.5, "frame": 12.0, "painted": 30.0} for pressed in keys]
    worked, seen = keystroke.findings(with_its_key, events)
    assert (worked.measure, worked.value) == ("keystroke", 8)
    assert (seen.measure, seen.value) == ("keystroke-60", 22)
    assert "20 of 20 results came with their key" in worked.note

    later = [{**key, "placed": 9.0, "frame": 29.0, "painted": 33.0} for key in with_its_key]
    worked, seen = keystroke.findings(later, events)
    assert (worked.value, seen.value) == (13, 33)
    assert "0 of 20 results came with their key" in worked.note

    with pytest.raises(ValueError, match="no key that was pressed at 5"):
        keystroke.findings([{**with_its_key[0], "pressed": 5.0}], events)


def test_of_several_runs_the_middle_one_stands_for_speed_and_the_worst_for_all_else() -> None:
    def report(speed: float, access: float) -> dict[str, object]:
        given = {"performance": speed, "accessibility": access}
        return {"categories": {name: {"score": given.get(name, 1)} for name in CATEGORIES}}

    runs = [report(0.9, 1), report(0.7, 0.96), report(0.99, 1)]
    points, middle = together(runs)
    assert points == {"performance": 90, "accessibility": 96, "best-practices": 100, "seo": 100}
    assert middle is runs[0]


def test_ours_and_the_compared_pages_run_the_same_pyodide() -> None:
    """Different versions would not be comparable."""
    sides = (ROOT / "site" / "package.json", HERE / "package.json")
    ours, theirs = (json.loads(path.read_text(encoding="utf-8"))["dependencies"] for path in sides)
    assert ours["pyodide"] == theirs["pyodide"]
