"""One run at a time on a database: a lock that ends with its process, and who holds it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from extractor.errors import Occupied, StoreError


@contextmanager
def exclusive(
    path: Path, *, clock: Callable[[], datetime], holder: Callable[[Path, datetime], str] | None = None
) -> Iterator[None]:
    """Hold the database at `path` for this run; raise Occupied, with the holder and its age, where another run does.

    The operating system frees the lock of a process that is gone, however it went. Where `path` is no database,
    `holder` says who has it.
    """
    lock = FileLock(path.with_name(path.name + ".lock"), blocking=False)
    try:
        lock.acquire()
    except Timeout as error:
        what = f"another run is at work on it{(holder or _holder)(path, clock())}"
        raise Occupied(str(path), what, cure="wait until it ends, or stop that process") from error
    except OSError as error:
        cure = "check that the folder exists and may be written to, or name another file with --db"
        raise StoreError(str(path), str(error.strerror), cure=cure) from error
    try:
        yield
    finally:
        lock.release()


def _holder(path: Path, now: datetime) -> str:
    """Say which process the last unfinished run is of, and how old it is."""
    sql = "SELECT pid, started_at FROM runs WHERE finished_at IS NULL AND pid IS NOT NULL ORDER BY id DESC LIMIT 1"
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            row = db.execute(sql).fetchone()
    except sqlite3.Error:  # it is just being made
        return ""
    return f" (process {row[0]}, for {age(datetime.fromisoformat(row[1]), now)})" if row else ""


def age(since: datetime, now: datetime) -> str:
    """Say how long ago `since` is, in whole seconds; a clock that went back makes it none."""
    seconds = int(max(now - since, timedelta()).total_seconds())
    return str(timedelta(seconds=seconds))
