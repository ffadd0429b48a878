"""Fuzz one target under atheris: `python -m tests.fuzz.under_atheris NAME [options and folders of libFuzzer]`.

Run by `make fuzz`, in a separate process for each target. JSON input is mostly changed as the tables that it
contains, so that it stays JSON; everything else is changed by libFuzzer.
"""

from __future__ import annotations

import json
import random
import shlex
import sys

import atheris

# Imports inside this block are instrumented: which lines run, and what they compare.
with atheris.instrument_imports(include=["restitution", "sitebuild", "tomllib"]):
    from tests.fuzz.material import AMOUNTS, DAYS, DICTIONARY, ODD, RATES, SECTIONS, spoilt
    from tests.fuzz.targets import TARGETS

ITS_OWN_WAY = 0.3
"""The share of JSON input that libFuzzer still changes as bytes."""


def mutated(data: bytes, most: int, seed: int) -> bytes:
    """Return the input changed in some way, cut to a maximum length."""
    chance = random.Random(seed)
    if chance.random() < ITS_OWN_WAY:
        return bytes(atheris.Mutate(data, most))
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    # A batch has a document on each line; a file has its command on the first line.
    for start, end in ((0, len(lines)), (1, len(lines)), (at, at + 1)):
        try:
            document = json.loads(b"\n".join(lines[start:end]))
        except ValueError:
            continue
        changed = json.dumps(spoilt(document, chance, lambda: _fresh(chance))).encode()
        whole = b"\n".join([*lines[:start], changed, *lines[end:]])
        return whole if len(whole) <= most else bytes(atheris.Mutate(data, most))
    return bytes(atheris.Mutate(data, most))


def _fresh(chance: random.Random) -> object:
    return chance.choice(chance.choice([DICTIONARY, DAYS, AMOUNTS, RATES, SECTIONS, ODD, [chance.randint(-2, 200)]]))


def main() -> None:
    """Hand the target to libFuzzer, which ends the process itself."""
    name, *options = sys.argv[1:]
    # libFuzzer restarts the first argument, through a shell, when it merges.
    again = shlex.join([sys.executable, "-m", "tests.fuzz.under_atheris", name])
    atheris.Setup([again, *options], TARGETS[name], custom_mutator=mutated)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
