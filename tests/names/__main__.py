"""Search files for names that may never appear: `python -m tests.names [FILE ...]`; by default, all that git tracks.

`python -m tests.names --hash` asks for a name, which it does not show, and prints the line for `names.toml`.
"""

from __future__ import annotations

import argparse
import getpass
import sys

from tests.names.search import Names, faults, tracked


def main() -> int:
    """Print each place; the exit code is 1 if there is one."""
    parser = argparse.ArgumentParser(prog="python -m tests.names", description="Search for names that may not appear.")
    parser.add_argument("files", nargs="*", metavar="FILE", help="what to search; by default every file git tracks")
    parser.add_argument("--hash", action="store_true", help="ask for a name or phrase and print its entry for the list")
    given = parser.parse_args()
    names = Names.read()
    if given.hash:
        words, digest = names.entry(getpass.getpass("Name or phrase (not shown): "))
        print(f'words: {words}  hash: "{digest}"')
        return 0
    found = faults(names, given.files or tracked())
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
