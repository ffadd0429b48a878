"""The hostile user: every kind of wrong input, for every command, through the command line.

In every case the answer is exit code 2 and plain sentences with paths, all mistakes at once, without characters that a
terminal would act on, without overlong text, and without a Python traceback.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.support import scaled
from tests.unit.support import ANSWERED, BAD_INPUT, BUG, Run

from restitution.batch import LONGEST_LINE
from restitution.commands import COMMANDS
from restitution.fields import MOST_MISTAKES, Field, Kind, Table
from restitution.ledger import KINDS, ROW
from restitution.scenario.fields import SCENARIO
from restitution.scenario.paths import place

LARGE = scaled(10_000_000)
"""The length of text that counts as large here, in characters: ten megabytes in the long run."""
LONG = 130_000
"""The length of text that counts as long, in characters: more than a ledger row or a Linux argument may have."""

VICTIM = '[[victim]]\nid = "A"\nordered_defendants = 9\n'
TOML = f"""schema = 1
order_date = 2021-06-01
apportionment = {{ method = "equal-share" }}
{VICTIM}loss = [{{ category = "therapy", amount = "50000" }}]
[[defendant]]
id = "1"
counts = [{{ offense = "2252A(a)(5)", from = 2019-01-01, to = 2020-03-01, victims = ["A"] }}]
"""
DOCKET = """schema = 1
[[obligation]]
id = "R"
kind = "restitution"
victim = "A"
amount = "6000"
defendants = ["1", "2"]
[[payment]]
date = 2022-01-15
defendant = "1"
amount = "100"
"""
HEADER = "date,kind,case,amount,note\n"
ROWS = "2020-01-04,finding,C1,100,\n2020-01-04,order,C1,60,\n2020-02-01,payment,C1,99.99,\n"

SCENARIOS = ("estimate", "losses", "compare")
FILES = {**dict.fromkeys(SCENARIOS, TOML), "distribute": DOCKET, "ledger": HEADER + ROWS}
"""The contents of FILE, by command."""
OPTIONS = {
    "ledger": ("--as-of", "2021-01-01"),
    "assistance": ("--order-date", "2021-06-01"),
    "assessment": ("--offense", "2252A(a)(5)"),
    "provision": ("--offense", "2252A(a)(5)", "--from", "2019-01-01", "--to", "2020-03-01"),
    "schedule": ("--principal", "5000", "--monthly", "50"),
}
"""The arguments a command requires besides its file."""

type Errors = list[tuple[str, str]]
type Refused = Callable[..., Errors]


@pytest.fixture
def refused(run: Run) -> Refused:
    """Run a command that must refuse its input, in both formats; return the mistakes as ``(path, message)``."""

    def command(*arguments: str, stdin: bytes = b"") -> Errors:
        code, out, err = run(*arguments, "--format", "json", stdin=stdin)
        assert (code, err) == (BAD_INPUT, "")
        refusal = json.loads(out)
        assert list(refusal) == ["schema", "errors"]
        assert refusal["schema"] == 1
        errors = [(error["path"], error["message"]) for error in refusal["errors"]]
        assert 1 <= len(errors) <= MOST_MISTAKES + 1
        for path, message in errors:
            assert path.isprintable()
            assert len(path) <= 200
            assert message.isprintable()
            assert 10 < len(message) <= 1000
            assert message.endswith(".")
            assert not any(word in message for word in ("Traceback", "Error", "itself failed", "None", "restitution."))
        code, out, err = run(*arguments, stdin=stdin)
        assert (code, out) == (BAD_INPUT, "")
        assert err.splitlines() == [f"{path}: {message}" if path else message for path, message in errors]
        return errors

    return command


@pytest.fixture(params=["file", "standard input"])
def given(request: pytest.FixtureRequest, refused: Refused, file: Callable[..., str]) -> Callable[..., Errors]:
    """Give a command invalid contents of FILE, as a file and as standard input."""

    def command(name: str, content: str | bytes, *options: str) -> Errors:
        raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        options = options or OPTIONS.get(name, ())
        if request.param == "standard input":
            return refused(name, "-", *options, stdin=raw)
        return refused(name, file(raw), *options)

    return command


def assert_told(errors: Errors, path: str, words: str) -> None:
    """Check that one of the mistakes is at that path and contains those words."""
    assert any(where == path and words in message for where, message in errors), errors


# --- the valid input that the tests below spoil ---


@pytest.mark.parametrize("command", [*COMMANDS])
def test_the_sound_input_is_answered(command: str, run: Run, file: Callable[..., str]) -> None:
    """Every refusal below is therefore caused by the injected fault."""
    files = (file(FILES[command]),) if command in FILES else ()
    code, out, err = run(command, *files, *OPTIONS.get(command, ()))
    assert (code, err) == (ANSWERED, "")
    assert out


# --- the whole file ---

TABLES = [*SCENARIOS, "distribute"]
"""The commands whose FILE is TOML or JSON."""
NO_TABLES: dict[str, tuple[str | bytes, str, str]] = {
    "empty": ("", "schema", "This field is missing."),
    "white space": (" \r\n\t\n", "schema", "This field is missing."),
    "byte order mark only": (b"\xef\xbb\xbf", "schema", "This field is missing."),
    "two byte order marks": (b"\xef\xbb\xbf\xef\xbb\xbfschema = 1", "", "Line 1, column 1: an invisible character"),
    "UTF-16": ("schema = 2".encode("utf-16"), "schema", "This must be 1"),
    "UTF-16 cut off": ("schema = 1".encode("utf-16")[:-1], "", "This file begins as UTF-16 and goes on otherwise."),
    "Latin-1": (b"schema = 1\r\ntitle = 'caf\xe9'\r\n", "", "is not UTF-8 text (row 2, byte 13)."),
    "half a character": ("schema = 1\ntitle = '\ud800'", "", "is not UTF-8 text (row 2, byte 10)."),
    "zero bytes": (b"\0" * 20, "", "(at line 1, column 1)"),
    "a zero byte": ("schema = 1\r\n\0", "", "Line 2, column 1: a control character (U+0000)."),
    "an escape": ("schema = 1\ntitle = '\x1b[31m'", "", "Line 2, column 10: a control character (U+001B)."),
    "words": ("this is no scenario", "", "neither TOML nor JSON"),
    "CSV": (HEADER + ROWS, "", "(at line 1, column 5)"),
    "a list": ("[1, 2]", "", "This is a JSON list, in [ and ]."),
    "old Mac line ends": ("schema = 1\rtitle = 'x'", "", "Line 1, column 11: a line end of an old system (U+000D)."),
    "a key twice": ("schema = 1\nschema = 1\n", "", "Line 2, column 1: the key schema was given before, on line 1."),
    "a table twice": ("[a]\n[a]\nb = 1", "", "Line 2, column 1: [a] was given before, on line 1."),
    "no such day": ("order_date = 2021-02-30", "", "Line 1, column 14: 2021-02-30 is not a calendar date."),
    "an endless number": ("schema = 1\nx = " + "9" * 5000, "", "a number on line 2 is far too long"),
    "nested lists": ("x = " + "[" * 50_000, "", "nested too deeply"),
    "nested lists that end": ("x = " + "[" * 300 + "]" * 300, "", "nested too deeply"),
    "nested tables": ("x = " + "{a = " * 300 + "1" + "}" * 300, "", "nested too deeply"),
    "a deep key": ("a." * 100 + "a = 1", "", "nested too deeply"),
    "a deep header": ("[" + '"a" . ' * 100 + "a]", "", "nested too deeply"),
    "a bottomless header": ("[" + "a." * (LARGE // 2) + "a]", "", "nested too deeply"),
    "many deep headers": ("[a]\n" + "".join(f"[{'a.' * 60}a{i}.{'a.' * 60}a]\n" for i in range(9)), "", "too deep"),
    "JSON cut off": ('{\n"schema": 1', "", "(line 2, column 12)"),
    "JSON and more": ("{} x", "", "(line 1, column 4)"),
    "JSON with a comma too many": ('{\n"schema": 1,\n}', "", "This is not JSON"),
    "JSON in single quotes": ("{'schema': 1}", "", "(line 1, column 2)"),
    "JSON with a line break in text": ('{"title": "a\nb"}', "", "(line 1, column 13)"),
    "a key twice in JSON": ('{"schema": 1, "schema": 1}', "", "the key 'schema' is given twice"),
    "an unprintable key twice": ('{"\\u001b[31m": 1, "\\u001b[31m": 1}', "", r"the key '\x1b[31m' is given twice"),
    "nested JSON": ('{"x": ' + "[" * 200_000, "", "nested too deeply"),
    "nested JSON that ends": ('{"x": ' + '{"a":' * 3_000 + "1" + "}" * 3_001, "", "nested too deeply"),
}


@pytest.mark.parametrize("fault", NO_TABLES)
@pytest.mark.parametrize("command", TABLES)
def test_a_file_that_is_no_table(command: str, fault: str, given: Callable[..., Errors]) -> None:
    """If the file as a whole is invalid, a sentence says why, with the row and column if there are any."""
    content, path, words = NO_TABLES[fault]
    assert_told(given(command, content), path, words)


LARGE_TABLES: dict[str, tuple[str | bytes, str, str]] = {
    "a large line of TOML": ("x = '" + "x" * LARGE + "'", "schema", "This field is missing."),
    "a large key of TOML": ("x" * LARGE + " = 1", "schema", "This field is missing."),
    "a large line of JSON": ('{"x": "' + "x" * LARGE + '"}', "schema", "This field is missing."),
    "a large key of JSON": ('{"' + "x" * LARGE + '": 1}', "schema", "This field is missing."),
    "large garbage": ("x" * LARGE, "", "neither TOML nor JSON"),
    "large garbage of bytes": (bytes(range(256)) * (LARGE // 256), "", "is not UTF-8 text"),
    "many numbers": ('{"victim": [' + "0," * (LARGE // 200) + "0]}", "", "More mistakes after these 100: "),
    "many keys": (
        "{" + ",".join(f'"k{i}":1' for i in range(LARGE // 100)) + "}",
        "",
        "More mistakes after these 100: ",
    ),
}


@pytest.mark.parametrize("fault", LARGE_TABLES)
def test_a_large_file_that_is_no_table(fault: str, run: Run, file: Callable[..., str]) -> None:
    """It is refused quickly and with a short message. All commands share one reader."""
    content, path, words = LARGE_TABLES[fault]
    code, out, err = run("estimate", file(content))
    assert (code, out) == (BAD_INPUT, "")
    assert any(line.startswith(f"{path}: " if path else "") and words in line for line in err.splitlines())
    assert len(err) < 30_000


NO_LEDGERS: dict[str, tuple[str | bytes, str, str]] = {
    "empty": ("", "ledger", "The ledger is empty: give a header"),
    "byte order mark only": (b"\xef\xbb\xbf", "ledger", "The ledger is empty: give a header"),
    "empty lines": ("\r\n \n,,,\n", "ledger", "The ledger is empty: give a header"),
    "no header": (ROWS, "row 1", "The first row must name the columns, of these: date, kind, case, amount, note"),
    "a wrong header": (HEADER.replace("date", "day"), "row 1", "Missing: date. Unknown: day."),
    "a column too many": (HEADER.replace("note", "color"), "row 1", "Unknown: color."),
    "a column twice": (HEADER.replace("note", "date"), "row 1", "Given twice: date."),
    "an unprintable column": (HEADER.replace("note", "\x1b[31m"), "row 1", r"Unknown: \x1b[31m."),
    "UTF-16 cut off": (HEADER.encode("utf-16")[:-1], "", "This file begins as UTF-16 and goes on otherwise."),
    "UTF-16 without its mark": (HEADER.encode("utf-16-le"), "row 1", "It seems to be UTF-16 without its mark."),
    "Latin-1": (b"date,kind,case,amount,caf\xe9\n", "row 1", "Unknown: café."),
    "Latin-1 in JSON": (b'[{"date": "caf\xe9"}]', "", "is not UTF-8 text (row 1, byte 15)."),
    "a workbook": (
        b"PK\x03\x04\x14\x00\x06\x00",
        "",
        "This is an Excel workbook or another packed file, not a CSV file.",
    ),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1", "", "In Excel, use Save as: CSV UTF-8 (Comma delimited)."),
    "a PDF": (b"%PDF-1.7", "", "This is a PDF, not a CSV file."),
    "zero bytes": (b"\0" * 20, "row 1", "The first row must name the columns"),
    "TOML": (TOML, "row 1", "The first row must name the columns"),
    "a scenario in JSON": ("{}", "ledger", "This must be the rows of a ledger: a list, or CSV text, not a table."),
    "JSON cut off": ('[\n{"date": ', "", "(line 2, column 10)"),
    "a key twice in JSON": ('[{"date": "2021-01-01", "date": "2021-01-01"}]', "", "the key 'date' is given twice"),
    "nested JSON": ("[" * 200_000, "", "nested too deeply"),
    "no rows in JSON": ("[5]", "ledger[0]", "This must be a table of fields (row of the ledger), not 5."),
    "an empty row in JSON": ("[{}]", "ledger[0].date", "This field is missing."),
    "an unknown column in JSON": ('[{"color": ""}]', "ledger[0].color", "There is no field with this name."),
    "a cell too many": (
        f"{HEADER}{ROWS}2020-02-01,payment,C1,1,,234.50\n",
        "row 5",
        "has 6 cells, the header has 5: “234.50”",
    ),
    "a cell too few": (f"{HEADER}2020-02-01,payment,C1\n", "row 2, amount", "This field is missing."),
    "a column without a name": (
        f"{HEADER.strip()},,\n2020-02-01,civil,,1,,,x\n",
        "row 2",
        "“x” is in column G, which has no name",
    ),
    "a row of totals": (
        f"{HEADER}{ROWS}Total,,,78500\n",
        "row 5",
        "“Total”: rows of totals are not read. Delete this row",
    ),
    "a title": (
        f"Ledger,,,,\n,,,,\n{HEADER}{ROWS}",
        "row 1",
        "Unknown: Ledger. Row 3 names them: delete the rows above it.",
    ),
    "a quotation mark that never ends": (f'{HEADER}{ROWS}2020-01-01,civil,,1,"x\n', "row 5", "The quotation marks"),
    "a quotation mark within a cell": (f'{HEADER}2020-01-01,civil,,1,"a"b\n', "row 2", "The quotation marks"),
    "a joint code on a payment": ("date,kind,case,amount,joint\n2020-01-01,payment,C1,1,J\n", "row 2, joint", "order"),
}


@pytest.mark.parametrize("fault", NO_LEDGERS)
def test_a_file_that_is_no_ledger(fault: str, given: Callable[..., Errors]) -> None:
    """The message names the row of a CSV file, or the entry of a JSON file."""
    content, path, words = NO_LEDGERS[fault]
    assert_told(given("ledger", content), path, words)


LARGE_LEDGERS: dict[str, tuple[str | bytes, str, str]] = {
    "a large line": (HEADER + ROWS + "x" * LARGE, "row 5", "This line is too long for a row"),
    "a large header": ("x" * LARGE, "row 1", "This line is too long for a row"),
    "large garbage": (bytes(range(32, 127)) * (LARGE // 95), "row 1", "This line is too long for a row"),
    "many rows": (HEADER + "x\n" * (LARGE // 100), "", f"More mistakes after these 100: {3 * LARGE // 100 - 100:,}."),
    "many quotation marks": (HEADER + '"x\n' * (LARGE // 100), "row 2", "The quotation marks do not match"),
    "many numbers in JSON": (
        "[" + "0," * (LARGE // 200) + "0]",
        "",
        f"More mistakes after these 100: {LARGE // 200 - 99:,}.",
    ),
}


@pytest.mark.parametrize("fault", LARGE_LEDGERS)
def test_a_large_file_that_is_no_ledger(fault: str, refused: Refused, file: Callable[..., str]) -> None:
    """The same holds for a large file."""
    content, path, words = LARGE_LEDGERS[fault]
    assert_told(refused("ledger", file(content), *OPTIONS["ledger"]), path, words)


CELLS = {
    "date": {
        "": "This field is missing.",
        "2021-02-30": "2021-02-30 is not a calendar date.",
        "0000-00-00": "0000-00-00 is not a calendar date.",
        "2021-6-1": "Write a date as year-month-day, for example 2021-05-02, not “2021-6-1”.",
        "16/01/2021": "The month comes first, and there is no month 16.",
        "2/29/2021": "2/29/2021 is not a calendar date.",
        "31-Juin-21": "not “31-Juin-21”.",
        "44348": "Excel's number for a day",
        "2021-06-01T00:00:00": "Leave out the time. Write a date as year-month-day",
        "٢٠٢١-٠٦-٠١": "Write a date as year-month-day",
    },
    "kind": {
        "": "This field is missing.",
        "paid": f"This must be one of {', '.join(KINDS)}, not “paid”.",
    },
    "case": {"": "Give the code of the case", "two words": "Never a name.", "x" * 13: "Never a name.", "é": "not “é”."},
    "amount": {
        "": "This field is missing.",
        "--1": "not “--1”.",
        "(-5)": "not “(-5)”.",
        "$": "not “$”.",
        "$$5": "not “$$5”.",
        "1e5": "Write an amount in US dollars",
        "1.234": "An amount has at most two decimals",
        "€5": "Write an amount in US dollars",
        "5 USD": "Write an amount in US dollars",
        "٣": "Write an amount in US dollars",
        "nan": "Write an amount in US dollars",
        "1.234,50": "Write an amount in US dollars, 1,234.50, not “1.234,50”.",
        "9" * 5000: "Write an amount in US dollars",
        "9999999999999": "An amount can be at most",
        "=1+1": "Write an amount in US dollars",
    },
    "note": {"x" * 201: "at most 200 characters", "a\0b": "ordinary characters", "\u202ea": "ordinary characters"},
}
"""Mistakes in a cell, by its column."""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_wrong_cell_of_a_ledger_is_told_at_once(end: str, given: Callable[..., Errors]) -> None:
    """Each with its row and column, with any line ending, after a byte order mark."""
    sound = {"date": "2020-02-01", "kind": "payment", "case": "C1", "amount": "1", "note": ""}
    faults = [(name, cell, words) for name, cells in CELLS.items() for cell, words in cells.items()]
    rows = [",".join(f'"{text}"' for text in {**sound, name: cell}.values()) for name, cell, _ in faults]
    text = end.join(["\ufeffdate,kind,case,amount,note", *rows])
    errors = given("ledger", text, "--as-of", "2021-02-30")
    assert errors[0] == ("as_of", "2021-02-30 is not a calendar date.")
    assert [path for path, _ in errors[1:]] == [f"row {i}, {name}" for i, (name, _, _) in enumerate(faults, 2)]
    for (_, message), (_, _, words) in zip(errors[1:], faults, strict=True):
        assert words in message


# --- every field ---

NO_NUMBERS = ("0", '""', '"x"', '"1e-2"', '"٣"', '"1/2"', '"NaN"', '"--1"', '"1%%"', '"-9999999999"', '"9999999999"')
NO_VALUE = ("null", "true", "1.5", "1e5", "9" * 5000, "NaN", "-Infinity", "[]", "{}", r'"\ud800"', r'"\u001b[31m"')
"""JSON that no field accepts, except for ``TAKEN``."""
WRONG = {
    Kind.MONEY: (
        "5",
        '""',
        '" "',
        '"five"',
        '"-1"',
        '"−1"',
        '"1.234"',
        '"1e5"',
        '"€5"',
        '"$"',
        '"٣"',
        '"1,23"',
        '"NaN"',
    ),
    Kind.RATE: (*NO_NUMBERS, '"0.26"', '"1"'),
    Kind.FACTOR: NO_NUMBERS,
    Kind.WHOLE: ('""', '"3"', "-1", "1000000000000", "-0.0"),
    Kind.DAY: ('""', '"2021-02-30"', '"0000-00-00"', '"2021-6-1"', '"20210601"', "20210601", '"2021-06-01T00:00:00"'),
    Kind.FLAG: ('""', '"true"', "0", "1"),
    Kind.CHOICE: ('""', '"no such choice"', "1"),
    Kind.TEXT: ("5", f'"{"x" * 201}"', r'"a\nb"', r'"\u0000"', r'"\u202e"'),
    Kind.CODE: ('""', "5", '"Jane Roe"', '"é"', '"-A"', f'"{"x" * 13}"'),
    Kind.SECTION: ('""', "5", '"x"', '"9999"', '"2252A(a)(5"', f'"2252A{"(a)" * 5000}"', '"§"', '"2251(a), 2251(b)"'),
    Kind.SECTIONS: ('""', "5", '"x"', '"2251(a), 9999"', '"2251(e)"', f'"2251(a){", (b)" * 5000}"', '"2260a"'),
}
ENTRIES = {Kind.MONEY_LIST: Kind.MONEY, Kind.CODE_LIST: Kind.CODE, Kind.TEXT_LIST: Kind.TEXT}
HOLDERS = {Kind.TABLE: "{}", Kind.TABLES: "[]", Kind.LEDGER: "[]", Kind.SCENARIO: "{}"}
TAKEN = {Kind.FLAG: ("true",), **{kind: (value,) for kind, value in HOLDERS.items()}}


def within(field: Field) -> Table | None:
    """Return the fields that a field contains."""
    return {Kind.LEDGER: ROW, Kind.SCENARIO: SCENARIO}.get(field.kind, field.table)


def leaves(table: Table, prefix: str = "") -> Iterator[tuple[str, Field]]:
    """Yield the path of every field that contains no others, in the first entry of every list."""
    for field in table.fields:
        path = f"{prefix}{field.name}"
        inner = within(field)
        if inner is None:
            yield path, field
        else:
            yield from leaves(inner, f"{path}{'[0]' if field.kind in (Kind.TABLES, Kind.LEDGER) else ''}.")


def wrong(field: Field) -> list[tuple[str, str]]:
    """Return JSON that a field does not accept, and where in the field it is reported."""
    if field.kind in ENTRIES:
        inner = WRONG[ENTRIES[field.kind]] + NO_VALUE
        return [('"A"', ""), ('""', ""), ("5", ""), ("null", ""), ("{}", ""), *((f"[{v}]", "[0]") for v in inner)]
    # An optional cell of a ledger may be empty.
    taken = ('""',) if field in ROW.fields and not field.required else TAKEN.get(field.kind, ())
    return [(value, "") for value in WRONG[field.kind] + NO_VALUE if value not in taken]


def spoilt(table: Table, turn: int) -> tuple[str, list[str]]:
    """Return the JSON of an input in which every field is wrong, and the paths of the mistakes."""
    tables: dict[str, object] = {}
    texts: list[str] = []
    paths: list[str] = []
    for path, field in leaves(table):
        ways = wrong(field)
        value, at = ways[turn % len(ways)]
        place(tables, path, f"@{len(texts)}@")
        texts.append(value)
        # A scenario inside another input reports its mistakes as it does alone.
        paths.append(f"{path.removeprefix('scenario.')}{at}")
    text = json.dumps(tables)
    for i, value in enumerate(texts):
        text = text.replace(f'"@{i}@"', value)
    return text, paths


TURNS = max(len(wrong(field)) for command in COMMANDS.values() for _, field in leaves(command.options))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_field_is_wrong(command: str, run: Run) -> None:
    """All mistakes are reported at once, each at its path, whatever is wrong with a field."""
    inputs = [spoilt(COMMANDS[command].options, turn) for turn in range(TURNS)]
    lines = [f'{{"id": {i}, "method": "{command}", "params": {text}}}' for i, (text, _) in enumerate(inputs)]
    code, out, err = run("batch", "-", stdin="\n".join(lines).encode())
    assert (code, err) == (ANSWERED, "")
    answers = [json.loads(line) for line in out.splitlines()]
    assert len(answers) == TURNS
    for i, (answer, (text, paths)) in enumerate(zip(answers, inputs, strict=True)):
        assert answer["id"] == i
        assert not answer["ok"]
        assert "bug" not in answer
        told = {error["path"] for error in answer["errors"]}
        assert set(paths) <= told, text[:2000]


@pytest.mark.parametrize("command", FILES)
def test_every_field_of_a_file_is_wrong(command: str, refused: Refused) -> None:
    """The same for JSON as FILE contains it."""
    for turn in range(TURNS):
        if command == "ledger":
            text, paths = spoilt(ROW, turn)
            text, paths = f"[{text}]", [f"ledger[0].{path}" for path in paths]
        else:
            text, paths = spoilt(SCENARIO if command in SCENARIOS else COMMANDS[command].options, turn)
        errors = refused(command, "-", *OPTIONS.get(command, ()), stdin=text.encode())
        assert set(paths) <= {path for path, _ in errors}, text[:2000]


def holders(table: Table, prefix: str = "") -> Iterator[tuple[str, Field]]:
    """Yield the path of every field that contains others."""
    for field in table.fields:
        inner = within(field)
        if inner is not None:
            path = f"{prefix}{field.name}"
            yield path, field
            yield from holders(inner, f"{path}{'[0]' if field.kind in (Kind.TABLES, Kind.LEDGER) else ''}.")


@pytest.mark.parametrize("command", COMMANDS)
def test_something_else_stands_for_a_table_or_a_list(command: str, run: Run) -> None:
    """The mistake is at its path, or at the entry's; the fields of an embedded scenario have paths of their own."""
    for path, field in holders(COMMANDS[command].options):
        where = path.removeprefix("scenario.")
        ways = [(value, where) for value in (*NO_VALUE, "5") if value != HOLDERS[field.kind] and value[:1] != '"']
        if field.kind in (Kind.TABLES, Kind.LEDGER):
            ways += [(f"[{value}]", f"{where}[0]") for value in ("5", "null", '"x"', "[]", "NaN")]
        for value, told in ways:
            tables: dict[str, object] = {}
            place(tables, path, "@")
            text = json.dumps(tables).replace('"@"', value)
            _, out, _ = run("batch", "-", stdin=f'{{"method": "{command}", "params": {text}}}'.encode())
            answer = json.loads(out)
            assert "bug" not in answer
            assert told in {error["path"] for error in answer["errors"]}, text


