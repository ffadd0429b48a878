"""Browser set-up: which browser is used, and that a missing one is reported and does no harm."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests import browsers
from tests.browsers import FIREFOX, OTHERS, WEBKIT, Found, NoBrowserError, find_other, provide_others

type Install = Callable[..., Path]


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with no browser: the only programs are those that a test installs."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    for other in OTHERS:
        monkeypatch.delenv(other.variable, raising=False)
    nowhere = {other.name: tmp_path / "playwright" / other.name for other in OTHERS}
    monkeypatch.setattr(browsers, "_playwrights_paths", lambda: nowhere)
    return folder


@pytest.fixture
def install(programs: Path) -> Install:
    """Install a program, by its name or its full path."""

    def installed(name: str | Path, script: str = "exit 0") -> Path:
        path = programs / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    return installed


def test_the_systems_own_is_found(install: Install) -> None:
    firefox = install("firefox-esr")
    assert find_other(FIREFOX) == Found(firefox, playwrights_own=False)


def test_playwrights_own_comes_before_the_systems(install: Install, tmp_path: Path) -> None:
    install("firefox-esr")
    own = install(tmp_path / "playwright" / "firefox")
    assert find_other(FIREFOX) == Found(own, playwrights_own=True)


def test_playwrights_own_is_passed_over_when_it_does_not_start(install: Install, tmp_path: Path) -> None:
    firefox = install("firefox-esr")
    install(tmp_path / "playwright" / "firefox", "exit 127")
    assert find_other(FIREFOX) == Found(firefox, playwrights_own=False)


def test_the_variable_comes_before_all(install: Install, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install("firefox-esr")
    install(tmp_path / "playwright" / "firefox")
    named = install("another-firefox")
    monkeypatch.setenv(FIREFOX.variable, str(named))
    assert find_other(FIREFOX) == Found(named, playwrights_own=False)


def test_a_variable_that_names_nothing_is_said(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    install("firefox-esr")
    monkeypatch.setenv(FIREFOX.variable, "/nowhere/firefox")
    with pytest.raises(NoBrowserError, match="RESTITUTION_FIREFOX names /nowhere/firefox, which does not start"):
        find_other(FIREFOX)


def test_webkit_needs_a_screen_that_nobody_sees(install: Install) -> None:
    driver = install("WebKitWebDriver")
    with pytest.raises(NoBrowserError, match="install webkit2gtk-driver and xvfb"):
        find_other(WEBKIT)
    install("Xvfb")
    assert find_other(WEBKIT) == Found(driver, playwrights_own=False)


def test_what_is_missing_is_installed_in_one_go_and_what_is_unknown_left_out(
    install: Install, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    # With a Firefox or WebKit already on this machine, nothing would be installed.
    monkeypatch.setattr(browsers, "_on_system", lambda *_: None)
    asked = programs / "asked"
    install("apt-get", f'echo "$@" >> {asked}')
    install("apt-cache", '[ "$2" != firefox-esr ]')
    outcomes = provide_others()
    update, installed = asked.read_text(encoding="utf-8").splitlines()
    assert update.endswith("update")
    assert installed.endswith("install --no-install-recommends webkit2gtk-driver xvfb")
    assert all(outcome.startswith("LEFT OUT") for outcome in outcomes.values())


@pytest.mark.parametrize("user", [0, 1000], ids=["root", "another"])
def test_a_failure_to_install_fails_nothing_and_is_said(
    install: Install, programs: Path, monkeypatch: pytest.MonkeyPatch, user: int
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    asked = programs / "asked"
    install("env", f': > {asked}; echo "no such host"; exit 100')
    install("apt-get")
    install("sudo")
    outcomes = provide_others()
    assert asked.exists() == (user == 0)
    for other in OTHERS:
        assert outcomes[other.title].startswith(f"LEFT OUT, so its tests are skipped: there is no {other.title} here")
        assert other.packages[0] in outcomes[other.title]
        assert other.variable in outcomes[other.title]
