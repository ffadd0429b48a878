"""The hash of a file or of a script, as browsers want it told."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256


def integrity(content: bytes) -> str:
    """The algorithm and the digest: for ``integrity`` and, in quotation marks, for a content security policy."""
    return f"sha256-{b64encode(sha256(content).digest()).decode()}"
