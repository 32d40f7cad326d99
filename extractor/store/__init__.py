"""The SQLite database: the only door to sqlite-utils."""

from extractor.store.articles import ArticleRecord, StaleArticle
from extractor.store.digest import Versions, parser_version, versions
from extractor.store.filters import Filters, conditions
from extractor.store.lock import exclusive
from extractor.store.pages import StoredPage
from extractor.store.reference import Reference, locality_rows, read_reference
from extractor.store.store import DatabaseError, Store

__all__ = [
    "ArticleRecord",
    "DatabaseError",
    "Filters",
    "Reference",
    "StaleArticle",
    "Store",
    "StoredPage",
    "Versions",
    "conditions",
    "exclusive",
    "locality_rows",
    "parser_version",
    "read_reference",
    "versions",
]
