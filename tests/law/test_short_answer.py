"""The short answer that goes round about restitution for CSAM victims: each of its sentences is answered on a page.

The sentences stand here in our own short form, with the statements of `content/statements.toml` that answer each. A
sentence without an answer, or an answer that its page does not show, fails.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from restitution import LAW

CONTENT = Path(__file__).parents[2] / "content"
STATEMENTS: dict[str, dict[str, Any]] = {
    entry["id"]: entry
    for entry in tomllib.loads((CONTENT / "statements.toml").read_text(encoding="utf-8"))["statement"]
}
SENTENCES = {
    "0 restitution weighs the full losses against the role": ("full-losses-and-relative-role",),
    "0 rules on sharing information": ("asking-what-was-received",),
    "1.1 full losses, then the role": ("full-losses-and-relative-role", "two-linked-steps"),
    "1.1 a floor of $3,000 per defendant": ("floor-per-defendant",),
    "1.2 compensatory and mandatory": ("compensatory-and-mandatory",),
    "1.2 paid out through court mechanisms": ("paid-through-the-court",),
    "2.1 a diffuse and collective injury": ("diffuse-collective-injury",),
    "2.1 a relative contribution": ("measure-then-pare",),
    "2.2 circuits pushed back and clarified": ("circuits-pushed-back",),
    "2.2 no discretion under Alalade": ("fourth-circuit-full-loss",),
    "2.3 measure, then pare": ("measure-then-pare",),
    "2.3 thresholds": ("floor-per-defendant",),
    "3.1 two linked steps": ("two-linked-steps",),
    "3.1 impact statements and documents": ("impact-statements",),
    "3.2 courts may, and in some cases must, ask what was received": ("asking-what-was-received",),
    "3.2 no double recovery, and an end of liability": ("double-recovery-and-termination",),
    "3.3 not bound to disaggregate": ("not-bound-to-disaggregate",),
    "3.3 not every prior award": ("every-prior-award",),
    "3.3 not bound by other courts, and no reason needed": ("not-bound-by-other-courts",),
    "4.1 the Department and Congress created the Reserve": ("who-made-the-reserve",),
    "4.1 one-time payments": ("reserve-one-time",),
    "4.1 it coordinates multiple awards": ("reserve-coordinates",),
    "4.1 eligibility, and no duplication": ("reserve-eligibility",),
    "4.2 courts may decline as too complex": ("too-complex",),
    "4.2 most defendants lack resources": ("most-lack-resources",),
    "4.2 recovery is minimal": ("full-orders-minimal-recovery",),
    "4.3 a full accounting, with practical limits": ("full-accounting",),
    "5.1 advocates want full measurement": ("advocates-position",),
    "5.2 the defense invokes the role": ("defense-position",),
    "5.2 the defense invokes the floor": ("floor-as-a-defense",),
    "5.3 a patchwork, in the judge's discretion": ("judges-discretion", "not-bound-by-other-courts"),
    "5.3 strategy and means decide": ("outcomes-depend",),
}
"""Each sentence of the short answer, and what answers it."""

WITHOUT_ARITHMETIC = {
    "compensatory-and-mandatory",
    "not-bound-by-other-courts",
    "who-made-the-reserve",
}
"""The statements that no figure could show."""

NOTES = re.compile(
    r"not seen|(?:was|were) seen|seen to|not found|(?:was|were) found|looked (?:at|for)|not opened|third-party"
    r"|by a (?:blog|report)",
    re.IGNORECASE,
)
"""Words about our reading. They belong to Sources, not into an answer."""


def page_of(statement: dict[str, Any]) -> str:
    """The page that explains a statement."""
    path = CONTENT / f"{statement['page']}.md"
    assert path.is_file(), statement["page"]
    return path.read_text(encoding="utf-8")


def boxes(page: str) -> list[str]:
    """The ids of the statements that a page shows."""
    return [tomllib.loads(fence)["id"] for fence in re.findall(r"^```statement\n(.*?)^```", page, re.DOTALL | re.M)]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_of_the_short_answer_is_answered(sentence: str) -> None:
    """It has at least one statement, and the page of each shows its box."""
    assert SENTENCES[sentence]
    for ident in SENTENCES[sentence]:
        assert boxes(page_of(STATEMENTS[ident])).count(ident) == 1, ident


def test_no_statement_answers_nothing() -> None:
    """Every statement answers a sentence of the short answer."""
    assert set(STATEMENTS) == {ident for idents in SENTENCES.values() for ident in idents}


@pytest.mark.parametrize("ident", STATEMENTS)
def test_a_statement_says_how_sure_it_is_and_on_what(ident: str) -> None:
    """A verdict, a standing, and authorities of the registry."""
    one = STATEMENTS[ident]
    assert one["verdict"] in {"holds", "limit", "unsupported"}
    assert one["standing"] in {"settled", "divided", "open"}
    assert one["authorities"]
    assert {cite["id"] for cite in one["authorities"]} <= set(LAW.authorities)


@pytest.mark.parametrize("ident", STATEMENTS)
def test_an_answer_is_about_the_law_and_not_about_our_reading(ident: str) -> None:
    """What was read of a source stands on Sources."""
    assert not NOTES.search(STATEMENTS[ident]["answer"])


@pytest.mark.parametrize("ident", sorted(STATEMENTS))
def test_what_has_arithmetic_has_a_live_example(ident: str) -> None:
    """It stands on the statement's own page."""
    one = STATEMENTS[ident]
    assert bool(one.get("example")) is (ident not in WITHOUT_ARITHMETIC)
    if one.get("example"):
        examples = re.findall(r"^```worked-example\n(.*?)^```", page_of(one), re.DOTALL | re.M)
        assert one["example"] in {tomllib.loads(fence)["id"] for fence in examples}


def test_the_short_answer_shows_every_statement() -> None:
    """The page has the table of them all."""
    assert "```statements\n```" in (CONTENT / "learn" / "short-answer.md").read_text(encoding="utf-8")


def test_the_page_of_mistakes_counts_them() -> None:
    """The number told on the page is that of the table."""
    rows = tomllib.loads((CONTENT / "mistakes.toml").read_text(encoding="utf-8"))["mistake"]
    page = (CONTENT / "learn" / "common-mistakes.md").read_text(encoding="utf-8")
    assert f"The table has {len(rows)}\nsayings" in page
    assert len({row["said"] for row in rows}) == len(rows)
