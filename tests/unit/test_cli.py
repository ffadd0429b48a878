"""The command line, run in process: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.unit.support import ANSWERED, BAD_INPUT, Run, answer

from restitution import __version__
from restitution.commands import COMMANDS

TOML = """
schema = 1
title = "Equal shares among 136"
order_date = 2021-06-01
circuit = "7"

[apportionment]
method = "equal-share"

[[victim]]
id = "A"
ordered_defendants = 135

[[victim.loss]]
category = "therapy"
amount = "$1,140,690.48"

[[defendant]]
id = "1"
counts = [ { offense = "2252A(a)(5)(B)", from = 2019-01-01, to = 2020-03-01, victims = ["A"] } ]
"""
COUNT = {"offense": "2252A(a)(5)(B)", "from": "2019-01-01", "to": "2020-03-01", "victims": ["A"]}
TABLES = {
    "schema": 1,
    "title": "Equal shares among 136",
    "order_date": "2021-06-01",
    "circuit": "7",
    "apportionment": {"method": "equal-share"},
    "victim": [
        {"id": "A", "ordered_defendants": 135, "loss": [{"category": "therapy", "amount": "$1,140,690.48"}]},
    ],
    "defendant": [{"id": "1", "counts": [COUNT]}],
}


def test_text_for_people(run: Run, file: Callable[..., str]) -> None:
    """The order, the method and the authority are readable in the default format."""
    code, out, err = run("estimate", file(TOML))
    assert (code, err) == (ANSWERED, "")
    text = " ".join(out.split())
    assert text.startswith("Equal shares among 136 Order of June 1, 2021")
    assert "Victim A, defendant 1: §2259(b)(2), current law $8,387.43" in text
    assert "United States v. Sainz, 827 F.3d 602 (7th Cir. 2016)" in text
    assert "18 U.S.C. § 2259(b)(2)(B)" in text
    assert "$1,140,690.48 ÷ 136." in text
    assert "Legal information, not legal advice." in text
    assert max(map(len, out.splitlines())) <= 100


@pytest.mark.parametrize("content", [TOML, json.dumps(TABLES), "\n  " + json.dumps(TABLES, indent=2), "\ufeff" + TOML])
def test_json_is_the_answer_of_the_one_door(run: Run, file: Callable[..., str], content: str) -> None:
    """TOML and JSON, with or without a byte order mark, give what the protocol gives."""
    code, out, err = run("estimate", file(content), "--format", "json")
    assert (code, err) == (ANSWERED, "")
    expected = answer("estimate", TABLES)
    assert json.loads(out) == expected
    assert expected["orders"][0]["order"] == "8387.43"


def test_standard_input(run: Run) -> None:
    """A hyphen reads standard input, as UTF-8 whatever the locale."""
    code, out, _ = run("estimate", "-", stdin=TOML.replace("Equal", "Équal").encode())
    assert code == ANSWERED
    assert out.startswith("Équal shares among 136")
    assert "$8,387.43" in out


def test_refused_text_goes_to_the_other_stream(run: Run, file: Callable[..., str]) -> None:
    """Mistakes are listed one to a line on standard error, with their paths, and nothing is printed."""
    spoilt = TOML.replace('"$1,140,690.48"', "1140690.48").replace("135", "-1").replace("circuit", "court")
    code, out, err = run("estimate", file(spoilt))
    assert (code, out) == (BAD_INPUT, "")
    assert [line.split(": ")[0] for line in err.splitlines()] == [
        "court",
        "victim[0].ordered_defendants",
        "victim[0].loss[0].amount",
    ]


def test_refused_json_is_a_table_of_errors(run: Run, file: Callable[..., str]) -> None:
    """With JSON the refusal is the documented error object."""
    code, out, err = run("estimate", file(TOML.replace("$1", "-1")), "--format", "json")
    assert (code, err) == (BAD_INPUT, "")
    refusal = json.loads(out)
    assert refusal == {
        "schema": 1,
        "errors": [{"path": "victim[0].loss[0].amount", "message": "An amount cannot be negative: “-1,140,690.48”."}],
    }


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe", "schema: This field is missing."),
        (b'title = "caf\xe9"', "is not UTF-8 text (row 1, byte 13)"),
        ("this is no scenario", "neither TOML nor JSON"),
        ('{"schema": 1', "This is not JSON"),
        ('{"schema": 1, "schema": 1}', "given twice"),
        ("a = 1\na = 2", "Line 2, column 1: the key a was given before, on line 1."),
        ("[1, 2]", "This is a JSON list"),
        ("", "apportionment: This field is missing."),
        ("a = " + "[" * 50_000, "nested too deeply"),
        ('{"a": ' + "[" * 200_000, "nested too deeply"),
        ("schema = nan", "order_date: This field is missing."),
        ("schema = 0.1", "schema: This must be a whole number, not 0.1."),
        ("schema = " + "9" * 5000, "."),
        ("schema = 1e9999999999999999999", "."),
        ('{"schema": 1e9999999999999999999}', "."),
        ('{"schema": ' + "9" * 5000 + "}", "."),
        (TOML.replace("2021-06-01", "2021-06-01T00:00:00"), "order_date: Write a date"),
        (TOML.replace("2021-06-01", "07:32:00"), "order_date: Write a date"),
        (TOML.replace("2021-06-01", "2021-02-30"), "Line 4, column 14: 2021-02-30 is not a calendar date."),
    ],
    ids=lambda value: repr(value[:28]) if isinstance(value, str | bytes) else None,
)
def test_files_that_are_no_scenario(run: Run, file: Callable[..., str], content: str | bytes, words: str) -> None:
    """Whatever is in the file: exit code 2, a sentence, and no Python traceback."""
    code, out, err = run("estimate", file(content))
    assert (code, out) == (BAD_INPUT, "")
    assert words in err
    assert "Traceback" not in err
    assert "itself failed" not in err


def test_half_a_character_in_a_key(run: Run, file: Callable[..., str]) -> None:
    """A key that cannot be printed in UTF-8 is still refused with exit code 2."""
    assert run("estimate", file('{"\\ud800": 1}'), "--format", "json")[0] == BAD_INPUT


@pytest.mark.parametrize("name", ["missing.toml", "."])
def test_files_that_cannot_be_read(run: Run, tmp_path: Path, name: str) -> None:
    """A file that does not exist, or is a folder, is the user's mistake."""
    code, out, err = run("estimate", str(tmp_path / name))
    assert (code, out) == (BAD_INPUT, "")
    assert "cannot be read" in err