OPTION_TEXTS = {
    Kind.MONEY: ("", "five", "-1", "(5)", "1.234", "1e5", "€5", "٣", "1,23", "nan", "9" * 5000, "\x1b[31m", "\0"),
    Kind.RATE: ("", "0.26", "x", "1e-2", "٣", "1/2", "NaN", "1%%", "-9999999999", "9999999999", "9" * 5000, "\x1b[31m"),
    Kind.FACTOR: ("", "x", "1e-2", "٣", "1/2", "NaN", "1%%", "-9999999999", "9999999999", "9" * 5000, "\x1b[31m"),
    Kind.WHOLE: ("", "x", "1.0", "1,2", "1_0", "٣", "+1", "-1", "0x1", "1000000000000", "9" * 5000, "\0"),
    Kind.DAY: (
        "",
        "2021-02-30",
        "0000-00-00",
        "2021-6-1",
        "20210601",
        "٢٠٢١-٠٦-٠١",
        "tomorrow",
        "\x1b[31m",
        "9" * 5000,
    ),
    Kind.CHOICE: ("", "no such choice", "\x1b[31m", "x" * LONG),
    Kind.TEXT: ("x" * 201, "a\nb", "\x1b[31m", "\udcff", "\u202e", "x" * LONG),
    Kind.SECTION: ("x", "9999", "2252A(a)(5", f"2252A{'(a)' * 5000}", "§", "\x1b[31m", "9" * LONG),
}
OPTION_TEXTS[Kind.TEXT_LIST] = OPTION_TEXTS[Kind.TEXT]
"""Text that is refused as the value of an option."""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_wrong(command: str, refused: Refused) -> None:
    """All at once, each under its own name."""
    entry = COMMANDS[command]
    fields = [field for field in entry.options.fields if field.kind in OPTION_TEXTS] if not entry.file else []
    if entry.file_key:
        fields = [field for field in entry.options.fields if field.name != entry.file_key]
    files, sound = (("-",), FILES[command].encode()) if entry.file else ((), b"")
    for turn in range(max((len(OPTION_TEXTS[field.kind]) for field in fields), default=0)):
        texts = {field.name: OPTION_TEXTS[field.kind][turn % len(OPTION_TEXTS[field.kind])] for field in fields}
        options = [
            text if name == entry.position else f"--{name.replace('_', '-')}={text}" for name, text in texts.items()
        ]
        told = {path.partition("[")[0] for path, _ in refused(command, *files, *options, stdin=sound)}
        assert set(texts) <= told


