"""The changelog keeps the form of Keep a Changelog 1.1.0."""

from __future__ import annotations

import re
from datetime import date

import pytest

from sitebuild.paths import ROOT

KINDS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]
VERSION = re.compile(r"\[(?:Unreleased|\d+\.\d+\.\d+\] - (\d{4}-\d\d-\d\d)$)")


def faults(text: str) -> list[str]:
    """Return what in a changelog is not in the form; empty if all is."""
    found = []
    first, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    if not first.startswith("# Changelog\n"):
        found.append("title")
    if not sections or not sections[0].startswith("[Unreleased]\n"):
        found.append("first section")
    for section in sections:
        head, _, rest = section.partition("\n")
        released = VERSION.match(head)
        if not released or not _is_day(released[1]):
            found.append(head)
        _, *groups = re.split(r"^### ", rest, flags=re.MULTILINE)
        kinds = [group.partition("\n")[0] for group in groups]
        found += [f"{head}: {kind}" for kind in kinds if kind not in KINDS or kinds.count(kind) > 1]
        found += [
            f"{head}: empty {group.split()[0]}" for group in groups if not re.search(r"^- \S", group, re.MULTILINE)
        ]
    return found


def _is_day(text: str | None) -> bool:
    try:
        return text is None or bool(date.fromisoformat(text))
    except ValueError:
        return False


def test_the_changelog_is_in_the_form() -> None:
    """One section for each version, its changes by kind."""
    assert faults((ROOT / "CHANGELOG.md").read_text(encoding="utf-8")) == []


GOOD = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A.\n\n## [0.1.0] - 2026-11-24\n\n### Fixed\n\n- B.\n"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("", "", None),
        ("# Changelog", "# Changes", "title"),
        ("## [Unreleased]\n\n### Added\n\n- A.\n\n", "", "first section"),
        ("[0.1.0] - 2026-11-24", "0.1.0 (2026-11-24)", "0.1.0 (2026-11-24)"),
        ("2026-11-24", "2026-11-31", "[0.1.0] - 2026-11-31"),
        ("### Added", "### New", "[Unreleased]: New"),
        ("- A.\n", "", "[Unreleased]: empty Added"),
        ("- A.\n", "- A.\n\n### Added\n\n- C.\n", "[Unreleased]: Added"),
    ],
)
def test_a_changelog_out_of_form_is_refused(old: str, new: str, fault: str | None) -> None:
    """Each fault alone is found."""
    assert set(faults(GOOD.replace(old, new, 1))) == ({fault} if fault else set())
