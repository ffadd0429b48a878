"""Read a scenario from tables of plain values, reporting every error and repairing none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from restitution.fields import MISSING, Reader, Row, needed
from restitution.law import Offense, find_offense
from restitution.ledger import Position, position, read_ledger
from restitution.money import dollars, of_cents
from restitution.scenario.fields import SCENARIO
from restitution.scenario.model import (
    Adjustment,
    Apportionment,
    Conduct,
    Count,
    Defendant,
    ExpertRange,
    Loss,
    LumpSum,
    Scenario,
    Stream,
    Victim,
)

_TAKEN = ("total", "ledger")
_FROM_LEDGER = ("ordered_defendants", "prior_awards", "received", "greatest_loss_found", "assistance_received")
_SHAPES = {
    "one sum (amount)": ("amount",),
    "a range (low and high)": ("low", "high"),
    "a yearly loss (annual and years)": ("annual", "years"),
}
_BELONGS = {"take": "low", "months": "annual", "growth": "annual", "discount": "annual", "starts_in": "annual"}


def read_scenario(tables: object) -> Scenario:
    """Read a scenario as parsed from TOML or JSON.

    Args:
        tables: a mapping of plain values: text, whole numbers, true and false, dates (or their ISO text),
            lists and mappings. Amounts and rates are text: a number without quotes is refused.

    Raises:
        InputError: with every error, each with its path and a message.
    """
    reader = Reader()
    row = reader.table(SCENARIO, tables)
    checks = _Checks(reader, row) if row else None
    if checks:
        checks.run()
    reader.check()
    return _scenario(needed(checks))


class _Checks:
    """Checks across fields: references, shapes of a loss, order of dates, inputs that a method needs.

    Attributes:
        victims: the rows of the victims, completed from their ledgers; ``None`` for one that was refused.
        positions: the totals of a victim's ledger on the date of the order, by index of the victim.
        offenses: the offenses of each count, by index of defendant and count: a list of sections is a count for each.
    """

    def __init__(self, reader: Reader, row: Row) -> None:
        self.reader = reader
        self.refuse = reader.refuse
        self.row = row
        self.order_date = row.get("order_date", date)
        self.victims = list(row.entries("victim", Row))
        self.defendants = row.entries("defendant", Row)
        self.known = {victim.get("id", str) for victim in self.victims if victim}
        self.positions: dict[int, Position] = {}
        self.offenses: dict[tuple[int, int], list[Offense]] = {}

    def run(self) -> None:
        self.unique("victim", self.victims)
        self.unique("defendant", self.defendants)
        for i, victim in enumerate(self.victims):
            if victim:
                self.ledger(i, victim)
                for j, loss in enumerate(victim.entries("loss", Row)):
                    if loss:
                        self.loss(loss, f"victim[{i}].loss[{j}]")
        for i, defendant in enumerate(self.defendants):
            if defendant:
                self.counts(i, defendant)
                self.conduct(defendant, f"defendant[{i}]")
        self.method()

    def unique(self, kind: str, entries: Sequence[Row | None]) -> None:
        seen: set[str] = set()
        for i, entry in enumerate(entries):
            code = entry.get("id", str) if entry else None
            if code is None:
                continue
            if code in seen:
                self.refuse(f"{kind}[{i}].id", f"The code {code} is used twice.")
            if code in _TAKEN:
                self.refuse(f"{kind}[{i}].id", f"The code {code} is reserved: other lines of the worksheet use it.")
            seen.add(code)

    def known_victim(self, code: str | None, path: str) -> None:
        # Without any victim the list itself was refused.
        if code is not None and self.victims and code not in self.known:
            self.refuse(path, f"There is no victim with the code {code}.")

    def ledger(self, i: int, victim: Row) -> None:
        """Fill in the victim's other cases from a ledger, as of the date of the order."""
        path = f"victim[{i}]"
        if "ledger" not in victim.given:
            if "ledger_case" in victim.given:
                self.refuse(f"{path}.ledger_case", "This belongs to a victim with a ledger.")
            return
        for name in _FROM_LEDGER:
            if name in victim.given:
                self.refuse(f"{path}.{name}", "This is taken from the ledger. Give one or the other.")
        count = self.reader.count
        source = victim.get("ledger", object)
        ledger = read_ledger(source, self.reader, f"{path}.ledger", before=f"{path}.ledger, ")
        if self.order_date is None or self.reader.count > count:
            return
        found = position(ledger, self.order_date)
        own = victim.get("ledger_case", str)
        others = [case for case in found.cases if case.case != own]
        if own and len(others) == len(found.cases):
            self.refuse(f"{path}.ledger_case", f"The ledger has no case {own} up to that day.")
        awards = [of_cents(case.ordered) for case in others if case.ordered]
        self.positions[i] = found
        self.victims[i] = victim.replaced(
            ordered_defendants=len(awards),
            prior_awards=awards,
            received=of_cents(found.received),
            greatest_loss_found=of_cents(max((case.finding or 0 for case in others), default=0)),
            assistance_received=of_cents(found.assistance),
        )

    def loss(self, loss: Row, path: str) -> None:
        given = loss.given
        shapes = {name: keys for name, keys in _SHAPES.items() if any(key in given for key in keys)}
        if loss.get("cause", str) == "mixed" and "trafficking_share" not in given:
            self.refuse(f"{path}.trafficking_share", "A mixed loss needs the part that the trafficking caused, 0 to 1.")
        ways = f"Give the loss in one way: {', '.join(_SHAPES)}."
        if not shapes:
            return self.refuse(f"{path}.amount", ways)
        if len(shapes) > 1:
            return self.refuse(path, f"{ways} Here {' and '.join(shapes)} are given together.")
        (keys,) = shapes.values()
        for key in keys:
            if key not in given:
                self.refuse(f"{path}.{key}", MISSING)
        for key, owner in _BELONGS.items():
            if key in given and owner not in keys:
                self.refuse(f"{path}.{key}", f"This belongs to a loss with {owner}, not to one with {keys[0]}.")
        if loss.get("years", int) == 0 and not loss.get("months", int):
            self.refuse(f"{path}.years", "This must be a whole number from 1 to 100, unless months are given.")
        low, high = loss.get("low", Fraction), loss.get("high", Fraction)
        if low is not None and high is not None and low > high:
            both = f"{dollars(high)} is below {dollars(low)}"
            self.refuse(f"{path}.high", f"The higher figure must not be below the lower one: {both}.")

    def counts(self, i: int, defendant: Row) -> None:
        for j, count in enumerate(defendant.entries("counts", Row)):
            if not count:
                continue
            where = f"defendant[{i}].counts[{j}]"
            start, end = count.get("from", date), count.get("to", date)
            if start and end and end < start:
                self.refuse(f"{where}.to", f"The last day must not be before the first: {end} is before {start}.")
            if end and self.order_date and end > self.order_date:
                both = f"{end} is after {self.order_date}"
                self.refuse(f"{where}.to", f"The offense must not end after the date of the order: {both}.")
            for k, code in enumerate(count.entries("victims", str)):
                self.known_victim(code, f"{where}.victims[{k}]")
            sections, series = count.get("offense", tuple), count.get("series", str)
            if sections is not None and not ("series" in count.given and series is None):
                try:
                    self.offenses[i, j] = [find_offense(section, series) for section in sections]
                except ValueError as mistake:
                    self.refuse(f"{where}.series", str(mistake))

    def conduct(self, defendant: Row, path: str) -> None:
        seen: set[str] = set()
        for i, conduct in enumerate(defendant.entries("conduct", Row)):
            victim = conduct.get("victim", str) if conduct else None
            if victim is None:
                continue
            where = f"{path}.conduct[{i}].victim"
            self.known_victim(victim, where)
            if victim in seen:
                self.refuse(where, f"The conduct toward victim {victim} is given twice.")
            seen.add(victim)

    def method(self) -> None:
        chosen = self.row.get("apportionment", Row)
        if not chosen:
            return
        method = chosen.get("method", str) or ""
        if method == "fixed" and "fixed" not in chosen.given:
            self.refuse("apportionment.fixed", "The chosen method needs the figure that the judge states.")
        needs = {"prior-awards": "prior_awards", "requested": "requested"}.get(method)
        if method in ("equal-share", "adjusted-share") and chosen.get("denominator", str) == "estimated":
            needs = "estimated_offenders"
        if needs is None:
            return
        for i, victim in enumerate(self.victims):
            if not victim:
                continue
            path = f"victim[{i}].{needs}"
            figure = victim.get(needs, object)
            absent = figure is None or (needs != "requested" and not figure)
            # A ledger that was refused might have supplied it.
            unread = needs in _FROM_LEDGER and "ledger" in victim.given and i not in self.positions
            if absent and not unread and not self.reader.refused(path):
                self.refuse(path, "The chosen method needs this figure.")


