"""Rows that were made elsewhere: what they point at may not be in the tables here."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database

from extractor.errors import InputError
from extractor.store.rows import ArticleRows

_CURE = "extract it anew with this version of mattran, or import with the version that extracted it"
_PLACE = "SELECT 1 FROM localities WHERE code = ? AND valid_from = ?"
_INDICATOR = "SELECT 1 FROM indicators WHERE id = ?"


@contextmanager
def fitting(db: Database, document: str, rows: ArticleRows) -> Iterator[None]:
    """Raise InputError where the database takes no such rows in the block."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        what = next(_lacking(db, rows), f"what was found in it does not fit the tables here ({error})")
        raise InputError(document, what, cure=_CURE) from error


def _lacking(db: Database, rows: ArticleRows) -> Iterator[str]:
    """Yield what the rows point at and the tables lack; SQLite does not say which it was."""
    for row in (*rows.mentions["locality_mentions"], *rows.facts):
        place = row["locality"], row["locality_valid_from"]
        if place[0] is not None and not db.execute(_PLACE, place).fetchone():
            yield f"the tables here have no place {place[0]} of {place[1]}"
    for fact in rows.facts:
        if not db.execute(_INDICATOR, [fact["indicator"]]).fetchone():
            yield f"the tables here have no indicator {fact['indicator']}"
