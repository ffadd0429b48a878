"""The zip file of a release runs from the simplest of servers."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.browser.support import OF_137, ORDER, engine, how_it_started, people, shows

from sitebuild.paths import BUILT_SITE
from sitebuild.publish.release import archive


@pytest.fixture
def unpacked(tmp_path: Path) -> Iterator[str]:
    """The address of the unpacked zip file, served by Python's own server as its users would start it."""
    made = archive(BUILT_SITE, tmp_path / "guide-1.zip")
    with zipfile.ZipFile(made) as file:
        file.extractall(tmp_path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    server = subprocess.Popen(command, cwd=tmp_path / "guide-1", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/"
    server.terminate()
    server.wait()


def test_the_zip_file_works_from_a_plain_server(unpacked: str, new_page: Callable[..., Page]) -> None:
    page = new_page(base_url=unpacked, keeps=True)
    page.goto("")
    engine(page, "ready")
    assert how_it_started(page) == ("snapshot", "")
    people(page).fill("137")
    shows(page, ORDER, OF_137)
    assert page.evaluate("navigator.serviceWorker.ready.then(({ active }) => active !== null)")
    page.goto("learn/paroline/")
    page.get_by_role("heading", level=1).wait_for()
