"""A case as one document: its fields, its tables of rows and the ledger of each victim, all as typed, in one file.

Every edit is a pure function of the document, so that the same steps can be made in a page, a test or a program.
"""

from restitution.casefile.declared import FIELDS, LEDGER_COLUMNS, TABLES, ledger_name, table_of
from restitution.casefile.document import EMPTY, Document, Variant
from restitution.casefile.edits import apply
from restitution.casefile.file import read_file, write_file
from restitution.casefile.history import History
from restitution.casefile.scenario import Place, Read, Said, read_case, read_ledger_of

__all__ = [
    "EMPTY",
    "FIELDS",
    "LEDGER_COLUMNS",
    "TABLES",
    "Document",
    "History",
    "Place",
    "Read",
    "Said",
    "Variant",
    "apply",
    "ledger_name",
    "read_case",
    "read_file",
    "read_ledger_of",
    "table_of",
    "write_file",
]
