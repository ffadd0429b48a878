"""Citations as lawyers write them, from the registry alone."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.unit.desk_support import case
from tests.unit.paper_support import built_in, of_scenario

from restitution.desk.figures import Figures
from restitution.law import LAW
from restitution.law.cases import decided_cases
from restitution.papers.citing import Signaled, cites_of, full, name_of, noted
from restitution.papers.make import paper
from restitution.worksheet import Cite, Line

WRITTEN = {
    Cite("18-usc-2259", "(b)(2)(B)"): "18 U.S.C. § 2259(b)(2)(B)",
    Cite("18-usc-2259"): "18 U.S.C. § 2259",
    Cite("18-usc-2259-pre-2018", "(b)(1)"): "18 U.S.C. § 2259(b)(1) (before Dec. 7, 2018)",
    Cite("pub-l-115-299", "132 Stat. 4383"): "Pub. L. 115-299, 132 Stat. 4383 (Dec. 7, 2018)",
    Cite("paroline-2014", "slip op. 23"): "Paroline v. United States, 572 U.S. 434 (2014) (slip op. at 23)",
    Cite("paroline-2014", "slip op. 22-23"): "Paroline v. United States, 572 U.S. 434 (2014) (slip op. at 22–23)",
    Cite(
        "paroline-2014", "Roberts, C.J., dissenting, slip op. 7"
    ): "Paroline v. United States, 572 U.S. 434 (2014) (Roberts, C.J., dissenting, slip op. at 7)",
    Cite("sainz-2016"): "United States v. Sainz, 827 F.3d 602 (7th Cir. 2016)",
    Cite("jones-2018"): (
        "United States v. Jones, 747 F. App'x 348 (6th Cir. Aug. 24, 2018) (unpublished) (award set aside: sent back "
        "because it was not explained)"
    ),
    Cite("miner-2015"): "United States v. Miner, 617 F. App'x 102 (2d Cir. 2015) (summary order)",
    Cite("knapp-2017"): "United States v. Knapp, 695 F. App'x 985 (8th Cir. 2017) (unpublished)",
}


@pytest.mark.parametrize("cite", WRITTEN, ids=lambda cite: f"{cite.authority} {cite.pin}")
def test_a_citation_is_written_as_in_a_brief(cite: Cite) -> None:
    assert full(cite) == WRITTEN[cite]


def test_every_authority_can_be_cited_and_says_when_it_binds_nobody() -> None:
    for authority in LAW.authorities.values():
        text = full(Cite(authority.id))
        assert authority.citation in text
        name = name_of(Cite(authority.id))
        assert text.startswith(name)
        assert bool(name) == (authority.kind == "case")
        appellate = "Court of Appeals" in authority.court
        marks = ("(unpublished)", "(summary order)", "(not precedential)")
        assert any(mark in text for mark in marks) or not (appellate and authority.precedential is False), text
        if authority.precedential:
            assert not any(mark in text for mark in marks), text


def every_method() -> Mapping[str, Line]:
    """Return the line of every method that has its figures, by name."""
    scenario = case(1, [{}])
    scenario["victim"][0] |= {"estimated_offenders": 50_000, "requested": "20000", "prior_awards": ["1000", "3000"]}
    estimate = Figures().case(of_scenario(scenario))[1]
    assert estimate is not None
    return estimate.orders[0].methods


def test_a_decision_that_refused_a_method_or_was_undone_never_supports_it_plainly() -> None:
    told = {name: noted(cites_of(line)) for name, line in every_method().items()}
    assert told["equal-share.ordered"].endswith(
        "United States v. Sainz, 827 F.3d 602 (7th Cir. 2016); Paroline v. United States, 572 U.S. 434 (2014) (slip "
        "op. at 23); But see United States v. Benoit, 713 F.3d 1 (10th Cir. 2013) (award set aside: no findings "
        "supported the division); United States v. Loreng, 956 F. Supp. 2d 213 (D.D.C. 2013) (the proposed division "
        "was refused, and nothing took its place)."
    )
    assert "; Cf. United States v. Loreng" in told["equal-share.estimated"]
    assert "; But see United States v. Jones" in told["requested"]
    assert "; But see Paroline v. United States, 572 U.S. 434 (2014) (Roberts, C.J., dissenting" in told["prior-awards"]
    undone = {one.id for one in decided_cases() if one.award_stands == "set-aside" or one.method == "proof-failed"}
    for name, line in every_method().items():
        for cite in cites_of(line):
            assert isinstance(cite, Signaled) or cite.authority not in undone, (name, cite)
            assert isinstance(cite, Signaled) or "dissenting" not in cite.pin, (name, cite)


def test_what_became_of_an_award_is_said_wherever_the_decision_is_cited() -> None:
    for one in decided_cases():
        if one.award_stands == "set-aside":
            assert "(award set aside" in full(Cite(one.id)), one.id
        elif one.method == "proof-failed":
            assert full(Cite(one.id)) != f"{name_of(Cite(one.id))}, {LAW.authorities[one.id].citation}"


def test_a_place_of_a_paper_has_one_note_with_all_that_it_rests_on() -> None:
    made = paper(built_in("one-victim"), parts=["summary"])
    places = list(made.cited())
    assert any(len(cites) > 3 for cites in places)
    for cites in places:
        assert len(set(cites)) == len(cites)
        signals = [isinstance(cite, Signaled) for cite in cites]
        assert signals == sorted(signals), "What went another way comes last."
