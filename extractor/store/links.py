"""The frontier: which articles are known to be there, and which of them are still to be fetched."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from scrapers.records import Link, Seed

TRIES = 6
"""How often a page is asked for before it is given up."""
_FIRST_REST = timedelta(hours=12)
_LONGEST_REST = timedelta(days=7)
_BATCH = 200

_ADD = """
INSERT INTO links (key, url, site, seed, title, published, found_at, state)
VALUES (:key, :url, :site, :seed, :title, :published, :found_at, 'pending')
ON CONFLICT (key) DO NOTHING
"""


class Links:
    """The tables `links` and `seeds`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, links: Iterable[Link], *, seed: Seed, now: str) -> int:
        """Write the links that are not known yet; return how many they are."""
        rows = [_row(link, seed, now) for link in links]
        if not rows:
            return 0
        before = self._last()
        with self._db.atomic():
            self._db.conn.executemany(_ADD, rows)
        return self._last() - before

    def settled(self, key: str) -> bool:
        """Say whether a walk that came to its end knew the article."""
        return self._one("SELECT 1 FROM links WHERE key = ? AND settled", [key]) is not None

    def settle(self, site: str, seed: Seed, *, now: str) -> None:
        """Note that a walk came to its end: the next one may stop at what it found."""
        reached = "UPDATE links SET settled = 1 WHERE site = ? AND seed = ? AND settled = 0"
        walked = "INSERT OR IGNORE INTO seeds (site, url, walked_at) VALUES (?, ?, ?)"
        with self._db.atomic():
            self._db.execute(reached, [site, seed.url])
            self._db.execute(walked, [site, seed.url, now])

    def walked(self, site: str, seed: Seed) -> bool:
        """Say whether a walk of the seed ever came to its end."""
        return self._one("SELECT 1 FROM seeds WHERE site = ? AND url = ?", [site, seed.url]) is not None

    def pending(self, site: str, *, now: str, since: str | None = None) -> Iterator[Link]:
        """Yield what is to be fetched of a site, in the order in which it was found, a batch in memory at a time.

        Left for later: what is not due at `now`, and what is dated before the day `since`.
        """
        sql = (
            "SELECT id, key, url FROM links WHERE site = ? AND state = 'pending' AND (due_at IS NULL OR due_at <= ?) "
            "AND (published IS NULL OR published >= ?) AND id > ? ORDER BY id LIMIT ?"
        )
        last = 0
        while rows := list(self._db.query(sql, [site, now, since or "", last, _BATCH])):
            yield from (Link(row["url"], site, row["key"]) for row in rows)
            last = rows[-1]["id"]

    def waiting(self, site: str) -> int:
        """Return how many links of a site are still to be fetched."""
        return int(self._db.table("links").count_where("site = ? AND state = 'pending'", [site]))

    def fetched(self, key: str) -> None:
        """Note that the page came."""
        self._set(key, "fetched")

    def have(self, url: str, *, key: str, site: str, now: str) -> None:
        """Note a page that came without having been found by a walk."""
        row = {"key": key, "url": url, "site": site, "seed": "", "title": None, "published": None, "found_at": now}
        self._db.execute(_ADD, row)
        self.fetched(key)

    def gone(self, key: str) -> None:
        """Note that the server has no such page."""
        self._set(key, "gone")

    def failed(self, key: str, *, now: datetime) -> None:
        """Have the page asked for again, later each time, until it is given up."""
        row = self._one("SELECT tries FROM links WHERE key = ?", [key])
        tries = row["tries"] + 1 if row else 1
        rest = min(_FIRST_REST * 2 ** (tries - 1), _LONGEST_REST)
        state = "pending" if tries < TRIES else "failed"
        self._db.execute(
            "UPDATE links SET state = ?, tries = ?, due_at = ? WHERE key = ?",
            [state, tries, (now + rest).isoformat(), key],
        )

    def _set(self, key: str, state: str) -> None:
        self._db.execute("UPDATE links SET state = ? WHERE key = ? AND state <> ?", [state, key, state])

    def _last(self) -> int:
        """Return the last id; a link that is known already takes none."""
        [(last,)] = self._db.execute("SELECT max(id) FROM links").fetchall()
        return int(last or 0)

    def _one(self, sql: str, parameters: list[Any]) -> dict[str, Any] | None:
        return next(self._db.query(sql, parameters), None)


def _row(link: Link, seed: Seed, now: str) -> dict[str, str | None]:
    return {
        "key": link.key,
        "url": link.url,
        "site": link.site,
        "seed": seed.url,
        "title": link.hints.get("title"),
        "published": link.hints.get("published"),
        "found_at": now,
    }
