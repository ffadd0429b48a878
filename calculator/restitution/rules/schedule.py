"""How long collection takes: 18 U.S.C. §3664(f) the schedule, §3612(f) interest, §3613(b) the term of liability.

The amount of the order is fixed before any of this: the defendant's ability to pay shapes only the schedule.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from restitution.dates import spelled
from restitution.money import dollars, down_to_the_cent, percent, plain
from restitution.schedule import DAYS_IN_YEAR, KNOWN_FROM, WEEKEND, Balance, Course, Plan, figure, grace_ends, in_years
from restitution.worksheet import Cite, Line, Status, rule

_EARLIER = " The present text is used in place of the text in effect at the judgment, which may differ."
_TERM_ADDED = (
    " The sentence on restitution was added on December 16, 2016. For offenses before April 24, 1996 the 20 years from "
    "release are open."
)


@rule
def principal(key: str, plan: Plan) -> Line:
    """§3664(f)(1)(A): the amount, "without consideration of the economic circumstances of the defendant".

    §2259(b)(4)(B)(i) is to the same effect. Alalade (4th Cir., a fraud case) allowed no deduction for property that
    the Government had seized and kept. For trafficking the amount is the share of §2259(b)(2)(B); it is fixed before
    any schedule.
    """
    return Line(
        key,
        "Principal: the restitution ordered",
        plan.principal,
        f"{dollars(plan.principal)}, as given. Ability to pay does not change it; it shapes the schedule.",
        Status.STATUTE,
        (Cite("18-usc-3664", "(f)(1)(A)"), Cite("18-usc-2259", "(b)(4)(B)(i)"), Cite("alalade-2000")),
    )


@rule
def payment(key: str, plan: Plan) -> Line:
    """§3664(f)(2): the court specifies "the schedule according to which, the restitution is to be paid".

    §3572(d)(1): payment is due "immediately, unless, in the interest of justice, the court provides for payment on a
    date certain or in installments"; the installments "shall be in equal monthly payments over the period provided by
    the court, unless the court establishes another schedule"; (d)(2): over "the shortest time in which full payment
    can reasonably be made". §3664(f)(3)(B): the court may order "nominal periodic payments" where the defendant's
    means allow no more. No statute that fixes a share of income was found; one judgment took a tenth (Gioeli).
    """
    cites: tuple[Cite, ...] = (
        Cite("18-usc-3664", "(f)(2)"),
        Cite("18-usc-3572", "(d)(1)"),
        Cite("18-usc-3664", "(f)(3)(B)"),
    )
    how = f"{dollars(plan.monthly)} a month, as given."
    children: tuple[Line, ...] = ()
    if plan.income is not None and plan.percent is not None:
        how = f"{percent(plan.percent)} of {dollars(plan.income)} of income is {dollars(plan.monthly)} a month."
        children = (garnishment(f"{key}.garnishment", plan.income, plan.judgment),)
        cites = (*cites, Cite("gioeli-2019"))
    return Line(
        key,
        "Monthly payment",
        plan.monthly,
        f"{how} Payment is due immediately unless the court allows a date or installments, which then run over the "
        "shortest time in which full payment can reasonably be made.",
        Status.DISCRETION,
        cites,
        children,
    )


@rule
def garnishment(key: str, income: Fraction, judgment: date | None) -> Line:
    """§3613(a)(3): the limits of 15 U.S.C. 1673 "shall apply to enforcement of the judgment"; (f): to restitution too.

    They bind garnishment of earnings, not the court that sets a schedule. The section is measured by the week; a
    month's income is used here. The second limit, which leaves a number of hours at the federal minimum wage, is
    stated in words: it matters only for low earnings.
    """
    most = figure("garnishment.most", judgment)
    hours = figure("garnishment.wage-hours", judgment)
    return Line(
        key,
        "Maximum garnishment of that income",
        down_to_the_cent(income * most.number),
        f"{percent(most.number)} of {dollars(income)}, rounded down, if that is the month's disposable earnings. Less "
        f"if weekly earnings are low: {plain(hours.number)} times the federal minimum hourly wage must be left. A "
        "limit on garnishment, not on what the court may order.",
        Status.MODEL,
        (Cite("18-usc-3613", "(a)(3)"), Cite(most.authority, most.pin), Cite(hours.authority, hours.pin)),
    )


@rule
def months(key: str, plan: Plan) -> Line:
    """§3572(d)(2): "the length of time over which scheduled payments will be made shall be set by the court".

    Here it follows from the payment: principal only, every payment made when due. In Alalade $667,858.18 was payable
    at $150 a month, which is 4,453 payments by our arithmetic.
    """
    total = plan.months
    last = plan.principal - plan.monthly * max(0, total - 1)
    smaller = f", the last one of {dollars(last)}" if total and last < plan.monthly else ""
    return Line(
        key,
        "Number of such payments to pay the principal",
        None,
        f"{dollars(plan.principal)} ÷ {dollars(plan.monthly)} = {total:,} payment{'' if total == 1 else 's'}{smaller}: "
        f"{in_years(total)} years of monthly payments.",
        Status.MODEL,
        (Cite("18-usc-3572", "(d)(2)"), Cite("alalade-2000")),
    )


@rule
def custody(key: str, run: Course) -> Line:
    """§3664(f)(2) leaves the schedule to the court; in custody the prison program of 28 CFR 545.11 collects.

    (b)(1) of that section gives an ordinary quarterly minimum, which may be higher; (b)(2) asks more of the better
    paid UNICOR grades; (b) excludes a sum of each month's deposits; (a) puts the special assessment before
    restitution. The model pays the minimum on this restitution alone.
    """
    quarterly = figure("prison.quarterly", run.judgment)
    share = figure("prison.unicor-share", run.judgment)
    left_out = figure("prison.deposits-left-out", run.judgment)
    made = run.custody.payments
    return Line(
        key,
        "Paid in custody, at the ordinary minimum",
        run.custody.paid,
        f"{made:,} payment{'' if made == 1 else 's'} of {dollars(quarterly.number)} a quarter before release. It is "
        "the ordinary minimum, for all obligations together, the special assessment first; staff may ask for more, and "
        f"ordinarily {percent(share.number)} of the pay in UNICOR grades 1 to 4. The first {dollars(left_out.number)} "
        "of a month's deposits is excluded from the assessment.",
        Status.MODEL,
        (
            Cite("18-usc-3664", "(f)(2)"),
            Cite("28-cfr-545-11", "(a)"),
            *(Cite(value.authority, value.pin) for value in (left_out, quarterly, share)),
        ),
    )


@rule
def paid_off(key: str, run: Course) -> Line:
    """§3572(d)(1): installments, as the court provides. The date on which they have paid the principal.

    A model: every payment is made when due, a number of months after the judgment, or after the release.
    """
    done = run.paid_off
    if done:
        words = f"{spelled(done.day)}, with payment {done.payments:,}."
    elif run.plan.principal:
        words = f"Not by {spelled(run.term_ends)}, when the term of liability ends."
    else:
        words = "There is no principal to pay."
    return Line(
        key,
        "Date on which the principal is paid",
        None,
        f"{words} Every payment is assumed to be made when due.",
        Status.MODEL,
        (Cite("18-usc-3572", "(d)(1)"),),
    )


@rule
def term(key: str, run: Course) -> Line:
    """§3613(b): "the later of 20 years from the entry of judgment or 20 years after the release from imprisonment".

    In the event of death "the individual's estate will be held responsible for any unpaid balance". §2259(b)(2)(C)
    may end liability earlier: once the victim has received the greatest loss found in any case. Pub. L. 114-324 added
    both sentences in 2016. Before April 24, 1996 another Act governed, and Ellingburg, on the Ex Post Facto Clause, was
    about such an offense: whether the years from release reach it is open.
    """
    value = figure("liability.term-years", run.judgment)
    released = run.plan.released
    earlier = run.judgment < KNOWN_FROM
    added = (Cite("pub-l-114-324", "§ 2(b)"), Cite("ellingburg-2026")) if earlier else ()
    later = (
        f"the later of {value.amount} years from the judgment and {value.amount} years from {spelled(released)}, the "
        "date of release"
        if released
        else f"{value.amount} years from the judgment; no release from prison is given, which would make it longer"
    )
    doubt = _EARLIER + _TERM_ADDED if earlier else ""
    return Line(
        key,
        "End of the term of liability",
        None,
        f"{spelled(run.term_ends)}: {later}. After death the estate is responsible for the balance. Liability may end "
        f"earlier, once the victim has received the greatest loss found in any case.{doubt}",
        Status.MODEL if earlier else Status.STATUTE,
        (Cite(value.authority, value.pin), Cite("18-usc-2259", "(b)(2)(C)"), *added),
    )


@rule
def interest_starts(key: str, judgment: date, starts: date) -> Line:
    """§3612(f)(1): from "the fifteenth day after the date of the judgment", unless the whole is paid before.

    "If that day is a Saturday, Sunday, or legal public holiday" it is "the next day that is not a Saturday, Sunday, or
    legal public holiday". That these are the holidays of 5 U.S.C. 6103(a), on their own dates, is our reading: the
    words are the same, and no ruling was found. The sentence speaks of the fine being paid in full before; that it
    means restitution too is a reading of the Department of Justice's form.
    """
    fifteenth = grace_ends(judgment)
    skipped = [fifteenth + timedelta(k) for k in range((starts - fifteenth).days)]
    holiday = any(day.weekday() not in WEEKEND for day in skipped)
    moved = f" The next day that is not a weekend or holiday is {spelled(starts)}." if skipped else ""
    reading = " That 5 U.S.C. 6103(a) says which days are holidays is our reading." if holiday else ""
    return Line(
        key,
        "First day of interest",
        None,
        f"{spelled(fifteenth)} is day {(fifteenth - judgment).days} after the judgment.{moved}{reading} No interest is "
        "due if the whole is paid before: the sentence says so of a fine, and is read to mean restitution too.",
        Status.MODEL if holiday else Status.STATUTE,
        (Cite("18-usc-3612", "(f)(1)"), Cite("5-usc-6103", "(a)")),
    )


@rule
def no_interest(key: str, plan: Plan) -> Line:
    """§3612(f)(1): "interest on any fine or restitution of more than $2,500". Up to that amount there is none.

    Whether the amount is counted per judgment or per victim is not stated.
    """
    threshold = figure("interest.threshold", plan.judgment)
    return Line(
        key,
        "Interest: none",
        Fraction(0),
        f"{dollars(plan.principal)} is not more than {dollars(threshold.number)}. Whether that is counted per "
        "judgment or per victim is open.",
        Status.STATUTE,
        (Cite(threshold.authority, threshold.pin),),
    )


@rule
def interest(key: str, run: Course, starts: date, rate: Fraction) -> Line:
    """§3612(f)(2)(A): interest is computed daily; (f)(2)(B): at a Treasury yield that is an input here.

    That yield is the "weekly average 1-year constant maturity Treasury yield, as published by the Board of Governors
    of the Federal Reserve System, for the calendar week preceding the first day on which the defendant is liable for
    interest". (f)(3)(A): where the defendant cannot pay interest the court may "waive the requirement for interest",
    or limit it. (f)(2) says "Interest on a fine shall be computed": that interest on restitution is computed the same
    way is our reading. The text does not state whether interest is simple or how many days a year has: here it is
    simple, over 365 days.
    """
    return Line(
        key,
        "Interest until the end of the term",
        run.end.accrued,
        f"{percent(rate)} a year on the unpaid principal, simple, computed daily on a {DAYS_IN_YEAR}-day "
        f"year, from {spelled(starts)} up to but not including the date of payment, at most until "
        f"{spelled(run.term_ends)}. The rate is an input: the 1-year Treasury yield of the week before "
        f"{spelled(starts)}. The court may waive or limit interest that the defendant is not able to pay.",
        Status.MODEL,
        (
            Cite("18-usc-3612", "(f)(2)(A)"),
            Cite("18-usc-3612", "(f)(2)(B)"),
            Cite("18-usc-3612", "(f)(3)"),
        ),
    )


@rule
def paid(key: str, balance: Balance) -> Line:
    """§3612(i): payments go "(1) to principal; (2) to costs; (3) to interest; and (4) to penalties".

    The model has no costs and no penalties; every payment is made when due.
    """
    when, cites = spelled(balance.day), (Cite("18-usc-3612", "(i)"),)
    to_principal, to_interest = dollars(balance.principal_paid), dollars(balance.interest_paid)
    return Line(
        f"{key}.paid",
        f"Paid by {when}",
        balance.paid,
        f"{to_principal} to principal, then {to_interest} to interest.",
        Status.MODEL,
        cites,
        (
            Line(
                f"{key}.principal_paid",
                "Paid to principal",
                balance.principal_paid,
                f"{to_principal} in payments through {when}.",
                Status.MODEL,
                cites,
            ),
            Line(
                f"{key}.interest_paid",
                "Paid to interest",
                balance.interest_paid,
                f"{to_interest}, once the principal was paid.",
                Status.MODEL,
                cites,
            ),
        ),
    )


@rule
def principal_unpaid(key: str, balance: Balance, plan: Plan) -> Line:
    """§3612(i): the principal that payments "to principal" have left unpaid."""
    return Line(
        f"{key}.principal_unpaid",
        f"Principal unpaid on {spelled(balance.day)}",
        balance.principal_unpaid,
        f"{dollars(plan.principal)} less {dollars(balance.principal_paid)}.",
        Status.MODEL,
        (Cite("18-usc-3612", "(i)"),),
    )


@rule
def interest_unpaid(key: str, balance: Balance) -> Line:
    """§3612(f)(2)(A): interest up to but not including the day, less what was paid to it, §3612(i)."""
    cites = (Cite("18-usc-3612", "(f)(2)(A)"), Cite("18-usc-3612", "(i)"))
    accrued = dollars(balance.accrued)
    return Line(
        f"{key}.interest_unpaid",
        f"Interest unpaid on {spelled(balance.day)}",
        balance.interest_unpaid,
        f"{accrued} less {dollars(balance.interest_paid)}.",
        Status.MODEL,
        cites,
        (
            Line(
                f"{key}.interest_accrued",
                "Interest accrued",
                balance.accrued,
                f"{accrued} in total, up to but not including {spelled(balance.day)}; none after the term.",
                Status.MODEL,
                cites,
            ),
        ),
    )
