"""A page for each decided case: what was ordered and how, with the sum recalculated from the file that redoes it.

Everything comes from the calculator's case table, its registry of authorities and `tests/cases/decided/`: no figure
and no fact is written here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from restitution import LAW
from restitution.law import Authority
from restitution.law.cases import AWARD_OUTCOMES, METHODS_SEEN, Decided, Figure, decided_cases
from restitution.money import cents, dollars
from restitution.render import Cell, Grid, Report
from restitution.render.as_html import report_answer_html
from restitution.render.awards import awards_charts, awards_grid, is_csam
from restitution.render.words import short_citation
from restitution.worksheet import Cite
from sitebuild.pages.tables import CIRCUIT_ORDER, circuit_name, table_html
from sitebuild.paths import ROOT, SITE_MARK

DECIDED = ROOT / "tests" / "cases" / "decided"

GRADES = {
    "A": "The inputs and the result are printed, and the arithmetic checks out.",
    "B": "The inputs and the result are printed, but no formula was given or seen.",
    "C": "One side of the sum is our own arithmetic.",
    "X": "The printed figures do not add up. The case is shown as a caution.",
    "": "There was too little to grade.",
}
"""What each grade says about redoing a sum."""

_TEXTS = {
    "pre-2018": (
        "The earlier text of § 2259",
        "18-usc-2259-pre-2018",
        "It holds for offenses before December 7, 2018. It has no floor.",
    ),
    "current": (
        "The present text of § 2259",
        "18-usc-2259",
        "It holds for offenses since December 7, 2018, the day of the [AVAA](../sources.md#pub-l-115-299). It has a "
        "floor for each victim.",
    ),
    "not-seen": ("", "", "Which text of the law governed was not seen."),
    "other": ("", "", "The case is not about CSAM and not decided under § 2259."),
}

_LEARN = {
    "how-an-award-is-worked-out": ("How an award is worked out", "the three questions, with more cases"),
    "the-statute": ("The statute", "which rule applies to which offense, and the floor"),
    "losses": ("Losses", "what counts as a loss, and how it is proved"),
    "paroline": ("Paroline", "the decision on which every share rests"),
    "relative-role": ("Relative role in practice", "how courts set a share, side by side"),
    "disaggregation": ("Disaggregation", "when the harm of the original abuse must come out"),
    "alalade": ("Alalade", "what this case decides, and what it does not"),
    "several-people": ("Several victims, several defendants", "who owes what, and what is owed jointly"),
    "when-liability-ends": ("Aggregate recovery and the end of liability", "what payments by others do to an order"),
    "assessments-and-payment": ("Assessments, payment order, interest, term", "how an order is paid over time"),
}
"""The pages that explain a case further, each with why one would read on there."""
_BY_METHOD = {
    "floor": "the-statute",
    "full": "the-statute",
    "joint": "several-people",
    "remaining-balance": "several-people",
    "proof-failed": "losses",
    "loss-only": "losses",
    "credit": "when-liability-ends",
    "schedule": "assessments-and-payment",
    "not-seen": "how-an-award-is-worked-out",
}
_BY_CASE = {
    "paroline-2014": "paroline",
    "alalade-2000": "alalade",
    "lundquist-2013": "disaggregation",
    "grovo-2016": "disaggregation",
    "miner-2015": "disaggregation",
    "rothenberg-2019": "disaggregation",
    "anthony-2019": "disaggregation",
    "salti-2023": "several-people",
    "yalincak-2022": "several-people",
}
_SAME = (
    ("lundquist-2011", "lundquist-2013"),
    ("gamble-2013", "gamble-2015"),
    ("evans-2015", "evans-2022"),
    ("wencewicz-2014", "grovo-2016"),
    ("benoit-2013", "benoit-2015"),
    ("monzel-2011", "monzel-2019"),
    ("watkins-2014", "hernandez-2014"),
    ("yalincak-2022", "salti-2023"),
)
"""Decisions in the same prosecution or on the same question, or of which one explains the figures of the other."""

type DecidedFile = tuple[str, dict[str, Any]]
"""A file that redoes a case: its name, which is also that of the live example, and what it holds."""


@cache
def decided_files() -> dict[str, dict[str, Any]]:
    """Every file that redoes a case, by its name."""
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(DECIDED.glob("*.toml"))}


def definition_of(name: str) -> dict[str, Any]:
    """The live example of a file, as `worked_example` takes it.

    Raises:
        KeyError: if there is no such file.
    """
    file = decided_files()[name]
    asked = ("scenario",) if "scenario" in file else ("command", "params")
    definition = {key: file[key] for key in (*asked, "ask", "sentence", "lines", "ladder", "fields") if key in file}
    others = [ident for ident in file["source"]["authorities"] if ident != file["case"]]
    return {"id": f"case-{name}", **definition, **({"sources": others} if others else {})}


def files_of(case: Decided) -> list[DecidedFile]:
    """The files that redo a case, the one that its entry names first."""
    found = [(name, file) for name, file in decided_files().items() if file["case"] == case.id]
    return sorted(found, key=lambda file: (file[0] != case.recomputed, file[0]))


def write_case_pages(folder: Path) -> None:
    """Write the page of every decided case into a folder, as `<id>.md`."""
    folder.mkdir(parents=True, exist_ok=True)
    for case in decided_cases():
        page = case_page(case, LAW.authorities[case.id], files_of(case))
        (folder / f"{case.id}.md").write_text(page, encoding="utf-8")


def case_page(case: Decided, authority: Authority, files: Sequence[DecidedFile]) -> str:
    """The Markdown of one case's page."""
    name = _titled(authority)
    parts = [
        f'---\ntitle: "{name}"\ndescription: "{_described(case, authority)}"\n'
        f"reviewed: {authority.reviewed.isoformat()}\n---",
        f"# *{_words(authority.title)}*, {_words(authority.citation)}",
    ]
    if is_csam(case):
        parts.append(
            '!!! note "Before you read on"\n    This page tells the facts of a decided case: numbers, losses and '
            "orders. It does not describe images or abuse."
        )
    parts += [
        *_in_brief(case, authority),
        *_ordered(case),
        *_reached(case, authority),
        *_again(case, files),
        *_read(authority),
        *_read_on(case),
    ]
    return "\n\n".join(parts) + "\n"


