"""Cases on the command line: what the desk saves answers in every format, and papers are those of the page."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.unit.support import ANSWERED, BAD_INPUT, BUG, Run

from restitution.casefile import Document, write_file
from restitution.casefile.file import read_file
from restitution.cli.arguments import PAPERS
from restitution.desk import Desk
from restitution.papers.make import APPLY, write
from restitution.protocol import FORMATS

CONTENT = Path(__file__).resolve().parents[2] / "content"
EXAMPLES = sorted((CONTENT / "examples").glob("*.json"))
SCENARIOS = sorted((CONTENT / "scenarios").glob("*.toml"))
WITH_LEDGER = CONTENT / "examples" / "sixty-cases.json"
HEADER = "date,kind,case,amount,note\n"
ROWS = HEADER + "2020-01-02,finding,C1,1000,\n2020-01-02,order,C1,500,\n2021-05-03,payment,C1,10.50,check\n"
BEGINS = b"PK\x03\x04"

type File = Callable[..., str]


def opened(path: Path | str) -> Document:
    """Return the case that a desk shows after opening a file."""
    desk = Desk()
    sent = base64.b64encode(Path(path).read_bytes()).decode()
    reply = json.loads(desk.ask(json.dumps({"edits": [{"op": "open", "name": Path(path).name, "base64": sent}]})))
    assert "refused" not in reply
    return desk.history.document


@pytest.fixture
def paper(run: Run, tmp_path: Path) -> Callable[..., bytes]:
    """Run a command that must write a paper and nothing else; return its bytes."""

    def written(*arguments: str) -> bytes:
        target = tmp_path / "paper"
        assert run(*arguments, "--output", str(target)) == (ANSWERED, "", "")
        return target.read_bytes()

    return written


# --- the bytes of the page ---


@pytest.mark.parametrize("form", PAPERS)
@pytest.mark.parametrize("path", [*EXAMPLES, SCENARIOS[0]], ids=lambda path: path.stem)
def test_a_paper_of_orders_is_that_of_the_page(path: Path, form: str, paper: Callable[..., bytes]) -> None:
    """Whatever the file is: what the desk saves, or a scenario."""
    document = opened(path)
    assert document == read_file(path.name, base64.b64encode(path.read_bytes()).decode()).document
    found = write(document, form)
    assert found.startswith(BEGINS)
    assert paper("estimate", str(path), "--format", form) == found
    assert paper("case", str(path), "--format", form) == found


@pytest.mark.parametrize("form", PAPERS)
def test_a_paper_of_rows_is_that_of_the_page(form: str, paper: Callable[..., bytes], file: File) -> None:
    """Without a day it is that of the last row, as on the desk."""
    path = file(ROWS)
    found = paper("ledger", path, "--format", form)
    assert found == write(opened(path), form, "ledger")
    assert found == paper("case", path, "--format", form)
    day = opened(path).with_field("as_of", "2020-12-31")
    assert paper("ledger", path, "--format", form, "--as-of", "2020-12-31") == write(day, form, "ledger") != found


def test_the_ledger_of_a_case_is_that_of_the_page(paper: Callable[..., bytes]) -> None:
    """Of the only victim with a ledger, or of the one that is named."""
    asked = ("case", str(WITH_LEDGER), "--view", "ledger", "--format", "docx")
    found = write(opened(WITH_LEDGER), "docx", "ledger", "A")
    assert paper(*asked) == paper(*asked, "--ledger", "A") == found


def test_parts_are_chosen(paper: Callable[..., bytes]) -> None:
    """In any order, with spaces."""
    path = EXAMPLES[0]
    found = paper("case", str(path), "--format", "docx", "--parts", " schedule, summary")
    assert found == write(opened(path), "docx", parts=["summary", "schedule"])


@pytest.mark.slow
def test_standard_input_and_a_pipe() -> None:
    """A paper may be sent on, and its file may come from elsewhere."""
    command = [sys.executable, "-m", "restitution", "estimate", "-", "--format", "docx"]
    done = subprocess.run(command, input=WITH_LEDGER.read_bytes(), capture_output=True, check=True, timeout=60)
    assert (done.stdout, done.stderr) == (write(opened(WITH_LEDGER), "docx"), b"")


def test_the_hash_in_a_paper_is_that_of_the_case_that_is_saved(run: Run, tmp_path: Path) -> None:
    """From a scenario, too: it opens again and gives the same paper."""
    case, first, second = (tmp_path / name for name in ("case.json", "first.docx", "second.docx"))
    asked = ("case", str(SCENARIOS[0]), "--format", "docx", "--output", str(first), "--save", str(case))
    assert run(*asked) == (ANSWERED, "", "")
    assert case.read_text(encoding="utf-8") == write_file(opened(SCENARIOS[0]))
    assert run("case", str(case), "--format", "docx", "--output", str(second))[0] == ANSWERED
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(io.BytesIO(first.read_bytes())) as archive:
        text = archive.read("word/document.xml").decode()
    assert hashlib.sha256(case.read_bytes()).hexdigest() in text


# --- the answers in the other formats ---


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_case_answers_as_its_scenario_does(path: Path, form: str, run: Run) -> None:
    """To the byte: opening a file changes no figure and no word, but says where a cell was read in another way."""
    answer = run("estimate", str(path), "--format", form)
    assert answer[0] == ANSWERED
    assert run("case", str(path), "--format", form) == answer


@pytest.mark.parametrize("form", FORMATS)
def test_rows_answer_as_a_ledger_does(form: str, run: Run, file: File) -> None:
    """As of the last row; what the file's encoding is, a note says, since a case holds text."""
    path = file(ROWS)
    answer = run("ledger", path, "--as-of", "2021-05-03", "--format", form)
    assert answer[0] == ANSWERED
    assert run("case", path, "--format", form) == answer


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_estimate_takes_what_the_desk_saves(path: Path, form: str, run: Run) -> None:
    """As case does."""
    answer = run("case", str(path), "--format", form)
    assert answer[0] == ANSWERED
    assert run("estimate", str(path), "--format", form) == answer
    assert run("estimate", "-", "--format", form, stdin=path.read_bytes()) == answer


