"""What pages read beside the figures: counts, the latest articles, one province, one campaign."""

from typing import Any

from sqlite_utils import Database

Row = dict[str, Any]

_NAMES = "SELECT code, name FROM localities WHERE level = 'province' AND valid_to {} ORDER BY valid_from"


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
        return {row["id"]: row for row in self._db.query("SELECT * FROM indicators ORDER BY core DESC, rowid")}

    def province_names(self, side: str) -> dict[str, str]:
        """Return the names of the provinces of `then` or `now` by code; of a code that had two, the last."""
        sql = _NAMES.format("IS NULL" if side == "now" else "= '2025-07-01'")
        return {row["code"]: row["name"] for row in self._db.query(sql)}

    def latest(self, *, limit: int, where: str = "1", **values: object) -> list[Row]:
        """Return the articles that came last, with their number of facts."""
        sql = f"""
            SELECT id, title, document, published, site, added_at,
                (SELECT count(*) FROM facts WHERE article = articles.id) AS facts
            FROM articles WHERE {where} ORDER BY id DESC LIMIT :limit
        """
        return list(self._db.query(sql, {**values, "limit": limit}))

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

    def campaign(self, key: str) -> Row | None:
        """Return a campaign."""
        return self._one("SELECT * FROM campaigns WHERE id = ?", key)

    def _one(self, sql: str, *values: object) -> Row | None:
        return next(self._db.query(sql, list(values)), None)
