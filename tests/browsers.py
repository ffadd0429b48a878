"""Find the browsers for the tests and the screenshots, or install them: `python -m tests.browsers [all]`.

Chromium has to be there. Firefox and WebKit are used where they can be had: a machine without them is told so, and
goes on.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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


class NoBrowserError(Exception):
    """A browser is not here, and the message says what would bring it."""


@dataclass(frozen=True)
class Other:
    """A browser beside Chromium: how it is called, and what the system calls its parts."""

    title: str
    """For people."""
    name: str
    """For Playwright."""
    variable: str
    """The environment variable that may name the program."""
    commands: tuple[str, ...]
    """The system's programs that the tests can drive it by, the best first."""
    answers: str
    """The option to which the program answers without opening a window."""
    needs: tuple[str, ...]
    """What else of the system's it cannot run without."""
    packages: tuple[str, ...]
    """What brings all of it on Debian."""


FIREFOX = Other(
    title="Firefox",
    name="firefox",
    variable="RESTITUTION_FIREFOX",
    commands=("firefox-esr", "firefox"),
    answers="--version",
    needs=(),
    packages=("firefox-esr",),
)
WEBKIT = Other(
    title="WebKit",
    name="webkit",
    variable="RESTITUTION_WEBKIT",
    commands=("WebKitWebDriver",),
    answers="--help",
    # It has no way of running without a screen, so it gets one that nobody sees.
    needs=("Xvfb",),
    packages=("webkit2gtk-driver", "xvfb"),
)
OTHERS = (FIREFOX, WEBKIT)


@dataclass(frozen=True)
class Found:
    """A browser beside Chromium that starts."""

    program: Path
    playwrights_own: bool
    """Playwright drives its own builds alone; the system's are driven in another way."""


@cache
def find_chromium() -> Path | None:
    """The browser to start; None stands for Playwright's own, which Playwright finds by itself.

    Looked for in this order: the environment variable RESTITUTION_CHROMIUM, Playwright's own, one installed
    on the system; then Playwright's is fetched; then, on Debian and Ubuntu, the system's is installed.

    Raises:
        NoBrowserError: if none of these gives a browser that starts.
    """
    named = _named(VARIABLE)
    if named is not None:
        return named

    if _starts(_playwrights_own("chromium")):
        return None
    system = _on_system(_COMMANDS)
    if system is not None:
        return system

    print("No Chromium here yet: installing one", file=sys.stderr, flush=True)
    _attempt([sys.executable, "-m", "playwright", "install", "chromium"], _DOWNLOAD_SECONDS)
    # A browser that was fetched may still lack the system's libraries, so it has to show that it starts.
    if _starts(_playwrights_own("chromium")):
        return None
    _install_with_apt(["chromium"], as_root=_as_root())
    system = _on_system(_COMMANDS)
    if system is not None:
        return system
    raise NoBrowserError(
        "no Chromium could be found or installed; install Chromium or Google Chrome, "
        f"or name one in the environment variable {VARIABLE}"
    )


def find_other(other: Other) -> Found:
    """Another browser that starts: the one that its variable names, Playwright's own, or the system's.

    Raises:
        NoBrowserError: if there is none. Nothing is installed here: `provide_others` does that.
    """
    named = _named(other.variable, other.answers)
    own = _playwrights_own(other.name)
    if named is None and own is not None and _starts(own):
        return Found(own, playwrights_own=True)
    program = named or _on_system(other.commands, other.answers)
    if program is not None and all(map(shutil.which, other.needs)):
        return Found(program, playwrights_own=False)
    raise NoBrowserError(
        f"there is no {other.title} here: on Debian install {' and '.join(other.packages)}, elsewhere run "
        f"`{Path(sys.executable).name} -m playwright install {other.name}`, "
        f"or name one in the environment variable {other.variable}"
    )


def provide_others() -> dict[str, str]:
    """Install the other browsers that are missing, where that can be done; say what came of it, by title.

    They are large, and the tests do without them: only root, who needs to ask nobody, gets them unasked.
    """
    missing = [other for other in OTHERS if not (os.environ.get(other.variable) or _is_here(other))]
    if missing and os.geteuid() == 0:
        titles = " and no ".join(other.title for other in missing)
        print(f"No {titles} here yet: installing", file=sys.stderr, flush=True)
        _install_with_apt([package for other in missing for package in other.packages], as_root=[])
    return {other.title: _outcome(other) for other in OTHERS}


def _is_here(other: Other) -> bool:
    try:
        find_other(other)
    except NoBrowserError:
        return False
    return True


def _outcome(other: Other) -> str:
    try:
        return str(find_other(other).program)
    except NoBrowserError as error:
        return f"LEFT OUT, so its tests are skipped: {error}"


def _named(variable: str, answers: str = "--version") -> Path | None:
    """The program that an environment variable names, if it names one."""
    named = os.environ.get(variable)
    if not named:
        return None
    if not _starts(Path(named), answers):
        raise NoBrowserError(f"{variable} names {named}, which does not start")
    return Path(named)


def _playwrights_own(name: str) -> Path | None:
    """Where Playwright has put its own browser, if it has."""
    path = _playwrights_paths()[name]
    return path if path.exists() else None


@cache
def _playwrights_paths() -> dict[str, Path]:
    """Where Playwright would put its own browsers.

    Asked in a process apart, because a caller may already be running Playwright, which cannot start twice.
    """
    question = (
        "import json\n"
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright:\n"
        "    kinds = playwright.chromium, playwright.firefox, playwright.webkit\n"
        "    print(json.dumps({kind.name: kind.executable_path for kind in kinds}))\n"
    )
    done = subprocess.run([sys.executable, "-c", question], check=True, capture_output=True, text=True)
    return {name: Path(path) for name, path in json.loads(done.stdout).items()}


def _on_system(commands: Iterable[str], answers: str = "--version") -> Path | None:
    found = (shutil.which(command) for command in commands)
    return next((Path(path) for path in found if path and _starts(Path(path), answers)), None)


def _starts(browser: Path | None, answers: str = "--version") -> bool:
    """Tell whether a browser's program runs at all: it may be missing, or lack libraries."""
    return browser is not None and _attempt([browser, answers], seconds=60)


def _as_root() -> list[str] | None:
    """What to put before a command so that it runs as root and asks for no password; None where nothing does."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "--non-interactive"]
    return sudo if _attempt([*sudo, "true"], seconds=10) else None


def _install_with_apt(packages: Sequence[str], as_root: Sequence[str] | None) -> None:
    """Install what Debian or Ubuntu has of some packages; one that is unknown there does not keep the rest out."""
    if as_root is None or shutil.which("apt-get") is None:
        return
    quietly = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", "--yes"]
    if not _attempt([*as_root, *quietly, "update"], _APT_SECONDS):
        return
    known = [package for package in packages if _attempt(["apt-cache", "show", package], seconds=60)]
    if known:
        _attempt([*as_root, *quietly, "install", "--no-install-recommends", *known], _APT_SECONDS)


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


def main() -> int:
    """Find or install Chromium, and with `all` Firefox and WebKit too; 1 if there is no Chromium."""
    parser = argparse.ArgumentParser(prog="python -m tests.browsers", description=main.__doc__)
    parser.add_argument("which", nargs="?", choices=["chromium", "all"], default="chromium")
    options = parser.parse_args()
    try:
        print(f"Chromium: {find_chromium() or "Playwright's own"}")
    except NoBrowserError as error:
        print(error, file=sys.stderr)
        return 1
    if options.which == "all":
        for title, outcome in provide_others().items():
            print(f"{title}: {outcome}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
