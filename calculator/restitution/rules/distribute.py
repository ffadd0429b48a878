"""The order in which money received is applied: 18 U.S.C. §2259A(d)(2), §3612(c), §3664(h)-(j), §2259(b)(2)(C)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from restitution.docket import Obligation
from restitution.money import dollars_of_cents as dollars
from restitution.money import of_cents
from restitution.worksheet import Cite, Line, Status, rule

AVAA, GENERAL = "2259A", "3612"
"""The two sequences: that of §2259A(d)(2), and the general one of §3612(c)."""
ASSESSMENT = "assessment"

_UNITED_STATES_LAST = Cite("18-usc-3664", "(i)")
_INSURERS_LAST = Cite("18-usc-3664", "(j)(1)")
_SCHEDULE = Cite("18-usc-3664", "(i)")
_JOINT = Cite("18-usc-3664", "(h)")
_END = Cite("18-usc-2259", "(b)(2)(C)")


@dataclass(frozen=True, slots=True)
class Rank:
    """One step of a sequence.

    Attributes:
        code: ``1``, ``4a``: the number is the statute's step, a letter our order within it.
        label: what is paid in it.
        status: who decides that it ranks there.
        why: if the statute does not say so, why it ranks there.
    """

    code: str
    label: str
    status: Status
    authorities: tuple[Cite, ...]
    why: str = ""

    @property
    def limb(self) -> Cite:
        """The provision that ranks it."""
        return self.authorities[0]


def _avaa(code: str, letter: str, label: str, status: Status, *others: Cite, why: str = "") -> Rank:
    return Rank(code, label, status, (Cite("18-usc-2259A", f"(d)(2)({letter})"), *others), why)


def _general(code: str, number: int, label: str, *others: Cite) -> Rank:
    return Rank(code, label, Status.STATUTE, (Cite("18-usc-3612", f"(c)({number})"), *others))


_REST = _general("3", 3, "Assessments, fines and all other payments")
_ALL_VICTIMS = _general("2a", 2, "Restitution of all victims")
SEQUENCES: Mapping[str, Mapping[str, Rank]] = {
    AVAA: {
        "special-assessment": _avaa("1", "A", "Special assessment", Status.STATUTE),
        "victim": _avaa("2", "B", "Restitution to victims of production or trafficking offenses", Status.STATUTE),
        ASSESSMENT: _avaa("3", "C", "§2259A assessment", Status.STATUTE),
        "other-victim": _avaa(
            "4a",
            "D",
            "Restitution to victims of other offenses",
            Status.MODEL,
            why='Not named in (B), so treated under "Other orders", (D). '
            "Within (D) restitution comes first: our sequence.",
        ),
        "united-states": _avaa(
            "4b",
            "D",
            "Restitution to the United States",
            Status.MODEL,
            _UNITED_STATES_LAST,
            why='Treated under "Other orders", (D), after the last of the victims.',
        ),
        "insurer": _avaa(
            "4c",
            "D",
            "Restitution to those who compensated a victim",
            Status.MODEL,
            _INSURERS_LAST,
            why='Treated under "Other orders", (D), after the last of the victims.',
        ),
        "other": _avaa(
            "4d",
            "D",
            "Other orders under title 18",
            Status.MODEL,
            why='Falls under "Other orders", (D). That it comes after the restitution in (D) is our sequence.',
        ),
        "fine": _avaa("5", "E", "Fines, penalties, costs and other payments", Status.STATUTE),
    },
    GENERAL: {
        "special-assessment": _general("1", 1, "Special assessment"),
        "victim": _ALL_VICTIMS,
        "other-victim": _ALL_VICTIMS,
        "united-states": _general("2b", 2, "Restitution to the United States", _UNITED_STATES_LAST),
        "insurer": _general("2c", 2, "Restitution to those who compensated a victim", _INSURERS_LAST),
        ASSESSMENT: _REST,
        "other": _REST,
        "fine": _REST,
    },
}
"""By sequence: what is owed, in the order in which it is paid."""


def rank_of(obligation: Obligation, sequence: str) -> Rank:
    """Return the rank of an obligation."""
    return SEQUENCES[sequence][_what(obligation)]


def _what(obligation: Obligation) -> str:
    if not obligation.restitution:
        return obligation.kind
    if not obligation.recipient:
        return obligation.to
    return "other-victim" if obligation.offense == "other" else "victim"


def described(obligation: Obligation) -> str:
    """Describe an obligation in words."""
    whose = f" of victim {obligation.victim}" if obligation.victim else ""
    return {
        "special-assessment": "special assessment",
        ASSESSMENT: "§2259A assessment",
        "other": "other order",
        "fine": "fine or other payment",
        "victim": f"restitution to victim {obligation.victim}",
        "united-states": "restitution to the United States",
        "insurer": f"restitution to an insurer or other payer{whose}",
    }[obligation.to or obligation.kind]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One obligation after all payments, in cents.

    Attributes:
        here: paid from the payments of the docket.
        shared: whether one of its payers owes somebody else, or on another account, in the same rank.
        ended: whether its victim has received all that was outstanding while something is still owed on it.
        hybrid: whether its victim is under hybrid liability.
    """

    obligation: Obligation
    rank: Rank
    here: int
    shared: bool
    ended: bool
    hybrid: bool = False

    @property
    def paid(self) -> int:
        """Paid before and here."""
        return self.obligation.paid + self.here

    @property
    def balance(self) -> int:
        """Ordered but not paid."""
        return self.obligation.amount - self.paid


