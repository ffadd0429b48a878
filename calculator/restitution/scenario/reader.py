"""Read a scenario from tables of plain values, with every mistake found and none repaired."""

from __future__ import annotations

from fractions import Fraction

from restitution.fields import Reader, Row
from restitution.law import find_offense
from restitution.ledger import position, read_ledger
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
    """Read a scenario as TOML or JSON gives it.

    Args:
        tables: a mapping of plain values: text, whole numbers, true and false, dates (or their ISO text),
            lists and mappings. Amounts and rates are text: a number without quotes is refused.

    Raises:
        InputError: with every mistake, each with its path and a sentence.
    """
    reader = Reader()
    row = reader.table(SCENARIO, tables) or {}
    if row:
        _Checks(reader, row).run()
    reader.check()
    return _scenario(row)


class _Checks:
    """What one field cannot see: references, shapes of a loss, dates in order, inputs that a method needs."""

    def __init__(self, reader: Reader, row: Row) -> None:
        self.reader = reader
        self.refuse = reader.refuse
        self.row = row
        self.victims = [v for v in row["victim"] or [] if v]
        self.known = {v["id"] for v in self.victims}

    def run(self) -> None:
        self.unique("victim")
        self.unique("defendant")
        for i, victim in enumerate(self.row["victim"] or []):
            if victim:
                self.ledger(victim, f"victim[{i}]")
            for j, loss in enumerate((victim or {}).get("loss") or []):
                if loss:
                    self.loss(loss, f"victim[{i}].loss[{j}]")
        for i, defendant in enumerate(self.row["defendant"] or []):
            if defendant:
                self.counts(defendant, f"defendant[{i}]")
                self.conduct(defendant, f"defendant[{i}]")
        self.method()

    def unique(self, kind: str) -> None:
        seen: set[str] = set()
        for i, entry in enumerate(self.row[kind] or []):
            code = entry and entry["id"]
            if code and code in seen:
                self.refuse(f"{kind}[{i}].id", f"The code {code} is used twice.")
            if code in _TAKEN:
                self.refuse(f"{kind}[{i}].id", f"The code {code} is taken: other lines of the worksheet have it.")
            seen.add(code)

    def known_victim(self, code: str | None, path: str) -> None:
        if code is not None and code not in self.known:
            self.refuse(path, f"There is no victim with the code {code}.")

    def ledger(self, victim: Row, path: str) -> None:
        """Take from a ledger what it knows of the victim's other cases on the day of the order."""
        victim["_position"] = None
        if "ledger" not in victim["_given"]:
            if "ledger_case" in victim["_given"]:
                self.refuse(f"{path}.ledger_case", "This belongs to a victim with a ledger.")
            return
        for name in _FROM_LEDGER:
            if name in victim["_given"]:
                self.refuse(f"{path}.{name}", "This is taken from the ledger. Give the one or the other.")
        count = self.reader.count
        ledger = read_ledger(victim["ledger"], self.reader, f"{path}.ledger", before=f"{path}.ledger, ")
        if self.row["order_date"] is None or self.reader.count > count:
            return
        found = position(ledger, self.row["order_date"])
        others = [case for case in found.cases if case.case != victim["ledger_case"]]
        if victim["ledger_case"] and len(others) == len(found.cases):
            self.refuse(f"{path}.ledger_case", f"The ledger has no case {victim['ledger_case']} up to that day.")
        awards = [case.ordered for case in others if case.ordered]
        victim |= {
            "_position": found,
            "ordered_defendants": len(awards),
            "prior_awards": awards,
            "received": found.received,
            "greatest_loss_found": max((case.finding or Fraction(0) for case in others), default=Fraction(0)),
            "assistance_received": found.assistance,
        }

    def loss(self, loss: Row, path: str) -> None:
        given = loss["_given"]
        shapes = {name: keys for name, keys in _SHAPES.items() if any(key in given for key in keys)}
        if loss["cause"] == "mixed" and "trafficking_share" not in given:
            self.refuse(f"{path}.trafficking_share", "A mixed loss needs the part that the trafficking caused, 0 to 1.")
        ways = f"Give the loss in one way: {', '.join(_SHAPES)}."
        if not shapes:
            return self.refuse(f"{path}.amount", ways)
        if len(shapes) > 1:
            return self.refuse(path, f"{ways} Here are {' and '.join(shapes)} together.")
        (keys,) = shapes.values()
        for key in keys:
            if key not in given:
                self.refuse(f"{path}.{key}", "This field is missing.")
        for key, owner in _BELONGS.items():
            if key in given and owner not in keys:
                self.refuse(f"{path}.{key}", f"This belongs to a loss with {owner}, not to one with {keys[0]}.")
        if loss["years"] == 0 and not loss["months"]:
            self.refuse(f"{path}.years", "This must be a whole number from 1 to 100, unless months are given.")
        if loss["low"] is not None and loss["high"] is not None and loss["low"] > loss["high"]:
            self.refuse(f"{path}.high", "The higher figure must not be below the lower one.")

    def counts(self, defendant: Row, path: str) -> None:
        for i, count in enumerate(defendant["counts"] or []):
            if not count:
                continue
            where = f"{path}.counts[{i}]"
            start, end = count["from"], count["to"]
            if start and end and end < start:
                self.refuse(f"{where}.to", "The last day must not be before the first.")
            if end and self.row["order_date"] and end > self.row["order_date"]:
                self.refuse(f"{where}.to", "The offense must not end after the date of the order.")
            for j, code in enumerate(count["victims"] or []):
                self.known_victim(code, f"{where}.victims[{j}]")
            if count["offense"] is not None and not ("series" in count["_given"] and count["series"] is None):
                try:
                    count["_entry"] = find_offense(count["offense"], count["series"])
                except ValueError as mistake:
                    self.refuse(f"{where}.series", str(mistake))

    def conduct(self, defendant: Row, path: str) -> None:
        seen: set[str] = set()
        for i, conduct in enumerate(defendant["conduct"] or []):
            if not conduct or conduct["victim"] is None:
                continue
            where = f"{path}.conduct[{i}].victim"
            self.known_victim(conduct["victim"], where)
            if conduct["victim"] in seen:
                self.refuse(where, f"The conduct toward victim {conduct['victim']} is given twice.")
            seen.add(conduct["victim"])

    def method(self) -> None:
        chosen = self.row["apportionment"]
        if not chosen:
            return
        if chosen["method"] == "fixed" and "fixed" not in chosen["_given"]:
            self.refuse("apportionment.fixed", "The chosen method needs the figure that the judge states.")
        needs = {"prior-awards": "prior_awards", "requested": "requested"}.get(chosen["method"] or "")
        if chosen["method"] in ("equal-share", "adjusted-share") and chosen["denominator"] == "estimated":
            needs = "estimated_offenders"
        if needs is None:
            return
        for i, victim in enumerate(self.row["victim"] or []):
            path = f"victim[{i}].{needs}"
            absent = victim and (victim[needs] is None or (needs != "requested" and not victim[needs]))
            # A ledger that was refused could have had it.
            unread = victim and needs in _FROM_LEDGER and "ledger" in victim["_given"] and not victim["_position"]
            if absent and not unread and not self.reader.refused(path):
                self.refuse(path, "The chosen method needs this figure.")


