"""Put small faults into the rules, one at a time, and check that a test notices each: `make mutants`, not pytest.

pytest collects the tests once. Then every mutant has a process of its own, forked from that one: there the function
gets the mutant's code, and the tests that reach it run, the quickest first, until one fails. A mutant that no test
notices survives. `survivors.toml` gives the reason for each that may; the run fails on any other, and on a reason whose
mutant is noticed now. `score.toml` has the figures of the last run of each module.

mutmut 3 skips decorated functions, so every rule; cosmic-ray identifies a mutant by its line, writes it into the
working tree and starts Python for each. Hence our own.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Sequence

from tests.mutation.record import SURVIVORS, Key, as_entry, every_mutant, key_of, read_reasons, write_score
from tests.mutation.runner import FAILED, surviving

from sitebuild.paths import BUILD, ROOT

LAST = BUILD / "mutants.json"
"""The survivors of the last run."""


def main() -> int:
    """Run the mutants; 1 where one survives without a reason, or is noticed in spite of one."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="TEXT", help="only modules whose path has one of these in it"
    )
    parser.add_argument("--again", action="store_true", help="only the mutants that survived the run before")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    before = {tuple(key) for key in json.loads(LAST.read_text(encoding="utf-8"))} if options.again else None
    work = [one for one in every_mutant(options.only) if before is None or key_of(one[0], one[2]) in before]
    BUILD.mkdir(exist_ok=True)
    left = surviving(work, options.processes)
    if left is None:
        print(f"mutants: the tests fail without a mutant: see {FAILED}", file=sys.stderr)
        return 1
    survived = [key_of(module, mutant) for module, _, mutant in left]
    LAST.write_text(json.dumps(survived, indent=1, ensure_ascii=False), encoding="utf-8")
    if before is None:
        survivors = Counter(key[0] for key in survived)
        write_score({module: (made, survivors[module]) for module, made in Counter(one[0] for one in work).items()})
    return verdict({key_of(module, mutant) for module, _, mutant in work}, survived)


def verdict(ran: set[Key], survived: Sequence[Key]) -> int:
    """Print the score, and what differs from the record: 1 where something does."""
    reasons = read_reasons()
    unexplained = [key for key in survived if key not in reasons]
    noticed = [key for key in reasons if key in ran and key not in survived]
    print(f"mutants: {len(ran)}, noticed {len(ran) - len(survived)}, survived {len(survived)}")
    if unexplained:
        print(f"\n{len(unexplained)} without a reason in {SURVIVORS.relative_to(ROOT)}: write a test, or the reason.\n")
        print("\n".join(map(as_entry, unexplained)))
    if noticed:
        print(f"\n{len(noticed)} noticed now: remove them from {SURVIVORS.relative_to(ROOT)}.\n")
        print("\n".join(map(as_entry, noticed)))
    return 1 if unexplained or noticed else 0


if __name__ == "__main__":
    sys.exit(main())
