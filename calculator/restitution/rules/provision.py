"""Which restitution provision applies, and which text of it: 18 U.S.C. §2259(a), (b)(1)-(2), (c)(3); §2259B(d)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from restitution.dates import spelled
from restitution.law import LAW, Offense
from restitution.scenario import Count
from restitution.worksheet import Cite, Line, Status, rule

FULL_LOSSES = "2259(b)(1)"
TRAFFICKING = "2259(b)(2)"
NOT_2259 = "not-2259"
CURRENT = "current"
PRE_2018 = "pre-2018"

_PROVISIONS = {"production": FULL_LOSSES, "other": FULL_LOSSES, "trafficking": TRAFFICKING, "outside": NOT_2259}


@dataclass(frozen=True, slots=True)
class Branch:
    """The provision that the counts lead to, the version of the law, and the lines that say why."""

    provision: str
    law: str
    straddles: bool
    lines: tuple[Line, ...]

    @property
    def shared(self) -> bool:
        """Whether the order is a share of the losses (trafficking) and not the whole of them."""
        return self.provision == TRAFFICKING

    @property
    def current(self) -> bool:
        """Whether the present text of §2259 is used, not the one before the AVAA."""
        return self.law == CURRENT

    @property
    def floored(self) -> bool:
        """Whether the $3,000 floor applies: trafficking under the present text."""
        return self.shared and self.current

    @property
    def limb(self) -> Cite:
        """What sets the amount: (b)(1) or (b)(2)(B) of the present text; the earlier (b)(1), or Paroline on it."""
        if self.shared:
            return Cite("18-usc-2259", "(b)(2)(B)") if self.current else Cite("paroline-2014", "slip op. 21")
        return Cite("18-usc-2259" if self.current else "18-usc-2259-pre-2018", "(b)(1)")


def branch(key: str, counts: Sequence[Count]) -> Branch:
    """Return the branch for one victim and one defendant, from the counts that name the victim (at least one)."""
    under_2259 = [count for count in counts if provision_of(count.offense) != NOT_2259]
    version = version_of(under_2259) if under_2259 else CURRENT
    lines = tuple(count_line(f"{key}.count.{i}", count, version) for i, count in enumerate(counts, start=1))
    if not under_2259:
        return Branch(NOT_2259, version, False, lines)
    provisions = sorted({provision_of(count.offense) for count in under_2259})
    # The full losses of (b)(1) include the share of (b)(2).
    widest = FULL_LOSSES if FULL_LOSSES in provisions else TRAFFICKING
    chosen = chosen_provision(f"{key}.provision", widest, len(provisions) > 1, version, lines)
    return Branch(widest, version, straddles(under_2259), (chosen, law_version(f"{key}.law", under_2259)))


def provision_of(offense: Offense) -> str:
    """Return the provision for one offense, by its entry in the offense table."""
    return _PROVISIONS[offense.kind]


_DISCRETIONARY = "18-usc-3663"


def statutes_of(counts: Sequence[Count]) -> tuple[str, ...]:
    """Return the authority ids of the restitution statutes that the counts lead to, each once."""
    return tuple(dict.fromkeys(count.offense.statute for count in counts))


def governed_by(ids: Sequence[str]) -> str:
    """Return, as sentences, the statutes that apply in place of §2259. Under §3663 the court may order restitution."""
    mandatory = " and ".join(_cited(one) for one in ids if one != _DISCRETIONARY)
    words = f"Restitution is governed by {mandatory}, which is not calculated here." if mandatory else ""
    if _DISCRETIONARY in ids:
        words += f" The court may order restitution under {_cited(_DISCRETIONARY)}, which is not calculated here."
    return words.strip()


def _cited(one: str) -> str:
    return f"{LAW.authorities[one].citation} ({LAW.authorities[one].title})"


def version_of(counts: Sequence[Count]) -> str:
    """Return the version of the law: the old one only if every offense ended before the Act."""
    return PRE_2018 if all(count.end < _enacted() for count in counts) else CURRENT


def straddles(counts: Sequence[Count]) -> bool:
    """Return whether an offense began before the date of the Act and ended on or after it."""
    return any(count.start < _enacted() <= count.end for count in counts)


def _enacted() -> date:
    return date.fromisoformat(LAW.enacted.amount)


@rule
def count_line(key: str, count: Count, version: str) -> Line:
    """§2259(a): "the court shall order restitution for any offense under this chapter" (chapter 110).

    (c)(3) lists the trafficking offenses, for which (b)(2) applies; any other chapter 110 offense falls
    under (b)(1). An offense of another chapter has its own restitution statute. The text before the AVAA had no such
    lists: there the list only shows which offenses Paroline's share was made for.
    """
    offense = count.offense
    label = f"Count under 18 U.S.C. §{count.section}: {offense.description}"
    days = f"Offense from {spelled(count.start)} to {spelled(count.end)}."
    if provision_of(offense) == NOT_2259:
        text = f"Chapter {offense.chapter}: §2259 does not apply; see {_cited(offense.statute)}. {days}"
        cites = (Cite("18-usc-2259", "(a)"), Cite(offense.statute))
    elif version == PRE_2018:
        text = f"Chapter 110, of a kind {_list_words(offense)} in the present text. {days}"
        return Line(
            key, label, None, text, Status.STATUTE, (Cite("18-usc-2259-pre-2018", "(a)"), Cite(offense.authority))
        )
    else:
        text = f"Chapter 110, {_list_words(offense)}: §{provision_of(offense)}. {days}"
        cites = (Cite("18-usc-2259", offense.pin), Cite(offense.authority))
    note = f" {offense.note}" if offense.note else ""
    return Line(key, label, None, f"{text}{note}", Status(offense.status), cites)


def _list_words(offense: Offense) -> str:
    return {
        "production": "listed as production in (c)(1)",
        "trafficking": "listed as trafficking in (c)(3)",
        "other": "listed neither as production nor as trafficking",
    }[offense.kind]


@rule
def chosen_provision(key: str, widest: str, several: bool, version: str, lines: tuple[Line, ...]) -> Line:
    """§2259(b)(1): "Except as provided in paragraph (2)"; (b)(2): "convicted of trafficking in child pornography".

    Where counts under both name the same victim, the broader provision is used. That is our own reading of how the
    two paragraphs interact: no court was found saying so. The text before the AVAA ordered the "full amount of the
    victim's losses" and had no rule for trafficking; Paroline read a share into it.
    """
    words = {
        FULL_LOSSES: "the full amount of the victim's losses",
        TRAFFICKING: "a share of the losses that reflects the defendant's relative role",
    }[widest]
    both = "Counts under both rules name this victim; the broader one is used: " if several else ""
    if version == PRE_2018:
        paroline = (Cite("paroline-2014", "slip op. 21"),) if widest == TRAFFICKING else ()
        status = Status.HOLDING if paroline else Status.STATUTE
        cites: tuple[Cite, ...] = (Cite("18-usc-2259-pre-2018", "(b)(1)"), *paroline)
        label = "Rule: 18 U.S.C. §2259(b)(1), earlier text" + (", as read in Paroline" if paroline else "")
    else:
        status = Status.STATUTE
        cites = (Cite("18-usc-2259", widest.removeprefix("2259")),)
        label = f"Rule: 18 U.S.C. §{widest}"
    return Line(key, label, None, f"{both}{words}.", Status.MODEL if several else status, cites, lines)


@rule
def law_version(key: str, counts: Sequence[Count]) -> Line:
    """§2259B(d): offenses before the Act are "subject to the statutory scheme that was in effect at the time".

    It is a "sense of Congress", not an ordinary command; the Ex Post Facto reasoning of Ellingburg, on the
    general restitution statute, points the same way, and a district court has so applied it (Lloyd). That the
    date of approval is the effective date is our reading. For an offense that straddles that date no authority was
    seen: the present text is used and the order is flagged.
    """
    act = LAW.enacted
    day = spelled(_enacted())
    cites = [Cite("18-usc-2259B", "(d)"), Cite(act.authority, act.pin)]
    if version_of(counts) == PRE_2018:
        text = (
            f"Every offense ended before {day}: the earlier text is used, without the floor. §2259B(d) is a sense of "
            "Congress. The cap, the end of liability and the deduction for assistance are not calculated here; the "
            "Eighth Circuit applied the new rule on the end of liability to an earlier order."
        )
        cites += [Cite("lloyd-2020"), Cite("ellingburg-2026"), Cite("evans-2022")]
        status = Status.MODEL
    elif straddles(counts):
        text = f"An offense began before {day} and ended on or after it: the present text is used, but this is open."
        cites += [Cite("ellingburg-2026")]
        status = Status.MODEL
    elif any(count.end < _enacted() for count in counts):
        text = (
            f"One count ended before {day} and another did not: the present text is used for both. That is our "
            "simplification; the earlier count may be governed by the earlier text."
        )
        cites += [Cite("ellingburg-2026")]
        status = Status.MODEL
    else:
        text = f"The offense was committed on or after {day}: the present text."
        status = Status.STATUTE
    return Line(key, "Which text of §2259", None, text, status, tuple(cites))


@rule
def no_floor(key: str, offense: Offense, early: bool) -> Line:
    """§2259(b)(2)(B): "but which is no less than $3,000" appears in the paragraph on trafficking, and in no other.

    Under (b)(1) the order is the full losses. The text before the AVAA has no floor for any offense; that it
    governs an offense that ended before the Act is §2259B(d), a sense of Congress. Another chapter has its own statute.
    """
    status = Status(offense.status)
    if offense.kind == "outside":
        text = f"§2259 does not apply to an offense of chapter {offense.chapter}, and neither does its floor."
        cites = (Cite("18-usc-2259", "(a)"), Cite(offense.statute))
    elif early:
        text = "The earlier text has none."
        cites = (Cite("18-usc-2259-pre-2018", "(b)(1)"), Cite("18-usc-2259B", "(d)"))
        # Neither text has a floor, unless the offense is trafficking: then it turns on which text applies.
        status = Status.MODEL if offense.kind == "trafficking" else Status.STATUTE
    else:
        text = "The floor is for trafficking. Here the order is the full amount of the losses."
        cites = (Cite("18-usc-2259", "(b)(1)"), Cite("18-usc-2259", "(b)(2)(B)"))
    return Line(key, "Floor: none", None, text, status, cites)


@rule
def no_assessment(key: str) -> Line:
    """§2259B(d): offenses before the Act are "subject to the statutory scheme that was in effect at the time".

    The Act added §2259A. The rule is a "sense of Congress"; that no assessment is due is our reading.
    """
    act = LAW.enacted
    return Line(
        key,
        "Tier: none",
        None,
        f"The offense ended before {spelled(act.start)}, and the law in effect when it was committed had no such "
        "assessment. §2259B(d) is a sense of Congress.",
        Status.MODEL,
        (Cite("18-usc-2259B", "(d)"), Cite("18-usc-2259A", "(a)"), Cite(act.authority, act.pin)),
    )


@rule
def reserve(key: str, opens: bool | None, test: Line) -> Line:
    """§2259(d)(1)(A): on a conviction "any victim of that trafficking in child pornography may choose to receive" it.

    Only a conviction for trafficking opens the assistance that the Reserve pays. Whether one for an offense that
    predates the Act is enough was not verified.
    """
    if opens is None:
        verdict, status = "open", Status.MODEL
        text = (
            f"The offense is trafficking, but it ended before {spelled(LAW.enacted.start)}. Whether a conviction for "
            "it is enough was not verified."
        )
    elif opens:
        verdict, status = "yes", Status.STATUTE
        text = "A victim of this trafficking may choose the assistance, if the court so finds."
    else:
        verdict, status = "no", test.status
        text = "Only a conviction for trafficking opens it."
    label = f"Opens the Reserve (defined monetary assistance): {verdict}"
    return Line(key, label, None, text, status, (Cite("18-usc-2259", "(d)(1)(A)"),), (test,))
