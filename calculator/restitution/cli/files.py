"""The files of the command line: what FILE holds, and the ledgers that a scenario names."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO

from restitution.commands import Command
from restitution.errors import FieldError, InputError, shown
from restitution.fields import Kind
from restitution.parsing import read_json, read_toml


def content(command: Command, name: str) -> Any:
    """What FILE holds: JSON by its first sign; else rows of CSV where the command reads a ledger, else TOML."""
    text = _read(name)
    rows = bool(command.file_key) and command.options.field(command.file_key).kind is Kind.LEDGER
    if text.lstrip().startswith(("{", "[") if rows else "{"):
        return read_json(text)
    return text if rows else read_toml(text)


def open_ledgers(tables: Any, folder: Path) -> dict[str, str]:
    """Put the rows of a ledger in the place of its file's name, a path that starts from the scenario's own folder.

    Returns:
        Why a file cannot be read, by the path of its ledger. In its place stands what no reader takes: all mistakes of
        the scenario are told together.
    """
    unread: dict[str, str] = {}
    victims = tables.get("victim") if isinstance(tables, dict) else None
    for i, victim in enumerate(victims if isinstance(victims, list) else []):
        named = victim.get("ledger") if isinstance(victim, dict) else None
        if isinstance(named, str) and "\n" not in named:
            try:
                victim["ledger"] = _ledger(named, folder)
            except InputError as refusal:
                victim["ledger"] = None
                unread[f"victim[{i}].ledger"] = refusal.errors[0].message
    return unread


def _ledger(name: str, folder: Path) -> Any:
    if not name:
        raise InputError.at("", "Name a file, for example victim-a.csv.")
    text = _read(str(folder / name))
    return read_json(text) if text.lstrip().startswith("[") else text


def _read(name: str) -> str:
    raw = b""
    try:
        with opened(name) as stream:
            raw = stream.read()
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as mistake:
        row = raw.count(b"\n", 0, mistake.start) + 1
        column = mistake.start - raw.rfind(b"\n", 0, mistake.start)
        raise InputError.at("", f"{_called(name)} is not UTF-8 text (row {row}, byte {column}).") from None
    except (OSError, ValueError) as mistake:
        raise InputError((unreadable(name, mistake),)) from None


def opened(name: str) -> AbstractContextManager[BinaryIO]:
    """A file by its name, ``-`` for standard input, opened for reading bytes."""
    if name != "-":
        return Path(name).open("rb")
    if sys.stdin is None:
        raise OSError("it is closed")
    return nullcontext(sys.stdin.buffer)


def _called(name: str) -> str:
    return "Standard input" if name == "-" else shown(name)


def unreadable(name: str, mistake: OSError | ValueError) -> FieldError:
    """The mistake of a file that cannot be read. A name with a zero byte in it is a ``ValueError``."""
    why = reason(mistake) if isinstance(mistake, OSError) else "no file can have this name"
    return FieldError("", f"{_called(name)} cannot be read: {why}.")


def reason(mistake: OSError) -> str:
    """Why the system refused, in its words."""
    return mistake.strerror or str(mistake)
