"""What the page "Use it on your computer" shows of the wheel: where it is, its checksum, and commands that name it."""

from __future__ import annotations

from hashlib import sha256
from html import escape

from sitebuild.paths import SITE_MARK
from sitebuild.setup.wheel import wheel

FOLDER = "download"
CHECKSUM = ".sha256"
"""What is added to the name of the wheel for the file with its checksum."""

_PLACE = "{wheel}"


class DownloadError(Exception):
    """A command does not name the wheel; the message says which."""


def file_html() -> str:
    """Return the link to the wheel, with its size and its checksum."""
    name, content = wheel()
    address = f"{SITE_MARK}{FOLDER}/{name}"
    return (
        f'<p class="download"><a href="{address}" download>{escape(name)}</a>, {len(content) / 1000:,.0f} kB</p>'
        f'<p class="download">SHA-256: <code>{checksum()}</code> '
        f'(<a href="{address}{CHECKSUM}" download>as a file</a>)</p>'
    )


def command_html(command: str) -> str:
    """Return a command that a reader types, with the wheel's name in its place.

    Raises:
        DownloadError: if it has no such place.
    """
    if _PLACE not in command:
        raise DownloadError(f"the command must have a place for the file, {_PLACE}: {command}")
    typed = escape(command.replace(_PLACE, wheel().name))
    return f'<div class="highlight"><pre><span></span><code>{typed}</code></pre></div>'


def checksum() -> str:
    """Return the SHA-256 of the wheel, as programs that check it print it."""
    return sha256(wheel().content).hexdigest()
