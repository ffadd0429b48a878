"""Command-line arguments: one subcommand for each command of the calculator, with options taken from its fields."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from restitution.commands import COMMANDS, Command
from restitution.errors import shown
from restitution.fields import Field, Kind, value_of
from restitution.protocol import FORMATS

CASE, BATCH = "case", "batch"
"""The commands that belong to the command line alone."""
_NAMES = (*COMMANDS, CASE, BATCH)
PAPERS = ("docx", "xlsx")
"""The formats of a paper to file, which is bytes: a Word file, a spreadsheet."""
_WITH_PAPERS = ("estimate", "ledger")
"""The commands whose FILE the desk opens, too."""
VIEWS = ("orders", "ledger")
TAKEN = ("new", "conflict", "both")
"""What a merged ledger can take from the second one."""
_HELP = {
    CASE: "answer from a file that the desk saves: its orders or a ledger, also as a paper to file",
    BATCH: "answer many questions: JSON Lines in, JSON Lines out",
}
_DESCRIPTIONS = {
    CASE: "Answer from a case: a file that the desk saves, a scenario, or the rows of a ledger. docx is a Word file to "
    "attach to a filing, xlsx a spreadsheet with live formulas; both are those of the desk, byte for byte.",
    BATCH: "Answer many questions. Each input line is a request such as "
    '{"id": 1, "method": "estimate", "params": {…}}; each output line is its answer, in the same order.',
}
_CASE_FILE = "a file of the desk (JSON), a scenario in TOML or JSON, or the rows of a ledger; - reads standard input"
_PAPER_FILE = {"estimate": "; or a file that the desk saves"}
_FORMAT = "text by default"
_PAPER_FORMAT = "text by default; docx is a Word file and xlsx a spreadsheet, both for --output"
_SAVE = "also save the case to this file, as the desk does: its SHA-256 is the one that a paper names"
_MERGE = (
    "a second ledger, compared with FILE: what is new, the same and in conflict is shown; --output then writes the "
    "merged rows, as CSV unless --format says otherwise"
)
_TAKE = "with --merge: take SECOND's new rows (the default), those in conflict in place of FILE's, or both"
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
        return _checked(one, one.parse_args(rest, argparse.Namespace(command=name)))
    root = _Parser(
        prog="restitution",
        description="Federal restitution for victims of CSAM, 18 U.S.C. §2259, calculated step by step. "
        "Legal information, not legal advice.",
    )
    commands = root.add_subparsers(dest="command", required=True)
    for name in _NAMES:
        one = commands.add_parser(name, help=_help(name), description=_description(name))
        _add_arguments(one, name)
    return _checked(root, root.parse_args(arguments))


def _checked(parser: _Parser, options: argparse.Namespace) -> argparse.Namespace:
    """Check what an option needs of another.

    A ledger needs its day. A paper may leave it out, as the desk may: it then is that of the last row. And what two
    ledgers have in common is of no day.
    """
    if options.command == CASE and options.save is not None and options.save in ("-", options.output):
        # Standard output has the answer.
        parser.error("argument --save: give the name of another file")
    if options.command == "ledger":
        if options.take and not options.merge:
            parser.error("argument --take: this belongs to --merge")
        if options.as_of is None and not options.merge and options.format not in PAPERS:
            parser.error("the following arguments are required: --as-of")
    return options


def _help(name: str) -> str:
    return _HELP.get(name) or COMMANDS[name].help


def _description(name: str) -> str:
    return _DESCRIPTIONS.get(name) or f"{COMMANDS[name].help.capitalize()}."


def _add_arguments(one: argparse.ArgumentParser, name: str) -> None:
    if name == BATCH:
        one.add_argument("file", metavar="FILE", help="requests, one JSON object per line; - reads standard input")
        one.add_argument("--workers", action=_Once, type=_workers, help="number of worker processes, 1 by default")
    elif name == CASE:
        one.add_argument("file", metavar="FILE", help=_CASE_FILE)
        one.add_argument(
            "--view", action=_Once, choices=VIEWS, help="orders by default; of the rows of a ledger, ledger"
        )
        one.add_argument("--ledger", action=_Once, metavar="CODE", help="the victim whose ledger is shown")
        one.add_argument(
            "--parts", action=_Once, metavar="PARTS", help="with docx: what goes in, for example summary,schedule"
        )
        one.add_argument("--save", action=_Once, metavar="CASE", help=_SAVE)
        one.add_argument("--format", action=_Once, choices=(*FORMATS, *PAPERS), help=_PAPER_FORMAT)
    else:
        _add_options(one, COMMANDS[name])
    one.add_argument("--output", action=_Once, metavar="FILE", help=_OUTPUT)


def _add_options(one: argparse.ArgumentParser, command: Command) -> None:
    if command.file:
        more = _PAPER_FILE.get(command.name, "")
        one.add_argument("file", metavar="FILE", help=f"{command.file}{more}; - reads standard input")
    for field in _options(command):
        _add_option(one, field, field.name == command.position, field.required and command.name != "ledger")
    if command.name == "ledger":
        one.add_argument("--merge", action=_Once, metavar="SECOND", help=_MERGE)
        one.add_argument("--take", action=_Once, choices=TAKEN, help=_TAKE)
    papers = command.name in _WITH_PAPERS
    choices, words = ((*FORMATS, *PAPERS), _PAPER_FORMAT) if papers else (FORMATS, _FORMAT)
    one.add_argument("--format", action=_Once, choices=choices, help=words)


def _workers(text: str) -> int:
    if text not in map(str, range(1, MOST_WORKERS + 1)):
        raise argparse.ArgumentTypeError(f"this must be a whole number from 1 to {MOST_WORKERS}")
    return int(text)


def _options(command: Command) -> list[Field]:
    """Return the fields that are given as options, without those that FILE holds."""
    if command.file and not command.file_key:
        return []
    return [field for field in command.options.fields if field.name != command.file_key]


def _add_option(parser: argparse.ArgumentParser, field: Field, positional: bool, required: bool) -> None:
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
        parser.add_argument(name, action=_Once, metavar=field.kind.name, required=required, help=words)


def given(command: Command, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the params given as options on the command line, not yet validated."""
    params: dict[str, Any] = {}
    for field in _options(command):
        typed = options[field.name]
        if typed is not None:
            params[field.name] = value_of(field, typed) if isinstance(typed, str) else typed
    return params
