"""The content security policy: say to the browser what its pages may load and do, which is next to nothing.

Every page carries its content security policy in itself, so that any host will do. `_headers`, in the form that
Netlify and Cloudflare Pages read, says the same and the rest that only a header can say; the project's own server
sends it, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

from sitebuild.integrity import integrity

HEADERS_NAME = "_headers"

# The theme writes short scripts into its pages; each may run by its hash. Data for scripts is no script.
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_CHARSET = '<meta charset="utf-8">'

# Two Trusted Types policies: the guide's own, for what the engine writes, and one for the theme's script.
_POLICY: dict[str, str] = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # the theme's icons lie in its style sheet
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "restitution default",
}

_EVERYWHERE = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media"),
            *("fullscreen", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer"),
            *("microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get", "screen-wake-lock"),
            *("serial", "usb", "xr-spatial-tracking"),
        )
    ),
}

# A file whose name holds its hash never changes; of every other, the browser asks each time whether it did.
_FOREVER = "public, max-age=31536000, immutable"
_CACHING = {
    "/*": "no-cache",
    "/runtime/snapshot-*": _FOREVER,
    "/assets/javascripts/*": _FOREVER,
    "/assets/stylesheets/*": _FOREVER,
}


class PolicyError(Exception):
    """A page holds what its policy would forbid; the message lists every one."""


def add_policies(site: Path) -> None:
    """Put the policy into every page, and write the file of headers.

    Raises:
        PolicyError: for a style or a handler written into a tag, a style sheet or a page without a character set.
    """
    scripts: set[str] = set()
    faults: list[str] = []
    for page in sorted(site.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        faults += [f"{page.relative_to(site).as_posix()}: {fault}" for fault in faults_of(text)]
        scripts |= set(_INLINE.findall(text))
        page.write_text(with_policy(text), encoding="utf-8")
    if faults:
        raise PolicyError("\n".join(faults))
    (site / HEADERS_NAME).write_text(headers_file(scripts), encoding="utf-8")


def with_policy(page: str) -> str:
    """A page with its policy in it, before anything that it loads."""
    tag = f'<meta http-equiv="Content-Security-Policy" content="{escape(policy(_INLINE.findall(page)))}">'
    return page.replace(_CHARSET, f"{_CHARSET}{tag}", 1)


def faults_of(page: str) -> list[str]:
    """What the policy would forbid or could not be put into."""
    faults = [] if _CHARSET in page else ["has no character set, after which its policy would stand"]
    faults += [
        f"{tag} has a style or a handler in it" for tag in re.findall(r"<[a-z][^>]*\s(?:style|on[a-z]+)=[^>]*>", page)
    ]
    # The policy has the hash of a script without attributes alone; one of another kind would not run.
    faults += [
        f"{tag} begins a script that the policy does not know"
        for tag in re.findall(r"<script\s[^>]*>", page)
        if not re.search(r"\ssrc=", tag) and 'type="application/json"' not in tag
    ]
    # A browser may fetch these without being asked, and no directive but the default rules it.
    faults += [
        f"{tag} asks for a page beforehand"
        for tag in re.findall(r'<link rel="(?:next|prefetch|prerender)"[^>]*>', page)
    ]
    return faults + ["holds a style sheet"] * len(re.findall(r"<style\b", page))


def policy(scripts: Iterable[str]) -> str:
    """The content security policy of pages that hold these scripts."""
    hashes = sorted(f"'{integrity(script.encode())}'" for script in set(scripts))
    directives = _POLICY | {"script-src": " ".join([_POLICY["script-src"], *hashes])}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def headers_file(scripts: Iterable[str]) -> str:
    """The headers of every answer, as hosts read them: a path, and what goes with it."""
    # Only a header can forbid other sites to show the guide inside of theirs.
    everywhere = {"Content-Security-Policy": f"{policy(scripts)}; frame-ancestors 'none'", **_EVERYWHERE}
    groups = {path: {"Cache-Control": caching} for path, caching in _CACHING.items()}
    groups["/*"] |= everywhere
    # A later line of these would be added to an earlier one: what is kept forever is first freed of it.
    lines = [
        line
        for path, headers in groups.items()
        for line in [
            path,
            *(["  ! Cache-Control"] if path != "/*" else []),
            *(f"  {name}: {value}" for name, value in headers.items()),
            "",
        ]
    ]
    return "\n".join(lines)


def headers_for(path: str, headers: str) -> dict[str, str]:
    """What a host that reads the file sends with an address: every group that fits, the later over the earlier."""
    sent: dict[str, str] = {}
    fits = False
    for line in headers.splitlines():
        if line and not line.startswith(" "):
            prefix, star, _ = line.partition("*")
            fits = path.startswith(prefix) if star else path == line
        elif fits and ": " in line:
            name, _, value = line.strip().partition(": ")
            sent[name] = value
    return sent