# --- what is read with the file ---


LEDGERS: dict[str, tuple[str | bytes | None, str, str]] = {
    "missing": (None, "victim[0].ledger", "books.csv cannot be read: No such file or directory."),
    "empty": ("", "victim[0].ledger", "The ledger is empty"),
    "a workbook": (b"PK\x03\x04", "victim[0].ledger", "This is an Excel workbook"),
    "half of UTF-16": (HEADER.encode("utf-16")[:-1], "victim[0].ledger", "begins as UTF-16 and goes on otherwise"),
    "a wrong header": ("day,kind,case,amount", "victim[0].ledger, row 1", "Missing: date. Unknown: day."),
    "a wrong cell": (HEADER + ROWS.replace("100", "five"), "victim[0].ledger, row 2, amount", "Write an amount"),
    "a cell too few": (HEADER + "2020-01-01\n", "victim[0].ledger, row 2, kind", "This field is missing."),
    "JSON cut off": ("[{}", "victim[0].ledger", "This is not JSON"),
    "a wrong field in JSON": ('[{"date": 5}]', "victim[0].ledger[0].date", "This must be text, in quotes, not 5."),
    "a long line": ("x" * LONG, "victim[0].ledger, row 1", "This line is too long"),
    "zero bytes": ("\0", "victim[0].ledger, row 1", r"Unknown: \x00."),
}


