"""The database: one file, opened once, whole at every moment."""

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from extractor.store.articles import Articles
from extractor.store.claims import Claims
from extractor.store.clusters import Clusters
from extractor.store.fitting import fitting
from extractor.store.health import Health
from extractor.store.indexing import Index
from extractor.store.journal import Journal
from extractor.store.lexicons import Lexicons
from extractor.store.links import Links
from extractor.store.opening import Opened, opened, plain_errors
from extractor.store.pages import Pages
from extractor.store.reading import opened_to_read
from extractor.store.reference import Reference, Row, put_reference
from extractor.store.rows import ArticleRows
from extractor.store.searching import Search
from extractor.store.slices import Slices

DatabaseError = sqlite3.Error
"""What SQLite raises; `Store.plain_errors` makes a StoreError of it."""


class Store:
    """A mattran database; made where there is none, brought up to date where it is older.

    `backup` is then the copy of what it was, beside it. Raises StoreError for a file that is no database of ours or is
    of a later version. Use it as a context manager.
    """

    def __init__(self, path: Path, *, open_: Callable[[Path], Opened] = opened) -> None:
        self.path = path
        self.db, self.backup, self._tidy = open_(path)
        self.pages = Pages(self.db)
        self.links = Links(self.db)
        self.lexicons = Lexicons(self.db)
        self.index = Index(self.db)
        self.articles = Articles(self.db, self.index)
        self.slices = Slices(self.db)
        self.journal = Journal(self.db)
        self.clusters = Clusters(self.db)
        self.claims = Claims(self.db)
        self.health = Health(self.db)
        self.search = Search(self.db)

    @classmethod
    def reader(cls, path: Path) -> Self:
        """Open a database only to read it; raises StoreError where it is missing, foreign, newer or older."""
        return cls(path, open_=opened_to_read)

    def put_reference(self, reference: Reference, *, digest: str, now: str) -> None:
        """Write the tables that facts point at; `digest` is the lexicon's."""
        with self.index.following_places():
            put_reference(self.db, reference, digest=digest, now=now)

    def has_reference(self, digest: str) -> bool:
        """Say whether the tables written last are those of lexicon `digest`."""
        last = next(self.db.query("SELECT digest FROM lexicons ORDER BY loaded_at DESC LIMIT 1"), None)
        return last is not None and last["digest"] == digest and self.lexicons.keeps(digest)

    def count(self, table: str) -> int:
        """Return the number of rows of a table or view."""
        [(rows,)] = self.db.execute(f"SELECT count(*) FROM [{table}]").fetchall()
        return int(rows)

    def lacks_claims(self) -> bool:
        """Tell whether there are facts and none of them is in a claim yet."""
        sql = "SELECT EXISTS (SELECT 1 FROM facts) AND NOT EXISTS (SELECT 1 FROM claims)"
        [(lacking,)] = self.db.execute(sql).fetchall()
        return bool(lacking)

    def columns(self, table: str) -> tuple[str, ...]:
        """Return the names of the columns of a table or view, none where there is no such."""
        return tuple(name for _, name, *_ in self.db.execute(f"PRAGMA table_info([{table}])").fetchall())

    def largest(self, indicator: str, *, limit: int) -> list[Row]:
        """Return rows of `facts_wide`: the largest achieved totals, each value of a place and a time once."""
        return list(
            self.db.query(
                """
                SELECT *, max(confidence) FROM facts_wide
                WHERE indicator = ? AND status = 'achieved' AND aggregation = 'whole'
                GROUP BY value, place_code, period_start, period_end
                ORDER BY value DESC LIMIT ?
                """,
                [indicator, limit],
            )
        )

    def plain_errors(self) -> AbstractContextManager[None]:
        """Raise StoreError for what SQLite raises in the block: the disk is full, the file is locked or read-only."""
        return plain_errors(self.path)

    def fitting(self, document: str, rows: ArticleRows) -> AbstractContextManager[None]:
        """Raise InputError where the block writes `rows` of an article that point at what the tables here lack."""
        return fitting(self.db, document, rows)

    def close(self) -> None:
        """Close the file."""
        self.db.close()
        if self._tidy:
            self._tidy()

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
