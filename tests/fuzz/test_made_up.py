"""Input that nobody thought of: every command answers it or refuses it in words, and never calls it its own failure.

`--hypothesis-profile=search` looks much longer.
"""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.unit.support import ANSWERED, BAD_INPUT, Run, ask, assert_errors, respond

from restitution import LAW
from restitution.commands import COMMANDS
from restitution.fields import Field, Kind, Table
from restitution.ledger import ROW
from restitution.protocol import FORMATS
from restitution.scenario.fields import SCENARIO

type Strategy = st.SearchStrategy[Any]

commands = pytest.mark.parametrize("command", COMMANDS)
HALF = settings().max_examples // 2
"""Examples of what is tried for every command, a dozen times over."""


# --- of any shape ---

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
words = st.sampled_from(
    [
        "schema", "title", "order_date", "circuit", "apportionment", "victim", "defendant", "id", "loss", "counts",
        "conduct", "amount", "cause", "mixed", "2252A(a)(5)", "2252A(g)", "2021-06-01", "equal-share", "A", "1", "0",
        "-1", "x", "0.5", "method", "params", "format", "json", "text", "html", "ledger", "as_of", "obligation",
        "payment", "scenario", "vary", "input", "principal", "monthly", "victim[0].ordered_defendants=1..5", "example",
        *COMMANDS,
    ]
)  # fmt: skip
anything = st.recursive(
    scalars | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words | st.text(max_size=4), inner, max_size=5),
    max_leaves=20,
)


@given(st.text() | anything)
def test_any_request_is_answered(request_: object) -> None:
    """Text that is no request, and JSON of any shape."""
    respond(request_)


@commands
@given(form=st.sampled_from(FORMATS), params=anything)
def test_any_params_are_answered(command: str, form: str, params: object) -> None:
    """Params of any shape."""
    ask(command, params, form)


@given(params=anything, definition=anything)
def test_any_example_is_answered(params: object, definition: object) -> None:
    """The page's own method too."""
    ask("example", params, "html")
    ask("example", {"example": definition}, "text")


# --- as declared ---

DAYS = ["0001-01-01", "1996-04-24", "2018-12-06", "2018-12-07", "2019-01-01", "2020-02-29", "2021-06-01", "9999-12-31"]
AMOUNTS = ["0", "0.01", "1", "2500", "3,000.00", "$50000", "999999999999.99", "1000000000000"]
RATES = ["0", "1", "-0.99", "0.5", "2%", "0.0000000001", "0.3333333333333333333333333333333333333333"]
SECTIONS = sorted({offense.section for offense in LAW.offenses})
CODES = ["A", "B", "C"]
VARIED = [
    "victim[0].ordered_defendants=0..9",
    "apportionment.fixed=1..900",
    "order_date=2020-01-01..2024-01-01",
    "x=1..2",
]
SHAPES: dict[str, list[tuple[str, ...]]] = {
    "loss": [("amount",), ("low", "high", "take"), ("annual", "years", "months", "growth", "discount", "starts_in")],
    "schedule": [("monthly",), ("income", "percent")],
}
"""Fields of which a table has one group."""


def values(field: Field) -> Strategy:
    """What a field may hold, its limits too."""
    days = st.sampled_from(DAYS) | st.dates(date(2015, 1, 1), date(2030, 12, 31)).map(date.isoformat)
    amounts = st.sampled_from(AMOUNTS) | st.integers(0, 10**8).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")
    least, most = int(field.least), int(field.most)
    table = {Kind.LEDGER: ROW, Kind.SCENARIO: SCENARIO}.get(field.kind, field.table)
    match field.kind:
        case Kind.MONEY:
            return amounts
        case Kind.MONEY_LIST:
            return st.lists(amounts, max_size=4)
        case Kind.RATE:
            return st.sampled_from(RATES)
        case Kind.WHOLE:
            return st.sampled_from([least, least + 1, most]) | st.integers(least, min(most, least + 40))
        case Kind.DAY:
            return days
        case Kind.FLAG:
            return st.booleans()
        case Kind.CHOICE:
            return st.sampled_from([*field.choices])
        case Kind.TEXT:
            return st.sampled_from(["", "x", "J", "=1", "<b>&", "trafficking.floor", "sainz-2016", "ledger", "x" * 60])
        case Kind.CODE:
            return st.sampled_from(CODES)
        case Kind.CODE_LIST:
            return st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True)
        case Kind.SECTION:
            return st.sampled_from(SECTIONS)
        case Kind.TEXT_LIST:
            return st.lists(st.sampled_from(VARIED), max_size=3, unique=True)
        case Kind.TABLES | Kind.LEDGER if table:
            return st.lists(inputs(table), min_size=1, max_size=4).map(_coded)
        case _:
            assert table
            return inputs(table)


