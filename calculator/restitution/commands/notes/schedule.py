"""The flags and open points of a payment schedule, in words."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from restitution.dates import spelled
from restitution.law import LAW
from restitution.money import dollars, percent, plain
from restitution.render import Note
from restitution.schedule import KNOWN_FROM, UNUSUAL_RATE, Course, Plan


def latest(name: str) -> Fraction:
    """Return a figure of the law as it is now, for text that is tied to no date."""
    return LAW.parameter(name).values[-1].number


QUARTERLY = dollars(latest("prison.quarterly"))

FLAGS = {
    "earlier-judgment": f"The judgment is before {spelled(KNOWN_FROM)}. The present text is used in place of the text "
    "in effect at the judgment, and they may differ: in the text as of Pub. L. 113-296, §3612(f) is the same, but "
    "§3613(b) did not name restitution.",
    "not-paid-by-term": "At this payment the principal is not paid when the term of liability ends.",
    "interest-unpaid-at-term": "The principal is paid within the term, the interest is not.",
    "no-interest-threshold": f"Only restitution of more than {dollars(latest('interest.threshold'))} bears interest, "
    "§3612(f)(1). Whether that is counted per judgment or per victim is open.",
    "interest-undated": "A rate is given but no date of judgment, so no interest is calculated.",
    "rate-unusual": f"The interest rate is above {percent(UNUSUAL_RATE)} a year and was taken as written. The "
    "Federal Reserve's release H.15, in which the yield of §3612(f)(2)(B) is published, states percents without the "
    "sign: 0.13 there is 0.13%.",
    "as-of-after-term": "The date requested is after the term of liability: nothing is paid or accrues after its end.",
    "above-garnishment": "The payment is more than garnishment could take of that income. That limits garnishment, not "
    "what the court may order.",
}
"""The text of each flag."""


def open_points(plan: Plan, run: Course | None) -> Iterator[Note]:
    """Yield notes on what no figure of a schedule can settle."""
    yield Note(
        "means",
        "Ability to pay shapes the schedule, §3664(f)(2), not the amount of the order, §3664(f)(1)(A).",
    )
    yield Note(
        "when it is due",
        "Immediately, unless the court allows a date or installments in the interest of justice, §3572(d)(1). If the "
        "defendant can pay nothing now, the court may order nominal payments where no reasonable schedule would pay "
        "the whole, §3664(f)(3)(B); it may change the schedule later, §3664(k). Substantial resources received in "
        "prison must be applied to what is owed, §3664(n).",
    )
    if plan.income is not None:
        yield Note(
            "share of income",
            "No statute that fixes a share of income was found; it is the judge's choice. Gioeli (E.D.N.Y. 2019) took "
            "10% of gross income. Which payments are earnings for 15 U.S.C. 1673 is disputed.",
        )
    if run is None:
        return
    if plan.prison:
        yield Note(
            "prison program",
            f"{QUARTERLY} a quarter is the ordinary minimum of 28 CFR 545.11(b)(1), not a fixed sum: it can be more, "
            "it covers all obligations together, and a judgment may set another schedule. The first "
            f"{dollars(latest('prison.deposits-left-out'))} of a month's deposits is excluded. The section was read in "
            "unofficial copies; whether the amendments proposed in 2023 and 2024 were made final is not verified.",
        )
    yield Note(
        "term",
        f"Liability ends {plain(latest('liability.term-years'))} years after judgment or after release, whichever is "
        "later; the estate is responsible after death, §3613(b). It may end earlier, once the victim has received the "
        "greatest loss found in any case, §2259(b)(2)(C).",
    )
    if run.interest_from:
        yield Note(
            "interest",
            "The rate is an input: the weekly average of the 1-year constant maturity Treasury yield for the calendar "
            f"week before {spelled(run.interest_from)}, in the Federal Reserve's release H.15, §3612(f)(2)(B). The "
            "court may waive or limit interest that the defendant is not able to pay, (f)(3); the Attorney General may "
            "waive it where collecting it is not likely to work, (h). (f)(2) refers to interest on a fine: that "
            "interest on restitution is computed the same way, that it is simple and over 365 days, and that holidays "
            "are those of 5 U.S.C. 6103(a) on their own dates, is our reading. Whether the "
            f"{dollars(latest('interest.threshold'))} of (f)(1) is counted per judgment or per victim is open.",
        )
    yield Note("not calculated", "Penalties for late payment, §3612(g), and costs.")