def _scenario(checks: _Checks) -> Scenario:
    row = checks.row
    chosen = row.need("apportionment", Row)
    return Scenario(
        title=row.need("title", str),
        order_date=row.need("order_date", date),
        circuit=row.need("circuit", str),
        apportionment=Apportionment(
            method=chosen.need("method", str),
            denominator=chosen.need("denominator", str),
            statistic=chosen.need("statistic", str),
            fixed=chosen.get("fixed", Fraction),
            disaggregate=chosen.get("disaggregate", bool),
        ),
        victims=tuple(_victim(needed(victim), checks.positions.get(i)) for i, victim in enumerate(checks.victims)),
        defendants=tuple(
            _defendant(needed(defendant), i, checks.offenses) for i, defendant in enumerate(checks.defendants)
        ),
        readings=tuple(checks.reader.readings),
    )


def _victim(row: Row, ledger: Position | None) -> Victim:
    return Victim(
        id=row.need("id", str),
        ordered_defendants=row.need("ordered_defendants", int),
        predicted_defendants=row.need("predicted_defendants", int),
        estimated_offenders=row.need("estimated_offenders", int),
        prior_awards=row.every("prior_awards", Fraction),
        requested=row.get("requested", Fraction),
        proven=row.need("proven", bool),
        received=row.need("received", Fraction),
        greatest_loss_found=row.need("greatest_loss_found", Fraction),
        assistance_received=row.need("assistance_received", Fraction),
        ledger=ledger,
        losses=tuple(_loss(loss) for loss in row.every("loss", Row)),
    )


