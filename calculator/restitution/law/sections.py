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
"""The penalty provision of every section of the offense table; empty where none is known."""


@dataclass(frozen=True, slots=True)
class Charges:
    """The offenses that one text names.

    Attributes:
        sections: sections of the offense table, in the order of the text, at least one.
        penalties: the penalty provisions named beside them, each of which punishes one: ``2252A(b)(2)``.
        exact: whether the text is the section itself, with nothing read into it.
    """

    sections: tuple[str, ...]
    penalties: tuple[str, ...]
    exact: bool

    @property
    def words(self) -> str:
        """What was read, for people: ``2252A(a)(5), with its penalty provision (b)(2)``."""
        single = len(self.sections) == 1
        text = self.sections[0] if single else f"{len(self.sections)} counts: {_listed(self.sections)}"
        if not self.penalties:
            return text
        named = [one.removeprefix(_base(self.sections[0])) for one in self.penalties] if single else self.penalties
        plural = "s" if len(named) > 1 else ""
        text += f", with {'its' if single else 'the'} penalty provision{plural} {_listed(named)}"
        without = tuple(dict.fromkeys(one for one in self.sections if self._lacks_its_penalty(one)))
        return f"{text}; none is named for {_listed(without)}" if without else text

    def _lacks_its_penalty(self, section: str) -> bool:
        """Return whether only other offenses of its section have their penalty provision named."""
        beside = [one for one in self.penalties if _base(one) == _base(section)]
        return bool(beside) and not any(_punishes(one, section) for one in beside)


def read_charges(text: str) -> Charges:
    """Read one or several offenses as judgments print them: ``18 U.S.C. §§ 2252A(a)(2), (a)(5)(B) and (b)(1)``.

    A deeper pin means its paragraph: ``2252A(a)(5)(B)`` is ``2252A(a)(5)``. The title of the Code is dropped. Pins
    alone continue the section before them. The penalty provision of an offense is no offense of its own; it belongs to
    the offenses of its section before it that it punishes, or to those after it if there are none before.

    Raises:
        ValueError: for anything that is not in the offense table, or could mean two of its sections, and for a penalty
            provision that punishes none of the offenses it belongs to. It is never guessed.
    """
    parts = [part for part in (re.sub(r"\s+", "", one) for one in _BETWEEN.split(_TITLE.sub(",", text))) if part]
    if not parts or len(text) > _LONGEST:
        raise ValueError(_not_a_section(text))
    found: list[str] = []
    penalties: list[tuple[str, int]] = []
    base = ""
    for part in parts:
        match = _SECTION.fullmatch(part)
        if match is None or not (match["base"] or (base and match["pins"])):
            raise ValueError(_not_a_section(part if len(parts) > 1 else text))
        continued = match["base"] is None
        base = base if continued else _capital(part, match)
        section = base + match["pins"]
        if _among_penalties(section):
            penalties.append((section, len(found)))
            continue
        entry = _entry(section)
        if entry is None:
            raise ValueError(_unknown(section, part if continued else ""))
        # Further pins of an entry without paragraphs, such as 1591(a)(1), (b)(1), are the same offense.
        if not (continued and found and entry == found[-1]):
            found.append(entry)
    for penalty, before in penalties:
        _check_penalty(penalty, found[:before], found)
    exact = len(parts) == 1 and parts[0] == found[0]
    return Charges(tuple(found), tuple(dict.fromkeys(penalty for penalty, _ in penalties)), exact)


def read_charge(text: str) -> Charges:
    """Read a single offense, with or without its penalty provision.

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
    if letter.islower() and not match["pins"] and (_entry(subsection) or _among_penalties(subsection)):
        raise ValueError(f"“{part}” may be {base.upper()} or {subsection}: write the one that is meant.")
    return base.upper()


def _base(section: str) -> str:
    return section.partition("(")[0]


def _entry(section: str) -> str | None:
    """Return the entry of the table that a section is, or is a deeper pin of."""
    pins = _PIN.findall(section)
    depths = (_base(section) + "".join(pins[:depth]) for depth in range(len(pins), -1, -1))
    return next((at_depth for at_depth in depths if at_depth in _ENTRIES), None)


def _subsection(section: str) -> str:
    """Return a section with its first pin alone; empty if it has none."""
    return section[: section.find(")") + 1]


def _among_penalties(section: str) -> bool:
    """Return whether a section is, or is within, a subsection that states penalties."""
    return any(penalty and _subsection(penalty) == _subsection(section) for penalty in _ENTRIES.values())


def _punishes(penalty: str, section: str) -> bool:
    """Return whether what was written is the penalty provision of an entry, a deeper pin or its whole subsection."""
    own = _ENTRIES[section]
    return bool(own) and (penalty in (own, _subsection(own)) or penalty.startswith(f"{own}("))


def _check_penalty(penalty: str, before: list[str], found: list[str]) -> None:
    """Check that a penalty provision punishes an offense of its section before it, or else after it.

    Raises:
        ValueError: if it punishes none; it names those offenses and their own provisions.
    """
    same = [[one for one in some if _ENTRIES[one] and _base(one) == _base(penalty)] for some in (before, found)]
    candidates = same[0] or same[1]
    if not candidates:
        raise ValueError(_unknown(penalty, ""))
    if not any(_punishes(penalty, one) for one in candidates):
        own = [f"of {one}, which is {_ENTRIES[one].removeprefix(_base(one))}" for one in dict.fromkeys(candidates)]
        raise ValueError(
            f"{penalty} is not the penalty provision {', or '.join(own)}. Correct the one that is wrong, or leave the "
            "penalty provision out."
        )


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
    if any(_punishes(section, known) for known in _ENTRIES):
        return f"{read} is not in the offense table: it states a penalty. Name the offense too.{hint}"
    return f"{read} is not in the offense table.{hint} An attempt is entered under the paragraph attempted."
