"""What the start of the command line imports: what the question needs, and no more."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence

import pytest

import restitution
from restitution import api
from restitution.commands import COMMANDS
from restitution.protocol import FORMATS

ASKED = """
import json, sys
from restitution.cli import main
from restitution.law import LAW
code = main(sys.argv[1:])
print(json.dumps([code, sorted(sys.modules), sorted(LAW.authorities._made)]), file=sys.stderr)
"""

RENDERERS = {"text": "as_text", "md": "as_markdown", "html": "as_page", "csv": "as_csv"}


def asked(*arguments: str) -> tuple[set[str], Sequence[str]]:
    """Ask one question in a process of its own: return the modules it imported, and the authorities it parsed."""
    done = subprocess.run([sys.executable, "-c", ASKED, *arguments], check=True, capture_output=True, text=True)
    code, modules, parsed = json.loads(done.stderr)
    assert code == 0
    assert done.stdout
    return set(modules), parsed


@pytest.mark.slow
def test_a_question_imports_no_other_command() -> None:
    """Nor what only a file, a batch, a page or a form needs."""
    modules, parsed = asked("assistance", "--order-date", "2024-06-01")
    assert {name for name in COMMANDS if f"restitution.commands.{name}" in modules} == {"assistance"}
    others = {"api", "batch", "cli.files", "cli.batch", "docket", "example", "ledger", "scenario", "schedule"}
    assert not modules & {f"restitution.{name}" for name in others}
    assert not modules & {"restitution.render.charts", "restitution.law.cases", "restitution.law.holidays"}
    assert not modules & {"concurrent.futures", "html.entities", "multiprocessing", "pathlib", "socket", "logging"}
    assert 0 < len(parsed) < 20


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
def test_an_answer_imports_its_own_format(form: str) -> None:
    """Text is always there, for mistakes."""
    modules, _ = asked("assistance", "--order-date", "2024-06-01", "--format", form)
    found = {name for name in RENDERERS.values() if f"restitution.render.{name}" in modules}
    assert found == {"as_text"} | {RENDERERS[name] for name in RENDERERS if name == form}


def test_the_public_names_are_those_of_the_module_behind_them() -> None:
    """Each is the same object, and no other name is made up."""
    assert restitution.__all__ == api.__all__
    for name in restitution.__all__:
        assert getattr(restitution, name) is getattr(api, name)
    with pytest.raises(AttributeError, match=r"^module 'restitution' has no attribute 'nothing'$"):
        restitution.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_the_table_of_commands_is_known_before_a_command_is() -> None:
    """Each name leads to the command of that name, the same one each time; another name is none."""
    assert [command.name for command in COMMANDS.values()] == list(COMMANDS)
    assert all(COMMANDS[name] is COMMANDS[name] for name in COMMANDS)
    assert "nothing" not in COMMANDS
    with pytest.raises(KeyError):
        COMMANDS["nothing"]
