"""Files that the command line reads: FILE, and the ledgers that a scenario names."""

from __future__ import annotations

import sys
from binascii import b2a_base64
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO

from restitution.commands import Command
from restitution.errors import FieldError, InputError, shown
from restitution.parsing import Guessed, decode, read_text, utf8
from restitution.scenario.ledgers import ledger_names


def file_of(command: Command, name: str, raw: bytes) -> dict[str, str]:
    """Return FILE as the protocol takes it: JSON if it starts with ``{``, else CSV for a ledger command, else TOML.

    A ledger command also takes a file that starts with ``[`` as JSON.

    Raises:
        InputError: if it is not text of that kind.
    """
    if command.reads_rows:
        return _rows(name, raw, ("{", "["))
    text = utf8(decode(raw), called(name))
    return {"kind": "json" if text.lstrip().startswith("{") else "toml", "text": text}


def is_case(file: Mapping[str, str]) -> bool:
    """Return whether a file as the protocol takes it is one that the desk saves."""
    if file["kind"] != "json" or '"restitution"' not in file["text"]:
        return False
    try:
        content = read_text(file["text"], "json")
    except InputError:
        return False  # the protocol says what is wrong with it
    return isinstance(content, dict) and content.get("restitution") == "case"


def ledgers_of(file: Mapping[str, str], folder: Path) -> dict[str, dict[str, str]]:
    """Return the ledger files that a scenario names, by name. A name is a path relative to the scenario's folder.

    A file that cannot be read is sent with the reason, so that all mistakes of the scenario are reported together.
    """
    try:
        names = ledger_names(read_text(file["text"], file["kind"]))
    except InputError:
        return {}  # the protocol refuses the scenario itself
    return {name: _ledger(name, folder) for name in names}


def _ledger(name: str, folder: Path) -> dict[str, str]:
    if not name:
        return {"unreadable": "Name a file, for example victim-a.csv."}
    try:
        path = str(folder / name)
        return _rows(path, read(path), ("[",))
    except InputError as refusal:
        return {"unreadable": refusal.errors[0].message}


def _rows(name: str, raw: bytes, begins: tuple[str, ...]) -> dict[str, str]:
    """Return a file of rows: JSON by how it begins, else CSV as its bytes, whose encoding the protocol finds out.

    Raises:
        InputError: if it is no text.
    """
    decoded = decode(raw)
    text = decoded.text if isinstance(decoded, Guessed) else decoded
    if text.lstrip().startswith(begins):
        return {"kind": "json", "text": utf8(decoded, called(name))}
    return {"kind": "csv", "base64": base64(raw)}


def base64(raw: bytes) -> str:
    """Return the contents of a file as base64."""
    return b2a_base64(raw, newline=False).decode("ascii")


def read(name: str) -> bytes:
    """Return the contents of a file, or of standard input for ``-``.

    Raises:
        InputError: if it cannot be read.
    """
    try:
        with opened(name) as stream:
            return stream.read()
    except (OSError, ValueError) as mistake:
        raise InputError((unreadable(name, mistake),)) from None


def opened(name: str) -> AbstractContextManager[BinaryIO]:
    """Open a file by name, or standard input for ``-``, for reading bytes."""
    if name != "-":
        return Path(name).open("rb")
    if sys.stdin is None:
        raise OSError("it is closed")
    return nullcontext(sys.stdin.buffer)


def called(name: str) -> str:
    """Return how a message names a file."""
    return "Standard input" if name == "-" else shown(name)


def unreadable(name: str, mistake: OSError | ValueError) -> FieldError:
    """Return the mistake for a file that cannot be read. A name that contains a null byte raises ``ValueError``."""
    why = reason(mistake) if isinstance(mistake, OSError) else "no file can have this name"
    return FieldError("", f"{called(name)} cannot be read: {why}.")


def reason(mistake: OSError) -> str:
    """Return the operating system's reason for a failure."""
    return mistake.strerror or str(mistake)
