"""A store over a connection that someone else opened and will close, as Datasette does."""

from pathlib import Path
from typing import Any

from sqlite_utils import Database

from extractor.store import opening
from extractor.store.store import Store


def borrowed(connection: Any, path: Path) -> Store:
    """Return a store that reads through `connection`, an sqlite3 connection to the database at `path`."""
    return Store(path, open_=lambda _: opening.Opened(Database(connection, recursive_triggers=False)))


def know_vietnamese(connection: Any) -> None:
    """Let queries of `connection` sort names with `COLLATE vi`."""
    opening.know_vietnamese(Database(connection, recursive_triggers=False))
