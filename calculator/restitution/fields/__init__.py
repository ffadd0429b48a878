"""The fields of every input, declared once, and the one reader that follows the declarations."""

from restitution.fields.declared import Field, Kind, Table, choices
from restitution.fields.reader import MOST_MISTAKES, Reader, join, read_row
from restitution.fields.row import Row, needed
from restitution.fields.text import text_of, value_of

__all__ = [
    "MOST_MISTAKES",
    "Field",
    "Kind",
    "Reader",
    "Row",
    "Table",
    "choices",
    "join",
    "needed",
    "read_row",
    "text_of",
    "value_of",
]
