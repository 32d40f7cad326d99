"""Opening a database to write: made where there is none, brought up where it is older, a copy of it kept."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database

from extractor.errors import Folder, StoreError
from extractor.store.indexing import Index
from extractor.store.migrations import APPLICATION_ID, migrations
from extractor.text.collation import compared

_CURES = {
    "decode": "a text in it is damaged: take a copy of the file, or make it anew with mattran parse --from-archive",
    "full": "make room, then run again: what was done is kept",
    "readonly": "make the file and its folder writable for this user, or name another file with --db",
    "I/O": "make room, or look whether the disk fails; then run again: what was done is kept",
    "locked": "close the program that holds the file, then run again: what was done is kept",
    "": "check that the folder exists and may be written to, and that no other program locks the file",
}


class Opened(NamedTuple):
    """An open database, where its copy lies if it was of an older schema, and what is left to do once it is closed."""

    db: Database
    backup: Path | None = None
    tidy: Callable[[], None] | None = None


def opened(path: Path) -> Opened:
    """Open the database at `path` to write; raises StoreError for a file that is not ours or of a later version."""
    check_file(path)
    with plain_errors(path):
        db = Database(path)
        try:
            check_ours(db, path)
            _prepare(db)
            return Opened(db, _brought_up(db, path))
        except BaseException:
            db.close()
            raise


def check_file(path: Path) -> None:
    """Raise Folder where a folder is named."""
    if path.is_dir():
        raise Folder(str(path), "a folder", cure="name the database with --db; mattran nightly makes it")


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Raise StoreError for what SQLite raises in the block: the disk is full, the file is locked or read-only."""
    try:
        yield
    except sqlite3.OperationalError as error:
        cure = next((cure for words, cure in _CURES.items() if words in str(error)), _CURES[""])
        what = str(error).partition(" with text ")[0]  # an article may follow
        raise StoreError(str(path), what, cure=cure) from error
    except sqlite3.DatabaseError as error:
        raise StoreError(str(path), str(error), cure="name another file with --db") from error


def check_ours(db: Database, path: Path) -> None:
    """Raise StoreError where the database is another program's or of a later version of ours."""
    [(application,)] = db.execute("PRAGMA application_id").fetchall()
    if application != APPLICATION_ID and db.table_names():
        raise StoreError(str(path), "a database of another program", cure="name another file with --db")
    known = {migration.name for migration in migrations._migrations}
    if any(applied.name not in known for applied in migrations.applied(db)):
        cure = "update mattran, or name another file with --db"
        raise StoreError(str(path), "written by a later version of mattran", cure=cure)


def know_vietnamese(db: Database) -> None:
    """Let queries sort names with `COLLATE vi`; no index may have it, as other programs don't know it."""
    db.conn.create_collation("vi", compared)


def _prepare(db: Database) -> None:
    db.execute("PRAGMA busy_timeout = 10000")
    db.enable_wal()
    db.execute("PRAGMA synchronous = NORMAL")  # in WAL mode: whole after a crash, at most the last articles missing
    db.execute("PRAGMA wal_autocheckpoint = 8000")  # pages: what is written again and again goes into the file once
    db.execute("PRAGMA cache_size = -32000")  # KiB: the indexes of some 10,000 articles
    db.execute("PRAGMA foreign_keys = ON")
    know_vietnamese(db)


def _brought_up(db: Database, path: Path) -> Path | None:
    """Apply what is missing: migrations, then the search indexes; return the copy of a file that had some of them."""
    pending = migrations.pending(db)
    old = bool(pending and migrations.applied(db))
    backup = _copied(db, path, before=pending[0].name[:4]) if old else None
    try:
        migrations.apply(db)
        if not (index := Index(db)).is_fresh:
            index.renew()
    except BaseException:
        if backup and migrations.pending(db) == pending:  # nothing changed: the next try makes its own copy
            backup.unlink()
        raise
    return backup


def _copied(db: Database, path: Path, *, before: str) -> Path:
    """Write a copy beside the file, whole or not at all, and never over an earlier one."""
    names = (f"{path.name}.before-{before}{number}" for number in ("", *(f"-{n}" for n in range(2, 1_000))))
    copy = next(free for name in names if not (free := path.with_name(name)).exists())
    part = path.with_name(f".{copy.name}.part")
    try:
        with closing(sqlite3.connect(part)) as target:
            db.conn.backup(target)
        shutil.copymode(path, part)
        return part.replace(copy)
    finally:
        part.unlink(missing_ok=True)
