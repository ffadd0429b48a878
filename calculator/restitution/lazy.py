"""A table whose entries are made when they are first asked for, so that a question does not wait for all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping


class LazyTable[T](Mapping[str, T]):
    """A mapping that knows its keys, and makes each value once, on first use."""

    def __init__(self, names: Iterable[str], make: Callable[[str], T]) -> None:
        """Take the keys in their order, and the function that makes the value of a key."""
        self._names = dict.fromkeys(names)
        self._make = make
        self._made: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        """Return the value of a key, made now if it is the first time."""
        if name not in self._made:
            if name not in self._names:
                raise KeyError(name)
            self._made[name] = self._make(name)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        """Return whether there is such a key, without making its value."""
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        """Yield the keys in order."""
        return iter(self._names)

    def __len__(self) -> int:
        """Return the number of keys."""
        return len(self._names)
