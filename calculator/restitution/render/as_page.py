"""A report as a standalone HTML file, for users who keep or print the answer of the command line.

The worksheet is open, so that every browser prints it. Where a reader has folded it, newer browsers print it all the
same; others print what is shown.
"""

from __future__ import annotations

from html import escape

from restitution.render.as_html import report_html
from restitution.render.report import Report

_STYLE = """
:root { color-scheme: light dark; --line: light-dark(#c9c9c4, #55554f); }
body { font: 1rem/1.5 Georgia, serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1, caption, th, dt { font-family: system-ui, sans-serif; }
h1 { font-size: 1.5rem; } caption { text-align: left; font-weight: 600; padding: 1rem 0 .25rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-top: 1px solid var(--line); }
th { font-weight: 500; } .we-amount, dd { font-variant-numeric: tabular-nums; } .we-amount { text-align: right; }
.we-how { display: block; font-family: Georgia, serif; opacity: .8; } .we-cites { font-size: .875rem; }
.we-depth-1 th { padding-left: 1rem; } .we-depth-2 th { padding-left: 2rem; } .we-depth-3 th { padding-left: 3rem; }
dl { display: grid; grid-template-columns: 1fr auto; gap: .35rem 2rem; max-width: 40rem; } dd { margin: 0; }
figure { margin: 2rem 0; } svg { max-width: 100%; height: auto; } .we-scroll { overflow-x: auto; }
@page { size: letter; margin: 0.9in 0.8in;
  @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 8pt Georgia, serif; } }
@media print {
  :root { color-scheme: light; } body { font-size: 10pt; max-width: none; margin: 0; padding: 0; }
  details::details-content { display: block; block-size: auto; content-visibility: visible; }
  summary { list-style: none; } .we-scroll { overflow: visible; } thead { display: table-header-group; }
  tr, figure, dl > *, li { break-inside: avoid; } caption, summary, h1 { break-after: avoid; }
}
"""


def report_page(report: Report) -> str:
    """Return a complete page with inline styles; it makes no network requests."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(report.title)}</title><style>{_STYLE}</style></head>"
        f"<body><main>{report_html(report, None)}</main></body></html>\n"
    )
