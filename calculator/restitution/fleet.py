"""Answer questions on many machines: the same text-to-text function on Dask. Needs the extra ``restitution[dask]``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from dask.bag import read_text

from restitution.protocol import handle

_BLOCK = "16MiB"


def answer_files(sources: str | Sequence[str], destination: str) -> list[str]:
    """Answer files of JSON Lines on the active Dask client, if any, or else in this process's own scheduler.

    Args:
        sources: paths or URLs of files as ``dask.bag.read_text`` accepts them, with one protocol request per line.
        destination: a path with a ``*``, such as ``answers/*.jsonl``: one file per block, in order.

    Returns:
        The paths of the files written, in the order of the questions.
    """
    requests = read_text(sources, blocksize=_BLOCK)  # type: ignore[no-untyped-call]  # the library has no types
    return cast("list[str]", requests.map(handle).to_textfiles(destination))
