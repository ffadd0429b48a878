"""How `make audit` evaluates the answers of the advisory services. The answers are the tools' own, shortened."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sitebuild.setup.advisories import Outcome, Verdict, faults, judge_npm_audit, judge_pip_audit, told

NOT_FOUND = "Dependency not found on PyPI and could not be audited: {name} (1.0)"
WEAKNESS = {"id": "PYSEC-2026-1", "fix_versions": ["2.0"], "aliases": [], "description": "A weakness."}
NO_NAME = (
    "Traceback (most recent call last):\n  ...\n"
    "requests.exceptions.ConnectionError: HTTPSConnectionPool(host='service.example', port=443): Max retries exceeded "
    "(Caused by NameResolutionError(\"Failed to resolve 'service.example'\"))\n"
)
NPM_COUNTS = {"vulnerabilities": {"total": 0}, "dependencies": {"total": 9}}


def package(name: str, *, vulns: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {"name": name, "version": "1.0", "vulns": vulns or []}


def skipped(name: str) -> dict[str, Any]:
    return {"name": name, "skip_reason": NOT_FOUND.format(name=name)}


def report(*packages: dict[str, Any]) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


@pytest.mark.parametrize(
    ("code", "output", "errors", "verdict", "says"),
    [
        pytest.param(
            0,
            report(package("a"), package("b")),
            "No known vulnerabilities found",
            Verdict.CLEAN,
            "2 packages",
            id="clean",
        ),
        pytest.param(
            1,
            report(package("a"), package("b", vulns=[WEAKNESS])),
            "Found 1 known vulnerability in 1 package",
            Verdict.FINDINGS,
            "b 1.0: PYSEC-2026-1",
            id="a weakness",
        ),
        pytest.param(
            1,
            report(skipped("a"), package("b", vulns=[WEAKNESS])),
            "",
            Verdict.FINDINGS,
            "a: Dependency not found",
            id="a weakness beside what was not looked up",
        ),
        pytest.param(
            0,
            report(skipped("a"), skipped("b")),
            "No known vulnerabilities found",
            Verdict.UNREACHABLE,
            "knew none of 2 packages",
            id="a mirror without advisories: the tool says that all is well",
        ),
        pytest.param(
            0,
            report(skipped("a"), package("b")),
            "No known vulnerabilities found",
            Verdict.FAILED,
            "not looked up: a: ",
            id="one package is unknown",
        ),
        pytest.param(1, "", NO_NAME, Verdict.UNREACHABLE, "Failed to resolve 'service.example'", id="no network"),
        pytest.param(
            1, "", "ERROR:pip_audit._cli:Could not connect to PyPI's", Verdict.UNREACHABLE, "Could not", id="no answer"
        ),
        pytest.param(
            1, "", "ERROR: a.txt: no hash for b", Verdict.FAILED, "no hash for b", id="a lock that is no lock"
        ),
        pytest.param(1, report(package("a")), "what", Verdict.FAILED, "what", id="a failure without a weakness"),
        pytest.param(0, report(), "", Verdict.FAILED, "dependencies", id="nothing was looked at"),
        pytest.param(0, "", "", Verdict.FAILED, "no report", id="silence"),
        pytest.param(0, "[]", "", Verdict.FAILED, "[]", id="another form"),
    ],
)
def test_pip_audit(code: int, output: str, errors: str, verdict: Verdict, says: str) -> None:
    outcome = judge_pip_audit(code, output, errors)
    assert outcome.verdict is verdict
    assert says in outcome.detail


@pytest.mark.parametrize(
    ("code", "report", "verdict", "says"),
    [
        pytest.param(
            0,
            {"auditReportVersion": 2, "vulnerabilities": {}, "metadata": NPM_COUNTS},
            Verdict.CLEAN,
            "9 packages",
            id="clean",
        ),
        pytest.param(
            1,
            {"auditReportVersion": 2, "vulnerabilities": {"ws": {"severity": "high"}}, "metadata": NPM_COUNTS},
            Verdict.FINDINGS,
            "ws: high",
            id="a weakness",
        ),
        pytest.param(
            0,
            {"auditReportVersion": 2, "vulnerabilities": {"ws": {"severity": "low"}}, "metadata": NPM_COUNTS},
            Verdict.FINDINGS,
            "ws: low",
            id="a weakness that npm's settings let pass",
        ),
        pytest.param(
            1,
            {"message": "405 Method Not Allowed - POST https://r/advisories/bulk", "statusCode": 405, "error": {}},
            Verdict.UNREACHABLE,
            "405 Method Not Allowed",
            id="a mirror without advisories",
        ),
        pytest.param(
            1,
            {"message": "request to https://r/bulk failed, reason: connect ECONNREFUSED", "error": {}},
            Verdict.UNREACHABLE,
            "ECONNREFUSED",
            id="no network",
        ),
        pytest.param(
            1, {"message": "400 Bad Request - POST", "statusCode": 400}, Verdict.FAILED, "400", id="a refusal"
        ),
        pytest.param(
            1,
            {"error": {"code": "ENOLOCK", "summary": "This command requires an existing lockfile."}},
            Verdict.FAILED,
            "ENOLOCK",
            id="no lock",
        ),
        pytest.param(
            1,
            {"auditReportVersion": 2, "vulnerabilities": {}, "metadata": NPM_COUNTS},
            Verdict.FAILED,
            "exit code 1",
            id="a failure without a weakness",
        ),
    ],
)
def test_npm_audit(code: int, report: dict[str, Any], verdict: Verdict, says: str) -> None:
    outcome = judge_npm_audit(code, json.dumps(report), "")
    assert outcome.verdict is verdict
    assert says in outcome.detail


def test_only_a_clean_answer_and_no_answer_pass() -> None:
    outcomes = {verdict.name: Outcome(verdict, "") for verdict in Verdict}
    assert faults(outcomes) == ["FINDINGS: KNOWN WEAKNESSES", "FAILED: FAILED"]


def test_what_was_skipped_is_said_loudly() -> None:
    clean = told("requirements.txt", Outcome(Verdict.CLEAN, "2 packages"))
    assert clean == "requirements.txt: no known weakness: 2 packages"
    loud = told("requirements.txt", Outcome(Verdict.UNREACHABLE, "no way")).splitlines()
    assert loud[1] == "requirements.txt: SKIPPED: no way"
    assert set(loud[0]) == set(loud[-1]) == {"!"}
