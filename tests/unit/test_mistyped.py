"""Scenario files from word processors and spreadsheets: each mistake is named, with its place and what to type."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.support import BAD_INPUT, Run

from restitution import InputError, read_scenario
from restitution.errors import MOST_MISTAKES
from restitution.mistyped import json_mistakes, toml_mistakes
from restitution.parsing import read_text

ROOT = Path(__file__).parents[2]
SOUND = """schema = 1
title = "One possessor"
order_date = 2024-03-01
circuit = "7"

[apportionment]
method = "equal-share"

[[victim]]
id = "A"
ordered_defendants = 29

[[victim.loss]]
category = "therapy"
amount = "120000"

[[defendant]]
id = "1"
counts = [{ offense = "2252A(a)(5)", from = 2020-01-01, to = 2021-01-01, victims = ["A"] }]
"""


def refusals(text: str, kind: str = "toml") -> list[tuple[str, str]]:
    """Return the mistakes of a scenario's text, as path and message; it must be refused."""
    with pytest.raises(InputError) as refusal:
        read_scenario(read_text(text, kind))
    return [(error.path, error.message) for error in refusal.value.errors]


def changed(*changes: tuple[str, str]) -> str:
    """Return the sound scenario with some of its text replaced."""
    text = SOUND
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


AMOUNT = '"120000"'
BROKEN: dict[str, tuple[tuple[str, str], str]] = {
    "a curly quotation mark": (
        (AMOUNT, "“120000”"),
        'Line 15, column 10: a curly quotation mark “ (U+201C). Type a straight " instead.',
    ),
    "a curly mark at one end": (('"One possessor"', '“One possessor"'), "Line 2, column 9: a curly quotation mark “"),
    "curly single marks": (('"7"', "‘7’"), "Line 4, column 11: a curly apostrophe ‘ (U+2018). Type a straight"),
    "low quotation marks": (('"7"', "„7“"), "Line 4, column 11: a curly quotation mark „ (U+201E)."),
    "a key in curly marks": (("circuit =", "“circuit” ="), "Line 4, column 1: a curly quotation mark “"),
    "an en dash in a date": (
        ("from = 2020-01-01", "from = 2020–01–01"),
        "Line 19, column 49: an en dash – (U+2013). Type a hyphen - instead.",
    ),
    "an em dash in a key": (("order_date", "order—date"), "Line 3, column 6: an em dash — (U+2014)."),
    "a minus sign in a date": (("2024-03-01", "2024−03−01"), "Line 3, column 18: a minus sign − (U+2212)."),
    "a hyphen that does not break": (
        ("2024-03-01", "2024‑03‑01"),
        "Line 3, column 18: a dash of another kind ‑ (U+2011)",
    ),
    "a no-break space": (
        ("amount =", "\u00a0 amount ="),
        "Line 15, column 1: a no-break space (U+00A0). Type an ordinary space instead.",
    ),
    "a narrow space": (("circuit =", "circuit\u2009="), "Line 4, column 8: a special space (U+2009)."),
    "a space without width": (
        ("circuit =", "circuit\u200b ="),
        "Line 4, column 8: an invisible character without width (U+200B). Delete it.",
    ),
    "a soft hyphen": (
        ("circuit =", "cir\u00adcuit ="),
        "Line 4, column 4: an invisible character (U+00AD). Delete it.",
    ),
    "a byte order mark within": (("circuit =", "\ufeffcircuit ="), "Line 4, column 1: an invisible character without"),
    "a line break of a word processor": (("circuit", "\x0bcircuit"), "Line 4, column 1: a line or page break of a"),
    "an ellipsis": ((AMOUNT, "…"), "Line 15, column 10: an ellipsis … (U+2026). Type what it stands for."),
    "a letter with an accent": (
        ('"One possessor"', "éa"),
        "Line 2, column 9: a character outside of quotation marks é",
    ),
    "a euro sign": ((AMOUNT, "€5"), "Line 15, column 10: a character outside of quotation marks € (U+20AC)."),
    "an amount with a comma": (
        (AMOUNT, "120,000"),
        'Line 15, column 10: 120,000 needs quotation marks. Write "120,000".',
    ),
    "an amount with a dollar sign": ((AMOUNT, "$5"), 'Line 15, column 10: $5 needs quotation marks. Write "$5".'),
    "an amount with both": ((AMOUNT, "$120,000.50"), 'Write "$120,000.50".'),
    "an amount before a remark": ((AMOUNT, "120,000 # the expert"), "column 10: 120,000 needs quotation marks."),
    "an amount with a space": ((AMOUNT, "120 000"), "Line 15, column 10: 120 000 is no value. Write it in quotation"),
    "a percentage": ((AMOUNT, '"5"\ngrowth = 2.5%'), 'Line 16, column 10: 2.5% needs quotation marks. Write "2.5%".'),
    "a date of US courts": (
        ("2024-03-01", "3/1/2024"),
        "Line 3, column 14: 3/1/2024 is not a date. Write 2024-03-01 if March 1, 2024 is meant.",
    ),
    "the day first": (("2024-03-01", "31/1/2024"), "31/1/2024 is not a date. Write year-month-day, for example"),
    "a date in a table": (("from = 2020-01-01", "from = 1/2/2020"), "Line 19, column 45: 1/2/2020 is not a date."),
    "a date without zeros": (("2024-03-01", "2024-3-1"), "Line 3, column 14: 2024-3-1 is not a date."),
    "a month's name": (("2024-03-01", "1-Mar-24"), "Line 3, column 14: 1-Mar-24 is not a date."),
    "a date with its month's name": (
        ("2024-03-01", "March 1, 2024"),
        "Line 3, column 14: March 1, 2024 is not read as a date. Write 2024-03-01.",
    ),
    "the same without its comma": (
        ("2024-03-01", "Mar. 1st 2024"),
        "Mar. 1st 2024 is not read as a date. Write 2024-03-01.",
    ),
    "the same, the day first": (
        ("2024-03-01", "1 March 2024 # the judgment"),
        "Line 3, column 14: 1 March 2024 is not read as a date. Write 2024-03-01.",
    ),
    "the same in a table": (
        ("from = 2020-01-01", "from = Jan 1, 2020"),
        "Line 19, column 45: Jan 1, 2020 is not read as a date. Write 2020-01-01.",
    ),
    "the same, on no calendar": (("2024-03-01", "June 31, 2024"), "June 31, 2024 is not a calendar date."),
    "no month's name": (("2024-03-01", "Mars 1, 2024"), 'Mars 1 is text without quotation marks. Write "Mars 1".'),
    "yes": (
        ('id = "A"', 'id = "A"\nproven = yes'),
        "Line 11, column 10: yes is text without quotation marks. Write true.",
    ),
    "on, in capitals": (('id = "A"', 'id = "A"\nproven = ON'), "Write true."),
    "no": (('id = "A"', 'id = "A"\nproven = No # yet'), "No is text without quotation marks. Write false."),
    "off": (('id = "A"', 'id = "A"\nproven = off'), "Write false."),
    "no in a list": (('["A"]', "[no]"), 'no is text without quotation marks. Write "no".'),
    "all in capitals": (('id = "A"', 'id = "A"\nproven = TRUE'), "Write true, in small letters."),
    "no calendar date": (("2024-03-01", "2024-02-30"), "Line 3, column 14: 2024-02-30 is not a calendar date."),
    "a word without marks": (
        ('"equal-share"', "equal-share"),
        'Line 7, column 10: equal-share is text without quotation marks. Write "equal-share".',
    ),
    "a code without marks": (('["A"]', "[A]"), 'Line 19, column 85: A is text without quotation marks. Write "A".'),
    "true in capitals": (
        ('id = "A"', 'id = "A"\nproven = False'),
        "Line 11, column 10: False is text without quotation",
    ),
    "a key twice": (
        ('circuit = "7"', 'circuit = "7"\ncircuit = "8"'),
        "Line 5, column 1: the key circuit was given before, on line 4. Keep one of the two.",
    ),
    "a table twice": (
        ("[[victim]]", "[apportionment]\n[[victim]]"),
        "Line 9, column 1: [apportionment] was given before, on line 6.",
    ),
    "two losses in one bracket": (
        ("[[victim.loss]]", '[victim.loss]\ncategory = "fees"\n[victim.loss]'),
        "Line 15, column 1: [victim.loss] was given before, on line 13. For several of them write [[victim.loss]] over "
        "each, with two brackets on each side;",
    ),
    "one bracket, then two": (
        ("[[victim.loss]]", '[victim.loss]\ncategory = "fees"\n[[victim.loss]]'),
        "Line 15, column 1: [victim.loss] was given before, on line 13.",
    ),
    "a bracket short": (
        ("[[victim.loss]]", "[[victim.loss]"),
        "Line 13, column 1: [[victim.loss] has more brackets on one side. Write [[victim.loss]] or [victim.loss].",
    ),
    "a path of Windows": (
        ('id = "A"', r'id = "A"' + "\n" + r'ledger = "C:\Users\me\victim-a.csv"'),
        "Line 11, column 13: a backslash \\ in double quotation marks has a meaning. Write / instead, or put the text "
        r"in single quotation marks: 'C:\Users\me\victim-a.csv'.",
    ),
    "no end of a text": (
        ('"One possessor"', '"One possessor'),
        'Line 2, column 9: the quotation mark " that opens here has no end on its line. Close it with ".',
    ),
    "an inch in a text": (('"One possessor"', '"A 5" disk"'), 'Line 2, column 19: the quotation mark " that opens'),
    "no sign between": (("circuit =", "circuit"), "Line 4, column 1: this line has no =. Write a key, = and its value"),
    "a colon between": (
        ("circuit =", "circuit:"),
        "Line 4, column 1: this line has no =. Write = in place of the colon",
    ),
    "a table over two lines": (
        ("[{ offense", "[{\n offense"),
        "Line 19, column 11: the table that opens here with { must",
    ),
    "a list without an end": (('["A"] }]', '["A"] }'), "Line 19, column 10: the bracket [ that opens here is never"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_what_breaks_a_scenario(fault: str) -> None:
    """One message, which names the character or the text, its line and column, and what to type."""
    change, words = BROKEN[fault]
    ((path, message),) = refusals(changed(change))
    assert path == ""
    assert words in message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("this is no scenario", "Line 1, “this is no scenario”, cannot be read as key = value, nor as a heading in"),
        ("schema 1 = 2\r\n", "Line 1, “schema 1 = 2”, cannot be read as key = value"),
        ("schema = 1\ntitle =\n", "Line 2, “title =”, cannot be read"),
        ("a = 1\na.b = 2\n\n", "Line 2, “a.b = 2”, cannot be read"),
        ("= 3", "Line 1, “= 3”, cannot be read"),
        ("\n\n= " + "9" * 3_000, "Line 3, “= 999"),
    ],
)
def test_what_only_the_library_can_tell_begins_with_the_line(text: str, words: str) -> None:
    """In words, and as it was written; what the library says is after it."""
    ((path, message),) = refusals(text)
    assert path == ""
    assert message.startswith(words)
    assert "brackets. This is neither TOML nor JSON: " in message


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_mistake_of_a_file_is_told_at_once(end: str) -> None:
    """In the order of the file, with the line ends of any system; what is sound between them is not touched."""
    text = changed(
        ('"One possessor"', "“One possessor”"),
        ("2024-03-01", "3/1/2024"),
        ('"7"', '"7"\ncircuit = "8"'),
        (AMOUNT, "$120,000"),
        ("from = 2020-01-01", "from = 2020–01–01"),
    )
    found = [message.partition(":")[0] for _, message in refusals(text.replace("\n", end))]
    assert found == [
        "Line 2, column 9",
        "Line 3, column 14",
        "Line 5, column 1",
        "Line 16, column 10",
        "Line 20, column 49",
    ]


