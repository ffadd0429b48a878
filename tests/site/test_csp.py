"""The policies that the built site declares to browsers and hosts."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest

from sitebuild.paths import BUILT_SITE
from sitebuild.publish.csp import HEADERS_NAME, PolicyError, add_policies, faults_of, headers_for, policy
from sitebuild.publish.precache import WORKER_NAME, precached_files

PAGE = '<!doctype html><meta charset="utf-8"><title>x</title><script>one()</script>'
HEADERS = (BUILT_SITE / HEADERS_NAME).read_text(encoding="utf-8")


def directives(text: str) -> dict[str, list[str]]:
    return {name: values for name, *values in (part.split() for part in text.split(";"))}


def policy_of(page: Path) -> dict[str, list[str]]:
    text = page.read_text(encoding="utf-8")
    (found,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)
    return directives(unescape(found))


@pytest.mark.parametrize("page", sorted(BUILT_SITE.rglob("*.html")), ids=lambda page: str(page.relative_to(BUILT_SITE)))
def test_every_page_has_the_strict_policy_before_anything_it_loads(page: Path) -> None:
    found = policy_of(page)
    assert found["default-src"] == ["'none'"]
    assert found["style-src"] == found["connect-src"] == found["worker-src"] == ["'self'"]
    loose = {"'unsafe-inline'", "'unsafe-eval'", "'strict-dynamic'", "*", "http:", "https:", "blob:"}
    assert not loose & {value for values in found.values() for value in values}
    hashes = [value for value in found["script-src"] if value not in ("'self'", "'wasm-unsafe-eval'")]
    assert all(re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", value) for value in hashes)
    text = page.read_text(encoding="utf-8")
    assert text.index("Content-Security-Policy") < min(
        text.index(mark) for mark in ("<script", "<link", "<title") if mark in text
    )


def test_the_headers_allow_what_any_page_allows_and_forbid_frames() -> None:
    sent = directives(headers_for("/learn/", HEADERS)["Content-Security-Policy"])
    allowed = {script for page in BUILT_SITE.rglob("*.html") for script in policy_of(page)["script-src"]}
    assert set(sent["script-src"]) == allowed
    assert sent["frame-ancestors"] == ["'none'"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cache-Control", "no-cache"),
    ],
)
def test_the_headers_of_a_page(name: str, value: str) -> None:
    assert headers_for("/estimate/", HEADERS)[name] == value


def test_no_page_may_use_a_sensor() -> None:
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(
        headers_for("/", HEADERS)["Permissions-Policy"].split(", ")
    )


def test_only_what_has_its_hash_in_its_name_is_kept_forever() -> None:
    forever = [
        path.relative_to(BUILT_SITE).as_posix()
        for path in BUILT_SITE.rglob("*")
        if "immutable" in headers_for(f"/{path.relative_to(BUILT_SITE).as_posix()}", HEADERS)["Cache-Control"]
        and path.is_file()
    ]
    assert any(name.startswith("runtime/snapshot-") for name in forever)
    assert all(re.search(r"[.-][0-9a-f]{8,}\.", name) for name in forever), forever


def test_the_hash_of_a_script_is_its_own() -> None:
    (value,) = [value for value in directives(policy(["one()"]))["script-src"] if value.startswith("'sha256-")]
    assert b64decode(value[len("'sha256-") : -1]) == sha256(b"one()").digest()


@pytest.mark.parametrize(
    ("tag", "fault"),
    [
        ('<p style="color: red">', "has a style or a handler in it"),
        ('<button type="button" onclick="go()">', "has a style or a handler in it"),
        ("<style>p { color: red }</style>", "holds a style sheet"),
        ('<link rel="next" href="../law/">', "asks for a page beforehand"),
        ('<script type="module">go()</script>', "begins a script that the policy does not know"),
    ],
)
def test_a_page_that_its_policy_would_break_stops_the_build(tmp_path: Path, tag: str, fault: str) -> None:
    (tmp_path / "index.html").write_text(PAGE + tag, encoding="utf-8")
    with pytest.raises(PolicyError, match=rf"index\.html: .*{fault}"):
        add_policies(tmp_path)


def test_a_page_without_a_place_for_its_policy_is_a_fault() -> None:
    assert faults_of("<p>x</p>") == ["has no character set, after which its policy would stand"]
    assert faults_of(PAGE) == []


def test_the_service_worker_keeps_every_file_with_its_hash() -> None:
    script = (BUILT_SITE / WORKER_NAME).read_text(encoding="utf-8")
    (told,) = re.findall(r"precacheAndRoute\(.*?(\[\{.*?\}\])\)", script)
    kept = json.loads(told)
    assert kept == precached_files(BUILT_SITE)
    files = {path.relative_to(BUILT_SITE).as_posix() for path in BUILT_SITE.rglob("*") if path.is_file()}
    assert files - {entry["url"] for entry in kept} == {
        WORKER_NAME,
        HEADERS_NAME,
        "sitemap.xml",
        "sitemap.xml.gz",
        "sbom.cdx.json",
        *(name for name in files if name.startswith("download/")),
    }
