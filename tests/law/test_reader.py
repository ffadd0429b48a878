"""The reader of the law data: a small sound law is accepted, and each fault in it is refused in words that name it."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from restitution.law import Authority, LawDataError
from restitution.law import reader as reader_module
from restitution.law.reader import load, read_tables, registry

HERE = Path(__file__).parent


class Sound:
    """The sound law, fresh for each fault, with a name for each entry that a fault is put into."""

    def __init__(self) -> None:
        self.tables: dict[str, list[dict[str, Any]]] = tomllib.loads((HERE / "sound.toml").read_text(encoding="utf-8"))
        (self.authority,) = self.tables["authority"]
        self.day, self.sum = self.tables["parameter"]
        (self.day_value,) = self.day["value"]
        self.first, self.second = self.sum["value"]
        (self.offense,) = self.tables["offense"]
        (self.circuit,) = self.tables["circuit"]

    def twice(self, table: str, **changed: object) -> dict[str, Any]:
        """Add the last entry of a table again, with these keys changed, and return it."""
        self.tables[table].append(self.tables[table][-1] | changed)
        return self.tables[table][-1]


FAULTS: dict[str, tuple[Callable[[Sound], object], str]] = {
    # Keys.
    "no table": (
        lambda law: law.tables.pop("circuit"),
        "The law data has no table 'circuit'.",
    ),
    "an authority without an address": (
        lambda law: law.authority.pop("url"),
        "authority 18-usc-1 lacks url.",
    ),
    "an authority without an id": (
        lambda law: law.authority.pop("id"),
        "authority without id lacks id.",
    ),
    "an authority with a key that none has": (
        lambda law: law.authority.update(colour="red"),
        "authority 18-usc-1 has colour, which is not a key of such an entry.",
    ),
    "a parameter without a label": (
        lambda law: law.sum.pop("label"),
        "parameter sum lacks label.",
    ),
    "a parameter with a key that none has": (
        lambda law: law.sum.update(since=2018),
        "parameter sum has since, which is not a key of such an entry.",
    ),
    "a value without its first day": (
        lambda law: law.first.pop("from"),
        "value 1 of sum lacks from.",
    ),
    "a value without an authority": (
        lambda law: law.second.pop("authority"),
        "value 2 of sum lacks authority.",
    ),
    "a value with a key that none has": (
        lambda law: law.first.update(until=date(2019, 12, 31)),
        "value 1 of sum has until, which is not a key of such an entry.",
    ),
    "an offense without a place and a status": (
        lambda law: [law.offense.pop(key) for key in ("pin", "status")],
        "offense 1(a) lacks pin, status.",
    ),
    "a circuit with a key that none has": (
        lambda law: law.circuit.update(id="1"),
        "circuit 1 has id, which is not a key of such an entry.",
    ),
    # Ids.
    "two authorities with one id": (
        lambda law: law.twice("authority"),
        "The id '18-usc-1' is used twice.",
    ),
    "two parameters with one id": (
        lambda law: law.sum.update(id="day"),
        "The id 'day' is used twice.",
    ),
    "a circuit listed twice": (
        lambda law: law.twice("circuit"),
        "The circuit '1' is used twice.",
    ),
    "a section listed twice": (
        lambda law: law.twice("offense"),
        "The offense table lists 1(a) twice.",
    ),
    # Citations.
    "a value that cites an unknown authority": (
        lambda law: law.second.update(authority="18-usc-2"),
        "sum cites '18-usc-2', which is not in the registry of authorities.",
    ),
    "an offense that cites an unknown authority": (
        lambda law: law.offense.update(authority="18-usc-2"),
        "1(a) cites '18-usc-2', which is not in the registry of authorities.",
    ),
    "an offense that leads to an unknown statute": (
        lambda law: law.offense.update(statute="18-usc-3"),
        "1(a) cites '18-usc-3', which is not in the registry of authorities.",
    ),
    "a circuit that cites an unknown authority": (
        lambda law: law.circuit.update(authority="18-usc-2"),
        "circuit 1 cites '18-usc-2', which is not in the registry of authorities.",
    ),
    "a value without a pin": (
        lambda law: law.second.update(pin=""),
        "sum cites 18-usc-1 without a pin.",
    ),
    "an offense without a pin": (
        lambda law: law.offense.update(pin=""),
        "1(a) cites 18-usc-1 without a pin.",
    ),
    # Days.
    "a first day that is text": (
        lambda law: law.second.update({"from": "2020-01-01"}),
        "sum has a day that is not a date.",
    ),
    "a last day with a time of day": (
        lambda law: law.first.update(to=datetime(2019, 12, 31)),  # noqa: DTZ001  TOML has days with a time, too
        "sum has a day that is not a date.",
    ),
    "a value that ends before it starts": (
        lambda law: law.first.update(to=date(2018, 12, 6)),
        "sum ends before it starts, on 2018-12-07.",
    ),
    "a day without a value": (
        lambda law: law.first.update(to=date(2019, 12, 30)),
        "sum has a gap or an overlap before 2020-01-01.",
    ),
    "a day with two values": (
        lambda law: law.first.update(to=date(2020, 1, 1)),
        "sum has a gap or an overlap before 2020-01-01.",
    ),
    "a value without an end before another": (
        lambda law: law.first.pop("to"),
        "sum has a gap or an overlap before 2020-01-01.",
    ),
    "the later value first": (
        lambda law: law.sum["value"].reverse(),
        "sum has a gap or an overlap before 2018-12-07.",
    ),
    # Amounts.
    "a parameter without a value": (
        lambda law: law.sum.update(value=[]),
        "sum has no value.",
    ),
    "an amount that is a binary float": (
        lambda law: law.second.update(amount=4000.50),
        "sum has a value that is not text on 2020-01-01.",
    ),
    "an amount that is a number, not text": (
        lambda law: law.first.update(amount=3000),
        "sum has a value that is not text on 2018-12-07.",
    ),
    "an amount below zero": (
        lambda law: law.first.update(amount="-3000"),
        "sum is negative on 2018-12-07.",
    ),
    "an amount that is not a number": (
        lambda law: law.first.update(amount="three thousand"),
        "sum has a value that cannot be read on 2018-12-07: Invalid literal for Fraction: 'three thousand'.",
    ),
    "an amount divided by zero": (
        lambda law: law.second.update(amount="1/0"),
        "sum has a value that cannot be read on 2020-01-01: Fraction(1, 0).",
    ),
    "a day that the calendar lacks": (
        lambda law: law.day_value.update(amount="2018-12-32"),
        "day has a value that cannot be read on 2018-12-07: ",  # in Python's own words, which differ by version
    ),
    # Words from a list.
    "an offense of an unknown kind": (
        lambda law: law.offense.update(kind="grave"),
        '1(a) has \'grave\', which is none of "production", "trafficking", "other", "outside".',
    ),
    "an offense with an unknown status": (
        lambda law: law.offense.update(status="certain"),
        '1(a) has \'certain\', which is none of "statute", "holding", "discretion", "model".',
    ),
    "a production offense in the tier of possession": (
        lambda law: law.offense.update(assessment="possession"),
        "1(a) has 'possession', which is none of \"\".",
    ),
    "a trafficking offense that depends on production": (
        lambda law: law.offense.update(kind="trafficking", assessment="if-production"),
        '1(a) has \'if-production\', which is none of "", "possession".',
    ),
    "an offense of another chapter in the tier of possession": (
        lambda law: law.offense.update(kind="outside", assessment="possession"),
        '1(a) has \'possession\', which is none of "", "if-production".',
    ),
    # Penalty provisions.
    "a penalty provision of another section": (
        lambda law: law.offense.update(penalty="10(b)"),
        "1(a) has the penalty provision '10(b)', which is not a place in its own section.",
    ),
    "a penalty provision without a place": (
        lambda law: law.offense.update(penalty="1"),
        "1(a) has the penalty provision '1', which is not a place in its own section.",
    ),
    "a penalty provision with a paragraph that is not closed": (
        lambda law: law.offense.update(penalty="1(b)(1"),
        "1(a) has the penalty provision '1(b)(1', which is not a place in its own section.",
    ),
    "a penalty provision that is its offense": (
        lambda law: law.offense.update(penalty="1(a)"),
        "1(a) has the penalty provision '1(a)', which is the offense 1(a) or part of it, or contains it.",
    ),
    "a penalty provision within another offense": (
        lambda law: (law.twice("offense", section="1(b)"), law.offense.update(penalty="1(b)(2)")),
        "1(a) has the penalty provision '1(b)(2)', which is the offense 1(b) or part of it, or contains it.",
    ),
    "a penalty provision that contains another offense": (
        lambda law: (law.twice("offense", section="1(b)(2)"), law.offense.update(penalty="1(b)")),
        "1(a) has the penalty provision '1(b)', which is the offense 1(b)(2) or part of it, or contains it.",
    ),
    "a penalty provision of a section without paragraphs": (
        lambda law: law.offense.update(section="1", penalty="1(b)"),
        "1 has the penalty provision '1(b)', which is the offense 1 or part of it, or contains it.",
    ),
    "two penalty provisions of one section": (
        lambda law: law.twice("offense", series="other", penalty="1(b)"),
        "1(a) has the penalty provision '1(b)' and '' for another series.",
    ),
    "a circuit with an unknown status": (
        lambda law: law.circuit.update(status="certain"),
        'circuit 1 has \'certain\', which is none of "statute", "holding", "discretion", "model".',
    ),
    "a circuit with an unknown confidence": (
        lambda law: law.circuit.update(confidence="sure"),
        'circuit 1 has \'sure\', which is none of "high", "medium", "low".',
    ),
}
"""For each fault, how it is put into the sound law, and the words of the refusal."""

each_fault = pytest.mark.parametrize(("fault", "words"), FAULTS.values(), ids=FAULTS)


def test_the_sound_law_is_accepted() -> None:
    """What all the faults are put into has no fault itself."""
    law = load(Sound().tables)
    assert law.parameter("sum").on(date(2019, 12, 31)).number == Fraction(3000)
    assert law.parameter("sum").on(date(2020, 1, 1)).number == Fraction(8001, 2)
    with pytest.raises(LawDataError, match=r"^The law data has no value of sum for 2018-12-06\.$"):
        law.parameter("sum").on(date(2018, 12, 6))
    with pytest.raises(LawDataError, match=r"^The law data has no parameter 'nothing'\.$"):
        law.parameter("nothing")


@each_fault
def test_a_fault_is_refused_in_its_own_words(fault: Callable[[Sound], object], words: str) -> None:
    """The refusal names the entry and the fault: another refusal would not do."""
    law = Sound()
    fault(law)
    with pytest.raises(LawDataError) as refusal:
        load(law.tables)
    said = str(refusal.value)
    assert said == words or (words.endswith(": ") and said.startswith(words) and said.endswith("."))


@pytest.mark.parametrize(
    "change",
    [
        lambda law: law.twice("offense", series="production"),
        lambda law: law.offense.update(kind="trafficking", assessment="possession"),
        lambda law: law.offense.update(kind="outside", assessment="if-production"),
        lambda law: law.offense.update(penalty="1(b)(2)"),
        lambda law: (law.twice("offense", section="1(bc)"), law.offense.update(penalty="1(b)")),
        lambda law: (law.offense.update(penalty="1(b)"), law.twice("offense", series="other")),
        lambda law: law.circuit.update(pin=""),
        lambda law: law.first.update(note="A note."),
        lambda law: law.first.update(amount="0"),
    ],
    ids=[
        "a section by series",
        "possession",
        "if production",
        "a penalty provision",
        "one beside another offense",
        "one by series",
        "a circuit without a pin",
        "a note",
        "zero",
    ],
)
def test_what_is_near_a_fault_is_accepted(change: Callable[[Sound], object]) -> None:
    """A reader that refused everything would pass the test above."""
    law = Sound()
    change(law)
    assert load(law.tables)


def test_a_file_that_is_absent_is_named() -> None:
    """The data's own error, not that of the file system."""
    with pytest.raises(LawDataError, match=r"^The law data lacks nothing\.toml\.$"):
        read_tables("nothing")


