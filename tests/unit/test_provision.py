"""Which rule applies: every section of the table, the days around the Act, and the list of sections in a form."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest

from restitution.cli import main
from restitution.conviction import SECTIONS
from restitution.law import LAW, Offense, canonical_section
from restitution.protocol import FORMATS, handle
from restitution.rules import provision as rules
from restitution.worksheet import RULES

ANSWERED, BAD_INPUT = 0, 2
ACT = date(2018, 12, 7)
BEFORE = ACT - timedelta(1)
DAYS = {
    "present": ("2019-01-01", "2020-03-01"),
    "straddling": (BEFORE.isoformat(), ACT.isoformat()),
    "earlier": ("2017-01-01", BEFORE.isoformat()),
}
# The rule that says what does not apply, by the key of its line.
NOT_APPLICABLE = {"floor": "no_floor", "tier": "no_assessment", "reserve": "reserve"}
# From the words of §2259(a) to (d) and §2259A(a): provision, floor, tier, cap, and whether the Reserve is opened.
SHARE, FULL, OUTSIDE = "2259(b)(2)", "2259(b)(1)", "not-2259"
TRAFFICKING: Any = (SHARE, "3000.00", "trafficking", "35000.00", True)
POSSESSION: Any = (SHARE, "3000.00", "possession", "17000.00", True)
PRODUCTION: Any = (FULL, None, "production", "50000.00", False)
NEITHER: Any = (FULL, None, None, None, False)
ELSEWHERE: Any = (OUTSIDE, None, None, None, False)
FOUND = {
    "2251(a)": PRODUCTION, "2251(b)": PRODUCTION, "2251(c)": PRODUCTION, "2251(d)": TRAFFICKING, "2251A": PRODUCTION,
    "2252(a)(1)": TRAFFICKING, "2252(a)(2)": TRAFFICKING, "2252(a)(3)": TRAFFICKING, "2252(a)(4)": POSSESSION,
    "2252A(a)(1)": TRAFFICKING, "2252A(a)(2)": TRAFFICKING, "2252A(a)(3)": TRAFFICKING, "2252A(a)(4)": TRAFFICKING,
    "2252A(a)(5)": POSSESSION, "2252A(a)(6)": NEITHER, "2252A(a)(7)": NEITHER, "2252A(g) production": PRODUCTION,
    "2252A(g) trafficking": TRAFFICKING, "2252A(g) other": NEITHER, "2260(a)": PRODUCTION, "2260(b)": TRAFFICKING,
    "2252B": NEITHER, "2252C": NEITHER, "2257": NEITHER, "2257A": NEITHER, "2258": NEITHER, "2260A": NEITHER,
    "1466A": ELSEWHERE, "1591": ELSEWHERE, "2241": ELSEWHERE, "2242": ELSEWHERE, "2243": ELSEWHERE,
    "2244": ELSEWHERE, "2421": ELSEWHERE, "2422": ELSEWHERE, "2423": ELSEWHERE,
}  # fmt: skip
INSTEAD = {"71": "18-usc-3663", "77": "18-usc-1593", "109A": "18-usc-2248", "117": "18-usc-2429"}

type Run = Callable[..., tuple[int, str, str]]


def asked(offense: str, days: str = "present", **params: object) -> dict[str, object]:
    """Return the params for a section, its series after a space, and one of the spans of days."""
    section, _, series = offense.partition(" ")
    start, end = DAYS[days]
    return {"offense": section, "from": start, "to": end} | ({"series": series} if series else {}) | params


def ask(params: object, form: str = "json") -> dict[str, Any]:
    """Return the response of the entry point."""
    response: dict[str, Any] = json.loads(
        handle(json.dumps({"method": "provision", "params": params, "format": form})),
    )
    return response


def answer(params: object, form: str = "json") -> Any:
    """Return the answer to a question that must not be refused."""
    response = ask(params, form)
    assert response["ok"], response["errors"]
    return response["result"]


def mistakes(params: object) -> dict[str, str]:
    """Return what is refused, by path."""
    response = ask(params)
    assert not response["ok"]
    assert not response.get("bug"), response
    return {error["path"]: error["message"] for error in response["errors"]}


def walk(lines: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return every line by its key."""
    return {line["key"]: line for top in lines for line in (top, *walk(top["children"]).values())}


