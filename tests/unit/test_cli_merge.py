"""Two ledgers on the command line: the second beside the first is shown, then both are written as one."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.unit.support import ANSWERED, BAD_INPUT, Run

from restitution.casefile import EMPTY, Document, ledger_name
from restitution.casefile.merge import merge, merged
from restitution.casefile.text import rows_of_text, text_of_table
from restitution.cli.arguments import PAPERS, TAKEN
from restitution.papers.make import write
from restitution.protocol import FORMATS

A = ledger_name("A")
HEADER = "date,kind,case,amount,note\n"
FIRST = (
    HEADER
    + "2021-05-02,finding,C1,80000.00,\n2021-05-02,order,C1,6000.00,\n"
    + '2022-02-14,payment,C1,"1,500.00",check 101\n2022-03-14,payment,C1,200.00,\n'
)
SECOND = (
    HEADER
    + "5/2/2021,finding,C1,80000.00,\n2022-02-14,payment,C1,1500,check 102\n"
    + "2022-03-14,payment,C1,250.00,\n2023-03-14,payment,C1,300.00,transfer\n"
)
MARK = "\ufeff"

type File = Callable[..., str]
type Merging = Callable[..., tuple[Any, str, str]]


@pytest.fixture
def merging(run: Run, file: File) -> Merging:
    """Merge a second ledger into a first."""
    first, second = file(FIRST, "first.csv"), file(SECOND, "second.csv")
    return lambda *options: run("ledger", first, "--merge", second, *options)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where merged rows are written."""
    return tmp_path / "merged"


def one(take: str, *, first: str = FIRST, second: str = SECOND) -> Document:
    """Return the two ledgers as one, as the desk merges them."""
    old, new = rows_of_text(A, first), rows_of_text(A, second)
    took = {"take_new": take in ("new", "both"), "take_conflicts": take in ("conflict", "both")}
    return EMPTY.with_rows(A, merged(old, merge(old, new), **took))


# --- what is shown ---


def test_what_is_new_the_same_and_in_conflict_is_shown(merging: Merging) -> None:
    """With the rows that matter; nothing is written."""
    code, out, err = merging()
    assert (code, err) == (ANSWERED, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines[3:7] == ["New 1", "The same 2", "In conflict 1", "Not readable 0"]
    assert "2023-03-14 payment C1 300.00 transfer" in lines
    assert "first 2022-03-14 payment C1 200.00 The amounts differ: $200.00 and $250.00." in lines
    assert "second 2022-03-14 payment C1 250.00" in lines
    assert "The notes differ: “check 101” and “check 102”." in " ".join(lines)
    assert "! not merged: Add --output with the name of a new file to write the merged rows." in lines
    assert max(map(len, out.splitlines())) <= 100


def test_the_comparison_in_json(merging: Merging) -> None:
    """Every row, as it is typed."""
    found = json.loads(merging("--format", "json")[1])
    assert {name: len(rows) for name, rows in found.items() if name != "schema"} == {
        "new": 1,
        "same": 2,
        "conflict": 1,
        "unreadable": 0,
        "kept": 1,
    }
    assert found["new"] == [
        {"date": "2023-03-14", "kind": "payment", "case": "C1", "amount": "300.00", "note": "transfer"}
    ]
    assert found["conflict"][0]["why"] == "The amounts differ: $200.00 and $250.00."
    assert found["same"][0]["second"]["date"] == "5/2/2021"


def test_the_comparison_in_csv(merging: Merging) -> None:
    """One table: each row of both ledgers once."""
    head, *rows = csv.reader(merging("--format", "csv")[1].splitlines())
    assert head == ["part", "ledger", "date", "kind", "case", "amount", "note", "joint", "words"]
    assert [row[1] for row in rows].count("first") == len(FIRST.splitlines()) - 1
    assert [row[1] for row in rows].count("second") == len(SECOND.splitlines()) - 1


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_comparison_in_other_formats(form: str, merging: Merging) -> None:
    """With the same rows."""
    code, out, err = merging("--format", form)
    assert (code, err) == (ANSWERED, "")
    assert "transfer" in out
    assert "The amounts differ" in out


# --- what is written ---


@pytest.mark.parametrize("take", TAKEN)
def test_the_merged_rows_are_those_of_the_desk(take: str, merging: Merging, target: Path, run: Run) -> None:
    """As CSV with its mark, after the comparison; and they are read again."""
    code, out, err = merging("--output", str(target), "--take", take)
    assert (code, err) == (ANSWERED, "")
    assert "New" in out
    assert "not merged" not in out
    assert target.read_text(encoding="utf-8") == MARK + text_of_table(one(take), A)
    assert run("ledger", str(target), "--as-of", "2024-01-01")[0] == ANSWERED


def test_new_rows_are_taken_if_nothing_is_said(merging: Merging, target: Path) -> None:
    """The rows in conflict stay as they are, which is said."""
    out = merging("--output", str(target))[1]
    assert "! in conflict: The rows of the first ledger stay. Add --take both" in out
    assert target.read_text(encoding="utf-8") == MARK + text_of_table(one("new"), A)
    assert "of the second ledger are taken" in merging("--output", str(target), "--take", "both")[1]
    assert "! new: These rows are not taken." in merging("--output", str(target), "--take", "conflict")[1]


def test_a_file_of_rows_in_json(merging: Merging, target: Path, run: Run) -> None:
    """They are read again as the same ledger."""
    assert merging("--output", str(target), "--format", "json")[0] == ANSWERED
    rows = json.loads(target.read_text(encoding="utf-8"))
    assert [row["amount"] for row in rows] == ["80000.00", "6000.00", "1,500.00", "200.00", "300.00"]
    again = run("ledger", str(target), "--as-of", "2024-01-01", "--format", "json")[1]
    assert json.loads(again)["received"] == "2000.00"


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ("csv", "json")])
def test_another_format_answers_about_the_merged_rows(
    form: str, merging: Merging, target: Path, run: Run, tmp_path: Path
) -> None:
    """As of the last row, or of the day that is given."""
    rows = tmp_path / "rows.csv"
    assert merging("--output", str(rows))[0] == ANSWERED
    for day in ("2023-03-14", "2022-12-31"):
        given = () if day == "2023-03-14" else ("--as-of", day)
        assert merging("--output", str(target), "--format", form, *given)[0] == ANSWERED
        assert target.read_text(encoding="utf-8") == run("ledger", str(rows), "--as-of", day, "--format", form)[1]


