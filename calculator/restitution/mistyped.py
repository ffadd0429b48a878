"""What breaks a TOML or JSON file that was written in a word processor or a spreadsheet, in words.

It runs only on text that the library has refused. It knows which characters are inside strings and comments, where
almost anything is allowed, and looks for the mistakes that people make outside them: every one of a file, each with its
line and column, what it is, and what to type instead.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import NamedTuple

from restitution.dates import month_named, written_month_first
from restitution.errors import shown

_MOST_READ = 100_000
"""The length of text that is searched, in characters. No scenario is as long, and a pasted book costs nothing."""

_TOML_HIDDEN = re.compile(
    r'"""(?:[^"\\]++|\\.|""?+(?!"))*+"""|'
    r"'''(?:[^']++|''?+(?!'))*+'''|"
    r'"(?:[^"\\\n]++|\\[^\n])*+"?+|'
    r"'[^'\n]*+'?+|#[^\n]*+",
    re.DOTALL,
)
_JSON_HIDDEN = re.compile(r'"(?:[^"\\\n]++|\\[^\n])*+"?+')
"""Strings and comments. A string without an end ends with its line."""

_FAMILIES = (
    ("“”„‟«»＂″", "a curly quotation mark", 'Type a straight " instead'),
    ("‘’‚‛′", "a curly apostrophe", "Type a straight \" or ' instead"),
    ("–", "an en dash", "Type a hyphen - instead"),
    ("—", "an em dash", "Type a hyphen - instead"),
    ("−", "a minus sign", "Type a hyphen - instead"),
    ("‐‑‒―﹣－", "a dash of another kind", "Type a hyphen - instead"),
    ("\u00a0\u202f\u2007", "a no-break space", "Type an ordinary space instead"),
    (
        "\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000",
        "a special space",
        "Type an ordinary space instead",
    ),
    ("\u200b\u2060\ufeff", "an invisible character without width", "Delete it"),
    ("\u00ad\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e", "an invisible character", "Delete it"),
    ("…", "an ellipsis", "Type what it stands for"),
    (
        "\u000b\u000c\u0085\u2028\u2029",
        "a line or page break of a word processor",
        "Delete it, and press Enter for a line break",
    ),
    ("\r", "a line end of an old system", "Save the file as plain text"),
)
_ODD = {character: (name, fix) for characters, name, fix in _FAMILIES for character in characters}
_NOT_PLAIN = re.compile(r"[^\t\n\r\x20-\x7e]|\r(?!\n)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)")
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)

_AMOUNT = re.compile(r'(?<![\w.$"-])(?:\$\s?\d[\d.,_]*(?<=\d)|\d{1,3}(?:,\d{3})+(?:\.\d+)?)(?![\w"%])', re.ASCII)
_DATE = re.compile(
    r'(?<![\w.$"/-])(?:\d{1,4}/\d{1,2}/\d{1,4}|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4}|\d{1,2}-[A-Za-z]{3}-\d{2,4})'
    r'(?![\w"/-])',
    re.ASCII,
)
_DATE_FORM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_RATE = re.compile(r'(?<![\w.$"-])\d[\d.]*\s?%', re.ASCII)
_WORD = re.compile(r"(?:(?<==)|(?<=[\[,]))[ \t]*+([A-Za-z][\w -]*+)(?=[ \t]*(?:[\n,\]}#]|\Z))", re.ASCII)
_BARE_WORDS = ("true", "false", "inf", "nan")
_MEANT = {"yes": "true", "on": "true", "no": "false", "off": "false"}
"""What is typed for true and false, in small letters."""
_MONTH = r"(?P<month{0}>[A-Za-z]{{3,9}})\.?"
_DAY = r"(?P<day{0}>\d{{1,2}})(?:st|nd|rd|th)?"
_SPELLED_DATE = re.compile(
    rf"(?<=[=\[,])[ \t]*+(?P<date>(?:{_MONTH.format(1)}[ \t]+{_DAY.format(1)}|{_DAY.format(2)}[ \t]+{_MONTH.format(2)})"
    r",?[ \t]+(?P<year>\d{4}))(?![\w\"])",
    re.ASCII,
)
"""A value that is a date with its month's name, in either order."""

_KEY = re.compile(r"[ \t]*+((?:[\w-]++|\"++)(?:[ \t]*+\.[ \t]*+(?:[\w-]++|\"++))*+)[ \t]*+=[ \t]*+", re.ASCII)
_HEADING = re.compile(r"[ \t]*+(\[\[?)([^\[\]\n]*+)(\]\]?)[ \t\r]*+")
_HEADING_LINE = re.compile(rf"^{_HEADING.pattern}$", re.MULTILINE)
_BRACKET = re.compile(r"[\[\]{}\n]")


class _Found(NamedTuple):
    at: int
    message: str