ENTRY = """
[[authority]]
id = "{ident}"
kind = "statute"
title = "[[authority]]"
citation = "1 U.S.C. § {ident}"
url = "https://example.org/"
confidence = "high"
summary = "A line that names [[authority]] begins no entry."
verified = "All."
not_verified = "Nothing."
reviewed = 2026-11-01
"""


def test_the_registry_is_read_entry_by_entry() -> None:
    """The same entries as those of the whole file, in its order."""
    texts = ["# A comment." + ENTRY.format(ident="a") + ENTRY.format(ident="b"), ENTRY.format(ident="c")]
    found = registry(texts)
    assert list(found) == ["a", "b", "c"]
    whole = [entry for text in texts for entry in tomllib.loads(text)["authority"]]
    assert [found["b"], *found.values()] == [Authority(**entry) for entry in (whole[1], *whole)]
    assert "d" not in found
    with pytest.raises(KeyError):
        found["d"]


REGISTRY_FAULTS = {
    "no id first": ('\nid = "b"', '\nkind = "b"', 'An authority does not begin with its id: kind = "b".'),
    "an id twice": ('\nid = "b"', '\nid = "a"', "The id 'a' is used twice."),
}


@pytest.mark.parametrize(("sound", "spoilt", "words"), REGISTRY_FAULTS.values(), ids=REGISTRY_FAULTS)
def test_a_fault_among_the_entries_is_refused_at_once(sound: str, spoilt: str, words: str) -> None:
    """Before any entry is used: what an id leads to must be certain."""
    text = ENTRY.format(ident="a") + ENTRY.format(ident="b").replace(sound, spoilt)
    with pytest.raises(LawDataError, match=f"^{re.escape(words[:-1])}"):
        registry([text])


def test_a_fault_within_an_entry_is_refused_before_it_is_used() -> None:
    """Each time, and no other entry is affected."""
    text = ENTRY.format(ident="a") + ENTRY.format(ident="b").replace("url", "address")
    found = registry([text])
    assert found["a"].id == "a"
    for _ in range(2):
        with pytest.raises(LawDataError, match=r"^authority b lacks url\.$"):
            found["b"]


def test_every_refusal_of_the_reader_is_tried() -> None:
    """Each ``raise`` of the reader has its words in the table above, or in one of the tests beside it."""
    tried = [words for _, words in FAULTS.values()]
    tried += ["The law data has no parameter 'nothing'.", "The law data lacks nothing.toml."]
    tried += [words for _, _, words in REGISTRY_FAULTS.values()]
    tree = ast.parse(Path(reader_module.__file__).read_text(encoding="utf-8"))
    found = [node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise)]
    assert len(found) >= 15
    for call in found:
        assert isinstance(call, ast.Call)
        (text,) = call.args
        assert isinstance(text, ast.JoinedStr)
        parts = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".*" for p in text.values]
        pattern = re.compile("".join(parts))
        assert any(pattern.fullmatch(words if words.endswith(".") else f"{words}.") for words in tried), pattern.pattern
