"""The Markdown fences of the guide. Each is a few lines of TOML in a page and a block of HTML in the site.

The figures of an example are computed here, while the pages are built, by the code that recomputes them in the
browser. A fault in a fence stops the build and names the page and the line.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from pymdownx.superfences import SuperFencesException

from restitution import LAW, InputError
from restitution.desk.form import desk_html
from restitution.desk.form_plan import VIEWS
from restitution.example import check_lines, read_example
from restitution.law import Authority
from restitution.protocol import handle
from restitution.render.as_html import source_html, sources_html
from sitebuild.credits.third_party import ThirdPartyError
from sitebuild.pages.architecture import ArchitectureError, house_svg, layers_html, way_html, where_html
from sitebuild.pages.case_pages import awards_html, cases_table, definition_of
from sitebuild.pages.citations import AUDIT_PLACE
from sitebuild.pages.download import DownloadError, command_html, file_html
from sitebuild.pages.guide import read_statements
from sitebuild.pages.licenses import shipped_html, tools_html
from sitebuild.pages.sources import api_html, parameters_html, rules_html
from sitebuild.pages.tables import (
    CIRCUIT_ORDER,
    circuits_html,
    glossary_html,
    mistakes_html,
    offenses_html,
    statement_html,
    statements_html,
)
from sitebuild.paths import CONTENT, SITE_MARK

_KINDS = ("statute", "regulation", "public-law", "case", "report", "data")


class FenceError(SuperFencesException):  # type: ignore[misc]  # the library has no types
    """A fence cannot be used; the message names the page, the line and every mistake."""


_MADE: dict[str, Callable[[str], str]] = {}


class _Listener:
    """Who is asked for what a fence gives, in place of the fence; nobody unless a build keeps results."""

    ask: Callable[[str, str, Callable[[], str]], str] | None = None


def listen(ask: Callable[[str, str, Callable[[], str]], str] | None) -> None:
    """Hand every fence to a function: with its name, its source, and what makes its HTML. None ends that."""
    _Listener.ask = ask


def render(name: str, source: str) -> str:
    """The HTML of a fence."""

    def make() -> str:
        return _MADE[name](source)

    ask = _Listener.ask
    return ask(name, source, make) if ask else make()


def _fence(make: Callable[[str], str]) -> Callable[..., str]:
    """Let MkDocs call a function of a fence's text as it calls fences."""
    return _named(make.__name__, make)


def _named(name: str, make: Callable[[str], str]) -> Callable[..., str]:
    """A fence as a partial function, which can be pickled: Zensical does that with its settings."""
    _MADE[name] = make
    return partial(_called, name)


def _called(name: str, source: str, *_args: object, **_options: object) -> str:
    return render(name, source)


@_fence
def worked_example(source: str) -> str:
    """A live example: a scenario (or `file`, one under `content/scenarios/`) or a command, its fields and lines.

    With `decided`, the name of a file under `tests/cases/decided/`, all of it comes from there.
    """
    definition = _table(source)
    where = _where(source)
    decided = definition.pop("decided", None)
    if decided is not None:
        definition = {**_decided(str(decided), where), **definition}
    file = definition.pop("file", None)
    if file is not None:
        definition = {"id": Path(str(file)).stem, **definition, "scenario": _scenario(str(file), where)}
    try:
        example = read_example(_plain(definition))
        check_lines(example)
    except InputError as refusal:
        raise FenceError(_listed(where, refusal)) from None
    sent = _plain({**definition, "scenario": example.params} if example.command == "estimate" else definition)
    result = _ask({"example": sent}, where)
    return _frame(sent, result, file)


def _frame(definition: dict[str, Any], result: dict[str, Any], file: str | None) -> str:
    """The example around the engine's HTML. It has no form element: without a script nothing can be sent."""
    title = escape(str(definition.get("ask", "")))
    links = ""
    if file:
        links += f'<a href="{SITE_MARK}estimate/#example={Path(file).stem}">Open in Estimate</a>'
        links += f'<a href="{SITE_MARK}scenarios/{escape(file)}" download>Scenario file</a>'
    return (
        # Markdown puts what does not start with a block element into a paragraph, which cannot hold one.
        f'<div class="we-frame" id="{definition["id"]}">'
        f'<worked-example class="we" data-example="{escape(json.dumps(definition))}">'
        + (f'<p class="we-ask">{title}</p>' if title else "")
        + '<noscript><p class="we-notice">Scripts are off. The figures are those computed when this page was '
        "made; the controls do nothing.</p></noscript>"
        '<div class="we-body"><div class="we-form" data-slot="form" role="group" '
        f'aria-label="Change the numbers">{result["form"]}</div>'
        '<div class="we-result"><p class="we-state" data-slot="state" role="status"></p>'
        '<div class="we-failure" data-slot="failure" hidden><p data-slot="cause"></p><p>Reload the page, try another '
        f'browser, or <a href="{SITE_MARK}reference/on-your-computer/">use it on your computer</a>.</p>'
        '<button type="button" data-action="retry">Try again</button></div>'
        f'<div class="we-answer" data-slot="answer">{result["answer"]}</div>'
        f'<div class="we-answer" data-slot="worksheet">{result["worksheet"]}</div></div></div>'
        + sources_html(tuple(definition.get("sources", ())), SITE_MARK)
        + '<div class="we-actions">'
        '<button type="button" data-action="reset" data-needs-script hidden>Reset</button>'
        '<button type="button" data-action="copy" data-needs-script hidden>Copy with citations</button>'
        '<button type="button" data-action="print" data-needs-script hidden>Print</button>'
        f'{links}<span class="we-did" data-slot="did" role="status"></span></div></worked-example></div>'
    )


