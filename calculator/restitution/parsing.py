"""Read the text of a JSON or TOML file as plain values: all input to the calculator passes through here.

An unquoted number is read as ``Unquoted`` unless it is an integer of reasonable length. No field accepts that, so the
reader of a scenario refuses it with its path and its text, and a binary float can never become an amount.
"""

from __future__ import annotations

import json
import re
import tomllib
from binascii import a2b_base64
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from itertools import accumulate
from typing import Any

from restitution.errors import MOST_MISTAKES, FieldError, InputError, named, shown

_DEEPEST = 64
"""The maximum nesting of lists and tables. No input has more than a dozen levels."""
_TOO_DEEP = f"is nested too deeply: at most {_DEEPEST} levels of lists and tables are read"
_NO_BRACKETS = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[^][{}"]++', re.DOTALL)
"""Everything between the brackets of JSON: strings, which may contain brackets themselves, and the rest."""
_LONGEST = 100
"""The maximum digits of an integer. No field accepts one that long."""
_DEEP_KEY = re.compile(rf"""(?<![\w"'-])(?:[\w"'-]++[ \t]*+\.[ \t]*+){{{_DEEPEST}}}""")
"""A TOML key nested so deeply that the library would take hours to parse it."""
ONE_TABLE = (
    "This is a JSON list, in [ and ]. A file holds one table: remove the outer brackets, so that it begins with { and "
    "ends with }."
)
"""What to do with a list in place of a table."""
_KEY = re.compile(r"\(('.*'),?\)")
"""A key as the library quotes it in a message."""
_LINE = re.compile(r"\(at line (\d+), column \d+\)")
"""The place as the library's message ends with it, if it is not the end of the text."""
_MOST_WORDS = 300
"""The maximum length of the library's message, in characters."""
_TOO_LONG = f"a number of more than {_LONGEST} digits"
_LONG_NUMBER = re.compile(r"(?<!\w)[0-9_]{4000}")
"""An integer too long for the library; this limit is somewhat below its own."""


KINDS = ("json", "toml", "csv")
"""The kinds of text that a file may contain."""


@dataclass(frozen=True, slots=True)
class Unquoted:
    """A number without quotes that is no integer of reasonable length, as it was written."""

    text: str

    def __str__(self) -> str:
        """Return the number as it was written."""
        return self.text


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A placeholder for a file that could not be read; the reader of the input refuses it with this message."""

    message: str


@dataclass(frozen=True, slots=True)
class Guessed:
    """The text of a file that does not say how it is encoded, read as Windows-1252.

    Attributes:
        row: the first line that is not UTF-8, from 1.
        column: its first byte that is not, from 1.
    """

    text: str
    row: int
    column: int


def decode(raw: bytes) -> str | Guessed:
    """Return the text of a file: UTF-8 with or without its mark, UTF-16 with its mark, else Windows-1252.

    Raises:
        InputError: if it begins as UTF-16 and goes on otherwise.
    """
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError:
            raise InputError.at("", f"This file begins as UTF-16 and goes on otherwise. {SAVE_AS}") from None
    raw = raw.removeprefix(BOM_UTF8)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as mistake:
        ends = [found.end() for found in _LINE_END.finditer(raw, 0, mistake.start)]
        column = mistake.start - (ends[-1] if ends else 0) + 1
        # Five bytes stand for nothing in Windows-1252.
        return Guessed(raw.decode("cp1252", "replace"), len(ends) + 1, column)


def utf8(decoded: str | Guessed, name: str = "This file") -> str:
    """Return the text of a file that must say how it is encoded.

    Raises:
        InputError: if it does not.
    """
    if isinstance(decoded, Guessed):
        raise InputError.at("", f"{name} is not UTF-8 text (row {decoded.row}, byte {decoded.column}).")
    return decoded


def read_base64(sent: str, kind: str) -> Any:
    """Read a file that was sent as its bytes, in base64, as ``read_text`` reads its text.

    CSV may be text that does not say how it is encoded.

    Raises:
        InputError: if it is not base64, or not a file of that kind.
    """
    try:
        raw = a2b_base64(sent, strict_mode=True)
    except ValueError:
        raise InputError.at("", "This file was not sent as base64 text.") from None
    if kind != "csv":
        return read_text(utf8(decode(raw)), kind)
    for start, what in _NO_TEXT.items():
        if raw.startswith(start):
            raise InputError.at("", f"This is {what}, not a CSV file. {SAVE_AS}")
    return decode(raw)


_LINE_END = re.compile(rb"\r\n?|\n")
SAVE_AS = "In Excel, use Save as: CSV UTF-8 (Comma delimited)."
"""What to press to get a file of rows that is read for certain."""
_NO_TEXT = {
    b"PK\x03\x04": "an Excel workbook or another packed file",
    b"\xd0\xcf\x11\xe0": "an Excel workbook of the older kind",
    b"%PDF": "a PDF",
}
"""What people mistake for a CSV file, by its first bytes."""


def read_text(text: str, kind: str) -> Any:
    """Read the text of a file as plain tables and lists.

    CSV stays text, which the ledger's reader parses. TOML dates become ISO text, as in JSON.

    Raises:
        InputError: if the text is malformed, repeats a key, or is nested too deeply.
    """
    if kind == "csv":
        return text
    return read_json(text) if kind == "json" else _with_days_as_text(read_toml(text))


def _with_days_as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_days_as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_days_as_text(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | time) else value


def read_json(text: str) -> Any:
    """Read JSON.

    Raises:
        InputError: if the text is not JSON, repeats a key, or is nested too deeply.
    """
    # Check before parsing: in a browser, deep nesting overflows the stack, which kills the worker.
    if _is_too_deep(text):
        raise InputError.at("", f"This JSON {_TOO_DEEP}.")
    try:
        return json.loads(
            text, parse_float=Unquoted, parse_constant=Unquoted, parse_int=_whole, object_pairs_hook=_no_repeats
        )
    except json.JSONDecodeError as mistake:
        raise _told(text, "json") or InputError.at(
            "", f"This is not JSON: {mistake.msg} (line {mistake.lineno}, column {mistake.colno})."
        ) from None
    except ValueError as mistake:
        raise InputError.at("", f"This JSON cannot be used: {mistake}.") from None


def read_toml(text: str) -> dict[str, Any]:
    """Read TOML. Its dates become ``date``.

    Raises:
        InputError: if the text is not TOML or is nested too deeply.
    """
    try:
        if _DEEP_KEY.search(text):
            raise RecursionError
        tables: dict[str, Any] = _shortened(_followed(tomllib.loads(text, parse_float=Unquoted)))
    except RecursionError:
        raise InputError.at("", f"This TOML {_TOO_DEEP}.") from None
    except tomllib.TOMLDecodeError as mistake:
        if _is_json_list(text):
            raise InputError.at("", ONE_TABLE) from None
        if refusal := _told(text, "toml"):
            raise refusal from None
        words = _KEY.sub(r"\1", shown(str(mistake), _MOST_WORDS))
        raise InputError.at("", f"{_unread(text, words)} This is neither TOML nor JSON: {words}.") from None
    except ValueError:
        found = _LONG_NUMBER.search(text)
        row = text.count("\n", 0, found.start() if found else 0) + 1
        raise InputError.at("", f"This TOML cannot be used: a number on line {row} is far too long.") from None
    return tables


def _unread(text: str, words: str) -> str:
    """Return which line the library's message is about, in words for somebody who knows neither it nor TOML."""
    lines = text.rstrip().split("\n")
    place = _LINE.search(words)
    row = min(int(place[1]), len(lines)) if place else len(lines)
    return (
        f"Line {row:,}, {named(lines[row - 1].strip())}, cannot be read as key = value, nor as a heading in brackets."
    )


def _is_json_list(text: str) -> bool:
    if not text.lstrip().startswith("["):
        return False
    try:
        return isinstance(read_json(text), list)
    except InputError:
        return False


def _told(text: str, kind: str) -> InputError | None:
    """Return the refusal of all mistakes of a file that are known; ``None`` if there are none."""
    # Only a refused file needs this, and its patterns take longer to compile than a question takes to answer.
    from restitution.mistyped import json_mistakes, toml_mistakes

    messages = json_mistakes(text) if kind == "json" else toml_mistakes(text)
    told = [FieldError("", message) for message in messages[:MOST_MISTAKES]]
    if more := len(messages) - len(told):
        told.append(FieldError("", f"More mistakes after these {MOST_MISTAKES}: {more:,}."))
    return InputError(tuple(told)) if told else None


def _is_too_deep(text: str) -> bool:
    """Return whether too many JSON brackets are open at once; reliable up to the point where the text is not JSON."""
    open_ones = accumulate(1 if bracket in "[{" else -1 for bracket in _NO_BRACKETS.sub("", text))
    return any(count > _DEEPEST for count in open_ones)


def _whole(digits: str) -> int | Unquoted:
    return int(digits) if len(digits) <= _LONGEST else Unquoted(digits)


def _shortened(value: Any) -> Any:
    """Return the value with overlong integers, which TOML can express too, replaced as in JSON."""
    if isinstance(value, dict):
        return {key: _shortened(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_shortened(inner) for inner in value]
    return Unquoted(_TOO_LONG) if isinstance(value, int) and abs(value) >= 10**_LONGEST else value


def _followed(document: Any) -> Any:
    """Return the document itself.

    Raises:
        RecursionError: if it is nested more deeply than the rest of the calculator can safely follow.
    """
    level = [document]
    for _ in range(_DEEPEST):
        level = [inner for value in level if isinstance(value, dict | list) for inner in _within(value)]
        if not level:
            return document
    raise RecursionError


def _within(value: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        raise ValueError(f"the key '{shown(twice)}' is given twice")
    return table
