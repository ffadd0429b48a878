"""The answer as plain tables, ready for ``json.dumps``: the shape that outside checks rely on."""

from __future__ import annotations

from typing import Any

from restitution.estimate import Estimate, Order
from restitution.law import Authority, Parameter
from restitution.money import stated
from restitution.worksheet import Line

type Table = dict[str, Any]


def estimate_table(result: Estimate) -> Table:
    """The answer to ``estimate``. Amounts are text with two decimals, US dollars."""
    return {
        "schema": 1,
        "orders": [_order(order) for order in result.orders],
        "totals": {
            "by_victim": {victim: stated(amount) for victim, amount in result.by_victim.items()},
            "by_defendant": {defendant: stated(amount) for defendant, amount in result.by_defendant.items()},
            "case": stated(result.case),
        },
        "worksheet": {"lines": [_line(line) for line in result.lines]},
    }


def _order(order: Order) -> Table:
    return {
        "victim": order.victim,
        "defendant": order.defendant,
        "provision": order.branch.provision,
        "law": order.branch.law,
        "full_losses": _amount(order.losses),
        "methods": {name: _amount(line) for name, line in order.methods.items()},
        "chosen": order.chosen,
        "floor": _amount(order.floor),
        "order": _amount(order.order),
        "range": {"low": _amount(order.low), "high": _amount(order.high)} if order.low else None,
        "liability": stated(order.liability),
        "cap": _amount(order.cap),
        "outstanding": _amount(order.outstanding),
        "collectible": _amount(order.collectible),
        "flags": list(order.flags),
    }


def _amount(line: Line | None) -> str | None:
    return None if line is None or line.amount is None else stated(line.amount)


def _line(line: Line) -> Table:
    return {
        "key": line.key,
        "label": line.label,
        "amount": _amount(line),
        "formula": line.formula,
        "status": line.status.value,
        "authorities": [{"id": cite.authority, "pin": cite.pin} for cite in line.authorities],
        "children": [_line(child) for child in line.children],
    }


def authority_table(authority: Authority) -> Table:
    """An entry of the registry of authorities; keys that do not apply to its kind are left out."""
    fields = {name: getattr(authority, name) for name in Authority.__slots__}
    fields["reviewed"] = authority.reviewed.isoformat()
    always = ("verified", "not_verified")
    return {name: value for name, value in fields.items() if name in always or value not in ("", None)}


def parameter_table(parameter: Parameter) -> Table:
    """A dated parameter with its values; ``to`` is the last day, ``null`` while the value lasts."""
    return {
        "id": parameter.id,
        "label": parameter.label,
        "unit": parameter.unit,
        "note": parameter.note,
        "values": [
            {
                "from": value.start.isoformat(),
                "to": value.end.isoformat() if value.end else None,
                "amount": value.amount,
                "authority": value.authority,
                "pin": value.pin,
                "note": value.note,
            }
            for value in parameter.values
        ],
    }
