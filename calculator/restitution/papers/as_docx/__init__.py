"""A paper as a Word document: a small writer of our own, the same in every Python and in the browser.

No library was found that writes footnotes and runs in the browser without a compiled part.
"""

from restitution.papers.as_docx.package import docx

__all__ = ["docx"]
