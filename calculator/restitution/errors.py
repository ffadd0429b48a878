"""What can be wrong with the user's input, as values and as one exception that carries them all.

What was typed may stand in a message, whatever is in it: it goes through ``shown`` first.
"""

from __future__ import annotations

from dataclasses import dataclass

_MOST_IN_PATH, _MOST_IN_MESSAGE, _MOST_QUOTED = 200, 1_000, 60
"""Characters."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """One mistake in the input.

    Attributes:
        path: where it is, in the user's own terms: ``victim[0].loss[2].amount``.
        message: one plain sentence that says what is wrong and what would be right.

    Both are safe to print, and short, whatever stood in the input.
    """

    path: str
    message: str

    def __post_init__(self) -> None:
        """Make both safe."""
        object.__setattr__(self, "path", shown(self.path, _MOST_IN_PATH))
        object.__setattr__(self, "message", shown(self.message, _MOST_IN_MESSAGE))


class InputError(Exception):
    """The input was refused. Carries every mistake found, never only the first."""

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        super().__init__("; ".join(f"{e.path}: {e.message}" for e in errors))
        self.errors = errors

    @classmethod
    def at(cls, path: str, message: str) -> InputError:
        """The refusal of one mistake."""
        return cls((FieldError(path, message),))


def shown(text: str, most: int = _MOST_QUOTED) -> str:
    """Text as it can stand in a message: nothing in it that moves a terminal, and long text without its middle.

    Args:
        most: how many characters the result has at most.
    """
    short = _cut(text, most)
    if short.isprintable():
        return short
    return _cut("".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in short), most)


def _cut(text: str, most: int) -> str:
    half = (most - 3) // 2
    return text if len(text) <= most else f"{text[:half]} … {text[-half:]}"
