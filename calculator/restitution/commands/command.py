"""What a command is: its options, declared like every other input, and the answer it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from restitution.fields import Table
from restitution.render import Report


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: plain tables for machines, and on request the report for people."""

    table: dict[str, Any]
    report: Callable[[], Report]


@dataclass(frozen=True, slots=True)
class Command:
    """A question that the calculator answers.

    Attributes:
        name: the method of the protocol, and the word on the command line.
        help: what it does, a few words.
        answer: from the params to the answer; raises ``InputError`` with every mistake.
        options: the fields of the params that the command line offers as options.
        file: what its FILE holds, in words; empty for a command without one.
        file_key: the key of the params that takes what FILE holds; empty where FILE holds the params themselves.
        position: the option that is written without its name.
    """

    name: str
    help: str
    answer: Callable[[Any], Answer]
    options: Table
    file: str = ""
    file_key: str = ""
    position: str = ""
