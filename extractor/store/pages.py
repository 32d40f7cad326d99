"""What came from the web: sites and pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from extractor.store.sql import insert, update, upsert
from scrapers.records import Capture, Link, Page, Place, Site, Validators

_BATCH = 500


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page as the parser needs it: where its bytes lie in the archive, and whether an earlier parser read them."""

    id: int
    key: str | None
    url: str
    site: str
    fetched_at: str
    digest: str
    warc_file: str
    warc_offset: int
    read_before: bool


class Pages:
    """The tables `sites` and `pages`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put_site(self, site: Site) -> None:
        """Write the site's row, unless it stands so already."""
        fewest, most = site.expected or (None, None)
        row = {
            "slug": site.slug,
            "name": site.name,
            "base_url": site.base_url,
            "family": site.family,
            "home": site.home,
            "expected_min": fewest,
            "expected_max": most,
        }
        if self._row("SELECT * FROM sites WHERE slug = ?", [site.slug]) != row:
            self._db.execute(upsert("sites", row, key=["slug"]), row)

    def validators(self, link: Link) -> Validators | None:
        """Return what is known of the page of `link`, None for one not seen yet."""
        row = self._find(link.key, link.url)
        if row is None:
            return None
        capture = Capture(row["final_url"], row["digest"], datetime.fromisoformat(row["fetched_at"]))
        return Validators(etag=row["etag"], last_modified=row["last_modified"], capture=capture)

    def known(self, key: str) -> bool:
        """Say whether the page of this identity was fetched before."""
        return self._row("SELECT 1 FROM pages WHERE key = ?", [key]) is not None

    def fetched_at(self, key: str) -> str:
        """Return when the page of this identity came, in ISO 8601; empty for one not seen yet."""
        row = self._row("SELECT fetched_at FROM pages WHERE key = ?", [key])
        return str(row["fetched_at"]) if row else ""

    def count(self, site: str) -> int:
        """Return the number of pages of a site."""
        return int(self._db.table("pages").count_where("site = ?", [site]))

    def put(self, page: Page, *, key: str, site: str) -> None:
        """Write a page whose bytes are in the archive at its place; one of the same identity or address is renewed."""
        assert page.place is not None
        row = {
            "key": key,
            "final_url": page.final_url,
            "site": site,
            "status": page.status,
            "fetched_at": page.fetched_at.isoformat(),
            **_versions(page),
            **_bytes(page.place),
        }
        if known := self._find(key, page.url):
            self._db.execute(update("pages", row), {**row, "id": known["id"]})
        else:
            self._db.execute(insert("pages", {"url": page.url, **row}), {"url": page.url, **row})

    def renew(self, page: Page, *, key: str) -> None:
        """Note the validators of an answer whose body the archive holds already."""
        known = self._find(key, page.url)
        new = _versions(page)
        if known and {name: known[name] for name in new} != new:
            self._db.execute(update("pages", new), {**new, "id": known["id"]})

    def fetched_between(self, site: str, moment: str, before: str) -> Iterator[Link]:
        """Yield the pages of a site whose bytes came at `moment` or later but `before`, to be asked for again."""
        sql = (
            "SELECT id, key, url FROM pages WHERE site = ? AND fetched_at >= ? AND fetched_at < ? AND id > ? "
            "ORDER BY id LIMIT ?"
        )
        for row in self._batches(sql, [site, moment, before]):
            yield Link(row["url"], site, row["key"] or row["url"])

    def sites(self) -> list[str]:
        """Return the slugs of all sites."""
        return [slug for (slug,) in self._db.execute("SELECT slug FROM sites ORDER BY slug").fetchall()]

    def unparsed(self, site: str, parser: str) -> Iterator[StoredPage]:
        """Yield the pages of a site that parser version `parser` has not read as they are now."""
        sql = (
            "SELECT id, key, url, site, fetched_at, digest, warc_file, warc_offset, "
            "ifnull(parsed_with LIKE digest || ' %', 0) AS read_before FROM pages "
            "WHERE site = ? AND parsed_with IS NOT (digest || ' ' || ?) AND id > ? ORDER BY id LIMIT ?"
        )
        for row in self._batches(sql, [site, parser]):
            yield StoredPage(**{**row, "read_before": bool(row["read_before"])})

    def mark_parsed(self, page: StoredPage, parser: str) -> None:
        """Note that parser version `parser` has read the page, with an article or without."""
        self._db.execute("UPDATE pages SET parsed_with = ? WHERE id = ?", [f"{page.digest} {parser}", page.id])

    def forget(self, page: StoredPage) -> None:
        """Have the page fetched again, whatever the server says of it."""
        lost = {"etag": None, "last_modified": None, "digest": "", "parsed_with": None}
        self._db.execute(update("pages", lost), {**lost, "id": page.id})
        again = "UPDATE links SET state = 'pending', due_at = NULL, tries = 0"
        self._db.execute(f"{again} WHERE key = (SELECT key FROM pages WHERE id = ?)", [page.id])

    def _find(self, key: str, url: str) -> dict[str, Any] | None:
        """Return the row of this identity; one that was fetched before there were any is found by its address."""
        by_key = self._row("SELECT * FROM pages WHERE key = ?", [key])
        return by_key or self._row("SELECT * FROM pages WHERE url = ?", [url])

    def _batches(self, sql: str, parameters: list[Any]) -> Iterator[dict[str, Any]]:
        """Yield rows by rising id, a batch in memory at a time; rows may be written in between."""
        last = 0
        while rows := list(self._db.query(sql, [*parameters, last, _BATCH])):
            yield from rows
            last = rows[-1]["id"]

    def _row(self, sql: str, parameters: list[Any]) -> dict[str, Any] | None:
        return next(self._db.query(sql, parameters), None)


def _versions(page: Page) -> dict[str, str | None]:
    return {"etag": page.validators.etag, "last_modified": page.validators.last_modified}


def _bytes(place: Place) -> dict[str, str | int]:
    return {
        "digest": place.digest,
        "warc_file": place.file,
        "warc_offset": place.offset,
        "warc_length": place.length,
    }