def test_what_was_read_in_another_way_is_said_at_its_cell(run: Run) -> None:
    """In text as a note, in JSON in the list."""
    path = str(CONTENT / "examples" / "one-victim.json")
    assert "! read: Count 1, section of conviction: “2252A(a)(5)(B)” as 2252A(a)(5).\n" in run("case", path)[1]
    (read,) = json.loads(run("case", path, "--format", "json")[1])["read"]
    assert read == {"path": "Count 1, section of conviction", "typed": "2252A(a)(5)(B)", "read_as": "2252A(a)(5)"}


def test_what_must_be_known_about_a_file_is_said_beside_the_answer(run: Run, file: File) -> None:
    """On standard error: an answer is the same wherever it goes."""
    code, out, err = run("case", file(ROWS.replace("check", "caf\xe9").encode("latin-1")))
    assert (code, out.splitlines()[0]) == (ANSWERED, "Ledger of one victim")
    assert err.startswith("Note: This file is not UTF-8.")
    old = WITH_LEDGER.read_text(encoding="utf-8").replace("Pub. L. 119-73", "Pub. L. 118-1")
    assert run("case", file(old))[2].startswith("Note: This case was saved with the law as of “Pub. L. 118-1”.")


def test_a_scenario_may_name_ledgers(paper: Callable[..., bytes], run: Run, file: File) -> None:
    """Their rows are part of the case then."""
    file(ROWS, "rows.csv")
    scenario = SCENARIOS[0].read_text(encoding="utf-8").partition("[[victim]]")[0] + (
        '[[victim]]\nid = "A"\nledger = "rows.csv"\n[[defendant]]\nid = "1"\n'
        'counts = [{ offense = "2252A(a)(5)", from = 2019-01-01, to = 2020-03-01, victims = ["A"] }]\n'
    )
    path = file(scenario, "scenario.toml")
    assert run("case", path, "--format", "json") == run("estimate", path, "--format", "json")
    assert b"C1" in paper("case", path, "--format", "docx", "--view", "ledger")


