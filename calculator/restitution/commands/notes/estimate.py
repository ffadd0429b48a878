"""The flags of an order, and the defendants outside §2259, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from restitution.law import LAW
from restitution.render import Note
from restitution.rules.provision import NOT_2259, governed_by
from restitution.steps.estimate import Outside

FLAGS = {
    "straddles-2018": "The offense began before December 7, 2018 and ended on or after it. The present text is used; "
    "whether it governs such an offense is open.",
    "disaggregation-open": "A loss of mixed cause is counted by our default: the court's choice is not given, and "
    "either no circuit is named or it is not known to have decided. The worksheet also states the losses the other "
    "way.",
    "not-proven": "The court finds no loss proved for this victim, so no order is made. Under the present text it is "
    "open whether the floor is owed all the same: two rulings of one district go opposite ways.",
    "no-proven-loss": "No loss counts here, yet the floor is shown: none is proved, or deducting the Reserve's "
    "payment left none. Whether the floor is owed without a proved loss is open: two rulings of one district go "
    "opposite ways.",
    "floor-exceeds-losses": "The floor exceeds the proven losses. How it interacts with the cap is open.",
    "liability-terminated": "Nothing is outstanding: what the victim has received is at least the greatest loss "
    "found, or no loss was found. Money received up to the losses ends liability.",
    "orders-exceed-losses": "The orders for this victim together exceed the losses. Under the present text the cap "
    "still ends payment.",
}
"""The text of each flag of an order."""

NO_ORDER = "no order under §2259"
"""What stands in place of an amount where no order can be made under §2259."""


def outside_notes(outside: Iterable[Outside]) -> tuple[Note, ...]:
    """Return a note for every victim and defendant without an order, with the statute that applies instead."""
    return tuple(
        Note(
            f"{NOT_2259} ({one.victim}.{one.defendant})",
            f"No count against defendant {one.defendant} that names victim {one.victim} is under chapter 110 "
            f"({_sections(one)}), so no order can be made under §2259, and no total includes one. "
            f"{governed_by(one.statutes)}",
        )
        for one in outside
    )


def outside_groups(outside: Iterable[Outside]) -> Iterator[tuple[list[Outside], str]]:
    """Yield those whose counts are of the same sections, with one text about all of them."""
    groups: dict[tuple[str, ...], list[Outside]] = {}
    for one in outside:
        groups.setdefault(one.sections, []).append(one)
    for group in groups.values():
        yield (
            group,
            f"The counts that name the victim are not under chapter 110 ({_sections(group[0])}), so no order can be "
            f"made under §2259, and no total includes one. {governed_by(group[0].statutes)}",
        )


def outside_tables(outside: Iterable[Outside]) -> list[dict[str, object]]:
    """Return the same for JSON; the statutes are ids of authorities."""
    return [
        {
            "victim": one.victim,
            "defendant": one.defendant,
            "provision": NOT_2259,
            "sections": list(one.sections),
            "statutes": list(one.statutes),
        }
        for one in outside
    ]


def see_instead(outside: Iterable[Outside]) -> str:
    """Return the statutes that apply in place of §2259: ``see 18 U.S.C. § 1593``."""
    ids = dict.fromkeys(statute for one in outside for statute in one.statutes)
    return f"see {' and '.join(LAW.authorities[one].citation for one in ids)}"


def _sections(one: Outside) -> str:
    return ", ".join(f"§{section}" for section in one.sections)