def lines(params: object) -> dict[str, dict[str, Any]]:
    """Return every line of the worksheet by its key."""
    return walk(answer(params)["worksheet"]["lines"])


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run the command and return its exit code, stdout and stderr."""

    def command(*arguments: str) -> tuple[int, str, str]:
        code = main(("provision", *arguments))
        out, err = capsysbinary.readouterr()
        return code, out.decode("utf-8"), err.decode("utf-8")

    return command


# --- the answer ---


def name(offense: Offense) -> str:
    """Return a section, with its series if it has one."""
    return f"{offense.section} {offense.series}".strip()


def test_every_section_of_the_table_is_in_this_file() -> None:
    """Every section is covered."""
    assert set(FOUND) == {name(offense) for offense in LAW.offenses}


@pytest.mark.parametrize("days", DAYS)
@pytest.mark.parametrize("offense", LAW.offenses, ids=name)
def test_what_applies_to_every_offense(offense: Offense, days: str) -> None:
    """Before the Act the same provision without floor, tier and cap; of the Reserve, what was not verified is open."""
    provision, floor, tier, cap, reserve = FOUND[name(offense)]
    result = answer(asked(name(offense), days))
    early, outside = days == "earlier", provision == OUTSIDE
    assert result["provision"] == provision
    assert result["text"] == (None if outside else "earlier" if early else "present")
    assert (result["floor"], result["tier"], result["cap"]) == ((None, None, None) if early else (floor, tier, cap))
    assert result["reserve"] == (None if early and reserve else reserve)
    assert result["flags"] == (["straddles-2018"] if days == "straddling" and not outside else [])
    assert result["chapter"] == offense.chapter
    assert result["list"] == {SHARE: "(c)(3)"}.get(provision, "(c)(1)" if tier else None)
    present = INSTEAD.get(offense.chapter, "18-usc-2259")
    assert result["statute"] == ("18-usc-2259-pre-2018" if early and not outside else present)


@pytest.mark.parametrize("days", DAYS)
@pytest.mark.parametrize("offense", LAW.offenses, ids=name)
def test_the_orders_and_the_assessment_say_the_same(offense: Offense, days: str, plain: dict[str, Any]) -> None:
    """The rule and the floor are those of an order for this count; under the present text, so are tier and cap."""
    params = asked(name(offense), days)
    result = answer(params)
    plain["defendant"][0]["counts"] = [params | {"victims": ["A"]}]
    orders = json.loads(handle(json.dumps({"method": "estimate", "params": plain})))["result"]["orders"]
    if result["provision"] == OUTSIDE:
        assert orders == []
    else:
        (order,) = orders
        law = {"current": "present", "pre-2018": "earlier"}[order["law"]]
        assert (order["provision"], law, order["floor"]) == (result["provision"], result["text"], result["floor"])
        assert [flag for flag in order["flags"] if flag.startswith("straddles")] == result["flags"]
    if days != "earlier":
        section = {key: params[key] for key in ("offense", "series") if key in params}
        levied = json.loads(handle(json.dumps({"method": "assessment", "params": section})))["result"]
        assert (levied["tier"], levied["cap"]) == (result["tier"], result["cap"])


def test_the_lines_have_their_keys() -> None:
    """The keys that a page may name, the floor with an amount if there is one."""
    found = lines(asked("2252A(a)(5)"))
    assert list(found) == [
        "branch.provision", "branch.count.1", "branch.law", "floor", "tier", "cap", "reserve", "reserve.conviction",
    ]  # fmt: skip
    assert found["floor"]["amount"] == "3000.00"
    assert found["cap"]["amount"] == "17000.00"
    assert lines(asked("2251(a)"))["floor"]["amount"] is None
    assert list(lines(asked("2422"))) == ["branch.count.1", "floor", "tier", "reserve", "reserve.conviction"]


@pytest.mark.parametrize(
    ("offense", "days", "key", "status", "words"),
    [
        ("2251(a)", "present", "floor", "statute", "Here the order is the full amount of the losses."),
        ("2252B", "present", "floor", "model", "The floor is for trafficking."),
        ("2252A(a)(5)", "earlier", "floor", "model", "The earlier text has none."),
        ("2251(a)", "earlier", "floor", "statute", "The earlier text has none."),
        ("1591", "present", "floor", "statute", "does not apply to an offense of chapter 77"),
        ("2251(a)", "earlier", "tier", "model", "ended before December 7, 2018"),
        ("2423", "earlier", "tier", "model", "ended before December 7, 2018"),
        ("2252A(a)(6)", "earlier", "tier", "model", "listed neither as production nor as trafficking"),
        ("1466A", "earlier", "tier", "statute", "neither trafficking nor production"),
        ("2423", "present", "tier", "statute", "if it involved the production of CSAM, which is not stated"),
        ("2252A(a)(2)", "present", "reserve", "statute", "may choose the assistance"),
        ("2252A(a)(2)", "earlier", "reserve", "model", "was not verified"),
        ("2252A(a)(6)", "present", "reserve", "model", "Only a conviction for trafficking"),
        ("2251(a)", "present", "reserve", "statute", "Only a conviction for trafficking"),
    ],
)
def test_who_fixes_what_does_not_apply(offense: str, days: str, key: str, status: str, words: str) -> None:
    """The statute, or our reading if it is one."""
    line = lines(asked(offense, days))[key]
    assert line["status"] == status
    assert words in line["formula"]


def test_every_rule_is_used_and_cites_its_section() -> None:
    """Each rule of this command made a line, which cites the section that its docstring opens with."""
    made = set()
    for offense, days in (
        ("2252A(a)(5)", "earlier"),
        ("2251(a)", "present"),
        ("1466A", "present"),
        ("2252B", "earlier"),
    ):
        for key, line in lines(asked(offense, days)).items():
            rule = NOT_APPLICABLE.get(key)
            full = f"{rules.__name__}.{rule}"
            if rule and (key != "tier" or line["formula"].startswith("The offense ended")):
                section = re.match(r"§(\d{4}[A-Z]?)", inspect.getdoc(RULES[full]) or "")
                assert section
                assert any(cite["id"].startswith(f"18-usc-{section[1]}") for cite in line["authorities"]), key
                made.add(full)
    assert made == {f"{rules.__name__}.{rule}" for rule in NOT_APPLICABLE.values()}


# --- the entry point and the command line ---


@pytest.mark.parametrize(
    ("params", "path", "words"),
    [
        (asked("2252Z"), "offense", "is not in the offense table"),
        (asked("2252A"), "offense", "Known sections: 2252A(a)(1)"),
        (asked("2252A(g)"), "series", "what the series was made of"),
        (asked("2252A(a)(5)", to="2018-12-31"), "to", "must not be before the first: 2018-12-31 is before"),
        (asked("2252A(a)(5)", order_date="2020-02-29"), "to", "must not end after the date of the order"),
        (asked("2252A(a)(5)", order_date="2020"), "order_date", "Write a date"),
        (asked("2252A(a)(5)", production=True), "production", "There is no field with this name"),
        ({"offense": "2252A(a)(5)", "from": "2019-01-01"}, "to", "missing"),
    ],
)
def test_mistakes_say_what_would_be_right(params: dict[str, Any], path: str, words: str) -> None:
    """One mistake, its path, and a sentence."""
    found = mistakes(params)
    assert list(found) == [path]
    assert words in found[path]


def test_all_mistakes_at_once() -> None:
    """Each with its path."""
    wrong = {"offense": "x", "from": "2019", "series": "mixed", "order_date": 5, "victims": ["A"]}
    assert set(mistakes(wrong)) == {"offense", "from", "to", "series", "order_date", "victims"}


def test_the_days_may_touch() -> None:
    """One day of offense, and an order on the last day of it."""
    assert answer(asked("2252A(a)(5)", to="2019-01-01", order_date="2019-01-01"))["floor"] == "3000.00"


def test_text_for_people(run: Run) -> None:
    """The rule, the floor and the caveats are readable in the default format."""
    code, out, err = run("--offense", "2252A(a)(5)(B)", "--from", BEFORE.isoformat(), "--to", "2020-03-01")
    assert (code, err) == (ANSWERED, "")
    text = " ".join(out.split())
    for words in (
        "Conviction under §2252A(a)(5)", "Offense from December 6, 2018 to March 1, 2020", "Rule 18 U.S.C. §2259(b)(2)",
        "List of §2259(c) trafficking, (c)(3)", "Text of §2259 present", "Floor $3,000.00",
        "Tier of the §2259A assessment possession", "Opens the Reserve yes", "! straddles-2018: ", "! one count: ",
        "Legal information, not legal advice.",
    ):  # fmt: skip
        assert words in text


@pytest.mark.parametrize(
    ("offense", "days", "present", "absent"),
    [
        (
            "2252A(a)(6)",
            "present",
            ["Rule 18 U.S.C. §2259(b)(1)", "neither", "! our reading: It is in"],
            ["! this sect"],
        ),
        ("2422", "present", ["not §2259, but 18 U.S.C. § 2429", "! this section: If it involved"], ["Text of §2259"]),
        ("2252A(a)(6)", "earlier", ["earlier text", "! earlier offense: ", "Floor none"], ["! our reading", "Cap"]),
        ("2252A(a)(5)", "earlier", ["as read in Paroline", "Opens the Reserve open"], ["! this section", "$3,000"]),
        ("1466A", "earlier", ["not §2259, but 18 U.S.C. § 3663", "! earlier offense: "], ["! one count"]),
    ],
)
def test_what_is_told_beside_the_figures(offense: str, days: str, present: list[str], absent: list[str]) -> None:
    """The caveat of the section, of its days, and no others."""
    text = " ".join(answer(asked(offense, days), "text").split("WORKSHEET")[0].split())
    for words in present:
        assert words in text
    for words in absent:
        assert words not in text


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("days", DAYS)
@pytest.mark.parametrize("offense", ["2251(a)", "2252A(g) trafficking", "2422"])
def test_every_format(run: Run, form: str, days: str, offense: str) -> None:
    """Each format is written, and the command line gives what the entry point gives."""
    params = asked(offense, days)
    options = [part for key, value in params.items() for part in (f"--{key}", str(value))]
    code, out, err = run(*options, "--format", form)
    assert (code, err) == (ANSWERED, "")
    assert (json.loads(out) if form == "json" else out) == answer(params, form)


def test_bad_input_on_the_command_line(run: Run) -> None:
    """Exit status 2 and the mistake under its option's name."""
    code, out, err = run("--offense", "2252A(g)", "--from", "2019-01-01", "--to", "2020-01-01")
    assert (code, out) == (BAD_INPUT, "")
    assert err.startswith("series: For section 2252A(g), state")


