"""The offense table: every section is classified as in the statute's lists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.support import answer, lines_of, mistakes

from restitution import LAW
from restitution.law import canonical_section, find_offense, read_charge, read_charges

FULL, SHARE, OUTSIDE = "2259(b)(1)", "2259(b)(2)", "not-2259"
# Taken from the text of §2259(c)(1) and (c)(3) and from the chapters of Title 18, not from the data under test.
TABLE = {
    ("2251(a)", ""): (FULL, "110", "18-usc-2259"),
    ("2251(b)", ""): (FULL, "110", "18-usc-2259"),
    ("2251(c)", ""): (FULL, "110", "18-usc-2259"),
    ("2251(d)", ""): (SHARE, "110", "18-usc-2259"),
    ("2251A", ""): (FULL, "110", "18-usc-2259"),
    ("2252(a)(1)", ""): (SHARE, "110", "18-usc-2259"),
    ("2252(a)(2)", ""): (SHARE, "110", "18-usc-2259"),
    ("2252(a)(3)", ""): (SHARE, "110", "18-usc-2259"),
    ("2252(a)(4)", ""): (SHARE, "110", "18-usc-2259"),
    ("2252A(a)(1)", ""): (SHARE, "110", "18-usc-2259"),
    ("2252A(a)(2)", ""): (SHARE, "110", "18-usc-2259"),
    ("2252A(a)(3)", ""): (SHARE, "110", "18-usc-2259"),
    ("2252A(a)(4)", ""): (SHARE, "110", "18-usc-2259"),
    ("2252A(a)(5)", ""): (SHARE, "110", "18-usc-2259"),
    ("2252A(a)(6)", ""): (FULL, "110", "18-usc-2259"),
    ("2252A(a)(7)", ""): (FULL, "110", "18-usc-2259"),
    ("2252A(g)", "production"): (FULL, "110", "18-usc-2259"),
    ("2252A(g)", "trafficking"): (SHARE, "110", "18-usc-2259"),
    ("2252A(g)", "other"): (FULL, "110", "18-usc-2259"),
    ("2260(a)", ""): (FULL, "110", "18-usc-2259"),
    ("2260(b)", ""): (SHARE, "110", "18-usc-2259"),
    ("2252B", ""): (FULL, "110", "18-usc-2259"),
    ("2252C", ""): (FULL, "110", "18-usc-2259"),
    ("2257", ""): (FULL, "110", "18-usc-2259"),
    ("2257A", ""): (FULL, "110", "18-usc-2259"),
    ("2258", ""): (FULL, "110", "18-usc-2259"),
    ("2260A", ""): (FULL, "110", "18-usc-2259"),
    ("1466A", ""): (OUTSIDE, "71", "18-usc-3663"),
    ("2241", ""): (OUTSIDE, "109A", "18-usc-2248"),
    ("2242", ""): (OUTSIDE, "109A", "18-usc-2248"),
    ("2243", ""): (OUTSIDE, "109A", "18-usc-2248"),
    ("2244", ""): (OUTSIDE, "109A", "18-usc-2248"),
    ("2421", ""): (OUTSIDE, "117", "18-usc-2429"),
    ("2422", ""): (OUTSIDE, "117", "18-usc-2429"),
    ("2423", ""): (OUTSIDE, "117", "18-usc-2429"),
    ("1591", ""): (OUTSIDE, "77", "18-usc-1593"),
}
# Only these follow from the text of the law; the other chapter 110 sections are our reading, and must say so.
# Taken from the text of the four sections, which names the paragraphs that each provision punishes.
PENALTIES = {
    **dict.fromkeys(("2251(a)", "2251(b)", "2251(c)", "2251(d)"), "2251(e)"),
    **dict.fromkeys((f"2252(a)({number})" for number in (1, 2, 3)), "2252(b)(1)"),
    "2252(a)(4)": "2252(b)(2)",
    **dict.fromkeys((f"2252A(a)({number})" for number in (1, 2, 3, 4, 6)), "2252A(b)(1)"),
    "2252A(a)(5)": "2252A(b)(2)",
    "2252A(a)(7)": "2252A(b)(3)",
    "2260(a)": "2260(c)(1)",
    "2260(b)": "2260(c)(2)",
}
# Those, their whole subsections, a deeper pin, and two that the Code does not have.
PLACES = [
    *sorted(set(PENALTIES.values())),
    *("2252(b)", "2252A(b)", "2260(c)", "2252A(b)(1)(A)", "2252(b)(3)", "2252A(b)(4)"),
]
LISTED = "2 counts: {}, with the penalty provisions {}"

READINGS = {
    ("2252A(a)(6)", ""),
    ("2252A(a)(7)", ""),
    ("2252A(g)", "trafficking"),
    ("2252A(g)", "other"),
    ("2252B", ""),
    ("2252C", ""),
    ("2257", ""),
    ("2257A", ""),
    ("2258", ""),
    ("2260A", ""),
}


def test_the_table_is_whole() -> None:
    """No section is missing from the engine's table, and it has none that is not checked here."""
    assert {(offense.section, offense.series) for offense in LAW.offenses} == set(TABLE)


