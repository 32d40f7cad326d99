"""Which articles copy each other, and who published first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from sqlite_utils import Database

from extractor.copies.shingles import similarity
from extractor.copies.verdict import Sketch, are_copies, sketch
from extractor.store.digest import shingles_version
from extractor.text.reader import body
from scrapers.records import VIETNAM

_SHARED = 3  # of 32 bands: 99 in 100 pairs of similarity 0.7 share as many, 2 in 1,000 of 0.3
_TOGETHER = 32  # articles placed in one transaction: a commit costs as much as one of them
_SKETCHES = 1_000  # kept in memory: copies come soon after each other
_FRESH = "clustered_digest IS digest AND clustered_with IS :version"


@dataclass(frozen=True, slots=True)
class Placed:
    """An article that was compared; the rest is None where it has no copies or is the first of them.

    `cluster_document` is the article published first, `similarity` that to it, by shingles.
    """

    document: str
    cluster_document: str | None = None
    similarity: float | None = None
    same_figures: bool | None = None


class Clusters:
    """The columns of `articles` that name the cluster, and the table `shingle_bands`.

    Two articles are neighbours if they share `_SHARED` bands and are copies; neighbours of neighbours make a cluster.
    So it is the same in whatever order they came. Articles whose turn has not come yet are nobody's neighbours.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._sketch = lru_cache(maxsize=_SKETCHES)(lambda text: sketch(body(text)))

    @cached_property
    def _version(self) -> str:
        return shingles_version()

    def place_all(self) -> Iterator[Placed]:
        """Place the articles that are new or changed, the oldest first."""
        sql = f"SELECT id, published_at FROM articles WHERE NOT ({_FRESH})"
        stale = self._db.execute(sql, {"version": self._version}).fetchall()
        keys = [key for key, _ in sorted(stale, key=lambda row: _order(*row))]
        for first in range(0, len(keys), _TOGETHER):
            with self._db.atomic():
                placed = [self._place(key) for key in keys[first : first + _TOGETHER]]
            yield from placed

    def _place(self, key: int) -> Placed:
        """Take article `key` out of its cluster and find its place anew, and its mates' theirs."""
        mates = self._release(key)
        self._index(key)
        for article in (key, *mates):
            self._join(article)
        return self._placed(key)

    def _release(self, key: int) -> list[int]:
        """Dissolve the cluster of `key`; return the others of it, without those whose own turn will come."""
        [(head,)] = self._db.execute("SELECT cluster FROM articles WHERE id = ?", [key]).fetchall()
        names = {"head": head, "key": key, "version": self._version}
        mates = self._ids(f"SELECT id FROM articles WHERE cluster = :head AND id <> :key AND {_FRESH}", names)
        self._db.execute("UPDATE articles SET cluster = NULL, same_figures = NULL WHERE cluster = ?", [head])
        return mates

    def _index(self, key: int) -> None:
        self._db.execute("DELETE FROM shingle_bands WHERE article = ?", [key])
        rows = [(band, value, key) for band, value in enumerate(self._sketch_of(key).bands)]
        self._db.conn.executemany("INSERT INTO shingle_bands (band, hash, article) VALUES (?, ?, ?)", rows)
        done = "UPDATE articles SET clustered_digest = digest, clustered_with = ? WHERE id = ?"
        self._db.execute(done, [self._version, key])

    def _join(self, key: int) -> None:
        own = self._sketch_of(key)
        heads = set(self._ids("SELECT coalesce(cluster, id) FROM articles WHERE id = :key", {"key": key}))
        for other, head in self._candidates(key):
            if head not in heads and are_copies(own, self._sketch_of(other)):
                heads.add(head)
        if len(heads) > 1:
            self._unite(heads)

    def _candidates(self, key: int) -> list[tuple[int, int]]:
        """Return articles that share bands, and the first of the cluster of each; likely copies come first."""
        sql = f"""
            SELECT id, coalesce(cluster, id) AS head
            FROM (
                SELECT other.article, count(*) AS shared
                FROM shingle_bands AS own JOIN shingle_bands AS other USING (band, hash)
                WHERE own.article = :key AND other.article <> :key
                GROUP BY other.article HAVING count(*) >= {_SHARED}
            ) JOIN articles ON id = article
            WHERE {_FRESH}
            ORDER BY id = head DESC, shared DESC
        """
        return self._db.execute(sql, {"key": key, "version": self._version}).fetchall()

    def _unite(self, heads: Iterable[int]) -> None:
        """Make one cluster of those that begin with `heads`; an article alone begins its own."""
        first, *others = sorted(heads, key=self._order_of)
        figures = self._sketch_of(first).figures
        self._db.execute("UPDATE articles SET cluster = id WHERE id = ?", [first])
        for head in others:
            for member in self._ids("SELECT id FROM articles WHERE cluster = :head OR id = :head", {"head": head}):
                same = self._sketch_of(member).figures == figures
                self._db.execute(
                    "UPDATE articles SET cluster = ?, same_figures = ? WHERE id = ?", [first, same, member]
                )

    def _placed(self, key: int) -> Placed:
        [(document, first, first_document, same)] = self._db.execute(
            "SELECT own.document, first.id, first.document, own.same_figures "
            "FROM articles AS own LEFT JOIN articles AS first ON first.id = own.cluster WHERE own.id = ?",
            [key],
        ).fetchall()
        if first is None or first == key:
            return Placed(document, first_document)
        near = similarity(self._sketch_of(key).shingles, self._sketch_of(first).shingles)
        return Placed(document, first_document, near, bool(same))

    def _order_of(self, key: int) -> tuple[bool, datetime, int]:
        [row] = self._db.execute("SELECT id, published_at FROM articles WHERE id = ?", [key]).fetchall()
        return _order(*row)

    def _sketch_of(self, key: int) -> Sketch:
        [(text,)] = self._db.execute("SELECT text FROM articles WHERE id = ?", [key]).fetchall()
        return self._sketch(text)

    def _ids(self, sql: str, names: dict[str, Any]) -> list[int]:
        return [int(key) for (key,) in self._db.execute(sql, names).fetchall()]


def _order(key: int, published_at: str | None) -> tuple[bool, datetime, int]:
    """Sort by moment, a day as its beginning in Viet Nam, those without a date last; then by id."""
    moment = datetime.fromisoformat(published_at or "0001-01-02")
    return published_at is None, moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM), key
