"""How the tests run against a mutant, in a process of its own: its exit code says whether one noticed."""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import _lru_cache_wrapper, partial
from importlib.machinery import SourceFileLoader
from itertools import pairwise
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from tests.mutation.mutants import Mutant
from tests.mutation.record import PACKAGE

from sitebuild.paths import BUILD

TESTS = ("tests/unit", "tests/law/test_lines.py")
"""The tests that may notice a mutant."""

# Output is captured in memory: a file would be shared by all the processes.
OPTIONS = (*TESTS, "-m", "not slow", "-q", "--capture=sys", "-p", "no:cacheprovider", "--no-summary")

SLOWEST = 20
"""Seconds of processor time that a test may take beyond its usual time: a mutant with an endless loop is noticed."""

MOST_MEMORY = 4 << 30
"""Bytes of a mutant's process: an endless loop may also fill a list."""

REACHED = BUILD / "mutants-reached.json"

OUTCOME = BUILD / "mutants-outcome.json"
"""The mutants that survived, and those whose function no test reaches, from one process to the other."""

FAILED = BUILD / "mutants-failed.txt"
"""The tests that fail without a mutant."""

type Work = tuple[str, Path, Mutant]
"""A mutant with its module's path below the package, and its file."""


def surviving(work: Sequence[Work], processes: int) -> list[Work] | None:
    """The mutants that no test notices; nothing where the tests fail without a mutant."""
    called = [one for one in work if not one[2].at_import]
    imported = [one for one in work if one[2].at_import]
    # In a process of its own: the mutants of what runs at import need one that has not imported the calculator.
    if not (pid := os.fork()):
        runner = _InPlaceOfTheLoop(called, processes)
        try:
            pytest.main([*OPTIONS], plugins=[runner])
            outcome = [[called.index(one) for one in part] for part in (runner.survived, runner.unreached)]
            OUTCOME.write_text(json.dumps(outcome), encoding="utf-8")
        finally:
            sys.stdout.flush()
            os._exit(0 if runner.finished else 1)
    if os.waitpid(pid, 0)[1] != 0:
        return None
    survived, unreached = ([called[at] for at in part] for part in json.loads(OUTCOME.read_text(encoding="utf-8")))
    return survived + list(_each(unreached + imported, processes, _import_and_test))


def _each(work: Sequence[Work], processes: int, test: Callable[[Work], int]) -> Iterator[Work]:
    """Test each mutant in a process of its own, several at a time, and yield those that survive."""
    waiting = list(reversed(work))
    running: dict[int, Work] = {}
    while waiting or running:
        while waiting and len(running) < processes:
            one = waiting.pop()
            running[_fork(partial(test, one))] = one
        pid, status = os.wait()
        module, path, mutant = running.pop(pid)
        if status == 0:
            print(
                f"survived: {module} {mutant.function}: {mutant.before} -> {mutant.after}",
                file=sys.__stdout__,
                flush=True,
            )
            yield module, path, mutant


def _fork(task: Callable[[], int]) -> int:
    """Start a task in a silent process of its own, which exits with what the task returns."""
    if pid := os.fork():
        return pid
    code = 1
    try:
        silent = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):
            os.dup2(silent, stream)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        code = task()
    finally:
        os._exit(code)


