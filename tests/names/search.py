"""Search text for names that may never appear: victims' names and pseudonyms, and names of image series.

The list, `names.toml`, holds hashes, so that it names nobody itself. A name is one word or several. Text is compared
without case, accents and punctuation, and `camelCase` and `snake_case` are split. A match is reported by its line
alone: no message repeats a name.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIST = Path(__file__).with_name("names.toml")

# A run of letters or digits; and the parts that capital letters divide it into.
_WORD = re.compile(r"[^\W\d_]+|\d+")
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")

# A hash in npm's lock file: of 88 random characters, some spell a name of three letters.
_INTEGRITY = re.compile(r"sha512-[A-Za-z0-9+/]{86}==")

# What is legible in a binary file, such as a picture's description.
_LEGIBLE = re.compile(rb"[\t\n\r\x20-\x7e]{6,}")


@dataclass(frozen=True)
class Allowed:
    """A phrase in which a name may appear, in one file.

    Attributes:
        file: the file's path from the top of the repository.
        words: the number of words in the phrase.
        phrase: the hash of the phrase, name included.
        reason: why the name has to appear.
    """

    file: str
    words: int
    phrase: str
    reason: str


@dataclass(frozen=True)
class Names:
    """The list: hashes of names by their number of words, and the phrases in which one may appear."""

    salt: str
    hashes: dict[int, frozenset[str]]
    allowed: tuple[Allowed, ...] = ()

    @classmethod
    def read(cls, path: Path = LIST) -> Names:
        """Read a list from its file."""
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return cls(
            salt=table["salt"],
            hashes={int(words): frozenset(hashes) for words, hashes in table["hashes"].items()},
            allowed=tuple(Allowed(**entry) for entry in table.get("allowed", [])),
        )

    def entry(self, phrase: str) -> tuple[int, str]:
        """Return what the list would hold for a phrase: its number of words, and their hash."""
        words = _words(phrase)
        return len(words), _hash(self.salt, tuple(words))

    def lines(self, text: str, file: str = "") -> list[int]:
        """Return the number of each line on which a name begins.

        Args:
            text: the text to search.
            file: where the text comes from, for the phrases that are allowed there.
        """
        folded = _folded(text)
        starts = set()
        for pattern in (_WORD, _PART):
            matches = list(pattern.finditer(folded))
            found = self._indexes([match[0].lower() for match in matches], file)
            starts |= {matches[index].start() for index in found}
        return sorted({folded.count("\n", 0, start) + 1 for start in starts})

    def is_used(self, one: Allowed, text: str) -> bool:
        """Tell whether an allowed phrase appears in the text of its file."""
        return bool(self._covered(_words(text), (one,)))

    def _indexes(self, words: list[str], file: str) -> set[int]:
        found = [
            range(index, index + length)
            for length in range(1, max(self.hashes) + 1)
            for index in _runs(words, length, self.salt, self._of_at_least(length))
        ]
        if not found:
            return set()
        covered = self._covered(words, tuple(one for one in self.allowed if one.file == file))
        return {run.start for run in found if not covered.issuperset(run)}

    def _of_at_least(self, length: int) -> frozenset[str]:
        # A name of several words may be written as fewer.
        return frozenset().union(*(hashes for words, hashes in self.hashes.items() if words >= length))

    def _covered(self, words: list[str], allowed: tuple[Allowed, ...]) -> set[int]:
        return {
            index
            for one in allowed
            for start in _runs(words, one.words, self.salt, frozenset({one.phrase}))
            for index in range(start, start + one.words)
        }


def _words(text: str) -> list[str]:
    return [match[0].lower() for match in _PART.finditer(_folded(text))]


def _folded(text: str) -> str:
    """Return a text without accents and without what is random; its lines stay."""
    if not text.isascii():
        text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return _INTEGRITY.sub("", text)


def _runs(words: list[str], length: int, salt: str, hashes: frozenset[str]) -> Iterator[int]:
    """Yield where a run of so many words begins whose hash is among those given."""
    runs = list(zip(*(words[offset:] for offset in range(length)), strict=False))
    wanted = {run for run in set(runs) if _hash(salt, run) in hashes}
    return (index for index, run in enumerate(runs) if run in wanted) if wanted else iter(())


@cache
def _hash(salt: str, words: tuple[str, ...]) -> str:
    return hashlib.sha256((salt + "".join(words)).encode()).hexdigest()


def text_of(path: Path) -> str:
    """Read any file as text; of a binary file, what is legible."""
    contents = path.read_bytes()
    if b"\0" in contents:
        contents = b"\n".join(_LEGIBLE.findall(contents))
    return contents.decode("utf-8", errors="replace")


def tracked() -> list[str]:
    """Return the path of every file that git tracks."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True)
    return listed.stdout.decode().split("\0")[:-1]


def faults(names: Names, files: list[str], root: Path = ROOT) -> list[str]:
    """Return a line for each name in the files or in their paths."""
    found = [f"{file}: a name in the path" for file in files if names.lines(file)]
    for file in files:
        path = root / file
        if path.is_file():
            found += [f"{file}:{line}: a name that may never appear" for line in names.lines(text_of(path), file)]
    return found
