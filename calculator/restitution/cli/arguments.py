"""Command-line arguments: one subcommand for each command of the calculator, with options taken from its fields."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from restitution.commands import COMMANDS, Command
from restitution.errors import shown
from restitution.fields import Field, Kind, value_of
from restitution.protocol import FORMATS

BATCH = "batch"
"""The one command that belongs to the command line alone."""
_NAMES = (*COMMANDS, BATCH)
_BATCH_HELP = "answer many questions: JSON Lines in, JSON Lines out"
_BATCH_DESCRIPTION = (
    "Answer many questions. Each input line is a request such as "
    '{"id": 1, "method": "estimate", "params": {…}}; each output line is its answer, in the same order.'
)
_OUTPUT = (
    "write the answer to this file, in place of what it holds, in the format of --format whatever the file is called; "
    "- is standard output, the default"
)
MOST_WORKERS = 64
_MOST_SHOWN = 300
"""The maximum length of an error message about the arguments, in characters."""


class _Parser(argparse.ArgumentParser):
    """A parser that accepts options by full name only and escapes control characters when it quotes an argument."""

    def __init__(self, **words: Any) -> None:
        super().__init__(allow_abbrev=False, **words)

    def error(self, message: str) -> NoReturn:
        super().error(shown(message, _MOST_SHOWN))


class _Once(argparse.Action):
    """Store the value of an option. Giving it twice is a mistake: the second value would replace the first."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, name: str | None = None
    ) -> None:
        if getattr(namespace, self.dest) is not None:
            raise argparse.ArgumentError(self, "this is given twice")
        setattr(namespace, self.dest, values)


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse the command line. Of the commands, only the one that it names is imported; to list them, all are."""
    name, *rest = arguments or ("",)
    if name in _NAMES:
        one = _Parser(prog=f"restitution {name}", description=_description(name))
        _add_arguments(one, name)
        return one.parse_args(rest, argparse.Namespace(command=name))
    root = _Parser(
        prog="restitution",
        description="Federal restitution for victims of CSAM, 18 U.S.C. §2259, calculated step by step. "
        "Legal information, not legal advice.",
    )
    commands = root.add_subparsers(dest="command", required=True)
    for name in _NAMES:
        one = commands.add_parser(name, help=_help(name), description=_description(name))
        _add_arguments(one, name)
    return root.parse_args(arguments)


def _help(name: str) -> str:
    return _BATCH_HELP if name == BATCH else COMMANDS[name].help


def _description(name: str) -> str:
    return _BATCH_DESCRIPTION if name == BATCH else f"{COMMANDS[name].help.capitalize()}."


def _add_arguments(one: argparse.ArgumentParser, name: str) -> None:
    if name == BATCH:
        one.add_argument("file", metavar="FILE", help="requests, one JSON object per line; - reads standard input")
        one.add_argument("--workers", action=_Once, type=_workers, help="number of worker processes, 1 by default")
        one.add_argument("--output", action=_Once, metavar="FILE", help=_OUTPUT)
        return
    command = COMMANDS[name]
    if command.file:
        one.add_argument("file", metavar="FILE", help=f"{command.file}; - reads standard input")
    for field in _options(command):
        _add_option(one, field, field.name == command.position)
    one.add_argument("--format", action=_Once, choices=FORMATS, help="text by default")
    one.add_argument("--output", action=_Once, metavar="FILE", help=_OUTPUT)


def _workers(text: str) -> int:
    if text not in map(str, range(1, MOST_WORKERS + 1)):
        raise argparse.ArgumentTypeError(f"this must be a whole number from 1 to {MOST_WORKERS}")
    return int(text)


def _options(command: Command) -> list[Field]:
    """Return the fields that are given as options, without those that FILE holds."""
    if command.file and not command.file_key:
        return []
    return [field for field in command.options.fields if field.name != command.file_key]


def _add_option(parser: argparse.ArgumentParser, field: Field, positional: bool) -> None:
    if positional:
        parser.add_argument(field.name, metavar=field.name.upper(), nargs="?", help=field.question)
        return
    name = f"--{field.name.replace('_', '-')}"
    words = field.question.replace("%", "%%")
    if field.kind is Kind.FLAG:
        parser.add_argument(name, action="store_const", const="true", help=words)
    elif field.kind is Kind.TEXT_LIST:
        parser.add_argument(name, action="append", metavar=field.term.upper(), help=words)
    else:
        parser.add_argument(name, action=_Once, metavar=field.kind.name, required=field.required, help=words)


def given(command: Command, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the params given as options on the command line, not yet validated."""
    params: dict[str, Any] = {}
    for field in _options(command):
        typed = options[field.name]
        if typed is not None:
            params[field.name] = value_of(field, typed) if isinstance(typed, str) else typed
    return params
