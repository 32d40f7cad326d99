"""How a page reads: all it needs in one go, in a thread of Datasette's, and no longer than a query may take."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from datasette.app import Datasette
from datasette.database import QueryInterrupted
from datasette.utils import sqlite_timelimit

from extractor.store import DatabaseError, Store
from extractor.store.borrowed import borrowed

Read = TypeVar("Read")


async def read(datasette: Datasette, work: Callable[[Store], Read]) -> Read:
    """Return what `work` reads from the database; raises QueryInterrupted where it takes too long."""
    database = datasette.get_database()

    def in_thread(connection: Any) -> Read:
        with sqlite_timelimit(connection, datasette.setting("sql_time_limit_ms")):
            try:
                return work(borrowed(connection, Path(database.path)))
            except DatabaseError as error:
                if error.args == ("interrupted",):
                    raise QueryInterrupted(error, "", {}) from error
                raise

    found: Read = await database.execute_fn(in_thread)
    return found
