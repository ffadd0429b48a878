"""The controls of a worked example, as HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from html import escape

from restitution.errors import FieldError
from restitution.fields import Field, Kind, read_as
from restitution.law import canonical_section
from restitution.money import dollars
from restitution.render.as_html import output

PLACE = re.compile(r"\{(field|line):([^{}]+)\}")
"""In a sentence: a control by its path, or a figure by its line's key."""
_INPUT_MODE = {Kind.WHOLE: "numeric", Kind.MONEY: "decimal", Kind.RATE: "decimal", Kind.FACTOR: "decimal"}


@dataclass(frozen=True, slots=True)
class Control:
    """A field that a reader may change.

    Attributes:
        step: how far one press of − or + moves it; ``None`` for a field without steps.
        plus: added to a whole number when it is shown.
        stops: for a day, the positions of a slider beside its field, as ISO text in order.
    """

    path: str
    field: Field
    label: str
    step: Fraction | None = None
    plus: int = 0
    stops: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Page:
    """What every control needs to know about its form."""

    ident: str
    texts: Mapping[str, str]
    errors: Mapping[str, str]

    def name(self, path: str) -> str:
        return f"{self.ident}-{re.sub(r'[^a-z0-9]+', '-', path).strip('-')}"


def _page(ident: str, texts: Mapping[str, str], errors: tuple[FieldError, ...]) -> _Page:
    by_path: dict[str, str] = {}
    for error in errors:
        by_path[error.path] = f"{by_path[error.path]} {error.message}" if error.path in by_path else error.message
    return _Page(ident, texts, by_path)


def sentence_form(
    ident: str,
    sentence: str,
    controls: tuple[Control, ...],
    texts: Mapping[str, str],
    amounts: Mapping[str, Fraction | None],
    errors: tuple[FieldError, ...],
) -> str:
    """Return the live sentence, with numbers as controls and outputs, followed by the controls not contained in it.

    Args:
        amounts: US dollars by line key; empty while any input is refused, and the outputs are then empty.
    """
    page = _page(ident, texts, errors)
    by_path = {control.path: control for control in controls}
    placed: set[str] = set()
    parts: list[str] = []
    end = 0
    for match in PLACE.finditer(sentence):
        parts.append(escape(sentence[end : match.start()]))
        end = match.end()
        kind, name = match.groups()
        if kind == "field":
            placed.add(name)
            parts.append(_control(by_path[name], page, inline=True))
        else:
            amount = amounts.get(name)
            parts.append(output(name, "" if amount is None else dollars(amount)))
    parts.append(escape(sentence[end:]))
    rest = [_control(control, page) for control in controls if control.path not in placed]
    text = f'<p class="we-sentence">{"".join(parts)}</p>' if sentence else ""
    fields = f'<div class="we-fields">{"".join(rest)}</div>' if rest else ""
    # Below the sentence: above it, the list would shift the number that is being typed.
    return text + fields + _errors(page, {c.path for c in controls})


def _control(control: Control, page: _Page, *, inline: bool = False) -> str:
    name = page.name(control.path)
    message = page.errors.get(control.path, "")
    text = page.texts.get(control.path, "")
    read = "" if message else read_as(control.field.kind, text)
    described = [f"{name}-error"] if message else []
    if read:
        described.append(f"{name}-read")
    # Keep browsers from suggesting earlier input, and from restoring it when the page is reopened.
    attributes = f'id="{name}" name="{escape(control.path)}" autocomplete="off"'
    attributes += f' aria-describedby="{" ".join(described)}"' if described else ""
    attributes += ' aria-invalid="true"' if message else ""
    box = _box(control, text, attributes)
    error = f'<span class="we-error" id="{name}-error">{escape(message)}</span>' if message else ""
    if inline:
        return (
            f'<span class="we-control we-inline"><label class="we-hidden" for="{name}">{escape(control.label)}</label>'
            f"{box}{error}</span>"
        )
    term = f' <small class="we-term">{escape(control.field.term)}</small>' if control.field.term else ""
    shown = f'<span class="we-why" id="{name}-read">Read as {escape(read)}.</span>' if read else ""
    return f'<div class="we-control"><label for="{name}">{escape(control.label)}{term}</label>{box}{shown}{error}</div>'


