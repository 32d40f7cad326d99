"""The database: one file, opened once, whole at every moment."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType

from sqlite_utils import Database

from extractor.errors import StoreError
from extractor.store.articles import Articles
from extractor.store.clusters import Clusters
from extractor.store.health import Health
from extractor.store.journal import Journal
from extractor.store.links import Links
from extractor.store.migrations import APPLICATION_ID, migrations
from extractor.store.pages import Pages
from extractor.store.reference import Reference, Row, put_reference


class Store:
    """A mattran database; made where there is none, brought up to date where it is older.

    Raises StoreError for a file that is no database of ours or is of a later version. Use it as a context manager.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with _plain_errors(path):
            self.db = Database(path)
        try:
            with self.plain_errors():
                _prepare(self.db, path)
        except BaseException:
            self.db.close()
            raise
        self.pages = Pages(self.db)
        self.links = Links(self.db)
        self.articles = Articles(self.db)
        self.journal = Journal(self.db)
        self.clusters = Clusters(self.db)
        self.health = Health(self.db)

    def put_reference(self, reference: Reference, *, digest: str, now: str) -> None:
        """Write the tables that facts point at; `digest` is the lexicon's."""
        put_reference(self.db, reference, digest=digest, now=now)

    def has_reference(self, digest: str) -> bool:
        """Say whether the tables written last are those of lexicon `digest`."""
        last = next(self.db.query("SELECT digest FROM lexicons ORDER BY loaded_at DESC LIMIT 1"), None)
        return last is not None and last["digest"] == digest

    def count(self, table: str) -> int:
        """Return the number of rows of a table or view."""
        [(rows,)] = self.db.execute(f"SELECT count(*) FROM [{table}]").fetchall()
        return int(rows)

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
        return _plain_errors(self.path)

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


_CURES = {
    "full": "make room, then run again: what was done is kept",
    "readonly": "make the file and its folder writable for this user, or name another file with --db",
    "I/O": "make room, or look whether the disk fails; then run again: what was done is kept",
    "locked": "close the program that holds the file, then run again: what was done is kept",
    "": "check that the folder exists and may be written to, and that no other program locks the file",
}


def _prepare(db: Database, path: Path) -> None:
    _check_ours(db, path)
    db.execute("PRAGMA busy_timeout = 10000")
    db.enable_wal()
    db.execute("PRAGMA synchronous = NORMAL")  # in WAL mode: whole after a crash, at most the last articles missing
    db.execute("PRAGMA cache_size = -32000")  # KiB: the indexes of some 10,000 articles
    db.execute("PRAGMA foreign_keys = ON")
    migrations.apply(db)


def _check_ours(db: Database, path: Path) -> None:
    [(application,)] = db.execute("PRAGMA application_id").fetchall()
    if application != APPLICATION_ID and db.table_names():
        raise StoreError(str(path), "a database of another program", cure="name another file with --db")
    known = {migration.name for migration in migrations._migrations}
    if any(applied.name not in known for applied in migrations.applied(db)):
        cure = "update mattran, or name another file with --db"
        raise StoreError(str(path), "written by a later version of mattran", cure=cure)


@contextmanager
def _plain_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        cure = next((cure for words, cure in _CURES.items() if words in str(error)), _CURES[""])
        raise StoreError(str(path), str(error), cure=cure) from error
    except sqlite3.DatabaseError as error:
        raise StoreError(str(path), str(error), cure="name another file with --db") from error
