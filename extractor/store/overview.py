"""What pages read beside the figures: counts, the latest articles, one province, one campaign."""

from typing import Any

from sqlite_utils import Database

from extractor.store.figures import Side
from extractor.store.filters import Filters

Row = dict[str, Any]

_HOLDER: dict[Side, str] = {
    "then": "there.valid_to <= '2025-07-01' AND there.province",
    "now": "there.province_now",
}
_LOOKED_AT = 400
"""Facts of a province among whose articles the latest are."""
_ARTICLES = """
SELECT id, title, document, published, site, (SELECT count(*) FROM facts WHERE article = articles.id) AS facts
FROM articles
"""


class Overview:
    """Reads rows for the pages."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def counts(self) -> Row:
        """Return how many articles, facts, claims and sites there are, and between which days."""
        sql = """
            SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(*) FROM facts) AS facts,
                (SELECT count(*) FROM claims) AS claims, (SELECT count(*) FROM sites) AS sites,
                (SELECT min(published) FROM articles) AS first, (SELECT max(published) FROM articles) AS last
        """
        return self._one(sql) or {}

    def last_run(self) -> Row | None:
        """Return the last run that went through all stages, or that is still at work."""
        sql = "SELECT * FROM runs WHERE command IN ('nightly', 'demo') ORDER BY id DESC LIMIT 1"
        return self._one(sql)

    def indicators(self) -> dict[str, Row]:
        """Return the indicators by id."""
        return {
            row["id"]: row
            for row in self._db.query("SELECT * FROM indicators ORDER BY core DESC, unit <> 'VND', label_vi COLLATE vi")
        }

    def latest(self, *, limit: int) -> list[Row]:
        """Return the articles that came last, with their number of facts."""
        return list(self._db.query(f"{_ARTICLES} ORDER BY id DESC LIMIT ?", [limit]))

    def latest_in(self, side: Side, province: str, *, limit: int) -> list[Row]:
        """Return the articles that came last with a fact of a province."""
        held = f"SELECT code, valid_from FROM localities AS there WHERE {_HOLDER[side]} = ?"
        told = f"SELECT id FROM facts WHERE (locality, locality_valid_from) IN ({held})"
        of = f"SELECT article FROM facts WHERE id IN ({told} ORDER BY id DESC LIMIT {_LOOKED_AT})"
        return list(self._db.query(f"{_ARTICLES} WHERE id IN ({of}) ORDER BY id DESC LIMIT ?", [province, limit]))

    def latest_named(self, campaign: str, *, limit: int) -> list[Row]:
        """Return the articles that came last and name a campaign."""
        of = "SELECT article FROM campaign_mentions WHERE campaign = ?"
        return list(self._db.query(f"{_ARTICLES} WHERE id IN ({of}) ORDER BY id DESC LIMIT ?", [campaign, limit]))

    def places(self, side: Side, province: str, *, indicator: str, status: str, limit: int) -> list[Row]:
        """Return the places of a province by the sum of their claims, the largest first."""
        sql = f"""
            SELECT there.code, there.kind, there.name, there.valid_to, sum(value) AS value, count(*) AS claims
            FROM localities AS there
            CROSS JOIN claims ON claims.province = there.province AND claims.locality_valid_from = there.valid_from
                AND claims.locality = there.code
            WHERE {_HOLDER[side]} = ? AND indicator = ? AND status = ? AND why_not IS NULL
            GROUP BY there.code, there.valid_from ORDER BY value DESC LIMIT ?
        """
        return list(self._db.query(sql, [province, indicator, status, limit]))

    def article(self, key: int) -> Row | None:
        """Return an article without its text."""
        sql = """
            SELECT articles.id, document, url, title, published, site, sites.name AS site_name, cluster, same_figures,
                author, extracted_at
            FROM articles LEFT JOIN sites ON sites.slug = articles.site WHERE articles.id = ?
        """
        return self._one(sql, key)

    def copies(self, cluster: int, *, but: int) -> list[Row]:
        """Return the other articles of a cluster of copies."""
        sql = """
            SELECT id, title, document, site, published, same_figures FROM articles
            WHERE (cluster = ? OR id = ?) AND id <> ? ORDER BY id LIMIT 20
        """
        return list(self._db.query(sql, [cluster, cluster, but]))

    def fact(self, key: int) -> tuple[int, int] | None:
        """Return the article of a fact, and its number in it."""
        sql = """
            SELECT article, (SELECT count(*) FROM facts AS before WHERE before.article = facts.article
                AND before.id <= facts.id) AS number FROM facts WHERE id = ?
        """
        row = self._one(sql, key)
        return (row["article"], row["number"]) if row else None

    def province(self, code: str, side: str) -> Row | None:
        """Return a province of `then` or `now`, by the last meaning of its code before the reform or since."""
        when = "IS NULL" if side == "now" else "IS NOT NULL"
        sql = f"SELECT * FROM localities WHERE level = 'province' AND code = ? AND valid_to {when} ORDER BY valid_from"
        return next(iter(reversed(list(self._db.query(sql, [code])))), None)

    def parts(self, code: str) -> list[Row]:
        """Return the provinces of then that the province of now with `code` holds."""
        sql = """
            SELECT code, name, kind FROM localities
            WHERE level = 'province' AND valid_to = '2025-07-01' AND province_now = ? ORDER BY code <> ?, code
        """
        return list(self._db.query(sql, [code, code]))

    def named(self, filters: Filters) -> list[str]:
        """Return the names of the province, campaign and year that are asked for."""
        found = []
        if filters.province is not None:
            sql = "SELECT name FROM localities WHERE level = 'province' AND code = ? ORDER BY valid_from DESC"
            found += [row["name"] for row in self._db.query(sql, [filters.province])][:1]
        if filters.campaign is not None:
            found += [
                row["name"] for row in self._db.query("SELECT name FROM campaigns WHERE id = ?", [filters.campaign])
            ]
        return found + ([str(filters.year)] if filters.year is not None else [])

    def campaign(self, key: str) -> Row | None:
        """Return a campaign."""
        return self._one("SELECT * FROM campaigns WHERE id = ?", key)

    def _one(self, sql: str, *values: object) -> Row | None:
        return next(self._db.query(sql, list(values)), None)
