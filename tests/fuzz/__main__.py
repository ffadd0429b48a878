"""Fuzz every target for a while, guided by coverage; run by `make fuzz`, never by pytest.

Each target has its own process and an equal share of the time. Its corpus is kept in `build/fuzz/corpus`, so that
the next run continues from there; `--keep` then puts a minimal set that reaches the same code into `tests/fuzz/corpus`,
where `test_corpus.py` runs it. Input that breaks a promise is written to `build/fuzz/faults`.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.fuzz.material import DICTIONARY
from tests.fuzz.seeds import plant
from tests.fuzz.targets import CORPUS, TARGETS

from sitebuild.paths import BUILD, ROOT
from sitebuild.setup.bootstrap import SetupError, environment_apart

FUZZ = BUILD / "fuzz"
ENVIRONMENT = FUZZ / "environment"
FUZZ_LOCK = ROOT / "requirements-fuzz.txt"
WORDS = FUZZ / "words.dict"

LONGEST = 8192
"""The maximum length of an input, in bytes: more than the digits of any number that Python reads."""
LONGEST_KEPT = 1536
"""The maximum length of an input kept in the project, in bytes."""
SLOWEST = 30
"""The maximum time for one input, in seconds. Longer is a fault."""
MOST_KEPT = {"request": 100}
"""The number of inputs kept for a target; thirty for those not listed."""


def main() -> int:
    """Fuzz, or keep the learned inputs; return 1 if a promise was broken or atheris is not available."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=len(TARGETS), help="of all targets together")
    parser.add_argument("--keep", action="store_true", help="do not fuzz: remake tests/fuzz/corpus")
    options = parser.parse_args()
    try:
        environment_apart(ENVIRONMENT, FUZZ_LOCK)
    except SetupError as error:
        print(f"fuzz: NOTHING WAS FUZZED. atheris has wheels for Linux only, x86-64.\n{error}", file=sys.stderr)
        return 1
    WORDS.write_text("".join(f'"{_escaped(word)}"\n' for word in DICTIONARY), encoding="ascii")
    if options.keep:
        for name in TARGETS:
            keep(name)
        return 0
    seconds = max(1, round(options.minutes * 60 / len(TARGETS)))
    broken = [name for name in TARGETS if not fuzz(name, seconds)]
    if broken:
        print(f"fuzz: a promise was broken: {', '.join(broken)}", file=sys.stderr)
    return 1 if broken else 0


def fuzz(name: str, seconds: int) -> bool:
    """Fuzz one target and return whether every promise was kept."""
    faults = FUZZ / "faults"
    faults.mkdir(exist_ok=True)
    limits = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-timeout={SLOWEST}", f"-dict={WORDS}"]
    told = [f"-artifact_prefix={faults / name}-", "-print_final_stats=1"]
    log = FUZZ / f"{name}.log"
    code = _under_atheris(name, [*limits, *told, _learned(name), CORPUS / name], log)
    said = log.read_text(encoding="utf-8", errors="replace")
    reached = re.findall(r"cov: (\d+) ft: (\d+)", said)[-1:] or [("0", "0")]
    inputs = int((re.findall(r"number_of_executed_units: (\d+)", said) or ["0"])[-1])
    places, ways = map(int, reached[0])
    print(f"{name:10} {inputs:10,} inputs, {places:6,} places reached in {ways:6,} ways", flush=True)
    if code or not inputs:
        lines = [line[:300] for line in said.splitlines() if not re.match(r"#\d|INFO|0x|Base64|MS:", line)]
        print("\n".join(lines[-40:]), file=sys.stderr)
        print(f"fuzz: put the input into tests/fuzz/corpus/{name}/ and mend what test_corpus.py says", file=sys.stderr)
    return code == 0 and inputs > 0


def keep(name: str) -> None:
    """Replace the kept inputs with the fewest that together reach all the code reached so far."""
    with tempfile.TemporaryDirectory() as scratch:
        short, chosen = Path(scratch) / "short", Path(scratch) / "chosen"
        short.mkdir()
        chosen.mkdir()
        for path in (*_learned(name).iterdir(), *(CORPUS / name).iterdir()):
            if path.stat().st_size <= LONGEST_KEPT:
                shutil.copy(path, short)
        control = Path(scratch) / "control"
        merge = ["-merge=1", f"-merge_control_file={control}", f"-max_len={LONGEST_KEPT}"]
        if _under_atheris(name, [*merge, chosen, short], FUZZ / f"{name}-merge.log"):
            raise SystemExit(f"fuzz: libFuzzer could not merge; see {FUZZ / name}-merge.log")
        places = places_in(control.read_text(encoding="utf-8"))
        telling = most_telling(places, MOST_KEPT.get(name, 30))
        shutil.rmtree(CORPUS / name)
        (CORPUS / name).mkdir()
        for path in telling:
            data = path.read_bytes()
            (CORPUS / name / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    most, reached = (len(set[str]().union(*(places[path] for path in some))) for some in (places, telling))
    print(f"{name:10} {len(telling):3} inputs kept, which reach {reached:,} of {most:,} places", flush=True)


def _learned(name: str) -> Path:
    """Return the folder of a target's working corpus."""
    folder = FUZZ / "corpus" / name
    folder.mkdir(parents=True, exist_ok=True)
    plant(name, folder)
    return folder


def places_in(control: str) -> dict[Path, set[str]]:
    """Return the places that each input of a merge reaches, as recorded by libFuzzer."""
    count, _, *lines = control.splitlines()
    reaching = re.findall(r"^COV (\d+) (.*)$", control, re.MULTILINE)
    return {Path(lines[: int(count)][int(at)]): set(found.split()) for at, found in reaching}


def most_telling(places: dict[Path, set[str]], most: int) -> list[Path]:
    """Return the inputs that together reach the most places, up to a limit, which libFuzzer lacks."""
    chosen: list[Path] = []
    reached: set[str] = set()
    while len(chosen) < most:
        best = max(sorted(places), key=lambda path: len(places[path] - reached))
        if places[best] <= reached:
            break
        reached |= places[best]
        chosen.append(best)
    return chosen


def _under_atheris(name: str, options: Sequence[str | Path], log: Path) -> int:
    """Run libFuzzer on a target with its output in a file, and return its exit code."""
    (packages,) = ENVIRONMENT.glob("lib/python*/site-packages")
    path = os.pathsep.join([str(packages), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "tests.fuzz.under_atheris", name, *options]
    with log.open("wb") as said:
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, check=False, stdout=said, stderr=said
        )
    return done.returncode


def _escaped(word: str) -> str:
    """Return a word in the format of libFuzzer's dictionaries."""
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    sys.exit(main())
