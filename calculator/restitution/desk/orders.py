"""The result of a case: in a sentence, as steps or as a table of victims by defendants, and each order's worksheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from restitution.commands.ladder import ladder_html
from restitution.commands.notes.estimate import FLAGS, NO_ORDER, outside_groups, see_instead
from restitution.desk.headings import heading_of, method_words
from restitution.desk.notes import Noted, in_short, made_up_html, notes_html
from restitution.ledger import in_brief
from restitution.money import dollars
from restitution.render.as_html import amount_text, lines_table, output
from restitution.render.words import NOTICE
from restitution.rules.provision import NOT_2259
from restitution.rules.shares import Facts
from restitution.steps.estimate import Estimate, Order, Outside

_NOT_NAMED = '<span aria-hidden="true">—</span><span class="we-hidden">no count names this victim</span>'


def orders_html(
    estimate: Estimate, base: str, selected: str, *, example: bool = False, notes: Sequence[tuple[str, str]] = ()
) -> str:
    """Return the result of a case.

    Args:
        base: relative path from the page to the root of the site.
        selected: key of the order whose worksheet is shown, such as ``A.1``.
        example: whether the case was begun from a built-in example.
        notes: further names or headings with their texts, shown among the flags.
    """
    parts = [
        '<section class="dk-answer" aria-labelledby="result"><h2 id="result" tabindex="-1">The result</h2>',
        _figure(estimate),
        f'<p class="dk-lead">{escape(in_words(estimate))}</p>',
        made_up_html(example),
    ]
    if len(estimate.orders) == 1:
        parts.append(ladder_html(estimate.orders[0]))
    if len(estimate.orders) > 1 or (estimate.orders and estimate.outside):
        parts += [_matrix(estimate, selected), _joint_html(estimate)]
    parts.append(notes_html([*_noted(estimate), *(Noted(name, text) for name, text in notes)], "dk-more-result"))
    parts.append(f'<p class="dk-notice">{escape(NOTICE)}</p></section>')
    return "".join(parts)


def _figure(estimate: Estimate) -> str:
    """Return the figure that was asked for; empty without an order."""
    if len(estimate.orders) == 1:
        line = estimate.orders[0].order
        return f'<p class="dk-figure">Order {output(line.key, amount_text(line))}</p>'
    return (
        f'<p class="dk-figure">Total of the case {output("total", dollars(estimate.case))}</p>'
        if estimate.orders
        else ""
    )


def in_words(estimate: Estimate) -> str:
    """Return the result in one or two sentences, with its figures."""
    if estimate.no_order:
        return f"There is {NO_ORDER} in this case: {see_instead(estimate.outside)}."
    if not estimate.orders:
        return "No count names a victim, so there is no order."
    if len(estimate.orders) == 1:
        return _one_in_words(estimate, estimate.orders[0])
    return _several_in_words(estimate)


def _one_in_words(estimate: Estimate, one: Order) -> str:
    amount = dollars(one.order.exact)
    if one.order.rule.endswith("not_proven"):
        least = f" Whether the floor of {dollars(one.floor.exact)} is owed all the same is open." if one.floor else ""
        return f"The court finds no loss proved for this victim, so there is no order.{least} The judge decides."
    if not one.branch.shared:
        text = "" if one.branch.current else ", earlier text"
        says = f"The order is the full amount of the victim's losses, {amount}: §2259(b)(1){text}."
        return f"{says}{_collectible(one)} The judge decides."
    method, share = _method_of(estimate, one), one.methods[one.chosen].exact
    if one.floor and one.floor.exact > share:
        says = f"By {method}, the share is {dollars(share)}. The floor raises the order to {amount}."
    else:
        says = f"By {method}, the order is {amount}."
    return f"{says}{_collectible(one)} The judge decides; {_spread(one)}."


def _collectible(one: Order) -> str:
    left = one.collectible
    return f" Of it, {dollars(left.exact)} can still be collected." if left and left.exact < one.order.exact else ""


def _spread(one: Order) -> str:
    if one.low is None or one.high is None or one.low.exact == one.high.exact:
        return "the methods shown all give the same figure"
    return f"the methods shown give {dollars(one.low.exact)} to {dollars(one.high.exact)}"


def _method_of(estimate: Estimate, one: Order) -> str:
    """Return the chosen method with its number: ``an equal share among 100``."""
    choice = estimate.scenario.apportionment
    victim = next(victim for victim in estimate.scenario.victims if victim.id == one.victim)
    if choice.method == "equal-share":
        # Every defendant with a §2259 count that names the victim has an order.
        members = sum(other.victim == one.victim for other in estimate.orders)
        facts = Facts(one.losses.exact, one.branch.limb, members, victim, (), choice)
        whom = {"ordered": "", "predicted": ", future offenders included", "estimated": ", by estimate"}
        return f"an equal share among {facts.divisor(choice.denominator):,}{whom[choice.denominator]}"
    if choice.method == "prior-awards":
        return f"the {choice.statistic} of {len(victim.prior_awards):,} earlier awards"
    return method_words(one.chosen, choice.statistic)


def _several_in_words(estimate: Estimate) -> str:
    victims = len({one.victim for one in estimate.orders})
    defendants = len({one.defendant for one in estimate.orders})
    says = (
        f"The {len(estimate.orders):,} orders of this case come to {dollars(estimate.case)}, for "
        f"{_counted(victims, 'victim')} and against {_counted(defendants, 'defendant')}."
    )
    shared = [one for one in estimate.orders if one.branch.shared]
    decides = "The judge decides."
    if shared:
        method = method_words(shared[0].chosen, estimate.scenario.apportionment.statistic)
        decides = f"Shares are set by {method}. The judge decides; each order has the range of the methods shown."
    return f"{says} {decides}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


# The roles repeat what the elements mean: on a narrow screen the style sheet displays rows as blocks, and some browsers
# then no longer expose a table to screen readers.
def _matrix(estimate: Estimate, selected: str) -> str:
    orders = {(one.victim, one.defendant): one for one in estimate.orders}
    outside = {(one.victim, one.defendant): one for one in estimate.outside}
    defendants = [defendant.id for defendant in estimate.scenario.defendants]
    heads = "".join(_head(f"Defendant {code}") for code in defendants)
    body = ""
    for victim in estimate.scenario.victims:
        cells = "".join(
            _cell(
                f"Defendant {code}",
                _order_html(orders[victim.id, code], selected)
                if (victim.id, code) in orders
                else _outside_html(outside[victim.id, code], selected)
                if (victim.id, code) in outside
                else _NOT_NAMED,
            )
            for code in defendants
        )
        total = _total_html(f"total.{victim.id}", dollars(estimate.by_victim[victim.id]), victim.id, estimate, 0)
        body += _row(f"Victim {victim.id}", cells + _cell("All defendants", total))
    foot = "".join(
        _cell(
            f"Defendant {code}",
            _total_html(f"defendant.{code}", dollars(estimate.by_defendant[code]), code, estimate, 1),
        )
        for code in defendants
    )
    foot += _cell("The case", output("total", dollars(estimate.case)))
    marks = " A mark beside an order: a note below is about it." if any(one.flags for one in estimate.orders) else ""
    return (
        '<div class="we-scroll dk-scroll"><table class="report-grid dk-matrix" role="table"><caption>Orders, victims '
        "by defendants. Press an order to see its worksheet; below it stands the range of the methods shown."
        f"{marks}</caption>"
        f'<thead role="rowgroup"><tr role="row">{_head("Victim")}{heads}{_head("All defendants")}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody>'
        f'<tbody class="dk-totals" role="rowgroup">{_row("All victims", foot)}</tbody></table></div>'
    )


def _head(name: str) -> str:
    return f'<th scope="col" role="columnheader">{escape(name)}</th>'


def _row(name: str, cells: str) -> str:
    return f'<tr role="row"><th scope="row" role="rowheader">{escape(name)}</th>{cells}</tr>'


def _cell(column: str, content: str) -> str:
    return f'<td role="cell" data-column="{escape(column)}">{content}</td>'


def _order_html(one: Order, selected: str) -> str:
    content = output(one.order.key, amount_text(one.order))
    if one.flags:
        said = escape("; ".join(heading_of(flag) for flag in one.flags))
        content += f'\u00a0<span class="dk-flag" title="{said}"><span class="we-hidden">Noted: {said}.</span></span>'
    if one.low and one.high:
        low, high = dollars(one.low.exact), dollars(one.high.exact)
        span = "the same by each method" if low == high else f"{low} to {high}"
        content += f' <small class="dk-range">{span}</small>'
    return _button(one, one.key, content, selected)


def _outside_html(one: Outside, selected: str) -> str:
    return _button(one, one.line.key, f'<span class="dk-none">{NO_ORDER}</span>', selected)


def _button(one: Order | Outside, key: str, content: str, selected: str) -> str:
    who = f"Victim {one.victim}, defendant {one.defendant}: "
    return (
        f'<button type="button" class="dk-order" data-do="order" data-order="{escape(key)}" '
        f'aria-pressed="{"true" if key == selected else "false"}"><span class="we-hidden">{escape(who)}</span>'
        f"{content}</button>"
    )


def _total_html(key: str, amount: str, code: str, estimate: Estimate, side: int) -> str:
    """Return a total; where there is no order, words: that is not an order of $0.00."""
    if any(code == (one.victim, one.defendant)[side] for one in estimate.orders):
        return output(key, amount)
    if any(code == (one.victim, one.defendant)[side] for one in estimate.outside):
        return f'<span class="dk-none">{NO_ORDER}</span>'
    whom = ("no count names this victim", "no count of this defendant names a victim")[side]
    return f'<span aria-hidden="true">—</span><span class="we-hidden">{whom}</span>'


def _joint_html(estimate: Estimate) -> str:
    """Return, for each joint group, its one liability and how the totals count it."""
    groups: dict[tuple[str, str], list[Order]] = {}
    for one in estimate.orders:
        if one.joint_group:
            groups.setdefault((one.victim, one.joint_group), []).append(one)
    if not groups:
        return ""
    items = "".join(
        f"<li>Victim {escape(victim)}, joint group {escape(group)} ({escape(in_short([one.key for one in members]))}): "
        f"one liability of {dollars(members[0].liability)}.</li>"
        for (victim, group), members in groups.items()
    )
    return (
        '<p class="dk-joint">A joint group counts once in the totals of its victim and of the case, and whole in the '
        f'total of each of its defendants.</p><ul class="dk-joint">{items}</ul>'
    )


def _noted(estimate: Estimate) -> Iterator[Noted]:
    several = len(estimate.orders) + len(estimate.outside) > 1
    for group, text in outside_groups(estimate.outside):
        keys = tuple(one.line.key for one in group)
        yield Noted(NOT_2259, text, keys if several else ())
    for flag, orders in _flagged(estimate.orders).items():
        every = several and len(orders) == len(estimate.orders)
        touched = (f"all {len(orders):,} orders",) if every else tuple(orders) if several else ()
        yield Noted(flag, FLAGS[flag], touched)
    for victim in estimate.scenario.victims:
        if victim.ledger:
            for kind, words in in_brief(victim.ledger.notices):
                yield Noted(kind, words, place=f"Ledger of victim {victim.id}")


def _flagged(orders: Sequence[Order]) -> Mapping[str, list[str]]:
    flagged: dict[str, list[str]] = {}
    for one in orders:
        for flag in one.flags:
            flagged.setdefault(flag, []).append(one.key)
    return flagged


def worksheet_of(estimate: Estimate, base: str, order_key: str) -> str:
    """Return the worksheet of one order, or of why there is none, with the totals of the case; empty if unknown."""
    pair: Order | Outside | None = next((one for one in estimate.orders if one.key == order_key), None)
    ladder = ""
    if isinstance(pair, Order) and len(estimate.orders) > 1:
        ladder = ladder_html(pair)
    pair = pair or next((one for one in estimate.outside if one.line.key == order_key), None)
    if pair is None:
        return ""
    lines = {line.key: line for line in estimate.lines}
    whole = [lines[key] for key in (order_key, f"ledger.{pair.victim}") if key in lines]
    who = f"victim {pair.victim}, defendant {pair.defendant}"
    return (
        '<section class="dk-answer" aria-labelledby="worksheet">'
        f'<h3 id="worksheet" tabindex="-1">Worksheet: {escape(who)}</h3>{ladder}'
        f"{lines_table(f'Every line for {who}', whole, base)}"
        f"{lines_table('Totals of the case', [lines['total']], base)}</section>"
    )