def _box(control: Control, text: str, attributes: str) -> str:
    declared = control.field
    if declared.kind is Kind.CHOICE or declared.kind is Kind.FLAG:
        return _select(declared, text, attributes)
    if declared.kind is Kind.SECTION and declared.choices:
        return _sections(declared, text, attributes)
    if declared.kind is Kind.DAY:
        return f'<input type="date" {attributes} value="{escape(text)}">{_slider(control, text)}'
    mode = _INPUT_MODE.get(declared.kind)
    extra = f' inputmode="{mode}"' if mode else ""
    if control.step is None:
        return f'<input type="text" {attributes}{extra} value="{escape(text)}" spellcheck="false">'
    width = max(3, len(text) + 1)
    label = escape(control.label)
    # A text field with the spinbutton role: a browser's number field discards what it cannot parse, and no typed
    # text may be lost. The arrow keys step it as in a number field.
    now = (
        f' aria-valuenow="{escape(text)}"'
        if text.isdecimal()
        else f' aria-valuenow="0" aria-valuetext="{escape(text)}"'
    )
    return (
        f'<span class="we-number"><button type="button" class="we-step" data-op="step" data-by="-1" '
        f'data-path="{escape(control.path)}" aria-label="Less: {label}">−</button>'
        f'<input type="text" role="spinbutton"{now} {attributes}{extra} value="{escape(text)}" size="{width}" '
        f'spellcheck="false">'
        f'<button type="button" class="we-step" data-op="step" data-by="1" '
        f'data-path="{escape(control.path)}" aria-label="More: {label}">+</button></span>'
    )


def _slider(control: Control, text: str) -> str:
    """Return a slider beside the field, if it has stops: set to the last stop that the day has reached, and labeled."""
    if not control.stops:
        return ""
    at = max((i for i, stop in enumerate(control.stops) if stop <= text), default=0)
    return (
        f'<input type="range" class="we-slide" autocomplete="off" min="0" max="{len(control.stops) - 1}" value="{at}" '
        f'data-path="{escape(control.path)}" data-stops="{escape(" ".join(control.stops))}" '
        f'aria-label="Slide: {escape(control.label)}" aria-valuetext="{escape(text)}">'
    )


def _select(declared: Field, text: str, attributes: str) -> str:
    choices = dict(declared.choices) or {"true": "Yes", "false": "No"}
    if declared.default in (None, ""):
        choices = {"": "Choose one" if declared.required else "Left open", **choices}
    options = "".join(
        f'<option value="{escape(value)}"{" selected" if value == text else ""}>{escape(words)}</option>'
        for value, words in choices.items()
    )
    return f"<select {attributes}>{options}</select>"


def _sections(declared: Field, text: str, attributes: str) -> str:
    """Return a list of sections. A deeper pin selects its paragraph; other text stays in the list, to be corrected."""
    try:
        text = canonical_section(text) if text.strip() else ""
    except ValueError:
        declared = replace(declared, choices={**declared.choices, text: text})
    return _select(declared, text, attributes)


def _errors(page: _Page, shown: set[str]) -> str:
    """Return all the mistakes as one list, each linked to its field if the example has it."""
    if not page.errors:
        return ""
    items = "".join(
        f'<li><a href="#{page.name(path)}">{escape(message)}</a></li>'
        if path in shown
        else f"<li>{escape(message)}</li>"
        for path, message in page.errors.items()
    )
    return (
        f'<div class="we-errors"><p>Please fix this. The figures shown are still from the last valid entries.</p>'
        f"<ul>{items}</ul></div>"
    )
