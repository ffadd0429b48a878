"""The file of a case: every document comes back as it was, and what is no case is refused with words."""

from __future__ import annotations

import json
import re
from binascii import b2a_base64
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.unit.test_casefile import after, opened

from restitution import InputError
from restitution.casefile import EMPTY, FIELDS, TABLES, Document, Variant, apply, read_file, table_of, write_file
from restitution.casefile.document import MOST_ROWS, MOST_TEXT, blank
from restitution.casefile.stored import normal
from restitution.casefile.text import rows_of_text, text_of_table

TEXTS = st.text(st.characters(categories=None, codec=None), max_size=6) | st.sampled_from(
    ["", " ", "A, B", "A; B; C", "x\ty", "a|b|c", "1,200", '"q"', "one\r\ntwo", "\r", "\x00", "\ud83d", "=1+1", "yes"]
)
PAIR = re.compile(r"\\ud[89ab]..\\ud[c-f]..")
NAMES = st.sampled_from([*TABLES, "ledger/A", "ledger/K-7"])


@st.composite
def rows_of(draw: st.DrawFn, name: str) -> tuple[tuple[str, ...], ...]:
    width = len(table_of(name).fields)
    used = draw(st.sets(st.integers(0, width - 1), max_size=4))
    row = st.tuples(*(TEXTS if at in used else st.just("") for at in range(width)))
    return tuple(draw(st.lists(row | st.just(("",) * width), max_size=4)))


@st.composite
def inputs(draw: st.DrawFn, *, ledgers: bool) -> tuple[dict[str, str], dict[str, Any]]:
    fields = draw(st.dictionaries(st.sampled_from(list(FIELDS)), TEXTS.filter(bool), max_size=4))
    names = draw(st.sets(NAMES if ledgers else st.sampled_from(list(TABLES)), max_size=4))
    tables = {name: draw(rows_of(name)) for name in sorted(names)}
    return fields, {name: rows for name, rows in tables.items() if rows or name.startswith("ledger/")}


@st.composite
def documents(draw: st.DrawFn) -> Document:
    variants = [Variant(draw(TEXTS), *draw(inputs(ledgers=False))) for _ in range(draw(st.integers(0, 2)))]
    return Document(*draw(inputs(ledgers=True)), draw(st.sampled_from(["", "one-victim"])), tuple(variants))


def without_ends(document: Document) -> Document:
    """Return a document without blank rows at the end of a table, which no file keeps."""

    def trimmed(tables: Any) -> dict[str, Any]:
        made = {}
        for name, rows in tables.items():
            while rows and blank(rows[-1]):
                rows = rows[:-1]
            if rows or name.startswith("ledger/"):
                made[name] = rows
        return made

    kept = tuple(Variant(one.name, one.fields, trimmed(one.tables)) for one in document.variants)
    return Document(document.fields, trimmed(document.tables), document.example, kept)


@given(documents())
@example(Document({"title": "\ud83d\ude00"}))
def test_every_document_comes_back_and_is_saved_the_same(document: Document) -> None:
    saved = write_file(document)
    saved.encode()
    again = opened(saved)
    assert write_file(again) == saved
    # Two halves of one character are that character once they are in a file.
    if not PAIR.search(repr(document)):
        assert again == without_ends(document)


@given(st.data(), NAMES)
def test_a_table_read_from_its_own_text_is_the_same(data: st.DataObject, name: str) -> None:
    rows = data.draw(rows_of(name))
    document = Document().with_rows(name, rows)
    try:
        read = rows_of_text(name, text_of_table(document, name))
    except InputError:
        # What is refused is told: a row that begins with the word for a total, an amount that a comma may have cut.
        return
    fields = table_of(name).fields
    kept = [row for row in rows if not blank(row)]
    as_stored = [tuple(normal(text, field) for text, field in zip(row, fields, strict=True)) for row in kept]
    assert list(read) == (kept if name.startswith("ledger/") else as_stored)


def refused(content: object, name: str = "case.json") -> dict[str, str]:
    with pytest.raises(InputError) as refusal:
        opened(content if isinstance(content, str) else json.dumps(content), name)
    return {error.path: error.message for error in refusal.value.errors}


CASE = json.loads(write_file(EMPTY))


def test_all_mistakes_of_a_file_are_told_at_once_with_their_place() -> None:
    told = refused(
        CASE
        | {
            "surprise": 1,
            "fields": {"order_date": None, "circuit": 0, "x": ""},
            "tables": {"losses": [], "awards": {"columns": ["amount"], "rows": [["1"], ["1", "2"], [3]]}, "people": {}},
            "ledgers": {"Jane Doe": {}},
            "variants": [{"surprise": 1}, 3],
            "example": 7,
        }
    )
    assert set(told) == {
        *("surprise", "fields.order_date", "fields.circuit", "fields.x", "tables.losses", "tables.people"),
        *(
            "tables.awards.rows[1]",
            "tables.awards.rows[2]",
            "ledgers",
            "variants[0].surprise",
            "variants[1]",
            "example",
        ),
    }


