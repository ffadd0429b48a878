"""What several test files share: the golden cases, and how Hypothesis runs."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from tests import support

# The suite gives the same verdict every time it runs, as does the quick profile of `make check`;
# `--hypothesis-profile=search` looks for new trouble.
settings.register_profile("suite", max_examples=30, deadline=None, derandomize=True, database=None)
settings.register_profile("search", max_examples=2000, deadline=None, database=None)
settings.register_profile("quick", max_examples=10, deadline=None, derandomize=True, database=None)
settings.load_profile("suite")

HERE = Path(__file__).parent
CASES = HERE / "cases"

# These write to the staged folders or read what is being written there: one after the other, whatever runs beside them.
_STAGING = {"site/test_stage.py", "site/test_reproducible.py", "site/test_third_party.py", "static/test_scripts.py"}

# Long, and what one of their tests has set up is of no use to another.
_APART = {"browser/test_every_page.py", "static/test_static.py"}


def _group(path: Path) -> str | None:
    name = path.relative_to(HERE).as_posix()
    if name in _APART:
        return None
    return "staging" if name in _STAGING else name


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where several processes share the tests, those of a file stay together: they share what it has set up."""
    for item in items:
        if group := _group(item.path):
            item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="module", autouse=True)
def together(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> None:
    """Fail where several processes share a group: the plugin may lose the groups without a word."""
    group = _group(request.path)
    if worker_id == "master" or group is None:
        return
    seen = tmp_path_factory.getbasetemp().parent / "groups" / group
    (seen / worker_id).mkdir(parents=True, exist_ok=True)
    workers = sorted(path.name for path in seen.iterdir())
    if workers != [worker_id]:
        pytest.fail(f"these tests belong together, but {' and '.join(workers)} run them", pytrace=False)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of this suite."""
    group = parser.getgroup("restitution")
    group.addoption("--update-lines", action="store_true", help="rewrite tests/law/lines from the worksheets")
    group.addoption("--whole", action="store_true", help="run tests of scale at their whole size, not at a tenth")


def pytest_configure(config: pytest.Config) -> None:
    """Set the size of the tests of scale, before a test module asks for it."""
    support.whole = config.getoption("--whole")


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a case")


def _read(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = json.loads(json.dumps(tomllib.loads(path.read_text(encoding="utf-8")), default=_iso))
    return case


def read_golden() -> dict[str, dict[str, Any]]:
    """Every golden case of `estimate` by name, as a machine would send it: days are ISO text."""
    return {path.stem: _read(path) for path in sorted(CASES.glob("estimate/*.toml"))}


def read_asked() -> dict[str, dict[str, Any]]:
    """Every golden case of the other commands, by `command/name`; `decided/` names its command itself."""
    found = {}
    for path in sorted(CASES.glob("*/*.toml")):
        if path.parent.name != "estimate":
            case = _read(path)
            params = case["params"] if "params" in case else case["scenario"]
            command = case.get("command", path.parent.name)
            found[f"{path.parent.name}/{path.stem}"] = {**case, "command": command, "params": params}
    return found


@pytest.fixture(scope="session")
def golden() -> dict[str, dict[str, Any]]:
    """Every golden case of `estimate` by name."""
    return read_golden()


@pytest.fixture(scope="session")
def asked() -> dict[str, dict[str, Any]]:
    """Every golden case of the other commands, by `command/name`."""
    return read_asked()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for ``case`` once for each golden case."""
    if "case" in metafunc.fixturenames:
        paths = sorted(CASES.glob("estimate/*.toml"))
        metafunc.parametrize("case", [pytest.param(_read(path), id=path.stem) for path in paths])


@pytest.fixture
def plain() -> dict[str, Any]:
    """A small valid scenario with one of everything that must be there, fresh for each test to spoil."""
    return {
        "schema": 1,
        "order_date": "2021-06-01",
        "apportionment": {"method": "equal-share"},
        "victim": [{"id": "A", "ordered_defendants": 9, "loss": [{"category": "therapy", "amount": "50000"}]}],
        "defendant": [
            {
                "id": "1",
                "counts": [
                    {"offense": "2252A(a)(5)", "from": "2019-01-01", "to": "2020-03-01", "victims": ["A"]},
                ],
            }
        ],
    }
