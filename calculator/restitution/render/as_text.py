"""The answer as text for a terminal: the worksheet as an indented tree, each line with its authority."""

from __future__ import annotations

from textwrap import wrap

from restitution.dates import spelled
from restitution.errors import FieldError
from restitution.estimate import Estimate, Order
from restitution.law import Authority, Parameter
from restitution.money import dollars
from restitution.render.words import FLAGS, NOTICE, citation
from restitution.worksheet import Line

_WIDTH = 100
_AMOUNT = 22


def estimate_text(result: Estimate) -> str:
    """The answer to ``estimate`` for people."""
    title = result.scenario.title or "Estimate"
    lines = [title, f"Order of {spelled(result.scenario.order_date)}", ""]
    lines += [row for order in result.orders for row in _summary(order)]
    lines += [_row("Total of the case", dollars(result.case)), "", "WORKSHEET", ""]
    for line in result.lines:
        lines += [*_tree(line, 0), ""]
    return "\n".join([*lines, *wrap(NOTICE, _WIDTH)]) + "\n"


def _summary(order: Order) -> list[str]:
    who = f"Victim {order.victim}, defendant {order.defendant}: §{order.branch.provision}, {order.branch.law} law"
    rows = [_row(who, dollars(order.order.exact))]
    if order.low and order.high:
        span = f"{dollars(order.low.exact)} to {dollars(order.high.exact)}"
        rows.append(_row("  by the other methods shown", span))
    for flag in order.flags:
        rows += wrap(f"{flag}: {FLAGS[flag]}", _WIDTH, initial_indent="  ! ", subsequent_indent="    ")
    return rows


def _row(label: str, amount: str) -> str:
    return f"{label:<{_WIDTH - len(amount) - 2}}  {amount}"


def _tree(line: Line, depth: int) -> list[str]:
    indent = "  " * depth
    room = _WIDTH - _AMOUNT
    label = wrap(line.label, room, initial_indent=indent, subsequent_indent=f"{indent}  ")
    amount = "" if line.amount is None else dollars(line.amount)
    rows = [f"{label[0]:<{room}}{amount:>{_AMOUNT}}".rstrip(), *label[1:]]
    under = f"{indent}    "
    rows += wrap(line.formula, room, initial_indent=under, subsequent_indent=under)
    cited = f"[{line.status}] " + "; ".join(citation(cite) for cite in line.authorities)
    rows += wrap(cited, _WIDTH, initial_indent=under, subsequent_indent=under)
    for child in line.children:
        rows += _tree(child, depth + 1)
    return rows


def errors_text(errors: tuple[FieldError, ...]) -> str:
    """Every mistake of the input, one to a line."""
    return "".join(f"{e.path}: {e.message}\n" if e.path else f"{e.message}\n" for e in errors)


def authority_text(authority: Authority) -> str:
    """An authority with what was and what was not verified."""
    head = f"{authority.id}: {authority.title}, {authority.citation}"
    facts = [
        authority.summary,
        f"Confidence: {authority.confidence}. Read: {authority.verified}",
        f"Not verified: {authority.not_verified or 'nothing left open.'}",
        f"{authority.url} (reviewed {authority.reviewed.isoformat()})",
    ]
    return "\n".join([*wrap(head, _WIDTH), *(row for fact in facts for row in _indented(fact))]) + "\n"


def parameter_text(parameter: Parameter) -> str:
    """A parameter with its dated values."""
    rows = wrap(f"{parameter.id}: {parameter.label} ({parameter.unit})", _WIDTH)
    for value in parameter.values:
        until = f" to {value.end.isoformat()}" if value.end else ""
        note = f" {value.note}" if value.note else ""
        rows += _indented(f"{value.amount} from {value.start.isoformat()}{until}: {value.authority} {value.pin}.{note}")
    return "\n".join([*rows, *(_indented(parameter.note) if parameter.note else [])]) + "\n"


def _indented(text: str) -> list[str]:
    return wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
