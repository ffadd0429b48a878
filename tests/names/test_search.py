"""No file that git tracks names a victim or an image series, and the search for such names would find one."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from tests.names import __main__ as command
from tests.names.search import LIST, ROOT, Allowed, Names, faults, text_of, tracked

NAMES = Names.read()

# Made up, and as hard to find as a name may be: a word, a phrase, a phrase with a number.
WORD, PHRASE, NUMBERED = "Zibbelorn", "Quarn Velloz", "7 Tarrips"


def made_up(*allowed: Allowed) -> Names:
    """A list of the names made up here."""
    salt = "a pinch"
    hashes: dict[int, frozenset[str]] = {}
    for name in (WORD, PHRASE, NUMBERED):
        words, digest = Names(salt, {}).entry(name)
        hashes[words] = hashes.get(words, frozenset()) | {digest}
    return Names(salt, hashes, allowed)


def kind(file: str) -> str:
    """What a file is by its ending; without one, by its folder."""
    path = Path(file)
    return path.suffix or path.parent.as_posix()


def of_each_kind() -> dict[str, str]:
    try:
        return {kind(file): file for file in sorted(tracked(), reverse=True) if (ROOT / file).is_file()}
    except (OSError, subprocess.CalledProcessError):
        return {}


KINDS = of_each_kind()
needs_git = pytest.mark.skipif(not KINDS, reason="these files come without git, which says what is tracked")


@needs_git
def test_no_tracked_file_names_a_victim_or_a_series() -> None:
    assert faults(NAMES, tracked()) == []


@needs_git
def test_every_place_is_searched() -> None:
    """Sources, pages, law data, scripts, pictures and the fuzz corpus are among the kinds tried below."""
    assert {".py", ".md", ".toml", ".js", ".css", ".png", ".txt", ".json", "tests/fuzz/corpus/batch"} <= KINDS.keys()


@needs_git
@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("name", [WORD, PHRASE, NUMBERED])
def test_a_name_is_found_in_every_kind_of_file(kind: str, name: str, tmp_path: Path) -> None:
    """In the middle of a real file, and nowhere while it is not there."""
    names, contents = made_up(), (ROOT / KINDS[kind]).read_bytes()
    middle = contents.find(b"\n", len(contents) // 2) + 1
    file = tmp_path / "file"
    file.write_bytes(contents)
    assert faults(names, ["file"], tmp_path) == []
    file.write_bytes(contents[:middle] + f"\0tEXt\n# by {name}, 2014\n".encode() + contents[middle:])
    assert len(faults(names, ["file"], tmp_path)) == 1
    file.write_bytes(contents[:middle] + f"# by {name}, 2014\n".encode() + contents[middle:])
    assert len(faults(names, ["file"], tmp_path)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "the victim (Zibbelorn), 2014",
        "ZIBBELORN'S",
        "united-states-v-zibbelorn-2",
        "victim_zibbelorn = 1",
        "victimZibbelorn2",
        "Zíbbelorn",
        "quarn velloz",
        "Quarn_Velloz",
        "QuarnVelloz",
        "quarnvelloz",
        "the\n> Quarn\n> Velloz series",
        "7Tarrips",
        "seriesQuarnVelloz",
    ],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert made_up().lines(text) == [2 if text.startswith("the\n") else 1]


@pytest.mark.parametrize("text", ["", "Zibbelorns", "xzibbelorn", "Quarn and Velloz", "Velloz Quarn", "zibbe lorn"])
def test_other_words_are_no_names(text: str) -> None:
    assert made_up().lines(text) == []


def test_a_name_in_a_path_is_found(tmp_path: Path) -> None:
    (found,) = faults(made_up(), ["cases/zibbelorn.toml"], tmp_path)
    assert found.startswith("cases/zibbelorn.toml: a name in the path")


def test_only_what_is_random_is_passed_over() -> None:
    """A hash of npm's lock file is; what looks like one and is shorter is not."""
    lock = '"integrity": "sha512-{}=="'
    assert made_up().lines(lock.format("x/Zibbelorn/".ljust(86, "x"))) == []
    assert made_up().lines(lock.format("x/Zibbelorn/".ljust(85, "x"))) == [1]


def test_a_name_is_allowed_in_its_phrase_and_file_alone() -> None:
    words, phrase = made_up().entry("the Zibbelorn Act of 2018")
    names = made_up(Allowed("a.md", words, phrase, "its short title"))
    assert names.lines('cited as the "Zibbelorn Act of 2018".', "a.md") == []
    assert names.lines('cited as the "Zibbelorn Act of 2018".', "b.md") == [1]
    assert names.lines("the Zibbelorn Act", "a.md") == [1]
    assert names.lines("The Zibbelorn Act of 2018\nprotects Zibbelorn", "a.md") == [2]
    assert names.is_used(names.allowed[0], "THE ZIBBELORN ACT\nOF 2018")
    assert not names.is_used(names.allowed[0], "the Zibbelorn Act")


def test_the_list_holds_hashes_and_reasons() -> None:
    hashes = [digest for of_length in NAMES.hashes.values() for digest in of_length]
    assert hashes
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in [*hashes, *(one.phrase for one in NAMES.allowed)])
    assert LIST.read_text(encoding="utf-8").count('"') == 2 * (1 + len(hashes)) + 2 * 3 * (len(NAMES.allowed) + 1)
    for one in NAMES.allowed:
        assert one.reason.endswith(".")
        assert NAMES.is_used(one, text_of(ROOT / one.file)), f"{one.file}: a phrase that is no longer there"


def test_the_command_reports_places_and_repeats_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the commit hooks run it: on the message, and on the files of the commit."""
    message = tmp_path / "COMMIT_EDITMSG"
    message.write_text("Add a case\n\nThe victim is Zibbelorn.\n", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["names", str(message)])
    assert command.main() == 0
    monkeypatch.setattr(Names, "read", made_up)
    assert command.main() == 1
    told = capsys.readouterr().err
    assert f"{message}:3: " in told
    assert WORD.lower() not in told.lower()