def inputs(table: Table) -> Strategy:
    """Tables with the fields that must be there and some of the others."""

    @st.composite
    def drawn(draw: Any) -> dict[str, Any]:
        shapes = SHAPES.get(table.noun, [])
        shape = draw(st.sampled_from(shapes)) if shapes else ()
        other = {name for names in shapes for name in names} - set(shape)
        found = {
            field.name: draw(values(field))
            for field in table.fields
            if field.name not in other and (field.required or field.name in shape or draw(st.booleans()))
        }
        FITTED.get(table.noun, lambda _: None)(found)
        return found

    return drawn()


def _drop(found: dict[str, Any], *names: str) -> None:
    for name in names:
        found.pop(name, None)


def _row(found: dict[str, Any]) -> None:
    if found["kind"] not in ("assistance", "civil"):
        found.setdefault("case", "C")
    if found["kind"] != "order":
        _drop(found, "joint")


def _loss(found: dict[str, Any]) -> None:
    if found.get("cause") == "mixed":
        found.setdefault("trafficking_share", "0.5")
    if "low" in found:
        found["high"] = "1000000000000"


def _victim(found: dict[str, Any]) -> None:
    if "ledger" in found:
        _drop(found, "ordered_defendants", "prior_awards", "received", "greatest_loss_found", "assistance_received")
    _drop(found, "ledger_case")


def _count(found: dict[str, Any]) -> None:
    found["from"], found["to"] = sorted((found["from"], found["to"]))
    found["series"] = "production"


def _scenario(found: dict[str, Any]) -> None:
    victims = [victim["id"] for victim in found["victim"]]
    counts = [count for defendant in found["defendant"] for count in defendant["counts"]]
    found["order_date"] = max([found["order_date"], *(count["to"] for count in counts)])
    for count in counts:
        count["victims"] = [code for code in count["victims"] if code in victims] or victims
    for defendant in found["defendant"]:
        conduct = {one["victim"]: one for one in defendant.get("conduct", [])}
        defendant["conduct"] = [one for code, one in conduct.items() if code in victims]
    found["apportionment"].setdefault("fixed", "5000")


def _obligation(found: dict[str, Any]) -> None:
    _drop(found, "paid")
    if found["kind"] != "restitution":
        _drop(found, "to", "victim", "offense")
    elif found.get("to") == "united-states":
        _drop(found, "victim")
    else:
        found.setdefault("victim", "A")


def _schedule(found: dict[str, Any]) -> None:
    if "from" not in found:
        _drop(found, "as_of", "released", "prison")
        return
    found["from"] = min(max(found["from"], "1980-01-01"), "2199-12-31")
    if found.get("prison"):
        found.setdefault("released", found["from"])
    for name in {"as_of", "released"} & set(found):
        found[name] = max(found[name], found["from"])


FITTED = {
    "row of the ledger": _row,
    "loss": _loss,
    "victim": _victim,
    "count": _count,
    "scenario": _scenario,
    "obligation": _obligation,
    "schedule": _schedule,
}
"""What makes the fields of a table fit each other, most of the time."""


