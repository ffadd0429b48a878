"""Citations as lawyers write them, from the registry alone."""

from __future__ import annotations

import pytest

from restitution.law import LAW
from restitution.papers.citing import full, name_of
from restitution.worksheet import Cite

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
    Cite("jones-2018"): "United States v. Jones, 747 F. App'x 348 (6th Cir. Aug. 24, 2018) (unpublished)",
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
