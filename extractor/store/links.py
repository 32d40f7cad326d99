"""The frontier: which articles are known to be there, and which of them are still to be fetched."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from extractor.store.rows import storable
from extractor.store.sql import upsert
from scrapers.records import Link, Seed

TRIES = 6
"""How often a page is asked for before it is given up."""
_FIRST_REST = timedelta(hours=12)
_LONGEST_REST = timedelta(days=7)
_BATCH = 200

_ADD = """
INSERT INTO links (key, url, site, seed, title, published, run, found_at)
VALUES (:key, :url, :site, :seed, :title, :published, :run, :found_at)
ON CONFLICT (key) DO NOTHING
"""


class Links:
    """The tables `links` and `seeds`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, links: Iterable[Link], *, seed: Seed, run: int, now: str) -> int:
        """Write the links that are not known yet; return how many they are.

        From the first of them on the walk of `seed` counts as broken off, until it is noted that it ended.
        """
        rows = [_row(link, seed, run, now) for link in links]
        if not rows:
            return 0
        before = self._last()
        with self._db.atomic():
            self._db.conn.executemany(_ADD, rows)
            new = self._last() - before
            if new:
                self._note(rows[0]["site"], seed, None)
        return new

    def known(self, key: str, *, before: int | None = None) -> bool:
        """Say whether the article was found, with `before` by another run than that one."""
        return self._one("SELECT 1 FROM links WHERE key = ? AND run IS NOT ?", [key, before]) is not None

    def walked(self, site: str, seed: Seed) -> bool:
        """Say whether the last walk of the seed came to its end, so that the next may stop at what is known."""
        sql = "SELECT 1 FROM seeds WHERE site = ? AND url = ? AND walked_at IS NOT NULL"
        return self._one(sql, [site, seed.url]) is not None

    def broke_off(self, site: str, seed: Seed) -> None:
        """Note that a walk did not come to its end: the next one is not to stop at what is known."""
        if self.walked(site, seed):
            self._note(site, seed, None)

    def ended(self, site: str, seed: Seed, *, now: str) -> None:
        """Note that a walk came to its end, if that was not so of the last one."""
        if not self.walked(site, seed):
            self._note(site, seed, now)

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

    def is_pending(self, key: str) -> bool:
        """Say whether the page is still to be fetched."""
        return self._one("SELECT 1 FROM links WHERE key = ? AND state = 'pending'", [key]) is not None

    def fetched(self, key: str) -> None:
        """Note that the page came."""
        self._set(key, "fetched")

    def have(self, link: Link, *, run: int, now: str) -> None:
        """Note a page that came without having been found by a walk."""
        self._db.execute(_ADD, _row(link, None, run, now))
        self.fetched(link.key)

    def gone(self, key: str) -> None:
        """Note that the server has no such page."""
        self._set(key, "gone")

    def failed(self, key: str, *, now: datetime, counts: bool = True) -> bool:
        """Have the page asked for again, later each time, until it is given up; say whether it is now.

        What does not count as a try (the whole site is out of order) never ends so.
        """
        row = self._one("SELECT tries FROM links WHERE key = ?", [key])
        tries = (row["tries"] if row else 0) + counts
        rest = min(_FIRST_REST * 2 ** max(tries - 1, 0), _LONGEST_REST)
        given_up = tries >= TRIES
        self._db.execute(
            "UPDATE links SET state = ?, tries = ?, due_at = ? WHERE key = ?",
            ["failed" if given_up else "pending", tries, (now + rest).isoformat(), key],
        )
        return given_up

    def _note(self, site: str | None, seed: Seed, walked_at: str | None) -> None:
        row = {"site": site, "url": seed.url, "walked_at": walked_at}
        self._db.execute(upsert("seeds", row, key=["site", "url"]), row)

    def _set(self, key: str, state: str) -> None:
        self._db.execute("UPDATE links SET state = ? WHERE key = ? AND state <> ?", [state, key, state])

    def _last(self) -> int:
        """Return the last id; a link that is known already takes none."""
        [(last,)] = self._db.execute("SELECT max(id) FROM links").fetchall()
        return int(last or 0)

    def _one(self, sql: str, parameters: list[Any]) -> dict[str, Any] | None:
        return next(self._db.query(sql, parameters), None)


def _row(link: Link, seed: Seed | None, run: int, now: str) -> dict[str, Any]:
    return {
        "key": link.key,
        "url": link.url,
        "site": link.site,
        "seed": seed.url if seed else "",
        "title": storable(link.hints["title"]) if "title" in link.hints else None,
        "published": link.hints.get("published"),
        "run": run,
        "found_at": now,
    }