def _coded(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries, each with a code of its own where they have one."""
    for code, entry in zip("ABCD", entries, strict=False):
        if "id" in entry:
            entry["id"] = code
    return entries


INPUTS = {name: inputs(command.options) for name, command in COMMANDS.items()}


@commands
@settings(
    max_examples=HALF,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(data=st.data())
def test_declared_input_is_answered(command: str, data: st.DataObject) -> None:
    """Every combination of fields, at their limits too, in every format."""
    params = data.draw(INPUTS[command])
    form = data.draw(st.sampled_from(FORMATS))
    assert ask(command, params, form)["ok"] == ask(command, params)["ok"]


# --- spoilt ---


def _places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        found += _places(entry, (*path, key))
    return found


def sound_params(command: str, golden: dict[str, Any], asked: dict[str, Any]) -> list[Any]:
    """The params of the golden cases of a command."""
    if command in ("estimate", "losses"):
        return [case["scenario"] for case in golden.values()]
    return [case["params"] for case in asked.values() if case["command"] == command] or [{}]


@commands
@settings(max_examples=HALF)
@given(data=st.data())
def test_spoilt_params_are_answered(
    command: str, data: st.DataObject, golden: dict[str, Any], asked: dict[str, Any]
) -> None:
    """A golden case, or declared input, with one to three places removed, doubled or replaced."""
    params = copy.deepcopy(data.draw(st.sampled_from(sound_params(command, golden, asked)) | INPUTS[command]))
    for _ in range(data.draw(st.integers(1, 3))):
        places = _places(params)
        if not places:
            break
        *above, last = data.draw(st.sampled_from(places))
        holder: Any = params
        for step in above:
            holder = holder[step]
        action = data.draw(st.sampled_from(["replace", "remove", "double"]))
        if action == "remove":
            del holder[last]
        elif action == "double" and isinstance(holder, list):
            holder.insert(last, copy.deepcopy(holder[last]))
        else:
            holder[last] = data.draw(anything | st.sampled_from([*DAYS, *AMOUNTS, *RATES, *SECTIONS]))
    ask(command, params, data.draw(st.sampled_from(FORMATS)))


CSV = """date,kind,case,amount,note,joint
2020-01-04,finding,C1,100,,
2020-01-04,order,C1,"1,060.50","a, b",J
2020-02-01,payment,C1,99.99,x "y" z,
"""
TOML = """schema = 1
order_date = 2021-06-01
apportionment = { method = "equal-share" }
[[victim]]
id = "A"
loss = [{ category = "therapy", amount = "50000" }]
[[defendant]]
id = "1"
counts = [{ offense = "2252A(a)(5)", from = 2019-01-01, to = 2020-03-01, victims = ["A"] }]
"""
DOCKET = """{"schema": 1,
"obligation": [{"id": "R", "kind": "fine", "amount": "6000", "defendants": ["1"]}],
"payment": [{"date": "2022-01-15", "defendant": "1", "amount": "100"}]}
"""
TEXTS = {"ledger": CSV, "distribute": DOCKET, "estimate": TOML, "losses": TOML, "compare": TOML}
BITS = [
    *("\0", "\x1b[31m", "\r", "\n", "\ufeff", '"', "'", '"""', ",", ";", "\t", "[", "]", "{", "}", "=", ".", "#", "\\"),
    *("-1", "1e5", "nan", "9" * 40, "9" * 5000, "0x" + "f" * 5000, "2021-02-30", "[[", "a.b.c", "٣", "\u2028", "null"),
]


@pytest.mark.parametrize("command", TEXTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_spoilt_files_are_answered(command: str, data: st.DataObject, run: Run) -> None:
    """The text of a file with pieces cut out, doubled and put in, through the command line."""
    text = TEXTS[command]
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 30)))
        piece = data.draw(st.sampled_from(["", *BITS]) | st.text(max_size=5) | st.just(text[start:end] * 2))
        text = text[:start] + piece + text[end:]
    raw = text.encode("utf-8", "surrogatepass")
    if data.draw(st.integers(0, 9)) == 0:
        at = data.draw(st.integers(0, len(raw)))
        raw = raw[:at] + data.draw(st.binary(max_size=4)) + raw[at:]
    options = ("--as-of", "2021-01-01") if command == "ledger" else ()
    code, out, err = run(command, "-", *options, "--format", "json", stdin=raw)
    answer = json.loads(out)
    assert err == ""
    assert code in (ANSWERED, BAD_INPUT)
    if code:
        assert_errors(answer["errors"])


@commands
@settings(max_examples=HALF, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_options_are_answered(command: str, data: st.DataObject, run: Run) -> None:
    """Options at their limits and of any text; the command line's own complaints are exit code 2 as well."""
    entry = COMMANDS[command]
    fields = [] if entry.file and not entry.file_key else entry.options.fields
    arguments = ["-"] if entry.file else []
    for field in fields:
        if field.name != entry.file_key and (field.required or data.draw(st.booleans())):
            text = data.draw(values(field).map(str) | st.text(max_size=8))
            name = f"--{field.name.replace('_', '-')}"
            arguments += (
                [text] if field.name == entry.position else [name] if field.kind is Kind.FLAG else [f"{name}={text}"]
            )
    assume(not any(argument in ("-h", "--help") for argument in arguments))
    code, out, err = run(command, *arguments, "--format", "json", stdin=TEXTS.get(command, "").encode())
    assert code in (ANSWERED, BAD_INPUT)
    if err:
        assert (code, out) == (BAD_INPUT, "")
        assert err.startswith("usage: ")
    elif code:
        assert_errors(json.loads(out)["errors"])
    else:
        json.loads(out)
