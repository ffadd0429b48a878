"""The entry point: it answers everything, never raises, and never reports a user's mistake as its own failure."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.unit.support import respond

from restitution import LAW, InputError
from restitution.parsing import read_json


def refusal(request: object) -> list[tuple[str, str]]:
    """Return the errors of a request that must be refused."""
    response = respond(request)
    assert response["ok"] is False
    return [(error["path"], error["message"]) for error in response["errors"]]


@pytest.mark.parametrize("ident", [7, 0, -1, "seven", "", "é"])
def test_the_id_comes_back(ident: object, plain: dict[str, Any]) -> None:
    """Answer and refusal carry the request's id, so that a page can tell them apart."""
    assert respond({"id": ident, "method": "estimate", "params": plain})["id"] == ident
    assert respond({"id": ident, "method": "estimate", "params": {}})["id"] == ident
    assert respond({"id": ident, "method": "nothing"})["id"] == ident


@pytest.mark.parametrize("ident", [None, [1], {"a": 1}, 1.5])
def test_another_id_is_not_echoed(ident: object) -> None:
    """Only text and integers are ids."""
    assert respond({"id": ident, "method": "law"})["id"] is None


@pytest.mark.parametrize("method", ["nothing", "", "Estimate", None, 5, ["estimate"], {"estimate": 1}])
def test_unknown_methods(method: object) -> None:
    """An unknown method is refused with the list of methods."""
    ((path, message),) = refusal({"id": 1, "method": method, "params": {}})
    assert path == "method"
    assert "estimate" in message
    assert "law" in message


def test_a_request_without_a_method() -> None:
    """A request that asks for nothing is refused."""
    assert refusal({})[0][0] == "method"


@pytest.mark.parametrize("form", ["xml", "", None, 5, ["json"], {}])
@pytest.mark.parametrize("method", ["estimate", "law"])
def test_unknown_formats(method: str, form: object, plain: dict[str, Any]) -> None:
    """An unknown format is refused, not replaced."""
    assert refusal({"method": method, "params": plain, "format": form})[0][0] == "format"


@pytest.mark.parametrize("value", [[], 5, "text", None, True])
def test_a_request_is_a_table(value: object) -> None:
    """JSON that is not a table is refused as a whole."""
    assert refusal(value)[0][0] == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "{]",
        "nul",
        "{'a': 1}",
        '{"a": 1,}',
        '{"id": 1, "id": 2}',
        '{"method": "estimate", "params": {"schema": 1, "schema": 1}}',
        "[" * 200_000,
        '{"a":' * 200_000,
    ],
    ids=lambda text: text[:24] or "empty",
)
def test_text_that_is_not_usable_json(text: str) -> None:
    """Malformed JSON, a repeated key and very deep nesting are refused in words."""
    assert refusal(text)[0][0] == ""


@pytest.mark.parametrize(
    "number",
    [
        *("1e9999999999999999999", "1E-9999999999999999999", "-1.5e99999999999999999999"),
        *("9" * 5000, "-" + "9" * 5000, "9" * 101, "NaN", "Infinity", "-Infinity"),
    ],
    ids=lambda number: number[:24],
)
def test_a_number_that_is_none(number: str) -> None:
    """Such a number is the user's mistake, reported at its path."""
    found = refusal('{"method": "estimate", "params": {"schema": ' + number + "}}")
    path, message = found[0]
    assert path == "schema"
    assert message.startswith(f"This must be a whole number, not {number[:20]}")


def test_a_repeated_key_is_named() -> None:
    """The refusal says which key is given twice."""
    assert "'order_date'" in refusal('{"params": {"order_date": 1, "order_date": 2}}')[0][1]


@pytest.mark.parametrize("depth", [50, 500, 900])
def test_deep_nesting_inside_a_scenario(depth: int, plain: dict[str, Any]) -> None:
    """A value nested deep where a figure belongs is refused like any other wrong value."""
    text = json.dumps({"method": "estimate", "params": plain}).replace('"50000"', "[" * depth + "]" * depth)
    assert respond(text)["ok"] is False