# --- the live example ---


EXAMPLE = {
    "id": "rule",
    "command": "provision",
    "params": asked("2252A(a)(5)"),
    "sentence": "Floor: {line:floor}.",
    "fields": [{"path": path} for path in ("offense", "series", "from", "to")],
    "lines": ["floor", "cap"],
}
TIERS = {
    "id": "tiers",
    "command": "assessment",
    "params": {"offense": "2252A(a)(5)"},
    "fields": [{"path": "offense"}],
}


def example(values: dict[str, str] | None = None, definition: dict[str, Any] = EXAMPLE) -> dict[str, Any]:
    """Return the answer to one state of an example."""
    state = {"example": definition} | ({"values": values} if values is not None else {})
    response = json.loads(handle(json.dumps({"method": "example", "params": state, "format": "html", "base": "../"})))
    assert response["ok"], response
    result: dict[str, Any] = response["result"]
    return result


def select(form: str) -> str:
    """Return the options of the list of sections, as HTML."""
    found = re.search(r'<select [^>]*name="offense"[^>]*>(.*?)</select>', form, re.S)
    assert found, form
    return found[1]


def offered(form: str) -> dict[str, str]:
    """Return the options of the list: value to text."""
    entries = re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)<', select(form))
    return {unescape(value): unescape(words) for value, words in entries}


