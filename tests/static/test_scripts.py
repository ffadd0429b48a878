"""The checks of the page's scripts and styles that need no browser: types, style, and the scripts' own tests.

The scripts' types are those of the staged files too, so these stay apart from the tests that stage.
"""

from __future__ import annotations

import pytest
from tests.static.support import check

from sitebuild.paths import NODE_MODULES, ROOT
from sitebuild.setup.bootstrap import node

SCRIPT_TESTS = sorted((ROOT / "tests" / "scripts").glob("*.test.mjs"))

BIOME = NODE_MODULES / "@biomejs" / "biome" / "bin" / "biome"
TSC = NODE_MODULES / "typescript" / "bin" / "tsc"


@pytest.mark.parametrize("project", ["site/tsconfig.json", "site/tsconfig.worker.json"])
def test_types_in_the_scripts_hold(project: str) -> None:
    check(node(), TSC, "--noEmit", "--project", project)


def test_scripts_and_styles_are_formatted_and_have_no_fault() -> None:
    check(node(), BIOME, "ci", "--error-on-warnings", "--colors=off")


def test_the_scripts_pass_their_own_tests() -> None:
    assert SCRIPT_TESTS
    check(node(), "--test", *SCRIPT_TESTS)
