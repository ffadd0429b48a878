"""Money received and its application: nothing lost, nothing invented, each obligation in its turn."""

from __future__ import annotations

import csv
import io
import itertools
import json
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any
from unittest import mock

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.support import scaled
from tests.unit import support
from tests.unit.dockets import cents, dockets, hybrid
from tests.unit.support import ANSWERED, BAD_INPUT, Run, lines_of

from restitution.docket import read_docket, replay
from restitution.docket.replay import in_proportion
from restitution.money import dollars as dollars_exact
from restitution.money import dollars_of_cents as dollars
from restitution.money import of_cents, stated_cents
from restitution.money import stated as stated_exact
from restitution.protocol import FORMATS
from restitution.rules.distribute import SEQUENCES, rank_of
from restitution.steps.distribute import Distribution, distribute

ORDER = {"2259A": ["1", "2", "3", "4a", "4b", "4c", "4d", "5"], "3612": ["1", "2a", "2b", "2c", "3"]}
TOML = """
schema = 1

[[obligation]]
id = "SA"
kind = "special-assessment"
amount = "100"
defendants = ["1"]

[[obligation]]
id = "RA"
kind = "restitution"
amount = "3,000.00"
victim = "A"
defendants = ["1", "2"]

[[obligation]]
id = "AS"
kind = "assessment"
amount = "5000"
defendants = ["1"]

[[payment]]
date = 2021-06-01
defendant = "1"
amount = "3,250"
"""

answer = partial(support.answer, "distribute")
mistakes = partial(support.mistakes, "distribute")


def docket() -> dict[str, Any]:
    """A small docket with one of everything, fresh for each test to spoil."""
    return {
        "schema": 1,
        "sequence": "2259A",
        "obligation": [
            {"id": "SA", "kind": "special-assessment", "amount": "100", "defendants": ["1"]},
            {"id": "RA", "kind": "restitution", "amount": "3000", "paid": "0", "defendants": ["1", "2"], "victim": "A"},
            {"id": "AS", "kind": "assessment", "amount": "5000", "defendants": ["1"]},
        ],
        "victim": [{"id": "A", "outstanding": "3000"}],
        "payment": [{"date": "2021-06-01", "defendant": "1", "amount": "3250"}],
    }


# --- sharing out ---

claims = st.lists(st.integers(0, 10**6) | st.sampled_from([0, 1, 100, 10**14]), min_size=1, max_size=12)


@given(st.integers(0, 10**7) | st.integers(0, 20), claims)
def test_shares_are_in_proportion(money: int, owed: list[int]) -> None:
    """All of the money or all of the claims; no share above its claim; each within a cent of its exact part."""
    shares = in_proportion(money, owed)
    assert sum(shares) == min(money, sum(owed))
    total = sum(owed)
    for share, claim in zip(shares, owed, strict=True):
        assert 0 <= share <= claim
        if money < total:
            assert abs(share * total - money * claim) < total