def test_law_lists_everything(run: Run) -> None:
    """Every parameter and authority, with the words that say what was not verified."""
    code, out, _ = run("law")
    assert code == ANSWERED
    assert "trafficking.floor" in out
    assert "sainz-2016" in out
    assert "not verified" in out


def test_law_shows_one(run: Run) -> None:
    """The floor, the date from which it applies, and its source."""
    code, out, _ = run("law", "trafficking.floor")
    assert code == ANSWERED
    assert "3000 (USD)" in out
    assert "18 U.S.C. § 2259(b)(2)(B)" in out
    assert "sainz-2016" not in out


def test_law_in_json(run: Run) -> None:
    """With JSON the law is the protocol's answer."""
    code, out, _ = run("law", "sainz-2016", "--format", "json")
    assert code == ANSWERED
    assert json.loads(out) == answer("law", {"id": "sainz-2016"})


def test_law_refuses_an_unknown_id(run: Run) -> None:
    """An unknown id is exit code 2, as text or as JSON."""
    assert run("law", "nothing") == (BAD_INPUT, "", "id: No parameter or authority has this id.\n")
    code, out, _ = run("law", "nothing", "--format", "json")
    assert code == BAD_INPUT
    assert json.loads(out)["errors"][0]["path"] == "id"


@pytest.mark.parametrize(
    "arguments",
    [
        *([], ["estimate"], ["guess"], ["estimate", "x", "--format", "xml"], ["law", "a", "b"]),
        *(["assessment"], ["assessment", "--offense"], ["assessment", "--offense", "2251(a)", "extra"]),
        *(["assistance"], ["assistance", "--order-date"], ["assistance", "--order-date", "2024-01-01", "extra"]),
    ],
)
def test_wrong_arguments(arguments: list[str], run: Run) -> None:
    """Wrong arguments are bad input too."""
    code, _, err = run(*arguments)
    assert code == BAD_INPUT
    assert "usage: restitution" in err


@pytest.mark.parametrize("command", ["assessment", "assistance"])
def test_the_questions_are_words_of_help(command: str, run: Run) -> None:
    """Every option says what it asks for."""
    code, out, _ = run(command, "--help")
    assert code == ANSWERED
    told = " ".join(out.split())
    for field in COMMANDS[command].options.fields:
        assert field.question
        assert field.term
        assert f"--{field.name.replace('_', '-')}" in told


@pytest.mark.slow
def test_every_case_runs_from_a_file(run: Run, file: Callable[..., str], golden: dict[str, dict[str, Any]]) -> None:
    """Each golden scenario is accepted as a JSON file, in both formats."""
    for case in golden.values():
        name = file(json.dumps(case["scenario"]))
        assert run("estimate", name)[0] == ANSWERED
        code, out, _ = run("estimate", name, "--format", "json")
        assert code == ANSWERED
        assert json.loads(out)["totals"]["case"] == case["expect"]["totals"]["case"]


def test_the_package_has_a_version() -> None:
    """Three numbers."""
    assert [part.isdecimal() for part in __version__.split(".")] == [True] * 3
