"""The build's command: `python -m sitebuild stage | build | serve | chromium | browsers | audit | release`."""

from __future__ import annotations

import argparse
import subprocess
import sys

from sitebuild.advisories import AuditError, audit
from sitebuild.bootstrap import SetupError
from sitebuild.browsers import NoBrowserError, find_chromium, provide_others
from sitebuild.build import build
from sitebuild.finish import FinishError
from sitebuild.release import release
from sitebuild.seal import SealError
from sitebuild.serve import serve
from sitebuild.shipped import ShippedError
from sitebuild.stage import stage


def main() -> int:
    """Run one step; the exit code says whether it worked."""
    parser = argparse.ArgumentParser(prog="python -m sitebuild", description="Build and show the guide.")
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    steps.add_parser("stage", help="fill site/assets with the runtime, the fonts and the vendored script")
    steps.add_parser("build", help="stage, then build the guide in build/site")
    steps.add_parser("serve", help="build, then serve the guide on this machine")
    steps.add_parser("audit", help="ask whether a locked package has a known weakness")
    steps.add_parser("chromium", help="find a Chromium for the tests and the pictures, or install one")
    steps.add_parser("browsers", help="the same, and Firefox and WebKit where they can be had")
    steps.add_parser("release", help="pack the built guide's files for hosts, and all of it as one zip file")
    step = parser.parse_args().step
    try:
        _STEPS[step]()
    except subprocess.CalledProcessError as error:
        # The command that failed has printed why.
        return error.returncode
    except (AuditError, FinishError, NoBrowserError, SealError, SetupError, ShippedError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _serve() -> None:
    build()
    serve()


def _chromium() -> None:
    print(f"Chromium: {find_chromium() or "Playwright's own"}")


def _browsers() -> None:
    _chromium()
    for title, outcome in provide_others().items():
        print(f"{title}: {outcome}")


def _release() -> None:
    print(release())


_STEPS = {
    "stage": stage,
    "build": build,
    "serve": _serve,
    "chromium": _chromium,
    "browsers": _browsers,
    "audit": audit,
    "release": _release,
}


if __name__ == "__main__":
    sys.exit(main())