@pytest.mark.parametrize("fault", LEDGERS)
@pytest.mark.parametrize("command", SCENARIOS)
def test_a_wrong_ledger_beside_a_scenario(
    command: str,
    fault: str,
    refused: Refused,
    file: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """The path names the victim's ledger and the row in it; other mistakes are reported with it."""
    content, path, words = LEDGERS[fault]
    if content is not None:
        file(content, "books.csv")
    text = TOML.replace("ordered_defendants = 9", 'ledger = "books.csv"\nledger_case = "C9"').replace("50000", "-1")
    errors = refused(command, file(text, "scenario.toml"))
    assert_told(errors, path, words)
    assert_told(errors, "victim[0].loss[0].amount", "An amount cannot be negative: “-1”.")
    assert "victim[0].ledger_case" not in dict(errors)
    monkeypatch.chdir(tmp_path)
    assert {where for where, _ in refused(command, "-", stdin=text.encode())} == {where for where, _ in errors}


NAMES = {
    "": "Name a file, for example victim-a.csv.",
    ".": "cannot be read: Is a directory.",
    "folder": "cannot be read: Is a directory.",
    "..": "cannot be read: Is a directory.",
    "../no-books.csv": "cannot be read: No such file or directory.",
    "/no/books.csv": "/no/books.csv cannot be read: No such file or directory.",
    "\0": r"\x00 cannot be read: no file can have this name.",
    "\ud800": r"\ud800 cannot be read: no file can have this name.",
    "\x1b[31m": r"\x1b[31m cannot be read: No such file or directory.",
    "x" * LARGE: "cannot be read: File name too long.",
    "books.csv/x": "cannot be read: Not a directory.",
}


@pytest.mark.parametrize("name", NAMES, ids=lambda name: repr(name[:20]))
def test_names_that_no_ledger_has(name: str, refused: Refused, file: Callable[..., str], tmp_path: Path) -> None:
    """The reason is reported at the ledger, with the other mistakes of the scenario."""
    (tmp_path / "folder").mkdir()
    file(HEADER + ROWS, "books.csv")
    tables = tomllib.loads(TOML.replace("ordered_defendants = 9", 'ledger = "@"').replace("50000", "-1"))
    text = json.dumps(tables, default=str).replace('"@"', json.dumps(name))
    errors = refused("estimate", file(text))
    assert [path for path, _ in errors] == ["victim[0].loss[0].amount", "victim[0].ledger"]
    assert_told(errors, "victim[0].ledger", NAMES[name])


def test_every_ledger_that_cannot_be_read_is_told(refused: Refused, file: Callable[..., str]) -> None:
    """All are reported, not only the first."""
    more = "".join(VICTIM.replace('"A"', f'"{c}"').replace("ordered_defendants = 9", f'ledger = "{c}"') for c in "BCD")
    paths = [path for path, _ in refused("estimate", file(TOML.replace("[[defendant]]", f"{more}[[defendant]]")))]
    assert paths == ["victim[1].ledger", "victim[2].ledger", "victim[3].ledger"]


def test_a_prior_award_may_stand_in_a_ledger_that_cannot_be_read(refused: Refused, file: Callable[..., str]) -> None:
    """The scenario is not asked for the figures that the ledger would have supplied."""
    text = TOML.replace("equal-share", "prior-awards").replace("ordered_defendants = 9", 'ledger = "none.csv"')
    assert [path for path, _ in refused("estimate", file(text))] == ["victim[0].ledger"]
    assert [path for path, _ in refused("estimate", file(text.replace("2021-06-01", '"soon"')))] == [
        "order_date",
        "victim[0].ledger",
    ]


DATES = ("2021-06-01T00:00:00", "2021-06-01 00:00:00Z", "07:32:00", "20210601", '"2021-02-30"', '"0000-00-00"', "nan")


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize("command", TABLES)
def test_dates_of_toml_that_are_no_days(command: str, date: str, given: Callable[..., Errors]) -> None:
    """A timestamp is not a date, and neither is a number."""
    field, path = ("order_date", "order_date") if command in SCENARIOS else ("date", "payment[0].date")
    sound = FILES[command].partition(f"\n{field} = ")[2].partition("\n")[0]
    content = FILES[command].replace(f"\n{field} = {sound}", f"\n{field} = {date}")
    assert_told(given(command, content), path, "Write a date" if date[0] != '"' else "is not a calendar date.")


NUMBERS = ("5", "5.0", "5e3", "1_000", "0x10", f"0x{'f' * 5000}", "inf", "-nan", "true", "[]", "{}", '"1e5"', '"٣"')


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:12])
@pytest.mark.parametrize("command", TABLES)
def test_amounts_of_toml_that_are_none(command: str, number: str, given: Callable[..., Errors]) -> None:
    """A number without quotes is refused wherever an amount belongs, however it is written."""
    sound, path = ("50000", "victim[0].loss[0].amount") if command in SCENARIOS else ("6000", "obligation[0].amount")
    content = FILES[command].replace(f'"{sound}"', number)
    assert_told(given(command, content), path, "Write an amount in US dollars")


