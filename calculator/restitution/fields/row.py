"""A table that was read: typed values by field name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class Row:
    """One entry of a table, its values already of the type that its fields declare.

    A value that is absent or was refused is ``None``. The accessors take the type that is expected, so that the type
    checker knows what it gets; another type is a fault of the program.

    Attributes:
        given: the names that the input had, refused ones included.
    """

    __slots__ = ("_values", "given")

    def __init__(self, values: Mapping[str, object], given: Iterable[str] = ()) -> None:
        self._values = values
        self.given = frozenset(given)

    def get[T](self, name: str, kind: type[T]) -> T | None:
        """The value of a field, ``None`` where there is none."""
        value = self._values[name]
        if value is None or isinstance(value, kind):
            return value
        raise TypeError(f"{name} is {type(value).__name__}, not {kind.__name__}")

    def need[T](self, name: str, kind: type[T]) -> T:
        """The value of a field that must have one: required or with a default, in a row without mistakes."""
        return needed(self.get(name, kind))

    def entries[T](self, name: str, kind: type[T]) -> tuple[T | None, ...]:
        """The entries of a list in their places, ``None`` for those that were refused; empty where there is no list."""
        found: list[T | None] = []
        for entry in self.get(name, list) or ():
            if entry is not None and not isinstance(entry, kind):
                raise TypeError(f"an entry of {name} is {type(entry).__name__}, not {kind.__name__}")
            found.append(entry)
        return tuple(found)

    def every[T](self, name: str, kind: type[T]) -> tuple[T, ...]:
        """The entries of a list but for those that were refused."""
        return tuple(entry for entry in self.entries(name, kind) if entry is not None)

    def replaced(self, **values: object) -> Row:
        """The same row with other values."""
        return Row({**self._values, **values}, self.given)


def needed[T](value: T | None) -> T:
    """The value that must be there once the reader has found no mistake."""
    if value is None:
        raise TypeError("a value is missing though nothing was refused")
    return value