@dataclass(frozen=True, slots=True)
class Money:
    """All payments together, in cents."""

    payments: int
    received: int
    unapplied: int

    @property
    def applied(self) -> int:
        """Received and not left over."""
        return self.received - self.unapplied

    @property
    def words(self) -> str:
        """The three figures as a sentence."""
        several = "payment" if self.payments == 1 else "payments"
        over = f" {dollars(self.unapplied)} is left over: its payers owe nothing more here that it could be applied to."
        return (
            f"{self.payments:,} {several}, {dollars(self.received)} received, {dollars(self.applied)} applied."
            f"{over if self.unapplied else ''}"
        )


@rule
def avaa_sequence(key: str, money: Money, unassessed: Sequence[str], ranks: tuple[Line, ...]) -> Line:
    """§2259A(d)(2): "paid in full in the following sequence", of "Any money received from a defendant".

    (d)(1) puts it "in lieu of any contrary provisions of law relating to fines or disbursement of money". The text
    does not say expressly whether it also governs money from a defendant who has no assessment: it is used for all.
    """
    missing = (
        f" No assessment is listed for {_listed('defendant', unassessed)}: that this sequence, and not the general "
        "one of §3612(c), then governs is our reading."
        if unassessed
        else ""
    )
    return Line(
        key,
        "Applied in the sequence of §2259A(d)(2)",
        of_cents(money.applied),
        f"{money.words} Each payment is applied to what its payer owes, an earlier rank in full before a later one."
        f"{missing}",
        Status.MODEL if unassessed else Status.STATUTE,
        (Cite("18-usc-2259A", "(d)(2)"), Cite("18-usc-2259A", "(d)(1)")),
        ranks,
    )


@rule
def general_sequence(key: str, money: Money, assessed: bool, ranks: tuple[Line, ...]) -> Line:
    """§3612(c): "each of the following obligations is paid in full in the following sequence".

    First the special assessment; then (c)(2), "Restitution of all victims."; then all the rest. Where a §2259A
    assessment is imposed, that section's own sequence applies instead, under its (d)(1): the general one is then shown
    for comparison.
    """
    displaced = (
        " A §2259A assessment is listed: under §2259A(d)(1) its own sequence applies in place of this one, which is "
        "shown because the input asks for it."
        if assessed
        else ""
    )
    return Line(
        key,
        "Applied in the general order of §3612(c)",
        of_cents(money.applied),
        f"{money.words} Each payment is applied to what its payer owes, an earlier rank in full before a later one."
        f"{displaced}",
        Status.MODEL if assessed else Status.STATUTE,
        (Cite("18-usc-3612", "(c)"), *((Cite("18-usc-2259A", "(d)(1)"),) if assessed else ())),
        ranks,
    )


