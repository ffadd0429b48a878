"""The orders in brief: of one pair the steps from losses to order, of several a table of victims by defendants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from restitution.commands.notes.estimate import NO_ORDER
from restitution.desk.headings import method_words
from restitution.desk.orders import in_words
from restitution.money import dollars
from restitution.papers.citing import cites_of
from restitution.papers.content.case import Orders
from restitution.papers.content.wording import WHO_DECIDES, first_up, listed, made_up, paragraph, said
from restitution.papers.paper import Block, Column, Facts, Heading, Paragraph, Row, Sheet, Text
from restitution.scenario import Victim
from restitution.steps.estimate import Order
from restitution.worksheet import Line

_MOST_COLUMNS = 4
"""The most defendants beside each other: their ranges would not fit otherwise."""


def summary(case: Orders) -> Iterator[Block]:
    """Yield the result in words and as a table, with the range beside every order."""
    yield Heading("Summary")
    if case.document.example:
        yield made_up()
    yield paragraph(in_words(case.estimate))
    if case.only:
        yield Facts(tuple(_steps(case, case.only)))
        if case.only.branch.shared:
            yield _methods(case, case.only)
    elif case.estimate.orders or case.estimate.outside:
        yield from _matrix(case)
        yield from _joint(case)


def _steps(case: Orders, one: Order) -> Iterator[tuple[str, Text]]:
    yield "Victim and defendant", (said(f"Victim {one.victim}, defendant {one.defendant}"),)
    # The earlier text had no paragraph on trafficking, so the present one's pin would mislead.
    rule = f"§{one.branch.provision}, the present text" if one.branch.current else "§2259, the text before the AVAA"
    yield "Rule", (said(f"18 U.S.C. {rule}"),)
    yield "Losses", _amount(one.losses)
    if one.branch.shared:
        share = one.methods[one.chosen]
        method = first_up(method_words(one.chosen, case.statistic))
        yield "Method chosen for the share", (said(method),)
        yield "Share by that method", _amount(share)
    if one.floor:
        yield "Floor", _amount(one.floor)
    yield "Order", (said(dollars(one.order.exact), *cites_of(one.order), bold=True),)
    if one.low and one.high:
        same = one.low.exact == one.high.exact
        span = "The same by each method" if same else f"{dollars(one.low.exact)} to {dollars(one.high.exact)}"
        yield "Range of the methods shown", (said(span, *cites_of(one.low)),)
    if one.joint:
        yield "Liability, joint and several", _amount(one.joint)
    for label, line in (
        (_cap_label(case, one), one.cap),
        ("Outstanding", one.outstanding),
        ("Can still be collected", one.collectible),
    ):
        if line:
            yield label, _amount(line)


def _cap_label(case: Orders, one: Order) -> str:
    """Return what the cap is: a loss that is only claimed here was not found by anybody yet."""
    if _victim_of(case, one).greatest_loss_found >= one.losses.exact:
        return "Cap: greatest loss found in any case"
    return "Cap: the loss claimed here, once final"


def _victim_of(case: Orders, one: Order) -> Victim:
    return next(victim for victim in case.estimate.scenario.victims if victim.id == one.victim)


def _amount(line: Line) -> Text:
    return (said(dollars(line.exact), *cites_of(line)),)


def _methods(case: Orders, one: Order) -> Sheet:
    same = _same_as(case, one)
    rows = []
    for name, line in one.methods.items():
        if name in same:
            continue
        chosen = name == one.chosen
        step = said(f"{line.label}: chosen" if chosen else line.label, *cites_of(line), bold=chosen)
        also = [why for base, why in same.values() if base == name]
        beside = (said(f"The same {'; the same '.join(also)}.", small=True, below=True),) if also else ()
        rows.append(Row(((step, *beside), line.amount, (said(WHO_DECIDES[line.status]),))))
    return Sheet(
        "The same facts under each method, before the floor",
        (Column("Method", 64), Column("Share", 18, figures=True), Column("Who decides", 18)),
        tuple(rows),
    )


def _same_as(case: Orders, one: Order) -> dict[str, tuple[str, str]]:
    """Return each method that is another by its inputs, with that other one, and in words why it is the same."""
    scenario = case.estimate.scenario
    defendant = next(defendant for defendant in scenario.defendants if defendant.id == one.defendant)
    conduct = defendant.conduct_toward(one.victim)
    same = {}
    if not _victim_of(case, one).predicted_defendants:
        same["equal-share.predicted"] = ("equal-share.ordered", "counting future offenders, as none is expected")
    if not (conduct and conduct.adjustments):
        equal = f"equal-share.{scenario.apportionment.denominator}"
        base = same[equal][0] if equal in same else equal
        same["adjusted-share"] = (base, "adjusted under the guideposts, as no adjustment is stated")
    return {
        name: (base, why)
        for name, (base, why) in same.items()
        if name in one.methods and base in one.methods and name != one.chosen
    }


def _matrix(case: Orders) -> Iterator[Sheet]:
    codes = [defendant.id for defendant in case.estimate.scenario.defendants]
    groups = [codes[at : at + _MOST_COLUMNS] for at in range(0, len(codes), _MOST_COLUMNS)]
    for group in groups:
        yield _part(case, group, last=group is groups[-1], whole=len(groups) == 1)


def _part(case: Orders, codes: Sequence[str], *, last: bool, whole: bool) -> Sheet:
    estimate = case.estimate
    orders = {(one.victim, one.defendant): one for one in estimate.orders}
    outside = {(one.victim, one.defendant) for one in estimate.outside}
    rows = []
    for victim in estimate.scenario.victims:
        cells = [_cell(orders.get((victim.id, code)), (victim.id, code) in outside) for code in codes]
        if last:
            cells.append(_total(case, 0, victim.id, dollars(estimate.by_victim[victim.id])))
        rows.append(Row(((said(f"Victim {victim.id}"),), *cells)))
    foot = [_total(case, 1, code, dollars(estimate.by_defendant[code])) for code in codes]
    if last:
        foot.append((said(NO_ORDER if estimate.no_order else dollars(estimate.case), bold=True),))
    rows.append(Row(((said("All victims"),), *foot), total=True))
    heads = [Column(f"Defendant {code}", 18, figures=True) for code in codes]
    if last:
        heads.append(Column("All defendants", 18, figures=True))
    some = "" if whole else f", defendant{'' if len(codes) == 1 else 's'} {listed(codes)}"
    return Sheet(
        f"Orders, victims by defendants{some}; below each order the range of the methods shown",
        (Column("Victim", 14), *heads),
        tuple(rows),
    )


def _cell(one: Order | None, outside: bool) -> Text:
    if one is None:
        return (said(NO_ORDER if outside else "—", small=outside),)
    amount = said(dollars(one.order.exact))
    if one.low is None or one.high is None:
        return (amount, said("the whole loss", small=True, below=True))
    if one.order.rule.endswith("not_proven"):
        return (amount, said("no loss is proved", small=True, below=True))
    low, high = dollars(one.low.exact), dollars(one.high.exact)
    return (amount, said("same by each method" if low == high else f"{low} to {high}", small=True, below=True))


def _total(case: Orders, side: int, code: str, amount: str) -> Text:
    """Return a total; where there is no order, words: that is not an order of $0.00."""
    if any(code == (one.victim, one.defendant)[side] for one in case.estimate.orders):
        return (said(amount),)
    some = any(code == (one.victim, one.defendant)[side] for one in case.estimate.outside)
    return (said(NO_ORDER if some else "—", small=some),)


def _joint(case: Orders) -> Iterator[Paragraph]:
    if any(one.joint_group for one in case.estimate.orders):
        yield paragraph(
            "A joint group counts once in the totals of its victim and of the case, and whole in the total of each of "
            "its defendants."
        )