@pytest.mark.parametrize("schema", [None, "2", 0, True, 2.5])
def test_a_version_that_is_none_is_no_newer_one(schema: object) -> None:
    assert "must be a number" in refused(CASE | {"schema": schema})["schema"]


def test_more_than_a_case_can_hold_is_refused_when_it_is_opened() -> None:
    row = '{"date": "x"}'
    assert f"{MOST_ROWS + 1:,}" in refused(f"[{', '.join([row] * (MOST_ROWS + 1))}]")[""]
    many = {"columns": ["amount"], "rows": [["1"]] * (MOST_ROWS + 1)}
    assert set(refused(CASE | {"tables": {"awards": many}})) == {"tables.awards.rows"}
    assert set(refused(CASE | {"variants": [{}] * 5})) == {"variants"}
    long = "x" * (MOST_TEXT + 1)
    assert set(refused({"schema": 1, "title": long})) == {"title"}
    assert refused(f'date,kind,case,amount,note\n2020-01-01,order,C,5,"{long[:60_000]}\n{long[:60_000]}"\n', "x.csv")


@pytest.mark.parametrize(
    ("text", "name", "ledger"),
    [
        ('[{"date": "2020-01-02", "kind": "order"}]', "rows.csv", True),
        ("[]", "rows.csv", True),
        ("date,kind,case,amount\n2020-01-02,order,C,5\n", "rows.json", True),
        ("date;kind;case;amount\n2020-01-02;order;C;5\n", "rows.toml", True),
        ('\ufeffschema = 1\ntitle = "x"\n', "case.toml", False),
        ('schema = 1\ntitle = "x"\n', "case.csv", False),
        ('\n {"schema": 1, "title": "x"}', "case.toml", False),
        (write_file(EMPTY), "case.txt", False),
    ],
)
def test_what_is_in_a_file_decides_and_not_its_name(text: str, name: str, ledger: bool) -> None:
    document = opened(text, name)
    assert bool(document.ledgers()) is ledger


@pytest.mark.parametrize(
    ("start", "words"),
    [("PK\x03\x04", "Excel workbook"), ("%PDF-1.7", "a PDF"), ("", "empty"), (" \n", "empty"), ("{}", "no case")],
)
def test_what_is_no_case_is_refused_with_what_it_is(start: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        opened(start, "file.xlsx")


def test_a_ledger_in_a_scenario_may_be_rows_or_text_or_the_name_of_a_file() -> None:
    text = "date,kind,case,amount\n2020-01-02,order,C,5\n"
    victims = [
        {"id": "A", "ledger": text},
        {"id": "B", "ledger": [{"date": "2020-01-02", "kind": "order", "case": "C", "amount": "5"}]},
        {"id": "C", "ledger": "rows.csv"},
        {"id": "D", "ledger": text.replace("\n", "\r")},
    ]
    document = opened(json.dumps({"schema": 1, "victim": victims}))
    assert document.ledgers() == ("A", "B", "C", "D")
    assert len({document.rows(f"ledger/{code}") for code in "ABD"}) == 1
    assert not document.rows("ledger/C")
    bad = [{"id": "A", "ledger": "a\nb"}, {"id": "B", "ledger": [{"amount": 5}]}, {"id": "J D", "ledger": text}]
    assert set(refused({"schema": 1, "victim": bad})) == {
        *("victim[0].ledger", "victim[1].ledger[0].amount", "victim[2].id")
    }


def test_no_ledger_is_begun_that_a_file_could_not_bring_back() -> None:
    for code in ("", " ", "Jane Doe", "x" * 13, "<b>"):
        with pytest.raises(InputError):
            apply(EMPTY, {"op": "cell", "table": f"ledger/{code}", "row": 0, "column": "note", "text": "x"})


def test_a_case_of_another_law_or_none_says_so() -> None:
    for law, words in (("Pub. L. 1-1", "Pub. L. 1-1"), (None, "does not say")):
        sent = b2a_base64(json.dumps(CASE | {"law": law}).encode(), newline=False).decode()
        (notice,) = read_file("case.json", sent).notices
        assert words in notice


def test_a_file_is_the_same_whatever_was_done_before() -> None:
    document = after({"op": "set", "field": "title", "text": "x"}, {"op": "set", "field": "circuit", "text": "7"})
    other = after({"op": "set", "field": "circuit", "text": "7"}, {"op": "set", "field": "title", "text": "x"})
    assert write_file(document) == write_file(other)
