"""What the database says of the sites, for `extractor.health` to judge."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from extractor.health.model import Fill, Recent, SiteState, Trouble, Visit

NEWEST, LATEST = 20, 220
"""The newest that are compared with those before them; how many are looked at in all."""

_TROUBLES = """
SELECT stage, kind, message, cure, subject, count, articles FROM (
    SELECT stage, kind, message, cure, subject, count(*) AS count, min(id) AS first,
        sum(subject IN (SELECT url FROM links WHERE site = :site)) AS articles
    FROM issues WHERE run = :run AND site IS :site GROUP BY stage, kind, message
) ORDER BY first
"""  # beside min(), a bare column is that of the row with the minimum

_MISSED = """
SELECT count(DISTINCT pages.id) FROM issues JOIN pages ON pages.url = issues.subject
WHERE issues.run = ? AND issues.site = ? AND issues.stage = 'parse' AND pages.fetched_at >= ?
"""

_PAGES = """
SELECT state = 'fetched' FROM links WHERE site = ? AND (state <> 'pending' OR tries > 0) ORDER BY id DESC LIMIT ?
"""
_ARTICLES = """
SELECT articles.id IS NOT NULL FROM pages LEFT JOIN articles ON articles.page = pages.id
WHERE pages.site = ? AND parsed_with IS NOT NULL ORDER BY pages.id DESC LIMIT ?
"""
_FIELDS = """
SELECT published_at IS NOT NULL, lead IS NOT NULL, author IS NOT NULL
FROM (
    SELECT id, published_at, lead, author, added_at FROM articles WHERE site = ? ORDER BY added_at DESC, id DESC LIMIT ?
)
ORDER BY min(coalesce(published_at, added_at), added_at) DESC, id DESC
"""  # by publication, as an archive that comes in one night is no news; what has no date is as new as it came

_RECENT = """
SELECT published_at, fetched_at FROM articles JOIN pages ON pages.id = articles.page
WHERE articles.site = ? ORDER BY added_at DESC, articles.id DESC LIMIT ?
"""


class Health:
    """Reads `sites`, `visits`, `links`, `pages`, `articles` and `issues`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def states(self, run: int | None = None) -> Iterator[SiteState]:
        """Yield the state of every site, or of those that run `run` visited."""
        chosen = "" if run is None else "WHERE slug IN (SELECT site FROM visits WHERE run = :run)"
        sql = f"SELECT slug, name, base_url, family, expected_min, expected_max FROM sites {chosen} ORDER BY slug"
        for site in list(self._db.query(sql, {"run": run})):
            yield self._state(site, run)

    def troubles(self, run: int, site: str | None = None) -> tuple[Trouble, ...]:
        """Return the issues of a run that belong to `site`, or to none, in groups, in the order in which they came."""
        return tuple(Trouble(**row) for row in self._db.query(_TROUBLES, {"run": run, "site": site}))

    def _state(self, site: dict[str, Any], run: int | None) -> SiteState:
        slug, visits = site["slug"], self._visits(site["slug"], run)
        fewest, most = site["expected_min"], site["expected_max"]
        [(articles, newest)] = self._rows("SELECT count(*), max(added_at) FROM articles WHERE site = ?", slug)
        return SiteState(
            slug=slug,
            name=site["name"],
            base_url=site["base_url"],
            family=site["family"],
            expected=(fewest, most) if fewest is not None else None,
            visit=visits[0] if visits else None,
            before=visits[1].at if len(visits) > 1 else None,
            first_visit=self._first_visit(slug),
            missed=self._missed(visits[0], slug) if visits else 0,
            articles=articles,
            newest=_moment(newest),
            waiting=int(self._db.table("links").count_where("site = ? AND state = 'pending'", [slug])),
            fills=tuple(self._fills(slug)),
            recent=tuple(self._recent(slug)),
            troubles=self.troubles(visits[0].run, slug) if visits else (),
        )

    def _visits(self, slug: str, run: int | None) -> list[Visit]:
        """Return the last two visits, the last first; up to run `run`."""
        sql = (
            "SELECT visits.*, runs.started_at FROM visits JOIN runs ON runs.id = visits.run "
            "WHERE site = ? AND run <= coalesce(?, run) ORDER BY run DESC LIMIT 2"
        )
        return [_visit(row) for row in self._db.query(sql, [slug, run])]

    def _first_visit(self, slug: str) -> datetime | None:
        sql = "SELECT min(started_at) FROM visits JOIN runs ON runs.id = visits.run WHERE site = ?"
        [(first,)] = self._rows(sql, slug)
        return _moment(first)

    def _missed(self, visit: Visit, slug: str) -> int:
        """Return how many pages came in the visit and held no article; not those that a new parser read once more."""
        [(missed,)] = self._rows(_MISSED, visit.run, slug, visit.at.isoformat())
        return int(missed)

    def _recent(self, slug: str) -> Iterator[Recent]:
        for published, fetched in self._rows(_RECENT, slug, NEWEST):
            yield Recent(datetime.fromisoformat(published) if published else None, datetime.fromisoformat(fetched))

    def _fills(self, slug: str) -> Iterator[Fill]:
        for fields, sql in ((("page",), _PAGES), (("article",), _ARTICLES), (("date", "lead", "author"), _FIELDS)):
            rows = self._rows(sql, slug, LATEST)
            for i, field in enumerate(fields):
                yield _fill(field, [row[i] for row in rows])

    def _rows(self, sql: str, *parameters: str | int) -> list[tuple[Any, ...]]:
        return self._db.execute(sql, list(parameters)).fetchall()


def _fill(field: str, had: Sequence[int]) -> Fill:
    recent, earlier = had[:NEWEST], had[NEWEST:]
    return Fill(field, _share(recent), _share(earlier), len(recent), len(earlier))


def _share(had: Sequence[int]) -> float:
    return sum(had) / len(had) if had else 0.0


def _visit(row: dict[str, Any]) -> Visit:
    numbers = {name: row[name] for name in Visit.__dataclass_fields__ if name != "at"}
    return Visit(at=datetime.fromisoformat(row["started_at"]), **numbers)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