def rank_line(rank: Rank, outcomes: Sequence[Outcome]) -> Line:
    """Group the obligations of one rank under one line."""
    words = f"Paid here on {len(outcomes)} obligation{'s' if len(outcomes) > 1 else ''}."
    return Line(
        f"rank.{rank.code}",
        f"Rank {rank.code}: {rank.label[0].lower()}{rank.label[1:]}",
        of_cents(sum(outcome.here for outcome in outcomes)),
        f"{words} {rank.why}".rstrip(),
        rank.status,
        rank.authorities,
        tuple(_OBLIGATION_RULES[rank.limb.authority](outcome) for outcome in outcomes),
    )


@rule
def avaa_obligation(outcome: Outcome) -> Line:
    """§2259A(d)(2): the obligation "is paid in full" in its turn, as far as the money of those who owe it reaches.

    Where several obligations of one payer have the same rank, the proportion among them is our model.
    """
    return _obligation_line(outcome)


@rule
def general_obligation(outcome: Outcome) -> Line:
    """§3612(c): the obligation "is paid in full" in its turn, as far as the money of those who owe it reaches.

    Where several obligations of one payer have the same rank, the proportion among them is our model.
    """
    return _obligation_line(outcome)


_OBLIGATION_RULES = {"18-usc-2259A": avaa_obligation, "18-usc-3612": general_obligation}


def _obligation_line(outcome: Outcome) -> Line:
    obligation = outcome.obligation
    cites = list(outcome.rank.authorities)
    words = [
        f"Rank {outcome.rank.code}. Owed {dollars(obligation.amount)}; paid {dollars(obligation.paid)} before and "
        f"{dollars(outcome.here)} here; {dollars(outcome.balance)} unpaid."
    ]
    if outcome.shared:
        words.append("Shared pro rata with its payer's other obligations of this rank.")
        cites += [_SCHEDULE] if obligation.restitution and _SCHEDULE not in cites else []
    if outcome.hybrid:
        words.append(
            "Hybrid liability: money for this victim goes first to the obligation owed by the fewest defendants."
        )
    if outcome.hybrid or len(obligation.defendants) > 1:
        words.append("Paid only once, whichever defendant pays.")
        cites.append(_JOINT)
    if outcome.ended:
        words.append(f"Liability ended: victim {obligation.victim} has received the full outstanding amount.")
        cites.append(_END)
    return Line(
        f"obligation.{obligation.id}",
        f"{obligation.id}: {described(obligation)}, {_listed('defendant', obligation.defendants)}",
        of_cents(outcome.here),
        " ".join(words),
        Status.MODEL if outcome.shared or outcome.hybrid else outcome.rank.status,
        tuple(cites),
    )


@rule
def proportion(key: str) -> Line:
    """§3664(i): "the court may provide for a different payment schedule for each victim".

    The statute has no pro rata rule among obligations of one rank. Absent a schedule set by the court, we split each
    payment in proportion to what the payer still owes to each victim, to the cent, and so among a victim's obligations.
    """
    return Line(
        key,
        "Among obligations of one rank",
        None,
        "Each payment is split in proportion to what is still owed to each victim. Leftover cents go to the largest "
        "remainders, or among equal remainders to the first listed. The court may set a different schedule for each "
        "victim.",
        Status.MODEL,
        (_SCHEDULE,),
    )


@rule
def united_states_last(key: str, ids: Sequence[str], here: int, several: bool) -> Line:
    """§3664(i): "all other victims receive full restitution before the United States receives any restitution".

    We apply it payer by payer: what the payer owes to victims goes first. No decision was found on whether victims to
    whom another defendant of the case owes restitution must be paid first too.
    """
    doubt = " Applied payer by payer, without waiting for victims whom another defendant owes: our reading."
    return Line(
        key,
        "The United States comes after all other victims",
        of_cents(here),
        f"{_and(ids)}: {dollars(here)} paid here, once nothing that the payer owed could still go to a victim."
        f"{doubt if several else ''}",
        Status.MODEL if several else Status.STATUTE,
        (_UNITED_STATES_LAST,),
    )


