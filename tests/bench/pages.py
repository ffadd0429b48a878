"""The pages that are measured, and how a browser is started for them."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from playwright.sync_api import BrowserContext, Page, Playwright
from tests.browsers import LAUNCH_ARGS, find_chromium

from sitebuild.paths import BUILT_SITE

TIMEOUT_MS = 180_000

# One page of each kind, by what its kind is called.
KINDS = {
    "start": "",
    "learn": "learn/how-an-award-is-worked-out/",
    "case": "cases/sainz-2016/",
    "estimate": "estimate/",
    "ledger": "ledger/",
    "reference": "reference/statutes/",
}

# The field and the figure of the first page's example that the measures change and watch.
FIELD = "victim[0].ordered_defendants"
FIGURE = "A.1.order"

# The common beginning of every script below.
EXAMPLE = f"""
  const example = document.querySelector("worked-example");
  const output = example.querySelector("[data-slot=form] output[name='{FIGURE}']");
  const box = example.querySelector("input[name='{FIELD}']");
"""


@dataclass(frozen=True)
class Bench:
    """Resources of every measure: the browser's driver and a working folder."""

    playwright: Playwright
    folder: Path

    def browser_path(self) -> Path:
        """Return the path of the browser's executable."""
        return find_chromium() or Path(self.playwright.chromium.executable_path)

    @contextlib.contextmanager
    def profile(self, *flags: str, **options: Any) -> Iterator[BrowserContext]:
        """Yield a browser with a new profile, on disk as a reader's is."""
        with tempfile.TemporaryDirectory(dir=self.folder, ignore_cleanup_errors=True) as profile:
            context = self.playwright.chromium.launch_persistent_context(
                profile, executable_path=self.browser_path(), args=[*LAUNCH_ARGS, *flags], **options
            )
            context.set_default_timeout(TIMEOUT_MS)
            try:
                yield context
            finally:
                context.close()


def engine_ready(page: Page) -> None:
    """Wait until the engine of a page is ready."""
    page.locator('html[data-engine="ready"]').wait_for(state="attached", timeout=TIMEOUT_MS)


def definition() -> dict[str, Any]:
    """Return the example of the first page, as embedded in the page."""
    page = BeautifulSoup((BUILT_SITE / "index.html").read_bytes(), "html.parser")
    element = page.find("worked-example")
    assert element is not None
    found: dict[str, Any] = json.loads(str(element["data-example"]))
    return found


def question(example: dict[str, Any], people: int) -> str:
    """Return the request that the page sends when a reader types a number."""
    params = {"example": example, "values": {FIELD: str(people)}, "edits": []}
    return json.dumps({"id": 1, "method": "example", "params": params, "format": "html", "base": "/"})
