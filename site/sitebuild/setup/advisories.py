"""Ask the advisory services whether a locked package has a known weakness: `make audit`.

A service that cannot be reached is said loudly and is no failure: then nothing is known, neither good nor bad. What a
service answers is judged strictly: a tool that says "no known weakness" about packages it could not look up has found
out nothing, and a package that alone is unknown to the service is a fault.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sitebuild.paths import BUILD, ROOT
from sitebuild.setup.bootstrap import environment_apart, node, tool_environment
from sitebuild.setup.locks import BENCH_LOCK, NPM_LOCK, PYTHON_LOCKS

AUDIT_LOCK = ROOT / "requirements-audit.txt"

# How the tools say that there was no way to the service. The first are names of exceptions of Python's requests.
_NO_WAY = re.compile(
    r"(ConnectionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|Could not connect|not redirecting properly"
    r"|failed, reason: ).*"
)

# Answers of a registry that has no advisory service, or none just now.
_NO_SERVICE = {404, 405, 500, 501, 502, 503, 504}


class AuditError(Exception):
    """A locked package has a known weakness, or it cannot be told; the message says in which lock file."""


class Verdict(StrEnum):
    """What is known after a service was asked."""

    CLEAN = "no known weakness"
    FINDINGS = "KNOWN WEAKNESSES"
    UNREACHABLE = "SKIPPED"
    FAILED = "FAILED"


@dataclass(frozen=True)
class Outcome:
    """A verdict with what it rests on."""

    verdict: Verdict
    detail: str


def judge_pip_audit(code: int, output: str, errors: str) -> Outcome:
    """Judge a run of pip-audit by its exit code, its report in JSON, and what it printed beside that."""
    report = _json(output)
    packages = report.get("dependencies")
    if not packages:
        return _without_report(errors or output)
    found = [
        f"{one['name']} {one['version']}: {', '.join(weakness['id'] for weakness in one['vulns'])}"
        for one in packages
        if one.get("vulns")
    ]
    skipped = [f"{one['name']}: {one['skip_reason']}" for one in packages if "skip_reason" in one]
    if found:
        return Outcome(Verdict.FINDINGS, "\n".join(found + skipped))
    if len(skipped) == len(packages):
        return Outcome(Verdict.UNREACHABLE, f"the service knew none of {len(packages)} packages; {skipped[0]}")
    if skipped:
        return Outcome(Verdict.FAILED, "not looked up: " + "; ".join(skipped))
    if code != 0:
        return Outcome(Verdict.FAILED, errors.strip() or f"exit code {code}")
    return Outcome(Verdict.CLEAN, f"{len(packages)} packages")


def judge_npm_audit(code: int, output: str, errors: str) -> Outcome:
    """Judge a run of `npm audit --json`."""
    report = _json(output)
    if "auditReportVersion" not in report:
        if report.get("statusCode") in _NO_SERVICE:
            return Outcome(Verdict.UNREACHABLE, str(report.get("message")))
        return _without_report(str(report.get("message") or errors or output))
    found = report["vulnerabilities"]
    if found:
        return Outcome(Verdict.FINDINGS, "\n".join(f"{name}: {one['severity']}" for name, one in found.items()))
    if code != 0:
        return Outcome(Verdict.FAILED, errors.strip() or f"exit code {code}")
    return Outcome(Verdict.CLEAN, f"{report['metadata']['dependencies']['total']} packages")


def _json(output: str) -> dict[str, Any]:
    try:
        found = json.loads(output)
    except json.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _without_report(said: str) -> Outcome:
    """There is no report: either there was no way to the service, or something is wrong here."""
    no_way = list(_NO_WAY.finditer(said))
    if no_way:
        return Outcome(Verdict.UNREACHABLE, no_way[-1][0][:300])
    return Outcome(Verdict.FAILED, said.strip()[-2000:] or "no report and no word why")


def faults(outcomes: Mapping[str, Outcome]) -> list[str]:
    """What fails the audit: everything but a clean answer and a service that could not be reached."""
    borne = (Verdict.CLEAN, Verdict.UNREACHABLE)
    return [f"{subject}: {one.verdict}" for subject, one in outcomes.items() if one.verdict not in borne]


def told(subject: str, outcome: Outcome) -> str:
    """An outcome as it is printed."""
    line = f"{subject}: {outcome.verdict}: {outcome.detail}"
    if outcome.verdict is Verdict.UNREACHABLE:
        return (
            f"{'!' * 100}\n{line}\nNothing is known about it. Run `make audit` where the service answers.\n{'!' * 100}"
        )
    return line


def audit() -> None:
    """Ask about every lock file and print what came of it.

    Raises:
        AuditError: for a known weakness, or an answer that cannot be read.
    """
    pip_audit = environment_apart(BUILD / "audit", AUDIT_LOCK) / "bin" / "pip-audit"
    outcomes = {path.name: judge_pip_audit(*_run(_of_python(pip_audit, path))) for path in PYTHON_LOCKS}
    for lock in (NPM_LOCK, BENCH_LOCK):
        npm = (node().with_name("npm"), "audit", "--json", "--include=dev", "--prefix", lock.parent)
        outcomes[lock.relative_to(ROOT).as_posix()] = judge_npm_audit(*_run(npm))
    for subject, outcome in outcomes.items():
        print(told(subject, outcome))
    if found := faults(outcomes):
        raise AuditError("\n".join(found))


def _of_python(pip_audit: Path, lock: Path) -> tuple[str | Path, ...]:
    # Everything is in the lock, so pip has nothing to resolve; it would install the packages to look at them.
    as_locked = ("--requirement", lock, "--require-hashes", "--disable-pip")
    return (pip_audit, *as_locked, "--format", "json", "--progress-spinner", "off")


def _run(command: Iterable[str | Path]) -> tuple[int, str, str]:
    done = subprocess.run(list(command), cwd=ROOT, env=tool_environment(), check=False, text=True, capture_output=True)
    return done.returncode, done.stdout, done.stderr