def test_a_number_of_toml_that_json_could_not_write(given: Callable[..., Errors]) -> None:
    """An integer is refused at its path even if it has more digits than Python prints."""
    for number in (f"0x{'f' * 5000}", f"-{'9' * 4000}", "9" * 101):
        assert_told(given("estimate", TOML.replace("defendants = 9", f"defendants = {number}")), PEOPLE, "whole number")


UNKNOWN = (
    "court",
    "Schema",
    "schema ",
    "",
    " ",
    "\x1b[31m",
    "\u202e",
    "\u200b",
    "é",
    "x" * 300,
    "a.b",
    "victim[0]",
    "'",
)


@pytest.mark.parametrize("command", TABLES)
def test_fields_that_are_not_there(command: str, given: Callable[..., Errors]) -> None:
    """Each is named so that it can be found, and the message lists the valid ones."""
    tables = json.loads(json.dumps(tomllib.loads(FILES[command]), default=str))
    errors = given(command, json.dumps({**tables, **dict.fromkeys(UNKNOWN, 1)}))
    assert len(errors) == len(UNKNOWN)
    shown = dict(errors)
    assert {"court", "Schema", "'schema '", "''", "' '", r"'\x1b[31m'", r"'\u202e'", "'a.b'", "'victim[0]'"} <= set(
        shown
    )
    assert all("There is no field with this name. Known fields: schema, " in message for message in shown.values())