class _Text:
    """A refused text, with everything inside strings and comments hidden behind as many filler characters.

    Attributes:
        bare: the text with strings as quotation marks only, and comments as spaces.
        strings: where each string begins, and its text with the quotation marks.
        whole: whether all of the text is searched.
    """

    def __init__(self, text: str, hidden: re.Pattern[str]) -> None:
        self.text = text[:_MOST_READ]
        self.whole = len(text) <= _MOST_READ
        self.strings = [(m.start(), m[0]) for m in hidden.finditer(self.text) if m[0][0] != "#"]
        self.bare = hidden.sub(lambda m: (" " if m[0][0] == "#" else '"') * len(m[0]), self.text)

        self._starts = [0, *(m.end() for m in re.finditer("\n", self.text))]

    def row(self, at: int) -> int:
        return bisect(self._starts, at)

    def where(self, at: int) -> str:
        row = self.row(at)
        return f"Line {row}, column {at - self._starts[row - 1] + 1}"


def toml_mistakes(text: str) -> list[str]:
    """Return what breaks a refused TOML text, in the order of the text; empty if it is nothing that is known here.

    Text without any key is another kind of file, of which single characters say nothing.
    """
    read = _Text(text, _TOML_HIDDEN)
    if "=" not in read.bare:
        return []
    kinds: list[Iterable[_Found]] = [_characters(read), _unended(read), _escapes(read, "TOML"), _values(read)]
    # A string without an end hides what follows it, so keys and brackets cannot be followed then.
    if all(_ended(string) for _, string in read.strings):
        kinds += [_lines(read), _brackets(read)]
    return _told(read, kinds)


def json_mistakes(text: str) -> list[str]:
    """Return what breaks a refused JSON text, as ``toml_mistakes``."""
    if not text.lstrip().startswith(("{", "[")):
        return []
    read = _Text(text, _JSON_HIDDEN)
    return _told(read, [_characters(read), _escapes(read, "JSON"), _patterns(read)])


def _told(read: _Text, kinds: Iterable[Iterable[_Found]]) -> list[str]:
    """Return the mistakes in the order of the text; of a line those of the first kind, which may cause the others."""
    found: list[_Found] = []
    spoilt: set[int] = set()
    for kind in kinds:
        found += [one for one in kind if read.row(one.at) not in spoilt]
        spoilt = {read.row(one.at) for one in found}
    return [f"{read.where(one.at)}: {one.message}" for one in sorted(found, key=lambda one: one.at)]


def _characters(read: _Text) -> Iterator[_Found]:
    """Characters that belong into strings only, or nowhere; of each kind the first on a line."""
    seen: set[tuple[int, str]] = set()
    places = {m.start() for m in _NOT_PLAIN.finditer(read.bare)} | {m.start() for m in _CONTROL.finditer(read.text)}
    for at in sorted(places):
        row, character = read.row(at), read.text[at]
        code = f"U+{ord(character):04X}"
        known = _ODD.get(character)
        if known is None and _CONTROL.match(character):
            known = ("a control character", "Delete it")
        name, fix = known or ("a character outside of quotation marks", 'Put text between straight quotation marks, ""')
        if (row, name) in seen:
            continue
        seen.add((row, name))
        quoted = f"{character} ({code})" if character.isprintable() else f"({code})"
        yield _Found(at, f"{name} {quoted}. {fix}.")


def _unended(read: _Text) -> Iterator[_Found]:
    """Strings that do not end on their line."""
    for at, string in read.strings:
        if not _ended(string):
            mark = string[0]
            yield _Found(at, f"the quotation mark {mark} that opens here has no end on its line. Close it with {mark}.")


def _ended(string: str) -> bool:
    """Return whether a string has an end: its last quotation mark is neither its first nor escaped."""
    mark = string[0]
    backslashes = len(string) - 1 - len(string[:-1].rstrip("\\"))
    return len(string) > 1 and string.endswith(mark) and (mark == "'" or backslashes % 2 == 0)


def _escapes(read: _Text, kind: str) -> Iterator[_Found]:
    """Backslashes in double quotes that mean nothing: the path of a file in Windows."""
    allowed = '"\\/bfnrt' if kind == "JSON" else '"\\bfnrt'
    for at, string in read.strings:
        if string[0] != '"':
            continue
        for escape in _ESCAPE.finditer(string):
            code = escape[1]
            if len(code) > 1 or code in allowed or (string.startswith('"""') and code.isspace()):
                continue
            content = string.strip('"')
            single = f", or put the text in single quotation marks: '{shown(content)}'"
            other = single if kind == "TOML" and "'" not in content else ""
            yield _Found(
                at + escape.start(), f"a backslash \\ in double quotation marks has a meaning. Write / instead{other}."
            )
            break


def _values(read: _Text) -> Iterator[_Found]:
    """Values that need quotation marks, or another form."""
    yield from _patterns(read)
    spelled = list(_spelled_dates(read))
    yield from spelled
    dates = {found.at for found in spelled}
    for match in _WORD.finditer(_HEADING_LINE.sub(lambda heading: " " * len(heading[0]), read.bare)):
        word = match[1].strip()
        if word in _BARE_WORDS or match.start(1) in dates:
            continue
        fix = f'Write "{shown(word)}"'
        if word.lower() in _BARE_WORDS:
            fix = f"Write {word.lower()}, in small letters"
        elif word.lower() in _MEANT and read.bare[match.start() - 1] == "=":
            fix = f"Write {_MEANT[word.lower()]}"
        yield _Found(match.start(1), f"{shown(word)} is text without quotation marks. {fix}.")


