"""The calculator accepts the scenario that the method page prints."""

from __future__ import annotations

import re
import tomllib

from restitution import estimate, read_scenario
from sitebuild.paths import CONTENT


def test_the_printed_scenario_is_accepted_and_uses_every_method() -> None:
    page = (CONTENT / "reference" / "method.md").read_text(encoding="utf-8")
    printed = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert printed
    result = estimate(read_scenario(tomllib.loads(printed[1])))
    (order,) = result.orders
    assert {"full", "equal-share.ordered", "adjusted-share", "prior-awards", "requested", "fixed"} <= set(order.methods)