@pytest.mark.parametrize("entry", TABLE, ids=lambda entry: f"{entry[0]}{'-' if entry[1] else ''}{entry[1]}")
def test_where_a_section_leads(entry: tuple[str, str], plain: dict[str, Any]) -> None:
    """Charged alone, a section gives its provision, or a line that names the statute that does apply."""
    provision, chapter, statute = TABLE[entry]
    count = plain["defendant"][0]["counts"][0]
    count["offense"] = entry[0]
    if entry[1]:
        count["series"] = entry[1]
    result = answer("estimate", plain)
    assert [order["provision"] for order in result["orders"]] == ([] if provision == OUTSIDE else [provision])
    offense = find_offense(entry[0], entry[1] or None)
    assert offense.chapter == chapter
    line = lines_of(result)["A.1.count.1"]
    assert line["status"] == ("model" if entry in READINGS else "statute")
    assert line["authorities"][0]["id"] == "18-usc-2259"
    assert line["authorities"][1]["id"] == (statute if provision == OUTSIDE else offense.authority)
    assert f"§{entry[0]}" in line["label"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2252A(a)(5)", "2252A(a)(5)"),
        ("2252A(a)(5)(B)", "2252A(a)(5)"),
        ("2252A(a)(5)(B)(ii)", "2252A(a)(5)"),
        ("2252(a)(4)(B)", "2252(a)(4)"),
        ("2251(d)(1)(A)", "2251(d)"),
        ("2251A(b)(2)(A)", "2251A"),
        ("2252A(g)(2)", "2252A(g)"),
        ("2260(b)(3)", "2260(b)"),
        ("2422(b)", "2422"),
        ("2241(c)", "2241"),
        ("2423(a)", "2423"),
        ("1591(a)(1)", "1591"),
        ("2257(f)(4)", "2257"),
        ("2257A(f)", "2257A"),
        ("18 U.S.C. § 2252A(a)(5)(B)", "2252A(a)(5)"),
        ("18 U.S.C. 2252A(a)(5)", "2252A(a)(5)"),
        ("18 USC §§ 2252(a)(2)", "2252(a)(2)"),
        ("18U.S.C.§2251(a)", "2251(a)"),
        ("18 u.s.c. section 2251(a)", "2251(a)"),
        ("§2251(a)", "2251(a)"),
        ("Section 2251(a)", "2251(a)"),
        ("Sec. 2251(a)", "2251(a)"),
        ("  2252 (a) (2)  ", "2252(a)(2)"),
        ("18 USC 2252a(a)(5)", "2252A(a)(5)"),
        ("2251a(b)(2)(A)", "2251A"),
        ("1466a", "1466A"),
        ("18:2252A(a)(5)(B)", "2252A(a)(5)"),
        ("18 U.S.C.A. § 2252A(a)(2)", "2252A(a)(2)"),
        ("Title 18, United States Code, Section 2252A(a)(2)(A)", "2252A(a)(2)"),
        ("18 U.S.C.\u00a0§\u00a02252A(a)(5)", "2252A(a)(5)"),
    ],
)
def test_sections_as_people_write_them(written: str, meant: str) -> None:
    """A deeper pin means its paragraph, and a prefix is dropped."""
    assert canonical_section(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "2251",
        "2252",
        "2252A",
        "2252(a)",
        "2252A(a)",
        "2260",
        "2251(e)",
        "2252(b)(1)",
        "2252A(b)",
        "2252A(c)",
        "2252A(h)",
        "2252(a)(5)",
        "2252A(a)(8)",
        "2260(c)",
        "2256",
        "2258A",
        "2259",
        "2245",
        "2425",
        "1470",
        "9999",
        "9999(a)",
    ],
)
def test_unknown_sections_are_not_guessed(written: str) -> None:
    """A section that does not decide the paragraph, or is not in the table, is refused."""
    with pytest.raises(ValueError, match="is not in the offense table"):
        canonical_section(written)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "possession",
        "2252A(a)(5",
        "21 U.S.C. 841",
        "371",
        "22512(a)",
        "§§",
        "２２５１(a)",
    ],
)
def test_text_that_is_no_section(written: str) -> None:
    """Other text is refused with an example of the right form."""
    with pytest.raises(ValueError, match=r"for example 2252A\(a\)\(5\)"):
        canonical_section(written)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2252A(a)(5)(B) and (b)(2)", "2252A(a)(5), with its penalty provision (b)(2)"),
        ("2252A(a)(5)(B)and(b)(2)", "2252A(a)(5), with its penalty provision (b)(2)"),
        ("§ 2252A(a)(5)(B), (b)(2)", "2252A(a)(5), with its penalty provision (b)(2)"),
        ("18 U.S.C. §§ 2252A(a)(2), (b)(1)", "2252A(a)(2), with its penalty provision (b)(1)"),
        ("2252A(a)(2) & 2252A(b)(1)", "2252A(a)(2), with its penalty provision (b)(1)"),
        ("2252A(b)(1) and 2252A(a)(2)", "2252A(a)(2), with its penalty provision (b)(1)"),
        ("2252A(b)(1) and (a)(2)", "2252A(a)(2), with its penalty provision (b)(1)"),
        (
            "2252A(b)(2), (a)(2), (a)(5), (b)(1)",
            LISTED.format("2252A(a)(2) and 2252A(a)(5)", "2252A(b)(2) and 2252A(b)(1)"),
        ),
        ("2252(a)(4)(B), (b), (b)(2)", "2252(a)(4), with its penalty provisions (b) and (b)(2)"),
        ("2252(a)(4)(B), (b)(2), (b)(2)", "2252(a)(4), with its penalty provision (b)(2)"),
        (
            "2252(a)(2), (a)(4)(B), (b)(1), (b)(2)",
            LISTED.format("2252(a)(2) and 2252(a)(4)", "2252(b)(1) and 2252(b)(2)"),
        ),
        (
            "2252A(a)(2), (b)(1); 2252A(a)(5)(B), (b)(2)",
            LISTED.format("2252A(a)(2) and 2252A(a)(5)", "2252A(b)(1) and 2252A(b)(2)"),
        ),
        (
            "2252A(a)(2), (a)(5)(B), (b)",
            "2 counts: 2252A(a)(2) and 2252A(a)(5), with the penalty provision 2252A(b)",
        ),
        (
            "2252A(a)(5), (a)(2), (a)(5), 2251(a), (b) and 2252A(b)(1)",
            "5 counts: 2252A(a)(5), 2252A(a)(2), 2252A(a)(5), 2251(a) and 2251(b), with the penalty provision "
            "2252A(b)(1); none is named for 2252A(a)(5)",
        ),
        (
            "2252A(a)(1), (g), (b)(1)",
            "2 counts: 2252A(a)(1) and 2252A(g), with the penalty provision 2252A(b)(1); none is named for 2252A(g)",
        ),
        ("2251(a), (e)", "2251(a), with its penalty provision (e)"),
        ("2251(a) and (e)", "2251(a), with its penalty provision (e)"),
        ("2251(d)(1)(A), (e)", "2251(d), with its penalty provision (e)"),
        ("2260(a), (c)(1)", "2260(a), with its penalty provision (c)(1)"),
        ("2252A(a)(2) and 2252A(a)(5)(B)", "2 counts: 2252A(a)(2) and 2252A(a)(5)"),
        ("2252(a)(2), 2252(a)(4)(B)", "2 counts: 2252(a)(2) and 2252(a)(4)"),
        ("2252(a)(2), (a)(4)(B)", "2 counts: 2252(a)(2) and 2252(a)(4)"),
        ("2251(a)\n2252A(a)(2)\r\n2422(b)", "3 counts: 2251(a), 2252A(a)(2) and 2422"),
        ("18 U.S.C. § 2252A(a)(2); 18 U.S.C. § 2252A(a)(2)", "2 counts: 2252A(a)(2) and 2252A(a)(2)"),
        (
            "2251(a) & (e); 2252A(a)(5)(B) & (b)(2)",
            "2 counts: 2251(a) and 2252A(a)(5), with the penalty provisions 2251(e) and 2252A(b)(2)",
        ),
        # The table has no paragraphs of these: further pins are of the same offense.
        ("1591(a)(1), (b)(1)", "1591"),
        ("2422(a), (b)", "2422"),
    ],
)
def test_sections_as_judgments_print_them(written: str, words: str) -> None:
    """An offense with its penalty provision, or several offenses, and what was read is said."""
    assert read_charges(written).words == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2252A(b)(2)", "Section 2252A(b)(2) is not in the offense table: it states a penalty. Name the offense too."),
        ("2252A(a)(5), 2251(e)", "Section 2251(e) is not in the offense table: it states a penalty."),
        ("2252A(b)(4)", "Section 2252A(b)(4) is not in the offense table. Known sections: 2252A(a)(1)"),
        ("2252A(g), (b)(1)", "Section 2252A(b)(1) is not in the offense table: it states a penalty."),
        ("2251(a), (f)", "“(f)”, read as 2251(f), is not in the offense table. Known sections: 2251(a)"),
        ("2252A(a)(5), (6)", "“(6)”, read as 2252A(6), is not in the offense table."),
        ("2252A(a)(5)(B), (b)(2), 2256(8)", "Section 2256(8) is not in the offense table."),
        ("2251(a) and 2", "not “2”."),
        ("2251(a)-(e)", "not “2251(a)-(e)”."),
        ("(b)(2)", "not “(b)(2)”."),
        ("attempted 2251(a)", "not “attempted 2251(a)”."),
        ("2260a", "“2260a” may be 2260A or 2260(a): write the one that is meant."),
        ("2252b", "“2252b” may be 2252B or 2252(b): write the one that is meant."),
        ("2251(a), " * 100, "for example 2252A(a)(5), not “2251(a),"),
    ],
)
def test_what_is_not_known_is_not_guessed(written: str, words: str) -> None:
    """The refusal names the part that is not known."""
    with pytest.raises(ValueError, match=re.escape(words)):
        read_charges(written)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2252A(a)(5)(B) and (b)(1)", "2252A(b)(1) is not the penalty provision of 2252A(a)(5), which is (b)(2)."),
        ("2252(a)(4)(B), (b)(1), (b)(2)", "2252(b)(1) is not the penalty provision of 2252(a)(4), which is (b)(2)."),
        ("2260(b), (c)(1)", "2260(c)(1) is not the penalty provision of 2260(b), which is (c)(2)."),
        ("2252A(a)(7), (b)(4)", "2252A(b)(4) is not the penalty provision of 2252A(a)(7), which is (b)(3)."),
        ("2252A(a)(1), (b)(12)", "2252A(b)(12) is not the penalty provision of 2252A(a)(1), which is (b)(1)."),
        ("2252A(b)(1), 2252A(a)(5)", "2252A(b)(1) is not the penalty provision of 2252A(a)(5), which is (b)(2)."),
        (
            "2252A(a)(2), (b)(2); 2252A(a)(5)(B), (b)(2)",
            "2252A(b)(2) is not the penalty provision of 2252A(a)(2), which is (b)(1).",
        ),
        (
            "2252A(a)(2), (a)(5)(B), (a)(2), (g), 2251(a) and 2252A(b)(3)",
            "2252A(b)(3) is not the penalty provision of 2252A(a)(2), which is (b)(1), or of 2252A(a)(5), which is "
            "(b)(2).",
        ),
    ],
)
def test_a_penalty_provision_of_another_offense_is_refused(written: str, words: str) -> None:
    """The refusal names both, and what to write; what stands later in a list does not mend it."""
    mend = " Correct the one that is wrong, or leave the penalty provision out."
    with pytest.raises(ValueError, match=f"^{re.escape(words + mend)}$"):
        read_charges(written)


