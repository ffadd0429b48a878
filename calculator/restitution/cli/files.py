"""The files of the command line: what FILE holds, and the ledgers that a scenario names."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO

from restitution.commands import Command
from restitution.errors import FieldError, InputError, shown
from restitution.parsing import read_text
from restitution.scenario.ledgers import ledger_names


def file_of(command: Command, name: str) -> dict[str, str]:
    """FILE as the door takes it: JSON by how it begins; else CSV where the command reads a ledger, else TOML.

    Raises:
        InputError: where it cannot be read.
    """
    text = _read(name)
    if text.lstrip().startswith(("{", "[") if command.reads_rows else "{"):
        return {"kind": "json", "text": text}
    return {"kind": "csv" if command.reads_rows else "toml", "text": text}


def ledgers_of(file: Mapping[str, str], folder: Path) -> dict[str, dict[str, str]]:
    """The files of ledgers that a scenario names, by name. A name is a path from the scenario's own folder.

    One that cannot be read goes in with the reason: all mistakes of the scenario are then reported together.
    """
    try:
        names = ledger_names(read_text(file["text"], file["kind"]))
    except InputError:
        return {}  # the door refuses the scenario itself
    return {name: _ledger(name, folder) for name in names}


def _ledger(name: str, folder: Path) -> dict[str, str]:
    if not name:
        return {"unreadable": "Name a file, for example victim-a.csv."}
    try:
        text = _read(str(folder / name))
    except InputError as refusal:
        return {"unreadable": refusal.errors[0].message}
    return {"kind": "json" if text.lstrip().startswith("[") else "csv", "text": text}


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