def test_deep_nesting_never_reaches_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a browser the library's own limit comes too late: the stack overflows and the worker dies."""
    monkeypatch.setattr("restitution.parsing.json.loads", lambda *_args, **_words: pytest.fail("it was read"))
    for text in ("[" * 65, '{"a":' * 65 + "1" + "}" * 65, '{"a": "\\"[", "b": ' + "[{" * 100_000):
        with pytest.raises(InputError, match="This JSON is nested too deeply: at most 64 levels"):
            read_json(text)


def test_brackets_in_text_are_no_nesting(plain: dict[str, Any]) -> None:
    """Only lists and tables count: a title may contain any brackets, and many may be side by side."""
    plain["title"] = '\\"[[' * 20 + "{" * 20
    assert respond({"method": "estimate", "params": plain})["ok"]
    assert refusal([[]] * 1_000) == [("", "A request must be a table with method, params and format.")]
    assert refusal("[" * 64 + "]" * 64) == [("", "A request must be a table with method, params and format.")]


def test_unquoted_amounts_are_refused_without_a_float(plain: dict[str, Any]) -> None:
    """A number with decimals in JSON never becomes an amount, however it is written."""
    for number in ("50000.00", "5e4", "0.1", "50000"):
        text = json.dumps({"method": "estimate", "params": plain}).replace('"50000"', number)
        assert refusal(text)[0][0] == "victim[0].loss[0].amount"


def test_a_surrogate_is_answered() -> None:
    """Half a character in a key or a value is refused, and the answer is still JSON."""
    assert refusal('{"method": "estimate", "params": {"\\ud800": "\\udfff"}}')


def test_the_code_that_the_totals_have_is_refused(plain: dict[str, Any]) -> None:
    """A victim or defendant called total would give two worksheet lines one key, so the code is reserved."""
    plain["victim"][0]["id"] = plain["defendant"][0]["id"] = "total"
    plain["defendant"][0]["counts"][0]["victims"] = ["total"]
    found = refusal({"method": "estimate", "params": plain})
    assert [path for path, _ in found] == ["victim[0].id", "defendant[0].id"]


def test_the_answer_has_the_shape_of_the_contract(golden: dict[str, dict[str, Any]]) -> None:
    """Exactly the keys that external checks rely on."""
    for case in golden.values():
        result = respond({"method": "estimate", "params": case["scenario"]})["result"]
        assert list(result) == ["schema", "orders", "outside", "totals", "read", "notices", "worksheet"]
        assert result["schema"] == 1
        assert list(result["totals"]) == ["by_victim", "by_defendant", "case"]
        for order in result["orders"]:
            assert set(order) == {
                "victim", "defendant", "provision", "law", "full_losses", "methods", "chosen", "floor", "order",
                "range", "liability", "cap", "outstanding", "collectible", "flags",
            }  # fmt: skip
            assert order["chosen"] in order["methods"]


def test_the_text_answer_says_the_same(golden: dict[str, dict[str, Any]]) -> None:
    """Every stated order of the JSON answer is in the text, with separators."""
    for name, case in golden.items():
        result = respond({"method": "estimate", "params": case["scenario"]})["result"]
        text = respond({"method": "estimate", "params": case["scenario"], "format": "text"})["result"]
        assert isinstance(text, str)
        for order in result["orders"]:
            units, part = order["order"].split(".")
            assert f"${int(units):,}.{part}" in text, name
            for flag in order["flags"]:
                assert flag in text, name
        assert "not legal advice" in text


def test_law_answers_with_everything() -> None:
    """Without an id, every parameter and every authority."""
    result = respond({"method": "law"})["result"]
    assert [p["id"] for p in result["parameters"]] == list(LAW.parameters)
    assert [a["id"] for a in result["authorities"]] == list(LAW.authorities)


def test_law_answers_with_one() -> None:
    """One parameter or one authority by its id, dated and with what was not verified."""
    floor = respond({"method": "law", "params": {"id": "trafficking.floor"}})["result"]
    assert floor["authorities"] == []
    (parameter,) = floor["parameters"]
    (value,) = parameter["values"]
    assert (value["amount"], value["from"], value["to"]) == ("3000", "2018-12-07", None)
    assert (value["authority"], value["pin"]) == ("18-usc-2259", "(b)(2)(B)")
    (authority,) = respond({"method": "law", "params": {"id": "sainz-2016"}})["result"]["authorities"]
    assert authority["citation"] == "827 F.3d 602 (7th Cir. 2016)"
    assert authority["not_verified"]


