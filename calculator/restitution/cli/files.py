"""Files that the command line reads: FILE, and the ledgers that a scenario names."""

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
    """Return FILE as the protocol takes it: JSON if it starts with ``{``, else CSV for a ledger command, else TOML.

    A ledger command also takes a file that starts with ``[`` as JSON.

    Raises:
        InputError: if it cannot be read.
    """
    text = _read(name)
    if text.lstrip().startswith(("{", "[") if command.reads_rows else "{"):
        return {"kind": "json", "text": text}
    return {"kind": "csv" if command.reads_rows else "toml", "text": text}


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
    """Open a file by name, or standard input for ``-``, for reading bytes."""
    if name != "-":
        return Path(name).open("rb")
    if sys.stdin is None:
        raise OSError("it is closed")
    return nullcontext(sys.stdin.buffer)


def _called(name: str) -> str:
    return "Standard input" if name == "-" else shown(name)


def unreadable(name: str, mistake: OSError | ValueError) -> FieldError:
    """Return the mistake for a file that cannot be read. A name that contains a null byte raises ``ValueError``."""
    why = reason(mistake) if isinstance(mistake, OSError) else "no file can have this name"
    return FieldError("", f"{_called(name)} cannot be read: {why}.")


def reason(mistake: OSError) -> str:
    """Return the operating system's reason for a failure."""
    return mistake.strerror or str(mistake)
