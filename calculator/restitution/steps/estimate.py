"""From a scenario to its orders, totals and worksheet: the steps in the order of the statute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from restitution.rules import joint, order, recovery
from restitution.rules.ledger import taken
from restitution.rules.losses import disaggregates, left_open, losses, mixed_limb, other_way
from restitution.rules.provision import NOT_2259, Branch, branch, governed_by, provision_of, statutes_of
from restitution.rules.shares import Facts, conduct_noted, shares
from restitution.scenario import Adjustment, Count, Defendant, Scenario, Victim
from restitution.worksheet import Cite, Line, Status


@dataclass(frozen=True, slots=True)
class Order:
    """What one defendant is ordered to pay one victim. Amounts are lines, US dollars.

    Attributes:
        other_losses: the losses if a mixed loss counted the other way, where that is open; else ``None``.
        conduct: the defendant's conduct, if a share is set and the scenario states any.
        methods: every method whose inputs are given, by name; the shares before the floor.
        chosen: the name of the chosen one.
        floor: ``None`` if no floor applies, as are ``low`` and ``high`` under (b)(1), and ``cap``,
            ``outstanding`` and ``collectible`` under the text before the AVAA.
        joint_group: the group's code, empty for a defendant who is liable alone.
        joint: the one liability of the group, if there is one.
        flags: what a reader must know, in the order of the steps.
    """

    victim: str
    defendant: str
    branch: Branch
    losses: Line
    other_losses: Line | None
    conduct: Line | None
    methods: Mapping[str, Line]
    chosen: str
    floor: Line | None
    order: Line
    low: Line | None
    high: Line | None
    cap: Line | None
    outstanding: Line | None
    collectible: Line | None
    joint_group: str
    flags: tuple[str, ...]
    joint: Line | None = None

    @property
    def key(self) -> str:
        """The key of the order's worksheet line."""
        return f"{self.victim}.{self.defendant}"

    @property
    def liability(self) -> Fraction:
        """What the defendant can be made to pay: the order, or the one liability of the joint group."""
        return self.joint.exact if self.joint else self.order.exact


@dataclass(frozen=True, slots=True)
class Outside:
    """A victim for whom no order can be made under §2259 against a defendant: no count naming it is of chapter 110.

    Attributes:
        sections: the sections of the counts that name the victim, each once.
        statutes: the authority ids of the restitution statutes that apply instead, each once.
        line: the worksheet line that says so; it has no amount.
    """

    victim: str
    defendant: str
    sections: tuple[str, ...]
    statutes: tuple[str, ...]
    line: Line


@dataclass(frozen=True, slots=True)
class Estimate:
    """The answer: orders victim by victim, totals in US dollars, and the worksheet.

    A total that is zero only because no order can be made under §2259 has no amount on the worksheet.
    """

    scenario: Scenario
    orders: tuple[Order, ...]
    outside: tuple[Outside, ...]
    by_victim: Mapping[str, Fraction]
    by_defendant: Mapping[str, Fraction]
    case: Fraction
    lines: tuple[Line, ...]

    @property
    def no_order(self) -> bool:
        """Whether the case has no order at all because its counts are outside chapter 110."""
        return bool(self.outside) and not self.orders


@dataclass(frozen=True, slots=True)
class Worked:
    """What was worked out for one victim, and all that it follows from."""

    victim: Victim
    rest: tuple[object, ...]
    orders: tuple[Order, ...]
    outside: tuple[Outside, ...]


