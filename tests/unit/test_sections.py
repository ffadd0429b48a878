"""The offense table: every section is classified as in the statute's lists."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.support import answer, lines_of

from restitution import LAW
from restitution.law import canonical_section, find_offense

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
READINGS = {
    ("2252A(a)(6)", ""),
    ("2252A(a)(7)", ""),
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
        "2252a(a)(5)",
        "2252A(a)(5",
        "2252A(a)(5), (b)(2)",
        "2252A(a)(5) and 2251(a)",
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


def test_a_refusal_names_the_relatives() -> None:
    """A user who writes only 2251 is shown its paragraphs."""
    with pytest.raises(ValueError, match=r"Known sections: 2251\(a\), 2251\(b\), 2251\(c\), 2251\(d\)"):
        canonical_section("2251")


def test_the_series_is_needed_and_nothing_else() -> None:
    """§2252A(g) without its series is refused with the three kinds."""
    for series in (None, "", "productions"):
        with pytest.raises(ValueError, match='"production", "trafficking", "other"'):
            find_offense("2252A(g)", series)