@pytest.mark.parametrize("form", PAPERS)
def test_a_paper_of_the_merged_rows(form: str, merging: Merging, target: Path) -> None:
    """As the desk writes it after the merge."""
    assert merging("--output", str(target), "--format", form, "--take", "both")[0] == ANSWERED
    assert target.read_bytes() == write(one("both"), form, "ledger")


def test_a_second_ledger_that_is_the_first_changes_nothing(run: Run, file: File, target: Path) -> None:
    """Not a byte of its text."""
    path = file(FIRST, "first.csv")
    assert run("ledger", path, "--merge", file(FIRST, "again.csv"), "--output", str(target))[0] == ANSWERED
    assert target.read_text(encoding="utf-8") == MARK + FIRST


# --- what is refused ---


def test_rows_that_cannot_be_read_are_not_lost_in_silence(run: Run, file: File, target: Path) -> None:
    """They are shown with what is wrong, and nothing is written."""
    first, second = file(FIRST, "first.csv"), file(SECOND.replace("300.00", "300 EUR"), "second.csv")
    code, out, _ = run("ledger", first, "--merge", second)
    assert code == ANSWERED
    assert "300 EUR" in out
    code, out, err = run("ledger", first, "--merge", second, "--output", str(target))
    assert code == BAD_INPUT
    assert "300 EUR" in out
    assert err.startswith("Nothing was written. Correct these rows of ")
    assert not target.exists()


@pytest.mark.parametrize("form", PAPERS)
def test_a_comparison_is_no_paper(form: str, merging: Merging) -> None:
    """A paper is made of the merged rows."""
    code, out, err = merging("--format", form)
    assert (code, out) == (BAD_INPUT, "")
    assert err == f"output: Give --output: a {form} file is made of the merged rows, not of a comparison.\n"


def test_neither_ledger_is_replaced(merging: Merging, tmp_path: Path) -> None:
    """Both are read."""
    for name in ("first.csv", "second.csv"):
        before = (tmp_path / name).read_bytes()
        code, out, err = merging("--output", str(tmp_path / name))
        assert (code, out) == (BAD_INPUT, "")
        assert "which is read" in err
        assert (tmp_path / name).read_bytes() == before


def test_only_rows_are_merged(run: Run, file: File) -> None:
    """Of a case, the rows would have to be those of one of its victims."""
    case = Path(__file__).resolve().parents[2] / "content" / "examples" / "sixty-cases.json"
    code, out, err = run("ledger", file(FIRST), "--merge", str(case))
    assert (code, out) == (BAD_INPUT, "")
    assert "holds no rows of a ledger" in err


def test_one_of_the_two_may_be_standard_input(run: Run, file: File, merging: Merging) -> None:
    """Not both."""
    shown = run("ledger", file(FIRST), "--merge", "-", stdin=SECOND.encode())
    assert shown == merging()
    assert run("ledger", "-", "--merge", file(SECOND), stdin=FIRST.encode()) == shown
    message = "merge: Only one of the two ledgers can be read from standard input.\n"
    assert run("ledger", "-", "--merge", "-") == (BAD_INPUT, "", message)


def test_what_is_taken_belongs_to_a_merge(run: Run, file: File) -> None:
    """And without one a day is needed."""
    assert "--take: this belongs to --merge" in run("ledger", file(FIRST), "--take", "new")[2]
    err = run("ledger", file(FIRST))[2]
    assert err.endswith("error: the following arguments are required: --as-of\n")