@pytest.mark.parametrize("ident", ["nothing", "", "TRAFFICKING.FLOOR", 5, 1.5, [], {}, True])
def test_law_refuses_an_unknown_id(ident: object) -> None:
    """An unknown id is refused, whatever its type, and never read as a request for everything."""
    ((path, _),) = refusal({"method": "law", "params": {"id": ident}})
    assert path == "id"


@pytest.mark.parametrize("params", [["trafficking.floor"], 5, "trafficking.floor", {"name": "trafficking.floor"}])
def test_law_refuses_other_params(params: object) -> None:
    """Params that are not a table, or that have a key other than id, are refused and not ignored."""
    refusal({"method": "law", "params": params})


# --- files as text ---

ROWS = "date,kind,case,amount\n2021-01-04,finding,C1,100\n2021-02-01,payment,C1,40\n"
SCENARIO = """
schema = 1
order_date = 2021-06-01
apportionment = { method = "equal-share" }
victim = [{ id = "A", ledger = "a.csv" }]
[[defendant]]
id = "1"
counts = [{ offense = "2252A(a)(5)", from = 2019-01-01, to = 2020-03-01, victims = ["A"] }]
"""


def told(**request: object) -> dict[str, str]:
    """Return what is refused, by path."""
    return {error["path"]: error["message"] for error in respond(request)["errors"]}


def test_a_file_goes_in_as_its_text() -> None:
    """The same answer as with the equivalent params; the command's other params are given with it."""
    file = {"kind": "csv", "text": ROWS}
    asked = respond({"method": "ledger", "params": {"as_of": "2026-01-01"}, "file": file})
    assert asked == respond({"method": "ledger", "params": {"as_of": "2026-01-01", "ledger": ROWS}})
    assert asked["result"]["outstanding"] == "60.00"


def test_the_ledgers_that_a_scenario_names_go_in_beside_it() -> None:
    """Its dates are TOML dates; a ledger's rows may be CSV or a JSON list."""
    as_json = json.dumps([{"date": "2021-02-01", "kind": "payment", "case": "C1", "amount": "40"}])
    for ledger in ({"kind": "csv", "text": ROWS}, {"kind": "json", "text": as_json}):
        file = {"kind": "toml", "text": SCENARIO}
        asked = respond({"method": "estimate", "file": file, "ledgers": {"a.csv": ledger}})
        assert asked["ok"], asked
        assert asked["result"]["orders"][0]["outstanding"] in {"60.00", "0.00"}


def test_a_ledger_that_cannot_be_read_is_a_mistake_among_the_others() -> None:
    file = {"kind": "toml", "text": SCENARIO.replace("2019-01-01", '"soon"')}
    why = told(method="estimate", file=file, ledgers={"a.csv": {"unreadable": "a.csv cannot be read: it is gone."}})
    assert why["victim[0].ledger"] == "a.csv cannot be read: it is gone."
    assert "defendant[0].counts[0].from" in why
    deep = {"kind": "json", "text": "[" * 70}
    assert "nested too deeply" in told(method="estimate", file=file, ledgers={"a.csv": deep})["victim[0].ledger"]


@pytest.mark.parametrize("file", ["text", {"kind": "xls", "text": ""}, {"kind": "csv"}, {"kind": "csv", "text": 5}, []])
def test_what_is_no_file_is_refused(file: object) -> None:
    assert told(method="ledger", file=file) == {
        "file": "A file must be a table with its kind, one of json, toml, csv, and its text, or its bytes as base64."
    }


def test_a_file_has_its_place() -> None:
    file = {"kind": "csv", "text": ROWS}
    assert told(method="assistance", file=file) == {"file": "The command assistance does not read a file."}
    assert "does not read a file" in told(method="example", file=file)["file"]
    assert told(method="ledger", params={}, ledgers={}) == {"ledgers": "These belong to a file that names them."}
    assert "tables" in told(method="ledger", file=file, params=[])["file"]
    assert "tables" in told(method="ledger", file=file, ledgers=[])["file"]
    assert "nested too deeply" in told(method="estimate", file={"kind": "json", "text": "[" * 70})[""]
