"""Find the sections of offenses, as judgments print them, in the offense table."""

from __future__ import annotations

import re
from dataclasses import dataclass

from restitution.errors import shown
from restitution.law.reader import LAW
from restitution.law.tables import Offense

_TITLE = re.compile(
    r"(?<![\w.])(?:title\s+18,?\s+(?:of\s+the\s+)?united\s+states\s+code,?|18\s*(?:U\.?\s*S\.?\s*C\.?(?:\s*A\.)?|:))"
    r"|§+|\b(?:sections?|secs?\.)",
    re.IGNORECASE,
)
"""What may stand before a section: the title of the Code, and a sign or word for section."""
_BETWEEN = re.compile(r"[,;&\r\n]|\band\b", re.IGNORECASE)
_SECTION = re.compile(r"(?P<base>\d{4}(?P<letter>[A-Za-z]?))?(?P<pins>(?:\([A-Za-z0-9]{1,4}\)){0,9})", re.ASCII)
_PIN = re.compile(r"\([^)]*\)")
_LONGEST = 500
"""The longest text that is read as sections, in characters."""

_ENTRIES = {offense.section: offense.penalty for offense in LAW.offenses}
"""The penalty clause of every section of the offense table; empty where none is known."""


@dataclass(frozen=True, slots=True)
class Charges:
    """The offenses that one text names.

    Attributes:
        sections: sections of the offense table, in the order of the text, at least one.
        penalties: the penalty clauses named beside them: ``2252A(b)(2)``.
        exact: whether the text is the section itself, with nothing read into it.
    """

    sections: tuple[str, ...]
    penalties: tuple[str, ...]
    exact: bool

    @property
    def words(self) -> str:
        """What was read, for people: ``2252A(a)(5), with its penalty clause (b)(2)``."""
        if len(self.sections) == 1:
            base = _base(self.sections[0])
            text, clauses = self.sections[0], [clause.removeprefix(base) for clause in self.penalties]
        else:
            text, clauses = f"{len(self.sections)} counts: {_listed(self.sections)}", list(self.penalties)
        if not clauses:
            return text
        whose = "its" if len(self.sections) == 1 else "the"
        return f"{text}, with {whose} penalty clause{'s' if len(clauses) > 1 else ''} {_listed(clauses)}"


def read_charges(text: str) -> Charges:
    """Read one or several offenses as judgments print them: ``18 U.S.C. §§ 2252A(a)(2), (a)(5)(B) and (b)(1)``.

    A deeper pin means its paragraph: ``2252A(a)(5)(B)`` is ``2252A(a)(5)``. The title of the Code is dropped. Pins
    alone continue the section before them. The penalty clause of an offense is no offense of its own.

    Raises:
        ValueError: for anything that is not in the offense table, or could mean two of its sections. It is never
            guessed.
    """
    parts = [part for part in (re.sub(r"\s+", "", one) for one in _BETWEEN.split(_TITLE.sub(",", text))) if part]
    if not parts or len(text) > _LONGEST:
        raise ValueError(_not_a_section(text))
    found: list[str] = []
    penalties: list[str] = []
    base = ""
    for part in parts:
        match = _SECTION.fullmatch(part)
        if match is None or not (match["base"] or (base and match["pins"])):
            raise ValueError(_not_a_section(part if len(parts) > 1 else text))
        continued = match["base"] is None
        base = base if continued else _capital(part, match)
        section = base + match["pins"]
        if _is_penalty(section):
            penalties.append(section)
            continue
        entry = _entry(section)
        if entry is None:
            raise ValueError(_unknown(section, part if continued else ""))
        # Further pins of an entry without paragraphs, such as 1591(a)(1), (b)(1), are the same offense.
        if not (continued and found and entry == found[-1]):
            found.append(entry)
    for clause in penalties:
        if not any(_ENTRIES[section] and _under(clause, _ENTRIES[section]) for section in found):
            raise ValueError(_unknown(clause, ""))
    exact = len(parts) == 1 and parts[0] == found[0]
    return Charges(tuple(found), tuple(dict.fromkeys(penalties)), exact)


def read_charge(text: str) -> Charges:
    """Read a single offense, with or without its penalty clause.

    Raises:
        ValueError: as ``read_charges``, and for several offenses, each of which is named.
    """
    charges = read_charges(text)
    if len(charges.sections) > 1:
        raise ValueError(
            f"One offense belongs here, and “{shown(text)}” names {len(charges.sections)}: "
            f"{_listed(charges.sections)}. Give one at a time."
        )
    return charges


def canonical_section(text: str) -> str:
    """Return the section of the offense table that corresponds to a single section as people write it.

    Raises:
        ValueError: for a section that is not in the table, or for several.
    """
    return read_charge(text).sections[0]


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


def _capital(part: str, match: re.Match[str]) -> str:
    """Return the section's number with its letter in capitals.

    Raises:
        ValueError: for a small letter alone that may be the section's or a subsection: ``2260a``.
    """
    base: str = match["base"]
    number, letter = base.removesuffix(match["letter"]), match["letter"]
    subsection = f"{number}({letter})"
    if letter.islower() and not match["pins"] and (_entry(subsection) or _is_penalty(subsection)):
        raise ValueError(f"“{part}” may be {base.upper()} or {subsection}: write the one that is meant.")
    return base.upper()


def _base(section: str) -> str:
    return section.partition("(")[0]


def _entry(section: str) -> str | None:
    """Return the entry of the table that a section is, or is a deeper pin of."""
    pins = _PIN.findall(section)
    depths = (_base(section) + "".join(pins[:depth]) for depth in range(len(pins), -1, -1))
    return next((at_depth for at_depth in depths if at_depth in _ENTRIES), None)


def _under(section: str, clause: str) -> bool:
    return section == clause or section.startswith(f"{clause}(")


def _is_penalty(section: str) -> bool:
    return any(clause and _under(section, clause) for clause in _ENTRIES.values())


def _listed(parts: tuple[str, ...] | list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


def _not_a_section(text: str) -> str:
    return f"Write the section as in the judgment, for example 2252A(a)(5), not “{shown(text)}”."


def _unknown(section: str, pins: str) -> str:
    """Return the refusal of a section that is not in the table; ``pins`` are what was typed, if only pins were."""
    base = _base(section)
    relatives = sorted(known for known in _ENTRIES if _base(known) == base)
    hint = f" Known sections: {', '.join(relatives)}." if relatives else ""
    read = f"“{pins}”, read as {section}," if pins else f"Section {section}"
    if _is_penalty(section):
        return f"{read} is not in the offense table: it states a penalty. Name the offense too.{hint}"
    return f"{read} is not in the offense table.{hint} An attempt is entered under the paragraph attempted."
