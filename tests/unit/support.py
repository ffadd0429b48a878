"""Helpers that the unit tests share: requests to the entry point, and accessors for its answers."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

from jsonschema import Draft202012Validator

from restitution.commands import INPUTS
from restitution.fields.json_schema import schema_of
from restitution.ledger import ROW
from restitution.protocol import handle
from restitution.worksheet import RULES, Line

ANSWERED, BUG, BAD_INPUT = 0, 1, 2

VALIDATORS = {name: Draft202012Validator(schema_of(name, table, ROW)) for name, table in INPUTS.items()}
"""The published schema of every command's input."""

type Run = Callable[..., tuple[Any, str, str]]
"""Runs one command: exit code, stdout, stderr."""


def respond(request: object) -> dict[str, Any]:
    """Return the response to a request and check its form; text is sent unchanged."""
    response: dict[str, Any] = json.loads(handle(request if isinstance(request, str) else json.dumps(request)))
    assert "bug" not in response, response["errors"]
    if response["ok"]:
        assert set(response) == {"id", "ok", "result"}
    else:
        assert set(response) == {"id", "ok", "errors"}
        assert_errors(response["errors"])
    return response


def assert_errors(errors: list[dict[str, str]]) -> None:
    """Check that mistakes are printable sentences."""
    assert errors
    for error in errors:
        assert set(error) == {"path", "message"}
        assert error["path"].isprintable()
        assert error["message"].isprintable()
        assert error["message"].endswith("."), error
        assert len(error["path"]) + len(error["message"]) <= 1200


def ask(method: str, params: object, form: str = "json") -> dict[str, Any]:
    """Return the response to a question."""
    return respond({"method": method, "params": params, "format": form})


def answer(method: str, params: object, form: str = "json") -> Any:
    """Return the answer to a question that must not be refused."""
    response = ask(method, params, form)
    assert response["ok"], response["errors"]
    return response["result"]


def mistakes(method: str, params: object) -> dict[str, str]:
    """Return what is refused: one message for each path."""
    response = ask(method, params)
    assert not response["ok"]
    found = {error["path"]: error["message"] for error in response["errors"]}
    assert len(found) == len(response["errors"])
    return found


def walk(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return these lines of a worksheet and all below them."""
    return [one for line in lines for one in (line, *walk(line["children"]))]


def lines_of(result: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return every line of an answer's worksheet by its key."""
    return {line["key"]: line for line in walk(result["worksheet"]["lines"])}


def assert_cited(made: Sequence[Line], rules: ModuleType) -> None:
    """Check that each rule of a module made one of these lines, citing the section with which its docstring begins."""
    assert {line.rule for line in made} == {name for name in RULES if name.startswith(f"{rules.__name__}.")}
    for line in made:
        section = re.match(r"§(\d{4}[A-Z]?)", inspect.getdoc(RULES[line.rule]) or "")
        assert section
        assert f"18-usc-{section[1]}" in {cite.authority for cite in line.authorities}, line.key