@given(st.integers(0, 10**4), st.lists(st.integers(1, 50), min_size=1, max_size=6))
def test_odd_cents_go_to_the_largest_remainders(money: int, owed: list[int]) -> None:
    """A claim that got an odd cent has a larger remainder than one that did not, or an equal one and comes earlier."""
    total = sum(owed)
    money %= total
    shares = in_proportion(money, owed)
    rest = [(money * claim) % total for claim in owed]
    got = [share - money * claim // total for share, claim in zip(shares, owed, strict=True)]
    assert set(got) <= {0, 1}
    for i, j in itertools.product(range(len(owed)), repeat=2):
        if got[i] > got[j]:
            assert (rest[i], -i) > (rest[j], -j)


@given(st.integers(0, 10**15))
def test_whole_cents_are_stated_as_everywhere(amount: int) -> None:
    """The shortcut for whole cents gives the same text as the exact one."""
    assert stated_cents(amount) == stated_exact(of_cents(amount))
    assert dollars(amount) == dollars_exact(of_cents(amount))


# --- whole dockets ---


@given(dockets())
def test_nothing_is_lost_or_invented(asked: dict[str, Any]) -> None:
    """Received equals applied plus left over, payment by payment and in total; every sum in the answer agrees."""
    result = answer(asked)
    before = {one["id"]: cents(one["paid"]) for one in asked["obligation"]}
    through = dict.fromkeys(before, 0)
    for payment in result["payments"]:
        assert "0.00" not in payment["applied"].values()
        parts = {ident: cents(part) for ident, part in payment["applied"].items()}
        assert cents(payment["amount"]) == sum(parts.values()) + cents(payment["unapplied"])
        for ident, part in parts.items():
            through[ident] += part
    for one in result["obligations"]:
        assert cents(one["paid"]) == before[one["id"]] + through[one["id"]] <= cents(one["amount"])
        assert cents(one["balance"]) == cents(one["amount"]) - cents(one["paid"])
    assert cents(result["received"]) == sum(cents(payment["amount"]) for payment in asked["payment"])
    assert cents(result["received"]) == cents(result["applied"]) + cents(result["unapplied"])
    assert cents(result["applied"]) == sum(through.values())
    assert cents(result["unapplied"]) == sum(cents(payment["unapplied"]) for payment in result["payments"])
    to_victim = {
        one["id"]: one["victim"]
        for one in asked["obligation"]
        if one["kind"] == "restitution" and one["to"] == "victim"
    }
    for victim, received in result["victims"].items():
        assert cents(received) == sum(through[ident] for ident, whose in to_victim.items() if whose == victim)


@given(dockets())
def test_the_worksheet_adds_up(asked: dict[str, Any]) -> None:
    """The amount applied is the sum of its ranks, a rank the sum of its obligations, one line for each."""
    result = answer(asked)
    (top,) = [line for line in result["worksheet"]["lines"] if line["key"] == "applied"]
    assert top["amount"] == result["applied"]
    assert cents(top["amount"]) == sum(cents(rank["amount"]) for rank in top["children"])
    codes = [rank["key"].removeprefix("rank.") for rank in top["children"]]
    assert codes == sorted(codes, key=ORDER[asked["sequence"]].index)
    own = {one["id"]: one for one in result["obligations"]}
    seen = []
    for rank in top["children"]:
        assert cents(rank["amount"]) == sum(cents(line["amount"]) for line in rank["children"])
        for line in rank["children"]:
            one = own[line["key"].removeprefix("obligation.")]
            assert one["rank"] == rank["key"].removeprefix("rank.")
            assert f"{dollars(cents(one['balance']))} unpaid" in line["formula"]
            seen.append(one["id"])
    assert sorted(seen) == sorted(own)


@given(dockets())
def test_a_later_rank_waits(asked: dict[str, Any]) -> None:
    """A payment reaches a rank only when nothing of an earlier one that its payer owes can still take money.

    Under hybrid liability that is what the payer's own sum of the earlier ranks, or the victim's, has left. Money may
    then be booked on an obligation of the victim that does not name the payer, or ranks elsewhere.
    """
    result = answer(asked)
    order = ORDER[asked["sequence"]]
    rank = {one["id"]: order.index(one["rank"]) for one in result["obligations"]}
    open_now = {one["id"]: cents(one["amount"]) - cents(one["paid"]) for one in asked["obligation"]}
    left = {row["id"]: cents(row["outstanding"]) for row in asked["victim"] if "outstanding" in row}
    owes = {one["id"]: one["defendants"] for one in asked["obligation"]}
    limited = {
        one["id"]: one["victim"] for one in asked["obligation"] if one.get("to") == "victim" and one["victim"] in left
    }
    whose = {one["id"]: one["victim"] for one in asked["obligation"] if one.get("to") == "victim"}
    mixed = hybrid(asked)
    own = {one["id"]: cents(one["amount"]) for one in asked["obligation"]}
    paid: Counter[tuple[str, str]] = Counter()
    for one in asked["obligation"]:
        if whose.get(one["id"]) in mixed and len(one["defendants"]) == 1:
            paid[whose[one["id"]], one["defendants"][0]] += cents(one["paid"])
    for payment in result["payments"]:
        payer = payment["defendant"]
        for ident, part in payment["applied"].items():
            if whose.get(ident) in mixed:
                paid[whose[ident], payer] += cents(part)
            else:
                assert payer in owes[ident]
            open_now[ident] -= cents(part)
            if ident in limited:
                left[limited[ident]] -= cents(part)
        assert min([*open_now.values(), *left.values(), 0]) == 0
        reached = [rank[ident] for ident in payment["applied"] if whose.get(ident) not in mixed]
        last = len(order) if cents(payment["unapplied"]) else max(reached, default=0)
        for ident, owed in open_now.items():
            if payer in owes[ident] and rank[ident] < last and whose.get(ident) not in mixed:
                assert min(owed, left[limited[ident]] if ident in limited else owed) == 0
        for victim in mixed:
            through = [ident for ident in own if whose.get(ident) == victim]
            earlier = sum(own[ident] for ident in through if payer in owes[ident] and rank[ident] < last)
            short = sum(open_now[ident] for ident in through)
            assert min(earlier - paid[victim, payer], short, left.get(victim, short)) <= 0


@given(dockets())
def test_a_victim_never_receives_more(asked: dict[str, Any]) -> None:
    """With a limit a victim gets at most that; liability has ended if it is used up and something is unpaid."""
    result = answer(asked)
    limits = {row["id"]: cents(row["outstanding"]) for row in asked["victim"] if "outstanding" in row}
    for victim, limit in limits.items():
        assert cents(result["victims"][victim]) <= limit
    for one, told in zip(asked["obligation"], result["obligations"], strict=True):
        most = limits.get(one["victim"]) if one.get("to") == "victim" else None
        used_up = most is not None and cents(result["victims"][one["victim"]]) == most
        assert told["ended"] == (used_up and told["balance"] != "0.00")


@given(dockets(limits=False, hybrids=False))
def test_a_share_is_proportional(asked: dict[str, Any]) -> None:
    """Within a rank each payment is shared by what is still owed on each, to less than a cent."""
    result = answer(asked)
    rank = {one["id"]: one["rank"] for one in result["obligations"]}
    owed = {one["id"]: cents(one["amount"]) - cents(one["paid"]) for one in asked["obligation"]}
    payers = {one["id"]: one["defendants"] for one in asked["obligation"]}
    for payment in result["payments"]:
        for code in ORDER[asked["sequence"]]:
            claims = {i: owed[i] for i in owed if rank[i] == code and payment["defendant"] in payers[i]}
            parts = {i: cents(payment["applied"].get(i, "0.00")) for i in claims}
            total, money = sum(claims.values()), sum(parts.values())
            for i, claim in claims.items():
                assert abs(parts[i] * total - money * claim) < max(total, 1)
                owed[i] -= parts[i]


@given(dockets(limits=False), st.randoms(use_true_random=False))
def test_who_pays_a_joint_obligation_makes_no_difference(asked: dict[str, Any], chance: Any) -> None:
    """Where all owe everything together, it is paid once and alike whoever pays."""
    for one in asked["obligation"]:
        one["defendants"] = ["1", "2", "3"]
    for payment in asked["payment"]:
        payment["defendant"] = "1"
    alone = answer(asked)
    for payment in asked["payment"]:
        payment["defendant"] = chance.choice("123")
    together = answer(asked)
    assert together["obligations"] == alone["obligations"]
    assert [p["applied"] for p in together["payments"]] == [p["applied"] for p in alone["payments"]]


@given(dockets(), st.randoms(use_true_random=False))
def test_payments_of_different_days_may_stand_in_any_order(asked: dict[str, Any], chance: Any) -> None:
    """List order matters only for payments of one day."""
    for i, payment in enumerate(asked["payment"]):
        payment["date"] = f"2021-06-{i + 1:02d}"
    expected = answer(asked)
    chance.shuffle(asked["payment"])
    assert answer(asked) == expected


@given(dockets(limits=False, hybrids=False), st.randoms(use_true_random=False))
def test_obligations_may_stand_in_any_order(asked: dict[str, Any], chance: Any) -> None:
    """The order of the list decides only between equal remainders."""
    ties = []

    def watched(money: int, owed: list[int]) -> list[int]:
        total = sum(owed)
        if money < total:
            rest = [money * claim % total for claim in owed if money * claim % total]
            ties.append(len(rest) != len(set(rest)))
        return in_proportion(money, owed)

    with mock.patch.object(sys.modules[replay.__module__], "in_proportion", watched):
        expected = answer(asked)
        chance.shuffle(asked["obligation"])
        shuffled = answer(asked)
    assume(not any(ties))
    assert shuffled["payments"] == expected["payments"]
    assert {one["id"]: one for one in shuffled["obligations"]} == {one["id"]: one for one in expected["obligations"]}


@given(dockets())
def test_the_contrast_is_the_other_sequence(asked: dict[str, Any]) -> None:
    """It names every obligation that the general order would have paid otherwise, and no other."""
    result = answer({**asked, "sequence": "2259A"})
    other = answer({**asked, "sequence": "3612"})
    assert other["contrast"] is None
    paid = {one["id"]: one["paid"] for one in result["obligations"]}
    there = {one["id"]: one["paid"] for one in other["obligations"]}
    assert result["contrast"] == {
        "sequence": "3612",
        "paid": {ident: there[ident] for ident in paid if there[ident] != paid[ident]},
    }


def test_many_payments() -> None:
    """A long history over fifty obligations is replayed, to the cent. In short runs, a tenth of it."""
    obligations = [
        {
            "id": f"R{i}",
            "kind": "restitution",
            "amount": stated_cents(10_000_019 + 7919 * i),
            "victim": f"V{i}",
            "defendants": ["1"] if i % 3 else ["1", "2"],
        }
        for i in range(50)
    ]
    payments = [
        {
            "date": f"20{20 + i // 1000}-01-{i % 28 + 1:02d}",
            "defendant": "12"[i % 2],
            "amount": stated_cents(4_999 + i % 97),
        }
        for i in range(scaled(10_000))
    ]
    result = answer({"schema": 1, "obligation": obligations, "payment": payments})
    assert len(result["payments"]) == len(payments)
    assert cents(result["received"]) == sum(cents(p["amount"]) for p in payments)
    assert cents(result["applied"]) == sum(cents(one["paid"]) for one in result["obligations"])
    assert result["unapplied"] == "0.00"


# --- ranks, lines and words ---


def test_the_sequences_are_listed_in_their_order() -> None:
    """The codes in the order of the table are the order in which money is applied."""
    for sequence, ranks in SEQUENCES.items():
        assert list(dict.fromkeys(rank.code for rank in ranks.values())) == ORDER[sequence]


def test_ranks_are_numbers_to_the_replay() -> None:
    """The replay contains no law: with the ranks reversed, the last is paid first."""
    read = read_docket(docket())
    done = replay(read, [2, 1, 0])
    assert [dict(applied.parts) for applied in done.applied] == [{2: 325_000}]
    assert [rank_of(one, "2259A").code for one in read.obligations] == ["1", "2", "3"]


def test_the_facts_of_a_small_docket() -> None:
    """100, then 3,000, then the 150 that remain."""
    result = answer(docket())
    assert result["payments"][0]["applied"] == {"SA": "100.00", "RA": "3000.00", "AS": "150.00"}
    assert result["flags"] == []
    text = " ".join(answer(docket(), "text").split())
    assert "Received from June 1, 2021 to June 1, 2021, applied in the sequence of §2259A(d)(2)" in text
    assert "Still owed $4,850.00" in text
    assert "2021-06-01 1 $3,250.00 SA $100.00; RA $3,000.00; AS $150.00" in text


def test_lines_say_who_fixes_them() -> None:
    """The sequence is the statute's; the proportion is ours; the joint order is the court's; each with its pin."""
    asked = docket()
    asked["obligation"] += [
        {"id": "RB", "kind": "restitution", "amount": "1", "victim": "B", "defendants": ["1"]},
        {"id": "RI", "kind": "restitution", "to": "insurer", "amount": "1", "defendants": ["1"]},
        {"id": "RU", "kind": "restitution", "to": "united-states", "amount": "1", "defendants": ["1"]},
        {"id": "F", "kind": "fine", "amount": "1", "defendants": ["1"]},
    ]
    asked["obligation"][2]["defendants"] = ["1", "2"]
    lines = lines_of(answer(asked))
    seen = {
        key: (line["status"], f"{line['authorities'][0]['id']}{line['authorities'][0]['pin']}")
        for key, line in lines.items()
    }
    avaa = "18-usc-2259A(d)(2)"
    assert seen == {
        "applied": ("statute", avaa),
        "rank.1": ("statute", f"{avaa}(A)"),
        "obligation.SA": ("statute", f"{avaa}(A)"),
        "rank.2": ("statute", f"{avaa}(B)"),
        "obligation.RA": ("model", f"{avaa}(B)"),
        "obligation.RB": ("model", f"{avaa}(B)"),
        "rank.3": ("statute", f"{avaa}(C)"),
        "obligation.AS": ("statute", f"{avaa}(C)"),
        "rank.4b": ("model", f"{avaa}(D)"),
        "obligation.RU": ("model", f"{avaa}(D)"),
        "rank.4c": ("model", f"{avaa}(D)"),
        "obligation.RI": ("model", f"{avaa}(D)"),
        "rank.5": ("statute", f"{avaa}(E)"),
        "obligation.F": ("statute", f"{avaa}(E)"),
        "proportion": ("model", "18-usc-3664(i)"),
        "united-states": ("model", "18-usc-3664(i)"),
        "insurers": ("model", "18-usc-3664(j)(1)"),
        "place": ("model", f"{avaa}(B)"),
        "joint": ("model", "18-usc-3664(h)"),
        "victim.A": ("statute", "18-usc-2259(b)(2)(C)"),
        "contrast": ("model", "18-usc-3612(c)"),
    }
    assert "AS is treated as entered" in lines["joint"]["formula"]


def test_lines_stand_only_where_they_matter() -> None:
    """One payer with one obligation: the sequence, its rank and the contrast, which changes nothing."""
    asked = docket()
    asked["obligation"] = [asked["obligation"][2]]
    del asked["victim"]
    lines = lines_of(answer(asked))
    assert set(lines) == {"applied", "rank.3", "obligation.AS", "contrast"}
    assert lines["contrast"]["formula"] == "Each obligation would be paid the same."
    assert "under-3612" not in answer(asked, "text")


def test_the_united_states_waits_for_the_payers_own_victims() -> None:
    """With one defendant that is the statute's word; with several, asking it of each payer is our reading."""
    asked = docket()
    asked["obligation"].append(
        {"id": "RU", "kind": "restitution", "to": "united-states", "amount": "1", "defendants": ["1"]}
    )
    several = lines_of(answer(asked))["united-states"]
    assert (several["status"], "our reading" in several["formula"]) == ("model", True)
    asked["obligation"][1]["defendants"] = ["1"]
    alone = lines_of(answer(asked))["united-states"]
    assert (alone["status"], "our reading" in alone["formula"]) == ("statute", False)


def test_a_defendant_without_an_assessment_is_named() -> None:
    """The line says that it is our reading whether §2259A(d)(2) governs such money."""
    line = lines_of(answer(docket()))["applied"]
    assert line["status"] == "model"
    assert "No assessment is listed for defendant 2" in line["formula"]
    asked = docket()
    asked["sequence"] = "3612"
    del asked["obligation"][2]
    line = lines_of(answer(asked))["applied"]
    assert line["status"] == "statute"
    assert "§2259A" not in line["formula"]


def test_a_limit_on_other_offenses_is_our_reading() -> None:
    """The cap is in the paragraph on trafficking."""
    asked = docket()
    asked["obligation"][1]["offense"] = "production"
    line = lines_of(answer(asked))["victim.A"]
    assert line["status"] == "model"
    assert "our reading" in line["formula"]


def _docket_flagged(flag: str) -> dict[str, Any]:
    asked = docket()
    if flag == "liability-ended":
        asked["victim"][0]["outstanding"] = "2000"
    elif flag == "past-the-outstanding":
        asked["victim"][0]["outstanding"] = "2000"
        asked["payment"][0]["amount"] = "200"
    elif flag == "money-left-over":
        asked["payment"][0]["amount"] = "9000"
    elif flag == "payer-owes-nothing":
        asked["payment"][0]["defendant"] = "7"
    elif flag == "victim-owed-nothing":
        asked["victim"].append({"id": "Z"})
    else:
        asked["sequence"] = "3612"
    return asked


@pytest.mark.parametrize(
    ("flag", "words"),
    [
        ("liability-ended", "Liability has ended on RA ($1,000.00 unpaid)"),
        ("past-the-outstanding", "victim A may still receive $1,900.00 and is unpaid $2,900.00"),
        ("money-left-over", "$900.00 could not be applied"),
        ("payer-owes-nothing", "No obligation names defendant 7."),
        ("victim-owed-nothing", "No restitution is owed to victim Z."),
        ("assessment-under-3612", "A §2259A assessment is listed."),
    ],
)
def test_flags_in_plain_words(flag: str, words: str) -> None:
    """Each flag is in the JSON answer and in a sentence of the report."""
    asked = _docket_flagged(flag)
    assert flag in answer(asked)["flags"]
    assert words in " ".join(answer(asked, "text").split())
    assert flag not in answer(docket())["flags"]


def test_a_limit_that_is_just_enough_is_no_flag() -> None:
    """The unpaid amount may still be received to the last cent; with a cent less, it is flagged."""
    asked = docket()
    asked["payment"][0]["amount"] = "200"
    assert answer(asked)["flags"] == []
    asked["victim"][0]["outstanding"] = "2999.99"
    assert answer(asked)["flags"] == ["past-the-outstanding"]


def test_two_orders_for_one_victim_keep_to_one_limit() -> None:
    """The 150 that may come are shared by the two; the money that is left goes on."""
    asked = docket()
    asked["obligation"][1:2] = [
        {"id": ident, "kind": "restitution", "amount": "100", "victim": "A", "defendants": ["1"]}
        for ident in ("X", "Y")
    ]
    asked["victim"][0]["outstanding"] = "150"
    assert answer(asked)["payments"][0]["applied"] == {"SA": "100.00", "X": "75.00", "Y": "75.00", "AS": "3000.00"}


def test_what_is_no_longer_owed_is_told_apart() -> None:
    """The unpaid part whose liability has ended is not still owed."""
    text = " ".join(answer(_docket_flagged("liability-ended"), "text").split())
    assert "Still owed $3,850.00" in text
    assert "Unpaid, but no longer owed $1,000.00" in text


def test_the_contrast_in_plain_words() -> None:
    """Beyond six obligations a note gives only their number: the table has them all."""
    asked = docket()
    asked["obligation"] += [
        {"id": f"U{i}", "kind": "restitution", "to": "united-states", "amount": "10", "defendants": ["1"]}
        for i in range(8)
    ]
    text = " ".join(answer(asked, "text").split())
    assert "AS $70.00 instead of $150.00, U0 $10.00 instead of $0.00," in text
    assert "U4 $10.00 instead of $0.00 and 3 more." in text
    page = answer(asked, "html")
    assert page.count('data-column="paid under §3612(c)">$10.00') == len(range(8))


def test_csv_holds_the_payments() -> None:
    """The first table is what a spreadsheet gets: plain amounts, one row for each payment."""
    asked = docket()
    asked["payment"].append({"date": "2020-01-01", "defendant": "2", "amount": "1234.5"})
    rows = list(csv.reader(io.StringIO(answer(asked, "csv"))))
    assert rows == [
        ["date", "defendant", "amount", "applied to", "left over"],
        ["2020-01-01", "2", "1234.50", "RA $1,234.50", "0.00"],
        ["2021-06-01", "1", "3250.00", "SA $100.00; RA $1,765.50; AS $1,384.50", "0.00"],
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_received(form: str) -> None:
    """Obligations without a payment are an answer in every format: all is still owed."""
    asked = docket()
    del asked["payment"]
    result = answer(asked, form)
    if form == "json":
        assert result["received"] == result["applied"] == "0.00"
        assert result["payments"] == []
    if form == "text":
        assert "Nothing received" in result
        assert "$8,100.00" in result


# --- the command line ---


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_from_a_file(run: Run, file: Callable[..., str], form: str) -> None:
    """TOML in, an answer out, nothing on stderr."""
    code, out, err = run("distribute", file(TOML), "--format", form)
    assert (code, err) == (ANSWERED, "")
    assert "150.00" in out
    if form == "json":
        assert json.loads(out)["received"] == "3250.00"


def test_toml_json_and_standard_input(run: Run, file: Callable[..., str]) -> None:
    """The same docket in TOML, in JSON, and through a pipe gives the same answer."""
    asked = docket()
    del asked["victim"], asked["sequence"]
    expected = answer(asked)
    assert json.loads(run("distribute", file(json.dumps(asked)), "--format", "json")[1]) == expected
    assert json.loads(run("distribute", file("\ufeff" + TOML), "--format", "json")[1]) == expected
    assert json.loads(run("distribute", "-", "--format", "json", stdin=TOML.encode())[1]) == expected


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "obligation: This field is missing."),
        ("schema = 1\nobligation = []", "obligation: Give at least one obligation."),
        ("date,kind,case", "TOML"),
        ("[1, 2]", "This is a JSON list"),
        ('{"schema": 1', "This is not JSON"),
        (b"\xff\xfe", "schema: This field is missing."),
        (TOML.encode().replace(b'"RA"', b'"\xe9"'), "is not UTF-8 text (row 11, byte 7)"),
        (TOML.replace('"RA"', f'"{"x" * 1_000_000}"'), "obligation[1].id: Use a letter"),
        (TOML.replace('"3,000.00"', f'"{"9" * 1_000_000}"'), "obligation[1].amount: Write an amount"),
        (TOML.replace("2021-06-01", "2021-02-30"), "2021-02-30 is not a calendar date"),
        (TOML.replace("2021-06-01", '"June 1"'), "payment[0].date: Write a date"),
        (TOML.replace('"5000"', "5000"), "obligation[2].amount: Write an amount in US dollars as text"),
        (TOML.replace('"5000"', "5000.5"), "obligation[2].amount: Write an amount in US dollars as text"),
        (TOML.replace('"5000"', '"-1"'), "obligation[2].amount: An amount cannot be negative: “-1”."),
        (TOML.replace('"5000"', '"five"'), "obligation[2].amount: Write an amount"),
        (TOML.replace('"5000"', '"€5"'), "obligation[2].amount: Write an amount"),
        (TOML.replace('"5000"', '"1.005"'), "obligation[2].amount: An amount has at most two decimals"),
        (TOML.replace('"3,250"', '"3,25"'), "payment[0].amount: Write an amount"),
    ],
    ids=lambda value: repr(value[:24]) if isinstance(value, str | bytes) else None,
)
def test_files_that_are_no_docket(run: Run, file: Callable[..., str], content: str | bytes, words: str) -> None:
    """Whatever is in the file: exit code 2, a sentence with its place, and no Python traceback."""
    code, out, err = run("distribute", file(content))
    assert (code, out) == (BAD_INPUT, "")
    assert words in err
    assert "Traceback" not in err
    assert "itself failed" not in err


