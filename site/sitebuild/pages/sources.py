"""What the reference pages show of the code itself: its parameters, the source of its rules, its public names."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

import restitution
from restitution import LAW, rules
from restitution.law import Parameter, Value
from restitution.money import dollars
from restitution.render.words import citation
from restitution.worksheet import RULES, Cite


def parameters_html(base: str) -> str:
    """A table of every parameter and its values over time, each with its authority."""
    rows = "".join(_parameter_rows(parameter, base) for parameter in LAW.parameters.values())
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Parameter", "From", "To", "Value", "Authority"))
    table = f'<table class="parameters"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    return f'<div class="we-scroll">{table}</div>'


def _parameter_rows(parameter: Parameter, base: str) -> str:
    count = len(parameter.values)
    note = f'<span class="we-how">{escape(parameter.note)}</span>' if parameter.note else ""
    head = (
        f'<th scope="rowgroup" rowspan="{count}" id="{escape(parameter.id)}">{escape(parameter.label)} '
        f"<code>{escape(parameter.id)}</code>{note}</th>"
    )
    rows = []
    for i, value in enumerate(parameter.values):
        cited = escape(citation(Cite(value.authority, value.pin)))
        where = f'<a href="{base}sources/#{value.authority}">{cited}</a>'
        extra = f'<span class="we-how">{escape(value.note)}</span>' if value.note else ""
        cells = (value.start.isoformat(), value.end.isoformat() if value.end else "in force", _amount(parameter, value))
        body = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        rows.append(f"<tr>{head if i == 0 else ''}{body}<td>{where}{extra}</td></tr>")
    return "".join(rows)


def _amount(parameter: Parameter, value: Value) -> str:
    if parameter.unit == "USD":
        return dollars(value.number)
    return value.amount if parameter.unit in ("date", "ratio") else f"{value.amount} ({parameter.unit})"


def rules_html() -> str:
    """The source of every rule function, with the anchor that worksheet lines link to."""
    for module in pkgutil.iter_modules(rules.__path__):
        importlib.import_module(f"{rules.__name__}.{module.name}")
    formatter = HtmlFormatter(cssclass="highlight", wrapcode=True)
    return "".join(
        f'<section class="rule" id="{escape(name)}">'
        f"<h2><code>{escape(name.removeprefix('restitution.rules.'))}</code></h2>"
        f"{highlight(inspect.getsource(function), PythonLexer(), formatter)}</section>"
        for name, function in sorted(RULES.items())
    )


def api_html() -> str:
    """Every public name of the package: how it is called, and its docstring as it is written."""
    return "".join(
        f'<section class="rule" id="{name}"><h2><code>{escape(_called(name, thing))}</code></h2>'
        f'<pre class="docstring">{escape(inspect.getdoc(thing) or "")}</pre></section>'
        for name, thing in sorted((name, getattr(restitution, name)) for name in restitution.__all__)
    )


def _called(name: str, thing: object) -> str:
    if inspect.isfunction(thing):
        return f"{name}{inspect.signature(thing)}"
    return f"class {name}" if inspect.isclass(thing) else f"{name}: {type(thing).__name__}"
