"""How a reader checks a paper: the law, the version, the hash of the inputs, and how to work it out again."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from restitution.casefile import Document, write_file
from restitution.law import LAW
from restitution.papers.content.wording import paragraph, typed
from restitution.papers.paper import Block, Facts, Heading, Run, Style
from restitution.render.words import NOTICE
from restitution.version import VERSION

FILE = "restitution-case.json"
"""The name under which the page saves a case."""


def law_as_of() -> str:
    """Return the last public law that the text of §2259 read includes."""
    return LAW.authorities["18-usc-2259"].as_of


def hash_of(document: Document) -> str:
    """Return the SHA-256 of the inputs: of the file in which the case is saved."""
    return sha256(write_file(document).encode()).hexdigest()


def check(document: Document, command: str) -> Iterator[Block]:
    """Yield what a reader needs to check the paper.

    Args:
        command: what the command line is given after the name of the program, such as ``case restitution-case.json``.
    """
    yield Heading("How to check this paper")
    yield Facts(
        (
            ("Law as of", typed(law_as_of())),
            ("Program", typed(f"restitution {VERSION}")),
            ("SHA-256 of the case file", (Run(hash_of(document), small=True),)),
        )
    )
    yield paragraph(
        f"Open the case file ({FILE}) in the program, or save the case again: its SHA-256 must be the one above. Then "
        f"work it out again, in the page or with the command “restitution {command}”: every figure must be the same. "
        "Where this paper says “our”, it means the authors of the program."
    )


def notice() -> Block:
    """Return the notice that every paper ends with."""
    return paragraph(NOTICE, style=Style.NOTICE)
