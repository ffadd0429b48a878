"""Output of the bench."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence

from tests.bench.verdict import Bar, Finding, Verdict, number

_SMALL = 1_000


def say(text: str) -> None:
    """Print progress, besides the tables."""
    print(text, file=sys.stderr, flush=True)


def show_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()) -> None:
    """Print a table; columns of numbers are right-aligned."""
    widths = [max(len(line[i]) for line in (heads, *rows)) for i in range(len(heads))]

    def aligned(cells: Sequence[str]) -> str:
        placed = (
            cell.rjust(width) if i in numbers else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return "  ".join(placed).rstrip()

    print(title)
    print(aligned(heads))
    print("  ".join("-" * width for width in widths))
    for row in rows:
        print(aligned(row))
    print(flush=True)


def show_files(title: str, sizes: Mapping[str, int]) -> None:
    """Print bytes by file, the largest first; the small ones in one line."""
    rows = [(name, f"{size:,}") for name, size in sorted(sizes.items(), key=lambda file: -file[1]) if size >= _SMALL]
    small = [size for size in sizes.values() if size < _SMALL]
    rows += [(f"{len(small)} smaller ones", f"{sum(small):,}"), ("total", f"{sum(sizes.values()):,}")]
    show_table(title, ["file", "bytes"], rows, numbers=[1])


def show_verdicts(judged: Iterable[tuple[Bar, Finding | None, Verdict]]) -> None:
    """Print one row for each bar, and below the rows how each was measured and why one is missed."""
    rows, notes = [], []
    for bar, finding, verdict in judged:
        found = "-" if finding is None else f"{number(finding.value)} {bar.unit}"
        aim = "" if bar.aim is None else number(bar.aim)
        rows.append([bar.measure, bar.says, found, bar.limit(), aim, verdict.value])
        if finding and finding.note:
            notes.append(f"  {bar.measure}: {finding.note}")
        if verdict is Verdict.EXCUSED:
            notes.append(f"  {bar.measure}, why it is missed: {bar.reason}")
    show_table("Bars", ["measure", "what", "found", "bar", "aim", "verdict"], rows, numbers=[2])
    print("\n".join(notes), flush=True)
