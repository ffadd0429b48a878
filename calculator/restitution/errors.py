"""What can be wrong with the user's input, as values and as one exception that carries them all."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """One mistake in the input.

    Attributes:
        path: where it is, in the user's own terms: ``victim[0].loss[2].amount``.
        message: one plain sentence that says what is wrong and what would be right.
    """

    path: str
    message: str


class InputError(Exception):
    """The input was refused. Carries every mistake found, never only the first."""

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        super().__init__("; ".join(f"{e.path}: {e.message}" for e in errors))
        self.errors = errors

    @classmethod
    def at(cls, path: str, message: str) -> InputError:
        """The refusal of one mistake."""
        return cls((FieldError(path, message),))