def estimate(scenario: Scenario, kept: dict[str, Worked] | None = None) -> Estimate:
    """Calculate every order of the scenario.

    Args:
        kept: what was worked out before, by victim; a victim of whom nothing has changed is not worked out again. It is
            brought up to date. A case that is edited changes by one victim at a time.

    Returns:
        Orders for each victim and each defendant with a §2259 count that names the victim, in the scenario's
        order; a defendant with only other counts has a worksheet line and no order.

    Source of law: 18 U.S.C. §2259(a)-(d), §2259B(d), §3664(e), (h).
    """
    kept = {} if kept is None else kept
    worked: dict[str, Worked] = {}
    for victim in scenario.victims:
        counted = [
            (defendant, [count for count in defendant.counts if victim.id in count.victims])
            for defendant in scenario.defendants
        ]
        toward = [(one.id, counts, one.conduct_toward(victim.id)) for one, counts in counted]
        rest = (scenario.order_date, scenario.circuit, scenario.apportionment, toward)
        before = kept.get(victim.id)
        if before is None or (before.victim, before.rest) != (victim, rest):
            before = Worked(victim, rest, *_for(scenario, victim, counted))
        worked[victim.id] = before
    kept.clear()
    kept.update(worked)
    ones = [worked[victim.id] for victim in scenario.victims]
    return _totals(scenario, [o for one in ones for o in one.orders], [o for one in ones for o in one.outside])


def _for(
    scenario: Scenario, victim: Victim, counted: Sequence[tuple[Defendant, Sequence[Count]]]
) -> tuple[tuple[Order, ...], tuple[Outside, ...]]:
    """Return the orders for one victim, and against whom none can be made."""
    orders: list[Order] = []
    outside: list[Outside] = []
    known: _Known = {}
    members = _members(scenario, victim)
    for defendant, counts in counted:
        if not counts:
            continue
        key = f"{victim.id}.{defendant.id}"
        where = branch(key, counts)
        if where.provision == NOT_2259:
            outside.append(_outside(key, victim, defendant, counts, where))
        else:
            orders.append(_order(key, scenario, victim, defendant, where, members, known))
    return tuple(_together(orders)), tuple(outside)


def _members(scenario: Scenario, victim: Victim) -> int:
    """Return the number of defendants of this case with a §2259 count that names the victim."""
    return sum(
        any(victim.id in count.victims and provision_of(count.offense) != NOT_2259 for count in defendant.counts)
        for defendant in scenario.defendants
    )


def _outside(key: str, victim: Victim, defendant: Defendant, counts: Sequence[Count], where: Branch) -> Outside:
    statutes = statutes_of(counts)
    line = Line(
        key,
        f"Victim {victim.id}, defendant {defendant.id}: no order under §2259",
        None,
        f"No count that names this victim is under chapter 110. {governed_by(statutes)}",
        Status.STATUTE,
        (Cite("18-usc-2259", "(a)"), *(Cite(statute) for statute in statutes)),
        where.lines,
    )
    sections = tuple(dict.fromkeys(count.section for count in counts))
    return Outside(victim.id, defendant.id, sections, statutes, line)


@dataclass(frozen=True, slots=True)
class _Figures:
    """The lines of an order that follow from its provision, the text of the law and the factors of the defendant."""

    key: str
    losses: Line
    other_losses: Line | None
    methods: Mapping[str, Line]
    floor: Line | None
    order: Line
    low: Line | None
    high: Line | None
    cap: Line | None
    outstanding: Line | None
    collectible: Line | None

    def under(self, key: str) -> _Figures:
        """Return the same lines for another defendant, with keys that begin with this one."""

        def moved(line: Line | None) -> Line | None:
            return None if line is None else line.under(self.key, key)

        return _Figures(
            key,
            self.losses.under(self.key, key),
            moved(self.other_losses),
            {name: line.under(self.key, key) for name, line in self.methods.items()},
            moved(self.floor),
            self.order.under(self.key, key),
            moved(self.low),
            moved(self.high),
            moved(self.cap),
            moved(self.outstanding),
            moved(self.collectible),
        )


type _Known = dict[tuple[str, str, tuple[Adjustment, ...]], _Figures]
"""What was worked out for one victim: three defendants alike are one calculation."""


