"""Opening a database only to read it: nothing is made, brought up or written."""

import sqlite3
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

from sqlite_utils import Database

from extractor.errors import Outdated, StoreError
from extractor.store.indexing import Index
from extractor.store.migrations import APPLICATION_ID, migrations
from extractor.store.opening import Opened, check_file, check_ours, know_vietnamese, plain_errors

_MAGIC = b"SQLite format 3\0"
_ID = slice(68, 72)  # where the header of an SQLite file has the application's id
_CANT_WRITE = ("SQLITE_READONLY_DIRECTORY", "SQLITE_CANTOPEN")


def opened_to_read(path: Path) -> Opened:
    """Open the database at `path` read-only; raises StoreError where it is missing, foreign, newer or older."""
    _check_file(path)
    tidy = None if _in_use(path) else partial(_tidied, path)
    try:
        with plain_errors(path):
            return Opened(_checked(_connected(path), path), tidy=tidy)
    except BaseException:
        if tidy:
            tidy()
        raise


def _check_file(path: Path) -> None:
    """Refuse what is no database of ours by its first bytes: SQLite would leave its own files beside it."""
    check_file(path)
    if not path.is_file():
        raise StoreError(
            str(path), "there is no such file", cure="name the database with --db; mattran nightly makes it"
        )
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        cure = "make the file readable for this user"
        raise StoreError(str(path), error.strerror or str(error), cure=cure) from error
    if not head.startswith(_MAGIC):
        raise StoreError(str(path), "no database", cure="name the database with --db")
    if not _log(path).exists() and int.from_bytes(head[_ID]) != APPLICATION_ID:
        raise StoreError(str(path), "a database of another program", cure="name another file with --db")


def _connected(path: Path) -> sqlite3.Connection:
    """Connect read-only; where even SQLite's own files can't be made beside it, as to a file that nobody changes."""
    address = path.resolve().as_uri()
    connection = sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=10)
    try:
        connection.execute("PRAGMA schema_version")
    except sqlite3.DatabaseError as error:  # OperationalError is one of them; a corrupt file raises another
        connection.close()
        if error.sqlite_errorname not in _CANT_WRITE or _log(path).exists():
            raise
        return sqlite3.connect(f"{address}?immutable=1", uri=True)
    return connection


def _checked(connection: sqlite3.Connection, path: Path) -> Database:
    """Return the database behind a connection; the connection is closed where it is none of ours."""
    db = Database(connection)
    try:
        check_ours(db, path)
        _check_schema(db, path)
        know_vietnamese(db)
    except BaseException:
        db.close()
        raise
    return db


def _tidied(path: Path) -> None:
    """Let SQLite take away its own files, which who only reads leaves beside the database, unless it is in use."""
    if _log(path).exists():
        with suppress(sqlite3.Error), closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)) as last:
            last.execute("PRAGMA schema_version")


def _in_use(path: Path) -> bool:
    """Tell whether something waits in the log; an empty one is what a reader leaves."""
    return _log(path).exists() and _log(path).stat().st_size > 0


def _log(path: Path) -> Path:
    """Return where SQLite keeps its log: beside the file itself, whatever link leads to it."""
    target = path.resolve()
    return target.with_name(target.name + "-wal")


def _check_schema(db: Database, path: Path) -> None:
    if migrations.pending(db) or not Index(db).is_fresh:
        cure = f"mattran migrate --db {path} brings it up and keeps a copy, as does the next mattran nightly"
        raise Outdated(str(path), "written by an older version of mattran", cure=cure)