def _punishes(penalty: str, section: str) -> bool:
    own = PENALTIES.get(section, "-")
    return penalty == own or penalty.startswith(f"{own}(") or (penalty.count("(") == 1 and own.startswith(penalty))


@pytest.mark.parametrize("penalty", PLACES)
@pytest.mark.parametrize("section", sorted({section for section, _ in TABLE}))
def test_every_pair_of_an_offense_and_a_penalty_provision(section: str, penalty: str) -> None:
    """Read where the one punishes the other, in either order and with a deeper pin, and refused everywhere else."""
    for first, second in ((section, penalty), (f"{section}(A)", penalty), (penalty, section)):
        if _punishes(penalty, section):
            charges = read_charges(f"{first} and {second}")
            assert (charges.sections, charges.penalties) == ((section,), (penalty,))
        else:
            with pytest.raises(ValueError, match=re.escape(penalty)):
                read_charges(f"{first} and {second}")


@given(st.lists(st.sampled_from([*PENALTIES, "2252A(g)", "1591", *PLACES]), min_size=1, max_size=6))
def test_a_penalty_provision_is_never_guessed(parts: list[str]) -> None:
    """A list is read if each of its provisions punishes an offense of its section before it, or after it if first."""
    offenses = [part for part in parts if part not in PLACES]
    sound = bool(offenses)
    for at, part in enumerate(parts):
        if part in PLACES:
            same = [
                [one for one in some if one in PENALTIES and one.partition("(")[0] == part.partition("(")[0]]
                for some in (parts[:at], parts)
            ]
            sound &= any(_punishes(part, one) for one in same[0] or same[1])
    if not sound:
        with pytest.raises(ValueError, match=r"penalty|is not in the offense table"):
            read_charges("; ".join(parts))
        return
    charges = read_charges("; ".join(parts))
    assert charges.sections == tuple(offenses)
    assert charges.penalties == tuple(dict.fromkeys(part for part in parts if part in PLACES))