# --- arguments ---

PEOPLE = "victim[0].ordered_defendants"
VARIED = {
    "x": "Write PATH=LOW..HIGH",
    f"{PEOPLE}=5": "Write PATH=LOW..HIGH",
    f"{PEOPLE}=5..": "Write PATH=LOW..HIGH",
    f"{PEOPLE}=..5": "Write PATH=LOW..HIGH",
    "=1..5": "Write PATH=LOW..HIGH",
    "..": "Write PATH=LOW..HIGH",
    "court=1..5": "No field of the scenario has the path 'court'.",
    "victim[0].court=1..5": "No field of the scenario has the path 'victim[0].court'.",
    "victim[0]ordered_defendants=1..5": "is not a path such as victim[0].loss[2].amount.",
    "victim[-1].ordered_defendants=1..5": "is not a path",
    "victim[٠].ordered_defendants=1..5": "is not a path",
    "victim=1..5": "victim is not a number, an amount or a date",
    "victim[0].prior_awards=1..5": "victim[0].prior_awards is not a number, an amount or a date",
    "victim[0].prior_awards[0]=1..5": "has an index into something that is not a list.",
    "apportionment.method=full..requested": "is not a number, an amount or a date",
    "order_date[0]=2021-06-01..2022-06-01": "has an index into something that is not a list.",
    "victim.ordered_defendants=1..5": "The scenario as given has no victim.ordered_defendants.",
    "victim[1].ordered_defendants=1..5": "The scenario as given has no victim[1].ordered_defendants.",
    "victim[9999].ordered_defendants=1..5": "The scenario as given has no victim[9999].ordered_defendants.",
    "victim[0][0].ordered_defendants=1..5": "The scenario as given has no victim[0][0].ordered_defendants.",
    "apportionment[0].fixed=1..5": "The scenario as given has no apportionment[0].fixed.",
    "victim[0].ledger[0].amount=1..5": "The scenario as given has no victim[0].ledger[0].amount.",
    f"{PEOPLE}=50..5": "The lower end comes first: 5..50.",
    "order_date=2022-06-01..2021-06-01": "The lower end comes first: 2021-06-01..2022-06-01.",
    "victim[0].loss[0].amount=$1,000..900": "The lower end comes first: 900..$1,000.",
    f"{PEOPLE}=five..6": "The low end: This must be a whole number, not “five”.",
    f"{PEOPLE}=1...5": "The high end: This must be a whole number, not “.5”.",
    f"{PEOPLE}=1..2..3": "The high end: This must be a whole number, not “2..3”.",
    f"{PEOPLE}=1,2..3": "The low end: This must be a whole number, not “1,2”.",
    f"{PEOPLE}=-1..٣": "The low end: This must be a whole number from 0 to 1000000000, not -1. The high end: This must",
    "victim[0].loss[0].amount=-1..nan": "The low end: An amount cannot be negative: “-1”. The high end: Write an",
    "order_date=2021-02-30..2021-6-1": "The low end: 2021-02-30 is not a calendar date. The high end: Write a",
    "order_date=2018-01-01..2022-01-01": "With 2018-01-01 at order_date the scenario is refused: defendant[0].counts",
    f"{PEOPLE}=1..\x1b[31m": "This must be one line of ordinary characters, not “victim[0].ordered_def",
    f"{PEOPLE}={'9' * 5000}..5": "This can have at most 200 characters, not 5,032: “victim[0].ordered_def",
    "": "Write PATH=LOW..HIGH",
}
"""Values that --vary does not accept."""