def _import_and_test(one: Work) -> int:
    """Run the tests with a mutant that runs when its module is imported."""
    _, path, mutant = one
    code = compile(mutant.tree, str(path), "exec", dont_inherit=True)
    plain = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        return code if self.path == str(path) else plain(self, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[assignment, method-assign]
    resource.setrlimit(resource.RLIMIT_CPU, (15 * SLOWEST, 15 * SLOWEST))
    return pytest.main([*OPTIONS, "--exitfirst"])


class _InPlaceOfTheLoop:
    """A plugin for pytest that runs the collected tests many times: once as they are, then once for each mutant."""

    def __init__(self, work: Sequence[Work], processes: int) -> None:
        self.work = work
        self.processes = processes
        self.survived: list[Work] = []
        self.unreached: list[Work] = []
        """Those whose function is called only when modules are imported, or never."""
        self.finished = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Run the mutants, unless the tests could not be collected or fail as they are."""
        if session.testsfailed:
            return None
        # All the processes write below the one folder: each that made its own would remove another's.
        session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
        if os.waitpid(_fork(lambda: _note_what_is_reached(session.items)), 0)[1] == 0:
            tests = _Tests(session.items)
            gc.collect()
            gc.freeze()  # else the first collection in each process copies all memory
            self.unreached = [one for one in self.work if not tests.reach(one)]
            reached = [one for one in self.work if tests.reach(one)]
            self.survived = list(_each(reached, self.processes, tests.run))
            self.finished = True
        return True


class _Tests:
    """The collected tests, and the functions of the calculator that each reaches."""

    def __init__(self, items: Sequence[pytest.Item]) -> None:
        self.seconds: dict[str, float] = {}
        self.reaching: dict[str, list[pytest.Item]] = defaultdict(list)
        by_name = {item.nodeid: item for item in items}
        for test, (seconds, functions) in json.loads(REACHED.read_text(encoding="utf-8")).items():
            self.seconds[test] = seconds
            for function in functions:
                self.reaching[function].append(by_name[test])
        self.functions: dict[tuple[str, str], list[FunctionType]] = defaultdict(list)
        for one in gc.get_objects():
            if isinstance(one, FunctionType) and Path(one.__code__.co_filename).is_relative_to(PACKAGE):
                self.functions[one.__code__.co_filename, one.__code__.co_qualname].append(one)

    def run(self, one: Work) -> int:
        """Put a mutant into its function, and run the tests that reach it."""
        _, path, mutant = one
        for code in _codes(compile(mutant.tree, str(path), "exec", dont_inherit=True)):
            # A function within a function comes with the code of the outer one.
            if f"{mutant.function}.".startswith(f"{code.co_qualname}."):
                for function in self.functions[str(path), code.co_qualname]:
                    function.__code__ = code
        for cached in gc.get_objects():
            if isinstance(cached, _lru_cache_wrapper):
                cached.cache_clear()
        return self._run(sorted(self.reach(one), key=lambda item: self.seconds[item.nodeid]))

    def reach(self, one: Work) -> list[pytest.Item]:
        """Return the tests that reach a mutant's function."""
        return self.reaching.get(f"{one[0]}:{one[2].function}", [])

    def _run(self, items: Sequence[pytest.Item]) -> int:
        """Run tests until one fails: 1 where one does."""
        for item, following in pairwise([*items, None]):
            assert item is not None
            signal.setitimer(signal.ITIMER_PROF, SLOWEST + 5 * self.seconds[item.nodeid])
            if _fails(item, following):
                return 1
        return 0


class _Outcome:
    """A plugin for pytest that notes whether a test failed."""

    failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failure of a test, of what it sets up or of what it puts away."""
        self.failed |= report.failed


def name_of(code: CodeType) -> str:
    """The function of a code object as mutants name it, or nothing where it is not of the calculator.

    A comprehension or a lambda belongs to the function around it.
    """
    path = Path(code.co_filename)
    if not path.is_relative_to(PACKAGE):
        return ""
    function = ".".join(part for part in code.co_qualname.split(".") if not part.startswith("<"))
    return f"{path.relative_to(PACKAGE).as_posix()}:{function}"


def _codes(code: CodeType) -> Iterator[CodeType]:
    """The code of every function and class in a module's code."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _note_what_is_reached(items: Sequence[pytest.Item]) -> int:
    """Run all tests once, and write down how long each took and what it reached: 1 where one fails."""
    monitoring = sys.monitoring
    now: set[str] = set()
    package = f"{PACKAGE}{os.sep}"

    def started(code: CodeType, _: int) -> Any:
        if code.co_filename.startswith(package):
            now.add(name_of(code))
        return monitoring.DISABLE

    monitoring.use_tool_id(monitoring.COVERAGE_ID, "mutants")
    monitoring.register_callback(monitoring.COVERAGE_ID, monitoring.events.PY_START, started)
    monitoring.set_events(monitoring.COVERAGE_ID, monitoring.events.PY_START)
    found: dict[str, tuple[float, list[str]]] = {}
    failed: list[str] = []
    for item, following in pairwise([*items, None]):
        assert item is not None
        now.clear()
        monitoring.restart_events()
        start = time.process_time()
        if _fails(item, following):
            failed.append(item.nodeid)
        found[item.nodeid] = time.process_time() - start, sorted(now)
    REACHED.write_text(json.dumps(found), encoding="utf-8")
    FAILED.write_text("\n".join(failed), encoding="utf-8")
    return 1 if failed else 0


def _fails(item: pytest.Item, following: pytest.Item | None) -> bool:
    """Run one test: whether it fails, or what it sets up or puts away does."""
    outcome = _Outcome()
    item.config.pluginmanager.register(outcome)
    try:
        item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
    finally:
        item.config.pluginmanager.unregister(outcome)
    return outcome.failed
