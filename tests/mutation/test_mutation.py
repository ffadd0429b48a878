"""The mutants of a text, and what the repository keeps of those that survive."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest
from tests.mutation import __main__ as command
from tests.mutation import record
from tests.mutation.mutants import mutants
from tests.mutation.record import Key, as_entry, every_mutant, key_of, read_reasons, targets, write_score
from tests.mutation.runner import name_of


def changes(source: str) -> list[tuple[str, str]]:
    """What becomes what."""
    return [(one.before, one.after) for one in mutants(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a < b", ["a <= b", "a >= b"]),
        ("a >= b", ["a > b", "a < b"]),
        ("a == b", ["a != b"]),
        ("a is None", ["a is not None"]),
        ("a in b", ["a not in b"]),
        ("a < b == c", ["a <= b == c", "a >= b == c", "a < b != c"]),
        ("a + b", ["a - b"]),
        ("a // b", ["a * b"]),
        ("a += b", ["a -= b"]),
        ("a and b", ["a or b"]),
        ("a or b or c", ["a and b and c"]),
        ("not a", ["a"]),
        ("-a", ["a"]),
        ("True", ["False"]),
        ("f(2)", ["f(3)", "f(1)"]),
        ("min(a, b)", ["max(a, b)"]),
        ("any(a)", ["all(a)"]),
        ("b if a else c", ["not a"]),
        ("[a for a in b if a]", ["not a"]),
        ("f('2', None, 'a')", []),
    ],
)
def test_each_fault_is_made_once(source: str, expected: list[str]) -> None:
    """Every operator, its boundary, every number, every condition."""
    assert [after for _, after in changes(source)] == expected


def test_statements() -> None:
    """A value that is returned, a condition, and the way out of a loop."""
    source = "def f(a):\n    while a:\n        if a:\n            break\n        continue\n    return a\n"
    assert changes(source) == [
        ("a", "not a"),
        ("a", "not a"),
        ("break", "continue"),
        ("continue", "break"),
        ("return a", "return None"),
    ]
    assert changes("def f():\n    return None\n") == []


def test_what_does_not_run_is_left_alone() -> None:
    """Docstrings, annotations and decorators; a type is no fault that a test could notice."""
    source = '"""1"""\n@f(1)\ndef g[T: int](a: "x | None" = None) -> "1":\n    """2"""\n    b: list[1]\n'
    assert changes(source) == []


def test_a_mutant_is_the_text_with_one_fault() -> None:
    """The rest is the same, and the original has no fault in it."""
    source = "def f(a):\n    b = a + 1\n    return b < 2\n"
    found = list(mutants(source))
    texts = [ast.unparse(one.tree).removeprefix("def f(a):\n    ") for one in found]
    assert texts == [
        "b = a - 1\n    return b < 2",
        "b = a + 2\n    return b < 2",
        "b = a + 0\n    return b < 2",
        "b = a + 1\n    return None",
        "b = a + 1\n    return b <= 2",
        "b = a + 1\n    return b >= 2",
        "b = a + 1\n    return b < 3",
        "b = a + 1\n    return b < 1",
    ]
    assert {one.function for one in found} == {"f"}


def test_a_mutant_is_known_wherever_it_is() -> None:
    """A line before it, in its function or out of it, changes nothing; the same text twice is told apart."""
    before = "def f(a):\n    return a < 1 or a < 1\n"
    after = "X = 5\n\ndef g(): ...\n\ndef f(a):\n    log(a)\n    return a < 1 or a < 1\n"
    known = {key_of("m.py", one) for one in mutants(before)}
    assert known < {key_of("m.py", one) for one in mutants(after)}
    assert {key[4] for key in known if key[3] == "a <= 1"} == {1, 2}


def test_what_runs_at_import_is_told() -> None:
    """A default and a constant do; the body of a function does not."""
    source = "A = 1\nclass C:\n    b = 2\n    def f(self, c=3):\n        def g(d=4):\n            return 5\n"
    found = {(one.function, one.before): one.at_import for one in mutants(source)}
    assert found == {
        ("<module>", "A = 1"): True,
        ("C", "b = 2"): True,
        ("C.f", "self, c=3"): True,
        ("C.f.g", "d=4"): False,
        ("C.f.g", "return 5"): False,
    }


def test_a_lambda_belongs_to_its_function() -> None:
    """As do the functions that Python makes of comprehensions."""
    path = next(iter(targets().values()))
    code = compile("def f():\n    def g():\n        return lambda: 1\n", str(path), "exec")
    (f,) = [c for c in code.co_consts if hasattr(c, "co_qualname")]
    (g,) = [c for c in f.co_consts if hasattr(c, "co_qualname")]
    (inner,) = [c for c in g.co_consts if hasattr(c, "co_qualname")]
    module = next(iter(targets()))
    assert [name_of(one) for one in (f, g, inner)] == [f"{module}:f", f"{module}:f.g", f"{module}:f.g"]
    assert name_of(compile("1", "elsewhere.py", "eval")) == ""


def test_every_survivor_of_the_record_is_a_mutant_of_today() -> None:
    """A reason is for the text as it is: where that changes, its mutants run again."""
    today = {key_of(module, mutant) for module, _, mutant in every_mutant()}
    assert [key for key in read_reasons() if key not in today] == []
    assert all(reason.endswith(".") and len(reason.split()) > 2 for reason in read_reasons().values())


KEY: Key = ("money.py", "f", 'a + "é"', "a - 1", 2)


def test_an_entry_reads_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the run prints may be put into the record as it is."""
    path = tmp_path / "survivors.toml"
    path.write_text(as_entry(KEY) + "\n" + as_entry((*KEY[:4], 1)), encoding="utf-8")
    monkeypatch.setattr(record, "SURVIVORS", path)
    assert read_reasons() == {KEY: "", (*KEY[:4], 1): ""}


def test_the_score_of_one_module_leaves_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that is gone loses its line."""
    path = tmp_path / "score.toml"
    path.write_text('"money.py" = { mutants = 9, survivors = 1 }\n"gone.py" = { mutants = 1, survivors = 0 }\n')
    monkeypatch.setattr(record, "SCORE", path)
    write_score({"rules/order.py": (5, 2)})
    assert tomllib.loads(path.read_text(encoding="utf-8")) == {
        "money.py": {"mutants": 9, "survivors": 1},
        "rules/order.py": {"mutants": 5, "survivors": 2},
    }


def test_the_verdict(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A survivor without a reason fails the run, and so does a reason whose mutant is noticed."""
    monkeypatch.setattr(command, "read_reasons", lambda: {KEY: "It is equal."})
    other: Key = ("money.py", "f", "a", "b", 1)
    assert command.verdict({KEY, other}, [KEY]) == 0
    assert command.verdict({KEY, other}, [KEY, other]) == 1
    assert "1 without a reason" in capsys.readouterr().out
    assert command.verdict({KEY, other}, []) == 1
    assert "1 noticed now" in capsys.readouterr().out
    # What did not run says nothing of its reason.
    assert command.verdict({other}, []) == 0
