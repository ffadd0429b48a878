"""The fields of every input, declared once, and the one reader that follows the declarations."""

from restitution.errors import MOST_MISTAKES
from restitution.fields.declared import CODE, MISSING, Field, Kind, Table, choices
from restitution.fields.reader import Reader, brackets, join, read_row
from restitution.fields.reading import Reading, read_as
from restitution.fields.row import Row, needed
from restitution.fields.text import text_of, value_of

__all__ = [
    "CODE",
    "MISSING",
    "MOST_MISTAKES",
    "Field",
    "Kind",
    "Reader",
    "Reading",
    "Row",
    "Table",
    "brackets",
    "choices",
    "join",
    "needed",
    "read_as",
    "read_row",
    "text_of",
    "value_of",
]