def _loss(row: Row) -> Loss:
    cause = row.need("cause", str)
    return Loss(
        category=row.need("category", str),
        label=row.need("label", str),
        size=_size(row),
        projected=row.need("projected", bool),
        cause=cause,
        trafficking_share=row.need("trafficking_share", Fraction) if cause == "mixed" else Fraction(1),
        exhibit=row.need("exhibit", str),
    )


def _size(row: Row) -> LumpSum | ExpertRange | Stream:
    amount, low = row.get("amount", Fraction), row.get("low", Fraction)
    if amount is not None:
        return LumpSum(amount)
    if low is not None:
        return ExpertRange(low, row.need("high", Fraction), row.need("take", str))
    return Stream(
        annual=row.need("annual", Fraction),
        years=row.need("years", int),
        months=row.need("months", int),
        growth=row.need("growth", Fraction),
        discount=row.need("discount", Fraction),
        starts_in=row.need("starts_in", int),
    )


def _defendant(row: Row, i: int, offenses: Mapping[tuple[int, int], Sequence[Offense]]) -> Defendant:
    counts = tuple(
        Count(
            section=offense.section,
            offense=offense,
            start=count.need("from", date),
            end=count.need("to", date),
            victims=count.every("victims", str),
        )
        for j, count in enumerate(row.every("counts", Row))
        for offense in offenses[i, j]
    )
    return Defendant(row.need("id", str), counts, tuple(_conduct(conduct) for conduct in row.every("conduct", Row)))


def _conduct(row: Row) -> Conduct:
    return Conduct(
        victim=row.need("victim", str),
        images=row.need("images", int),
        videos=row.need("videos", int),
        distributed=row.need("distributed", bool),
        reproduced=row.need("reproduced", bool),
        production_link=row.need("production_link", bool),
        adjustments=tuple(
            Adjustment(one.need("guidepost", str), one.need("factor", Fraction), one.need("reason", str))
            for one in row.every("adjustments", Row)
        ),
        joint_group=row.need("joint_group", str).strip(),
    )
