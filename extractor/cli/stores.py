"""The database of a command that writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.cli.console import warn

if TYPE_CHECKING:
    from extractor.store import Store


@contextmanager
def opened_store(db: Path) -> "Iterator[Store]":
    """Open the database to write; where it was of an older version, say on stderr where its copy lies."""
    from extractor.store import Store

    with Store(db) as store:
        if store.backup:
            warn(f"{db}: was of an older version and is brought up; as it was: {store.backup}")
        yield store