# --- The sections of a page ---


def _in_brief(case: Decided, authority: Authority) -> list[str]:
    court = f"{_words(authority.court)}, {authority.year or 'year not verified'}"
    weight = {True: " It is precedential.", False: " It is not precedential.", None: ""}[authority.precedential]
    return [
        "## In brief",
        f"**The court.** {court}.{weight}",
        f"**The facts.** {_words(case.facts)}",
        f"**The outcome.** {_words(case.outcome)}",
        f"**What it says.** {_words(authority.summary)} [Source](../sources.md#{authority.id})",
    ]


def _ordered(case: Decided) -> list[str]:
    rows = tuple(
        (_typed(figure.what), _figure(figure), "printed" if figure.printed else "ours", _typed(figure.note))
        for figure in case.numbers
    )
    grid = Grid("The figures that were seen", ("What", "Figure", "Whose", "Note"), rows)
    return [
        "## What was ordered",
        " ".join(_award(case)),
        "In the table, *printed* means that the figure stands in what was read. *Ours* means that it is our own "
        "arithmetic.",
        f'<div class="law-data">{_grid_html(grid)}</div>',
    ]


def _award(case: Decided) -> list[str]:
    """What was ordered in all and for each victim, in sentences."""
    count = case.award_victims
    said = []
    if case.award and not Fraction(case.award):
        said.append("**Nothing** was ordered" + (f"; the claim was for {_counted(count)}." if count else "."))
    elif case.award:
        victims = f", for {_counted(count)}" if count else ""
        said.append(f"Ordered in all: **{dollars(Fraction(case.award))}**{victims}.")
    else:
        said.append("The total ordered was not seen.")
    if case.award and not count and is_csam(case):
        said.append("How many victims it was for was not seen.")
    if case.for_each_victim and count != 1 and is_csam(case):
        each = "On average for each victim, by our division" if case.divided else "For each victim"
        said.append(f"{each}: **{dollars(case.for_each_victim)}**.")
    if case.award_stands in ("yes", "not-csam", "history-not-seen"):
        said.append(f"{AWARD_OUTCOMES[case.award_stands]}.")
    if case.award_note:
        said.append(_words(case.award_note))
    if case.award_same_as:
        other = LAW.authorities[case.award_same_as]
        said.append(f"It is the same award as under [{_short(other)}]({other.id}.md), and is counted there.")
    return said


def _reached(case: Decided, authority: Authority) -> list[str]:
    text, ident, holds = _TEXTS[authority.law]
    law = f"**The text applied**, as far as was seen: [{text}](../sources.md#{ident}). {holds}" if ident else holds
    method = METHODS_SEEN[case.method]
    short = "" if case.method == "not-seen" else f"**{method[0].upper()}{method[1:]}.** "
    return ["## How the amount was reached", f"{short}{_words(case.method_note)}", law]


def _again(case: Decided, files: Sequence[DecidedFile]) -> list[str]:
    grade = f"**Grade {case.grade}.** " if case.grade else "**Not graded.** "
    parts = ["## Recalculated", _words(case.redo)]
    if case.why_not:
        parts.append(f"It is not recalculated here. {_words(case.why_not)}")
    for name, file in files:
        if len(files) > 1:
            parts.append(f"### {_words(file['title'])}")
        parts += [
            _words(file["why"]),
            f'```worked-example\ndecided = "{name}"\n```',
            f"**Printed.** {_words(file['source']['printed'])}",
            f"**Ours.** {_words(file['source']['ours'])}",
        ]
        if "off_by" in file:
            parts.append("The figure printed is a cent away from the one worked out here.")
    return [*parts, grade + GRADES[case.grade]]


