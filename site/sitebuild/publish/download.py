"""Put the wheel into the built site, with its checksum beside it, where the page about it leads."""

from __future__ import annotations

from pathlib import Path

from sitebuild.pages.download import CHECKSUM, FOLDER, checksum
from sitebuild.setup.wheel import wheel


def write_download(site: Path) -> None:
    """Write the wheel, and its checksum in the form that `sha256sum --check` and `shasum --check` read."""
    name, content = wheel()
    folder = site / FOLDER
    folder.mkdir()
    (folder / name).write_bytes(content)
    (folder / f"{name}{CHECKSUM}").write_text(f"{checksum()}  {name}\n", encoding="utf-8")