def _spelled_dates(read: _Text) -> Iterator[_Found]:
    """Dates with the name of a month."""
    for match in _SPELLED_DATE.finditer(read.bare):
        month = month_named(match["month1"] or match["month2"])
        if month is None:
            continue
        text = " ".join(match["date"].split())
        try:
            day = date(int(match["year"]), month, int(match["day1"] or match["day2"]))
        except ValueError:
            yield _Found(match.start("date"), f"{text} is not a calendar date.")
        else:
            yield _Found(match.start("date"), f"{text} is not read as a date. Write {day.isoformat()}.")


def _patterns(read: _Text) -> Iterator[_Found]:
    for match in chain(_AMOUNT.finditer(read.bare), _RATE.finditer(read.bare)):
        yield _Found(match.start(), f'{match[0]} needs quotation marks. Write "{shown(match[0])}".')
    for match in _DATE.finditer(read.bare):
        if _is_date(match[0]):
            continue
        if _DATE_FORM.fullmatch(match[0]):
            yield _Found(match.start(), f"{match[0]} is not a calendar date.")
        else:
            meant = written_month_first(match[0])
            fix = f"Write {meant}" if meant else "Write year-month-day, for example 2021-06-01"
            yield _Found(match.start(), f"{match[0]} is not a date. {fix}.")


def _is_date(text: str) -> bool:
    try:
        return bool(_DATE_FORM.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _brackets(read: _Text) -> Iterator[_Found]:
    """Brackets without an end, and tables in braces over several lines."""
    open_ones: list[tuple[str, int]] = []
    for match in _BRACKET.finditer(read.bare):
        sign = match[0]
        if sign == "\n":
            if open_ones and open_ones[-1][0] == "{":
                yield _Found(open_ones[-1][1], "the table that opens here with { must end on the same line with }.")
                return
        elif sign in "[{":
            open_ones.append((sign, match.start()))
        elif open_ones:
            open_ones.pop()
    if open_ones and read.whole:
        yield _Found(open_ones[0][1], f"the bracket {open_ones[0][0]} that opens here is never closed.")


def _lines(read: _Text) -> Iterator[_Found]:
    """Headings and keys: what is given twice, and lines that are neither."""
    depth = at = 0
    keys: dict[str, int] = {}
    headings: dict[str, tuple[str, int]] = {}
    has_keys = any(_KEY.match(line) for line in read.bare.splitlines())
    for line in read.bare.splitlines(keepends=True):
        start, at = at, at + len(line)
        inner = depth > 0
        depth = max(0, depth + len(re.findall(r"[\[{]", line)) - len(re.findall(r"[\]}]", line)))
        if inner or not line.strip():
            continue
        first = start + len(line) - len(line.lstrip())
        if line.lstrip().startswith("["):
            # Names in quotation marks are hidden: keep them, as far as they are no remark.
            heading = read.text[first : start + len(line.rstrip())]
            yield from _heading(read, heading, first, keys, headings)
            continue
        key = _KEY.match(line)
        if key is None:
            if has_keys:
                sign = "Write = in place of the colon" if ":" in line else "Write a key, = and its value"
                yield _Found(first, f"this line has no =. {sign}, and put # before a remark.")
            continue
        name = read.text[start + key.start(1) : start + key.end(1)]
        if name in keys:
            words = f"the key {shown(name)} was given before, on line {keys[name]}. Keep one of the two."
            yield _Found(first, words)
        keys.setdefault(name, read.row(start))
        value = line[key.end() :].strip()
        if value and value[0] not in "\"'[{" and not _sound(value):
            yield _Found(
                start + key.end(), f'{shown(value)} is no value. Write it in quotation marks: "{shown(value)}".'
            )


def _heading(
    read: _Text, line: str, at: int, keys: dict[str, int], headings: dict[str, tuple[str, int]]
) -> Iterator[_Found]:
    """Check one heading, and begin its keys. A heading in two brackets begins the headings under it anew."""
    keys.clear()
    match = _HEADING.fullmatch(line)
    if match is None:
        return
    opening, name, closing = match.groups()
    if len(opening) != len(closing):
        bare = shown(name.strip())
        yield _Found(at, f"{shown(line.strip())} has more brackets on one side. Write [[{bare}]] or [{bare}].")
        return
    name = re.sub(r"\s", "", name)
    before = headings.get(name)
    if opening == "[[":
        for under in [under for under in headings if under.startswith(f"{name}.")]:
            del headings[under]
    if before and (opening == "[" or before[0] == "["):
        yield _Found(
            at,
            f"[{shown(name)}] was given before, on line {before[1]}. For several of them write [[{shown(name)}]] over "
            "each, with two brackets on each side; else keep one of the two.",
        )
    headings.setdefault(name, (opening, read.row(at)))


def _sound(value: str) -> bool:
    """Return whether a value without quotation marks is one of TOML."""
    try:
        tomllib.loads(f"x = {value}")
    except ValueError:
        return False
    return True
