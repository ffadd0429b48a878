"""Many questions on many machines: the same text-to-text function on Dask. Needs the extra ``restitution[dask]``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from dask.bag import read_text

from restitution.protocol import handle

_BLOCK = "16MiB"


def answer_files(sources: str | Sequence[str], destination: str) -> list[str]:
    """Answer files of JSON Lines on whatever Dask client is active, else in this process's own scheduler.

    Args:
        sources: paths or addresses of files as ``dask.bag.read_text`` takes them, one request of the protocol a line.
        destination: a path with a ``*``, such as ``answers/*.jsonl``: one file for each block, in order.

    Returns:
        The paths of the written files, in the order of the questions.
    """
    requests = read_text(sources, blocksize=_BLOCK)  # type: ignore[no-untyped-call]  # the library has no types
    return cast("list[str]", requests.map(handle).to_textfiles(destination))
