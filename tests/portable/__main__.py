"""Build the guide with other builders and compare every live example with ours: run by `make portable`.

MkDocs 1.6.1 is pinned, and its theme is maintained until 5 May 2027 only. ProperDocs goes on from MkDocs and takes the
same theme; Zensical, by the theme's authors, has a theme of its own. Our templates are left out: they are written for
our build, and Zensical fills templates with another engine. What a fence writes must be the same, byte for byte, with
either.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from bs4 import BeautifulSoup

from sitebuild.paths import BUILD, BUILT_SITE, ROOT, SITE_MARK
from sitebuild.setup.bootstrap import SetupError, environment_apart

PORTABLE = BUILD / "portable"
ENVIRONMENT = PORTABLE / "environment"
PORTABLE_LOCK = ROOT / "requirements-portable.txt"
CONFIG = ROOT / "mkdocs.yml"

# What both read in place of two lines of mkdocs.yml: paths from build/, and no templates of ours.
FOR_OTHERS = {
    "docs_dir: build/content": "docs_dir: content",
    "  custom_dir: site/assets\n": "",
}
OUTPUT = "site_dir: build/site"

# How each is asked to build, before the name of the settings.
BUILDERS = {
    "properdocs": ("build", "--strict", "--quiet", "--config-file"),
    "zensical": ("build", "--strict", "--clean", "--config-file"),
}


def main() -> int:
    """Build and compare; 1 where an example differs or a builder fails, 0 where none can be installed."""
    try:
        environment_apart(ENVIRONMENT, PORTABLE_LOCK)
    except SetupError as error:
        print(f"{'!' * 100}\nportable: SKIPPED, nothing was built: no other builder can be had.\n{error}\n{'!' * 100}")
        return 0
    ours = examples(BUILT_SITE)
    if not ours:
        print("portable: build/site has no live example", file=sys.stderr)
        return 1
    outcomes = [_try(builder, ours) for builder in BUILDERS]
    return 0 if all(outcomes) else 1


def rewritten(text: str, changes: Mapping[str, str]) -> str:
    """Replace each of some texts, which must all be there.

    Raises:
        ValueError: if one is not.
    """
    for old, new in changes.items():
        if old not in text:
            raise ValueError(f"mkdocs.yml no longer holds {old!r}")
        text = text.replace(old, new)
    return text


def examples(site: Path) -> dict[str, list[str]]:
    """Each page that has live examples, with their HTML; ways to the site's root are written in one form."""
    found = {}
    for page in sorted(site.rglob("*.html")):
        html = page.read_text(encoding="utf-8")
        if "<worked-example" in html:
            name = page.relative_to(site).as_posix()
            # The root of the first page is `./`. A builder may have put ways up before our mark, which then do nothing.
            root = "../" * name.count("/") or "./"
            marked = re.sub(rf"(\.\./)*{re.escape(SITE_MARK)}", root, html)
            found[name] = [str(element) for element in BeautifulSoup(marked, "html.parser").find_all("worked-example")]
    return found


def differences(ours: Mapping[str, list[str]], theirs: Mapping[str, list[str]]) -> list[str]:
    """What is not the same, a line for each page."""
    found = []
    for name in sorted({*ours, *theirs}):
        mine, other = ours.get(name, []), theirs.get(name, [])
        if len(mine) != len(other):
            found.append(f"{name}: {len(other)} examples in place of {len(mine)}")
        elif changed := sum(one != two for one, two in zip(mine, other, strict=True)):
            found.append(f"{name}: {changed} of {len(mine)} examples are not the same")
    return found


def _try(builder: str, ours: Mapping[str, list[str]]) -> bool:
    settings = BUILD / f"{builder}.yml"
    changes = {**FOR_OTHERS, OUTPUT: f"site_dir: portable/{builder}"}
    settings.write_text(rewritten(CONFIG.read_text(encoding="utf-8"), changes), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "calculator"), str(ROOT / "site")])}
    command: list[str | Path] = [ENVIRONMENT / "bin" / builder, *BUILDERS[builder], settings]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, text=True, capture_output=True)
    if done.returncode != 0:
        print(f"{builder}: DID NOT BUILD\n{(done.stdout + done.stderr).strip()[-2000:]}", file=sys.stderr)
        return False
    found = differences(ours, examples(PORTABLE / builder))
    count = sum(map(len, ours.values()))
    print(f"{builder}: {count} live examples on {len(ours)} pages, {len(found)} pages differ")
    for line in found:
        print(f"  {line}", file=sys.stderr)
    return not found


if __name__ == "__main__":
    sys.exit(main())