def test_an_input_that_cannot_be_moved(refused: Refused) -> None:
    """One by one, and all together in the order in which they were given."""
    for text, words in VARIED.items():
        ((path, message),) = refused("compare", "-", f"--vary={text}", stdin=TOML.encode())
        assert path == "vary[0]"
        assert words in message
    read = [text for text in VARIED if "as given" not in VARIED[text] and "is refused" not in VARIED[text]]
    errors = refused("compare", "-", *(f"--vary={text}" for text in read), stdin=TOML.encode())
    assert sorted(path for path, _ in errors) == sorted(f"vary[{i}]" for i in range(len(read)))
    errors = refused("compare", "-", "--vary=x", "--vary=", stdin=TOML.replace("50000", "-1").encode())
    assert {path for path, _ in errors} == {"vary[0]", "vary[1]", "victim[0].loss[0].amount"}


def test_one_input_is_moved_once(refused: Refused, run: Run) -> None:
    """However its path is written; and a thousand mistakes do not print a thousand lines."""
    twice = (f"--vary={PEOPLE}=1..5", "--vary=victim[000].ordered_defendants=2..6")
    assert refused("compare", "-", *twice, stdin=TOML.encode()) == [
        ("vary[1]", "The input victim[000].ordered_defendants is already varied by vary[0]."),
    ]
    errors = refused("compare", "-", *twice[:1] * 1000, stdin=TOML.encode())
    assert errors[-1] == ("", "More mistakes after these 100: 899.")


def test_a_day_before_every_row_is_no_mistake(run: Run, file: Callable[..., str]) -> None:
    """The rows are read and counted as later rows."""
    code, out, _ = run("ledger", file(HEADER + ROWS), "--as-of", "1900-01-01", "--format", "json")
    assert code == ANSWERED
    answer = json.loads(out)
    assert (answer["rows"], answer["flags"]) == ({"counted": 0, "after": 3}, ["no-finding"])


ALL = (*COMMANDS, "batch")


def sound_arguments(command: str) -> tuple[str, ...]:
    """Arguments that the command line takes."""
    return (*(("-",) if command in FILES or command == "batch" else ()), *OPTIONS.get(command, ()))


@pytest.mark.parametrize("command", ALL)
def test_arguments_that_are_not_there(command: str, run: Run) -> None:
    """Unknown options, abbreviated names, an extra value: exit code 2, the usage, and what is wrong."""
    sound = sound_arguments(command)
    wrong = [
        *((*sound, "--no-such-option"), (*sound, "--form", "json"), (*sound, "--format", "xml"), (*sound, "a", "b")),
        *((*sound, "--\x1b[31m"), (*sound, f"--{'x' * 100_000}"), (*sound, "--format"), (*sound, "-x")),
        *((*sound, "--format=json", "--format=json"),),
    ]
    for arguments in wrong:
        code, out, err = run(command, *arguments)
        assert (code, out) == (BAD_INPUT, "")
        assert err.startswith("usage: restitution")
        assert "error: " in err
        assert err.replace("\n", "").isprintable()
        assert len(err) < 2000


@pytest.mark.parametrize("command", OPTIONS)
def test_an_option_is_given_once(command: str, run: Run) -> None:
    """The second value does not override the first."""
    sound = sound_arguments(command)
    code, out, err = run(command, *sound, *OPTIONS[command][:2])
    assert (code, out) == (BAD_INPUT, "")
    assert "this is given twice" in err


