"""Read the text of a document, JSON or TOML, as plain values: the only two ways into the calculator.

A number with decimals but without quotes is read as ``None``: no field takes it, so the reader of a scenario refuses
it with its path, and no binary float can ever stand for an amount.
"""

from __future__ import annotations

import json
import tomllib
from typing import Any, NoReturn

from restitution.errors import InputError


def read_json(text: str) -> Any:
    """Read JSON.

    Raises:
        InputError: where the text is not JSON, repeats a key, or nests too deep.
    """
    try:
        return json.loads(text, parse_float=_refused, parse_constant=_no_constant, object_pairs_hook=_no_repeats)
    except json.JSONDecodeError as mistake:
        raise InputError.at(
            "", f"This is not JSON: {mistake.msg}, line {mistake.lineno}, column {mistake.colno}."
        ) from None
    except RecursionError:
        raise InputError.at("", "This JSON is nested too deep.") from None
    except ValueError as mistake:
        raise InputError.at("", f"This JSON cannot be used: {str(mistake).removesuffix('.')}.") from None


def read_toml(text: str) -> dict[str, Any]:
    """Read TOML. Its dates become ``date``.

    Raises:
        InputError: where the text is not TOML or nests too deep.
    """
    try:
        return tomllib.loads(text, parse_float=_refused)
    except RecursionError:
        raise InputError.at("", "This TOML is nested too deep.") from None
    except ValueError as mistake:
        raise InputError.at("", f"This is neither TOML nor JSON: {mistake}.") from None


def _refused(_number: str) -> None:
    """What stands for a number with decimals."""


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number.")


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {next(key for key in keys if keys.count(key) > 1)!r} is given twice.")
    return table
