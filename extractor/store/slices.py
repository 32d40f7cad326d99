"""The articles of a database in ranges of their ids, for those who share them out."""

from collections.abc import Iterator
from dataclasses import fields
from hashlib import sha256
from itertools import groupby

from sqlite_utils import Database

from extractor.store.articles import ArticleRecord

_COLUMNS = ", ".join(field.name for field in fields(ArticleRecord) if field.name != "page")


class Slices:
    """The table `articles`, a range of ids at a time: range n has the ids from n * size on."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def digests(self, size: int) -> Iterator[tuple[int, str]]:
        """Yield each range that holds articles, with the digest of which and what they are."""
        rows = self._db.execute("SELECT id, document, site, digest FROM articles ORDER BY id").fetchall()
        for part, articles in groupby(rows, lambda row: row[0] // size):
            content = sha256()
            for row in articles:
                content.update(f"{row!r}\0".encode())
            yield part, content.hexdigest()

    def records(self, part: int, size: int) -> Iterator[tuple[int, ArticleRecord]]:
        """Yield ids and articles of a range, one text in memory at a time."""
        sql = f"SELECT id, {_COLUMNS} FROM articles WHERE id >= ? AND id < ? ORDER BY id"
        for key, *values in self._db.execute(sql, [part * size, (part + 1) * size]):
            yield key, ArticleRecord(**dict(zip(_COLUMNS.split(", "), values, strict=True)))