def test_the_table_of_the_commands_page() -> None:
    """What the page says of sections is what is read."""
    page = (Path(__file__).parents[2] / "content" / "reference" / "commands.md").read_text(encoding="utf-8")
    table = page.partition("| Typed | Read as |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| `(.+)` \| (.+) \|$", table, re.MULTILINE)
    assert len(rows) == 5
    for typed, words in rows:
        assert read_charges(typed).words == words


def test_the_penalty_provisions_of_the_commands_page() -> None:
    """Each provision of the law data, with the offenses that the page says it punishes."""
    page = (Path(__file__).parents[2] / "content" / "reference" / "commands.md").read_text(encoding="utf-8")
    table = page.partition("| Provision | Punishes |")[2].partition("\n\n")[0]
    stated: dict[str, str] = {}
    for penalty, first, last, also in re.findall(
        r"^\| § (\S+) \| § (\S+)(?: to (\(\w\)))?(?: and (\(\w\)))? \|$", table, re.MULTILINE
    ):
        stem, at = first[:-3], first[-2]
        ends = [chr(one) for one in range(ord(at), ord(last[1] if last else at) + 1)] + [also[1:2]] * bool(also)
        stated |= {f"{stem}({end})": penalty for end in ends}
    assert stated == PENALTIES


def test_one_offense_where_one_belongs() -> None:
    """A list is refused with each of its offenses; the penalty provision is no second offense."""
    assert read_charge("2251(a), (e)").sections == ("2251(a)",)
    with pytest.raises(ValueError, match=r"names 2: 2251\(a\) and 2252A\(a\)\(5\)\. Give one at a time\."):
        read_charge("2251(a) and 2252A(a)(5)(B)")


