"""Undo and redo: the documents of a case one after the other, each with the words for the step that made it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from restitution.casefile.document import EMPTY, Document

MOST_STEPS = 200
"""Steps that can be undone. Documents share what did not change, so a step costs little."""


class _Step(NamedTuple):
    label: str
    document: Document
    joins: str
    """Steps that follow each other with the same mark become one: the letters of a word typed into one field."""


@dataclass(slots=True)
class History:
    """The course of the edits of one sitting.

    Attributes:
        steps: the document at the start and after each edit.
        at: the index of the present one.
    """

    steps: list[_Step] = field(default_factory=lambda: [_Step("", EMPTY, "")])
    at: int = 0

    @property
    def document(self) -> Document:
        """The present document."""
        return self.steps[self.at].document

    @property
    def undo_label(self) -> str:
        """What would be undone, in words; empty if nothing can be."""
        return self.steps[self.at].label if self.at else ""

    @property
    def redo_label(self) -> str:
        """What would be done again, in words; empty if nothing can be."""
        return self.steps[self.at + 1].label if self.at + 1 < len(self.steps) else ""

    def record(self, label: str, document: Document, joins: str = "") -> None:
        """Make a document the present one. What was undone before is gone, unless nothing changed.

        Args:
            joins: a mark; the step joins the one before it that has the same mark.
        """
        if document == self.document:
            return
        del self.steps[self.at + 1 :]
        if joins and self.at and self.steps[-1].joins == joins:
            self.steps.pop()
        self.steps.append(_Step(label, document, joins))
        del self.steps[: max(0, len(self.steps) - 1 - MOST_STEPS)]
        self.at = len(self.steps) - 1

    def undo(self) -> None:
        """Go back one step, if there is one."""
        self.at = max(0, self.at - 1)

    def redo(self) -> None:
        """Go forward one step, if there is one."""
        self.at = min(len(self.steps) - 1, self.at + 1)
