"""Generated input: every command answers it or refuses it in words, and never reports its own failure.

The promises are those of the fuzzing targets. `--hypothesis-profile=search` looks much longer.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fuzz import targets
from tests.fuzz.material import (
    AMOUNTS,
    BITS,
    CODES,
    CSV,
    DAYS,
    RATES,
    SECTIONS,
    TEXTS,
    TOML,
    VARIED,
    WORDS,
    spoilt,
)

from restitution.commands import COMMANDS
from restitution.fields import Field, Kind, Table
from restitution.ledger import ROW
from restitution.protocol import FORMATS
from restitution.scenario.fields import SCENARIO

type Strategy = st.SearchStrategy[Any]

commands = pytest.mark.parametrize("command", COMMANDS)
FEW = settings().max_examples // 4
"""Examples of what is tried for every command, a dozen times over."""


# --- of any shape ---

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
words = st.sampled_from(WORDS)
anything = st.recursive(
    scalars | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words | st.text(max_size=4), inner, max_size=5),
    max_leaves=20,
)


def ask(method: str, params: object, form: str = "json") -> None:
    """Send a request to the entry point and check its promises."""
    targets.request(json.dumps({"method": method, "params": params, "format": form}).encode())


@given(st.text() | anything)
def test_any_request_is_answered(asked: object) -> None:
    """Text that is not a request, and JSON of any shape."""
    text = asked if isinstance(asked, str) else json.dumps(asked)
    targets.request(text.encode())


@commands
@settings(max_examples=FEW)
@given(form=st.sampled_from(FORMATS), params=anything)
def test_any_params_are_answered(command: str, form: str, params: object) -> None:
    """Params of any shape."""
    ask(command, params, form)


@given(params=anything, definition=anything)
def test_any_example_is_answered(params: object, definition: object) -> None:
    """The page's own method is tested too."""
    ask("example", params, "html")
    ask("example", {"example": definition}, "text")


# --- as declared ---

SHAPES: dict[str, list[tuple[str, ...]]] = {
    "loss": [("amount",), ("low", "high", "take"), ("annual", "years", "months", "growth", "discount", "starts_in")],
    "schedule": [("monthly",), ("income", "percent")],
}
"""Groups of fields, of which a table has exactly one."""


def values(field: Field) -> Strategy:
    """Generate a value that a field may hold, including its limits."""
    days = st.sampled_from(DAYS) | st.dates(date(2015, 1, 1), date(2030, 12, 31)).map(date.isoformat)
    amounts = st.sampled_from(AMOUNTS) | st.integers(0, 10**8).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")
    least, most = int(field.least), int(field.most)
    table = {Kind.LEDGER: ROW, Kind.SCENARIO: SCENARIO}.get(field.kind, field.table)
    match field.kind:
        case Kind.MONEY:
            return amounts
        case Kind.MONEY_LIST:
            listed = st.lists(amounts, max_size=4)
            return listed | st.lists(amounts.map("${}".format), min_size=1, max_size=4).map(" and ".join)
        case Kind.RATE | Kind.FACTOR:
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
        case Kind.SECTIONS:
            printed = st.sampled_from(
                ["18 U.S.C. §§ 2252A(a)(2), (a)(5)(B) and (b)(1)", "2251(a), (e)", "2422(b); 1591"]
            )
            return st.sampled_from(SECTIONS) | printed
        case Kind.TEXT_LIST:
            return st.lists(st.sampled_from(VARIED), max_size=3, unique=True)
        case Kind.TABLES | Kind.LEDGER if table:
            return st.lists(inputs(table), min_size=1, max_size=4).map(_coded)
        case _:
            assert table
            return inputs(table)


def inputs(table: Table) -> Strategy:
    """Generate tables with the required fields and some of the others."""

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
"""Adjustments that make the fields of a table consistent, most of the time."""