@pytest.mark.parametrize("command", [*FILES, *OPTIONS, "batch", ""])
def test_arguments_that_are_missing(command: str, run: Run) -> None:
    """The command line names them."""
    code, out, err = run(*([command] if command else []))
    assert (code, out) == (BAD_INPUT, "")
    assert "the following arguments are required" in err


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("law", "no-such-id"), ("id", "No parameter or authority has this id.")),
        (("cases", "--id", "no-such-id"), ("id", "No decided case has this id.")),
        (("cases", "--circuit", "12"), ("circuit", "This must be one of 1, 2, 3")),
        (("cases", "--method", "guess"), ("method", "This must be one of ")),
        (("schema", "scenario"), ("input", "This must be one of estimate, compare")),
        (("assessment", "--offense", "2252A(a)(5)", "--year", "2018"), ("year", "from 2019 to 9999, not 2018.")),
        (("assessment", "--offense", "2252A(a)(5)", "--year", "9999"), ("year", "9998")),
        (("assessment", "--offense", "2252A(a)(5)", "--counts", "0"), ("counts", "from 1 to 10000, not 0.")),
        (("assistance", "--order-date", "9999-12-31"), ("order_date", "9998")),
        (("assistance", "--order-date", "2021-06-01", "--series", "other"), ("series", "give the offense too.")),
        (
            ("provision", "--offense=2251(a)", "--from=2020-01-02", "--to=2020-01-01"),
            ("to", "not be before the first: 2020-01-01 is before 2020-01-02."),
        ),
        (("schedule", "--principal", "5"), ("monthly", "Give the monthly payment, or income and percent.")),
        (("schedule", "--principal", "5", "--monthly", "0"), ("monthly", "This must be more than zero")),
        (("schedule", "--principal=5", "--monthly=1", "--from=9999-12-31"), ("from", "This must be from January 1")),
        (("schedule", "--principal=5", "--monthly=1", "--prison"), ("released", "the date of release is needed")),
    ],
)
def test_arguments_that_cannot_be(arguments: tuple[str, ...], error: tuple[str, str], refused: Refused) -> None:
    """Each command says what would be valid."""
    assert_told(refused(*arguments), *error)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("no-such-file", "no-such-file cannot be read: No such file or directory."),
        (".", ". cannot be read: Is a directory."),
        ("", "cannot be read"),
        ("a\0b", r"a\x00b cannot be read: no file can have this name."),
        ("\x1b[31m", r"\x1b[31m cannot be read: No such file or directory."),
        ("\udcff", r"\udcff cannot be read: No such file or directory."),
        ("x" * 100_000, "cannot be read: File name too long."),
        ("/etc/passwd/x", "/etc/passwd/x cannot be read: Not a directory."),
    ],
    ids=lambda text: repr(text[:20]),
)
@pytest.mark.parametrize("command", [*FILES, "batch"])
def test_files_that_cannot_be_read(command: str, name: str, words: str, run: Run, refused: Refused) -> None:
    """The file is named, and why."""
    if command == "batch":
        code, out, err = run("batch", name)
        assert (code, out) == (BAD_INPUT, "")
        assert words in err
        assert err[:-1].isprintable()
    else:
        ((path, message),) = refused(command, name, *OPTIONS.get(command, ()))
        assert path == ""
        assert words in message
        assert len(message) < 200


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is kept from root")
@pytest.mark.parametrize("command", FILES)
def test_a_file_that_is_kept_from_the_reader(command: str, refused: Refused, file: Callable[..., str]) -> None:
    """The message says so."""
    name = file(FILES[command])
    Path(name).chmod(0)
    assert_told(refused(command, name, *OPTIONS.get(command, ())), "", "cannot be read: Permission denied.")


# --- batch ---

LINES = {
    b"": "This is not JSON",
    b"no JSON": "This is not JSON",
    b"\xff": "This line is not UTF-8 text (byte 1).",
    b'{"title": "caf\xe9"}': "This line is not UTF-8 text (byte 15).",
    b"\0": "This is not JSON",
    b"[1]": "A request must be a table with method, params and format.",
    b"{}": "The method must be one of estimate, compare",
    b'{"method": "Estimate"}': "The method must be one of estimate, compare",
    b'{"method": "law", "format": "xml"}': "The format must be one of json, text",
    b'{"method": "law", "form": "json"}': "There is no field with this name. Known fields: id, method, params",
    b'{"method": "law", "format": "html", "base": 5}': "This must be text.",
    b'{"method": "law", "method": "law"}': "the key 'method' is given twice",
    b'{"method": "law", "params": ' + b"[" * 100_000: "nested too deeply",
    b'{"method": "law", "params": []}': "This must be a table of fields (law), not a list.",
    b'{"method": "law", "params": {"id": NaN}}': "This must be text, not NaN.",
    b'{"method": "\\u001b[31m"}': "The method must be one of",
    b'{"method": "law", "params": {"' + b"x" * LARGE + b'": 1}}': "There is no field with this name.",
    b'{"method": "' + b"x" * LARGE + b'"}': "The method must be one of",
    b"x" * (LONGEST_LINE + 5): "This line has more than 16,777,216 bytes.",
}


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_every_wrong_line_has_its_answer(end: bytes, run: Run) -> None:
    """In position, with the lines around it answered; and several mistakes in a request together."""
    sound = b'{"id": "sound", "method": "law", "params": {"id": "trafficking.floor"}}'
    text = end.join(line for wrong in LINES for line in (wrong, sound))
    code, out, err = run("batch", "-", stdin=text)
    assert (code, err) == (ANSWERED, "")
    answers = [json.loads(line) for line in out.splitlines()]
    assert len(answers) == 2 * len(LINES)
    assert all(answer["ok"] and answer["id"] == "sound" for answer in answers[1::2])
    for answer, words in zip(answers[::2], LINES.values(), strict=True):
        assert not answer["ok"]
        assert "bug" not in answer
        assert words in answer["errors"][0]["message"]
        assert all(len(error["message"]) <= 1000 and len(error["path"]) <= 200 for error in answer["errors"])
    _, out, _ = run("batch", "-", stdin=b'{"color": 1, "method": "x", "format": "y", "base": 1}')
    assert [error["path"] for error in json.loads(out)["errors"]] == ["color", "method", "format", "base"]


@pytest.mark.parametrize("workers", ["0", "65", "-1", "1.0", "", "two", "٣", "+1", "01", "9" * 5000])
def test_a_number_of_workers_that_cannot_be(workers: str, run: Run) -> None:
    """A non-ASCII digit is not accepted."""
    code, out, err = run("batch", "-", f"--workers={workers}")
    assert (code, out) == (BAD_INPUT, "")
    assert "a whole number from 1 to 64" in err


# --- streams ---

SHELL = [
    ("{} law | head -1", ANSWERED, ""),
    ("{} law --format json | head -c 1", ANSWERED, ""),
    ('yes \'{{"method": "law"}}\' | head -300 | {} batch - | head -1', ANSWERED, ""),
    ("{} law > /dev/full", BUG, "The answer cannot be written: No space left on device.\n"),
    ("echo '{{}}' | {} batch - > /dev/full", BUG, "The answer cannot be written: No space left on device.\n"),
    ("{} law >&-", BUG, "The answer cannot be written: standard output is closed.\n"),
    ("{} estimate - <&-", BAD_INPUT, "Standard input cannot be read: it is closed.\n"),
    ("{} batch - <&-", BAD_INPUT, "Standard input cannot be read: it is closed.\n"),
    ("printf '\\xff' | LC_ALL=C {} estimate -", BAD_INPUT, "Standard input is not UTF-8 text (row 1, byte 1).\n"),
    ("{} estimate /dev/null --format json | grep -c message", ANSWERED, ""),
]


@pytest.mark.slow
@pytest.mark.parametrize(("line", "code", "complaint"), SHELL)
def test_streams_that_end_or_are_not_there(line: str, code: int, complaint: str) -> None:
    """A closed pipe, a full disk, no standard input: no Python traceback."""
    command = line.format(f"{sys.executable} -m restitution")
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (code, complaint)
