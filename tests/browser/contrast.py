"""The contrast of the guide's colours: what its style sheet defines, and the pairs of colours that its text may use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

type Palette = dict[str, str]
"""Colours, as `#rrggbb`, by the name of their variable without `--we-`."""

# WCAG 2.2: 1.4.6 for the text on the page's own grounds, 1.4.3 for text elsewhere, 1.4.11 for edges of controls.
ENHANCED, TEXT, EDGE = 7.0, 4.5, 3.0

_GROUNDS = ("paper", "surface", "tint")
_WORDS = ("ink", "soft", "accent", "bad", "code-word", "code-text", "code-number")

PAIRS: dict[tuple[str, str], float] = {
    **{(word, ground): ENHANCED for word in _WORDS for ground in _GROUNDS},
    ("paper", "ink"): ENHANCED,  # the button that leaves the site
    ("accent", "accent-tint"): TEXT,  # a control under the pointer
    ("ink", "accent-tint"): TEXT,  # the cell of a table that the keyboard is in
    ("bad", "bad-tint"): TEXT,  # the list of mistakes
    ("ink", "flash"): TEXT,  # a figure that has just changed, and a marked word
    **{("edge", ground): EDGE for ground in _GROUNDS},
}
"""Every pair of a colour and the ground it stands on, with the contrast that it must have."""

LIGHT, DARK = "default", "slate"

_BASE = [":root, [data-md-color-scheme]"]
_SCHEMES = {LIGHT: [_BASE], DARK: [_BASE, ["@media screen", f'[data-md-color-scheme="{DARK}"]']]}


def blocks(css: str) -> Iterator[tuple[list[str], dict[str, str]]]:
    """Every block of a style sheet with declarations: the selectors around it, outermost first, and these."""
    open_blocks: list[tuple[str, dict[str, str]]] = []
    text = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    for before, sign in re.findall(r"""((?:"[^"]*"|[^{};"])*)([{};])""", text):
        words = " ".join(before.split())
        if sign == "{":
            open_blocks.append((words, {}))
            continue
        if ":" in words and open_blocks:
            name, _, value = words.partition(":")
            open_blocks[-1][1][name] = value.strip()
        if sign == "}":
            path = [selector for selector, _ in open_blocks]
            if declared := open_blocks.pop()[1]:
                yield path, declared


def palette(css: str, scheme: str) -> Palette:
    """The colours of a scheme, as `#rrggbb`."""
    found = {}
    wanted = _SCHEMES[scheme]
    for path, declared in blocks(css):
        if path in wanted:
            for name, value in declared.items():
                if name.startswith("--we-") and re.fullmatch("#[0-9a-f]{6}", value):
                    found[name.removeprefix("--we-")] = value
    return found


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of `#rrggbb`."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _luminance(colour: str) -> float:
    """The relative luminance of a colour, as WCAG 2.2 defines it."""
    shares = [channel / 255 for channel in channels(colour)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def too_faint(colours: Palette, pairs: Mapping[tuple[str, str], float] = PAIRS) -> list[str]:
    """Each pair with less contrast than it must have."""
    return [
        f"{colour} on {ground}: {ratio(colours[colour], colours[ground]):.2f}, not {least}"
        for (colour, ground), least in pairs.items()
        if ratio(colours[colour], colours[ground]) < least
    ]


_VARIABLE = re.compile(r"var\(--we-([\w-]+)\)")
_PARTS = {"color": "text", "background": "ground", "background-color": "ground"}
_NO_COLOUR = {"none", "transparent", "inherit", "currentcolor"}


def not_judged(css: str) -> list[str]:
    """What the style sheet gives text or a ground that no pair covers: a colour by itself, or the two of one block."""
    words, grounds = ({pair[place] for pair in PAIRS} for place in (0, 1))
    found = []
    for path, declared in blocks(css):
        here: dict[str, str] = {}
        for name, value in declared.items():
            part = _PARTS.get(name)
            if part is None:
                continue
            if used := _VARIABLE.search(value):
                here[part] = used[1]
                if used[1] not in (words if part == "text" else grounds):
                    found.append(f"{path[-1]}: {name}: {value}")
            elif value.removesuffix("!important").strip() not in _NO_COLOUR:
                found.append(f"{path[-1]}: {name}: {value}")
        if len(here) > 1 and (here["text"], here["ground"]) not in PAIRS:
            found.append(f"{path[-1]}: {here['text']} on {here['ground']}")
    return found


# The pairs of colours in which a page shows text, each with the first element that has it.
SHOWN = """(scheme) => {
  document.body.dataset.mdColorScheme = scheme;
  for (const moving of document.getAnimations()) if (moving instanceof CSSTransition) moving.finish();
  const grounds = new Map();
  const ground = (one) => {
    if (one === null) return "nothing";
    if (!grounds.has(one)) {
      const { backgroundColor } = getComputedStyle(one);
      grounds.set(one, backgroundColor === "rgba(0, 0, 0, 0)" ? ground(one.parentElement) : backgroundColor);
    }
    return grounds.get(one);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, ({ data }) =>
    /\\S/.test(data) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT);
  const elements = new Set(document.querySelectorAll("input, select"));
  while (texts.nextNode()) elements.add(texts.currentNode.parentElement);
  const found = {};
  for (const one of elements) {
    if (!one.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const { color, fill } = getComputedStyle(one);
    found[`${one instanceof SVGElement ? fill : color} on ${ground(one)}`] ??= one.outerHTML.slice(0, 120);
  }
  return found;
}"""


def strangers(shown: Mapping[str, str], colours: Palette) -> list[str]:
    """Each pair that a page shows text in and that no test of the palette has judged."""
    names = {f"rgb({', '.join(map(str, channels(colour)))})": name for name, colour in colours.items()}
    judged = {pair for pair, least in PAIRS.items() if least >= TEXT}
    found = []
    for pair, where in shown.items():
        colour, _, ground = pair.partition(" on ")
        if (names.get(colour, colour), names.get(ground, ground)) not in judged:
            found.append(f"{names.get(colour, colour)} on {names.get(ground, ground)}: {where}")
    return found
