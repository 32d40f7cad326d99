"""Rows out of the database, into files that other programs read. Knows formats, not SQLite."""

from extractor.export.formats import EXCEL_CSV, FORMATS, format_of
from extractor.export.model import About, Format, Table, Written
from extractor.export.write import write

__all__ = ["EXCEL_CSV", "FORMATS", "About", "Format", "Table", "Written", "format_of", "write"]