# --- what is refused ---


def _spoilt(path: str, value: object) -> dict[str, Any]:
    """Return the small docket with one field set, or removed if the value is ``...``."""
    asked = docket()
    place: Any = asked
    *above, last = (int(step) if step.isdecimal() else step for step in path.split("."))
    for step in above:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return asked


@pytest.mark.parametrize(
    ("path", "value", "where", "words"),
    [
        ("schema", ..., "schema", "missing"),
        ("schema", 2, "schema", "This must be 1, not 2."),
        ("title", "x", "title", "no field with this name"),
        ("sequence", "2259", "sequence", "one of 2259A, 3612"),
        ("obligation", {}, "obligation", "must be a list"),
        ("obligation.0", "SA", "obligation[0]", "table of fields"),
        ("obligation.0.id", ..., "obligation[0].id", "missing"),
        ("obligation.0.id", "A Name", "obligation[0].id", "Never a name"),
        ("obligation.2.id", "RA", "obligation[2].id", "The code RA is used twice."),
        ("obligation.0.kind", "levy", "obligation[0].kind", "one of special-assessment, restitution, assessment"),
        ("obligation.0.due", "x", "obligation[0].due", "no field with this name"),
        ("obligation.0.amount", "", "obligation[0].amount", "Write an amount"),
        ("obligation.0.paid", "100.01", "obligation[0].paid", "cannot be more than the amount, $100.00."),
        ("obligation.0.defendants", [], "obligation[0].defendants", "at least one"),
        ("obligation.0.defendants", "1", "obligation[0].defendants", "must be a list"),
        ("obligation.0.defendants", ["1", "1"], "obligation[0].defendants[1]", "The code 1 is used twice."),
        ("obligation.0.defendants", [1], "obligation[0].defendants[0]", "short code"),
        ("obligation.0.to", "victim", "obligation[0].to", "belongs to restitution only"),
        ("obligation.0.victim", "A", "obligation[0].victim", "belongs to restitution only"),
        ("obligation.0.offense", "other", "obligation[0].offense", "belongs to restitution only"),
        ("obligation.1.victim", ..., "obligation[1].victim", "needs the code of the victim"),
        ("obligation.1.to", "united-states", "obligation[1].victim", "has no other victim's code"),
        ("obligation.1.to", "bank", "obligation[1].to", "one of victim, united-states, insurer"),
        ("obligation.1.offense", "theft", "obligation[1].offense", "one of production, trafficking, other"),
        ("victim", [{"id": "A"}, {"id": "A"}], "victim[1].id", "used twice"),
        ("victim.0.id", ..., "victim[0].id", "missing"),
        ("victim.0.outstanding", "-5", "victim[0].outstanding", "cannot be negative"),
        ("payment.0", 5, "payment[0]", "table of fields"),
        ("payment.0.date", "2021-02-30", "payment[0].date", "not a calendar date"),
        ("payment.0.date", ..., "payment[0].date", "missing"),
        ("payment.0.defendant", ["1"], "payment[0].defendant", "short code"),
        ("payment.0.amount", 3250, "payment[0].amount", "in quotes"),
        ("payment.0.amount", "1000000000000.01", "payment[0].amount", "at most $1,000,000,000,000.00"),
    ],
)
def test_one_mistake_is_named_at_its_place(path: str, value: object, where: str, words: str) -> None:
    """A wrong field is refused with its path and a sentence, and nothing else is."""
    found = mistakes(_spoilt(path, value))
    assert list(found) == [where]
    assert words in found[where]