def _coded(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the entries, each with its own code if they have codes."""
    for code, entry in zip("ABCD", entries, strict=False):
        if "id" in entry:
            entry["id"] = code
    return entries


INPUTS = {name: inputs(command.options) for name, command in COMMANDS.items()}


@commands
@settings(
    max_examples=FEW,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(data=st.data())
def test_declared_input_is_answered(command: str, data: st.DataObject) -> None:
    """Every combination of fields, at their limits too, in every format."""
    params = data.draw(INPUTS[command])
    form = data.draw(st.sampled_from(FORMATS))
    ask(command, params, form)


# --- corrupted ---


def sound_params(command: str, golden: dict[str, Any], asked: dict[str, Any]) -> list[Any]:
    """Return the params of the golden cases of a command."""
    if command in ("estimate", "losses"):
        return [case["scenario"] for case in golden.values()]
    return [case["params"] for case in asked.values() if case["command"] == command] or [{}]


@commands
@settings(max_examples=FEW)
@given(data=st.data())
def test_spoilt_params_are_answered(
    command: str, data: st.DataObject, golden: dict[str, Any], asked: dict[str, Any]
) -> None:
    """A golden case, or declared input, with one to three places removed, doubled or replaced."""
    sound = data.draw(st.sampled_from(sound_params(command, golden, asked)) | INPUTS[command])
    replacements = anything | st.sampled_from([*DAYS, *AMOUNTS, *RATES, *SECTIONS])
    params = spoilt(sound, data.draw(st.randoms()), lambda: data.draw(replacements))
    ask(command, params, data.draw(st.sampled_from(FORMATS)))


FENCE = """file = "equal-share-136.toml"
sentence = "{field:victim[0].ordered_defendants} {line:A.1.order}"
lines = ["A.1.losses"]
ladder = "A.1"
sources = ["sainz-2016"]
[[fields]]
path = "victim[0].ordered_defendants"
plus = 1
"""
LINES = """{"id": 1, "method": "law", "params": {"id": "trafficking.floor"}}

{"id": 2, "method": "schedule", "params": {"principal": "100", "monthly": "5"}, "format": "text"}
"""


def cut(data: st.DataObject, text: str) -> bytes:
    """Return the text of a file with pieces removed, doubled and inserted, sometimes with bytes that are not text."""
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 30)))
        piece = data.draw(st.sampled_from(["", *BITS]) | st.text(max_size=5) | st.just(text[start:end] * 2))
        text = text[:start] + piece + text[end:]
    raw = text.encode("utf-8", "surrogatepass")
    if data.draw(st.integers(0, 9)) == 0:
        at = data.draw(st.integers(0, len(raw)))
        raw = raw[:at] + data.draw(st.binary(max_size=4)) + raw[at:]
    return raw


@pytest.mark.parametrize("command", TEXTS)
@settings(max_examples=FEW)
@given(data=st.data())
def test_spoilt_files_are_answered(command: str, data: st.DataObject) -> None:
    """Through the command line."""
    targets.file(f"{command}\n".encode() + cut(data, TEXTS[command]))


@pytest.mark.parametrize("target", ["scenario", "ledger", "fence", "batch"])
@given(data=st.data())
def test_spoilt_texts_keep_their_promises(target: str, data: st.DataObject) -> None:
    """Each by its own reader."""
    sound = {"scenario": TOML, "ledger": CSV, "fence": FENCE, "batch": LINES}
    targets.TARGETS[target](cut(data, sound[target]))


@commands
@settings(max_examples=FEW)
@given(data=st.data())
def test_any_options_are_answered(command: str, data: st.DataObject) -> None:
    """Options at their limits and of any text; the command line's own complaints are exit code 2 as well."""
    entry = COMMANDS[command]
    fields = [] if entry.file and not entry.file_key else entry.options.fields
    arguments = [command, "--format=json"]
    for field in fields:
        if field.name != entry.file_key and (field.required or data.draw(st.booleans())):
            text = data.draw(values(field).map(str) | st.text(max_size=8))
            name = f"--{field.name.replace('_', '-')}"
            arguments += (
                [text] if field.name == entry.position else [name] if field.kind is Kind.FLAG else [f"{name}={text}"]
            )
    targets.arguments("\n".join(arguments).encode("utf-8", "surrogatepass"))
