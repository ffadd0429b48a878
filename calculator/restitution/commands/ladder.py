"""An estimate drawn for a worked example: the ladder from losses to order, the flags, and the lines that matter."""

from __future__ import annotations

from html import escape

from restitution.commands.notes.estimate import FLAGS, NO_ORDER, outside_notes, see_instead
from restitution.render.as_html import amount_text, first_lines_html, notes_html, output
from restitution.steps.estimate import Estimate, Order, Outside


def estimate_html(result: Estimate, ladder: str, lines: tuple[str, ...], base: str) -> str:
    """Render the result of an estimate, without its whole worksheet.

    Args:
        ladder: key of the order whose steps are drawn, or empty for a list of all orders.
        lines: keys of the worksheet lines to show first, in this order.
        base: relative path from the page to the root of the site.
    """
    if result.no_order:
        return _no_order(result, base)
    drawn = next((order for order in result.orders if order.key == ladder), None)
    steps = ladder_html(drawn) if drawn else ""
    notes = _notes([drawn] if drawn else list(result.orders), result.outside)
    return steps + notes + first_lines_html(result.lines, lines, base)


def _no_order(result: Estimate, base: str) -> str:
    """Render why there is no order, in place of an amount: the statute that applies, and the lines that say so."""
    says = f'<p class="we-no-order">{escape(f"{NO_ORDER.capitalize()}: {see_instead(result.outside)}.")}</p>'
    keys = tuple(line.key for one in result.outside for line in one.line.walk())
    return says + _notes([], result.outside) + first_lines_html(result.lines, keys, base)


def ladder_html(order: Order) -> str:
    """Render losses → share → floor → cap → order, with the step that sets the order marked in words."""
    steps = [("Losses", order.losses)]
    if order.branch.shared:
        steps.append(("Share", order.methods[order.chosen]))
    if order.floor is not None:
        steps.append(("Floor", order.floor))
    if order.cap is not None:
        steps.append(("Cap", order.cap))
    steps.append(("Order", order.order))
    decided = _decided(order)
    items = "".join(
        f'<li{' class="we-decided"' if line.key == decided else ""}><span class="we-stage">{name}</span> '
        f"{output(line.key, amount_text(line))}"
        + (' <span class="we-mark">this step sets the order</span>' if line.key == decided else "")
        + "</li>"
        for name, line in steps
    )
    return f'<ol class="we-ladder" aria-label="From losses to order">{items}</ol>'


def _decided(order: Order) -> str:
    """Return the key of the step that decided the order."""
    if order.order.rule.endswith("not_proven"):
        return order.order.key
    if not order.branch.shared:
        return order.losses.key
    share = order.methods[order.chosen]
    if order.floor is not None and order.floor.exact > share.exact:
        return order.floor.key
    return share.key


def _notes(orders: list[Order], outside: tuple[Outside, ...]) -> str:
    seen = dict.fromkeys(flag for order in orders for flag in order.flags)
    others = [(note.name, note.text) for note in outside_notes(outside)]
    return notes_html([*others, *((flag, FLAGS[flag]) for flag in seen)])