# --- what is refused ---


@pytest.mark.parametrize("form", PAPERS)
@pytest.mark.parametrize("command", ["estimate", "case"])
def test_a_paper_is_not_written_to_a_terminal(
    command: str, form: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its bytes would set the terminal to who knows what."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    code, out, err = run(command, str(EXAMPLES[0]), "--format", form)
    assert (code, out) == (BAD_INPUT, "")
    assert err.endswith(f"is not for a terminal: give --output with the name of a file, such as paper.{form}.\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--ledger", "B", "--view", "ledger"], "ledger: The case has no ledger of “B”, only of A.\n"),
        (
            ["--parts", "summary"],
            "parts: Parts are chosen for a Word file: add --format docx, or leave --parts away.\n",
        ),
        (
            ["--parts", ",", "--format", "docx"],
            "parts: Name at least one part, for example --parts summary,schedule.\n",
        ),
        (
            ["--parts", "rows,sum", "--format", "docx"],
            "".join(
                f"parts: This paper has no part “{part}”: its parts are {', '.join(APPLY['orders'])}.\n"
                for part in ("rows", "sum")
            ),
        ),
    ],
)
def test_what_no_case_has_is_refused(arguments: list[str], message: str, run: Run) -> None:
    """With what there is."""
    assert run("case", str(WITH_LEDGER), *arguments) == (BAD_INPUT, "", message)


def test_the_mistakes_of_a_case_are_named_as_on_the_desk(run: Run, file: File) -> None:
    """All at once, in every format alike, those in a ledger too."""
    content = json.loads(WITH_LEDGER.read_text(encoding="utf-8"))
    del content["fields"]["order_date"]
    rows = content["ledgers"]["A"]
    rows["rows"][1][rows["columns"].index("amount")] = "5 EUR"
    victims = content["tables"]["victims"]
    assert victims["rows"][0][victims["columns"].index("ledger")] == "true"
    path = file(json.dumps(content))
    code, out, err = run("case", path)
    assert (code, out) == (BAD_INPUT, "")
    assert [line.partition(": ")[0] for line in err.splitlines()] == [
        "Victim A, from its ledger",
        "Date of the restitution order",
        "Ledger of victim A, row 2, amount",
    ]
    for command in ("case", "estimate"):
        assert run(command, path, "--format", "docx") == (code, out, err)
    refusal = json.loads(run("case", path, "--format", "json")[1])
    assert [f"{one['path']}: {one['message']}" for one in refusal["errors"]] == err.splitlines()


@pytest.mark.parametrize("form", PAPERS)
def test_a_file_of_a_command_is_refused_in_its_words(form: str, run: Run, file: File) -> None:
    """By the path in the scenario and the row in the file, as for every other format."""
    scenario = file(SCENARIOS[0].read_text(encoding="utf-8").replace('offense = "', 'offense = "9'), "a")
    assert run("estimate", scenario, "--format", form) == run("estimate", scenario)
    assert run("estimate", scenario)[0] == BAD_INPUT
    rows = file(ROWS.replace("500", "5 EUR").replace("order", "odd"), "b")
    assert run("ledger", rows, "--format", form) == run("ledger", rows, "--as-of", "2024-01-01")
    assert run("ledger", rows, "--format", form)[2].count("row 3") == 2
    late = run("ledger", rows, "--as-of", "soon", "--format", form)
    assert [line.partition(":")[0] for line in late[2].splitlines()] == ["as_of", "row 3, kind", "row 3, amount"]


@pytest.mark.parametrize(
    ("content", "words"),
    [("", "This file is empty."), (HEADER, "There are no rows yet"), ("{", "not JSON"), ("{}", "no case")],
)
def test_a_file_without_a_case(content: str, words: str, run: Run, file: File) -> None:
    """In every format alike."""
    answers = {run("case", file(content), "--format", form) for form in ("text", *PAPERS)}
    ((code, out, err),) = answers
    assert (code, out) == (BAD_INPUT, "")
    assert words in err