@_fence
def authorities(source: str) -> str:
    """Every authority of one `kind`, each with what was and what was not verified."""
    kind = _table(source).get("kind")
    if kind not in _KINDS:
        raise FenceError(f"{_where(source)}: kind must be one of {', '.join(_KINDS)}.")
    found = sorted((a for a in LAW.authorities.values() if a.kind == kind), key=_order)
    return "".join(source_html(authority) for authority in found)


def _order(authority: Authority) -> tuple[int, int, str]:
    """The Supreme Court first, then the circuits in their order; statutes by section."""
    circuit = CIRCUIT_ORDER.index(authority.circuit) if authority.circuit else 0
    section = (
        int("".join(c for c in authority.id.split("-")[2] if c.isdigit()) or 0) if authority.kind == "statute" else 0
    )
    return circuit, authority.year or section, authority.id


@_fence
def statement(source: str) -> str:
    """The box of one common statement, by its `id`."""
    ident = _table(source).get("id")
    found = [one for one in read_statements() if one.id == ident]
    if not found:
        raise FenceError(f"{_where(source)}: there is no statement {ident!r} in content/statements.toml.")
    return statement_html(found[0])


@_fence
def desk(source: str) -> str:
    """The desk, which shows one of its two views first: `view` is `orders` or `ledger`."""
    view = _table(source).get("view")
    if view not in VIEWS:
        raise FenceError(f"{_where(source)}: view must be one of {', '.join(VIEWS)}.")
    # Markdown puts what does not start with a block element into a paragraph, which cannot hold one.
    return f'<div class="we-frame ds-frame">{desk_html(view, SITE_MARK)}</div>'


@_fence
def licenses(source: str) -> str:
    """The packages with their licenses: those that are `shipped`, or the `tools`."""
    tables = {"shipped": shipped_html, "tools": tools_html}
    of = _table(source).get("of")
    if of not in tables:
        raise FenceError(f"{_where(source)}: of must be one of {', '.join(tables)}.")
    try:
        return tables[of]()
    except ThirdPartyError as fault:
        raise FenceError(f"{_where(source)}: {fault}") from None


@_fence
def download(source: str) -> str:
    """The program for the reader's own computer: its file, or a `command` with `{wheel}` where the file is named."""
    command = _table(source).get("command")
    try:
        return file_html() if command is None else command_html(str(command))
    except DownloadError as mistake:
        raise FenceError(f"{_where(source)}: {mistake}") from None


@_fence
def way(source: str) -> str:
    """A way through the code: `step` tables with `file`, `name` of a definition there, and `words`."""
    return _drawn(way_html, _table(source).get("step", []), source)


@_fence
def where(source: str) -> str:
    """Where to change what: `row` tables with `want`, `files` and `tests`."""
    return _drawn(where_html, _table(source).get("row", []), source)


def _drawn(draw: Callable[[list[dict[str, Any]]], str], entries: list[dict[str, Any]], source: str) -> str:
    try:
        return draw(entries)
    except ArchitectureError as fault:
        raise FenceError(f"{_where(source)}: {fault}") from None


def _fixed(name: str, make: Callable[[], str]) -> Callable[..., str]:
    """A fence that takes nothing and always gives the same."""
    return _named(name, lambda _source: make())


parameters = _fixed("parameters", lambda: parameters_html(SITE_MARK))
rules = _fixed("rules", rules_html)
api = _fixed("api", api_html)
statements = _fixed("statements", statements_html)
mistakes = _fixed("mistakes", mistakes_html)
glossary = _fixed("glossary", glossary_html)
circuits = _fixed("circuits", circuits_html)
cases = _fixed("cases", cases_table)
awards = _fixed("awards", awards_html)
offenses = _fixed("offenses", offenses_html)
audit = _fixed("audit", lambda: AUDIT_PLACE)
layers = _fixed("layers", layers_html)
house = _fixed("house", lambda: f'<div class="house">{house_svg()}</div>')


def _table(source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except ValueError as mistake:
        raise FenceError(f"{_where(source)}: this is not TOML: {mistake}") from None


def _scenario(file: str, where: str) -> dict[str, Any]:
    path = CONTENT / "scenarios" / file
    # Not by asking for the file: a made-up name may be one that no file can have.
    if path not in (CONTENT / "scenarios").iterdir():
        raise FenceError(f"{where}: there is no scenario {file} under content/scenarios.")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as mistake:
        raise FenceError(f"content/scenarios/{file}: this is not TOML: {mistake}") from None


def _decided(name: str, where: str) -> dict[str, Any]:
    try:
        return definition_of(name)
    except KeyError:
        raise FenceError(f"{where}: there is no decided case {name} under tests/cases/decided.") from None


def _plain(tables: dict[str, Any]) -> dict[str, Any]:
    """The same tables as JSON has them: dates become text."""
    plain: dict[str, Any] = json.loads(json.dumps(tables, default=str))
    return plain


def _ask(params: dict[str, Any], where: str) -> dict[str, Any]:
    question = {"method": "example", "params": params, "format": "html", "base": SITE_MARK}
    response = json.loads(handle(json.dumps(question)))
    if not response["ok"] or response["result"]["answer"] is None:
        raise FenceError(f"{where}: {response.get('errors') or response['result']['errors']}")
    result: dict[str, Any] = response["result"]
    return result


def _listed(where: str, refusal: InputError) -> str:
    return "\n".join(f"{where}: {error.path}: {error.message}" for error in refusal.errors)


def _where(source: str) -> str:
    """The page and line of a fence, found by its text: a formatter is not told where it stands."""
    for page in sorted(CONTENT.rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        at = text.find(source)
        if at >= 0:
            # The line before the text is the fence itself.
            return f"content/{page.relative_to(CONTENT).as_posix()}:{text.count('\n', 0, at)}"
    return "a fence"
