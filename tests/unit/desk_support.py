"""What the tests of the desk's answers share: cases of several sizes, hostile text, and the HTML as it is parsed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bs4 import BeautifulSoup, Tag

from restitution.scenario import read_scenario
from restitution.steps.estimate import Estimate, estimate

HOSTILE = "</p><script>alert('1')</script> & \"both\" =1+1"

POSSESSION, PRODUCTION, ELSEWHERE = "2252A(a)(5)", "2251(a)", "1591"
AFTER = ("2019-01-01", "2020-03-01")
SPANNING = ("2018-01-01", "2020-03-01")


def case(victims: int = 1, defendants: Sequence[dict[str, Any]] = ({},), **victim: Any) -> dict[str, Any]:
    """Return a scenario; each defendant may change its offense, span, whom it names, or its joint group."""
    codes = [chr(ord("A") + i) for i in range(victims)]
    loss = {"category": "therapy", "label": "Therapy", "amount": "600000"}
    return {
        "schema": 1,
        "title": "Made up",
        "order_date": "2021-06-01",
        "apportionment": {"method": "equal-share"},
        "victim": [{"id": code, "ordered_defendants": 100, "loss": [loss]} | victim for code in codes],
        "defendant": [_defendant(str(i), codes, **changed) for i, changed in enumerate(defendants, 1)],
    }


def _defendant(
    code: str, codes: Sequence[str], *, offense: str = POSSESSION, span: tuple[str, str] = AFTER, **changed: Any
) -> dict[str, Any]:
    names = changed.get("names", codes)
    return {
        "id": code,
        "counts": [{"offense": offense, "from": span[0], "to": span[1], "victims": list(names)}],
        "conduct": [{"victim": name, "joint_group": changed.get("joint", "")} for name in names],
    }


def nine_and_three() -> dict[str, Any]:
    """Return nine victims, three defendants, 45 losses and 40 awards, as counsel has them."""
    categories = ("medical", "therapy", "transport", "income", "fees")
    span = {"cause": "mixed", "trafficking_share": "0.5"}
    sizes: list[dict[str, Any]] = [
        {"amount": "12000"} | span,
        {"low": "108975", "high": "113600"},
        {"amount": "3000"},
        {"annual": "30000", "years": 30, "growth": "0.02", "discount": "0.03"},
        {"amount": "5000"},
    ]
    losses = [
        {"category": name, "label": f"Loss of {name}", "exhibit": "Ex. 1"} | size
        for name, size in zip(categories, sizes, strict=True)
    ]
    tables = case(9, ({}, {"span": SPANNING}, {"offense": PRODUCTION}), loss=losses, requested="10000")
    tables["victim"][8]["requested"] = "3000"
    tables["victim"][8]["ordered_defendants"] = 5000
    tables["victim"][0]["prior_awards"] = [str(3000 + 100 * i) for i in range(40)]
    return tables


def result(tables: dict[str, Any]) -> Estimate:
    """Return the estimate of a scenario."""
    return estimate(read_scenario(tables))


def parsed(html: str) -> BeautifulSoup:
    """Parse an answer and check what holds for all: no element or attribute that could act, no id twice."""
    soup = BeautifulSoup(html, "html.parser")
    assert not soup.find_all(["script", "style", "iframe", "object", "embed", "form"])
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for tag in soup.find_all(True):
        assert not [name for name in tag.attrs if name == "style" or name.startswith("on")], tag
    for table in soup.find_all("table"):
        assert table.caption
        assert table.caption.get_text()
        assert all(head.get("scope") for head in table.find_all("th"))
    return soup


def words(tag: Tag | BeautifulSoup) -> str:
    """Return the text of an element with single spaces."""
    return " ".join(tag.get_text(" ").split())
