"""A table after reading: typed values by field name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class Row:
    """One entry of a table, with values of the types that its fields declare.

    A value that is absent or was refused is ``None``. The accessors take the expected type, so that the type checker
    knows the type of the result; any other type is a bug.

    Attributes:
        given: the names present in the input, including refused ones.
    """

    __slots__ = ("_values", "given")

    def __init__(self, values: Mapping[str, object], given: Iterable[str] = ()) -> None:
        self._values = values
        self.given = frozenset(given)

    def get[T](self, name: str, kind: type[T]) -> T | None:
        """Return the value of a field, or ``None`` if it has none."""
        value = self._values[name]
        if value is None or isinstance(value, kind):
            return value
        raise TypeError(f"{name} is {type(value).__name__}, not {kind.__name__}")

    def need[T](self, name: str, kind: type[T]) -> T:
        """Return the value of a field that must have one: required or with a default, in a row without mistakes."""
        return needed(self.get(name, kind))

    def entries[T](self, name: str, kind: type[T]) -> tuple[T | None, ...]:
        """Return the entries of a list in position, ``None`` for refused ones; empty if there is no list."""
        found: list[T | None] = []
        for entry in self.get(name, list) or ():
            if entry is not None and not isinstance(entry, kind):
                raise TypeError(f"an entry of {name} is {type(entry).__name__}, not {kind.__name__}")
            found.append(entry)
        return tuple(found)

    def every[T](self, name: str, kind: type[T]) -> tuple[T, ...]:
        """Return the entries of a list, without refused ones."""
        return tuple(entry for entry in self.entries(name, kind) if entry is not None)

    def replaced(self, **values: object) -> Row:
        """Return the same row with some values replaced."""
        return Row({**self._values, **values}, self.given)


def needed[T](value: T | None) -> T:
    """Return a value that must be present once the reader has found no mistake."""
    if value is None:
        raise TypeError("a value is missing though nothing was refused")
    return value
