"""The published schema agrees with the reader: what the reader accepts is valid, and clear mistakes are not."""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.unit import support
from tests.unit.support import VALIDATORS, answer, ask

from restitution.commands import COMMANDS, INPUTS
from restitution.fields import Field, Kind, Table
from restitution.fields.json_schema import DRAFT, schema_of
from restitution.ledger import ROW

ROOT = Path(__file__).parents[2]


def mistakes(command: str, params: object) -> list[str]:
    """Return what the schema finds wrong."""
    return [f"{error.json_path}: {error.message}" for error in VALIDATORS[command].iter_errors(params)]


@pytest.mark.parametrize("name", sorted(INPUTS))
def test_it_is_a_schema(name: str) -> None:
    """Every input has one, of the draft it names, and the command shows the same."""
    schema = schema_of(name, INPUTS[name], ROW)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == DRAFT
    assert answer("schema", {"input": name}) == json.loads(json.dumps(schema))


def test_every_case_is_valid(golden: dict[str, dict[str, Any]], asked: dict[str, dict[str, Any]]) -> None:
    """Input that the calculator answers is valid: all golden cases, including the decided ones."""
    for name, case in golden.items():
        assert not mistakes("estimate", case["scenario"]), name
    for name, case in asked.items():
        assert not mistakes(case["command"], case["params"]), name


def test_every_example_of_the_guide_is_valid() -> None:
    """The scenario files that the pages offer."""
    paths = sorted((ROOT / "content" / "scenarios").glob("*.toml"))
    assert paths
    for path in paths:
        tables = json.loads(json.dumps(tomllib.loads(path.read_text(encoding="utf-8")), default=str))
        assert not mistakes("estimate", tables), path.name


def _spoil(*steps: str | int, to: Any) -> Callable[[Any], None]:
    def spoilt(tables: Any) -> None:
        for step in steps[:-1]:
            tables = tables[step]
        tables[steps[-1]] = to

    return spoilt


@pytest.mark.parametrize(
    "spoil",
    [
        _spoil("schema", to=2),
        _spoil("order_date", to="June 1, 2021"),
        _spoil("nothing", to=1),
        _spoil("circuit", to="12"),
        _spoil("victim", to=[]),
        _spoil("victim", 0, "id", to="Two words"),
        _spoil("victim", 0, "ordered_defendants", to=-1),
        _spoil("victim", 0, "ordered_defendants", to="9"),
        _spoil("victim", 0, "received", to=100),
        _spoil("victim", 0, "received", to="-1"),
        _spoil("victim", 0, "received", to="1.234"),
        _spoil("victim", 0, "loss", 0, "category", to="pain"),
        _spoil("victim", 0, "loss", 0, "years", to=101),
        _spoil("victim", 0, "proven", to="yes"),
        _spoil("apportionment", "method", to="guess"),
        _spoil("defendant", 0, "counts", 0, "victims", to=[]),
    ],
)
def test_what_is_plainly_wrong_is_not_valid(plain: dict[str, Any], spoil: Callable[[Any], None]) -> None:
    """One fault at a time: the schema and the reader both refuse it."""
    spoilt = copy.deepcopy(plain)
    spoil(spoilt)
    assert not mistakes("estimate", plain)
    assert mistakes("estimate", spoilt)
    assert not ask("estimate", spoilt)["ok"]


@pytest.mark.parametrize("amount", ["0", "$1,234.50", "1_234.5", "  12 ", "$ 5", ".5", "5."])
def test_amounts_as_people_write_them(plain: dict[str, Any], amount: str) -> None:
    """Every way to write an amount that the reader accepts is valid."""
    plain["victim"][0]["received"] = amount
    assert not mistakes("estimate", plain)
    assert ask("estimate", plain)["ok"]


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        *(("date", cell) for cell in ("2021-05-02", " 5/2/2021", "05/02/21", "2-May-2021", "02-FEB-21")),
        *(("kind", cell) for cell in ("payment", "PAYMENT", " Payment ")),
        *(("amount", cell) for cell in ("$ 3,000.00 ", "$-", " $ -   ", "(1.50)", "-$1.50", "$(1)", "−1", "1_234.5")),
        *(("case", cell) for cell in ("c-1", " C1 ", "0")),
        ("joint", " "),
    ],
)
def test_the_cells_of_a_ledger_as_people_write_them(name: str, cell: str) -> None:
    """Every way to write a row that the reader accepts is valid."""
    payment = {"date": "2021-01-01", "kind": "payment", "case": cell if name == "case" else "C1", "amount": "500"}
    params = {"as_of": "2026-01-01", "ledger": [{**payment, "date": "1999-01-01"}, {**payment, name: cell}]}
    assert not mistakes("ledger", params)
    assert ask("ledger", params)["ok"]


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        *(("date", cell) for cell in ("May 2, 2021", "2021/05/02", "5/2", "2-May", "")),
        *(("kind", cell) for cell in ("refund", "", "payments")),
        *(("amount", cell) for cell in ("1.234,50", "five", "1e3", "€5", "1.234")),
        *(("case", cell) for cell in ("two words", "é", "x" * 13)),
    ],
)
def test_cells_that_are_plainly_wrong(name: str, cell: str) -> None:
    """The schema and the reader both refuse them."""
    payment = {"date": "2021-01-01", "kind": "payment", "case": "C1", "amount": "500"}
    params = {"as_of": "2026-01-01", "ledger": [{**payment, name: cell}]}
    assert mistakes("ledger", params)
    assert not ask("ledger", params)["ok"]


def _fields(table: Table) -> list[Field]:
    return [one for field in table.fields for one in (field, *(_fields(field.table) if field.table else ()))]


def test_every_kind_of_field_is_described() -> None:
    """No field has a schema that accepts anything, unless it has its own reader."""
    for name, table in INPUTS.items():
        for field in _fields(table):
            shape = schema_of(name, Table("one", (field,)), ROW)["properties"][field.name]
            if field.kind is not Kind.SCENARIO:
                assert set(shape) & {"pattern", "enum", "minimum", "maxLength", "items", "properties", "anyOf"} or (
                    shape["type"] in ("boolean", "string")
                ), field.name


def test_an_unknown_input_is_refused() -> None:
    """The message lists the known names."""
    found = support.mistakes("schema", {"input": "nothing"})
    assert list(found) == ["input"]
    assert all(name in found["input"] for name in set(COMMANDS) - {"schema"})