def chosen(form: str) -> list[str]:
    """Return the section that is selected in the list."""
    return [unescape(value) for value in re.findall(r'<option value="([^"]*)" selected>', select(form))]


def values(**changed: str) -> dict[str, str]:
    """Return the values of the controls."""
    start, end = DAYS["present"]
    return {"offense": "2252A(a)(5)", "series": "", "from": start, "to": end} | changed


def test_a_section_is_chosen_from_a_list() -> None:
    """Every section of the table with its description, each once, the requested one selected."""
    answered = example()
    sections = offered(answered["form"])
    assert list(sections) == ["", *dict.fromkeys(offense.section for offense in LAW.offenses)]
    assert sections["2252A(a)(5)"] == "2252A(a)(5): Possessing CSAM, or accessing it with intent to view"
    assert sections["2252A(g)"] == "2252A(g): Exploitation enterprise"
    assert chosen(answered["form"]) == ["2252A(a)(5)"]
    assert answered["announce"] == "Rule: 18 U.S.C. §2259(b)(2)."
    assert '<output name="floor" aria-live="off">$3,000.00</output>' in answered["form"]


def test_the_sections_on_offer_are_those_of_the_table() -> None:
    """The reader accepts the form's options unchanged."""
    assert [canonical_section(section) for section in SECTIONS] == list(SECTIONS)