def _order(
    key: str, scenario: Scenario, victim: Victim, defendant: Defendant, where: Branch, members: int, known: _Known
) -> Order:
    conduct = defendant.conduct_toward(victim.id)
    adjustments = conduct.adjustments if conduct else ()
    alike = (where.provision, where.law, adjustments)
    if alike in known:
        figures = known[alike].under(key)
    else:
        figures = known[alike] = _figures(key, scenario, victim, where, members, adjustments)
    return Order(
        victim.id,
        defendant.id,
        where,
        figures.losses,
        figures.other_losses,
        conduct_noted(f"{key}.conduct", conduct, where.limb) if conduct and where.shared else None,
        figures.methods,
        scenario.apportionment.chosen if where.shared else "full",
        figures.floor,
        figures.order,
        figures.low,
        figures.high,
        figures.cap,
        figures.outstanding,
        figures.collectible,
        conduct.joint_group if conduct else "",
        _flags(where, victim, figures),
    )


def _figures(
    key: str, scenario: Scenario, victim: Victim, where: Branch, members: int, adjustments: tuple[Adjustment, ...]
) -> _Figures:
    apportionment = scenario.apportionment
    losses_line = losses(f"{key}.losses", victim, where, apportionment, scenario.circuit)
    facts = Facts(losses_line.exact, where.limb, members, victim, adjustments, apportionment)
    methods = shares(f"{key}.share", facts)
    floor = order.floor(f"{key}.floor", scenario.order_date) if where.floored else None
    order_line = _ordered(key, where, victim, methods[apportionment.chosen], losses_line, floor)
    other_losses = None
    if left_open(victim, where, apportionment, scenario.circuit):
        other_losses = _other_losses(key, scenario, facts, where, floor, order_line)
    low, high = _range(key, methods, floor, victim.proven, where) if where.shared else (None, None)
    cap = outstanding = collectible = None
    if where.current:
        cap = recovery.cap(f"{key}.cap", losses_line, victim, where.shared)
        outstanding = recovery.outstanding(f"{key}.outstanding", cap, victim)
        collectible = recovery.collectible(f"{key}.collectible", order_line, outstanding)
    return _Figures(
        key, losses_line, other_losses, methods, floor, order_line, low, high, cap, outstanding, collectible
    )


def _ordered(key: str, where: Branch, victim: Victim, share: Line, losses_line: Line, floor: Line | None) -> Line:
    if not victim.proven:
        return order.not_proven(f"{key}.order", floor)
    if where.shared:
        return order.share_order(f"{key}.order", share, losses_line, floor)
    return order.full_order(f"{key}.order", where, losses_line)


def _other_losses(
    key: str, scenario: Scenario, facts: Facts, where: Branch, floor: Line | None, order_line: Line
) -> Line:
    """Return the losses, and the order by the same method, if mixed losses were treated the other way."""
    separated = not disaggregates(scenario.apportionment, scenario.circuit)
    other_key = f"{key}.losses-other-way"
    choice = replace(scenario.apportionment, disaggregate=separated)
    other = losses(other_key, facts.victim, where, choice, scenario.circuit)
    share = shares(f"{key}.share", replace(facts, losses=other.exact))[choice.chosen]
    instead = _ordered(key, where, facts.victim, share, other, floor)
    return other_way(other_key, other, separated, (order_line.exact, instead.exact), mixed_limb(where))


def _range(key: str, methods: Mapping[str, Line], floor: Line | None, proven: bool, where: Branch) -> tuple[Line, Line]:
    least = floor.exact if floor else Fraction(0)
    after = {
        name: max(least, line.exact) if proven else Fraction(0) for name, line in methods.items() if name != "full"
    }
    low, high = min(after.values()), max(after.values())
    return (
        order.spread(f"{key}.range.low", "Lowest order over the methods", low, after, where),
        order.spread(f"{key}.range.high", "Highest order over the methods", high, after, where),
    )


def _flags(where: Branch, victim: Victim, figures: _Figures) -> tuple[str, ...]:
    floor, outstanding = figures.floor, figures.outstanding
    flags: list[str] = []
    if where.straddles:
        flags.append("straddles-2018")
    if figures.other_losses is not None:
        flags.append("disaggregation-open")
    if not victim.proven:
        flags.append("not-proven")
    elif floor is not None and figures.losses.exact == 0:
        flags.append("no-proven-loss")
    elif floor is not None and floor.exact > figures.losses.exact:
        flags.append("floor-exceeds-losses")
    if outstanding is not None and outstanding.exact == 0:
        flags.append("liability-terminated")
    return tuple(flags)