@pytest.mark.parametrize("command", ["provision", "assessment", "assistance"])
def test_a_question_about_one_offense(command: str) -> None:
    """Says what it read where that differs, and refuses a list."""
    others = {
        "provision": {"from": "2020-01-01", "to": "2021-01-01"},
        "assessment": {},
        "assistance": {"order_date": "2024-01-01"},
    }[command]
    written = {"path": "offense", "typed": "2252A(a)(5)(B) and (b)(2)"}
    asked = {"offense": written["typed"], **others}
    read = {**written, "read_as": "2252A(a)(5), with its penalty provision (b)(2)"}
    assert answer(command, asked)["read"] == [read]
    assert "“2252A(a)(5)(B) and (b)(2)” as 2252A(a)(5), with its penalty provision (b)(2)." in answer(
        command, asked, "md"
    ).replace("\\", "")
    assert answer(command, asked | {"offense": "18 U.S.C. § 2252A(a)(5)"})["read"] == []
    assert "names 2: 2251(a) and 2251(b)" in mistakes(command, asked | {"offense": "2251(a), (b)"})["offense"]


def test_a_list_in_a_scenario_is_a_count_each(plain: dict[str, Any]) -> None:
    """With the same dates and victims, as if each had been written alone."""
    count = plain["defendant"][0]["counts"][0]
    plain["defendant"][0]["counts"] = [count | {"offense": "2252A(a)(2), (a)(5)(B) and (b)(1)"}]
    listed = answer("estimate", plain)
    plain["defendant"][0]["counts"] = [count | {"offense": one} for one in ("2252A(a)(2)", "2252A(a)(5)")]
    single = answer("estimate", plain)
    assert listed.pop("read") == [
        {
            "path": "defendant[0].counts[0].offense",
            "typed": "2252A(a)(2), (a)(5)(B) and (b)(1)",
            "read_as": "2 counts: 2252A(a)(2) and 2252A(a)(5), with the penalty provision 2252A(b)(1); "
            "none is named for 2252A(a)(5)",
        }
    ]
    assert single.pop("read") == []
    assert listed == single
    assert {"A.1.count.1", "A.1.count.2"} <= set(lines_of(listed))