@pytest.mark.parametrize("command", ["compare", "losses", "distribute"])
def test_another_command_says_what_reads_a_case(command: str, run: Run) -> None:
    """In place of a list of keys that no scenario has."""
    message = (
        "This is a case that the desk has saved, which this command does not read: restitution case FILE{} does.\n"
    )
    assert run(command, str(WITH_LEDGER)) == (BAD_INPUT, "", message.format(""))
    ledger = run("ledger", str(WITH_LEDGER), "--as-of", "2024-01-01")
    assert ledger == (BAD_INPUT, "", message.format(" --view ledger"))


def test_whose_ledger_must_be_said_where_there_are_two(run: Run, file: File) -> None:
    """A guess would give the figures of another victim."""
    content = json.loads(WITH_LEDGER.read_text(encoding="utf-8"))
    content["ledgers"]["B"] = content["ledgers"]["A"]
    path = file(json.dumps(content))
    message = "ledger: Whose ledger? Add --ledger with one of A, B.\n"
    assert run("case", path, "--view", "ledger") == (BAD_INPUT, "", message)
    assert run("case", path, "--view", "ledger", "--ledger", "B")[0] == ANSWERED
    assert run("case", path)[0] == ANSWERED


@pytest.mark.parametrize("name", ["-", "same"])
def test_a_case_is_saved_beside_the_answer(name: str, run: Run) -> None:
    """Not into it."""
    code, out, err = run("case", str(WITH_LEDGER), "--save", name, "--output", "same")
    assert (code, out) == (BAD_INPUT, "")
    assert err.endswith("error: argument --save: give the name of another file\n")


def test_a_case_that_cannot_be_saved(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is it answered then; and the file that is read is never replaced."""
    monkeypatch.chdir(tmp_path)
    asked = ("case", str(WITH_LEDGER), "--save")
    assert run(*asked, "none/x") == (BUG, "", "The case cannot be saved to none/x: No such file or directory.\n")
    assert "which is read" in run(*asked, str(WITH_LEDGER))[2]


def test_a_failure_of_the_calculator_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """As of every other command: exit code 1, and no traceback."""

    def broken(*_given: Any) -> bytes:
        raise KeyError("secret")

    monkeypatch.setattr("restitution.papers.make.write", broken)
    message = "The calculator itself failed (KeyError). Please report it.\n"
    for command in ("case", "estimate"):
        assert run(command, str(EXAMPLES[0]), "--format", "docx") == (BUG, "", message)


# --- the line on a terminal ---


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_long_work_is_told_on_a_terminal(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Step by step on one line, which is gone at the end; the answer is the same."""
    target = tmp_path / "paper.docx"
    (tmp_path / "one.json").write_bytes(EXAMPLES[0].read_bytes())
    monkeypatch.chdir(tmp_path)
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert run("case", "one.json", "--format", "docx", "--output", str(target))[0] == ANSWERED
    told = terminal.getvalue()
    assert [part.strip() for part in told.split("\r") if part.strip()] == [
        "Reading one.json …",
        "Working out the figures …",
        "Writing the paper …",
    ]
    assert told.endswith("\r")
    assert "\n" not in told
    assert target.read_bytes() == write(opened(EXAMPLES[0]), "docx")


def test_short_work_and_no_terminal_tell_nothing(run: Run, file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is quick would only flicker."""
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert run("case", str(EXAMPLES[0]))[0] == ANSWERED
    assert run("estimate", str(SCENARIOS[0]))[0] == ANSWERED
    assert terminal.getvalue() == ""
    rows = "".join(f"2021-01-01,payment,C1,{number}.00,note number {number}\n" for number in range(1, 3001))
    assert run("ledger", file(ROWS + rows), "--as-of", "2024-01-01")[0] == ANSWERED
    assert "Working out the answer …" in terminal.getvalue()