@rule
def insurers_last(key: str, ids: Sequence[str], here: int, several: bool) -> Line:
    """§3664(j)(1): victims are paid "before any restitution is paid to such a provider of compensation".

    It refers to the victims of the same order. The United States, where it is a victim, is one of them; so the
    provider comes after it too. Each payer is assumed to have a separate order: our reading where there are several.
    """
    doubt = " Each payer is assumed to have a separate order: our reading."
    return Line(
        key,
        "Those who compensated a victim come after the victims",
        of_cents(here),
        f"{_and(ids)}: {dollars(here)} paid here, once nothing that the payer owed could still go to a victim."
        f"{doubt if several else ''}",
        Status.MODEL if several else Status.STATUTE,
        (_INSURERS_LAST,),
    )


@rule
def place_in_sequence(key: str) -> Line:
    """§2259A(d)(2)(B) refers to "Restitution to victims"; (d)(2)(D) to "Other orders under any other section".

    The text does not say where the United States and insurers rank in that sequence. Under §3664(i) and (j)(1) they
    come after the victims, so we rank them after the victims of (D), and thus after the assessment of (C). Under the
    general order of §3612(c) they come before fines and that assessment.
    """
    return Line(
        key,
        "Where the United States and insurers rank",
        None,
        "(B) refers to restitution to victims, and §3664(i) and (j)(1) put these two after the victims: they are "
        "placed in (D), after the restitution to victims there. A court may place them in (B), before the assessment.",
        Status.MODEL,
        (Cite("18-usc-2259A", "(d)(2)(B)"), Cite("18-usc-2259A", "(d)(2)(D)"), _UNITED_STATES_LAST, _INSURERS_LAST),
    )


@rule
def joint_and_several(key: str, joint: Sequence[Obligation]) -> Line:
    """§3664(h): the court "may make each defendant liable for payment of the full amount of restitution".

    Each owes the whole; the whole is paid once. The subsection concerns restitution: that a special assessment, an
    assessment or a fine could be owed by several together comes from the input, not the statute.
    """
    owed = "; ".join(f"{one.id} by {_listed('defendant', one.defendants)}" for one in joint)
    strange = [one.id for one in joint if not one.restitution]
    doubt = f" §3664(h) concerns restitution; {_and(strange)} is treated as entered." if strange else ""
    return Line(
        key,
        "Owed jointly and severally",
        None,
        f"{owed}. What one pays, the others no longer owe.{doubt}",
        Status.MODEL if strange else Status.DISCRETION,
        (_JOINT,),
    )


@rule
def victim_limit(key: str, victim: str, outstanding: int, here: int, through: Sequence[Obligation]) -> Line:
    """§2259(b)(2)(C): recovery "shall not exceed the full amount of the victim's demonstrated losses".

    What a victim may still receive comes from the input. The sentence is in the paragraph on trafficking and concerns
    restitution under §2259: that it also ends orders for other offenses is our reading. No decision was found on
    whether what an insurer is paid counts as the victim's recovery; here it does not.
    """
    wide = any(one.offense != "trafficking" for one in through)
    left = outstanding - here
    words = (
        f"{dollars(here)} received here of {dollars(outstanding)} outstanding: {dollars(left)} may still be received."
    )
    return Line(
        key,
        f"Victim {victim}: received here, up to the outstanding amount",
        of_cents(here),
        f"{words}{' Liability has ended.' if not left else ''}"
        f"{' That it also limits orders for other than trafficking offenses is our reading.' if wide else ''}",
        Status.MODEL if wide else Status.STATUTE,
        (_END,),
    )


@rule
def general_order_contrast(key: str, differing: Mapping[str, tuple[int, int]]) -> Line:
    """§3612(c): the general order; (c)(2) "Restitution of all victims." precedes all but the special assessment.

    The same payments applied in that order. §2259A(d)(1) displaces it; the comparison is ours.
    """
    changes = [f"{ident} {dollars(other)}, not {dollars(paid)}" for ident, (paid, other) in differing.items()]
    words = f"Would be paid: {'; '.join(changes)}." if changes else "Each obligation would be paid the same."
    return Line(
        key,
        "Under the general order of §3612(c)",
        None,
        words,
        Status.MODEL,
        (Cite("18-usc-3612", "(c)"), Cite("18-usc-2259A", "(d)(1)")),
    )


def _and(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _listed(noun: str, codes: Sequence[str]) -> str:
    return f"{noun}{'s' if len(codes) > 1 else ''} {_and(codes)}"
