"""From orders to money: a joint group through estimate, distribute and ledger, and a ledger beside a scenario."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.unit.support import ANSWERED, Run, answer


def test_a_joint_group_pays_once(plain: dict[str, Any]) -> None:
    """Two members, one liability: what one pays the other no longer owes, and the victim is never paid twice."""
    plain["victim"][0]["ordered_defendants"] = 8
    plain["defendant"] = [
        {**plain["defendant"][0], "id": code, "conduct": [{"victim": "A", "joint_group": "J"}]} for code in ("1", "2")
    ]
    orders = answer("estimate", plain)["orders"]
    (liability,) = {order["liability"] for order in orders}
    assert (liability, orders[0]["order"]) == ("10000.00", "5000.00")

    owed = {"id": "R", "kind": "restitution", "victim": "A", "amount": liability, "defendants": ["1", "2"]}
    paid = [("2021-09-01", "1", "5000"), ("2022-09-01", "2", "4000"), ("2023-09-01", "1", "3000")]
    payments = [{"date": day, "defendant": who, "amount": amount} for day, who, amount in paid]
    money = answer("distribute", {"schema": 1, "obligation": [owed], "payment": payments})
    assert money["victims"] == {"A": liability}
    assert Fraction(money["unapplied"]) == 12000 - Fraction(liability)

    rows = [
        {"date": "2021-06-01", "kind": "order", "case": f"C{code}", "amount": liability, "joint": "J"}
        for code in ("1", "2")
    ]
    rows.append({"date": "2021-06-01", "kind": "finding", "case": "C1", "amount": "50000"})
    for one in money["payments"]:
        received = one["applied"].get("R")
        if received:
            rows.append({"date": one["date"], "kind": "payment", "case": f"C{one['defendant']}", "amount": received})
    books = answer("ledger", {"ledger": rows, "as_of": "2024-01-01"})
    assert books["ordered"] == liability
    assert books["received"] == money["victims"]["A"]
    assert {case["balance"] for case in books["cases"]} == {"0.00"}

    # The next court starts from this ledger.
    plain["defendant"] = plain["defendant"][:1]
    plain["order_date"] = "2024-01-01"
    del plain["victim"][0]["ordered_defendants"]
    plain["victim"][0]["ledger"] = rows
    (following,) = answer("estimate", plain)["orders"]
    assert following["methods"]["equal-share.ordered"] == "16666.67"
    assert Fraction(following["outstanding"]) == 50000 - Fraction(books["received"])


@pytest.mark.parametrize("name", ["ledger.csv", "books/ledger.csv", "ledger.json", "../ledger.csv", "/ledger.csv"])
def test_a_ledger_file_beside_a_scenario(tmp_path: Path, run: Run, plain: Any, name: str) -> None:
    """A relative name is resolved from the scenario's folder, whatever the working directory."""
    csv = "date,kind,case,amount\n2020-01-01,finding,C1,70000\n2020-01-01,order,C1,4000\n2020-02-01,payment,C1,500\n"
    rows = [
        {"date": "2020-01-01", "kind": "finding", "case": "C1", "amount": "70000"},
        {"date": "2020-01-01", "kind": "order", "case": "C1", "amount": "4000"},
        {"date": "2020-02-01", "kind": "payment", "case": "C1", "amount": "500"},
    ]
    folder = tmp_path / "case"
    folder.mkdir()
    if name.startswith("/"):
        name = f"{tmp_path}{name}"
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(rows) if name.endswith("json") else csv, encoding="utf-8")
    del plain["victim"][0]["ordered_defendants"]
    plain["victim"][0]["ledger"] = name
    scenario = folder / "scenario.json"
    scenario.write_text(json.dumps(plain), encoding="utf-8")

    def told(command: str) -> Any:
        code, out, err = run(command, str(scenario), "--format", "json")
        assert (code, err) == (ANSWERED, "")
        return json.loads(out)

    (order,) = told("estimate")["orders"]
    assert (order["order"], order["cap"], order["outstanding"]) == ("25000.00", "70000.00", "69500.00")
    assert told("compare")["base"]["total"] == "25000.00"
    assert told("losses")["victims"][0]["total"] == "50000.00"