def test_another_section_is_answered() -> None:
    """A change of the section, of its series and of the days; a missing line is left out."""
    assert example(values(offense="2251(a)"))["announce"] == "Rule: 18 U.S.C. §2259(b)(1)."
    series = example(values(offense="2252A(g)", series="trafficking"))
    assert series["announce"] == "Rule: 18 U.S.C. §2259(b)(2)."
    assert "$35,000.00" in series["answer"]
    outside = example(values(offense="1591"))
    assert outside["announce"].startswith("Rule: not §2259, but 18 U.S.C. § 1593")
    assert "The figure in the statute" not in outside["answer"]
    missing = example(values(offense="2252A(g)"))
    assert missing["answer"] is None
    assert [error["path"] for error in missing["errors"]] == ["series"]


@pytest.mark.parametrize(
    ("typed", "selected"),
    [("18 U.S.C. § 2252A(a)(5)(B)", "2252A(a)(5)"), (" 2251(a) ", "2251(a)"), ("", ""), ("22<52", "22<52")],
)
def test_what_was_typed_stays(typed: str, selected: str) -> None:
    """A shared link may hold a section as people write it, or other text: nothing is lost or silently changed."""
    answered = example(values(offense=typed))
    assert chosen(answered["form"]) == [selected]
    assert (answered["answer"] is None) == (typed in ("", "22<52"))


def test_the_assessment_has_the_same_list() -> None:
    """One list for both."""
    assert offered(example(definition=TIERS)["form"]) == offered(example()["form"])


def test_the_schema_says_that_any_way_to_write_a_section_is_taken() -> None:
    """The list is for a form; the input is text."""
    response = json.loads(handle('{"method": "schema", "params": {"input": "provision"}}'))
    assert response["result"]["properties"]["offense"]["type"] == "string"
    assert "enum" not in response["result"]["properties"]["offense"]
    text = json.loads(handle('{"method": "schema", "params": {"input": "provision"}, "format": "csv"}'))["result"]
    assert text.splitlines()[1].startswith("offense,section,yes,")
