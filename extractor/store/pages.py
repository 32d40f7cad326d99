"""What came from the web: sites and pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from extractor.store.sql import upsert
from scrapers.archive import Place
from scrapers.records import NotModified, Page, Site, Validators


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page as the parser needs it: where its bytes lie in the archive."""

    id: int
    url: str
    site: str
    digest: str
    warc_file: str
    warc_offset: int


class Pages:
    """The tables `sites` and `pages`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put_site(self, site: Site) -> None:
        """Write the site's row."""
        row = {
            "slug": site.slug,
            "name": site.name,
            "base_url": site.base_url,
            "family": site.family,
            "home": site.home,
        }
        self._db.execute(upsert("sites", row, key=["slug"]), row)

    def validators(self, url: str) -> Validators | None:
        """Return what the last answer for `url` said of its version, None for a page not seen yet."""
        row = self._row("SELECT etag, last_modified FROM pages WHERE url = ?", [url])
        return Validators(etag=row["etag"], last_modified=row["last_modified"]) if row else None

    def known(self, url: str) -> bool:
        """Say whether the page was fetched before."""
        return self._row("SELECT 1 FROM pages WHERE url = ?", [url]) is not None

    def count(self, site: str) -> int:
        """Return the number of pages of a site."""
        return int(self._db.table("pages").count_where("site = ?", [site]))

    def digest(self, url: str) -> str | None:
        """Return the digest of the page's body, None for a page not seen yet."""
        row = self._row("SELECT digest FROM pages WHERE url = ?", [url])
        return str(row["digest"]) if row else None

    def put(self, page: Page, *, site: str, digest: str, place: Place) -> None:
        """Write a page whose bytes are in the archive at `place`."""
        at = page.fetched_at.isoformat()
        row = {
            "url": page.url,
            "final_url": page.final_url,
            "site": site,
            "status": page.status,
            "fetched_at": at,
            "checked_at": at,
            "etag": page.validators.etag,
            "last_modified": page.validators.last_modified,
            "digest": digest,
            "warc_file": place.file,
            "warc_offset": place.offset,
            "warc_length": place.length,
        }
        self._db.execute(upsert("pages", row, key=["url"]), row)

    def touch(self, answer: Page | NotModified) -> None:
        """Note that the page still holds, and the validators to send next time."""
        new = answer.validators
        self._db.execute(
            "UPDATE pages SET checked_at = ?, etag = coalesce(?, etag), last_modified = coalesce(?, last_modified) "
            "WHERE url = ?",
            [answer.fetched_at.isoformat(), new.etag, new.last_modified, answer.url],
        )

    def unparsed(self, parser: str) -> Iterator[StoredPage]:
        """Yield the pages that parser version `parser` has not read as they are now."""
        rows = self._db.query(
            "SELECT id, url, site, digest, warc_file, warc_offset FROM pages "
            "WHERE parsed_with IS NOT (digest || ' ' || ?) ORDER BY id",
            [parser],
        )
        for row in list(rows):
            yield StoredPage(**row)

    def mark_parsed(self, page: StoredPage, parser: str) -> None:
        """Note that parser version `parser` has read the page, with an article or without."""
        self._db.execute("UPDATE pages SET parsed_with = ? WHERE id = ?", [f"{page.digest} {parser}", page.id])

    def forget(self, page: StoredPage) -> None:
        """Have the page fetched again, whatever the server says of it."""
        self._db.execute(
            "UPDATE pages SET etag = NULL, last_modified = NULL, digest = '', parsed_with = NULL WHERE id = ?",
            [page.id],
        )

    def _row(self, sql: str, parameters: list[Any]) -> dict[str, Any] | None:
        return next(self._db.query(sql, parameters), None)
