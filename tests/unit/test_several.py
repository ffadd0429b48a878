"""Several defendants of one victim: what they have in common is worked out once, and every line keeps its own key."""

from __future__ import annotations

from typing import Any

from restitution.scenario import read_scenario
from restitution.steps.estimate import Estimate, estimate
from restitution.worksheet import Line

POSSESSION, PRODUCTION, EARLIER = "2252A(a)(5)", "2251(a)", ("2012-01-01", "2013-01-01")


def _defendant(code: str, offense: str = POSSESSION, factor: str = "", span: tuple[str, str] = ("2019", "2020")) -> Any:
    first, last = (day if "-" in day else f"{day}-01-01" for day in span)
    adjustments = [{"guidepost": "distributed", "factor": factor, "reason": ""}] if factor else []
    return {
        "id": code,
        "counts": [{"offense": offense, "from": first, "to": last, "victims": ["A"]}],
        "conduct": [{"victim": "A", "images": 3, "adjustments": adjustments}],
    }


def _estimate(*defendants: Any) -> Estimate:
    losses = [
        {"category": "therapy", "label": "Therapy", "amount": "90000"},
        {"category": "income", "label": "Income", "amount": "10000", "cause": "mixed", "trafficking_share": "0.5"},
    ]
    return estimate(
        read_scenario(
            {
                "schema": 1,
                "order_date": "2021-06-01",
                "apportionment": {"method": "adjusted-share"},
                "victim": [{"id": "A", "ordered_defendants": 7, "assistance_received": "100", "loss": losses}],
                "defendant": list(defendants),
            }
        )
    )


def _unkeyed(line: Line, key: str) -> Line:
    assert all(one.key.startswith(key) for one in line.walk())
    return line.under(key, "-")


def test_each_order_is_the_one_that_it_is_alone_with_as_many_members() -> None:
    """The first, the second and the third of a kind have the same lines, whoever comes before."""
    kinds: list[tuple[str, dict[str, Any]]] = [
        ("a", {}),
        ("b", {"factor": "2"}),
        ("c", {"offense": PRODUCTION}),
        ("d", {"span": EARLIER}),
    ]
    mixed = _estimate(*(_defendant(f"{name}{n}", **options) for n in (1, 2) for name, options in kinds))
    worksheets = {line.key: line for line in mixed.lines}
    for name, options in kinds:
        others = [_defendant(f"x{n}", offense=PRODUCTION) for n in range(7)]
        alone = _estimate(_defendant("z", **options), *others)
        expected = _unkeyed(alone.lines[0], "A.z")
        for n in (1, 2):
            key = f"A.{name}{n}"
            made = _unkeyed(worksheets[key], key)
            assert (made.amount, made.formula, made.children) == (
                expected.amount,
                expected.formula,
                expected.children,
            )


def test_a_line_moves_with_every_line_under_it() -> None:
    """Only the beginning of a key is replaced, once; a new beginning that holds the old one is no trap."""
    line = _estimate(_defendant("1")).orders[0].losses
    moved = line.under("A.1", "A.1.A.1")
    assert [one.key for one in moved.walk()] == [f"A.1.{one.key}" for one in line.walk()]
    assert moved.under("A.1.A.1", "A.1") == line