def _together(orders: Sequence[Order]) -> list[Order]:
    """Apply what the orders for one victim mean for each other: joint groups, and orders beyond the losses."""
    total = sum((one.order.exact for one in orders), Fraction(0))
    exceed = total > max((one.losses.exact for one in orders), default=Fraction(0))
    settled: list[Order] = []
    for one in orders:
        group = [o for o in orders if one.joint_group and o.joint_group == one.joint_group]
        if group:
            losses_of_group = max(o.losses.exact for o in group)
            line = joint.joint_liability(f"{one.key}.liability", losses_of_group, [o.order.exact for o in group])
            one = replace(one, joint=line)
        settled.append(replace(one, flags=(*one.flags, "orders-exceed-losses")) if exceed else one)
    return settled


def _worksheet(one: Order) -> Line:
    shared = one.branch.shared
    methods = Line(
        f"{one.key}.share",
        "Share, by every method whose inputs are given",
        one.methods[one.chosen].amount,
        f"The figure is the chosen method's: {one.chosen}."
        if shared
        else "Shown for comparison: under (b)(1) the order is the whole loss.",
        Status.DISCRETION if shared else Status.STATUTE,
        (one.branch.limb,),
        tuple(one.methods.values()),
    )
    steps = (*one.branch.lines, one.losses, one.other_losses, one.conduct, methods, one.floor, one.order)
    after = (one.low, one.high, one.cap, one.outstanding, one.collectible, one.joint)
    return Line(
        one.key,
        f"Victim {one.victim}, defendant {one.defendant}",
        one.order.amount,
        f"{one.order.label}. {one.order.formula}",
        one.order.status,
        one.order.authorities,
        tuple(step for step in (*steps, *after) if step is not None),
    )


def _totals(scenario: Scenario, orders: Sequence[Order], outside: Sequence[Outside]) -> Estimate:
    by_victim = {victim.id: Fraction(0) for victim in scenario.victims}
    by_defendant = {defendant.id: Fraction(0) for defendant in scenario.defendants}
    counted: set[tuple[str, str]] = set()
    for one in orders:
        by_defendant[one.defendant] += one.liability
        if one.joint_group and (one.victim, one.joint_group) in counted:
            continue
        counted.add((one.victim, one.joint_group))
        by_victim[one.victim] += one.liability
    case = sum(by_victim.values(), Fraction(0))
    ordered = {one.victim for one in orders}
    without = {one.victim for one in outside} - ordered
    total = _total(
        "total",
        "Total of the case",
        None if outside and not orders else case,
        "Our sum over the victims; a joint group counts once.",
        tuple(
            _total(
                f"total.{victim}",
                f"Victim {victim}, all defendants",
                None if victim in without else amount,
                "Our sum of the orders for this victim; a joint group counts once.",
            )
            for victim, amount in by_victim.items()
        ),
    )
    ledgers = (taken(f"ledger.{v.id}", v, v.ledger) for v in scenario.victims if v.ledger)
    lines = (*(_worksheet(one) for one in orders), *(one.line for one in outside), *ledgers, total)
    return Estimate(scenario, tuple(orders), tuple(outside), by_victim, by_defendant, case, lines)


def _total(key: str, label: str, amount: Fraction | None, formula: str, children: tuple[Line, ...] = ()) -> Line:
    """Return a total; without an amount where no order can be made under §2259, which is not an order of $0.00."""
    cites = (Cite("18-usc-2259", "(a)"), Cite("18-usc-3664", "(f)(1)(A)"))
    if amount is None:
        whose = "a victim" if children else "this victim"
        formula = (
            f"No count that names {whose} is under chapter 110. Restitution under another statute is not calculated "
            "here."
        )
        return Line(key, f"{label}: no order under §2259", None, formula, Status.STATUTE, cites[:1], children)
    return Line(key, label, amount, formula, Status.MODEL, cites, children)
