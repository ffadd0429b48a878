"""The table of decisions on the page "How it is built" is the index of their records."""

from __future__ import annotations

import re
from datetime import date

from sitebuild.paths import CONTENT

PAGE = (CONTENT / "reference" / "how-it-is-built.md").read_text(encoding="utf-8")

ROW = re.compile(r"^\| (\S+) \| \[(.+)\]\(#.+\) \| (.+) \|$", re.MULTILINE)
RECORD = re.compile(r"^### (.+)\n\n(?:\*(\S+)\.\* \S)?", re.MULTILINE)


def test_every_record_is_in_the_index_with_its_date() -> None:
    """One row for each record, in their order, under the heading of its area. The build finds a link that is dead."""
    _, *areas = re.split(r"^## (.+)\n", PAGE[PAGE.index("## Decisions\n") :], flags=re.MULTILINE)
    records = [
        (record[2], record[1], area)
        for area, text in zip(areas[::2], areas[1::2], strict=True)
        for record in RECORD.finditer(text)
    ]
    assert records
    assert ROW.findall(PAGE) == records
    assert all(date.fromisoformat(day) for day, _, _ in records)
