"""Mistakes in the user's input, as values, and one exception that carries them all.

A message may quote whatever was typed, so quoted text goes through ``shown`` first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MOST_MISTAKES = 100
"""The number of mistakes that are reported individually."""
_MOST_IN_PATH, _MOST_IN_MESSAGE, _MOST_QUOTED = 200, 1_000, 60
"""Limits, in characters."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """One mistake in the input.

    Attributes:
        path: where it is, in the user's own terms: ``victim[0].loss[2].amount``.
        message: one plain sentence that says what is wrong and what would be right.

    Both are short and safe to print, whatever the input contained.
    """

    path: str
    message: str

    def __post_init__(self) -> None:
        """Make both short and safe to print."""
        object.__setattr__(self, "path", shown(self.path, _MOST_IN_PATH))
        object.__setattr__(self, "message", shown(self.message, _MOST_IN_MESSAGE))


class InputError(Exception):
    """The input was refused. Carries every mistake found, not only the first."""

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        super().__init__("; ".join(f"{e.path}: {e.message}" for e in errors))
        self.errors = errors

    @classmethod
    def at(cls, path: str, message: str) -> InputError:
        """Return the refusal of a single mistake."""
        return cls((FieldError(path, message),))


def shown(text: str, most: int = _MOST_QUOTED) -> str:
    """Return text that is safe to quote in a message: control characters escaped, the middle of long text removed.

    Args:
        most: the maximum length of the result, in characters.
    """
    short = _cut(text, most)
    if short.isprintable():
        return short
    return _cut("".join(char if char.isprintable() else repr(char)[1:-1] for char in short), most)


def named(value: object) -> str:
    """Return a refused value as a message names it: text in quotation marks, a list or table by its kind."""
    if isinstance(value, str):
        return f"“{shown(value)}”"
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return shown(str(value))


def failed(failure: Exception) -> str:
    """Return the message for a failure of the calculator itself, which quotes nothing that was typed."""
    return f"The calculator itself failed ({type(failure).__name__}). Please report it."


def _cut(text: str, most: int) -> str:
    half = (most - 3) // 2
    return text if len(text) <= most else f"{text[:half]} … {text[-half:]}"
