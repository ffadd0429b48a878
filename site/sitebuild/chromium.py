"""Find a Chromium for the tests and the screenshots, or install one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

LAUNCH_ARGS = (
    # It starts as root, in a container and without a graphics card.
    "--no-sandbox",
    "--disable-gpu",
    # It asks nothing at the start and makes no request of its own: all that a test sees is the site's.
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)

VARIABLE = "RESTITUTION_CHROMIUM"
_COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_DOWNLOAD_SECONDS = 600
_APT_SECONDS = 900


class NoChromiumError(Exception):
    """There is no Chromium here and none could be installed."""


@cache
def find_chromium() -> Path | None:
    """The browser to start; None stands for Playwright's own, which Playwright finds by itself.

    Looked for in this order: the environment variable RESTITUTION_CHROMIUM, Playwright's own, one installed
    on the system; then Playwright's is fetched; then, on Debian and Ubuntu, the system's is installed.

    Raises:
        NoChromiumError: if none of these gives a browser that starts.
    """
    named = os.environ.get(VARIABLE)
    if named:
        if not _starts(Path(named)):
            raise NoChromiumError(f"{VARIABLE} names {named}, which does not start")
        return Path(named)

    if _starts(_playwrights_own()):
        return None
    system = _on_system()
    if system is not None:
        return system

    print("No Chromium here yet: installing one", file=sys.stderr, flush=True)
    _attempt([sys.executable, "-m", "playwright", "install", "chromium"], _DOWNLOAD_SECONDS)
    # A browser that was fetched may still lack the system's libraries, so it has to show that it starts.
    if _starts(_playwrights_own()):
        return None
    _install_with_apt()
    system = _on_system()
    if system is not None:
        return system
    raise NoChromiumError(
        "no Chromium could be found or installed; install Chromium or Google Chrome, "
        f"or name one in the environment variable {VARIABLE}"
    )


def _playwrights_own() -> Path | None:
    """Where Playwright would put its own browser.

    Asked in a process apart, because a caller may already be running Playwright, which cannot start twice.
    """
    question = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright:\n"
        "    print(playwright.chromium.executable_path)\n"
    )
    done = subprocess.run([sys.executable, "-c", question], check=True, capture_output=True, text=True)
    path = Path(done.stdout.strip())
    return path if path.exists() else None


def _on_system() -> Path | None:
    found = (shutil.which(command) for command in _COMMANDS)
    return next((Path(path) for path in found if path and _starts(Path(path))), None)


def _starts(browser: Path | None) -> bool:
    """Tell whether a browser's program runs at all: it may be missing, or lack libraries."""
    return browser is not None and _attempt([browser, "--version"], seconds=60)


def _install_with_apt() -> None:
    """Install the system's Chromium where that needs no password."""
    if shutil.which("apt-get") is None:
        return
    as_root: list[str] = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if as_root and not _attempt([*as_root, "true"], seconds=10):
        return
    quietly = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", "--yes"]
    if _attempt([*as_root, *quietly, "update"], _APT_SECONDS):
        _attempt([*as_root, *quietly, "install", "--no-install-recommends", "chromium"], _APT_SECONDS)


def _attempt(command: Sequence[str | Path], seconds: float) -> bool:
    """Run a command that is allowed to fail; its output matters only then."""
    try:
        done = subprocess.run(
            command,
            check=False,
            timeout=seconds,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"  {command[0]}: {error}", file=sys.stderr)
        return False
    if done.returncode != 0:
        last_line = done.stdout.strip().rpartition("\n")[2]
        print(f"  {' '.join(map(str, command))}: {last_line}", file=sys.stderr)
    return done.returncode == 0