TABLES = {
    "one victim": (("[[victim]]", "[victim]"), "victim", "[[victim]]"),
    "one loss": (("[[victim.loss]]", "[victim.loss]"), "victim[0].loss", "[[victim.loss]]"),
    "one defendant": (("[[defendant]]", "[defendant]"), "defendant", "[[defendant]]"),
}


@pytest.mark.parametrize("fault", TABLES)
def test_one_bracket_where_two_are_meant(fault: str) -> None:
    """It is TOML, for something else; only that is told, not what follows from it."""
    change, path, words = TABLES[fault]
    ((where, message),) = refusals(changed(change))
    assert where == path
    assert f"In TOML write {words}, with two brackets on each side, not {words[1:-1]}." in message


@pytest.mark.parametrize("amount", ["120000", "120000.50", "1e5", "-5"])
def test_an_amount_without_marks_is_shown_with_them(amount: str) -> None:
    """TOML reads it as a number, which is no amount; the message has the text that was written."""
    assert refusals(changed((AMOUNT, amount))) == [
        ("victim[0].loss[0].amount", f'Write an amount in US dollars as text, in quotes: "{amount}".')
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{“schema”: 1, "title": "x “y” z"}', "Line 1, column 2: a curly quotation mark “ (U+201C)."),
        ('{"schema":\u00a01,\n "a": 120,000}', "Line 2, column 7: 120,000 needs quotation marks."),
        (
            r'{"ledger": "C:\Users\me.csv"}',
            "Line 1, column 15: a backslash \\ in double quotation marks has a meaning.",
        ),
        ('{"order_date": 3/1/2024}', "Line 1, column 16: 3/1/2024 is not a date."),
    ],
)
def test_what_breaks_json(text: str, words: str) -> None:
    """The same characters, in JSON."""
    assert any(message.startswith(words) for path, message in refusals(text, "json") if path == "")


