"""The guide's own tables: common statements with a verdict, common mistakes, and the words of the field.

They are TOML files under `content/`, because several pages show the same entry.
"""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from restitution import LAW
from restitution.worksheet import Cite
from sitebuild.paths import CONTENT

VERDICTS = {"holds": "holds", "limit": "holds with a limit", "unsupported": "not supported"}
STANDINGS = ("settled", "divided", "open")
"""How firm the law is on a point. A page writes `*Open*{ .open }`, which becomes a badge."""


class GuideError(Exception):
    """A table of the guide cannot be used; the message lists every fault."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Something commonly said about restitution, and how far it holds.

    Attributes:
        standing: how firm the law is on it.
        page: the page that explains it, as a path below `content/` without its ending.
        example: the id of a live example on that page, or empty.
    """

    id: str
    says: str
    verdict: str
    standing: str
    answer: str
    authorities: tuple[Cite, ...]
    page: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something often said that is wrong or imprecise, with what is right."""

    said: str
    correct: str
    topic: str
    authorities: tuple[Cite, ...]
    page: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the field, in plain words.

    Attributes:
        forms: other forms of it that pages use.
        authority: where the law defines or uses it, if it does.
        page: the page that explains it, or empty.
    """

    term: str
    plain: str
    forms: tuple[str, ...] = ()
    authority: Cite | None = None
    page: str = ""

    @property
    def id(self) -> str:
        """Its anchor in the glossary."""
        return "-".join("".join(c if c.isalnum() else " " for c in self.term.lower()).split())


def read_statements(folder: Path = CONTENT) -> tuple[Statement, ...]:
    """The statements, in the order of the file.

    Raises:
        GuideError: for a key too many or too few, an unknown authority, page, verdict or standing, or an id given
            twice.
    """
    entries = _entries(folder, "statements", "statement", Statement)
    found = tuple(Statement(**{**entry, **_cites(entry)}) for entry in entries)
    faults = [f"{one.id}: no verdict {one.verdict!r}" for one in found if one.verdict not in VERDICTS]
    faults += [f"{one.id}: no standing {one.standing!r}" for one in found if one.standing not in STANDINGS]
    faults += [f"{one.id}: the id is given twice" for i, one in enumerate(found) if one.id in {o.id for o in found[:i]}]
    _refuse(folder, "statements", faults, found)
    return found


def read_mistakes(folder: Path = CONTENT) -> tuple[Mistake, ...]:
    """The mistakes, in the order of the file.

    Raises:
        GuideError: for a key too many or too few, or an unknown authority or page.
    """
    found = tuple(Mistake(**{**entry, **_cites(entry)}) for entry in _entries(folder, "mistakes", "mistake", Mistake))
    _refuse(folder, "mistakes", [], found)
    return found


@cache
def read_terms(folder: Path = CONTENT) -> tuple[Term, ...]:
    """The words of the field, by the alphabet.

    Raises:
        GuideError: for a key too many or too few, an unknown authority or page, or a form given twice.
    """
    found = []
    for entry in _entries(folder, "glossary", "term", Term):
        one = {**entry, "forms": tuple(entry.get("forms", ()))}
        if "authority" in one:
            one["authority"] = Cite(one["authority"]["id"], one["authority"].get("pin", ""))
        found.append(Term(**one))
    forms = [form for term in found for form in (term.term, *term.forms)]
    faults = [f"{form}: this form is given twice" for form in sorted({f for f in forms if forms.count(f) > 1})]
    _refuse(folder, "glossary", faults, found)
    return tuple(sorted(found, key=lambda term: term.id))


def _entries(folder: Path, file: str, name: str, kind: type[Statement | Mistake | Term]) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = tomllib.loads((folder / f"{file}.toml").read_text(encoding="utf-8"))[name]
    known = {field.name for field in fields(kind)}
    needed = {field.name for field in fields(kind) if field.default is MISSING}
    faults = [
        f"{file}.toml, entry {i + 1}: {'lacks' if key in needed else 'has no use for'} {key}"
        for i, entry in enumerate(entries)
        for key in sorted((needed - set(entry)) | (set(entry) - known))
    ]
    if faults:
        raise GuideError("\n".join(faults))
    return entries


def _cites(entry: dict[str, Any]) -> dict[str, Any]:
    return {"authorities": tuple(Cite(one["id"], one.get("pin", "")) for one in entry["authorities"])}


def _refuse(folder: Path, file: str, faults: list[str], found: Any) -> None:
    for one in found:
        name = getattr(one, "id", "") or one.said
        cites = one.authorities if not isinstance(one, Term) else (one.authority,) if one.authority else ()
        unknown = [cite.authority for cite in cites if cite.authority not in LAW.authorities]
        faults += [f"{name}: no authority {ident!r}" for ident in unknown]
        if not cites and not isinstance(one, Term):
            faults.append(f"{name}: no authority")
        if one.page and not (folder / f"{one.page}.md").is_file():
            faults.append(f"{name}: no page {one.page!r}")
    if faults:
        raise GuideError("\n".join(f"{file}.toml, {fault}" for fault in faults))