def test_the_series_belongs_to_every_section_of_a_list(plain: dict[str, Any]) -> None:
    count = plain["defendant"][0]["counts"][0]
    count["offense"] = "2252A(a)(2), (g)"
    assert "what the series was made of" in mistakes("estimate", plain)["defendant[0].counts[0].series"]
    count["series"] = "production"
    assert [order["provision"] for order in answer("estimate", plain)["orders"]] == [FULL]


@given(st.text(alphabet="0125abegABG()§,;& .-\n\u00a0", max_size=40) | st.text(max_size=20))
def test_any_text_is_a_section_of_the_table_or_refused(text: str) -> None:
    """Whatever is read is in the offense table, and every digit of it stands in the text."""
    try:
        charges = read_charges(text)
    except ValueError:
        return
    known = {offense.section for offense in LAW.offenses}
    assert set(charges.sections) <= known
    for section in charges.sections:
        assert section[:4] in text
        assert section[4:5] in ("", "(") or section[4].upper() in text.upper()


@given(
    st.lists(st.sampled_from(sorted({section for section, _ in TABLE})), min_size=1, max_size=6),
    st.sampled_from([", ", " and ", "; ", " & ", ",\n", ", 18 U.S.C. § "]),
    st.sampled_from(["", "18 U.S.C. §§ ", "§ ", "Sections ", "18:"]),
)
def test_a_list_of_sections_is_read_as_it_is_written(sections: list[str], between: str, before: str) -> None:
    """Every section of the table, in any list that judgments use."""
    charges = read_charges(before + between.join(sections))
    assert charges.sections == tuple(sections)
    assert charges.penalties == ()


def test_the_penalty_provisions() -> None:
    """Those that were read, each for the offenses that it names; no other offense has one."""
    assert {offense.section: offense.penalty for offense in LAW.offenses if offense.penalty} == PENALTIES


def test_a_refusal_names_the_relatives() -> None:
    """A user who writes only 2251 is shown its paragraphs."""
    with pytest.raises(ValueError, match=r"Known sections: 2251\(a\), 2251\(b\), 2251\(c\), 2251\(d\)"):
        canonical_section("2251")


def test_the_series_is_needed_and_nothing_else() -> None:
    """§2252A(g) without its series is refused with the three kinds."""
    for series in (None, "", "productions"):
        with pytest.raises(ValueError, match='"production", "trafficking", "other"'):
            find_offense("2252A(g)", series)