def test_a_json_list_is_no_scenario(run: Run, file: Callable[..., str]) -> None:
    """A file of it, and the same sent as JSON."""
    listed = json.dumps([{"schema": 1}])
    code, out, err = run("estimate", file(listed))
    assert (code, out) == (BAD_INPUT, "")
    assert err.startswith("This is a JSON list, in [ and ]. A file holds one table: remove the outer brackets")
    assert refusals(listed, "json") == [("", "This must be a table of fields (scenario), not a list.")]


@pytest.mark.parametrize("character", "“”‘’–—−…é\u00a0\u200b")
def test_text_may_hold_any_of_them(character: str) -> None:
    """A label pasted from a word processor is fine, and so is a remark, if it can be seen."""
    text = changed(('"One possessor"', f'"One{character}possessor" # {character}'))
    tables = read_text(text, "toml")
    assert tables["title"] == f"One{character}possessor"
    assert toml_mistakes(text) == []
    # Where another mistake breaks the file, they are still none.
    ((_, message),) = refusals(text.replace(AMOUNT, "“5”"))
    assert message.startswith("Line 15, column 10: ")


FILES = sorted([*ROOT.glob("content/scenarios/*.toml"), *ROOT.glob("tests/cases/*/*.toml")])


def test_sound_files_have_no_mistakes() -> None:
    """What the library reads is never called broken."""
    assert len(FILES) > 100
    assert [path.name for path in FILES if toml_mistakes(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("fault", BROKEN)
def test_the_command_line_prints_it(fault: str, run: Run, file: Callable[..., str]) -> None:
    """On one line of standard error, with the exit status of bad input."""
    change, words = BROKEN[fault]
    code, out, err = run("estimate", file(changed(change)))
    assert (code, out) == (BAD_INPUT, "")
    assert len(err.splitlines()) == 1
    assert words in err


@pytest.mark.parametrize(
    "part", ["[ ", "a = ,", "x = [a, ", "$5 ", "a = “", "[a]\n", "a = 1\n", "1/1/1 ", '"', "\\", "\v"]
)
def test_a_long_text_is_searched_quickly(part: str) -> None:
    """A pattern that tried every end from every start would take minutes."""
    start = process_time()
    toml_mistakes("a = 1\n" + part * (100_000 // len(part)))
    json_mistakes("{" + part * (100_000 // len(part)))
    assert process_time() - start < 5


def test_many_mistakes_are_counted() -> None:
    """A book in curly marks does not print a thousand lines."""
    found = refusals("".join(f"key{i} = “x”\n" for i in range(MOST_MISTAKES + 50)))
    assert len(found) == MOST_MISTAKES + 1
    assert found[-1] == ("", "More mistakes after these 100: 50.")


@given(st.text(alphabet="ab=[]{}\"'\\#,.-–“” \n\r\t\x0b\u00a01/2$%:", max_size=80))
def test_any_text_is_searched(text: str) -> None:
    """Whatever the text: printable sentences with a place, each on a line that exists."""
    for message in (*toml_mistakes(text), *json_mistakes(text)):
        assert message.startswith("Line ")
        assert message.endswith(".")
        assert int(message.removeprefix("Line ").partition(",")[0]) <= text.count("\n") + 1


@given(st.sampled_from(FILES), st.data())
def test_one_character_too_many_is_found_at_its_place(path: Path, data: st.DataObject) -> None:
    """A no-break space is refused where it breaks the file, and nowhere else."""
    text = path.read_text(encoding="utf-8")
    at = data.draw(st.integers(0, len(text)))
    spoilt = f"{text[:at]}\u00a0{text[at:]}"
    try:
        read_text(spoilt, "toml")
    except InputError as refusal:
        row, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        (error,) = refusal.errors
        assert error.message.startswith(f"Line {row}, column {column}: a no-break space (U+00A0).")