def test_every_mistake_at_once() -> None:
    """All of them are reported, not only the first."""
    asked = docket()
    asked["obligation"][0]["paid"] = "101"
    asked["obligation"][1] |= {"amount": "-1", "paid": "7", "victim": "a name"}
    asked["obligation"].append(None)
    asked["victim"].append({"outstanding": "x"})
    asked["payment"][0] |= {"date": "today", "amount": None}
    assert set(mistakes(asked)) == {
        "obligation[0].paid",
        "obligation[1].amount",
        "obligation[1].victim",
        "obligation[3]",
        "victim[1].id",
        "victim[1].outstanding",
        "payment[0].date",
        "payment[0].amount",
    }


def test_an_insurer_may_name_the_victim_or_not() -> None:
    """The code is needed for a victim's own restitution only, and the same to the insurer changes no victim's sum."""
    asked = docket()
    asked["obligation"][1]["to"] = "insurer"
    named = distribute(read_docket(asked))
    del asked["obligation"][1]["victim"]
    unnamed = distribute(read_docket(asked))
    assert isinstance(named, Distribution)
    assert named.replay == unnamed.replay
    assert named.unowed == ("A",)
    assert named.replay.received == {"A": 0}


def test_one_cent_that_is_not_paid_is_told() -> None:
    """Liability to a victim that ended with a cent of the order unpaid has ended all the same."""
    params = docket()
    params["obligation"][1]["amount"] = "3000.01"
    result = answer(params)
    (restitution,) = [one for one in result["obligations"] if one["id"] == "RA"]
    assert restitution["paid"] == "3000.00"
    assert restitution["ended"] is True


@pytest.mark.parametrize("to", ["united-states", "insurer", None])
def test_who_comes_last_has_a_place_in_the_sequence_of_the_avaa(to: str | None) -> None:
    """One such recipient is enough for the line that says whose reading the place is."""
    params = docket()
    if to:
        params["obligation"].append({"id": "RX", "kind": "restitution", "amount": "10", "defendants": ["1"], "to": to})
    keys = set(lines_of(answer(params)))
    assert ("place" in keys) == (to is not None)
