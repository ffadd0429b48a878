"""The build's command: `python -m sitebuild stage | build | serve | watch | audit | release`."""

from __future__ import annotations

import argparse
import sys

from sitebuild.build import attempt, build
from sitebuild.publish.release import release
from sitebuild.serve import serve
from sitebuild.setup.advisories import audit
from sitebuild.setup.stage import stage
from sitebuild.watch import watch


def main() -> int:
    """Run one step; the exit code says whether it worked."""
    parser = argparse.ArgumentParser(prog="python -m sitebuild", description="Build and show the guide.")
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    steps.add_parser("stage", help="fill site/assets with the runtime, the fonts and the vendored script")
    steps.add_parser("build", help="stage, then build the guide in build/site")
    steps.add_parser("serve", help="build, then serve the guide on this machine")
    steps.add_parser("watch", help="build and serve the guide, and follow every change to its sources")
    steps.add_parser("audit", help="ask whether a locked package has a known weakness")
    steps.add_parser("release", help="pack the built guide's files for hosts, and all of it as one zip file")
    return attempt(_STEPS[parser.parse_args().step])


def _serve() -> None:
    build()
    serve()


def _release() -> None:
    print(release())


_STEPS = {
    "stage": stage,
    "build": build,
    "serve": _serve,
    "watch": watch,
    "audit": audit,
    "release": _release,
}


if __name__ == "__main__":
    sys.exit(main())
