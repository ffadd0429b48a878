"""Text as XML, without the characters that XML forbids."""

from __future__ import annotations

import re

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_DROPPED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")
"""What XML cannot hold, and the signs that turn the direction of the text after them, which could show other text."""
_SPACES = re.compile(r"[\t\n\r]+")
_QUOTED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def plain(text: str) -> str:
    """Return text for the content of an element or for an attribute."""
    return _SPACES.sub(" ", _DROPPED.sub("", text)).translate(_QUOTED)


def escaped(text: str) -> str:
    """Return text that is shown: a section sign keeps its number beside it."""
    return plain(text.replace("§ ", "§\u00a0"))


def field_of(instruction: str, result: str) -> str:
    """Return a field with the runs of its result, in the form that every reader shows, even one that knows no fields.

    A simple field, ``w:fldSimple``, would be shorter, and some readers leave it out with what is in it.
    """
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText xml:space="preserve"> '
        f'{instruction} </w:instrText><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r>'
        '<w:fldChar w:fldCharType="end"/></w:r>'
    )
