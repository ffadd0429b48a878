"""Answers that nobody asked for: real ones, and none of anybody's desk."""

from __future__ import annotations

import json

from restitution.desk import Desk
from restitution.desk.practice import Practice


def test_practice_answers_as_a_desk_does_and_touches_no_other() -> None:
    desk = Desk()
    practice = Practice()
    first, second = (json.loads(practice.go(number)) for number in (9, 19))
    assert [one["announce"] for one in (first, second)] == ["Order: $12,000.00.", "Order: $6,000.00."]
    assert not first["errors"] + second["errors"]
    assert json.loads(desk.ask('{"view": "orders"}'))["undo"] == ""
