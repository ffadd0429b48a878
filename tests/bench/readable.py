"""Readability of every worked example with scripts off."""

from __future__ import annotations

from tests.bench.pages import Bench
from tests.bench.report import say
from tests.bench.verdict import Finding

from sitebuild.paths import BUILT_SITE
from sitebuild.serve import serving

# Readable: the question, the answer and every figure in it are on the page with a size and a text, what is in a closed
# panel once it is opened; and a notice says that the controls do nothing.
_READABLE = """() => {
  for (const panel of document.querySelectorAll("details")) panel.open = true;
  const seen = (element) =>
    element !== null && element.innerText.trim() !== "" && element.getClientRects().length > 0;
  return [...document.querySelectorAll("worked-example")].map((example) => {
    const figures = [...example.querySelectorAll("output")];
    return figures.length > 0 && figures.every(seen)
      && seen(example.querySelector("[data-slot=form]"))
      && seen(example.querySelector("[data-slot=answer]"))
      && seen(example.querySelector(".we-notice"));
  });
}"""


def measure(bench: Bench) -> list[Finding]:
    """Open every page that has an example, with scripts off."""
    say("reading without scripts")
    found: dict[str, list[bool]] = {}
    pages = [path for path in sorted(BUILT_SITE.rglob("*.html")) if b"<worked-example" in path.read_bytes()]
    with serving() as address, bench.profile(java_script_enabled=False) as context:
        page = context.new_page()
        for path in pages:
            name = path.relative_to(BUILT_SITE).as_posix()
            page.goto(f"{address}{name}")
            found[name] = page.evaluate(_READABLE)
    examples = [readable for here in found.values() for readable in here]
    note = f"{sum(examples)} of {len(examples)} examples on {len(pages)} pages"
    missing = [name for name, here in found.items() if not here or not all(here)]
    return [
        Finding("no-script", sum(examples) / len(examples), f"{note}{'; not on ' if missing else ''}{missing or ''}")
    ]
