"""Find the section of an offense in the offense table."""

from __future__ import annotations

import re

from restitution.law.reader import LAW
from restitution.law.tables import Offense

_PREFIX = re.compile(r"^(18\s*U\.?\s*S\.?\s*C\.?)?\s*(§+|sections?|sec\.)?\s*", re.IGNORECASE)
_SECTION = re.compile(r"(?P<base>\d{4}[A-Z]?)(?P<pins>(?:\([A-Za-z0-9]{1,4}\)){0,9})", re.ASCII)


def canonical_section(text: str) -> str:
    """Return the section of the offense table that corresponds to a section as people write it.

    A deeper pin means its paragraph: ``2252A(a)(5)(B)`` is ``2252A(a)(5)``; a leading ``18 U.S.C. §`` is dropped.

    Raises:
        ValueError: for a section that is not in the table. It is never guessed.
    """
    bare = re.sub(r"\s+", "", _PREFIX.sub("", text.strip()))
    match = _SECTION.fullmatch(bare)
    if match is None:
        raise ValueError("Write the section as in the judgment, for example 2252A(a)(5).")
    pins = re.findall(r"\([^)]*\)", match["pins"])
    known = {offense.section for offense in LAW.offenses}
    for depth in range(len(pins), -1, -1):
        section = match["base"] + "".join(pins[:depth])
        if section in known:
            return section
    relatives = sorted(s for s in known if re.fullmatch(re.escape(match["base"]) + r"(\(.*)?", s))
    hint = f" Known sections: {', '.join(relatives)}." if relatives else ""
    raise ValueError(
        f"Section {bare} is not in the offense table.{hint} An attempt is entered under the paragraph attempted."
    )


def find_offense(section: str, series: str | None) -> Offense:
    """Return the offense of a canonical section; ``series`` distinguishes the three kinds of §2252A(g).

    Raises:
        ValueError: if §2252A(g) lacks its series. Other sections have none, and their ``series`` is ignored.
    """
    entries = [offense for offense in LAW.offenses if offense.section == section]
    if entries[0].series == "":
        return entries[0]
    for entry in entries:
        if entry.series == series:
            return entry
    kinds = ", ".join(f'"{entry.series}"' for entry in entries)
    raise ValueError(f"For section {section}, state what the series was made of: one of {kinds}.")