def _read(authority: Authority) -> list[str]:
    return [
        "## What was read, what was not",
        "\n".join(
            [
                f"- **Confidence:** {authority.confidence}.",
                f"- **Read:** {_words(authority.verified)}",
                f"- **Not verified:** {_words(authority.not_verified) or 'nothing was left open.'}",
                f"- **Where:** [the page that was read]({authority.url}); "
                f"[its entry among the sources](../sources.md#{authority.id}).",
            ]
        ),
        "Open the opinion before you rely on this page.",
    ]


def _read_on(case: Decided) -> list[str]:
    first = _BY_CASE.get(case.id) or _BY_METHOD.get(case.method, "relative-role")
    others = [other for pair in _SAME if case.id in pair for other in pair if other != case.id]
    items = [f"- [{_LEARN[first][0]}](../learn/{first}.md): {_LEARN[first][1]}."]
    if first != "how-an-award-is-worked-out":
        title, why = _LEARN["how-an-award-is-worked-out"]
        items.append(f"- [{title}](../learn/how-an-award-is-worked-out.md): {why}.")
    items += [
        f"- [{_short(LAW.authorities[other])}]({other}.md): a decision that goes with this one." for other in others
    ]
    items.append("- [All cases](index.md): what each court ordered, in one table.")
    return ["## Read on { .aside }", "\n".join(items)]


# --- For the index of cases ---


def cases_table() -> str:
    """Every decided case in one table, each leading to its page."""
    columns = ("Case", "Circuit", "Year", "Text applied", "Method", "Ordered", "Grade")
    return table_html(
        "decided-cases", "The decided cases", columns, map(_row, decided_cases()), search="Search the cases"
    )


def _row(case: Decided) -> list[tuple[str, str]]:
    """The cells of a case, each as HTML and as what it is sorted by."""
    authority = LAW.authorities[case.id]
    method = "not seen" if case.method == "not-seen" else METHODS_SEEN[case.method]
    texts = {"pre-2018": "earlier", "current": "present", "not-seen": "not seen", "other": "another statute"}
    text = texts[authority.law]
    link = f'<a href="{SITE_MARK}cases/{case.id}/"><em>{escape(authority.title)}</em></a>, {escape(authority.citation)}'
    return [
        (link, authority.title.removeprefix("United States v. ")),
        (circuit_name(authority.circuit), str(CIRCUIT_ORDER.index(authority.circuit))),
        (str(authority.year or "not verified"), str(authority.year or 0)),
        (text, text),
        (escape(method), method),
        _award_cell(case),
        (case.grade or "none", case.grade or "Z"),
    ]


def _award_cell(case: Decided) -> tuple[str, str]:
    """What was ordered; sorted by the total, in cents, what was not seen last."""
    if case.award:
        shown, key = dollars(Fraction(case.award)), cents(Fraction(case.award))
    elif case.award_each:
        shown, key = f"{dollars(Fraction(case.award_each))} for each victim", cents(Fraction(case.award_each))
    else:
        shown, key = "not seen", -1
    if case.award_victims > 1 and case.award:
        shown += f" for {_counted(case.award_victims)}"
    if case.award_stands in ("set-aside", "not-csam", "history-not-seen"):
        shown += f' <span class="we-how">{AWARD_OUTCOMES[case.award_stands]}.</span>'
    return shown, str(key)


def awards_html() -> str:
    """What was ordered for each victim: the drawings, and the same as a table that can be opened."""
    cases = decided_cases()
    drawn = report_answer_html(Report("", charts=awards_charts(cases)), (), SITE_MARK)
    return (
        f'<div class="awards law-data">{drawn}<details class="we-all"><summary>The same as a table</summary>'
        f"{_grid_html(awards_grid(cases))}</details></div>"
    )


def _grid_html(grid: Grid) -> str:
    return report_answer_html(Report("", grids=(grid,)), (), SITE_MARK)


# --- Words ---


def _titled(authority: Authority) -> str:
    """The caption with court and year: several captions are the same."""
    court = re.search(r"\([^()]*\d{4}\)", authority.citation)
    return f"{authority.title} {court[0] if court else f'({authority.year})'}"


def _short(authority: Authority) -> str:
    name = short_citation(Cite(authority.id))
    caption, _, where = name.partition(" (")
    return f"*{_words(caption)}* ({_words(where)}"


def _described(case: Decided, authority: Authority) -> str:
    again = "the sum recalculated" if case.recomputed else "why the sum cannot be recalculated"
    return f"{_titled(authority)}: what was ordered, how it was reached, and {again}."


def _counted(victims: int) -> str:
    return "one victim" if victims == 1 else f"{victims} victims"


def _figure(figure: Figure) -> Cell:
    """The figure as a table shows it: an amount, a count, or a ratio with its decimals."""
    if figure.unit == "USD":
        return figure.number
    return figure.value if "." in figure.value else int(figure.value)


def _typed(text: str) -> str:
    """Plain words in the type of the guide: `§ 2259`, `9 × 3,000`."""
    return re.sub(r"§(?=\d)", "§ ", re.sub(r"(?<=\d) x (?=\d)", " × ", text))


def _words(text: str) -> str:
    """The same as Markdown that shows every sign as it is."""
    return re.sub(r"([\\`*_{}\[\]<>|])", r"\\\1", _typed(text))
