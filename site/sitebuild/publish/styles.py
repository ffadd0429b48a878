"""The style sheet: written in one file for each topic, published as one so that a page waits for one request."""

from __future__ import annotations

from pathlib import Path

from sitebuild.paths import ROOT

STYLES = ROOT / "site" / "styles"

NAME = "restitution/style.css"

# In the order of the cascade: of two rules with the same specificity, the later one wins.
PARTS = (
    "theme",
    "page",
    "reading",
    "example",
    "worksheet",
    "answer",
    "desk-answer",
    "desk-table",
    "desk",
    "paper",
    "print",
)


def write_styles(site: Path) -> str:
    """Join the parts into the style sheet of a site; gives its place there."""
    parts = [(STYLES / f"{part}.css").read_text(encoding="utf-8") for part in PARTS]
    (site / NAME).parent.mkdir(exist_ok=True)
    (site / NAME).write_text("\n".join(parts), encoding="utf-8")
    return NAME
