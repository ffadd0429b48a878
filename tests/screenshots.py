"""Take pictures of the built guide, to look at: `make screenshots`.

They go to build/screenshots, one for each page, size and theme, and one of the first worked example to
site/readme.png, which the README shows.
"""

from __future__ import annotations

import shutil
from itertools import product
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright
from tests.browsers import LAUNCH_ARGS, find_chromium

from sitebuild.paths import BUILT_SITE, ROOT
from sitebuild.serve import serving

FOLDER = ROOT / "build" / "screenshots"
README_PICTURE = ROOT / "site" / "readme.png"

PAGES = {
    "home": "",
    "learn": "learn/how-an-award-is-worked-out/",
    "estimate": "estimate/",
    "sources": "sources/",
    "parameters": "reference/parameters/",
    "commands": "reference/commands/",
    "python": "reference/python/",
}
SIZES = {"phone": (390, 844), "narrow": (320, 640), "desktop": (1280, 900)}
TOUCHED = ("phone", "narrow")
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

START_MILLISECONDS = 60_000
WHOLE_SIZE = (1120, 1600)  # high enough for the example without scrolling under the header


def main() -> None:
    """Take them all."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with serving(BUILT_SITE) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=LAUNCH_ARGS)
        for size, theme in product(SIZES, THEMES):
            _take_pages(browser, site, size, theme)
        _take_readme_picture(browser, site)
        browser.close()
    print(f"{len(list(FOLDER.iterdir()))} pictures in {FOLDER.relative_to(ROOT)}")


def _take_pages(browser: Browser, site: str, size: str, theme: Literal["light", "dark"]) -> None:
    width, height = SIZES[size]
    touched = size in TOUCHED
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,
        reduced_motion="reduce",
        has_touch=touched,
        is_mobile=touched,
    )
    page = context.new_page()
    for name, path in PAGES.items():
        _open(page, site + path)
        page.screenshot(path=FOLDER / f"{name}-{size}-{theme}.png")
    context.close()


def _take_readme_picture(browser: Browser, site: str) -> None:
    width, height = WHOLE_SIZE
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="light", reduced_motion="reduce"
    )
    page = context.new_page()
    _open(page, site)
    page.locator("worked-example").first.screenshot(path=README_PICTURE)
    context.close()


def _open(page: Page, address: str) -> None:
    """Open a page and wait until nothing on it will change by itself."""
    page.goto(address)
    example = page.locator("worked-example").first
    if example.count():
        example.scroll_into_view_if_needed()  # the calculator starts when an example comes near
        page.wait_for_selector("html[data-engine=ready]", state="attached", timeout=START_MILLISECONDS)
        page.evaluate("scrollTo(0, 0)")
    page.evaluate("document.fonts.ready")


if __name__ == "__main__":
    main()