def _scenario(row: Row) -> Scenario:
    chosen = _pick(row["apportionment"], "method", "denominator", "statistic", "fixed", "disaggregate")
    return Scenario(
        **_pick(row, "title", "order_date", "circuit"),
        apportionment=Apportionment(**chosen),
        victims=tuple(_victim(victim) for victim in row["victim"]),
        defendants=tuple(_defendant(defendant) for defendant in row["defendant"]),
    )


def _victim(row: Row) -> Victim:
    counted = ("ordered_defendants", "predicted_defendants", "estimated_offenders")
    amounts = ("requested", "received", "greatest_loss_found", "assistance_received")
    return Victim(
        **_pick(row, "id", *counted, "proven", *amounts),
        prior_awards=tuple(row["prior_awards"] or ()),
        ledger=row["_position"],
        losses=tuple(_loss(loss) for loss in row["loss"] or ()),
    )


def _loss(row: Row) -> Loss:
    size: LumpSum | ExpertRange | Stream
    if row["amount"] is not None:
        size = LumpSum(row["amount"])
    elif row["low"] is not None:
        size = ExpertRange(**_pick(row, "low", "high", "take"))
    else:
        size = Stream(**_pick(row, "annual", "years", "months", "growth", "discount", "starts_in"))
    share = row["trafficking_share"] if row["cause"] == "mixed" else Fraction(1)
    return Loss(**_pick(row, "category", "label", "projected", "cause", "exhibit"), size=size, trafficking_share=share)


def _defendant(row: Row) -> Defendant:
    counts = tuple(Count(c["offense"], c["_entry"], c["from"], c["to"], tuple(c["victims"])) for c in row["counts"])
    return Defendant(row["id"], counts, tuple(_conduct(conduct) for conduct in row["conduct"] or ()))


def _conduct(row: Row) -> Conduct:
    found = ("images", "videos", "distributed", "reproduced", "production_link")
    return Conduct(
        **_pick(row, "victim", *found),
        joint_group=row["joint_group"].strip(),
        adjustments=tuple(Adjustment(**_pick(a, "guidepost", "factor", "reason")) for a in row["adjustments"] or ()),
    )


def _pick(row: Row, *names: str) -> Row:
    return {name: row[name] for name in names}
